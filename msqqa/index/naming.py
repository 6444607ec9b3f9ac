"""Whose response a file is: by a field of its form, by what is said of it, by its title, or by its own name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.corpus import Described
from msqqa.form.cells import cells_of, respondent_name
from msqqa.form.labels import is_handle
from msqqa.form.segment import segment
from msqqa.index.respondent_names import Titled, names_of, title_of, without_year, years_in_titles, years_of
from msqqa.index.responses import ReadFile, Response, respondent_of
from msqqa.index.sources import stamp
from msqqa.markdown_marks import strip_markdown
from msqqa.model import SegmentedResponse
from msqqa.personal.values import emails, is_name
from msqqa.words import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from msqqa.form.align import Alignment
    from msqqa.model import Document, Form, Segment

_FEWEST_LETTERS = 4
"""Letters of a name, from which a file that is called so is called after it."""


def add_years(
    names: Sequence[str], described: Mapping[str, Described], files: Mapping[str, ReadFile]
) -> Mapping[str, Described]:
    """Add to what is said of files the year that each has, as its edition, where nothing else is said."""
    years = years_of(names)
    if not years and all(name in files for name in names):
        years = years_in_titles({name: title_of(files[name].document) for name in names})
    dated = dict(described)
    for name, year in years.items():
        said = described.get(name) or Described()
        dated[name] = replace(said, edition=said.edition or year)
    return dated


def name_respondents(files: Mapping[str, tuple[ReadFile, str]], described: Mapping[str, Described]) -> dict[str, str]:
    """Return what the respondents are called that no field of their form names."""
    titled = {}
    for name, (one, own_id) in files.items():
        # What titles do not share only all of them tell, and under a learned form all files are read each time.
        if one.alignment is not None and one.alignment.form.learned and not _has_names(one.alignment.form):
            document, said = one.document, described.get(name)
            title = title_of(document)
            withheld = bool(title) and document.is_personal(0, document.blocks[0].end)
            titled[name] = Titled(own_id, title, said.edition if said else "", withheld)
    return names_of(titled)


def make_response(one: ReadFile, own_id: str, said: Described | None, called: str) -> Response:
    """Return the response in a file that a form was laid over, with its respondent; ``called``: what else names it."""
    document, alignment, stat = one.document, one.alignment, one.stat
    assert alignment is not None  # the others were left out
    segments = segment(document, alignment)
    mark = stamp(document.sha256, own_id, said)
    impersonal = _anonymise_id(own_id, document, segments)
    called = called if impersonal == own_id else ""
    own_id = (said.id if said else "") or impersonal
    bare = without_year(own_id, said.edition if said else "")
    printed = respondent_name(document, alignment, segments) or called or bare.replace("-", " ").title()
    handles = tuple(_handles(document, alignment, segments))
    respondent, code = respondent_of(own_id, printed, said, alignment.form.edition, aliases=handles)
    written = SegmentedResponse(document, segments, cells_of(document, alignment, segments, own_id))
    where = (document.path, document.sha256, document.path, stat.st_size, stat.st_mtime_ns)
    return Response(*where, alignment.form, respondent, code, mark, lambda: written)


def _has_names(form: Form) -> bool:
    """Return whether a form has a field that names the respondent."""
    return any(question.kind == "respondent" for question in form.questions)


def _anonymise_id(own_id: str, document: Document, segments: Sequence[Segment]) -> str:
    """Return a response's id; where its file is called after somebody who is withheld, one that tells nobody."""
    own = set(slug(own_id).split("-"))
    for part in segments:
        if part.withheld:
            text = document.text[part.start : part.end]
            names = [slug(line) for line in text.splitlines() if is_name(line)]
            names += [slug(text[a:b].split("@")[0]) for a, b in emails(text)]
            if any(len(name) > _FEWEST_LETTERS and set(name.split("-")) <= own for name in names):
                return f"response-{document.sha256[:8]}"
    return own_id


def _handles(document: Document, alignment: Alignment, segments: Sequence[Segment]) -> Iterator[str]:
    """Yield the names by which a respondent says to be known elsewhere."""
    asked = {question.id for question in alignment.form.questions if is_handle(question.text)}
    for part in segments:
        if part.question in asked and part.category == "cell" and not part.withheld:
            handle = strip_markdown(document.text[part.start : part.end]).strip(" @`*_")
            if handle and not any(c.isspace() or c in ":/" for c in handle):
                yield handle
