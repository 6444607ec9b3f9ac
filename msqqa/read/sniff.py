"""What the bytes of a file are, whatever its name says."""

from __future__ import annotations

HTML, XML = "an HTML page", "an XML file"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BEGINNINGS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an Office file"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"{\\rtf", "a Rich Text file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "a database"),
)


def looks_like(data: bytes) -> str:
    """Return what bytes are by their beginning, as an error can say it; empty for text or what is not known."""
    if data.startswith(_OLE):
        return "a password-protected Office file" if _ENCRYPTED in data else "an Office file of the old binary kind"
    start = data[:1024].lstrip()
    for beginning, name in _BEGINNINGS:
        if start.startswith(beginning):
            return name
    folded = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if folded.startswith((b"<!doctype html", b"<html")):
        return HTML
    return XML if folded.startswith(b"<?xml") else ""
