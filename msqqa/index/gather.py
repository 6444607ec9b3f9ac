"""A corpus's files → responses: documents and tables, and each response its respondent.

A file whose block an earlier index has is not read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from msqqa.bounds import count_by_file
from msqqa.cache import digest_of
from msqqa.corpus import OWN_RESPONDENTS
from msqqa.errors import CorpusError
from msqqa.index.documents import gather_documents
from msqqa.index.responses import TWIN, Earlier, Response, ResponseEntry
from msqqa.index.work import HERE
from msqqa.read import MAX_BYTES
from msqqa.table import is_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from msqqa.corpus import Corpus, Described
    from msqqa.index.report import Reporter
    from msqqa.index.work import Work
    from msqqa.model import Form


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

    def leave_out(self, path: str, digest: str, reason: str) -> None:
        """Leave a response out after all; its file too, where it gives no other."""
        self.order.remove(path)
        self.responses.pop(path)
        file = self.files.pop(path)
        if file not in self.files.values():
            self.skipped[file] = digest, reason


def hashes(corpus: Corpus) -> dict[str, str]:
    """Return the hash of each of a corpus's files by its path; none where a file is too large, or cannot be read.

    What the corpus leaves out is there too, without a hash.
    """
    found = {}
    for path in corpus.files():
        name = path.relative_to(corpus.path).as_posix()
        try:
            found[name] = digest_of(path) if path.stat().st_size <= MAX_BYTES else ""
        except OSError:
            found[name] = ""
    return dict.fromkeys(corpus.list_left_out(), "") | found


def gather(
    corpus: Corpus,
    forms: Sequence[Form],
    described: Mapping[str, Described],
    found: Mapping[str, str],
    earlier: Mapping[str, Earlier],
    skipped_earlier: Mapping[str, tuple[str, str]],
    reporter: Reporter,
    beside_earlier: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    work: Work = HERE,
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
    work:
        Who reads the documents; tables are read here.

    Raises
    ------
    CorpusError
        If nothing is left.
    FormError
        If what the corpus's ``form.toml`` says about tables is not valid.
    """
    from msqqa.index.tables import gather_tables

    left_out = corpus.list_left_out()
    inside = {name: digest for name, digest in found.items() if digest or name not in left_out}
    documents = {name: digest for name, digest in inside.items() if not is_table(name)}
    with count_by_file():
        papers = gather_documents(corpus, forms, described, documents, earlier, skipped_earlier, reporter, work)
        entries, responses, skipped = papers.entries, papers.responses, papers.skipped
        tables = gather_tables(
            corpus,
            {name: digest for name, digest in inside.items() if is_table(name)},
            described,
            {form.id for form in (*forms, *papers.learned)},
            earlier,
            skipped_earlier,
            beside_earlier,
            reporter,
        )
    for name in sorted(left_out.keys() & found.keys() - inside.keys()):
        skipped[name] = "", left_out[name]
        reporter.note(f"skipped {name}: {left_out[name]}")
    entries += tables.entries
    responses |= tables.responses
    skipped |= tables.skipped
    places = {name: at for at, name in enumerate(found)}
    entries.sort(key=lambda entry: places[entry.file])
    if not entries:
        what = f"{corpus.path} holds no response" if found else f"{corpus.path} is empty"
        raise CorpusError(what, "put filled-in questionnaires there, or name another folder with --corpus")
    taken: dict[str, str] = {}
    kept: list[ResponseEntry] = []
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
    _tell_of_copies(kept, found, reporter)
    for name in described:
        if name not in found and name.partition("#")[0] not in found:
            reporter.note(f"{OWN_RESPONDENTS} names {name}, which is not here; correct its file")
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


def _tell_of_copies(entries: Sequence[ResponseEntry], found: Mapping[str, str], reporter: Reporter) -> None:
    """Say which files are the same to the byte: each counts as a respondent of its own."""
    by_hash: dict[str, list[str]] = {}
    for file in dict.fromkeys(entry.file for entry in entries):
        by_hash.setdefault(found[file], []).append(file)
    for digest, files in by_hash.items():
        if digest and len(files) > 1:
            first, *copies = sorted(files, key=lambda file: (len(file), file))
            others = ", ".join(copies)
            reporter.note(f"{others}: the same as {first}, yet each counts as a respondent; remove what is a copy")
