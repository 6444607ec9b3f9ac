"""Every language's file has what is asked of it, and a small form in that language is read right."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from msqqa.languages import codes, language
from msqqa.languages.detect import language_of
from msqqa.model import Selection
from msqqa.read.boxes import is_placeholder
from msqqa.stance.cell import stance_of
from msqqa.stance.openings import classify_opening
from msqqa.stance.ticks import line_ranges
from msqqa.stance.wording import is_answer, is_choice, word_of
from msqqa.stance.yes_no import read_yes_no
from msqqa.words import fold, stem, words

SAMPLES: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "samples.toml").read_text(encoding="utf-8"))
BY_PATTERNS = {"en"}
ANSWERS = (
    *("true", "false", "planned", "partial", "ended", "not_applicable", "nothing", "no_answer", "undecided"),
    *("answer_labels", "placeholders"),
)
COLUMNS = "heads respondent who code question answer remark edition group section".split()

every_language = pytest.mark.parametrize("code", codes())


def _choice(text: str) -> tuple[str, tuple[str, ...]]:
    selection, _ = read_yes_no(text, line_ranges(text, 0, len(text)))
    return selection.state, selection.options


def test_each_language_has_a_sample() -> None:
    assert set(SAMPLES) == set(codes())


@every_language
def test_a_file_has_every_key(code: str) -> None:
    known = language(code)
    assert known is not None
    assert known.code == code
    assert known.name
    for said_so in ("yes", "no"):
        assert known.phrases("answers", said_so) or known.phrases("answers", f"{said_so}_alone")
    wanted = [("answers", key) for key in ANSWERS] + [("columns", key) for key in COLUMNS]
    wanted += [
        ("questions", "ask"),
        ("questions", "if_so"),
        ("questions", "note"),
        ("questions", "number"),
        ("words", "open_ends"),
    ]
    wanted += [("pages", "page"), ("pages", "of")]
    wanted += [] if code in BY_PATTERNS else [("openings", key) for key in ("no", "planned", "partial")]
    wanted += [] if code == "en" else [("words", "stop_words")]
    wanted += [] if code == "en" else [("openings", key) for key in ("denies", "negates", "affirms", "joins")]
    assert [place for place in wanted if not known.phrases(*place)] == []


@every_language
def test_no_phrase_says_two_things(code: str) -> None:
    known = language(code)
    assert known is not None
    keys = ("yes", "yes_alone", "no", "no_alone", "planned", "partial", "not_applicable", "undecided")
    said_by = Counter(phrase for key in keys for phrase in known.phrases("answers", key))
    assert [phrase for phrase, n in said_by.items() if n > 1] == []


@every_language
def test_a_choice_is_read(code: str) -> None:
    sample = SAMPLES[code]
    assert _choice(sample["ticked"]) == ("marked", ("yes",))
    assert _choice(sample["crossed"]) == ("marked", ("no",))
    assert _choice(sample["ticked"].upper()) == ("marked", ("yes",))
    assert _choice(sample["lost"])[0] == "lost"
    assert _choice(sample["lost"] + " (WCAG)")[0] == "lost"
    assert _choice(sample["labelled"]) == ("marked", ("yes",))
    key = " ".join(word.text for word in words(sample["lost"]))
    assert is_choice(key)
    assert not is_answer(key)


@every_language
def test_an_opening_is_read(code: str) -> None:
    sample = SAMPLES[code]
    assert classify_opening(sample["planned"]) == "planned"
    assert classify_opening(sample["planned"], ticked_no=True) == "planned"
    assert classify_opening(sample["denied"]) == "no"
    assert classify_opening(sample["partly"]) == "partial"
    assert classify_opening(sample["text"]) is None
    yes = sample["lost"].split(" / ")[0]
    assert word_of(f"{yes}, 2019") == "yes"
    assert classify_opening(f"{yes}. {sample['text']}") == "yes"


@every_language
def test_what_says_nothing_is_blank(code: str) -> None:
    sample = SAMPLES[code]
    assert stance_of("open", Selection("none"), sample["blank"]) == ("blank", "stated")
    assert stance_of("open", Selection("none"), sample["text"]) == ("yes", "stated")
    assert is_placeholder(sample["placeholder"])
    assert not is_placeholder(sample["text"])


@every_language
def test_a_text_tells_its_language(code: str) -> None:
    assert language_of(SAMPLES[code]["text"], "xx") == code


@pytest.mark.parametrize("code", [code for code in codes() if "forms" in SAMPLES[code]])
def test_forms_of_a_word_share_a_stem(code: str) -> None:
    one, other = (stem(fold(form), code) for form in SAMPLES[code]["forms"])
    assert one == other


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Si bien existe una ley, no se aplica", ""),
        ("Sí, existe una ley", "yes"),
        ("La loi no 5 de 2013", ""),
        ("是一个联邦国家", ""),
        ("是，自2019年起", "yes"),
        ("Ya no existe", ""),
        ("Ya, sejak 2019", "yes"),
        ("Так называемый портал", ""),
        ("Нет.", "no"),
    ],
)
def test_a_word_that_also_means_something_else_counts_alone(text: str, expected: str) -> None:
    assert word_of(text) == expected


def test_what_is_too_short_to_tell_has_the_language_of_its_response() -> None:
    assert language_of("WCAG 2.1", "fr") == "fr"
    assert language_of("https://www.gouvernement.example/portail/services/citoyens", "mn") == "mn"
    assert language_of("", "ru") == "ru"
