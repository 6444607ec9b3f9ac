"""Ask every question of a set of every system, and put the measures together.

A :class:`Report` holds a value for each question, so that runs can be compared question by question; the figures, with
their intervals, are made of these.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from msqqa.errors import QuestionSetError
from msqqa.escapes import make_harmless
from msqqa.evaluate.measures import Values, measure, stance_of
from msqqa.evaluate.response import EvaluatedQuestion
from msqqa.evaluate.statistics import Estimate, figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from msqqa.evaluate.questions import GoldQuestion
    from msqqa.evaluate.response import System
    from msqqa.index.open import Index

ALL = "all"
"""Stands for the questions of every kind together."""


@dataclass(slots=True)
class SystemScores:
    """One system over one set."""

    values: dict[str, Values]
    """Measure → question's id → value."""
    ranked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Question's id → the cells offered, best first."""
    members: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Question's id → the set claimed; only of questions for a set."""
    refused: list[str] = field(default_factory=list)
    confusion: dict[str, int] = field(default_factory=dict)
    """``basis: gold → got`` → how often."""


@dataclass(slots=True)
class Report:
    """Every system over one set."""

    set: str
    questions: list[GoldQuestion]
    systems: dict[str, SystemScores]

    def figures(self) -> dict[str, dict[str, dict[str, Estimate]]]:
        """Return system → kind → measure → figure; :data:`ALL` beside the kinds."""
        of_kinds: dict[str, set[str]] = {ALL: {q.id for q in self.questions}}
        for question in self.questions:
            of_kinds.setdefault(question.group, set()).add(question.id)
        return {
            name: {kind: _figures(scored.values, ids, whole=kind == ALL) for kind, ids in of_kinds.items()}
            for name, scored in self.systems.items()
        }

    def as_dict(self) -> dict[str, Any]:
        """Return the report as its JSON has it."""
        systems: dict[str, Any] = {}
        for name, kinds in self.figures().items():
            systems[name] = {
                kind: {measured: asdict(value) for measured, value in found.items()} for kind, found in kinds.items()
            }
        confusion = {name: scored.confusion for name, scored in self.systems.items() if scored.confusion}
        return {"set": self.set, "questions": len(self.questions), "systems": systems, "confusion": confusion}


def run(
    index: Index,
    questions: Sequence[GoldQuestion],
    systems: Iterable[System],
    name: str = "",
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Ask every system every question.

    Parameters
    ----------
    index:
        What is asked; gold was checked against it.
    questions, systems:
        Who asks whom.
    name:
        Of the set.
    progress:
        Is told how many questions were asked so far, each of each system.
    """
    report, done = Report(name, list(questions), {}), 0
    for system in systems:
        asked = []
        system.answer(questions[0].text)  # what a first question loads is no part of its latency
        for question in questions:
            asked.append(EvaluatedQuestion(question, system.answer(question.text)))
            done += 1
            if progress is not None:
                progress(done)
        report.systems[system.name] = score_responses(asked, index)
    return report


def score_responses(asked: Sequence[EvaluatedQuestion], index: Index) -> SystemScores:
    """Return what a system's responses are worth."""
    return SystemScores(
        values=measure(asked, index),
        ranked={a.gold.id: a.response.cells for a in asked},
        members={a.gold.id: tuple(sorted(a.response.members or ())) for a in asked if a.gold.of_a_set},
        refused=[a.gold.id for a in asked if a.response.refused],
        confusion=_confusion(asked),
    )


def _figures(values: dict[str, Values], ids: set[str], *, whole: bool) -> dict[str, Estimate]:
    """Return the figures of some questions; whether refusals were right is told of the whole set only."""
    shown = {name: of for name, of in values.items() if whole or name != "abstention_precision"}
    kept = {name: [value for id_, value in of.items() if id_ in ids] for name, of in shown.items()}
    return {name: figure(found) for name, found in kept.items() if found}


def _confusion(asked: Sequence[EvaluatedQuestion]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for a in asked:
        told = stance_of(a) if a.gold.stance is not None else None
        if told is not None:
            found[f"{told[1]}: {a.gold.stance} → {told[0]}"] += 1
    return dict(sorted(found.items()))


# ---------------------------------------------------------------- kept on disk


def save(report: Report, file: Path) -> None:
    """Write a report's values and figures, to be compared with later ones."""
    data = {
        **report.as_dict(),
        "asked": [{"id": q.id, "kind": q.group, "text": q.text} for q in report.questions],
        "values": {name: _leave_out_latency(scored.values) for name, scored in report.systems.items()},
    }
    file.write_text(make_harmless(json.dumps(data, indent=1, ensure_ascii=False)) + "\n", encoding="utf-8")


def _leave_out_latency(values: dict[str, Values]) -> dict[str, Values]:
    """Leave out how long each took, which is another every time."""
    return {name: of for name, of in values.items() if name != "latency_ms"}


def load_saved(file: Path) -> dict[str, Any]:
    """Read a report that :func:`save` wrote.

    Raises
    ------
    QuestionSetError
        If it is none.
    """
    try:
        data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        if not _is_report(data):
            raise ValueError("it is no report")
    except (OSError, ValueError, RecursionError) as error:
        raise QuestionSetError(
            f"{file} cannot be read as a report ({error})", "write one with msqqa eval SET --report DIR"
        ) from error
    return data


def _is_report(data: Any) -> bool:
    """Return whether saved data has everything that is compared."""

    def nested(found: Any, depth: int, leaf: Callable[[Any], bool]) -> bool:
        if depth == 0:
            return leaf(found)
        return isinstance(found, dict) and all(nested(value, depth - 1, leaf) for value in found.values())

    def figure_like(found: Any) -> bool:
        numbers = [found.get(key) for key in ("value", "low", "high")] if isinstance(found, dict) else [""]
        return all(number is None or isinstance(number, int | float) for number in numbers)

    def question_like(found: Any) -> bool:
        return isinstance(found, dict) and all(isinstance(found.get(key), str) for key in ("id", "text"))

    if not isinstance(data, dict) or not {"systems", "values", "asked"} <= data.keys():
        return False
    asked = data["asked"]
    return (
        nested(data["systems"], 3, figure_like)
        and nested(data["values"], 3, lambda value: isinstance(value, int | float))
        and isinstance(asked, list)
        and all(map(question_like, asked))
    )
