from __future__ import annotations

from msqqa.cluster.copying import as_binary, as_text


def test_texts_and_numbers_are_written_as_copy_reads_them() -> None:
    rows = [(1, 0.1, None, "a\tb\\c\r\nd"), (-2, 1e300, "", "\\N")]
    assert b"".join(as_text(rows)) == b"1\t0.1\t\\N\ta\\tb\\\\c\\r\\nd\n-2\t1e+300\t\t\\\\N\n"


def test_bytes_are_written_as_copy_reads_them() -> None:
    begin = b"PGCOPY\n\xff\r\n\0" + bytes(8)
    row = b"\0\2" + b"\0\0\0\1a" + b"\0\0\0\0"
    assert b"".join(as_binary([(b"a", b"")])) == begin + row + b"\xff\xff"


def test_many_rows_are_few_messages() -> None:
    blocks = list(as_text((n, "x" * 90) for n in range(10_000)))
    assert len(blocks) == 4
    assert b"".join(blocks).count(b"\n") == 10_000
    assert list(as_text([])) == []
