"""Whom a question is about: respondents, members of a group, everybody but some, or somebody who gave no response.

Over 300 lines: a name is looked for in the subject, in the topic and around it, and each step takes what an earlier one
left; which of them may call somebody absent is seen only where they stand side by side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from msqqa.ask.plan.attributions import counts_documents
from msqqa.ask.plan.names import NameMention, Names, Tie, is_negated
from msqqa.ask.plan.nouns import are_of_others, is_asked_for
from msqqa.ask.plan.parts import is_part, move_to_topics
from msqqa.ask.reading.labels import OF_WORDS
from msqqa.ask.reading.reading import Claim, Span, remove_spans
from msqqa.errors import QuestionError
from msqqa.languages import phrases
from msqqa.words import STOP_WORDS, content_words, fold, squeeze, stem, stems, unique, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from msqqa.ask.reading.reading import Reading
    from msqqa.index.store import Store
    from msqqa.model import Respondent

_SOME = 5
"""Names that a message lists."""
_MOST_UNKNOWN = 20
"""Words of a question that may be misspelt names; each is compared with every name."""
_BY_NAME = ("lookup", "compare", "change")
"""Operators that ask of somebody named."""
_OF_MANY = ("which", "count", "open")
"""Operators that may ask for a set of other things than respondents."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whom a question is about."""

    respondents: tuple[str, ...]
    """Ids; none for everybody, or where only somebody absent is named."""
    absent: tuple[str, ...]
    """Names of those who gave no response."""
    empty_groups: tuple[str, ...] = ()
    """Those of the absent that are groups, such as a region nobody answered from."""
    named: tuple[NameMention, ...] = ()
    """The names that say so, in the order of the question."""
    by_name: bool = False
    """Whether individual respondents are named; a group is no name."""
    chosen: bool = False
    """Whether a filter says who."""
    notes: tuple[str, ...] = ()
    """What was read in another way than typed."""
    reasons: tuple[str, ...] = ()
    """Why each name was read so."""


class RespondentResolver:
    """Knows the respondents of one corpus by their names."""

    def __init__(self, store: Store, is_word: Callable[[str], bool]) -> None:
        self._store = store
        self._is_word = is_word
        self._names = Names(store.names, store.respondents, store.vocabulary, store.abbreviations)

    def read(self, reading: Reading, chosen: Sequence[str] = (), editions: Sequence[str] = ()) -> Subjects:
        """Return whom a question is about; ``chosen`` names and ``editions`` come before its own words.

        Raises
        ------
        QuestionError
            If a name could be several, a chosen one is unknown, or nobody is left.
        """
        named = self._asked(reading, sure=not chosen)
        asked = [name for name in named if not _is_left_out(reading.text, name)]
        excluded = [
            name for span in reading.spans("excluded") for name in self._of_span(reading.text, span, sure=not chosen)
        ]
        excluded += [name for name in named if name not in asked]
        notes = [f"read {n.typed} as {n.name}" for n in (*asked, *excluded) if n.typo]
        reasons = [
            *(f"{n.typed!r} is {_role(n)}" for n in asked),
            *(f"{n.typed!r} is left out" for n in excluded),
        ]
        if chosen:
            ids, absent, more = self._chosen(chosen, asked)
            notes += more
        else:
            ids, absent = self._of_names(asked, excluded)
            ids = self._of_kind(ids, reading, all_named=any(n.kind == "respondent" for n in asked))
        if editions and (ids or not absent):  # who is not here answered no edition
            ids = self.of_edition(ids, editions)
        by_name = bool(chosen) or any(n.kind != "group" for n in asked)
        of_all = tuple(sorted((*asked, *excluded), key=lambda n: n.start))
        groups = reading.spans("group")
        empty = {n.name for n in asked if any(span.start <= n.start < span.end for span in groups)}
        empty_groups = tuple(name for name in absent if name in empty)
        return Subjects(ids, absent, empty_groups, of_all, by_name, bool(chosen), unique(notes), unique(reasons))

    def _of_kind(self, ids: tuple[str, ...], reading: Reading, *, all_named: bool) -> tuple[str, ...]:
        """Return some respondents, or all, of those kinds alone that the nouns of a set name, where any is one."""
        if all_named or reading.operator not in _OF_MANY:
            return ids
        of_kind = {id_ for noun in reading.words("noun") for id_ in self._names.of_kind(noun)}
        kept = tuple(id_ for id_ in ids or self._store.respondents if id_ in of_kind)
        return kept if kept and len(kept) < len(ids or self._store.respondents) else ids

    def move_objects(self, reading: Reading) -> Reading:
        """Return a reading of a set without the subjects of another kind than its nouns say that those asked for are.

        "How many SIGs have WG Batch as a new working group" asks for SIGs: what it names is what they have.
        """
        of_kind = {id_ for noun in reading.words("noun") for id_ in self._names.of_kind(noun)}
        if reading.operator not in _OF_MANY or not of_kind:
            return reading
        moved = []
        for span in reading.spans("subject"):
            named = [name for name in self._of_span(reading.text, span, sure=True) if name.ids]
            if named and of_kind.isdisjoint(id_ for name in named for id_ in name.ids):
                moved.append(span)
        if not moved:
            return reading
        kept = tuple(span for span in reading.spans("subject") if span not in moved)
        topics = tuple(sorted((*moved, *reading.spans("topic")), key=lambda span: span.start))
        claims = (*(Claim("has", span) for span in moved), *reading.claims)
        return replace(reading, claims=claims, slots={**reading.slots, "subject": kept, "topic": topics})

    def move_unknown(self, reading: Reading) -> Reading:
        """Return a reading of a set, or of somebody who is named, whose subjects that are nobody here are topics.

        Who uses "web analytics (Matomo)" is asked of all, and Matomo is what they use; so is in "did Matomo win (Aam
        Digital)" of whom it is asked told in brackets. What the corpus does not write at all stays a name.
        """
        bracketed = self._find_bracketed(reading)
        if bracketed is not None and (reading.operator == "lookup" or reading.asks == "yesno"):
            # "Did the group meet? (WG Tides)" asks nothing about the corpus itself.
            reading = _ask_bracketed(replace(reading, operator="lookup", about=None), bracketed)
        else:
            bracketed = None
        spans = [span for slot in ("subject", "group") for span in reading.spans(slot) if span.start < span.end]
        unknown = [span for span in spans if span != bracketed and self._is_topic(reading, span)]
        if bracketed is None and reading.operator == "lookup":
            if spans and unknown == spans and counts_documents(reading.text):
                return _count_mentions(reading, unknown)
            unknown = [span for span in unknown if self._is_named_beside(reading, span)]
        elif bracketed is None and reading.operator not in ("which", "count"):
            return reading
        return move_to_topics(reading, unknown)

    def _is_named_beside(self, reading: Reading, span: Span) -> bool:
        """Return whether a respondent is named in a question outside of a span."""
        return any(
            name.kind == "respondent" and not name.adjective and (name.end <= span.start or span.end <= name.start)
            for name in self._names.find(reading.text)
        )

    def move_denied(self, reading: Reading) -> Reading:
        """Return a reading of a set in which what is left out, and names nobody here, is a thing that is lacked.

        Who "uses the ferry but not the bridge" has one and lacks the other: the bridge is nobody.
        """
        claims, texts = list(reading.claims), list(words(reading.text))
        moved = []
        for span in reading.spans("excluded"):
            before = next((word.text for word in reversed(texts) if word.end <= span.start), "")
            known = all(self._store.stem(word) is not None for word in stems(span.text))
            if before in phrases("words", "not") and known and not self._of_span(reading.text, span, sure=False):
                moved.append(span)
        if not moved or not claims or reading.operator not in _OF_MANY or reading.join == "or":
            return reading
        claims = sorted((*claims, *(Claim("lacks", s) for s in moved)), key=lambda c: c.topic.start if c.topic else -1)
        topics = tuple(sorted((*moved, *reading.spans("topic")), key=lambda span: span.start))
        kept = tuple(span for span in reading.spans("excluded") if span not in moved)
        return replace(reading, claims=tuple(claims), slots={**reading.slots, "excluded": kept, "topic": topics})

    def _is_topic(self, reading: Reading, span: Span) -> bool:
        """Return whether a span names nobody here: a word of the answers, or a place where no respondent is one.

        "Nordic" of "which Nordic countries" says of whom it is asked, though somebody writes the word.
        """
        named = self._of_span(reading.text, span, sure=False)
        if named:
            return all(n.kind == "absent" for n in named) and not self._are_places
        if is_part(reading, span):
            return True
        own = stems(span.text)
        written = bool(own) and all(self._store.stem(word) is not None for word in own)
        of_whom = any(not reading.text[span.end : noun.start].strip() for noun in reading.spans("noun"))
        return written and not of_whom and span not in reading.spans("group")

    @cached_property
    def _are_places(self) -> bool:
        """Whether respondents may be places: else what a place is called names none of them.

        A written form that says what its respondents are called is one for places, for all that is known here.
        """
        if any(form.respondent_nouns and not (form.learned or form.origin) for form in self._store.forms.values()):
            return True
        codes = [place for _, place in self._store.respondents_and_places]
        return 2 * sum(code is not None for code in codes) >= len(codes)

    def _find_bracketed(self, reading: Reading) -> Span | None:
        """Return the name of the one respondent that stands alone in brackets: "any plans to merge? (WG Batch)"."""
        text = reading.text
        found = [
            n
            for n in self._names.find(text)
            if n.kind == "respondent" and text[: n.start].endswith("(") and text[n.end :].strip(" ?!.") in ("", ")")
        ]
        return Span(found[0].start, found[0].end, found[0].typed) if len(found) == 1 else None

    def places(self, text: str) -> list[tuple[int, int]]:
        """Return where respondents are named in a text, in order: as they are known, or with a slip of the keys."""
        found = [(n.start, n.end) for n in self._names.find(text) if n.kind == "respondent" and not n.adjective]
        unknown = [w for w in words(text) if not self._is_ordinary(w.text)][:_MOST_UNKNOWN]
        for word in unknown:
            free = not any(start < word.end and word.start < end for start, end in found)
            guessed = self._names.guess(text, word.start, word.end) if free else None
            if isinstance(guessed, NameMention) and guessed.typo and guessed.kind == "respondent":
                found.append((word.start, word.end))
        return sorted(found)

    def find_called(self, text: str) -> tuple[str, ...]:
        """Return the respondents of whom a text is the whole name, as it is known."""
        return unique(
            id_
            for n in self._names.find(text)
            if n.kind == "respondent" and not n.adjective and squeeze(text) == n.typed
            for id_ in n.ids
        )

    def find_last(self, text: str) -> tuple[str, ...]:
        """Return the respondents whose name ends a text, as "exchange data with Belmora"."""
        end = max((word.end for word in words(text)), default=0)
        last = (n for n in self._names.find(text) if n.end >= end)
        return unique(id_ for n in last if n.kind == "respondent" and not n.adjective for id_ in n.ids)

    def words_of_names(self, span: Span) -> set[str]:
        """Return the folded words of a span that name somebody, here or elsewhere: they are no typing errors."""
        return {word.text for name in self._names.find(span.text) for word in words(name.typed)}

    def _is_ordinary(self, word: str) -> bool:
        """Return whether a word is one that the corpus or the encoder knows, and so no misspelt name."""
        return not word.isalpha() or word in self._store.vocabulary or self._is_word(word)

    def resolve(self, name: str) -> tuple[tuple[str, ...], str | None]:
        """Return the respondents that a name given by itself stands for, and a note where it was misspelt.

        Raises
        ------
        QuestionError
            If it is nobody's, or could be several's.
        """
        known_by = respondent_called(self._store, name)
        if known_by is not None:
            return (known_by,), None
        found = [n for n in self._names.find(name) if n.kind != "absent"]
        if not found:
            guessed = self._names.guess(name, 0, len(name))
            if isinstance(guessed, Tie):
                raise _refusal(guessed)
            found = [guessed] if guessed is not None and guessed.kind != "absent" else []
        if not found:
            known = [respondent.name for respondent in self._store.respondents.values()]
            more = f" and {len(known) - _SOME} more" if len(known) > _SOME else ""
            raise QuestionError(f"no respondent {name!r} in this corpus", f"it has {', '.join(known[:_SOME])}{more}")
        return found[0].ids, f"read {name} as {found[0].name}" if found[0].typo else None

    def of_edition(self, respondents: tuple[str, ...], editions: Sequence[str]) -> tuple[str, ...]:
        """Return those of some respondents, or of all where none is given, who answered one of some editions."""
        here = self._store.respondents
        known = unique(r.edition for r in here.values() if r.edition)
        for edition in editions:
            if edition not in known:
                raise QuestionError(
                    f"no response of edition {edition!r}", f"this corpus has {shorten_list(known) or 'none'}"
                )
        chosen = tuple(id_ for id_ in (respondents or here) if here[id_].edition in editions)
        if not chosen:
            raise QuestionError(
                f"{', '.join(here[r].name for r in respondents)} gave no response to edition {', '.join(editions)}",
                "leave out --edition or --respondent",
            )
        return chosen

    @cached_property
    def _survey_words(self) -> frozenset[str]:
        """The stems of the questions and options of tables; none where a response is a form of its own."""
        if not self._store.is_of_tables:
            return frozenset()
        asked = (text for _, _, text in self._store.questions.values())
        options = (option for column in self._store.types.values() for option in column.options)
        return frozenset(word for text in (*asked, *options) for word in stems(text))

    # ---------------------------------------------------------------- what the question says

    def _asked(self, reading: Reading, *, sure: bool) -> list[NameMention]:
        """Return the names that say of whom it is asked."""
        text = reading.text
        spans = [span for slot in ("subject", "group") for span in reading.spans(slot)]
        # "non-" by itself says of the name behind it, which is excluded, that it is not meant.
        found = [name for span in spans if not is_negated(text, span.end) for name in self._of(text, span, sure=sure)]
        # What respondents are called may itself be a group: "the Asians".
        taken = [span for slot, spans in reading.slots.items() if slot != "noun" for span in spans]
        for name in self._names.find(text):
            free = not any(span.start < name.end and name.start < span.end for span in taken)
            # A name outside every slot says of whom it is asked, and the reader missed it; an absent place may be more.
            if free and name.kind != "absent":
                found.append(name)
        if not found and reading.operator in _BY_NAME:
            # "Mongolia's sandbox" read as one topic: whoever is looked up must be somebody.
            inside = [n for span in reading.spans("topic") for n in self._names.find(text, span.start, span.end)]
            found = [n for n in inside if n.kind == "respondent"][:1]
        elif not found and reading.operator == "which" and reading.slots.keys() == {"topic"}:
            # "Estonian law": words alone that begin with a nationality are about that one, here or not.
            found = self._owner(text, reading.spans("topic")[0])
        if not found and reading.operator in _OF_MANY:
            found = self._within(reading)
        return sorted(found, key=lambda n: n.start)

    def _within(self, reading: Reading) -> list[NameMention]:
        """Return the one respondent in whose answers a set is asked for: "which companies contribute to SIG Docs".

        The name stands in what is asked about it, and what the set is of is no respondent, or stands in a question of
        the form; or whose response of one year is meant, or no set at all.
        """
        topics = [claim.topic for claim in reading.claims if claim.topic and claim.relation not in OF_WORDS]
        inside = [n for span in topics for n in self._names.find(reading.text, span.start, span.end)]
        if len({n.name for n in inside}) != 1 or inside[0].kind != "respondent" or inside[0].adjective:
            return []
        if reading.operator == "open" or any(_is_dated(reading, name, self._store.respondents) for name in inside):
            return inside
        told = [span for spans in reading.slots.values() for span in spans]
        of_what = reading.words("noun") or [w.text for w in content_words(remove_spans(reading.text, told))]
        if reading.operator == "count" and are_of_others(self._store, reading.words("noun")):
            return inside
        return inside if any(is_asked_for(self._store, noun) for noun in of_what) else []

    def _owner(self, text: str, topic: Span) -> list[NameMention]:
        """Return whose a topic is that stands alone and begins with an adjective made of a name."""
        if text[: topic.start].strip():
            return []
        first = self._names.find(text, topic.start, topic.end)[:1]
        return [n for n in first if n.adjective and n.start == topic.start and n.end < topic.end]

    def _of(self, text: str, span: Span, *, sure: bool) -> list[NameMention]:
        """Return whom a subject or a group names; who is unknown is absent, as nobody of that name answered.

        Of one respondent alone, whatever else its answers name is a part of what is asked; and so is in a survey what
        its questions and options name: "how many rated Dask's documentation below 3".
        """
        found = self._of_span(text, span, sure=sure)
        own = stems(span.text)
        if not found and own and self._survey_words.issuperset(own):
            return []
        if not found and self._calls_groups(text, span):
            return []
        alone = len(self._store.respondents) == 1
        if not found and alone and own and all(self._store.stem(word) is not None for word in own):
            return []
        return found or [NameMention(span.start, span.end, "absent", (span.text,), span.text, span.text)]

    def _calls_groups(self, text: str, span: Span) -> bool:
        """Return whether a span is no name, but what groups are called of which another one is named.

        "Region" of "whose region isn't North" is nobody who gave no response.
        """
        if not set(stems(span.text)) <= stems_of_groups():
            return False
        return any(name.kind == "group" for name in self._names.find(text))

    def _of_span(self, text: str, span: Span, *, sure: bool) -> list[NameMention]:
        """Return whom a span names; a name that could be several's is refused where it must be ``sure``, or is none."""
        carried = span.start == span.end  # from an earlier line of a conversation: it stands nowhere in this one
        start, end = (0, len(span.text)) if carried else (span.start, span.end)
        found = self._names.find(span.text if carried else text, start, end)
        if not found:
            # A number that is read as a subject is somebody's, though it stands behind no word: "the mood of 102".
            alone = span.text.strip(" #").isdigit()
            guessed = self._names.guess(
                span.text if carried or alone else text, *((0, len(span.text)) if alone else (start, end))
            )
            if alone and isinstance(guessed, NameMention):
                guessed = replace(guessed, start=start, end=end)
            if isinstance(guessed, Tie) and sure:
                raise _refusal(guessed)
            found = [guessed] if isinstance(guessed, NameMention) else []
        return [replace(named, start=0, end=0) for named in found] if carried else found

    def _of_names(
        self, asked: Iterable[NameMention], excluded: Sequence[NameMention]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        asked = list(asked)
        ids = unique(i for n in asked if n.kind == "respondent" for i in n.ids)
        if not ids:
            ids = unique(i for n in asked if n.kind == "group" for i in n.ids)
        absent = unique(n.name for n in asked if n.kind == "absent")
        gone = {i for n in excluded for i in n.ids}
        if excluded and not absent:
            # "Besides Kenya, who uses the Kenyan software": of what is left of those named, or else of everybody.
            left = tuple(id_ for id_ in ids if id_ not in gone)
            ids = left or tuple(id_ for id_ in self._store.respondents if id_ not in gone)
            if not ids:
                raise QuestionError(
                    f"nobody is left without {' and '.join(n.name for n in excluded)}", "ask about others"
                )
        return ids, absent

    def _chosen(
        self, chosen: Sequence[str], named: Sequence[NameMention]
    ) -> tuple[tuple[str, ...], tuple[str, ...], list[str]]:
        """Return those chosen beforehand, and what must be told where the question's own words name others."""
        resolved = [self.resolve(name) for name in chosen]
        ids = unique(id_ for found, _ in resolved for id_ in found)
        notes = [note for _, note in resolved if note is not None]
        others = [n.name for n in named if not set(n.ids) & set(ids)]
        if others:
            here = ", ".join(self._store.respondents[id_].name for id_ in ids[:_SOME])
            notes.append(f"asked of {here} alone, as --respondent says, not of {', '.join(others)}")
        return ids, (), notes


@lru_cache(maxsize=1)
def stems_of_groups() -> frozenset[str]:
    """Return the stems of what groups of respondents are called: "region", "sector"."""
    return frozenset(stem(phrase) for phrase in phrases("columns", "group"))


def _is_left_out(text: str, name: NameMention) -> bool:
    """Return whether a name is of those who are not meant: "non-African", "whose region isn't East", "not from Delta".

    What denies a group stands before it, with nothing between that has a topic.
    """
    if is_negated(text, name.start):
        return True
    denying = phrases("words", "not")
    before = [word.text for word in words(text, 0, name.start)] if name.kind == "group" else []
    while before and before[-1] in STOP_WORDS and before[-1] not in denying:
        before.pop()
    return bool(before) and before[-1] in denying


def _is_dated(reading: Reading, name: NameMention, respondents: Mapping[str, Respondent]) -> bool:
    """Return whether a name is of one edition of somebody's responses: "SIG Docs 2021", or "SIG Docs in 2021"."""
    if len(name.ids) == 1 and (edition := respondents[name.ids[0]].edition):
        return edition in {word.text for word in words(name.typed)}
    between = [reading.text[name.end : span.start] for span in reading.spans("edition") if span.start >= name.end]
    return any(not content_words(text) for text in between)


def respondent_called(store: Store, name: str) -> str | None:
    """Return the respondent of which a name, given by itself, is the id, the name, an alias or a code."""
    for respondent in store.respondents.values():
        names = (respondent.id, respondent.name, *respondent.aliases, *respondent.codes)
        if fold(name) in map(fold, names):
            return respondent.id
    return None


def shorten_list(known: Sequence[str]) -> str:
    """Return a list for a message: all of a few, else the first three and the last."""
    return ", ".join(known[:3]) + f" … {known[-1]}" if len(known) > 4 else ", ".join(known)


def _refusal(tie: Tie) -> QuestionError:
    if len(tie.names) == 1:
        return QuestionError(f"no respondent {tie.typed!r} here", f"did you mean {tie.names[0]}?")
    shown = tie.names[:_SOME]
    more = f" or {len(tie.names) - _SOME} more" if len(tie.names) > _SOME else ""
    offered = ", ".join(shown) + more if more else ", ".join(shown[:-1]) + " or " + shown[-1]
    return QuestionError(f"{tie.typed!r} could be {offered}", "write the name that you mean")


def _role(named: NameMention) -> str:
    return {"respondent": "the subject", "group": "a group", "absent": "a subject without a response"}[named.kind]


def _count_mentions(reading: Reading, spans: Sequence[Span]) -> Reading:
    """Return a reading that counts who mentions what was read as a subject."""
    counted = move_to_topics(replace(reading, operator="count", asks="number", claims=()), spans)
    return replace(counted, claims=tuple(replace(claim, relation="mentions") for claim in counted.claims))


def _ask_bracketed(reading: Reading, name: Span) -> Reading:
    """Return a reading that asks of whom a bracket names, which is no part of a topic or of what is left out."""
    opened = len(reading.text[: name.start - 1].rstrip())
    claims = []
    for claim in reading.claims:
        topic = claim.topic
        if topic is not None and topic.end > opened:
            text = reading.text[topic.start : opened].rstrip(" ?")
            topic = Span(topic.start, topic.start + len(text), text) if topic.start < opened and text else None
            if topic is None and claim.question is None:
                continue
        claims.append(replace(claim, topic=topic))
    slots = {
        slot: tuple(span for span in spans if not (span.start < name.end and opened < span.end))
        for slot, spans in reading.slots.items()
    }
    slots["subject"] = (*slots.get("subject", ()), name)
    slots["topic"] = tuple(c.topic for c in claims if c.topic is not None)
    return replace(reading, claims=tuple(claims), slots=slots)
