from __future__ import annotations

import re
from collections import Counter

import pytest

from msqqa.ask.reading.labels import HEADS, RELATIONS, SLOTS
from msqqa.train.examples import Example, ExampleError, parse, read
from tests.support import REPO

FILES = sorted((REPO / "evals" / "reading").glob("*.jsonl"))


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return read(FILES)


def test_marks_are_spans_of_the_text_without_them() -> None:
    text, spans = parse("which [[noun|countries]] have a [[topic/has|sandbox]]?")
    assert text == "which countries have a sandbox?"
    assert [(s.slot, s.kind, text[s.start : s.end]) for s in spans] == [
        ("noun", None, "countries"),
        ("topic", "has", "sandbox"),
    ]


@pytest.mark.parametrize("marked", ["a [[topic|b]]", "a [[topic/lies|b]]", "a [[colour|b]]", "a [[topic/has|b", "]] a"])
def test_a_mark_that_means_nothing_is_told(marked: str) -> None:
    with pytest.raises(ExampleError):
        parse(marked)


def test_every_line_is_read_and_every_label_is_used(examples: list[Example]) -> None:
    assert len(examples) >= 4000
    assert len({e.writer for e in examples}) >= 12
    for head in ("operator", "asks", "join", "follow", "about"):
        assert {e.labels[head] for e in examples} == set(HEADS[head]), head
    spans = [span for e in examples for span in e.spans]
    assert {span.slot for span in spans} == set(SLOTS)
    assert {span.kind for span in spans if span.slot == "topic"} >= set(RELATIONS) - {"answered", "blank"}
    assert all(e.text[s.start : s.end].strip() == e.text[s.start : s.end] for e in examples for s in e.spans)


def test_many_are_in_other_languages(examples: list[Example]) -> None:
    counted = Counter(e.language for e in examples)
    assert counted["fr"] + counted["es"] >= 600
    assert sum(counted[code] for code in ("ar", "zh", "ru", "de", "pt")) >= 300


def test_hardly_any_is_the_twin_of_another(examples: list[Example]) -> None:
    """Of like words, slots masked (token Jaccard of 0.8 and more), at most one in twenty has another."""
    masked = [_masked(e) for e in examples]
    longer = [(tokens, e.language) for tokens, e in zip(masked, examples, strict=True) if len(tokens) > 3]
    by_language: dict[str, list[frozenset[str]]] = {}
    for tokens, language in longer:
        by_language.setdefault(language, []).append(tokens)
    twins = sum(map(_twins, by_language.values()))
    assert twins <= 0.05 * len(examples)


def _masked(example: Example) -> frozenset[str]:
    text = example.text
    for span in reversed(example.spans):
        text = f"{text[: span.start]} _{span.slot} {text[span.end :]}"
    pattern = r"[\u4e00-\u9fff]|\w+" if example.language == "zh" else r"\w+"
    return frozenset(re.findall(pattern, text.lower()))


def _twins(own: list[frozenset[str]]) -> int:
    """Return how many have a twin.

    Only those are compared that share one of their rarest words: of two sets whose Jaccard coefficient is 0.8 or more,
    the first fifth of each, and one word more, have a word in common (prefix filtering).
    """
    uses = Counter(word for tokens in own for word in tokens)
    rarest: dict[str, list[int]] = {}
    for n, tokens in enumerate(own):
        for word in _prefix(tokens, uses):
            rarest.setdefault(word, []).append(n)
    found = 0
    for n, tokens in enumerate(own):
        others = {m for word in _prefix(tokens, uses) for m in rarest[word]} - {n}
        found += any(len(tokens & own[m]) >= 0.8 * len(tokens | own[m]) for m in others)
    return found


def _prefix(tokens: frozenset[str], uses: Counter[str]) -> list[str]:
    shared = -(-4 * len(tokens) // 5)
    return sorted(tokens, key=lambda word: (uses[word], word))[: len(tokens) - shared + 1]
