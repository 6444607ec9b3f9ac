"""A table and what its columns are → who filled it in, and what each of them answered to what."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msqqa.table.personal_columns import personal_columns
from msqqa.table.values import is_blank
from msqqa.table.vocabulary import spell_out
from msqqa.table.weights import weight_column, weights_in
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msqqa.table.sheet import ColumnMapping, Row, Sheet

_BRACKETED = re.compile(r"(?P<of>.*\S)\s*+\[(?P<part>[^\[\]]++)\]\s*+$")
_ANYBODY = "Response"
"""What somebody without a name is called, with a number."""


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """A question as a table names it."""

    text: str
    code: str = ""
    """A short name or a number, where the table has one."""
    parent: str = ""
    """What it is a part of: the item whose column it is, or what several columns share."""
    section: str = ""
    times: int = 1
    """1 for the first column of that name, 2 for the second."""
    options: tuple[str, ...] = field(default=(), compare=False)
    """What may be chosen, where the export tells it."""
    several: bool = field(default=False, compare=False)
    """Whether several may be; an answer then has one a line."""


@dataclass(slots=True)
class Item:
    """What one respondent answered to one question."""

    answer: str
    details: str
    lines: tuple[int, int]


@dataclass(slots=True)
class Filled:
    """One respondent's answers, in the order of the table."""

    file: str
    name: str
    code: str = ""
    edition: str = ""
    groups: tuple[str, ...] = ()
    anonymous: bool = False
    """Whether it has a number for a name, which tells it from nobody in another file."""
    weight: float | None = None
    """For how many others it counts; None where the table does not say."""
    suffix: str = ""
    """What tells it from somebody of that name in another file."""
    items: dict[TableQuestion, Item] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    """What one table holds: its respondents, and what they are called."""

    everybody: list[Filled]
    nouns: list[str]


def read_respondents(sheet: Sheet, mapping: ColumnMapping, texts: Mapping[str, str]) -> tuple[list[Filled], list[str]]:
    """Return a table's respondents with their answers, and what its owner should be told.

    Parameters
    ----------
    sheet, mapping:
        The table, and what its columns are.
    texts:
        Folded head or item → the question's full text, as another table gives it.
    """
    found: dict[tuple[str, str, str], Filled] = {}
    first_lines: dict[tuple[str, str, str], int] = {}
    nameless = again = 0
    notes: list[str] = []
    columns = _columns(sheet, mapping, texts)
    people: dict[str, str] | None = {} if mapping.respondent in personal_columns(sheet) else None
    weighing = weight_column(sheet, mapping)
    weights = [] if weighing is None else weights_in(sheet.column(weighing))
    coded = mapping.code is not None and mapping.code not in personal_columns(sheet)
    for number, row in enumerate(sheet.rows, 1):
        name = _name(sheet, mapping, row, number)
        if not name:
            nameless += 1
            continue
        if people is not None:
            name = people.setdefault(name, f"{_ANYBODY} {len(people) + 1}")
        edition = "" if mapping.edition is None else row.values[mapping.edition]
        code = row.values[mapping.code] if coded and mapping.code is not None else ""
        key = name, code, edition
        if key not in found:
            groups = tuple(v for at in mapping.groups if not is_blank(v := row.values[at]))
            unnamed = mapping.respondent is None and not sheet.respondent and name.startswith(f"{_ANYBODY} ")
            numbered = mapping.respondent is not None and (
                people is not None or _is_number(row.values[mapping.respondent])
            )
            weight = weights[number - 1] if weights else None
            found[key] = Filled(sheet.file, name, code, edition, groups, unnamed or numbered, weight)
            first_lines[key] = row.lines[0]
        elif mapping.layout == "wide":
            again += 1
            if again <= 5:
                what = f"a second response of {name!r}, after line {first_lines[key]}"
                notes.append(f"{sheet.title}, line {row.lines[0]}: {what}; left out")
            continue
        add = _add_wide if mapping.layout == "wide" else _add_long
        add(found[key], row, mapping, columns, texts)
    if again > 5:
        notes.append(f"{sheet.title}: {again - 5} more second responses left out; name an id column in [table] as code")
    if nameless:
        notes.append(f"{sheet.title}: {nameless} rows name no respondent; left out")
    return list(found.values()), notes


def keys_of(sheet: Sheet, mapping: ColumnMapping) -> list[list[str]]:
    """Return what another table might give the full texts of: heads of answers; items; their codes."""
    heads = [sheet.columns[at].code or sheet.columns[at].text for at in mapping.answers]
    items = (column for column in (mapping.question, mapping.question_code) if column is not None)
    return [heads, *(list(dict.fromkeys(sheet.column(column))) for column in items)]


def _name(sheet: Sheet, mapping: ColumnMapping, row: Row, number: int) -> str:
    if mapping.respondent is not None:
        name = row.values[mapping.respondent]
        if is_blank(name) and mapping.code is not None:
            name = row.values[mapping.code]
        if is_blank(name):
            return ""
        # A bare number would name somebody in every question that has a number in it.
        return squeeze(name) if not _is_number(name) else f"{_ANYBODY} {squeeze(name)}"
    if sheet.respondent:
        return sheet.respondent
    stem = PurePosixPath(sheet.file).stem
    if mapping.layout == "long" or len(sheet.rows) == 1:
        return squeeze(re.sub(r"[-_]+", " ", stem)).title() or stem
    return f"{_ANYBODY} {number}"


def _is_number(name: str) -> bool:
    return not any(c.isalpha() for c in name)


def _columns(sheet: Sheet, mapping: ColumnMapping, texts: Mapping[str, str]) -> dict[int, TableQuestion]:
    """Return what each column of answers asks."""
    bracketed = ((at, _BRACKETED.match(sheet.columns[at].text)) for at in mapping.answers)
    parts = {at: m for at, m in bracketed if m is not None}
    shared = Counter(m["of"] for m in parts.values())
    times: Counter[tuple[str, str, str]] = Counter()
    found = {}
    for at in mapping.answers:
        column = sheet.columns[at]
        text, code, parent = column.text, column.code, column.parent
        full = texts.get(_fold_text(code or text))
        if full:
            text, code = full, code or column.text
        elif not parent and at in parts and shared[parts[at]["of"]] > 1:
            text, parent, code = squeeze(parts[at]["part"]), squeeze(parts[at]["of"]), ""
        spelt = spell_out(text)
        if spelt != text:
            text, code = spelt, code or text
        times[text, parent, column.section] += 1
        number = times[text, parent, column.section]
        found[at] = TableQuestion(text, code, parent, column.section, number, column.options, column.several)
    return found


def _add_wide(
    filled: Filled, row: Row, mapping: ColumnMapping, columns: Mapping[int, TableQuestion], _texts: Mapping[str, str]
) -> None:
    ordered = sorted((*mapping.answers, *mapping.details))
    last: TableQuestion | None = None
    for at in ordered:
        value = row.values[at]
        if at in columns:
            last = columns[at]
            filled.items[last] = Item(value, "", row.at(at))
        elif last is not None and not is_blank(value):
            item = filled.items[last]
            item.details = "\n".join(filter(None, (item.details, value)))


def _add_long(
    filled: Filled, row: Row, mapping: ColumnMapping, columns: Mapping[int, TableQuestion], texts: Mapping[str, str]
) -> None:
    assert mapping.question is not None  # or the table would be wide
    item = squeeze(row.values[mapping.question])
    code = "" if mapping.question_code is None else squeeze(row.values[mapping.question_code])
    full = texts.get(_fold_text(code)) or texts.get(_fold_text(item)) or item or code
    if not full:
        return
    section = "" if mapping.section is None else squeeze(row.values[mapping.section])
    if len(mapping.answers) > 1:
        for at, asked in columns.items():
            part = TableQuestion(asked.text, asked.code, full, section, asked.times)
            _join(filled, part, Item(row.values[at], "", row.at(at)))
        return
    answer = row.values[mapping.answers[0]] if mapping.answers else ""
    details = "\n".join(v for at in mapping.details if not is_blank(v := row.values[at]))
    told = [row.at(at) for at in (*mapping.answers[:1], *mapping.details) if row.values[at]] or [row.lines]
    lines = min(first for first, _ in told), max(last for _, last in told)
    _join(filled, TableQuestion(full, code if code != full else "", "", section), Item(answer, details, lines))


def _join(filled: Filled, asked: TableQuestion, item: Item) -> None:
    """Add an answer; a question that is answered in several rows has them one below the other."""
    there = filled.items.setdefault(asked, item)
    if there is not item:
        both = (v for v in (there.answer, item.answer) if not is_blank(v))
        there.answer = "\n".join(both) or there.answer
        there.details = "\n".join(filter(None, (there.details, item.details)))
        there.lines = min(there.lines[0], item.lines[0]), max(there.lines[1], item.lines[1])


def _fold_text(text: str) -> str:
    return fold(squeeze(text))
