"""CSV and TSV → a table; its delimiter is the one that parts most rows alike, and a field is text, whatever it is."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from msqqa.errors import SourceError
from msqqa.table.assemble import sheet_of
from msqqa.table.sheet import Gauge, Row, Sheet, clean

if TYPE_CHECKING:
    from collections.abc import Iterator

_DELIMITERS = ",;\t|"
_SAMPLE = 64 * 1024
"""Characters by which the delimiter is told."""
_LONGEST_FIELD = 1024 * 1024
"""Characters; a longer field is a quotation mark that was never closed."""
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read(name: str, data: bytes) -> list[Sheet]:
    """Read delimited text.

    Raises
    ------
    SourceError
        If it is no text, has no rows, or more of them than can be held.
    """
    text = decode_text(name, data)
    delimiter = "\t" if name.lower().endswith((".tsv", ".tab")) and "\t" in text[:_SAMPLE] else _delimiter(text)
    gauge = Gauge(name)
    rows = []
    known: dict[str, str] = {}
    try:
        for values, first, last in _records(text, delimiter):
            gauge.add(len(values))
            # What a column of choices holds is kept once.
            rows.append(Row(tuple([known.get(v) or known.setdefault(v, clean(v)) for v in values]), (first, last)))
    except csv.Error as error:
        raise SourceError(f"{name}: no table ({error})", "look for a quotation mark that is never closed") from error
    sheet = sheet_of(name, "", rows)
    odd = _find_unpaired(text, delimiter)
    if odd:
        what = f"{name}, line {odd[0]}" if odd[0] == odd[1] else f"{name}, lines {odd[0]} to {odd[1]}"
        sheet.notes.append(f"{what}: a quotation mark without its pair may have joined rows; close it, or double it")
    return [sheet]


def decode_text(name: str, data: bytes) -> str:
    """Return bytes as text: by their byte order mark, else as UTF-8, else in the encoding that fits them best.

    Raises
    ------
    SourceError
        If they are no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise SourceError(f"{name}: not {encoding} (byte {error.start})", "save it as UTF-8") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _guess_encoding(name, data)
    if "\x00" in text:
        raise SourceError(f"{name}: a binary file, not text", "save it as CSV, or give it its right ending")
    return text


def _guess_encoding(name: str, data: bytes) -> str:
    from charset_normalizer import from_bytes

    found = [] if b"\x00" in data[:4096] else list(from_bytes(data[: 1024 * 1024]))
    if not found:
        raise SourceError(f"{name}: in no encoding that is known", "save it as UTF-8")
    likely = [
        match.encoding for match in found if (match.chaos, match.coherence) == (found[0].chaos, found[0].coherence)
    ]
    # A short text fits several alike; of these, spreadsheets write the one of Western Europe most.
    return data.decode("cp1252" if "cp1252" in likely else likely[0], "replace")


def _records(text: str, delimiter: str, strict: bool = False) -> Iterator[tuple[list[str], int, int]]:
    """Yield each record with the first and the last of its lines, from 1."""
    limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
        first = 1
        for values in reader:
            yield values, first, max(first, reader.line_num)
            first = reader.line_num + 1
    finally:
        csv.field_size_limit(limit)


def _find_unpaired(text: str, delimiter: str) -> tuple[int, int] | None:
    """Return the lines of the first record whose quotation marks break the rules; a lenient reading takes them all."""
    last = 0
    try:
        for record in _records(text, delimiter, strict=True):
            last = record[2]
    except csv.Error:
        lenient = _records(text, delimiter)
        return next(((a, b) for _, a, b in lenient if b > last), None)
    return None


def _delimiter(text: str) -> str:
    """Return the delimiter by which most of the first rows have the same number of fields, and more than one."""
    sample = text[:_SAMPLE]
    if len(sample) < len(text):
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    best, most = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        try:
            lengths = Counter(len(values) for values, _, _ in _records(sample, delimiter) if any(values))
        except csv.Error:
            continue
        if not lengths:
            continue
        length, times = max(lengths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        scored = (round(times / sum(lengths.values()), 2) if length > 1 else 0.0, length)
        if scored > most:
            best, most = delimiter, scored
    return best
