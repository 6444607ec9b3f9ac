"""JSON and JSON Lines → tables: a list of records, one record, or an object that holds a list of them.

A record is flat (a row a respondent), or holds its answers in an object (``{"respondent": …, "answers": {…}}``) or in a
list of objects with a question each. A FHIR QuestionnaireResponse, alone, in a Bundle or one a line, says by itself
what is what: see :mod:`msqqa.table.fhir`.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from msqqa.errors import SourceError
from msqqa.personal.labels import parse_label
from msqqa.read.text import line_starts
from msqqa.table.delimited import decode_text
from msqqa.table.fhir import is_fhir, sheet_of_responses
from msqqa.table.json_places import PlacedObject, PlacingDecoder
from msqqa.table.sheet import Column, Gauge, Row, Sheet, check_columns, clean
from msqqa.table.vocabulary import spell_out
from msqqa.words import squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    _Head = tuple[str, str, str]
    """What a field stands in: the object, those within it, and its own name."""
    Lines = tuple[int, int]
    """The first and the last, from 1."""
    Record = tuple[dict[str, Any], Lines]
    """A record with the lines that it stands on."""
    LinesOf = Callable[[int, int], Lines]
    """From a character to another → the lines that they stand on."""

_QUESTION = frozenset({"question", "item", "linkid", "question_text", "questiontext", "prompt", "indicator", "text"})
_WRAPPERS = ("responses", "records", "data", "results", "items", "rows", "entries", "submissions", "answers")


_PLACED = 4_000_000
"""Characters of a file, at most, whose values are known by their lines: to tell them takes a second for 2 MB."""


def read(name: str, data: bytes) -> list[Sheet]:
    """Read records.

    Raises
    ------
    SourceError
        If the bytes are no JSON, hold no records, or more than can be held.
    """
    text = decode_text(name, data)
    lines = lines_within(text)
    try:
        records = list(_lines(text) if name.lower().endswith((".jsonl", ".ndjson")) else _read_whole(text, lines))
    except json.JSONDecodeError as error:
        raise SourceError(f"{name}: no JSON (line {error.lineno}: {error.msg})", "correct that line") from error
    except RecursionError as error:
        raise SourceError(f"{name}: nested too deeply", "flatten it to a list of records") from error
    except ValueError as error:
        raise SourceError(f"{name}: no JSON ({error})", "correct it") from error
    return sheets_of(name, records, lines)


def lines_within(text: str) -> LinesOf:
    """Return a function from a range of a text's characters to the lines that they stand on."""
    starts = line_starts(text)

    def lines(start: int, end: int) -> Lines:
        return bisect_right(starts, start), bisect_right(starts, max(start, end - 1))

    return lines


def is_placed(text: str) -> bool:
    """Return whether the values of a file are known by their lines; of a large one, its records are."""
    return len(text) <= _PLACED


def sheets_of(name: str, records: Sequence[tuple[Any, Lines]], lines_of: LinesOf | None = None) -> list[Sheet]:
    """Return the table that records make, each with its lines; a record that holds others stands for these.

    ``lines_of`` tells the lines of what a :class:`PlacedObject` holds.

    Raises
    ------
    SourceError
        If there are none, or more than can be held.
    """
    records = (
        [(inner, lines) for record, lines in records for inner in _find_records(record)]
        if len(records) == 1
        else records
    )
    records = [(record, lines) for record, lines in records if isinstance(record, dict)]
    if not records:
        raise SourceError(f"{name}: holds no records", "give a list of objects, one a respondent")
    if any(is_fhir(record) for record, _ in records):
        return [sheet_of_responses(name, records)]
    return [_sheet(name, records, lines_of)]


def _lines(text: str) -> Iterator[Record]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                raise ValueError(f"line {number}: {error.msg}") from error
            if not isinstance(record, dict):
                raise ValueError(f"line {number} is no object")
            yield record, (number, number)


def _read_whole(text: str, lines: LinesOf) -> Iterator[Record]:
    """Yield the records of a list one by one, each with its lines; those within an object on the object's."""
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        whole, end = _decode(text, at)
        if _skip(text, end) != len(text):
            raise json.JSONDecodeError("Extra data", text, end)
        yield whole, lines(at, end)
        return
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        record, end = _decode(text, at)
        if isinstance(record, dict):
            yield record, lines(at, end)
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
    if _skip(text, at + 1) != len(text):
        raise json.JSONDecodeError("Extra data", text, at + 1)


def _decode(text: str, at: int) -> tuple[Any, int]:
    """Return what stands at a place, and where it ends; what is on several lines knows where its values are."""
    whole, end = json.JSONDecoder().raw_decode(text, at)
    if not is_placed(text) or "\n" not in text[at:end]:
        return whole, end
    return PlacingDecoder().raw_decode(text, at)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _find_records(whole: Any) -> list[dict[str, Any]]:
    """Return the records that an object holds, or is."""
    if not isinstance(whole, dict):
        return []
    if whole.get("resourceType") == "Bundle":
        entries = whole.get("entry")
        found = [e.get("resource") for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []
        return [resource for resource in found if isinstance(resource, dict)]
    lists = {
        key: value
        for key, value in whole.items()
        if isinstance(value, list) and value and all(isinstance(v, dict) for v in value)
    }
    wrapped = next((lists[key] for key in _WRAPPERS if key in lists), None) or (
        next(iter(lists.values())) if len(lists) == 1 and len(whole) == 1 else None
    )
    if wrapped is not None and not any(_is_question(record) for record in wrapped):
        return wrapped
    return [whole]


def _is_question(record: dict[str, Any]) -> bool:
    """Return whether an object is one question with its answer, not a respondent."""
    return any(key.lower() in _QUESTION for key in record)


def _sheet(name: str, records: Sequence[Record], lines_of: LinesOf | None) -> Sheet:
    gauge = Gauge(name)
    heads: dict[_Head, None] = {}
    rows: list[tuple[dict[_Head, str], Lines, dict[_Head, Lines]]] = []
    for record, lines in records:
        own: dict[_Head, str] = {}
        places: dict[_Head, Lines] = {}
        asked: list[dict[str, Any]] = []
        for key, value in record.items():
            if isinstance(value, dict) and value:
                for path, inner, spot in _leaves(value, ()):
                    names = [clean(name) for name in path]
                    head = clean(key), " — ".join(names[:-1]), _of_somebody(clean(key), names[-1])
                    own[head] = _text(inner)
                    if spot is not None and lines_of is not None:
                        places[head] = lines_of(*spot)
            elif isinstance(value, list) and value and all(isinstance(v, dict) and _is_question(v) for v in value):
                asked += value
            else:
                own["", "", clean(key)] = _text(value)
                places |= _places(record, [key], lines_of)
        for each in asked or [{}]:
            row = own | {("", "", clean(key)): _text(value) for key, value in each.items()}
            gauge.add(len(row))
            heads |= dict.fromkeys(row)
            check_columns(name, len(heads))
            rows.append((row, lines, places | _places(each, each, lines_of)))
    if len(rows) * len(heads) > 20_000_000:
        raise SourceError(f"{name}: {len(rows):,} records that name {len(heads):,} things", "split it")
    several = len({outer for outer, _, _ in heads if outer}) > 1
    columns = tuple(
        Column(squeeze(key), "", squeeze(outer) if several else "", squeeze(spell_out(above)))
        for outer, above, key in heads
    )
    return Sheet(name, "", columns, [_row(row, heads, lines, places) for row, lines, places in rows])


def _row(values: dict[_Head, str], heads: Iterable[_Head], lines: Lines, places: dict[_Head, Lines]) -> Row:
    """Return a row; values of which it is not known where they stand are on the record's lines."""
    own = tuple(values.get(head, "") for head in heads)
    return Row(own, lines, tuple(places.get(head, lines) for head in heads) if places else ())


def _places(record: dict[str, Any], keys: Iterable[str], lines_of: LinesOf | None) -> dict[_Head, Lines]:
    """Return the lines of some of a record's own values, where it knows them."""
    if not isinstance(record, PlacedObject) or lines_of is None:
        return {}
    return {("", "", clean(key)): lines_of(*record.places[key]) for key in keys}


def _leaves(
    value: dict[str, Any], above: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any, tuple[int, int] | None]]:
    """Yield what an object holds that is no object itself, with the names of all that it stands in, and its place."""
    for key, inner in value.items():
        if isinstance(inner, dict) and inner:
            yield from _leaves(inner, (*above, key))
        else:
            yield (*above, key), inner, value.places[key] if isinstance(value, PlacedObject) else None


def _of_somebody(outer: str, inner: str) -> str:
    """Return what a field of an object is called: "contact name" within "contact", whose "name" is no respondent's."""
    told = parse_label(outer)
    return f"{outer} {inner}" if told is not None and told.personal else inner


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list) and all(not isinstance(v, dict | list) for v in value):
        return "\n".join(filter(None, map(_text, value)))
    return clean(json.dumps(value, ensure_ascii=False))
