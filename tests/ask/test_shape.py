from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.ask.shape import shaped
from msqqa.ask.spelling import straightened

NOUNS = ("countries", "governments", "country")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("chatbots, which countries have them?", "which countries have chatbots"),
        ("facebook - who names it", "who names facebook"),
        ("WCAG: mentioned by whom", "who mention WCAG"),
        ("WCAG: mentioned by?", "who mention WCAG"),
        ("is USSD mentioned by anyone?", "who mention USSD"),
        ("by whom are both drones and satellites mentioned?", "who mention both drones and satellites"),
        ("no digital inclusion policy - who?", "who with no digital inclusion policy"),
        ("sms mentioned but no ussd: which countries", "which countries mention sms but no ussd"),
        ("mention of whatsapp but not of ussd - which ones", "which ones mention whatsapp but not of ussd"),
        ("avalanches appear in which responses?", "who mention avalanches"),
        ("digital signature law: in force where?", "where have digital signature law: in force"),
        ("chatbots: who does not bring them up", "who does not mention chatbots"),
        ("list those that leave WhatsApp unmentioned", "list those that do not mention WhatsApp"),
        ("let's talk turkey: who has no privacy law", "who has no privacy law"),
        ("which countries have a sandbox", "which countries have a sandbox"),
        ("rules, fees and forms for officials", "rules, fees and forms for officials"),
    ],
)
def test_the_asking_words_come_first(typed: str, read: str) -> None:
    assert shaped(typed, NOUNS) == read


@given(st.text(max_size=120))
def test_any_text_has_a_shape(text: str) -> None:
    assert isinstance(shaped(text, NOUNS), str)


class _Words(frozenset[str]):
    def has_stem(self, stem: str) -> bool:
        return stem in self

    def beginning(self, letters: str) -> dict[str, int]:
        return {word: 1 for word in self if word.startswith(letters)}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("who talks abuot mobile money", "who talks about mobile money"),
        ("whcih cuontries mention WCAG", "which countries mention WCAG"),
        ("countrys with a law", "countries with a law"),
        ("which govts w/ a sandbox", "which governments with  a sandbox"),
        ("which counties have a port", "which counties have a port"),
    ],
)
def test_the_words_of_a_question_are_spelt_right(typed: str, read: str) -> None:
    known = _Words(["money", "sandbox", "counties", "port", "talks"])
    assert straightened(typed, NOUNS, lambda word: word in ("counties", "law"), known) == read
