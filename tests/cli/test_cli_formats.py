from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest

from msqqa.markdown_marks import strip_markdown
from msqqa.render import Format, render
from msqqa.render.as_csv import COLUMNS, REVIEWED
from msqqa.render.spreadsheet import make_safe
from tests.support import RESPONSES, YES, is_sound, response, write_survey

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.ask.engine import Engine
    from tests.support import Run

SET = "which countries have a national law on the protection of personal data"
HARMFUL = {
    "zambia.md": response(
        YES,
        '=HYPERLINK("http://evil.example","click") is what the law\'s register links to.',
        portal="The portal uses <script>alert(1)</script> | pipes | and `code` and [red]markup[/red] in *all* places.",
    )
}


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_survey(tmp_path_factory.mktemp("harmful") / "survey", {**RESPONSES, **HARMFUL})


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_has_a_row_for_each_respondent_and_citation(small: Run) -> None:
    answer = small("ask", SET, "--format", "json", "--all").json
    rows = _rows(small("ask", SET, "--format", "csv", "--all").out)
    assert tuple(rows[0]) == (*COLUMNS, *REVIEWED)
    told = {(r["respondent"], r["verdict"], r["stance"]) for r in rows if r["name"]}
    assert told == {(r["id"], r["verdict"], r["stance"]) for r in answer["respondents"]}
    cited = {row["citation"] for row in rows if row["citation"]}
    assert cited == {c["id"] for c in answer["citations"]}
    quotes = {c["id"]: c["quote"] for c in answer["citations"]}
    assert all(row["quote"] == make_safe(quotes[row["citation"]]) for row in rows if row["citation"])


def test_csv_of_a_refusal_has_the_nearest_passages(small: Run) -> None:
    result = small("ask", "does Estonia have a regulatory sandbox", "--format", "csv")
    assert result.status == 3
    rows = _rows(result.out)
    assert {row["answered"] for row in rows} == {"false"}
    assert {row["verdict"] for row in rows} == {"nearest"}


@pytest.mark.parametrize("value", ["=1+1", "+1+1", "-A1", "-1+cmd|x", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_spreadsheet_runs_nothing(value: str) -> None:
    assert make_safe(value) == "'" + value
    assert make_safe("text " + value) == "text " + value


@pytest.mark.parametrize("value", ["-1", "+3.5", "-1,000.25", "-12%", "+1e-5"])
def test_a_number_keeps_its_sign(value: str) -> None:
    assert make_safe(value) == value


def test_harmful_text_stays_text(msqqa: Run, harmful: Path) -> None:
    options = ("--corpus", harmful, "--index", harmful.parent / "index")
    rows = _rows(msqqa("ask", "does Zambia have a data protection law", "--format", "csv", *options).out)
    assert rows
    for row in rows:
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())
    question = "what does the portal of Zambia use"
    shown = msqqa("ask", question, "--format", "markdown", *options).out
    assert "<script>" not in shown.replace("\\<", "")
    terminal = msqqa("ask", question, *options)
    assert "[red]markup[/red]" in terminal.out
    is_sound(msqqa("ask", question, "--format", "json", *options).json, harmful.parent)


def test_markdown_holds_the_answer_and_its_citations(small: Run) -> None:
    answer = small("ask", SET, "--format", "json").json
    shown = small("ask", SET, "--format", "markdown").out
    assert shown.startswith(f"## {SET}\n")
    assert shown.endswith("\n")
    for citation in answer["citations"]:
        assert f"**[{citation['n']}]**" in shown
        assert citation["id"] in shown
        assert strip_markdown(citation["quote"])[:20] in shown
    for respondent in answer["respondents"]:
        assert re.search(rf"^\| {respondent['name']} \| {respondent['verdict']} \|", shown, re.MULTILINE)


def test_a_pipe_gets_plain_text(small: Run) -> None:
    answer = small("ask", SET, "--format", "json").json
    result = small("ask", SET)
    assert "\x1b" not in result.out
    for respondent in answer["respondents"]:
        assert respondent["verdict"] != "matched" or f" {respondent['name']}" in result.out
    full = small("ask", SET, "-v")
    assert "\x1b" not in full.out
    assert answer["answer"] in full.out
    for respondent in answer["respondents"]:
        assert respondent["name"] in full.out
    for number in re.findall(r"\[(\d+)\]", answer["answer"]):
        assert f"\n[{number}] " in full.out


def test_the_terminal_bounds_its_rows_only(small: Run) -> None:
    result = small("ask", "which countries mention the portal", "--limit", "1")
    assert "(--limit 3)" in result.out
    assert "3 of 3 mention" in result.out


def test_json_is_the_default_of_nobody(small: Run) -> None:
    assert not small("ask", SET).out.startswith("{")


@pytest.mark.parametrize("form", [Format.json, Format.csv, Format.markdown])
def test_every_machine_format_ends_its_last_line(survey_engine: Engine, form: Format) -> None:
    for question in (SET, "does Estonia have a sandbox"):
        text = render(survey_engine.ask(question), form)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


@pytest.mark.parametrize("form", ["terminal", "json", "csv", "markdown"])
def test_formats_change_no_exit_status(small: Run, form: str) -> None:
    assert small("ask", SET, "--format", form).status == 0
    assert small("ask", "does Estonia have a regulatory sandbox", "--format", form).status == 3
