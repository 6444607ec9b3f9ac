from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.ask.engine import Engine
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build

if TYPE_CHECKING:
    from tests.support import Place

QUESTION = "does Peru run a sandbox for payments"


def test_an_open_index_answers_as_it_is_whatever_is_built_meanwhile(survey: Place) -> None:
    unasked, before = Engine.open(survey.index), Engine.open(survey.index).ask(QUESTION)
    file = survey.corpus / "peru.md"
    file.write_text(file.read_text(encoding="utf-8").replace("2019", "2021") + "\nMore.\n", encoding="utf-8")
    assert build(Corpus.at(survey.corpus), survey.index, Encoder.named(), rebuild=True).fresh
    assert unasked.ask(QUESTION) == before
