"""A question → a plan, from the question alone and what the corpus knows; no language model.

The plan says what is asked (operator), of whom (respondents), about which of the form's questions, with which terms,
and why it was read so. Everything after it only carries it out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from msqqa.ask.candidates import may_mention
from msqqa.ask.intent import extreme, joined, silence
from msqqa.ask.mentions import mentioned
from msqqa.ask.names import Names, without
from msqqa.ask.spelling import correct
from msqqa.ask.wording import checked, without_courtesy
from msqqa.errors import QuestionError
from msqqa.model import Concept, Plan
from msqqa.words import STOP_WORDS, content_words, fold, squeeze, stem, stems, unique, words

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from msqqa.ask.names import Named, Tie
    from msqqa.index.lexical import Lexical
    from msqqa.index.store import Store
    from msqqa.model import Mode, Operator, Polarity

_NARROWS_NOTHING = frozenset(
    "other different responding surveyed participating member examined various individual".split()
)
_NOUNS = ("respondent", "respondents", "participant", "participants", "response", "responses")
_MENTION_VERB = re.compile(
    r"\b(?:mention(?:s|ed|ing)?|refer(?:s|red|ring|ence|ences)?(?: (?:is|are|was|were))?(?: made)? to|"
    r"cit(?:e|es|ed|ing)|(?:use|uses|using|contain|contains|containing) the (?:word|words|term|terms|phrase))\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?:question|questions|q|item|no|nr)\.?\s*#?\s*(\d{1,3}(?:\.[a-z0-9-]+)?)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»]{2,80})[\"“”«»]")
_NEGATIVE = re.compile(
    r"\b(?:do(?:es)? not|don['’]?t|doesn['’]?t|did not|didn['’]?t|have no|has no|have not|has not|haven['’]?t|"
    r"hasn['’]?t|without|lack|lacks|lacking|are not|is not|aren['’]?t|isn['’]?t|no)\b",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"^(?:compare|comparison|contrast)\b|\bdifferences? between\b|\b(?:vs\.?|versus)\b", re.IGNORECASE
)
_WHO_OF_RESPONDENTS = re.compile(
    r"who (?:all )?(?:mentions?|has|have|does|do|did|uses?|refers?|cites?|says?|said|answered)\b"
)
_TRAILING = re.compile(
    r"\s*(?:,?\s*(?:in|under|for|at) (?:their|its|the|any)? ?(?:answers?|responses?|repl(?:y|ies)|questionnaires?|"
    r"questions?)?|anywhere|at all|please)?\s*[?.!]*\s*$",
    re.IGNORECASE,
)


_LONG_FORMS = 5
"""Of an abbreviation, the most used: the others are mostly one writer's slip."""
_TRIED = 50
"""Passages that are read to see whether a phrase is in use."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the caller fixed beforehand; each part overrides what the question says."""

    respondents: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()


class Planner:
    """Reads questions about one corpus."""

    def __init__(self, store: Store, lexical: Lexical, is_word: Callable[[str], bool]) -> None:
        self._store = store
        self._lexical = lexical
        self._is_word = is_word
        self._known = store.vocabulary
        self._names = Names(store.names, self._known)
        nouns = {noun for form in store.forms.values() for noun in form.respondent_nouns}
        self._nouns = tuple(sorted({*nouns, *_NOUNS}, key=lambda noun: (-len(noun), noun)))

    def plan(self, question: str, filters: Filters = Filters()) -> Plan:
        """Return what a question asks.

        Raises
        ------
        QuestionError
            If there is no question, it is too long, or it or a filter names something ambiguous or unknown.
        """
        question = without_courtesy(checked(question))
        named, ties = self.named(question)
        self._refuse_ties(ties)
        notes = [f"read {n.typed} as {n.name}" for n in named if n.typo]
        reasons = [f"{n.typed!r} is {_role(n)}" for n in named]
        respondents, absent, named = self._subjects(named, filters)
        if not respondents and not absent:
            absent = self._unknown_group(question)
        if filters.editions:
            respondents = self._of_edition(respondents, filters.editions)
        text = without(question, [n for n in named if n.role == "subject" and n.kind != "absent"])
        kept = {w.text for n in named if n.role == "object" or n.kind == "absent" for w in words(n.typed)}
        text, corrections = correct(text, self._known, self._is_word, kept)
        notes += corrections
        questions = self._questions(question, filters)
        subjects = absent or (respondents if any(n.role == "subject" for n in named) or filters.respondents else ())
        operator = self._operator(question, subjects, both=len(respondents) + len(absent) > 1)
        if respondents and operator != "compare":
            absent = ()  # a place beside the subject is part of the topic
        reasons.append(f"operator {operator}")
        plan = Plan(
            operator=operator,
            mode=None,
            polarity="positive",
            respondents=respondents,
            questions=questions,
            concepts=(),
            combine="and",
            text=text or question,
            absent=absent,
            editions=filters.editions,
            notes=tuple(notes),
            reasons=tuple(reasons),
        )
        return self._about_a_set(plan) if operator in ("which", "count") else self._about_a_topic(plan)

    def chosen(self, filters: Filters) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the respondents' and the questions' ids that filters leave; none stands for all.

        Raises
        ------
        QuestionError
            If a filter names something ambiguous or unknown.
        """
        respondents = unique(id_ for name in filters.respondents for id_ in self._resolve(name))
        if filters.editions:
            respondents = self._of_edition(respondents, filters.editions)
        return respondents, self._questions("", filters)

    # ---------------------------------------------------------------- whom

    @property
    def _ordinary(self) -> Container[str]:
        return _Ordinary(self._known, self._is_word)

    def _refuse_ties(self, ties: Sequence[Tie]) -> None:
        for tie in ties:
            offered = ", ".join(tie.names[:-1]) + " or " + tie.names[-1]
            raise QuestionError(f"{tie.typed!r} could be {offered}", "write the name that you mean")

    @property
    def nouns(self) -> tuple[str, ...]:
        """What respondents are called here ("country", "respondents"), the longest first."""
        return self._nouns

    def named(self, text: str) -> tuple[list[Named], list[Tie]]:
        """Return the names in a text, in order, and the misspelt ones that could be several."""
        return self._names.find(text, self._ordinary)

    def _subjects(self, named: list[Named], filters: Filters) -> tuple[tuple[str, ...], tuple[str, ...], list[Named]]:
        if filters.respondents:
            ids = tuple(i for name in filters.respondents for i in self._resolve(name))
            return unique(ids), (), [n for n in named if n.kind != "absent"]
        subjects = [n for n in named if n.role == "subject"]
        ids = unique(i for n in subjects if n.kind == "respondent" for i in n.ids)
        if not ids:
            ids = unique(i for n in subjects if n.kind == "group" for i in n.ids)
        absent = unique(n.name for n in subjects if n.kind == "absent")
        return ids, absent, named

    def _unknown_group(self, question: str) -> tuple[str, ...]:
        """Return what narrows "which … countries" to a group that no respondent is known to belong to."""
        nouns = "|".join(re.escape(noun) for noun in self._nouns if noun.endswith("s"))
        found = re.search(
            rf"\b(?:which|what|how many|all|any)((?: [\w-]+){{1,2}}) ({nouns})\b", question, re.IGNORECASE
        )
        if found is None:
            return ()
        narrowing = [w for w in found[1].split() if fold(w) not in STOP_WORDS and fold(w) not in _NARROWS_NOTHING]
        return (f"{' '.join(narrowing)} {found[2]}",) if narrowing else ()

    def _of_edition(self, respondents: tuple[str, ...], editions: tuple[str, ...]) -> tuple[str, ...]:
        here = self._store.respondents
        known = unique(r.edition for r in here.values() if r.edition)
        for edition in editions:
            if edition not in known:
                raise QuestionError(f"no response of edition {edition!r}", f"this corpus has {_some(known) or 'none'}")
        chosen = tuple(id_ for id_ in (respondents or here) if here[id_].edition in editions)
        if not chosen:
            raise QuestionError(
                f"{', '.join(here[r].name for r in respondents)} gave no response to edition {', '.join(editions)}",
                "leave out --edition or --respondent",
            )
        return chosen

    def _resolve(self, name: str) -> tuple[str, ...]:
        for respondent in self._store.respondents.values():
            if fold(name) in {
                fold(known) for known in (respondent.id, respondent.name, *respondent.aliases, *respondent.codes)
            }:
                return (respondent.id,)
        found, ties = self._names.find(name, frozenset())
        self._refuse_ties(ties)
        here = [n for n in found if n.kind != "absent"]
        if not here:
            some = ", ".join(list(self._store.respondents)[:5])
            raise QuestionError(f"no respondent {name!r} in this corpus", f"it has {some}")
        return here[0].ids

    # ---------------------------------------------------------------- what

    def _operator(self, question: str, subjects: Sequence[str], *, both: bool) -> Operator:
        folded = fold(question)
        nouns = "|".join(re.escape(fold(noun)) for noun in self._nouns)
        if silence(question) is not None and re.match(r"(?:which|what|who|how many|list|name|show)\b", folded):
            return "count" if folded.startswith("how many") else "which"
        gap = r"(?:\w+[ -]){0,3}?"
        if subjects and (_COMPARE.match(folded) if not both else _COMPARE.search(folded)):
            return "compare"
        plural = "|".join(re.escape(fold(noun)) for noun in self._nouns if noun.endswith("s"))
        if re.search(rf"\b(?:how many|^number of) (?:of (?:the|all|these) )?{gap}(?:{plural})\b", folded):
            return "count"
        if self._asks_about_all(folded, nouns, plural):
            # "who" asks for a set only where no respondent is the subject: "who runs Mongolia's portal" does not.
            about_one = bool(subjects) and not re.match(r"(?:which|what|list|name|show)\b", folded)
            if not about_one:
                return "which"
        return "lookup" if subjects else "open"

    @staticmethod
    def _asks_about_all(folded: str, nouns: str, plural: str) -> bool:
        """Return whether a question asks which respondents something holds of."""
        gap = r"(?:\w+[ -]){0,3}?"
        asked = (
            rf"\b(?:which|what|list|name|show|find|all|any|every|each)(?: of)?(?: the| all| me)* {gap}(?:{plural})\b"
        )
        one = rf"\b(?:which|what) (?:{nouns})\b(?! (?:of\b|agenc|ministr|department|portal|websit|bod))"
        whose = rf"\b(?:{plural}) (?:that|which|who|whose|with|without|having|where|mention\w*|citing|referring)\b"
        doing = rf"^{gap}(?:{plural}) \w+ing\b"
        return _WHO_OF_RESPONDENTS.match(folded) is not None or any(
            re.search(pattern, folded) for pattern in (asked, one, whose, doing)
        )

    def _questions(self, question: str, filters: Filters) -> tuple[str, ...]:
        known = unique(id_ for _, id_, _ in self._store.questions.values())
        there = {
            *known,
            *(id_.split(".")[0] for id_ in known),
        }  # a group is named by its number, its parts have the cells
        if filters.questions:
            for wanted in filters.questions:
                if wanted not in there:
                    raise QuestionError(f"the form has no question {wanted!r}", f"it has {_some(known)}")
            return filters.questions
        found = []
        for match in _NUMBERED.finditer(question):
            number = match[1].lower()
            word = match[0].split()[0].lower().rstrip(".")
            if number in there and word not in ("no", "nr", "item"):
                found.append(number)
            elif word.startswith("question") and number not in there:
                raise QuestionError(f"the form has no question {number!r}", f"it has {_some(known)}")
        return unique(found)

    def _about_a_topic(self, plan: Plan) -> Plan:
        text = _NUMBERED.sub(" ", plan.text) if plan.questions else plan.text
        terms = unique(w.text for w in content_words(text))
        concepts = (Concept(terms),) if terms else ()
        return replace(plan, text=squeeze(text) or plan.text, concepts=concepts)

    def _about_a_set(self, plan: Plan) -> Plan:
        """Find what a respondent must say or do to be in the set."""
        unanswered = silence(plan.text)
        if unanswered is not None:
            return self._about_silence(plan, unanswered)
        verb = max(_MENTION_VERB.finditer(plan.text), key=lambda match: match.start(), default=None)
        mode: Mode = "mention" if verb else "meaning"
        polarity: Polarity = "positive"
        before = plan.text[: verb.start()] if verb else plan.text
        if _NEGATIVE.search(before):
            polarity = "negative"
        topic = plan.text[verb.end() :] if verb else self._without_head(plan.text)
        topic = squeeze(_TRAILING.sub("", topic))
        if verb and not any(True for _ in words(topic)):
            # "in which countries is WCAG mentioned": what is mentioned stands before the verb.
            topic = re.sub(r"\s+(?:is|are|was|were|been|be|ever)$", "", self._without_head(before).strip())
        quoted = _QUOTED.findall(plan.text)
        combine: Literal["and", "or"] = "and"
        if quoted:
            phrases = [squeeze(q) for q in quoted]
        elif mode == "mention":
            phrases, combine = self._phrases(topic)
        else:
            phrases = [topic] if topic else []
        if mode == "mention":
            concepts = tuple(Concept(self._terms(phrase), polarity=polarity) for phrase in phrases)
        else:
            # "Neither a nor b", "not both": what is denied of two things is left as it is said.
            parts, combine = joined(topic) if polarity == "positive" and not quoted else ([topic], "and")
            listed = (unique(w.text for w in content_words(part)) for part in parts)
            concepts = tuple(Concept(terms, polarity=polarity) for terms in listed if terms)
        reasons = (*plan.reasons, f"mode {mode}: {'it asks for the word' if verb else 'it asks for what is so'}")
        return replace(
            plan,
            mode=mode,
            polarity=polarity,
            concepts=concepts,
            combine=combine,
            text=topic or plan.text,
            extreme=extreme(plan.text) or "",
            reasons=reasons,
        )

    @staticmethod
    def _about_silence(plan: Plan, topic: str) -> Plan:
        """Ask for those who left a question blank: the one that is named, or the one that its topic finds."""
        topic = squeeze(_TRAILING.sub("", topic))
        terms = unique(w.text for w in content_words(topic) if not plan.questions)
        return replace(
            plan,
            mode="question",
            silent=True,
            concepts=(Concept(terms),) if terms else (),
            text=topic or plan.text,
            reasons=(*plan.reasons, "mode question: it asks who left it blank"),
        )

    def _without_head(self, text: str) -> str:
        """Drop "which countries have": what is left is what they have."""
        nouns = "|".join(re.escape(noun) for noun in self._nouns)
        head = re.compile(
            rf"^.*?\b(?:{nouns})\b(?: (?:that|which|who|here|in this corpus|in the corpus))*"
            r"(?: (?:have|has|had|do|does|did|are|is|with|without|not|n't|don't|doesn't|no|any|a|an|the))*\b",
            re.IGNORECASE | re.DOTALL,
        )
        found = head.match(text) or re.match(
            r"^who(?: (?:has|have|is|are|does))*(?: (?:a|an|the|any))*\b", text, re.IGNORECASE
        )
        rest = text[found.end() :].strip() if found else text
        return rest or text

    def _phrases(self, topic: str) -> tuple[list[str], Literal["and", "or"]]:
        """Part "X and Y" into its phrases, unless the corpus knows it as one."""
        topic = re.sub(r"^(?:the|a|an|any|either|both|some|about|of|to)\s+", "", topic, flags=re.IGNORECASE)
        if not topic:
            return [], "and"
        if not re.search(r",| and | or |/", topic, re.IGNORECASE) or self._uses(topic):
            return [topic], "and"
        combine: Literal["and", "or"] = "or" if re.search(r"\bor\b", topic, re.IGNORECASE) else "and"
        parts = [p.strip() for p in re.split(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+", topic, flags=re.IGNORECASE)]
        return [p for p in parts if p], combine

    def _terms(self, phrase: str) -> tuple[str, ...]:
        """Return a phrase with its other forms: long or short as the corpus defines them, and its owner's synonyms."""
        forms = self._forms(phrase)
        others = [other for form in forms for other in self._synonyms.get(tuple(stems(form)), ())]
        return unique([*forms, *(form for other in others for form in self._forms(other))])

    @cached_property
    def _synonyms(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """The stems of a term → the terms of its group."""
        return {tuple(stems(term)): group for group in self._store.synonyms for term in group}

    def _forms(self, phrase: str) -> tuple[str, ...]:
        by_short, by_long = self._abbreviations
        folded = [w.text for w in words(phrase)]
        for word in folded:
            if word in by_short:
                short, longs = by_short[word]
                rest = {stem(w) for w in folded if w != word and w not in STOP_WORDS}
                # "WCAG accessibility": what stands beside the abbreviation only says again what it stands for.
                if rest <= {stem(w.text) for long in longs for w in words(long)}:
                    return unique([short, *longs])
        short_form = by_long.get(tuple(stems(phrase)))
        return (phrase,) if short_form is None else unique([phrase, short_form])

    @cached_property
    def _abbreviations(self) -> tuple[dict[str, tuple[str, tuple[str, ...]]], dict[tuple[str, ...], str]]:
        """Folded short form → itself and its long forms; and the stems of a long form → its short form."""
        known = self._store.abbreviations.items()
        by_long: dict[tuple[str, ...], str] = {}
        for short, longs in known:
            for long in longs:
                by_long.setdefault(tuple(stems(long)), short)
        return {fold(short): (short, longs[:_LONG_FORMS]) for short, longs in known}, by_long

    def _uses(self, phrase: str) -> bool:
        """Return whether some answer uses the phrase as it is."""
        rows = may_mention(self._store, self._lexical, [phrase])
        found = self._store.passages(rows[:_TRIED].tolist())
        return any(mentioned(passage.quote, [phrase]) for _, passage in found.values())


class _Ordinary:
    """The words that are no names: those of the corpus, and those the encoder knows whole."""

    def __init__(self, known: Container[str], is_word: Callable[[str], bool]) -> None:
        self._known = known
        self._is_word = is_word

    def __contains__(self, word: object) -> bool:
        return word in self._known or self._is_word(str(word))


def _role(named: Named) -> str:
    if named.role == "object":
        return "a topic here, not the subject"
    return {"respondent": "the subject", "group": "a group", "absent": "a subject without a response"}[named.kind]


def _some(known: Sequence[str]) -> str:
    return ", ".join(known[:3]) + f" … {known[-1]}" if len(known) > 4 else ", ".join(known)
