"""``python .ci/duplicates.py``: fail where the package holds the same run of lines twice.

Lines of code are compared without their indentation. Blank lines, comments, docstrings and imports do not count, nor do
brackets alone on their line.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from pathlib import Path

LONGEST = 8
"""Lines of code that two places may share."""
PACKAGE = Path(__file__).resolve().parent.parent / "msqqa"
Line = tuple[int, str]
"""Its number, from 1, and its text."""


def lines_of(file: Path) -> list[Line]:
    """Return the lines of code of a file."""
    text = file.read_text(encoding="utf-8")
    left_out: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        is_text = (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        )
        if is_text or isinstance(node, ast.Import | ast.ImportFrom):
            left_out.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    numbered = ((n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if n not in left_out)
    return [(n, line) for n, line in numbered if any(c.isalnum() for c in line) and not line.startswith("#")]


def repeated(files: list[Path]) -> list[str]:
    """Return a line for each run of more than :data:`LONGEST` lines that stands in two places."""
    places: dict[tuple[str, ...], list[tuple[Path, int, int]]] = defaultdict(list)
    for file in files:
        lines = lines_of(file)
        for i in range(len(lines) - LONGEST):
            run = lines[i : i + LONGEST + 1]
            places[tuple(text for _, text in run)].append((file, run[0][0], run[-1][0]))
    told = []
    for there in places.values():
        (first, begin, end), *others = there
        for other, at, to in others:
            place, again = first.relative_to(PACKAGE.parent), other.relative_to(PACKAGE.parent)
            told.append(f"{place}:{begin}-{end} stands again in {again}:{at}-{to}")
    return told


if __name__ == "__main__":
    found = repeated(sorted(PACKAGE.rglob("*.py")))
    print("\n".join(found) or "no run of lines stands twice")
    sys.exit(bool(found))
