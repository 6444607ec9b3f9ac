"""The tables of a corpus → responses and their forms; together, as what one table is may depend on the others.

Over 300 lines: each step, from the reading of files to their answers, refuses files and adds notes in the same
`Tables`, and what one step refuses the next one must leave out, so the steps are read side by side.
"""

from __future__ import annotations

import hashlib
import importlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from msqqa.bounds import bound_file
from msqqa.corpus import Corpus
from msqqa.errors import SourceError
from msqqa.memory import without_collecting
from msqqa.read import contents
from msqqa.read.isolation import is_heavy, read_apart
from msqqa.table import READERS, is_table
from msqqa.table.form import nouns_of
from msqqa.table.guess import guess
from msqqa.table.lookup_table import holds_answers, texts_for
from msqqa.table.mapping import HINT, NO_RESPONSES, apply_settings, describe_mapping, load_table_settings
from msqqa.table.prepare import prepare
from msqqa.table.respondents import Answered, keys_of, read_respondents
from msqqa.table.responses import TableResponse, responses_of
from msqqa.table.sheet import MAX_ANSWERS, ColumnMapping, Row, Sheet
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from msqqa.model import Document
    from msqqa.table.mapping import TableSettings


@dataclass(slots=True)
class Tables:
    """What the tables of a corpus came to."""

    responses: list[TableResponse] = field(default_factory=list)
    refused: dict[str, SourceError] = field(default_factory=dict)
    """File → why it gives no response."""
    beside: dict[str, str] = field(default_factory=dict)
    """File → what it tells about the others; it gives no response either."""
    notes: list[str] = field(default_factory=list)
    """Lines for whoever builds: what each column was taken for, and what was left out."""


@dataclass(slots=True)
class _MappedTable:
    """A sheet on its way through."""

    sheet: Sheet
    said: TableSettings | None
    mapping: ColumnMapping
    alone: bool = False
    """Whether it is one record, and no other file holds one like it."""
    texts: dict[str, str] = field(default_factory=dict)


def read_tables(corpus: Path, names: Sequence[str]) -> Tables:
    """Read tables.

    Parameters
    ----------
    corpus, names:
        The folder, and the files' paths below it.

    Raises
    ------
    FormError
        If what ``form.toml`` says about tables is not valid.
    """
    with without_collecting():
        return _read_tables(corpus, names)


def _read_tables(corpus: Path, names: Sequence[str]) -> Tables:
    found = Tables()
    said = load_table_settings(corpus)
    digests: dict[str, str] = {}
    sheets: list[Sheet] = []
    for name in names:
        try:
            data = contents(corpus / name, name)
            digests[name] = hashlib.sha256(data).hexdigest()
            sheets += _read(name, data)
        except SourceError as error:
            found.refused[name] = error
    prepared = prepare(sheets, said)
    files = list(dict.fromkeys(sheet.file for sheet in sheets))
    found.refused |= prepared.refused
    found.beside |= prepared.beside
    found.notes += prepared.notes
    tables = _map_sheets(prepared.sheets, said, found)
    giving = _texts_from(tables, found)
    tables = [table for table in tables if table.sheet.file not in found.refused]
    responses = [table for table in tables if table.sheet.title not in giving and _holds_responses(table, found)]
    everybody: dict[str, list[Answered]] = {}
    answers: Counter[str] = Counter()
    told = _report_mappings(responses)
    found.notes += [line for line, _ in told]
    origin: dict[str, list[str]] = {}
    for line, some in told:
        for file in some:
            origin.setdefault(file, []).append(line.removesuffix(HINT))
    for table in responses:
        found.notes += table.sheet.notes
        if table.sheet.file in found.refused:
            continue
        answers[table.sheet.file] += len(table.sheet.rows) * max(len(table.mapping.answers), 1)
        if answers[table.sheet.file] > MAX_ANSWERS:
            what = f"{table.sheet.file}: gives more than {MAX_ANSWERS:,} answers"
            found.refused[table.sheet.file] = SourceError(what, "split it, or say in [table] which columns are answers")
            everybody.pop(table.sheet.file, None)
            continue
        try:
            with bound_file(table.sheet.file):
                filled, notes = read_respondents(table.sheet, table.mapping, table.texts)
        except SourceError as error:
            found.refused[table.sheet.file] = error
            everybody.pop(table.sheet.file, None)
            continue
        found.notes += notes
        column = table.mapping.respondent
        nouns = nouns_of(None if column is None else table.sheet.columns[column])
        everybody.setdefault(table.sheet.file, []).append(Answered(filled, nouns))
    found.responses, refused = responses_of(everybody, digests, corpus.name, origin)
    found.refused |= refused
    with_responses = {response.file for response in found.responses}
    found.beside = {file: what for file, what in found.beside.items() if file not in with_responses}
    done = with_responses | found.beside.keys() | found.refused.keys()
    for file in files:
        if file not in done:
            what = f"{file}: no row names a respondent and answers something"
            found.refused[file] = SourceError(what, "say in [table] of form.toml what its columns are")
    return found


def documents(corpus: Path) -> dict[str, Document]:
    """Return what the tables of a corpus give as they are now, by path: a document for each respondent.

    Raises
    ------
    FormError
        If what ``form.toml`` says about tables is not valid.
    """
    files = (path.relative_to(corpus).as_posix() for path in Corpus(corpus).files())
    found = read_tables(corpus, [name for name in files if is_table(name)])
    return {response.path: response.document for response in found.responses}


def _holds_responses(table: _MappedTable, found: Tables) -> bool:
    """Return whether a table holds responses; what it is instead is noted.

    A lone record in JSON or YAML that names nobody and asks nothing is somebody's settings.
    """
    sheet, mapping = table.sheet, table.mapping
    if table.said is not None and table.said.layout == NO_RESPONSES:
        found.beside.setdefault(sheet.file, "holds no responses, as form.toml says")
        return False
    if table.said is None and table.alone and mapping.layout == "wide" and mapping.respondent is None:
        return any(column.text.endswith("?") for column in sheet.columns)
    return True


def _read(name: str, data: bytes) -> list[Sheet]:
    module = READERS[PurePosixPath(name).suffix.lower()]
    if is_heavy(module, data):
        return cast("list[Sheet]", read_apart(module, name, data))
    reader = cast("Callable[[str, bytes], list[Sheet]]", importlib.import_module(module).read)
    with bound_file(name):
        return reader(name, data)


def _report_mappings(tables: Sequence[_MappedTable]) -> list[tuple[str, list[str]]]:
    """Return a line for each mapping: of files that are alike, one for all of them; and the files."""
    alike: dict[ColumnMapping, list[_MappedTable]] = {}
    for table in tables:
        alike.setdefault(table.mapping, []).append(table)
    lines = []
    for mapping, some in alike.items():
        by_columns: dict[object, list[_MappedTable]] = {}
        for table in some:
            by_columns.setdefault(table.sheet.columns, []).append(table)
        lines += [
            (describe_mapping(same[0].sheet, mapping, len(same) - 1), [table.sheet.file for table in same])
            for same in by_columns.values()
        ]
    return lines


# ---------------------------------------------------------------- what each column is


def _pool_records(sheets: list[Sheet]) -> list[tuple[Sheet, Sheet]]:
    """Return each table with the one that tells its columns: itself; of files of one record each, all together."""
    single = [s for s in sheets if s.mapping is None and _holds_records(s) and _is_one_record(s)]
    by_folder: dict[str, list[Sheet]] = {}
    for sheet in single:
        by_folder.setdefault(str(PurePosixPath(sheet.file).parent), []).append(sheet)
    pooled: dict[str, tuple[Sheet, Sheet]] = {}
    for alike in by_folder.values():
        if len(alike) < 2:
            continue
        columns = tuple(dict.fromkeys(column for sheet in alike for column in sheet.columns))
        own = {sheet.file: Sheet(sheet.file, "", columns, list(_rearrange_rows(sheet, columns))) for sheet in alike}
        together = Sheet(alike[0].file, "", columns, [row for sheet in own.values() for row in sheet.rows])
        pooled |= {file: (sheet, together) for file, sheet in own.items()}
    return [pooled.get(sheet.file, (sheet, sheet)) for sheet in sheets]


def _holds_records(sheet: Sheet) -> bool:
    """Return whether a table's file may hold a lone record, which may be anything."""
    return sheet.file.lower().endswith(("json", ".yaml", ".yml"))


def _is_one_record(sheet: Sheet) -> bool:
    return len({row.lines for row in sheet.rows}) == 1


def _rearrange_rows(sheet: Sheet, columns: Sequence[object]) -> Iterator[Row]:
    places = {column: at for at, column in enumerate(sheet.columns)}
    for row in sheet.rows:
        spots = tuple(row.at(places[c]) if c in places else row.lines for c in columns) if row.places else ()
        yield Row(tuple(row.values[places[c]] if c in places else "" for c in columns), row.lines, spots)


def _map_sheets(sheets: list[Sheet], said: Sequence[TableSettings], found: Tables) -> list[_MappedTable]:
    """Return the tables with what their columns are; a file for which that takes too long is refused."""
    pooled = _pool_records(sheets)
    sharing: dict[int, dict[str, None]] = {}
    for sheet, told_by in pooled:
        sharing.setdefault(id(told_by), {told_by.file: None})[sheet.file] = None
    guessed: dict[int, ColumnMapping | SourceError] = {}
    tables = []
    for sheet, told_by in pooled:
        if sheet.mapping is None and id(told_by) not in guessed:
            guessed[id(told_by)] = _guess_columns(told_by, list(sharing[id(told_by)]))
        mapping = sheet.mapping or guessed[id(told_by)]
        if isinstance(mapping, SourceError):
            what = mapping.what if sheet.file == told_by.file else f"{sheet.file}, as those beside it: {mapping.what}"
            found.refused[sheet.file] = SourceError(what, mapping.remedy)
            continue
        own = next((each for each in said if each.is_about(sheet)), None)
        alone = sheet is told_by and _holds_records(sheet) and _is_one_record(sheet)
        tables.append(_MappedTable(sheet, own, mapping if own is None else apply_settings(sheet, mapping, own), alone))
    return tables


def _guess_columns(told_by: Sheet, files: Sequence[str]) -> ColumnMapping | SourceError:
    """Return what the columns of a table are; else why that is not found out. It is in these files."""
    try:
        with bound_file(*files):
            return guess(told_by, apart=len(files) > 1)
    except SourceError as error:
        return error


def _texts_from(tables: Sequence[_MappedTable], found: Tables) -> set[str]:
    """Let tables of questions give the others their texts; return the titles of those tables."""
    giving: set[str] = set()
    for table in tables:
        wanted = None if table.said is None else table.said.questions
        if wanted == "" or table.sheet.mapping is not None:
            continue
        others = [
            other
            for other in tables
            if other is not table
            and other.sheet.mapping is None
            and (wanted is None or wanted in (other.sheet.file, other.sheet.name))
        ]
        try:
            with bound_file(table.sheet.file):
                given = None if table.sheet.title in giving else _texts_of(table, others, by_name=wanted is not None)
        except SourceError as error:
            found.refused[table.sheet.file] = error
            continue
        if given is not None:
            other, table.texts = given
            giving.add(other.sheet.title)
            found.beside[other.sheet.file] = f"gives the questions' texts of {table.sheet.title}"
            found.notes.append(f"{other.sheet.title}: gives the questions' texts of {table.sheet.title}, no response")
    return giving


def _texts_of(
    table: _MappedTable, others: Sequence[_MappedTable], *, by_name: bool
) -> tuple[_MappedTable, dict[str, str]] | None:
    """Return which of some tables gives another one its questions' texts, and these; None where none does."""
    wanted = keys_of(table.sheet, table.mapping) if others else []
    for other in others:
        keys = next((k for names in wanted if (k := texts_for(other.sheet, names))), None)
        if keys is None or not (by_name or _tells_only(other)):
            continue
        told = ((row.values[keys[0]], row.values[keys[1]]) for row in other.sheet.rows)
        return other, {fold(squeeze(key)): squeeze(text) for key, text in told if text}
    return None


def _tells_only(table: _MappedTable) -> bool:
    """Return whether a table holds no answers: no column of a yes or a no, and no head that speaks of answers."""
    return not holds_answers(table.sheet)
