"""Stances once more, by a cell's sentences: "Only three of the eleven ministries have one" is a part, not a yes.

The rules decide by the tick and by an answer's opening words. What they tell, and what the judge hears in an answer's
first sentences beside the form's own question, are the signals of a fitted model: where it surely tells otherwise, as
of a ticked yes whose text names the one city that has it, its stance is the cell's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from msqqa.index.split import sentences_of
from msqqa.judge.word_pieces import SentenceContext
from msqqa.markdown_marks import strip_markdown
from msqqa.softmax import softmax
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.judge.model import Judge
    from msqqa.model import Basis, Cell, Document, Form, Selection, Stance

    Floats = NDArray[np.float64]

FILE = "stances.json"
"""Weights of the model, as ``python evals/stances/fit.py`` writes them."""
SENTENCES = 4
"""Of an answer, from its beginning: what comes later mostly speaks of something else."""
LONGEST = 350
"""Characters of an answer that is judged: a longer one mostly lists laws and projects, and quotes what these are to do,
which is no plan of the respondent's."""
FEWEST = 3
"""Words of an answer, below which the rules know all that it says."""
SURE, SURE_WITHOUT = 0.7, 0.6
"""Probability from which the model's stance is taken, with a tick or words that the rules know, and without any; chosen
by responses and writers that it had not seen."""
RULES: tuple[tuple[Stance, Basis], ...] = (
    ("yes", "ticked"), ("no", "ticked"), ("unclear", "ticked"), ("yes", "stated"),
    ("no", "stated"), ("planned", "stated"), ("unclear", "stated"), ("yes", "inferred"),
)  # fmt: skip
"""What the rules tell of an answer that has words; a word that limits, as "a pilot", is left to them."""
_TICKS = ("yes", "no", "empty", "lost")
_KINDS = ("yesno", "tick")
_LEAST = 1e-3
"""Probability below which none is told from another."""
_KEPT = 5_000
"""Answers of which it is remembered what was judged: in a table the same ones come again and again."""


def judge_stances(document: Document, form: Form, cells: Sequence[Cell], judge: Judge) -> tuple[Cell, ...]:
    """Return a response's cells, with the stances that their sentences tell where the rules tell another."""
    asked = {question.id: form.full_text(question) for question in form.questions if question.kind in _KINDS}
    return tuple(
        _judge_cell(document, cell, asked[cell.question], judge, learned=form.learned)
        if cell.question in asked
        else cell
        for cell in cells
    )


def text_of(document: Document, cell: Cell) -> str:
    """Return what somebody wrote in a cell, without markup."""
    return " ".join(strip_markdown(document.text[start:end]) for start, end in cell.answers)


def is_judged(text: str) -> bool:
    """Return whether an answer is neither so short that the rules know it, nor a long list."""
    return len(text) <= LONGEST and sum(1 for _ in words(text)) >= FEWEST


def hear(question: str, text: str, language: str, judge: Judge) -> Floats:
    """Return what the judge hears in an answer beside a question.

    Returns
    -------
    NDArray
        Probabilities of :data:`msqqa.judge.labels.BEARING`, shape (sentences + 1, 6): of the first sentences, each, and
        of the answer as a whole.
    """
    import numpy as np

    whole, *parts = sentences_of(text, language)
    texts = (parts or [whole])[:SENTENCES]
    places = [SentenceContext(question, " ".join(texts[:n]), said) for n, said in enumerate(texts)]
    return np.asarray(judge.sentences(question, [*places, SentenceContext(question, "", text)]), dtype=float)


def signals(selection: Selection, stance: Stance, basis: Basis, heard: Floats) -> Floats:
    """Return the model's signals: what is ticked, what the rules tell, and what the judge hears.

    Parameters
    ----------
    selection, stance, basis:
        Of the cell, by the rules.
    heard:
        What :func:`hear` returns.
    """
    import numpy as np

    tick = selection.options[0] if selection.state == "marked" and len(selection.options) == 1 else selection.state
    odds = np.log(np.clip(heard, _LEAST, 1 - _LEAST)) - np.log1p(-np.clip(heard, _LEAST, 1 - _LEAST))
    most, count = odds[:-1].max(axis=0), len(heard) - 1
    return np.concatenate(
        [
            [tick == each for each in _TICKS],
            [(stance, basis) == rule for rule in RULES],
            *(odds[0], most, odds[-1]),
            [count, count == 1],
            most * (tick == "yes"),
            most * (tick == "no"),
        ]
    )


@dataclass(frozen=True)
class StanceModel:
    """A linear model for each stance."""

    labels: tuple[Stance, ...]
    weights: Floats
    """Shape (stances, signals)."""
    intercepts: Floats

    def likely(self, values: Floats) -> Floats:
        """Return how likely each stance is, shape (stances,)."""
        return softmax(self.weights @ values + self.intercepts)

    def choose(self, selection: Selection, stance: Stance, basis: Basis, heard: Floats) -> Stance:
        """Return the stance of a cell: the model's own where it is sure, else the rules'."""
        likely = self.likely(signals(selection, stance, basis, heard))
        best = int(likely.argmax())
        return self.labels[best] if likely[best] >= (SURE_WITHOUT if basis == "inferred" else SURE) else stance


@lru_cache(maxsize=1)
def load_stance_model() -> StanceModel:
    """Return the model that ships with msqqa."""
    import numpy as np

    told = json.loads((files("msqqa.index") / FILE).read_text(encoding="utf-8"))
    return StanceModel(tuple(told["labels"]), np.array(told["weights"]), np.array(told["intercepts"]))


def _judge_cell(document: Document, cell: Cell, question: str, judge: Judge, *, learned: bool) -> Cell:
    text = text_of(document, cell)
    if (cell.stance, cell.basis) not in RULES or not is_judged(text):
        return cell
    heard = _hear_once(question, text, cell.language, judge)
    stance = load_stance_model().choose(cell.selection, cell.stance, cell.basis, heard)
    if stance == cell.stance:
        return cell
    # A tick that its text limits or contradicts is still what the stance rests on.
    ticked = cell.basis == "ticked" and stance in ("partial", "unclear")
    basis: Basis = "ticked" if ticked else "inferred" if learned and cell.basis == "inferred" else "stated"
    return replace(cell, stance=stance, basis=basis)


@lru_cache(maxsize=_KEPT)
def _hear_once(question: str, text: str, language: str, judge: Judge) -> Floats:
    return hear(question, text, language, judge)
