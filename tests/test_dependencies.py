"""What the code imports is declared in pyproject.toml, each package once in each list."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING

import pytest

from tests.support import REPO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROJECT = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ALWAYS: list[str] = PROJECT["dependencies"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
FOLDERS = ("msqqa", "tests", "evals", ".ci")
TWICE = {"torch", "matplotlib", "pyreadstat", "starlette", "uvicorn", "jsonschema", "mcp", "pandas", "httpx"}
TWICE |= {"ir-measures", "bm25s"}
"""An extra may name again what another list has: torch for training; what an extra reads, draws, serves or speaks, and
the tests too."""


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def _own() -> set[str]:
    """Return the names of modules that lie in this repository."""
    return {*FOLDERS} | {file.stem for folder in ("evals", ".ci") for file in (REPO / folder).rglob("*.py")}


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_import_is_declared(folder: str) -> None:
    everything = {_name(one) for one in [*ALWAYS, *(one for extra in EXTRAS.values() for one in extra)]}
    known, own, missing = packages_distributions(), _own(), set()
    for file in (REPO / folder).rglob("*.py"):
        for module in set(_imported(file)) - own - set(sys.stdlib_module_names):
            # What is not installed here is found by its own name.
            packages = {_name(one) for one in known.get(module, [module.replace("_", "-")])}
            if not packages & everything:
                missing.add(f"{file.relative_to(REPO)}: {module}")
    assert sorted(missing) == []


def test_no_package_is_declared_twice() -> None:
    for listed in (ALWAYS, *EXTRAS.values()):
        names = [_name(one) for one in listed]
        assert sorted(names) == sorted(set(names))
    everywhere = [_name(one) for one in [*ALWAYS, *(one for extra in EXTRAS.values() for one in extra)]]
    assert {name for name in everywhere if everywhere.count(name) > 1} <= TWICE


def test_torch_is_pinned_alike_wherever_it_is_named() -> None:
    pins = {one for one in [*ALWAYS, *EXTRAS["train"]] if _name(one) == "torch"}
    assert len(pins) == 1
    assert "==" in next(iter(pins))
