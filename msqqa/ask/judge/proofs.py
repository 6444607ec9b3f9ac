"""What a proof must name: the numbers of a claim, and the respondents that it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.ask.retrieve.mentions import is_mentioned
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.outcome import RespondentVerdict
    from msqqa.index.store import Store
    from msqqa.model import SetPlan


def check_names(store: Store, plan: SetPlan, found: Sequence[RespondentVerdict]) -> list[RespondentVerdict]:
    """Return findings; whose proof lacks a number or a name of the claim is only possible.

    Nearness cannot count, and who works with one respondent works with any by it.
    """
    numbers = [word.text for word in words(plan.text) if word.text.isdigit()]
    if not (numbers or plan.objects):
        return list(found)

    def checked(one: RespondentVerdict) -> RespondentVerdict:
        if one.verdict != "matched":
            return one
        quotes = [store.quote(e.cell, e.start, e.end)[0] for e in one.evidence]
        there = {word.text for quote in quotes for word in words(quote)}
        lacking = [number for number in numbers if number not in there]
        language = store.language_of(one.evidence[0].cell)
        for named in (store.respondents[id_] for id_ in plan.objects):
            ways = (named.name, *named.aliases)
            if not any(is_mentioned(quote, ways, language=language) for quote in quotes):
                lacking.append(named.name)
        return replace(one, verdict="possible", undecided=tuple(lacking)) if lacking else one

    return [checked(one) for one in found]


def other_words(text: str, other: str) -> str:
    """Return the words of a claim by another name that stand where the claim has its own.

    >>> other_words("results sent over a satellite link", "results sent over a VSAT link")
    'VSAT'
    """
    mine, told = text.split(), other.split()
    while mine and told and mine[0] == told[0]:
        mine, told = mine[1:], told[1:]
    while mine and told and mine[-1] == told[-1]:
        mine, told = mine[:-1], told[:-1]
    return " ".join(told) or other
