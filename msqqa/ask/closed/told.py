"""What closed answers come to → statements in fixed words, each with citations of answers that it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.ask.wording import shortened
from msqqa.closed.values import shown
from msqqa.model import Statement
from msqqa.model.closed import Aggregated, Choice, Tallied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from msqqa.ask.outcome import Evidence, Outcome
    from msqqa.model.closed import Asked, Undecided

_CITED = 5
"""Answers that a count's sentence cites; each respondent's own is cited with it."""
_NAMED = 20
"""Members of a set that are named, at most."""


def statements_of(outcome: Outcome, cite: Callable[[Evidence], int], names: Mapping[str, str]) -> list[Statement]:
    """Return the statements of an outcome that closed answers decide.

    Parameters
    ----------
    outcome:
        With what they come to.
    cite:
        Numbers a citation.
    names:
        Respondent's id → its name.
    """
    closed = outcome.closed
    if isinstance(closed, Choice):
        return _of_choice(closed, outcome, cite, names)
    if isinstance(closed, Tallied):
        return [_statement(tally_words(closed), (f.evidence for f in outcome.found), cite)]
    assert isinstance(closed, Aggregated)
    telling = (f.evidence for f in outcome.found if f.verdict == "matched")
    return [_statement(aggregate_words(closed, names), telling, cite)]


def _of_choice(
    choice: Choice, outcome: Outcome, cite: Callable[[Evidence], int], names: Mapping[str, str]
) -> list[Statement]:
    matched = [f for f in outcome.found if f.verdict == "matched"]
    words = choice_words(choice)
    if 0 < len(matched) <= _NAMED:
        words += f": {', '.join(names[f.respondent] for f in matched)}"
    words += _apart(choice.blank, choice.unread)
    # That nobody did rests on what was answered instead.
    telling = matched or [f for f in outcome.found if f.evidence] or list(outcome.found)
    found = [_statement(words, (f.evidence for f in telling), cite)]
    possible = [f for f in outcome.found if f.verdict == "possible"]
    if possible:
        told = f"{', '.join(names[f.respondent] for f in possible[:_NAMED])}: possible, in words of their own"
        found.append(_statement(told, (f.evidence for f in possible), cite))
    return found


def choice_words(choice: Choice) -> str:
    """Return in fixed words how many belong to a set, of how many, and which options were taken for what is asked."""
    taken = " or ".join(f"“{option}”" if choice.asked.type != "number" else option for option in choice.options)
    verb = "gave" if choice.asked.type == "number" else "chose"
    verb = verb if not choice.negative else f"did not {'give' if verb == 'gave' else 'choose'}"
    share = f" ({choice.matched / choice.base:.1%})" if choice.base else ""
    return f"{choice.matched or 'None'} of {choice.base} who answered {_named(choice.asked)} {verb} {taken}{share}"


def tally_words(tally: Tallied) -> str:
    """Return in fixed words how often each option was chosen, and of how many."""
    rows = ", ".join(f"“{row.option}” {row.count} ({row.share:.1%})" for row in tally.rows)
    several = ", who may have chosen several" if tally.several else ""
    others = f", in words of their own {tally.others}" if tally.others else ""
    words = f"Of {tally.base} who answered {_named(tally.asked)}{several}: {rows}{others}"
    if tally.by is not None:
        words += f"; split by {_named(tally.by) if tally.by.id else tally.by.text}"
    return words + _apart(tally.blank, 0)


def aggregate_words(told: Aggregated, names: Mapping[str, str]) -> str:
    """Return in fixed words a number over all, or who has the most or the least."""
    of = f"over {told.base} numbers given to {_named(told.asked)}"
    if told.value is not None:
        words = f"The {told.extreme} is {shown(told.value, told.unit)}, {of}"
    else:
        members = ", ".join(f"{names[f.respondent]} {f.shown}" for f in told.figures[:_NAMED])
        more = f" and {len(told.figures) - _NAMED} more" if len(told.figures) > _NAMED else ""
        words = f"The {told.extreme}, {of}: {members}{more}"
    return words + _apart(told.blank, told.unread)


def undecided_words(why: Undecided) -> str:
    """Return in fixed words what was not decided, and which questions come nearest."""
    words = f"Not decided: {why.why}"
    if why.nearest:
        words += f" (nearest: {', '.join(_named(asked) for asked in why.nearest)})"
    return words.replace(";", ",")


def _named(asked: Asked) -> str:
    return f"“{shortened(asked.text)}”"


def _apart(blank: int, unread: int) -> str:
    parts = ([f"{blank} left blank"] if blank else []) + ([f"{unread} cannot be compared"] if unread else [])
    return f"; {', '.join(parts)}" if parts else ""


def _statement(words: str, evidence: Iterable[tuple[Evidence, ...]], cite: Callable[[Evidence], int]) -> Statement:
    numbers: dict[int, None] = {}
    for of_one in evidence:
        if len(numbers) >= _CITED:
            break
        numbers.update((cite(e), None) for e in of_one)
    marks = "".join(f"[{n}]" for n in numbers)
    return Statement("closed", f"{words} {marks}." if marks else f"{words}.", tuple(numbers))
