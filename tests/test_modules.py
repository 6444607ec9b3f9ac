"""Modules are short, public classes have names of their own and say what they are, functions are no participles."""

from __future__ import annotations

import ast
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

import pytest

from tests.support import REPO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODULES = sorted((REPO / "msqqa").rglob("*.py"))
LONG = 300
"""Lines from which on a module has to say why it is not parted."""
REASON = f"Over {LONG} lines: "
MEDIAN = 130
"""Lines that half of the modules do not exceed."""
_FEWEST = 10
"""Lines of an ``__init__.py`` from which it counts as a module; a shorter one only passes names on."""

_PARTICIPLES = frozenset(
    "begun built chosen done drawn found given gone held hidden kept known left lost made meant said seen "
    "sent shown sought spent stood taken taught thought told understood won worn written".split()
)
"""Of verbs that are not regular; without those that are the verb itself, as "read" and "bound" are."""
_NO_PARTICIPLES = {
    "changed_among": "of the interface in Python, whose names are kept",
    "changed_sources": "of the interface in Python, as the field of an answer",
    "named": "makes a model or an encoder: `Encoder.named(...)` is the one of that name",
    "opening_of": "an opening is a noun",
    "printed_number": "a number, as the form prints it",
    "shipped": "makes what ships with msqqa: `Reader.shipped()`",
}
"""Names of functions and methods that begin as a participle does, each with the reason that it stands."""


def _name(module: Path) -> str:
    return module.relative_to(REPO).as_posix()


def _length(module: Path) -> int:
    return len(module.read_text(encoding="utf-8").splitlines())


def _parse(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def _is_reasoned(docstring: str) -> bool:
    """Return whether a paragraph of a docstring gives the reason of a long module, and not its opening words alone."""
    return any(part.startswith(REASON) and part.removeprefix(REASON).strip() for part in docstring.split("\n\n"))


def test_the_modules_are_found() -> None:
    assert len(MODULES) > 300


@pytest.mark.parametrize(
    ("docstring", "reasoned"),
    [
        ("Words.\n\nOver 300 lines: its rules are read side by side.", True),
        ("Words. Over 300 lines: its rules are read side by side.", False),
        ("Words.\n\nIt is over 300 lines: its rules are read side by side.", False),
        ("Words.\n\nOver 300 lines: ", False),
        ("", False),
    ],
)
def test_a_reason_is_a_paragraph_of_its_own(docstring: str, reasoned: bool) -> None:
    assert _is_reasoned(docstring) is reasoned


def test_long_modules_and_no_others_say_why_they_are_not_parted() -> None:
    reasoned = {_name(module) for module in MODULES if _is_reasoned(ast.get_docstring(_parse(module)) or "")}
    long = {_name(module) for module in MODULES if _length(module) > LONG}
    assert not long - reasoned, f"say in the docstring why it is not parted, in a paragraph that begins {REASON!r}"
    assert not reasoned - long, f"no longer over {LONG} lines: take the paragraph out"


def test_most_modules_are_short() -> None:
    lengths = [n for module in MODULES if (n := _length(module)) >= _FEWEST or module.name != "__init__.py"]
    assert median(lengths) <= MEDIAN


def test_no_two_public_classes_share_a_name() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for module in MODULES:
        for node in _parse(module).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(_name(module))
    assert not {name: own for name, own in places.items() if len(own) > 1}


def _begins_as_participle(name: str) -> bool:
    first = name.split("_", maxsplit=1)[0]
    return first in _PARTICIPLES or (len(first) > 4 and first.endswith(("ed", "ing")))


def _public_functions() -> Iterator[str]:
    """Yield the public functions of modules, and the public methods that are called, properties not."""
    for module in MODULES:
        body = _parse(module).body
        for node in [*body, *(inner for found in body if isinstance(found, ast.ClassDef) for inner in found.body)]:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
                continue
            if not any("property" in ast.unparse(decorator) for decorator in node.decorator_list):
                yield node.name


@pytest.mark.parametrize(
    ("name", "participle"),
    [("told_of", True), ("asked", True), ("ranking", True), ("read_form", False), ("need", False), ("rank", False)],
)
def test_participles_are_told_by_the_first_word(name: str, participle: bool) -> None:
    assert _begins_as_participle(name) is participle


def test_no_public_function_or_method_is_named_by_a_participle() -> None:
    found = {name for name in _public_functions() if _begins_as_participle(name)}
    assert sorted(found - _NO_PARTICIPLES.keys()) == [], "name it by a verb: what it does, or returns"
    assert sorted(_NO_PARTICIPLES.keys() - found) == [], "take it off the list"


def test_public_classes_say_what_they_are() -> None:
    for module in MODULES:
        for node in _parse(module).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{_name(module)}: {node.name} has no docstring"
