"""Readers are given what hypothesis makes up of a format's own pieces: each file is read with sound spans, or refused.

``MSQQA_ATTACK=full`` tries fifty times as many.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msqqa.errors import SourceError
from msqqa.read import read
from msqqa.table import is_table
from msqqa.table.corpus import read_tables
from tests.attack.attacks import tries

PIECES: dict[str, list[str]] = {
    "md": [
        "# ",
        "**",
        "- ",
        "| a | b |\n",
        "| --- | --- |\n",
        "[x] Yes",
        "[ ]",
        "```",
        "<b",
        ">",
        "](",
        "1. ",
        "\n",
        "\n\n",
    ],
    "txt": ["1.", "Q4) ", "☒ ", "☐", "Yes", "\t", "\f", "\u2028", "\r", "\n\n", "?"],
    "html": [
        "<p>",
        "</p>",
        "<table>",
        "<tr>",
        "<td colspan=9>",
        "</td>",
        "<select><option selected>",
        "<input type=checkbox checked>",
        "<ol start=-3><li>",
        "<style>p{display:none}</style>",
        "&#0;",
        "&lt;",
        "<!--",
        "-->",
        "<![CDATA[",
        "<svg>",
    ],
    "csv": [",", ";", '"', "\n", "\r", "Country", "Is there a law?", "Yes", "1;2", "\ufeff", "'"],
    "json": ["[", "]", "{", "}", ":", ",", '"Country"', '"Law?"', '"a\\ud800"', "1e999", "NaN", "null", "\n"],
    "jsonl": ['{"Country": "Peru"', "}", ', "Law": ', '"Yes"', "{", "[1]", "\n"],
    "yaml": [
        "- ",
        "a: ",
        "b: |\n",
        "  ",
        "&x ",
        "*x",
        "<<: *x",
        "!!python/object:os.system ",
        "? ",
        "\n",
        "'",
        "{",
        "}",
    ],
    "docx": ["PK\x03\x04", "\x00", "word/document.xml", "PK\x05\x06" + "\x00" * 18],
    "xlsx": ["PK\x03\x04", "\x00", "xl/workbook.xml", "PK\x05\x06" + "\x00" * 18],
    "zip": ["PK\x03\x04", "PK\x01\x02", "\x00", "a.csv", "PK\x05\x06" + "\x00" * 18],
    "pdf": [
        "%PDF-1.7\n",
        "1 0 obj<<",
        "/Type/Catalog",
        "/Pages 1 0 R",
        ">>endobj\n",
        "xref\n",
        "trailer<<",
        "startxref\n",
        "9",
    ],
    "xls": ["\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", "\x00" * 64, "\xff" * 64, "\x09\x08"],
    "sav": ["$FL2@(#) ", "\x00" * 60, "\x02\x00\x00\x00", "\xff" * 8],
    "dta": [
        "<stata_dta><header><release>118</release>",
        "<byteorder>LSF</byteorder>",
        "<K>",
        "\x01\x00",
        "</K>",
        "\x00" * 30,
    ],
}
BYTES = {"docx", "xlsx", "zip", "pdf", "xls", "sav", "dta"}


@pytest.mark.parametrize("ending", PIECES)
def test_what_is_made_up_is_read_or_refused(ending: str) -> None:
    piece = st.one_of(
        st.sampled_from(PIECES[ending]), st.text(max_size=12).map(lambda t: t.encode("utf-8", "replace").decode())
    )

    @settings(max_examples=tries(20, 1_000), deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.lists(piece, max_size=40))
    def attack(pieces: list[str]) -> None:
        text = "".join(pieces)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"a.{ending}"
            file.write_bytes(text.encode("latin-1", "replace") if ending in BYTES else text.encode())
            if is_table(file.name):
                found = read_tables(Path(folder), [file.name])
                assert found.responses or found.refused or found.beside
                for response in found.responses:
                    written = response.written()
                    ends = [end for cell in written.cells for _, end in cell.runs]
                    assert all(end <= len(written.document.text) for end in ends)
                return
            try:
                document = read(file, file.name)
            except SourceError:
                return
            assert [b.start for b in document.blocks[1:]] == [b.end for b in document.blocks[:-1]]
            assert not document.blocks or document.blocks[-1].end == len(document.text)

    attack()
