from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msqqa.ask.engine import Engine
from msqqa.ask.plan import Filters
from msqqa.ask.plan.planner import _is_said_to_lack, _without_appositions
from msqqa.ask.reading.reading import Claim, Reading, Span
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import QuestionError
from msqqa.index.build import build
from msqqa.model import SetPlan

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.model import Plan


def _plan(engine: Engine, question: str, **filters: Any) -> Plan:
    return engine.planner.plan(engine.read(question), Filters(**filters))


@pytest.mark.parametrize(
    ("question", "operator"),
    [
        ("does Belmora have a regulatory sandbox", "lookup"),
        ("Belmora's law on personal data", "lookup"),
        ("how much does Belmora spend on e-government", "lookup"),
        ("which ministry leads digital transformation in Belmora", "lookup"),
        ("which countries have an open data portal", "which"),
        ("chatbots", "which"),
        ("sandbox planned", "which"),
        ("who uses chatbots", "which"),
        ("list all countries that use blockchain", "which"),
        ("countries without a data protection law", "which"),
        ("quels pays ont un bac à sable réglementaire", "which"),
        ("países con formación digital para personas mayores", "which"),
        ("how many countries have a sandbox", "count"),
        ("compare Belmora and Castovar on open data", "compare"),
        ("does the fibre backbone in Dorimba reach further north than Gandiara?", "lookup"),
        ("what do they do for older people", "open"),
        ("list the countries", "about"),
        ("how many respondents are there", "about"),
        ("what is question 37", "about"),
        ("breakdown of question 21 by region", "tally"),
        ("which country spends the most on digital government", "aggregate"),
    ],
)
def test_operators(demo_engine: Engine, question: str, operator: str) -> None:
    assert _plan(demo_engine, question).operator == operator


@pytest.mark.parametrize(
    ("question", "mode", "polarity"),
    [
        ("which countries mention WCAG", "mention", "positive"),
        ("which countries mention WCAG accessibility", "mention", "positive"),
        ("which countries refer to WCAG", "mention", "positive"),
        ("which countries do not mention WCAG", "mention", "negative"),
        ("which countries have a sandbox", "meaning", "positive"),
        ("which countries do not have a sandbox", "meaning", "negative"),
        ("countries w/o data protection law", "meaning", "negative"),
        ("no law on electronic signatures", "meaning", "negative"),
        ("which countries are short of reviewers or approvers", "meaning", "negative"),  # no word asks for silence
    ],
)
def test_mode_and_polarity(demo_engine: Engine, question: str, mode: str, polarity: str) -> None:
    plan = _plan(demo_engine, question)
    assert isinstance(plan, SetPlan)
    assert (plan.mode, plan.polarity) == (mode, polarity)


@pytest.mark.parametrize("question", ["question 46 unanswered", "who left question 46 blank", "q46 left blank by"])
def test_a_set_of_the_silent(demo_engine: Engine, question: str) -> None:
    plan = _plan(demo_engine, question)
    assert isinstance(plan, SetPlan)
    assert (plan.sought, plan.questions) == ("blank", ("46",))


@pytest.mark.parametrize(
    "question", ["summarise what Ekundala says about refugees", "everything on refugees in Ekundala"]
)
def test_what_is_done_with_a_topic_is_not_looked_for(demo_engine: Engine, question: str) -> None:
    answer = demo_engine.ask(question)
    assert answer.answered
    assert "refugees" in answer.citations[0].quote.lower()


def test_the_verb_does_not_change_what_is_asked(demo_engine: Engine) -> None:
    plans = [
        _plan(demo_engine, question)
        for question in ("what countries have a chatbot", "who uses a chatbot", "which countries offer a chatbot")
    ]
    assert {(plan.operator, plan.concepts) for plan in plans} == {(plans[0].operator, plans[0].concepts)}


@pytest.mark.parametrize(
    ("question", "respondents"),
    [
        ("does Belmora have a sandbox", ("belmora",)),
        ("does Belmroa have a sandbox", ("belmora",)),
        ("compare Belmora and Castovar on open data", ("belmora", "castovar")),
    ],
)
def test_whom_it_is_about(demo_engine: Engine, question: str, respondents: tuple[str, ...]) -> None:
    assert _plan(demo_engine, question).respondents == respondents


@pytest.mark.parametrize("question", ["does Wakanda have a data protection law", "Wakanda's data protection law"])
def test_a_name_that_is_nobody_here_is_never_everybody(demo_engine: Engine, question: str) -> None:
    plan = _plan(demo_engine, question)
    assert (plan.respondents, plan.absent) == ((), ("Wakanda",))


def test_several_claims(demo_engine: Engine) -> None:
    plan = _plan(demo_engine, "which countries have both a data protection law and a FOI act")
    assert isinstance(plan, SetPlan)
    assert (len(plan.concepts), plan.combine) == (2, "and")
    plan = _plan(demo_engine, "which countries have a data protection law but no FOI law")
    assert [c.polarity for c in plan.concepts] == ["positive", "negative"]


def test_filters_come_before_the_questions_own_words(demo_engine: Engine) -> None:
    plan = _plan(demo_engine, "does Belmora have a sandbox", respondents=("Castovar",))
    assert plan.respondents == ("castovar",)
    assert any("asked of Castovar alone" in note for note in plan.notes)
    assert _plan(demo_engine, "does Belmora have a sandbox", questions=("41",)).questions == ("41",)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("what does Belmora answer to question 999", "no question '999'"),
        ("thanks!", "nothing to look up"),
        ("compare Belmora and Belmora on open data", "itself"),
    ],
)
def test_what_cannot_be_planned_is_told(demo_engine: Engine, question: str, words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        _plan(demo_engine, question)


@pytest.mark.parametrize(
    "text",
    [
        "were women happier than men with the service",
        "ministries that have filled the IT chief post",
        "statute from 2009 covering signing contracts online",
        "part des dépenses publiques sans le crédit extérieur",
    ],
)
def test_words_that_name_nobody_here_are_looked_for(demo_engine: Engine, text: str) -> None:
    filters = Filters(respondents=("belmora",), operator="open")
    assert demo_engine.planner.plan(demo_engine.read(text), filters).text == text


def test_the_name_of_who_is_asked_is_not_looked_for(demo_engine: Engine) -> None:
    filters = Filters(respondents=("belmora",), operator="open")
    assert demo_engine.planner.plan(demo_engine.read("Belmora's open data portal"), filters).text == "open data portal"


def test_who_mentions_a_respondent_is_asked_of_the_others(demo_engine: Engine) -> None:
    asked = set(_plan(demo_engine, "which countries mention Arvenia").respondents)
    assert asked == set(demo_engine.index.store.respondents) - {"arvenia"}


def test_or_between_two_topics_is_or(demo_engine: Engine) -> None:
    plan = _plan(demo_engine, "indigenous peoples or languages come up in which answers")
    assert (len(plan.concepts), plan.combine) == (2, "or")


def test_a_number_within_a_word_is_no_questions_number(demo_engine: Engine) -> None:
    assert _plan(demo_engine, "which answers contain internationalisation / i18n").questions == ()


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("which countries answered in French", {"Farosha"}),
        ("who replied in español?", {"Guanari"}),
        ("how many answered in a language other than English", {"Farosha", "Guanari"}),
        ("which countries did not answer in English", {"Farosha", "Guanari"}),
        ("how many did not reply in English?", {"Farosha", "Guanari"}),
    ],
)
def test_a_language_says_of_whom_the_corpus_is_asked(demo_engine: Engine, question: str, names: set[str]) -> None:
    answer = demo_engine.ask(question)
    assert answer.plan.operator == "about"
    assert {demo_engine.index.store.respondents[r].name for r in answer.plan.respondents} == names
    assert any("are counted" in note for note in answer.plan.notes)


def test_a_question_left_blank_is_asked_of_no_language(demo_engine: Engine) -> None:
    assert demo_engine.ask("which countries left the question on sign language blank").plan.operator == "which"


def test_a_language_that_nobody_wrote_in_is_named(demo_engine: Engine) -> None:
    with pytest.raises(QuestionError, match="Finnish"):
        demo_engine.ask("which countries answered in Finnish")


@pytest.mark.parametrize(
    ("question", "operator"),
    [
        ("how many newcomers turned up in Kelunga", "lookup"),
        ("number of municipalities with a portal in Belmora", "lookup"),
        ("how many governments cooperate with Kelunga", "count"),
        ("combien de pays travaillent avec Kelunga", "count"),
    ],
)
def test_what_is_no_respondent_is_counted_in_the_one_that_is_named(
    demo_engine: Engine, question: str, operator: str
) -> None:
    assert _plan(demo_engine, question).operator == operator


@pytest.mark.parametrize("question", ["who works with Belmora", "who got help from Belmora"])
def test_nobody_does_something_with_itself(demo_engine: Engine, question: str) -> None:
    plan = _plan(demo_engine, question)
    assert plan.respondents
    assert "belmora" not in plan.respondents


def test_a_number_that_stands_in_what_the_form_asks_is_no_questions_number(tmp_path: Path) -> None:
    heads = [f"How satisfied are you with the {thing} of site {n}?" for thing in ("canteen", "lifts") for n in (1, 2)]
    rows = [",".join((f"Person {n}a", *("Satisfied" if n % 2 else "Dissatisfied" for _ in heads))) for n in range(12)]
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "s.csv").write_text("\n".join([",".join(("Name", *heads)), *rows]), encoding="utf-8")
    build(Corpus.at(tmp_path / "corpus"), tmp_path / "index", Encoder.named())
    engine = Engine.open(tmp_path / "index")
    text = "how many are dissatisfied with the canteen of site 1"
    assert engine.planner.plan(engine.read(text), Filters()).questions == ()
    with pytest.raises(QuestionError, match="no question '9'"):
        engine.planner.plan(engine.read("who said yes to question 9"), Filters())


def test_what_is_looked_for_has_no_typing_errors(demo_engine: Engine) -> None:
    plan = _plan(demo_engine, "wich countrys colect user satisfacton by gender")
    assert plan.text == "collect user satisfaction by gender"
    assert "satisfacton" not in plan.whole
    # Only a topic's words are held for errors: a verb may be one that the corpus does not use.
    assert not _plan(demo_engine, "who withdrew their chatbot").notes
    # "Landline" is two slips from "landing", and a word.
    assert _plan(demo_engine, "landline chatbot on WhatsApp").text == "landline chatbot on WhatsApp"


@pytest.mark.parametrize(
    ("question", "mentioned"),
    [
        ("which countries mention COSI, the object storage interface", ["COSI"]),
        ("which countries mention COSI, object storage interfaces", ["COSI", "object storage interfaces"]),
        ("which countries mention COSI and the object storage interface", ["COSI", "the object storage interface"]),
    ],
)
def test_what_only_says_again_what_is_mentioned_is_no_other_mention(question: str, mentioned: list[str]) -> None:
    topics = ["COSI", question.rpartition("COSI")[2].removeprefix(", the ").removeprefix(" and ").removeprefix(", ")]
    spans = [Span(at := question.index(topic), at + len(topic), topic) for topic in topics]
    kept = _without_appositions([Claim("mentions", span) for span in spans], question)
    assert [claim.topic.text for claim in kept if claim.topic is not None] == mentioned


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("how many candidates say they are in no coalition", True),
        ("candidates without coalition", True),
        ("who has no lasting coalition", False),  # what is before it is of another word
        ("candidates in a coalition", False),
    ],
)
def test_the_word_before_a_topic_says_that_it_is_lacking(question: str, lacks: bool) -> None:
    at = question.index("coalition")
    reading = Reading(question, "which", "set", (), "and", {}, False, None, None, 0.9)
    assert _is_said_to_lack(reading, Span(at, len(question), "coalition")) is lacks
