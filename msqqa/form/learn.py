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
from msqqa.form.versions import Version, join_versions
from msqqa.personal.mask import mask_document
from msqqa.words import squeeze

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from msqqa.form.line_candidates import DocumentUnits
    from msqqa.model import Document, Form


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
        counted, left = _lay_over([one.form for one in learned], rest)
        found += [replace(one, of=max(len(one.copies), counted[one.form.id])) for one in learned]
        if len(left) == len(rest):
            break
        rest = left
    return sorted(found, key=lambda one: -one.of)


def _lay_over(forms: Sequence[Form], documents: Sequence[Document]) -> tuple[Counter[str], list[Document]]:
    """Return how many documents each form fits, by its id, and the documents that none fits, or hardly does."""
    counted: Counter[str] = Counter()
    left: list[Document] = []
    for document in documents:
        laid = best_alignment(document, forms)
        if laid is None or laid.is_weak:
            left.append(document)
        else:
            counted[laid.form.id] += 1
    return counted, left


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
