"""A reading → a plan, with what the corpus knows: its respondents, its questions, its words.

The plan says what is asked, of whom, about which claims, and why it was read so. Everything after it only carries it
out, and never looks at the question's text.

Over 300 lines: the fields of a plan share out the words of one reading, and what one field takes the others must leave,
so that their rules are read side by side.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msqqa.ask.plan.attributions import find_attributions
from msqqa.ask.plan.choose import asks_whether, choose_operator
from msqqa.ask.plan.filters import Filters
from msqqa.ask.plan.nouns import calls_respondents, is_asked_for
from msqqa.ask.plan.operators import find_values, other_plan, set_plan
from msqqa.ask.plan.parts import close_brackets, join_parts
from msqqa.ask.plan.rated import read_ratings
from msqqa.ask.plan.restrictions import find_of_whom, find_restrictions
from msqqa.ask.plan.spelling import correct
from msqqa.ask.plan.spoken import asks_of_language, find_speakers
from msqqa.ask.plan.subjects import RespondentResolver, shorten_list
from msqqa.ask.plan.terms import Terms, alternatives, before_short_form
from msqqa.ask.reading.labels import OF_WORDS
from msqqa.ask.reading.reading import Span, remove_spans
from msqqa.ask.reading.wording import find_quoted
from msqqa.closed.dates import find_bound, find_compared, is_of_a_day_or_month
from msqqa.errors import QuestionError
from msqqa.languages import phrases
from msqqa.languages.matching import ends_with_phrase, list_joins, matcher
from msqqa.languages.stops import language_asked
from msqqa.model import Concept, Tally
from msqqa.words import YEAR, content_words, fold, stem, unique, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from msqqa.ask.plan.subjects import Subjects
    from msqqa.ask.reading.reading import Claim, Reading
    from msqqa.index.store import Store
    from msqqa.model import Operator, Plan, Polarity, Relation, Restriction

_EMPTY_BRACKETS = re.compile(r"\(\s*\)")
"""What is left of a name in brackets that is taken out."""
_NUMBER = re.compile(r"(?<![^\W_])q?(\d{1,3}(?:\.[a-z0-9-]{1,40})?)(?![^\W_])", re.IGNORECASE)
"""The number of a question, as forms print it: 41, 49.gender; not the one in "i18n"."""
_OF_WHOM = ("subject", "group", "excluded")
"""Slots of a reading that say of whom; the last only where no word leaves anybody out."""
_DENIED: dict[str, Relation] = {"lacks": "has", "omits": "mentions"}
"""Relations that deny another."""
_HELD = ("has", "plans")
"""Relations that are denied where somebody is said to be against something."""
_BOX_WORDS = (("ticked", "ticked"), ("unticked", "unticked"))
_OF_BOXES = ("ended", "blank", "chose", "rejected")
"""Relations that may be of a box: "left unticked" is read as something that is blank, or there no more."""
_SURE = 0.8
"""Probability of an operator below which the next likely one is told."""
_UNLIKELY = 0.15
"""Probability of the next likely operator from which it is told."""
_FEWEST_EDITIONS = 2
"""Editions that show what changed."""
_OTHER_NAMES = 6
"""Ways, at most, in which a claim is looked for by other names of what it is about."""
NO_FILTERS = Filters()


class Planner:
    """Plans questions about one corpus."""

    def __init__(self, store: Store, is_word: Callable[[str], bool]) -> None:
        self._store = store
        self._is_word = is_word
        self._known = store.vocabulary
        self._roster = RespondentResolver(store, is_word)
        self.terms = Terms(store, is_word)

    def plan(self, reading: Reading, filters: Filters = NO_FILTERS) -> Plan:
        """Return what a question asks.

        Raises
        ------
        QuestionError
            If it or a filter names something ambiguous or unknown, or it can hold of nobody: a respondent compared
            with itself, a set about nothing.
        """
        reading = self._read_told_change(read_ratings(reading, self._store))
        reading = reading if filters.respondents else self._roster.move_objects(reading)
        if not self._store.is_survey:  # which may have an option, or a group, of each
            reading = join_parts(reading if filters.respondents else self._roster.move_unknown(reading))
        reading = self._read_free_editions(reading)
        reading = reading if filters.respondents else self._roster.move_denied(reading)
        editions, undated = self._editions(reading, filters)
        subjects = self._roster.read(reading, filters.respondents, editions)
        operator = filters.operator or choose_operator(
            reading, subjects, self._store, of_question=bool(filters.questions)
        )
        # Of several who are asked about, those who are here answer, and of the others it is told; to compare needs all.
        absent = () if subjects.respondents and operator != "compare" else subjects.absent
        missing = tuple(f"there is no response of {name} here" for name in subjects.absent if not absent)
        claims = _only_cued_omissions(reading, _mentions_throughout(reading)) or self._bare_claim(reading, operator)
        quoted = find_quoted(reading.text)
        concepts, corrections = self._concepts(claims, reading, filters)
        if (
            claims and not concepts and not any(claim.question for claim in claims)
        ):  # a topic without a word that tells anything, as "more" of "more examples"
            concepts, corrections = self._concepts(self._bare_claim(reading, operator), reading, filters)
        asks_of_boxes = _find_box(reading) and all(concept.relation == "chose" for concept in concepts)
        of_boxes = self._questions_of_boxes(concepts) if asks_of_boxes else ()
        slips = self._find_slips(reading)
        text = _replace_all(self._text(reading, subjects, operator), slips)
        whole = _replace_all(self._whole(reading, subjects, operator), slips)
        objects = self._objects(claims) if operator in ("which", "count") else ()
        common: dict[str, Any] = {
            "respondents": self._without(subjects.respondents, [*self._mentioned_respondents(claims), *objects]),
            "objects": objects,
            "questions": self._questions(reading, filters) or of_boxes,
            "editions": editions,
            "concepts": concepts,
            "combine": "or" if reading.join == "or" or _is_either(reading) else "and",
            "text": text,
            "also": unique(self.terms.by_other_names(text))[:_OTHER_NAMES],
            "asks": reading.asks,
            "whether": asks_whether(reading.text),
            "counted": tuple(word.text for span in reading.words("counted") for word in content_words(span)),
            "whole": whole,
            "dated": find_bound(find_compared(whole)),
            # What respondents are called tells nothing of what is asked.
            "nouns": tuple(n for n in reading.words("noun") if not calls_respondents(self._store, n, unknown=False)),
            "options": reading.words("option"),
            "quoted": unique(reading.text[start:end] for start, end in quoted),
            "values": tuple((span.kind or "eq", span.text) for span in find_values(reading)),
            "absent": absent,
            "boxes": bool(of_boxes),
            "restrictions": self._restrictions(reading, subjects, quoted, absent=bool(absent)),
            "notes": (*subjects.notes, *undated, *missing, *corrections),
            "reasons": (*subjects.reasons, *_explain_reading(reading, operator)),
        }
        narrowed = operator in ("which", "count") and asks_of_language(reading) and not filters.operator
        operator = "about" if narrowed else operator  # who "did not answer in French" left nothing blank
        if operator in ("which", "count"):
            spans = [span for spans in reading.slots.values() for span in spans]
            common["beside"] = tuple(
                w.text for w in content_words(remove_spans(reading.text, [*spans, *subjects.named]))
            )
            return set_plan(operator, reading, filters, common, self.terms)
        if operator == "about" and not subjects.by_name:
            speakers, note = find_speakers(reading, self._store)
            if note:
                common |= {"respondents": speakers, "absent": (), "notes": (*common["notes"], note)}
        return other_plan(operator, reading, common)

    def tally(self, question: str, by: str, filters: Filters) -> Tally:
        """Return the plan of a tally of a question, by its id or its words, split by another one.

        Raises
        ------
        QuestionError
            If a filter names something ambiguous or unknown.
        """
        respondents, _ = self.apply_filters(filters)
        named = question.strip().lower()
        known = (named,) if named in self._question_ids() else ()
        concepts = () if known else (Concept(unique(w.text for w in content_words(question)), relation="chose"),)
        return Tally(
            respondents=respondents, questions=known, concepts=concepts, whole=question, text=question, by=by.strip()
        )

    def _read_told_change(self, reading: Reading) -> Reading:
        """Read a change that one document tells itself as any other thing that is asked of it: nothing is compared.

        Nor is anything where a set is asked for by what several documents say.
        """
        spans = _edition_spans(reading)
        alone = reading.operator == "change" and bool(spans) and (len(spans) == 1 or reading.asks == "set")
        if not alone or not _are_told_in(reading.text, spans):
            return reading
        of_set = reading.second[0] in ("which", "count") and not self._roster.places(reading.text)
        claims = tuple(replace(one, relation="has") if one.relation == "changed" else one for one in reading.claims)
        return replace(reading, operator=reading.second[0] if of_set else "lookup", claims=claims)

    def names_in(self, question: str) -> list[tuple[int, int]]:
        """Return where respondents are named in a question, in order."""
        return self._roster.places(question)

    def apply_filters(self, filters: Filters) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the respondents' and the questions' ids that filters leave; none stands for all.

        Raises
        ------
        QuestionError
            If a filter names something ambiguous or unknown.
        """
        respondents = unique(id_ for name in filters.respondents for id_ in self._roster.resolve(name)[0])
        if filters.editions:
            respondents = self._roster.of_edition(respondents, filters.editions)
        return respondents, self._filtered_questions(filters)

    def _editions(self, reading: Reading, filters: Filters) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the editions that alone are examined, and what is told of one that no response here is of."""
        known = self._known_editions
        spans = [] if filters.editions or not known else _edition_spans(reading)
        if not spans:
            return filters.editions, ()
        if reading.operator == "change" and not _are_told_in(reading.text, spans):
            return _editions_between(known, [year for span in spans for year in YEAR.findall(span.text)]), ()
        named = tuple(edition for edition in known if any(_is_named(edition, span.text) for span in spans))
        if named:
            return (named if len(known) > 1 else ()), ()
        years = [span.text for span in spans if YEAR.search(span.text)]
        return (), tuple(f"no response here is of {year}: this corpus has {shorten_list(known)}" for year in years)

    def _read_free_editions(self, reading: Reading) -> Reading:
        """Return a reading of what somebody named says with the years of editions that stand outside all its slots."""
        if reading.operator != "lookup" or _edition_spans(reading) or not self._roster.places(reading.text):
            return reading
        taken = [span for spans in reading.slots.values() for span in spans]
        years = (Span(m.start(), m.end(), m[0]) for m in YEAR.finditer(reading.text) if m[0] in self._known_editions)
        found = [one for one in years if not any(s.start < one.end and one.start < s.end for s in taken)]
        return (
            replace(reading, slots={**reading.slots, "edition": (*reading.spans("edition"), *found)})
            if found
            else reading
        )

    def _questions(self, reading: Reading, filters: Filters) -> tuple[str, ...]:
        if filters.questions:
            return self._filtered_questions(filters)
        there = self._question_ids()
        found = []
        for span in reading.spans("question"):
            number = _NUMBER.search(span.text)
            if number is None:
                continue
            if number[1].lower() not in there:
                if self._is_worded(span.text):  # the canteen of "site 1", where questions ask about sites
                    continue
                raise QuestionError(
                    f"the form has no question {number[1]!r}", f"it has {shorten_list(self._numbers())}"
                )
            found.append(number[1].lower())
        return unique(found)

    def _is_of_topic(self, text: str) -> bool:
        """Return whether what was read as a question's number is none, but words of what a question asks: "site 1"."""
        number = _NUMBER.search(text)
        return number is not None and number[1].lower() not in self._question_ids() and self._is_worded(text)

    def _is_worded(self, text: str) -> bool:
        """Return whether a text stands, word for word, in what the form asks."""
        own = [word.text for word in words(text)]
        asked = ([word.text for word in words(question)] for _, _, question in self._store.questions.values())
        return any(own == said[at : at + len(own)] for said in asked for at in range(len(said)))

    def _filtered_questions(self, filters: Filters) -> tuple[str, ...]:
        there = self._question_ids()
        for wanted in filters.questions:
            if wanted not in there:
                raise QuestionError(f"the form has no question {wanted!r}", f"it has {shorten_list(self._numbers())}")
        return filters.questions

    def _question_ids(self) -> set[str]:
        known = self._numbers()
        # A group is named by its number, its parts have the cells.
        return {*known, *(id_.split(".")[0] for id_ in known)}

    def _numbers(self) -> tuple[str, ...]:
        return unique(id_ for _, id_, _ in self._store.questions.values())

    def _bare_claim(self, reading: Reading, operator: Operator) -> tuple[Claim, ...]:
        """Return what is left of a question that names no topic: all its words outside the slots."""
        from msqqa.ask.reading.reading import Claim

        if "about" in (reading.operator, operator) or reading.operator in ("chat", "same", "change"):
            return ()
        relation: Any = reading.relation or "has"
        left = remove_spans(reading.text, [span for spans in reading.slots.values() for span in spans])
        if content_words(left):
            return (Claim(relation, Span(0, len(reading.text), left)),)
        quoted = find_quoted(reading.text)[:1]
        return tuple(Claim("mentions", Span(start, end, reading.text[start:end])) for start, end in quoted)

    def _concepts(
        self, claims: Sequence[Claim], reading: Reading, filters: Filters
    ) -> tuple[tuple[Concept, ...], list[str]]:
        """Return the claims' topics as the words that stand for them, and what was read in another way than typed."""
        if filters.terms:
            chosen: Polarity = filters.polarity or "positive"
            given = (Concept(self.terms.of(t), polarity=chosen, relation="mentions") for t in filters.terms)
            return tuple(given), []
        concepts, notes = [], []
        opposed = reading.operator in ("which", "count") and _is_opposed(reading)
        box = _find_box(reading)
        for claim in _without_appositions(claims, reading.text):
            if claim.topic is None:
                continue
            relation: Any = claim.relation
            of_box = bool(box) and relation in _OF_BOXES and self._is_of_a_box(claim.topic.text)
            relation = "chose" if of_box else _by_option(reading, relation)
            if relation in _HELD and (opposed or _is_said_to_lack(reading, claim.topic)):
                relation = "lacks"
            denied = relation in _DENIED or (of_box and box == "unticked")
            polarity: Polarity = filters.polarity or ("negative" if denied else "positive")
            relation = _DENIED.get(relation, relation)
            text, corrections = claim.topic.text, list[str]()
            if not self._is_foreign(reading.text):
                text, corrections = correct(text, self._known, self._is_word, self._roster.words_of_names(claim.topic))
            notes += corrections
            if relation == "mentions" or filters.mode == "mention":
                concepts.append(Concept(self._mentioned(text), polarity=polarity, relation="mentions"))
            elif terms := unique(w.text for w in content_words(self.terms.as_asked(text))):
                concepts.append(Concept(terms, polarity=polarity, relation=relation))
        return (_of_one_box(concepts) if box and concepts else tuple(concepts)), notes

    def _is_of_a_box(self, topic: str) -> bool:
        """Return whether a list of boxes has one that says all of a topic, whatever a box is called."""
        said = {stem(word.text) for word in content_words(topic)} - _box_stems()
        return bool(said) and any(said <= own for own, _ in self._boxes)

    def _questions_of_boxes(self, concepts: Sequence[Concept]) -> tuple[str, ...]:
        """Return the ids of the questions whose lists of boxes have one that says all of each claim."""
        said = [{stem(term) for term in concept.terms} for concept in concepts]
        return unique(id_ for own, id_ in self._boxes if all(each <= own for each in said)) if said else ()

    @cached_property
    def _boxes(self) -> list[tuple[set[str], str]]:
        """What each box of a list says, by its stems, and its question's id."""
        lists = [q for form in self._store.forms.values() for q in form.questions if q.kind == "choice"]
        return [({stem(word.text) for word in content_words(option)}, q.id) for q in lists for option in q.options]

    def _without(self, chosen: tuple[str, ...], sought: Collection[str]) -> tuple[str, ...]:
        """Return the respondents without those that are sought: that one names itself tells nothing."""
        return tuple(id_ for id_ in chosen or self._store.respondents if id_ not in sought) if sought else chosen

    def _mentioned_respondents(self, claims: Sequence[Claim]) -> list[str]:
        """Return the respondents whose mentions are looked for."""
        topics = [c.topic.text for c in claims if c.topic is not None and c.relation in OF_WORDS]
        return [id_ for topic in topics for id_ in self._roster.find_called(topic)]

    def _objects(self, claims: Sequence[Claim]) -> tuple[str, ...]:
        """Return the respondents that claims end with: who works with Belmora is somebody else."""
        topics = [c.topic.text for c in claims if c.topic is not None and c.relation not in OF_WORDS]
        return unique(id_ for topic in topics for id_ in self._roster.find_last(topic))

    def _mentioned(self, phrase: str) -> tuple[str, ...]:
        """Return the terms by which a phrase may be mentioned; who puts it in quotation marks means it as it is."""
        bare = phrase.strip(" \"“”„«»'‘’")
        if bare != phrase.strip() and bare:
            return (bare,)
        parts = [*(alternatives(phrase) or [phrase]), before_short_form(phrase)]
        return unique(term for part in parts if part for term in self.terms.of(part))

    def _text(self, reading: Reading, subjects: Subjects, operator: str) -> str:
        """Return what is encoded: the topics where they are the whole matter, else the question without its names."""
        own = [close_brackets(claim.topic.text) for claim in reading.claims if claim.topic is not None]
        topics = " ".join(self.terms.as_asked(text) for text in own)
        if topics and (operator in ("which", "count", "compare") or reading.asks == "summary"):
            return topics  # what is done with the topic, as "summarise", stands in no answer
        left = self.terms.as_asked(reading.wording or self._whole(reading, subjects, operator))
        return left if content_words(left) else topics or reading.text

    def _find_slips(self, reading: Reading) -> dict[str, str]:
        """Return the words of topics that surely are typing errors, each with what is looked for in its place.

        They are told one by one: a topic of several parts does not stand in the question as it is written here.
        """
        found: dict[str, str] = {}
        if self._is_foreign(reading.text):
            return found
        for topic in (claim.topic for claim in reading.claims if claim.topic is not None):
            kept = self._roster.words_of_names(topic)
            for word in content_words(topic.text):
                typed = topic.text[word.start : word.end]
                meant, notes = correct(typed, self._known, self._is_word, kept, surely=True)
                if notes:
                    found[typed] = meant
        return found

    def _is_foreign(self, text: str) -> bool:
        """Return whether a question is in a language that nobody wrote here: its words are no slips of the answers'."""
        asked = language_asked([word.text for word in words(text)])
        return asked != "en" and asked not in self._store.languages

    def _whole(self, reading: Reading, subjects: Subjects, operator: str) -> str:
        """Return the question without what says of whom, and of which of the form's questions, it is asked.

        Words that were read as a subject or an edition, but name none here, belong to what is looked for; so does a
        noun for many where the respondents are named: "do ministries have a website" asked of one is about ministries.
        """
        # A group narrows nothing where a filter has chosen the respondents.
        here = [n for n in subjects.named if n.kind == "respondent" or (n.kind == "group" and not subjects.chosen)]
        of_whom = [span for slot in ("subject", "group", "excluded") for span in reading.spans(slot)]
        cut: list[Any] = [*(span for span in reading.spans("question") if not self._is_of_topic(span.text)), *here]
        cut += [span for span in of_whom if any(span.start <= n.start and n.end <= span.end for n in here)]
        cut += [span for span in _edition_spans(reading) if any(_is_named(e, span.text) for e in self._known_editions)]
        told_in = find_attributions(reading.text, [(span.start, span.end) for span in cut])
        cut = [*(span for span in cut if not any(a.start <= span.start < a.end for a in told_in)), *told_in]
        of_many = operator in ("which", "count") or not (subjects.by_name and subjects.respondents)
        cut += [
            n
            for n in reading.spans("noun")
            if calls_respondents(self._store, n.text, unknown=of_many)
            and (of_many or not is_asked_for(self._store, n.text))
        ]
        return _EMPTY_BRACKETS.sub(" ", remove_spans(reading.text, cut))

    def _restrictions(
        self, reading: Reading, subjects: Subjects, quoted: Sequence[tuple[int, int]], *, absent: bool
    ) -> tuple[Restriction, ...]:
        """Return the words that narrow a question, with those that say of whom and name nobody here."""
        found = find_restrictions(_without_unknown(reading, subjects), quoted)
        if absent or subjects.chosen:
            return found
        slots = _OF_WHOM[:-1] if any(r.kind in ("excepted", "than") for r in found) else _OF_WHOM
        return (*found, *find_of_whom(reading, subjects.named, slots, described=self._store.is_of_tables))

    @cached_property
    def _known_editions(self) -> tuple[str, ...]:
        return unique(r.edition for r in self._store.respondents.values() if r.edition)


def _replace_all(text: str, by: Mapping[str, str]) -> str:
    """Return a text with some of its words replaced by others."""
    parts: list[str] = []
    at = 0
    for word in words(text):
        typed = text[word.start : word.end]
        parts += [text[at : word.start], by.get(typed, typed)]
        at = word.end
    return "".join([*parts, text[at:]])


def _without_unknown(reading: Reading, subjects: Subjects) -> Reading:
    """Return a reading without what it excludes, where that names nobody here: "other than geoscience"."""
    spans = reading.spans("excluded")
    named = any(span.start <= name.start < span.end for span in spans for name in subjects.named)
    kept = {slot: own for slot, own in reading.slots.items() if slot != "excluded"}
    return reading if named or not spans else replace(reading, slots=kept)


def _mentions_throughout(reading: Reading) -> tuple[Claim, ...]:
    """Return the claims; one cue governs all of them: "mention X but not Y" asks who does not mention Y."""
    relations = {claim.relation for claim in reading.claims}
    if len(reading.spans("cue")) != 1 or relations.isdisjoint(OF_WORDS):
        return reading.claims
    governed = {"lacks": "omits", "has": "mentions"}
    verbs = content_words(remove_spans(reading.text, [span for spans in reading.slots.values() for span in spans]))
    if verbs:
        return reading.claims
    return tuple(replace(claim, relation=governed.get(claim.relation, claim.relation)) for claim in reading.claims)


def _without_appositions(claims: Sequence[Claim], text: str) -> list[Claim]:
    """Return claims without mentions that only say what the one before them is: "mention COSI, the object storage"."""
    kept: list[Claim] = []
    for claim in claims:
        before = kept[-1] if kept else None
        if before is not None and before.relation == claim.relation == "mentions" and before.topic and claim.topic:
            between = text[before.topic.end : claim.topic.start].strip()
            own = [word.text for word in words(between)]
            if between.startswith(",") and len(own) == 1 and own[0] in phrases("words", "articles"):
                continue
        kept.append(claim)
    return kept


def _only_cued_omissions(reading: Reading, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the claims; silence answers only where a word asks for it: who is "short of" something lacks it."""
    if reading.spans("cue"):
        return tuple(claims)
    return tuple(replace(claim, relation="lacks") if claim.relation == "omits" else claim for claim in claims)


def _is_opposed(reading: Reading) -> bool:
    """Return whether who is asked for is against something, by words that are no topic's: "who rejects X".

    Who names an option, as "strongly disagree", asks who chose it.
    """
    if reading.spans("option"):
        return False
    topics = [(span.start, span.end) for slot in ("topic", "cue", "noun") for span in reading.spans(slot)]
    own = list(words(reading.text))
    found = matcher("words", (("opposes", "opposes"),))
    return any(
        not any(start <= own[at].start < end for start, end in topics)
        for at, _, _ in found.find_all([word.text for word in own])
    )


def _is_said_to_lack(reading: Reading, topic: Span) -> bool:
    """Return whether a set is asked for of those without a topic, by the word before it: "are in no coalition"."""
    of_set = reading.operator in ("which", "count")
    return of_set and ends_with_phrase(reading.text[: topic.start], "words", "lacks")


def _is_either(reading: Reading) -> bool:
    """Return whether an "or" and no "and" stands between the topics, whatever the reader takes them for."""
    spans = [claim.topic for claim in reading.claims if claim.topic is not None]
    between = {word.text for a, b in pairwise(spans) for word in words(reading.text, a.end, b.start)}
    # Mostly there is one topic, and the files of all languages need not be read.
    return bool(between) and not between.isdisjoint(list_joins("or")) and between.isdisjoint(list_joins("and"))


def _are_told_in(text: str, spans: Sequence[Span]) -> bool:
    """Return whether editions only say in which document an answer stands: "as of the 2021 report"."""
    told_in = find_attributions(text, [(span.start, span.end) for span in spans])
    return all(any(one.start <= span.start < one.end for one in told_in) for span in spans)


def _editions_between(known: Sequence[str], years: Sequence[str]) -> tuple[str, ...]:
    """Return the editions between two years, or since one; since the last one, it and the one before it.

    None, which stands for all, where no year is named or editions are no years.
    """
    dated = sorted((own[-1], edition) for edition in known if (own := YEAR.findall(edition)))
    if not years or len(dated) < len(known):
        return ()
    since, until = min(years), max(years)
    later = [edition for year, edition in dated if year >= since and (year <= until or since == until)]
    if len(later) < _FEWEST_EDITIONS:
        later = [edition for year, edition in dated if year <= until][-_FEWEST_EDITIONS:]
    return tuple(later) if len(later) >= _FEWEST_EDITIONS else ()


def _edition_spans(reading: Reading) -> list[Span]:
    """Return what names an edition; the year of a day or a month is no wave of a form."""
    return [span for span in reading.spans("edition") if not is_of_a_day_or_month(reading.text, span.start)]


def _is_named(edition: str, typed: str) -> bool:
    """Return whether some words name an edition: all of its own words are among them."""
    return {word.text for word in words(edition)} <= {word.text for word in words(typed)}


def _of_one_box(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """Return claims on boxes as one where all are of the same: "the box on meeting notes and recordings"."""
    if len({(concept.relation, concept.polarity) for concept in concepts}) > 1 or concepts[0].relation != "chose":
        return tuple(concepts)
    terms = unique(term for concept in concepts for term in concept.terms if stem(term) not in _box_stems())
    return (replace(concepts[0], terms=terms),) if terms else tuple(concepts)


def _box_stems() -> set[str]:
    return {stem(fold(word)) for word in phrases("words", "boxes")}


def _find_box(reading: Reading) -> str:
    """Return what a question says of a box, ``ticked`` or ``unticked``, beside its topics; empty where it says none."""
    spans = [claim.topic for claim in reading.claims if claim.topic is not None]
    said = [word.text for word in words(remove_spans(reading.text, spans))]
    return next((found for _, found, _ in matcher("words", _BOX_WORDS).find_all(said)), "")


def _by_option(reading: Reading, relation: Relation) -> Relation:
    """Return the relation of a choice: who ticked yes has what was asked, who ticked no has not."""
    if relation not in ("chose", "rejected"):
        return relation
    chosen = {fold(option) for option in reading.words("option")}
    if chosen and chosen <= phrases("answers", "yes"):
        return "has" if relation == "chose" else "lacks"
    if chosen and chosen <= phrases("answers", "no"):
        return "lacks" if relation == "chose" else "has"
    return relation


def _explain_reading(reading: Reading, operator: str) -> tuple[str, ...]:
    told = [f"operator {operator} ({reading.confidence:.2f})"]
    if reading.confidence < _SURE and reading.second[1] >= _UNLIKELY:
        told.append(f"it may also be read as {reading.second[0]} ({reading.second[1]:.2f})")
    told += [f"{c.relation} {c.topic.text!r}" for c in reading.claims if c.topic is not None]
    return tuple(told)
