"""A zip of tables → their tables, as an export of several comes: with its repeated groups, a file a form or a year."""

from __future__ import annotations

import importlib
import io
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from msqqa.errors import SourceError
from msqqa.table.bombs import check
from msqqa.table.sheet import MAX_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from msqqa.table.sheet import Sheet

_MOST = 200
"""Tables of one archive."""
_HIDDEN = (".", "__MACOSX")


def read(name: str, data: bytes) -> list[Sheet]:
    """Read the tables of an archive; each is named by its path there.

    Raises
    ------
    SourceError
        If it is no archive, holds no table, or one that cannot be read, or more than can be held.
    """
    from msqqa.table import READERS

    check(name, data, "archive")
    found: list[Sheet] = []
    others = rows = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inside = [part.filename for part in archive.infolist() if not part.is_dir()]
        inside = [path for path in inside if not any(p.startswith(_HIDDEN) for p in PurePosixPath(path).parts)]
        if len(inside) > _MOST:
            raise SourceError(f"{name}: holds more than {_MOST} files", "unpack it into the folder")
        for path in sorted(inside):
            ending = PurePosixPath(path).suffix.lower()
            if ending not in READERS or ending == ".zip":
                others += 1
                continue
            reader = cast("Callable[[str, bytes], list[Sheet]]", importlib.import_module(READERS[ending]).read)
            try:
                data_there = archive.read(path)
            except Exception as error:
                # zipfile raises its own error, and those of what unpacks and of places that are none.
                raise SourceError(f"{name}: {path} is damaged there", "pack it again") from error
            try:
                sheets = reader(path, data_there)
            except SourceError as error:
                raise SourceError(f"{name}: {error.what}", error.remedy) from error
            rows += sum(len(sheet.rows) for sheet in sheets)
            if rows > MAX_ROWS:
                raise SourceError(f"{name}: more than {MAX_ROWS:,} rows in all", "unpack it into the folder")
            for sheet in sheets:
                sheet.file, sheet.name, sheet.within = name, f"{path} {sheet.name}".strip(), path
                found.append(sheet)
    if not found:
        raise SourceError(f"{name}: holds no table", "unpack it into the folder if it holds other files")
    if others:
        found[0].notes.append(f"{name}: {others} files in it are no tables and are left out; unpack it to read them")
    return found
