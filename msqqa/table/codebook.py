"""What the codes of an export mean, as a codebook beside it tells: the variables' texts, the labels of their values.

Three kinds are read: an XLSForm (its sheets ``survey`` and ``choices``, which definitions of surveys are made to be
by :mod:`msqqa.table.definitions`); a dictionary with a row a variable, whose codes and labels stand in one field
(``1, Yes | 2, No``, as REDCap writes it, or ``1 = Yes; 2 = No``); a list with a row a code, of variable, code and
label. Formats that carry their labels (SPSS, Stata) give one themselves. A table is read by a codebook in
:mod:`msqqa.table.value_labels`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msqqa.table.sheet import Column, Sheet

_COVERED = 0.5
"""Share of the variables of one of the two, data or codebook, that the other must have."""
_PAIR = re.compile(r"\s*+(?P<code>-?[\w.]{1,40}?)\s*+(?:[,=:)]|\s[-–]\s)\s*+(?P<label>\S(?:.*\S)?)\s*+$", re.DOTALL)
_GROUPED = re.compile(r"\A.*[/:]")
_HEADS = {
    "name": (
        "variable / field name",
        "field_name",
        "variable",
        "variable name",
        "field name",
        "name",
        "column",
        "code",
    ),
    "text": (
        "field label",
        "field_label",
        "label",
        "question",
        "question text",
        "description",
        "text",
        "variable label",
    ),
    "choices": (
        *("choices, calculations, or slider labels", "choices, calculations, or slider labels"),
        *(
            "select_choices_or_calculations",
            "values",
            "choices",
            "codes",
            "value labels",
            "levels",
            "options",
            "categories",
        ),
    ),
    "type": ("field type", "field_type", "type"),
    "section": ("section header", "section_header", "form name", "form_name", "section", "group"),
    "value": ("value", "code", "option", "level", "answer code", "numeric value"),
    "value label": ("value label", "meaning", "answer", "label", "text", "description"),
}
"""What the columns of codebooks are called, folded."""
_YES_NO = {"yesno": {"1": "Yes", "0": "No"}, "truefalse": {"1": "True", "0": "False"}}
_SEVERAL = ("checkbox", "select_multiple", "select all", "multiple")


@dataclass(slots=True)
class Variable:
    """What one column of an export holds."""

    name: str
    text: str = ""
    options: dict[str, str] = field(default_factory=dict)
    """Code → label, in the codebook's order."""
    several: bool = False
    section: str = ""
    missing: frozenset[str] = frozenset()
    """Codes that stand for an answer that was not given."""


@dataclass(slots=True)
class Codebook:
    """What some variables mean."""

    title: str
    variables: dict[str, Variable]
    """By their folded names."""
    sheets: tuple[int, ...] = ()
    """``id`` of the sheets that it was read from."""

    def of(self, head: str) -> Variable | None:
        """Return the variable of a column's head, whatever groups stand before its name."""
        key = fold(squeeze(head))
        found = self.variables.get(key) or self.variables.get(strip_groups(key))
        if found is None and "-" in key:  # ODK Central parts groups by a hyphen
            found = next(
                (v for n in range(1, key.count("-") + 1) if (v := self.variables.get(key.split("-", n)[n]))), None
            )
        return found

    def fits(self, sheet: Sheet) -> bool:
        """Return whether a table's columns are the codebook's variables."""
        found = [self._covers(column) for column in sheet.columns if not column.role]
        met = {id(variable) for variable in found if variable is not None}
        least = min(len(self.variables), len(found))
        return bool(met) and len(met) >= _COVERED * least

    def _covers(self, column: Column) -> Variable | None:
        head = column.code or column.text
        return self.of(head) or next((v for base, _ in part_head(head) if (v := self.of(base))), None)


def codebooks_in(sheets: Sequence[Sheet]) -> list[Codebook]:
    """Return the codebooks among some tables."""
    by_file: dict[tuple[str, str], dict[str, Sheet]] = {}
    for sheet in sheets:
        by_file.setdefault((sheet.file, sheet.within), {})[fold(own_name(sheet))] = sheet
    found = [
        _xlsform(named["survey"], named.get("choices"))
        for named in by_file.values()
        if "survey" in named and _places(named["survey"], ("type", "name"))
    ]
    taken = {at for book in found for at in book.sheets}
    others = (_dictionary(s) or _list(s) for s in sheets if id(s) not in taken and s.mapping is None)
    return [*found, *(book for book in others if book is not None)]


def own_name(sheet: Sheet) -> str:
    """Return a sheet's name in its workbook."""
    return sheet.name.removeprefix(sheet.within).strip()


def _places(sheet: Sheet, wanted: Iterable[str]) -> dict[str, int]:
    """Return where some columns stand by their own names; empty where one is not there."""
    heads = {fold(squeeze(column.text)): at for at, column in enumerate(reversed(sheet.columns))}
    last = len(sheet.columns) - 1
    found = {key: last - heads[key] for key in wanted if key in heads}
    return found if len(found) == len(tuple(wanted)) else {}


def _column(sheet: Sheet, key: str, not_of: Iterable[int | None] = ()) -> int | None:
    """Return the column that a codebook has under one of the usual names."""
    heads = [fold(squeeze(column.text)) for column in sheet.columns]
    return next(
        (at for name in _HEADS[key] for at, head in enumerate(heads) if head == name and at not in not_of), None
    )


def _label_column(sheet: Sheet) -> int | None:
    """Return the column of labels of an XLSForm: ``label``, or the first of ``label::English (en)`` and others."""
    heads = [fold(squeeze(column.text)) for column in sheet.columns]
    return next(
        (at for at, head in enumerate(heads) if head == "label" or head.startswith(("label::", "label:"))), None
    )


def _xlsform(survey: Sheet, choices: Sheet | None) -> Codebook:
    lists: dict[str, dict[str, str]] = {}
    if choices is not None:
        places = _places(choices, ("list_name", "name")) or _places(choices, ("list name", "name"))
        label = _label_column(choices)
        if places and label is not None:
            of, code = places.values()
            for row in choices.rows:
                if row.values[of] and row.values[code]:
                    own = lists.setdefault(fold(row.values[of]), {})
                    own[row.values[code]] = squeeze(row.values[label]) or row.values[code]
    kind, name = _places(survey, ("type", "name")).values()
    label = _label_column(survey)
    variables: dict[str, Variable] = {}
    groups: list[str] = []
    for row in survey.rows:
        words = row.values[kind].split()
        first = fold("_".join(words[:2])) if words[:1] in (["begin"], ["end"]) else fold(words[0]) if words else ""
        text = squeeze(row.values[label]) if label is not None else ""
        if first.startswith("begin_"):
            groups.append(text or row.values[name])
        elif first.startswith("end_") and groups:
            groups.pop()
        elif row.values[name]:
            options = lists.get(fold(words[1]), {}) if first in ("select_one", "select_multiple") and words[1:] else {}
            section = groups[-1] if groups else ""
            several = first == "select_multiple"
            variables[fold(row.values[name])] = Variable(row.values[name], text, options, several, section)
    sheets = (id(survey), *([id(choices)] if choices is not None else []))
    return Codebook(f"{survey.file} [survey]", variables, sheets)


def _dictionary(sheet: Sheet) -> Codebook | None:
    """Return what a dictionary with a row a variable tells; None where the table is none."""
    name, choices = _column(sheet, "name"), _column(sheet, "choices")
    if name is None or choices is None or name == choices:
        return None
    text, kind = _column(sheet, "text", (name, choices)), _column(sheet, "type", (name, choices))
    if text is None:
        return None
    section = _column(sheet, "section", (name, choices, text))
    variables: dict[str, Variable] = {}
    for row in sheet.rows:
        own = row.values[name]
        if not own:
            continue
        type_ = fold(row.values[kind]) if kind is not None else ""
        options = _YES_NO.get(type_) or ({} if type_ in ("calc", "slider", "sql") else pairs(row.values[choices]))
        several = type_.startswith(_SEVERAL)
        title = squeeze(row.values[section]) if section is not None else ""
        variables[fold(squeeze(own))] = Variable(
            own, squeeze(_strip_tags(row.values[text])), dict(options), several, title
        )
    if not variables or not any(variable.options for variable in variables.values()):
        return None
    return Codebook(sheet.title, variables, (id(sheet),))


def _list(sheet: Sheet) -> Codebook | None:
    """Return what a list of variables, codes and labels tells; None where the table is none."""
    name = _column(sheet, "name")
    value = _column(sheet, "value", (name,))
    label = _column(sheet, "value label", (name, value))
    if name is None or value is None or label is None or not 3 <= len(sheet.columns) <= 6:
        return None
    text = _column(sheet, "text", (name, value, label))
    variables: dict[str, Variable] = {}
    last = ""
    for row in sheet.rows:
        last = row.values[name] or last
        own = variables.setdefault(fold(squeeze(last)), Variable(last))
        if row.values[value] and row.values[label]:
            own.options[row.values[value]] = squeeze(row.values[label])
        if text is not None and row.values[text]:
            own.text = own.text or squeeze(row.values[text])
    several = [variable for variable in variables.values() if len(variable.options) > 1]
    return Codebook(sheet.title, variables, (id(sheet),)) if several else None


def pairs(text: str) -> dict[str, str]:
    """Return the codes and labels that stand in one field.

    >>> pairs("1, Yes | 2, No"), pairs("Only on paper")
    ({'1': 'Yes', '2': 'No'}, {})
    """
    for parted in ("|", "\n", ";", ",", "\0"):
        pieces = [piece for piece in text.split(parted) if piece.strip()]
        found = [_PAIR.fullmatch(piece) for piece in pieces]
        if pieces and all(found) and (len(pieces) > 1 or parted == "\0"):
            return {pair["code"]: squeeze(_strip_tags(pair["label"])) for pair in found if pair is not None}
    return {}


def _strip_tags(text: str) -> str:
    return re.sub(r"<[^<>]{1,200}>", " ", text)


def strip_groups(head: str) -> str:
    """Return a column's head without the groups that stand before its name."""
    return _GROUPED.sub("", head)


def part_head(head: str) -> list[tuple[str, str]]:
    """Return the variable and the option that the head of a box may name."""
    return [
        (base, option)
        for sign in ("___", "/", ":", "_", ".")
        for base, found, option in [head.rpartition(sign)]
        if found and base and option
    ]
