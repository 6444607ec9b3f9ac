"""A survey's definition beside its data: files of LimeSurvey and of Qualtrics, as their layouts are documented."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from msqqa.errors import SourceError
from msqqa.table.definitions import read
from tests.table.tables import hold, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from msqqa.table.corpus import Tables

OFTEN, SERVICES, RATE = "How often does the group meet?", "Which services are on offer?", "How do you rate these?"
FREQUENCIES = ("Every week", "Every month", "Never")


def _csv(rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _rows(table: str, rows: Iterable[dict[str, Any]]) -> str:
    listed = "".join(
        "<row>" + "".join(f"<{key}><![CDATA[{value}]]></{key}>" for key, value in row.items()) + "</row>"
        for row in rows
    )
    return f"<{table}><fields/><rows>{listed}</rows></{table}>"


def _structure(version: int) -> str:
    """Return a structure file as LimeSurvey writes it, before version 4 and since."""
    asked = [
        (11, 0, "L", "often", f"<p>{OFTEN}</p>"),
        (12, 0, "M", "serv", SERVICES),
        (13, 0, "F", "rate", RATE),
        (14, 0, "X", "intro", "Thank you."),
    ]
    parts = [(21, 12, "T", "SQ001", "Printing"), (22, 12, "T", "SQ002", "Scanning")]
    parts += [(23, 13, "T", "SQ001", "Staff"), (24, 13, "T", "SQ002", "Opening hours")]
    answers = [(11, f"A{n}", label, n) for n, label in enumerate(FREQUENCIES, 1)]
    answers += [(13, f"A{n}", label, n) for n, label in enumerate(("Poor", "Fair", "Good"), 1)]
    old = version < 4

    def question(row: tuple[int, int, str, str, str]) -> dict[str, Any]:
        qid, parent, kind, title, text = row
        own = {"qid": qid, "parent_qid": parent, "type": kind, "title": title, "other": "N"}
        return {**own, "question": text, "language": "en"} if old else own

    tables_ = [_rows("surveys", [{"sid": 1, "language": "en"}])]
    tables_ += [_rows("questions", map(question, asked)), _rows("subquestions", map(question, parts))]
    if old:
        told = [
            {"qid": q, "code": c, "answer": a, "sortorder": n, "language": "en", "scale_id": 0}
            for q, c, a, n in answers
        ]
        told += [{**row, "answer": "Jede Woche", "language": "de"} for row in told]
        tables_.append(_rows("answers", reversed(told)))
    else:
        tables_.append(
            _rows(
                "answers",
                [{"aid": at, "qid": q, "code": c, "sortorder": n} for at, (q, c, _, n) in enumerate(answers, 1)],
            )
        )
        named = [{"id": at, "aid": at, "answer": a, "language": "en"} for at, (_, _, a, _) in enumerate(answers, 1)]
        tables_.append(_rows("answer_l10ns", named))
        texts = [{"id": q[0], "qid": q[0], "question": q[4], "language": "en"} for q in (*asked, *parts)]
        tables_.append(_rows("question_l10ns", texts))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
        f"<DBVersion>{version}00</DBVersion>{''.join(tables_)}</document>"
    )


LIMESURVEY = _csv(
    [
        ["id", "submitdate", "lastpage", "startlanguage", "often"]
        + [f"{question}[{part}]" for question in ("serv", "rate") for part in ("SQ001", "SQ002")],
        [1, "2024-03-01 10:00:00", 2, "en", "A1", "Y", "", "A3", "A1"],
        [2, "2024-03-01 11:00:00", 2, "en", "A3", "Y", "Y", "A3", "A2"],
        [3, "2024-03-02 10:00:00", 2, "en", "A1", "", "", "A2", "A2"],
        [4, "2024-03-02 12:00:00", 2, "en", "A2", "", "Y", "A1", "A3"],
    ]
)  # fmt: skip


def _told(found: Tables) -> dict[str, tuple[tuple[str, ...], list[str]]]:
    """Return, by question, its options and what each respondent answered."""
    form = found.responses[0].form
    told: dict[str, tuple[tuple[str, ...], list[str]]] = {}
    for question in form.questions:
        if question.kind == "group":
            continue
        cells = [cell for r in found.responses for cell in r.cells if cell.question == question.id]
        texts = [r.document.text for r in found.responses]
        values = [
            "; ".join(cell.selection.options) or " ".join(text[a:b] for a, b in cell.answers)
            for cell, text in zip(cells, texts, strict=True)
        ]
        told[form.full_text(question)] = question.options, values
    return told


@pytest.mark.parametrize("version", [3, 6])
def test_a_structure_of_limesurvey_gives_labels_in_their_order(tmp_path: Path, version: int) -> None:
    found = tables(tmp_path, survey_lss=_structure(version), results_csv=LIMESURVEY)
    hold(found)
    told = _told(found)
    assert told[OFTEN] == (FREQUENCIES, ["Every week", "Never", "Every week", "Every month"])
    assert told[SERVICES][1] == ["Printing", "Printing; Scanning", "", "Scanning"]
    assert told[f"{RATE} — Staff"] == (("Poor", "Fair", "Good"), ["Good", "Good", "Fair", "Poor"])
    assert "survey.lss" in found.beside


def _survey_file() -> str:
    def element(tag: str, payload: dict[str, Any]) -> dict[str, Any]:
        return {"Element": "SQ", "PrimaryAttribute": f"QID{tag}", "Payload": {"DataExportTag": tag, **payload}}

    choices = {str(n): {"Display": label} for n, label in enumerate(FREQUENCIES, 1)}
    grades = {str(n): {"Display": label} for n, label in enumerate(("Good", "Fair", "Poor"), 1)}
    elements = [
        {"Element": "BL", "Payload": {}},
        element("Q0", {"QuestionType": "DB", "QuestionText": "Welcome"}),
        element(
            "Q1",
            {
                "QuestionType": "MC",
                "Selector": "SAVR",
                "QuestionText": f"<div>{OFTEN}</div>",
                "Choices": choices,
                "ChoiceOrder": ["3", "2", "1"],
                "RecodeValues": {"1": "30", "2": "20", "3": "10"},
            },
        ),
        element(
            "Q2",
            {
                "QuestionType": "MC",
                "Selector": "MAVR",
                "QuestionText": SERVICES,
                "Choices": {"1": {"Display": "Printing"}, "4": {"Display": "Scanning"}},
                "ChoiceOrder": [1, 4],
            },
        ),
        element(
            "Q3",
            {
                "QuestionType": "Matrix",
                "Selector": "Likert",
                "SubSelector": "SingleAnswer",
                "QuestionText": RATE,
                "Choices": {"1": {"Display": "Staff"}, "2": {"Display": "Opening hours"}},
                "Answers": grades,
                "AnswerOrder": [3, 2, 1],
                "ChoiceDataExportTags": False,
            },
        ),
    ]
    return json.dumps({"SurveyEntry": {"SurveyName": "Libraries"}, "SurveyElements": elements})


@pytest.mark.parametrize("split", [False, True])
def test_a_survey_file_of_qualtrics_gives_labels_of_recoded_values(tmp_path: Path, *, split: bool) -> None:
    heads = ["ResponseId", "Finished", "RecordedDate", "Q1", *(["Q2_1", "Q2_4"] if split else ["Q2"]), "Q3_1", "Q3_2"]
    chosen = [["1", ""], ["1", "1"], ["", ""], ["", "1"]] if split else [["1"], ["1,4"], [""], ["4"]]
    often, staff, hours = ["30", "10", "30", "20"], ["1", "1", "2", "3"], ["3", "2", "2", "1"]
    rows = [[f"R_{n}", "1", "2024-03-01 10:00:00", often[n], *chosen[n], staff[n], hours[n]] for n in range(len(often))]
    found = tables(tmp_path, libraries_qsf=_survey_file(), answers_csv=_csv([heads, *rows]))
    hold(found)
    told = _told(found)
    assert told[OFTEN] == (FREQUENCIES[::-1], ["Every week", "Never", "Every week", "Every month"])
    assert told[SERVICES][1] == ["Printing", "Printing; Scanning", "", "Scanning"]
    assert told[f"{RATE} — Staff"] == (("Poor", "Fair", "Good"), ["Good", "Good", "Fair", "Poor"])


def test_a_definition_alone_is_nobodys_answer(tmp_path: Path) -> None:
    found = tables(tmp_path, survey_lss=_structure(6))
    assert not found.responses
    assert "defines a survey" in found.beside["survey.lss"]


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.lss", b"<document/>"), ("a.lss", b"<a"), ("a.qsf", b"{}"), ("a.qsf", b"[]")],
)  # fmt: skip
def test_what_is_no_definition_is_refused_with_a_remedy(name: str, data: bytes) -> None:
    with pytest.raises(SourceError, match="export"):
        read(name, data)
