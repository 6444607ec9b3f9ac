"""OpenDocument spreadsheets, written by hand: what no library would write, too."""

from __future__ import annotations

import io
import zipfile

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
HIDDEN = "ta2"
"""Names the style of a table that is not shown."""


def opendocument(tables: str, packed: int = zipfile.ZIP_STORED) -> bytes:
    """Return a spreadsheet of some ``table:table``."""
    styles = (
        f'<office:automatic-styles><style:style style:name="{HIDDEN}" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    spaces = f'xmlns:office="{_OFFICE}" xmlns:table="{_TABLE}" xmlns:text="{_TEXT}" xmlns:style="{_STYLE}"'
    whole = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>{styles}<office:body>'
    whole += f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    listed = f'<manifest:manifest xmlns:manifest="{manifest}"><manifest:file-entry manifest:full-path="/" '
    listed += f'manifest:media-type="{kind}"/></manifest:manifest>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packed) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", whole)
        archive.writestr("META-INF/manifest.xml", listed)
    return data.getvalue()
