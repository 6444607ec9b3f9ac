from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.cite import Citer, citation, find, marks, surroundings, unsupported
from msqqa.ask.outcome import Evidence
from msqqa.errors import CitationError
from msqqa.model import Statement

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.index.open import Index
    from msqqa.model import Answer

SANDBOX = "does Mongolia have a regulatory sandbox"


@pytest.fixture(scope="module")
def sound(engine: Engine) -> Answer:
    return engine.ask(SANDBOX)


def _with(answer: Answer, text: str, *citations: int) -> Answer:
    return replace(answer, statements=(*answer.statements, Statement("extract", text, citations)))


@pytest.mark.parametrize(
    "question",
    [
        SANDBOX,
        "which countries mention WCAG",
        "which countries do not mention WCAG",
        "which countries mention Atlantis",
        "who is Mongolia's CIO",
        "does Estonia have a sandbox",
        "how many countries have an AI strategy",
        "does Mongolia authorize UN DESA to publish its responses",
        "what is the open data portal",
        "favourite colour of penguins",
    ],
)
def test_a_sound_answer_has_no_problem(engine: Engine, question: str) -> None:
    assert unsupported(engine.ask(question)) == []


def test_a_planted_sentence_is_reported(sound: Answer) -> None:
    [problem] = unsupported(_with(sound, "Mongolia is the best of all countries [1].", 1))
    assert "best of all" in problem


@pytest.mark.parametrize("text", ["“Mongolia is the best of all.” [1].", "“the sandbox was closed” … [1]."])
def test_a_quote_that_stands_nowhere_is_reported(sound: Answer, text: str) -> None:
    assert len(unsupported(_with(sound, text, 1))) == 1


def test_a_quote_of_another_citation_is_reported(sound: Answer) -> None:
    first, second = sound.citations[:2]
    own = first.quote[20:80]
    assert own not in second.quote
    assert unsupported(_with(sound, f"“{own}” [{first.n}].", 1)) == []
    assert len(unsupported(_with(sound, f"“{own}” [{second.n}].", 2))) == 1


def test_a_swapped_quote_is_reported(sound: Answer) -> None:
    first, second = sound.citations[:2]
    swapped = (replace(first, quote=second.quote), replace(second, quote=first.quote), *sound.citations[2:])
    assert unsupported(replace(sound, citations=swapped))


def test_a_mark_that_names_nothing_is_reported(sound: Answer) -> None:
    assert any("[999]" in problem for problem in unsupported(_with(sound, "2 of 3 examined mention 'it' [999].", 999)))
    assert unsupported(replace(sound, citations=sound.citations[1:]))


@pytest.mark.parametrize("text", ["2 of 3 examined mention 'it'.", "Mongolia has a sandbox", "“sandbox”."])
def test_a_sentence_without_a_mark_is_reported(sound: Answer, text: str) -> None:
    assert unsupported(_with(sound, text))


@pytest.mark.parametrize(
    "text",
    [pytest.param(text) for text in ("2 of 3 examined mention 'it'.", "Mongolia has a sandbox.")] + ["“sandbox”."],
)
def test_a_sentence_without_a_mark_before_another_is_reported(sound: Answer, text: str) -> None:
    assert unsupported(replace(sound, statements=(Statement("count", text), *sound.statements)))


@pytest.mark.parametrize(
    "text",
    [
        "Mongolia, question 37: yes and it is the best of all countries [1].",
        "Mongolia is rich and its ministers: possibleists of all kinds [1].",
        "3 of 5 ministers were sacked for corruption [1].",
    ],
)
def test_words_beyond_the_fixed_ones_are_reported(sound: Answer, text: str) -> None:
    assert unsupported(_with(sound, text, 1))


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
    with pytest.raises(AssertionError):
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


def test_marks_are_joined() -> None:
    assert marks([1, 12]) == "[1][12]"
    assert marks([]) == ""
