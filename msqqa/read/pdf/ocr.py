"""Pages that are pictures: read by OCR, where the extra ``ocr`` is installed."""

from __future__ import annotations

import statistics
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from msqqa.bounds import allow_seconds
from msqqa.memory import WITH_OCR, allow_memory
from msqqa.read.pdf.placed import PlacedWord
from msqqa.read.pdf.words import PageRotation, PageWords

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS_FOR_A_SCAN = 60.0
"""Processor seconds that a page read by OCR adds to those that its file may take."""
_DOTS = 240
"""Of an inch, at which a page is drawn to be read."""
_MAX_SIDE = 4000
"""Pixels of a drawn page's longer side."""
_COVERS = 0.5
"""Of a page, that an image covers where the page is one."""
_NEARLY = 0.3
_TYPE = 0.8
"""Of a line's height, that its type is large."""


def is_installed() -> bool:
    """Return whether pages can be read by OCR."""
    return find_spec("rapidocr_onnxruntime") is not None


def shows_an_image(page: Any, *, alone: bool) -> bool:
    """Return whether a page (a ``pypdfium2.PdfPage``) may be a picture of text.

    Parameters
    ----------
    page:
        The page.
    alone:
        Whether it has no text at all; then whatever is drawn on it may be text, else only a large image.
    """
    from pypdfium2 import PdfiumError, raw

    if alone:
        return int(raw.FPDFPage_CountObjects(page)) > 0
    left, bottom, right, top = page.get_bbox()
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        try:
            x0, y0, x1, y1 = drawn.get_bounds()
        except PdfiumError:
            continue
        if (x1 - x0) * (y1 - y0) > _COVERS * (right - left) * (top - bottom):
            return True
    return False


def words_of(page: Any) -> PageWords:
    """Return what OCR reads on a page: a word for each line that it finds."""
    import numpy as np

    allow_seconds(SECONDS_FOR_A_SCAN)
    allow_memory(WITH_OCR)
    width, height = page.get_size()
    scale = min(_DOTS / 72, _MAX_SIDE / max(width, height, 1.0))
    bitmap = page.render(scale=scale, may_draw_forms=False)
    try:
        found, _ = _engine()(np.ascontiguousarray(bitmap.to_numpy()[:, :, :3]))
    finally:
        bitmap.close()
    words = []
    for corners, text, _ in found or ():
        xs, ys = [x / scale for x, _ in corners], [height - y / scale for _, y in corners]
        size = _TYPE * (max(ys) - min(ys))
        words.append(PlacedWord(" ".join(str(text).split()), min(xs), min(ys), max(xs), max(ys), size, bold=False))
    _level(words)
    # It is drawn upright, as a reader sees it.
    return PageWords([w for w in words if w.text], (0.0, 0.0, width, height), PageRotation(page.get_rotation()))


def _level(words: Sequence[PlacedWord]) -> None:
    """Give lines of nearly one height one size: how high a line is depends on whether it has a p or an l."""
    usual = statistics.median([word.size for word in words]) if words else 0.0
    for word in words:
        if abs(word.size - usual) < _NEARLY * usual:
            word.size = usual


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR

    # Its default shrinks a page so far that spaces between words are lost.
    return RapidOCR(max_side_len=_MAX_SIDE)
