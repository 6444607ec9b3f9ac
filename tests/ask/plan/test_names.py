from __future__ import annotations

import pytest

from msqqa.ask.plan.names import NameMention, Names, Tie
from msqqa.index.names import name_table
from msqqa.model import Respondent

RESPONDENTS = {
    "mongolia": Respondent("mongolia", "Mongolia", ("MNG", "Mongolie"), ("Asia", "Eastern Asia")),
    "georgia": Respondent("georgia", "Georgia", ("GEO",), ("Asia",)),
    "acme": Respondent("acme", "Acme Cloud Ltd", ("ACM",)),
    "014-north-ferry-terminal": Respondent("014-north-ferry-terminal", "014-north-ferry-terminal"),
    "015-south-ferry-terminal": Respondent("015-south-ferry-terminal", "015-south-ferry-terminal"),
    "kube": Respondent("kube", "KubeScheduler"),
    "openmrs": Respondent("openmrs", "OpenMRS"),
}
PLACES = {"Estonia": "Estonia", "Italy": "Italy", "ITA": "Italy", "United Kingdom": "United Kingdom",
          "UK": "United Kingdom", "Australia": "Australia", "Austria": "Austria", "Africa": "Africa"}  # fmt: skip
NAMES = Names(name_table(RESPONDENTS, PLACES), RESPONDENTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("does Mongolia have a law", [("Mongolia", "respondent")]),
        ("law in MNG", [("Mongolia", "respondent")]),
        ("Mongolia’s law", [("Mongolia", "respondent")]),
        ("the Mongolian law", [("Mongolia", "respondent")]),
        ("does acme cloud ltd have backups", [("Acme Cloud Ltd", "respondent")]),
        ("which Asian countries have a law", [("Asia", "group")]),
        ("laws of Estonia", [("Estonia", "absent")]),
        ("Mongolia's memorandum with Italy", [("Mongolia", "respondent"), ("Italy", "absent")]),
        ("what is E-Mongolia", []),
        ("e-Estonia portal", []),
        ("does ita work", []),
        ("does ITA work", [("Italy", "absent")]),
        ("nothing here", []),
        ("", []),
    ],
)
def test_names_as_they_are_known(text: str, expected: list[tuple[str, str]]) -> None:
    found = NAMES.find(text)
    assert [(n.name, n.kind) for n in found] == expected
    assert all(text[n.start : n.end] == n.typed for n in found)


@pytest.mark.parametrize(
    ("typed", "id_", "typo"),
    [
        ("Mongolai", "mongolia", True),
        ("mongola", "mongolia", True),
        ("north ferry", "014-north-ferry-terminal", False),
        ("South Ferry Terminal", "015-south-ferry-terminal", False),
        ("014", "014-north-ferry-terminal", False),
        ("scheduler", "kube", False),
        ("kube scheduler", "kube", False),
        ("acme", "acme", False),
    ],
)
def test_a_part_of_a_name_or_a_slip_is_taken_where_it_is_one_alone(typed: str, id_: str, typo: bool) -> None:
    found = NAMES.guess(typed, 0, len(typed))
    assert isinstance(found, NameMention)
    assert (found.ids, found.typo) == ((id_,), typo)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ferry terminal", ("014-north-ferry-terminal", "015-south-ferry-terminal")),  # two have it
        ("OpenCRVS", ("OpenMRS",)),  # near, and another name: offered, not taken
        ("Autsralia", None),
    ],
)
def test_what_is_not_sure_is_offered(typed: str, offered: tuple[str, ...] | None) -> None:
    found = NAMES.guess(typed, 0, len(typed))
    if offered is None:
        assert isinstance(found, NameMention)
        assert found.name == "Australia"
    else:
        assert found == Tie(typed, offered)


@pytest.mark.parametrize("typed", ["Wakanda", "EU", "Zubrowka", "Smith", "x"])
def test_who_is_nobody_here_is_nobody(typed: str) -> None:
    assert NAMES.find(typed) == []
    assert NAMES.guess(typed, 0, len(typed)) is None


GROUPS = {
    id_: Respondent(id_, id_.replace("-", " ").title())
    for id_ in (
        "sig-node-2024",
        "sig-cloud-provider-2024",
        "sig-cloud-storage-2024",
        "wg-serving-2024",
        "wg-ireland-2024",
    )
}
OF_GROUPS = Names(name_table(GROUPS, {}), GROUPS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("does sig node test", ["sig-node-2024"]),
        ("WG Serving: any news", ["wg-serving-2024"]),
        ("does Cloud Provider meet", ["sig-cloud-provider-2024"]),
        ("a node of a cluster", []),
        ("serving models", []),
    ],
)
def test_a_name_is_known_without_the_words_that_most_names_share(text: str, expected: list[str]) -> None:
    assert [id_ for named in OF_GROUPS.find(text) for id_ in named.ids] == expected


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("Serving working group", "wg-serving-2024"),
        ("groupe Cloud Provider", "sig-cloud-provider-2024"),
        ("cloud working group", None),
        ("Northern Eire", None),
        ("working group", None),
    ],
)
def test_a_longer_name_may_stand_beside_words_of_what_it_is(typed: str, id_: str | None) -> None:
    found = OF_GROUPS.guess(typed, 0, len(typed))
    assert (found.ids if isinstance(found, NameMention) else None) == ((id_,) if id_ else None)


GROUPS = {
    id_: Respondent(id_, name, (id_.replace("-", " "),), (), edition)
    for id_, name, edition in (
        ("sig-tide-2022", "SIG Tide (2022)", "2022"),
        ("sig-tide-2023", "SIG Tide (2023)", "2023"),
        ("sig-cloud-provider-2023", "SIG Cloud Provider (2023)", "2023"),
        ("sig-cluster-lifecycle-2023", "SIG Cluster Lifecycle (2023)", "2023"),
        ("wg-node-lifecycle-2023", "WG Node Lifecycle (2023)", "2023"),
        ("014-trade-industry", "014 Trade & Industry", ""),
        ("015-home", "015 Home Office", ""),
        ("meshery", "JSONMesh", ""),
    )
}


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("the tide group", ("sig-tide-2022", "sig-tide-2023")),
        ("cluster lifecycle", ("sig-cluster-lifecycle-2023",)),
        ("the cloud provider people", ("sig-cloud-provider-2023",)),
        ("trade and industry", ("014-trade-industry",)),
        ("department 14", ("014-trade-industry",)),
        ("#15", ("015-home",)),
        ("json mesh", ("meshery",)),
        ("lifecycle", ("SIG Cluster Lifecycle", "WG Node Lifecycle")),
        ("the 14", ()),
        ("sig", ("SIG Cloud Provider", "SIG Cluster Lifecycle", "SIG Tide")),
        ("Tide Nevada", ()),
    ],
)
def test_a_name_is_found_by_its_rarer_words(typed: str, ids: tuple[str, ...]) -> None:
    found = Names(name_table(GROUPS, {}), GROUPS).guess(typed, 0, len(typed))
    assert (found.ids if isinstance(found, NameMention) else found.names if isinstance(found, Tie) else ()) == ids


PROJECTS = {
    name.lower().replace(" ", "-"): Respondent(name.lower().replace(" ", "-"), name)
    for name in ("Village Water Ledger", "Digital Seed Bank", "Data Storage Broker", "Rural Bus Map", "Tide Watch")
}
SHORT = Names(name_table(PROJECTS, {}), PROJECTS, short_forms=("RBM",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("which countries does VWL serve", ["Village Water Ledger"]),
        ("VWL: can data be exported?", ["Village Water Ledger"]),
        ("what is vwl", []),  # in small letters it may be anything
        ("WHICH DOES VWL SERVE", []),  # where all is in capitals, they tell nothing
        ("the policy of DSB", []),  # two have these initials
        ("does RBM share data", []),  # the corpus uses it for something else
        ("does TW share data", []),  # two letters are too few
    ],
)
def test_initials_in_capitals_name_whom_they_are_of_alone(text: str, expected: list[str]) -> None:
    assert [name.name for name in SHORT.find(text)] == expected


CREWS = {
    id_: Respondent(id_, name, (), (), "2023")
    for id_, name in (
        ("sig-tide", "SIG Tide Tables"),
        ("sig-harbour", "SIG Harbour Experience"),
        ("sig-lamp", "SIG Lamp"),
        ("sig-rope", "SIG Rope"),
        ("wg-rope", "WG Rope Renewal"),
        ("wg-buoy", "WG Buoy"),
        ("wg-chart", "WG Chart Paper"),
        ("wg-winch", "WG Winch"),
    )
}
OF_KINDS = Names(name_table(CREWS, {}), CREWS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("who leads the chart paper wg", ["WG Chart Paper"]),
        ("who leads the Chart Paper working group", ["WG Chart Paper"]),
        ("does the Working Group Buoy meet", ["WG Buoy"]),
        ("tide tables sig 2023", ["SIG Tide Tables"]),
        ("the working group on paper", []),
        ("rope is stored in groups", []),
    ],
)
def test_what_a_name_is_may_stand_behind_it_or_be_written_in_full(text: str, expected: list[str]) -> None:
    assert [name.name for name in OF_KINDS.find(text)] == expected


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("SIG Lam", "sig-lamp"),
        ("HarbEx", "sig-harbour"),
        ("harbex", "sig-harbour"),
        ("chartpap", "wg-chart"),
        ("WG Winc", "wg-winch"),
        ("Tabl", None),
        ("Ropex", None),
        ("siglam", None),  # what they are says nothing of which one
        ("haex", None),
    ],
)
def test_beginnings_of_a_names_words_name_whom_they_are_of_alone(typed: str, id_: str | None) -> None:
    found = OF_KINDS.guess(typed, 0, len(typed))
    assert (found.ids if isinstance(found, NameMention) else ()) == ((id_,) if id_ else ())


@pytest.mark.parametrize(
    ("noun", "kind"), [("SIGs", "sig"), ("working groups", "wg"), ("WG", "wg"), ("groups", ""), ("", "")]
)
def test_a_noun_may_say_of_what_kind_respondents_are(noun: str, kind: str) -> None:
    assert set(OF_KINDS.of_kind(noun)) == {id_ for id_ in CREWS if kind and id_.startswith(kind)}
