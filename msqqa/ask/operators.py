"""What a question asks for: of one respondent, which of them, how many, several side by side, or anything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.ask.intent import sought
from msqqa.words import STOP_WORDS, fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.model import Operator

SOMEBODY = (
    r"(?:who(?:m|se|ever)?(?: else| all)?|any(?:one|body)|every(?:one|body)|some(?:one|body)|no(?:body| one)|"
    r"(?:which|the|any|all|the only) ones?|(?:any|all|which|none|some|each) of (?:them|these|those))"
)
"""What stands for respondents beside the nouns that they are called by."""
_COMPARE = re.compile(
    r"^contrast\b|\beach\b|\brespective(?:ly)?\b|\bas opposed to\b|\bcompar(?:e[ds]?|ing|isons?|ative(?:ly)?)\b|"
    r"\bdiffer(?:s|ences?|ed|ent(?:ly)?|ing)?\b|\bsimilar(?:it(?:y|ies)|ly)?\b|"
    r"\b(?:vs?\.?|versus|against|next to|alongside|beside)\b|\bside by side\b|\bsame (?:as|for|way|thing)\b|"
    r"\bin common\b|"
    r"\b(?:agree|disagree|alike|contrast|difference)\b|\bstack up\b|\bmeasure up\b"
)
_COMPARE_AT_ONCE = re.compile(r"^(?:compare|comparison|contrast)\b|\bdifferences? between\b|\b(?:vs\.?|versus)\b")
_ONE_PERSON = re.compile(
    r"\bwho (?:is|are|was|were)(?! (?:not|still|now|currently|without|yet|the ones|all|\w+ing)\b)|"
    r"\bwho (?:runs?|leads?|heads?|signs?|chairs?)\b|\bwhose (?:is|are)\b|"
    r"\bwho (?:carried out|conducted|wrote|drew up|built|developed|designed|signed|approved|appoint\w*|fund\w*|pays?|"
    r"maintains?|manages?|operates?|supervises?|oversees?|audits?|owns?) (?:for )?the\b"
)
"""A "who" that asks for somebody inside a response: "who is the CIO"."""
_ANYBODY = re.compile(
    rf"\b(?:{SOMEBODY}|where (?:do|does|did|are|is|has|have|was|were|may|can|could|will|would|might|should|"
    rf"must)(?! (?:i|you)\b)"
    r")\b(?!.*\bfound\b)|"
    r"\b(?:the ones|those (?:that|who|with))\b"
)
_BEFORE_WHO = STOP_WORDS | frozenset("want need know see ask asks wonder name enumerate legally true possible".split())
"""What may stand before a "who" that asks; behind a noun it goes on to say who that is: "officials who post"."""
_ASKS_ANYHOW = re.compile(
    rf"\b(?:of|from|in|by|to|for) (?:whose|whom)\b|^(?:is|are|does|do|has|have)\b.*\banywhere\b|^any\b(?! of\b)|"
    rf"\b{SOMEBODY}\s*\??$"
)
"""What asks for respondents wherever it stands."""
_OF_THEM = re.compile(r"\bwhich (?:of|one|has|have|does|do|is|are)\b|\bhow many of\b|\bwho of\b")
_SAID = re.compile(
    r"^(?:what|how|why|when|describe|explain|summari[sz]e)\b(?! (?:share|percentage|proportion|fraction|number)\b)"
)
"""Asks for what they say, not for who they are."""
_SHARE = r"(?:per ?cent(?:age)?|share|proportion|number|fraction|count|tally|total|majority|sum)"
_DOES = (
    r"(?:ha[sd]|have(?:n['’]?t)?|do(?:es)?(?:n['’]?t)?|did(?:n['’]?t)?|are(?:n['’]?t)?|is|were|was|can|will|still|also|currently|already|"
    r"actually|never|ever|only|not|fail|in|of (?:them|these|those|all)|outside|from|mention|cite|refer|bring|"
    r"talk|discuss|speak|name|"
    r"quote|allude|use|lack|own|run|offer|publish|provide|allow|require|regulate|legislate|adopt(?:ed)?|operate|measure|"
    r"collect|train|plan|intend|ban|forbid|report|answer(?:ed)?|respond(?:ed)?|agree|disagree|skipped|left|gave|say|said|tick(?:ed)?|let|make|made|"
    r"teach|send|pay|charge|keep|maintain|give|get|got|work|say|introduced|passed|put|want|remain|set)"
)
"""What may follow "how many" where it counts respondents; a noun counts something else."""
_NOT_THEY = (
    r"(?<!other )(?<!foreign )(?<!neighbouring )(?<!neighboring )(?<!partner )(?<!local )(?<!united )(?<!third )"
)


@dataclass(frozen=True)
class Operators:
    """Tells operators apart, by what respondents are called here."""

    nouns: Sequence[str]
    """"country", "countries", "respondents"; the longest first."""

    def of(
        self, question: str, asked: str, subjects: Sequence[str], *, several: bool, one_by_one: bool, apart: bool
    ) -> Operator:
        """Return what a question asks for.

        Parameters
        ----------
        question:
            As it was typed.
        asked:
            The same without the names of those whom it is about, its asking words first.
        subjects:
            Whom it is about; none for everybody.
        several:
            Whether it names more than one.
        one_by_one:
            Whether they are named each by itself, not as a group.
        apart:
            Whether something stands between them but "and".
        """
        folded = fold(asked)
        about_one = bool(subjects) and one_by_one
        # A "vs" between two names goes with them, so it is sought where they still stand.
        at_once = _COMPARE_AT_ONCE.search(folded) or (several and _COMPARE_AT_ONCE.search(fold(question)))
        if about_one and (at_once or (several and _COMPARE.search(folded))):
            return "compare"
        if about_one and several and apart and not _OF_THEM.search(fold(question)):
            return "compare"  # "what does Kenya say, and what does Peru"
        # "How many Kenyans have …" counts no respondents.
        if self._counted.search(folded) and (not about_one or several or self._counted_by_noun.search(fold(question))):
            return "count"
        who = _ANYBODY.search(folded)
        begins = who is not None and all(word.text in _BEFORE_WHO for word in words(folded[: who.start()]))
        asks_who = (begins and not _ONE_PERSON.search(folded)) or _ASKS_ANYHOW.search(folded) is not None
        they = self._they.search(folded) is not None
        if about_one and several and (asks_who or _OF_THEM.search(fold(question))):
            return "which"  # "which of Kenya and Peru have …"
        if about_one:
            return "which" if they and self._asking_all.match(folded) else "lookup"
        if they and _SAID.match(folded) and not self._asking_all.match(folded) and sought(asked) is None:
            return "lookup" if subjects else "open"
        # A group is asked about as a set: "sandboxes in Africa".
        return "which" if they or asks_who or subjects else "open"

    @cached_property
    def _all_nouns(self) -> str:
        return "|".join(re.escape(fold(noun)) for noun in self.nouns)

    @cached_property
    def _plural(self) -> str:
        return "|".join(re.escape(fold(noun)) for noun in self.nouns if noun.endswith("s") or noun == "people")

    @cached_property
    def _counted_by_noun(self) -> re.Pattern[str]:
        gap = r"(?:[\w'’]+[ -]){0,5}?"
        return re.compile(
            rf"\b(?:how many|(?:^|the |total |what |whole ){_SHARE}(?: of| is it of)?|^count(?: up)?:?|"
            rf"^tally(?: up)?:?)"
            rf"(?: of)?(?: the| all| these)* {gap}(?:{self._plural})\b"
        )

    @cached_property
    def _counted(self) -> re.Pattern[str]:
        return re.compile(
            rf"{self._counted_by_noun.pattern}|\bhow many,? {_DOES}\b|\bhow many of\b|"
            rf"\b(?:count|tally|number) of those\b|\bhow many\s*\??$|\bwhat {_SHARE} {_DOES}\b"
        )

    @cached_property
    def _they(self) -> re.Pattern[str]:
        """Finds where respondents are spoken of, as those who are asked."""
        one = (
            rf"\b(?:which|what|every|each|any|is there an?|no|a single) (?:{self._all_nouns})\b"
            r"(?! (?:of\b|agenc|ministr|department|portal|websit|bod|offic|official|service|employee|staff|institution|"
            r"site|data|strateg|polic|law))"
        )
        return re.compile(
            rf"{_NOT_THEY}\b(?:{self._plural})\b|{one}|^which (?!of\b)(?:two |three |ones )?{_DOES}\b|"
            rf"^any (?:that|with)\b"
        )

    @cached_property
    def _asking_all(self) -> re.Pattern[str]:
        gap = r"(?:[\w'’]+[ -]){0,4}?"
        return re.compile(
            rf"(?:in |for |of |from )?(?:which|what(?! (?:do|does|did|is|are|has|have|can)\b)|list|name|show|"
            rf"find|give|all|any|every|each|are there|some|"
            rf"do any|does any)"
            rf"(?: of)?(?: the| all| me| any)* {gap}(?:{self._all_nouns})\b|"
            rf"(?:[\w'’]+[ -]){{0,3}}?(?:{self._plural}) \w+ing\b"
        )
