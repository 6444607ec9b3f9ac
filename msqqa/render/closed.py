"""Words for what closed answers come to: counts, frequencies, numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.closed.values import format_number
from msqqa.render.shorten import shorten_question, some_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.model.closed import CountedQuestion, RespondentNumber, Tallied, TallyRow, Weighed
    from msqqa.model.statements import ChoiceStatement, NumberStatement

_NAMED = 20
"""Members of a set that are named, at most."""


def choice_words(statement: ChoiceStatement) -> str:
    """Return how many belong to a set, of how many, and which options were taken for what is asked."""
    choice, names = statement.choice, ", ".join(member.name for member in statement.members[:_NAMED])
    if statement.part == "possible":
        why = "with a number that cannot be compared" if choice.asked.type == "number" else "in words of their own"
        return f"{names}: possible, {why}"
    compared = choice.asked.type in ("number", "date")
    taken = " or ".join(option if compared else f"“{option}”" for option in choice.options)
    verb = "gave" if compared else "chose"
    verb = verb if not choice.negative else f"did not {'give' if verb == 'gave' else 'choose'}"
    verb += " nothing but" if choice.alone else ""
    weighted = (
        f"; weighted {choice.weighted:.1%} of {_describe_weighted(choice.weighed)}"
        if choice.weighed is not None
        else ""
    )
    share = f" ({choice.matched / choice.base:.1%}{weighted})" if choice.base else ""
    asked = _quote_question(choice.asked)
    words = f"{choice.matched or 'None'} of {choice.base} who answered {asked} {verb} {taken}{share}"
    if 0 < len(statement.members) <= _NAMED:
        words += f": {names}"
    if choice.asked.type == "yesno" and choice.unread:
        return words + _describe_left_out(choice.blank, 0) + f"; {choice.unread} said neither yes nor no"
    return words + _describe_left_out(choice.blank, choice.unread)


def tally_words(tally: Tallied) -> str:
    """Return how often each option was chosen, and of how many."""
    rows = ", ".join(f"“{row.option}” {row.count} ({_share(row)})" for row in tally.rows)
    several = ", who may have chosen several" if tally.several else ""
    others = f", in words of their own {tally.others}" if tally.others else ""
    top = f", the {'least' if tally.least else 'most'} chosen of {tally.of} options" if tally.of else ""
    words = f"Of {tally.base} who answered {_quote_question(tally.asked)}{several}{top}: {rows}{others}"
    if tally.asked.type == "grid":
        asked = _quote_question(tally.asked)
        words = f"Of {tally.base} answers to the {len(tally.columns)} rows of {asked}: {rows}{others}"
    elif tally.by is not None:
        words += f"; split by {_quote_question(tally.by) if tally.by.id else tally.by.text}"
    if tally.weighed is not None:
        words += f"; weighted shares are of {_describe_weighted(tally.weighed)}"
    return words + _describe_left_out(tally.blank, 0, tally.coded, tally.codes)


def _share(row: TallyRow) -> str:
    weighted = "" if row.weighted is None else f"; weighted {row.weighted:.1%}"
    return f"{row.share:.1%}{weighted}"


def _describe_weighted(weighed: Weighed) -> str:
    """Return the weighted base in words, and who is not in it."""
    without = f", {weighed.without} without a weight left out" if weighed.without else ""
    return f"a weighted base of {format_number(round(weighed.base, 2))}{without}"


def number_words(statement: NumberStatement) -> str:
    """Return a number over all, or who has the most or the least; then what was left out."""
    return "; ".join([number_head(statement), *number_apart(statement)])


def number_head(statement: NumberStatement, *, listed: bool = True) -> str:
    """Return a number over all, or who has the most or the least.

    Parameters
    ----------
    statement:
        What is told.
    listed:
        Whether the numbers are listed that a number over all is of.
    """
    told = statement.aggregate
    of = f"of {told.base} {'dates' if told.asked.type == 'date' else 'numbers'} given to {_quote_question(told.asked)}"
    figures = list(zip(statement.members, told.figures, strict=True))
    names = some_of([f"{member.name} {_figure(figure)}" for member, figure in figures], _NAMED)
    if told.value is None:
        words = f"{names}: the {told.extreme} {of}"
    else:
        words = f"{format_number(told.value, told.unit)} is the {told.extreme} {of}" + (
            f": {names}" if names and listed else ""
        )
    return words + (", of different years" if len({figure.year for figure in told.figures}) > 1 else "")


def number_apart(statement: NumberStatement) -> Iterator[str]:
    """Yield who is in no number over all: how many gave none, and whose number is of another kind, by name."""
    told = statement.aggregate
    if others := _describe_left_out(told.blank, told.unread).removeprefix("; "):
        yield others
    if told.apart:
        names = [member.name for member in statement.apart]
        parts = [f"{name} ({each.why})" for name, each in zip(names, told.apart, strict=True)]
        yield f"cannot be compared, and left out: {some_of(parts, _NAMED)}"


def _figure(figure: RespondentNumber) -> str:
    """Return a number as it is shown, with what it is of and of which year, where it stands in prose."""
    year = str(figure.year) if figure.year is not None and str(figure.year) not in figure.of else ""
    beside = ", ".join(part for part in (figure.of, year) if part)
    return f"{figure.shown} ({beside})" if beside else figure.shown


def _quote_question(asked: CountedQuestion) -> str:
    return f"“{shorten_question(asked.text)}”"


def _describe_left_out(blank: int, unread: int, coded: int = 0, codes: Sequence[tuple[str, int]] = ()) -> str:
    each = ", ".join(f"“{code}” {n}" for code, n in codes)
    of_these = f" ({coded} of them with a code for no answer{f': {each}' if each else ''})" if coded else ""
    parts = ([f"{blank} left blank{of_these}"] if blank else []) + ([f"{unread} cannot be compared"] if unread else [])
    return f"; {', '.join(parts)}" if parts else ""
