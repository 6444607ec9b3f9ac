from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.ask.plan.terms import Terms, alternatives, common_abbreviations, names_by_language, spellings
from msqqa.languages import codes
from tests.support import open_corpus

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.ask.engine import Engine


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("UN refugee agency (UNHCR)", ["UN refugee agency", "UNHCR"]),
        ("UN refugee agency (UNHCR", ["UN refugee agency", "UNHCR"]),
        ("cgroups (v1 or v2)", ["cgroups"]),
        ("SPDY / web sockets", ["SPDY", "web sockets"]),
        ("and/or", ["and/or"]),
        ("(WCAG)", ["WCAG"]),
        ("sandbox", ["sandbox"]),
        ("", []),
    ],
)
def test_a_phrase_that_holds_several_is_parted(phrase: str, expected: list[str]) -> None:
    assert alternatives(phrase) == expected


@given(st.text(alphabet="ab ()/AB", max_size=20))
def test_no_part_is_empty_or_begins_with_a_bracket(phrase: str) -> None:
    assert all(part.strip(" ()") for part in alternatives(phrase))


@pytest.mark.parametrize(
    ("term", "other"),
    [
        ("human-centred design", "human-centered design"),
        ("human-centered design", "human-centred design"),
        ("organization chart", "organisation chart"),
        ("GPUs", "GPU"),
        ("GPU", "GPUs"),
        ("ITU's agenda", "ITU agenda"),
    ],
)
def test_a_term_is_spelled_as_others_spell_it(term: str, other: str) -> None:
    assert other in spellings(term)


@pytest.mark.parametrize("term", ["sandbox", "four hours", "5G", "données"])
def test_a_term_of_one_spelling_stays_alone(term: str) -> None:
    assert list(spellings(term)) == []


def test_an_abbreviation_of_another_language_is_its_own_where_several_are_written(
    demo_engine: Engine, survey_engine: Engine
) -> None:
    assert "RGPD" in Terms(demo_engine.index.store).of("GDPR")
    assert "RGPD" not in Terms(survey_engine.index.store).of("GDPR")


def test_initials_that_the_corpus_uses_stand_for_a_name(tmp_path: Path) -> None:
    files = {
        f"{n}.json": json.dumps({"club": f"Club {n}", "camp": said})
        for n, said in enumerate(("Two came by GSoC.", "None came.", "A note on it is lost.", "By GSoC, all of them."))
    }
    store = open_corpus(tmp_path, files).index.store
    terms = Terms(store, lambda word: word == "note")
    assert "gsoc" in terms.of("Google Summer of Code")
    assert terms.of("National Office of Timber Exports") == ("National Office of Timber Exports",)  # a word
    assert terms.of("Great Summer of Old Tunes") == ("Great Summer of Old Tunes",)  # which nobody abbreviates
    assert "gsoc" not in Terms(store).of("Google Summer of Code")


def test_each_name_in_a_language_belongs_to_an_abbreviation() -> None:
    known = common_abbreviations().keys()
    for code, own in names_by_language().items():
        assert code in codes()
        assert own.keys() <= known
        assert all(name.strip() == name for names in own.values() for name in names)


def test_a_name_is_known_in_a_language_that_no_response_is_in(demo_engine: Engine) -> None:
    terms = Terms(demo_engine.index.store)
    assert "AI" in terms.of("искусственный интеллект")
    assert not {"人工智能", "ИИ"} & set(terms.of("AI"))
