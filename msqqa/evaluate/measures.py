"""Measures: what a response is worth, question by question.

Rankings of cells and sets of respondents are measured by ``ir_measures``, under its names; what only this field asks
is measured here (stances, refusals, counts) and in :mod:`msqqa.evaluate.citations`. A measure gives a value for each
question that it applies to, and says nothing of the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.evaluate.citations import (
    name_cell,
    score_exact_quotes,
    score_right_question,
    score_right_respondent,
    score_supported_answer,
)
from msqqa.model.names import VERDICTS
from msqqa.model.statements import ChoiceStatement, SetStatement

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from msqqa.evaluate.response import EvaluatedQuestion
    from msqqa.index.open import Index

Values = dict[str, float]
"""Question's id → its value."""
CELL_MEASURES = ("Success@1", "RR", "nDCG@10", "R@5")
SET_MEASURES = ("SetP", "SetR", "SetF")
LESS_IS_BETTER = ("count_error", "latency_ms", "refused")


def measure(asked: Sequence[EvaluatedQuestion], index: Index) -> dict[str, Values]:
    """Return all measures that apply to any of the questions, by name."""
    found: dict[str, Values] = {}
    with_cells = [a for a in asked if a.gold.cells and a.gold.answerable]
    found |= _measure_rankings(with_cells, lambda a: a.response.cells, "")
    found |= _measure_rankings(with_cells, lambda a: a.response.ranked, " (refusals aside)", ("Success@1", "R@5"))
    found |= _sets([a for a in asked if a.gold.of_a_set])
    for name, of_one in _OF_ONE.items():
        found[name] = {a.gold.id: value for a in asked if (value := of_one(a, index)) is not None}
    return {name: values for name, values in found.items() if values}


# ---------------------------------------------------------------- rankings and sets


def _measure_rankings(
    asked: Sequence[EvaluatedQuestion],
    cells: Callable[[EvaluatedQuestion], Sequence[str]],
    mark: str,
    names: Sequence[str] = CELL_MEASURES,
) -> dict[str, Values]:
    qrels = {a.gold.id: dict.fromkeys(a.gold.cells, 1) for a in asked}
    run = {a.gold.id: as_run(cells(a)) for a in asked}
    return {f"{name}{mark}": values for name, values in by_ir_measures(names, qrels, run).items()}


def as_run(ranked: Sequence[str]) -> dict[str, float]:
    """Return scores that rank as given: only the order is measured, and a score may stand twice."""
    return {item: float(len(ranked) - rank) for rank, item in enumerate(ranked)}


def by_ir_measures(
    names: Sequence[str], qrels: Mapping[str, Mapping[str, int]], run: Mapping[str, Mapping[str, float]]
) -> dict[str, Values]:
    """Return measures of ``ir_measures`` by question; 0 where a question of the qrels has nothing in the run."""
    import ir_measures

    measures = [ir_measures.parse_measure(name) for name in names]
    found = {name: dict.fromkeys(qrels, 0.0) for name in names}
    there = {question: dict(items) for question, items in run.items() if items and question in qrels}
    if there:
        known = {question: dict(qrels[question]) for question in there}
        for metric in ir_measures.iter_calc(measures, known, there):
            found[names[measures.index(metric.measure)]][metric.query_id] = float(metric.value)
    return found


def _sets(asked: Sequence[EvaluatedQuestion]) -> dict[str, Values]:
    """Measure sets. Two empty ones are alike: ``trec_eval`` leaves out what has no relevant document."""
    claimed = {a.gold.id: a.response.members or frozenset() for a in asked}
    gold = {a.gold.id: frozenset(a.gold.respondents) for a in asked}
    full = [id_ for id_, members in gold.items() if members]
    found = by_ir_measures(
        SET_MEASURES,
        {id_: dict.fromkeys(gold[id_], 1) for id_ in full},
        {id_: dict.fromkeys(claimed[id_], 1.0) for id_ in full},
    )
    for id_ in gold.keys() - set(full):
        for name in SET_MEASURES:
            found[name][id_] = float(not claimed[id_])
    found["exact_set"] = {id_: float(gold[id_] == claimed[id_]) for id_ in gold}
    return found


# ---------------------------------------------------------------- one question at a time


def claims_nothing(asked: EvaluatedQuestion) -> bool:
    """Return whether a response claims nothing: it refuses, or it found a set that should not be empty to be empty."""
    response, answer = asked.response, asked.response.answer
    if response.refused:
        return True
    of_a_set = answer is not None and answer.plan.operator in ("which", "count")
    gold_is_empty = asked.gold.of_a_set and not asked.gold.respondents
    return of_a_set and not response.members and not gold_is_empty


def _refusal_score(asked: EvaluatedQuestion, _: Index) -> float | None:
    return float(claims_nothing(asked)) if asked.gold.answerable else None


def _abstention_recall(asked: EvaluatedQuestion, _: Index) -> float | None:
    return None if asked.gold.answerable else float(claims_nothing(asked))


def _abstention_precision(asked: EvaluatedQuestion, _: Index) -> float | None:
    return float(not asked.gold.answerable) if claims_nothing(asked) else None


def _stance(asked: EvaluatedQuestion, _: Index) -> float | None:
    gold, answer = asked.gold, asked.response.answer
    if gold.stance is None or answer is None or not answer.respondents:
        return None
    got = stance_of(asked)
    return None if got is None else float(got[0] == gold.stance)


def stance_of(asked: EvaluatedQuestion) -> tuple[str, str] | None:
    """Return the stance of the one respondent that is asked about, and its basis; None where none is told."""
    answer = asked.response.answer
    if answer is None:
        return None
    wanted = asked.gold.respondents[:1] or tuple(d.id for d in answer.respondents[:1])
    found = next((d for d in answer.respondents if d.id in wanted and d.stance is not None), None)
    return None if found is None or found.stance is None else (found.stance, found.basis)


def _count(asked: EvaluatedQuestion) -> tuple[int, int] | None:
    gold, answer = asked.gold, asked.response.answer
    if gold.kind != "count":
        return None
    wanted = len(gold.respondents) if gold.number is None else gold.number
    members = asked.response.members or frozenset()
    return wanted, answer.coverage.matched if answer is not None and answer.answered else len(members)


def _count_exact(asked: EvaluatedQuestion, _: Index) -> float | None:
    numbers = _count(asked)
    return None if numbers is None else float(numbers[0] == numbers[1])


def _count_error(asked: EvaluatedQuestion, _: Index) -> float | None:
    numbers = _count(asked)
    return None if numbers is None else float(abs(numbers[0] - numbers[1]))


def _both_sides(asked: EvaluatedQuestion, _: Index) -> float | None:
    """Return the share of a comparison's gold cells that the respondents' own citations name."""
    answer = asked.response.answer
    if asked.gold.kind != "compare" or answer is None:
        return None
    by_number = {c.n: c for c in answer.citations}
    used = {name_cell(by_number[n]) for d in answer.respondents for n in d.citations if n in by_number}
    return sum(cell in used for cell in asked.gold.cells) / len(asked.gold.cells)


def _coverage(asked: EvaluatedQuestion, _: Index) -> float | None:
    """Return whether a set says of how many it is: the verdicts add up to those examined, and a statement has these."""
    answer = asked.response.answer
    if answer is None or not answer.answered or answer.plan.operator not in ("which", "count"):
        return None
    coverage = answer.coverage
    adds_up = sum(getattr(coverage, verdict) for verdict in VERDICTS) == coverage.examined
    stated = {s.examined for s in answer.statements if isinstance(s, SetStatement)}
    chosen = (s.choice for s in answer.statements if isinstance(s, ChoiceStatement))
    stated |= {choice.base + choice.blank + choice.unread for choice in chosen}
    everybody = coverage.examined == (len(answer.plan.respondents) or coverage.respondents)
    return float(adds_up and everybody and coverage.examined in stated)


def _operator(asked: EvaluatedQuestion, _: Index) -> float | None:
    """Return whether a plan asks for what was asked."""
    gold, answer = asked.gold, asked.response.answer
    return None if gold.operator is None or answer is None else float(answer.plan.operator == gold.operator)


def _subjects(asked: EvaluatedQuestion, _: Index) -> float | None:
    """Return whether a plan is about exactly those whom the question is about; one who is absent is nobody."""
    gold, answer = asked.gold, asked.response.answer
    return None if gold.subjects is None or answer is None else float({*answer.plan.respondents} == {*gold.subjects})


def _latency(asked: EvaluatedQuestion, _: Index) -> float | None:
    return asked.response.seconds * 1000


_OF_ONE: dict[str, Callable[[EvaluatedQuestion, Index], float | None]] = {
    "operator": _operator,
    "subjects": _subjects,
    "stance": _stance,
    "count_exact": _count_exact,
    "count_error": _count_error,
    "both_sides": _both_sides,
    "coverage_stated": _coverage,
    "refused": _refusal_score,
    "abstention_precision": _abstention_precision,
    "abstention_recall": _abstention_recall,
    "citations_exact": score_exact_quotes,
    "right_respondent": score_right_respondent,
    "right_question": score_right_question,
    "supported": score_supported_answer,
    "latency_ms": _latency,
}
