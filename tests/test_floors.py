"""The floors of the package: a module imports from its own floor and from those below it, and in no circle."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING

from tests.support import REPO

if TYPE_CHECKING:
    from collections.abc import Iterator

FLOORS = (
    ("errors", "escapes", "folding", "forms", "memory", "scripts", "softmax", "streams", "version"),
    ("words", "markdown_marks", "bounds", "extras", "model", "cache"),
    ("languages", "corpus", "places"),
    ("stance",),
    ("read",),
    ("personal", "closed", "table"),
    ("encode",),
    ("form", "judge"),
    ("index",),
    ("review", "cluster"),
    ("ask.reading",),
    ("ask.plan",),
    ("ask.retrieve",),
    ("ask.judge",),
    ("ask.answer",),
    ("ask", "ask.engine"),
    ("render",),
    ("llm",),
    ("evaluate", "api", "arguments"),
    ("serve", "mcp"),
    ("cli", "__main__"),
    ("train",),
)
"""From the bottom to the top, by the names below ``msqqa``. What stands on one floor may import one another."""


def _imported(tree: ast.AST, modules: frozenset[str]) -> Iterator[str]:
    """Yield the modules of the package that a module imports, wherever, and be it for a type alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in modules else node.module for name in inner if node.module in modules)


@cache
def imports() -> dict[str, set[str]]:
    """Return what each module of the package imports of it, by full names."""
    paths = {}
    for path in sorted((REPO / "msqqa").rglob("*.py")):
        parts = path.relative_to(REPO).with_suffix("").parts
        paths[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    modules = frozenset(paths)
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in paths.items()}
    return {name: {other for other in _imported(tree, modules) if other != name} for name, tree in trees.items()}


def floor(module: str) -> int:
    """Return the floor that a module stands on; that of its package where it has none of its own."""
    name = module.removeprefix("msqqa").removeprefix(".")
    while name:
        for n, named in enumerate(FLOORS):
            if name in named:
                return n
        name = name.rpartition(".")[0]
    raise LookupError(module)


def upward() -> set[tuple[str, str]]:
    """Return each import from a floor above, by names below the package."""
    below = {module: others for module, others in imports().items() if module != "msqqa"}  # the package opens its api
    return {
        (module.removeprefix("msqqa."), other.removeprefix("msqqa."))
        for module, others in below.items()
        for other in others
        if other == "msqqa" or floor(other) > floor(module)
    }


def test_every_module_stands_on_a_floor() -> None:
    for module in imports().keys() - {"msqqa"}:
        floor(module)


def test_no_module_imports_from_a_floor_above() -> None:
    assert sorted(upward()) == []


def test_nothing_imports_what_trains_the_models() -> None:
    users = {m for m, others in imports().items() if any(f"{o}.".startswith("msqqa.train.") for o in others)}
    assert {m for m in users if not m.startswith("msqqa.train")} == set()


def test_no_modules_import_one_another_in_a_circle() -> None:
    left = {module: set(others) for module, others in imports().items()}
    while free := {module for module, others in left.items() if not others & left.keys()}:
        left = {module: others for module, others in left.items() if module not in free}
    # What is left is in a circle, or imports from one.
    while idle := left.keys() - set().union(*left.values()):
        left = {module: others for module, others in left.items() if module not in idle}
    assert sorted(left) == []
