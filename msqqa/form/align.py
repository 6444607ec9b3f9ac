"""Alignment: which lines of a document are the form's questions.

A question is recognised by the form, never by its look: answers hold numbered lists and headings of their own. Each
line is compared with each question by the similarity of their words; of all ways to place the questions in the form's
order the one with the highest total similarity is taken (the weighted longest increasing subsequence). Questions that
then are still missing are taken out of order where the text is all but certain: order is evidence, never a condition.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msqqa.bounds import check
from msqqa.form.brackets import end_of_question, has_aside
from msqqa.form.token_stream import Floors, FormLine, LineMatch, TokenStream
from msqqa.form.translations import find_printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.encode import Encoder
    from msqqa.form.document_line import DocumentLine
    from msqqa.form.translations import Printed
    from msqqa.model import Document, Form, Question, Range

ALIKE = 0.80
"""Similarity from which a line is a question's text."""
ALIKE_WITH_NUMBER = 0.62
"""The same where the line also carries the question's printed number: the wording may have changed."""
CERTAIN = 0.90
"""Similarity from which a question is taken out of order."""
_NUMBER_AGREES, _NUMBER_DIFFERS = 0.05, -0.10
_CLEARLY = 0.05
_LONGEST = 20_000
"""Characters that a question takes up at most."""
_AT_ONCE = 2_000
"""Lines that are compared with all questions in one call: what it needs in memory grows with their product."""
_WEAK = 1 / 3
"""Share of a form's questions."""
_BASE = 0.5
"""What a placed question must be worth: below this similarity it only takes another's room."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place where the form speaks: a question's text, or a section's heading."""

    kind: Literal["question", "section"]
    id: str
    start: int
    """Where its line begins."""
    end: int
    """Where its text ends and what was answered begins."""
    box: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """A form laid over a document."""

    form: Form
    anchors: tuple[Anchor, ...]
    """In the document's order; they do not overlap."""
    stream: TokenStream
    printed: Form
    """The form as this copy words it: in another language, or as it is."""
    heads: tuple[Range, ...] = ()
    """Rows that name the columns of the tables that the form stands in."""

    @property
    def is_weak(self) -> bool:
        """Whether so few of the form's questions were found that it may be of another form that asks some of them."""
        return self.questions < _WEAK * sum(q.parent is None for q in self.form.questions)

    @property
    def questions(self) -> int:
        """How many of the form's questions, parts not counted, were found."""
        return sum(anchor.kind == "question" for anchor in self.anchors)


@dataclass(frozen=True, slots=True)
class _AnchorCandidate:
    order: int
    question: Question
    line: DocumentLine
    match: LineMatch
    worth: float


def align(
    document: Document, form: Form, printed: Printed | None = None, stream: TokenStream | None = None
) -> Alignment:
    """Lay ``form`` over ``document``, where it is ``printed`` in words of its own; the alignment may be empty.

    ``stream`` is the document's, where it is known already, and no table is read cell by cell.
    """
    worded = printed.form if printed else form
    if stream is None or (printed and printed.tables):
        tables = printed.tables if printed else ()
        stream = TokenStream.of(document.text, document.debris, tables, numbered=not form.learned)
    headed = [q for q in worded.questions if q.parent is None]
    candidates = _keep_clearest(list(_candidates(stream, headed)))
    placed = _best_chain(candidates)
    placed += _out_of_order(candidates, placed)
    begun = sorted(c.line.start for c in placed)
    anchors = [
        Anchor(
            "question",
            c.question.id,
            c.line.start,
            end_of_question(document.text, c.line.start, c.match.end, begun, aside=has_aside(c.question)),
            c.line.box,
        )
        for c in placed
    ]
    anchors += _sections(stream, worded, anchors)
    anchors.sort(key=lambda anchor: anchor.start)
    return Alignment(form, tuple(anchors), stream, worded, printed.heads if printed else ())


def best_alignment(document: Document, forms: Sequence[Form], encoder: Encoder | None = None) -> Alignment | None:
    """Return the alignment of the form that fits best, or None where none does.

    A form fits when at least three of its questions, or all where it has fewer, stand in the document.

    Parameters
    ----------
    document, forms:
        What is read, and what may lie below it.
    encoder:
        A multilingual one, by which a form is found in another language where hardly any of its own words stand
        there; without it the words alone count.
    """
    # What is learned from copies has the lines that print a number among its own.
    numbered = not any(form.learned for form in forms)
    stream = TokenStream.of(document.text, document.debris, numbered=numbered) if forms else None
    alignments = [align(document, form, stream=stream) for form in forms]
    best = max(alignments, key=lambda alignment: alignment.questions, default=None)
    if best is None:
        return None
    if encoder is not None and best.is_weak:
        own = {form.id: form for form in forms}
        for printed in find_printed(document, forms, encoder):
            found = align(document, own[printed.form.id], printed)
            best = max(best, found, key=lambda alignment: alignment.questions)
    needed = min(3, sum(q.parent is None for q in best.form.questions))
    return best if best.questions >= needed else None


def _candidates(stream: TokenStream, questions: Sequence[Question]) -> Iterator[_AnchorCandidate]:
    texts = [(order, FormLine.of(text)) for order, q in enumerate(questions) for text in (q.text, *q.printed)]
    targets = [target for _, target in texts]
    numbers = [questions[order].number for order, _ in texts]
    for first in range(0, len(stream.lines), _AT_ONCE):
        check()
        lines = stream.lines[first : first + _AT_ONCE]
        near: dict[tuple[int, int], list[FormLine]] = {}
        for i, t in stream.near(targets, numbers, lines, Floors(ALIKE, ALIKE_WITH_NUMBER)):
            near.setdefault((i, texts[t][0]), []).append(targets[t])
        for i, order in sorted(near):
            candidate = _candidate(stream, lines[i], order, questions[order], near[i, order])
            if candidate is not None:
                yield candidate


def _candidate(
    stream: TokenStream, line: DocumentLine, order: int, question: Question, targets: Sequence[FormLine]
) -> _AnchorCandidate | None:
    """Return a line as a question, by those of its wordings that the line is near to."""
    agrees = line.number is not None and line.number == question.number
    floor = ALIKE_WITH_NUMBER if agrees else ALIKE
    found = [m for t in targets if (m := stream.match(t, line, floor, same_start=False)) is not None]
    if not found:
        return None
    match = max(found, key=lambda m: (m.similarity, m.end))  # of two ways to print it, all that stands there
    worth = match.similarity - _BASE
    if line.number is not None and question.number is not None:
        worth += _NUMBER_AGREES if agrees else _NUMBER_DIFFERS
    return _AnchorCandidate(order, question, line, match, worth)


def _keep_clearest(candidates: Sequence[_AnchorCandidate]) -> list[_AnchorCandidate]:
    """Drop a candidate where its line is clearly another question, or its question clearly begins on another line."""
    best_of_line: dict[int, float] = {}
    for c in candidates:
        best_of_line[c.line.start] = max(best_of_line.get(c.line.start, 0.0), c.match.similarity)
    kept = [c for c in candidates if c.match.similarity >= best_of_line[c.line.start] - _CLEARLY]
    by_question: dict[int, list[_AnchorCandidate]] = {}
    for c in kept:
        by_question.setdefault(c.order, []).append(c)

    return [c for c in kept if not _is_outdone(c, by_question[c.order])]


def _is_outdone(c: _AnchorCandidate, others: Sequence[_AnchorCandidate]) -> bool:
    """Return whether a clearer one of a question's candidates, which are in order, shares characters with this one."""
    at = bisect_left(others, c.line.start, key=lambda other: other.line.start)
    for step in (-1, 1):
        i = at - 1 if step < 0 else at
        while 0 <= i < len(others):
            other = others[i]
            if other.line.start >= c.match.end or other.line.start < c.line.start - _LONGEST:
                break
            if other.match.end > c.line.start and other.match.similarity > c.match.similarity:
                return True
            i += step
    return False


def _best_chain(candidates: Sequence[_AnchorCandidate]) -> list[_AnchorCandidate]:
    """Return the candidates, rising in line and in question, with the greatest total worth."""
    ordered = sorted(candidates, key=lambda c: (c.line.start, c.order))
    by_end = sorted(range(len(ordered)), key=lambda i: ordered[i].match.end)
    questions = max((c.order for c in ordered), default=0) + 1
    best: list[tuple[float, int]] = [(0.0, 1)] * questions
    """Of the candidates that ended, by question: the greatest total, and less the place of the first that has it."""
    totals: list[float] = []
    before: list[int] = []
    ended = 0
    for candidate in ordered:
        while ended < len(by_end) and ordered[by_end[ended]].match.end <= candidate.line.start:
            i = by_end[ended]
            best[ordered[i].order] = max(best[ordered[i].order], (totals[i], -i))
            ended += 1
        total, place = max(best[: candidate.order], default=(0.0, 1))
        totals.append(total + candidate.worth)
        before.append(-place)
    chain: list[_AnchorCandidate] = []
    at = max(range(len(ordered)), key=lambda i: (totals[i], -i), default=-1)
    while at >= 0:
        chain.append(ordered[at])
        at = before[at]
    return chain[::-1]


def _out_of_order(candidates: Sequence[_AnchorCandidate], placed: Sequence[_AnchorCandidate]) -> list[_AnchorCandidate]:
    """Return, for questions not yet placed, the lines that can hardly be anything else."""
    taken = [(c.line.start, c.match.end) for c in placed]
    done = {c.question.id for c in placed}
    added: list[_AnchorCandidate] = []
    for candidate in sorted(candidates, key=lambda c: (-c.worth, c.line.start)):
        span = candidate.line.start, candidate.match.end
        free = all(span[1] <= start or end <= span[0] for start, end in taken)
        if candidate.question.id not in done and candidate.match.similarity >= CERTAIN and free:
            added.append(candidate)
            taken.append(span)
            done.add(candidate.question.id)
    return added


def _sections(stream: TokenStream, form: Form, anchors: Sequence[Anchor]) -> Iterator[Anchor]:
    """Find each section's heading between its first question and whatever stands before that."""
    by_id = {anchor.id: anchor for anchor in anchors}
    for section in form.sections:
        found = [by_id[q.id] for q in form.questions if q.section == section.id and q.id in by_id]
        if not section.title or not found:
            continue
        first = min(found, key=lambda anchor: anchor.start)
        floor = max((a.end for a in anchors if a.start < first.start), default=0)
        target = FormLine.of(section.title)
        for line in reversed(stream.lines):
            if not floor <= line.start < first.start:
                continue
            match = stream.match(target, line, ALIKE)
            if match is None:
                match = _after_letter(stream, target, line)
            if match is not None and match.whole:
                yield Anchor("section", section.id, line.start, match.end)
                break


def _after_letter(stream: TokenStream, target: FormLine, line: DocumentLine) -> LineMatch | None:
    """Match a heading such as ``A. Framework``: its letter is a word of its own."""
    from dataclasses import replace

    return stream.match(target, replace(line, first=line.first + 1), ALIKE)
