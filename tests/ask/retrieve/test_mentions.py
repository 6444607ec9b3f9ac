from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from msqqa.ask.retrieve.mentions import loose_mentions, mentions, name_in, words_of
from msqqa.words import stem, words


def _found(text: str, *terms: str) -> list[str]:
    return [text[a:b] for a, b in mentions(text, terms)]


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("one sandbox, two Sandboxes", "sandbox", ["sandbox", "Sandboxes"]),
        ("a sand-box, a sand box", "sandbox", ["sand-box", "sand box"]),
        ("a sandbox", "sand box", ["sandbox"]),
        ("a sandbox", "sand-box", ["sandbox"]),
        ("Open-data portals, open data", "open data", ["Open-data", "open data"]),
        ("chatbots and a chat bot", "chatbot", ["chatbots", "chat bot"]),
        ("e-government, eGovernment", "e-government", ["e-government", "eGovernment"]),
        ("la République", "republique", ["République"]),
        ("Sao Tome", "São Tomé", ["Sao Tome"]),
        ("open\ndata", "open data", ["open\ndata"]),
        ("**open** data", "open data", ["open** data"]),
        ("it uses AI, said ai", "AI", ["AI"]),
        ("IT asked it", "IT", ["IT"]),
        ("the WCAG standard and wcag", "WCAG", ["WCAG", "wcag"]),
        ("the ITU's Connect 2030 agenda", "ITU Connect 2030", ["ITU's Connect 2030"]),
        ("ITU Connect 2030", "ITU's Connect 2030", ["ITU Connect 2030"]),
        ("two GPUs, a GPU", "GPUs", ["GPUs"]),
        ("the OCDE, not the OCDS", "OCDS", ["OCDS"]),
        ("the OCDE, not the OCDS", "ocds", ["OCDS"]),
        ("AIDE and the AIDA model", "AIDS", []),
        ("ALL DATA LAWS AND A LAW", "data law", ["DATA LAWS"]),
        ("open  data", "open data", ["open  data"]),
        ("open\n            data", "open  data", ["open\n            data"]),
        ("> open\n> data", "open data", ["open\n> data"]),
        ("open the data", "open data", []),
        ("opened. Data", "open data", []),
        ("boxes of sand", "sandbox", []),
        ("of government e-mail", "governmente", []),
        ("a government e-mail", "government", ["government"]),
        ("", "sandbox", []),
        ("sandbox", "", []),
        ("sandbox", "?!", []),
    ],
)
def test_mentions(text: str, term: str, expected: list[str]) -> None:
    assert _found(text, term) == expected


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("정부는 WCAG를 적용한다.", "WCAG", ["WCAG"]),
        ("정부는 WCAG 지침을 적용한다.", "WCAG를", ["WCAG"]),
        ("COVID-19는 끝났다.", "COVID-19", ["COVID-19"]),
        ("2024년에 시작했다.", "2024", ["2024"]),
        ("개인정보를 보호한다.", "개인정보", ["개인정보"]),
        ("디지털 정부에서는", "디지털 정부", ["디지털 정부"]),
        ("개인을 보호한다.", "개인정보", []),
        ("방법을 정한다.", "법", []),  # a syllable within a word
        ("WCAGガイドラインを使う", "WCAG", ["WCAG"]),
        ("サンドボックスを設けた", "サンドボックス", ["サンドボックス"]),
        ("ที่WCAGและ", "WCAG", ["WCAG"]),
        ("تطبق المعايير وWCAG", "WCAG", ["WCAG"]),
        ("WCAGএর নিয়ম", "WCAG", ["WCAG"]),
        ("WCAG’ye uygun değil", "WCAG", ["WCAG"]),
        ("WCAG-г дагадаг", "WCAG", ["WCAG"]),
        ("the СOVID portal", "OVID", []),  # Latin and Cyrillic are typed for one another
    ],
)
def test_what_another_script_attaches_leaves_a_word_what_it_is(text: str, term: str, expected: list[str]) -> None:
    assert _found(text, term) == expected


def test_any_of_the_terms_will_do() -> None:
    text = "the Web Content Accessibility Guidelines (WCAG)"
    assert _found(text, "WCAG", "Web Content Accessibility Guidelines") == [
        "Web Content Accessibility Guidelines",
        "WCAG",
    ]


def test_only_the_range_is_looked_at() -> None:
    text = "sandbox sandbox sandbox"
    assert mentions(text, ["sandbox"], 8, 15) == [(8, 15)]
    assert mentions(text, ["sandbox"], 9, 15) == []


def test_loose_mentions_stand_near_each_other() -> None:
    text = "data that everyone may open"
    assert [text[a:b] for a, b in loose_mentions(text, "open data")] == [text]
    assert loose_mentions("data " + "word " * 30 + "open", "open data") == []
    assert loose_mentions(text, "data") == []


_TEXTS = st.one_of(
    st.text(), st.lists(st.sampled_from("sand box sandbox Sandboxes sand-box ( ) . a of".split())).map(" ".join)
)


@settings(deadline=None)  # the first text in a further script has patterns compiled
@given(_TEXTS, st.one_of(st.text(max_size=12), st.sampled_from(["sandbox", "sand box", "sand-box"])))
@example(text="00\u0710", term="00\u0710I")
def test_a_mention_folds_back_to_its_term(text: str, term: str) -> None:
    wanted = stem("".join(words_of(term)))
    by_word = [stem(word) for word in words_of(term)]
    found = mentions(text, [term])
    assert found == sorted(set(found))
    for start, end in found:
        assert 0 <= start < end <= len(text)
        own = [w.text for w in words(text, start, end)]
        assert [stem(w) for w in own] == by_word or stem("".join(own)) == wanted


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("NIS2 directive", "NIS2"),
        ("XLSX formats", "XLSX"),
        ("gdpr rules", "gdpr"),
        ("EU directive", None),  # two letters name too much
        ("open formats", None),
        ("UN refugee agency", None),
        ("XLSX", None),
    ],
)
def test_a_name_may_stand_without_the_word_for_what_it_names(term: str, name: str | None) -> None:
    assert name_in(term, {"gdpr"}.__contains__) == name
