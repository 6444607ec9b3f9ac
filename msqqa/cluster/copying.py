"""Rows as PostgreSQL's COPY takes them, in blocks of some hundred kilobytes: a message for each row would be slow."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BLOCK = 2**18
_BEGIN = b"PGCOPY\n\xff\r\n\0" + struct.pack("!ii", 0, 0)
_END = struct.pack("!h", -1)
_LENGTH = struct.Struct("!i").pack
_FIELDS = struct.Struct("!h").pack


def as_text(rows: Iterable[Sequence[str | float | None]]) -> Iterator[bytes]:
    """Yield rows of texts and numbers as COPY reads text."""
    return _join_in_blocks(("\t".join(map(_write_value, row)) + "\n").encode() for row in rows)


def as_binary(rows: Iterable[Sequence[bytes]]) -> Iterator[bytes]:
    """Yield rows as COPY reads FORMAT BINARY; each value as its type is sent."""
    yield _BEGIN
    yield from _join_in_blocks(_FIELDS(len(row)) + b"".join(_LENGTH(len(one)) + one for one in row) for row in rows)
    yield _END


def _write_value(value: Any) -> str:
    if value is None:
        return r"\N"
    if not isinstance(value, str):
        return repr(value)
    return value.replace("\\", r"\\").replace("\n", r"\n").replace("\r", r"\r").replace("\t", r"\t")


def _join_in_blocks(parts: Iterable[bytes]) -> Iterator[bytes]:
    block = bytearray()
    for part in parts:
        block += part
        if len(block) >= _BLOCK:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)
