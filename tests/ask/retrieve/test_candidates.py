from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.ask.retrieve.candidates import may_hold_all, may_mention
from msqqa.ask.retrieve.mentions import loose_mentions, mentions, name_in
from msqqa.model import SetPlan
from msqqa.words import words
from tests.support import is_sound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.engine import Engine
    from msqqa.index.open import Index
    from tests.support import Run

_ENDINGS = ("", "s", "es", "ed", "ing", "al", "ly", "’s", "ation")


def _quotes(index: Index) -> list[str]:
    return [passage.quote for _, passage in index.store.all_passages().values()]


@st.composite
def _phrases(draw: st.DrawFn, index: Index) -> str:
    """Draw some words of a corpus as they follow one another, written as somebody else may write them."""
    quote = draw(st.sampled_from(_quotes(index)))
    tokens = [quote[word.start : word.end] for word in words(quote)]
    first = draw(st.integers(0, len(tokens) - 1))
    chosen = tokens[first : first + draw(st.integers(1, 3))]
    phrase = draw(st.sampled_from([" ", "-", "", "’", " / "])).join(chosen) + draw(st.sampled_from(_ENDINGS))
    if len(phrase) > 2 and draw(st.booleans()):
        at = draw(st.integers(1, len(phrase) - 1))
        phrase = phrase[:at] + draw(st.sampled_from([" ", "-"])) + phrase[at:]
    return draw(st.sampled_from([phrase, phrase.upper(), phrase.lower(), phrase.title()]))


def _scanned(quotes: Sequence[str], terms: Sequence[str]) -> set[int]:
    """Return the passages that use any of the terms, having read every one."""
    return {row for row, quote in enumerate(quotes) if mentions(quote, terms)}


# ---------------------------------------------------------------- none is missed


@settings(deadline=None, max_examples=80)
@given(data=st.data())
def test_no_passage_that_uses_a_term_is_left_out(msq_index: Index, engine: Engine, data: st.DataObject) -> None:
    terms = data.draw(st.lists(_phrases(msq_index), min_size=1, max_size=2))
    quotes, lexical = _quotes(msq_index), engine.retriever.lexical
    found = may_mention(msq_index.store, lexical, terms)
    assert found.tolist() == sorted(set(found.tolist()))
    assert set(found.tolist()) >= _scanned(quotes, terms)
    within = np.arange(data.draw(st.integers(0, 3)), len(quotes), 3)
    assert may_mention(msq_index.store, lexical, terms, within).tolist() == [r for r in found.tolist() if r in within]


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_no_passage_that_holds_the_words_near_each_other_is_left_out(
    msq_index: Index, engine: Engine, data: st.DataObject
) -> None:
    term = data.draw(_phrases(msq_index))
    wanted = {row for row, quote in enumerate(_quotes(msq_index)) if loose_mentions(quote, term)}
    assert set(may_hold_all(msq_index.store, engine.retriever.lexical, term).tolist()) >= wanted


@pytest.mark.parametrize(
    "term",
    [
        *("sandbox", "sand box", "sand-boxes", "SANDBOXES", "sandboxing"),
        *("open data", "opendata", "open-data", "Open Data’s", "open datas"),
        *("e-government", "egovernment", "e government", "eGovernments"),
        *("cyber security", "cybersecurity", "cyber-security"),
        *("E-Mongolia", "emongolia", "Mongolia’s", "Mongolias", "mongolian"),
        *("data", "IT", "AI", "G2C", "2021", "3.0", "policy", "policies", "technologies", "technology"),
        *("governmentes", "infrastructure and governmentes", "infrastructure and governments"),
        *("Web Content Accessibility Guidelines", "webcontent accessibility guideline", "W C A G"),
    ],
)
def test_each_way_of_writing_a_term_is_found(msq_index: Index, engine: Engine, term: str) -> None:
    found = may_mention(msq_index.store, engine.retriever.lexical, [term])
    assert set(found.tolist()) >= _scanned(_quotes(msq_index), [term])


@pytest.mark.parametrize("term", ["", "?!", "hovercraft", "xyzzy plugh", "data hovercraft"])
def test_what_nobody_uses_is_nowhere(msq_index: Index, engine: Engine, term: str) -> None:
    lexical = engine.retriever.lexical
    assert may_mention(msq_index.store, lexical, [term]).tolist() == []
    assert may_hold_all(msq_index.store, lexical, term).tolist() == []
    assert may_mention(msq_index.store, lexical, []).tolist() == []


def test_few_passages_are_read(msq_index: Index, engine: Engine) -> None:
    for term in ("sandbox", "open data", "WCAG", "E-Mongolia"):
        found = may_mention(msq_index.store, engine.retriever.lexical, [term])
        assert 0 < len(found) < msq_index.store.passage_count / 3


# ---------------------------------------------------------------- the same respondents come out


def _respondents_who_use(index: Index, terms: Sequence[str]) -> set[str]:
    passages = [passage for _, passage in index.store.all_passages().values()]
    found = {passage.respondent for passage in passages if mentions(passage.quote, terms)}
    if not found and len(terms) == 1:
        found = {passage.respondent for passage in passages if loose_mentions(passage.quote, terms[0])}
    return found


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_whoever_uses_a_term_is_matched(survey_index: Index, survey_engine: Engine, data: st.DataObject) -> None:
    phrase = data.draw(_phrases(survey_index))
    answer = survey_engine.ask(f"which countries mention “{phrase}”", everyone=True)
    plan = answer.plan
    if not isinstance(plan, SetPlan) or plan.mode != "mention" or len(plan.concepts) != 1 or plan.respondents:
        return
    matched = {decision.id for decision in answer.respondents if decision.verdict == "matched"}
    terms = answer.plan.concepts[0].terms
    using = _respondents_who_use(survey_index, terms)
    if not using and (name := name_in(terms[0], lambda _: True)) is not None:
        # A name does without the word for what it names, where it is known for one.
        assert matched in (set(), _respondents_who_use(survey_index, (name,)))
        return
    assert matched == using


@pytest.mark.parametrize(
    ("term", "matched"),
    [
        *((term, {"kenya", "japan"}) for term in ("WCAG", "wcag", "web content accessibility guideline")),
        *((term, {"peru", "japan"}) for term in ("open data", "open-data", "opendata", "OPEN DATA")),
        *((term, {"peru"}) for term in ("chatbot", "chat bot", "chat-bots", "chatbots", "sandboxes", "sand box")),
        *((term, {"kenya"}) for term in ("farmer", "memorandums", "data protection acts", "Singapore’s")),
        *((term, {"japan"}) for term in ("Estonia", "experts", "ministries")),
        ("hovercraft", set()),
    ],
)
def test_the_command_line_names_whoever_uses_a_term(
    small: Run, survey_index: Index, term: str, matched: set[str]
) -> None:
    answer = small("ask", f"which countries mention {term}", "--format", "json", "--all").json
    is_sound(answer)
    assert answer["plan"]["mode"] == "mention"
    [concept] = answer["plan"]["concepts"]
    assert _respondents_who_use(survey_index, concept["terms"]) == matched
    assert {r["id"] for r in answer["respondents"] if r["verdict"] == "matched"} == matched
