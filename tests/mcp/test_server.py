"""``msqqa mcp``, spoken to by the protocol's own client over a real process."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import msqqa
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from msqqa.llm.named import speaker
from msqqa.mcp import tools
from tests.support import command, environment, is_exact, is_sound, process

pytest.importorskip("mcp.server.stdio", reason="the extra mcp is not installed: pip install 'msqqa[mcp]'")

from mcp import Client, MCPError, StdioServerParameters, stdio_client

from tests.llm.speakers import HTTPX, saying, serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support import Place, Run

ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "set": ("ask", {"question": "which countries mention WCAG"}),
    "lookup": ("ask", {"question": "does Peru have a regulatory sandbox"}),
    "only": ("ask", {"question": "who mentions WCAG", "respondents": ["Kenya"], "limit": 0}),
    "absent": ("ask", {"question": "does Norway have a regulatory sandbox"}),
    "search": ("search", {"words": "open data", "limit": 2}),
    "stance": ("search", {"words": "law", "stances": ["yes"]}),
    "answer": ("show", {"target": "kenya/3"}),
    "everybody": ("show", {"target": "3", "limit": 2}),
    "matrix": ("matrix", {"questions": ["1", "2"]}),
    "tally": ("tally", {"question": "1"}),
    "info": ("info", {}),
}
WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "nobody": ("ask", {"question": "who mentions WCAG", "respondents": ["Atlantis"]}, "Atlantis"),
    "no question": ("ask", {"question": "? ?"}, "question"),
    "no such place": ("show", {"target": "survey/kenya/99#0-1"}, "kenya/99"),
    "missing": ("ask", {}, "'question' is a required property"),
    "empty": ("ask", {"question": ""}, "question: "),
    "of another type": ("search", {"words": "law", "limit": "many"}, "limit: 'many'"),
    "of another name": ("info", {"verbose": True}, "'verbose' was unexpected"),
    "too long": ("ask", {"question": "x" * 20_000}, "question: "),
}

VISITS = [(f"Library {n}", "North" if n < 4 else "South", "weekly" if n % 3 else "monthly") for n in range(12)]


def talk(place: Place, say: Callable[[Client], Any], *options: str, errors: Path | None = None) -> Any:
    """Start a server for a corpus, and return what a conversation with it comes to."""
    [program, *arguments] = command("mcp", *place.options, *options)
    server = StdioServerParameters(command=program, args=arguments, env=environment())

    async def run() -> Any:
        with Path(errors or os.devnull).open("w", encoding="utf-8") as log:
            async with Client(stdio_client(server, errlog=log)) as client:
                return await say(client)

    return asyncio.run(run())


@pytest.fixture(scope="module")
def told(survey_once: Place, exported: None) -> dict[str, Any]:
    """What one server says to all that is asked here: its tools, and each result by name."""

    async def say(client: Client) -> dict[str, Any]:
        # Its wrong calls come first: whatever they are, the server goes on.
        calls: dict[str, Any] = {name: call[:2] for name, call in {**WRONG, **ASKED}.items()}
        found: dict[str, Any] = {name: await client.call_tool(*call) for name, call in calls.items()}
        with pytest.raises(MCPError, match="no tool 'delete'; there are ask, search"):
            await client.call_tool("delete", {})
        [cited] = found["lookup"].structured_content["citations"][:1]
        found["place"] = await client.call_tool("show", {"target": cited["id"], "around": 1})
        found["tools"] = {tool.name: tool for tool in (await client.list_tools()).tools}
        return found

    result: dict[str, Any] = talk(survey_once, say)
    return result


def of(told: dict[str, Any], name: str) -> dict[str, Any]:
    result = told[name]
    assert not result.is_error, result.content
    assert json.loads(result.content[0].text) == result.structured_content
    data: dict[str, Any] = result.structured_content
    return data


# ---------------------------------------------------------------- tools


def test_each_tool_says_what_it_returns(told: dict[str, Any]) -> None:
    tools = told["tools"]
    assert list(tools) == ["ask", "search", "show", "matrix", "tally", "info"]
    for tool in tools.values():
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
        assert tool.annotations.read_only_hint
        assert "eturns" in tool.description
        assert tool.input_schema["additionalProperties"] is False
        assert all("description" in said for said in tool.input_schema["properties"].values())
    for name in ("ask", "tally"):
        assert "`answered: false` means that the corpus" in tools[name].description


def test_results_are_of_their_schemas_and_a_changed_one_is_not(told: dict[str, Any]) -> None:
    for name, (tool, _) in ASKED.items():
        schema = told["tools"][tool].output_schema
        validator = jsonschema.Draft202012Validator(schema)
        validator.validate(of(told, name))
        for field in schema["required"]:
            assert not validator.is_valid({key: value for key, value in of(told, name).items() if key != field})


def test_an_answer_is_the_one_of_the_command_line(told: dict[str, Any], small: Run, survey_once: Place) -> None:
    for name in ("set", "lookup", "absent"):
        mine, theirs = of(told, name), small("ask", ASKED[name][1]["question"], "--format", "json").json
        assert {**mine, "timing_ms": 0} == {**theirs, "timing_ms": 0}
        is_sound(mine, survey_once.corpus)
    assert of(told, "set")["coverage"]["matched"] == 2
    absent = of(told, "absent")
    assert not absent["answered"]
    assert absent["respondents"] == []
    only = of(told, "only")
    assert [person["id"] for person in only["respondents"]] == ["kenya"]


def test_passages_and_places_are_exact(told: dict[str, Any], small: Run, survey_once: Place) -> None:
    search = of(told, "search")
    assert search["passages"] == small("search", "open data", "--limit", 2, "--format", "json").json["passages"]
    assert search["changed_sources"] == []
    place, lookup = of(told, "place"), of(told, "lookup")
    [shown] = place["places"]
    assert shown["id"] == lookup["citations"][0]["id"]
    text = (survey_once.corpus / "peru.md").read_text(encoding="utf-8")
    assert f"{shown['before']}{shown['quote']}{shown['after']}" in text
    assert shown["before"]
    everybody = of(told, "everybody")
    assert (len(everybody["places"]), everybody["total"] >= 3) == (2, True)
    for cited in (*search["passages"], *place["places"], *of(told, "answer")["places"], *everybody["places"]):
        is_exact(cited, survey_once.corpus)
    says = {passage["says"] for passage in of(told, "stance")["passages"]}
    assert says == {"yes"}


def test_the_matrix_the_counts_and_what_there_is(told: dict[str, Any], small: Run, survey_once: Place) -> None:
    matrix = of(told, "matrix")
    assert {(cell["respondent"], cell["question_id"], cell["says"]) for cell in matrix["cells"]} >= {
        ("kenya", "1", "yes"),
        ("peru", "1", "no"),
        ("peru", "2", "yes"),
        ("japan", "1", "blank"),
    }
    tally = of(told, "tally")
    assert (tally["answered"], tally["tally"]) == (False, None)
    assert "own words" in tally["undecided"]["why"]
    assert of(told, "info") == small("info", "--format", "json").json


def test_a_matrix_too_large_for_one_result_says_so(survey_once: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "MOST_CELLS", 5)
    with msqqa.open(survey_once.index) as asker:
        with pytest.raises(msqqa.QuestionError, match=r"12 cells, .* 5 at most; name fewer questions"):
            tools.BY_NAME["matrix"].run(asker, {})
        assert len(tools.BY_NAME["matrix"].run(asker, {"respondents": ["Peru"]})["cells"]) == 4


def test_closed_answers_are_counted(tmp_path: Path) -> None:
    (tmp_path / "visits").mkdir()
    rows = ["name,region,How often do you visit?", *(f"{n},{r},{o}" for n, r, o in VISITS)]
    (tmp_path / "visits" / "visits.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    build(Corpus.at(tmp_path / "visits"), tmp_path / "index", Encoder.named())
    with msqqa.open(tmp_path / "index") as asker:
        tally = tools.BY_NAME["tally"]
        told = tally.run(asker, {"question": "how-often-do-you-visit", "by": "group"})
    jsonschema.Draft202012Validator(tally.returns).validate(told)
    assert told["answered"]
    counted = {row["option"]: (row["count"], row["by"]) for row in told["tally"]["rows"]}
    assert counted == {"weekly": (8, [2, 6]), "monthly": (4, [2, 2])}
    assert told["tally"]["columns"] == ["North", "South"]


# ---------------------------------------------------------------- a language model that rewords


def test_ask_rewords_where_the_server_has_a_model_and_it_is_wanted(
    survey_once: Place, exported: None, told: dict[str, Any], tmp_path: Path
) -> None:
    pytest.importorskip("httpx", reason=HTTPX)
    question = {"question": "does Peru have a regulatory sandbox"}

    async def say(client: Client) -> dict[str, Any]:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        found = {"tools": tools, "plain": await client.call_tool("ask", question)}
        asked_before = len(server.asked)
        found["reworded"] = await client.call_tool("ask", {**question, "reword": True})
        return {**found, "asked before": asked_before}

    words = "The central bank of Peru runs a sandbox for payments [1]. Peru has no sandbox [1]."
    with serving(saying(words)) as server:
        options = ("--llm", server.url, "--llm-model", "tiny")
        with_model = talk(survey_once, say, *options, errors=tmp_path / "errors")
    assert with_model["asked before"] == 0
    assert len(server.asked) == 1
    plain, reworded = of(with_model, "plain"), of(with_model, "reworded")
    assert "language_model" not in plain
    assert reworded["language_model"]["where"] == server.url
    assert [one["text"] for one in reworded["language_model"]["sentences"]] == [
        "The central bank of Peru runs a sandbox for payments."
    ]
    assert {**reworded, "timing_ms": 0} == {
        **plain,
        "timing_ms": 0,
        "language_model": reworded["language_model"],
    }
    tool = with_model["tools"]["ask"]
    jsonschema.Draft202012Validator(tool.output_schema).validate(reworded)
    # Whoever reads the tools, and whoever started the server, is told where it is sent.
    assert server.url in tool.input_schema["properties"]["reword"]["description"]
    assert f"characters to {server.url} on this machine" in (tmp_path / "errors").read_text(encoding="utf-8")
    assert "reword" not in told["tools"]["ask"].input_schema["properties"]


def test_a_model_elsewhere_makes_the_tool_one_of_an_open_world(survey_once: Place) -> None:
    far, *others = tools.with_speaker(speaker("https://llm.example/v1", "m"), print, possible=False)
    assert (far.name, far.leaves, [tool.leaves for tool in others]) == ("ask", True, [False] * 5)
    assert "which is not on this machine" in far.takes["properties"]["reword"]["description"]
    near, *_ = tools.with_speaker(speaker("http://127.0.0.1:1/v1", "m"), print, possible=False)
    assert not near.leaves


# ---------------------------------------------------------------- errors


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_in_one_line(told: dict[str, Any], name: str) -> None:
    result = told[name]
    assert result.is_error
    [content] = result.content
    assert WRONG[name][2] in content.text
    assert "\n" not in content.text
    assert len(content.text) < 500


def test_it_is_the_line_of_the_command_line(told: dict[str, Any], small: Run) -> None:
    for name, *arguments in (
        ("nobody", "ask", "who mentions WCAG", "--respondent", "Atlantis"),
        ("no question", "ask", "? ?"),
        ("no such place", "show", "survey/kenya/99#0-1"),
    ):
        assert f"msqqa: {told[name].content[0].text}\n" == small(*arguments).err


def test_without_an_index_it_does_not_start(survey_once: Place, tmp_path: Path) -> None:
    ended = process("mcp", "--corpus", survey_once.corpus, "--index", tmp_path / "none", input=b"")
    [line] = ended.stderr.decode().splitlines()
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert line.startswith("msqqa: no index at ")
    assert "build one with msqqa index" in line


def test_without_the_sdk_the_command_that_installs_it_is_told(survey_once: Place) -> None:
    script = f"""
import sys
sys.modules["mcp"] = None
from msqqa.cli import main
main(["mcp", *{survey_once.options!r}])
"""
    ended = process(script=script, input=b"")
    assert (ended.returncode, ended.stdout) == (2, b"")
    told = "msqqa: msqqa mcp needs mcp, which is not installed; pip install 'msqqa[mcp]'\n"
    assert ended.stderr.decode() == told


# ---------------------------------------------------------------- the wire


def _line(id_: int, method: str, **params: Any) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "id": id_, "method": method, "params": params}).encode() + b"\n"


HELLO = _line(
    1, "initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo={"name": "test", "version": "0"}
)
READY = b'{"jsonrpc":"2.0","method":"notifications/initialized"}\n'


def test_nothing_but_the_protocol_goes_to_standard_output(survey: Place, exported: None) -> None:
    # Odd lines between; and a corpus that changed, of which a person would be told.
    (survey.corpus / "peru.md").write_text("another text", encoding="utf-8")
    asked = _line(2, "tools/call", name="ask", arguments={"question": "does Peru have a regulatory sandbox"})
    said = HELLO + READY + b"\nno JSON\n[1, 2]\n{}\n\xff\xfe\n" + _line(3, "no/such/method") + asked
    answers: dict[object, Any] = {}
    with _started(survey) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        assert server.stderr is not None
        server.stdin.write(said)
        server.stdin.flush()
        while not {1, 2, 3} <= answers.keys():
            message = json.loads(server.stdout.readline())
            assert message["jsonrpc"] == "2.0"
            answers[message.get("id")] = message
        server.stdin.close()
        assert server.stdout.read() == b""
        told = server.stderr.read().decode()
    assert server.returncode == 0, told
    assert answers[1]["result"]["serverInfo"]["name"] == "msqqa"
    assert "answered: false" in answers[1]["result"]["instructions"]
    assert answers[2]["result"]["structuredContent"]["changed_sources"] == ["peru.md"]
    assert "error" in answers[3]
    assert all(line.startswith("msqqa: ") for line in told.splitlines()), told


def _started(place: Place) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen(command("mcp", *place.options), env=environment(), stdin=pipe, stdout=pipe, stderr=pipe)


def test_a_client_that_goes_away_is_no_fault(survey_once: Place, exported: None) -> None:
    with _started(survey_once) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        assert server.stderr is not None
        server.stdin.write(HELLO + READY)
        server.stdin.flush()
        assert server.stdout.readline()
        server.stdout.close()  # nobody reads any more, then nobody writes
        for id_ in range(2, 6):
            server.stdin.write(_line(id_, "tools/call", name="info", arguments={}))
        server.stdin.close()
        assert (server.stderr.read().decode(), server.wait(30)) == ("", 0)


def test_an_interrupt_ends_it_though_nobody_writes(survey_once: Place, exported: None) -> None:
    with _started(survey_once) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        assert server.stderr is not None
        server.stdin.write(HELLO)
        server.stdin.flush()
        assert server.stdout.readline()
        server.send_signal(signal.SIGINT)
        assert server.wait(10) in (-signal.SIGINT, 130)
        assert server.stderr.read() == b""


def test_an_index_that_is_built_anew_is_followed(survey: Place, exported: None) -> None:
    asked = ("ask", {"question": "which countries mention WCAG"})

    async def say(client: Client) -> list[int]:
        counts = []
        before = await client.call_tool(*asked)
        counts.append(before.structured_content["coverage"]["matched"])
        kenya = survey.corpus / "kenya.md"
        text = kenya.read_text(encoding="utf-8").replace("Web Content Accessibility Guidelines (WCAG)", "XYZ")
        kenya.write_text(text, encoding="utf-8")
        build(Corpus.at(survey.corpus), survey.index, Encoder.named())
        after = await client.call_tool(*asked)
        counts.append(after.structured_content["coverage"]["matched"])
        return counts

    assert talk(survey, say) == [2, 1]
