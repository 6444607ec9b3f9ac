"""Markdown → blocks. CommonMark decides what is a heading, an item or a table; the text itself is never rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.model import Block
from msqqa.read.hidden_lines import DEFINITION, comments, contents, is_comment
from msqqa.read.text import document, line_starts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from msqqa.model import BlockKind, Document

_LEAVES: dict[str, BlockKind] = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "tr_open": "table",
    "fence": "code",
    "code_block": "code",
    "html_block": "html",
    "hr": "rule",
}


def read(name: str, data: bytes) -> Document:
    """Read Markdown.

    Raises
    ------
    SourceError
        If the bytes are not UTF-8 text.
    """
    return document(name, data, _blocks)


def _blocks(text: str) -> Iterator[Block]:
    starts = line_starts(text)
    # A byte order mark is no text; as white space it leaves every line where it is.
    visible = " " + text[1:] if text.startswith("\ufeff") else text
    kinds = _line_kinds(_parser().parse(visible), text, starts)
    bounds = [*(starts[line] for line in sorted(kinds)), len(text)]
    bounds[0] = 0
    for line, start, end in zip(sorted(kinds), bounds, bounds[1:], strict=False):
        yield from _without_comments(text, Block(kinds[line], start, end))


def _without_comments(text: str, block: Block) -> Iterator[Block]:
    """Yield a block in pieces, of which those are debris that no reader sees."""
    at = block.start
    for start, end in comments(text, block.start, block.end) if block.kind not in ("code", "debris") else ():
        if at < start:
            yield Block(block.kind, at, start)
        yield Block("debris", start, end)
        at = end
    if at < block.end:
        yield Block(block.kind, at, block.end)


def _parser() -> MarkdownIt:
    """Return a parser of blocks alone: what emphasis and links stand within them, nobody asks it.

    Without that half it is faster, and a line of brackets takes no longer than any other.
    """
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])


def _line_kinds(tokens: Sequence[Token], text: str, starts: list[int]) -> dict[int, BlockKind]:
    """Return the lines at which a block begins, with the block's kind.

    A line with text that no token covers begins a paragraph, so that nothing is lost; a link's definition is debris.
    """
    kinds: dict[int, BlockKind] = {}
    covered: set[int] = set()
    items: set[int] = set()
    for token in tokens:
        if token.map is None:
            continue
        first, last = token.map
        if token.type == "list_item_open":
            items.add(first)
        kind = _LEAVES.get(token.type)
        if kind is None:
            continue
        covered.update(range(first, last))
        if kind == "html" and is_comment(token.content):
            kind = "debris"  # no reader sees it
        if kind in ("code", "html", "debris"):
            # Indented or tagged text is still somebody's words: each paragraph of it is a block.
            kinds.update(dict.fromkeys(_after_blanks(text, starts, first, last), kind))
        kinds.setdefault(first, kind)
    _leave_out(kinds, contents(text, starts) | _definitions(text, starts, covered), covered)
    for item in items & kinds.keys():
        if kinds[item] == "paragraph":
            kinds[item] = "item"
    blank = True
    for line, start in enumerate(starts):
        end = starts[line + 1] if line + 1 < len(starts) else len(text)
        has_text = bool(text[start:end].strip())
        if has_text and line - 1 in covered and not text[start:end].strip(" \t\r\n|:-"):
            covered.add(line)  # the rule below a table's head
        elif has_text and line not in covered and (blank or line - 1 in covered):
            kinds.setdefault(line, "item" if line in items else "paragraph")
        blank = not has_text
    return kinds or {0: "paragraph"}


def _definitions(text: str, starts: list[int], covered: set[int]) -> set[int]:
    """Return the lines that define a link's target: of the text alone, as no token covers them."""
    ends = [*starts[1:], len(text)]
    bounds = enumerate(zip(starts, ends, strict=True))
    return {n for n, (a, b) in bounds if n not in covered and DEFINITION.match(text[a:b].rstrip("\r\n"))}


def _leave_out(kinds: dict[int, BlockKind], lines: set[int], covered: set[int]) -> None:
    """Make some lines debris; a block that goes on behind them begins anew."""
    for line in sorted(lines):
        kinds[line] = "debris"
        covered.add(line)
        if line + 1 not in lines and line + 1 in covered:
            kinds.setdefault(line + 1, "paragraph")


def _after_blanks(text: str, starts: list[int], first: int, last: int) -> Iterator[int]:
    for line in range(first + 1, last):
        before = text[starts[line - 1] : starts[line]]
        end = starts[line + 1] if line + 1 < len(starts) else len(text)
        if not before.strip() and text[starts[line] : end].strip():
            yield line
