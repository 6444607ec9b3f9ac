"""Archives that inflate to more than can be held, refused before they are opened."""

from __future__ import annotations

import io
import zipfile

from msqqa.errors import SourceError

MAX_INFLATED = 192 * 1024 * 1024
"""Bytes of all of an archive's parts together."""
_MAX_PARTS = 5_000
_MAX_RATIO = 400
"""Times that a part may grow, where it is large: spreadsheets grow 10 to 50 times."""
_LARGE = 8 * 1024 * 1024


def check(name: str, data: bytes, what: str = "workbook") -> None:
    """Check an archive's list of parts.

    Raises
    ------
    SourceError
        If it is no archive, encrypted, or inflates to too much.
    """
    again = "save it again from a spreadsheet" if what == "workbook" else "pack it again"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        told = (str(error).splitlines() or [type(error).__name__])[0][:80] or type(error).__name__
        raise SourceError(f"{name}: no {what} ({told})", again) from error
    if any(part.flag_bits & 1 for part in parts):
        raise SourceError(f"{name}: encrypted", "save it without a password")
    dense = any(p.file_size > _LARGE and p.file_size > _MAX_RATIO * max(p.compress_size, 1) for p in parts)
    bounds = (
        (len(parts) > _MAX_PARTS, f"has more than {_MAX_PARTS:,} parts"),
        (sum(part.file_size for part in parts) > MAX_INFLATED, f"inflates to more than {MAX_INFLATED // 2**20} MiB"),
        (dense, f"has a part that inflates to more than {_MAX_RATIO} times its size, as a zip bomb does"),
    )
    for beyond, what in bounds:
        if beyond:
            raise SourceError(f"{name}: {what}", "split it, or save it as CSV")
