"""Sentences judged, one claim at a time: what each respondent says on it, and where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.ask.judge.candidates import candidates, nearness_of
from msqqa.ask.judge.denials import is_denial
from msqqa.ask.judge.logistic import logistic, logit
from msqqa.judge.labels import BEARING, FACTUALITY, HAS, choose_likeliest, stance_of
from msqqa.words import stems

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from msqqa.ask.judge.candidates import CandidateSentence
    from msqqa.ask.retrieve import Retriever
    from msqqa.ask.retrieve.hits import CellHit, PassageHit, Query
    from msqqa.ask.retrieve.scope import Scope
    from msqqa.index.store import Store
    from msqqa.judge.model import Judge
    from msqqa.judge.word_pieces import SentenceContext
    from msqqa.model import Stance

DEPTH_EACH = 8
"""Passages looked at for each respondent, by words and by vectors each."""
LEAST_DEPTH = 200
"""Passages looked at in all, at least, however few respondents there are."""
PASSAGES, SENTENCES = 3, 2
"""Of each respondent: passages that are looked into, and sentences that are judged."""
ALONE_PASSAGES, ALONE_SENTENCES = 8, 8
"""The same where one respondent is asked about, or a few."""
_OF_CELL = 4
"""Sentences of one respondent that are judged of its answer to the question that is asked."""
FEW = 3
"""Respondents, at most, of whom as much is judged as of one alone."""
MOST = 64
"""Sentences judged for one question at most: the nearest ones of all respondents, each one's best before its next."""
LOOKED_INTO = 2 * MOST
"""Respondents whose passages are cut into sentences at most: those of whom a passage comes nearest."""
WEIGHTS, INTERCEPT = (0.47, 3.72), -3.75
"""Of a sentence's signals, in the probability that it tells; fitted on sets by meaning of the development questions,
with an earlier training of the judge."""
_AFFIRMED = [0.5 * (label in ("yes", "none")) for label in BEARING]
"""What is taken of every sentence where none is judged."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one sentence says on a claim."""

    candidate: CandidateSentence
    label: str
    """The likeliest of ``BEARING`` beside ``none``."""
    likely: tuple[float, ...]
    """How surely the judge says each of ``BEARING``."""

    def of(self, label: str) -> float:
        """Return how surely the judge says a label."""
        return self.likely[BEARING.index(label)]

    @property
    def is_said(self) -> bool:
        """Whether the sentence denies something at all, where the label is that it denies the claim."""
        return self.label != "no" or is_denial(self.candidate.beside.sentence, self.candidate.language)

    @property
    def signals(self) -> tuple[float, float]:
        """How surely the judge says so, as a logit, and how near the sentence comes at all."""
        return logit(self.of(self.label)), self.candidate.nearness

    @property
    def probability(self) -> float:
        """The probability that it says just that."""
        return logistic(WEIGHTS, INTERCEPT, self.signals)


@dataclass(frozen=True, slots=True)
class Judged:
    """What one respondent says on a claim."""

    label: str
    """The likeliest of ``BEARING`` beside ``none``."""
    probability: float
    """That a sentence of it says so."""
    told: tuple[Told, ...]
    """Its judged sentences, the one that tells most surely first."""

    @property
    def stance(self) -> Stance:
        """The stance that the label is."""
        return stance_of(self.label)


class Claims:
    """Judges claims over one index."""

    def __init__(self, store: Store, retriever: Retriever, judge: Judge) -> None:
        self._store = store
        self._retriever = retriever
        self._judge = judge

    def judge(
        self,
        query: Query,
        scope: Scope,
        examined: Sequence[str],
        gaps: Mapping[int, float] | None = None,
        also: Sequence[Query] = (),
        *,
        denials: bool = True,
        topic: Collection[str] = (),
    ) -> dict[str, Judged]:
        """Return what each respondent says on a claim; of those of whom nothing is near, nothing.

        Parameters
        ----------
        query:
            The claim: a topic, or what is left of a question without its asking words.
        scope:
            The passages that are looked at.
        examined:
            Whose they are.
        gaps:
            How far cells stand behind the best one, where they were ranked; a sentence is as much less near.
        also:
            The same claim by other names, as other languages write it: of each respondent the sentence that comes
            nearest by one of them is judged too, and counts where it says that the thing is there.
        denials:
            Whether a sentence that denies all of the claim's words is never taken to affirm it. Where the question
            itself denies something, as "where has nothing changed", it answers that.
        topic:
            The stems of what the claim says something of.
        """
        found = self.find_candidates(query, scope, examined, gaps or {}, topic)
        for other in also:
            for who, more in self.find_candidates(other, scope, examined, gaps or {}).items():
                own = found.get(who, [])
                if denials and any(candidate.denied for candidate in own):
                    continue  # whoever denies it by the name that is asked for is not asked by another
                # By its own name each sentence is judged as without the other; the nearest by another is judged too.
                of_own = [candidate for candidate in own if candidate.claim == query.text]
                others = [candidate for candidate in own if candidate.claim != query.text]
                found[who] = [*of_own, *sorted([*others, *more], key=lambda candidate: -candidate.nearness)[:1]]
        judged = self._joined(self._chosen(found), denials=denials)
        if not also:
            return judged
        by_own_name = {who: _by_own_name(said, query) for who, said in judged.items()}
        return {who: said for who, said in by_own_name.items() if said.told}

    def judge_cells(self, query: Query, cells: Mapping[str, CellHit]) -> dict[str, Judged]:
        """Return what some respondents say on a claim in their answers to the form's own question on it.

        The question says what a sentence is about, so that it need not come near the claim's words.
        """
        shown = {who: cell.passages[:ALONE_PASSAGES] for who, cell in cells.items()}
        cosines = self._load(query, shown.values())
        found = {
            who: candidates(query, self._store, hits, _OF_CELL, {}, self._asked, cosines=cosines, near=False)
            for who, hits in shown.items()
        }
        return self._joined(self._chosen({who: own for who, own in found.items() if own}), denials=True)

    def find_candidates(
        self,
        query: Query,
        scope: Scope,
        examined: Sequence[str],
        gaps: Mapping[int, float],
        topic: Collection[str] = (),
    ) -> dict[str, list[CandidateSentence]]:
        """Return the nearest sentences of each respondent, as they are judged."""
        hits = self._retriever.passages(query, scope, max(LEAST_DEPTH, DEPTH_EACH * len(examined)))
        own: dict[str, list[PassageHit]] = {}
        for hit in hits:
            own.setdefault(self._store.respondent_of(hit.cell), []).append(hit)
        few = len(examined) <= FEW
        looked, kept = (ALONE_PASSAGES, ALONE_SENTENCES) if few else (PASSAGES, SENTENCES)
        nearest = {
            who: sorted(found, key=lambda hit: (-nearness_of(hit), hit.row))[:looked] for who, found in own.items()
        }
        if len(nearest) > LOOKED_INTO:  # of more no sentence would be judged
            ranked = sorted(nearest, key=lambda who: -nearness_of(nearest[who][0]))
            nearest = {who: nearest[who] for who in ranked[:LOOKED_INTO]}
        cosines = self._load(query, nearest.values())
        return {
            who: candidates(query, self._store, found, kept, gaps, self._asked, topic, cosines=cosines)
            for who, found in nearest.items()
        }

    def _load(self, query: Query, hits: Collection[Sequence[PassageHit]]) -> dict[int, list[float]]:
        """Read some passages, and return their cosines and those of their sentences, by the passage's row."""
        rows = [hit.row for own in hits for hit in own]
        self._store.load_passages(rows)
        return self._retriever.sentence_cosines(query, rows)

    def judge_factuality(self, judged: Mapping[str, Judged]) -> dict[str, list[float]]:
        """Return, by respondent, how likely its surest sentence is each of ``FACTUALITY``, whatever is asked."""
        return dict(zip(judged, self.statements([own.told[0] for own in judged.values()]), strict=True))

    def statements(self, told: Sequence[Told]) -> list[list[float]]:
        """Return how likely each of some sentences is each of ``FACTUALITY``, whatever is asked."""
        if not self._retriever.parts.judge:
            return [[1 / len(FACTUALITY)] * len(FACTUALITY)] * len(told)
        texts = [one.candidate.beside.sentence for one in told]
        once = list(dict.fromkeys(texts))
        by_text = dict(zip(once, self._judge.statements(once).tolist(), strict=True))
        return [by_text[text] for text in texts]

    @cached_property
    def _asked(self) -> frozenset[str]:
        """The stems of all questions."""
        return frozenset(word for _, _, text in self._store.questions.values() for word in stems(text))

    def _chosen(self, of_each: Mapping[str, Sequence[CandidateSentence]]) -> dict[str, list[CandidateSentence]]:
        """Return as many candidates as are judged at most."""
        ranked = sorted(
            ((place, -c.nearness, who, c) for who, found in of_each.items() for place, c in enumerate(found)),
            key=lambda one: one[:3],
        )
        chosen: dict[str, list[CandidateSentence]] = {}
        for _, _, who, candidate in ranked[:MOST]:
            chosen.setdefault(who, []).append(candidate)
        return chosen

    def _joined(self, chosen: Mapping[str, Sequence[CandidateSentence]], *, denials: bool) -> dict[str, Judged]:
        if not self._retriever.parts.judge:
            return {who: _of_one(found, [_AFFIRMED] * len(found), denials=False) for who, found in chosen.items()}
        places: dict[str, dict[SentenceContext, None]] = {}
        for candidate in (c for found in chosen.values() for c in found):
            places.setdefault(candidate.claim, {})[candidate.beside] = None
        likely = {
            claim: dict(zip(own, self._judge.sentences(claim, list(own)).tolist(), strict=True))
            for claim, own in places.items()
        }
        return {
            who: _of_one(found, [likely[c.claim][c.beside] for c in found], denials=denials)
            for who, found in chosen.items()
        }


def _by_own_name(judged: Judged, query: Query) -> Judged:
    """Return what one respondent says, without what it says not to have by another name than is asked for."""
    told = tuple(one for one in judged.told if one.candidate.claim == query.text or one.label in HAS)
    return _join_told(told) if told else replace(judged, told=())


def _turn_denied(likely: Sequence[float]) -> tuple[float, ...]:
    """Return how likely a sentence says each of ``BEARING``, where it surely does not say that something is there."""
    has = sum(likely[BEARING.index(label)] for label in HAS)
    turned = dict.fromkeys(HAS, 0.0) | {"no": likely[BEARING.index("no")] + has}
    return tuple(turned.get(label, p) for label, p in zip(BEARING, likely, strict=True))


def _affirm_credited(likely: Sequence[float]) -> tuple[float, ...]:
    """Return how likely a sentence says each of ``BEARING``, where it surely does not say that something is missing."""
    turned = {"no": 0.0, "yes": likely[BEARING.index("yes")] + likely[BEARING.index("no")]}
    return tuple(turned.get(label, p) for label, p in zip(BEARING, likely, strict=True))


def _of_one(found: Sequence[CandidateSentence], judged: Sequence[Sequence[float]], *, denials: bool = True) -> Judged:
    """Join what one respondent's sentences say: what any of them says most surely is what it says."""
    told = []
    for candidate, told_by_judge in zip(found, judged, strict=True):
        likely = _turn_denied(told_by_judge) if denials and candidate.denied else tuple(told_by_judge)
        likely = _affirm_credited(likely) if denials and candidate.credited else likely
        told.append(Told(candidate, choose_likeliest(likely), likely))
    return _join_told(told)


def _join_told(told: Sequence[Told]) -> Judged:
    ranked = sorted(told, key=lambda one: -one.probability)
    return Judged(ranked[0].label, ranked[0].probability, tuple(ranked))
