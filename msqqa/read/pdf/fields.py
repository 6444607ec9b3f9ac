"""A page's form fields, and text laid over it, → words at their places.

The text of a page's content does not hold what was filled in: that is kept in annotations. A box stands as ☒ or ☐ where
it is drawn, a text field's value where it is written; an empty text field shows nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msqqa.read.pdf.placed import PlacedWord

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.read.pdf.words import Box, PageRotation

MAX_ANNOTATIONS = 20_000
"""Of one page."""
_HIDDEN = 0x02 | 0x20
"""Flags of an annotation: hidden, and not to be viewed."""
_PASSWORD = 1 << 13
_LINE = 12.0
"""Points: the height of a line in a field that has room for several."""
_MAX_VALUE = 1 << 20
"""Bytes: a longer value is cut."""


def fields_of(page: Any, turn: PageRotation) -> list[PlacedWord]:
    """Return what is filled in on a page (a ``pypdfium2.PdfPage``), in upright coordinates."""
    return [word for text, box in find_filled_fields(page, turn) for word in _place_text(text, box)]


def find_filled_fields(page: Any, turn: PageRotation) -> Iterator[tuple[str, Box]]:
    """Yield what is filled in on a page, each with the whole of the field that it stands in, upright."""
    from pypdfium2 import raw

    form = page.formenv.raw if page.formenv else None
    for i in range(min(raw.FPDFPage_GetAnnotCount(page), MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, i)
        if not annotation:
            continue
        try:
            text = _read_annotation(annotation, form)
            rect = raw.FS_RECTF()
            if text and raw.FPDFAnnot_GetRect(annotation, rect):
                yield text, turn(rect.left, rect.bottom, rect.right, rect.top)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _read_annotation(annotation: Any, form: Any) -> str:
    """Return what an annotation shows; empty for nothing."""
    from pypdfium2 import raw

    if raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
        return ""
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        # Who fills in a form that has no fields types over it.
        return _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size))
    if kind != raw.FPDF_ANNOT_WIDGET or form is None:
        return ""
    field = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if field in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        return "☒" if raw.FPDFAnnot_IsChecked(form, annotation) else "☐"
    if field == raw.FPDF_FORMFIELD_TEXTFIELD and raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & _PASSWORD:
        return ""
    if field in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        return _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))
    return ""


def _place_text(text: str, rect: Box) -> Iterator[PlacedWord]:
    x0, y0, x1, y1 = rect
    if text in "☒☐":
        yield PlacedWord(text, x0, y0, x1, y1, max(1.0, min(y1 - y0, _LINE)), bold=False)
        return
    size = max(1.0, min(_LINE, y1 - y0))
    if y1 - y0 > 2 * _LINE:
        y0 = y1 - _LINE  # the value begins at the top
    yield PlacedWord(text, x0, y0, x1, y1, size, bold=False, field=True)


def _string(ask: Any) -> str:
    """Return a string that PDFium writes in UTF-16, its lines trimmed."""
    from ctypes import create_string_buffer

    from pypdfium2 import raw

    needed = min(ask(None, 0), _MAX_VALUE)
    if needed <= 2:
        return ""
    buffer = create_string_buffer(needed)
    ask(raw.ctypes.cast(buffer, raw.ctypes.POINTER(raw.FPDF_WCHAR)), needed)
    text = buffer.raw[: needed - 2].decode("utf-16-le", "ignore")
    lines = (" ".join("".join(c for c in line if c.isprintable() or c == "\t").split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
