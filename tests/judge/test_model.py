"""The judge model: what it is given, and what it tells."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.judge.labels import BEARING, FACTUALITY, SAMENESS
from msqqa.judge.model import Judge
from msqqa.judge.word_pieces import BEFORE, CLAIM, QUESTION, SENTENCE, SentenceContext, of_sentence

JUDGE = Judge.shipped()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=400), st.text(max_size=900))
def test_whatever_is_judged_is_read_in_bounds(claim: str, question: str, before: str, sentence: str) -> None:
    ids = of_sentence(JUDGE.model, claim, SentenceContext(question, before, sentence))
    assert 6 <= len(ids) <= CLAIM + QUESTION + BEFORE + SENTENCE + 6
    assert ids[0] == 0
    assert ids[-1] == 2


def test_probabilities_are_of_each_and_add_up_to_one() -> None:
    places = [
        SentenceContext("Is there an app?", "", text) for text in ("There is one.", "There is none.", "Bread is baked.")
    ]
    likely = JUDGE.sentences("mobile app", places)
    assert likely.shape == (3, len(BEARING))
    assert np.allclose(likely.sum(axis=1), 1, atol=1e-5)
    assert JUDGE.questions("an app", ["Is there an app?"]).shape == (1, len(SAMENESS))
    assert JUDGE.statements(["There is none."]).shape == (1, len(FACTUALITY))
    assert JUDGE.sentences("mobile app", []).shape == (0, len(BEARING))


def test_what_is_judged_together_is_judged_as_alone() -> None:
    places = [
        SentenceContext("Is there an app?", "", text) for text in ("There is one.", "There is none.", "Bread is baked.")
    ]
    together = JUDGE.sentences("mobile app", places)
    alone = np.concatenate([JUDGE.sentences("mobile app", [place]) for place in places])
    assert np.allclose(together, alone, atol=1e-5)


@pytest.mark.parametrize(
    ("claim", "sentence", "label"),
    [
        ("electric buses", "Twelve electric buses have run since 2021.", "yes"),
        ("electric buses", "The town has no electric buses.", "no"),
        ("electric buses", "Electric buses will be bought in 2027.", "planned"),
        ("electric buses", "The swimming pool opens at nine.", "none"),
        ("bus électriques", "The town has no electric buses.", "no"),
    ],
)
def test_plain_sentences_are_told_apart(claim: str, sentence: str, label: str) -> None:
    likely = JUDGE.sentences(claim, [SentenceContext("What vehicles are there?", "", sentence)])[0]
    assert BEARING[int(likely.argmax())] == label


@pytest.mark.parametrize(
    ("claim", "question", "same"),
    [
        ("school library", "Does the school have a library?", True),
        ("library for the blind", "Does the school have a library?", False),
        ("swimming pool", "Does the school have a library?", False),
    ],
)
def test_a_claim_is_the_question_or_it_is_not(claim: str, question: str, same: bool) -> None:
    likely = JUDGE.questions(claim, [question])[0]
    assert (SAMENESS[int(likely.argmax())] == "same") == same
