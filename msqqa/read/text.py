"""What the readers of text formats share: decoding, and the places where lines begin."""

from __future__ import annotations

import codecs
import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.errors import SourceError
from msqqa.model import Document
from msqqa.read.alphabets import PAGES, latin_page
from msqqa.read.sniff import HTML, XML, looks_like

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from msqqa.model import Block

_LINE_END = re.compile(r"\r\n|\n|\r")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BY_MARK = (  # the longer mark first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = (
    "cp1252 cp1251 cp1250 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 koi8_r koi8_u cp866 cp855 iso8859_2 "
    "iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_9 mac_cyrillic cp932 euc_jp gb18030 big5 cp949 johab"
).split()
"""Encodings that people's files have. Left to all that there are, a detector takes short texts for EBCDIC."""
_FITS = 0.95
"""Share of a text's letters beyond ASCII that one language has, from which it is in that language."""
_DETECTED_FROM = 256 * 1024
"""Bytes that are looked at to tell an encoding."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, and the encoding in which ``bytes.decode`` gives it."""

    text: str
    encoding: str
    certain: bool
    """Whether the file says so itself, or can hardly be anything else."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What to tell the user: nothing for UTF-8."""
        if self.encoding == "utf-8":
            return ()
        how = "by its byte order mark" if self.certain else "a guess; save it as UTF-8 to be sure"
        return (f"read as {self.encoding} ({how})",)


def decode(name: str, data: bytes) -> Decoded:
    """Decode a file's bytes exactly: line ends stay, so that offsets are code points of the file's text.

    A byte order mark tells UTF-16 and UTF-32, and is no part of their text, as ``bytes.decode`` has it; one before
    UTF-8 stays. What is not UTF-8 is guessed.

    Raises
    ------
    SourceError
        If the bytes are not text.
    """
    what = looks_like(data)
    if what not in ("", HTML, XML):
        raise SourceError(f"{name}: {what}, not text", "convert it to text, or give it its right ending")
    for mark, encoding in _BY_MARK:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                raise SourceError(f"{name}: not {encoding} (byte {error.start})", "save it as UTF-8") from error
            if not text.strip():
                raise SourceError(f"{name}: empty", "remove it or fill it in")
            return Decoded(text, encoding, certain=True)
    unmarked = _without_mark(data)
    if unmarked is not None:
        return unmarked
    if b"\x00" in data:
        raise SourceError(f"{name}: a binary file, not text", "convert it to text, or give it its right ending")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", certain=True)
    except UnicodeDecodeError as error:
        guessed = _guess(data)
        if guessed is None:
            raise SourceError(f"{name}: not UTF-8 (byte {error.start})", "save it as UTF-8") from error
        return guessed


def _without_mark(data: bytes) -> Decoded | None:
    """Return UTF-16 that has no byte order mark, told by every other byte being 0; None where it is something else."""
    for encoding, place in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros, pairs = data[place::2].count(0), len(data) // 2
        if len(data) % 2 == 0 and zeros > pairs // 2 and data[1 - place :: 2].count(0) == 0:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                return None
            return None if _CONTROL.search(text) else Decoded(text, encoding, certain=False)
    return None


def _guess(data: bytes) -> Decoded | None:
    """Return the text in the encoding that makes the most sense of it; None where none does."""
    if len(_CONTROL.findall(data[:_DETECTED_FROM].decode("latin-1"))) * 1000 > len(data[:_DETECTED_FROM]):
        return None
    from charset_normalizer import from_bytes

    # What is plain ASCII tells nothing: the lines with other bytes are looked at.
    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_DETECTED_FROM]
    found = from_bytes(telling, cp_isolation=list(_CANDIDATES), enable_fallback=False).best()
    latin = latin_page(telling)
    names = [found.encoding] if found else []
    if latin is not None and (found is None or found.encoding in PAGES or latin[1] > _FITS):
        names.insert(0, latin[0])
    for encoding in (*names, "cp1252"):
        try:
            return Decoded(data.decode(encoding), encoding, certain=False)
        except UnicodeDecodeError:
            continue
    return None


def document(name: str, data: bytes, blocks: Callable[[str], Iterable[Block]]) -> Document:
    """Return the document that bytes of text make, cut by a format's ``blocks``.

    Raises
    ------
    SourceError
        If the bytes are not text.
    """
    found = decode(name, data)
    digest = hashlib.sha256(data).hexdigest()
    return Document(name, found.text, tuple(blocks(found.text)), digest, notes=found.notes)


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
    if len(rows) == 1:
        only = rows[0][1:]
        return lambda *_: only
    begins = [row[0] for row in rows]

    def of_rows(start: int, end: int) -> tuple[int, int]:
        touched = rows[max(0, bisect_right(begins, start) - 1) : max(1, bisect_right(begins, max(start, end - 1)))]
        return min(first for _, first, _ in touched), max(last for _, _, last in touched)

    return of_rows


def line_range(starts: list[int], start: int, end: int) -> tuple[int, int]:
    """Return the first and last line, counted from 1, that ``[start, end)`` touches."""
    first = bisect_right(starts, start)
    return first, max(first, bisect_right(starts, max(start, end - 1)))
