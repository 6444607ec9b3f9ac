"""Whatever bytes a table consists of, it is read or refused in one line."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from msqqa.errors import SourceError
from msqqa.table.corpus import read_tables
from tests.table.tables import AUDIT, AUDIT_ROWS, audit, hold
from tests.table.test_records import PATIENTS, SHAPES

if TYPE_CHECKING:
    from pathlib import Path


def _workbook() -> bytes:
    book = Workbook()
    for row in (AUDIT.split(","), *AUDIT_ROWS):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


WHOLE = {
    "a.csv": audit().encode(),
    "a.tsv": audit().replace(",", "\t").encode(),
    "a.xlsx": _workbook(),
    "a.json": json.dumps(SHAPES["answers in a list"]).encode(),
    "b.json": json.dumps(PATIENTS[0]).encode(),
    "a.jsonl": "\n".join(map(json.dumps, PATIENTS)).encode(),
}
CHANGES = st.lists(
    st.tuples(st.sampled_from(["flip", "cut", "insert", "repeat", "drop"]), st.floats(0, 1), st.binary(max_size=8)),
    min_size=1,
    max_size=6,
)


def _changed(data: bytes, changes: list[tuple[str, float, bytes]]) -> bytes:
    for how, where, more in changes:
        at = int(where * len(data))
        if how == "flip" and at < len(data):
            data = data[:at] + bytes([data[at] ^ 0x21]) + data[at + 1 :]
        elif how == "cut":
            data = data[:at]
        elif how == "insert":
            data = data[:at] + more + data[at:]
        elif how == "repeat":
            data = data[:at] + data[at : at + 40] * 3 + data[at + 40 :]
        elif how == "drop":
            data = data[:at] + data[at + 10 :]
    return data


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
def test_a_damaged_table_is_read_or_refused(tmp_path: Path, name: str, changes: list[tuple[str, float, bytes]]) -> None:
    (tmp_path / name).write_bytes(_changed(WHOLE[name], changes))
    found = read_tables(tmp_path, [name])
    hold(found)
    for error in found.refused.values():
        assert isinstance(error, SourceError)
        assert "\n" not in str(error)
    assert found.responses or found.refused


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.lists(
            st.one_of(
                st.sampled_from(["Yes", "No", "-", "", "Kenya", "2024", "Is it open?", "=1", "\r\n", "#"]),
                st.text(max_size=6),
            ),
            max_size=5,
        ),
        max_size=8,
    )
)
def test_any_table_is_read_or_refused(tmp_path: Path, rows: list[list[str]]) -> None:
    from tests.table.tables import as_csv

    text = as_csv(row for row in rows)
    (tmp_path / "t.csv").write_bytes(text.encode("utf-8", "surrogatepass"))
    found = read_tables(tmp_path, ["t.csv"])
    hold(found)
    assert found.responses or found.refused
