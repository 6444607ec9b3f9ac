"""The matrix as a picture of letters: questions down and respondents across, or the other way where those are many."""

from __future__ import annotations

import shutil
from itertools import chain, count
from typing import TYPE_CHECKING

from msqqa.ask.matrix import WORDS
from msqqa.render.matrix.colours import LETTERS, STYLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.matrix import Entry, Matrix
    from msqqa.render.screen import Line, Screen

_WIDE = 4
"""Columns of a respondent, where questions go down."""
_LEAST = 28
"""Columns that a question's id and words need beside the respondents."""
_NAME = 20
_REVIEWED = "*"
"""Behind the letter of a cell that an analyst corrected."""


def write(matrix: Matrix, screen: Screen, width: int | None = None) -> None:
    """Draw the matrix no wider than ``width`` columns, by default the terminal's."""
    width = width or shutil.get_terminal_size((80, 24)).columns
    if _LEAST + _WIDE * len(matrix.respondents) <= width:
        _questions_down(matrix, screen, width)
    else:
        _respondents_down(matrix, screen, width)
    said = {entry.word for entry in matrix.entries.values()}
    legend: list[tuple[str, str]] = [("\n", "")]
    for word in (word for word in WORDS if word in said):
        legend += [(LETTERS[word], STYLES[word]), (f" {word}   ", "")]
    if any(entry.reviewed for entry in matrix.entries.values()):
        legend.append((f"{_REVIEWED} reviewed", ""))
    screen.line(tuple(legend))


def _questions_down(matrix: Matrix, screen: Screen, width: int) -> None:
    room = width - _WIDE * len(matrix.respondents)
    codes = _codes([person.name for person in matrix.respondents])
    screen.line(((" " * room + "".join(f"{code:<{_WIDE}}" for code in codes), "bold"),), fold=False)
    section = ""
    for question in matrix.questions:
        if question.section != section:
            section = question.section
            screen.line(((section[:width], "bold"),), fold=False)
        words = f"{question.id} {question.text.rpartition(' — ')[2]}"  # a part's own words, not its question's too
        label = words if len(words) < room else f"{words[: room - 2]}…"
        marks = [_mark(matrix.entry(person, question)) for person in matrix.respondents]
        screen.line(_row(f"{label:<{room}}", marks, _WIDE), fold=False)
    if any(code != name for code, name in zip(codes, (p.name for p in matrix.respondents), strict=True)):
        named = ", ".join(f"{code} {p.name}" for code, p in zip(codes, matrix.respondents, strict=True))
        screen.line()
        screen.line(((named, ""),))


def _respondents_down(matrix: Matrix, screen: Screen, width: int) -> None:
    """Draw the respondents down, the questions across, as many of these at once as there is room for."""
    wide = 2 + max((len(q.id.split(".")[-1][:3]) for q in matrix.questions), default=1)
    at_once = max(1, (width - _NAME) // wide)
    for first in range(0, len(matrix.questions), at_once):
        some = matrix.questions[first : first + at_once]
        if first:
            screen.line()
        screen.line(((f"{some[0].id} to {some[-1].id}", "bold"),), fold=False)
        heads = "".join(f"{q.id.split('.')[-1][:3]:<{wide}}" for q in some)
        screen.line(((" " * _NAME + heads, "bold"),), fold=False)
        for person in matrix.respondents:
            marks = [_mark(matrix.entry(person, question)) for question in some]
            screen.line(_row(f"{person.name[: _NAME - 1]:<{_NAME}}", marks, wide), fold=False)


def _mark(entry: Entry | None) -> tuple[str, str]:
    if entry is None:
        return " ", ""
    return LETTERS[entry.word] + _REVIEWED * (entry.reviewed is not None), STYLES[entry.word]


def _row(label: str, marks: Sequence[tuple[str, str]], wide: int) -> Line:
    cells = [part for mark in marks for part in (mark, (" " * (wide - len(mark[0])), ""))]
    return ((label, ""), *cells)


def _codes(names: Sequence[str]) -> list[str]:
    """Return names of three letters, each another: the first three, or fewer and a number.

    >>> _codes(["Belmora", "Belmont", "Chad"])
    ['Bel', 'Be2', 'Cha']
    """
    found: dict[str, None] = {}
    for name in names:
        numbered = (f"{name[: 3 - len(str(n))]}{n}" for n in count(2))
        found[next(code for code in chain([name[:3]], numbered) if code not in found)] = None
    return list(found)
