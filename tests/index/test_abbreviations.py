from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.index.abbreviations import definitions
from msqqa.scripts import has_unspaced


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "the Web Content Accessibility Guidelines (WCAG) standard",
            [("WCAG", "Web Content Accessibility Guidelines")],
        ),
        ("WCAG (Web Content Accessibility Guidelines)", [("WCAG", "Web Content Accessibility Guidelines")]),
        ("heat shock protein (HSP)", [("HSP", "heat shock protein")]),
        ("artificial intelligence (AI)", [("AI", "artificial intelligence")]),
        ("AI (artificial intelligence)", [("AI", "artificial intelligence")]),
        ("Internet of Things (IoT)", [("IoT", "Internet of Things")]),
        ("Value Added Tax (VAT)", [("VAT", "Value Added Tax")]),
        ("the World Wide Web (WWW)", [("WWW", "World Wide Web")]),
        # plural
        ("Chief Information Officers (CIOs)", [("CIOs", "Chief Information Officers")]),
        ("CIOs (Chief Information Officers)", [("CIOs", "Chief Information Officers")]),
        ("Sustainable Development Goals (SDGs)", [("SDGs", "Sustainable Development Goals")]),
        # small words within
        (
            "the Ministry of Digital Development and Communications (MDDC)",
            [("MDDC", "Ministry of Digital Development and Communications")],
        ),
        ("Republic of Korea (ROK)", [("ROK", "Republic of Korea")]),
        (
            "United Nations Educational, Scientific and Cultural Organization (UNESCO)",
            [("UNESCO", "United Nations Educational, Scientific and Cultural Organization")],
        ),
        ("non-governmental organizations (NGOs)", [("NGOs", "non-governmental organizations")]),
        # only as many words as are needed, and none of the sentence before
        ("The law was passed. Big Data Act (BDA)", [("BDA", "Big Data Act")]),
        ("a very old and proven Key Infrastructure (KI)", [("KI", "Key Infrastructure")]),
        # marks, quotation marks, line breaks
        ("**Web Content Accessibility Guidelines** (WCAG)", [("WCAG", "Web Content Accessibility Guidelines")]),
        ("Public Key Infrastructure (“PKI”)", [("PKI", "Public Key Infrastructure")]),
        ("Web Content\nAccessibility  Guidelines (WCAG)", [("WCAG", "Web Content Accessibility Guidelines")]),
        (
            "Small and Medium Enterprises (SME), Value Added Tax (VAT)",
            [("SME", "Small and Medium Enterprises"), ("VAT", "Value Added Tax")],
        ),
        # other scripts, and full-width brackets
        ("искусственный интеллект (ИИ)", [("ИИ", "искусственный интеллект")]),
        ("информационно-коммуникационные технологии (ИКТ)", [("ИКТ", "информационно-коммуникационные технологии")]),
        ("ООН (Организация Объединённых Наций)", [("ООН", "Организация Объединённых Наций")]),
        ("人工智能（AI）", [("AI", "人工智能")]),
        ("公共部门的信息通信技术（ICT）应用", [("ICT", "信息通信技术")]),
        ("デジタル庁の人工知能（AI）", [("AI", "人工知能")]),
        ("根据2019年法律（第5号）", []),
        ("（WCAG）", []),
        ("закон (ПРОЕКТ)", []),
        # which are no definitions
        ("the law (2019)", []),
        ("a fee (see below)", []),
        ("The Ministry (MDDC)", []),
        ("E-Mongolia (G2C, G2B)", []),
        ("data (A)", []),
        ("alpha beta (XYZ)", []),
        ("The Capital (UB)", []),
        ("The Law (the law of the land)", []),
        ("(WCAG)", []),
        ("WCAG", []),
        ("", []),
        pytest.param(
            "[The Universal Service Obligation Fund](#) (USOF)", [("USOF", "Universal Service Obligation Fund")]
        ),
        pytest.param("the single-source-of-truth (SSoT)", [("SSoT", "single-source-of-truth")]),
    ],
)
def test_definitions_in_a_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(definitions(text)) == expected


def test_a_long_form_is_not_taken_across_a_bracket_or_a_sentence() -> None:
    assert list(definitions("Web Content. Accessibility Guidelines (WCAG)")) == []
    assert list(definitions("Web Content (of 2018) Accessibility Guidelines (WCAG)")) == []


_WORDS = st.lists(
    st.sampled_from(["Public", "Key", "data", "of", "Law", "(PKL)", "PKL", "(", ")", ".", "digital"]), max_size=15
)


@given(st.one_of(st.text(), _WORDS.map(" ".join)))
def test_a_long_form_holds_the_letters_of_the_short_in_order(text: str) -> None:
    for short, long in definitions(text):
        if has_unspaced(long):  # no letter of it tells
            continue
        rest = iter(long.lower())
        assert all(letter in rest for letter in short.lower() if letter.isalnum())
        assert long[0].lower() == short[0].lower()
        assert len(long) > len(short)
        assert short in text
