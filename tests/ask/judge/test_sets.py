"""Sets over the fourteen fictional responses, at the command line's edge: the gold says who belongs to them."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.judge.denials import is_denial
from msqqa.ask.plan import Filters
from msqqa.errors import QuestionError
from msqqa.model import SetPlan
from msqqa.render.prose import paragraph
from tests.support import REPO

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.model import Answer

GOLD = tomllib.loads((REPO / "evals" / "demo-msq-2024" / "gold.toml").read_text(encoding="utf-8"))
STANCES: dict[str, dict[str, dict[str, str]]] = GOLD["stances"]
AFRICA, EUROPE = {"dorimba", "ekundala", "farosha"}, {"arvenia", "belmora", "castovar"}


def _of(question: str, *stances: str) -> set[str]:
    return {name for name, said in STANCES.items() if said[question]["stance"] in stances}


def _matched(answer: Answer) -> set[str]:
    return {d.id for d in answer.respondents if d.verdict == "matched"}


@pytest.mark.parametrize("question", sorted(STANCES["arvenia"]))
def test_a_complement_never_holds_the_blank_or_the_unclear(demo_engine: Engine, question: str) -> None:
    filters = Filters(questions=(question,), operator="which", mode="question", polarity="negative")
    answer = demo_engine.ask("which countries do not", filters, everyone=True)
    assert not {d.id for d in answer.respondents if d.verdict != "none" and d.stance in ("blank", "unclear")}
    assert not _matched(answer) & _of(question, "blank")
    coverage = answer.coverage
    assert coverage.matched == coverage.no + coverage.planned
    assert coverage.rejected == coverage.yes + coverage.partial
    assert coverage.none == coverage.blank + coverage.unclear


@pytest.mark.parametrize(
    ("question", "matched"),
    [
        ("which countries have a regulatory sandbox", _of("37", "yes", "partial")),
        ("which countries have no regulatory sandbox", _of("37", "no", "planned")),
        ("which countries plan a regulatory sandbox", _of("37", "planned")),
        ("who is planning to introduce a regulatory sandbox", _of("37", "planned")),
        ("who left the question on regulatory sandboxes blank", _of("37", "blank")),
        ("which countries outside Africa have a regulatory sandbox", _of("37", "yes", "partial") - AFRICA),
        ("which non-African countries have a regulatory sandbox", _of("37", "yes", "partial") - AFRICA),
        ("except Arvenia, who has a regulatory sandbox", _of("37", "yes", "partial") - {"arvenia"}),
        ("regulatory sandbox: who in Europe has one?", _of("37", "yes", "partial") & EUROPE),
        (
            "which countries have a regulatory sandbox but no law on digital identity",
            _of("37", "yes", "partial") & _of("12", "no", "planned"),
        ),
        (
            "which countries have neither a regulatory sandbox nor a law on digital identity",
            _of("37", "no", "planned") & _of("12", "no", "planned"),
        ),
        (
            "which countries have both a regulatory sandbox and a law on digital identity",
            _of("37", "yes", "partial") & _of("12", "yes", "partial"),
        ),
    ],
)
def test_sets_by_question(demo_engine: Engine, question: str, matched: set[str]) -> None:
    answer = demo_engine.ask(question)
    assert isinstance(answer.plan, SetPlan)
    assert answer.plan.mode == "question"
    assert _matched(answer) == matched


@pytest.mark.parametrize(
    ("question", "in_english"),
    [
        ("quels pays ont un bac à sable réglementaire", "which countries have a regulatory sandbox"),
        (
            "welche Länder haben ein Gesetz zur Informationsfreiheit",
            "which countries have a freedom of information law",
        ),
        ("какие страны имеют закон о защите данных", "which countries have a data protection law"),
        ("哪些国家有网络安全法", "which countries have a cybersecurity law"),
        ("países con formación digital para personas mayores", "who teaches digital skills to vulnerable groups"),
    ],
)
def test_a_question_of_the_form_is_asked_in_any_language(demo_engine: Engine, question: str, in_english: str) -> None:
    asked, same = demo_engine.ask(question), demo_engine.ask(in_english)
    assert asked.plan.questions == same.plan.questions != ()
    assert {r.id for r in asked.respondents if r.verdict == "matched"} == {
        r.id for r in same.respondents if r.verdict == "matched"
    }


@pytest.mark.parametrize("question", ["quels pays ont un chatbot", "quels pays utilisent des drones agricoles"])
def test_what_the_form_does_not_ask_is_not_asked_in_another_language_either(demo_engine: Engine, question: str) -> None:
    assert demo_engine.ask(question).plan.questions == ()


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("does Kenya have a sandbox", "Kenya"),
        ("which Nordic countries have a sandbox", "Nordic"),
        ("Estonian law", "Estonia"),
    ],
)
def test_a_real_country_is_no_fictional_one(demo_engine: Engine, question: str, absent: str) -> None:
    answer = demo_engine.ask(question)
    assert not answer.answered
    assert answer.plan.absent[0].startswith(absent)


@pytest.mark.parametrize(
    "question",
    [
        "compare Arvenia with Arvenia on open data",
        "which countries have",
        "which countries outside Europe, Africa, Asia, the Americas and Oceania have a sandbox",
        "who did not answer question 99",
    ],
)
def test_what_can_hold_of_nobody_is_told_in_one_line(demo_engine: Engine, question: str) -> None:
    with pytest.raises(QuestionError) as told:
        demo_engine.ask(question)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("question", "row", "left"),
    [
        ("who left the question about climate change blank", "6.climate", 4),
        ("who did not answer the question on e-participation portals", "2.e-participation", 1),
        ("which countries did not answer the question about foresight tools", "36", 4),
    ],
)
def test_any_question_can_be_left_blank(demo_engine: Engine, question: str, row: str, left: int) -> None:
    answer = demo_engine.ask(question)
    assert isinstance(answer.plan, SetPlan)
    assert answer.plan.questions == (row,)
    assert answer.coverage.matched == left


def test_who_denies_what_it_mentions(demo_engine: Engine) -> None:
    answer = demo_engine.ask("which countries mention blockchain", everyone=True)
    denials = {name: set(of.get("blockchain", ())) for name, of in GOLD["denials"].items()}
    by_number = {c.n: c for c in answer.citations}
    told = {(d.id, by_number[n].question_id) for d in answer.respondents for n in d.denials}
    gold = {(name, question) for name, questions in denials.items() for question in questions}
    assert len(told & gold) >= 0.7 * len(gold)
    assert len(told & gold) >= 0.7 * len(told)
    assert "Only to deny 'blockchain': " in paragraph(answer)


@pytest.mark.parametrize("word", ["access", "accessible"])
def test_a_word_of_the_same_root_is_only_possible(demo_engine: Engine, word: str) -> None:
    exact = _matched(demo_engine.ask(f'which countries mention "{word}"'))
    other = demo_engine.ask('which countries mention "accessibility"', everyone=True)
    only_akin = exact - _matched(other)
    assert only_akin <= {d.id for d in other.respondents if d.verdict == "possible"}


def test_each_part_of_a_plan_can_be_given(demo_engine: Engine) -> None:
    plan = demo_engine.planner.plan(
        demo_engine.read("sandboxes"),
        Filters(operator="count", mode="mention", polarity="negative", terms=("sandbox", "WCAG")),
    )
    assert isinstance(plan, SetPlan)
    assert (plan.operator, plan.mode, plan.polarity) == ("count", "mention", "negative")
    assert [c.terms[0] for c in plan.concepts] == ["sandbox", "WCAG"]


@pytest.mark.parametrize("question", ["does Arvenia use WhatsApp", "does Hollinsey have a Facebook page"])
def test_a_wider_questions_yes_says_nothing_of_what_nobody_wrote(demo_engine: Engine, question: str) -> None:
    answer = demo_engine.ask(question)
    assert not answer.answered
    assert "yes" not in paragraph(answer)


def test_a_wider_questions_yes_makes_no_set(demo_engine: Engine) -> None:
    answer = demo_engine.ask("which countries use WhatsApp")
    assert isinstance(answer.plan, SetPlan)
    assert answer.plan.mode != "question"
    assert len(_matched(answer)) < 14


def test_of_several_who_are_asked_about_the_missing_are_told(demo_engine: Engine) -> None:
    answer = demo_engine.ask("do Belmora and Estonia have a data protection law")
    assert [d.id for d in answer.respondents] == ["belmora"]
    assert "there is no response of Estonia here" in answer.notes


@pytest.mark.parametrize(
    "question",
    [
        "which country has the most kiosks",
        "which countries have more than 50 kiosks",
        "which country was first to have a digital signature law",
    ],
)
def test_numbers_and_dates_are_not_compared(demo_engine: Engine, question: str) -> None:
    answer = demo_engine.ask(question)
    assert not answer.answered
    assert paragraph(answer).startswith("Not decided: ")


def test_a_claim_holds_of_who_says_it_by_another_name_and_not_of_who_denies_it(demo_engine: Engine) -> None:
    answer = demo_engine.ask("which countries comply with WCAG", everyone=True)
    verdicts = {found.id: found.verdict for found in answer.respondents}
    assert {who for who in ("kelunga", "castovar", "ilmarosa", "guanari") if verdicts[who] != "matched"} == set()
    denying = ("dorimba", "hollinsey", "jandarkhan", "lakshvara", "nukavelu")  # "has not adopted WCAG"
    assert {verdicts[who] for who in denying} == {"rejected"}
    assert verdicts["belmora"] in ("matched", "possible")  # "not by that name", and by EN 301 549
    assert any("EN 301 549" in note for note in answer.notes)


def test_where_the_question_itself_denies_something_a_denial_answers_it(demo_engine: Engine) -> None:
    answer = demo_engine.ask("in which countries is nothing known about whether the website meets WCAG", everyone=True)
    assert all(found.verdict != "rejected" for found in answer.respondents if found.id == "moanaru")


@pytest.mark.parametrize(
    ("question", "ended"),
    [
        ("which countries have repealed their freedom of information law", {"belmora", "kelunga", "jandarkhan"}),
        ("which countries repealed a law on digital identity", {"nukavelu"}),
    ],
)
def test_who_ended_what_a_form_asks_for_says_so_in_that_answer(
    demo_engine: Engine, question: str, ended: set[str]
) -> None:
    answer = demo_engine.ask(question, everyone=True)
    assert {found.id for found in answer.respondents if found.verdict == "matched"} == ended
    asked = {citation.question for citation in answer.citations if citation.respondent in ended}
    assert len(asked) == 1


def test_a_plan_for_what_no_question_asks_is_no_plan_of_the_nearest_question(demo_engine: Engine) -> None:
    answer = demo_engine.ask("which countries prepare for post-quantum cryptography")
    assert isinstance(answer.plan, SetPlan)
    assert answer.plan.mode == "meaning"
    assert {found.id for found in answer.respondents if found.verdict == "matched"} <= {"arvenia", "castovar"}


def test_who_works_with_one_names_it(demo_engine: Engine) -> None:
    answer = demo_engine.ask("which countries cooperate with Arvenia")
    quotes = {citation.n: citation.quote for citation in answer.citations}
    matched = [found for found in answer.respondents if found.verdict == "matched"]
    assert matched
    for found in matched:
        assert any("Arvenia" in quotes[n] for n in found.citations)


@pytest.mark.parametrize(
    "question", ["which countries offer government services by USSD", "who withdrew their chatbot"]
)
def test_a_no_is_said_by_some_denial(demo_engine: Engine, question: str) -> None:
    answer = demo_engine.ask(question, everyone=True)
    denied = [found for found in answer.respondents if found.verdict == "rejected" and found.stance == "no"]
    quotes = {citation.n: citation for citation in answer.citations}
    for found in denied:
        cited = [quotes[n] for n in found.citations]
        assert any(is_denial(c.quote, code) for c in cited for code in ("en", "fr", "es"))
