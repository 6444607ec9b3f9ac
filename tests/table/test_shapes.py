"""Shapes that tables come in besides a head and a row a respondent: each kind by several tables that differ."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.table.exports import workbook, written
from tests.table.tables import hold, says, tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from msqqa.table.corpus import Tables


def _read(folder: Path, **files: Any) -> Tables:
    found = tables(folder, **files)
    hold(found)
    return found


def _names(found: Tables) -> list[str]:
    return [response.name for response in found.responses]


def _texts(found: Tables) -> list[str]:
    return [q.text for q in found.responses[0].form.questions if q.kind != "group"]


# ---------------------------------------------------------------- small tables, tables without heads

SMALL: dict[str, list[list[str]]] = {
    "members": [
        ["member", "age", "goes_to_school", "note"],
        ["Lia", "9", "Yes", "likes sums"],
        ["Tom", "34", "No", "at the mill"],
        ["Ola", "7", "No", "next year"],
        ["Ned", "12", "Yes", "walks there"],
    ],
    "shops": [
        ["shop", "opens_early", "delivers", "remarks"],
        ["North Street Bakery", "Yes", "No", "bread and buns daily"],
    ]
    + [[n, "Yes", "No", "-"] for n in ("Hill", "Dale", "Mere", "Quay")],
    "three": [
        ["Ward", "Is there a garden?", "Is there a lift?"],
        ["Ash", "Yes", "No"],
        ["Elm", "No", "No"],
        ["Oak", "Yes", "Yes"],
    ],
    "codes": [
        ["id", "q1", "q2"],
        ["A-1", "often", "car"],
        ["A-2", "often", "bus"],
        ["A-3", "never", "car"],
        ["A-4", "often", "car"],
    ],
}


@pytest.mark.parametrize("which", SMALL)
def test_the_first_respondent_of_a_small_table_is_no_head(tmp_path: Path, which: str) -> None:
    rows = SMALL[which]
    found = _read(tmp_path, s_csv=written(rows))
    assert _names(found) == [row[0] for row in rows[1:]]


HEADLESS: dict[str, list[list[str]]] = {
    "numbers": [[f"Name {c}", str(n), "Yes" if n % 2 else "No"] for n, c in enumerate("ABCDEFGH", 20)],
    "answers": [
        [f"Name {c}", ("Every week", "Never")[n % 2], ("Yes", "No")[n % 3 == 0]] for n, c in enumerate("ABCDEFGH")
    ],
    "four": [[f"Firm {c}", str(n), str(n * 7), "open text here"] for n, c in enumerate("ABCDEFGH", 3)],
}


@pytest.mark.parametrize("which", HEADLESS)
def test_a_table_without_heads_is_told(tmp_path: Path, which: str) -> None:
    found = _read(tmp_path, s_csv=written(HEADLESS[which]))
    assert len(found.responses) == len(HEADLESS[which])
    assert any("its first row looks like an answer, not like heads" in note for note in found.notes)
    assert any(text.startswith("column ") for text in _texts(found))


def test_form_toml_says_how_many_heads_there_are(tmp_path: Path) -> None:
    rows = HEADLESS["numbers"]
    (tmp_path / "form.toml").write_text("[table]\nheads = 1\n")
    found = _read(tmp_path, s_csv=written(rows))
    assert len(found.responses) == len(rows) - 1
    assert not any("looks like an answer" in note for note in found.notes)


# ---------------------------------------------------------------- several heads

TWO_HEADS: dict[str, list[list[str]]] = {
    "carried": [["Name", "Which languages?", "", "", "How many staff?"], ["", "Welsh", "Irish", "Manx", ""]],
    "fillers": [
        ["Name", "Which languages?", "", "", "How many staff?"],
        ["", "Welsh", "Irish", "Manx", "Open-Ended Response"],
    ],
    "grid": [
        ["Name", "Which languages?", "", "", "How many staff?"],
        ["", "Welsh", "Irish", "Other (please specify)", "Response"],
    ],
}


@pytest.mark.parametrize("which", TWO_HEADS)
def test_options_in_a_second_row_of_heads_are_one_questions(tmp_path: Path, which: str) -> None:
    heads = TWO_HEADS[which]
    third = heads[1][3]
    rows = [["Ash Ltd", "Welsh", "", "", "4"], ["Elm Ltd", "Welsh", "Irish", "", "7"], ["Oak Ltd", "", "", "Manx", "9"]]
    found = _read(tmp_path, s_csv=written([*heads, *rows]))
    assert _names(found) == [row[0] for row in rows]
    question = found.responses[0].form.questions[0]
    assert (question.text, question.kind, question.options) == ("Which languages?", "choice", ("Welsh", "Irish", third))
    assert [r.cells[0].selection.options for r in found.responses] == [("Welsh",), ("Welsh", "Irish"), (third,)]
    assert _texts(found)[1:] == ["How many staff?"]


# ---------------------------------------------------------------- questions down, respondents across

ACROSS: dict[str, list[list[str]]] = {
    "candidates": [
        ["Question", "Rhea Banks", "Jon Lund", "Brigid Toll"],
        ["Party", "River", "River", "Hill"],
        ["Do you take part?", "Yes", "Yes", "No"],
        ["Why do you stand?", "Roads", "Parks", "Did not answer"],
    ],
    "places": [
        ["", "Kenya", "Peru", "Mali"],
        ["1. Is there a law?", "Yes", "No", "Yes"],
        ["2. Which portal is used?", "old", "new", "none"],
        ["3. Is it open?", "No", "No", "Yes"],
    ],
    "titled": [
        ["Survey of firms 2024"],
        ["Asked", "ACME Ltd", "Initech"],
        ["General"],
        ["Do you recycle?", "Yes", "No"],
        ["Do you export?", "No", "No"],
        ["Who audits you?", "Nobody", "KPMG"],
    ],
}


@pytest.mark.parametrize("which", ACROSS)
def test_respondents_may_stand_side_by_side(tmp_path: Path, which: str) -> None:
    rows = ACROSS[which]
    heads = next(row for row in rows if len(row) > 1)
    found = _read(tmp_path, s_csv=written(rows))
    assert _names(found) == heads[1:]
    last = found.responses[-1]
    said = {text.rpartition(" — ")[2]: value for text, (value, _) in says(last).items()}
    number = rows[-1][0].partition(". ")[2] or rows[-1][0]
    assert said[number] == rows[-1][-1]
    assert found.responses[0].document.rows[0][1:] == (rows.index(heads) + 2 + (which == "titled"),) * 2


def test_form_toml_says_that_respondents_stand_side_by_side(tmp_path: Path) -> None:
    rows = [["thing", "one", "two"], ["colour", "red", "blue"], ["size", "9", "7"]]
    (tmp_path / "form.toml").write_text('[table]\nlayout = "across"\n')
    assert _names(_read(tmp_path, s_csv=written(rows))) == ["one", "two"]


# ---------------------------------------------------------------- events, repetitions

EVENTS: dict[str, list[list[str]]] = {
    "events": [
        ["study_id", "redcap_event_name", "first_word", "mood"],
        ["101", "enrolment_arm_1", "hello", ""],
        ["101", "visit_1_arm_1", "", "calm"],
        ["101", "visit_2_arm_1", "", "glad"],
        ["102", "enrolment_arm_1", "good day", ""],
        ["102", "visit_1_arm_1", "", "tired"],
        ["102", "visit_2_arm_1", "", "calm"],
    ],
    "labels": [
        ["Record ID", "Event Name", "First word", "mood"],
        ["101", "Enrolment", "hello", ""],
        ["101", "visit 1 arm 1", "", "calm"],
        ["102", "Enrolment", "good day", ""],
        ["102", "visit 1 arm 1", "", "tired"],
        ["102", "visit 2", "", "glad"],
    ],
    "repeats": [
        ["record_id", "redcap_repeat_instrument", "redcap_repeat_instance", "first_word", "mood"],
        ["101", "", "", "hello", ""],
        ["101", "visit", "1", "", "calm"],
        ["102", "", "", "good day", ""],
        ["102", "visit", "1", "", "tired"],
        ["102", "visit", "2", "", "glad"],
    ],
}


@pytest.mark.parametrize("which", EVENTS)
def test_the_rows_of_a_record_are_one_respondents(tmp_path: Path, which: str) -> None:
    found = _read(tmp_path, data_csv=written(EVENTS[which]))
    assert _names(found) == ["Response 101", "Response 102"]
    said = {text.casefold(): value for text, (value, _) in says(found.responses[1]).items()}
    assert said["first word"] == "good day"
    assert next(value for text, value in said.items() if text.startswith("visit 1") and "mood" in text) == "tired"
    rows = EVENTS[which]
    line = next(n for n, row in enumerate(rows, 1) if "tired" in row)
    assert (line, line) in {row[1:] for row in found.responses[1].document.rows}


# ---------------------------------------------------------------- forms to be filled in


def _form(vendor: str, recovery: str, encrypted: str, *, heads: str = "Answer", hidden: bool = True) -> bytes:
    book = Workbook()
    start = book.active
    start.title = "START HERE"
    for row in (
        ["Cells of this sheet may be locked"],
        ["Provider response", None, None, None, "v 4.1"],
        ["1. Fill in the white cells."],
        ["General information", None, heads],
        ["GNRL-01", "Name of the provider", vendor],
        ["GNRL-02", "Name of the product", f"{vendor} One"],
        ["GNRL-03", "What does the product do?", "It serves"],
    ):
        start.append(row)
    for title, code, asked in (
        (
            "Organization",
            "DOCU",
            [("Do you have a disaster recovery plan?", recovery), ("Do you train your staff?", "Yes")],
        ),
        (
            "Data",
            "DATA",
            [("Is data encrypted at rest?", encrypted), ("Who holds the keys of the customers?", "We do")],
        ),
    ):
        sheet = book.create_sheet(title)
        sheet.append(["Instructions"])
        sheet.append(["1. Answer each question."])
        sheet.append(["GNRL-01", "Name of the provider", vendor])
        sheet.append([title, None, heads, "Additional information", "Guidance"])
        for n, (text, answer) in enumerate(asked, 1):
            sheet.append([f"{code}-{n:02}", text, answer, "Tested in May." if n == 1 else None, "See the handbook."])
        sheet.append([f"{code}-03", "Is anything else of interest here?", "No", None, "See the handbook."])
    if hidden:
        lists = book.create_sheet("Questions")
        lists.sheet_state = "hidden"
        lists.append(["Code", "Question", "Weight"])
        lists.append(["DOCU-01", "q1", 10])
    import io

    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize("heads", ["Answer", "Response", "Vendor answer"])
def test_a_workbook_that_is_filled_in_is_one_respondents(tmp_path: Path, heads: str) -> None:
    found = _read(
        tmp_path,
        a_xlsx=_form("Quillmark Systems", "Yes", "Yes", heads=heads),
        b_xlsx=_form("Tarn Analytics", "No", "No", heads=heads, hidden=False),
    )
    assert _names(found) == ["Quillmark Systems", "Tarn Analytics"]
    assert len(_texts(found)) == 9
    assert says(found.responses[0])["Do you have a disaster recovery plan?"] == ("Yes\nTested in May.", "yes")
    assert says(found.responses[1])["Is data encrypted at rest?"] == ("No\nTested in May.", "no")
    assert not any("handbook" in r.document.text for r in found.responses)
    assert found.responses[0].form is found.responses[1].form


# ---------------------------------------------------------------- spreadsheets as people leave them


@pytest.mark.parametrize("row", [200_500, 700_000, 1_048_576])
def test_a_row_that_only_has_a_format_costs_nothing(tmp_path: Path, row: int) -> None:
    import io

    data = workbook(Sheet=[["Vendor", "Is it encrypted?"], *([name, "Yes"] for name in ("Tarn", "Heron", "Alder"))])
    book = load_workbook(io.BytesIO(data))
    book.active.cell(row=row, column=2).number_format = "0.00"
    saved = io.BytesIO()
    book.save(saved)
    found = _read(tmp_path, v_xlsx=saved.getvalue())
    assert _names(found) == ["Tarn", "Heron", "Alder"]


# ---------------------------------------------------------------- several files

YEARS = {
    "years": ("2022-survey.csv", "2023-survey.csv", "2024-survey.csv"),
    "waves": ("wave-one.csv", "wave-two.csv", "wave-three.csv"),
    "folders": ("2021/answers.csv", "2022/answers.csv", "2023/answers.csv"),
}


@pytest.mark.parametrize("which", YEARS)
def test_nobody_is_lost_where_nobody_has_a_name(tmp_path: Path, which: str) -> None:
    for n, file in enumerate(YEARS[which]):
        path = tmp_path / file
        path.parent.mkdir(exist_ok=True)
        rows = [["Timestamp", "Is it stable?", "What is missing?"]]
        rows += [[f"2022-05-{k:02} 10:00:00", ("Yes", "No")[k % 2], f"thing {n} {k}"] for k in range(1, 5 + n)]
        path.write_text(written(rows))
    found = _read(tmp_path)
    assert len(found.responses) == 15
    assert len({r.id for r in found.responses}) == len({r.name for r in found.responses}) == 15
    assert len({r.form.id for r in found.responses}) == 1
    assert len(found.notes) == 1
    years = {r.edition for r in found.responses}
    assert len(years) == (1 if which == "waves" else 3)


def test_who_is_named_answered_again_in_the_file_of_another_year(tmp_path: Path) -> None:
    rows = [["Country", "Is there a law?"], ["Kenya", "No"], ["Peru", "Yes"], ["Mali", "Yes"]]
    found = _read(tmp_path, **{"law-2022_csv": written(rows), "law-2024_csv": written(rows).replace("No", "Yes")})
    assert [(r.name, r.edition) for r in found.responses][::3] == [("Kenya", "2022"), ("Kenya", "2024")]
    assert len({r.id for r in found.responses}) == 6


# ---------------------------------------------------------------- objects within objects

NESTED: dict[str, dict[str, Any]] = {
    "three": {
        "name": "A",
        "doNoHarm": {"privacy": {"collectsPersonalData": "Yes"}, "content": {"hostsUserContent": "No"}},
    },
    "four": {"name": "A", "x": {"y": {"z": {"collectsPersonalData": "Yes"}, "hostsUserContent": "No"}}},
    "one": {"name": "A", "answers": {"collectsPersonalData": "Yes", "hostsUserContent": "No"}},
}


@pytest.mark.parametrize("ending", ["json", "yaml"])
@pytest.mark.parametrize("which", NESTED)
def test_a_field_is_a_question_however_deep_it_stands(tmp_path: Path, which: str, ending: str) -> None:
    import yaml

    def file(name: str) -> str:
        record = NESTED[which] | {"name": name}
        return json.dumps(record) if ending == "json" else yaml.safe_dump(record)

    found = _read(tmp_path, **{f"{name.lower()}_{ending}": file(name) for name in ("Aldersoft", "Brookbase")})
    assert _names(found) == ["Aldersoft", "Brookbase"]
    said = {text.rpartition(" — ")[2]: value for text, value in says(found.responses[0]).items()}
    assert said == {"collects personal data": ("Yes", "yes"), "hosts user content": ("No", "no")}


def test_yaml_knows_its_lines_and_follows_no_alias(tmp_path: Path) -> None:
    text = "- name: Ann\n  open: true\n\n- name: Bob\n  open: false\n"
    found = _read(tmp_path, s_yaml=text, bomb_yml="a: &a [x, x]\nb: *a\n", bad_yaml="a: [1\n")
    assert [r.document.rows[0][1:] for r in found.responses] == [(2, 2), (5, 5)]
    assert [stance for r in found.responses for _, stance in says(r).values()] == ["yes", "no"]
    assert "bomb.yml, line 2: an alias" in str(found.refused["bomb.yml"])
    assert "no YAML (line" in str(found.refused["bad.yaml"])


# ---------------------------------------------------------------- what is no answer


def _column(found: Tables, text: str) -> list[tuple[str, str]]:
    return [says(r)[text] for r in found.responses]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (["34", "22", "-99", "45", "", "61"], {"-99"}),
        (["3", "-98", "-99", "", "2", "-97"], {"-99", "-98", "-97"}),
        (["1", "5", "99", "3", "", "2"], {"99"}),
        (["4", "2", "-8", "-9", "", "1"], {"-8", "-9"}),
        (["34", "22", "99", "45", "", "61"], set()),
        (["-3", "4", "-99", "2", "", "1"], set()),
        (["998", "1020", "999", "1100", "", "870"], set()),
    ],
)
def test_a_code_for_no_answer_is_one_where_it_stands_out(
    tmp_path: Path, values: Sequence[str], codes: set[str]
) -> None:
    rows = [["Name", "How many?"], *([f"Firm {c}", value] for c, value in zip("ABCDEF", values, strict=True))]
    found = _read(tmp_path, s_csv=written(rows))
    expected = [
        ("", "blank") if not v else (f"(no answer: {v})", "blank") if v in codes else (v, "yes") for v in values
    ]
    assert _column(found, "How many?") == expected
    assert all(not cell.answers for r in found.responses for cell in r.cells if cell.stance == "blank")


def test_form_toml_says_which_codes_are_no_answer(tmp_path: Path) -> None:
    rows = [["Name", "Mood"], ["Ann Ltd", "calm"], ["Bob Ltd", "SKIP"], ["Cy Ltd", "calm"], ["Di Ltd", "glad"]]
    (tmp_path / "form.toml").write_text('[table]\nmissing = ["SKIP"]\n')
    assert _column(_read(tmp_path, s_csv=written(rows)), "Mood")[1] == ("(no answer: SKIP)", "blank")


def test_the_missing_of_r_is_no_answer_and_a_country_is(tmp_path: Path) -> None:
    rows = [
        ["Name", "How many?", "Code"],
        ["A Ltd", "4", "NA"],
        ["B Ltd", "NA", "KE"],
        ["C Ltd", "9", "PE"],
        ["D Ltd", "2", "ML"],
    ]
    found = _read(tmp_path, s_csv=written(rows))
    assert _column(found, "How many?")[1] == ("(no answer: NA)", "blank")
    assert not any("(no answer" in value for r in found.responses for t, (value, _) in says(r).items() if t == "Code")


@pytest.mark.parametrize("head", ["weight", "wt", "Survey weight"])
def test_a_weight_is_no_question(tmp_path: Path, head: str) -> None:
    rows = [["Name", "Is it open?", head], *([f"Firm {c}", "Yes", str(0.7 + n / 10)] for n, c in enumerate("ABCD"))]
    found = _read(tmp_path, s_csv=written(rows))
    assert _texts(found) == ["Is it open?"]
    assert any(f"; weight = {head}" in note for note in found.notes)
    assert [r.weight for r in found.responses] == [float(row[2]) for row in rows[1:]]


def test_what_a_tool_records_may_be_asked_for(tmp_path: Path) -> None:
    rows = [["Timestamp", "Name", "Is it open?"], *([f"4/{n}/2024 10:00", f"Firm {n}", "Yes"] for n in range(1, 5))]
    assert _texts(_read(tmp_path, s_csv=written(rows))) == ["Is it open?"]
    (tmp_path / "form.toml").write_text('[table]\nanswers = ["Is it open?", "Timestamp"]\n')
    assert _texts(_read(tmp_path)) == ["Timestamp", "Is it open?"]


# ---------------------------------------------------------------- codebooks of other kinds

CODEBOOKS: dict[str, list[list[str]]] = {
    "a row a variable": [
        ["variable", "question", "values"],
        ["q1", "How satisfied are you?", "1 = Very; 2 = Little; 3 = Not at all"],
        ["q2", "Do you commute?", "1 = Yes; 0 = No"],
        ["q3", "How many years?", ""],
    ],
    "a row a code": [
        ["variable", "label", "code", "meaning"],
        ["q1", "How satisfied are you?", "1", "Very"],
        ["q1", "", "2", "Little"],
        ["q1", "", "3", "Not at all"],
        ["q2", "Do you commute?", "1", "Yes"],
        ["q2", "", "0", "No"],
        ["q3", "How many years?", "", ""],
    ],
    "pipes": [
        ["name", "description", "levels"],
        ["q1", "How satisfied are you?", "1: Very | 2: Little | 3: Not at all"],
        ["q2", "Do you commute?", "1: Yes | 0: No"],
        ["q3", "How many years?", ""],
    ],
}


@pytest.mark.parametrize("which", CODEBOOKS)
def test_codes_are_read_as_their_labels(tmp_path: Path, which: str) -> None:
    rows = [
        ["firm", "q1", "q2", "q3"],
        *([f"Firm {c}", str(1 + n % 3), str(n % 2), str(n)] for n, c in enumerate("ABCDEF")),
    ]
    found = _read(tmp_path, data_csv=written(rows), codebook_csv=written(CODEBOOKS[which]))
    assert len(found.responses) == 6
    question = found.responses[0].form.questions[0]
    assert (question.id, question.text, question.kind) == ("1", "How satisfied are you?", "choice")
    assert question.options == ("Very", "Little", "Not at all")
    assert _column(found, "Do you commute?") == [("No", "no"), ("Yes", "yes")] * 3
    assert "codebook.csv" in found.beside


def _book(sheets: dict[str, list[list[str]]]) -> bytes:
    return workbook(**sheets)


def _sig(company: str, first: str) -> bytes:
    heads = ["Ques Num", "Question/Request", "Response", "Additional Information"]
    about = [["SIG 2024"], heads, ["", "Responder information", "", ""], ["1", "Responder Name", "Jo Armitage", ""]]
    about += [["2", "Name of the company", company, ""], ["3", "Company address", "1 High Street", ""]]
    risk = [
        ["A. Risk"],
        heads,
        ["A.1", "Is there a programme?", first, "Yearly"],
        ["A.1.1", "Is it approved?", "Yes", ""],
    ]
    risk += [["A.2", "Are suppliers assessed?", "N/A", ""]]
    return _book({"Instructions": [["SIG 2024"], ["Please fill in all tabs."]], "About": about, "A. Risk": risk})


def _caiq(company: str, first: str) -> bytes:
    heads = ["Question ID", "Question", "CSP CAIQ Answer", "SSRM Control Ownership", "CSP Implementation Description"]
    rows = [["QUESTIONNAIRE v4.0.2"], [], heads, ["A&A-01.1", "Is there a programme?", first, "CSP-owned", "Yearly"]]
    rows += [
        ["A&A-01.2", "Is it approved?", "Yes", "CSP-owned", ""],
        ["A&A-02.1", "Are suppliers assessed?", "N/A", "", ""],
    ]
    return _book({"CAIQ": rows})


def _crossed(company: str, first: str) -> bytes:
    yes = ["x", ""] if first == "Yes" else ["", "x"]
    rows = [["Self-assessment"], ["Question", "Yes", "No", "Comments"], ["Is there a programme?", *yes, "Yearly"]]
    rows += [["Is it approved?", "x", "", ""], ["Are suppliers assessed?", "", "", ""]]
    return _book({"Sheet": rows})


@pytest.mark.parametrize("form", [_sig, _caiq, _crossed])
def test_a_form_with_heads_of_its_own_is_one_respondents(tmp_path: Path, form: Any) -> None:
    found = _read(tmp_path, alder_xlsx=form("Alder Ltd", "Yes"), birch_xlsx=form("Birch Ltd", "No"))
    assert _names(found) == (["Alder Ltd", "Birch Ltd"] if form is _sig else ["Alder", "Birch"])
    said = [says(r) for r in found.responses]
    assert [s["Is there a programme?"][1] for s in said] == ["yes", "no"]
    assert said[1]["Is there a programme?"][0].startswith("No\n")
    assert "Yearly" in said[1]["Is there a programme?"][0]
    assert next(s["Is it approved?"] for s in said)[1] == "yes"
    assert said[0]["Are suppliers assessed?"][1] == "blank"
    assert not any("fill in" in r.document.text or "Jo Armitage" in str(says(r)) for r in found.responses)
