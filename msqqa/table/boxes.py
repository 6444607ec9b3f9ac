"""A multiple choice that an export spreads over columns, one an option → one question with several options.

Which columns belong together is told by their heads (a question above options, ``question [option]``, ``question
(choice=option)``, ``field___1``, ``option:question``, ``question - option``, ``group/option``, ``Q2_1``), and that they
are boxes by what they hold: a tick or nothing, or the option's own label.

Over 300 lines: finding the columns of a choice and folding them use the same `_OptionColumn`, `_Holds` and
`_is_written`, which would have to be passed from one module to the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from msqqa.table.sheet import Row
from msqqa.table.tools import other_beginnings, ticks, ticks_of_yes_and_no
from msqqa.table.values import classify_value, is_blank
from msqqa.words import fold, squeeze, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from msqqa.table.sheet import Column, Sheet

NONE_TICKED = "☐"
"""What is written of somebody who saw the boxes, as the export shows, and ticked none."""
_SOME = 3
"""Options by which a question is named that the export does not name."""
_MOST_OPTIONS = 200
_BRACKETED = re.compile(r"\A(?P<of>.*\S)\s*+\[(?P<part>[^\[\]]++)\]\s*+$", re.DOTALL)
_CHOICE = re.compile(r"\A(?P<of>(?:(?!\(choice=).)++)\(choice=(?P<part>.*\S)\)\s*+$", re.DOTALL)
_UNDERSCORES = re.compile(r"\A(?P<of>.*\S)___(?P<part>[^\W_]++(?:_{1,2}[^\W_]++)*+)$")
_BEFORE_COLON = re.compile(r"\A(?P<part>[^:]++):(?P<of>.*\S)\s*+$", re.DOTALL)
_DASHED = re.compile(r"\A(?P<of>.*\S)\s++[-–—]\s++(?P<part>\S.*)$", re.DOTALL)
_COLON = re.compile(r"\A(?P<of>.*\S):\s++(?P<part>\S.*)$", re.DOTALL)
_SLASHED = re.compile(r"\A(?P<of>.*[^/\s])/(?P<part>[^/\s][^/]*+)$", re.DOTALL)
_STEM = re.compile(r"\A(?P<of>.*[A-Za-z]\d*)[_.](?P<part>\d{1,3})$")
_ENTRY = re.compile(r"(?<!\s)\s++[-–]\s++(?:Text|Selected Choice)$")
_ENTRY_CODE = re.compile(r"(?P<of>.+?)(?:_\d+_TEXT|\[\w*(?:other|comment)\])$")
_OTHER_TEXT = re.compile(r"[_ \[.-](?:TEXT|Text|other|comment)\]?$|\s-\sText$")


@dataclass(frozen=True, slots=True)
class _OptionColumn:
    """A column as one of a question's options."""

    at: int
    of: str
    option: str


def _by_parent(column: Column) -> tuple[str, str] | None:
    return (column.parent, column.text) if column.parent else None


def _make_splitter(pattern: re.Pattern[str], *, coded: bool = False) -> Callable[[Column], tuple[str, str] | None]:
    """Return what parts a head into a question and an option."""

    def parts(column: Column) -> tuple[str, str] | None:
        head = (column.code or column.text) if coded else _ENTRY.sub("", column.text)
        match = pattern.fullmatch(head)
        if match is None or column.parent:
            return None
        return squeeze(_ENTRY.sub("", match["of"])), squeeze(match["part"])

    return parts


def _by_code(column: Column) -> tuple[str, str] | None:
    """Return the stem of a column's code, and its text: of labels that name the option alone."""
    match = _STEM.fullmatch(column.code) if column.code and not column.parent else None
    return (match["of"], column.text) if match is not None else None


_NOTATIONS: tuple[Callable[[Column], tuple[str, str] | None], ...] = (
    _by_parent,
    _make_splitter(_CHOICE),
    _make_splitter(_BRACKETED),
    _make_splitter(_UNDERSCORES, coded=True),
    _make_splitter(_DASHED),
    _make_splitter(_COLON),
    _make_splitter(_BEFORE_COLON),
    _make_splitter(_SLASHED),
    _by_code,
    _make_splitter(_STEM),
)


def fold_boxes(sheet: Sheet) -> Sheet:
    """Return a table in which each multiple choice is one column, its value the labels that were chosen, one a line."""
    sheet = _with_entries(sheet)
    holds = [_Holds(sheet, at) for at in range(len(sheet.columns))]
    taken: dict[int, list[_OptionColumn]] = {}
    used: set[int] = set()
    for notation in _NOTATIONS:
        for group in _groups(sheet, notation, used):
            boxes = _boxes_among(group, holds, sheet)
            if boxes:
                taken[group[0].at] = group
                used |= {named.at for named in group}
    for group in _self_named(sheet, holds, used):
        taken[group[0].at] = group
        used |= {named.at for named in group}
    return _fold_groups(sheet, taken, holds) if taken else sheet


def _with_entries(sheet: Sheet) -> Sheet:
    """Return the table with the columns marked that hold what was written beside an option of a single choice."""
    columns = list(sheet.columns)
    codes = {fold(column.code or column.text): column for column in columns}
    for at, column in enumerate(columns):
        match = _ENTRY_CODE.fullmatch(column.code or column.text)
        if match is not None and fold(match["of"]) in codes and not column.role and not column.parent:
            columns[at] = replace(column, role="detail")
    return replace(sheet, columns=tuple(columns)) if tuple(columns) != sheet.columns else sheet


class _Holds:
    """What a column holds, looked at once."""

    def __init__(self, sheet: Sheet, at: int) -> None:
        self.values = {fold(value) for value in sheet.column(at) if not is_blank(value)}

    def is_box(self, option: str) -> bool:
        """Return whether it holds nothing but a tick, or the option's own label."""
        on, off = ticks()
        if self.values <= {fold(option)}:
            return True
        if self.values <= on | off:
            return True
        return len(self.values) == 1 and (classify_value(next(iter(self.values))) == "yes" or _is_small(self.values))

    def is_yes_or_no(self) -> bool:
        return bool(self.values) and all(classify_value(value) in ("yes", "no") for value in self.values)


def _is_small(values: set[str]) -> bool:
    """Return whether the only value is an option's number, as exports of codes have it."""
    return all(value.isdigit() and len(value) <= 3 for value in values)


def _are_ticks(columns: Sequence[_Holds]) -> bool:
    """Return whether the numbers in boxes are ticks: 1 and 0, or each option's own number; else they are numbers."""
    numbers = [column.values for column in columns if column.values and _is_small(column.values)]
    if all(values <= {"0", "1"} for values in numbers):
        return True
    singles = [next(iter(values)) for values in numbers if len(values) == 1]
    return len(singles) == len(numbers) and len(set(singles)) == len(singles)


def _groups(
    sheet: Sheet, notation: Callable[[Column], tuple[str, str] | None], used: set[int]
) -> Iterator[list[_OptionColumn]]:
    """Yield runs of columns whose heads name the same question, by one notation."""
    named: list[_OptionColumn | None] = []
    for at, column in enumerate(sheet.columns):
        other = at in used or column.role or (column.options and not _is_labelled_box(column))
        parts = None if other else notation(column)
        named.append(None if parts is None else _OptionColumn(at, *parts))
    for of, run in groupby(named, key=lambda each: None if each is None else fold(each.of)):
        group = [each for each in run if each is not None]
        if of is not None and 2 <= len(group) <= _MOST_OPTIONS:
            yield group


def _boxes_among(group: Sequence[_OptionColumn], holds: Sequence[_Holds], sheet: Sheet) -> list[_OptionColumn]:
    """Return which columns of a group are boxes; none where it is no multiple choice."""
    written = [named for named in group if _is_written(named, sheet, holds)]
    rest = [named for named in group if named not in written]
    if len(rest) < 2 or not any(holds[named.at].values for named in rest):
        return []
    if all(holds[named.at].is_box(named.option) for named in rest):
        return rest if _are_ticks([holds[named.at] for named in rest]) else []
    labelled = all(_is_labelled_box(sheet.columns[named.at]) for named in rest)
    yes_no = (labelled or ticks_of_yes_and_no(sheet.tool)) and all(
        holds[named.at].is_yes_or_no() or not holds[named.at].values for named in rest
    )
    return rest if yes_no and _whole_rows(rest, sheet) else []


def _is_labelled_box(column: Column) -> bool:
    """Return whether a codebook says that a column holds a yes or a no, or a tick or none."""
    on, off = ticks()
    return len(column.options) > 1 and all(
        fold(o) in on | off or classify_value(o) in ("yes", "no") for o in column.options
    )


def _whole_rows(group: Sequence[_OptionColumn], sheet: Sheet) -> bool:
    """Return whether each row fills all columns or none, as boxes that are shown together do."""
    return all(len({is_blank(row.values[named.at]) for named in group}) == 1 for row in sheet.rows)


def _is_written(named: _OptionColumn, sheet: Sheet, holds: Sequence[_Holds]) -> bool:
    """Return whether a column of a group holds what was written beside an option, and not a box."""
    column = sheet.columns[named.at]
    if holds[named.at].is_box(named.option) and holds[named.at].values:
        return False
    told = _OTHER_TEXT.search(column.code or column.text) or _OTHER_TEXT.search(column.text)
    first = next(words(named.option), None)
    return told is not None or (first is not None and first.text in other_beginnings())


def _self_named(sheet: Sheet, holds: Sequence[_Holds], used: set[int]) -> Iterator[list[_OptionColumn]]:
    """Yield runs of columns that hold nothing but their own heads."""

    def key(at: int) -> bool:
        column = sheet.columns[at]
        own = bool(holds[at].values) and holds[at].values == {fold(column.text)}
        return own and at not in used and not column.role and not column.options

    for own, run in groupby(range(len(sheet.columns)), key=key):
        group = [_OptionColumn(at, "", sheet.columns[at].text) for at in run]
        after = _OptionColumn(at, "", sheet.columns[at].text) if own and (at := group[-1].at + 1) < len(holds) else None
        if after is not None and at not in used and not sheet.columns[at].role and _is_written(after, sheet, holds):
            group.append(after)
        if own and 2 <= len(group) <= _MOST_OPTIONS:
            yield group


# ---------------------------------------------------------------- folding


def _fold_groups(sheet: Sheet, taken: dict[int, list[_OptionColumn]], holds: Sequence[_Holds]) -> Sheet:
    """Return the table with each group in one column, what was written beside an option behind it."""
    columns: list[Column] = []
    values: list[list[str]] = []
    within = {named.at for group in taken.values() for named in group}
    for at, column in enumerate(sheet.columns):
        if at in taken:
            group = taken[at]
            written = [named for named in group if _is_written(named, sheet, holds)]
            boxes = [named for named in group if named not in written]
            columns.append(_question(sheet, group, boxes, written, holds))
            values.append(list(_collect_choices(sheet, boxes, written)))
            for named in written:
                columns.append(replace(sheet.columns[named.at], role="detail"))
                values.append(sheet.column(named.at))
        elif at not in within:
            columns.append(column)
            values.append(sheet.column(at))
    rows = [Row(tuple(own), row.lines) for row, own in zip(sheet.rows, zip(*values, strict=True), strict=True)]
    found = replace(sheet, columns=tuple(columns), rows=rows)
    several = len(taken)
    found.read_as = [*sheet.read_as, f"{several} multiple choice{'s' if several > 1 else ''} of a column an option"]
    unnamed = [group for group in taken.values() if not group[0].of]
    if unnamed:
        what = f"{len(unnamed)} multiple choices have no question in their heads and are called by their options"
        found.notes = [*sheet.notes, f"{sheet.title}: {what}"]
    return found


def _question(
    sheet: Sheet,
    group: Sequence[_OptionColumn],
    boxes: Sequence[_OptionColumn],
    written: Sequence[_OptionColumn],
    holds: Sequence[_Holds],
) -> Column:
    """Return the column that a group becomes."""
    first = sheet.columns[group[0].at]
    options = [*dict.fromkeys(squeeze(named.option) for named in boxes)]
    other = [squeeze(named.option) for named in written if holds[named.at].values and not _has_box(named, boxes)]
    options += [option for option in dict.fromkeys(other) if option not in options]
    text = group[0].of or " / ".join(options[:_SOME]) + (" / …" if len(options) > _SOME else "")
    codes = [sheet.columns[named.at].code for named in boxes]
    code = _shared_prefix(codes).rstrip("_[/.- ") if all(codes) else ""
    return replace(
        first, text=text, code=code if fold(code) != fold(text) else "", parent="", options=tuple(options), several=True
    )


def _shared_prefix(codes: Sequence[str]) -> str:
    """Return what all codes begin with."""
    least, most = min(codes), max(codes)
    return least[: next((n for n, (a, b) in enumerate(zip(least, most, strict=False)) if a != b), len(least))]


def _has_box(written: _OptionColumn, boxes: Sequence[_OptionColumn]) -> bool:
    """Return whether the option that something was written beside has a box of its own."""
    own = fold(_OTHER_TEXT.sub("", written.option))
    firsts = [next(words(named.option), None) for named in boxes]
    return any(fold(named.option) == own for named in boxes) or any(
        w is not None and w.text in other_beginnings() for w in firsts
    )


def _collect_choices(sheet: Sheet, boxes: Sequence[_OptionColumn], written: Sequence[_OptionColumn]) -> Iterator[str]:
    """Yield what each respondent chose."""
    _, off = ticks()
    extra = [named for named in written if not _has_box(named, boxes)]
    for row in sheet.rows:
        chosen, shown = list[str](), False
        for named in boxes:
            value = row.values[named.at]
            if is_blank(value):
                shown = shown or value == NONE_TICKED
                continue
            shown = True
            label = squeeze(named.option)
            if fold(value) not in off and classify_value(value) != "no" and label not in chosen:
                chosen.append(label)
        chosen += [squeeze(named.option) for named in extra if not is_blank(row.values[named.at])]
        yield "\n".join(chosen) or (NONE_TICKED if shown else "")
