"""What is asked of a thing that a question of the form asks for: "is the data protection act in force".

Whether an act is in force is told where the act is; elsewhere only by a sentence that names it. Of another act, in
force or not, it tells nothing. Who has no such act, or only plans it, has none in force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.words import stems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from msqqa.ask.judge.cell_scorer import CellScorer
    from msqqa.ask.judge.outcome import RespondentVerdict
    from msqqa.ask.judge.questions import QuestionRecogniser
    from msqqa.ask.judge.stances import ClaimStance
    from msqqa.ask.retrieve.hits import Query
    from msqqa.model import Plan, Stance, Verdict

_LACKING: dict[Stance, Verdict] = {"no": "rejected", "planned": "rejected"}


class TopicQuestions:
    """Finds the questions of one index that ask for what a claim says something of."""

    def __init__(self, bearing: CellScorer, questions: QuestionRecogniser) -> None:
        self._bearing = bearing
        self._questions = questions

    def find_question(self, plan: Plan, query: Query) -> str | None:
        """Return the id of the yes/no question that asks for a plan's topic, where its claim says more of that."""
        topic = self._topic(plan)
        if not topic.stems or set(query.stems) <= set(topic.stems) or "ended" in plan.relations:
            return None
        row = self._questions.just(topic.text, topic)
        return None if row is None else self._bearing.store.questions[row][1]

    def find_ended(self, plan: Plan, query: Query) -> int | None:
        """Return the row of the yes/no question that asks for a topic of which only its end is asked."""
        if "ended" not in plan.relations:
            return None
        topic = self._topic(plan)
        if not topic.stems or len(set(query.stems) - set(topic.stems)) > 1:
            return None
        return self._questions.just(topic.text, topic)

    def keep_where_named(self, plan: Plan, told: Mapping[str, ClaimStance]) -> dict[str, ClaimStance]:
        """Return what is told by sentences that hold the topic's words, with their question and what stands before."""
        wanted = set(self._topic(plan).stems)
        return {
            who: own
            for who, own in told.items()
            if own.told and wanted <= set(stems(" ".join(own.told[0].candidate.beside)))
        }

    def find_lacking(self, plan: Plan, question: str, examined: Sequence[str]) -> dict[str, RespondentVerdict]:
        """Return of whom the question's own answer says that there is no such thing, or not yet."""
        found = self._bearing.stances(self._topic(plan), question, examined, _LACKING) if examined else []
        return {own.respondent: own for own in found if own.verdict == "rejected"}

    def _topic(self, plan: Plan) -> Query:
        return self._bearing.retriever.query(" ".join(plan.terms))


def topic_stems(plan: Plan) -> frozenset[str]:
    """Return the stems of what a claim says something of."""
    return frozenset(word for term in plan.terms for word in stems(term))
