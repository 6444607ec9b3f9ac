"""A corpus's files → responses: read, aligned, cut into cells, and each given its respondent.

A file that cannot be read, or that is no form, is left out with the reason; the others go on. A file whose block an
earlier index has is not read again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from msqqa.cache import digest_of
from msqqa.corpus import Described
from msqqa.errors import CorpusError, SourceError
from msqqa.form.align import best_alignment
from msqqa.form.cells import cells_of, respondent_name
from msqqa.form.labels import is_handle
from msqqa.form.learn import learn
from msqqa.form.segment import segment
from msqqa.index.blocks import stamp
from msqqa.model import Respondent
from msqqa.places import names_of, place, regions_around, regions_of
from msqqa.read import read
from msqqa.table import is_table
from msqqa.words import plain, unique

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from msqqa.corpus import Corpus
    from msqqa.form.align import Alignment
    from msqqa.index.report import Reporter
    from msqqa.model import Cell, Document, Form, Segment


TWIN, NO_FORM = "a second response", "aligns to no form"
"""Begin the reasons that depend on other files, so that they are looked into in every build."""
_WEAK = 1 / 3
"""Share of a known form's questions; a file that has fewer may be of another form that asks some of the same."""


@dataclass(slots=True)
class Response:
    """One respondent's answers on their way through: a file, or some rows of one."""

    document: Document
    file: str
    """Path below the corpus folder."""
    size: int
    mtime_ns: int
    form: Form
    segments: tuple[Segment, ...]
    respondent: Respondent
    place: str | None
    stamp: str
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier index, made with the same forms, has of one source."""

    file: str
    sha256: str
    stamp: str
    respondent: str
    form: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A response, read or kept: its path, the file it stands in, its respondent's id, its form's id."""

    path: str
    file: str
    respondent: str
    form: str


@dataclass(slots=True)
class Gathered:
    """What a corpus's files came to."""

    order: list[str]
    """The paths of the responses, in order."""
    files: dict[str, str]
    """The file that each of them stands in."""
    responses: dict[str, Response]
    """Those that were read; the others are as an earlier index has them."""
    skipped: dict[str, tuple[str, str]]
    """Path → the file's hash, and why it is left out."""
    beside: dict[str, str]
    """Path of a file that is no response → what it tells about the others."""
    forms: set[str]
    """The ids of the forms that they are aligned to."""
    made: dict[str, Form]
    """The forms that were made from tables, or learned from copies, by id."""


@dataclass(frozen=True, slots=True)
class _Papers:
    """The responses that are a file each."""

    entries: list[Entry]
    """All of them."""
    responses: dict[str, Response]
    """Those that were read."""
    skipped: dict[str, tuple[str, str]]
    learned: list[Form]
    """Forms that were learned from them, since no known one fits."""


def hashes(corpus: Corpus) -> dict[str, str]:
    """Return the hash of each of a corpus's files by its path; none where a file cannot be read."""
    found = {}
    for path in corpus.files():
        try:
            found[path.relative_to(corpus.path).as_posix()] = digest_of(path)
        except OSError:
            found[path.relative_to(corpus.path).as_posix()] = ""
    return found


def gather(
    corpus: Corpus,
    forms: Sequence[Form],
    described: Mapping[str, Described],
    found: Mapping[str, str],
    earlier: Mapping[str, Earlier],
    skipped_earlier: Mapping[str, tuple[str, str]],
    reporter: Reporter,
    beside_earlier: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> Gathered:
    """Read a corpus's files and align each to the form that fits it, save those that an earlier index has.

    Parameters
    ----------
    corpus, forms, described:
        What is read, what it may align to, and what its owner says of the respondents.
    found:
        The files, as :func:`hashes` returns them.
    earlier, skipped_earlier:
        What an earlier index has of a source, or why it has it not, by path.
    reporter:
        Is told what is left out, and what the columns of tables were taken for.
    beside_earlier:
        What an earlier index knows of files that are no responses: path → hash, and what they tell.

    Raises
    ------
    CorpusError
        If nothing is left.
    FormError
        If what the corpus's ``form.toml`` says about tables is not valid.
    """
    from msqqa.index.tables import gather_tables

    documents = {name: digest for name, digest in found.items() if not is_table(name)}
    papers = _documents(corpus, forms, described, documents, earlier, skipped_earlier, reporter)
    entries, responses, skipped = papers.entries, papers.responses, papers.skipped
    tables = gather_tables(
        corpus,
        {name: digest for name, digest in found.items() if is_table(name)},
        described,
        {form.id for form in (*forms, *papers.learned)},
        earlier,
        skipped_earlier,
        beside_earlier,
        reporter,
    )
    entries += tables.entries
    responses |= tables.responses
    skipped |= tables.skipped
    places = {name: at for at, name in enumerate(found)}
    entries.sort(key=lambda entry: places[entry.file])
    if not entries:
        what = f"{corpus.path} holds no response" if found else f"{corpus.path} is empty"
        raise CorpusError(what, "put filled-in questionnaires there, or name another folder with --corpus")
    taken: dict[str, str] = {}
    kept: list[Entry] = []
    for entry in entries:
        first = taken.setdefault(entry.respondent, entry.path)
        if first == entry.path:
            kept.append(entry)
            continue
        # Several responses with one id, as ``respondents.toml`` may give: the first is kept.
        reason = f"{TWIN} of {entry.respondent!r}, after {first}; give each its own id"
        if entry.path == entry.file:
            skipped[entry.path] = found[entry.file], reason
        responses.pop(entry.path, None)
        reporter.note(f"skipped {entry.path}: {reason}")
    left = {entry.file for entry in kept}
    for entry in entries:
        if entry.file not in left and entry.file not in skipped:
            reason = f"{TWIN} of each of its respondents; give each its own id"
            skipped[entry.file] = found[entry.file], reason
    return Gathered(
        [entry.path for entry in kept],
        {entry.path: entry.file for entry in kept},
        responses,
        skipped,
        tables.beside,
        {entry.form for entry in kept},
        {**tables.made, **{form.id: form for form in papers.learned}},
    )


def _documents(
    corpus: Corpus,
    forms: Sequence[Form],
    described: Mapping[str, Described],
    found: Mapping[str, str],
    earlier: Mapping[str, Earlier],
    skipped_earlier: Mapping[str, tuple[str, str]],
    reporter: Reporter,
) -> _Papers:
    """Return the responses that are a file each."""
    read_anew: dict[str, _Read] = {}
    kept: dict[str, Earlier] = {}
    skipped: dict[str, tuple[str, str]] = {}
    for name, digest in found.items():
        if digest and name in earlier and earlier[name].sha256 == digest:
            kept[name] = earlier[name]
            continue
        known_bad, reason = skipped_earlier.get(name, ("", ""))
        if digest and known_bad == digest and not reason.startswith((TWIN, NO_FORM)):
            skipped[name] = digest, reason
            reporter.note(f"skipped {name}: {reason}")
            continue
        try:
            read_anew[name] = _align(corpus.path / name, name, forms)
            for note in read_anew[name].document.notes:
                reporter.note(f"{name}: {note}")
        except SourceError as error:
            skipped[name] = digest, str(error).removeprefix(f"{name}: ")
            reporter.note(f"skipped {error}")
    learned = _learn(corpus.name, forms, read_anew, bool(kept), reporter)
    for name in [name for name, one in read_anew.items() if one.alignment is None]:
        del read_anew[name]
        known = ", ".join(form.id for form in (*forms, *learned))
        reason = f"{NO_FORM} (tried {known}); describe its form in form.toml beside it"
        skipped[name] = found[name], reason
        reporter.note(f"skipped {name}: {reason}")
    good = [name for name in found if name in kept or name in read_anew]
    ids = corpus.ids([corpus.path / name for name in good])
    responses: dict[str, Response] = {}
    entries = []
    for name in good:
        own_id, said = ids[corpus.path / name], described.get(name)
        if name in kept and kept[name].stamp != stamp(found[name], own_id, said):
            read_anew[name] = _align(corpus.path / name, name, forms)
            del kept[name]
        if name in read_anew:
            response = responses[name] = _response(read_anew[name], own_id, said)
            entries.append(Entry(name, name, response.respondent.id, response.form.id))
        else:
            entries.append(Entry(name, name, kept[name].respondent, kept[name].form))
    return _Papers(entries, responses, skipped, learned)


def documents(corpus: Corpus, reporter: Reporter) -> list[Document]:
    """Read a corpus's files; which of them cannot be read is told."""
    found = []
    for path in corpus.files():
        try:
            found.append(read(path, path.relative_to(corpus.path).as_posix()))
        except SourceError as error:
            reporter.note(f"skipped {error}")
    return found


@dataclass(slots=True)
class _Read:
    """A file that was read, and the form laid over it, if one fits."""

    document: Document
    stat: os.stat_result
    alignment: Alignment | None


def _align(path: Path, name: str, forms: Sequence[Form]) -> _Read:
    document = read(path, name)
    return _Read(document, path.stat(), best_alignment(document, forms))


def _learn(
    corpus: str, forms: Sequence[Form], files: Mapping[str, _Read], others: bool, reporter: Reporter
) -> list[Form]:
    """Learn the forms of files that no known one fits, or hardly does, and lay them over these."""
    fitted = {name for name, one in files.items() if one.alignment is not None and not _is_weak(one.alignment)}
    unknown = {name: one for name, one in files.items() if name not in fitted}
    if not unknown:
        return []
    alone = not (fitted or others)
    learned = learn([one.document for one in unknown.values()], corpus, {form.id for form in forms}, alone=alone)
    own = [one.form for one in learned]
    for one in unknown.values():
        fits = best_alignment(one.document, own)
        if fits is not None and (one.alignment is None or fits.questions > one.alignment.questions):
            one.alignment = fits
    used = {one.alignment.form.id for one in unknown.values() if one.alignment is not None}
    for found in learned:
        if found.form.id in used:
            asked = sum(question.parent is None for question in found.form.questions)
            reporter.note(
                f"no known form fits {len(found.copies)} of the files; learned {found.form.id} from them, of {asked} "
                f"questions (msqqa form learn writes it down, to be corrected)"
            )
    return [form for form in own if form.id in used]


def _is_weak(alignment: Alignment) -> bool:
    return alignment.questions < _WEAK * sum(q.parent is None for q in alignment.form.questions)


def _response(one: _Read, own_id: str, said: Described | None) -> Response:
    document, alignment, stat = one.document, one.alignment, one.stat
    assert alignment is not None  # the others were left out
    segments = segment(document, alignment)
    mark = stamp(document.sha256, own_id, said)
    own_id = (said.id if said else "") or own_id
    printed = respondent_name(document, alignment, segments) or own_id.replace("-", " ").title()
    handles = tuple(_handles(document, alignment, segments))
    respondent, code = respondent_of(own_id, printed, said, alignment.form.edition, aliases=handles)
    cells = cells_of(document, alignment, segments, own_id)
    where = (document, document.path, stat.st_size, stat.st_mtime_ns)
    return Response(*where, alignment.form, segments, respondent, code, mark, cells)


def respondent_of(
    own_id: str,
    printed: str,
    said: Described | None,
    edition: str,
    groups: Sequence[str] = (),
    codes: Sequence[str] = (),
    aliases: Sequence[str] = (),
) -> tuple[Respondent, str | None]:
    """Return a respondent, and the code of the place that it is; None where it is none.

    Parameters
    ----------
    own_id, printed:
        Its id, and its name as the response prints it.
    said:
        What the corpus's owner says of it, which comes first.
    edition, groups, codes, aliases:
        What the response says of it.
    """
    said = said or Described()
    name = said.name or printed
    code = place(name) or place(own_id)
    aliases, groups = [*said.aliases, *aliases], [*groups, *said.groups]
    if code is not None:
        names = names_of(code)
        # A form filled in in capitals names the country as the gazetteer writes it.
        name = said.name or (names[0] if name.isupper() or name.islower() else name)
        aliases += names
        groups += regions_of(code)
    elif name.isupper() and len(name) > 4 and not said.name:
        name = name.title()
    groups += [wider for group in said.groups for wider in regions_around(group)]
    aliases += [own_id.replace("-", " ")]
    own = unique(a for a in aliases if a != name)
    return Respondent(own_id, name, own, unique(groups), said.edition or edition, unique(codes)), code


def _handles(document: Document, alignment: Alignment, segments: Sequence[Segment]) -> Iterator[str]:
    """Yield the names by which a respondent says to be known elsewhere."""
    asked = {question.id for question in alignment.form.questions if is_handle(question.text)}
    for part in segments:
        if part.question in asked and part.category == "cell" and not part.withheld:
            handle = plain(document.text[part.start : part.end]).strip(" @`*_")
            if handle and not any(c.isspace() or c in ":/" for c in handle):
                yield handle
