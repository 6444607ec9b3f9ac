from __future__ import annotations

import io
import json
import re
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support import ADDRESSES, NAMES, is_one_line, is_sound, process, without_timing
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support import Place, Result, Run

    Talk = Callable[..., Result]

SANDBOX, WCAG, BAD = "does Peru have a regulatory sandbox", "which countries mention WCAG", "question 99 of Kenya"


@pytest.fixture
def talk(small: Run, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """Give the chat some lines on standard input."""

    def call(*lines: str | bytes, options: tuple[str, ...] = (), run: Run = small) -> Result:
        data = b"".join(line if isinstance(line, bytes) else f"{line}\n".encode() for line in lines)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        return run("chat", *options)

    return call


def _errors(result: Result) -> list[str]:
    lines = result.err.splitlines()
    assert all(line.startswith("msqqa: ") for line in lines), result.err
    return [line.removeprefix("msqqa: ") for line in lines]


# ---------------------------------------------------------------- lines from a pipe


def test_a_pipe_is_answered_line_by_line_in_a_process_of_its_own(survey_once: Place) -> None:
    lines = [SANDBOX, "", BAD, "and Kenya?", ":show 1", ":frobnicate", WCAG]
    ended = process("chat", *survey_once.options, input="\n".join(lines).encode())
    assert ended.returncode == 0, ended
    out, err = ended.stdout.decode(), ended.stderr.decode()
    at = [
        out.index(text)
        for text in ("Peru: yes, ticked (question 2: ", "Kenya: no, ticked (question 2: ", "sha256", "2 of 3 mention")
    ]
    assert at == sorted(at)
    assert "\x1b" not in out + err
    assert "msqqa>" not in out
    assert [line.split(";")[0] for line in err.splitlines()] == [
        "msqqa: the form has no question '99'",
        "msqqa: read as: lookup · has regulatory sandbox · of Kenya",
        "msqqa: no command :frobnicate",
    ]


def test_every_answer_is_the_one_that_ask_gives(talk: Talk, small: Run) -> None:
    questions = [SANDBOX, WCAG, "does Estonia have a sandbox", "compare Kenya and Peru on open data"]
    asked = [json.dumps(small("ask", question, "--format", "json").json) for question in questions]
    result = talk(*questions, options=("--format", "json"))
    assert result.status == 0
    assert result.err == ""
    assert without_timing(result.out.splitlines()) == without_timing(asked)


@pytest.mark.parametrize(
    ("first", "then", "told", "whole"),
    [
        (SANDBOX, "and Kenya?", "lookup · has regulatory sandbox · of Kenya", "does Kenya have a regulatory sandbox"),
        pytest.param(
            SANDBOX,
            "what about a data protection law",
            "lookup · has data protection law · of Peru",
            "does Peru have a data protection law",
            marks=pytest.mark.xfail(
                strict=False, reason="the words around a topic are not carried over: scores differ"
            ),
        ),
    ],
)
def test_a_follow_up_is_told_and_answered_as_the_whole_question(
    talk: Talk, small: Run, first: str, then: str, told: str, whole: str
) -> None:
    result = talk(first, then, options=("--format", "json"))
    answer = json.loads(result.out.splitlines()[-1])
    is_sound(answer)
    assert answer["question"] == then
    assert _errors(result) == [f"read as: {told}"]
    alone = small("ask", whole, "--format", "json").json
    for key in ("answered", "answer", "coverage", "respondents", "citations"):
        assert answer[key] == alone[key]


def test_a_set_is_asked_of_a_group(talk: Talk) -> None:
    result = talk(WCAG, "and the African countries?", options=("--format", "json"))
    answers = [json.loads(line) for line in result.out.splitlines()]
    assert [a["plan"]["respondents"] for a in answers] == [[], ["kenya"]]
    assert [a["coverage"]["matched"] for a in answers] == [2, 1]
    assert _errors(result) == ["read as: which · mentions WCAG · of African"]


def test_another_topic_is_asked_of_the_same_group(talk: Talk) -> None:
    result = talk(WCAG, "and the African countries?", "and chatbots", options=("--format", "json"))
    answer = json.loads(result.out.splitlines()[-1])
    assert answer["plan"]["respondents"] == ["kenya"]
    assert answer["coverage"]["matched"] == 0
    assert _errors(result)[-1] == "read as: which · mentions chatbots · of African"


def test_a_follow_up_with_nothing_before_it_is_a_question(talk: Talk) -> None:
    result = talk("and Kenya?", options=("--format", "json"))
    assert json.loads(result.out)["question"] == "and Kenya?"
    assert result.err == ""


def test_a_bad_question_is_told_and_changes_nothing(talk: Talk) -> None:
    result = talk(SANDBOX, BAD, "?!", "x" * 10_001, "and Kenya?", options=("--format", "json"))
    assert result.status == 0
    answers = [json.loads(line) for line in result.out.splitlines()]
    assert [answer["question"] for answer in answers] == [SANDBOX, "and Kenya?"]
    assert [answer["plan"]["respondents"] for answer in answers] == [["peru"], ["kenya"]]
    told = _errors(result)
    assert len(told) == 4
    assert "99" in told[0]
    assert "empty" in told[1]
    assert "10,001" in told[2]


def test_blank_lines_are_skipped(talk: Talk) -> None:
    assert talk("", SANDBOX, "   ", "\t", "").out == talk(SANDBOX).out
    assert talk("", " ").both == ""
    assert talk().both == ""


def test_the_bytes_of_a_line(talk: Talk) -> None:
    result = talk(b"\xef\xbb\xbf" + SANDBOX.encode() + b"\r\n", b"Peru \xff sandbox\n", WCAG.encode(),
                  options=("--format", "json"))  # fmt: skip
    assert [json.loads(line)["question"] for line in result.out.splitlines()] == [SANDBOX, "Peru � sandbox", WCAG]


@pytest.mark.parametrize("leave", [":quit", ":q", ":QUIT", "  :q  "])
def test_nothing_is_answered_after_leaving(talk: Talk, leave: str) -> None:
    result = talk(SANDBOX, leave, WCAG)
    assert result.status == 0
    assert result.out == talk(SANDBOX).out


# ---------------------------------------------------------------- options


def test_options_hold_for_every_question(talk: Talk) -> None:
    options = ("--format", "json", "--respondent", "Pérou", "--question", "3", "--limit", "1")
    for line in talk("the portal", "open data", options=options).out.splitlines():
        answer = json.loads(line)
        assert {(c["respondent"], c["question_id"]) for c in answer["citations"]} == {("peru", "3")}
        assert len(answer["citations"]) == 1
    all_ = talk("which countries mention Singapore", options=("--format", "json", "--all")).out
    assert len(json.loads(all_)["respondents"]) == 3


def test_a_follow_up_does_not_undo_an_option(talk: Talk) -> None:
    result = talk("is there a sandbox", "and Kenya?", options=("--format", "json", "--respondent", "Peru"))
    assert [json.loads(line)["plan"]["respondents"] for line in result.out.splitlines()] == [["peru"], ["peru"]]
    assert _errors(result)[-1] == "asked of Peru alone, as --respondent says, not of Kenya"


@pytest.mark.parametrize(
    "options",
    [
        ("--respondent", "Atlantis"),
        ("--question", "99"),
        ("--edition", "1848"),
        ("--format", "yaml"),
        ("--limit", "-1"),
        ("--model", "no/such-model"),
        ("--corpus", "/no/such/folder", "--index", "/no/such/index"),
    ],
)
def test_a_wrong_call_is_refused_before_the_first_question(
    talk: Talk, msqqa: Run, survey_once: Place, options: tuple[str, ...]
) -> None:
    given = survey_once.options if "--corpus" not in options else ()
    result = talk(SANDBOX, run=lambda *arguments: msqqa(*arguments, *given), options=options)
    assert result.status == 2
    is_one_line(result)


def test_contacts_are_withheld_unless_asked_for(talk: Talk, mongolia: Run) -> None:
    lines = ("who is Mongolia's CIO", ":show 1", ":format json", ":show 1", ":explain")
    result = talk(*lines, run=mongolia)
    assert "Minister of Digital Development" in result.out
    assert not any(secret in result.both for secret in (*NAMES, *ADDRESSES))
    assert "Uchral Nyam-Osor" in talk(*lines, run=mongolia, options=("--contacts",)).out


# ---------------------------------------------------------------- commands


def test_a_format_is_changed_and_told(talk: Talk) -> None:
    result = talk(":format", ":format json", ":format", SANDBOX, ":Format  CSV", SANDBOX, ":format markdown", SANDBOX)
    assert result.err == ""
    lines = result.out.splitlines()
    assert lines[:2] == ["terminal", "json"]
    is_sound(json.loads(lines[2]))
    assert lines[3].startswith("question,answered,respondent")
    assert f"## {SANDBOX}" in lines


@pytest.mark.parametrize("form", ["terminal", "json", "csv", "markdown"])
def test_a_cited_place_is_shown_as_show_draws_it(talk: Talk, small: Run, form: str) -> None:
    cited = small("ask", SANDBOX, "--format", "json").json["citations"][1]
    shown = small("show", cited["id"], "--format", form).out
    both = talk(SANDBOX, f":format {form}", ":show 2").out
    own = both.removeprefix(talk(SANDBOX).out)
    if form == "json":
        assert json.loads(own) == {**json.loads(shown), "n": 2}
    else:
        assert own.replace("[2]", "[1]").replace("\n2,", "\n1,").replace("1.0,peru,2,", "1.0,peru,1,") == f"{shown}\n"
    assert cited["quote"] in own


@pytest.mark.parametrize("typed", ["1", "[1]", " 1 ", "01"])
def test_a_number_is_a_number(talk: Talk, typed: str) -> None:
    result = talk(SANDBOX, f":show {typed}")
    assert result.err == ""
    assert "sha256" in result.out


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("9", "[9]; it cites [1] to [3]"),
        ("0", "[0]"),
        ("000000010", "[10]"),
        ("", ":show 1"),
        ("x", ":show 1"),
        ("-1", ":show 1"),
        ("1 2", ":show 1"),
        ("²", ":show 1"),
        ("9" * 5000, ":show 1"),
    ],
)
def test_a_number_that_the_last_answer_has_not(talk: Talk, typed: str, told: str) -> None:
    result = talk(SANDBOX, f":show {typed}", options=("--limit", "3"))
    assert result.status == 0
    assert result.out == talk(SANDBOX, options=("--limit", "3")).out
    [line] = _errors(result)
    assert told in line


def test_there_is_nothing_to_show_or_to_explain_before_a_question(talk: Talk) -> None:
    result = talk(":show 1", ":explain", BAD, ":show 1")
    assert result.out == ""
    assert [line.split(";")[0] for line in _errors(result) if "99" not in line] == ["nothing was answered yet"] * 3


def test_the_last_question_is_explained(talk: Talk, small: Run) -> None:
    def without_confidence(lines: list[str]) -> list[str]:
        return [line for line in lines if not line.startswith("  operator ")]

    wanted = without_confidence(small("ask", "does Kenya have a regulatory sandbox", "--explain").err.splitlines())
    assert wanted[0] == "plan: lookup"
    told = without_confidence(talk(SANDBOX, "and Kenya?", BAD, ":explain").out.splitlines())
    assert told[-len(wanted) :] == wanted


def test_help_names_every_command(talk: Talk) -> None:
    result = talk(":help")
    assert result.err == ""
    for name in (":format", ":show", ":explain", ":help", ":quit", ":q"):
        assert name in result.out


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        (":fromat json", ":format"),
        (":shw 2", ":show"),
        (":exit", ":quit"),
        (":xyzzyxyzzy", ""),
        (":", ""),
        (":)", ""),
        (":quite", ":quit"),
    ],
)
def test_an_unknown_command_is_told_with_the_nearest(talk: Talk, typed: str, near: str) -> None:
    result = talk(typed, SANDBOX)
    assert result.out == talk(SANDBOX).out
    [line] = _errors(result)
    assert line.startswith(f"no command {typed.partition(' ')[0]};")
    assert line.endswith(":help lists them")
    assert re.findall(r"did you mean (:\w+)\?", line) == ([near] if near else [])


@pytest.mark.parametrize(("typed", "near"), [("jsno", "json"), ("markdwon", "markdown"), ("yaml", "")])
def test_an_unknown_format_is_told_with_the_nearest(talk: Talk, typed: str, near: str) -> None:
    result = talk(f":format {typed}", ":format")
    assert result.out == "terminal\n"
    [line] = _errors(result)
    assert "terminal, json, csv, markdown" in line
    assert re.findall(r"did you mean (\w+)\?", line) == ([near] if near else [])


# ---------------------------------------------------------------- a terminal


def test_a_terminal_has_a_prompt_completion_and_a_history(survey_once: Place, tmp_path: Path) -> None:
    terminal = Terminal(*survey_once.options, state=tmp_path)
    try:
        terminal.until("3 respondents of survey; :help lists the commands")
        terminal.until("msqqa>")
        terminal.type(":fo", "\t", " m", "\t", "\r")
        terminal.until("msqqa>")
        terminal.type("does per", "\t", " have a regulatory sandbox\r")
        terminal.until("## does Peru have a regulatory sandbox")
        terminal.until("msqqa>")
        terminal.type("\x03")
        terminal.until("leave with Ctrl-D or :quit")
        terminal.until("msqqa>")
        terminal.type("and Kenya?\r")
        terminal.until("read as: lookup · has regulatory sandbox · of Kenya")
        terminal.until("msqqa>")
        terminal.type(":quit\r")
        assert terminal.status() == 0
    finally:
        terminal.close()
    [history] = tmp_path.rglob("history")
    assert stat.S_IMODE(history.stat().st_mode) == 0o600
    kept = [line[1:] for line in history.read_text(encoding="utf-8").splitlines() if line.startswith("+")]
    assert kept == [":format markdown", "does Peru have a regulatory sandbox", "and Kenya?", ":quit"]
