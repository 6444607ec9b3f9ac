"""Answer → text, in one of the formats; every format is made from the same answer object."""

from __future__ import annotations

import importlib
from enum import StrEnum
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from msqqa.model import Answer


class Format(StrEnum):
    """What ``--format`` takes; each is a module of this package with ``render(answer) -> str``."""

    terminal = "terminal"
    json = "json"
    csv = "csv"
    markdown = "markdown"


_MODULES = {
    Format.json: "msqqa.render.as_json",
    Format.csv: "msqqa.render.as_csv",
    Format.markdown: "msqqa.render.as_markdown",
}


def render(answer: Answer, form: Format) -> str:
    """Return the answer in a machine's or a document's format, its last line ended."""
    module = importlib.import_module(_MODULES[form])
    return cast("Callable[[Answer], str]", module.render)(answer)
