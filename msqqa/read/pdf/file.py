"""Bytes → an open PDF, or the one line that says why not."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from msqqa.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PAGES = 5000
_HEAD = 1024
"""Bytes, within which a PDF says that it is one."""
_OTHERS = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive, such as a DOCX or an XLSX"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"<!doctype html", "an HTML file"),
    (b"<html", "an HTML file"),
    (b"<?xml", "an XML file"),
    (b"%!ps", "a PostScript file"),
)


def check_kind(name: str, data: bytes) -> None:
    """Check that bytes are those of a PDF, whole or not.

    Raises
    ------
    SourceError
        If they are something else.
    """
    if b"%PDF-" not in data[:_HEAD]:
        head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:16].lower()
        really = next((what for mark, what in _OTHERS if head.startswith(mark.lower())), "something else")
        raise SourceError(f"{name}: not a PDF but {really}", "give it its right ending, or save it as PDF")


@contextmanager
def open_pdf(name: str, data: bytes) -> Iterator[Any]:
    """Open a PDF (a ``pypdfium2.PdfDocument``) with its form fields.

    Raises
    ------
    SourceError
        If it cannot be opened.
    """
    import pypdfium2
    from pypdfium2 import raw

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _explain_refusal(name, error) from error
    try:
        if pdf.get_formtype() == raw.FORMTYPE_XFA_FULL:
            raise SourceError(
                f"{name}: an XFA form, whose pages only Adobe's software can draw", "print it to PDF there"
            )
        if len(pdf) > MAX_PAGES:
            raise SourceError(f"{name}: more than {MAX_PAGES:,} pages", "split it by respondent")
        if len(pdf) == 0:
            raise SourceError(f"{name}: a PDF without pages", "save it again, or get another copy")
        if pdf.get_formtype() != raw.FORMTYPE_NONE:
            pdf.init_forms()
        yield pdf
    except pypdfium2.PdfiumError as error:
        raise _explain_refusal(name, error) from error
    finally:
        pdf.close()


def _explain_refusal(name: str, error: Exception) -> SourceError:
    from pypdfium2 import raw

    code = getattr(error, "err_code", None)
    if code == raw.FPDF_ERR_PASSWORD:
        return SourceError(f"{name}: needs a password", "save it without one")
    if code == raw.FPDF_ERR_SECURITY:
        return SourceError(f"{name}: locked by a means that cannot be opened here", "save it without protection")
    return SourceError(f"{name}: a damaged or truncated PDF", "save it again, or get another copy")
