"""The asker's words beside those of the corpus's closed questions: which stand for which, and what each weighs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.labels import is_denied
from msqqa.closed.amounts import years_in
from msqqa.closed.scales import generic_stems, key
from msqqa.languages import phrases
from msqqa.languages.matching import list_joins
from msqqa.words import STOP_WORDS, base, stem, unique, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.judge.closed.questions import ClosedQuestion
    from msqqa.ask.retrieve import Retriever
    from msqqa.ask.retrieve.hits import Query

BESIDE = 0.25
"""What a word outside the topics weighs beside one of them: "what share of those asked use …"."""
SAME, ALIKE = 0.99, 0.2
"""How far a word stands for another one: as its stem, or by likeness."""
COMMON = 0.2
"""Share of the questions that hold a word, from which it need not be explained."""
SHORTEST, LEFT_OUT = 3, 4
"""Letters, at least, of a word that shortens another one, and that it leaves out."""
_CLIPPED = 0.6
"""Likeness from which it does so: of "docs", "lib" and "admin" it is 0.75 to 0.83, of "pen" and "pension" 0.49."""
_PHRASE = 4
"""Words of a phrase that may be an anchor of a scale."""


@dataclass(frozen=True, slots=True)
class LinkQuery:
    """What is looked for among closed questions."""

    text: str
    """All that the asker says of it."""
    topic: str = ""
    """The claim's own words, which weigh more."""
    denied: bool = False
    """Whether the reader takes it for a denial."""
    options: tuple[str, ...] = ()
    """What was read as an option."""
    quoted: tuple[str, ...] = ()
    """What the asker puts in quotation marks."""
    within: tuple[str, ...] = ()
    """Ids of the questions that alone are meant; empty for all."""
    numbers: bool = False
    """Whether numbers that somebody gave are asked for."""
    rejected: bool = False
    """Whether those are asked for who gave another answer."""
    narrowed: str = ""
    """What follows words that narrow who is asked about: "want money offer printing" of "of those who …"."""


def is_within(question: ClosedQuestion, wanted: LinkQuery) -> bool:
    """Return whether a question is one of those that alone are meant."""
    return not wanted.within or question.id in wanted.within or question.id.split(".")[0] in wanted.within


class QuestionMatcher:
    """The asker's words beside those of the corpus's closed questions."""

    def __init__(
        self,
        wanted: LinkQuery,
        vocabulary: Sequence[str],
        shares: Mapping[str, float],
        names: frozenset[str],
        common: frozenset[str],
        retriever: Retriever,
    ) -> None:
        import numpy as np

        text = wanted.text
        query = retriever.query(text)
        self.likeness = retriever.paraphrase_cosines(query)
        self._raw = {base(word.text) for word in words(text)}
        self._stems = query.stems
        parts = (wanted.topic, *wanted.options, *wanted.quoted)
        said = {stem(word.text) for part in parts for word in words(part) if word.text not in STOP_WORDS}
        own = said - generic_stems()
        # Where a topic is but words for what any column holds, one that a question has tells it: "direct reports".
        alone = frozenset(said & shares.keys()) if not own else frozenset[str]()
        own = own or set(query.stems)
        worths = [
            _worth(s, s in own, n, named=s in shares, alone=s in alone)
            for s, n in zip(query.stems, query.numbers, strict=True)
        ]
        # What most questions hold, as the survey's own subject, tells none of them from another.
        told = [1.0 - shares.get(s, 0.0) for s in query.stems]
        weights = np.array(
            [retriever.weight(s) * w * t for s, w, t in zip(query.stems, worths, told, strict=True)], dtype=np.float32
        )
        self._needed = np.array(
            [
                (w == 1.0 and 0 <= shares.get(s, -1.0) < COMMON) or (w > 0 and s in names)
                for s, w in zip(query.stems, worths, strict=True)
            ],
            dtype=bool,
        )
        self._weights = weights / max(float(weights.sum()), 1e-9)
        telling = own - common
        of_topic = np.array([w if s in telling else 0.0 for s, w in zip(query.stems, weights, strict=True)], np.float32)
        self._topic = of_topic / max(float(of_topic.sum()), 1e-9)
        held = retriever.match_stems(query, vocabulary)
        for at, clipped in enumerate(
            _find_clipped(word, vocabulary, shares, retriever) for word in _typed(text, query)
        ):
            held[clipped, at] = 1.0
        self._held = dict(zip(vocabulary, held, strict=True))
        self._none = np.zeros(len(query.stems), dtype=np.float32)
        self.text = text
        self.levels: dict[tuple[str, ...], tuple[str, tuple[str, ...]] | None] = {}
        """Options of a question → the words for a level of them, and those that they mean."""
        self.denied_elsewhere = wanted.denied and not is_denied(text)
        """Whether what denies stands outside the text, where it cannot be seen what it denies."""
        self.denied = wanted.denied or is_denied(text)
        self.rejected = wanted.rejected
        self.quoted = wanted.quoted
        self.numbers = wanted.numbers
        self.asks_for_number = wanted.numbers or any(any(map(str.isdigit, o)) for o in (*wanted.options, *self.quoted))
        self._text = key(text)
        self.digits = frozenset(word for word in self._text if word.isdigit())
        self.phrases = sorted(unique([*self.quoted, *wanted.options, *_phrases(text)]), key=lambda p: -len(p.split()))

    def find_joined(self, mean: Callable[[str], tuple[str, ...]]) -> tuple[str, tuple[str, ...]] | None:
        """Return two phrases with an "or" between them, and the options that either means; None without such.

        "Often or always" means both, and so does "dissatisfied or very dissatisfied".
        """
        joining = list_joins("or")
        for at, word in enumerate(self._text[1:-1], 1):
            if word not in joining:
                continue
            before = _first(mean, (self._text[max(0, at - n) : at] for n in range(_PHRASE, 0, -1)))
            behind = _first(mean, (self._text[at + 1 : at + 1 + n] for n in range(_PHRASE, 0, -1)))
            if before is not None and behind is not None:
                return f"{before[0]} {behind[0]}", unique((*before[1], *behind[1]))
        return None

    def beside(self, phrase: str) -> list[str]:
        """Return the runs of the asker's words before and behind a phrase; none where it does not stand there."""
        own = key(phrase)
        at = next((n for n in range(len(self._text)) if own and self._text[n : n + len(own)] == own), None)
        if at is None:
            return []
        return [run for part in (self._text[:at], self._text[at + len(own) :]) for run in _phrases(" ".join(part))]

    def of_words(self, some: Iterable[str]) -> NDArray[np.float32]:
        """Return how far any of some words stand for each of the asker's."""
        import numpy as np

        own = ((word, self._held.get(word)) for word in some)  # "disagrees" stands for itself, where "disagree" is held
        rows = [self.of_stems({stem(word)}) if held is None else held for word, held in own]
        found: NDArray[np.float32] = np.max(rows, axis=0) if rows else self._none
        return found

    def of_stems(self, some: Collection[str]) -> NDArray[np.float32]:
        """Return which of the asker's words have one of some stems."""
        import numpy as np

        return np.array([s in some for s in self._stems], dtype=np.float32)

    def verbatim(self, option: str) -> float:
        """Return whether an option stands in the asker's words as it is: 1 where it does; twice that in quotes."""
        own = key(option)
        if any(key(quoted) == own for quoted in self.quoted):
            return 2.0
        runs = (self._text[at : at + len(own)] for at in range(len(self._text)))
        return float(len(own) > 1 and own in runs)

    def names(self, option: str, asked: str) -> bool:
        """Return whether the asker uses a word of an option that tells it apart, just as it stands there."""
        own = {word for word in key(option) if word not in STOP_WORDS} - set(key(asked))
        return any(base(word) in self._raw and stem(word) not in generic_stems() for word in own)

    def tells_apart(self, option: str, other: str) -> bool:
        """Return whether the asker says a word, be it one without a topic, that one option has and another has not."""
        own, others = set(key(option)), set(key(other))
        said = [any(base(word) in self._raw for word in words_) for words_ in (own - others, others - own)]
        return said == [True, False]

    def holds_any(self, stems: Collection[str]) -> bool:
        """Return whether the asker uses one of some words, by their stems or what stands for them."""
        return bool(set(self._stems) & set(stems))

    def leaves_any(self, held: NDArray[np.float32]) -> bool:
        """Return whether the asker says a word, not one for what any column holds, that some words do not stand for."""
        own = zip(self._stems, held.tolist(), strict=True)
        return any(value < ALIKE and s not in generic_stems() for s, value in own)

    def says(self, word: str) -> float:
        """Return how far the asker uses a word."""
        if base(word) in self._raw:
            return 1.0
        if word in STOP_WORDS or word not in self._held or not len(self._none):
            return 0.0
        best = float(self._held[word].max())
        return best if best >= ALIKE else 0.0

    def lacks(self, *held: NDArray[np.float32]) -> bool:
        """Return whether some lists of words stand for no word of the topic that closed questions hold elsewhere."""
        import numpy as np

        return bool((self._needed & (np.max(held, axis=0) < ALIKE)).any())

    def share(self, *held: NDArray[np.float32]) -> float:
        """Return the share of the asker's words, by weight, that some lists of words stand for."""
        import numpy as np

        both = np.max(held, axis=0)
        return float(np.where(both >= ALIKE, both, 0) @ self._weights)

    def names_topic(self, held: NDArray[np.float32]) -> bool:
        """Return whether a list of words holds every word of the topic but the survey's subject, as it stands there."""
        return bool(self._topic.any()) and bool((held[self._topic > 0] >= SAME).all())


def _typed(text: str, query: Query) -> list[str]:
    """Return each of a query's stems as a word that was typed."""
    typed = {stem(word.text): word.text for word in words(text)}
    return [typed.get(s, "") for s in query.stems]


def _find_clipped(typed: str, vocabulary: Sequence[str], known: Mapping[str, float], retriever: Retriever) -> list[int]:
    """Return which words of the form a typed one shortens: "docs" the documentation; none where it is a word itself.

    It begins as they do, all are of one stem, and its vector comes near: the "pen" is no "pension".
    """
    start = typed.removesuffix("s")
    if len(start) < SHORTEST or stem(typed) in known or stem(typed) in generic_stems():
        return []
    found = [at for at, word in enumerate(vocabulary) if word.startswith(start) and len(word) >= len(start) + LEFT_OUT]
    own = [vocabulary[at] for at in found]
    return found if len({stem(word) for word in own}) == 1 and retriever.alike([typed], own) >= _CLIPPED else []


def _worth(word: str, of_topic: bool, number: int, *, named: bool, alone: bool = False) -> float:
    """Return what a word of the asker's weighs; one outside the topic that stands nowhere tells nothing apart.

    So does a year that no question and no option has: it says when the survey was. ``alone``: whether the topic has no
    other words than such that any column may hold.
    """
    if alone:
        return 1.0
    if word in generic_stems() or word in people() or (not named and years_in(word)):
        return 0.0
    return 1.0 if of_topic else BESIDE if number >= 0 else 0.0


@lru_cache(maxsize=1)
def people() -> frozenset[str]:
    """Return the stems of what respondents are called, which tell no question from another: "Kubernetes users"."""
    return frozenset(stem(phrase) for phrase in phrases("columns", "respondent"))


def _first(
    mean: Callable[[str], tuple[str, ...]], runs: Iterable[tuple[str, ...]]
) -> tuple[str, tuple[str, ...]] | None:
    """Return the first run of words that means some options, with these."""
    for run in runs:
        phrase = " ".join(run)
        if not is_denied(phrase) and (meant := mean(phrase)):
            return phrase, meant
    return None


def _phrases(text: str) -> list[str]:
    """Return the runs of a text's words that may be anchors, the longest first."""
    own = [word.text for word in words(text)]
    runs = [own[at : at + size] for size in range(_PHRASE, 0, -1) for at in range(len(own) - size + 1)]
    return [" ".join(run) for run in runs if not all(word in STOP_WORDS for word in run)]
