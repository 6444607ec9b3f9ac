"""Boxes of a check list that are asked about as boxes: who left one unticked, and who ticked it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import open_corpus

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine

_BOXES = ("Fire drill and exit signs reviewed", "Ladders inspected", "First aid kits refilled and sealed")
_TICKED = {
    "amberley": "xx ",
    "birchholm": " xx",
    "cobalt": "x x",
    "dunewick": "   ",
    "emberton": "xxx",
    "fjordby": "x  ",
    "gullport": "xxx",
    "heron": " x ",
}


@pytest.fixture(scope="module")
def depots(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    files = {
        f"{name}.md": f"# {name.title()}\n\n## What did the depot do this year?\n\nIt moved {len(name)} thousand "
        f"crates by {name[::-1]}.\n\n## Operational\n\n"
        + "".join(f"- [{mark}] {box}\n" for mark, box in zip(marks, _BOXES, strict=True))
        for name, marks in _TICKED.items()
    }
    return open_corpus(tmp_path_factory.mktemp("depots"), files)


def _without(box: int) -> set[str]:
    return {name for name, marks in _TICKED.items() if marks[box] == " "}


@pytest.mark.parametrize(
    ("question", "box"),
    [
        ("which depots left fire drill and exit signs unticked", 0),
        ("which depots left the box on fire drill and exit signs unticked", 0),
        ("who left ladders inspected unchecked", 1),
        ("which depots left first aid kits refilled unticked", 2),
    ],
)
def test_who_left_a_box_unticked_is_told_with_those_who_ticked_none(depots: Engine, question: str, box: int) -> None:
    answer = depots.ask(question)
    assert answer.answered
    assert {r.id for r in answer.respondents if r.verdict == "matched"} == _without(box)
    assert not answer.coverage.blank


@pytest.mark.parametrize(("question", "box"), [("which depots ticked ladders inspected", 1)])
def test_who_ticked_a_box_is_told_without_those_who_ticked_none(depots: Engine, question: str, box: int) -> None:
    answer = depots.ask(question)
    assert {r.id for r in answer.respondents if r.verdict == "matched"} == set(_TICKED) - _without(box)
