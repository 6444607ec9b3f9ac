"""What a person sees of a search: nothing wider than the terminal, the words marked, right-to-left quotes apart."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from rich.console import Console

from msqqa.ask.answer.search_hits import Hit
from msqqa.model import Citation
from msqqa.render.passages import write_passages
from msqqa.render.screen import on_console

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.engine import Engine


def _drawn(hits: Sequence[Hit], width: int, *, color: bool = False) -> str:
    output = io.StringIO()
    console = Console(
        file=output, width=width, color_system="standard" if color else None, force_terminal=color, highlight=False
    )
    write_passages(hits, on_console(console))
    return output.getvalue()


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_no_quote_is_wider_than_the_terminal(survey_engine: Engine, width: int) -> None:
    hits = survey_engine.search("open data portal")
    lines = _drawn(hits, width).splitlines()
    quotes = [line for line in lines if line.startswith("    ") and "#" not in line]
    assert quotes
    assert all(cell_len(line.rstrip()) <= width for line in quotes)
    assert sum(line.startswith("[") for line in lines) == len(hits)


def test_a_quote_from_right_to_left_turns_nothing_beside_it() -> None:
    text = "القانون 2020 (A) للبيانات"
    cited = Citation(1, "c/r/1#0-25", "r", "1", "?", "r.md", (1, 1), None, (0, 25), text, "")
    drawn = _drawn([Hit(cited, 0.5, "yes", ((0, 7),), text, ((0, 7),))], 80, color=True)
    assert "\u2068“" in drawn
    assert drawn.count("\u2068") == drawn.count("\u2069") == 1
    assert "\x1b[1;33mالقانون\x1b[0m" in drawn
