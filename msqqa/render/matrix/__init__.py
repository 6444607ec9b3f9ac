"""The matrix → a picture in the terminal, a table, a workbook, a page."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from msqqa.ask.matrix import Matrix

ENDINGS = {
    ".csv": "msqqa.render.matrix.as_csv",
    ".md": "msqqa.render.matrix.as_markdown",
    ".json": "msqqa.render.matrix.as_json",
    ".html": "msqqa.render.matrix.as_html",
    ".xlsx": "msqqa.render.matrix.as_xlsx",
}
"""File ending → the module that makes such a file, with ``render(matrix) -> bytes``."""

WHOLE = (".html",)
"""Endings of files that hold whole answers, for which a matrix is made ``whole``."""


def render(matrix: Matrix, ending: str) -> bytes:
    """Return the matrix as a file of that ending."""
    module = importlib.import_module(ENDINGS[ending])
    return cast("Callable[[Matrix], bytes]", module.render)(matrix)
