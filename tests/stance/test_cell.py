from __future__ import annotations

import pytest

from msqqa.languages import codes, language
from msqqa.model import Selection
from msqqa.stance.cell import stance_of

_SELECTIONS = {
    "lost": Selection("lost"),
    "none": Selection("none"),
    "empty": Selection("empty"),
    "yes": Selection("marked", ("yes",)),
    "no": Selection("marked", ("no",)),
    "both": Selection("marked", ("yes", "no")),
}


@pytest.mark.parametrize(
    ("ticked", "details", "expected"),
    [
        # nothing is written
        ("none", "", ("blank", "inferred")),
        ("empty", "", ("blank", "ticked")),
        ("lost", "", ("unclear", "inferred")),
        ("yes", "", ("yes", "ticked")),
        ("no", "", ("no", "ticked")),
        ("both", "", ("unclear", "ticked")),
        ("none", "—", ("blank", "inferred")),
        ("lost", " \n ", ("unclear", "inferred")),
        # what stands for nothing
        ("none", "N/A", ("blank", "stated")),
        ("none", "n/a.", ("blank", "stated")),
        ("none", "Not applicable", ("blank", "stated")),
        ("empty", "N/A", ("blank", "ticked")),
        ("lost", "N/A", ("blank", "stated")),
        ("no", "N/A", ("no", "ticked")),
        ("yes", "N/A", ("yes", "ticked")),
        # the opening says so
        ("lost", "No", ("no", "stated")),
        ("none", "NO.", ("no", "stated")),
        ("none", "**No**", ("no", "stated")),
        ("lost", "Not yet.", ("no", "stated")),
        ("none", "There is currently no law.", ("no", "stated")),
        ("none", "There is no such law.", ("no", "stated")),
        ("none", "The country does not have a law on this.", ("no", "stated")),
        ("none", "The Act was repealed in 2020.", ("no", "stated")),
        ("lost", "Pas encore.", ("no", "stated")),
        ("none", "Todavía no.", ("no", "stated")),
        ("lost", "Yes, the law of 2019.", ("yes", "stated")),
        ("none", "Oui, la loi de 2019.", ("yes", "stated")),
        ("none", "Sí, la ley de 2019.", ("yes", "stated")),
        ("lost", "No, but a bill is before parliament", ("planned", "stated")),
        ("lost", "No. A bill is before parliament.", ("planned", "stated")),
        ("lost", "Not yet: a draft law is under discussion.", ("planned", "stated")),
        ("none", "It is planned for 2027.", ("planned", "stated")),
        ("none", "Planned for 2027", ("planned", "stated")),
        ("none", "The Ministry intends to adopt one.", ("planned", "stated")),
        ("none", "Projet de loi en cours d'élaboration.", ("planned", "stated")),
        ("none", "Only in two cities.", ("partial", "stated")),
        ("none", "Partially.", ("partial", "stated")),
        ("none", "Yes, but only in two cities.", ("partial", "stated")),
        ("none", "Yes, as a pilot.", ("partial", "stated")),
        ("none", "None, unless a dredger counts.", ("no", "stated")),
        ("none", "No 5G yet.", ("no", "stated")),
        ("none", "No. 5 of 2019 is the law.", ("yes", "inferred")),
        ("none", "The law was repealed in 2020 and another adopted.", ("no", "stated")),
        (
            "lost",
            "A bill is before parliament. It passed its first reading in June; the portal named above works by rule"
            " of the ministry for the time being, and has done so for some years.",
            ("planned", "stated"),
        ),
        ("lost", "So far in two of the nine regions. Terminals stand in 126 villages.", ("partial", "stated")),
        ("lost", "Officers are named in nine of the seventeen ministries only.", ("partial", "stated")),
        (
            "none",
            "Law No. 55 of 2013 was repealed by Decree No. 12 of 2022. No act was adopted in its place.",
            ("no", "stated"),
        ),
        ("empty", "Rather the contrary: paper comes first.", ("no", "stated")),
        ("empty", "There has never been a survey.", ("no", "stated")),
        ("lost", "The satellite bill is paid from the general vote.", ("yes", "inferred")),
        # the text against the tick
        ("yes", "At present nothing exists.", ("unclear", "ticked")),
        ("yes", "Nothing is in force as yet.", ("unclear", "ticked")),
        ("yes", "It is not named in the programme.", ("unclear", "ticked")),
        ("yes", "Electronic Transactions Act 2012: ink is no longer required.", ("yes", "ticked")),
        ("no", "Law No. 102 of 2019 is in force from 1 July 2020.", ("unclear", "ticked")),
        ("no", "**PUBLIC PAPERS ORDINANCE 1994 (in force)**", ("unclear", "ticked")),
        ("no", "The act was passed but is not yet in force.", ("no", "ticked")),
        ("no", "The strategy has been in force since March 2022.", ("unclear", "ticked")),
        (
            "no",
            "It has a name. Cabinet adopted it in June and it has been in force since that day.",
            ("unclear", "ticked"),
        ),
        ("yes", "Not yet.", ("unclear", "ticked")),
        ("yes", "No, there is none.", ("unclear", "ticked")),
        ("yes", "Planned for 2027.", ("unclear", "ticked")),
        ("no", "Yes, the law of 2019.", ("unclear", "ticked")),
        ("both", "The law of 2019.", ("unclear", "ticked")),
        # the text beside the tick
        ("yes", "The law of 2019.", ("yes", "ticked")),
        ("yes", "Yes, the law of 2019.", ("yes", "ticked")),
        ("yes", "Only in two cities.", ("partial", "ticked")),
        ("no", "Not yet.", ("no", "ticked")),
        ("no", "We rely on older rules.", ("no", "ticked")),
        ("no", "A bill is before parliament.", ("planned", "stated")),
        (
            "no",
            "A bill is before parliament (file 6127). On fines it goes its own way. For the time being there is"
            " article 24 of the constitution, and the courts, for whoever has a complaint.",
            ("planned", "stated"),
        ),
        ("no", "Not in this edition. A chapter is planned for 2027.", ("planned", "stated")),
        ("no", "Usage is not yet broken down by sex. The field arrives next year.", ("planned", "stated")),
        # details infer a yes
        ("lost", "Law on Personal Data Protection, https://legalinfo.mn", ("yes", "inferred")),
        ("empty", "The law of 2019.", ("yes", "inferred")),
        ("none", "The law of 2019.", ("yes", "inferred")),
        # numbers are no noes
        ("lost", "Law No. 24 of 2020.", ("yes", "inferred")),
        ("lost", "No.24 of 2020", ("yes", "inferred")),
        ("lost", "No 24/2020 is the law", ("yes", "inferred")),
        pytest.param(*("lost", "No. 24 of 2020 of the Great Khural approves it.", ("yes", "inferred"))),
        pytest.param(*("none", "No. A/24 of 2022", ("yes", "inferred"))),
        # only the opening decides
        ("lost", "The law of 2019. There is no fee. It was not amended.", ("yes", "inferred")),
        ("lost", "The law of 2019 covers this; an older act was repealed.", ("yes", "inferred")),
        ("lost", "Law on Innovation\n\nNo, nothing else.", ("yes", "inferred")),
        ("lost", "Yes. It will be extended in 2027.", ("yes", "stated")),
        (
            "lost",
            "The Act is in force. A draft law that amends it will be discussed next year. Not yet dated.",
            ("yes", "inferred"),
        ),
        # words that begin like a no
        ("lost", "Norway's law was the model.", ("yes", "inferred")),
        ("lost", "Notably, the law of 2019.", ("yes", "inferred")),
        pytest.param(*("lost", "No one is left behind: the strategy of 2021 covers all groups.", ("yes", "inferred"))),
        pytest.param(
            *("lost", "No later than 2025 all services go online, by the strategy of 2021.", ("yes", "inferred"))
        ),
        pytest.param(
            *("lost", "The Digital Act ensures that data is not shared without consent.", ("yes", "inferred"))
        ),
        pytest.param(*("lost", "The law of 2019 does not allow discrimination.", ("yes", "inferred"))),
        pytest.param(*("yes", "The Act of 2019, which repealed the Act of 1998.", ("yes", "ticked"))),
        pytest.param(*("lost", "The strategy of 2021 will be reviewed every year.", ("yes", "inferred"))),
        pytest.param(*("lost", "None", ("no", "stated"))),
        pytest.param(*("none", "Nothing.", ("no", "stated"))),
        pytest.param(*("lost", "1. No, there is none.", ("no", "stated"))),
    ],
)
def test_what_a_yes_no_cell_says(ticked: str, details: str, expected: tuple[str, str]) -> None:
    assert stance_of("yesno", _SELECTIONS[ticked], details) == expected


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_either_apostrophe_will_do(apostrophe: str) -> None:
    assert stance_of("yesno", Selection("none"), f"Il n{apostrophe}y a pas de loi.") == ("no", "stated")


@pytest.mark.parametrize(
    ("selection", "details", "expected"),
    [
        (Selection("marked", ("yes",)), "", ("yes", "ticked")),
        (Selection("marked", ("yes",)), "a chat service", ("yes", "ticked")),
        (Selection("empty"), "", ("blank", "ticked")),
        (Selection("lost"), "a chat service", ("yes", "inferred")),
        (Selection("lost"), "YES, the platform does so", ("yes", "stated")),
        (Selection("none"), "", ("blank", "inferred")),
    ],
)
def test_what_a_ticked_label_says(selection: Selection, details: str, expected: tuple[str, str]) -> None:
    assert stance_of("tick", selection, details) == expected


@pytest.mark.parametrize(
    ("selection", "stated", "expected"),
    [
        (Selection("marked", ("Other",)), None, ("yes", "ticked")),
        (Selection("lost"), "Other", ("yes", "inferred")),
        (Selection("empty"), "Other", ("yes", "inferred")),
        (Selection("empty"), None, ("blank", "ticked")),
        (Selection("lost"), None, ("unclear", "inferred")),
    ],
)
def test_what_a_choice_says(selection: Selection, stated: str | None, expected: tuple[str, str]) -> None:
    assert stance_of("choice", selection, "whatever", stated) == expected


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ("The portal.", ("yes", "stated")),
        ("None", ("no", "stated")),
        ("Aucun", ("no", "stated")),
        ("", ("blank", "inferred")),
        ("N/A", ("blank", "stated")),
        ("There is no fee for this portal.", ("yes", "stated")),
    ],
)
def test_what_an_open_cell_says(details: str, expected: tuple[str, str]) -> None:
    assert stance_of("open", Selection("none"), details) == expected


@pytest.mark.parametrize("code", codes())
def test_a_declined_answer_is_neither_a_yes_nor_a_no(code: str) -> None:
    known = language(code)
    assert known is not None
    declining = known.phrases("openings", "declines")
    assert len(declining) >= 3
    for phrase in declining:
        said = phrase.replace(" * ", " x ").replace("*", "")
        for selection in (Selection("none"), Selection("lost"), Selection("empty")):
            assert stance_of("yesno", selection, f"{said}.") == ("unclear", "stated")
    said = declining[0].replace(" * ", " x ").replace("*", "")
    assert stance_of("yesno", Selection("marked", ("no",)), f"{said}.")[0] == "no"


@pytest.mark.parametrize(
    ("details", "stance"),
    [
        ("We are not allowed to answer this question.", "unclear"),
        ("This cannot be disclosed for reasons of security.", "unclear"),
        ("We cannot answer all complaints within a week.", "yes"),
        ("Attacks are reported to the agency, which may not be told of by the press.", "yes"),
        ("Two were stopped in 2023. Their names are not for publication.", "yes"),
    ],
)
def test_what_only_speaks_of_answering_declines_nothing(details: str, stance: str) -> None:
    assert stance_of("yesno", Selection("none"), details)[0] == stance
