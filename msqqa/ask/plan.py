"""A question → a plan, from the question alone and what the corpus knows; no language model.

The plan says what is asked (operator), of whom (respondents), about which of the form's questions, with which terms,
and why it was read so. Everything after it only carries it out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.ask.changes import ONE_WAVE, OVER_TIME
from msqqa.ask.intent import extreme, in_part, planned, silence, sought, unclear
from msqqa.ask.joint import behind_head, denies, parted
from msqqa.ask.operators import Operators
from msqqa.ask.shape import shaped
from msqqa.ask.spelling import correct, straightened
from msqqa.ask.subjects import Roster, some
from msqqa.ask.topics import MENTION_VERB, Topics
from msqqa.ask.wording import checked, without_courtesy
from msqqa.errors import QuestionError
from msqqa.model import Concept, Plan
from msqqa.words import content_words, squeeze, unique, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from msqqa.ask.joint import Combine, Part
    from msqqa.ask.names import Named, Tie
    from msqqa.ask.subjects import Subjects
    from msqqa.index.lexical import Lexical
    from msqqa.index.store import Store
    from msqqa.model import Mode, Operator, Polarity, Stance

_NOUNS = (
    "respondent", "respondents", "participant", "participants", "response", "responses", "reply", "replies",
    "submission", "submissions", "jurisdiction", "jurisdictions",
)  # fmt: skip
_NUMBERED = re.compile(
    r"\b(?:question|questions|q|item|no|nr)\.?\s*[#(]?\s*(\d{1,3}(?:\.[a-z0-9-]+)?)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»]{2,80})[\"“”«»]")
_TRAILING = re.compile(
    r"\s{0,3}(?:,?\s{1,3}in (?:what|the (?:replies|answers|responses|texts?|forms?)|(?:his|its|their) own words|this|"
    r"the same)\b.*|"
    r",?\s*anywhere (?:in|at)\b.*|,?\s*(?:in|under|for|at) (?:their|its|the|any)? ?(?:answers?|responses?|"
    r"repl(?:y|ies)|questionnaires?|"
    r"questions?|submissions?|texts?)?|anywhere|at all|please|too|as well|yet|already|so far|in place|in force|"
    r"on the books|"
    r"in operation|of their own|up and running|by (?:name|anyone|anybody)|whatsoever|(?:up|out) there)?"
    r"\s{0,3}[?.!]{0,20}\s{0,3}$",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\b(?:in|by|within) (?:their|its|his|the|a)\b", re.IGNORECASE)
"""Leads to what it is that mentions something: "in its strategy"; a form may ask just that."""
_JOINED = re.compile(r",?\s*(?:(?:and|&)\s+)?(?:the\s+)?|\s*,\s*", re.IGNORECASE)
"""What stands between two names that are one subject: "Kenya and Peru"."""
_COMPARING = re.compile(
    r"\b(?:(?:can you |please |pls )?compar(?:e[ds]?|ing|isons?)(?: (?:of|between|with|to))?|contrast(?:ing)?|"
    r"differences? (?:between|in|of)|"
    r"(?:how )?(?:do|does|did)? ?(?:they )?(?:differ(?:ently)?|agree|disagree)(?: (?:on|in|about|over))?|versus|"
    r"vs\.?|side by side|"
    r"as opposed to|on the (?:one|other)(?: hand)?|each|respectively|similarit(?:y|ies)|similarly|in common|"
    r"against|what'?s the difference)\b",
    re.IGNORECASE,
)
"""What only says that something is compared."""
_PASSIVE = re.compile(r"\s+(?:is|are|was|were|been|be|ever|get|gets)$")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the caller fixed beforehand; each part overrides what the question says."""

    respondents: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    operator: Operator | None = None
    mode: Mode | None = None
    polarity: Polarity | None = None
    terms: tuple[str, ...] = ()
    """What a set is about, each a concept of its own."""


class Planner:
    """Reads questions about one corpus."""

    def __init__(self, store: Store, lexical: Lexical, is_word: Callable[[str], bool]) -> None:
        self._store = store
        self._is_word = is_word
        self._known = store.vocabulary
        nouns = {noun for form in store.forms.values() for noun in form.respondent_nouns}
        self._nouns = tuple(sorted({*nouns, *_NOUNS}, key=lambda noun: (-len(noun), noun)))
        self._operators = Operators(self._nouns)
        self._roster = Roster(store, is_word, self._nouns)
        self._topics = Topics(store, lexical)

    def plan(self, question: str, filters: Filters = Filters()) -> Plan:
        """Return what a question asks.

        Raises
        ------
        QuestionError
            If there is no question, it is too long, it or a filter names something ambiguous or unknown, or it can hold
            of nobody: a respondent compared with itself, a set about nothing.
        """
        question = self._straight(without_courtesy(checked(question)))
        subjects = self._roster.read(question, filters.respondents, filters.editions)
        bare = subjects.without_filters(question)
        asked = shaped(bare, self._nouns)
        operator = filters.operator or self._operator(question, asked, subjects)
        of_a_set = operator in ("which", "count")
        text, corrections = correct(asked if of_a_set else bare, self._known, self._is_word, subjects.kept_words)
        # Of several who are asked about, those who are here answer, and of the others it is told; to compare needs all.
        absent = () if subjects.respondents and operator != "compare" else subjects.absent
        missing = tuple(f"there is no response of {name} here" for name in subjects.absent if not absent)
        plan = Plan(
            operator=operator,
            mode=None,
            polarity="positive",
            respondents=subjects.respondents,
            questions=self._questions(question, filters),
            concepts=(),
            combine="and",
            text=text or question,
            absent=absent,
            editions=filters.editions,
            notes=(*subjects.notes, *missing, *corrections),
            reasons=(*subjects.reasons, f"operator {operator}"),
        )
        if of_a_set:
            return self._about_a_set(plan, filters)
        return self._over_time(plan) if self._is_over_time(question, subjects) else self._about_a_topic(plan)

    def _straight(self, question: str) -> str:
        """Return a question without typing errors in the words that questions are made of."""
        return straightened(question, self._nouns, self._is_word, self._known)

    def chosen(self, filters: Filters) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the respondents' and the questions' ids that filters leave; none stands for all.

        Raises
        ------
        QuestionError
            If a filter names something ambiguous or unknown.
        """
        respondents = unique(id_ for name in filters.respondents for id_ in self._roster.resolve(name)[0])
        if filters.editions:
            respondents = self._roster.of_edition(respondents, filters.editions)
        return respondents, self._questions("", filters)

    @property
    def nouns(self) -> tuple[str, ...]:
        """What respondents are called here ("country", "respondents"), the longest first."""
        return self._nouns

    def named(self, text: str) -> tuple[list[Named], list[Tie]]:
        """Return the names in a text, in order, and the misspelt ones that could be several."""
        return self._roster.named(text)

    # ---------------------------------------------------------------- what is asked

    def _operator(self, question: str, asked: str, subjects: Subjects) -> Operator:
        """Return what is asked for, by the question as typed and as it is without names, its asking words first."""
        about = subjects.absent or (subjects.respondents if subjects.by_name else ())
        several = len(subjects.respondents) + len(subjects.absent) > 1
        one_by_one = subjects.chosen or any(
            n.role == "subject" and n.kind != "group" and not n.excluded for n in subjects.named
        )
        named = [n for n in subjects.named if n.role == "subject" and not n.excluded]
        here = [n for n in named if n.kind == "respondent"]
        apart = any(not _JOINED.fullmatch(question, a.end, b.start) for a, b in pairwise(here))
        operator = self._operators.of(question, asked, about, several=several, one_by_one=one_by_one, apart=apart)
        if operator == "compare" and not several:
            compared = [n for n in subjects.named if n.role == "subject" and n.ids == subjects.respondents]
            if len(compared) > 1:
                raise QuestionError(f"{compared[0].name} is compared with itself", "name another respondent beside it")
            return "lookup"
        return operator

    def _questions(self, question: str, filters: Filters) -> tuple[str, ...]:
        known = unique(id_ for _, id_, _ in self._store.questions.values())
        # A group is named by its number, its parts have the cells.
        there = {*known, *(id_.split(".")[0] for id_ in known)}
        if filters.questions:
            for wanted in filters.questions:
                if wanted not in there:
                    raise QuestionError(f"the form has no question {wanted!r}", f"it has {some(known)}")
            return filters.questions
        found = []
        for match in _NUMBERED.finditer(question):
            number = match[1].lower()
            word = match[0].split()[0].lower().rstrip(".")
            if number in there and word not in ("no", "nr", "item"):
                found.append(number)
            elif word.startswith("question") and number not in there:
                raise QuestionError(f"the form has no question {number!r}", f"it has {some(known)}")
        return unique(found)

    def _about_a_topic(self, plan: Plan) -> Plan:
        text = _NUMBERED.sub(" ", plan.text) if plan.questions else plan.text
        if plan.operator == "compare":
            text = squeeze(_COMPARING.sub(" ", text))
            if not content_words(text) and not plan.questions:
                names = " ".join(f"--respondent {id_}" for id_ in plan.respondents)
                raise QuestionError(
                    "the comparison names no topic", f"say on what, or see all with msqqa matrix {names}"
                )
        terms = unique(w.text for w in content_words(text))
        concepts = (Concept(terms),) if terms else ()
        return replace(plan, text=squeeze(text) or plan.text, concepts=concepts)

    def _is_over_time(self, question: str, subjects: Subjects) -> bool:
        """Return whether one respondent's waves are compared: "what changed for Kenya since 2022"."""
        here = self._store.respondents
        if len(subjects.respondents) == 1 and ONE_WAVE.search(question):
            only = here[subjects.respondents[0]]
            raise QuestionError(
                f"there is one response of {only.name} here, of edition {only.edition or 'unknown'}",
                "ask what it says",
            )
        waves = {here[id_].edition for id_ in subjects.respondents}
        return (
            len(waves) > 1
            and len({n.name for n in subjects.named if n.role == "subject"}) == 1
            and (OVER_TIME.search(question) is not None)
        )

    def _over_time(self, plan: Plan) -> Plan:
        """Compare on a topic, where there is one; else on every question of the form."""
        text = squeeze(OVER_TIME.sub(" ", plan.text))
        if content_words(text) or plan.questions:
            return self._about_a_topic(replace(plan, operator="compare", text=text))
        reasons = (*plan.reasons, "it asks what changed from one edition to another")
        return replace(plan, operator="open", over_time=True, reasons=reasons)

    # ---------------------------------------------------------------- a set

    def _about_a_set(self, plan: Plan, filters: Filters) -> Plan:
        """Find what a respondent must say or do to be in the set."""
        asked = sought(plan.text)
        if asked is not None and not filters.terms:
            topic = silence(plan.text) if asked == "blank" else unclear(plan.text)
            return self._of_stance(plan, asked, topic or "")
        verb = _mention_verb(plan.text)
        mode: Mode = filters.mode or ("mention" if verb or filters.terms else "meaning")
        rest, topic, polarity = behind_head(plan.text, self._nouns)
        if mode != "mention" and not filters.terms and filters.polarity is None:
            for stance, of in (("planned", planned(rest)), ("partial", in_part(rest))):
                if of is not None:
                    return self._of_stance(plan, stance, of)  # type: ignore[arg-type]
        beside = ""
        if verb is not None:
            topic, polarity, beside = self._mentioned(plan.text, verb)
        topic = squeeze(_TRAILING.sub("", topic))
        parts, combine = self._parts(plan.text, topic, mode, filters, filters.polarity or polarity)
        if mode == "mention":
            # Who puts a word in quotation marks means that word.
            exact = bool(_QUOTED.search(plan.text)) and not filters.terms
            concepts = tuple(
                Concept((p.text,) if exact else self._topics.terms(p.text), polarity=p.polarity) for p in parts
            )
        else:
            listed = ((unique(w.text for w in content_words(p.text)), p.polarity) for p in parts)
            concepts = tuple(Concept(terms, polarity=own) for terms, own in listed if terms)
        both = {t for c in concepts if c.polarity == "positive" for t in c.terms} & {
            t for c in concepts if c.polarity == "negative" for t in c.terms
        }
        if both and mode == "mention":
            raise QuestionError(
                f"{', '.join(sorted(both))} count as one here: nobody mentions one and not the other",
                "ask for one of them, or part them in synonyms.toml",
            )
        compares = extreme(plan.text) or ""
        if not concepts and not plan.questions and not compares and not plan.absent:
            raise QuestionError(
                "the question names nothing that somebody could have or mention",
                "say what; `msqqa info` lists who is here",
            )
        return replace(
            plan,
            mode=mode,
            polarity="negative" if parts and all(p.polarity == "negative" for p in parts) else "positive",
            concepts=concepts,
            combine=combine,
            text=squeeze(f"{topic} {beside}") or plan.text,
            extreme=compares,
            mode_is_given=filters.mode is not None or (mode == "mention" and not beside and not _WITHIN.search(topic)),
            negated=filters.polarity is None and denies(plan.text),
            reasons=(*plan.reasons, f"mode {mode}: {_why(mode, given=filters.mode is not None)}"),
            notes=(*plan.notes, *self._topics.said_of(concepts)) if mode == "mention" else plan.notes,
        )

    def _parts(
        self, text: str, topic: str, mode: Mode, filters: Filters, polarity: Polarity
    ) -> tuple[list[Part], Combine]:
        from msqqa.ask.joint import Part

        if filters.terms:
            return [Part(term, polarity) for term in filters.terms], "and"
        quoted = _QUOTED.findall(text)
        if quoted:
            return [Part(squeeze(q), polarity) for q in quoted], "and"
        if mode == "mention":
            return self._topics.phrases(topic, polarity)
        return parted(topic, polarity) if topic else ([], "and")

    def _mentioned(self, text: str, verb: re.Match[str]) -> tuple[str, Polarity, str]:
        """Return what is mentioned, whether it is asked who does not, and what it is that mentions it.

        Of "whose strategy refers to blockchains" the last is "strategy": a form may ask just that.
        """
        denying = re.search(r"\b(?:no|not|nothing|silent|unmentioned)\b", verb[0], re.IGNORECASE) is not None
        before = text[: verb.start()] + (" no " if denying else "")
        _, left, polarity = behind_head(before + "mention", self._nouns)
        left = left.removesuffix("mention").strip()
        topic = text[verb.end() :]
        if not any(True for _ in words(_TRAILING.sub("", topic))):
            # "in which countries is WCAG mentioned": what is mentioned stands before the verb.
            return _PASSIVE.sub("", left), polarity, ""
        beside = " ".join(w.text for w in content_words(left) if w.text not in self._nouns)
        return topic, polarity, beside

    @staticmethod
    def _of_stance(plan: Plan, stance: Stance, topic: str) -> Plan:
        """Ask for those of one stance on a question: the one that is named, or the one that its topic finds."""
        topic = squeeze(_TRAILING.sub("", topic))
        terms = unique(w.text for w in content_words(topic) if not plan.questions)
        return replace(
            plan,
            mode="question",
            sought=stance,
            concepts=(Concept(terms),) if terms else (),
            text=topic or plan.text,
            reasons=(*plan.reasons, f"mode question: it asks whose answer is {stance}"),
        )


def _mention_verb(text: str) -> re.Match[str] | None:
    """Return the verb by which a question asks for the word itself; the last one where the first has nothing behind."""
    found = list(MENTION_VERB.finditer(text))
    return next((verb for verb in found if any(True for _ in words(text[verb.end() :]))), found[-1] if found else None)


def _why(mode: Mode, *, given: bool) -> str:
    if given:
        return "it was given"
    return "it asks for the word" if mode == "mention" else "it asks for what is so"
