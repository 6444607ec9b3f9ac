"""Try other values of one setting of ``msqqa.ask`` on development questions, and print what is measured with each.

``python -m msqqa.evaluate.vary judge.members:IN_SET 0.3 --index index/msq-2024 --sets evals/msq-2024/dev.jsonl``
(both may be repeated)

The first row is of the value in use. ``docs/settings.md`` lists the settings. Of several numbers under one name, one is
named behind a point: ``judge.claims:WEIGHTS.0``, ``retrieve.search:SEARCH_WEIGHTS.cosine``. A setting that is read
while modules are imported, such as one that another is computed from, is refused: its new value would change nothing.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import sys
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msqqa.ask.engine import Engine
from msqqa.errors import UserError
from msqqa.evaluate.questions import load
from msqqa.evaluate.run import ALL, run
from msqqa.evaluate.systems import Msqqa

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

MEASURES = ("Success@1", "stance", "SetF", "abstention_precision", "abstention_recall")
"""Measures that are printed, where a set has them."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each value and print a row for it."""
    parser = argparse.ArgumentParser(description="Try other values of one setting on development questions.")
    parser.add_argument("setting", help="MODULE:NAME or MODULE:NAME.PART, such as judge.candidates:FLOOR")
    parser.add_argument("values", type=float, nargs="*", help="tried beside the value in use")
    parser.add_argument("--index", type=Path, action="append", required=True, help="repeated with --sets")
    parser.add_argument("--sets", type=Path, nargs="+", action="append", required=True)
    options = parser.parse_args(arguments)
    module, _, name = options.setting.partition(":")
    in_use = read_setting(module, name)
    values = [type(in_use)(value) for value in options.values]
    print(f"{'set':<28}{name:>12}  " + " ".join(f"{measure:>20}" for measure in MEASURES))  # noqa: T201
    for index, sets in zip(options.index, options.sets, strict=True):
        engine = Engine.open(index)
        for path in sets:
            questions = load(path)
            for value in (in_use, *values):
                with change_setting(module, name, value):
                    figures = run(engine.index, questions, [Msqqa(engine)]).figures()["msqqa"][ALL]
                shown = (figures[measure].value if measure in figures else None for measure in MEASURES)
                row = " ".join(f"{'–' if figure is None else format(figure, '.3f'):>20}" for figure in shown)
                print(f"{path.parent.name + '/' + path.stem:<28}{value:>12g}  {row}", flush=True)  # noqa: T201


def read_setting(module: str, name: str) -> float:
    """Return the number that a module of msqqa.ask holds under a name, which may name one of several by its part.

    Raises
    ------
    UserError
        If there is no such module, or no such number in it.
    """
    whole, _, part = name.partition(".")
    try:
        value = getattr(import_module(f"msqqa.ask.{module}"), whole)
        value = value[_key(value, part)] if part else value
    except (ImportError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise UserError(f"no setting {module}:{name}", "docs/settings.md lists them") from error
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise UserError(f"{module}:{name} is no number", "docs/settings.md lists what is one")
    return value


def _key(value: object, part: str) -> int | str:
    """Return by what a part is found: its name in a table, its place among several, counted from 0."""
    return part if isinstance(value, dict) else int(part)


def _replace_part(value: Any, part: str, number: float) -> Any:
    """Return a copy of several numbers with another one in the place of one of them."""
    if isinstance(value, dict):
        return value | {part: number}
    return type(value)(number if n == int(part) else one for n, one in enumerate(value))


@contextmanager
def change_setting(module: str, name: str, value: float) -> Iterator[None]:
    """Give a setting another value for a while, in its own module and in all that import it by its name.

    Raises
    ------
    UserError
        If the setting is read while modules are imported.
    """
    read_setting(module, name)
    whole, _, part = name.partition(".")
    before = getattr(sys.modules[f"msqqa.ask.{module}"], whole)
    places = _holders(f"msqqa.ask.{module}", whole)
    for place, known_as in places:
        if _is_read_at_import(place, known_as):
            raise UserError(f"{place.__name__} reads {whole} while it is imported", "change the value in the source")
    try:
        for place, known_as in places:
            setattr(place, known_as, _replace_part(before, part, value) if part else value)
        yield
    finally:
        for place, known_as in places:
            setattr(place, known_as, before)


def _holders(module: str, name: str) -> list[tuple[ModuleType, str]]:
    """Return the loaded modules that hold a setting, each with its name for it: its own, and those that import it."""
    found = [(sys.modules[module], name)]
    for place in [m for key, m in sys.modules.items() if key.startswith("msqqa.") and m is not None]:
        for node in _parse(place).body:
            if isinstance(node, ast.ImportFrom) and node.module == module:
                found += [(place, alias.asname or alias.name) for alias in node.names if alias.name == name]
    return found


def _is_read_at_import(module: ModuleType, name: str) -> bool:
    """Return whether a module reads a name outside the bodies of its functions."""

    def reads(node: ast.AST) -> bool:
        if isinstance(node, ast.Name):
            return node.id == name and isinstance(node.ctx, ast.Load)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return any(map(reads, (node.args, *node.decorator_list)))
        return not isinstance(node, ast.Lambda) and any(map(reads, ast.iter_child_nodes(node)))

    return reads(_parse(module))


def _parse(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module)) if getattr(module, "__file__", None) else ast.Module([], [])


if __name__ == "__main__":
    main()
