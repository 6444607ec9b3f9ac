"""Ask the claims of the eight writers of ``linking``, and say how many are answered exactly, and how many wrongly.

    python -m evals.closed.writers [--indexes FOLDER] [--hand l01] [--every 1] [--misses]

The gold is a plain query over the made-up rows. A quarter of the claims are asked by no question: whatever is told of
these is wrong. Most claims name no operator, so that some are read as topics, and are refused: ``wrong`` is what this
is for.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.closed.fit import engine_of, is_head, made_up_surveys
from msqqa.errors import UserError
from msqqa.model.closed import Aggregated, Tallied
from msqqa.words import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.model import Answer


def main() -> None:
    """Ask, compare, and print the figures of each writer and of all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--indexes", type=Path, default=Path("index/closed"))
    parser.add_argument("--hand", action="append", default=[])
    parser.add_argument("--every", type=int, default=1, help="asks every n-th claim alone")
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    told: dict[str, list[tuple[bool, bool]]] = {}
    for survey in made_up_surveys():
        hand = survey["hand"]
        if hand == "links" or (asked.hand and hand not in asked.hand):
            continue
        engine = engine_of(survey, asked.indexes)
        rows = rows_of(asked.indexes, survey["name"])
        for text, number, options, *marks in survey["claims"][:: asked.every]:
            head, how, _ = survey["questions"][number - 1] if number else ("", "", [])
            try:
                answer = engine.ask(text)
            except UserError:
                answer = None
            right, decided = scored(answer, rows, head, how, options, denied=bool(marks))
            told.setdefault(hand, []).append((right, decided))
            if asked.misses and decided and not right:
                closed = answer.closed if answer is not None else None
                print(f"WRONG {survey['name']}: {text}\n      gold {head!r} {options} {marks}; told {closed}")
    for hand, found in (*told.items(), ("all", [each for own in told.values() for each in own])):
        n = max(len(found), 1)
        right, wrong = sum(r for r, _ in found), sum(d and not r for r, d in found)
        print(f"{hand}: {len(found)} claims, {right} exact ({right / n:.3f}), {wrong} wrong ({wrong / n:.3f})")


def rows_of(indexes: Path, name: str) -> list[dict[str, str]]:
    """Return the made-up rows of a survey."""
    file = indexes / "corpora" / f"links-{name}" / "survey.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def scored(
    answer: Answer | None,
    rows: Sequence[dict[str, str]],
    head: str,
    how: str,
    options: Sequence[str],
    *,
    denied: bool,
) -> tuple[bool, bool]:
    """Return whether an answer is exactly right, and whether it tells a set or a number at all."""
    decided = (
        answer is not None and answer.answered and answer.plan.operator in ("which", "count", "tally", "aggregate")
    )
    if not head:
        return not decided, decided
    if not decided or answer is None:
        return False, False
    if not options:
        closed: Any = answer.closed
        asked = closed.asked.text if isinstance(closed, Tallied | Aggregated) else ""
        return bool(asked) and (is_head(head, asked) or squeeze(head).startswith(asked)), True
    given = {row["Name"]: row[head].split("; ") if how == "several" else [row[head]] for row in rows}
    gold = {name for name, own in given.items() if any(own) and bool(set(own) & set(options)) != denied}
    return {d.name for d in answer.respondents if d.verdict == "matched"} == gold, True


if __name__ == "__main__":
    main()
