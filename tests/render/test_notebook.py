"""An answer in a notebook."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

import msqqa
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from tests.support import response, write_survey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from msqqa.ask.engine import Engine
    from tests.support import Place, Run

QUESTIONS = (
    "does Peru have a regulatory sandbox",
    "which countries mention WCAG",
    "does Norway have a regulatory sandbox",
    "compare Kenya and Peru on data protection law",
)


@pytest.fixture(scope="module")
def asker(survey_once: Place) -> Iterator[msqqa.Asker]:
    with msqqa.open(survey_once.index) as opened:
        yield opened


class _Read(HTMLParser):
    """Keeps the tags of a page, and the text before what is folded in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.shown: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert {name for name, _ in attrs} <= {"style", "class", "role", "aria-label", "title", "tabindex", "scope"}
        self.tags.append(tag)
        self.open.append(tag)
        if tag in ("div", "p", "li"):
            self.shown.append("\n")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "details" not in self.open:
            self.shown.append(data)


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_has_the_words_of_the_terminal(asker: msqqa.Asker, small: Run, question: str) -> None:
    page = asker.ask(question)._repr_html_()
    assert page is not None
    read = _Read(page)
    shown = [line.replace("\xa0", " ").strip() for line in "".join(read.shown).splitlines()]
    assert [line for line in shown if line] == [
        line.strip() for line in small("ask", question).out.splitlines() if line.strip()
    ]
    assert {*read.tags} <= {
        "div",
        "p",
        "ul",
        "li",
        "bdi",
        "details",
        "summary",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }


def test_all_that_it_rests_on_is_folded_in(asker: msqqa.Asker) -> None:
    answer = asker.ask(QUESTIONS[1])
    page = answer._repr_html_()
    assert page is not None
    folded = page.partition("<details>")[2]
    for cited in answer.citations[:2]:
        assert cited.question_id in folded
    assert "respondents examined" in folded


def test_what_takes_no_html_gets_markdown(asker: msqqa.Asker) -> None:
    shown = asker.ask(QUESTIONS[0])._repr_markdown_()
    assert shown is not None
    assert shown.startswith(f"## {QUESTIONS[0]}\n\nPeru: yes, ticked")


def test_nothing_of_a_file_or_a_question_is_markup(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)> &amp; \u202eoverride"
    corpus = write_survey(tmp_path / "survey", {"kenya.md": response(portal=f"The portal {evil} is there.")})
    build(Corpus.at(corpus), tmp_path / "index", Encoder.named())
    with msqqa.open(tmp_path / "index") as opened:
        page = opened.ask("what does Kenya say of its <b>national portal</b>")._repr_html_()
    assert page is not None
    assert not {"script", "img", "b"} & {*_Read(page).tags}
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page
    assert not re.search(r"https?://|url\(", page)


def test_an_answer_of_the_engine_alone_has_no_display(survey_engine: Engine, asker: msqqa.Asker) -> None:
    alone, shown = survey_engine.ask(QUESTIONS[0]), asker.ask(QUESTIONS[0])
    assert alone._repr_html_() is None
    assert alone._repr_markdown_() is None
    assert alone == shown
    assert "display" not in repr(shown)
