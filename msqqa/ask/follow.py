"""A line typed after a question → the question it asks: "and Kenya?" asks the last one again, of Kenya.

Two kinds of line are read so, both led by "and", "what about" or "how about". Names alone keep the topic and change
the respondents; a noun phrase that names no respondent keeps the respondents and changes the topic. Whatever is not
clearly one of the two is asked as it stands. The rules are about English, none is about a corpus: which words are
names, the planner says, as it does for any question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.ask.names import without
from msqqa.ask.restate import about, of_others
from msqqa.words import STOP_WORDS, squeeze, unique, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from msqqa.ask.names import Named
    from msqqa.ask.plan import Planner
    from msqqa.model import Plan, Respondent

_LEAD = re.compile(r"(?:(?:and|but|so|ok|okay),? )?(?:what|how) about(?= )|and(?=,? )", re.IGNORECASE)
_AROUND = " ,;:?!."
_BESIDE_NAMES = frozenset("in for of about from with at by the a and or then too also as well one ones both".split())
"""Words that may stand with names and add nothing to them: "and in Kenya too?"."""
_AUXILIARIES = frozenset(
    "do does did is are was were has have had can could will would should must doesn don isn aren".split()
)
_OPENERS = _AUXILIARIES | frozenset(
    """who whom whose what which when where why how whether if not may might there it they he she we you i then so
    compare contrast list name find show tell give describe explain say""".split()
)
"""What begins a question or a request of its own, not a noun phrase."""
_PREPOSITIONS = frozenset("in for of about from with at by on to between against among".split())
_POINTING = frozenset("others ones rest same else".split())
_LONGEST = 12
"""Words: a longer phrase is a sentence, whatever it begins with."""
_NAMED = 3
"""Respondents that a note names."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked, and how it was read."""

    question: str
    plan: Plan
    respondents: tuple[str, ...] = ()
    """Whom a filter asked it of: ids or names."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line asks."""

    question: str
    respondents: tuple[str, ...] = ()
    """Whom it is asked of, where the question's own words do not say."""
    note: str = ""
    """What the asker should be told: how a follow-up was read. Empty for a line that is asked as it stands."""


class FollowUps:
    """Reads lines in the light of the question before them."""

    def __init__(self, planner: Planner, respondents: Mapping[str, Respondent], *, fixed: bool = False) -> None:
        """Take what knows the names; where the respondents are ``fixed`` beforehand, no line changes them."""
        self._planner = planner
        self._respondents = respondents
        self._fixed = fixed
        self._nouns = frozenset(word.text for noun in planner.nouns for word in words(noun))

    def read(self, line: str, last: Turn | None) -> Reading:
        """Return what a line asks after ``last``, the question before it; None where it is the first."""
        as_it_stands = Reading(line)
        typed = squeeze(line)
        lead = _LEAD.match(typed)
        if last is None or lead is None:
            return as_it_stands
        rest = typed[lead.end() :].strip(_AROUND)
        named, ties = self._planner.named(rest)
        if ties:
            return as_it_stands  # the planner asks which was meant
        if named and self._only_names(rest, named):
            return self._of_others(rest, named, last) or as_it_stands
        if any(n.role == "subject" for n in named) or not self._is_noun_phrase(rest):
            return as_it_stands
        return self._about(rest, last) or as_it_stands

    # ---------------------------------------------------------------- other respondents

    def _only_names(self, rest: str, named: Sequence[Named]) -> bool:
        beside = (w for w in words(rest) if not any(n.start <= w.start < n.end for n in named))
        return all(w.text in _BESIDE_NAMES or w.text in self._nouns for w in beside)

    def _of_others(self, rest: str, named: Sequence[Named], last: Turn) -> Reading | None:
        """Put the names in the place of the last question's: as its subject, or as its object ("and with Peru?")."""
        there, _ = self._planner.named(last.question)
        objects = [n for n in there if n.role == "object"]
        subjects = [n for n in there if n.role == "subject"]
        # A place without a response is asked about, not asked: it replaces one of its kind where there is one.
        unheard = all(n.kind == "absent" for n in named) and any(n.kind == "absent" for n in objects)
        if named[0].role == "object" or unheard:
            if not objects:
                return self._about(rest, last)
            question = of_others(last.question, objects, rest, named, self._nouns)
            return None if question is None else self._again(question, last, subjects)
        if self._fixed:
            return None
        operator = last.plan.operator
        if subjects and operator not in ("which", "count"):
            third = operator == "compare" and len(named) == 1
            question = of_others(last.question, subjects, rest, named, self._nouns, add=third)
            if question is not None:
                return _reading(question)
        # A set is asked of others by restricting it: "which Kenya have a sandbox" is no question.
        ids = unique(i for n in named for i in n.ids)
        asked = without(last.question, subjects)
        return _reading(asked, ids, [n.name for n in named]) if asked else None

    # ---------------------------------------------------------------- another topic

    def _is_noun_phrase(self, rest: str) -> bool:
        folded = [word.text for word in words(rest)]
        if not folded or len(folded) > _LONGEST or folded[0] in _OPENERS or not _AUXILIARIES.isdisjoint(folded):
            return False
        if not any(word not in STOP_WORDS and word not in _POINTING for word in folded):
            return False
        # "Nordic countries", "countries with a portal": respondents, if none that are known by that name.
        plural = next((i for i, word in enumerate(folded) if word in self._nouns and word.endswith("s")), None)
        return plural is None or not _PREPOSITIONS.isdisjoint(folded[:plural])

    def _about(self, phrase: str, last: Turn) -> Reading | None:
        there, _ = self._planner.named(last.question)
        subjects = [n for n in there if n.role == "subject"]
        question = about(last.question, last.plan, subjects, phrase, self._nouns)
        if question is not None:
            return self._again(question, last, subjects)
        if last.plan.operator in ("which", "count"):
            return None
        if last.plan.absent:
            return _reading(f"{phrase} in {' and '.join(last.plan.absent)}")  # to be told again: no response
        asked = last.plan.respondents if subjects else last.respondents
        return self._asked(phrase, asked) if asked else None

    # ---------------------------------------------------------------- the same respondents

    def _again(self, question: str, last: Turn, subjects: Sequence[Named]) -> Reading:
        """Ask whom the last question was asked of; where its own words say who, so do the new one's."""
        return _reading(question) if subjects else self._asked(question, last.respondents)

    def _asked(self, question: str, respondents: tuple[str, ...]) -> Reading:
        names = [self._respondents[r].name if r in self._respondents else r for r in respondents]
        return _reading(question, respondents, names)


def _reading(question: str, respondents: tuple[str, ...] = (), names: Sequence[str] = ()) -> Reading:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    of = f" ({', '.join(names[:_NAMED])}{more})" if names else ""
    return Reading(question, respondents, f"read as: {question}{of}")
