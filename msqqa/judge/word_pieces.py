"""A claim and what it is beside → word pieces, in one way for training and for use."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.encode.model import Model

CLAIM, QUESTION, BEFORE, SENTENCE = 32, 28, 20, 80
"""Word pieces of each part that are read: of what stands before a sentence the last ones, else the first."""
_BEGIN, _END = 0, 2
"""XLM-R's ``<s>`` and ``</s>``."""
_CHARACTERS = 8
"""Characters for each word piece that are cut up at most: what is longer is read as far."""


class SentenceContext(NamedTuple):
    """A sentence in its place."""

    question: str
    """What the form asks there."""
    before: str
    """What the answer says before it, or nothing."""
    sentence: str


def of_question(model: Model, claim: str, question: str) -> list[int]:
    """Return the pieces of a claim beside a question of the form."""
    return _join_pieces([_first_pieces(model, claim, CLAIM), _first_pieces(model, question, SENTENCE)])


def of_sentence(model: Model, claim: str, beside: SentenceContext) -> list[int]:
    """Return the pieces of a claim beside a sentence of an answer."""
    before = _last_pieces(model, beside.before, BEFORE) if beside.before else []
    told = [*before, *_first_pieces(model, beside.sentence, SENTENCE)]
    return _join_pieces([_first_pieces(model, claim, CLAIM), _first_pieces(model, beside.question, QUESTION), told])


def of_statement(model: Model, sentence: str) -> list[int]:
    """Return the pieces of a sentence alone."""
    return _join_pieces([_first_pieces(model, sentence, SENTENCE)])


def _first_pieces(model: Model, text: str, longest: int) -> list[int]:
    return _ids(model, text[: longest * _CHARACTERS])[:longest]


def _last_pieces(model: Model, text: str, longest: int) -> list[int]:
    return _ids(model, text[-longest * _CHARACTERS :])[-longest:]


def _ids(model: Model, text: str) -> list[int]:
    return model.tokens.ids([text], None)[0][1:-1]


def _join_pieces(parts: Sequence[Sequence[int]]) -> list[int]:
    """Join parts as XLM-R has pairs, with two marks between them."""
    ids = [_BEGIN, *parts[0], _END]
    for part in parts[1:]:
        ids += [_END, *part, _END]
    return ids
