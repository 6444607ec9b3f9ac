"""Readers and questions are given what hypothesis makes up: each is read or answered, or refused in one line.

Files are made of a format's own pieces, or are whole but for some bytes of what an archive holds; questions are made of
their own words and of any characters. ``MSQQA_ATTACK=full`` tries fifty times as many.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msqqa.ask.engine import Engine
from msqqa.cli.ask import write
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import UserError
from msqqa.index.open import open_index
from msqqa.render import Format
from tests.attack.attacks import tries
from tests.attack.seeds import BITS, SEEDS, is_read_or_refused
from tests.support import is_sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support import Place

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
        is_read_or_refused(ending, text.encode("latin-1", "replace") if ending in BYTES else text.encode())

    attack()


@pytest.mark.parametrize("ending", SEEDS)
def test_a_whole_file_with_some_bytes_changed_is_read_or_refused(ending: str) -> None:
    whole = SEEDS[ending]()

    @settings(max_examples=tries(5, 300), deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def attack(drawn: st.DataObject) -> None:
        is_read_or_refused(ending, _changed(whole, drawn))

    attack()


def _changed(data: bytes, drawn: st.DataObject) -> bytes:
    """Return a file in which some bytes differ; of an archive, those of one member before it is packed."""
    if not data.startswith(b"PK") or drawn.draw(st.integers(0, 9)) == 0:
        return _with_edits(data, drawn)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = drawn.draw(st.sampled_from([name for name in old.namelist() if name != "mimetype"]))
        for name in old.namelist():
            new.writestr(name, _with_edits(old.read(name), drawn) if name == chosen else old.read(name))
    return written.getvalue()


def _with_edits(data: bytes, drawn: st.DataObject) -> bytes:
    packed = [struct.pack(f"<{kind}", at) for kind, at in (("i", -1), ("I", 2**31), ("H", 0), ("d", -1e308))]
    put = st.one_of(st.binary(max_size=8), st.sampled_from(packed), st.sampled_from(BITS))
    changed = bytearray(data)
    for _ in range(drawn.draw(st.integers(1, 4))):
        at = drawn.draw(st.integers(0, len(changed)))
        changed[at : at + drawn.draw(st.integers(0, 8))] = drawn.draw(put)
    return bytes(changed)


WORDS = [
    *"which countries|who|does|Peru|Kenya and Japan|not|and|or|but|neither|WCAG|open data|mention|have".split("|"),
    *"compare|most|average|question 1|question 99|q3.|since 2020|%|a law|sandbox|?|!|(|)|“|[1]|*|&|-1".split("|"),
    *"哪些国家|есть ли|هل لدى|¿qué países|ﬁ|İ|ß|\u0301|\u200f|\u202e|\x1b[31m|\x9b|\0|\n|\r|1e999".split("|"),
    *('"', "|", "9" * 400),
]


@pytest.fixture(scope="module")
def engine(survey_once: Place) -> Iterator[Engine]:
    opened = open_index(survey_once.index, Corpus.at(survey_once.corpus), Encoder.named())
    assert opened is not None
    yield Engine.over(opened, Encoder.named())
    opened.close()


def test_any_question_is_answered_or_refused_and_its_answer_can_be_shown(survey_once: Place, engine: Engine) -> None:
    asked = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=20)), max_size=14)

    @settings(max_examples=tries(20, 500), deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(asked, st.sampled_from([" ", "", ", "]))
    def attack(words: list[str], between: str) -> None:
        try:
            answer = engine.ask(between.join(words))
        except UserError:
            return
        for form in Format:
            with redirect_stdout(io.StringIO()) as shown:
                write(answer, form, 10)
            assert shown.getvalue() or form is Format.csv
            if form is Format.json:
                is_sound(json.loads(shown.getvalue()), survey_once.corpus)

    attack()
