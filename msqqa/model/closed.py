"""What closed answers come to: a set by option or number, frequencies, a number over all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class CountedQuestion:
    """The question of the form whose answers were counted."""

    id: str
    text: str
    type: str
    """What its answers are: one of :data:`msqqa.closed.column.Type`."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The base of shares in which each respondent counts by its weight."""

    base: float
    """The weights of those who answered, added up."""
    without: int = 0
    """Who answered, but has no weight: in the counts, and in no weighted share."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of those who chose some options, or whose number compares so."""

    asked: CountedQuestion
    options: tuple[str, ...]
    """The options that were taken for what is asked; of a number, the comparison in words."""
    negative: bool
    """Whether the set is of those who answered otherwise."""
    base: int
    """How many answered the question so that it can be told."""
    matched: int
    blank: int
    unread: int
    """Answers that cannot be compared: lost ticks, prose, another unit."""
    weighted: float | None = None
    """Share of the weighted base; None where responses have no weights."""
    weighed: Weighed | None = None
    alone: bool = False
    """Whether the set is of those who chose nothing else."""


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One line of a tally."""

    option: str
    count: int
    share: float
    """Of the base; of a multi-select the shares add up to more than 1."""
    by: tuple[int, ...] = ()
    """The count in each column of a cross-tabulation."""
    weighted: float | None = None
    """Share of the weighted base; None where responses have no weights."""


@dataclass(frozen=True, slots=True)
class Tallied:
    """Frequencies of a closed question, split by another one or by group where that is asked."""

    asked: CountedQuestion
    base: int
    """How many answered."""
    blank: int
    several: bool
    """Whether one respondent may have chosen several."""
    ordered: bool
    """Whether the rows stand in the order of a scale."""
    rows: tuple[TallyRow, ...]
    others: int = 0
    """Answers in own words that are none of the options; among the base."""
    by: CountedQuestion | None = None
    columns: tuple[str, ...] = ()
    bases: tuple[int, ...] = ()
    """How many answered in each column."""
    unsplit: int = 0
    """Who answered, but belong to no column."""
    coded: int = 0
    """Of the blank, those with a code for an answer that was not given; the others left it blank, or were not asked."""
    weighed: Weighed | None = None
    """The base of the weighted shares; None where responses have no weights."""
    of: int = 0
    """Of how many options the rows are those that were chosen most; 0 where there is a row for each."""
    least: bool = False
    """Whether they are those that were chosen least."""
    codes: tuple[tuple[str, int], ...] = ()
    """Of those with a code, how many have each, by its label: "not asked" is told apart from "refused"."""


@dataclass(frozen=True, slots=True)
class RespondentNumber:
    """One respondent's number in an aggregate."""

    respondent: str
    value: float
    shown: str
    of: str = ""
    """Of a number in prose, what it is of or counts, as its writer says: "of the state budget"."""
    year: int | None = None
    """Of a number in prose, the year that it is said of."""


@dataclass(frozen=True, slots=True)
class Apart:
    """One respondent whose number cannot be compared with the others."""

    respondent: str
    why: str
    """With the numbers as they are written: "in another unit: 1.2 billion florins"."""


@dataclass(frozen=True, slots=True)
class Aggregated:
    """A number over the numbers of all, or those who have the most or the least."""

    asked: CountedQuestion
    extreme: str
    unit: str
    base: int
    """How many numbers were compared."""
    blank: int
    unread: int
    value: float | None
    """The average, median or total; None where respondents are named."""
    figures: tuple[RespondentNumber, ...] = ()
    """Of the most and the least, in order; of what is joined, each number that stands in prose."""
    apart: tuple[Apart, ...] = ()
    """Who gave numbers that are not among them, and why."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """What was not decided, and why; the questions that come nearest."""

    why: str
    nearest: tuple[CountedQuestion, ...] = ()
    frequencies: Tallied | None = None
    """Of the question that is surely meant, where which of its options are is not: shown, and no answer."""


Closed = Choice | Tallied | Aggregated | Undecided
Kind = Literal["choice", "tally", "aggregate", "undecided"]
