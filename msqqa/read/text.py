"""What the readers of text formats share: decoding, and the places where lines begin."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from msqqa.errors import SourceError
from msqqa.model import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from msqqa.model import Block

_LINE_END = re.compile(r"\r\n|\n|\r")


def decode(name: str, data: bytes) -> str:
    """Decode UTF-8 exactly: line ends and a byte order mark stay, so that offsets are those of the file.

    Raises
    ------
    SourceError
        If the bytes are not text in UTF-8.
    """
    if b"\x00" in data:
        raise SourceError(f"{name}: a binary file, not text", "convert it to text, or give it its right ending")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"{name}: not UTF-8 (byte {error.start})", "save it as UTF-8") from error


def document(name: str, data: bytes, blocks: Callable[[str], Iterable[Block]]) -> Document:
    """Return the document that bytes of text make, cut by a format's ``blocks``.

    Raises
    ------
    SourceError
        If the bytes are not text in UTF-8.
    """
    text = decode(name, data)
    return Document(name, text, tuple(blocks(text)), hashlib.sha256(data).hexdigest())


def line_starts(text: str) -> list[int]:
    r"""Return the offset at which each line begins; the first is 0.

    Only ``\n``, ``\r\n`` and ``\r`` end a line, as in Markdown: ``str.splitlines`` also cuts at form feeds and
    at U+2028, which would number the lines otherwise than an editor does.
    """
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


def lines_of(text: str, rows: Sequence[tuple[int, int, int]]) -> Callable[[int, int], tuple[int, int]]:
    """Return what gives the first and last line of a range of a text.

    Parameters
    ----------
    text:
        The document's.
    rows:
        As :class:`~msqqa.model.Document` has them: of a table, lines are those of the file, not of the text.
    """
    if not rows:
        starts = line_starts(text)
        return lambda start, end: line_range(starts, start, end)
    begins = [row[0] for row in rows]

    def of_rows(start: int, end: int) -> tuple[int, int]:
        touched = rows[max(0, bisect_right(begins, start) - 1) : max(1, bisect_right(begins, max(start, end - 1)))]
        return min(first for _, first, _ in touched), max(last for _, _, last in touched)

    return of_rows


def line_range(starts: list[int], start: int, end: int) -> tuple[int, int]:
    """Return the first and last line, counted from 1, that ``[start, end)`` touches."""
    first = bisect_right(starts, start)
    return first, max(first, bisect_right(starts, max(start, end - 1)))
