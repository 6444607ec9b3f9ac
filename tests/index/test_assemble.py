from __future__ import annotations

from msqqa.index.assemble import stems_of
from msqqa.words import stem


def test_in_english_words_have_the_numbers_of_their_stems() -> None:
    words = ["policies", "portal", "policy", "portals", "5g"]
    assert stems_of(words, []) == {stem("policy"): 0, "portal": 1, "5g": 2}


def test_words_of_one_stem_in_their_language_are_one() -> None:
    words = ["стратегия", "закон", "стратегии", "законы", "strategy"]
    found = stems_of(words, [(word, "ru") for word in words[:4]])
    assert found["стратегия"] == found["стратегии"] == found[stem("стратегия", "ru")]
    assert found["закон"] == found["законы"]
    assert len({found[stem(word)] for word in words}) == 3
    assert set(found.values()) == {0, 1, 2}


def test_a_language_joins_only_the_words_that_it_holds() -> None:
    words = ["nacionales", "nacional", "nation", "national"]
    before, after = stems_of(words, []), stems_of(words, [(word, "es") for word in words[:2]])
    assert before[stem("nacionales")] != before[stem("nacional")] or stem("nacionales") == stem("nacional")
    assert after[stem("nacionales")] == after[stem("nacional")]
    assert after[stem("nation")] == after[stem("national")] != after[stem("nacional")]
