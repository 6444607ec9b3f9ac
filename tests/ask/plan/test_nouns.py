from __future__ import annotations

import pytest

from msqqa.ask.plan.nouns import addresses


@pytest.mark.parametrize(
    ("wording", "noun", "other"),
    [
        ("Does your group have a plan?", "groups", "plan"),
        ("Votre organisation a-t-elle un plan ?", "organisation", "plan"),
        ("¿Tiene su institución un plan?", "instituciones", "plan"),
        ("A sua organização tem um plano?", "organização", "plano"),
        ("Hat Ihre Behörde einen Plan?", "Behörden", "Plan"),
        ("Есть ли у вашей организации план?", "организация", "план"),
        ("هل لدى مؤسستكم خطة؟", "مؤسسة", "خطة"),
        ("贵国有战略吗？", "国", "战略"),
        ("您的组织有计划吗？", "组织", "计划"),
    ],
)
def test_what_a_form_calls_whoever_fills_it_in_is_told_in_its_language(wording: str, noun: str, other: str) -> None:
    assert addresses(wording, noun)
    assert not addresses(wording, other)


def test_a_word_that_stands_behind_no_address_is_asked_for() -> None:
    assert not addresses("Which groups meet?", "group")
