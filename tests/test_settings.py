"""Each number of ``msqqa.ask`` that can be set says what it is, and stands in ``docs/settings.md`` with its reason."""

from __future__ import annotations

import ast
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tests.support import REPO

if TYPE_CHECKING:
    from collections.abc import Iterator

ASK = REPO / "msqqa" / "ask"
PAGE = REPO / "docs" / "settings.md"
_ROW = re.compile(r"^\| `([\w.]+)` \| (`.+?`) \| (.+?) \| (.+?) \|$", re.MULTILINE)
_COMMAND = re.compile(r"(fit|weigh|calibrate|vary)(?:: .+)?")
_LIMIT = re.compile(r"limit: .+")
_MEASURED = re.compile(r"measured: `(?:python|msqqa) .+`.*")
LITERAL = frozenset({0.0, 0.5, 1.0, 2.0, 100.0})
"""Numbers that stand in functions as they are: nothing, half, all, twice, and percent."""
_GUARD = 0.001
"""What keeps arithmetic from dividing by nothing, and what tells equal from nearly equal, is as small as this."""


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _constants(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Yield the names of a module's numeric constants, and whether a docstring stands under each."""
    for node, below in zip(tree.body, [*tree.body[1:], None], strict=True):
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]
        if all(name.isupper() for name in names) and any(map(_is_number, ast.walk(node.value))):
            told = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
            yield from ((name, told and isinstance(below.value.value, str)) for name in names)  # type: ignore[union-attr]


def _found() -> dict[tuple[str, str], bool]:
    return {
        (".".join(file.relative_to(ASK).with_suffix("").parts), name): told
        for file in sorted(ASK.rglob("*.py"))
        for name, told in _constants(ast.parse(file.read_text(encoding="utf-8")))
    }


def _listed() -> list[tuple[tuple[str, str], str, str]]:
    """Return the rows of the page: module and name, unit, and what fits or bounds the value."""
    rows = re.findall(
        r"^\| `([\w.]+)` \| (`.+?`) \| (.+?) \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    return [
        ((module, name), unit, reason) for module, names, unit, reason in rows for name in re.findall(r"`(\w+)`", names)
    ]


def test_each_number_says_what_it_is() -> None:
    found = _found()
    assert len(found) > 100
    assert not [f"{module}:{name}" for (module, name), told in found.items() if not told]


def test_the_page_lists_each_number_once_and_no_other() -> None:
    listed = [key for key, _, _ in _listed()]
    assert sorted(listed) == sorted(_found())


def test_each_number_has_a_unit_and_a_command_or_a_reason() -> None:
    for key, unit, reason in _listed():
        assert unit.strip(), key
        command = _COMMAND.fullmatch(reason)
        assert command or _LIMIT.fullmatch(reason) or _MEASURED.fullmatch(reason), (key, reason)
        if command:
            assert find_spec(f"msqqa.evaluate.{command[1]}") is not None


def test_no_function_holds_a_fraction_without_a_name() -> None:
    held = {
        f"{file.relative_to(REPO)}:{node.lineno}: {node.value}"
        for file in sorted(ASK.rglob("*.py"))
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and type(node.value) is float and node.value > _GUARD
        if node.value not in LITERAL
    }
    assert not held
