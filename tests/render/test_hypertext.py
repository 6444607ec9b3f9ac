from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from msqqa.model import Citation
from msqqa.render import as_terminal
from msqqa.render.hypertext import Hypertext
from msqqa.render.passages import write_passages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.engine import Engine
    from msqqa.render.screen import Line

QUESTIONS = (
    "does Peru have a regulatory sandbox",
    "which countries have a data protection law",
    "how many countries have open data",
    "compare Kenya and Peru on the data protection law",
    "who mentions WCAG",
    "which countries have a submarine",
    "what questions are there",
    "how does Kenya use its portal",
)
EVIL = "</a><script>alert(1)</script> & \u202eno “שלום” \x1b[31m"


class _Lines:
    """A screen that keeps its texts, as a pipe gets them."""

    width = None

    def __init__(self) -> None:
        self.texts: list[str] = []

    def line(self, line: Line = (), *, indent: int = 0, fold: bool = True) -> None:
        self.texts.append("".join(text for text, _ in line))

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[tuple[str, str]]]) -> None:
        self.texts += [*heads, *(text for row in rows for text, _ in row)]


class _Read(HTMLParser):
    """Keeps the text of HTML, and checks that every element is closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(html: str) -> _Read:
    read = _Read()
    read.feed(html)
    read.close()
    assert read.open == []
    return read


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u2068\u2069]+", "", text)


def _address(cited: Citation) -> str:
    return f"/source?n={cited.n}&id={quote(cited.id)}"


@pytest.mark.parametrize("full", [False, True], ids=["brief", "full"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_it_says_what_the_terminal_says(survey_engine: Engine, question: str, full: bool) -> None:
    answer = survey_engine.ask(question)
    lines, screen = _Lines(), Hypertext(answer.citations, _address)
    as_terminal.write(answer, lines, limit=10, full=full)
    as_terminal.write(answer, screen, limit=10, full=full)
    assert _squeezed(_read(screen.html).text) == _squeezed("".join(lines.texts))


def test_every_row_links_to_its_own_citation(survey_engine: Engine) -> None:
    answer = survey_engine.ask("who mentions WCAG")
    screen = Hypertext(answer.citations, _address)
    as_terminal.write(answer, screen, limit=10)
    rows = re.findall(r'<li class="row".*?</li>', screen.html)
    assert len(rows) == len([d for d in answer.respondents if d.verdict == "matched"]) == 2
    for row, decision in zip(rows, answer.respondents, strict=False):
        cited = answer.citations[decision.citations[0] - 1]
        assert {unescape(link) for link in re.findall(r'href="([^"]*)"', row)} == {_address(cited)}
        assert decision.name in row


def test_numbers_that_are_set_right_are_links_too() -> None:
    cited = [Citation(n, f"c/r/{n}#0-1", "r", str(n), "q", "r.md", (n, n), None, (0, 1), "x", "") for n in (1, 10)]
    screen = Hypertext(cited, _address)
    for n in (1, 10):
        screen.line(
            ((f"{n:>2} ", "cyan"), ("• ", ""), ("r  ", "bold"), ("“x”  ", ""), ("r.md:1", "dim link file:///r"))
        )
    rows = re.findall(r'<li class="row".*?</li>', screen.html)
    assert [row.count("<a ") for row in rows] == [2, 2]
    assert all(unescape(row).count(_address(one)) == 2 for row, one in zip(rows, cited, strict=True))


def test_a_refusal_links_to_what_is_nearest(survey_engine: Engine) -> None:
    answer = survey_engine.ask("which countries have a submarine")
    screen = Hypertext(answer.citations, _address)
    as_terminal.write(answer, screen, limit=10)
    links = _read(screen.html).links
    assert not answer.citations or links


def test_passages_are_marked_and_linked(survey_engine: Engine) -> None:
    found = survey_engine.search("farmers")
    screen = Hypertext([hit.citation for hit in found], _address)
    write_passages(found, screen)
    read = _read(screen.html)
    assert '<bdi class="s-bold s-yellow">farmers</bdi>' in screen.html
    assert len(read.links) == 2 * len(found)


def test_nothing_in_a_text_becomes_markup() -> None:
    cited = Citation(1, f"c/{EVIL}/1#0-1", EVIL, '"', EVIL, EVIL, (1, 1), None, (0, 1), EVIL, "")
    screen = Hypertext([cited], _address)
    screen.line((("1 ", "cyan"), (EVIL, "bold"), (EVIL, f"link {EVIL}"), (EVIL, 'x"onclick="1')))
    screen.line(((EVIL, "dim"),), fold=False, indent=4)
    screen.table([EVIL], [[(EVIL, "red"), ("[1] [7]", "")]])
    read = _read(screen.html)
    assert read.seen <= {"ul", "li", "a", "bdi", "p", "div", "table", "thead", "tbody", "tr", "th", "td"}
    assert "\u202e" not in screen.html
    assert "\x1b" not in screen.html
    assert "onclick" not in re.sub(r">[^<]*<", "><", screen.html)


def test_a_mark_says_what_it_means_to_whoever_hears_it(survey_engine: Engine) -> None:
    answer = survey_engine.ask("which countries have a data protection law")
    screen = Hypertext(answer.citations, _address)
    as_terminal.write(answer, screen, limit=10)
    assert 'role="img" aria-label="yes"' in screen.html
