"""A grid: several things asked with the same options, as the rows of a matrix question, counted in one table."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.outcome import PlanResult, RespondentVerdict, order_verdicts
from msqqa.model.closed import CountedQuestion, Tallied, TallyRow, Weighed
from msqqa.words import fold, squeeze, unique

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.closed.questions import ClosedQuestion, ClosedQuestions
    from msqqa.ask.judge.outcome import Evidence
    from msqqa.model import Tally

_FEWEST = 2
"""Parts that make a group a grid, at least."""
BETWEEN = " — "
"""What stands between a group's text and its part's."""


def parts_of(questions: ClosedQuestions, parent: str) -> tuple[ClosedQuestion, ...]:
    """Return the parts of a group that is a grid; empty where it is none: they are counted by the same options."""
    parts = tuple(q for q in questions.all if q.parent == parent and q.column.is_counted and q.column.type != "yesno")
    if len(parts) < _FEWEST:
        return ()
    options = [{fold(squeeze(option)) for option in part.column.options} for part in parts]
    whole = max(options, key=len)
    return parts if all(own <= whole for own in options) else ()


def grid(
    questions: ClosedQuestions, plan: Tally, parts: Sequence[ClosedQuestion], examined: Sequence[str]
) -> PlanResult:
    """Return the frequencies of a grid's parts, each a column with its own base, the options in their order.

    Parameters
    ----------
    questions, parts:
        Those of the corpus, and those of the grid.
    plan, examined:
        What is asked, and of whom.
    """
    widest = max(parts, key=lambda part: len(part.column.options)).column
    names = {fold(option): option for option in widest.options}
    uses: list[Counter[str]] = [Counter() for _ in parts]
    bases, weights = [0] * len(parts), Counter[str]()
    total = unweighted = blank = 0.0
    codes: Counter[str] = Counter()
    first: dict[str, Evidence] = {}
    for at, part in enumerate(parts):
        given_here = questions.answers(part, examined)
        blank += len(examined) - len(given_here)
        for given in given_here:
            if given.chosen is None:
                blank += given.blank
                if given.blank and (code := questions.code_of(given)):
                    codes[code] += 1
                continue
            chosen = {names.get(fold(option), option) for option in given.chosen}
            bases[at] += 1
            uses[at].update(chosen)
            weight = questions.weights.get(given.respondent)
            total += weight or 0.0
            unweighted += weight is None
            weights.update(dict.fromkeys(chosen, weight or 0.0))
            place = questions.place(given.row)
            if place is not None:
                first.setdefault(given.respondent, place)
    base = sum(bases)
    rows = []
    for option in unique((*widest.options, *(o for own in uses for o in own if o in names.values()))):
        by = tuple(own[option] for own in uses)
        weighted = weights[option] / total if questions.weights and total else None
        rows.append(TallyRow(option, sum(by), sum(by) / base if base else 0.0, by, weighted))
    others = sum(n for own in uses for option, n in own.items() if option not in widest.options)
    told = Tallied(
        CountedQuestion(parts[0].parent or "", _text(parts[0]), "grid"),
        base,
        int(blank),
        any(part.column.type == "options" for part in parts),
        widest.is_scale,
        tuple(rows),
        others,
        CountedQuestion("", "what is rated", "grid"),
        tuple(part.text.rsplit(BETWEEN, 1)[-1] for part in parts),
        tuple(bases),
        coded=sum(codes.values()),
        codes=tuple(codes.most_common()),
        weighed=Weighed(total, int(unweighted)) if questions.weights else None,
    )
    answered = [RespondentVerdict(r, "matched", None, "stated", 1.0, (place,)) for r, place in first.items()]
    silent = [RespondentVerdict(r, "none", None, "stated", 0.0) for r in examined if r not in first]
    found = (*answered, *silent)
    decided = replace(plan, questions=tuple(part.id for part in parts))
    return PlanResult(decided, True, order_verdicts(found), closed=told)


def _text(part: ClosedQuestion) -> str:
    return part.text.rsplit(BETWEEN, 1)[0]
