"""What a proof must name: the numbers of a claim or a version, and the respondents that it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.candidates import is_name
from msqqa.ask.retrieve.mentions import is_mentioned
from msqqa.words import stems, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.outcome import RespondentVerdict
    from msqqa.index.store import Store
    from msqqa.model import SetPlan


def check_names(store: Store, plan: SetPlan, found: Sequence[RespondentVerdict]) -> list[RespondentVerdict]:
    """Return findings; whose proof lacks a number or a name of the claim is only possible.

    Nearness cannot count, and who works with one respondent works with any by it.
    """
    found = [_unless_nameless(store, plan, one) for one in found]
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


def _unless_nameless(store: Store, plan: SetPlan, one: RespondentVerdict) -> RespondentVerdict:
    """Return a finding as none, where it speaks against somebody, or doubtfully, and never says the name asked for.

    Of a name alone, as of a product, a sentence tells nothing that holds no word of it, nor of its other names.
    """
    if one.verdict not in ("rejected", "possible") or not one.evidence or one.reviewed is not None:
        return one
    if not is_name(plan.text):
        return one
    named = {word for name in (plan.text, *plan.also) for word in stems(name)}
    quotes = (store.quote(e.cell, e.start, e.end)[0] for e in one.evidence)
    if any(not named.isdisjoint(stems(quote)) for quote in quotes):
        return one
    return replace(one, verdict="none", stance=None, basis="meaning", score=0.0, evidence=(), denials=())


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


def find_versions(text: str) -> set[str]:
    """Return the numbers of a text that have points within, as those of versions have, and are no shares.

    >>> sorted(find_versions("v0.1, and 2.0 or 1.2.3: by 3.5% in 2024."))
    ['0.1', '1.2.3', '2.0']
    """
    found: list[str] = []
    end = -1
    for word in words(text):
        digits = word.text.removeprefix("v")
        if not digits.isdigit():
            continue
        if found and word.start == end + 1 and text[end] == "." and digits == word.text:
            found[-1] += f".{digits}"
        else:
            found.append(digits)
        end = word.end
        if text[end : end + 1] == "%":
            found.pop()
    return {one for one in found if "." in one}
