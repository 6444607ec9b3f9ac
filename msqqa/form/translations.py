"""A form as a copy in another language prints it.

A copy's lines and the form's are compared by meaning, with a multilingual encoder, and laid over each other at one
stroke: of all ways to place the form's lines in their order on the copy's, the one with the greatest total worth is
taken (dynamic programming). What a pair is worth is the cosine of the two lines less what either has with its nearest
neighbours of the other language (CSLS, Conneau et al. 2018: lines that are like all lines are like none), and more or
less by the printed number and by whether a choice of yes and no stands below.

What comes of it is the form in the copy's own words. By these the copy is then aligned as any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.bounds import check
from msqqa.form.lines import copy_lines, form_lines
from msqqa.form.neighbours import RELATED, ChoicePlacer, place_between
from msqqa.form.rows import tables
from msqqa.form.token_stream import TokenStream

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.encode import Encoder
    from msqqa.form.lines import CopyLine, Own
    from msqqa.model import Document, Form, Question, Range

    Floats = NDArray[np.float32]

_NEIGHBOURS = 4
_NUMBER = 0.02
"""What a number adds that is the question's, and takes where it is another's; a pair is worth about as much."""
_CHOICE = 0.005
_LEAST = -0.005
"""Worth from which a line is the form's."""
_HOLDS = 0.03
"""What a label adds that asks for what the field holds."""
_LEAST_GUIDANCE = 0.0
_AS_GOOD = 0.01
"""How much less than the best a line may be worth that prints the same guidance in slightly other words."""
_ENOUGH = 0.5
"""Share of the form's questions that a copy has at least: by meaning alone another form has some too."""
_MOST_LINES = 3_000
"""Of a document that is compared by meaning: each is encoded."""
_SAMPLE = 200
"""Lines by which a document's language is told."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A form in the words of one copy."""

    form: Form
    """Its questions' ids are those of the form; what was not found is worded as there."""
    tables: tuple[Range, ...]
    """The copy's tables that hold the form."""
    heads: tuple[Range, ...]
    """The rows of these that name the columns."""


def find_printed(document: Document, forms: Sequence[Form], encoder: Encoder) -> list[Printed]:
    """Return the forms of another language than the document's that it is a copy of, in the document's words.

    Parameters
    ----------
    document, forms:
        What is read, and what it may be a copy of.
    encoder:
        A multilingual one. It encodes nothing unless the document is in another language than a form.
    """
    found = list(tables(document))
    inside = [(table.start, table.end) for table in found]
    stream = TokenStream.of(document.text, document.debris, inside, numbered=not any(form.learned for form in forms))
    if len(stream.lines) > _MOST_LINES:
        return []
    language = _language([document.text[line.start : line.end] for line in stream.lines])
    others = [form for form in forms if language and _language([q.text for q in form.questions]) != language]
    pieces = copy_lines(document, stream) if others else []
    if not pieces:
        return []
    vectors = _encode_once(encoder, [said for piece in pieces for said in piece.said])
    copies = []
    for form in others:
        worded_here, starts = _form_in(form, pieces, vectors, encoder)
        if worded_here is None:
            continue
        held = [table for table in found if any(table.start <= start < table.end for start in starts)]
        heads = tuple(table.head for table in held if table.head is not None)
        copies.append(Printed(worded_here, tuple((table.start, table.end) for table in held), heads))
    return copies


def _language(texts: Sequence[str]) -> str:
    """Return the language of most of the texts that are long enough to tell."""
    from collections import Counter

    from msqqa.languages.detect import language_of

    step = max(1, len(texts) // _SAMPLE)
    told = Counter(code for text in texts[::step] if (code := language_of(text, "")))
    return max(told, key=lambda code: (told[code], code), default="")


# ---------------------------------------------------------------- a form's lines on a copy's


def _form_in(
    form: Form, pieces: Sequence[CopyLine], vectors: Floats, encoder: Encoder
) -> tuple[Form | None, list[int]]:
    """Return a form in a copy's words, and where its questions begin there; None where it is no copy."""
    import numpy as np

    own = list(form_lines(form))
    general = [*form.guidance, *form.furniture, *form.footnotes]
    ways = [way for line in own for way in line.ways]
    theirs = _of_form(encoder, (*ways, *general))
    # Of each piece the whole and its label, of each line of the form its ways to be printed.
    alike = vectors @ theirs.T
    by_piece = np.cumsum([0, *(len(piece.said) for piece in pieces)])[:-1]
    by_line = np.cumsum([0, *(len(line.ways) for line in own), *(1 for _ in general)])[:-1]
    worth = np.maximum.reduceat(_less_neighbours(alike), by_line, axis=1)
    of_whole, best = worth[by_piece], np.maximum.reduceat(worth, by_piece, axis=0)
    questions = np.array([line.role in ("question", "section", "guidance") for line in own])
    scores = np.where(questions[None, :], of_whole[:, : len(own)], best[:, : len(own)])
    scores += np.array([[_agreement(piece, line) for line in own] for piece in pieces], dtype=np.float32)
    placed = _best_chain(np.asarray(scores - _LEAST, dtype=np.float32))
    likeness = encoder.scales["questions"].read(np.maximum.reduceat(alike[by_piece], by_line, axis=1))
    placed = sorted([*placed, *place_between(own, placed, pieces, likeness)])
    asked = [(i, j) for i, j in placed if own[j].role == "question"]
    if len(asked) < _ENOUGH * sum(line.role == "question" for line in own):
        return None, []
    found: dict[tuple[str, str, int], str] = {}
    for i, j in placed:
        label = len(pieces[i].keys) > 1 and worth[by_piece[i] + 1, j] > of_whole[i, j] and not questions[j]
        found[own[j].role, own[j].of, own[j].place] = pieces[i].keys[1 if label else 0]
    taken = {i for i, _ in placed}
    choices = ChoicePlacer(form, own, placed, pieces, taken, found)
    choices.place_above_options()
    choices.place_options()
    near = likeness[:, len(own) :] >= RELATED
    guides = np.where(near, of_whole[:, len(own) :], -np.inf)
    as_good = guides >= np.maximum(guides.max(axis=0) - _AS_GOOD, _LEAST_GUIDANCE) if general else guides > np.inf
    said_again = [piece.keys[0] for i, piece in enumerate(pieces) if i not in taken and as_good[i].any()]
    return _apply_wording(form, found, tuple(dict.fromkeys(said_again))), [pieces[i].start for i, _ in asked]


def _less_neighbours(alike: Floats) -> Floats:
    """Return cosines less the mean that either line has with its nearest neighbours (half of CSLS)."""
    import numpy as np

    def near(of: Floats) -> Floats:
        nearest: Floats = np.sort(of, axis=1)[:, -_NEIGHBOURS:].mean(axis=1)
        return nearest

    distinct = np.unique(alike, axis=0)  # a line that the copy prints many times is one neighbour
    return np.asarray(alike - (near(alike)[:, None] + near(distinct.T)[None, :]) / 2, dtype=np.float32)


def _agreement(piece: CopyLine, line: Own) -> float:
    """Return what a piece's number, its words for a field and the choice below it say for its being the form's."""
    if line.holds is not None:
        return _HOLDS if line.holds in piece.holds else 0.0
    if line.role != "question" or line.question is None:
        return 0.0
    worth = 0.0
    if piece.number is not None and line.question.number is not None:
        worth += _NUMBER if piece.number == line.question.number else -_NUMBER
    if line.question.kind == "yesno":
        worth += _CHOICE if piece.offers_choice else 0.0
    return worth


def _best_chain(worth: Floats) -> list[tuple[int, int]]:
    """Return pairs of a row and a column, both rising, with the greatest total; pairs below 0 are none."""
    import numpy as np

    rows, columns = worth.shape
    total = np.zeros((rows + 1, columns + 1), dtype=np.float64)
    for i in range(rows):
        check()
        with_it = total[i, :-1] + np.maximum(worth[i], 0)
        total[i + 1, 1:] = np.maximum.accumulate(np.maximum(total[i, 1:], with_it))
    chain: list[tuple[int, int]] = []
    i, j = rows, columns
    while i and j:
        if total[i, j] == total[i - 1, j]:
            i -= 1
        elif total[i, j] == total[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            chain.append((i, j))
    return chain[::-1]


def _apply_wording(form: Form, found: dict[tuple[str, str, int], str], general: tuple[str, ...]) -> Form:
    """Return a form in the words that were found for its lines."""

    def of(question: Question) -> Question:
        own = found.get(("part" if question.parent else "question", question.id, 0))
        texts = (*((own,) if own else ()), question.text, *question.printed)
        return replace(
            question,
            text=texts[0],
            printed=texts[1:],
            guidance=listed("guidance", question.id, question.guidance),
            options=listed("option", question.id, question.options),
            fields=tuple(
                replace(one, label=found.get(("field", question.id, i), one.label))
                for i, one in enumerate(question.fields)
            ),
        )

    def listed(role: str, of: str, texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(found.get((role, of, i), text) for i, text in enumerate(texts))

    return replace(
        form,
        sections=tuple(replace(s, title=found.get(("section", s.id, 0), s.title)) for s in form.sections),
        questions=tuple(of(question) for question in form.questions),
        guidance=(*form.guidance, *general),
    )


# ---------------------------------------------------------------- vectors


@lru_cache(maxsize=16)
def _of_form(encoder: Encoder, texts: tuple[str, ...]) -> Floats:
    """Return the vectors of a form's lines, which are the same for each of its copies."""
    return _encode_once(encoder, texts)


def _encode_once(encoder: Encoder, texts: Sequence[str]) -> Floats:
    """Return the vectors of texts, each of which is encoded once; both sides are what E5 calls queries."""
    import numpy as np

    distinct = list(dict.fromkeys(texts))
    vectors = encoder.encode(distinct, "query")
    row = {text: i for i, text in enumerate(distinct)}
    return np.asarray(vectors[[row[text] for text in texts]])
