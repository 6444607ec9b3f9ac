from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.errors import SourceError
from msqqa.table import delimited, sheet
from tests.table.tables import AUDIT, AUDIT_ROWS, as_csv, audit, hold, says, tables

if TYPE_CHECKING:
    from pathlib import Path

WIDE = [
    ("Timestamp", "Organisation", "Region", "1. Is there a policy?", "If yes, please specify", "2. Which licence?"),
    ("2024-01-01 10:00", "Café du Port", "North", "Yes", "since 2019", "CC-BY"),
    ("2024-01-02 10:00", "Müller GmbH", "South", "No", "", "ODbL"),
    ("2024-01-03 10:00", "Åland Ltd", "North", "No, but a draft exists", "", "CC-BY"),
    ("2024-01-04 10:00", "Peña y Cía", "South", "Unsure", "", "CC-BY"),
    ("2024-01-05 10:00", "Façade SA", "North", "-", "", "ODbL"),
    ("2024-01-06 10:00", "Zoë Labs", "South", "yes", "", ""),
]


def test_a_long_table_asks_each_item_by_each_column(tmp_path: Path) -> None:
    found = tables(tmp_path, entries_csv=audit(), questions_csv="column,question\nexists,Does it exist\nbulk,In bulk\n")
    hold(found)
    assert [r.path for r in found.responses] == ["entries.csv#norway", "entries.csv#kenya", "entries.csv#peru"]
    assert found.beside.keys() == {"questions.csv"}
    norway, kenya, _ = found.responses
    assert norway.codes == ("no",)
    assert norway.form.respondent_nouns == ("country", "countries")
    assert [q.id for q in norway.form.questions] == [
        *("election-results", "election-results.exists", "election-results.bulk", "election-results.details"),
        *("company-register", "company-register.exists", "company-register.bulk", "company-register.details"),
    ]
    assert says(norway) == {
        "Election results — Does it exist": ("Yes", "yes"),
        "Election results — In bulk": ("No", "no"),
        "Election results — details": ("Files, one\nfor each county.", "yes"),
        "Company register — Does it exist": ("Yes", "yes"),
        "Company register — In bulk": ("Yes", "yes"),
        "Company register — details": ("=1+1", "yes"),
    }
    assert says(kenya)["Election results — In bulk"] == ("Unsure", "unclear")
    assert says(kenya)["Election results — details"] == ("-", "blank")
    assert says(kenya)["Company register — In bulk"] == ("", "blank")


def test_a_cell_knows_the_lines_of_the_file_where_its_row_begins_and_ends(tmp_path: Path) -> None:
    norway = tables(tmp_path, entries_csv=audit()).responses[0]
    assert {row[1:] for row in norway.document.rows} == {(2, 3), (6, 6)}


def test_a_wide_table_asks_a_question_a_column(tmp_path: Path) -> None:
    found = tables(tmp_path, survey_csv=as_csv(WIDE, ";").encode("cp1252"))
    hold(found)
    assert [r.name for r in found.responses] == [row[1] for row in WIDE[1:]]
    first = found.responses[0]
    assert (first.id, first.groups) == ("cafe-du-port", ("North",))
    kinds = {q.id: (q.text, q.kind) for q in first.form.questions}
    assert kinds["1"] == ("Is there a policy?", "yesno")
    assert kinds["2"] == ("Which licence?", "choice")
    assert [says(r)["Is there a policy?"] for r in found.responses] == [
        *[("Yes\nsince 2019", "yes"), ("No", "no"), ("No, but a draft exists", "planned")],
        *[("Unsure", "unclear"), ("-", "blank"), ("yes", "yes")],
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiter_and_encoding_are_told_from_the_bytes(tmp_path: Path, delimiter: str, encoding: str) -> None:
    found = tables(tmp_path, survey_csv=as_csv(WIDE, delimiter).encode(encoding))
    assert [r.name for r in found.responses] == [row[1] for row in WIDE[1:]]


def test_codes_above_full_texts_are_two_heads(tmp_path: Path) -> None:
    rows = [
        ("ResponseId", "Q1", "Q2", "Q3"),
        ("Response ID", "Do you recycle at home?", "How do you travel?", "Any other thoughts?"),
        ('{"ImportId":"_recordId"}', '{"ImportId":"QID1"}', '{"ImportId":"QID2"}', '{"ImportId":"QID3"}'),
        *((f"R_{i:03}", ("Yes", "No")[i % 2], ("Car", "Bus", "Bike")[i % 3], f"thought {i}") for i in range(10)),
    ]
    found = tables(tmp_path, q_csv=as_csv(rows))
    assert [(q.id, q.text, q.kind) for q in found.responses[0].form.questions] == [
        ("1", "Do you recycle at home?", "yesno"),
        ("2", "How do you travel?", "choice"),
        ("3", "Any other thoughts?", "open"),
    ]
    assert len(found.responses) == 10


def test_boxes_of_one_question_are_its_options(tmp_path: Path) -> None:
    rows = [("name", "channels [Phone]", "channels [Web]"), ("Ann", "1", "0"), ("Bob", "0", "1"), ("Cy", "0", "0")]
    found = tables(tmp_path, s_csv=as_csv(rows))
    hold(found)
    (question,) = found.responses[0].form.questions
    assert (question.id, question.kind, question.options) == ("channels", "choice", ("Phone", "Web"))
    selections = [r.cells[0].selection for r in found.responses]
    assert [(s.state, s.options) for s in selections] == [("marked", ("Phone",)), ("marked", ("Web",)), ("empty", ())]


def test_form_toml_may_keep_boxes_apart(tmp_path: Path) -> None:
    (tmp_path / "form.toml").write_text("[table]\nboxes = false\n")
    rows = [("name", "channels [Phone]", "channels [Web]"), ("Ann", "1", "0"), ("Bob", "0", "1"), ("Cy", "1", "")]
    found = tables(tmp_path, s_csv=as_csv(rows))
    assert [(q.id, q.kind, q.parent) for q in found.responses[0].form.questions] == [
        ("channels", "group", None),
        ("channels.phone", "yesno", "channels"),
        ("channels.web", "yesno", "channels"),
    ]
    assert [stance for _, stance in says(found.responses[0]).values()] == ["yes", "no"]


def test_a_file_with_questions_beside_answers_is_one_respondents(tmp_path: Path) -> None:
    rows = [("Question", "Answer"), ("Is there a law?", "Yes"), ("Which portal is used?", "The old one"), ("Open?", "")]
    other = [("Question", "Answer"), ("Is there a law?", "No"), ("Which portal is used?", "None yet"), ("Open?", "Yes")]
    found = tables(tmp_path, kenya_csv=as_csv(rows), peru_csv=as_csv(other))
    hold(found)
    assert [(r.id, r.name) for r in found.responses] == [("kenya", "Kenya"), ("peru", "Peru")]
    assert found.responses[0].form is found.responses[1].form
    assert says(found.responses[1])["Is there a law?"] == ("No", "no")


def test_remarks_stand_in_the_cell_of_the_answer_that_they_are_beside(tmp_path: Path) -> None:
    rows = [
        ("city", "question_id", "question", "answer", "comment"),
        *(
            (city, str(n), text, answer, "seen" if n == 1 else "")
            for city in ("Oslo", "Lima", "Nairobi")
            for n, (text, answer) in enumerate([("Is there a plan?", "Partially"), ("Is parking free?", "No")], 1)
        ),
    ]
    found = tables(tmp_path, long_tsv=as_csv(rows, "\t"))
    assert says(found.responses[0]) == {
        "Is there a plan?": ("Partially\nseen", "partial"),
        "Is parking free?": ("No", "no"),
    }
    assert [q.id for q in found.responses[0].form.questions] == ["1", "2"]


def test_e_mail_addresses_are_withheld(tmp_path: Path) -> None:
    rows = [("name", "Contact e-mail", "Is it open?"), ("Ann", "ann@x.org", "Yes"), ("Bob", "bob@x.org", "No")]
    cells = tables(tmp_path, s_csv=as_csv(rows)).responses[0].cells
    assert [(cell.runs, bool(cell.withheld)) for cell in cells] == [((), True), (cells[1].runs, False)]


def test_form_toml_says_what_columns_are(tmp_path: Path) -> None:
    (tmp_path / "form.toml").write_text(
        '[table]\nrespondent = "dataset"\nquestion = "country"\ncode = ""\nanswers = ["exists", "bulk"]\n'
        'ignore = ["place", "details"]\n'
    )
    found = tables(tmp_path, entries_csv=audit())
    assert [r.id for r in found.responses] == ["election-results", "company-register"]
    assert says(found.responses[1])["Kenya — exists"] == ("No", "no")


def test_form_toml_may_say_that_a_table_holds_no_responses(tmp_path: Path) -> None:
    (tmp_path / "form.toml").write_text('[[table]]\nfile = "links.csv"\nlayout = "none"\n')
    found = tables(tmp_path, entries_csv=audit(), links_csv="name,link\na,http://a.org\nb,http://b.org\n")
    assert {r.file for r in found.responses} == {"entries.csv"}
    assert found.beside == {"links.csv": "holds no responses, as form.toml says"}
    assert found.refused == {}


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    rows = [("country", "Is there a law?"), ("Kenya", "Yes"), ("Peru", "No", "x", "y"), ("", "Yes"), ("Kenya", "No")]
    rows += [("Chad", "No"), ("Mali", "Yes"), ("Togo", "Yes")]
    found = tables(tmp_path, s_csv=as_csv(rows))
    told = "\n".join(found.notes)
    assert "1 rows are longer than the heads, the first at line 3" in told
    assert "s.csv, line 5: a second response of 'Kenya', after line 2" in told
    assert "1 rows name no respondent" in told
    assert [r.id for r in found.responses] == ["kenya", "peru", "chad", "mali", "togo"]


def test_editions_of_one_respondent_are_kept_apart(tmp_path: Path) -> None:
    rows = [("country", "year", "Is there a law?")]
    rows += [(c, str(y), "Yes" if y == 2024 else "No") for y in (2022, 2024) for c in ("Kenya", "Peru", "Mali")]
    found = tables(tmp_path, s_csv=as_csv(rows))
    assert [(r.id, r.edition) for r in found.responses][:2] == [("kenya-2022", "2022"), ("peru-2022", "2022")]


def test_a_question_may_ask_for_the_respondents_name(tmp_path: Path) -> None:
    rows = [("Timestamp", "Email Address", "What is the name of your company?", "Do you use containers?")]
    rows += [
        (f"3/{i}/2024 10:00:00", f"u{i}@acme.com", f"Acme {c}", ("Yes", "No")[i % 2]) for i, c in enumerate("ABCD", 1)
    ]
    first = tables(tmp_path, s_csv=as_csv(rows)).responses[0]
    assert (first.id, first.form.respondent_nouns) == ("acme-a", ("company", "companies"))


def test_a_number_is_nobodys_name(tmp_path: Path) -> None:
    rows = [("ResponseId", "Country", "Age"), *((str(i), ("Kenya", "Peru")[i % 2], "25-34") for i in range(1, 9))]
    assert tables(tmp_path, s_csv=as_csv(rows)).responses[0].name == "Response 1"


def test_indicators_by_year_are_editions(tmp_path: Path) -> None:
    rows = [("Country Name", "Country Code", "Region", "Indicator Name", "Indicator Code", "Year", "Value")]
    for name, code, region in (("Kenya", "KEN", "Africa"), ("Peru", "PER", "Americas"), ("Mali", "MLI", "Africa")):
        for number, (indicator, value) in enumerate([("Has a law", "Yes"), ("Internet users", "30.5")]):
            rows += [(name, code, region, indicator, f"IT.{number}", str(year), value) for year in (2020, 2022)]
    found = tables(tmp_path, s_csv=as_csv(rows))
    hold(found)
    assert (found.responses[0].id, found.responses[0].groups) == ("kenya-2020", ("Africa",))
    assert says(found.responses[0]) == {"Has a law": ("Yes", "yes"), "Internet users": ("30.5", "yes")}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"a,b\n", "holds no row below its heads"),
        (b"a,b\n1,\x00\n", "a binary file"),
        (b'a,b\n1,"' + b"x" * (1024 * 1024 + 1), "field larger than field limit"),
        (b"\xff\xfea,b", "not utf-16"),
    ],
)
def test_a_bad_file_is_told_in_one_line(data: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why) as told:
        delimited.read("x.csv", data)
    assert "\n" not in str(told.value)


def test_too_many_rows_are_refused_before_they_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MAX_ROWS", 100)
    with pytest.raises(SourceError, match="more than 100 rows; split it"):
        delimited.read("x.csv", ("a,b\n" + "1,2\n" * 200).encode())


def test_too_many_answers_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("msqqa.table.corpus.MAX_ANSWERS", 10)
    found = tables(tmp_path, entries_csv=audit(), small_csv=as_csv([("name", "Is it open?"), ("Ann", "Yes")]))
    assert [r.name for r in found.responses] == ["Ann"]
    assert "gives more than 10 answers; split it" in str(found.refused["entries.csv"])


def test_tables_of_one_name_that_ask_other_things_have_forms_of_their_own(tmp_path: Path) -> None:
    for folder, asked in (("a", "Is there a law?"), ("b", "Is there a portal?")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "s.csv").write_text(as_csv([("name", asked), (f"Ann {folder}", "Yes"), ("Bob", "No")]))
    found = tables(tmp_path)
    assert {r.form.id for r in found.responses} == {"table-s", "table-s-2"}


def test_the_same_bytes_give_the_same_text(tmp_path: Path) -> None:
    first = [r.document for r in tables(tmp_path, entries_csv=as_csv([AUDIT.split(","), *AUDIT_ROWS])).responses]
    assert first == [r.document for r in tables(tmp_path).responses]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('name,a,b\nkenya,"Yes, in law,No\nperu,Yes,"a law"\njapan,No,No\n', "t.csv, lines 2 to 3"),
        ('name,a,b\nkenya,Yes,No\nperu,"Yes, in law,No\n', "t.csv, line 3"),
        ('name,a,b\nkenya,"Yes" in law,No\nperu,Yes,No\n', "t.csv, line 2"),
    ],
)
def test_a_quotation_mark_without_its_pair_is_told(text: str, where: str) -> None:
    (table,) = delimited.read("t.csv", text.encode())
    (note,) = table.notes
    assert note.startswith(f"{where}: a quotation mark without its pair")


def test_quotation_marks_in_pairs_are_not_told() -> None:
    (table,) = delimited.read("t.csv", b'name,a\nkenya,"a ""b"", and\nc"\nperu,5" pipes\n')
    assert table.notes == []
