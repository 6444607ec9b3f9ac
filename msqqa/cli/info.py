"""``msqqa info``: what an index holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from msqqa.cli.options import CorpusOption, FormatOption, IndexOption, PagerOption, RefreshOption
from msqqa.render import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from msqqa.index.open import Index


def info(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format_: FormatOption = Format.terminal,
    account: Annotated[
        bool, typer.Option("--account", help="Say what every character of each source was taken for.")
    ] = False,
    refresh: RefreshOption = False,
    no_pager: PagerOption = False,
) -> int:
    """Say what the index holds."""
    from msqqa.cli import changes, session
    from msqqa.cli.pager import paged

    opened = session.open_(corpus, index, refresh=refresh)
    changes.warn(opened)
    held = _held(opened, account=account)
    with paged(off=no_pager):
        _write(held, format_)
    return 0


def _write(held: dict[str, Any], format_: Format) -> None:
    if format_ is Format.json:
        typer.echo(json.dumps(held, ensure_ascii=False, indent=2))
        return
    rows = list(_rows(held))
    if format_ is Format.csv:
        import csv
        import sys

        from msqqa.render.spreadsheet import safe

        csv.writer(sys.stdout, lineterminator="\n").writerows([safe(value) for value in row] for row in rows)
    elif format_ is Format.markdown:
        from msqqa.render.markup import text_of

        shown = (f"| {text_of(what)} | {text_of(value)} |" for what, value in rows)
        typer.echo("\n".join(["| what | value |", "| --- | --- |", *shown]))
    else:
        width = max(len(what) for what, _ in rows)
        for what, value in rows:
            typer.echo(f"{what:<{width}}  {value}")


def _held(index: Index, *, account: bool) -> dict[str, Any]:
    from msqqa.ask.retrieve.scope import says
    from msqqa.cluster.address import is_address
    from msqqa.index.place import shown

    store, manifest = index.store, index.manifest
    numbered = {(form.id, q.id) for form in store.forms.values() for q in form.questions if q.id == q.number}
    cells = list(store.cells.values())
    kinds = {(form.id, q.id): q.kind for form in store.forms.values() for q in form.questions}
    form_of = {source.path: source.form for source in store.sources}
    held: dict[str, Any] = {
        "corpus": str(index.corpus_path),
        "index": shown(index.path) if is_address(index.path) else str(index.path.resolve()),
        "respondents": {r.id: r.name for r in store.respondents.values()},
        "forms": {form.id: form.title for form in store.forms.values()},
        "tables": [line for form in store.forms.values() for line in form.origin],
        "questions": len(numbered),
        "cells": store.columns.cells,
        "passages": store.passage_count,
        "vectors": manifest.counts["vectors"],
        "stances": _counted(says(kinds[form_of[cell.source], cell.question], cell.stance) for cell in cells),
        "ticks": _counted(cell.selection.state for cell in cells),
        "model": manifest.model,
        "model_sha256": manifest.model_sha256,
        "precision": manifest.precision,
        "sources": manifest.sources,
        "skipped": store.skipped,
        "beside": store.beside,
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


def _counted(values: Iterable[str]) -> dict[str, int]:
    from collections import Counter

    return dict(Counter(values).most_common())


def _rows(held: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for what, value in held.items():
        if what == "account":
            for source, totals in value.items():
                for category, n in totals.items():
                    yield f"{source}: {category}", f"{n:,} characters"
        elif what == "not_found":
            for source, questions in value.items():
                yield f"{source}: questions not found", ", ".join(questions)
        elif what in ("stances", "ticks"):
            yield what, ", ".join(f"{n} {word}" for word, n in value.items())
        elif what in ("tables", "sources"):
            yield from ((what, line) for line in (value if what == "tables" else [", ".join(value)]))
        elif what == "respondents":
            names = list(value.values())
            yield what, f"{len(names)}: {', '.join(names[:8])}" + (" …" if len(names) > 8 else "")
        elif isinstance(value, dict):
            for key, text in value.items():
                yield what, f"{key}: {text}"
        else:
            yield what, f"{value:,}" if isinstance(value, int) else str(value)
