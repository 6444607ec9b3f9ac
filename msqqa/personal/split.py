"""A line → its fields, and the labels in them with what stands beside each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from msqqa.personal.labels import LabelMeaning, all_known, parse_label
from msqqa.personal.values import find_contact_details, is_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.model import Range

_GAP = re.compile(r"\s?\|\s?|\t|(?<=\S)[ \u00a0]{3,40}(?=\S)")
_MARKS = " \t\r\n\u00a0>#*_+-•·▪◦‣–—|\\"
_NUMBER = re.compile(r"(?:Q(?:uestion)?\.?\s?)?\d{1,3}\s?\\?[.)]\s{1,4}")
_STOP = re.compile(
    r"[:：](?!//)(?=[\s*_|]|[^\x00-\x7f]|$)|[:](?=[^\s/\d])(?<=\w:)|[?？](?=[\s*_|]|$)|\s[-–—=]\s|\s?\*\*\s"
)
_CUT = re.compile(r"[.,;!?。；，、(（]\s?|\s[-–—]\s")
_SUFFIX = 8
_MOST = 400
"""Fields of a line, and places where a label may end, that are looked at: what has more is no form's."""
_LONGEST = 300
"""Characters before a colon in which its label is looked for."""
_WORD = re.compile(r"\S{1,60}")


@dataclass(frozen=True, slots=True)
class Pair:
    """A label on a line, and its value; None where nothing stands behind it."""

    start: int
    asked: LabelMeaning
    value: Range | None


def trim_range(text: str, a: int, b: int) -> Range:
    """Return a range without the marks and the white space around what is written."""
    while a < b and text[a] in _MARKS:
        a += 1
    while b > a and text[b - 1] in " \t\r\n\u00a0*_|\\":
        b -= 1
    return a, b


def fields_of(text: str, start: int, end: int) -> list[Range]:
    """Return the fields of a line that bars, tabs, or wide gaps part; without marks and number."""
    found: list[Range] = []
    at = start
    for gap in islice(_GAP.finditer(text, start, end), _MOST):
        found.append((at, gap.start()))
        at = gap.end()
    found.append((at, end))
    fields = []
    for a, b in found:
        c, d = trim_range(text, a, b)
        number = _NUMBER.match(text, c, d)
        c, d = trim_range(text, number.end() if number else c, d)
        if c < d:
            fields.append((c, d))
    return fields


def pairs_of(text: str, a: int, b: int) -> Iterator[Pair]:
    """Yield the labels of a field that a colon, a question mark or a dash follows, each with its value."""
    labels: list[tuple[int, int, LabelMeaning]] = []
    past = a
    for stop in islice(_STOP.finditer(text, a, b), _MOST):
        whole = stop[0].strip() in ("-", "–", "—", "=", "?", "？")
        found = _label(text, past, stop.start(), first=past == a, whole=whole)
        if found is not None:
            labels.append((found[0], stop.end(), found[1]))
            past = stop.end()
    if not labels and not all_known(text[a:b]) and (found := _before_a_value(text, a, b)) is not None:
        labels.append((a, found[0], found[1]))
    for n, (start, behind, told) in enumerate(labels):
        end = labels[n + 1][0] if n + 1 < len(labels) else b
        c, d = trim_range(text, behind, end)
        while d > c and text[d - 1] in ",;(（、":
            d -= 1
        yield Pair(start, told, (c, d) if c < d else None)


def _label(text: str, start: int, end: int, *, first: bool, whole: bool) -> tuple[int, LabelMeaning] | None:
    """Return the label that ends where a stop stands, and where it begins: the whole, or what is behind a comma."""
    c, d = trim_range(text, max(start, end - _LONGEST), end)
    if first and (found := parse_label(text[c:d])) is not None:
        return c, found
    if whole:
        return None
    cuts = [cut.end() for cut in _CUT.finditer(text, c, d)]
    for at in reversed(cuts[-2:]):
        if (found := parse_label(text[at:d])) is not None:
            return at, found
    starts = [word.start() for word in _WORD.finditer(text, max(c, d - 200), d)]
    for at in starts[-_SUFFIX:]:
        if all_known(text[at:d]) and (found := parse_label(text[at:d])) is not None:
            return at, found
    return None


def label_behind(text: str, a: int, b: int) -> tuple[int, LabelMeaning] | None:
    """Return the label that a line ends with behind another one's value, as where a page's columns were read as one."""
    starts = [word.start() for word in _WORD.finditer(text, max(a, b - 120), b)]
    for at in starts[-_SUFFIX:]:
        if at > a and text[at].isupper() and all_known(text[at:b]) and (found := parse_label(text[at:b])) is not None:
            return at, found
    return None


def _is_full_name(text: str) -> bool:
    return is_name(text) and (not text[0].isascii() or text[0].isupper()) and len(text.split()) > 1


def _before_a_value(text: str, a: int, b: int) -> tuple[int, LabelMeaning] | None:
    """Return the label that a line begins with where no mark ends it, but what looks like its value follows."""
    starts = [word.start() for word in _WORD.finditer(text, a, min(b, a + 200))]
    for at in reversed(starts[1:12]):
        label = text[a:at]
        found = parse_label(label) if all_known(label) and not any(c.isdigit() for c in label) else None
        if found is None or found.what in ("title", "organization", "address"):
            continue
        if find_contact_details(text, at, b) and len(text[at:b].split()) <= 4:
            return at, found
        if found.what in ("name", "contact") and found.personal and _is_full_name(text[at:b]):
            return at, found
    return None
