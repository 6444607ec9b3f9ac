"""A tick decides only the question it stands under: whoever asks something narrower is answered from the words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.judge.claims import Claims
from msqqa.judge.model import Judge
from msqqa.render.prose import paragraph
from tests.support import open_corpus

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.ask.engine import Engine


@pytest.mark.parametrize(
    ("question", "stance", "cell_stance", "words"),
    [
        ("has Nukavelu adopted WCAG", "no", "yes", "has not adopted WCAG"),
        ("does Hollinsey have a mobile app", "no", None, "We have no mobile app"),
        # The same, asked without a verb.
        ("Nukavelu WCAG", "no", "yes", "has not adopted WCAG"),
        ("Hollinsey mobile app", "no", None, "We have no mobile app"),
        ("Hollinsey sign language", "no", "yes", "there is no sign language service yet"),
    ],
)
def test_a_narrower_fact_is_told_by_its_own_sentence(
    demo_engine: Engine, question: str, stance: str, cell_stance: str | None, words: str
) -> None:
    answer = demo_engine.ask(question)
    [decision] = answer.respondents
    assert (decision.stance, decision.basis, decision.cell_stance) == (stance, "stated", cell_stance)
    assert words in paragraph(answer)
    assert words in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    ["who offers something in sign language", "who gave up blockchain for land titles", "who runs kiosks"],
)
def test_stances_and_silence_add_up_to_whoever_was_examined(demo_engine: Engine, question: str) -> None:
    answer = demo_engine.ask(question, everyone=True)
    counted = answer.coverage
    assert answer.answered
    stances = (counted.yes, counted.no, counted.planned, counted.partial, counted.blank, counted.unclear)
    assert sum(stances) + counted.silent == counted.examined == 14
    assert counted.matched + counted.possible + counted.rejected + counted.none == 14
    assert all((d.stance is None) == (d.verdict == "none") for d in answer.respondents)


def test_of_many_respondents_only_the_nearest_are_looked_into(
    demo_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = Claims(demo_engine.index.store, demo_engine.retriever, Judge.shipped())
    query = demo_engine.retriever.whiten(demo_engine.retriever.query("blockchain for land titles"))
    scope, everybody = demo_engine.retriever.select(), tuple(demo_engine.index.store.respondents)
    all_found = claims.find_candidates(query, scope, everybody, {})
    monkeypatch.setattr("msqqa.ask.judge.claims.LOOKED_INTO", 3)
    found = claims.find_candidates(query, scope, everybody, {})
    assert len(found) == 3 < len(all_found)
    for who, own in found.items():
        assert own[0].nearness == pytest.approx(all_found[who][0].nearness, abs=1e-5)


def test_passages_are_compared_together_as_one_by_one(demo_engine: Engine) -> None:
    retriever = demo_engine.retriever
    query = retriever.whiten(retriever.query("blockchain for land titles"))
    together = retriever.sentence_cosines(query, [7, 3, 11])
    assert list(together) == [7, 3, 11]
    for row, cosines in together.items():
        assert retriever.sentence_cosines(query, [row])[row] == pytest.approx(cosines, abs=1e-5)
    assert retriever.sentence_cosines(query, []) == {}


def test_what_a_set_rests_on_is_the_sentence_that_tells(demo_engine: Engine) -> None:
    answer = demo_engine.ask("who gave up blockchain for land titles")
    matched = {d.id for d in answer.respondents if d.verdict == "matched"}
    assert {"ekundala", "kelunga"} <= matched
    assert not matched & {"arvenia", "guanari", "farosha"}  # they say that they do not use it, and never did


def test_who_has_something_is_not_among_those_without(demo_engine: Engine) -> None:
    answer = demo_engine.ask("who has no open data portal")
    matched = {d.id for d in answer.respondents if d.verdict == "matched"}
    assert "hollinsey" in matched  # "We do not call that an open data portal"
    assert not matched & {"ekundala", "jandarkhan", "belmora"}  # each names its own


def test_a_sentence_that_denies_the_claims_own_words_never_affirms_it(demo_engine: Engine) -> None:
    claims = Claims(demo_engine.index.store, demo_engine.retriever, Judge.shipped())
    query, scope = demo_engine.retriever.query("WCAG"), demo_engine.retriever.select(("hollinsey",))
    said = claims.judge(query, scope, ("hollinsey",))["hollinsey"]
    asked_so = claims.judge(query, scope, ("hollinsey",), denials=False)["hollinsey"]
    assert len(said.told) == len(asked_so.told)
    for one in said.told:
        assert sum(one.likely) == pytest.approx(1)
        assert one.of("yes") == one.of("partial") == 0 or not one.candidate.denied
    assert any(one.candidate.denied for one in said.told)


def test_what_something_comes_about_by_is_not_denied(tmp_path: Path) -> None:
    said = {
        "amber": "None has succeeded so far, thanks to two-factor log-in.",
        "birch": "No two-factor log-in is used.",
        "cobalt": "Backups are kept in another town.",
    }
    files = {
        f"{name}.json": json.dumps({"name": name.title(), "attacks": f"Phishing mails arrive every day. {text}"})
        for name, text in said.items()
    }
    engine = open_corpus(tmp_path, files)
    [credited] = engine.ask("does Amber use two-factor log-in").respondents
    [denied] = engine.ask("does Birch use two-factor log-in").respondents
    assert (credited.stance, denied.stance) == ("yes", "no")
