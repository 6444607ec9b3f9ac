"""Who lacks what an open question of a learned form asks for: whose answer to it is "none", or begins by denying it.

"Are there areas that need help" is answered by "No", by "N/A", by "nothing at present", or by the areas. So who is
asked for by "which groups need no help" stands in the answers to that question alone, and no sentence elsewhere
decides it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.denials import denies_something, is_denied_place
from msqqa.index.split import sentences_of
from msqqa.languages.matching import finder, match_beginning, matcher
from msqqa.words import fold, stem, words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from msqqa.ask.judge.cell_scorer import CellScorer
    from msqqa.ask.judge.outcome import RespondentVerdict
    from msqqa.ask.retrieve.hits import CellHit, Query
    from msqqa.model import SetPlan, Stance, Verdict

_ALIKE, _HELD = 0.42, 0.6
"""Whitened cosine of a claim to a question, and share of its words that the question holds, from which that asks for
it."""
_WHOLLY = 0.95
"""Share of a claim's words that a question holds, from which it may be less alike: it asks more beside them."""
_NEAR, _APART = 0.35, 0.12
"""Whitened cosine of a claim to one question from which it is about that, and how far all others must be behind. Of
sets over four learned corpora, those that are then decided by that question's answers have a higher SetF in 8, a lower
one in 2, and the same in 13."""
_DECIDED = ("yesno", "tick")
_LOOKED_AT = 4
"""Questions that come nearest; one form has several wordings of one, each in some editions."""
_FIRST = 2
"""Passages of an answer, in its own order, of which the first sentence may say that there is nothing."""
_LACKS: dict[Stance, Verdict] = {"no": "matched", "planned": "matched", "yes": "rejected", "partial": "rejected"}


class OpenQuestions:
    """Decides over one index who lacks what a question asks for that is no yes/no question."""

    def __init__(self, bearing: CellScorer) -> None:
        self._bearing = bearing
        self._store = bearing.store
        self._retriever = bearing.retriever

    def find(self, plan: SetPlan, examined: Sequence[str]) -> str | None:
        """Return the id of the open question that asks for what a claim denies; None where none surely does."""
        denied = plan.polarity == "negative" or denies_something(plan)
        of_one = len({concept.polarity for concept in plan.concepts}) == 1
        given = plan.mode != "meaning" or plan.mode_is_given or plan.sought is not None or plan.questions
        rows = [row for row in self._store.questions if self._is_open(row)] if denied and of_one and not given else []
        if not rows:
            return None
        text = _without_answers(plan.text)
        query = self._retriever.query(text)
        alike = self._retriever.compare_whitened(text, [self._store.questions[row][2] for row in rows])
        if alike is None:
            return None
        nearest = sorted(zip(alike, rows, strict=True), key=lambda one: (-one[0], one[1]))[:_LOOKED_AT]
        for near, row in nearest:
            held, id_ = self._retriever.question_coverage(query, row), self._store.questions[row][1]
            is_asked = (near >= _ALIKE and held >= _HELD) or (near >= _NEAR and held >= _WHOLLY)
            if is_asked and self._bearing.cells_of(query, examined, id_):
                return id_
        return None

    def find_about(self, plan: SetPlan) -> str | None:
        """Return the id of the one question of a learned form that a claim comes near to by meaning, if it is open.

        What its answers do not tell, other answers tell of something else: who has a "new subproject" is told where
        subprojects are asked for.
        """
        made = all(form.learned or form.origin for form in self._store.forms.values())
        if plan.mode_is_given or plan.questions or not made:
            return None
        rows = list(self._store.questions)
        alike = self._retriever.compare_whitened(plan.text, [self._store.questions[row][2] for row in rows])
        if alike is None:
            return None
        (near, best), *rest = sorted(zip(alike, rows, strict=True), key=lambda one: (-one[0], one[1]))
        stands_out = near >= _NEAR and near - max((other for other, _ in rest), default=0.0) >= _APART
        form, id_, _ = self._store.questions[best]
        worded = not self._store.worded_questions or id_ in self._store.worded_questions
        decided = self._store.forms[form].question(id_).kind in _DECIDED
        return id_ if stands_out and worded and not decided else None

    def decide(self, query: Query, question: str, examined: Sequence[str]) -> list[RespondentVerdict] | None:
        """Return who lacks what a question asks for; None where no answer of it says so by itself."""
        cells = self._bearing.cells_of(query, examined, question)
        stances = self._bearing.stances(query, question, examined, _LACKS)
        wanted = set(query.stems)
        found = [
            replace(f, verdict="matched", stance="no")
            if _is_declared_empty(f) or (f.respondent in cells and self._denies(cells[f.respondent], wanted))
            else f
            for f in stances
        ]
        return found if any(f.verdict == "matched" for f in found) else None

    def _denies(self, cell: CellHit, wanted: Collection[str]) -> bool:
        """Return whether an answer begins by saying no, or by denying something that is asked about."""
        passages = sorted(cell.passages, key=lambda hit: hit.row)[:_FIRST]
        code = self._store.language_of(cell.row)
        texts = [next(iter(sentences_of(hit.passage.text, code)), "") for hit in passages]
        for text in texts:
            if match_beginning(text, "answers", "no", "not_applicable") or match_beginning(text, "words", "not"):
                return True
        if any(finder("words", "opposes").finds(fold(text)) for text in texts[:1]):
            return True
        about = [(text, word) for text in texts[:1] for word in words(text) if stem(word.text, code) in wanted]
        return any(is_denied_place(text, word.start, word.end, code) for text, word in about)

    def _is_open(self, row: int) -> bool:
        form, id_, _ = self._store.questions[row]
        known = self._store.forms[form]
        return known.learned and known.question(id_).kind not in (*_DECIDED, "group")


def _without_answers(text: str) -> str:
    """Return a claim without the answers that it names: "which groups say that nothing needs help (none, no, n/a)"."""
    found = matcher("answers", tuple((key, key) for key in ("no", "no_alone", "not_applicable")))
    own = list(words(text))
    spans = found.find_all([word.text for word in own])
    named = {at for start, _, length in spans for at in range(start, start + length)}
    return " ".join(text[word.start : word.end] for at, word in enumerate(own) if at not in named) if named else text


def _is_declared_empty(found: RespondentVerdict) -> bool:
    """Return whether an answer says that there is nothing, as "N/A" does, and is not only left out."""
    return found.stance == "blank" and found.basis == "stated" and bool(found.evidence)
