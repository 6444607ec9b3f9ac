"""Documents that no known form fits → forms learned from them, one for all versions that share their questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.form.describe import describe_form
from msqqa.form.groups import free_id, group_copies
from msqqa.form.induce import induce_lines
from msqqa.form.line_candidates import pieces
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


def learn(
    documents: Sequence[Document], corpus: str, taken: Collection[str] = (), *, alone: bool = True
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

    Returns
    -------
    list[Learned]
        That of the most copies first; empty where nothing was learned.
    """
    groups = group_copies([pieces(mask_document(document)) for document in documents])
    title = squeeze(corpus.replace("-", " ").replace("_", " "))
    found: list[Learned] = []
    for version in join_versions(list(_versions(group for group in groups if len(group) > 1))):
        own_id = free_id(corpus, {*taken, *(one.form.id for one in found)})
        form = describe_form(version.copies, version.found, own_id, title)
        found.append(Learned(form, tuple(copy.document for copy in version.copies)))
    if all(len(group) == 1 for group in groups) and alone:
        for (copy,) in groups:
            own_id = free_id(corpus, {*taken, *(one.form.id for one in found)})
            only = induce_single(copy.document, own_id, title)
            found += [Learned(only, (copy.document,))] if only is not None else []
    return found


def _versions(groups: Iterable[Sequence[DocumentUnits]]) -> Iterator[Version]:
    for copies in groups:
        seen = induce_lines(copies)
        if seen is not None:
            yield Version(tuple(copies), seen)
