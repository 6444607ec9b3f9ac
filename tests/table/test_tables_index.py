"""A table in a corpus: built, refreshed, asked, cited, verified, exported."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from msqqa.ask.answer.cite import find, surroundings
from msqqa.ask.engine import Engine
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from msqqa.index.changes import changes_of
from msqqa.index.check import check
from msqqa.index.open import open_index
from msqqa.render.prose import paragraph
from tests.support import SURVEY_FORM, Place, Told, is_one_line, response
from tests.table.tables import audit, write_audit

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.index.build import Built
    from msqqa.index.open import Index
    from tests.support import Run


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(write_audit(tmp_path / "audit"), tmp_path / "index")


def _build(place: Place, told: Told | None = None) -> Built:
    return build(Corpus.at(place.corpus), place.index, Encoder.named(), told)


def _open(place: Place) -> Index:
    opened = open_index(place.index, Corpus.at(place.corpus), Encoder.named())
    assert opened is not None
    return opened


def _rows(place: Place) -> dict[str, list[object]]:
    store = _open(place).store
    return {
        cell.respondent + "/" + cell.question: [cell.runs, cell.stance, cell.basis, store.text(cell.source)]
        for cell in store.cells.values()
    }


def test_each_respondent_of_a_table_is_a_source_of_its_own(place: Place) -> None:
    built = _build(place)
    assert built.read == 1
    assert built.skipped == {}
    assert list(built.manifest.sources) == ["entries.csv"]
    assert list(built.manifest.beside) == ["questions.csv"]
    opened = _open(place)
    assert [(row.path, row.file) for row in opened.store.sources] == [
        (f"entries.csv#{name}", "entries.csv") for name in ("norway", "kenya", "peru")
    ]
    assert check(opened).problems == []
    assert changes_of(opened).list_files() == []


def test_a_set_is_decided_by_the_column_and_cites_the_row(place: Place, msqqa: Run) -> None:
    _build(place)
    told = msqqa(
        "ask",
        "in which countries does the data of the company register exist",
        *place.options,
        "--format",
        "json",
        "--all",
    ).json
    says = {r["id"]: r["stance"] for r in told["respondents"]}
    assert told["plan"]["questions"] == ["company-register.exists"]
    assert says == {"norway": "yes", "kenya": "no", "peru": "yes"}
    cited = {c["respondent"]: c for c in told["citations"] if c["question_id"] == "company-register.exists"}
    assert cited["norway"]["source"].endswith("audit/entries.csv")
    assert (cited["norway"]["quote"], cited["norway"]["lines"]) == ("Yes", [6, 6])
    assert (cited["kenya"]["quote"], cited["kenya"]["lines"]) == ("No", [7, 7])


def test_an_unsure_answer_is_unclear_and_says_why(place: Place) -> None:
    _build(place)
    answer = Engine.open(place.index).ask("are the election results of Kenya available in bulk")
    assert (answer.respondents[0].stance, answer.coverage.unclear) == ("unclear", 1)
    assert "unclear, as the answer itself says" in paragraph(answer)


def test_a_code_is_a_filter_and_never_a_word_of_a_question(place: Place, msqqa: Run) -> None:
    _build(place)
    assert msqqa("search", "register", "--respondent", "no", *place.options).status == 0
    asked = msqqa("ask", "which countries have NO company register", *place.options, "--format", "json").json
    assert asked["plan"]["respondents"] == []


def test_a_citation_is_shown_in_its_surroundings(place: Place) -> None:
    _build(place)
    opened = _open(place)
    cell = opened.store.cell(opened.store.find_cell("norway", "election-results.details") or 0)
    cited = find(opened, f"audit/norway/{cell.question}#{cell.runs[0][0]}-{cell.runs[0][1]}")
    assert (cited.quote, cited.lines) == ("Files, one\nfor each county.", (2, 3))
    above, below = surroundings(opened, cited, 1)
    assert above == "details\n"
    assert below.strip() == ""


def test_an_unchanged_table_is_not_read_again(place: Place) -> None:
    _build(place)
    (place.corpus / "form.toml").write_text(SURVEY_FORM, encoding="utf-8")
    (place.corpus / "chad.md").write_text(response(), encoding="utf-8")
    first = _build(place)
    assert (first.read, first.fresh) == (2, True)  # with another form each row is another
    assert _build(place).fresh is False
    (place.corpus / "chad.md").write_text(response(portal="A new portal."), encoding="utf-8")
    told = Told()
    again = _build(place, told)
    assert again.read == 1
    assert not any("entries.csv" in note for note in told.notes)
    assert check(_open(place)).problems == []


def test_a_refreshed_index_is_as_one_that_was_built_anew(place: Place, tmp_path: Path) -> None:
    _build(place)
    changed = audit().replace("Only on paper.", "A web page since May.").replace("pe,Peru", "cl,Chile")
    (place.corpus / "entries.csv").write_text(changed, encoding="utf-8", newline="")
    assert changes_of(_open(place)).list_files() == ["entries.csv"]
    assert _build(place).read == 1
    anew = Place(place.corpus, tmp_path / "anew")
    _build(anew)
    assert _rows(place) == _rows(anew)
    assert "chile" in _open(place).store.respondents
    assert check(_open(place)).problems == []


def test_other_texts_of_the_questions_are_taken_up(place: Place, tmp_path: Path) -> None:
    _build(place)
    texts = place.corpus / "questions.csv"
    texts.write_text(texts.read_text().replace("available in bulk", "ready to be fetched whole"))
    assert changes_of(_open(place)).list_files() == ["questions.csv"]
    _build(place)
    assert "ready to be fetched whole" in _open(place).store.text("entries.csv#kenya")
    texts.unlink()
    assert changes_of(_open(place)).list_files() == ["questions.csv (gone)"]
    _build(place)
    assert "fetched" not in _open(place).store.text("entries.csv#kenya")
    anew = Place(place.corpus, tmp_path / "anew")
    _build(anew)
    assert _rows(place) == _rows(anew)


def test_a_new_table_beside_one_leaves_its_rows(place: Place) -> None:
    _build(place)
    (place.corpus / "other.csv").write_text("Organisation,Is it open?\nACME Ltd,Yes\nInitech,No\n")
    built = _build(place)
    assert built.read >= 1
    assert set(built.manifest.sources) == {"entries.csv", "other.csv"}
    assert check(_open(place)).problems == []
    (place.corpus / "other.csv").unlink()
    assert set(_build(place).manifest.sources) == {"entries.csv"}
    assert len(_open(place).store.respondents) == 3


def test_a_respondent_may_be_described(place: Place) -> None:
    (place.corpus / "respondents.toml").write_text(
        '[[respondent]]\nfile = "entries.csv#kenya"\nid = "ke"\naliases = ["Republic of the lake"]\n'
    )
    _build(place)
    store = _open(place).store
    assert list(store.respondents) == ["norway", "ke", "peru"]
    assert {cell.respondent for cell in store.cells.values()} == {"norway", "ke", "peru"}
    assert _build(place).fresh is False


def test_two_files_of_one_respondent_are_told(place: Place) -> None:
    (place.corpus / "more.csv").write_text(audit().replace("Kenya", "Mali").replace("ke,", "ml,"))
    told = Told()
    built = _build(place, told)
    assert any("skipped more.csv#norway: a second response of 'norway'" in note for note in told.notes)
    assert set(_open(place).store.respondents) == {"norway", "kenya", "peru", "mali"}
    assert built.skipped == {}
    assert _build(place).fresh is False


def test_index_tells_what_columns_were_taken_for(place: Place, msqqa: Run) -> None:
    done = msqqa("index", place.corpus, "--index", place.index)
    assert done.status == 0
    assert "entries.csv: 6 rows, long; respondent = country; code = place; question = dataset" in done.err
    assert "questions.csv: gives the questions' texts of entries.csv, no response" in done.err
    assert "0 files skipped; 1 files read" in done.err


def test_a_wrong_column_in_form_toml_is_one_line(place: Place, msqqa: Run) -> None:
    (place.corpus / "form.toml").write_text('[table]\nrespondent = "land"\n')
    done = msqqa("index", place.corpus, "--index", place.index)
    assert done.status == 2
    is_one_line(done, "there is no column 'land'", "place, country, dataset")


def test_a_bad_table_leaves_the_others(place: Place, msqqa: Run) -> None:
    (place.corpus / "bad.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    done = msqqa("index", place.corpus, "--index", place.index)
    assert done.status == 0
    assert "skipped bad.xlsx: no workbook" in done.err
    assert "1 files skipped" in done.err
    assert "up to date" in msqqa("index", place.corpus, "--index", place.index).err
    assert msqqa("index", place.corpus, "--index", place.index, "--strict").status == 2


def test_what_a_spreadsheet_would_run_is_exported_as_text(place: Place, msqqa: Run, tmp_path: Path) -> None:
    _build(place)
    shown = msqqa("search", "1", "--respondent", "Norway", *place.options, "--format", "csv").out
    quotes = [row["quote"] for row in csv.DictReader(io.StringIO(shown))]
    assert "'=1+1" in quotes
    assert "=1+1" not in quotes
    book = tmp_path / "m.xlsx"
    assert msqqa("matrix", *place.options, "--output", book).status == 0
    values = [cell for row in load_workbook(book)["cells"].iter_rows() for cell in row]
    assert any(cell.value == "'=1+1" for cell in values)
    assert not any(cell.data_type == "f" for cell in values)


def test_info_shows_how_tables_were_read_and_form_toml_changes_it(tmp_path: Path, msqqa: Run) -> None:
    place = Place(tmp_path / "survey", tmp_path / "index")
    place.corpus.mkdir()
    heads = "Respondent ID,Collector ID,Start Date,Name of the library,Which services?,,Open?\n"
    heads += ",,,Response,Print,Scan,Response\n"
    rows = "".join(
        f"{n},40,04/01/2024,{name} Library,{p},{s},Yes\n"
        for n, (name, p, s) in enumerate([("Amble", "Print", "Scan"), ("Ely", "", "Scan"), ("Oban", "Print", "")], 114)
    )
    (place.corpus / "s.csv").write_text(heads + rows, encoding="utf-8")
    _build(place)
    line = "s.csv: 3 rows, wide; a SurveyMonkey export; 2 head rows; 1 multiple choice of a column an option"
    assert line in msqqa("info", *place.options).out
    (told,) = msqqa("info", *place.options, "--format", "json").json["tables"]
    assert told.startswith(line)
    assert "no questions = Collector ID, Start Date" in told
    (cell,) = [c for c in _open(place).store.cells.values() if c.respondent == "amble-library" and c.selection.options]
    assert (cell.selection.state, cell.selection.options) == ("marked", ("Print", "Scan"))
    (place.corpus / "form.toml").write_text('[table]\ntool = ""\nboxes = false\nignore = ["Collector ID"]\n')
    _build(place)
    (told,) = msqqa("info", *place.options, "--format", "json").json["tables"]
    assert "SurveyMonkey" not in told
    assert "Start Date" in told.partition("answers = ")[2].partition(";")[0]
    (place.corpus / "form.toml").write_text('[table]\ntool = "SurveyMonk"\n')
    is_one_line(msqqa("index", place.corpus, "--index", place.index), "'tool' of [table] is not known", "Qualtrics")
    (place.corpus / "form.toml").write_text('[table]\nheads = "two"\n')
    is_one_line(msqqa("index", place.corpus, "--index", place.index), "'heads' of [table] is of the wrong type")


def test_settings_in_yaml_are_no_response(place: Place, msqqa: Run) -> None:
    (place.corpus / "settings.yml").write_text("version: 3\ntheme: dark\n")
    done = msqqa("index", place.corpus, "--index", place.index)
    assert done.status == 0
    assert "settings.yml: no row names a respondent" in done.err
    assert len(_open(place).store.respondents) == 3
