"""Words that narrow what is asked ("only", "except", "both"), and where they stand in a question.

The reader model has labels for none of them. So they are found by the languages' words, and a plan carries those that
none of its other parts does. Who decides the plan decides them too, or refuses: see
:mod:`msqqa.ask.judge.restrictions`.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, get_args

from msqqa.closed.scales import generic_stems, is_anchor, stems_of_everybody
from msqqa.languages import phrases
from msqqa.languages.matching import matcher
from msqqa.model.plan import Narrowing, Restriction
from msqqa.words import STOP_WORDS, content_words, stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.plan.names import NameMention
    from msqqa.ask.reading.reading import Reading, Span
    from msqqa.words import Word

_KINDS: tuple[Narrowing, ...] = tuple(kind for kind in get_args(Narrowing) if kind != "whom")
_LEAVES_OUT = "leaves_out"
"""Key of the phrases that leave something out in a question, and may say another thing in an answer: "all but"."""
_IDIOMS = "idioms"
"""Key of the phrases that hold such a word and narrow nothing: "at all", "not only"."""
_OF_WHOM = ("subject", "group", "edition")
_CARRIED_BY = ("value", "extreme", "edition", "question", "by", "subject", "group", "noun")
"""Slots whose words are read as what they say: "at most 3", "the last five years"."""
_OF_ALL_BUT = 2
"""Words between an "any" and its "but", at most."""
_OF_TOPIC = ("topic", "option", "counted")
_AFTER_NUMBER = 2
"""Words from a "than" to the number that it compares with, at most."""


def find_restrictions(reading: Reading, quoted: Sequence[tuple[int, int]] = ()) -> tuple[Restriction, ...]:
    """Return the words of a question that narrow it, and that none of its slots carries.

    Parameters
    ----------
    reading:
        The question as it is read.
    quoted:
        Ranges of what stands in quotation marks, which is meant as it is.
    """
    own = list(words(reading.text))
    texts = [word.text for word in own]
    found = matcher("restrictions", (*((kind, kind) for kind in (*_KINDS, _IDIOMS)), (_LEAVES_OUT, "excepted")))
    told: list[Restriction] = []
    at = 0
    while at < len(own):
        here = found.at(texts, at)
        if here is None:
            at += 1
            continue
        kind, length = here
        first, last = own[at], own[at + length - 1]
        at += length
        if kind == _IDIOMS or (kind == "split" and _asks_how_many(texts[at:])):
            continue  # "used by how many" splits nothing
        if any(start <= first.start < end for start, end in quoted) or _is_carried(reading, kind, first, last):
            continue
        topics = [span for slot in _OF_TOPIC for span in reading.spans(slot)]
        within = any(span.start <= first.start and last.end <= span.end for span in topics)
        if kind == "whole" and not within and not _stands_before_topic(own[at:], reading):
            continue  # "list all libraries", "of all who answered"
        after = tuple(word.text for word in own[at:] if word.text not in STOP_WORDS)[:1]
        told.append(Restriction(kind, reading.text[first.start : last.end], within, after))  # type: ignore[arg-type]
    if (all_but := _find_all_but(reading, own)) and not any(r.kind == "excepted" for r in told):
        told.append(Restriction("excepted", all_but))
    return tuple(told)


def _asks_how_many(behind: Sequence[str]) -> bool:
    """Return whether words ask but how many: what is "used by how many" is split by nothing."""
    asked = matcher("numbers", (("asked", "asked"),)).at(behind)
    return asked is not None and asked[1] == len(behind)


def _find_all_but(reading: Reading, own: Sequence[Word]) -> str:
    """Return the words that leave something out around a noun: "any boat but"; empty where there are none.

    Between two things that are asked otherwise it leaves nothing out: "not any licence yet, but plans an auction".
    """
    for at, but in enumerate(own[:-1]):
        nouns = list(takewhile(lambda word: word.text not in STOP_WORDS, reversed(own[max(0, at - _OF_ALL_BUT) : at])))
        every = own[at - len(nouns) - 1] if nouns and at > len(nouns) else None
        if but.text not in phrases("restrictions", "but") or every is None or _parts_claims(reading, but):
            continue
        if is_anchor(" ".join(word.text for word in own[own.index(every) : at])):
            continue  # "who cycles every day but dislikes the lanes" cycles daily
        if every.text in phrases("restrictions", "every") and own[at + 1].text not in phrases("words", "not"):
            return reading.text[every.start : but.end]
    return ""


def _parts_claims(reading: Reading, word: Word) -> bool:
    """Return whether a word stands between two topics of which something else is asked each."""
    told = [(claim.topic.start, claim.relation) for claim in reading.claims if claim.topic is not None]
    before = [relation for start, relation in told if start < word.start][-1:]
    behind = [relation for start, relation in told if start > word.start][:1]
    return bool(before and behind) and before != behind


def find_of_whom(
    reading: Reading, named: Sequence[NameMention], slots: Sequence[str], *, described: bool
) -> tuple[Restriction, ...]:
    """Return the words by which a question says of whom it is asked, and that name nobody here: "public dams".

    Parameters
    ----------
    reading:
        The question as it is read.
    named:
        The names that were resolved.
    slots:
        Which of the reading's slots say of whom.
    described:
        Whether what stands before a noun for many says of whom too: "Ashmere dams".
    """
    spans = [span for slot in slots for span in reading.spans(slot)]
    spans += [own for noun in reading.spans("noun") if described and (own := _before_head(noun)) is not None]
    topics = [span for slot in (*_OF_TOPIC, "value") for span in reading.spans(slot)]
    return tuple(
        Restriction("whom", span.text)
        for span in spans
        if any(True for _ in content_words(span.text))
        and not any(name.start < span.end and span.start < name.end for name in named)
        and not any(topic.start < span.end and span.start < topic.end for topic in topics)
    )


def _before_head(noun: Span) -> Span | None:
    """Return what stands before the last word of a noun, without words for any who answer; None where nothing does."""
    from msqqa.ask.reading.reading import Span

    own = list(words(noun.text))
    told = [
        w for w in own[:-1] if w.text not in STOP_WORDS and stem(w.text) not in stems_of_everybody() | generic_stems()
    ]
    if not told:
        return None
    start, end = told[0].start, told[-1].end
    return Span(noun.start + start, noun.start + end, noun.text[start:end])


def _is_carried(reading: Reading, kind: str, first: Word, last: Word) -> bool:
    """Return whether a slot of the reading carries a restricting word."""
    spans = [span for slot in _CARRIED_BY for span in reading.spans(slot)]
    if kind == "split":
        return bool(reading.spans("by"))
    if kind == "excepted" and reading.spans("excluded"):
        return True
    if kind == "only" and any(_touch(reading.text, span, first, last) for s in _OF_WHOM for span in reading.spans(s)):
        return True  # "European states only"
    if kind == "than" and any(span.start <= last.end + _AFTER_NUMBER and first.start < span.end for span in spans):
        return True
    return any(span.start <= first.start and last.end <= span.end for span in spans)


def _touch(text: str, span: Span, first: Word, last: Word) -> bool:
    """Return whether nothing but blanks stands between a slot and a word."""
    between = text[span.end : first.start] if span.end <= first.start else text[last.end : span.start]
    return (span.end <= first.start or last.end <= span.start) and not between.strip(" ,")


def _stands_before_topic(after: Sequence[Word], reading: Reading) -> bool:
    """Return whether nothing but words without a topic stands between here and what is asked about."""
    topics = [span for slot in _OF_TOPIC for span in reading.spans(slot)]
    nouns = [span for slot in ("noun", "subject", "group") for span in reading.spans(slot)]
    for word in after:
        if any(span.start <= word.start < span.end for span in nouns):
            return False
        if any(span.start <= word.start < span.end for span in topics):
            return True
        if word.text not in STOP_WORDS:
            return False
    return False
