"""PDF → blocks: what stands on its pages, in the order in which it is read.

PDFium reads the file; from its characters and their places on the paper come words, rows, columns and paragraphs, each
step in a module of its own. The text that they make is this format's text: spans are places in it.

All of that happens in a process of its own (:mod:`msqqa.read.worker`): a PDF of a few kilobytes can unpack to
more than any memory holds, or draw the same thing for hours, and PDFium cannot be interrupted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.read.isolation import read_apart
from msqqa.read.pdf.file import check_kind

if TYPE_CHECKING:
    from msqqa.model import Document


def read(name: str, data: bytes) -> Document:
    """Read a PDF.

    Raises
    ------
    SourceError
        If the bytes are no PDF, need a password, hold no text, or take more memory or time than a file may.
    """
    check_kind(name, data)
    document: Document = read_apart("msqqa.read.pdf.document", name, data)
    return document
