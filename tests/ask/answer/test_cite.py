from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.answer.cite import Citer, citation, find, surroundings
from msqqa.ask.judge.outcome import Evidence
from msqqa.errors import CitationError, InternalError

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.index.open import Index
    from msqqa.model import Answer

SANDBOX = "does Mongolia have a regulatory sandbox"


@pytest.fixture(scope="module")
def sound(engine: Engine) -> Answer:
    return engine.ask(SANDBOX)


def test_a_place_is_cited_once(engine: Engine) -> None:
    citer = Citer(engine.index)
    row, cell = next((r, c) for r, c in engine.index.store.cells.items() if c.question == "37")
    a, b = cell.runs[0][0], cell.runs[0][1]
    one = citer.cite(Evidence(row, a, b, 0.5))
    assert citer.cite(Evidence(row, a, b, 0.1)) == one == 1
    assert citer.cite(Evidence(row, a, b - 1, 0.5)) == 2
    assert len(citer.citations) == 2


def test_withheld_text_is_never_cited(engine: Engine) -> None:
    row, cell = next((r, c) for r, c in engine.index.store.cells.items() if c.question == "4")
    start, end = cell.withheld[0]
    with pytest.raises(InternalError):
        citation(engine.index, row, start, end, n=1)
    assert citation(engine.index, row, start, end, n=1, contacts=True).quote == "Uchral Nyam-Osor"


def test_a_citation_is_found_again(engine: Engine, sound: Answer) -> None:
    for cited in sound.citations:
        assert replace(find(engine.index, cited.id), n=cited.n) == cited


@pytest.mark.parametrize("id_", ["", "x", "msq-2024/mongolia/37#5", "msq-2024/mongolia/none#1-2"])
def test_what_names_nothing_is_refused(msq_index: Index, id_: str) -> None:
    with pytest.raises(CitationError):
        find(msq_index, id_)


def test_surroundings_end_with_the_text(engine: Engine, sound: Answer) -> None:
    text = engine.index.store.text("mongolia.md")
    for cited in sound.citations:
        before, after = surroundings(engine.index, cited, 10_000, contacts=True)
        assert before + cited.quote + after == text
