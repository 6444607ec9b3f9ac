from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from msqqa.index.changes import changes_of
from msqqa.index.open import open_index
from tests.support import is_one_line

if TYPE_CHECKING:
    from tests.support import Place, Run

KENYA = ("review", "Kenya", "2", "--stance", "yes", "--reason", "Opened in May.", "--by", "Ana")
SANDBOX = "which countries have a regulatory sandbox"
TOLD = "reviewed: Opened in May (Ana)"


@pytest.fixture
def run(msqqa: Run, survey: Place) -> Run:
    return lambda *arguments: msqqa(*arguments, *survey.options)


def test_a_correction_is_written_listed_and_taken_out(run: Run, survey: Place) -> None:
    nothing = run("review")
    assert (nothing.status, nothing.out) == (0, "")
    assert "corrects nothing yet" in nothing.err
    put = run(*KENYA)
    assert (put.status, put.out) == (0, "")
    assert "Kenya, question 2: yes (it was no, ticked)" in put.err
    [row] = run("review", "--format", "json").json
    assert (row["respondent"], row["question"], row["stance"], row["reason"]) == ("kenya", "2", "yes", "Opened in May.")
    assert (row["claim"], row["verdict"], row["by"]) == (None, None, "Ana")
    assert run("review").out.startswith("Kenya, question 2: yes: Opened in May. (Ana, ")
    again = run("review", "kenya/2", "--stance", "planned", "--reason", "Not yet", "--by", "Bo")
    assert "(it was yes, reviewed by Ana)" in again.err
    assert len(run("review", "--format", "csv").out.splitlines()) == 2
    assert "| planned |" in run("review", "--format", "markdown").out
    assert run("review", "Kenya", "2", "--remove").status == 0
    assert run("review", "--format", "json").json == []
    assert "corrects nothing of kenya" in run("review", "Kenya", "2", "--remove").err


def test_an_answer_tells_it_in_every_format(run: Run) -> None:
    run(*KENYA)
    terminal = run("ask", SANDBOX)
    assert terminal.out.splitlines()[0].endswith(": Peru, Kenya (reviewed)")
    assert f"Kenya, question 2: yes, {TOLD}" in terminal.out
    assert TOLD in run("ask", "does Kenya have a regulatory sandbox").out
    assert TOLD in run("ask", SANDBOX, "-v").out
    assert TOLD in run("ask", SANDBOX, "--format", "markdown").out
    kenya = next(r for r in run("ask", SANDBOX, "--format", "json").json["respondents"] if r["id"] == "kenya")
    assert (kenya["reviewed"]["reason"], kenya["reviewed"]["stance_before"]) == ("Opened in May.", "no")
    rows = list(csv.DictReader(io.StringIO(run("ask", SANDBOX, "--format", "csv").out)))
    assert {(r["respondent"], r["stance"], r["reviewed"], r["reviewed_by"]) for r in rows if r["stance"]} == {
        ("peru", "yes", "", ""),
        ("kenya", "yes", "Opened in May.", "Ana"),
    }


def test_the_matrix_and_its_exports_are_marked(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    run(*KENYA)
    drawn = run("matrix").out
    assert "✓*" in drawn
    assert "* reviewed" in drawn
    options = ("matrix", "--respondent", "kenya", "--question", "2")
    assert run(*options, "--format", "csv").out.splitlines()[1] == "kenya,Kenya,yes (reviewed)"
    assert "| yes (reviewed) |" in run(*options, "--format", "markdown").out
    [cell] = run(*options, "--format", "json").json["cells"]
    assert (cell["stance"], cell["reviewed"]["by"]) == ("yes", "Ana")
    folder = tmp_path_factory.mktemp("written")
    assert run(*options, "--output", folder / "m.html").status == 0
    page = (folder / "m.html").read_text(encoding="utf-8")
    assert TOLD in page
    assert "✓*</button>" in page
    assert run(*options, "--output", folder / "m.xlsx").status == 0
    from openpyxl import load_workbook

    book = load_workbook(folder / "m.xlsx")
    assert book["matrix"]["B2"].value == "yes (reviewed)"
    assert TOLD in [cell.value for cell in book["cells"][2]]


def test_the_last_answer_is_corrected_by_the_number_of_a_citation(run: Run) -> None:
    cited = run("ask", SANDBOX, "--format", "json").json["citations"]
    n = next(c["n"] for c in cited if c["respondent"] == "kenya")
    assert "Kenya, question 2: yes" in run("review", n, "--stance", "yes", "--reason", "x").err
    run("ask", "which countries have a chatbot")
    assert "Peru, “chatbot”: no" in run("review", "1", "--stance", "no", "--reason", "It is a form").err
    assert run("ask", "does Peru have a chatbot", "--format", "json").json["respondents"][0]["stance"] == "no"
    assert "taken out" in run("review", "1", "--remove").err
    run("ask", "which countries mention WCAG")
    assert "give --verdict" in run("review", "1", "--stance", "no", "--reason", "x").err
    assert "“WCAG”: rejected" in run("review", "1", "--verdict", "rejected", "--reason", "x").err
    run("ask", "which countries have a chatbot and a regulatory sandbox")
    is_one_line(run("review", "1", "--stance", "no", "--reason", "x"), "several claims", "--claim")


def test_corrections_outlive_the_index_and_make_none_stale(run: Run, survey: Place) -> None:
    run(*KENYA)
    index = open_index(survey.index, Corpus.at(survey.corpus), vectors=False)
    assert index is not None
    assert changes_of(index).list_files() == []
    index.close()
    built = build(Corpus.at(survey.corpus), survey.index, Encoder.named())
    assert (built.fresh, built.skipped) == (False, {})
    (survey.corpus / "peru.md").unlink()
    built = build(Corpus.at(survey.corpus), survey.index, Encoder.named())
    assert (built.fresh, built.skipped) == (True, {})
    asked = run("ask", SANDBOX, "--format", "json")
    assert "changed" not in asked.err
    assert [(r["id"], r["verdict"]) for r in asked.json["respondents"]] == [("kenya", "matched")]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("Atlantis", "2", "--stance", "no", "--reason", "x"), "no respondent 'Atlantis'"),
        (("Peru", "99", "--stance", "no", "--reason", "x"), "no question '99'"),
        (("Peru", "2", "--stance", "perhaps", "--reason", "x"), "no stance 'perhaps'"),
        (("Peru", "2", "--claim", "x", "--stance", "no", "--reason", "x"), "both a question and a claim"),
        (("Peru", "--stance", "no", "--reason", "x"), "give a QUESTION of the form, or --claim"),
        (("Peru", "2", "--reason", "x"), "give --stance"),
        (("Peru", "2", "--stance", "no"), "give --reason"),
        (("Peru", "2", "--stance", "no", "--remove"), "leave out one or the other"),
        (("--remove",), "nobody is named"),
        (("777", "--stance", "no", "--reason", "x"), "the last answer has no [777]"),
    ],
)
def test_a_wrong_call_is_told_in_a_line_and_writes_nothing(
    run: Run, survey: Place, arguments: tuple[str, ...], told: str
) -> None:
    result = run("review", *arguments)
    assert result.status == 2
    is_one_line(result, told)
    assert not (survey.corpus / "verdicts.toml").exists()


def test_a_bad_entry_is_refused_where_it_would_decide_and_listed_where_it_is_looked_for(
    run: Run, survey: Place
) -> None:
    run(*KENYA)
    file = survey.corpus / "verdicts.toml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good + '\n[[verdict]]\nrespondent = "peru"\n', encoding="utf-8")
    for arguments in (("ask", SANDBOX), ("matrix",), KENYA):
        result = run(*arguments)
        assert result.status == 2
        is_one_line(result, f"{file}: [[verdict]] 2: it has no reason; add reason")
    listed = run("review")
    assert listed.status == 2
    assert listed.out.startswith("Kenya, question 2: yes")
    assert "[[verdict]] 2" in listed.err
    assert run("search", "sandbox").status == 0
    file.write_text(good + "[[verdict\n", encoding="utf-8")
    for arguments in (("ask", SANDBOX), ("review",)):
        is_one_line(run(*arguments), f"{file}: not valid TOML")
    assert file.read_text(encoding="utf-8").startswith(good)
