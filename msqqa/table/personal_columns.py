"""Which columns of a table hold personal data: by their heads, by what their values are, and by the columns beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.personal.labels import LabelMeaning, parse_label, says_body
from msqqa.personal.values import emails, ips, is_body, is_name, is_public_box
from msqqa.table.values import is_blank, is_closed_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from msqqa.model import Range
    from msqqa.table.sheet import Sheet

_MOST = 0.6
"""Share of the values by which a column is told."""
_SAMPLE = 400


def holds_personal(label: str, values: Iterable[str], above: Iterable[str] = ()) -> bool:
    """Return whether what stands under a label is personal.

    Parameters
    ----------
    label, above:
        The head or the question, and what stands above it: its group, its section.
    values:
        What is answered; a body's name under "Submitted by" is nobody's.
    """
    some = _sample_values(values)
    told = _parse_label(label, above)
    if told is not None and told.personal:
        if told.what in ("name", "contact") and some and _share(some, _is_no_person) >= _MOST:
            return False
        if some and all(is_closed_word(v) or v in ("0", "1") for v in some):
            return False  # "Phone" as a box of "Which channels are used?"
        return not (told.whose == "nobody" and told.what == "email" and _share(some, _is_public) >= _MOST)
    if told is not None and told.whose == "body":
        return False
    if some and not says_body(label[:160]):
        addresses = _share(some, lambda v: _is_whole(v, emails(v))) >= _MOST and _share(some, _is_public) < _MOST
        return addresses or _share(some, lambda v: _is_whole(v, ips(v))) >= _MOST
    return False


def may_name_people(label: str, values: Iterable[str], above: Iterable[str] = ()) -> bool:
    """Return whether a bare "Name" holds people's names; whether they are respondents, the columns beside it tell."""
    told = _parse_label(label, above)
    some = _sample_values(values)
    bare = told is not None and told.what == "name" and told.whose == "nobody"
    return bare and bool(some) and _share(some, lambda v: is_name(v) and not _is_no_person(v)) >= _MOST


def personal_columns(sheet: Sheet) -> frozenset[int]:
    """Return the columns of a table that hold personal data, by their numbers."""
    columns = [(at, column, sheet.column(at)) for at, column in enumerate(sheet.columns)]
    found = {at for at, c, values in columns if holds_personal(c.text or c.code, values, (c.section,))}
    bodies = [
        a
        for _, c, _ in columns
        if (a := parse_label(c.text)) is not None and (a.what == "organization" or a.whose == "body")
    ]
    named = bool(bodies) or any(_names_body(c.text) for _, c, _ in columns)
    if found and named:
        found |= {at for at, c, values in columns if may_name_people(c.text or c.code, values, (c.section,))}
    return frozenset(found)


def split_withheld(answer: str, ranges: Sequence[Range]) -> Iterator[tuple[str, bool]]:
    """Yield an answer in pieces, each with whether it is withheld."""
    at = 0
    for start, end in ranges:
        if at < start:
            yield answer[at:start], False
        yield answer[start:end], True
        at = end
    if at < len(answer):
        yield answer[at:], False


def _names_body(head: str) -> bool:
    return says_body(head) and len(head.split()) <= 3


def _parse_label(label: str, above: Iterable[str]) -> LabelMeaning | None:
    """Return what a label asks for, below a contact's heading for the contact."""
    told = parse_label(label)
    if told is not None and told.whose == "body":
        return told
    for heading in above:
        over = parse_label(heading) if heading else None
        if over is not None and over.personal and over.what == "contact" and told is not None:
            return LabelMeaning(told.what, "person") if told.among_contacts else told
    return told


def _sample_values(values: Iterable[str]) -> list[str]:
    found: list[str] = []
    for value in values:
        if not is_blank(value):
            found.append(value)
            if len(found) == _SAMPLE:
                break
    return found


def _share(values: Sequence[str], has: Callable[[str], bool]) -> float:
    return sum(map(has, values)) / len(values) if values else 0.0


def _is_no_person(value: str) -> bool:
    from msqqa.places import place

    return is_body(value) or place(value) is not None


def _is_public(value: str) -> bool:
    return any(is_public_box(value[a:b]) for a, b in emails(value))


def _is_whole(value: str, ranges: Iterator[Range]) -> bool:
    return any(b - a >= 0.9 * len(value.strip(" <>.;")) for a, b in ranges)
