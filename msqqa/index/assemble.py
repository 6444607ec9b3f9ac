"""Blocks → the arrays of an index: those of earlier sources taken over as they are, those of new ones beside them.

The arrays come out as if every source were new, whatever was kept: sources in the order of the corpus, words and stems
numbered as they are first met.

Over 300 lines: each array is made from arrays before it, which are shared by name in one dictionary, so that the order
in which they are made is read in one place.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msqqa.scripts import is_unspaced
from msqqa.words import STOP_WORDS, index_terms, stem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.encode import Kind
    from msqqa.index.catalogue import SourceRow
    from msqqa.index.sources import IndexedSource
    from msqqa.index.store import Store

KEY = "S32"
"""The dtype of keys; it drops zero bytes at the end, which compare as if they were there."""
_MOST = 255


@dataclass(slots=True)
class SourceArrays:
    """One source's share of the arrays, in numbers of its own."""

    cell_questions: NDArray[np.int32]
    passages_of_cells: NDArray[np.int64]
    lengths: NDArray[np.int32]
    keys: NDArray[np.bytes_]
    sentences: NDArray[np.int64]
    """How many each passage has."""
    sentence_keys: NDArray[np.bytes_]
    words: NDArray[np.int64]
    """How many different ones each passage has."""
    word_ids: NDArray[np.int32]
    """In the vocabulary that all parts share."""
    word_counts: NDArray[np.uint8]
    languages: Sequence[str]
    """Of each cell."""


@dataclass(slots=True)
class Assembled:
    """What is written."""

    arrays: dict[str, NDArray[Any]]
    vocabulary: list[tuple[str, int, int]]
    """(word, its number, texts that use it); 0 texts for a number or a word that carries no topic."""
    stems: list[tuple[str, int, int, int]]
    """(stem, its number, passages, questions); several stems have one number where a word has both."""
    languages: list[tuple[str, int]]
    """(code, passages)."""


@dataclass(slots=True)
class WordNumbering:
    """Numbers words as they are met."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, word: str) -> int:
        """Return a word's number, a new one where it has none."""
        return self.numbers.setdefault(word, len(self.numbers))


def fresh_part(block: IndexedSource, questions: dict[tuple[str, str], int], shared: WordNumbering) -> SourceArrays:
    """Return the share of a new source; ``questions`` are the rows of (form, question)."""
    import numpy as np

    pieces = block.passages
    of_cells = Counter(piece.cell for piece in pieces)
    return SourceArrays(
        np.array([questions[block.form, cell.question] for cell in block.cells], dtype=np.int32),
        np.array([of_cells[n] for n in range(len(block.cells))], dtype=np.int64),
        np.array([sum(piece.words.values()) for piece in pieces], dtype=np.int32),
        np.array([piece.key for piece in pieces], dtype=KEY),
        np.array([len(piece.sentences) for piece in pieces], dtype=np.int64),
        np.array([key for piece in pieces for key in piece.sentences], dtype=KEY),
        np.array([len(piece.words) for piece in pieces], dtype=np.int64),
        np.array([shared.number(word) for piece in pieces for word in piece.words], dtype=np.int32),
        np.array([min(n, _MOST) for piece in pieces for n in piece.words.values()], dtype=np.uint8),
        [cell.language for cell in block.cells],
    )


def take_kept_part(earlier: Store, source: SourceRow, renumbered: NDArray[np.int32]) -> SourceArrays:
    """Return the share of a source as an earlier index has it; ``renumbered`` gives its words' numbers in the new."""
    import numpy as np

    columns = earlier.columns
    cells = slice(source.first_cell, source.first_cell + source.cells)
    passages = slice(source.first_passage, source.first_passage + source.passages)
    sentences = _bounds(columns["sentence_offsets"], passages)
    found = _bounds(columns["word_offsets"], passages)
    return SourceArrays(
        np.asarray(columns["cell_question"][cells]),
        np.diff(columns["cell_passages"][cells.start : cells.stop + 1]),
        np.asarray(columns["passage_length"][passages]),
        np.asarray(columns["passage_keys"][passages]),
        np.diff(columns["sentence_offsets"][passages.start : passages.stop + 1]),
        np.asarray(columns["piece_keys"][columns["sentence_rows"][sentences]]),
        np.diff(columns["word_offsets"][passages.start : passages.stop + 1]),
        renumbered[columns["word_ids"][found]],
        np.asarray(columns["word_counts"][found]),
        earlier.languages_of(source),
    )


def renumber_words(earlier: Store, shared: WordNumbering) -> NDArray[np.int32]:
    """Give an earlier index's words their numbers in the new one; return these by their old numbers."""
    import numpy as np

    return np.array([shared.number(word) for word in earlier.words_by_number()], dtype=np.int32)


def assemble(
    parts: Sequence[SourceArrays],
    phrasings: Sequence[tuple[int, str]],
    questions: int,
    shared: WordNumbering,
    key: Callable[[str, Kind], bytes],
    choices: Sequence[str] = (),
) -> Assembled:
    """Put the parts together.

    Parameters
    ----------
    parts:
        In the order of the corpus.
    phrasings:
        (question row, phrasing) of all questions, in order.
    questions:
        How many questions there are.
    shared:
        The vocabulary of the parts; the phrasings' words are added.
    key:
        Names a text's vector.
    choices:
        Texts of the options of closed questions, whose vectors are found by their keys.
    """
    import numpy as np

    arrays: dict[str, NDArray[Any]] = {}
    arrays["cell_question"] = _concatenate([p.cell_questions for p in parts], np.int32)
    arrays["cell_source"] = np.repeat(
        np.arange(len(parts), dtype=np.int32), [len(p.cell_questions) for p in parts]
    ).astype(np.int32)
    of_cells = _concatenate([p.passages_of_cells for p in parts], np.int64)
    arrays["cell_passages"] = offsets_of(of_cells)
    arrays["passage_cell"] = np.repeat(np.arange(len(of_cells), dtype=np.int32), of_cells)
    arrays["passage_length"] = _concatenate([p.lengths for p in parts], np.int32)
    arrays["passage_keys"] = _concatenate([p.keys for p in parts], KEY)
    arrays["sentence_offsets"] = offsets_of(_concatenate([p.sentences for p in parts], np.int64))
    arrays["word_offsets"] = offsets_of(_concatenate([p.words for p in parts], np.int64))
    arrays["question_cells"] = np.argsort(arrays["cell_question"], kind="stable").astype(np.int32)
    arrays["question_offsets"] = offsets_of(np.bincount(arrays["cell_question"], minlength=questions))

    asked: list[dict[str, None]] = [{} for _ in range(questions)]
    for row, phrasing in phrasings:
        asked[row].update(dict.fromkeys(index_terms(phrasing)))
    question_words = [np.array([shared.number(w) for w in found], dtype=np.int32) for found in asked]
    arrays["word_ids"] = _concatenate([p.word_ids for p in parts], np.int32)
    arrays["word_counts"] = _concatenate([p.word_counts for p in parts], np.uint8)
    arrays["question_word_offsets"] = offsets_of(np.array([len(w) for w in question_words], dtype=np.int64))
    arrays["question_words"] = _concatenate(question_words, np.int32)
    vocabulary = _without_unused(arrays, shared)

    spoken = [language for p in parts for language in p.languages]
    stems = stems_of(vocabulary, [(vocabulary[n], code) for n, code in _spoken_in(arrays, of_cells, spoken)])
    arrays["vocabulary_stem"] = np.array([stems[stem(word)] for word in vocabulary], dtype=np.int32)
    _add_postings(arrays, len(set(stems.values())))

    phrasing_keys = [key(text, "query") for _, text in phrasings]
    arrays["phrasing_question"] = np.array([row for row, _ in phrasings], dtype=np.int32)
    topical = [word for word in vocabulary if is_topical(word)]
    sentence_keys = _concatenate([p.sentence_keys for p in parts], KEY)
    word_keys = [key(word, "query") for word in topical]
    choice_keys = np.array([key(text, "query") for text in choices], dtype=KEY)
    wanted = np.concatenate([np.array([*word_keys, *phrasing_keys], dtype=KEY), sentence_keys, choice_keys])
    keys, rows = _find_distinct(wanted)
    arrays["piece_keys"] = keys
    of_words = np.full(len(vocabulary), -1, dtype=np.int32)
    topical_words = np.array([is_topical(word) for word in vocabulary], dtype=bool)
    of_words[topical_words] = rows[: len(topical)]
    arrays["vocabulary_rows"] = of_words
    arrays["phrasing_rows"] = rows[len(topical) : len(topical) + len(phrasings)]
    arrays["sentence_rows"] = rows[len(topical) + len(phrasings) : len(wanted) - len(choice_keys)]

    uses = _uses(arrays, len(vocabulary)) * topical_words
    held = np.diff(arrays["posting_offsets"])
    asking = _count_questions(arrays, len(set(stems.values())))
    passages_in: Counter[str] = Counter()
    for language, n in zip(spoken, of_cells.tolist(), strict=True):
        passages_in[language] += n
    return Assembled(
        arrays,
        [(word, n, int(uses[n])) for n, word in enumerate(vocabulary)],
        [(text, n, int(held[n]), int(asking[n])) for text, n in stems.items()],
        sorted((language, n) for language, n in passages_in.items() if n),
    )


def stems_of(vocabulary: Sequence[str], spoken: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return the stems that words are found by, each with its number.

    Every word is found by its English stem, as a question is mostly asked in English, and by its stem in each other
    language that holds it: these are one, and so are all words that share one of them. A query's word, stemmed in its
    own language, then finds every form of it, and a corpus in English has the English stems alone.

    Parameters
    ----------
    vocabulary:
        The words, in the order of their numbers.
    spoken:
        (Word, language) for the other languages.
    """
    numbers = WordNumbering()
    for word in vocabulary:
        numbers.number(stem(word))
    same: list[tuple[int, int]] = []
    for word, language in spoken:
        own = numbers.number(stem(word, language))
        same.append((numbers.number(stem(word)), own))
    first = list(range(len(numbers.numbers)))

    def root(number: int) -> int:
        while first[number] != number:
            first[number] = first[first[number]]
            number = first[number]
        return number

    for a, b in same:
        low, high = sorted((root(a), root(b)))
        first[high] = low
    dense: dict[int, int] = {}
    return {text: dense.setdefault(root(number), len(dense)) for text, number in numbers.numbers.items()}


def _spoken_in(
    arrays: dict[str, NDArray[Any]], of_cells: NDArray[np.int64], spoken: Sequence[str]
) -> list[tuple[int, str]]:
    """Return (word, language) for each word that stands in a passage of another language than English."""
    import numpy as np

    codes = sorted(set(spoken) - {"en"})
    if not codes:
        return []
    numbers = np.array([codes.index(language) if language != "en" else -1 for language in spoken], dtype=np.int64)
    of_words = np.repeat(np.repeat(numbers, of_cells), np.diff(arrays["word_offsets"]))
    there = of_words >= 0
    both = np.unique(arrays["word_ids"][there].astype(np.int64) * len(codes) + of_words[there])
    return [(int(n) // len(codes), codes[int(n) % len(codes)]) for n in both]


def is_topical(word: str) -> bool:
    """Return whether a word has a vector of its own, and may be what a typing error stands for."""
    return word not in STOP_WORDS and not word.isnumeric() and not is_unspaced(word)


def offsets_of(lengths: NDArray[Any]) -> NDArray[np.int64]:
    """Return where each of several lists begins, and the last one ends."""
    import numpy as np

    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _without_unused(arrays: dict[str, NDArray[Any]], shared: WordNumbering) -> list[str]:
    """Drop the words that no text holds any more, and number the others as they stand; return them."""
    import numpy as np

    met = np.concatenate([arrays["word_ids"], arrays["question_words"]])
    used, first = np.unique(met, return_index=True)
    used = used[np.argsort(first, kind="stable")]
    numbers = np.full(len(shared.numbers), -1, dtype=np.int32)
    numbers[used] = np.arange(len(used), dtype=np.int32)
    arrays["word_ids"], arrays["question_words"] = numbers[arrays["word_ids"]], numbers[arrays["question_words"]]
    all_words = list(shared.numbers)
    return [all_words[i] for i in used]


def _add_postings(arrays: dict[str, NDArray[Any]], stems: int) -> None:
    """Turn "the words of each passage" round into "the passages of each stem"."""
    import numpy as np

    passages = len(arrays["passage_cell"])
    rows = np.repeat(np.arange(passages, dtype=np.int64), np.diff(arrays["word_offsets"]))
    # One number for stem and passage: sorted, the passages of a stem stand together and in order.
    both = arrays["vocabulary_stem"][arrays["word_ids"]].astype(np.int64) * max(passages, 1) + rows
    order = np.argsort(both, kind="stable")
    distinct, first = np.unique(both[order], return_index=True)
    counts = arrays["word_counts"][order].astype(np.int64)
    summed = np.add.reduceat(counts, first) if len(first) else counts
    arrays["posting_rows"] = (distinct % max(passages, 1)).astype(np.int32)
    arrays["posting_counts"] = np.minimum(summed, _MOST).astype(np.uint8)
    arrays["posting_offsets"] = offsets_of(np.bincount(distinct // max(passages, 1), minlength=stems))


def _find_distinct(keys: NDArray[np.bytes_]) -> tuple[NDArray[np.bytes_], NDArray[np.int32]]:
    """Return the different keys, as they are first met, and the row of each among them."""
    import numpy as np

    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rows = np.empty(len(order), dtype=np.int32)
    rows[order] = np.arange(len(order), dtype=np.int32)
    return keys[first[order]], rows[inverse]


def _uses(arrays: dict[str, NDArray[Any]], n: int) -> NDArray[np.int64]:
    import numpy as np

    written = arrays["word_ids"][arrays["word_counts"] > 0]
    found: NDArray[np.int64] = np.bincount(written, minlength=n) + np.bincount(arrays["question_words"], minlength=n)
    return found


def _count_questions(arrays: dict[str, NDArray[Any]], stems: int) -> NDArray[np.int64]:
    """Return how many questions hold each stem."""
    import numpy as np

    lengths = np.diff(arrays["question_word_offsets"])
    questions = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    both = np.unique(
        arrays["vocabulary_stem"][arrays["question_words"]].astype(np.int64) * max(len(lengths), 1) + questions
    )
    found: NDArray[np.int64] = np.bincount(both // max(len(lengths), 1), minlength=stems)
    return found


def _concatenate(arrays: Iterable[NDArray[Any]], dtype: Any) -> NDArray[Any]:
    import numpy as np

    found = list(arrays)
    return np.concatenate(found).astype(dtype) if found else np.empty(0, dtype=dtype)


def _bounds(offsets: NDArray[np.int64], rows: slice) -> slice:
    return slice(int(offsets[rows.start]), int(offsets[rows.stop]))
