"""Questions about the corpus itself: who is in it, what the form asks, who answered what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.ask.outcome import Evidence, Outcome, place_of, rounded
from msqqa.ask.wording import shortened
from msqqa.model import STANCES
from msqqa.words import unique

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.retrieve import Retriever
    from msqqa.index.store import Store
    from msqqa.model import About

_NAMED = 30
"""Names that are listed in full; of more, the first ones and how many others."""
_QUESTIONS = 10
"""Questions of the form that are told as being about a topic."""
_NEAR = 0.85
"""Share of the best question's score that another must reach to be told beside it."""

Told = tuple[str, tuple[Evidence, ...]]


class Corpus:
    """Tells of one corpus, not of what its respondents say."""

    def __init__(self, store: Store, retriever: Retriever) -> None:
        self._store = store
        self._retriever = retriever

    def decide(self, plan: About) -> Outcome:
        """Return what is told."""
        if plan.absent:
            return Outcome(plan, False, ())
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
        return Outcome(plan, bool(told), (), told=tuple(told))

    def _respondents(self, plan: About) -> list[Told]:
        here = self._store.respondents
        chosen = [here[id_] for id_ in plan.respondents] or list(here.values())
        names = [respondent.name for respondent in chosen]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        questions = len({id_ for _, id_, _ in self._store.questions.values()})
        of = f" of {len(here)}" if len(chosen) != len(here) else ""
        return [
            (f"{len(names)}{of} {_s('respondent', len(here))}: {', '.join(names[:_NAMED])}{more}", ()),
            (f"The form has {questions} {_s('question', questions)}", ()),
        ]

    def _question(self, plan: About) -> list[Told]:
        """Return the wording of questions that are named by their numbers."""
        told: list[Told] = []
        for wanted in plan.questions:
            for _, id_, text in self._store.questions.values():
                if id_ == wanted or id_.startswith(f"{wanted}."):
                    told.append((f"Question {id_}: {text}", ()))
        return list(dict(told).items())

    def _all_questions(self) -> list[Told]:
        asked = unique(f"{id_}: {shortened(text)}" for _, id_, text in self._store.questions.values())
        return [(f"The form has {len(asked)} {_s('question', len(asked))}: " + "; ".join(asked), ())]

    def _questions_on(self, plan: About) -> list[Told]:
        """Return the questions whose wording comes nearest to a topic."""
        scores = self._retriever.question_scores(self._retriever.query(plan.text))
        order = sorted(range(len(scores)), key=lambda row: -scores[row])
        near = [row for row in order if scores[row] >= _NEAR * scores[order[0]]][:_QUESTIONS]
        asked = unique(f"{id_}: {shortened(text)}" for _, id_, text in (self._store.questions[row] for row in near))
        come = "question of the form comes" if len(asked) == 1 else "questions of the form come"
        return [(f"{len(asked)} {come} nearest: " + "; ".join(asked), ())]

    def _answered(self, plan: About) -> list[Told]:
        """Return how many answered each question that is named, or the one that comes nearest to a topic."""
        questions = plan.questions or self._nearest(plan)
        told = []
        for wanted in questions:
            cells = self._retriever.select(plan.respondents, (wanted,)).cells
            rows = [] if cells is None else cells.tolist()
            stances = [self._store.cell(row).stance for row in rows]
            answered, asked = sum(s != "blank" for s in stances), len(stances)
            silent = [row for row, stance in zip(rows, stances, strict=True) if stance == "blank"]
            blank = [self._store.respondents[self._store.respondent_of(row)].name for row in silent]
            words = f"{answered} of {asked} answered question {wanted}"
            words += f"; left blank by {', '.join(unique(blank)[:_NAMED])}" if blank else ""
            told.append((words, self._places(rows[:1])))
        return told

    def _nearest(self, plan: About) -> tuple[str, ...]:
        if not plan.concepts:
            return ()
        row = self._retriever.nearest_question(self._retriever.query(plan.text))
        return (self._store.questions[row][1],)

    def _editions(self) -> list[Told]:
        counts: dict[str, int] = {}
        for respondent in self._store.respondents.values():
            counts[respondent.edition] = counts.get(respondent.edition, 0) + 1
        known = {edition: n for edition, n in sorted(counts.items()) if edition}
        if not known:
            return [("No edition is known of any response", ())]
        return [(", ".join(f"{n} of edition {edition}" for edition, n in known.items()), ())]

    def _summary(self, plan: About) -> list[Told]:
        """Return how a respondent answered in all: its stances, counted, and what it left blank."""
        told = []
        for id_ in plan.respondents:
            scope = self._retriever.select((id_,))
            rows = [] if scope.cells is None else scope.cells.tolist()
            cells = [self._store.cell(row) for row in rows]
            kinds = self._store.form_of(self._store.sources[self._store.ranks[id_]].path)
            decided = [c for c in cells if kinds.question(c.question).kind in ("yesno", "tick")]
            counts = {stance: sum(c.stance == stance for c in decided) for stance in STANCES}
            words = ", ".join(f"{n} {stance}" for stance, n in counts.items() if n)
            name = self._store.respondents[id_].name
            answered = sum(cell.stance != "blank" for cell in cells)
            of = f"{len(cells)} {_s('question', len(cells))}"
            said = f"{name} answered {answered} of {of}; of its yes/no questions: {words}"
            told.append((said, self._places(rows[:1])))
        return told

    def _places(self, rows: Sequence[int]) -> tuple[Evidence, ...]:
        found = []
        for row in rows:
            cell = self._store.cell(row)
            place = cell.answers[0] if cell.answers else place_of(cell)
            if place is not None:
                found.append(Evidence(row, *place, rounded(0.0)))
        return tuple(found)


def _s(noun: str, number: int) -> str:
    """Return a noun as a number stands before it."""
    return noun if number == 1 else f"{noun}s"
