"""Documents that no known form fits → forms learned from them, one for each group that shares its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.form.groups import free_id, grouped
from msqqa.form.induce import induce
from msqqa.form.single import single
from msqqa.personal.mask import masked
from msqqa.words import squeeze

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

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
    groups = grouped([masked(document) for document in documents])
    copied = [group for group in groups if len(group) > 1]
    title = squeeze(corpus.replace("-", " ").replace("_", " "))
    found: list[Learned] = []
    for group in copied or (groups if alone else []):
        own_id = free_id(corpus, {*taken, *(one.form.id for one in found)})
        form = induce(group, own_id, title) if len(group) > 1 else single(group[0], own_id, title)
        if form is not None:
            found.append(Learned(form, tuple(group)))
    return found
