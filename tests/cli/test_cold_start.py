"""What a command imports: the libraries that take long are loaded where they are needed, and nowhere else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from msqqa.cli import app, commands
from tests.support import process

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Place

pytestmark = pytest.mark.slow

COMMAND = """
import json, sys
from msqqa.cli import run
status = run(sys.argv[1:])
print(json.dumps([status, sorted({name.partition(".")[0] for name in sys.modules})]), file=sys.stderr)
"""
COMMANDS_IN_TURN = """
import json, sys
from msqqa.cli import run
for call in json.loads(sys.argv[1]):
    status = run(call)
    print(json.dumps([status, sorted({name.partition(".")[0] for name in sys.modules})]), file=sys.stderr)
"""
HEAVY = frozenset("torch transformers sentence_transformers langchain_text_splitters sklearn scipy pandas".split())
"""What takes seconds to import, and answers no question."""
OF_A_SEARCH = frozenset("numpy faiss onnxruntime".split())
commands.register(app)
COMMANDS = [str(command.name or getattr(command.callback, "__name__", "")) for command in app.registered_commands]
SANDBOX = "does Peru run a sandbox for payments"


def _imported(*arguments: object, status: int = 0, **options: Any) -> set[str]:
    """Return what a command imported, in a process of its own."""
    ended = process(*arguments, script=COMMAND, **options)
    came_to, names = json.loads(ended.stderr.decode().splitlines()[-1])
    assert came_to == status, ended
    return set(names)


@pytest.mark.parametrize("call", [("--help",), ("--version",), *((command, "--help") for command in COMMANDS)])
def test_help_imports_nothing_that_takes_long(call: tuple[str, ...]) -> None:
    imported = _imported(*call)
    assert not imported & (HEAVY | OF_A_SEARCH | {"rich", "sqlite3", "tokenizers", "babel", "Stemmer", "rapidfuzz"})


def test_a_wrong_call_imports_nothing_that_takes_long(tmp_path: Path) -> None:
    imported = _imported("ask", SANDBOX, "--corpus", tmp_path / "nowhere", status=2)
    assert not imported & (HEAVY | OF_A_SEARCH | {"rich", "babel"})


def test_looking_at_an_index_imports_no_encoder(survey_once: Place) -> None:
    cited = "survey/peru/2#300-330"
    for call in (("info",), ("info", "--account"), ("show", cited)):
        imported = _imported(*call, *survey_once.options, status=0 if call[0] == "info" else 2)
        assert not imported & (HEAVY | {"onnxruntime", "tokenizers", "faiss", "babel", "rich"})


def test_showing_a_citation_imports_no_encoder(survey_once: Place) -> None:
    asked = process("ask", SANDBOX, "--format", "json", *survey_once.options)
    cited = json.loads(asked.stdout)["citations"][0]["id"]
    imported = _imported("show", cited, *survey_once.options)
    assert not imported & (HEAVY | {"onnxruntime", "tokenizers", "faiss", "babel", "rich"})


def test_asking_imports_no_library_that_makes_encoders(survey_once: Place) -> None:
    asked = (
        ("ask", SANDBOX),
        ("ask", "which countries mention WCAG"),
        ("ask", "which countries have a law on data protection"),
        ("ask", "does the central bank run one", "--respondent", "peru"),
        ("search", "open data portals"),
    )
    calls = [[*call, "--format", form, *survey_once.options] for call in asked for form in ("json", "terminal")]
    # In one process, which starts once: what any of them imports is there after it.
    ended = process(json.dumps(calls), script=COMMANDS_IN_TURN)
    said = [json.loads(line) for line in ended.stderr.decode().splitlines()]
    for call, (status, names) in zip(calls, said, strict=True):
        assert status == 0, call
        assert not {*names} & (HEAVY | {"onnx", "babel", "rich"}), call
    assert {*said[0][1]} >= OF_A_SEARCH - {"faiss"}
    assert not {"faiss"} & {name for _, names in said for name in names}  # so few passages are compared one by one


def test_the_matrix_imports_no_encoder(survey_once: Place) -> None:
    assert not _imported("matrix", *survey_once.options) & (HEAVY | {"onnxruntime", "faiss", "babel", "rich"})


def test_an_index_that_is_up_to_date_is_left_without_an_engine(survey_once: Place) -> None:
    imported = _imported("index", *survey_once.options)
    assert not imported & (HEAVY | {"onnxruntime", "onnx", "faiss", "babel", "rich"})


def test_a_file_more_is_indexed_without_the_library_that_made_the_encoder(survey: Place) -> None:
    file = survey.corpus / "kenya.md"
    file.write_text(file.read_text(encoding="utf-8").replace("2019", "2021"), encoding="utf-8")
    imported = _imported("index", *survey.options)
    assert not imported & {"torch", "transformers", "sentence_transformers"}


def test_asking_leaves_nothing_outside_the_cache(survey_once: Place, tmp_path: Path) -> None:
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    places = {"HOME": home, "TMPDIR": temporary, "XDG_CACHE_HOME": home / "cache", "XDG_STATE_HOME": home / "state"}
    for folder in (home, temporary):
        folder.mkdir()
    ended = process("ask", SANDBOX, *survey_once.options, env={name: str(path) for name, path in places.items()})
    assert ended.returncode == 0, ended
    assert [str(path) for folder in (home, temporary) for path in folder.rglob("*")] == []
