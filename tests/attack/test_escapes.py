"""Controls and directional overrides in everything that somebody else writes: no output carries one, whatever it is."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from typing import TYPE_CHECKING

import openpyxl
import pytest

from msqqa.ask.engine import Engine
from msqqa.cli.complete import completions
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from msqqa.index.open import open_index
from tests.support import SURVEY_FORM, Place, Run, command, environment, response

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
    ("tally", "how often is it used"),
    ("tally", HOSTILE),
    ("review",),
    ("review", HOSTILE, "1", "--stance", "yes", "--reason", HOSTILE),
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
    rows = f"Country,Do you have a law {head}?,Portal,How often is it used {head}?\n"
    rows += "".join(
        f"Nepal {n} {head},{'Yes' if n % 2 else 'No'},WCAG {head},{f'weekly {head}' if n % 3 else 'monthly'}\n"
        for n in range(12)
    )
    (corpus / "answers.csv").write_text(rows, encoding="utf-8")
    corrected = '[[verdict]]\nrespondent = "kenya"\nquestion = "1"\nstance = "no"\n'
    corrected += f"reason = {_toml('seen ' + HOSTILE)}\nby = {_toml('an ' + HOSTILE)}\n"
    (corpus / "verdicts.toml").write_text(corrected, encoding="utf-8")
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


@pytest.mark.parametrize("ending", ["csv", "md", "json", "html", "xlsx"])
def test_no_export_carries_one(msqqa: Run, hostile: Place, tmp_path: Path, ending: str) -> None:
    for call in (("matrix",), ("tally", "how often is it used")):
        if (call[0], ending) == ("tally", "html"):
            continue  # not made
        file = tmp_path / f"{call[0]}.{ending}"
        result = msqqa(*call, *hostile.options, "--output", file)
        assert result.status == 0, result.err
        for text in _texts(file):
            assert STEERING.search(text) is None, (call, text)


def _texts(file: Path) -> list[str]:
    """Return what a file holds; of a workbook, what its cells do, as XML can hold no other controls."""
    if file.suffix != ".xlsx":
        return [file.read_text(encoding="utf-8")]
    book = openpyxl.load_workbook(file)
    assert book.properties.created.year == 1980  # or no two were the same
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    return [value for row in rows for value in row if isinstance(value, str)]


def test_no_file_of_a_report_carries_one(msqqa: Run, hostile: Place, tmp_path: Path) -> None:
    asked = {"id": f"q{HOSTILE}", "kind": "lookup", "text": f"does Kenya {HOSTILE} have a law", "cells": ["kenya/1"],
             "respondents": ["kenya"], "stance": "yes"}  # fmt: skip
    (tmp_path / "few.jsonl").write_text(json.dumps(asked) + "\n", encoding="utf-8")
    written = tmp_path / "report"
    call = ("eval", tmp_path / "few.jsonl", "--system", "msqqa", "--report", written, "--show", "misses")
    result = msqqa(*call, *hostile.options)
    assert result.status == 0, result.err
    assert STEERING.search(result.both) is None
    files = [file for file in written.rglob("*") if file.suffix != ".png" and file.is_file()]
    assert {file.suffix for file in files} >= {".md", ".json", ".run"}
    for file in files:
        assert STEERING.search(file.read_text(encoding="utf-8")) is None, file.name
    assert json.loads((written / "results.json").read_text(encoding="utf-8"))["asked"][0]["id"] == asked["id"]


def test_nothing_that_is_completed_at_the_prompt_carries_one() -> None:
    for line in ("Ma", "question a"):
        found = list(completions(line, (), {}, [f"Mali{HOSTILE}"], [f"a{HOSTILE}"]))
        assert found
        assert not any(STEERING.search(text) for text, _ in found)


def test_no_reply_of_the_server_carries_one(hostile: Place) -> None:
    for needed in ("starlette", "uvicorn", "jsonschema", "httpx"):
        pytest.importorskip(needed, reason="the extra serve is not installed: pip install 'msqqa[serve]'")
    from starlette.testclient import TestClient

    from msqqa.serve.app import make_app
    from msqqa.serve.desk import Desk
    from msqqa.serve.listen import listen

    corpus = Corpus.at(hostile.corpus)
    opened = open_index(hostile.index, corpus, Encoder.named())
    looked_up = open_index(hostile.index, corpus, vectors=False)
    assert opened is not None
    assert looked_up is not None
    listening = listen("127.0.0.1", 0, None)
    desk = Desk(Engine.over(opened, Encoder.named()), looked_up)
    client = TestClient(make_app(desk, listening), base_url=f"http://127.0.0.1:{listening.port}")
    with listening.socket:
        replies = [
            client.post("/api/ask", json={"question": "which countries mention WCAG"}),
            client.post("/api/ask", json={"question": f"has Peru {HOSTILE} a portal"}),
            client.post("/api/ask", json={"question": "x", "respondents": [HOSTILE]}),
            client.get("/api/info"),
            client.get("/"),
        ]
        desk.close()
    assert [reply.status_code for reply in replies][:2] == [200, 200]
    for reply in replies:
        assert STEERING.search(reply.text) is None, (reply.url, STEERING.findall(reply.text))
    quotes = [cited["quote"] for cited in replies[0].json()["citations"]]
    assert any(HOSTILE in quote for quote in quotes)  # in JSON it is the very character


def test_nothing_that_is_said_to_a_client_of_mcp_carries_one(hostile: Place) -> None:
    pytest.importorskip("mcp.server.stdio", reason="the extra mcp is not installed: pip install 'msqqa[mcp]'")
    about = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a", "version": "1"}}
    calls = [
        ("ask", {"question": "which countries mention WCAG"}),
        ("show", {"target": "kenya/3"}),
        ("ask", {"question": "x", "respondents": [HOSTILE]}),
    ]
    said: list[dict[str, object]] = [
        {"id": 0, "method": "initialize", "params": about},
        {"method": "notifications/initialized"},
    ]
    said += [
        {"id": n, "method": "tools/call", "params": {"name": name, "arguments": given}}
        for n, (name, given) in enumerate(calls, 1)
    ]
    running = subprocess.Popen(
        command("mcp", *hostile.options), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    )
    assert running.stdin is not None
    assert running.stdout is not None
    told = []
    with running:
        for message in said:
            running.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
            running.stdin.flush()
            if "id" in message:
                told.append(running.stdout.readline().decode("utf-8"))
        running.stdin.close()
    for line in told:
        assert STEERING.search(line.rstrip("\n")) is None, STEERING.findall(line)
    assert HOSTILE in _quotes(json.loads(told[2])["result"]["structuredContent"])


def _quotes(value: object) -> str:
    """Return all quotes within a value."""
    if isinstance(value, dict):
        return "".join(str(one) if key == "quote" else _quotes(one) for key, one in value.items())
    return "".join(map(_quotes, value)) if isinstance(value, list) else ""


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
