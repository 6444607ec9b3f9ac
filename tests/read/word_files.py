"""Small Word files for tests: by python-docx, with raw XML where it has no word for something."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def saved(fill: Callable[[Any], None]) -> bytes:
    """Return a file that python-docx makes, filled by ``fill``."""
    import docx

    file = docx.Document()
    fill(file)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def add_xml(file: Any, xml: str) -> None:
    """Add a block of raw XML at the end of a file's body; the prefixes w, w14, mc, wps and v are known."""
    from docx.oxml import parse_xml

    head, _, rest = xml.partition(">")
    closed = head.endswith("/")
    body = file.element.body
    body.insert(len(body) - 1, parse_xml(f"{head.rstrip('/')} {SPACES}{'/' if closed else ''}>{rest}"))


def of_xml(*blocks: str) -> bytes:
    """Return a file of these blocks."""

    def fill(file: Any) -> None:
        for block in blocks:
            add_xml(file, block)

    return saved(fill)


def text(words: str, properties: str = "") -> str:
    """Return a run as XML."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table of paragraphs as XML."""
    made = ["<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows]
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def control(checked: bool, glyph: str = "") -> str:
    """Return a check box as content controls make it; the glyph shown need not agree with its state."""
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(checked)}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{text(glyph or ('☒' if checked else '☐'))}</w:sdtContent></w:sdt>"
    )


def legacy(data: str, shown: str = "") -> str:
    """Return a form field of the old kind."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        "<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{text(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a file's archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive(found: dict[str, bytes]) -> bytes:
    """Return an archive of parts. It holds no time, so that the same parts give the same bytes in every process."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in found.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, data)
    return written.getvalue()
