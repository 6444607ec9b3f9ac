"""Questions about the corpus itself: who is in it, what the form asks, who answered what."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msqqa.ask.judge.outcome import Evidence, PlanResult, place_of, round_score
from msqqa.model import STANCES
from msqqa.model.statements import (
    AnsweredStatement,
    EditionsStatement,
    QuestionsStatement,
    RespondentsStatement,
    SummaryStatement,
)
from msqqa.words import unique

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.retrieve import Retriever
    from msqqa.index.store import Store
    from msqqa.model import About
    from msqqa.model.statements import Statement

    Told = tuple[Statement, tuple[Evidence, ...]]
    """What is told, and what it rests on."""

_QUESTIONS = 10
"""Questions of the form that are told as being about a topic."""
_NEAR = 0.85
"""Share of the best question's score that another must reach to be told beside it."""


class CorpusDescriber:
    """Tells of one corpus, not of what its respondents say."""

    def __init__(self, store: Store, retriever: Retriever) -> None:
        self._store = store
        self._retriever = retriever

    def decide(self, plan: About) -> PlanResult:
        """Return what is told."""
        if plan.absent:
            return PlanResult(plan, False, ())
        if plan.kind == "question" or (plan.kind == "questions" and plan.questions):
            told = self._question(plan)
        elif plan.kind == "questions":
            told = self._questions_on(plan) if plan.concepts else self._all_questions()
        elif plan.kind == "answered":
            told = self._answered(plan)
        elif plan.kind == "editions":
            told = self._editions()
        elif plan.kind == "summary" and plan.respondents:
            told = self._summary(plan)
        else:
            told = self._respondents(plan)
        return PlanResult(plan, bool(told), (), told=tuple(told))

    def _respondents(self, plan: About) -> list[Told]:
        here = self._store.respondents
        chosen = [here[id_] for id_ in plan.respondents] or list(here.values())
        questions, whole = self._sizes()
        names = tuple(respondent.name for respondent in chosen)
        return [(RespondentsStatement(names=names, total=len(here), questions=questions, whole=whole), ())]

    def _sizes(self) -> tuple[int, int]:
        """Return how many questions the forms have, and how many of these are no part of another."""
        ids = {id_ for _, id_, _ in self._store.questions.values()}
        forms = [self._store.form_of(source.path) for source in self._store.sources]
        parts = {q.id for form in {id(form): form for form in forms}.values() for q in form.questions if q.parent}
        return len(ids), len(ids - parts)

    def _question(self, plan: About) -> list[Told]:
        """Return the wording of questions that are named by their numbers."""
        asked = unique(
            (id_, text)
            for wanted in plan.questions
            for _, id_, text in self._store.questions.values()
            if id_ == wanted or id_.startswith(f"{wanted}.")
        )
        return [(QuestionsStatement(questions=tuple(asked), chosen="named"), ())] if asked else []

    def _all_questions(self) -> list[Told]:
        asked = unique((id_, text) for _, id_, text in self._store.questions.values())
        return [(QuestionsStatement(questions=tuple(asked), chosen="all"), ())]

    def _questions_on(self, plan: About) -> list[Told]:
        """Return the questions whose wording comes nearest to a topic."""
        scores = self._retriever.question_scores(self._retriever.query(plan.text))
        order = sorted(range(len(scores)), key=lambda row: -scores[row])
        near = [row for row in order if scores[row] >= _NEAR * scores[order[0]]][:_QUESTIONS]
        asked = unique((id_, text) for _, id_, text in (self._store.questions[row] for row in near))
        return [(QuestionsStatement(questions=tuple(asked), chosen="nearest"), ())]

    def _answered(self, plan: About) -> list[Told]:
        """Return how many answered each question that is named, or the one that comes nearest to a topic."""
        questions = plan.questions or self._nearest(plan)
        told: list[Told] = []
        for wanted in questions:
            cells = self._retriever.select(plan.respondents, (wanted,)).cells
            rows = [] if cells is None else cells.tolist()
            silent = [row for row in rows if self._store.cell(row).stance == "blank"]
            blank = unique(self._store.respondents[self._store.respondent_of(row)].name for row in silent)
            answered = len(rows) - len(silent)
            statement = AnsweredStatement(question=wanted, answered=answered, asked=len(rows), blank=tuple(blank))
            told.append((statement, self._places(rows[:1])))
        return told

    def _nearest(self, plan: About) -> tuple[str, ...]:
        if not plan.concepts:
            return ()
        row = self._retriever.nearest_question(self._retriever.query(plan.text))
        return (self._store.questions[row][1],)

    def _editions(self) -> list[Told]:
        counts = Counter(respondent.edition for respondent in self._store.respondents.values() if respondent.edition)
        return [(EditionsStatement(editions=tuple(sorted(counts.items()))), ())]

    def _summary(self, plan: About) -> list[Told]:
        """Return how a respondent answered in all: its stances, counted."""
        told: list[Told] = []
        for id_ in plan.respondents:
            scope = self._retriever.select((id_,))
            rows = [] if scope.cells is None else scope.cells.tolist()
            cells = [self._store.cell(row) for row in rows]
            kinds = self._store.form_of(self._store.sources[self._store.ranks[id_]].path)
            counts = Counter(c.stance for c in cells if kinds.question(c.question).kind in ("yesno", "tick"))
            statement = SummaryStatement(
                name=self._store.respondents[id_].name,
                answered=sum(cell.stance != "blank" for cell in cells),
                questions=len(cells),
                stances=tuple((stance, counts[stance]) for stance in STANCES if counts[stance]),
            )
            told.append((statement, self._places(rows[:1])))
        return told

    def _places(self, rows: Sequence[int]) -> tuple[Evidence, ...]:
        found = []
        for row in rows:
            cell = self._store.cell(row)
            place = cell.answers[0] if cell.answers else place_of(cell)
            if place is not None:
                found.append(Evidence(row, *place, round_score(0.0)))
        return tuple(found)
