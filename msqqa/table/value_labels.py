"""Value labels: a table's codes and short heads → the labels and texts that a codebook has for them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.table.codebook import part_head, strip_groups
from msqqa.table.sheet import Column, Row
from msqqa.table.values import is_blank
from msqqa.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from msqqa.table.codebook import Codebook, Variable
    from msqqa.table.sheet import Sheet

_CODED = 0.9
"""Share of a column's values that must be codes or labels, for its options to be taken from the codebook."""


def decode(sheet: Sheet, book: Codebook) -> Sheet:
    """Return a table with the codebook's texts for heads, and labels for codes.

    A column of several codes keeps all of them, a label a line; columns that repeat it, one an option, go.
    """
    columns: list[Column] = []
    values: list[Sequence[str]] = []
    whole = {id(v) for c in sheet.columns if (v := book.of(c.code or c.text)) is not None and v.several}
    for at, column in enumerate(sheet.columns):
        head = column.code or column.text
        variable = book.of(head)
        own: Sequence[str] = sheet.column(at)
        if variable is not None:
            decoded = _decode_values(own, variable)
            columns.append(_describe_column(column, variable, labelled=decoded is not None))
            values.append(own if decoded is None else decoded)
            continue
        base, option = next(((v, part) for base, part in part_head(head) if (v := book.of(base))), (None, ""))
        if base is None or id(base) not in whole:
            columns.append(column if base is None else _box(column, base, option))
            values.append(own)
    if not columns:
        return sheet
    rows = [
        Row(tuple(made), row.lines, _keep_lines(row, sheet, columns))
        for row, made in zip(sheet.rows, zip(*values, strict=True), strict=True)
    ]
    return replace(sheet, columns=tuple(columns), rows=rows, read_as=[*sheet.read_as, f"labels of {book.title}"])


def _describe_column(column: Column, variable: Variable, *, labelled: bool) -> Column:
    """Return the column of a variable; ``labelled``: whether its values are labels now."""
    head = column.code or column.text
    text = variable.text or column.text
    return replace(
        column,
        text=text,
        code=strip_groups(head) if fold(head) != fold(text) else "",
        section=column.section or variable.section,
        options=tuple(dict.fromkeys(variable.options.values())) if labelled else (),
        several=labelled and variable.several and bool(variable.options),
    )


def _box(column: Column, variable: Variable, option: str) -> Column:
    """Return the column of one of a variable's options."""
    labels = {fold(code): label for code, label in variable.options.items()}
    label = labels.get(fold(option)) or labels.get(fold(option.replace("_", "-"))) or option
    head = column.code or column.text
    return Column(label, head, variable.section, variable.text or variable.name, role=column.role)


def _keep_lines(row: Row, sheet: Sheet, columns: Sequence[Column]) -> tuple[tuple[int, int], ...]:
    """Return the lines of a row's values where none was left out; else the row's own have to do."""
    return row.places if len(columns) == len(sheet.columns) else ()


def _decode_values(values: Sequence[str], variable: Variable) -> list[str] | None:
    """Return a column's labels; None where its values are something else than the codebook's codes."""
    if not variable.options:
        return None
    codes = dict(variable.options) | {_normalise_code(code): label for code, label in variable.options.items()}
    labels = set(variable.options.values())
    found: list[str] = []
    met = known = 0
    for value in values:
        if is_blank(value):
            found.append(value)
            continue
        met += 1
        told = _decode_several(value, codes, labels) if variable.several else _decode_one(value, codes, labels)
        known += told is not None
        found.append(value if told is None else told)
    return found if known >= _CODED * met else None


def _decode_one(value: str, codes: Mapping[str, str], labels: set[str]) -> str | None:
    return value if value in labels else codes.get(value) or codes.get(_normalise_code(value))


def _decode_several(value: str, codes: Mapping[str, str], labels: set[str]) -> str | None:
    """Return the labels of several codes, a line each, in the order in which they stand."""
    whole = _decode_one(value, codes, labels)
    if whole is not None:
        return whole
    for pieces in (value.split(), [piece.strip() for piece in re.split(r"[;,|\n]", value)]):
        told = [_decode_one(piece, codes, labels) for piece in pieces if piece]
        if told and all(told):
            return "\n".join(filter(None, told))
    return None


def _normalise_code(code: str) -> str:
    """Return a code as numbers are compared: 1.0 and 01 are 1."""
    try:
        number = float(code)
    except ValueError:
        return fold(code)
    return str(int(number)) if number.is_integer() else repr(number)
