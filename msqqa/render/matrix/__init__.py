"""The matrix → a picture in the terminal, a table, a workbook, a page."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, cast

from msqqa.escapes import make_harmless

if TYPE_CHECKING:
    from collections.abc import Callable

    from msqqa.ask.answer.matrix import Matrix

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
    """Return the matrix as a file of that ending; nothing in it steers a terminal on which it is looked at."""
    module = importlib.import_module(ENDINGS[ending])
    made = cast("Callable[[Matrix], bytes]", module.render)(matrix)
    return made if ending == ".xlsx" else make_harmless(made.decode("utf-8")).encode("utf-8")
