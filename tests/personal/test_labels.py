from __future__ import annotations

import pytest

from msqqa.languages import languages
from msqqa.personal.labels import LabelMeaning, parse_label
from tests.planted import LABELS, PUBLIC, planted


@pytest.mark.parametrize("language", LABELS)
def test_what_is_asked_is_composed_from_its_words(language: str) -> None:
    for plant in planted([language]):
        found = parse_label(plant.label)
        assert found is not None, plant.label
        assert found.personal, plant.label
        wanted = {"email": {"email"}, "phone": {"phone"}, "ip": {"ip"}, "name": {"name", "contact"}}
        assert found.what in wanted.get(plant.what, {"contact"}), plant.label


def test_no_label_of_a_body_or_a_service_is_personal() -> None:
    found = {label: parse_label(label) for label, _ in PUBLIC}
    assert not [label for label, told in found.items() if told is not None and told.personal]


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("Name", LabelMeaning("name", "nobody")),
        ("What is the name of your company?", LabelMeaning("name", "body")),
        ("Name of the contact person at your organisation", LabelMeaning("name", "person")),
        ("Job title", LabelMeaning("title", "nobody")),
        ("contactEmail", LabelMeaning("email", "person")),
        ("GitHub handle", None),
        ("Respondent", None),
        ("Contact tracing", None),
        ("Does the portal publish an e-mail address?", None),
        ("", None),
    ],
)
def test_of_whom(label: str, told: LabelMeaning | None) -> None:
    assert parse_label(label) == told


def test_every_language_has_words_for_the_same_things() -> None:
    keys = {key for language in languages() for key in language.tables.get("contacts", {})}
    assert len(languages()) >= 18
    for language in languages():
        assert not keys - {key for key in keys if language.phrases("contacts", key)}, language.code
