"""What each respondent chose of a question → how often each option was chosen, split by another question."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.closed.scales import says_nothing
from msqqa.model.closed import CountedQuestion, Tallied, TallyRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msqqa.ask.judge.outcome import Evidence

_MOST_COLUMNS = 60
"""Options by which counts are split, at most: the first of those that anybody chose."""
Chosen = dict[str, tuple[str, ...]]
"""Respondent → what it chose, or belongs to."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A question, or a group of boxes, with what each respondent chose."""

    asked: CountedQuestion
    options: tuple[str, ...]
    chosen: Chosen
    blank: int
    several: bool
    ordered: bool
    places: Mapping[str, Evidence]
    """Respondent → where its answer stands."""
    codes: tuple[tuple[str, int], ...] = ()
    """Of the blank, how many have each code for an answer that was not given, by its label."""


def count_frequencies(counted: Counted, split: Counted | None = None) -> Tallied:
    """Return the frequencies of a question, split by another one where that is given."""
    columns: tuple[str, ...] = ()
    if split is not None:
        columns = tuple(c for c in split.options if any(c in chosen for chosen in split.chosen.values()))[
            :_MOST_COLUMNS
        ]
    uses: Counter[str] = Counter()
    in_column: dict[str, Counter[str]] = {column: Counter() for column in columns}
    bases: Counter[str] = Counter()
    unsplit = others = 0
    known = set(counted.options)
    for respondent, chosen in counted.chosen.items():
        uses.update(set(chosen))
        others += any(option not in known for option in chosen)
        if split is None:
            continue
        own = [c for c in split.chosen.get(respondent, ()) if c in in_column]
        unsplit += not own
        for column in own:
            bases[column] += 1
            in_column[column].update(set(chosen))
    base = len(counted.chosen)
    options = counted.options
    if not counted.ordered:
        options = tuple(sorted(options, key=lambda o: (says_nothing(o), -uses[o], options.index(o))))
    rows = tuple(
        TallyRow(o, uses[o], uses[o] / base if base else 0.0, tuple(in_column[c][o] for c in columns)) for o in options
    )
    return Tallied(
        counted.asked,
        base,
        counted.blank,
        counted.several,
        counted.ordered,
        rows,
        others,
        None if split is None else split.asked,
        columns,
        tuple(bases[c] for c in columns),
        unsplit,
        sum(n for _, n in counted.codes),
        codes=counted.codes,
    )


def most_chosen(told: Tallied, top: int, *, least: bool = False) -> Tallied:
    """Return the frequencies of the options that were chosen most, or least, with all that tie with the last of them.

    Those of all options where ``top`` is 0, or no fewer options are there.
    """
    if not 0 < top < len(told.rows):
        return told
    ranked = sorted(told.rows, key=lambda row: row.count if least else -row.count)
    last = ranked[top - 1].count
    kept = [row for row in ranked if (row.count <= last if least else row.count >= last)]
    return replace(told, rows=tuple(kept), of=len(told.rows), least=least)


def first_choices(counted: Counted) -> dict[str, tuple[Evidence, ...]]:
    """Return, by respondent, the first answer that chose each option, which a tally cites."""
    found: dict[str, tuple[Evidence, ...]] = {}
    met: set[str] = set()
    for respondent, chosen in counted.chosen.items():
        if respondent in counted.places and not met.issuperset(chosen):
            met.update(chosen)
            found[respondent] = (counted.places[respondent],)
    return found
