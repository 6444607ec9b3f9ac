"""What is looked for, and what is found: passages and cells with the signals that rank them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.retrieve.expectation import Expectation
    from msqqa.index.store import Store
    from msqqa.model import Cell, Passage


@dataclass(frozen=True, slots=True)
class Ablation:
    """What finding rests on. All of it, unless an evaluation switches a part off to see what it earns."""

    respondents: bool = True
    """Whom a question names filters what is looked at, and leaves the text that is looked for."""
    questions: bool = True
    """What is asked is compared with the form's questions, not only with the answers."""
    words: bool = True
    vectors: bool = True
    judge: bool = True
    """The judge says what a sentence tells on a claim, and not how near it comes alone."""
    claims: bool = True
    """A claim is decided for itself, and not by the tick of the form's question that comes nearest."""


ALL_PARTS = Ablation()


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for."""

    text: str
    stems: tuple[str, ...]
    """The stems of the words that carry a topic, each once."""
    numbers: tuple[int, ...]
    """The stems' numbers in the index; -1 for those that it has not."""
    weights: NDArray[np.float32]
    """How much each stem tells; they add up to 1. Shape (len(stems),)."""
    vector: NDArray[np.float32]
    words: NDArray[np.float32]
    """The vectors of the stems' words alone. Shape (len(stems), dimension)."""
    expects: Expectation
    """What kind of thing an answer must hold."""
    questions: NDArray[np.float32]
    """How far the phrasings of each of the form's questions hold each word. Shape (questions, len(stems))."""
    whitened: NDArray[np.float32] | None = None
    """The vector as sentences are compared with more finely; None where they are compared as passages are."""


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that a search found, with the signals that it is ranked by."""

    row: int
    cell: int
    score: float
    """By which passages are ranked: words and meaning fused, comparable within one search only; or, where passages are
    searched together with their questions, a weighted sum of the signals."""
    cosine: float
    sentence: float
    """Cosine of the nearest of its sentences, each encoded alone."""
    coverage: float
    """Share of the query's words, by weight, that stand in the passage or in the question it answers; a word of like
    meaning counts up to half."""
    own_coverage: float
    """The same of the passage alone, without its question."""
    _store: Store = field(repr=False, compare=False)

    @property
    def passage(self) -> Passage:
        """The passage itself, read when it is asked for."""
        return self._store.passage(self.row)

    @property
    def fit(self) -> float:
        """How well it answers, among the passages of its cell."""
        return fit(self.cosine, self.sentence, self.coverage)


@dataclass(frozen=True, slots=True)
class CellHit:
    """A cell that a search found, with its passages and the signals that it is ranked by."""

    row: int
    respondent: str
    question: str
    score: float
    """The weighted sum of the five below, their weights adding up to 1."""
    cosine: float
    """Of the best passage; 0 where the cell has none."""
    sentence: float
    """Of the best sentence."""
    asked: float
    """Cosine to the cell's question as the form words it."""
    likeness: float
    """Mean cosine to the three most alike phrasings of the cell's question."""
    coverage: float
    passages: tuple[PassageHit, ...]
    """Best first."""
    _store: Store = field(repr=False, compare=False)

    @property
    def cell(self) -> Cell:
        """The cell itself, read when it is asked for."""
        return self._store.cell(self.row)


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a cell comes to what is looked for, by whitened cosines."""

    pieces: dict[int, tuple[float, ...]]
    """Of each of its passages, by its row, and of the sentences of that, as ``msqqa.index.split.sentences_of``."""
    asked: float
    """Of its question as the form words it."""

    @property
    def told(self) -> float:
        """Of the piece that comes nearest."""
        return max(max(own) for own in self.pieces.values())


Number = TypeVar("Number", float, "NDArray[np.float32]")


def fit(cosine: Number, sentence: Number, coverage: Number) -> Number:
    """Return how well passages answer, of their three signals."""
    return (cosine + sentence) / 2 + coverage  # type: ignore[return-value]  # beside a 2, float32 stays float32
