"""Modules are short, a long one says why it is not parted, and each public class has a name of its own."""

from __future__ import annotations

import ast
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

import pytest

from tests.support import REPO

if TYPE_CHECKING:
    from pathlib import Path

MODULES = sorted((REPO / "msqqa").rglob("*.py"))
LONG = 300
"""Lines from which on a module has to say why it is not parted."""
REASON = f"Over {LONG} lines: "
MEDIAN = 130
"""Lines that half of the modules do not exceed."""
_FEWEST = 10
"""Lines of an ``__init__.py`` from which it counts as a module; a shorter one only passes names on."""


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
