"""What survey tools export comes to the same survey: its respondents, its questions, and who chose what."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from msqqa.closed.column import column_of
from tests.table import exports
from tests.table.tables import hold, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from msqqa.table.corpus import Tables
    from tests.table.exports import Answers, Files


def _read(folder: Path, files: Files) -> Tables:
    return tables(folder, **{name.replace(".", "_"): data for name, data in files.items()})


def _values(found: Tables, text: str) -> Counter[str]:
    """How many chose each option of a question, by the options of their cells, else by their words."""
    counted: Counter[str] = Counter()
    for response in found.responses:
        for cell in response.cells:
            if response.form.full_text(response.form.question(cell.question)) == text:
                whole = ["\n".join(response.document.text[a:b] for a, b in cell.answers)]
                counted.update(cell.selection.options if cell.selection.state == "marked" else filter(None, whole))
    return counted


def _asked(found: Tables) -> list[str]:
    form = found.responses[0].form
    return [form.full_text(q) for q in form.questions if q.kind != "group"]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("how", exports.SPREAD)
def test_who_chose_what_is_what_was_chosen(tmp_path: Path, how: str, seed: int) -> None:
    tool, write = exports.SPREAD[how]
    everybody = exports.survey(seed)
    found = _read(tmp_path, write(everybody))
    hold(found)
    assert any(f"a {tool} export" in note for note in found.notes), found.notes
    assert [r.name for r in found.responses] == [a.name for a in everybody]
    services = _services(found)
    counted = _values(found, services)
    assert {o: n for o, n in counted.items() if o in exports.OPTIONS} == exports.chosen(everybody)
    assert _values(found, exports.OFTEN) == exports.often(everybody)
    visits = _values(found, exports.VISITS)
    assert sum(int(value) * n for value, n in visits.items()) == sum(a.visits for a in everybody)
    lends = {v.casefold(): n for v, n in _values(found, exports.LENDS).items()}
    yes = sum(n for value, n in lends.items() if value in ("yes", "y", "1"))
    assert yes == sum(a.lends for a in everybody)


def _services(found: Tables) -> str:
    """The multiple choice as it is called: Typeform's export does not name it."""
    form = found.responses[0].form
    question = next(q for q in form.questions if set(exports.OPTIONS[:2]) <= set(q.options))
    assert question.kind == "choice"
    assert question.text == exports.SERVICES or question.text.startswith("Printing / Scanning")
    assert [o for o in question.options if o in exports.OPTIONS] == list(exports.OPTIONS)
    return form.full_text(question)


@pytest.mark.parametrize("how", exports.SPREAD)
def test_what_a_tool_records_is_no_question(tmp_path: Path, how: str) -> None:
    found = _read(tmp_path, exports.SPREAD[how][1](exports.survey(4)))
    asked = _asked(found)
    known = {exports.OFTEN, exports.LENDS, exports.VISITS, exports.MORE, _services(found)}
    rest = [
        text for text in asked if text not in known and exports.RATE not in text and "branch" not in text.casefold()
    ]
    assert rest == []
    assert any("no questions = " in note for note in found.notes)


@pytest.mark.parametrize("how", ["Google Forms", "Microsoft Forms"])
def test_a_multiple_choice_in_one_column_stays_as_it_is_written(tmp_path: Path, how: str) -> None:
    everybody = exports.survey(5)
    write = exports.google_forms if how == "Google Forms" else exports.microsoft_forms
    found = _read(tmp_path, write(everybody))
    assert any(f"a {how} export" in note for note in found.notes)
    assert [r.name for r in found.responses] == [a.name for a in everybody]
    assert not {"Timestamp", "Start time", "Completion time", "Email", "ID"} & set(_asked(found))
    assert _values(found, exports.OFTEN) == exports.often(everybody)


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("write", [exports.google_forms, exports.microsoft_forms])
def test_a_multiple_choice_in_one_column_is_counted_by_option(
    tmp_path: Path, write: Callable[[Sequence[Answers]], Files], seed: int
) -> None:
    everybody = exports.survey(seed)
    given = _values(_read(tmp_path, write(everybody)), exports.SERVICES)
    column = column_of({text: n for text, n in given.items() if text.strip()})
    assert column.type == "options"
    counted: Counter[str] = Counter()
    for text, n in given.items():
        counted.update(dict.fromkeys(column.find_options(text), n))
    assert +counted == exports.chosen(everybody)


def test_one_response_of_qualtrics_has_its_three_heads(tmp_path: Path) -> None:
    everybody = exports.survey(6, 1)
    found = _read(tmp_path, exports.qualtrics(everybody))
    (response,) = found.responses
    assert _values(found, exports.SERVICES) == exports.chosen(everybody)
    assert any("3 head rows" in line for line in response.form.origin)


def test_an_older_export_of_qualtrics_has_two_heads(tmp_path: Path) -> None:
    everybody = exports.survey(7)
    found = _read(tmp_path, exports.qualtrics(everybody, ids=False))
    assert [r.name for r in found.responses] == [a.name for a in everybody]
    assert _values(found, exports.SERVICES) == exports.chosen(everybody)


def test_what_is_written_beside_an_option_stays_with_its_question(tmp_path: Path) -> None:
    everybody = exports.survey(8)
    found = _read(tmp_path, exports.survey_monkey(everybody))
    counted = _values(found, exports.SERVICES)
    wrote = [a for a in everybody if a.other]
    assert wrote
    assert counted["Other (please specify)"] == len(wrote)
    first = next(r for r in found.responses if r.name == wrote[0].name)
    assert "A café" in first.document.text


@pytest.mark.parametrize("write", [exports.kobo, exports.odk])
def test_a_repeated_group_is_joined_to_its_response(tmp_path: Path, write: object) -> None:
    everybody = exports.survey(9)
    found = _read(tmp_path, exports.kobo(everybody) if write is exports.kobo else exports.odk(everybody))
    for response, a in zip(found.responses, everybody, strict=True):
        form = response.form
        own = {
            form.full_text(form.question(c.question)): "".join(response.document.text[x:y] for x, y in c.answers)
            for c in response.cells
        }
        for n, (name, visits) in enumerate(a.branches, 1):
            assert own[f"branch {n} — What is the branch called?"] == name
            assert own[f"branch {n} — How many visits has it?"] == str(visits)
    assert any("a repeated group, joined to" in note for note in found.notes)


def test_a_zip_holds_what_an_export_packs(tmp_path: Path) -> None:
    import io
    import zipfile

    everybody = exports.survey(10)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in exports.odk(everybody).items():
            archive.writestr(name, content)
        archive.writestr("media/photo.jpg", b"no table")
    found = _read(tmp_path, {"export.zip": data.getvalue()})
    assert [r.name for r in found.responses] == [a.name for a in everybody]
    assert _values(found, exports.SERVICES) == exports.chosen(everybody)
    assert any("branch 1" in q.text for q in found.responses[0].form.questions)
    assert any("1 files in it are no tables" in note for note in found.notes)


def test_codes_without_a_codebook_are_not_given_labels(tmp_path: Path) -> None:
    everybody: list[Answers] = exports.survey(11)
    found = _read(tmp_path, {"export.csv": exports.redcap(everybody)["export.csv"]})
    services = next(q for q in found.responses[0].form.questions if q.text == "services")
    assert services.options == ("1", "2", "3", "4")
    counted = _values(found, "services")
    assert [counted[str(k)] for k in range(1, 5)] == [exports.chosen(everybody)[o] for o in exports.OPTIONS]


def test_three_heads_are_qualtrics_whatever_columns_were_kept(tmp_path: Path) -> None:
    rows = [["Q1", "Q2_1"], ["How satisfied?", "Rate quality"], ['{"ImportId":"QID1"}', '{"ImportId":"QID2_1"}']]
    found = _read(tmp_path, {"q.csv": exports.written([*rows, ["4", "5"], ["3", "4"], ["5", "5"]])})
    assert len(found.responses) == 3
    assert _asked(found) == ["How satisfied?", "Rate quality"]
    assert any("a Qualtrics export; 3 head rows" in note for note in found.notes)


def test_who_was_not_asked_is_told_from_who_chose_nothing(tmp_path: Path) -> None:
    everybody = exports.survey(12)
    found = _read(tmp_path, exports.lime_survey(everybody, hidden=True))
    assert _values(found, exports.SERVICES) - Counter({"Other": 99}) == exports.chosen(
        [a for a in everybody if a.lends]
    )
    assert _values(found, exports.OFTEN) == exports.often(everybody)
    for response, a in zip(found.responses, everybody, strict=True):
        cell = next(c for c in response.cells if response.form.question(c.question).text == exports.SERVICES)
        if not a.other:
            assert cell.selection.state == ("none" if not a.lends else "marked" if a.services else "empty")


def test_codes_of_limesurvey_stay_codes(tmp_path: Path) -> None:
    everybody = exports.survey(13)
    found = _read(tmp_path, exports.lime_survey(everybody, heads="code", answers="code"))
    assert any("a LimeSurvey export" in note for note in found.notes)
    services = next(q for q in found.responses[0].form.questions if q.text == "Q2" or q.id == "2")
    assert services.options[:4] == ("SQ001", "SQ002", "SQ003", "SQ004")
    counted = _values(found, services.text)
    assert [counted[f"SQ00{k}"] for k in range(1, 5)] == [exports.chosen(everybody)[o] for o in exports.OPTIONS]
