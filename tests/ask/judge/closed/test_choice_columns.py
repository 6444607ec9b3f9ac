"""Options in columns, in three layouts: sets, weighted shares, codes for no answer, and grids. Gold: the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.model.closed import Choice, Tallied
from msqqa.render import tally as drawn
from msqqa.render.prose import paragraph
from tests.support import as_csv, open_corpus

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from msqqa.model import Answer

OFTEN, DEVICES, MOST = "How often do you cycle to work?", "Which devices do you own?", "What would help you most?"
ROADS, LIGHTS = "How good are these? [Roads]", "How good are these? [Lights]"
_OFTEN = ("Every day", "Every week", "Never")
_DEVICES = (("Laptop", "Tablet"), ("Tablet",), ("Laptop",), ("Phone", "Laptop"), ())
_GRADES = ("Poor", "Fair", "Good")
_FIRST = "Ada Ben Cleo Dov Eda Finn Gus Hal Ida Jan Kim Lea Max Nia Ole Pia".split()
_LAST = "Kern Lund Moss Orr".split()
SEPARATORS = {"semicolons": ";", "commas": ", ", "lines": "\n"}


def _rows(separator: str) -> list[dict[str, str]]:
    return [
        {
            "Name": f"{first} {last}",
            OFTEN: _OFTEN[n % 3] if n != 7 else "",
            DEVICES: separator.join(_DEVICES[n % 5]),
            MOST: "A tablet that I can use every day" if n == 1 else f"Roads without holes, part {n}",
            ROADS: _GRADES[n % 3],
            LIGHTS: _GRADES[(n + 1) % 3] if n % 4 else "",
            "Cars": "-99" if n in (2, 5) else str(n % 4),
            "wt": "" if n == 3 else f"{0.5 + (n % 7) / 5:.3f}",
        }
        for n, (first, last) in enumerate(zip(_FIRST, _LAST * 4, strict=True))
    ]


@pytest.fixture(scope="module", params=SEPARATORS)
def table(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Engine, list[dict[str, str]], str]:
    separator = SEPARATORS[request.param]
    rows = _rows(separator)
    return open_corpus(tmp_path_factory.mktemp("choice"), {"staff.csv": as_csv(rows)}), rows, separator


def _members(answer: Answer) -> set[str]:
    return {d.name for d in answer.respondents if d.verdict == "matched"}


def test_an_option_counts_wherever_it_stands(table: tuple[Engine, list[dict[str, str]], str]) -> None:
    engine, rows, separator = table
    assert _members(engine.ask("who owns a tablet")) == {
        row["Name"] for row in rows if "Tablet" in row[DEVICES].split(separator)
    }
    assert _members(engine.ask("how many cycle to work every day")) == {
        row["Name"] for row in rows if row[OFTEN] == "Every day"
    }
    never = engine.ask("how many never cycle to work")
    assert _members(never) == {row["Name"] for row in rows if row[OFTEN] == "Never"}


def test_shares_are_weighted_beside_the_counts(table: tuple[Engine, list[dict[str, str]], str]) -> None:
    engine, rows, _ = table
    answer = engine.ask("how many cycle to work every day")
    assert isinstance(answer.closed, Choice)
    weights = {row["Name"]: float(row["wt"]) for row in rows if row["wt"] and row[OFTEN]}
    base, of = sum(weights.values()), sum(w for n, w in weights.items() if n in _members(answer))
    assert answer.closed.weighted == pytest.approx(of / base)
    assert answer.closed.weighed is not None
    assert answer.closed.weighed.base == pytest.approx(base)
    assert answer.closed.weighed.without == 1
    assert answer.closed.base == sum(bool(row[OFTEN]) for row in rows)
    assert "weighted base" in paragraph(answer)
    told = engine.tally("how often do you cycle to work").closed
    assert isinstance(told, Tallied)
    assert sum(row.weighted or 0 for row in told.rows) == pytest.approx(1)
    assert "weighted percent" in drawn.heads(told)


def test_a_code_for_no_answer_is_in_no_base(table: tuple[Engine, list[dict[str, str]], str]) -> None:
    engine, rows, _ = table
    told = engine.tally("cars").closed
    assert isinstance(told, Tallied)
    assert (told.base, told.blank, told.coded) == (len(rows) - 2, 2, 2)
    assert sum(n for _, n in told.codes) == told.coded
    shown = ", ".join(f"“{code}” {n}" for code, n in told.codes)
    assert f"2 of them with a code for no answer: {shown}" in paragraph(engine.tally("cars"))


def test_the_rows_of_a_grid_are_one_table(table: tuple[Engine, list[dict[str, str]], str]) -> None:
    engine, rows, _ = table
    for asked in ("how-good-are-these", "how good are these"):
        told = engine.tally(asked).closed
        assert isinstance(told, Tallied)
        assert told.asked.type == "grid"
        assert told.columns == ("Roads", "Lights")
        assert [row.option for row in told.rows] == list(_GRADES)
        for at, column in enumerate((ROADS, LIGHTS)):
            assert told.bases[at] == sum(bool(row[column]) for row in rows)
            for row in told.rows:
                assert row.by[at] == sum(own[column] == row.option for own in rows)
