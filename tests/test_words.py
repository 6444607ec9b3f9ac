from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.words import (
    content_words,
    fold,
    index_terms,
    lookup_words,
    slug,
    squeeze,
    stem,
    stems,
    unique,
    words,
)


@given(st.text())
def test_each_word_stands_where_it_says_and_in_order(text: str) -> None:
    found = list(words(text))
    for word in found:
        assert 0 <= word.start < word.end <= len(text)
        assert fold(text[word.start : word.end]) == word.text
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(), st.integers(0, 20), st.integers(0, 20))
def test_words_of_a_part_of_a_text_keep_their_places_in_the_whole(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    moved = [(w.text, w.start - start, w.end - start) for w in words(text, start, end)]
    assert moved == [(w.text, w.start, w.end) for w in words(text[start:end])]


@given(st.text())
def test_words_leave_out_no_letter_or_digit(text: str) -> None:
    covered = {i for w in words(text) for i in range(w.start, w.end)}
    assert not [c for i, c in enumerate(text) if c.isalnum() and i not in covered]


@pytest.mark.parametrize(
    ("spelling", "other"),
    [
        ("République", "republique"),
        ("RÉPUBLIQUE", "république"),
        ("Straße", "STRASSE"),
        ("e\u0301cole", "école"),
        ("ﬁle", "file"),
        ("ＡＩ", "ai"),
    ],
)
def test_spellings_of_one_word_fold_alike(spelling: str, other: str) -> None:
    assert fold(spelling) == fold(other)


@pytest.mark.parametrize(
    ("spelling", "other"),
    [
        ("Œuvre", "oeuvre"),
        ("Łódź", "Lodz"),
        ("Ёлка", "елка"),
        ("за\u0301мок", "замок"),
        ("نَعَمْ", "نعم"),
        ("الأمـــن", "الامن"),
        ("٢٠٢٤", "2024"),
        ("İstanbul", "istanbul"),
        ("ﾃﾞｰﾀ", "データ"),
        ("か\u3099", "が"),
        ("ΟΔΟΣ", "οδός"),
        ("co\u00adoperation", "cooperation"),
    ],
)
def test_spellings_in_other_scripts_fold_alike(spelling: str, other: str) -> None:
    assert fold(spelling) == fold(other)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("Монголия", "Mongolia"),
        ("law", "lav"),
        ("мой", "мои"),
        ("Києва", "Киева"),
        ("їх", "іх"),
        ("が", "か"),
        ("パス", "ハス"),
        ("की", "का"),
        ("ใกล้", "ไกล"),
        ("한국", "한글"),
    ],
)
def test_words_of_different_letters_do_not_fold_alike(word: str, other: str) -> None:
    assert fold(word) != fold(other)


SCRIPTS = "aZ5 é\u0301ßœıİжйё\u0306їا\u0654أـ\u064b٣हिंが\u3099かカﾞ数字ไทย้한\u1100\u1161Ω\u00ad\u200c.-_'’\n"
scripts = st.text(st.sampled_from(SCRIPTS))


@given(scripts | st.text())
def test_what_is_folded_is_folded(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert bool(fold(text)) == bool(text)


@given(scripts)
def test_words_in_any_script_stand_where_they_say(text: str) -> None:
    test_each_word_stands_where_it_says_and_in_order.hypothesis.inner_test(text)  # type: ignore[attr-defined]
    test_words_leave_out_no_letter_or_digit.hypothesis.inner_test(text)  # type: ignore[attr-defined]


@given(scripts)
def test_a_text_is_looked_for_by_what_it_is_indexed_by(text: str) -> None:
    assert set(lookup_words(text, ())) <= set(index_terms(text))


def test_letters_of_a_mathematical_alphabet_fold_to_small_letters() -> None:
    assert fold("𝐀𝐈 𝐋𝐚𝐰") == "ai law"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e-Mongolia’s G2C", ["e", "mongolia", "s", "g2c"]),
        ("snake_case", ["snake", "case"]),
        ("हिंदी में सेवा", ["हिंदी", "में", "सेवा"]),
        ("数字政府2024年", ["数", "字", "政", "府", "2024", "年"]),
        ("はい、ガイド", ["は", "い", "ガイド"]),
        ("e\u0301cole", ["ecole"]),
        ("디지털 정부", ["디지털", "정부"]),
        ("采用WCAG标准", ["采", "用", "wcag", "标", "准"]),
        ("5G & AI/IoT", ["5g", "ai", "iot"]),
        ("  \n\t—…!? ", []),
        ("", []),
    ],
)
def test_text_is_cut_into_words(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(text)] == expected


@pytest.mark.parametrize(
    ("word", "other"),
    [("sandboxes", "sandbox"), ("regulations", "regulation"), ("policies", "policy"), ("encrypted", "encrypting")],
)
def test_inflections_share_a_stem(word: str, other: str) -> None:
    assert stem(word) == stem(other)


@pytest.mark.parametrize("word", ["5g", "g2c", "is", "ai", "2024"])
def test_short_words_and_words_with_digits_are_their_own_stem(word: str) -> None:
    assert stem(word) == word


def test_different_words_keep_different_stems() -> None:
    assert stem("portal") != stem("policy")
    assert stems("Portals, policies") == [stem("portal"), stem("policy")]


def test_words_without_a_topic_are_no_content_words() -> None:
    assert [w.text for w in content_words("Which countries have a law on data?")] == ["countries", "law", "data"]


def test_content_words_keep_their_places() -> None:
    text = "Is there a Cybersecurity law"
    assert [text[w.start : w.end] for w in content_words(text)] == ["Cybersecurity", "law"]


def test_unique_keeps_the_first_of_equals_in_order() -> None:
    assert unique(["b", "a", "b", "c", "a"]) == ("b", "a", "c")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Côte d'Ivoire", "cote-d-ivoire"),
        ("MONGOLIA", "mongolia"),
        ("  a__b  ", "a-b"),
        ("—", ""),
        ("中国 2024", "中国-2024"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_slug_is_an_id_that_is_its_own_slug(text: str) -> None:
    once = slug(text.lower())
    assert not any(c.isspace() or c in "/\\." for c in once)
    assert not once.startswith("-")
    assert not once.endswith("-")


@given(st.text())
def test_squeeze_leaves_one_space_between_and_none_around(text: str) -> None:
    squeezed = squeeze(text)
    assert squeezed == squeezed.strip()
    assert "  " not in squeezed
    assert squeezed.split() == text.split()
