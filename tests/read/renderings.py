"""A Markdown response rendered as ordinary converters do: to a Word file, a web page, and hard-wrapped text."""

from __future__ import annotations

import io
import re
import textwrap
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

WIDTH, PAGE = 80, 60
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def as_html(markdown: str) -> bytes:
    """Return a page."""
    body = _parser().render(markdown)
    head = '<meta charset="utf-8"><title>A response</title>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n{body}</html>".encode()


def as_text(markdown: str, *, numbered: bool = True) -> bytes:
    """Return text wrapped at 80 columns, a form feed before every 61st line, page numbers centred at their feet."""
    lines: list[str] = []
    for label, depth, token in _leaves(_parser().parse(markdown)):
        if token.type == "hr":
            lines += ["-" * WIDTH, ""]
            continue
        # A line break that was asked for stays one.
        for n, piece in enumerate(_plain(token).split("\n")):
            first = "  " * depth + (label if n == 0 else " " * len(label))
            rest = "  " * depth + " " * len(label)
            lines += textwrap.wrap(piece, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False)
        lines.append("")
    pages = [lines[i : i + PAGE] for i in range(0, len(lines), PAGE)]
    foot = [["", f"{n}".center(WIDTH)] if numbered else [] for n in range(1, len(pages) + 1)]
    return "\n\f".join("\n".join([*page, *below]) for page, below in zip(pages, foot, strict=True)).encode()


def as_docx(markdown: str) -> bytes:
    """Return a Word file with headings, counted lists, and runs of like emphasis."""
    import docx
    from docx.shared import Inches

    file = docx.Document()
    lists = _Lists(file)
    for label, depth, token in _leaves(_parser().parse(markdown)):
        if token.type == "hr":
            continue
        meta = token.meta
        if meta.get("heading"):
            paragraph = file.add_heading("", level=meta["heading"])
        else:
            paragraph = file.add_paragraph()
            if label.strip() == "-":
                paragraph.style = "List Bullet"
            elif label.strip():
                lists.number(paragraph, meta["list"], int(re.findall(r"\d+", label)[0]))
            elif depth:
                paragraph.paragraph_format.left_indent = Inches(0.3 * depth)
        _runs(paragraph, token)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


class _Lists:
    """Lists of a Word file, each counted from its own beginning."""

    def __init__(self, file: Any) -> None:
        self._part = file.part.numbering_part.element
        self._abstract = file.styles["List Number"].element.pPr.numPr.numId.val
        self._made: dict[int, int] = {}

    def number(self, paragraph: Any, of: int, start: int) -> None:
        paragraph.style = "List Number"
        if of not in self._made:
            base = next(n for n in self._part.num_lst if n.numId == self._abstract)
            made = self._part.add_num(base.abstractNumId.val)
            made.add_lvlOverride(ilvl=0).add_startOverride(start)
            self._made[of] = made.numId
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = self._made[of]


def _leaves(tokens: list[Token]) -> Iterator[tuple[str, int, Token]]:
    """Yield the blocks that hold text, each with its bullet or number, and how deep in lists it stands."""
    lists: list[list[int]] = []
    label, heading = "", 0
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            start = int(token.attrGet("start") or 1)
            lists.append([start if token.type == "ordered_list_open" else -1, id(token)])
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            label = "- " if lists[-1][0] < 0 else f"{lists[-1][0]}. "
            lists[-1][0] += lists[-1][0] >= 0
        elif token.type == "heading_open":
            heading = int(token.tag[1])
        elif token.type in ("inline", "html_block", "code_block", "fence", "hr"):
            token.meta |= {"heading": heading, "list": lists[-1][1] if lists else 0}
            yield label, max(0, len(lists) - 1), token
            label, heading = "", 0


def _plain(token: Token) -> str:
    raised = False
    found = []
    for child in token.children or [token]:
        if child.type == "html_inline" and "sup" in child.content:
            raised = "/" not in child.content
        elif child.type in ("softbreak", "hardbreak"):
            found.append(" " if child.type == "softbreak" else "\n")
        elif child.type != "html_inline":
            content = re.sub(r"<[^<>]*>", " ", child.content) if "html" in child.type else child.content
            found.append(content.translate(_SUPERSCRIPT) if raised else content)
    return "".join(found)


def _runs(paragraph: Any, token: Token) -> None:
    bold = raised = False
    for child in token.children or [token]:
        if child.type in ("strong_open", "strong_close"):
            bold = child.type == "strong_open"
        elif child.type == "html_inline" and "sup" in child.content:
            raised = "/" not in child.content
        elif child.type in ("softbreak", "hardbreak"):
            paragraph.add_run(" " if child.type == "softbreak" else "\n")
        elif child.content:
            run = paragraph.add_run(child.content)
            run.bold = bold or None
            run.font.superscript = raised or None
