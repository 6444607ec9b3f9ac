"""The known form as others translated it, set in other dresses: all of its questions are found in each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from msqqa.encode import Encoder
from msqqa.form.align import best_alignment
from msqqa.form.load import load_known_forms
from msqqa.read.markdown import read

if TYPE_CHECKING:
    from collections.abc import Callable

CORPORA = Path(__file__).parents[2] / "corpora"
COPIES = {
    "ru": ("demo-msq-2024-more/ruzhevia.md", r"^\*\*(\d{1,2})\.\*\* *([^\n]+)$", "Да, с 2019 года."),
    "ar": ("demo-msq-2024-more/zahrouq.md", r"^س([0-9]{1,2})\) *([^\n]+)$", "نعم، منذ عام 2019."),
    "de": ("demo-msq-2024-unseen/waldmark.md", r"^#{3,6} Frage (\d{1,2})\n+([^\n]+)$", "Ja, seit 2019."),
}
"""Responses that print the whole form in another language, how a question of theirs begins, and an answer."""

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


@pytest.mark.parametrize(
    ("language", "dress"),
    [("ru", "no number"), ("ru", "Q1 -"), ("ar", "two lines"), ("ar", "### 1."), ("de", "1)"), ("de", "a bullet")],
)
def test_a_translation_is_found_in_any_dress(language: str, dress: str) -> None:
    path, begins, answer = COPIES[language]
    asked = dict(re.findall(begins, (CORPORA / path).read_text(encoding="utf-8"), re.MULTILINE))
    assert len(asked) >= 40, len(asked)
    text = "\n\n".join(f"{DRESSES[dress](n, question)}\n\n{answer}" for n, question in asked.items())
    found = best_alignment(read("a.md", text.encode()), load_known_forms(), Encoder.named("multilingual"))
    assert found is not None
    there = {anchor.id for anchor in found.anchors if anchor.kind == "question"}
    assert there == set(asked), sorted(set(asked) ^ there, key=int)
