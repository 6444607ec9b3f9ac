"""What a person reads: the verdict first, a line a respondent, nothing wider than the terminal."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from rich.console import Console

from msqqa.render.as_terminal import write
from msqqa.render.screen import _Pipe, on_console
from tests.support import equals_golden

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.model import Answer

WIDTHS = (60, 80, 120, 200)
SETS = [
    "which countries plan a regulatory sandbox",
    "which countries mention satellite",
    "which countries mention WCAG but not blockchain",
    "who did not answer question 36",
    "which countries do not have a data protection law",
    "how many countries have sign language services",
]
LOOKUPS = [
    "has Nukavelu adopted WCAG",
    "does Hollinsey have a mobile app",
    "when did Arvenia adopt its digital strategy",
]
REFUSALS = ["does Estonia have a sandbox", "which country has the most goats"]


def _lines(engine: Engine, question: str, width: int, *, limit: int = 100, full: bool = False) -> list[str]:
    return _shown(engine.ask(question), width, limit=limit, full=full)


def _shown(answer: Answer, width: int, *, limit: int = 100, full: bool = False) -> list[str]:
    output = io.StringIO()
    console = Console(file=output, width=width, color_system=None, highlight=False)
    write(answer, on_console(console), limit=limit, full=full)
    return [line.rstrip() for line in output.getvalue().splitlines()]


@pytest.mark.parametrize("question", [*SETS, *LOOKUPS, *REFUSALS])
def test_no_line_is_wider_than_the_terminal(demo_engine: Engine, question: str) -> None:
    answer = demo_engine.ask(question)
    for width in WIDTHS:
        assert all(cell_len(line) <= width for line in _shown(answer, width))


@pytest.mark.parametrize("question", SETS)
def test_a_set_takes_a_line_a_member_and_six_or_so_more(demo_engine: Engine, question: str) -> None:
    answer = demo_engine.ask(question)
    shown = answer.coverage.matched + answer.coverage.possible
    # The verdict and the counts each take a second line where there are many names.
    many = (answer.coverage.matched > 5) + (len(answer.unclear) > 2)
    assert len(_lines(demo_engine, question, 80)) <= shown + 6 + many


@pytest.mark.parametrize("question", SETS)
def test_the_first_lines_tell_how_many_and_who(demo_engine: Engine, question: str) -> None:
    answer = demo_engine.ask(question)
    lines = _lines(demo_engine, question, 80)
    head = " ".join(lines[: lines.index("") if "" in lines else None])
    assert head.startswith(f"{answer.coverage.matched or 'None'} of {answer.coverage.examined} ")
    assert all(d.name in head for d in answer.respondents if d.verdict == "matched")


def test_whoever_is_unclear_is_named(demo_engine: Engine) -> None:
    said = " ".join(_lines(demo_engine, SETS[0], 80))
    assert "? 1 unclear: Lakshvara (tick and text disagree)" in said


def test_the_deciding_words_are_in_view(demo_engine: Engine) -> None:
    rows = [line for line in _lines(demo_engine, SETS[0], 80) if "◷" in line and "“" in line]
    assert len(rows) == 2
    assert all("planned" in row or "under consideration" in row for row in rows)


def test_of_whoever_wrote_nothing_no_question_is_quoted(demo_engine: Engine) -> None:
    rows = [line for line in _lines(demo_engine, "who left question 36 blank", 80) if " · " in line[:5]]
    assert rows
    assert all("foresight" not in row for row in rows)
    assert any("(nothing written)" in row for row in rows)


def test_silence_is_said_before_what_comes_nearest(demo_engine: Engine) -> None:
    lines = _lines(demo_engine, "do Kelunga and Moanaru have a chatbot", 80)
    assert any(line.startswith("Moanaru: not stated") for line in lines)


def test_what_was_asked_for_and_is_not_there_is_said(demo_engine: Engine) -> None:
    lines = _lines(demo_engine, "what share of the budget does Moanaru spend on digital", 80)
    assert lines[0].startswith("Moanaru gives no share: no, ticked (question 22: “")


def test_rows_count_up(demo_engine: Engine) -> None:
    rows = [line.split()[0] for line in _lines(demo_engine, SETS[1], 80) if "“" in line]
    assert rows == [str(n + 1) for n in range(len(rows))]


@pytest.mark.parametrize("question", LOOKUPS)
def test_a_lookup_is_short(demo_engine: Engine, question: str) -> None:
    assert len(_lines(demo_engine, question, 80)) <= 10


@pytest.mark.parametrize("question", REFUSALS)
def test_a_refusal_takes_two_lines_or_so(demo_engine: Engine, question: str) -> None:
    lines = _lines(demo_engine, question, 80)
    assert len(lines) <= 4
    assert lines[0].startswith("Not ")


def test_a_narrower_fact_comes_before_its_sentence(demo_engine: Engine) -> None:
    lines = _lines(demo_engine, "has Nukavelu adopted WCAG", 200)
    assert lines[0] == "Nukavelu: no, stated in the text"
    assert lines[1].startswith("1 “On websites it stops short: the Policy has not adopted WCAG")
    assert lines[2].endswith("nukavelu.md:425")
    # The cell's own question, on digital inclusion, does not bear on it.
    assert not any("wider question" in line for line in lines)


def test_the_tick_of_a_wider_question_that_bears_is_told_behind(demo_engine: Engine) -> None:
    lines = _lines(demo_engine, "does Arvenia have a blockchain law", 200)
    assert lines[0] == "Arvenia: no, stated in the text"
    assert any(line.startswith("Arvenia on the wider question: yes, ticked (18: “") for line in lines)


def test_a_quote_that_goes_on_ends_once(engine: Engine) -> None:
    lines = _lines(engine, "does Mongolia have a regulatory sandbox", 200)
    assert any("“" in line for line in lines)
    assert not any("” …”" in line for line in lines)


def test_the_word_that_is_mentioned_is_in_view(demo_engine: Engine) -> None:
    rows = [line for line in _lines(demo_engine, "which countries mention satellite", 80) if "“" in line]
    assert all("satel" in row.lower() or "satél" in row or "VSAT" in row or "orbit" in row for row in rows[:10])


def test_as_many_rows_are_shown_as_were_asked_for(demo_engine: Engine) -> None:
    lines = _lines(demo_engine, "which countries mention satellite", 80, limit=3)
    assert sum("“" in line for line in lines) == 3
    assert any(line.startswith("… and ") for line in lines)


GOLDEN = Path(__file__).parent / "golden"
SHOWN = {
    "set": "which countries plan a regulatory sandbox",
    "mention": "which countries mention satellite",
    "negative": "which countries do not have a data protection law",
    "blank": "who did not answer question 36",
    "count": "how many countries have sign language services",
    "empty": "which countries mention quantum teleportation",
    "lookup": "has Nukavelu adopted WCAG",
    "open": "what do they do for older people",
    "compare": "compare Belmora and Nukavelu on the regulatory sandbox",
    "absent": "does Estonia have a sandbox",
    "undecided": "which country has the most goats",
    "number": "which country has the largest digital budget",
    "corpus": "how many responses are there",
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", SHOWN)
def test_it_looks_as_recorded(demo_engine: Engine, kind: str, width: int) -> None:
    """Numbers of lines and words, not only their kind: ``MSQQA_GOLDEN=write`` records a change that is meant."""
    lines = _lines(demo_engine, SHOWN[kind], width, limit=10)
    equals_golden(GOLDEN / f"{kind}-{width}.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("kind", SHOWN)
def test_a_pipe_gets_as_recorded(demo_engine: Engine, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    write(demo_engine.ask(SHOWN[kind]), _Pipe(), limit=10)
    equals_golden(GOLDEN / f"{kind}-pipe.txt", capsys.readouterr().out)
