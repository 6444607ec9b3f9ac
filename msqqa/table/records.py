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
from msqqa.table.sheet import Column, Gauge, Row, Sheet, check_columns, clean
from msqqa.table.vocabulary import spell_out
from msqqa.words import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    _Head = tuple[str, str, str]
    """What a field stands in: the object, those within it, and its own name."""
    Record = tuple[dict[str, Any], tuple[int, int]]
    """A record with the lines that it stands on."""

_QUESTION = frozenset({"question", "item", "linkid", "question_text", "questiontext", "prompt", "indicator", "text"})
_WRAPPERS = ("responses", "records", "data", "results", "items", "rows", "entries", "submissions", "answers")


def read(name: str, data: bytes) -> list[Sheet]:
    """Read records.

    Raises
    ------
    SourceError
        If the bytes are no JSON, hold no records, or more than can be held.
    """
    text = decode_text(name, data)
    try:
        records = list(_lines(text) if name.lower().endswith((".jsonl", ".ndjson")) else _read_whole(text))
    except json.JSONDecodeError as error:
        raise SourceError(f"{name}: no JSON (line {error.lineno}: {error.msg})", "correct that line") from error
    except RecursionError as error:
        raise SourceError(f"{name}: nested too deeply", "flatten it to a list of records") from error
    except ValueError as error:
        raise SourceError(f"{name}: no JSON ({error})", "correct it") from error
    return sheets_of(name, records)


def sheets_of(name: str, records: Sequence[tuple[Any, tuple[int, int]]]) -> list[Sheet]:
    """Return the table that records make, each with its lines; a record that holds others stands for these.

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
    return [_sheet(name, records)]


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


def _read_whole(text: str) -> Iterator[Record]:
    """Yield the records of a list one by one, each with its lines; those within an object on the object's."""
    starts = line_starts(text)
    decoder, at = json.JSONDecoder(), _skip(text, 0)

    def lines(start: int, end: int) -> tuple[int, int]:
        return bisect_right(starts, start), bisect_right(starts, max(start, end - 1))

    if text[at : at + 1] != "[":
        whole, end = decoder.raw_decode(text, at)
        if _skip(text, end) != len(text):
            raise json.JSONDecodeError("Extra data", text, end)
        yield whole, lines(at, end)
        return
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        record, end = decoder.raw_decode(text, at)
        if isinstance(record, dict):
            yield record, lines(at, end)
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
    if _skip(text, at + 1) != len(text):
        raise json.JSONDecodeError("Extra data", text, at + 1)


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


def _sheet(name: str, records: Sequence[Record]) -> Sheet:
    gauge = Gauge(name)
    heads: dict[_Head, None] = {}
    rows: list[tuple[dict[_Head, str], tuple[int, int]]] = []
    for record, lines in records:
        own: dict[_Head, str] = {}
        asked: list[dict[str, Any]] = []
        for key, value in record.items():
            if isinstance(value, dict) and value:
                for path, inner in _leaves(value, ()):
                    names = [clean(name) for name in path]
                    own[clean(key), " — ".join(names[:-1]), _of_somebody(clean(key), names[-1])] = _text(inner)
            elif isinstance(value, list) and value and all(isinstance(v, dict) and _is_question(v) for v in value):
                asked += value
            else:
                own["", "", clean(key)] = _text(value)
        for each in asked or [{}]:
            row = own | {("", "", clean(key)): _text(value) for key, value in each.items()}
            gauge.add(len(row))
            heads |= dict.fromkeys(row)
            check_columns(name, len(heads))
            rows.append((row, lines))
    if len(rows) * len(heads) > 20_000_000:
        raise SourceError(f"{name}: {len(rows):,} records that name {len(heads):,} things", "split it")
    several = len({outer for outer, _, _ in heads if outer}) > 1
    columns = tuple(
        Column(squeeze(key), "", squeeze(outer) if several else "", squeeze(spell_out(above)))
        for outer, above, key in heads
    )
    return Sheet(name, "", columns, [Row(tuple(row.get(head, "") for head in heads), at) for row, at in rows])


def _leaves(value: dict[str, Any], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield what an object holds that is no object itself, with the names of all that it stands in."""
    for key, inner in value.items():
        if isinstance(inner, dict) and inner:
            yield from _leaves(inner, (*above, key))
        else:
            yield (*above, key), inner


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
