"""Documents that no known form fits → forms learned from them, one for all versions that share their questions.

Of more than :data:`~msqqa.form.sample.MOST_COPIES` a sample is learned from. What was learned is then laid over all of
them, and what it does not fit is learned from in its turn: a form that few copies are of is not lost in a large corpus.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.form.align import best_alignment
from msqqa.form.describe import describe_form
from msqqa.form.groups import free_id, group_copies
from msqqa.form.induce import induce_lines
from msqqa.form.line_candidates import pieces
from msqqa.form.sample import MOST_COPIES, draw_sample
from msqqa.form.single_copy import induce_single
from msqqa.form.token_stream import MARKUP, FormLine
from msqqa.form.versions import Version, join_versions
from msqqa.personal.mask import mask_document
from msqqa.words import squeeze, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from msqqa.form.line_candidates import DocumentUnits
    from msqqa.model import Document, Form


_ASKED = 1 / 3
"""Share of a form's questions that a copy prints word for word, as versions ask some of them only."""
_FEWEST_WORDS = 4
"""Words of a question's text that stand in an answer by no chance."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A form, and what it was learned from."""

    form: Form
    copies: tuple[Document, ...]
    """Those that it was learned from."""
    of: int
    """How many copies there are; more than those that it was learned from, where these are a sample."""

    @property
    def told(self) -> str:
        """From how many copies it was learned, in words."""
        if self.of > len(self.copies):
            return f"{len(self.copies):,} of {self.of:,} copies"
        return f"{self.of:,} copies" if self.of != 1 else "one copy"


def learn(
    documents: Sequence[Document],
    corpus: str,
    taken: Collection[str] = (),
    *,
    alone: bool = True,
    most: int = MOST_COPIES,
) -> list[Learned]:
    """Learn the forms of some documents.

    Parameters
    ----------
    documents:
        What no known form fits. Several may be copies of one form; a licence among them is a copy of none.
    corpus:
        The corpus's name, after which the forms are called.
    taken:
        Ids that other forms have.
    alone:
        Whether a form may be read off a single copy, where no two documents are copies of one. Beside responses to
        another form a single document is more likely none at all.

    most:
        How many documents are learned from at once; of more, a sample is.

    Returns
    -------
    list[Learned]
        That of the most copies first; empty where nothing was learned.
    """
    found: list[Learned] = []
    rest = list(documents)
    while rest:
        some = draw_sample(rest, most)
        ids = {*taken, *(one.form.id for one in found)}
        learned = _learn_at_once(some, corpus, ids, alone=alone and not found)
        if len(some) == len(rest):
            found += learned
            break
        fits = _find_copies(learned, rest)
        counted = Counter(fits.values())
        found += [replace(one, of=max(len(one.copies), counted[one.form.id])) for one in learned]
        left = [document for n, document in enumerate(rest) if n not in fits]
        if len(left) == len(rest):
            break
        rest = left
    return sorted(found, key=lambda one: -one.of)


def _find_copies(learned: Sequence[Learned], documents: Sequence[Document]) -> dict[int, str]:
    """Return of each document, by its place, the id of the form that it is a copy of; of none where it has no place."""
    forms = [one.form for one in learned]
    taught = {copy.path: one.form.id for one in learned for copy in one.copies}
    wordings = [_wordings(form) for form in forms]
    found: dict[int, str] = {}
    for n, document in enumerate(documents):
        if document.path in taught:
            found[n] = taught[document.path]
            continue
        folded = f" {' '.join(word.text for word in words(MARKUP.sub(' ', document.text)))} "
        asked = [sum(any(f" {one} " in folded for one in own) for own in of) for of in wordings]
        best = max(range(len(forms)), key=lambda i: asked[i], default=-1)
        if best >= 0 and asked[best] >= _ASKED * len(wordings[best]):
            found[n] = forms[best].id
            continue
        # Aligning takes ten times as long: only what does not print the questions word for word is aligned.
        laid = best_alignment(document, forms)
        if laid is not None and not laid.is_weak:
            found[n] = laid.form.id
    return found


def _wordings(form: Form) -> list[list[str]]:
    """Return the folded wordings of each question that are long enough to stand in no answer."""
    asked = [question for question in form.questions if question.parent is None]
    lines = [[FormLine.of(text) for text in (question.text, *question.printed)] for question in asked]
    return [[line.text for line in own if line.length >= _FEWEST_WORDS] for own in lines]


def _learn_at_once(documents: Sequence[Document], corpus: str, taken: Collection[str], *, alone: bool) -> list[Learned]:
    groups = group_copies([pieces(mask_document(document)) for document in documents])
    title = squeeze(corpus.replace("-", " ").replace("_", " "))
    found: list[Learned] = []
    for version in join_versions(list(_versions(group for group in groups if len(group) > 1))):
        own_id = free_id(corpus, {*taken, *(one.form.id for one in found)})
        form = describe_form(version.copies, version.found, own_id, title)
        found.append(Learned(form, tuple(copy.document for copy in version.copies), len(version.copies)))
    if all(len(group) == 1 for group in groups) and alone:
        for (copy,) in groups:
            own_id = free_id(corpus, {*taken, *(one.form.id for one in found)})
            only = induce_single(copy.document, own_id, title)
            found += [Learned(only, (copy.document,), 1)] if only is not None else []
    return found


def _versions(groups: Iterable[Sequence[DocumentUnits]]) -> Iterator[Version]:
    for copies in groups:
        seen = induce_lines(copies)
        if seen is not None:
            yield Version(tuple(copies), seen)
