"""Which survey tool exported a table, told from its heads; which of its columns that tool recorded by itself.

What is known of each tool is data: ``tools.toml`` beside this module.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from msqqa.table.sheet import Row
from msqqa.table.weights import are_weights
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msqqa.table.sheet import Column, Role, Sheet

_CODE = re.compile(r"\w{1,40}(?:\[\w{1,40}\]){0,2}")


@dataclass(frozen=True, slots=True)
class _Tool:
    name: str
    signs: tuple[tuple[re.Pattern[str], ...], ...]
    heads: int
    id: re.Pattern[str]
    metadata: re.Pattern[str]
    strip: tuple[str, ...]
    boxes: bool
    first: bool
    code: str
    not_asked: frozenset[str]


def recognise(sheet: Sheet, said: str | None = None) -> Sheet:
    """Return a table with the tool that exported it, and with the roles of the columns that are no questions.

    Parameters
    ----------
    sheet:
        The table, its heads found.
    said:
        The tool's name, where the owner gives it; empty for none.

    Raises
    ------
    KeyError
        If there is no tool of that name.
    """
    name = sheet.tool if said is None else said
    tool = _tool(name) if name else None if said == "" else _find_tool(_heads(sheet.columns))
    columns = tuple(_with_role(sheet, at, tool) for at in range(len(sheet.columns)))
    rows = sheet.rows
    if tool is not None and tool.not_asked:
        rows = [_asked_only(row, tool.not_asked) for row in rows]
    return replace(sheet, columns=columns, rows=rows, tool="" if tool is None else tool.name)


def _asked_only(row: Row, not_asked: frozenset[str]) -> Row:
    """Return a row with nothing where the tool says that a question was not put."""
    if not_asked.isdisjoint(row.values):
        return row
    return Row(tuple("" if value in not_asked else value for value in row.values), row.lines, row.places)


def names() -> list[str]:
    """Return the names of the tools that are known."""
    return [tool.name for tool in _tools()]


def ticks_of_yes_and_no(tool: str) -> bool:
    """Return whether a tool writes the boxes of a multiple choice as Yes and No."""
    return any(each.boxes for each in _tools() if each.name == tool)


def head_rows(first: Iterable[str]) -> int:
    """Return how many rows of heads the tool writes whose first row this is; 1 where none shows."""
    tool = _find_tool([fold(squeeze(text)) for text in first])
    return tool.heads if tool is not None else 1


@cache
def fillers() -> frozenset[str]:
    """Return what a second head says of a question that has one column."""
    return frozenset(map(fold, _data()["any"]["fillers"]))


@cache
def other_beginnings() -> frozenset[str]:
    """Return how an option begins beside which something may be written; folded."""
    return frozenset(map(fold, _data()["any"]["others"]))


@cache
def ticks() -> tuple[frozenset[str], frozenset[str]]:
    """Return what a box holds that is ticked, and one that is not; folded."""
    data = _data()["ticks"]
    return frozenset(map(fold, data["on"])), frozenset(map(fold, data["off"]))


def _with_role(sheet: Sheet, at: int, tool: _Tool | None) -> Column:
    column = sheet.columns[at]
    if column.parent or column.options:
        return column
    heads = [fold(squeeze(head)) for head in (column.code, column.text) if head]
    role: Role = ""
    if tool is not None and any(tool.id.fullmatch(head) for head in heads):
        role = "id"
    elif (tool is not None and any(tool.metadata.fullmatch(head) for head in heads)) or any(
        _any_pattern("metadata").fullmatch(head) for head in heads
    ):
        role = "metadata"
    elif any(_any_pattern("weight").fullmatch(head) for head in heads) and are_weights(sheet.column(at)):
        role = "weight"
    text, code = column.text, column.code
    if tool is not None and tool.code and not code:
        before, between, after = text.partition(tool.code)
        if between and after and _CODE.fullmatch(before):
            text, code = after, before
    for ending in tool.strip if tool is not None else ():
        text = text.replace(ending, "")
    return replace(column, role=role, text=text, code=code) if role or text != column.text else column


def _heads(columns: Iterable[Column]) -> list[str]:
    return [fold(squeeze(head)) for column in columns for head in (column.code, column.text) if head]


def _find_tool(heads: Sequence[str]) -> _Tool | None:
    """Return the tool whose export has these heads."""
    for tool in _tools():
        for sign in tool.signs:
            some = heads[:1] if tool.first else heads
            if all(any(pattern.fullmatch(head) for head in some) for pattern in sign):
                return tool
    return None


def _tool(name: str) -> _Tool:
    for tool in _tools():
        if fold(tool.name) == fold(name):
            return tool
    raise KeyError(name)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("msqqa.table").joinpath("tools.toml").read_text(encoding="utf-8"))


@cache
def _any_pattern(key: str) -> re.Pattern[str]:
    return _pattern(_data()["any"][key])


@cache
def _tools() -> tuple[_Tool, ...]:
    return tuple(
        _Tool(
            tool["name"],
            tuple(tuple(_pattern([head]) for head in sign) for sign in tool["signs"]),
            tool.get("heads", 1),
            _pattern(tool.get("id", ())),
            _pattern(tool.get("metadata", ())),
            tuple(tool.get("strip", ())),
            tool.get("boxes", False),
            tool.get("first", False),
            tool.get("code", ""),
            frozenset(tool.get("not_asked", ())),
        )
        for tool in _data()["tool"]
    )


def _pattern(heads: Iterable[str]) -> re.Pattern[str]:
    """Return what matches any of some heads, folded; ``*`` stands for any characters."""
    ways = (".*".join(re.escape(fold(piece)) for piece in head.split("*")) for head in heads)
    return re.compile("|".join(ways) or r"(?!)", re.DOTALL)
