"""Stances once more, by a cell's sentences: "Only three of the eleven ministries have one" is a part, not a yes.

The rules decide by the tick and by an answer's opening words. Where these tell nothing, each of an answer's first
sentences is judged beside the form's own question, as any sentence is beside any claim.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.index.split import sentences_of
from msqqa.judge.labels import BEARING, choose_likeliest, stance_of
from msqqa.judge.word_pieces import SentenceContext
from msqqa.markdown_marks import strip_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.judge.model import Judge
    from msqqa.model import Basis, Cell, Document, Form, Stance

SENTENCES = 3
"""Of an answer, from its beginning: what comes later mostly speaks of something else."""
LONGEST = 350
"""Characters of an answer that is judged: a longer one mostly lists laws and projects, and quotes what these are to do,
which is no plan of the respondent's."""
SURE = 0.7
"""How surely the judge must say what a sentence tells; chosen on the demonstration corpora, where less costs more than
it gains."""
_KINDS = ("yesno", "tick")
_KEPT = 5_000
"""Answers of which it is remembered what was judged: in a table the same ones come again and again."""


def judge_stances(document: Document, form: Form, cells: Sequence[Cell], judge: Judge) -> tuple[Cell, ...]:
    """Return a response's cells, with the stances that their sentences tell where the rules tell none."""
    # Where a tick, or a rule that knows an answer's opening words, has decided, there is nothing to judge.
    if not any(cell.basis == "inferred" and cell.stance == "yes" and cell.answers for cell in cells):
        return tuple(cells)
    questions = {question.id: question for question in form.questions if question.kind in _KINDS}
    return tuple(
        _judge_cell(
            document, cell, form.full_text(questions[cell.question]), judge, "inferred" if form.learned else "stated"
        )
        if cell.basis == "inferred" and cell.stance == "yes" and cell.answers and cell.question in questions
        else cell
        for cell in cells
    )


def _judge_cell(document: Document, cell: Cell, question: str, judge: Judge, basis: Basis) -> Cell:
    text = " ".join(strip_markdown(document.text[start:end]) for start, end in cell.answers)
    if len(text) > LONGEST:
        return cell
    label, likely = _judge_answer(question, text, cell.language, judge)
    if label is None or label == cell.stance or likely < SURE:
        return cell
    return replace(cell, stance=label, basis=basis)


@lru_cache(maxsize=_KEPT)
def _judge_answer(question: str, text: str, language: str, judge: Judge) -> tuple[Stance | None, float]:
    """Return what an answer's sentences say on its question, and how surely; None where they tell nothing."""
    whole, *parts = sentences_of(text, language)
    texts = (parts or [whole])[:SENTENCES]
    places = [SentenceContext(question, " ".join(texts[:n]), text) for n, text in enumerate(texts)]
    best: tuple[Stance | None, float] = None, 0.0
    for told in judge.sentences(question, places).tolist():
        label = choose_likeliest(told)
        likely = told[BEARING.index(label)]
        if likely > best[1]:
            best = stance_of(label), likely
    return best
