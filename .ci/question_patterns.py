"""Count the characters of regular expressions and word lists in the code that reads questions, per 1,000 lines.

usage: python .ci/question_patterns.py [FOLDER]      (default: msqqa/ask; fails above 100)

A pattern is a string given to a function of ``re``; a word list is a set, tuple or list of at least six short strings,
or a string that is split into words. Labels of a model and names of fields are no word lists: what stands in
``__all__``, in a ``Literal`` or in a module that never sees a question is left out. The figure that the reader replaced
stands in ``evals/reading/README.md``.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

MOST = 100
_FUNCTIONS = frozenset(("compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer"))
_FEWEST, _LONGEST = 6, 40
_LEFT_OUT = frozenset(
    (
        "labels.py",  # a model's labels
        "confidence.py",  # names of signals
        "matrix.py",  # names of columns
        "data_frames.py",  # names of columns
        "outcome.py",  # verdicts in their order
        "cite.py",  # checks the answer's own prose
        "expectation.py",  # looks for numbers in answers
        "denials.py",  # reads answers
    )
)
"""Modules of which no pattern or list ever sees a question; each with what its own are for."""


def strings(node: ast.AST) -> int:
    """Return how many characters of string literals stand below a node."""
    return sum(len(n.value) for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str))


def patterns(tree: ast.AST) -> int:
    """Return the characters of regular expressions, those in names that a pattern is made of included."""
    named = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    counted, used = 0, set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
        if of_re and node.func.attr in _FUNCTIONS:
            counted += strings(node.args[0])
            used |= {n.id for n in ast.walk(node.args[0]) if isinstance(n, ast.Name)}
    return counted + sum(strings(named[name]) for name in used if name in named)


def word_lists(tree: ast.AST) -> int:
    """Return the characters of word lists."""
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        literal = isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal"
        exported = isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets
        )
        if literal or exported:
            skipped |= set(ast.walk(node))
    counted = 0
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Set | ast.Tuple | ast.List):
            texts = [e.value for e in node.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
            if len(texts) >= _FEWEST and all(len(text) <= _LONGEST for text in texts):
                counted += sum(map(len, texts))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
            counted += strings(node.func.value)
    return counted


def main(folder: Path) -> int:
    """Print the figures of a folder, and return 1 where there are too many."""
    of_patterns = of_words = lines = 0
    for file in sorted(folder.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        lines += len(text.splitlines())
        if file.name in _LEFT_OUT:
            continue
        tree = ast.parse(text)
        own = patterns(tree), word_lists(tree)
        of_patterns, of_words = of_patterns + own[0], of_words + own[1]
        if sum(own):
            print(f"{file}: {own[0]} characters of patterns, {own[1]} of word lists")
    share = 1000 * (of_patterns + of_words) / max(lines, 1)
    print(f"{of_patterns} + {of_words} characters in {lines} lines: {share:.0f} per 1,000 lines")
    return int(share > MOST)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "msqqa/ask")))
