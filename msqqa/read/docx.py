"""Word files (DOCX) → blocks: the text as its reader sees it, with what was ticked.

Numbers of lists are counted and written out, tracked changes are accepted, hidden text and the page's head and foot are
left out, and a box stands as ☒ or ☐ before its label. A footnote stands right below the paragraph that refers to it,
so that it belongs to the answer, or to the question, in which it was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.errors import SourceError
from msqqa.read.extract import assemble_document

if TYPE_CHECKING:
    from msqqa.model import Document


def read(name: str, data: bytes) -> Document:
    """Read a Word file.

    Raises
    ------
    SourceError
        If the bytes are no Word file, are damaged or encrypted, or would take too much room when unpacked.
    """
    from lxml.etree import XMLSyntaxError

    from msqqa.read.word.body import Body
    from msqqa.read.word.package import Package

    try:
        with Package.of(name, data) as package:
            found = assemble_document(name, data, Body(package).items())
    except (XMLSyntaxError, RecursionError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else "damaged inside"
        raise SourceError(f"{name}: a Word file {why}", "open it in Word and save it again") from error
    if not found.text:
        raise SourceError(f"{name}: a Word file without text", "remove it or fill it in")
    return found
