"""A question as it was typed → the question itself."""

from __future__ import annotations

from msqqa.errors import QuestionError
from msqqa.words import squeeze, words

LONGEST = 10_000
"""Characters; a longer text is no question."""


def checked(question: str) -> str:
    """Return a question in one line.

    Raises
    ------
    QuestionError
        If it is empty or too long.
    """
    question = squeeze(question.replace("\x00", " "))
    if len(question) > LONGEST:
        raise QuestionError(
            f"the question has {len(question):,} characters, more than the {LONGEST:,} that are read", "shorten it"
        )
    if not any(True for _ in words(question)):
        raise QuestionError("the question is empty", "write one between quotation marks")
    return question
