"""What kind of values each question is answered with, told by all of its answers together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msqqa.closed.column import ColumnType, column_of, make_tick_column
from msqqa.index import schema
from msqqa.index.records import texts
from msqqa.table.values import is_blank

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from msqqa.model import Form

_ASKED = ("choice", "open", "yesno", "tick")
"""Kinds of questions that are answered with values."""
_VALUED = 0.9
"""Share of the answers that are short enough for a value, from which a column is one of values."""


def types_of(db: sqlite3.Connection, forms: Iterable[Form]) -> Iterator[tuple[int, ColumnType]]:
    """Yield (question row, type) of the questions that have one.

    Parameters
    ----------
    db:
        Of a store, its cells and sources written.
    forms:
        In the order in which their questions are numbered.
    """
    values: dict[tuple[str, str], Counter[str]] = {}
    long: Counter[tuple[str, str]] = Counter()
    ticks: dict[tuple[str, str], set[int]] = {}
    of_form = f"FROM cell c JOIN source s ON s.key = c.id >> {schema.PLACES}"
    spoken: dict[tuple[str, str], Counter[str]] = {}
    by_value = "WHERE c.answers != '[]' GROUP BY 1, 2, 3, 4"
    for form, question, value, language, n in db.execute(
        f"SELECT s.form, c.question, c.value, c.language, count(*) {of_form} {by_value}"
    ):
        if value is None:
            long[form, question] += n
        elif not is_blank(value):
            values.setdefault((form, question), Counter())[value] += n
            spoken.setdefault((form, question), Counter())[language] += n
    several = f"SELECT DISTINCT s.form, c.question, c.options {of_form} WHERE c.options != '[]'"
    for form, question, options in db.execute(several):
        ticks.setdefault((form, question), set()).add(len(texts(options)))
    row = -1
    for each in forms:
        for asked in each.questions:
            row += 1
            key = each.id, asked.id
            if asked.kind not in _ASKED:
                continue
            if (
                asked.kind == "choice"
                and asked.options
                and (key in ticks or asked.id not in _find_typed(values, each.id))
            ):
                yield row, make_tick_column(asked.options, several=max(ticks.get(key, {1})) > 1)
            elif (given := values.get(key)) and given.total() >= _VALUED * (given.total() + long[key]):
                listed = asked.options if asked.kind == "choice" else ()
                yield row, column_of(given, listed, spoken[key].most_common(1)[0][0])


def _find_typed(values: dict[tuple[str, str], Counter[str]], form: str) -> set[str]:
    return {question for own, question in values if own == form}
