from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from msqqa.errors import SourceError
from msqqa.table import records
from tests.table.tables import hold, says, tables

if TYPE_CHECKING:
    from pathlib import Path

LAW, PORTAL = "Is there a law?", "Which portal is used?"
SAID = {
    "Kenya": {LAW: ("true", "yes"), PORTAL: ("The old one", "yes")},
    "Peru": {LAW: ("false", "no"), PORTAL: ("", "blank")},
    "Mali": {LAW: ("true", "yes"), PORTAL: ("None yet", "yes")},
}


def _flat() -> list[dict[str, Any]]:
    portals = {"Kenya": "The old one", "Peru": None, "Mali": "None yet"}
    return [{"country": name, LAW: name != "Peru", PORTAL: portal} for name, portal in portals.items()]


def _answers(of: dict[str, Any]) -> dict[str, Any]:
    return {LAW: of[LAW], PORTAL: of[PORTAL]}


SHAPES: dict[str, Any] = {
    "a list": _flat(),
    "a list in an object": {"version": 1, "responses": _flat()},
    "answers in an object": [{"country": r["country"], "answers": _answers(r)} for r in _flat()],
    "answers in a list": [
        {"country": r["country"], "answers": [{"question": q, "answer": a} for q, a in _answers(r).items()]}
        for r in _flat()
    ],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_records_may_be_flat_or_nested(tmp_path: Path, shape: str) -> None:
    found = tables(tmp_path, s_json=SHAPES[shape])
    hold(found)
    assert {r.name: says(r) for r in found.responses} == SAID


def test_json_lines_stand_on_their_lines(tmp_path: Path) -> None:
    found = tables(tmp_path, s_jsonl="\n\n".join(map(json.dumps, _flat())))
    assert {r.name: says(r) for r in found.responses} == SAID
    assert [r.document.rows[0][1:] for r in found.responses] == [(1, 1), (3, 3), (5, 5)]


@pytest.mark.parametrize("shape", SHAPES)
def test_each_value_of_a_record_knows_its_lines(tmp_path: Path, shape: str) -> None:
    text = json.dumps(SHAPES[shape], indent=1)
    lines = text.split("\n")
    found = tables(tmp_path, s_json=text)
    for response in found.responses:
        rows = [*response.document.rows, (len(response.document.text), 0, 0)]
        for cell in response.cells:
            for start, end in cell.answers:
                said = json.dumps(response.document.text[start:end])[1:-1]
                [(first, last)] = [row[1:] for row, after in pairwise(rows) if row[0] <= start < after[0]]
                assert said in "".join(lines[first - 1 : last])
                assert last - first <= said.count("\\n") + 1


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("flow", [False, None])
def test_each_value_of_yaml_knows_its_lines(tmp_path: Path, shape: str, flow: bool | None) -> None:
    text = yaml.safe_dump(SHAPES[shape], allow_unicode=True, sort_keys=False, default_flow_style=flow)
    lines = text.split("\n")
    found = tables(tmp_path, s_yaml=text)
    assert {r.name: says(r) for r in found.responses} == SAID
    for response in found.responses:
        rows = [*response.document.rows, (len(response.document.text), 0, 0)]
        for cell in response.cells:
            for start, end in cell.answers:
                said = response.document.text[start:end]
                [(first, last)] = [row[1:] for row, after in pairwise(rows) if row[0] <= start < after[0]]
                assert said in " ".join(map(str.strip, lines[first - 1 : last]))
                assert last == first


def test_the_lines_of_yaml_are_those_of_its_values(tmp_path: Path) -> None:
    """Whatever stands between them: comments, empty lines, letters beyond ASCII, texts and lists on several lines."""
    text = (
        "# Antworten 😀 æøå\n"
        "- name: Öystein 😀\n"
        "  text: |\n"
        "    eins\n"
        "    zwei\n"
        "\n"
        "  # a remark\n"
        "  places:\n"
        "    - Oslo 😀\n"
        "    - Bergen\n"
        "\n"
        "  inner:\n"
        "    law: yes, since 1999\n"
        "    folded: >-\n"
        "      long\n"
        "      line\n"
        "  last: {a: 1,\n"
        "         b: 2}\n"
        "- name: Åse\n"
        "  text: kurz\n"
    )
    found = tables(tmp_path, s_yaml=text)
    told: dict[str, tuple[int, ...]] = {}
    for document in (response.document for response in found.responses):
        rows = [*document.rows, (len(document.text), 0, 0)]
        told |= {document.text[a[0] : b[0]].strip().split("\n")[-1]: a[1:] for a, b in pairwise(rows)}
    wanted = {"zwei": (3, 5), "Bergen": (9, 10), "yes, since 1999": (13, 13), "long line": (14, 16), "kurz": (20, 20)}
    assert {said: told.get(said) for said in wanted} == wanted


def test_a_large_file_of_records_is_cited_by_the_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("msqqa.table.records._PLACED", 10)
    found = tables(tmp_path, s_json=json.dumps(_flat(), indent=1))
    assert [r.document.rows[0][1:] for r in found.responses] == [(2, 6), (7, 11), (12, 16)]
    (folder := tmp_path / "yaml").mkdir()
    found = tables(folder, s_yaml=yaml.safe_dump(_flat(), sort_keys=False))
    assert [r.document.rows[0][1:] for r in found.responses] == [(1, 3), (4, 6), (7, 9)]


def test_files_of_one_record_each_are_told_together(tmp_path: Path) -> None:
    whole = SHAPES["answers in a list"]
    assert isinstance(whole, list)
    found = tables(tmp_path, **{f"r{n}_json": record for n, record in enumerate(whole)})
    assert {r.name: says(r) for r in found.responses} == SAID
    assert len({r.form.id for r in found.responses}) == 1
    assert sum("respondent = country" in note for note in found.notes) == 1


def test_half_a_surrogate_pair_is_no_trouble(tmp_path: Path) -> None:
    text = json.dumps(_flat()).replace("The old one", "a \\ud83d b")
    found = tables(tmp_path, s_json=text)
    hold(found)
    assert says(found.responses[0])[PORTAL][0] == "a \ufffd b"


def test_settings_are_no_response(tmp_path: Path) -> None:
    found = tables(tmp_path, settings_json={"version": 3, "theme": "dark", "nested": {"size": 4}})
    assert found.responses == []
    assert list(found.refused) == ["settings.json"]


def test_a_lone_record_that_asks_something_is_its_files(tmp_path: Path) -> None:
    found = tables(tmp_path, kenya_json={LAW: True, PORTAL: "The old one"})
    assert {r.name: says(r) for r in found.responses} == {"Kenya": SAID["Kenya"]}


def _fhir(name: str, smokes: bool) -> dict[str, Any]:
    a_day = {"linkId": "1.1.1", "text": "How many a day?", "answer": [{"valueQuantity": {"value": 5, "unit": "a day"}}]}
    return {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "subject": {"reference": f"Patient/{len(name)}", "display": name},
        "item": [
            {
                "linkId": "1",
                "text": "History",
                "item": [
                    {
                        "linkId": "1.1",
                        "text": "Do you smoke?",
                        "answer": [{"valueBoolean": smokes, "item": [a_day] if smokes else []}],
                    },
                    {
                        "linkId": "1.2",
                        "text": "Allergies",
                        "answer": [{"valueCoding": {"code": "n", "display": "Nuts"}}, {"valueString": "Pollen"}],
                    },
                ],
            },
            {"linkId": "2", "text": "Weight?"},
        ],
    }


PATIENTS = [_fhir("Ann", True), _fhir("Robert", False)]


@pytest.mark.parametrize(
    "files",
    [
        {"a_json": PATIENTS[0], "b_json": PATIENTS[1]},
        {"a_json": {"resourceType": "Bundle", "entry": [{"resource": p} for p in PATIENTS]}},
        {"a_jsonl": "\n".join(map(json.dumps, PATIENTS))},
    ],
    ids=["one a file", "a bundle", "one a line"],
)
def test_fhir_responses(tmp_path: Path, files: dict[str, Any]) -> None:
    found = tables(tmp_path, **files)
    hold(found)
    ann, robert = found.responses
    # A patient's name is withheld; the response is known by its reference.
    assert (ann.name, ann.codes) == ("Response 3", ())
    assert says(ann) == {
        "Do you smoke?": ("Yes", "yes"),
        "How many a day?": ("5 a day", "yes"),
        "Allergies": ("Nuts\nPollen", "yes"),
        "Weight?": ("", "blank"),
    }
    assert says(robert)["Do you smoke?"] == ("No", "no")
    assert [q.id for q in ann.form.questions] == ["1.1", "1.1.1", "1.2", "2"]
    assert ann.form is robert.form


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "no JSON"),
        ("[]", "holds no records"),
        ("[1, 2]", "holds no records"),
        ('[{"a": 1} {"b": 2}]', "Expecting ','"),
        ('[{"a": 1}] x', "Extra data"),
        ("[" * 100_000, "nested too deeply"),
        ('{"resourceType": "QuestionnaireResponse"}', "without items"),
    ],
)
def test_bad_json_is_told_in_one_line(text: str, why: str) -> None:
    with pytest.raises(SourceError, match=why) as told:
        records.read("x.json", text.encode())
    assert "\n" not in str(told.value)


def test_a_bad_line_is_named() -> None:
    with pytest.raises(SourceError, match="line 2"):
        records.read("x.jsonl", b'{"a": 1}\n{"a": \n')


@pytest.mark.parametrize(
    ("wave", "names", "editions"),
    [
        ("year_completed", ["Weir 0", "Weir 1", "Weir 2", "Weir 3", "Weir 4", "Weir 5"], {""}),  # an answer
        ("year", ["Weir 0", "Weir 1", "Weir 2", "Weir 3", "Weir 4", "Weir 5"], {str(1911 + 7 * n) for n in range(6)}),
    ],
)
def test_records_that_share_a_region_and_differ_in_a_year_are_all_kept(
    tmp_path: Path, wave: str, names: list[str], editions: set[str]
) -> None:
    records_ = [
        {"weir": f"Weir {n}", "region": ("North", "South", "East")[n % 3], wave: 1911 + 7 * n, "sirens": n % 2 == 0}
        for n in range(6)
    ]
    found = tables(tmp_path, **{f"w{n}_json": record for n, record in enumerate(records_)})
    assert not found.refused
    assert [r.name for r in found.responses] == names
    assert {r.edition for r in found.responses} == editions


def test_a_field_that_gives_two_files_one_name_names_neither(tmp_path: Path) -> None:
    records_ = [{"name": ("Weir", "Weir", "Lock")[n], "sirens": n % 2 == 0, "height": 10 + n} for n in range(3)]
    found = tables(tmp_path, **{f"w{n}_json": record for n, record in enumerate(records_)})
    assert not found.refused
    assert len(found.responses) == 3
