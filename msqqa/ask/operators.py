"""What a question asks for: of one respondent, which of them, how many, several side by side, or anything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.ask.intent import sought
from msqqa.words import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.model import Operator

SOMEBODY = (
    r"(?:who(?:m|se)?(?: else| all)?|any(?:one|body)|every(?:one|body)|some(?:one|body)|(?:which|the|any|all) ones?)"
)
"""What stands for respondents beside the nouns that they are called by."""
_COMPARE = re.compile(
    r"^contrast\b|\bcompar(?:e[ds]?|ing|isons?)\b|\bdiffer(?:s|ences?|ed|ent)?\b|\bsimilarit(?:y|ies)\b|\b(?:vs\.?|versus)\b|"
    r"\bside by side\b|\bsame (?:as|for)\b"
)
_COMPARE_AT_ONCE = re.compile(r"^(?:compare|comparison|contrast)\b|\bdifferences? between\b|\b(?:vs\.?|versus)\b")
_ONE_PERSON = re.compile(
    r"\bwho (?:is|are|was|were)(?! (?:not|still|now|currently|\w+ing)\b)|\bwho (?:runs?|leads?|heads?|signs?|chairs?)\b|"
    r"\bwhose (?:is|are)\b"
)
"""A "who" that asks for somebody inside a response: "who is the CIO"."""
_ANYBODY = re.compile(
    rf"\b(?:who(?:m|se)?|where (?:do|does|did|are|is|has|have))\b|^(?:(?:does|do|did|has|have|is|are|can) )?{SOMEBODY}\b"
)
_HAVE = (
    r"(?:ha[sd]|have|do(?:es)?|did|are|is|were|was|mention|use|say|said|plan|lack|still|also|currently|make|cite|refer|offer|"
    r"publish|left|gave|answered|allow|require|run|provide|train|measure|collect|skipped|in|of|outside|from|name|speak|talk)"
)


_ABOUT_ALL = re.compile(r"(?:which|what|list|name|show|find|all|any|every|each)\b")


@dataclass(frozen=True)
class Operators:
    """Tells operators apart, by what respondents are called here."""

    nouns: Sequence[str]
    """"country", "countries", "respondents"; the longest first."""

    def of(self, question: str, subjects: Sequence[str], *, several: bool, one_by_one: bool) -> Operator:
        """Return what a question asks for.

        Parameters
        ----------
        question:
            As it was typed.
        subjects:
            Whom it is about; none for everybody.
        several:
            Whether it names more than one.
        one_by_one:
            Whether they are named each by itself, not as a group.
        """
        folded = fold(question)
        if subjects and (_COMPARE.search(folded) if several else _COMPARE_AT_ONCE.search(folded)):
            return "compare"
        if self._how_many.search(folded):
            return "count"
        about_one = bool(subjects) and one_by_one
        asks_who = _ANYBODY.search(folded) is not None and not _ONE_PERSON.search(folded)
        if sought(question) is not None and (asks_who or self._asks_about_all(folded)):
            return "which"
        if self._asks_about_all(folded) and (not about_one or _ABOUT_ALL.match(folded) or self._doing(folded)):
            return "which"
        # "Who" asks for a set only where nobody is the subject: "who runs Mongolia's portal" does not.
        if asks_who and not about_one:
            return "which"
        return "lookup" if subjects else "open"

    @cached_property
    def _all_nouns(self) -> str:
        return "|".join(re.escape(fold(noun)) for noun in self.nouns)

    @cached_property
    def _plural(self) -> str:
        return "|".join(re.escape(fold(noun)) for noun in self.nouns if noun.endswith("s"))

    @cached_property
    def _how_many(self) -> re.Pattern[str]:
        gap = r"(?:\w+[ -]){0,4}?"
        share = r"(?:per ?cent|percentage|share|proportion|number|fraction|count)"
        return re.compile(
            rf"\b(?:how many|^(?:the |total )?number of|^count(?: the)?|{share} of) (?:of (?:the|all|these) |the |all )?"
            rf"{gap}(?:{self._plural})\b|^how many {_HAVE}\b"
        )

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        gap = r"(?:\w+[ -]){0,4}?"
        asked = (
            rf"\b(?:which|what|list|name|show|find|all|any|every|each|are there|some)(?: of)?(?: the| all| me| any)* "
            rf"{gap}(?:{self._plural})\b"
        )
        one = (
            rf"\b(?:which|what|every|each|any|is there an?) (?:{self._all_nouns})\b"
            r"(?! (?:of\b|agenc|ministr|department|portal|websit|bod|offic|official|service|employee|staff|institution))"
        )
        whose = (
            rf"\b(?:{self._plural}) (?:(?:in|of|from|outside) (?:\w+ ){{1,4}}?)?(?:that|which|who|whose|with|without|having|where|mention\w*|citing|referring|lacking|"
            r"planning|using|offering)\b"
        )
        which = r"^(?:any|name|list|show|find)(?: me)?(?: the| all)?(?: ones?)? (?:that|which|who|with|without)\b|^which (?:two |three |ones )?(?:have|has|do|does|use|run|offer|mention|publish|plan|lack)\b"
        return tuple(re.compile(pattern) for pattern in (asked, one, whose, which))

    def _asks_about_all(self, folded: str) -> bool:
        """Return whether a question asks which respondents something holds of."""
        return self._doing(folded) or any(pattern.search(folded) for pattern in self._patterns)

    def _doing(self, folded: str) -> bool:
        return re.search(rf"^(?:\w+[ -]){{0,3}}?(?:{self._plural}) \w+ing\b", folded) is not None
