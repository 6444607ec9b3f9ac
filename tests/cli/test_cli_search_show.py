from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.support import ADDRESSES, MSQ, NAMES, is_exact, is_one_line

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Place, Run

TITLE = "msq-2024/mongolia/4#9788-9838"
NAME = "msq-2024/mongolia/4#9761-9777"


# ---------------------------------------------------------------- search


def test_passages_are_ranked_and_exact(mongolia: Run) -> None:
    result = mongolia("search", "regulatory sandbox", "--format", "json")
    assert result.status == 0
    found = result.json["passages"]
    assert result.json["query"] == "regulatory sandbox"
    assert found[0]["question_id"] == "37"
    assert [p["n"] for p in found] == list(range(1, len(found) + 1))
    scores = [p["score"] for p in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    for passage in found:
        is_exact(passage)


@pytest.mark.parametrize("limit", [0, 1, 5, 40])
def test_a_limit_bounds_the_passages(mongolia: Run, limit: int) -> None:
    result = mongolia("search", "open data", "--format", "json", "--limit", limit)
    assert len(result.json["passages"]) == limit


def test_filters_are_exact(mongolia: Run) -> None:
    found = mongolia("search", "sandbox", "--question", "41", "--format", "json", "--limit", "50").json["passages"]
    assert found
    assert {p["question_id"] for p in found} == {"41"}


def test_only_the_named_respondent_is_searched(small: Run) -> None:
    found = small("search", "open data portal", "--respondent", "japan", "--format", "json").json["passages"]
    assert {p["respondent"] for p in found} == {"japan"}


@pytest.mark.parametrize("text", ["in Barbadox open data", "open data servicio los sábados", "what does Perru publish"])
def test_a_name_that_could_be_several_is_no_matter_where_the_respondent_is_given(small: Run, text: str) -> None:
    result = small("search", text, "--respondent", "japan", "--format", "json")
    assert result.status == 0, result.err
    assert {p["respondent"] for p in result.json["passages"]} == {"japan"}


def test_only_answers_of_a_stance_are_searched(small: Run) -> None:
    def found(*stances: str) -> set[tuple[str, str]]:
        options = [part for stance in stances for part in ("--stance", stance)]
        result = small("search", "sandbox law portal", *options, "--format", "json", "--limit", "50")
        assert result.status == (0 if result.json["passages"] else 3)
        assert {p["says"] for p in result.json["passages"]} <= {*stances}
        return {(p["respondent"], p["question_id"]) for p in result.json["passages"]}

    # An answer in words to an open question is no yes.
    assert found("yes") == {("kenya", "1"), ("peru", "2")}
    assert found("yes", "no") >= found("yes")
    assert found("planned") == set()


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--stance", "maybe", "'maybe' is not one of 'yes', 'no'"),
        ("--respondent", "Atlantis", "no respondent 'Atlantis'"),
        ("--question", "99", "no question '99'"),
        ("--edition", "1999", "no response of edition '1999'"),
    ],
)
def test_an_unknown_filter_is_told_as_ask_tells_it(small: Run, option: str, value: str, told: str) -> None:
    searched = small("search", "portal", option, value)
    assert searched.status == 2
    is_one_line(searched, told)
    if option != "--stance":
        assert small("ask", "is there a portal", option, value).err == searched.err


def test_the_words_found_are_marked(small: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    found = small("search", "services for farmer", "--format", "json").json["passages"]
    [kenya] = [p for p in found if (p["respondent"], p["question_id"]) == ("kenya", "3")]
    assert [kenya["quote"][a:b] for a, b in kenya["found"]] == ["services", "farmers"]
    piped = small("search", "services for farmer").out
    assert "\x1b" not in piped
    assert "“The portal follows the Web Content Accessibility Guidelines (WCAG) and offers 5,000 services" in piped
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    drawn = small("search", "services for farmer").out
    assert "\x1b[1;33mservices\x1b[0m" in drawn
    assert "\x1b[1;33mfarmers\x1b[0m" in drawn


def test_a_search_decides_nothing(small: Run) -> None:
    data = small("search", "open data", "--format", "json").json
    assert set(data) == {"query", "passages"}


@pytest.mark.parametrize("form", ["terminal", "csv", "markdown"])
def test_every_format_shows_the_citations(small: Run, form: str) -> None:
    wanted = [p["id"] for p in small("search", "open data portal", "--format", "json").json["passages"]]
    shown = small("search", "open data portal", "--format", form)
    assert shown.status == 0
    at = [shown.out.index(id_) for id_ in wanted]
    assert at == sorted(at)


# ---------------------------------------------------------------- show


def test_a_citation_is_shown_as_it_stands(mongolia: Run) -> None:
    answer = mongolia("ask", "does Mongolia have a regulatory sandbox", "--format", "json").json
    for cited in answer["citations"]:
        shown = mongolia("show", cited["id"], "--format", "json")
        assert shown.status == 0
        again = shown.json
        is_exact(again)
        for key in ("id", "respondent", "question_id", "question", "source", "lines", "chars", "quote", "sha256"):
            assert again[key] == cited[key]


@pytest.mark.parametrize("around", [0, 1, 5])
def test_as_many_lines_are_shown_before_as_were_asked_for(mongolia: Run, around: int) -> None:
    shown = mongolia("show", "msq-2024/mongolia/41#85572-86102", "--around", around, "--format", "json").json
    assert shown["before"].count("\n") == around


@pytest.mark.parametrize("around", [0, 1, 5])
def test_the_lines_around_are_those_of_the_file(mongolia: Run, around: int) -> None:
    shown = mongolia("show", "msq-2024/mongolia/41#85572-86102", "--around", around, "--format", "json").json
    with (MSQ / "mongolia.md").open(encoding="utf-8", newline="") as file:
        text = file.read()
    start, end = shown["chars"]
    assert text[:start].endswith(shown["before"])
    assert text[end:].startswith(shown["after"])
    assert shown["before"].count("\n") in (around, around + 1)
    assert shown["after"].count("\n") in (around, around + 1)


def test_the_quote_stands_between_its_lines_in_a_terminal(mongolia: Run) -> None:
    shown = mongolia("show", "msq-2024/mongolia/37#77732-78303")
    assert "LAW ON THE LEGAL STATUS OF FINANCIAL REGULATORY COMMISSION" in shown.out
    assert "2. SANDBOX REGULATORY ENVIRONMENT PROCEDURES" in shown.out
    assert "regulatory sandboxes in using digital technologies" in shown.out


@pytest.mark.parametrize("around", [0, 3, 30, 5000])
def test_names_in_the_surroundings_are_hidden(mongolia: Run, around: int) -> None:
    for form in ("terminal", "json", "csv", "markdown"):
        shown = mongolia("show", TITLE, "--around", around, "--format", form)
        assert shown.status == 0
        assert "Minister of Digital Development" in shown.out
        assert not any(secret in shown.both for secret in (*NAMES, *ADDRESSES))


def test_hidden_names_keep_their_length(mongolia: Run) -> None:
    hidden = mongolia("show", TITLE, "--around", "30", "--format", "json").json
    shown = mongolia("show", TITLE, "--around", "30", "--format", "json", "--contacts").json
    assert len(hidden["before"]) == len(shown["before"])
    assert "Uchral Nyam-Osor" in shown["before"]


def test_a_withheld_place_is_shown_only_with_contacts(mongolia: Run) -> None:
    refused = mongolia("show", NAME)
    assert refused.status == 2
    assert "--contacts" in refused.err
    assert "Uchral" not in refused.both
    shown = mongolia("show", NAME, "--contacts", "--format", "json")
    assert shown.status == 0
    assert shown.json["quote"] == "Uchral Nyam-Osor"


@pytest.mark.parametrize(
    "citation",
    [
        "",
        "nonsense",
        "msq-2024/mongolia/37",
        "msq-2024/mongolia/37#",
        "msq-2024/mongolia/37#a-b",
        "msq-2024/mongolia/37#77732",
        "msq-2024/mongolia/37#-5-3",
        "msq-2024/mongolia/37#78303-77732",
        "msq-2024/mongolia/37#77732-77732",
        "msq-2024/mongolia/37#0-10",
        "msq-2024/mongolia/37#77732-99999999999999999999",
        "msq-2024/mongolia/99#77732-78303",
        "msq-2024/kenya/37#77732-78303",
        "another/mongolia/37#77732-78303",
        "../../etc/passwd#0-10",
        "msq-2024/mongolia/4#9700-9900",
    ],
)
def test_a_bad_citation_is_refused(mongolia: Run, citation: str) -> None:
    result = mongolia("show", citation)
    assert result.status == 2
    assert result.out == ""
    assert len(result.err.splitlines()) == 1
    assert not any(secret in result.err for secret in NAMES)


def test_a_number_shows_what_the_last_answer_cites_by_it(mongolia: Run) -> None:
    answer = mongolia("ask", "does Mongolia have a regulatory sandbox", "--format", "json").json
    for cited in answer["citations"][:3]:
        assert mongolia("show", cited["n"], "--format", "json").json["id"] == cited["id"]


def test_a_whole_answer_is_shown_with_its_question(mongolia: Run) -> None:
    shown = mongolia("show", "mongolia/37", "--format", "json")
    assert shown.status == 0
    for one in shown.json:
        is_exact(one)
        assert (one["respondent"], one["question_id"]) == ("mongolia", "37")
    drawn = mongolia("show", "Mongolia/37")
    assert "policy experimentation and/or regulatory sandboxes" in drawn.out
    assert "SANDBOX REGULATORY ENVIRONMENT PROCEDURES" in drawn.out


def test_everybodys_answers_to_a_question_are_shown(small: Run) -> None:
    shown = small("show", "1", "--format", "json")
    assert shown.status == 0
    assert len({one["respondent"] for one in shown.json}) == 3
    assert {one["question_id"] for one in shown.json} == {"1"}


def test_all_of_one_respondents_answers_are_shown(small: Run) -> None:
    shown = small("show", "kenya", "--format", "json")
    assert shown.status == 0
    assert {one["respondent"] for one in shown.json} == {"kenya"}
    assert len({one["question_id"] for one in shown.json}) > 1


@pytest.mark.parametrize("form", ["terminal", "json", "csv", "markdown"])
def test_whole_answers_hide_names_and_addresses(mongolia: Run, form: str) -> None:
    shown = mongolia("show", "mongolia", "--format", form)
    assert shown.status == 0
    assert not any(secret in shown.both for secret in (*NAMES, *ADDRESSES))


def test_show_reads_no_index_into_being(msqqa: Run, survey_once: Place, tmp_path: Path) -> None:
    result = msqqa("show", "survey/kenya/1#1-2", "--corpus", survey_once.corpus, "--index", tmp_path / "none")
    assert result.status == 2
    assert "msqqa index" in result.err
    assert not (tmp_path / "none").exists()


def test_passages_as_csv_can_be_read(small: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(small("search", "sandbox", "--format", "csv").out)))
    assert rows[0]["quote"] == "The central bank runs a sandbox for payments."
    assert rows[0]["respondent"] == "peru"
    assert float(rows[0]["score"]) >= float(rows[-1]["score"])
