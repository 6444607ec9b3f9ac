"""A corpus's files → responses: read, aligned, cut into cells, and each given its respondent.

A file that cannot be read, or that is no form, is left out with the reason; the others go on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msqqa.corpus import Described
from msqqa.errors import CorpusError, SourceError
from msqqa.form.align import best_alignment
from msqqa.form.cells import cells_of, respondent_name
from msqqa.form.segment import segment
from msqqa.model import Respondent
from msqqa.places import names_of, place, regions_of
from msqqa.read import read
from msqqa.words import unique

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from pathlib import Path

    from msqqa.corpus import Corpus
    from msqqa.form.align import Alignment
    from msqqa.index.report import Reporter
    from msqqa.model import Cell, Document, Form, Segment


@dataclass(slots=True)
class Response:
    """One file on its way through."""

    document: Document
    size: int
    mtime_ns: int
    alignment: Alignment
    segments: tuple[Segment, ...]
    respondent: Respondent
    place: str | None
    cells: list[Cell] = field(default_factory=list)


def gather(corpus: Corpus, forms: Sequence[Form], reporter: Reporter) -> tuple[list[Response], dict[str, str]]:
    """Read a corpus's files and align each to the form that fits it.

    Returns
    -------
    responses, skipped:
        In the order of the files; and the path of each file that is left out, with the reason.

    Raises
    ------
    CorpusError
        If nothing is left.
    """
    files = corpus.files()
    described = corpus.described()
    skipped: dict[str, str] = {}
    documents: dict[Path, tuple[Document, Alignment, os.stat_result]] = {}
    for path in files:
        name = path.relative_to(corpus.path).as_posix()
        try:
            documents[path] = _align(path, name, forms)
        except SourceError as error:
            skipped[name] = str(error).removeprefix(f"{name}: ")
            reporter.note(f"skipped {error}")
    if not documents:
        what = f"{corpus.path} holds no response" if files else f"{corpus.path} is empty"
        raise CorpusError(what, "put filled-in questionnaires there, or name another folder with --corpus")
    ids = corpus.ids(list(documents))
    responses = []
    for path, (document, alignment, stat) in documents.items():
        responses.append(_response(document, alignment, stat, ids[path], described))
    return _without_twins(responses, skipped, reporter), skipped


def _align(path: Path, name: str, forms: Sequence[Form]) -> tuple[Document, Alignment, os.stat_result]:

    document = read(path, name)
    alignment = best_alignment(document, forms)
    if alignment is None:
        known = ", ".join(form.id for form in forms)
        raise SourceError(f"{name}: aligns to no form (tried {known})", "describe its form in form.toml beside it")
    return document, alignment, path.stat()


def _response(
    document: Document, alignment: Alignment, stat: os.stat_result, own_id: str, described: dict[str, Described]
) -> Response:

    segments = segment(document, alignment)
    said = described.get(document.path, Described())
    own_id = said.id or own_id
    name = said.name or respondent_name(document, alignment, segments) or own_id.replace("-", " ").title()
    code = place(name) or place(own_id)
    aliases, groups = [*said.aliases], [*said.groups]
    if code is not None:
        names = names_of(code)
        # A form filled in in capitals names the country as the gazetteer writes it.
        name = said.name or (names[0] if name.isupper() or name.islower() else name)
        aliases += names
        groups += regions_of(code)
    elif name.isupper() and len(name) > 4 and not said.name:
        name = name.title()
    edition = said.edition or alignment.form.edition
    aliases += [own_id.replace("-", " ")]
    respondent = Respondent(own_id, name, unique(a for a in aliases if a != name), unique(groups), edition)
    cells = cells_of(document, alignment, segments, own_id)
    return Response(document, stat.st_size, stat.st_mtime_ns, alignment, segments, respondent, code, cells)


def _without_twins(responses: list[Response], skipped: dict[str, str], reporter: Reporter) -> list[Response]:
    """Keep the first of several responses with one id, as ``respondents.toml`` may give."""
    kept: dict[str, Response] = {}
    for response in responses:
        first = kept.setdefault(response.respondent.id, response)
        if first is not response:
            reason = (
                f"a second response of {response.respondent.id!r}, after {first.document.path}; give each its own id"
            )
            skipped[response.document.path] = reason
            reporter.note(f"skipped {response.document.path}: {reason}")
    return list(kept.values())
