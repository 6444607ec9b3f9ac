"""Ctrl-C again and again in ``chat``, Ctrl-D behind it, both while it answers: it stays, or leaves with status 0."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.attack.attacks import told
from tests.support import FULL
from tests.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Place

pytestmark = pytest.mark.slow

QUESTION = "which countries mention WCAG\r"
CTRL_C, CTRL_D = "\x03", "\x04"
KEYS = {
    "Ctrl-C twenty times": CTRL_C * 20,
    "Ctrl-C, then Ctrl-D": CTRL_C + CTRL_D,
    "Ctrl-C twenty times, then Ctrl-D": CTRL_C * 20 + CTRL_D,
}
WHEN = ("at the prompt", "over a line", "while it answers")
APART = (0.0, 0.005, 0.2) if FULL else (0.005,)
"""Seconds between two keys."""
CASES = list(product(KEYS, WHEN, APART))
QUICK = [
    ("Ctrl-C twenty times", "while it answers", 0.005),
    ("Ctrl-C, then Ctrl-D", "at the prompt", 0.005),
]


@pytest.mark.parametrize(("keys", "when", "apart"), CASES if FULL else QUICK)
def test_the_chat_stays_or_leaves_in_order(
    survey_once: Place, tmp_path: Path, keys: str, when: str, apart: float
) -> None:
    terminal = Terminal(*survey_once.options, state=tmp_path)
    try:
        terminal.until("msqqa>")
        if when == "over a line":
            terminal.type("which countr")
        elif when == "while it answers":
            terminal.type(QUESTION, apart=0.0)
        terminal.type(*KEYS[keys], apart=apart)
        if not keys.endswith("Ctrl-D"):
            terminal.type("question 99 of Kenya\r")
            terminal.until("the form has no question '99'")  # it stayed, and answers
            terminal.type(":quit\r")
        assert terminal.status() == 0, terminal.seen
        told(f"interrupted: {keys}, {when}, {apart:g} s apart", tried=1)
    finally:
        terminal.close()
    assert "Traceback" not in terminal.seen
    assert "fault" not in terminal.seen
