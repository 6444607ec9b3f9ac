"""Two runs of one set: what changed, question by question, and whether it may be chance; and the gate of CI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msqqa.errors import QuestionSetError
from msqqa.evaluate.measures import LESS_IS_BETTER
from msqqa.evaluate.questions import SET_KINDS
from msqqa.evaluate.statistics import permutation_test

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from msqqa.evaluate.statistics import Estimate

_ROOM = 1e-9


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """How a measure of a system differs between two runs, over the questions that both hold."""

    system: str
    measure: str
    first: float
    second: float
    n: int
    p: float
    better: tuple[str, ...]
    """Ids of the questions that got better."""
    worse: tuple[str, ...]


def compare(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[MeasureChange]:
    """Return the measures that changed, by system.

    Parameters
    ----------
    first, second:
        Saved reports, as :func:`msqqa.evaluate.run.load_saved` reads them.

    Raises
    ------
    QuestionSetError
        If they share no question.
    """
    texts = [{asked["id"]: asked["text"] for asked in report["asked"]} for report in (first, second)]
    shared = {id_ for id_, text in texts[0].items() if texts[1].get(id_) == text}
    if not shared:
        raise QuestionSetError("the two reports have no question in common", "compare two runs of one set")
    found = []
    for system in (name for name in first["values"] if name in second["values"]):
        before, after = first["values"][system], second["values"][system]
        for measure in (name for name in before if name in after):
            ids = [id_ for id_ in before[measure] if id_ in after[measure] and id_ in shared]
            change = _change(system, measure, ids, before[measure], after[measure])
            if change is not None:
                found.append(change)
    return found


def _change(
    system: str, measure: str, ids: list[str], before: Mapping[str, float], after: Mapping[str, float]
) -> MeasureChange | None:
    sign = -1 if measure in LESS_IS_BETTER else 1
    gains = {id_: sign * (after[id_] - before[id_]) for id_ in ids}
    if not any(abs(gain) > _ROOM for gain in gains.values()):
        return None
    a, b = [before[id_] for id_ in ids], [after[id_] for id_ in ids]
    return MeasureChange(
        system,
        measure,
        sum(a) / len(a),
        sum(b) / len(b),
        len(ids),
        permutation_test(a, b),
        tuple(id_ for id_, gain in gains.items() if gain > _ROOM),
        tuple(id_ for id_, gain in gains.items() if gain < -_ROOM),
    )


def find_drops(
    recorded: Mapping[str, Any], figures: Mapping[str, Mapping[str, Mapping[str, Estimate]]], system: str = "msqqa"
) -> Iterator[str]:
    """Yield, in a line each, the recorded figures of a system that a run falls below by more than their interval.

    Raises
    ------
    QuestionSetError
        If nothing is recorded of the system, or it was not run: what is not measured has not passed.
    """
    if system not in recorded["systems"] or system not in figures:
        where = "record" if system not in recorded["systems"] else "run"
        raise QuestionSetError(f"there is no {system} in the {where} to compare", f"evaluate {system} in both")
    for kind, measures in recorded["systems"][system].items():
        for measure, was in measures.items():
            if measure == "latency_ms" or was["value"] is None:
                continue
            now = figures[system].get(kind, {}).get(measure)
            if now is None or now.value is None:
                if not _may_be_gone(kind, measure):
                    yield f"{kind}, {measure}: is not measured any more, was {was['value']:.3f}"
                continue
            less = measure in LESS_IS_BETTER
            if now.value > was["high"] + _ROOM if less else now.value < was["low"] - _ROOM:
                yield (
                    f"{kind}, {measure}: {now.value:.3f}, was {was['value']:.3f} [{was['low']:.3f}, {was['high']:.3f}]"
                )


def _may_be_gone(kind: str, measure: str) -> bool:
    """Return whether a measure that is taken no more is no fall."""
    if measure == "abstention_precision":
        return True  # of what is refused: where nothing is, the share that was right is not lower
    if kind == "unanswerable":
        return measure != "abstention_recall"  # the others are taken only while it is answered, which is the fault
    # Of what is answered as a set: that is right only where a set is asked for.
    return measure == "coverage_stated" and kind != "all" and not kind.startswith(SET_KINDS)
