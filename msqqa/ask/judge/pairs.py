"""A claim beside what is judged, as the word pieces that the judge model takes.

The parts stand one after the other as XLM-R has pairs: a mark at the beginning, two between parts, one at the end.
Training and asking share this module, so that the model sees what it was trained on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.encode.model import Model

CLAIM, QUESTION, BEFORE, SENTENCE = 24, 40, 32, 96
"""Word pieces of each part that are read: of what stands before a sentence the last ones, else the first."""


def beside_question(model: Model, claim: str, question: str) -> list[int]:
    """Return a claim and a question of the form."""
    return _joined([_pieces(model, claim, CLAIM), _pieces(model, question, SENTENCE)])


def beside_sentence(model: Model, claim: str, question: str, before: str, sentence: str) -> list[int]:
    """Return a claim, and a sentence behind the question that it answers and the sentence before it."""
    last = _pieces(model, before, None)[-BEFORE:] if before else []
    said = [*last, *_pieces(model, sentence, SENTENCE)]
    return _joined([_pieces(model, claim, CLAIM), _pieces(model, question, QUESTION), said])


def alone(model: Model, sentence: str) -> list[int]:
    """Return a sentence by itself."""
    return _joined([_pieces(model, sentence, SENTENCE)])


def _pieces(model: Model, text: str, longest: int | None) -> list[int]:
    """Return a text's word pieces without marks."""
    return model.tokens.ids([text], None)[0][1:-1][:longest]


def _joined(parts: Sequence[Sequence[int]]) -> list[int]:
    begin, end = 0, 2  # XLM-R's <s> and </s>
    ids = [begin, *parts[0], end]
    for part in parts[1:]:
        ids += [end, *part, end]
    return ids
