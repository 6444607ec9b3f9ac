"""Controls and directional overrides in everything that somebody else writes: no output carries one, whatever it is."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from tests.support import SURVEY_FORM, Place, Run, response

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

CLIPBOARD = "\x1b]52;c;aGFjaw==\x07"
HOSTILE = f"{CLIPBOARD}\x9d52;c;aGFjaw==\x9c\x9b31m\u202eedisrever\u202c\u2066x\u2028"
STEERING = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
FORMATS = ("terminal", "json", "csv", "markdown")
CALLS = (
    ("ask", "which countries mention WCAG", "-v", "--explain"),
    ("ask", f"has Peru{HOSTILE} a portal"),
    ("ask", "list the respondents"),
    ("ask", "x", "--respondent", HOSTILE),
    ("search", f"portal {HOSTILE}"),
    ("show", "kenya/3"),
    ("show", HOSTILE),
    ("info", "--account"),
    ("matrix",),
    ("verify",),
)


def _toml(text: str) -> str:
    return json.dumps(text).replace("\x7f", "\\u007f")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, exported: None) -> Place:
    folder = tmp_path_factory.mktemp("hostile")
    corpus = folder / "survey"
    corpus.mkdir()
    form = SURVEY_FORM.replace('"A small survey of digital government"', _toml(f"A survey {HOSTILE}"))
    (corpus / "form.toml").write_text(form, encoding="utf-8")
    said = f"The portal {HOSTILE} follows WCAG. \uff1dcmd ![x](https://example.org/x.png)"
    (corpus / "kenya.md").write_text(response(portal=said), encoding="utf-8")
    (corpus / "pe\u202eru.md").write_text(response(portal="\uff1dHYPERLINK(1) of WCAG\rover"), encoding="utf-8")
    (corpus / "mali.md").write_text(response(portal="WCAG is used."), encoding="utf-8")
    (corpus / "bad\u202e.md").write_bytes(b"")
    described = f'[[respondent]]\nfile = "mali.md"\nid = "a/b c#1"\nname = {_toml("Mali" + HOSTILE)}\n'
    (corpus / "respondents.toml").write_text(described, encoding="utf-8")
    synonyms = f'[[synonyms]]\nterms = ["WCAG", {_toml("W3" + HOSTILE)}]\n'
    (corpus / "synonyms.toml").write_text(synonyms, encoding="utf-8")
    head = HOSTILE.replace("\u2028", "")
    rows = f"Country,Do you have a law {head}?,Portal\nNepal {head},Yes,It follows WCAG {head}\nTogo,No,none\n"
    (corpus / "answers.csv").write_text(rows, encoding="utf-8")
    build(Corpus.at(corpus), folder / "index", Encoder.named())
    return Place(corpus, folder / "index")


@pytest.mark.parametrize("format_", FORMATS)
def test_no_output_carries_what_steers_a_terminal(msqqa: Run, hostile: Place, format_: str) -> None:
    for call in CALLS:
        result = msqqa(*call, *hostile.options, "--format", format_)
        assert result.status in (0, 2, 3), (call, result.err)
        for text in (result.out, result.err):
            assert STEERING.search(text) is None, (call, STEERING.findall(text))
        if format_ == "json" and result.out:
            json.loads(result.out)


def test_errors_and_building_carry_none_either(msqqa: Run, hostile: Place, tmp_path: Path) -> None:
    calls = (
        ("index", hostile.corpus, "--index", tmp_path / "index"),
        ("index", HOSTILE),
        ("ask", "x", "--corpus", HOSTILE),
        ("ask", "--batch", HOSTILE, *hostile.options),
        ("ask", f"--{HOSTILE}"),
        ("form", "learn", hostile.corpus, "--print"),
        ("matrix", *hostile.options, "--output", tmp_path / "a\u202eb\x9b.md"),
    )
    for call in calls:
        result = msqqa(*call)
        assert result.status in (0, 2), (call, result.err)
        assert STEERING.search(result.both) is None, (call, STEERING.findall(result.both))


@pytest.mark.parametrize("ending", ["csv", "md", "json", "html"])
def test_no_export_carries_one(msqqa: Run, hostile: Place, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"matrix.{ending}"
    assert msqqa("matrix", *hostile.options, "--output", file).status == 0
    assert STEERING.search(file.read_text(encoding="utf-8")) is None


def test_in_json_the_quote_is_whole(msqqa: Run, hostile: Place) -> None:
    quotes = [c["quote"] for c in msqqa("show", "kenya/3", *hostile.options, "--format", "json").json]
    assert HOSTILE in quotes[0]


def test_a_formula_as_wide_as_a_chinese_character_is_none(msqqa: Run, hostile: Place) -> None:
    out = msqqa("show", "pe-ru/3", *hostile.options, "--format", "csv").out
    row, *_ = csv.DictReader(io.StringIO(out))
    assert row["quote"].startswith("'\uff1d")


def test_no_picture_is_fetched_by_markdown(msqqa: Run, hostile: Place) -> None:
    assert "](http" not in msqqa("show", "kenya/3", *hostile.options, "--format", "markdown").out.replace("\\](", "")


def test_what_an_id_holds_does_not_hide_its_cell(msqqa: Run, hostile: Place) -> None:
    [cited] = msqqa("show", "a/b c#1/3", *hostile.options, "--format", "json").json
    assert cited["respondent"] == "a/b c#1"
    assert "WCAG is used." in msqqa("show", cited["id"], *hostile.options).out
    assert "WCAG is used." in msqqa("show", "a/b c#1", *hostile.options).out
