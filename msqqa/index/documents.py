"""The responses that are a file each: read, laid over the form that fits, or over one that is learned from them.

A file that cannot be read, or that is no form, is left out with the reason; the others go on.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from msqqa.bounds import bound_file, count_by_file, seconds_used, set_used
from msqqa.encode import Encoder
from msqqa.errors import EncoderError, SourceError
from msqqa.form.align import best_alignment
from msqqa.form.learn import learn
from msqqa.form.sample import MOST_COPIES
from msqqa.index.naming import add_years, make_response, name_respondents
from msqqa.index.responses import TWIN, ReadFile, Response, ResponseEntry
from msqqa.index.sources import stamp
from msqqa.index.work import HERE
from msqqa.personal.find import find_personal
from msqqa.read import read
from msqqa.table import READERS as TABLES

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from msqqa.corpus import Corpus, Described
    from msqqa.form.align import Alignment
    from msqqa.index.report import Reporter
    from msqqa.index.responses import Earlier
    from msqqa.index.work import Work
    from msqqa.model import Document, Form

NO_FORM = "aligns to no form"
"""Begins a reason that depends on other files, as :data:`msqqa.index.responses.TWIN` does."""
_TRIES = 3
"""How often a file is read that changes meanwhile."""
_LOST = 0.1
"""Share of a known form's questions that a response may lack without a word on it."""
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Papers:
    """The responses that are a file each."""

    entries: list[ResponseEntry]
    """All of them."""
    responses: dict[str, Response]
    """Those that were read."""
    skipped: dict[str, tuple[str, str]]
    learned: list[Form]
    """Forms that were learned from them, since no known one fits."""


def gather_documents(
    corpus: Corpus,
    forms: Sequence[Form],
    described: Mapping[str, Described],
    found: Mapping[str, str],
    earlier: Mapping[str, Earlier],
    skipped_earlier: Mapping[str, tuple[str, str]],
    reporter: Reporter,
    work: Work = HERE,
) -> Papers:
    """Return the responses that are a file each; ``work`` reads them."""
    wanted: list[str] = []
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
        wanted.append(name)
    read_anew, unread = _read_all(corpus.path, wanted, forms, reporter, work)
    skipped |= {name: (found[name], reason) for name, reason in unread.items()}
    learned, unlearned = _learn(corpus, forms, read_anew, bool(kept), reporter, work)
    for name in [name for name, one in read_anew.items() if one.alignment is None]:
        del read_anew[name]
        known = ", ".join(form.id for form in (*forms, *learned))
        reason = f"{NO_FORM} (tried {known}{unlearned}); describe its form in form.toml beside it"
        skipped[name] = found[name], reason
        reporter.note(f"skipped {name}: {reason}")
    good = [name for name in found if name in kept or name in read_anew]
    ids = corpus.ids([corpus.path / name for name in good])
    described = add_years(good, described, read_anew)
    called = name_respondents(
        {name: (read_anew[name], ids[corpus.path / name]) for name in good if name in read_anew}, described
    )
    responses: dict[str, Response] = {}
    entries = []
    for name in good:
        own_id, said = ids[corpus.path / name], described.get(name)
        if name in kept and kept[name].stamp != stamp(found[name], own_id, said):
            try:
                read_anew[name] = _align(corpus.path / name, name, forms)
            except SourceError as error:  # it was there a moment ago
                skipped[name] = "", str(error).removeprefix(f"{name}: ")
                reporter.note(f"skipped {error}")
                continue
            del kept[name]
        if name in read_anew:
            _tell_lost(name, read_anew[name], forms, reporter)
            try:
                with bound_file(name):
                    response = responses[name] = make_response(read_anew[name], own_id, said, called.get(name, ""))
            except SourceError as error:
                skipped[name] = found[name], str(error).removeprefix(f"{name}: ")
                reporter.note(f"skipped {error}")
                continue
            entries.append(ResponseEntry(name, name, response.respondent.id, response.form.id))
        else:
            entries.append(ResponseEntry(name, name, kept[name].respondent, kept[name].form))
    return Papers(entries, responses, skipped, learned)


def documents(corpus: Corpus, reporter: Reporter) -> list[Document]:
    """Read a corpus's files; which of them cannot be read is told."""
    found = []
    for path in corpus.files():
        try:
            found.append(mark_personal(read(path, path.relative_to(corpus.path).as_posix(), TABLES)))
        except SourceError as error:
            reporter.note(f"skipped {error}")
    return found


def _read_all(
    folder: Path, names: Sequence[str], forms: Sequence[Form], reporter: Reporter, work: Work
) -> tuple[dict[str, ReadFile], dict[str, str]]:
    """Return the files that can be read, by name, and why the others cannot."""
    read_anew: dict[str, ReadFile] = {}
    unread: dict[str, str] = {}
    for name, one in zip(names, _align_files(folder, names, forms, work), strict=True):
        if isinstance(one, SourceError):
            unread[name] = str(one).removeprefix(f"{name}: ")
            reporter.note(f"skipped {one}")
            continue
        read_anew[name] = one
        for note in one.document.notes:
            reporter.note(f"{name}: {note}")
    return read_anew, unread


def _align_files(
    folder: Path, names: Sequence[str], forms: Sequence[Form], work: Work
) -> Iterator[ReadFile | SourceError]:
    """Yield each file as it was read and aligned, or why it was not."""
    own = {form.id: form for form in forms}
    for name, one in zip(names, work.map(partial(_try_file, folder.resolve(), tuple(forms)), names), strict=True):
        if not work.apart:
            yield one
        elif isinstance(one, SourceError):
            # It may only be out of reach where it was to be read: nothing is left out that can be read here.
            yield _try_file(folder, forms, name)
        else:
            if one.alignment is not None:
                # One form for all, as what was sent is a copy of its own.
                one.alignment = replace(one.alignment, form=own[one.alignment.form.id])
            yield one


def _try_file(folder: Path, forms: Sequence[Form], name: str) -> ReadFile | SourceError:
    try:
        with count_by_file():  # which may be done elsewhere
            return _align(folder / name, name, forms)
    except SourceError as error:
        return error


def _align(path: Path, name: str, forms: Sequence[Form]) -> ReadFile:
    for _ in range(_TRIES):
        # Looked at before it is read: whatever happens to it afterwards is then seen to be a change.
        before = stat_of(path, name)
        document = read(path, name, TABLES)
        after = stat_of(path, name)
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            encoder = _encoder()
            with bound_file(name):
                document = mark_personal(document)
                return ReadFile(document, before, best_alignment(document, forms, encoder))
    raise SourceError(f"{name}: changes while it is read", "index it when whoever writes it is done")


@lru_cache(maxsize=1)
def _encoder() -> Encoder | None:
    """Return what finds a form in another language, whatever encoder the index is for; None where it is not there."""
    try:
        return Encoder.named("multilingual")
    except EncoderError:
        return None


def stat_of(path: Path, name: str) -> os.stat_result:
    """Return what the system says of a file.

    Raises
    ------
    SourceError
        If it is gone, or cannot be reached.
    """
    try:
        return path.stat()
    except OSError as error:
        raise SourceError(f"{name}: cannot be read ({error.strerror or error})", "check that it is there") from error


def mark_personal(document: Document) -> Document:
    """Return a document with the places of its personal data, before anything is learned from it."""
    return replace(document, personal=find_personal(document))


def _learn(
    corpus: Corpus, forms: Sequence[Form], files: Mapping[str, ReadFile], others: bool, reporter: Reporter, work: Work
) -> tuple[list[Form], str]:
    """Learn the forms of files that no known one fits, or hardly does, and lay them over these.

    Returns
    -------
    tuple
        The forms, and which bound kept us from learning one; nothing where none did.
    """
    fitted = {name for name, one in files.items() if one.alignment is not None and not one.alignment.is_weak}
    unknown = {name: one for name, one in files.items() if name not in fitted}
    if not unknown:
        return [], ""
    used = {name: seconds_used(name) for name in unknown}
    alone = not (fitted or others)
    try:
        with bound_file(*unknown):
            copies = [one.document for one in unknown.values()]
            taken = {form.id for form in forms}
            learned = learn(copies, corpus.name, taken, alone=alone, most=MOST_COPIES)
    except SourceError as error:
        # One that a known form fits in part must not be left out for what the others beside it took.
        for name, seconds in used.items():
            set_used(name, seconds)
        why = error.what.removeprefix(f"{next(iter(unknown))}: ").removesuffix(" to read and align")
        reporter.note(
            f"no form is learned from {len(unknown)} files, as this {why} for each; describe it in form.toml, or "
            f"{error.remedy}"
        )
        return [], f"; to learn one {why}"
    own = [one.form for one in learned]
    laid = work.map(partial(_try_learned, tuple(own)), [one.document for one in unknown.values()])
    for one, fits in zip(unknown.values(), laid, strict=True):
        if isinstance(fits, SourceError):
            reporter.note(str(fits))
        elif fits is not None and (one.alignment is None or fits.questions > one.alignment.questions):
            # One form for all, as what came back from elsewhere is a copy of its own.
            one.alignment = replace(fits, form=next(form for form in own if form.id == fits.form.id))
    fitting = {one.alignment.form.id for one in unknown.values() if one.alignment is not None}
    for found in learned:
        if found.form.id in fitting:
            asked = sum(question.parent is None for question in found.form.questions)
            sample = f"; the form was learned from {found.told}, a sample" if found.of > len(found.copies) else ""
            reporter.note(
                f"no known form fits {found.of} of the files; learned {found.form.id} from them, of {asked} "
                f"questions{sample} (msqqa form learn --corpus {shlex.quote(str(corpus.path))} prints it; with --write "
                "it is kept in form.toml, to be corrected)"
            )
    return [form for form in own if form.id in fitting], ""


def _try_learned(learned: Sequence[Form], document: Document) -> Alignment | SourceError | None:
    try:
        with bound_file(document.path):
            return best_alignment(document, learned)
    except SourceError as error:
        return error


def _tell_lost(name: str, one: ReadFile, forms: Sequence[Form], reporter: Reporter) -> None:
    """Tell which questions of a known form a response lost, where they are more than a few."""
    alignment = one.alignment
    if alignment is None or alignment.form not in forms:
        return
    there = {anchor.id for anchor in alignment.anchors if anchor.kind == "question"}
    asked = [question.id for question in alignment.form.questions if question.parent is None]
    lost = [question for question in asked if question not in there]
    if len(lost) > _LOST * len(asked):
        shown = ", ".join(lost[:_SHOWN]) + (", …" if len(lost) > _SHOWN else "")
        reporter.note(
            f"{name}: {len(lost)} of the {len(asked)} questions of {alignment.form.id} do not stand in it ({shown}); "
            f"msqqa info --account lists them"
        )
