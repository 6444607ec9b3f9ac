"""Everything that an answer rests on, quote by quote."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console

from msqqa.render.in_full import write_full
from msqqa.render.screen import on_console

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine


def test_each_citation_is_quoted_with_its_place(demo_engine: Engine) -> None:
    answer = demo_engine.ask("which countries plan a regulatory sandbox")
    output = io.StringIO()
    console = Console(file=output, width=120, color_system=None, highlight=False)
    write_full(answer, on_console(console), limit=100)
    lines = output.getvalue().splitlines()
    assert all(any(c.id in line for line in lines) for c in answer.citations[:2])
    assert any(line.startswith("14 of 14 respondents examined") for line in lines)
