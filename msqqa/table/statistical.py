"""Files of SPSS (``.sav``, ``.zsav``, ``.por``) and Stata (``.dta``) → tables, with the labels that they carry.

pyreadstat reads them; it comes with the extra ``statistical``, as few need it.
"""

from __future__ import annotations

import tempfile
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from msqqa.errors import SourceError
from msqqa.table.codebook import Codebook, Variable
from msqqa.table.sheet import Column, Gauge, Row, Sheet, clean
from msqqa.table.value_labels import decode
from msqqa.table.values import NOT_ANSWERED
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_READERS = {".sav": "read_sav", ".zsav": "read_sav", ".por": "read_por", ".dta": "read_dta"}


def read(name: str, data: bytes) -> list[Sheet]:
    """Read a file with its variables' labels for heads, and its values' labels for codes.

    Raises
    ------
    SourceError
        If the bytes are no such file, pyreadstat is not installed, or it is larger than can be held.
    """
    try:
        import pyreadstat
    except ImportError as error:
        remedy = "pip install 'msqqa[statistical]', or save it as CSV with labels"
        raise SourceError(f"{name}: is read by pyreadstat, which is not installed", remedy) from error
    ending = PurePosixPath(name).suffix.lower()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"data{ending}"
        path.write_bytes(data)
        options: dict[str, Any] = {"output_format": "dict"}
        options |= {"user_missing": True} if ending != ".por" else {}
        try:
            columns, about = getattr(pyreadstat, _READERS[ending])(str(path), **options)
        except Exception as error:
            # pyreadstat raises its own error, and others for damage that it does not expect.
            told = (str(error).splitlines() or [""])[0][:80]
            raise SourceError(f"{name}: cannot be read ({told})", "save it again, or as CSV with labels") from error
    names = list(about.column_names)
    gauge = Gauge(name)
    labels = {n: squeeze(about.column_names_to_labels.get(n) or "") for n in names}
    missing = {n: _missing_ranges(about, n) for n in names}
    texts = {n: [_text(value) for value in columns[n]] for n in names}
    for n in names:
        own = {_text(code): label for code, label in (about.variable_value_labels.get(n) or {}).items()}
        texts[n] = [_answer(value, own, missing[n]) for value in texts[n]]
    rows = []
    for number, values in enumerate(zip(*(texts[n] for n in names), strict=True), 1):
        gauge.add(len(values))
        rows.append(Row(values, (number, number)))
    if not rows or not names:
        raise SourceError(f"{name}: holds no row", "fill it in, or remove it")
    sheet = Sheet(name, "", tuple(Column(n) for n in names), rows)
    return [decode(sheet, Codebook("the file itself", _variables(about, names, labels, missing)))]


def _variables(
    about: Any, names: Sequence[str], labels: Mapping[str, str], missing: Mapping[str, list[tuple[float, float]]]
) -> dict[str, Variable]:
    found = {}
    for n in names:
        own = {_text(code): squeeze(str(label)) for code, label in (about.variable_value_labels.get(n) or {}).items()}
        options = {code: label for code, label in own.items() if not _is_missing(code, missing[n])}
        found[fold(n)] = Variable(n, labels[n], options)
    return found


def _missing_ranges(about: Any, name: str) -> list[tuple[float, float]]:
    """Return the ranges of codes that the file itself calls missing."""
    ranges = (about.missing_ranges or {}).get(name, ())
    return [(r["lo"], r["hi"]) for r in ranges if not isinstance(r["lo"], str)]


def _answer(value: str, labels: Mapping[str, str], missing: Sequence[tuple[float, float]]) -> str:
    return NOT_ANSWERED.format(labels.get(value, value)) if value and _is_missing(value, missing) else value


def _is_missing(value: str, ranges: Sequence[tuple[float, float]]) -> bool:
    try:
        number = float(value)
    except ValueError:
        return len(value) == 1 and value.isalpha() and bool(ranges)
    return any(low <= number <= high for low, high in ranges)


def _text(value: object) -> str:
    if value is None or value != value:  # not a number is unequal to itself
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date | time) else clean(str(value))
