"""The gold of this folder's questions, by plain queries over the tables: nothing of msqqa decides it."""

from __future__ import annotations

import csv
import itertools
import operator
import re
import statistics
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Row = dict[str, str]
SEVERAL: dict[str, tuple[str, list[str]]] = {
    corpus: (of["separator"], of["columns"])
    for corpus, of in tomllib.loads((HERE / "questions.toml").read_text(encoding="utf-8"))["several"].items()
}
"""Corpus → what stands between the options of its multi-selects, and which columns these are."""


def rows_of(file: Path) -> list[Row]:
    """Return a table's rows."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def chosen(corpus: str, row: Row, column: str) -> list[str]:
    """Return what somebody chose in a column; nothing where it was left blank."""
    value = " ".join(row[column].split()) if row[column].strip() else ""
    separator, several = SEVERAL[corpus]
    if not value or column not in several:
        return [value] if value else []
    outside = rf"{re.escape(separator)}(?![^(]*\))"
    return [part.strip() for part in re.split(outside, value) if part.strip()]


def number(text: str) -> float | None:
    """Return the number that a field holds."""
    found = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    return float(found[0].replace(",", "")) if found else None


def gold(corpus: str, rows: list[Row], kind: str, column: str, asked: str) -> Any:
    """Return what a question should be answered with: numbers of rows for a set, else a figure or frequencies."""
    if kind == "undecided":
        return None
    if kind in ("both", "either"):
        sides = [re.split(r" (!?=) ", part) for part in (column, *asked.split(" && "))]
        sets = [set(gold(corpus, rows, "which" if sign == "=" else "not", c, o)) for c, sign, o in sides]
        return sorted(set.intersection(*sets) if kind == "both" else set.union(*sets))
    if kind in ("count", "which", "not"):
        asked = " ".join(asked.split())  # as the answers are read
        options = {asked} if asked in _all(corpus, rows, column) else set(asked.split(" / "))
        answers = {n: chosen(corpus, row, column) for n, row in enumerate(rows) if row[column].strip()}
        return [n for n, own in answers.items() if bool(options & set(own)) != (kind == "not")]
    if kind == "by":
        return _pairs(corpus, rows, column, asked)
    if kind == "tally":
        uses: dict[str, int] = {}
        for row in rows:
            for option in {option.casefold() for option in chosen(corpus, row, column)}:  # "Academia" is "academia"
                uses[option] = uses.get(option, 0) + 1
        return uses
    values = {n: v for n, row in enumerate(rows) if (v := number(row[column])) is not None}
    if kind == "compare":
        how, wanted, *upper = asked.split()
        if how == "between":
            return [n for n, v in values.items() if float(wanted) <= v <= float(upper[0])]
        compare = {"gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le, "eq": operator.eq}[how]
        return [n for n, v in values.items() if compare(v, float(wanted))]
    if kind == "most":
        return [n for n, v in values.items() if v == max(values.values())]
    return (statistics.fmean if kind == "average" else statistics.median)(values.values())


def _pairs(corpus: str, rows: list[Row], column: str, by: str) -> dict[tuple[str, ...], int]:
    """Return how often an option of a column was chosen with each one of another."""
    pairs: dict[tuple[str, ...], int] = {}
    for row in rows:
        own = ({o.casefold().removesuffix(".0") for o in chosen(corpus, row, c)} for c in (column, by))
        for pair in itertools.product(*own):
            pairs[pair] = pairs.get(pair, 0) + 1
    return pairs


def _all(corpus: str, rows: list[Row], column: str) -> set[str]:
    return {option for row in rows for option in chosen(corpus, row, column)}


def questions(which: str) -> list[list[str]]:
    """Return the questions of a set of ``questions.toml``."""
    loaded: list[list[str]] = tomllib.loads((HERE / "questions.toml").read_text(encoding="utf-8"))[which]
    return loaded
