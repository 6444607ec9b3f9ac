"""The one check that every answer passes before it leaves: each statement holds of what it cites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.model import SetPlan
from msqqa.model.statements import (
    ChangeStatement,
    ChoiceStatement,
    ComparisonStatement,
    CorpusStatement,
    ExtractStatement,
    NumberStatement,
    RefusalStatement,
    ReviewStatement,
    SetStatement,
    TallyStatement,
    VerdictStatement,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.model import Answer, Citation
    from msqqa.model.statements import Statement


def find_unsupported(answer: Answer) -> list[str]:
    """Return what in an answer rests on nothing; an empty list for a sound answer.

    Each statement cites something, and every number names a citation. An extract stands word for word in a citation of
    its respondent. Each number of a set equals the number of respondents with that verdict, and each stance is the one
    that was decided.
    """
    return [problem for statement in answer.statements for problem in _problems(statement, answer)]


def _problems(statement: Statement, answer: Answer) -> Iterator[str]:
    by_number = {c.n: c for c in answer.citations}
    if not statement.citations and not isinstance(statement, CorpusStatement) and not _may_be_bare(statement, answer):
        yield f"carries no citation: {statement}"
    yield from (f"[{n}] names no citation" for n in statement.citations if n not in by_number)
    cited = [by_number[n] for n in statement.citations if n in by_number]
    match statement:
        case SetStatement():
            yield from _of_set(statement, answer)
        case VerdictStatement():
            yield from _verdict(statement, answer, cited)
        case ReviewStatement():
            yield from _review(statement, answer)
        case ChoiceStatement():
            yield from _choice(statement, answer)
        case ExtractStatement():
            own = [c.quote for c in cited if c.respondent == statement.respondent]
            if not any(statement.text in quote for quote in own):
                yield f"not in what it cites: {statement.text!r}"
        case ComparisonStatement():
            yield from _comparison(statement, answer, cited)
        case ChangeStatement() if len(statement.changes) > statement.compared:
            yield f"more changes than were compared: {statement}"
        case RefusalStatement() if answer.answered or answer.respondents:
            yield f"an answer that is refused: {statement}"


def _may_be_bare(statement: Statement, answer: Answer) -> bool:
    """Return whether there is nothing in the corpus that a statement could cite."""
    if isinstance(statement, ReviewStatement | ChoiceStatement | TallyStatement | NumberStatement):
        return True
    if isinstance(statement, VerdictStatement) and statement.stance is None:
        return True  # silence stands nowhere
    return isinstance(statement, RefusalStatement | SetStatement) and not answer.citations


def _choice(statement: ChoiceStatement, answer: Answer) -> Iterator[str]:
    number = answer.coverage.matched if statement.part == "matched" else answer.coverage.possible
    if len(statement.members) != number:
        yield f"{len(statement.members)} {statement.part} are told, {number} were counted"
    if statement.part == "matched" and statement.choice.matched != len(statement.members):
        yield f"{statement.choice.matched} are said to have chosen, {len(statement.members)} are named"


def _of_set(statement: SetStatement, answer: Answer) -> Iterator[str]:
    coverage = answer.coverage
    if statement.examined != coverage.examined:
        yield f"{statement.examined} examined are told, {coverage.examined} were"
    verdict = "matched" if statement.part == "denied" else statement.part
    # Of whom an analyst decided that it does not mention something, that is told apart.
    by_mention = isinstance(answer.plan, SetPlan) and answer.plan.mode == "mention"
    told_apart = by_mention and statement.part == "rejected"
    apart = {d.id for d in answer.respondents if told_apart and d.reviewed and d.verdict == "rejected"}
    decided = {d.id for d in answer.respondents if d.verdict == verdict} - apart
    told = {m.id for m in statement.members}
    if not told <= decided or (statement.part != "denied" and told != decided):
        yield f"{statement.part} are told to be {sorted(told)}, decided was {sorted(decided)}"
    number = {"matched": coverage.matched, "possible": coverage.possible, "rejected": coverage.rejected}
    if statement.part != "denied" and len(told) + len(apart) != number[statement.part]:
        yield f"{len(told)} {statement.part} are told, {number[statement.part]} were counted"
    if statement.blank > coverage.blank or statement.unclear > coverage.unclear:
        yield f"more are told to be blank or unclear than were counted: {statement}"


def _verdict(statement: VerdictStatement, answer: Answer, cited: list[Citation]) -> Iterator[str]:
    decision = next((d for d in answer.respondents if d.id == statement.respondent), None)
    if decision is None:
        yield f"a verdict on {statement.respondent}, on whom nothing was decided"
        return
    if not statement.question and decision.stance != statement.stance:
        yield f"{statement.stance} is told of {statement.respondent}, decided was {decision.stance}"
    if any(c.respondent != statement.respondent for c in cited):
        yield f"a verdict on {statement.respondent} cites another"
    if statement.question and any(c.question_id != statement.question for c in cited):
        yield f"a verdict on question {statement.question} cites another"


def _comparison(statement: ComparisonStatement, answer: Answer, cited: list[Citation]) -> Iterator[str]:
    stances = {d.id: d.stance for d in answer.respondents}
    for member in statement.members:
        if stances.get(member.id) != member.stance:
            yield f"compared with another stance than was decided: {member}"
    if {m.id for m in statement.members} - {c.respondent for c in cited}:
        yield f"cites not all of those it compares: {statement}"


def _review(statement: ReviewStatement, answer: Answer) -> Iterator[str]:
    decision = next((d for d in answer.respondents if d.id == statement.respondent), None)
    if decision is None or (not statement.question and decision.reviewed is None):
        yield f"nobody's correction: {statement}"
    elif not statement.question and statement.decided not in (decision.stance, decision.verdict):
        yield f"corrected otherwise than was decided: {statement}"
