"""Which sentences may tell on a claim: for each respondent a few whose words or meaning are near."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from msqqa.ask.judge.denials import is_denied_place
from msqqa.index.split import cut_sentences, sentences_of
from msqqa.judge.word_pieces import SentenceContext
from msqqa.languages.negation import is_credited
from msqqa.stance.openings import declines
from msqqa.stance.wording import word_of
from msqqa.words import content_words, stem, stems, words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from msqqa.ask.retrieve.hits import PassageHit, Query
    from msqqa.index.store import Store

COVERED = 0.7
"""What all words of the claim in a passage or a sentence are worth, beside its cosine."""
FLOOR = 0.4
"""Nearness below which a sentence is about something else."""
FALLS_OFF = 0.3
"""How far below its respondent's nearest sentence another may lie and still be judged."""
BEHIND = -0.3
"""What a cell that was not ranked is taken to stand behind the best one."""
_BARE = 3
"""Words of an answer that is a value alone, as in a table's list."""
_HALF = 0.5
"""Share of a claim's words, by weight, that a sentence holds which says that something comes about by it."""
_FAR = 2
"""Passages before a sentence's own, in its cell, that may say what it is about: the heading of a list."""


@dataclass(frozen=True, slots=True)
class CandidateSentence:
    """A sentence that may tell on a claim."""

    hit: PassageHit
    """The passage in which it stands."""
    beside: SentenceContext
    nearness: float
    """Its cosine to the claim, and what it holds of the claim's words."""
    claim: str
    """The claim as it stands beside the sentence."""
    denied: bool = False
    """Whether the sentence holds all of the claim's words, and each clause that holds one denies it; or each clause
    with a word of what is said of the topic."""
    language: str = "en"
    """The code of the sentence's language."""
    credited: bool = False
    """Whether all that the sentence holds of the claim's words, half of them at least, is what something else comes
    about by: "none has succeeded, thanks to two-factor log-in"."""


def nearness_of(hit: PassageHit) -> float:
    """Return how near a passage comes to what is looked for, by its nearest sentence and by its own words."""
    return hit.sentence + COVERED * hit.own_coverage


def candidates(
    query: Query,
    store: Store,
    hits: Sequence[PassageHit],
    most: int,
    gaps: Mapping[int, float],
    asked: Collection[str] = (),
    topic: Collection[str] = (),
    *,
    cosines: Mapping[int, Sequence[float]],
    near: bool = True,
) -> list[CandidateSentence]:
    """Return the nearest sentences of one respondent, nearest first.

    Parameters
    ----------
    query, store:
        What is looked for, in what.
    hits:
        Its passages that are looked into.
    most:
        How many sentences are returned.
    gaps:
        How far a cell stands behind the best one; one that is not named stands :data:`BEHIND`, if any is.
    asked:
        The stems of all of the form's questions.
    topic:
        The stems of what the claim says something of, as the act that is "in force"; empty where that is not known.
    cosines:
        Of each passage, by its row, and of its sentences.
    near:
        Whether only those that come near are; of the answer to the very question that is asked any may tell.
    """
    behind = BEHIND if gaps else 0.0
    found = [
        replace(candidate, nearness=candidate.nearness + gaps.get(hit.cell, behind))
        for hit in hits
        for candidate in _of_passage(query, store, hit, cosines[hit.row], asked, topic)
    ]
    found.sort(key=lambda candidate: -candidate.nearness)
    asks_for_it = declines(query.text)
    # Whether a sentence declines to answer is looked at of the few that are returned.
    said = (candidate for candidate in found if asks_for_it or not declines(candidate.beside.sentence))
    nearest = list(islice(said, most))
    if not near:
        return nearest
    floor = max(FLOOR, nearest[0].nearness - FALLS_OFF) if nearest else FLOOR
    return [candidate for candidate in nearest if candidate.nearness >= floor]


def _of_passage(
    query: Query,
    store: Store,
    hit: PassageHit,
    cosines: Sequence[float],
    asked: Collection[str],
    topic: Collection[str],
) -> list[CandidateSentence]:
    language = store.language_of(hit.cell)
    texts = sentences_of(hit.passage.text, language)
    whole, of_whole = texts[0], cosines[0]
    if len(texts) > 1:
        texts, cosines = texts[1:], cosines[1:]
    question = store.questions[store.question_of(hit.cell)][2]
    before = _preceding_texts(store, hit)
    found = []
    places = [(" ".join([*before, *texts[:i]]), *one) for i, one in enumerate(zip(texts, cosines, strict=True))]
    named = query.stems if is_name(query.text) else ()
    lacking = set(named) - {one for text in texts for one in stems(text)}
    if not lacking.isdisjoint(stems(whole)):  # "Acme, 2018." is too short to have a vector of its own
        short = (text for text in cut_sentences(whole, language) if not lacking.isdisjoint(stems(text)))
        places += [(" ".join(before), text, of_whole) for text in short]
    for said, text, cosine in places:
        there = set(stems(text))
        if _is_beside_the_claim(query.stems, there, question, asked, text):
            continue
        held = sum(w for s, w in zip(query.stems, query.weights.tolist(), strict=True) if s in there)
        place = SentenceContext(question, said, text)
        denied = _denies_claim(query, text, there, language, topic)
        credited = held >= _HALF and _is_credited(text, query.stems, language)
        found.append(CandidateSentence(hit, place, cosine + COVERED * held, query.text, denied, language, credited))
    return found


def is_name(text: str) -> bool:
    """Return whether each word of a text is written as a name is: with a capital."""
    own = [text[word.start : word.end] for word in content_words(text)]
    return bool(own) and all(word[0].isupper() for word in own)


def _denies_claim(query: Query, text: str, there: AbstractSet[str], language: str, topic: Collection[str]) -> bool:
    """Return whether a sentence holds all of a claim's words, and each clause that holds one denies it.

    That an act "was passed, but is not in force" denies that it is in force, though the act is there.
    """
    if not query.stems or not set(query.stems) <= there:
        return False
    said = [word for word in query.stems if word not in topic]
    return _is_denied(text, query.stems, language) or bool(said and topic and _is_denied(text, said, language))


def _is_denied(text: str, wanted: Collection[str], language: str) -> bool:
    places = [(word.start, word.end) for word in words(text) if stem(word.text) in wanted]
    return all(is_denied_place(text, start, end, language) for start, end in places)


def _is_credited(text: str, wanted: Collection[str], language: str) -> bool:
    """Return whether something comes about by each of a sentence's words that a claim has too."""
    return all(is_credited(text, word.start, language) for word in words(text) if stem(word.text) in wanted)


def _is_beside_the_claim(
    claim: Sequence[str], there: AbstractSet[str], question: str, asked: Collection[str], text: str
) -> bool:
    """Return whether a value alone stands under another question than the claim's, or is another value.

    "Kenya" under "development countries" tells nothing of who is deployed in Kenya, where another question asks for
    that; nor does "Peru" under "deployment countries".
    """
    if len(there) > _BARE or word_of(text):
        return False
    own = set(stems(question))
    left = [word for word in claim if word not in there and word not in own]
    return any(word in asked for word in left) or bool(left and there.isdisjoint(claim) and not own.isdisjoint(claim))


def _preceding_texts(store: Store, hit: PassageHit) -> list[str]:
    first = store.passages_of(hit.cell).start
    return [store.passage(row).text for row in range(max(first, hit.row - _FAR), hit.row)]
