from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.stance.openings import classify_denial, classify_opening


@pytest.mark.parametrize(
    ("details", "stance"),
    [
        ("No such law.", "no"),
        ("Not yet: a bill is before parliament.", "planned"),
        ("Nothing is in force today; a chapter is being written for the revision of 2026.", "planned"),
        ("The Act was repealed in 2019 and nothing replaced it, nor is one being drafted.", "no"),
        ("Dropped. A trial of 2019 was closed.", "no"),
        ("Only six of nineteen ministries have filled the post.", "partial"),
        ("In three districts only.", "partial"),
        ("Targets are set for two cities only.", "partial"),
        ("Kiosks stand in villages that the grid has not reached.", None),
        ("See our reply to question 20. The Note does not go into such matters.", "no"),
        ("Law No. 5 of 2013.", None),
        ("Yes. In two provinces only.", "partial"),
        ("Yes. We hold no such figures.", "unclear"),
        ("Pas encore.", "no"),
        ("L'administration n'utilise pas la blockchain.", "no"),
        ("Dans deux villes seulement.", "partial"),
        ("Ce service n'est offert qu'à deux endroits.", "partial"),
        ("Sólo en algunos ministerios.", "partial"),
        ("El plan no las menciona.", "no"),
        ("Todavía no: el proyecto de ley está en el Congreso.", "planned"),
        ("", None),
    ],
)
def test_what_an_opening_states(details: str, stance: str | None) -> None:
    assert classify_opening(details) == stance


@pytest.mark.parametrize(
    ("details", "stance"),
    [
        ("Regulations are planned for 2027.", "planned"),
        ("The text is being drafted with UNDP.", "planned"),
        ("Les schémas sont prévus pour 2027.", "planned"),
        ("Un proyecto de ley está en el Congreso.", "planned"),
        ("The unit is to open in 2027, with two posts.", "planned"),
        ("A call for offers will go out in early 2027.", "planned"),
        ("From 2027 on, with a partner.", "planned"),
        ("From 2012 on it was left to the towns.", None),
        ("The rules will be kept as they are.", None),
        ("Since 2021 the cell holds two workshops a year.", "yes"),
        ("It has been running under its Directions of 2019.", "yes"),
        ("A law of 2013 was never brought into force.", None),
        ("We are too small for that.", None),
    ],
)
def test_what_speaks_beside_a_ticked_no(details: str, stance: str | None) -> None:
    assert classify_opening(details, ticked_no=True) == stance


@pytest.mark.parametrize(
    ("sentence", "words", "stance"),
    [
        ("The Government has not adopted WCAG.", "WCAG", "no"),
        ("It is not broken down by sex: the login passes WCAG.", "WCAG", None),
        ("No artificial intelligence is used.", "artificial intelligence", "no"),
        ("A sandbox is planned for 2027.", "sandbox", "planned"),
        ("The policy has a sandbox, and nobody asked for a law.", "sandbox", None),
        ("The decree on sandboxes was repealed.", "sandboxes", "no"),
    ],
)
def test_the_clause_that_holds_the_words_denies_them(sentence: str, words: str, stance: str | None) -> None:
    start = sentence.index(words)
    assert classify_denial(sentence, start, start + len(words)) == stance


@given(st.text(max_size=300), st.booleans())
def test_any_text_states_something_or_nothing(text: str, ticked_no: bool) -> None:
    assert classify_opening(text, ticked_no=ticked_no) in (None, "yes", "no", "planned", "partial", "unclear")
    assert classify_denial(text) in (None, "no", "planned")


@pytest.mark.parametrize(
    ("details", "stance"),
    [
        ("Только в портах столицы", "partial"),  # "only" begins it
        ("Переводчик по видео. Пока только в трёх городах.", "partial"),
        ("只有两个港口公布数据，其他港口不公布。", "partial"),
        ("Apenas para os pescadores", "partial"),
        ("План не касается маяков", "no"),
        ("Порядок, который не применяется к яхтам", None),  # the relative clause denies something else
        ("第三次发展计划", None),  # a plan's name
        ("计划在2027年公布", "planned"),
        ("لا يوجد نظام، ولا مشروع قانون.", "no"),  # nor is one planned
    ],
)
def test_other_languages_say_it_by_their_files(details: str, stance: str | None) -> None:
    assert classify_opening(details) == stance


@pytest.mark.parametrize(
    ("details", "stance"),
    [
        ("Кодекс действует с 2020 года", "yes"),
        ("O regulamento está em vigor", "yes"),
        ("Ab 2027, mit einem Partner", "planned"),
        ("À partir de 2027, avec un partenaire", "planned"),
        ("A partir de 2027, con un socio", "planned"),
        ("سيصدر التقرير في عام 2026", "planned"),
        ("Реестр появится в 2026 году", "planned"),
    ],
)
def test_beside_a_ticked_no(details: str, stance: str) -> None:
    assert classify_opening(details, ticked_no=True) == stance
