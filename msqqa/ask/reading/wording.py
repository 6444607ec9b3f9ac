"""A question as it was typed → the question itself."""

from __future__ import annotations

import re
from functools import lru_cache

from msqqa.errors import QuestionError
from msqqa.languages import languages
from msqqa.words import squeeze, words

LONGEST = 10_000
"""Characters; a longer text is no question."""

_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]")
_HALF = re.compile("[\ud800-\udfff]")
_BEHIND = ",;:?!)"
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


def spell_out(question: str) -> str:
    """Return a question with what people shorten as they type in full; what is quoted or in capitals stays as it is.

    >>> spell_out("no. of ppl w/o a car"), spell_out('who chose "w/o a car", or plan W')
    ('number of people without a car', 'who chose "w/o a car", or plan W')
    """
    known, quoted = _shorthand(), find_quoted(question)
    starts = [at for at, sign in enumerate(question) if not sign.isspace() and question[at - 1 : at].strip() == ""]
    parts, at = [], 0
    for start in starts:
        if start < at or any(begin <= start < end for begin, end in quoted):
            continue
        short = next((s for s in known if question.startswith(s, start) and _ends(question, start + len(s))), None)
        if short is not None:
            parts += [question[at:start], known[short]]
            at = start + len(short)
    return "".join((*parts, question[at:]))


def _ends(text: str, at: int) -> bool:
    return at == len(text) or text[at].isspace() or text[at] in _BEHIND


@lru_cache(maxsize=1)
def _shorthand() -> dict[str, str]:
    """Return how words are shortened, the longest first → the word in full."""
    tables = [language.tables.get("shorthand", {}) for language in languages()]
    found = {short: full for table in tables for full, listed in table.items() for short in listed}
    return dict(sorted(found.items(), key=lambda one: -len(one[0])))


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
