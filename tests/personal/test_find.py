from __future__ import annotations

import re

import pytest

from msqqa.personal.find import personal_in
from msqqa.personal.mask import mask_document
from msqqa.read.plain import read
from tests.planted import PUBLIC, Plant, planted

SETTINGS = {
    "beside a colon": "{}: {}",
    "bold": "**{}**: {}",
    "below a bold line": "**{}**\n\n{}\n",
    "on the next line": "{}\n{}\n",
    "in the next paragraph": "{}\n\n{}\n",
    "in a table's row": "| {} | {} |",
    "behind a tab": "{}\t{}",
    "behind a gap": "{}     {}",
    "asked": "7. {}?\n\n{}",
    "behind a dash": "{} – {}",
    "right behind": "{} {}",
}
BEFORE, AFTER = "An answer of somebody's.\n\n", "\n\nThe portal was launched."


def _shown(text: str) -> str:
    for start, end in reversed(personal_in(text)):
        text = text[:start] + "█" * (end - start) + text[end:]
    return text


def test_there_are_enough_labels() -> None:
    assert len(planted()) >= 80
    assert len(PUBLIC) >= 40


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_label_alone_tells_what_is_personal(setting: str) -> None:
    """Each label by itself, so that none is saved by the ones around it."""
    seen: list[Plant] = []
    for plant in planted():
        if setting == "right behind" and plant.what == "contact":
            continue  # where a list of several begins, no reader could tell
        text = f"{BEFORE}{SETTINGS[setting].format(plant.label.rstrip('.'), plant.values[0])}{AFTER}"
        shown = _shown(text)
        assert shown.startswith(BEFORE)
        assert shown.endswith(AFTER)
        if any(mark.lower() in shown.lower() for mark in plant.marks[0]):
            seen.append(plant)
    assert not [plant.label for plant in seen]


@pytest.mark.parametrize("setting", SETTINGS)
def test_what_is_public_stays(setting: str) -> None:
    for label, value in PUBLIC:
        if not (setting == "asked" and label.endswith("?")):
            text = SETTINGS[setting].format(label, value)
            assert _shown(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Citizens write to desk@godwit.example.org, call 0800 442 908 or come to the office.",
        "The hotline (phone: 0800 442 908) answers day and night.",
        "Signatures of foreign certifiers are recognised.",
        "How do you help newcomers get started?\n\nWe pair each of them with somebody.",
        "Which channels do you offer?\n\n- E-mail\n- Phone\n- Post",
        "Is there a law on digital signatures?\n\n☒ Yes ☐ No",
        "Contact with citizens is kept through the portal.",
        "Submitted by: Ministry of Finance",
    ],
)
def test_sentences_that_only_speak_of_contacts_stay(text: str) -> None:
    assert _shown(text) == text


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("The portal is live. Contact person: Zqa Vxa, zqa@x.org.", ("Zqa", "zqa@")),
        ("Contact person: Zqa Vxa; e-mail: zqa@x.org; tel. +254 20 123 4567", ("Zqa", "zqa@", "4567")),
        ("Organisation: Acme\nName: Zqa Vxa\nTitle: Head\nE-mail: zqa@x.org", ("Zqa", "zqa@")),
        ("| Name | Organisation | E-mail |\n| --- | --- | --- |\n| Zqa Vxa | Acme | zqa@x.org |", ("Zqa", "zqa@")),
        ("Contact details\n\nZqa Vxa\n\nzqa@x.org\n\n+254 20 123 4567", ("Zqa", "zqa@", "4567")),
        ("E-mail of the contact person: zqa (at) x (dot) org", ("zqa",)),
        ("E-mail of the contact person: жанна@пример.рф", ("жанна",)),
        ("IP address: 2001:db8::7", ("db8",)),
        ("Completed by: Zqa Vxa\n\nThe unit is led by Zqa Vxa since 2019.", ("Zqa", "Vxa")),
        ("E-mail address of the person completing\nthe questionnaire\n\nzqa@x.org", ("zqa@",)),
    ],
)
def test_labels_within_answers_and_blocks(text: str, hidden: tuple[str, ...]) -> None:
    shown = _shown(text)
    assert not [mark for mark in hidden if mark in shown]
    assert not {"Acme", "Head", "live", "unit"} & ({*text.split()} - {*shown.split()})


def test_a_bare_name_is_the_respondents() -> None:
    text = "- Name: Zqa Vxa\n- Email: zqa@x.org\n\nWhat would you change?\n\nNothing."
    assert _shown(text) == text.replace("zqa@x.org", "█" * 9)


def test_two_copies_are_masked_otherwise() -> None:
    from dataclasses import replace

    one, other = (read(f"{n}.txt", b"Name of the contact person: Zqa Vxa\n") for n in "ab")
    ranges = personal_in(one.text)
    texts = {mask_document(replace(document, personal=ranges)).text for document in (one, other)}
    assert len(texts) == 2
    assert not any("Zqa" in text or "Vxa" in text for text in texts)
    assert {len(text) for text in texts} == {len(one.text)}


@pytest.mark.parametrize(
    "text",
    [
        "By telephone, from an agency. Cost in 2024: 28,000 euro.",
        "Telephone interpreting: 1 000 000 euro",
        "Telephone interpreting: EUR 1 200 000",
        "Telephone: 66 %",
        "Telephone: 2024",
        "Telephone: 28 000 kroner",
        "Phone: 1,200",
        "Calls by telephone: 12 staff",
        "Phone: 5 days",
        "Téléphone : 40 000 francs",
    ],
)
def test_an_amount_a_share_or_a_year_is_no_telephone_number(text: str) -> None:
    assert _shown(text) == text


@pytest.mark.parametrize(
    "text",
    ["Telephone: 0800 442 908, 24 hours", "Phone: +254 20 123 4567 (2 lines)", "Phone: 555 12 34", "Phone: 12345"],
)
def test_a_telephone_number_beside_an_amount_is_withheld(text: str) -> None:
    shown = _shown(f"Contact person: Zqa Vxa\n{text}")
    assert not re.search(r"\d{3}", shown)
