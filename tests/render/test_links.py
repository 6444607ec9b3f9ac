"""A shown place is a link to its file, and to the page or the line in it, where a terminal shows it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from msqqa.render.links import line_of, uri
from tests.support import process
from tests.terminal import at_terminal

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from tests.support import Place

LINK = re.compile(r"\x1b\]8;(?:id=\d+)?;(file://[^\x1b]+)\x1b\\")
ASKED = ("ask", "does Kenya have a data protection law")


def test_a_line_and_a_page_are_named(survey_engine: Engine) -> None:
    cited = replace(survey_engine.ask(ASKED[1]).citations[0], source="/my forms/kenya #2.pdf", lines=(7, 9), page=None)
    assert uri(cited) == "file:///my%20forms/kenya%20%232.pdf#7"
    assert uri(replace(cited, page=3)) == "file:///my%20forms/kenya%20%232.pdf#page=3"
    assert uri(replace(cited, source="kenya.md")) == f"{Path('kenya.md').resolve().as_uri()}#7"


@pytest.mark.parametrize(
    ("words", "line"), [("Of 2019.", 9), ("# The law", 7), ("", 7), ("words that do not stand there", 7)]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_words_have_their_own_line_and_not_that_of_the_headings_above_them(
    survey_engine: Engine, words: str, line: int, end: str
) -> None:
    cited = replace(
        survey_engine.ask(ASKED[1]).citations[0], quote=end.join(["# The law", "", "In force. Of 2019."]), lines=(7, 9)
    )
    assert line_of(cited, words) == line
    assert uri(replace(cited, page=None), words).endswith(f"#{line}")


def test_of_a_row_of_a_table_the_row_is_named_whatever_lines_its_quote_has(survey_engine: Engine) -> None:
    cited = replace(survey_engine.ask(ASKED[1]).citations[0], quote="a\nb\nc", lines=(7, 7))
    assert line_of(cited, "c") == 7


@pytest.mark.parametrize("call", [ASKED, (*ASKED, "-v"), ("show", "kenya/1"), ("search", "portal")])
def test_a_terminal_is_given_links(survey_once: Place, call: tuple[str, ...]) -> None:
    seen = at_terminal(*call, *survey_once.options, "--no-pager", rows=200, columns=100)
    assert seen.status == 0
    links = LINK.findall(seen.text)
    assert links
    for link in links:
        file, _, line = link.removeprefix("file://").partition("#")
        assert Path(file).is_file()
        assert f"{Path(file).name}:{line}" in re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\|\n", "", seen.text)


def test_a_pipe_and_a_dumb_terminal_are_given_none(survey_once: Place) -> None:
    assert b"\x1b" not in process(*ASKED, *survey_once.options).stdout
    assert "\x1b]8" not in at_terminal(*ASKED, *survey_once.options, TERM="dumb").text
