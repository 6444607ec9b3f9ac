"""Markdown marks: a text is read, counted and shown without them."""

from __future__ import annotations

import re

from msqqa.scripts import is_unspaced
from msqqa.words import squeeze, words

LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
"""What ends a line within a table's cell, where no line can end."""
_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,2000}+)\]\(<?([^)\s>(]{0,2000}+(?:\([^)\s>(]{0,200}+\)?)?[^)\s>(]{0,2000}+)>?[^)]{0,200}\)"
)
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)([^\s<>/?#]+)[^\s<>]*>?")
_TAG = re.compile(
    r"</?(?:sup|sub|b|i|u|em|strong|mark|br|s|del|p|div|span|details|summary)\b[^<>]{0,2000}>", re.IGNORECASE
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~|$<>])")
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+•][ \t]+)+", re.MULTILINE)
_VALUE_WORDS, _VALUE_CHARACTERS = 8, 60
"""Words and characters of a text, at most, that is one value of a list: "United Kingdom of Great Britain and Northern
Ireland"."""
_STOPS = (".", "!", "?", "。", ":", ";")
"""What ends a sentence, or announces more, and no value of a list."""
_EMPHASIS = re.compile(r"(\*\*|\*|__|~~|`)(?=\S)(.{1,500}?)(?<=\S)\1", re.DOTALL)


def strip_markdown(text: str) -> str:
    """Return Markdown for reading: one line, without marks; links keep their words, bare addresses their host.

    A host is worth reading (``opendata.gov.mn``); the rest of an address costs an encoder more word pieces than the
    sentence around it, and says nothing.

    >>> strip_markdown("**2. LAW** on [data](http://x.mn/a?b=1): <https://legalinfo.mn/mn/detail?lawId=1>")
    '2. LAW on data: legalinfo.mn'
    """
    text = _LINK.sub(r"\1", text)
    text = _ADDRESS.sub(lambda m: m[1], text)
    text = _TAG.sub(" ", text)
    text = _LINE_MARK.sub("", text)
    text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    return squeeze(_ESCAPE.sub(r"\1", text))


def is_list_value(text: str) -> bool:
    """Return whether a text may be one value of a list: a few words that neither end a sentence nor announce more.

    >>> is_list_value("- e-mail address"), is_list_value("Eswatini (fmr. 'Swaziland')")
    (True, True)
    >>> is_list_value("It is open."), is_list_value("As follows:")
    (False, False)
    """
    text = text.strip()
    if len(text) > _VALUE_CHARACTERS or text.endswith(_STOPS):
        return False
    # Of a script without spaces, a word is about two letters.
    return sum(0.5 if is_unspaced(word.text) else 1 for word in words(text)) <= _VALUE_WORDS
