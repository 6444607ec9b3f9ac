from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.ask.answer import find_unsupported
from msqqa.ask.engine import Engine
from msqqa.ask.plan import Filters
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import QuestionError
from msqqa.index.build import build
from msqqa.index.open import open_index
from msqqa.model.statements import ExtractStatement
from msqqa.render.as_json import as_dict
from msqqa.render.prose import paragraph
from tests.support import RESPONSES, YES, Place, is_sound, response, write_survey

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.model import Answer

QUESTIONS = (
    "does Kenya have a data protection law",
    "which countries have a national law on the protection of personal data",
    "which countries mention WCAG",
    "which countries do not mention WCAG",
    "which countries mention hovercraft",
    "does Estonia have a law",
    "compare Kenya and Peru on the data protection law",
    "what is the portal used for",
)


def _engine(folder: Path, responses: dict[str, str]) -> Engine:
    place = Place(write_survey(folder / "survey", responses), folder / "index")
    encoder = Encoder.named()
    build(Corpus.at(place.corpus), place.index, encoder)
    index = open_index(place.index)
    assert index is not None
    return Engine.over(index, encoder)


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_statement_rests_on_citations(survey_engine: Engine, question: str) -> None:
    answer = survey_engine.ask(question, everyone=True)
    assert answer.statements
    for statement in answer.statements:
        cited = [c for c in answer.citations if c.n in statement.citations]
        assert len(cited) == len(statement.citations) > 0
        if isinstance(statement, ExtractStatement):
            assert all(statement.text in c.quote and c.respondent == statement.respondent for c in cited)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_has_the_same_answer(survey_engine: Engine, question: str) -> None:
    assert survey_engine.ask(question) == survey_engine.ask(question)


@pytest.mark.parametrize("question", QUESTIONS)
def test_respondents_come_best_first(survey_engine: Engine, question: str) -> None:
    answer = survey_engine.ask(question, everyone=True)
    if answer.plan.operator in ("which", "count"):
        order = ["matched", "possible", "rejected", "none"]
        verdicts = [order.index(d.verdict) for d in answer.respondents]
        assert verdicts == sorted(verdicts)


def test_filters_are_those_of_the_caller(survey_engine: Engine) -> None:
    answer = survey_engine.ask("is there a law", Filters(respondents=("japan",), questions=("1",)), everyone=True)
    assert [d.id for d in answer.respondents] == ["japan"]
    assert {c.question_id for c in answer.citations} == {"1"}


@pytest.mark.parametrize(
    "portal",
    [
        pytest.param("The portal is “Digital” [1]. It serves farmers."),
        "The portal is called ”Digital“ and it has “five” parts.",
        "The portal [2] serves [3]. farmers [4].",
        "The portal\r\nserves\r\nfarmers with WCAG.",
        "“The portal serves farmers” [1].",
        "The portal serves farmers\u2028and [bold]others[/bold].",
        "| portal | farmers |\n| --- | --- |\n| one | two |",
        "The portal serves farmers. " * 200,
        "portal" * 300,
        "#### 1. THE PORTAL SERVES FARMERS\n\n- **one**\n- _two_",
        "🌾 The portal serves farmers 👩‍🌾 with naïve façades.",
    ],
)
def test_odd_text_in_a_response_is_no_fault(tmp_path: Path, portal: str) -> None:
    engine = _engine(tmp_path, {"zambia.md": response(YES, "A law.", portal=portal)})
    for question in (
        "which countries mention farmers",
        "what does the portal of Zambia serve",
        "which countries mention portal",
    ):
        is_sound(as_dict(engine.ask(question, everyone=True)), tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Bank of “Trust” Ltd"),
        pytest.param("A. B. [1]. C"),
        "Ministry: named and possible",
        "x, question 1: yes",
    ],
)
def test_a_respondent_may_be_called_anything(tmp_path: Path, name: str) -> None:
    corpus = write_survey(tmp_path / "survey")
    (corpus / "respondents.toml").write_text(
        f"[[respondent]]\nfile = \"kenya.md\"\nname = '{name}'\n", encoding="utf-8"
    )
    encoder = Encoder.named()
    build(Corpus.at(corpus), tmp_path / "index", encoder)
    index = open_index(tmp_path / "index")
    assert index is not None
    answer = Engine.over(index, encoder).ask("which countries have a national law on the protection of personal data")
    assert name in paragraph(answer)


def test_line_ends_are_those_of_the_file(tmp_path: Path) -> None:
    text = RESPONSES["kenya.md"].replace("\n", "\r\n")
    engine = _engine(tmp_path, {"kenya.md": text})
    answer = as_dict(engine.ask("does Kenya have a data protection law"))
    is_sound(answer, tmp_path)
    assert answer["citations"][0]["lines"] == [7, 7]


_WORDS = st.lists(
    st.sampled_from(
        "which countries mention do not have refer to WCAG portal “ ” \" ' and or law Kenya Estonia Peru's question 1 "
        "compare how many of in does Kenia [1] . ? blockchain sandbox cost when".split()
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


def _asked(engine: Engine, text: str) -> Answer | None:
    try:
        return engine.ask(text, everyone=True)
    except QuestionError:
        return None


@settings(deadline=None, max_examples=60)
@given(
    text=st.one_of(
        st.text(st.characters(exclude_characters="“”«»"), max_size=80),
        _WORDS.filter(lambda t: "“" not in t and "”" not in t),
    )
)
def test_any_text_is_answered_soundly(survey_engine: Engine, text: str) -> None:
    answer = _asked(survey_engine, text)
    if answer is not None:
        assert find_unsupported(answer) == []
        c = answer.coverage
        assert c.matched + c.possible + c.rejected + c.none == c.examined
