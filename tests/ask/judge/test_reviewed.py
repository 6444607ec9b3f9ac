"""What an analyst corrects holds wherever it is asked; the survey is of Kenya, Peru and Japan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jsonschema
import pytest

from msqqa.ask.answer import find_unsupported
from msqqa.ask.answer.matrix import matrix
from msqqa.ask.engine import Engine
from msqqa.ask.plan import Filters
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import VerdictsError
from msqqa.index.open import open_index
from msqqa.render.as_json import as_dict, schema
from msqqa.render.prose import paragraph
from tests.support import is_sound

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.model import Answer
    from tests.support import Place


@pytest.fixture
def engine(survey: Place) -> Engine:
    index = open_index(survey.index, Corpus.at(survey.corpus), Encoder.named())
    assert index is not None
    return Engine.over(index, Encoder.named())


def review(engine: Engine, *entries: dict[str, str]) -> Path:
    file: Path = engine.index.corpus_path / "verdicts.toml"
    rows = ({**entry, "reason": "So says [the ministry].", "by": "Ana"} for entry in entries)
    text = "\n".join("[[verdict]]\n" + "".join(f'{k} = "{v}"\n' for k, v in row.items()) for row in rows)
    file.write_text(text, encoding="utf-8")
    return file


def ask(engine: Engine, question: str) -> Answer:
    answer = engine.ask(question)
    assert find_unsupported(answer) == []
    jsonschema.validate(as_dict(answer), schema(), cls=jsonschema.Draft202012Validator)
    return answer


def verdicts(answer: Answer) -> dict[str, str]:
    return {d.id: d.verdict for d in answer.respondents}


TOLD = "reviewed: So says (the ministry) (Ana)"
KENYA = {"respondent": "Kenya", "question": "2", "stance": "yes"}


def test_a_corrected_stance_holds_in_every_kind_of_question(engine: Engine) -> None:
    review(engine, KENYA)
    which = ask(engine, "which countries have a regulatory sandbox")
    assert verdicts(which) == {"peru": "matched", "kenya": "matched"}
    assert (which.coverage.yes, which.coverage.no, which.coverage.matched) == (2, 0, 2)
    assert "Kenya (reviewed)" in paragraph(which)
    assert f"Kenya, question 2: yes, {TOLD}" in paragraph(which)
    assert ask(engine, "how many countries have a regulatory sandbox").coverage.matched == 2
    lacking = ask(engine, "which countries do not have a regulatory sandbox")
    assert verdicts(lacking) == {"peru": "rejected", "kenya": "rejected"}
    looked_up = ask(engine, "does Kenya have a regulatory sandbox")
    assert paragraph(looked_up).startswith(f"Kenya, question 2: yes, {TOLD} [1].")
    compared = ask(engine, "compare Kenya and Peru on regulatory sandboxes")
    assert paragraph(compared).startswith("Kenya and Peru agree: ")
    assert "(question 2: “" in paragraph(compared)
    for answer in (which, lacking, looked_up, compared):
        is_sound(as_dict(answer), engine.index.corpus_path)


def test_what_was_read_is_kept_beside_the_correction(engine: Engine) -> None:
    before = ask(engine, "does Kenya have a regulatory sandbox")
    review(engine, KENYA)
    [kenya] = ask(engine, "does Kenya have a regulatory sandbox").respondents
    assert kenya.citations == before.respondents[0].citations
    assert (kenya.verdict, kenya.stance, kenya.basis) == ("matched", "yes", "inferred")
    told = kenya.reviewed
    assert told is not None
    assert (told.reason, told.by) == ("So says [the ministry].", "Ana")
    assert (told.verdict_before, told.stance_before, told.basis_before) == ("rejected", "no", "ticked")


def test_a_correction_holds_at_once_and_no_longer_than_it_stands(engine: Engine) -> None:
    question = "which countries have a regulatory sandbox"
    before = ask(engine, question)
    file = review(engine, KENYA)
    assert ask(engine, question) != before
    file.unlink()
    assert ask(engine, question) == before


def test_who_is_corrected_to_silence_is_listed_all_the_same(engine: Engine) -> None:
    review(engine, {"respondent": "peru", "question": "2", "stance": "blank"})
    answer = ask(engine, "which countries have a regulatory sandbox")
    assert answer.respondents[-1].id == "peru"
    assert (answer.respondents[-1].verdict, answer.coverage.blank, answer.coverage.matched) == ("none", 1, 0)
    assert f"Peru, question 2: blank, {TOLD}" in paragraph(answer)


@pytest.mark.parametrize("claim", ["chatbot", "the chatbots", "have a chatbot"])
def test_a_corrected_claim_holds_however_it_is_asked(engine: Engine, claim: str) -> None:
    review(engine, {"respondent": "peru", "claim": claim, "stance": "planned"})
    which = ask(engine, "which countries have a chatbot")
    assert (which.claim, verdicts(which)) == ("chatbot", {"peru": "rejected"})
    assert (which.coverage.planned, which.coverage.silent) == (1, 2)
    [peru] = ask(engine, "does Peru have a chatbot").respondents
    assert (peru.stance, peru.verdict) == ("planned", "rejected")
    assert peru.citations  # what was found stays
    assert verdicts(ask(engine, "which countries lack a chatbot")) == {"peru": "matched"}


def test_a_claim_that_nothing_tells_on_is_answered_by_the_analyst_alone(engine: Engine) -> None:
    question = "which countries have a submarine cable"
    assert not ask(engine, question).answered
    review(engine, {"respondent": "kenya", "claim": "submarine cables", "stance": "yes"})
    which = ask(engine, question)
    assert (verdicts(which), which.coverage.silent) == ({"kenya": "matched"}, 2)
    looked_up = ask(engine, "does Kenya have a submarine cable")
    assert paragraph(looked_up) == f"Kenya: yes, {TOLD}."
    assert not ask(engine, "does Peru have a submarine cable").answered


def test_a_correction_of_one_claim_is_none_of_another(engine: Engine) -> None:
    review(engine, {"respondent": "peru", "claim": "chatbot for farmers", "stance": "no"})
    assert verdicts(ask(engine, "which countries have a chatbot")) == {"peru": "matched"}
    review(engine, {"respondent": "peru", "question": "1", "stance": "yes"})
    assert verdicts(ask(engine, "which countries have a regulatory sandbox")) == {
        "peru": "matched",
        "kenya": "rejected",
    }


def test_a_claim_that_the_form_asks_is_corrected_by_its_words_too(engine: Engine) -> None:
    review(engine, {"respondent": "kenya", "claim": "regulatory sandbox", "stance": "partial"})
    answer = ask(engine, "which countries have a regulatory sandbox")
    assert verdicts(answer) == {"peru": "matched", "kenya": "matched"}
    assert "Kenya (partial, reviewed)" in paragraph(answer)
    # Whoever asks for the form's question by its number asks for no claim.
    by_number = engine.ask("which countries have a regulatory sandbox", Filters(questions=("2",)))
    assert verdicts(by_number) == {"peru": "matched", "kenya": "rejected"}


def test_mentions_are_counted_as_the_analyst_says(engine: Engine) -> None:
    review(
        engine,
        {"respondent": "kenya", "claim": "WCAG", "verdict": "rejected"},
        {"respondent": "peru", "claim": "WCAG", "verdict": "matched"},
    )
    mention = ask(engine, "which countries mention WCAG")
    assert verdicts(mention) == {"japan": "matched", "peru": "matched", "kenya": "rejected"}
    assert f"Kenya: rejected, {TOLD}" in paragraph(mention)
    omit = ask(engine, "which countries do not mention WCAG")
    assert verdicts(omit) == {"kenya": "matched", "japan": "rejected", "peru": "rejected"}
    both = ask(engine, "which countries mention WCAG and open data")
    assert verdicts(both) == {"japan": "matched", "peru": "matched", "kenya": "rejected"}
    for answer in (mention, omit, both):
        is_sound(as_dict(answer), engine.index.corpus_path)


def test_of_two_claims_each_is_corrected(engine: Engine) -> None:
    question = "which countries have a chatbot and a regulatory sandbox"
    assert verdicts(ask(engine, question))["peru"] == "matched"
    review(engine, {"respondent": "peru", "claim": "chatbot", "stance": "no"})
    answer = ask(engine, question)
    assert verdicts(answer)["peru"] == "rejected"
    assert TOLD in paragraph(answer)


def test_the_matrix_is_of_the_corrected_stances(engine: Engine) -> None:
    review(engine, KENYA)
    made = matrix(engine.index, ["kenya"])
    [cell] = [entry for (_, row), entry in made.entries.items() if engine.index.store.questions[row][1] == "2"]
    assert (cell.word, cell.marked, cell.rests_on) == ("yes", "yes (reviewed)", TOLD)
    assert cell.citation is not None


def test_a_bad_correction_is_told_before_anything_is_answered(engine: Engine) -> None:
    review(engine, KENYA, {"respondent": "Atlantis", "question": "2", "stance": "yes"})
    for use in (lambda: engine.ask("which countries have a chatbot"), lambda: matrix(engine.index)):
        with pytest.raises(VerdictsError, match=r"\[\[verdict\]\] 2: there is no respondent 'Atlantis'"):
            use()


def test_a_mention_that_is_looked_up_is_corrected_too(engine: Engine) -> None:
    review(
        engine,
        {"respondent": "kenya", "claim": "WCAG", "verdict": "rejected"},
        {"respondent": "peru", "claim": "WCAG", "verdict": "matched"},
        {"respondent": "japan", "claim": "WCAG", "stance": "no"},
    )
    assert ask(engine, "does Kenya mention WCAG").respondents[0].stance == "no"
    assert ask(engine, "does Peru mention WCAG").respondents[0].verdict == "matched"
    # Who has it not may mention it all the same.
    assert ask(engine, "does Japan mention WCAG").respondents[0].stance == "yes"


def test_an_answer_says_by_which_words_it_is_corrected(engine: Engine) -> None:
    told = {
        "which countries have a regulatory sandbox": "",
        "which countries have a chatbot": "chatbot",
        "does Kenya have a submarine cable": "submarine cable",
        "which countries mention WCAG": "WCAG",
        "compare Kenya and Japan on WCAG": "wcag",
        "which countries have a chatbot and a regulatory sandbox": "",
    }
    assert {question: ask(engine, question).claim for question in told} == told
