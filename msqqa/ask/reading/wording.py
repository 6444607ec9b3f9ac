"""A question as it was typed → the question itself."""

from __future__ import annotations

import re

from msqqa.errors import QuestionError
from msqqa.words import squeeze, words

LONGEST = 10_000
"""Characters; a longer text is no question."""

_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]")
_HALF = re.compile("[\ud800-\udfff]")
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Halves of characters that stand for no byte."""


def find_quoted(question: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of what stands in quotation marks, which is meant as it is, whatever it says.

    >>> find_quoted("who says “no budget”?")
    ((10, 19),)
    """
    return tuple(found.span(1) for found in _QUOTED.finditer(question))


def restore_characters(text: str) -> str:
    r"""Return a text of the command line in whole characters; on a system of ASCII all others come as bytes.

    >>> restore_characters("\udcc3\udca9t\udcc3\udca9"), restore_characters("\ud800")
    ('été', '\ufffd')
    """
    if _HALF.search(text) is None:
        return text
    return _NO_BYTE.sub("\ufffd", text).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def check_question(question: str) -> str:
    """Return a question in one line.

    Raises
    ------
    QuestionError
        If it is empty or too long.
    """
    question = squeeze(restore_characters(question).replace("\x00", " "))
    if len(question) > LONGEST:
        raise QuestionError(
            f"the question has {len(question):,} characters, more than the {LONGEST:,} that are read", "shorten it"
        )
    if not any(True for _ in words(question)):
        raise QuestionError("the question is empty", "write one between quotation marks")
    return question
