"""The known form as others translated it, set in other dresses: all of its questions are found in each."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from msqqa.encode import Encoder
from msqqa.form.align import best_alignment
from msqqa.form.load import load_known_forms
from msqqa.read.markdown import read
from tests.support import FULL

if TYPE_CHECKING:
    from collections.abc import Callable

CORPORA = Path(__file__).parents[2] / "corpora"
TRANSLATED = tomllib.loads(Path(__file__).with_name("translated.toml").read_text(encoding="utf-8"))
COPIES = {
    "ru": ("demo-msq-2024-more/ruzhevia.md", r"^\*\*(\d{1,2})\.\*\* *([^\n]+)$"),
    "ar": ("demo-msq-2024-more/zahrouq.md", r"^س([0-9]{1,2})\) *([^\n]+)$"),
    "de": ("demo-msq-2024-unseen/waldmark.md", r"^#{3,6} Frage (\d{1,2})\n+([^\n]+)$"),
}
"""Responses that print most of the form in another language, and how a question of theirs begins."""
ANSWERS = {
    "ru": "Да, с 2019 года.",
    "ar": "نعم، منذ عام 2019.",
    "de": "Ja, seit 2019.",
    "fr": "Oui, depuis 2019.",
    "es": "Sí, desde 2019.",
}

DRESSES: dict[str, Callable[[str, str], str]] = {
    "1.": lambda n, text: f"{n}. {text}",
    "**1.**": lambda n, text: f"**{n}.** {text}",
    "1)": lambda n, text: f"{n}) {text}",
    "Q1 -": lambda n, text: f"Q{n} - {text}",
    "### 1.": lambda n, text: f"### {n}. {text}",
    "bold": lambda n, text: f"**{n}. {text}**",
    "no number": lambda n, text: f"**{text}**",
    "quoted": lambda n, text: f"> {n}. {text}",
    "two lines": lambda n, text: f"{n}. " + "\n".join(re.split(r"(?<=\w) (?=\w)", text, maxsplit=1)),
    "a row": lambda n, text: f"| {n} | {text} |",
    "a bullet": lambda n, text: f"- {n}. {text}",
    "a heading without a number": lambda n, text: f"#### {text}",
}


_A_FEW = [
    ("ru", "Q1 -"),
    ("ar", "two lines"),
    ("ar", "no number"),
    ("de", "a bullet"),
    ("de", "a heading without a number"),
    ("fr", "**1.**"),
    ("es", "a row"),
    ("es", "quoted"),
]
_ALL = [(language, dress) for language in ANSWERS for dress in DRESSES]


@pytest.mark.parametrize(("language", "dress"), _ALL if FULL else _A_FEW)
def test_a_translation_is_found_in_any_dress(language: str, dress: str) -> None:
    asked = _questions(language)
    text = "\n\n".join(f"{DRESSES[dress](n, question)}\n\n{ANSWERS[language]}" for n, question in asked.items())
    found = best_alignment(read("a.md", text.encode()), load_known_forms(), Encoder.named("multilingual"))
    assert found is not None
    there = {anchor.id for anchor in found.anchors if anchor.kind == "question"}
    assert there == set(asked), sorted(set(asked) ^ there)
    assert len(there) == 51


def _questions(language: str) -> dict[str, str]:
    """Return the form's numbered questions in a language, in order."""
    asked = dict(TRANSLATED.get(language, {}))
    if language in COPIES:
        path, begins = COPIES[language]
        asked |= dict(re.findall(begins, (CORPORA / path).read_text(encoding="utf-8"), re.MULTILINE))
    return {str(n): asked[str(n)] for n in range(1, 52)}
