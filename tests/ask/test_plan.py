from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.ask.plan import Filters
from msqqa.ask.wording import checked
from msqqa.errors import QuestionError
from msqqa.model import Plan

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine

_ORDINARY = pytest.mark.xfail(strict=True, reason="an ordinary word in lower case where a subject may stand")


def _plan(engine: Engine, question: str, **filters: tuple[str, ...]) -> Plan:
    return engine.planner.plan(question, Filters(**filters))


@pytest.mark.parametrize(
    ("question", "operator"),
    [
        ("does Mongolia have a regulatory sandbox", "lookup"),
        ("Mongolia's law on personal data", "lookup"),
        ("how much does Mongolia spend on e-government", "lookup"),
        ("how many users does E-Mongolia have in Mongolia", "lookup"),
        ("which ministry leads digital transformation in Mongolia", "lookup"),
        ("which law in Mongolia protects personal data", "lookup"),
        ("who runs Mongolia's portal", "lookup"),
        ("what is the Mongolian portal", "lookup"),
        ("is there a chatbot in Mongolia", "lookup"),
        ("which countries have an open data portal", "which"),
        ("which countries mention WCAG", "which"),
        ("list all countries that use blockchain", "which"),
        ("what countries cite the World Bank", "which"),
        ("which governments publish open data", "which"),
        ("who mentions WCAG", "which"),
        ("countries without a data protection law", "which"),
        ("which respondents refer to Singapore", "which"),
        ("how many countries have a sandbox", "count"),
        ("how many of the countries mention WCAG", "count"),
        ("number of countries with a chatbot", "count"),
        ("compare Mongolia and Estonia on open data", "compare"),
        ("differences between Mongolia and Kenya in open data", "compare"),
        ("Mongolia vs Estonia: digital identity", "compare"),
        ("what is the open data portal", "open"),
        ("is there a regulatory sandbox", "open"),
        ("digital identity", "open"),
        ("how many users does the portal have", "open"),
    ],
)
def test_operators(engine: Engine, question: str, operator: str) -> None:
    assert _plan(engine, question).operator == operator


@pytest.mark.parametrize(
    ("question", "mode", "polarity"),
    [
        ("which countries mention WCAG", "mention", "positive"),
        ("which countries refer to WCAG", "mention", "positive"),
        ("which countries cite the World Bank", "mention", "positive"),
        ("which countries do not mention WCAG", "mention", "negative"),
        ("which countries don't mention WCAG", "mention", "negative"),
        ("which countries have a sandbox", "meaning", "positive"),
        ("which countries do not have a sandbox", "meaning", "negative"),
        ("which countries have no sandbox", "meaning", "negative"),
        ("countries without a sandbox", "meaning", "negative"),
        ("which countries lack a sandbox", "meaning", "negative"),
        ("how many countries haven’t a sandbox", "meaning", "negative"),
    ],
)
def test_mode_and_polarity(engine: Engine, question: str, mode: str, polarity: str) -> None:
    plan = _plan(engine, question)
    assert (plan.mode, plan.polarity) == (mode, polarity)


@pytest.mark.parametrize(
    ("question", "questions"),
    [
        ("what does Mongolia say to question 41", ("41",)),
        ("q37 of Mongolia", ("37",)),
        ("Q. 37 of Mongolia", ("37",)),
        ("questions 41 of Mongolia", ("41",)),
        ("question #9 in Mongolia", ("9",)),
        ("question 34.ai in Mongolia", ("34.ai",)),
        ("Resolution No. 24 of Mongolia", ()),
        ("item 3 of the plan of Mongolia", ()),
        ("the 41 services of Mongolia", ()),
    ],
)
def test_numbers_of_questions(engine: Engine, question: str, questions: tuple[str, ...]) -> None:
    assert _plan(engine, question).questions == questions


def test_a_number_that_the_form_has_not_is_refused(engine: Engine) -> None:
    with pytest.raises(QuestionError, match="999"):
        _plan(engine, "what does Mongolia say to question 999")


@pytest.mark.parametrize(
    ("question", "terms", "combine"),
    [
        ("which countries mention WCAG", [("WCAG", "Web Content Accessibility Guidelines")], "and"),
        ("which countries mention WCAG accessibility", [("WCAG", "Web Content Accessibility Guidelines")], "and"),
        ('which countries mention "smart city"', [("smart city",)], "and"),
        ("which countries mention “smart city”", [("smart city",)], "and"),
        ("which countries mention blockchain and robotics", [("blockchain",), ("robotics",)], "and"),
        ("which countries mention blockchain or robotics", [("blockchain",), ("robotics",)], "or"),
        ("which countries mention blockchain, robotics or drones", [("blockchain",), ("robotics",), ("drones",)], "or"),
        ("which countries mention Singapore in their answers?", [("Singapore",)], "and"),
        ("which countries use the word metaverse", [("metaverse",)], "and"),
    ],
)
def test_terms(engine: Engine, question: str, terms: list[tuple[str, ...]], combine: str) -> None:
    plan = _plan(engine, question)
    assert plan.mode == "mention"
    assert [concept.terms for concept in plan.concepts] == terms
    assert plan.combine == combine
    assert plan.terms == tuple(dict.fromkeys(term for own in terms for term in own))


@pytest.mark.parametrize("question", ["in which countries is WCAG mentioned", "which countries have WCAG mentioned"])
def test_a_term_before_its_verb(engine: Engine, question: str) -> None:
    plan = _plan(engine, question)
    assert plan.mode == "mention"
    assert "WCAG" in plan.terms


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("does Estonia have a sandbox", ("Estonia",)),
        ("does the UK have a sandbox", ("United Kingdom",)),
        ("Kenyan portal", ("Kenya",)),
        ("how does the Kenyan portal work", ("Kenya",)),
        ("is there a law in South Korea", ("South Korea",)),
        ("according to France, what is open data", ("France",)),
        ("Estonia's digital identity", ("Estonia",)),
        ("which nordic countries have a sandbox", ("Nordic",)),
        ("which African countries have a sandbox", ("Africa",)),
        ("hat Deutschland ein Gesetz", ("Germany",)),
    ],
)
def test_subjects_that_gave_no_response(engine: Engine, question: str, absent: tuple[str, ...]) -> None:
    plan = _plan(engine, question)
    assert plan.respondents == ()
    assert [fold.casefold().removesuffix(" countries") for fold in plan.absent] == [a.casefold() for a in absent]


@pytest.mark.parametrize(
    "question",
    [
        "memorandum with Singapore",
        "which countries mention Singapore",
        "cooperation with Estonia",
        "which countries refer to Estonia's X-Road",
        "what is E-Mongolia",
        "when does the plan of may end",
        "may a citizen appeal",
        pytest.param("does a chad matter in an election"),
        pytest.param("is turkey served in schools", marks=_ORDINARY),
        pytest.param("what are the jordan shoes rules", marks=_ORDINARY),
        pytest.param("rules for guinea pigs", marks=_ORDINARY),
        pytest.param("how is china porcelain taxed", marks=_ORDINARY),
    ],
)
def test_what_is_no_subject(engine: Engine, question: str) -> None:
    plan = _plan(engine, question)
    assert plan.respondents == ()
    assert plan.absent == ()


@pytest.mark.parametrize(
    ("question", "respondents"),
    [
        ("which Asian countries have a sandbox", {"japan"}),
        ("which African countries have a sandbox", {"kenya"}),
        ("compare Kenya and Peru on laws", {"kenya", "peru"}),
        ("what does Kenia say", {"kenya"}),
        ("does Perú have a law", {"peru"}),
        ("does the Republic of Kenya have a law", {"kenya"}),
        ("KEN: is there a law", {"kenya"}),
        ("日本 law", {"japan"}),
    ],
)
def test_subjects(survey_engine: Engine, question: str, respondents: set[str]) -> None:
    assert set(_plan(survey_engine, question).respondents) == respondents


def test_filters_override_the_question(survey_engine: Engine) -> None:
    plan = _plan(survey_engine, "what does Kenya say to question 1", respondents=("peru",), questions=("4",))
    assert plan.respondents == ("peru",)
    assert plan.questions == ("4",)
    assert _plan(survey_engine, "does Estonia have a law", respondents=("peru",)).absent == ()


@pytest.mark.parametrize(
    "filters",
    [{"respondents": ("Atlantis",)}, {"questions": ("99",)}, {"editions": ("1848",)}, {"respondents": ("Estonia",)}],
)
def test_a_filter_that_names_nothing_is_refused(survey_engine: Engine, filters: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(QuestionError):
        _plan(survey_engine, "is there a law", **filters)


def test_the_name_of_a_filter_is_not_encoded(engine: Engine) -> None:
    assert "mongolia" not in _plan(engine, "does Mongolia have a regulatory sandbox").text.lower()


def test_a_courtesy_says_nothing(engine: Engine) -> None:
    plain = _plan(engine, "whether Mongolia has a regulatory sandbox")
    polite = _plan(engine, "Could you please tell me whether Mongolia has a regulatory sandbox")
    assert (polite.text, polite.respondents, polite.operator) == (plain.text, plain.respondents, plain.operator)


@pytest.mark.parametrize("text", ["", " ", "\n", "?", "…", "\x00", "x" * 10_001])
def test_what_is_no_question(text: str) -> None:
    with pytest.raises(QuestionError):
        checked(text)


def test_a_question_is_put_into_one_line() -> None:
    assert checked(" does\n it\twork? ") == "does it work?"


_WORDS = st.lists(
    st.sampled_from(
        "which countries mention refer to WCAG “ ” \" ' and or , / not without Mongolia Estonia Kenya's question 41 "
        "compare vs how many the of in does have Mongolai E-Mongolia [1] . ? US it may person - _ * ( )".split()
    ),
    max_size=14,
).map(" ".join)


@settings(deadline=None, max_examples=150)
@given(text=st.one_of(st.text(max_size=200), _WORDS))
def test_any_text_is_planned_or_refused(engine: Engine, text: str) -> None:
    try:
        plan = engine.planner.plan(text)
    except QuestionError:
        return
    assert isinstance(plan, Plan)
    assert plan.text.strip()
    assert set(plan.respondents) <= {"mongolia"}
    assert (plan.mode is not None) == (plan.operator in ("which", "count"))
