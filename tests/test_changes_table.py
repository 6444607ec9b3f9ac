"""The table of changes names each module that names a value of the kind that is added, or this says why it does not.

A module is found by what it holds: a value as a text of its own, or a name of the code. So the table stays whole when a
module comes to decide by such a value.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import pytest

from msqqa import read, table
from tests.support import REPO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGE = REPO / "msqqa"


@dataclass(frozen=True)
class Row:
    """What a row of the table is held against."""

    texts: frozenset[str] = frozenset()
    """Values of the kind, those that mean nothing else."""
    names: frozenset[str] = frozenset()
    """Names of the code that stand for such a value, or for what holds it."""
    apart: Mapping[str, str] = field(default_factory=dict)
    """Modules that hold one and need no change, each with the reason."""


_WRITTEN = "an ending of files that are written, not read"
_COMMAND = "`tally` is the name of a command there too, not of the kind of question alone"
ROWS = {
    "an operator": Row(
        frozenset({"lookup", "compare", "aggregate", "tally"}),
        frozenset({"Lookup", "Compare", "Aggregate", "Tally"}),
        {f"msqqa/{name}.py": _COMMAND for name in ("mcp/schemas", "mcp/tools", "serve/operations", "render/tally")}
        | {"msqqa/model/statements.py": "the kind of a statement, which has a row of its own"},
    ),
    "a mode of a set": Row(frozenset({"mention"})),  # without "meaning", which is a basis too
    "a verdict": Row(frozenset({"matched", "possible"})),
    "a stance": Row(frozenset({"planned", "partial", "unclear"})),
    "a document format": Row(
        frozenset(read.READERS),
        apart=dict.fromkeys(
            ["msqqa/cli/matrix.py", "msqqa/cli/tally.py", "msqqa/render/matrix/__init__.py", "msqqa/serve/pages.py"],
            _WRITTEN,
        ),
    ),
    "a table format": Row(
        frozenset(table.READERS),
        apart=dict.fromkeys(["msqqa/cli/matrix.py", "msqqa/cli/tally.py", "msqqa/render/matrix/__init__.py"], _WRITTEN)
        | dict.fromkeys(["msqqa/cache.py", "msqqa/train/__main__.py"], "files of msqqa's own")
        | {"msqqa/evaluate/beir.py": "files of a public test set"},
    ),
    "a language of responses": Row(
        frozenset({"fr", "es", "ar", "ru", "zh", "pt", "de"}),
        apart={
            "msqqa/encode/unpacked.py": "the format of a file of weights",
            "msqqa/table/form.py": "an ending of English plurals",
        },
    ),
    "a packaged encoder, by a short name": Row(names=frozenset({"ENGLISH", "MULTILINGUAL"})),
    "a column of the matrix": Row(names=frozenset({"MatrixCell", "TALL"})),
    "an output format": Row(names=frozenset({"Format.csv", "Format.markdown"})),
}


@cache
def table_rows() -> dict[str, str]:
    """Return what each row of the table says, by what is added."""
    text = (REPO / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## Where to change what")[2]
    lines = [line for line in text.partition("\n## ")[0].splitlines() if line.startswith("| ")][1:]
    return {line.split("|")[1].strip(): line for line in lines if not line.startswith("| ---")}


@cache
def held() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return what each module holds: texts that are no docstrings, and names, those of a class's member whole."""
    found = {}
    for module in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        texts = {node.value for node in _constants(tree) if isinstance(node.value, str)}
        found[module.relative_to(REPO).as_posix()] = frozenset(texts), frozenset(_names(tree))
    return found


def _constants(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Constant):
            yield node
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            yield from _constants(node)


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


def holders(row: Row) -> set[str]:
    """Return the modules that hold a value of a kind."""
    return {module for module, (texts, names) in held().items() if texts & row.texts or names & row.names}


def is_named(module: str, line: str) -> bool:
    """Return whether a line names a module, or a folder that it stands in."""
    paths = re.findall(r"`(msqqa/[\w/.]+)`", line)
    return module in paths or any(module.startswith(f"{path}/") for path in paths if not path.endswith(".py"))


@pytest.mark.parametrize("kind", ROWS)
def test_every_module_that_holds_a_value_is_named_in_its_row(kind: str) -> None:
    row, line = ROWS[kind], table_rows()[kind]
    missing = sorted(one for one in holders(row) - {*row.apart} if not is_named(one, line))
    assert not missing, f"the row of {kind} in docs/architecture.md does not name: {', '.join(missing)}"


@pytest.mark.parametrize("kind", ROWS)
def test_what_stands_apart_does_so_for_a_reason_that_still_holds(kind: str) -> None:
    row, line = ROWS[kind], table_rows()[kind]
    assert all(row.apart.values())
    assert not {*row.apart} - holders(row)
    assert not [one for one in row.apart if is_named(one, line)]


def test_a_module_without_such_a_value_is_not_found() -> None:
    assert "msqqa/version.py" not in holders(ROWS["a verdict"])
    assert is_named("msqqa/model/names.py", "in `msqqa/model`: its name")
    assert not is_named("msqqa/model/names.py", "`msqqa/model/names_of.py`, `msqqa/mod`")
