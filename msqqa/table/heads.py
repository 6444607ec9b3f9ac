"""Which rows of a table are its heads: none, one, two or three, below titles perhaps; what an upper head stands above.

Survey tools write their own: SurveyMonkey the options in a second row, below a question that stands once; Qualtrics
short names, then texts, then ids of its own. A table that people made may have titles and instructions above.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.table.sheet import Column, pad_row
from msqqa.table.tools import fillers, head_rows
from msqqa.table.values import is_closed_word, is_number
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from msqqa.table.sheet import Row

_TITLES = 30
"""Rows that may stand above the heads."""
_ENOUGH = 0.6
"""Share of the columns with few different values in which a second head must be something else than these."""
_TITLE = 2
"""Fields of a row that is a title or an instruction, at most, where the table has more columns."""
_SAMPLE = 500
"""Rows by which heads are told from answers."""


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a table."""

    first: int
    """How many rows stand above the answers."""
    columns: tuple[Column, ...]
    heads: int
    """How many of these rows are heads; titles are none."""
    tool: str = ""
    """The survey tool that alone writes such heads."""


def heads_of(rows: Sequence[Row], merged: Collection[int], usual: int, said: int | None = None) -> Heads:
    """Return the heads of a table.

    Parameters
    ----------
    rows:
        Those that are not empty.
    merged:
        ``id`` of the rows in which a head stands above several columns.
    usual:
        How many fields most rows have.
    said:
        How many rows are heads, where the owner says so.
    """
    at = _titles(rows, usual)
    if at >= len(rows):
        return Heads(at, (), 0)
    below = rows[at + 1 :]
    width = max(_extent(rows[at]), usual)
    first = pad_row(rows[at], width)
    ids = next((n for n, row in enumerate(rows[at : at + 4]) if _holds_ids(row)), None)
    number = said
    if number is None and ids:
        number = ids + 1
    if number is None:
        number = _number(rows[at], below, merged, width)
    if number == 0:
        return Heads(at, _name_columns([Column("") for _ in range(width)]), 0)
    texts = number - 1 if number > 1 and ids == number - 1 else number
    if texts < 2 or not below:
        return Heads(at + number, _name_columns([Column(squeeze(text)) for text in first]), number)
    width = max(width, _extent(below[0]))
    first, second = pad_row(rows[at], width), pad_row(below[0], width)
    if id(rows[at]) in merged or not all(first[i] for i, text in enumerate(second) if text):
        return Heads(at + number, _name_columns(_below_others(first, second, id(rows[at]) in merged)), number)
    # Both heads name each column: the longer says what is asked, the shorter is its code.
    longer = sum(map(len, second)) >= sum(map(len, first))
    told, codes = (second, first) if longer else (first, second)
    columns = [Column(squeeze(t or c), squeeze(c if t else "")) for t, c in zip(told, codes, strict=True)]
    return Heads(at + number, _name_columns(columns), number, "Qualtrics" if ids else "")


def _number(head: Row, below: Sequence[Row], merged: Collection[int], width: int) -> int:
    """Return how many rows are heads, from the first on."""
    first = pad_row(head, width)
    if not below:
        return 1
    if id(head) in merged:
        return 2
    second = pad_row(below[0], width)
    if len(below) > 1 and (head_rows(first) == 2 or _continues(first, second)) and _lacks_key(second, below[1:]):
        return 2
    if len(below) > 1 and _is_head(second, first, below[1:], width):
        return 2
    return 0 if _is_answer(first, below, width) else 1


def _titles(rows: Sequence[Row], usual: int) -> int:
    """Return how many rows stand above the heads: next to nothing in each, and more in the row below the last."""
    counts = [sum(map(bool, row.values)) for row in rows[:_TITLES]]
    head = next((n for n, count in enumerate(counts) if count > _TITLE), None)
    if usual > _TITLE and head is not None and all(count <= _TITLE for count in counts[:head]):
        return head
    at = 0
    while at + 1 < len(counts) and counts[at] < _TITLE and counts[at + 1] > counts[at] + 1:
        at += 1
    return at


def _continues(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether heads are carried on below: a question stands once, its options in the row below it."""
    carried = sum(bool(low) and not high for high, low in zip(first, second, strict=True))
    return carried >= 1 and bool(first[0])


def _lacks_key(second: Sequence[str], below: Sequence[Row]) -> bool:
    """Return whether a row has nothing where all the rows below it have something, as no answer would."""
    some = below[:_SAMPLE]
    always = [i for i in range(len(second)) if all(i < len(row.values) and row.values[i] for row in some)]
    return bool(always) and not second[always[0]]


def _is_head(second: Sequence[str], first: Sequence[str], below: Sequence[Row], width: int) -> bool:
    """Return whether the second row is a head too: where answers repeat, it holds something else."""
    if len(below) < 3:
        return False
    closed = unlike = 0
    for i in range(width):
        values = [fold(row.values[i]) for row in below[:_SAMPLE] if i < len(row.values) and row.values[i]]
        if len(values) < 3 or len(set(values)) > min(max(4, len(values) // 3), len(values) - 1):
            continue
        closed += 1
        unlike += bool(second[i]) and fold(second[i]) not in values and not is_closed_word(second[i])
    return closed >= 2 and unlike >= _ENOUGH * closed and sum(map(len, second)) > sum(map(len, first)) // 2


def _is_answer(first: Sequence[str], below: Sequence[Row], width: int) -> bool:
    """Return whether the first row is no head: it holds what stands below it, a number among numbers or an answer."""
    alike = unlike = 0
    for i in range(width):
        values = [row.values[i] for row in below[:_SAMPLE] if i < len(row.values) and row.values[i]]
        folded = {fold(value) for value in values}
        if not first[i] or len(values) < 2:
            continue
        if all(map(is_number, values)):
            told = is_number(first[i])
        elif len(folded) < len(values) and len(folded) <= max(4, len(values) // 3):
            told = fold(first[i]) in folded or is_closed_word(first[i])
            if fold(first[i]) in folded and len(folded) == 1:
                continue  # the only value of a box is its own head
        else:
            continue
        alike, unlike = alike + told, unlike + (not told)
    return alike > 0 and unlike == 0 and (alike > 1 or width <= 3)


def _holds_ids(row: Row) -> bool:
    """Return whether a row holds an export's own ids, as Qualtrics writes them below its heads."""
    filled = [value for value in row.values if value]
    return bool(filled) and 2 * sum(value.startswith('{"ImportId"') for value in filled) > len(filled)


def _below_others(first: Sequence[str], second: Sequence[str], merged: bool) -> list[Column]:
    """Return the columns of two rows of heads, the upper carried over the empty fields behind it."""
    found: list[Column] = []
    above = _carry_heads(first, second)
    asking = {high for high, low in zip(above, second, strict=True) if low.endswith("?")}
    filler = fillers()
    for high, low in zip(above, second, strict=True):
        upper, lower = squeeze(high), squeeze(low)
        if not lower or not upper or fold(lower) in filler:
            found.append(Column(upper or lower))
        elif upper.endswith(("?", ":")) or (not merged and high not in asking):
            found.append(Column(lower, parent=upper))
        else:
            found.append(Column(lower, section=upper))
    return found


def _carry_heads(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return the upper heads, each carried over the empty fields behind it."""
    found: list[str] = []
    for high, low in zip(first, second, strict=True):
        found.append(high or (found[-1] if found and low else ""))
    return found


def _extent(row: Row) -> int:
    return max((at + 1 for at, value in enumerate(row.values) if value), default=0)


def _name_columns(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Name the columns without a head by their place."""
    return tuple(
        c if c.text else Column(f"column {at}", c.code, c.section, c.parent) for at, c in enumerate(columns, 1)
    )
