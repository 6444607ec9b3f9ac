"""A real response rendered to other formats gives the same cells as its Markdown."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from msqqa.words import words
from tests.read.renderings import as_docx, as_html, as_text

if TYPE_CHECKING:
    from tests.read.conftest import Laid

CORPORA = Path(__file__).parents[2] / "corpora"
RENDERINGS = {"a.docx": as_docx, "a.html": as_html, "a.txt": as_text}
_TARGET = re.compile(r"\]\(<?[^)\s]*>?\)")
_MARKS = re.compile(r"</?sup>|\[\^?\d+\](?!:)")


def _words(laid: Laid, question: str) -> list[str]:
    """Return a cell's words as every rendering shows them.

    Links' targets and footnote marks are not seen in all, and lists are counted anew by those who render Markdown.
    """
    shown = _MARKS.sub("", unquote(_TARGET.sub("]", laid.said(question)))).replace("&amp;", "&")
    return [w.text for w in words(shown) if not w.text.isdecimal()]


@pytest.fixture(scope="module")
def mongolia(lay_under: Any, msq_form: Any) -> Laid:
    laid: Laid = lay_under("mongolia.md", (CORPORA / "msq-2024" / "mongolia.md").read_bytes(), msq_form)
    return laid


@pytest.fixture(scope="module", params=list(RENDERINGS))
def rendered(request: pytest.FixtureRequest, lay_under: Any, msq_form: Any) -> Laid:
    markdown = (CORPORA / "msq-2024" / "mongolia.md").read_text(encoding="utf-8")
    laid: Laid = lay_under(request.param, RENDERINGS[request.param](markdown), msq_form)
    return laid


def test_the_same_questions_are_found(mongolia: Laid, rendered: Laid) -> None:
    numbered = [q for q in rendered.questions if q.isdigit()]
    assert numbered == [str(n) for n in range(1, 52)]
    assert rendered.questions == mongolia.questions
    assert list(rendered.cells) == list(mongolia.cells)


def test_the_cells_words_are_equal(mongolia: Laid, rendered: Laid) -> None:
    for question in mongolia.cells:
        assert _words(rendered, question) == _words(mongolia, question), question


def test_nearly_all_characters_stand_in_the_same_cell(mongolia: Laid, rendered: Laid) -> None:
    same = whole = 0
    for question in mongolia.cells:
        wanted = Counter(w.text for w in words(_TARGET.sub("]", unquote(mongolia.said(question)))))
        there = Counter(w.text for w in words(rendered.said(question)))
        whole += sum(len(word) * n for word, n in wanted.items())
        same += sum(len(word) * n for word, n in (wanted & there).items())
    assert same / whole >= 0.99


def test_the_stances_are_the_same(mongolia: Laid, rendered: Laid) -> None:
    wanted = {q: (c.stance, c.basis, c.selection.state) for q, c in mongolia.cells.items()}
    assert {q: (c.stance, c.basis, c.selection.state) for q, c in rendered.cells.items()} == wanted


def test_blocks_and_segments_cover_the_text(rendered: Laid) -> None:
    for parts in (rendered.document.blocks, rendered.segments):
        at = 0
        for part in parts:
            assert part.start == at
            assert part.end > part.start
            at = part.end
        assert at == len(rendered.document.text)


def test_each_rendering_is_read_the_same_twice(rendered: Laid, lay_under: Any, msq_form: Any) -> None:
    markdown = (CORPORA / "msq-2024" / "mongolia.md").read_text(encoding="utf-8")
    if rendered.document.path != "a.docx":  # python-docx writes the time into the file
        again = lay_under(rendered.document.path, RENDERINGS[rendered.document.path](markdown), msq_form)
        assert again.document == rendered.document


def test_no_page_number_stands_in_a_cell(lay_under: Any, msq_form: Any) -> None:
    markdown = (CORPORA / "msq-2024" / "mongolia.md").read_text(encoding="utf-8")
    laid = lay_under("a.txt", as_text(markdown), msq_form)
    document = laid.document
    numbers = [document.text[b.start : b.end].strip() for b in document.blocks if b.kind == "debris"]
    assert numbers == [str(n) for n in range(1, len(document.pages) + 1)]
    assert len(document.pages) > 30
    bare = lay_under("b.txt", as_text(markdown, numbered=False), msq_form)
    for question in laid.cells:
        assert laid.said(question).count(" 12 ") <= bare.said(question).count(" 12 ")


@pytest.mark.parametrize("ending", ["docx", "html"])
@pytest.mark.parametrize("name", ["arvenia", "castovar", "guanari"])
def test_demonstration_copies_keep_their_stances(lay_under: Any, msq_form: Any, name: str, ending: str) -> None:
    data = (CORPORA / "demo-msq-2024" / f"{name}.md").read_bytes()
    laid = lay_under(f"{name}.md", data, msq_form)
    other = lay_under(f"{name}.{ending}", RENDERINGS[f"a.{ending}"](data.decode()), msq_form)
    assert {q: c.stance for q, c in other.cells.items()} == {q: c.stance for q, c in laid.cells.items()}
