"""Corrections as they are written → whom and what of an index they mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.corpus import OWN_VERDICTS
from msqqa.errors import VerdictsError
from msqqa.review.entries import Correction, problem, read
from msqqa.words import fold, unique

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from msqqa.index.open import Index
    from msqqa.index.store import Store

_SOME = 5
"""Names that a message lists."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A correction, and the respondent of the index that it is of."""

    entry: Correction
    respondent: str
    """The respondent's id."""
    question: str
    """The id of the form's question, as the form has it; empty for a claim."""

    @property
    def key(self) -> tuple[str, str, str, bool]:
        """What no two corrections may share: of whom, of what, and whether it is of a mention."""
        from msqqa.words import normal_form

        claim = " ".join(sorted(normal_form(self.entry.claim)))
        return self.respondent, self.question, claim, bool(self.entry.verdict)


def file_of(index: Index) -> Path:
    """Return where the corrections of an index's corpus lie; there may be none."""
    return index.corpus_path / OWN_VERDICTS


def resolve_corrections(index: Index) -> tuple[list[Resolved], list[VerdictsError]]:
    """Return the corrections of an index's corpus, and what is wrong with those that are not valid.

    Raises
    ------
    VerdictsError
        If the file cannot be read, or is no TOML.
    """
    file = file_of(index)
    entries, problems = read(file)
    resolver = Resolver(index.store)
    taken: dict[tuple[str, str, str, bool], int] = {}
    found = []
    for entry in entries:
        try:
            one = resolver.resolve(entry)
            if one.key in taken:
                raise VerdictsError(f"it corrects what entry {taken[one.key]} corrects", "leave one of the two out")
        except VerdictsError as error:
            problems.append(problem(file, entry.number, error))
            continue
        taken[one.key] = entry.number
        found.append(one)
    return found, problems


class Resolver:
    """Finds whom and what corrections mean in one index."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def resolve(self, entry: Correction) -> Resolved:
        """Return whom and what a correction means.

        Raises
        ------
        VerdictsError
            If there is no such respondent or question, or several.
        """
        respondent = self.respondent(entry.respondent)
        return Resolved(entry, respondent, self._question(entry.question, respondent) if entry.question else "")

    def respondent(self, name: str) -> str:
        """Return the id of the respondent that a name, an alias or an id means."""
        here = self._store.respondents
        if name in here:
            return name
        ids = self._names.get(fold(name), ())
        if not ids:
            known = ", ".join(list(here)[:_SOME]) + (f" and {len(here) - _SOME} more" if len(here) > _SOME else "")
            raise VerdictsError(f"there is no respondent {name!r} here", f"give one of {known} (msqqa info lists them)")
        if len(ids) > 1:
            raise VerdictsError(f"{name!r} could be {' or '.join(ids[:_SOME])}", "give the id of the one that is meant")
        return ids[0]

    def _question(self, id_: str, respondent: str) -> str:
        id_ = id_.lower()
        if id_ not in self._questions:
            parts = [known for known in self._questions if known.startswith(f"{id_}.")]
            if parts:
                raise VerdictsError(f"question {id_} has parts", f"name one of them: {_shorten_list(parts)}")
            raise VerdictsError(f"the form has no question {id_!r}", f"it has {_shorten_list(self._questions)}")
        if self._store.find_cell(respondent, id_) is None:
            raise VerdictsError(
                f"the response of {respondent} holds no question {id_}", "correct it by the words of a claim"
            )
        return id_

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        """Folded names → the ids of those who are known by them."""
        found: dict[str, tuple[str, ...]] = {}
        for r in self._store.respondents.values():
            for name in {fold(n) for n in (r.id, r.name, *r.aliases, *r.codes)}:
                found[name] = (*found.get(name, ()), r.id)
        return found

    @cached_property
    def _questions(self) -> tuple[str, ...]:
        return unique(id_ for _, id_, _ in self._store.questions.values())


def _shorten_list(known: Sequence[str]) -> str:
    return ", ".join(known[:_SOME]) + (f" … {known[-1]}" if len(known) > _SOME else "")
