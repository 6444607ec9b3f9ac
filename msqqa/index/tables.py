"""The tables of a corpus → responses; where nothing about any table changed, they are as an earlier index has them.

What a table is may depend on the others beside it (which gives the questions' texts, which ask the same), so when one
changes all are read again; the rows of those that come out as before are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from msqqa.bounds import bound_file
from msqqa.errors import SourceError
from msqqa.index.documents import stat_of
from msqqa.index.responses import TWIN, Response, ResponseEntry, respondent_of
from msqqa.index.sources import stamp

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Mapping

    from msqqa.corpus import Corpus, Described
    from msqqa.index.report import Reporter
    from msqqa.index.responses import Earlier
    from msqqa.model import Form
    from msqqa.table.responses import TableResponse


@dataclass(slots=True)
class TableShare:
    """What the tables came to; see :class:`msqqa.index.gather.Gathered`."""

    entries: list[ResponseEntry] = field(default_factory=list)
    responses: dict[str, Response] = field(default_factory=dict)
    skipped: dict[str, tuple[str, str]] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    made: dict[str, Form] = field(default_factory=dict)


def gather_tables(
    corpus: Corpus,
    found: Mapping[str, str],
    described: Mapping[str, Described],
    taken: Collection[str],
    earlier: Mapping[str, Earlier],
    skipped_earlier: Mapping[str, tuple[str, str]],
    beside_earlier: Mapping[str, tuple[str, str]],
    reporter: Reporter,
) -> TableShare:
    """Return the responses that stand in tables.

    Parameters
    ----------
    corpus, found, described, earlier, skipped_earlier, beside_earlier, reporter:
        As :func:`msqqa.index.gather.gather` has them; of ``found``, the tables.
    taken:
        Ids of forms that are no tables'.
    """
    if not found:
        return TableShare()
    here = {path: source for path, source in earlier.items() if source.file in found}
    known = {source.file: source.sha256 for source in here.values()}
    known |= {path: digest for path, (digest, _) in beside_earlier.items()}
    known |= {path: digest for path, (digest, why) in skipped_earlier.items() if not why.startswith(TWIN)}
    known = {path: digest for path, digest in known.items() if path in found}
    gone = [path for path in (*beside_earlier, *(source.file for source in earlier.values())) if path not in found]
    if known == dict(found) and not any(is_gone(path) for path in gone) and _stamps_hold(here, found, described):
        return _as_before(here, found, skipped_earlier, beside_earlier, reporter)
    return _read(corpus, found, described, taken, here, reporter)


def is_gone(path: str) -> bool:
    """Return whether a path that is no longer there was a table's."""
    from msqqa.table import is_table

    return is_table(path)


def _stamps_hold(here: Mapping[str, Earlier], found: Mapping[str, str], described: Mapping[str, Described]) -> bool:
    return all(
        source.stamp == stamp(found[source.file], path.rpartition("#")[2], described.get(path))
        for path, source in here.items()
    )


def _as_before(
    here: Mapping[str, Earlier],
    found: Mapping[str, str],
    skipped_earlier: Mapping[str, tuple[str, str]],
    beside_earlier: Mapping[str, tuple[str, str]],
    reporter: Reporter,
) -> TableShare:
    share = TableShare([ResponseEntry(path, s.file, s.respondent, s.form) for path, s in here.items()])
    share.beside = {path: what for path, (_, what) in beside_earlier.items() if path in found}
    for path, (digest, reason) in skipped_earlier.items():
        if path in found:
            share.skipped[path] = digest, reason
            reporter.note(f"skipped {path}: {reason}")
    return share


def _read(
    corpus: Corpus,
    found: Mapping[str, str],
    described: Mapping[str, Described],
    taken: Collection[str],
    here: Mapping[str, Earlier],
    reporter: Reporter,
) -> TableShare:
    from msqqa.table.corpus import read_tables

    stats: dict[str, os.stat_result] = {}
    gone: dict[str, SourceError] = {}
    for name in found:
        try:
            stats[name] = stat_of(corpus.path / name, name)
        except SourceError as refused:
            gone[name] = refused
    tables = read_tables(corpus.path, list(stats))
    tables.refused |= gone
    share = TableShare(beside=tables.beside)
    for line in tables.notes:
        reporter.note(line)
    for name, error in tables.refused.items():
        share.skipped[name] = found[name], str(error).removeprefix(f"{name}: ")
        reporter.note(f"skipped {error}")
    by_file: dict[str, list[TableResponse]] = {}
    for response in tables.responses:
        by_file.setdefault(response.file, []).append(response)
    for file, responses in by_file.items():
        own = TableShare()
        try:
            with bound_file(file):
                for response in responses:
                    _add(own, stats[file], response, described, taken, here)
        except SourceError as error:
            share.skipped[file] = found[file], str(error).removeprefix(f"{file}: ")
            reporter.note(f"skipped {error}")
            continue
        share.entries += own.entries
        share.responses |= own.responses
        share.made |= own.made
    return share


def _add(
    share: TableShare,
    stat: os.stat_result,
    response: TableResponse,
    described: Mapping[str, Described],
    taken: Collection[str],
    here: Mapping[str, Earlier],
) -> None:
    """Add a response to what its file came to, as an earlier index has it where nothing about it changed."""
    form = response.form
    if form.id in taken:
        form = replace(form, id=f"{form.id}-table")
    share.made[form.id] = form
    said = described.get(response.path)
    mark = stamp(response.sha256, response.id, said)
    before = here.get(response.path)
    own_id = (said.id if said else "") or response.id
    if before is not None and (before.stamp, before.form, before.sha256) == (mark, form.id, response.sha256):
        own_id = before.respondent
    else:
        share.responses[response.path] = _response(stat, response, form, said, own_id, mark)
    share.entries.append(ResponseEntry(response.path, response.file, own_id, form.id))


def _response(
    stat: os.stat_result, response: TableResponse, form: Form, said: Described | None, own_id: str, mark: str
) -> Response:
    edition = response.edition or form.edition
    respondent, code = respondent_of(own_id, response.name, said, edition, response.groups, response.codes)
    respondent = replace(respondent, weight=response.weight)
    where = (response.path, response.sha256, response.file, stat.st_size, stat.st_mtime_ns)
    return Response(*where, form, respondent, code, mark, partial(response.write_up, own_id))
