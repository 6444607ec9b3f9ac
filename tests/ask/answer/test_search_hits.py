"""What a search marks: the words that were looked for, in every form, and nothing beside them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.answer.search_hits import QueryWordFinder
from msqqa.folding import fold

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine


def _marked(engine: Engine, query: str, text: str, language: str = "en") -> list[str]:
    places = QueryWordFinder(engine.retriever, engine.planner.terms, query).places(text, language)
    assert list(places) == sorted(places)
    assert all(a[1] <= b[0] for a, b in pairwise(places))
    return [text[start:end] for start, end in places]


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("sandboxes", "Two Sandboxes and **a sandbox**, no sand", ["Sandboxes", "sandbox"]),
        ("the policy of a portal", "The policies of the portals are", ["policies", "portals"]),
        ("WCAG", "the Web Content Accessibility Guidelines apply", ["Web Content Accessibility Guidelines"]),
        ("web content accessibility guidelines", "WCAG and the web", ["WCAG", "web"]),
        ("human-centred design", "human-centered designs", ["human-centered designs"]),
        ("is there any of it", "There is any of it", []),
        ("數字 law", "數字政府 and the law", ["數字", "law"]),
        ("[e-services]", "e-services [and] e", ["services"]),
    ],
)
def test_all_forms_of_the_words_are_marked(survey_engine: Engine, query: str, text: str, marked: list[str]) -> None:
    assert _marked(survey_engine, query, text) == marked


def test_a_word_has_the_endings_of_the_answers_language(survey_engine: Engine) -> None:
    assert _marked(survey_engine, "стратегии", "Новая стратегия принята", "ru") == ["стратегия"]


def test_what_a_corpus_takes_for_the_same_is_marked(demo_engine: Engine) -> None:
    hits = demo_engine.search("WCAG", limit=20)
    marked = {hit.citation.quote[a:b] for hit in hits for a, b in hit.found}
    assert {"WCAG", "EN 301 549"} <= marked
    assert {fold(m) for m in marked} <= {fold(form) for form in demo_engine.planner.terms.of("WCAG")}


def test_the_extract_holds_the_words_and_no_marks(demo_engine: Engine) -> None:
    for query in ("regulatory sandbox", "screen reader blind", "law on data protection"):
        for hit in demo_engine.search(query, limit=10):
            bare = hit.extract.removeprefix("… ").removesuffix(" …")
            assert "\n" not in bare
            assert "**" not in bare
            assert len(bare) <= 361
            assert bool(hit.marked) >= bool(hit.found and hit.extract == bare), hit
            assert not hit.extract.endswith(" …") or bare[-1] in '.!?:;)”"' or len(bare) > 300
