from __future__ import annotations

import pytest

from msqqa.ask.engine import Engine
from msqqa.ask.plan import Filters
from msqqa.corpus import Corpus
from msqqa.encode import DEFAULT_MODEL, Encoder
from msqqa.encode.model import MULTILINGUAL
from msqqa.index.build import build
from tests.support import YES, response, write_survey

pytestmark = pytest.mark.skipif(DEFAULT_MODEL != MULTILINGUAL, reason="the default encoder reads English alone here")

FRENCH = response(
    YES,
    "Texte n° 2016-22 du 24 mars, modifié deux fois.",
    YES,
    "Oui, depuis 2019, sous l'autorité de la Banque centrale.",
    "L'adresse est demarches.example, ouverte en 2014.",
    "Avec le Chili et le Japon, depuis dix ans.",
)
"""Answers that hardly name what they are about: their questions do."""


@pytest.fixture(scope="module")
def french(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("french")
    corpus = write_survey(folder / "corpus", {"gabon.md": FRENCH})
    build(Corpus.at(corpus), folder / "index", Encoder.named())
    return Engine.open(folder / "index")


@pytest.mark.parametrize(
    ("looked_for", "question"),
    [
        ("privacy legislation", "1"),
        ("защита персональных данных", "1"),
        ("is innovation tried out under supervision?", "2"),
        ("监管沙盒", "2"),
        ("government website", "3"),
        ("البوابة الوطنية", "3"),
        ("partner states", "4"),
        ("¿con qué países cooperan?", "4"),
    ],
)
def test_a_passage_is_found_by_the_question_it_answers(french: Engine, looked_for: str, question: str) -> None:
    first, *_ = french.search(looked_for, Filters(respondents=("gabon",)))
    assert first.citation.question_id == question


def test_a_word_is_found_where_it_stands(french: Engine) -> None:
    first, *_ = french.search("Chili")
    assert first.citation.question_id == "4"


def test_scores_fall_and_lie_between_nothing_and_one(french: Engine) -> None:
    scores = [hit.score for hit in french.search("the weather on the moon")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
