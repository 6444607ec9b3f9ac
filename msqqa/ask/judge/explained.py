"""A cell that tells nothing by itself, "Yes" or an address alone, and the question beside it that explains it.

Forms part a matter into fields: whether standards are supported, which ones, and where that is shown. Whoever asks
which ones comes nearest to the first field, in whose words the question is put, and wants the second.
"""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING

from msqqa.index.split import is_address
from msqqa.languages import phrases
from msqqa.words import content_words, fold, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from msqqa.ask.retrieve.hits import CellHit
    from msqqa.index.store import Store
    from msqqa.model import Form, Plan, Question

_NO_WORDS = ("yesno", "link", "options")
"""Kinds of an answer that a yes, an address or a tick gives."""
MORE_THAN_YES = (
    "person", "body", "date", "number", "money", "share", "duration", "place", "reason", "manner", "name",
)  # fmt: skip
"""Kinds of an answer that a yes does not give."""
_TITLED = "]("
"""What stands in a link that has a title, which may tell what is asked for."""
_OF_FEW, _FEW = 0.1, 4
"""Share of a form's questions that have a word, and their number in a short form, up to which it says that two beside
one another are on one matter."""


def prefer_explained(plan: Plan, hits: list[CellHit], store: Store) -> list[CellHit]:
    """Put the cell that explains the best one first, where that only says yes or no, or gives an address.

    Who asks about a question by its number wants that one, and who asks whether something holds wants its yes.
    """
    if plan.questions or plan.asks in _NO_WORDS or not hits or not (says := _says_only(hits[0])):
        return hits
    best = hits[0]
    form = store.form_of(store.source_of(best.row).path)
    if says == "yes" and plan.whether and form.question(best.question).kind == "yesno":
        return hits  # "are all leads active": the question asks whether, and so does its asker
    own = {hit.question: hit for hit in hits if hit.respondent == best.respondent}
    behind, before = _on_one_matter(form, best.question)
    near: Iterator[CellHit]
    if says == "yes":  # what explains a yes stands behind it, and a further yes begins another matter
        near = takewhile(lambda hit: _says_only(hit) != "yes", _cells_of(behind, own))
    else:  # an address may be what is asked for, where its question says more of that
        near = (hit for hit in _cells_of((*behind, *before), own) if hit.coverage >= best.coverage)
    found = next((hit for hit in near if not _says_only(hit)), None)
    return hits if found is None else [found, *(hit for hit in hits if hit is not found)]


def is_bare_yes(plan: Plan, hit: CellHit, store: Store) -> bool:
    """Return whether who, when, where or how many is asked, and an answer under a learned form says no more than yes.

    That a group has contributors from several companies does not tell which these are.
    """
    form = store.form_of(store.source_of(hit.row).path)
    asks_more = plan.asks in MORE_THAN_YES and not plan.whether and not plan.questions
    return asks_more and bool(form.learned or form.origin) and _says_yes(hit)


def _says_yes(hit: CellHit) -> bool:
    said = " ".join(fold(found.passage.text) for found in hit.passages).strip(" .!")
    return said in phrases("answers", "yes")


def _says_only(hit: CellHit) -> str:
    """Return ``yes`` where a cell says yes or no and no more, ``address`` where it holds only addresses, or nothing."""
    texts = [found.passage for found in hit.passages]
    if not texts:
        return ""
    if all(is_address(passage.quote) and _TITLED not in passage.quote for passage in texts):
        return "address"
    said = " ".join(fold(passage.text) for passage in texts).strip(" .!")
    return "yes" if said in phrases("answers", "yes") or said in phrases("answers", "no") else ""


def _cells_of(questions: Iterable[Question], own: Mapping[str, CellHit]) -> Iterator[CellHit]:
    return (own[question.id] for question in questions if question.id in own and own[question.id].passages)


def _on_one_matter(form: Form, id_: str) -> tuple[list[Question], list[Question]]:
    """Return the questions behind one that are on its matter, as far as they go, and those before it, nearest first."""
    questions = [question for question in form.questions if question.id == id_ or _is_asked(question, form.questions)]
    at = next(i for i, question in enumerate(questions) if question.id == id_)
    stems = [
        {stem(word.text) for word in content_words(question.text) if not word.text.isdigit()} for question in questions
    ]
    held_by = Counter(one for own in stems for one in own)
    most = max(_FEW, _OF_FEW * len(questions))

    def is_of_it(i: int) -> bool:
        parent = questions[at].parent
        alike = parent is not None and questions[i].parent == parent
        return alike or any(held_by[one] <= most for one in stems[at] & stems[i])

    places = (range(at + 1, len(questions)), range(at - 1, -1, -1))
    behind, before = ([questions[i] for i in takewhile(is_of_it, own)] for own in places)
    return behind, before


def _is_asked(question: Question, questions: Sequence[Question]) -> bool:
    """Return whether a question has cells of its own, and is not only the head of its parts."""
    return all(part.parent != question.id for part in questions)
