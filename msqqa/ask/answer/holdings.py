"""What an index holds: respondents, forms, how many cells and passages, and what it was built from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from msqqa.ask.retrieve.scope import word_stance
from msqqa.cluster.address import is_address
from msqqa.index.location import display_index

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msqqa.index.open import Index


def holdings(index: Index, *, account: bool = False) -> dict[str, Any]:
    """Return what an index holds, as the object that ``msqqa info --format json`` prints.

    Parameters
    ----------
    index:
        The index.
    account:
        Whether it says what every character of each source was taken for, and which questions a source lacks.
    """
    store, manifest = index.store, index.manifest
    numbered = {(form.id, q.id) for form in store.forms.values() for q in form.questions if q.id == q.number}
    cells = list(store.cells.values())
    kinds = {(form.id, q.id): q.kind for form in store.forms.values() for q in form.questions}
    form_of = {source.path: source.form for source in store.sources}
    held: dict[str, Any] = {
        "corpus": str(index.corpus_path),
        "index": display_index(index.path) if is_address(index.path) else str(index.path.resolve()),
        "respondents": {r.id: r.name for r in store.respondents.values()},
        "forms": {form.id: form.title for form in store.forms.values()},
        "tables": [line for form in store.forms.values() for line in form.origin],
        "questions": len(numbered),
        "cells": store.columns.cells,
        "passages": store.passage_count,
        "vectors": manifest.counts["vectors"],
        "stances": _count_values(
            word_stance(kinds[form_of[cell.source], cell.question], cell.stance) for cell in cells
        ),
        "ticks": _count_values(cell.selection.state for cell in cells),
        "model": manifest.model,
        "model_sha256": manifest.model_sha256,
        "precision": manifest.precision,
        "sources": manifest.sources,
        "skipped": store.skipped,
        "beside": store.auxiliary_files,
        "msqqa": manifest.msqqa,
    }
    if account:
        held["account"] = {
            source: {**totals, "total": sum(totals.values())} for source, totals in store.account().items()
        }
        held["not_found"] = _not_found(index)
    return held


def _not_found(index: Index) -> dict[str, list[str]]:
    """Return the questions of its form that do not stand in each source, by their ids; only sources that lack one."""
    store = index.store
    stands: dict[str, set[str]] = {}
    for cell in store.cells.values():
        stands.setdefault(cell.source, set()).add(cell.question)
    lacking = {}
    for source in store.sources:
        there = stands.get(source.path, set())
        asked = [q for q in store.forms[source.form].questions if q.kind not in ("respondent", "group")]
        # A part stands wherever its question does.
        missing = [q.id for q in asked if q.parent is None and q.id not in there]
        if missing:
            lacking[source.path] = missing
    return lacking


def _count_values(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
