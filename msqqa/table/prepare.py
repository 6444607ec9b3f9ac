"""The tables of a corpus as they stand → as they were asked: codes read, boxes folded, repetitions joined.

What belongs together is found before any column is looked at for what it is: a codebook explains other tables, a
repeated group is part of another one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from msqqa.bounds import bound_file
from msqqa.errors import FormError, SourceError
from msqqa.table.assemble import sheet_of
from msqqa.table.boxes import fold_boxes
from msqqa.table.codebook import codebooks_in, own_name
from msqqa.table.definitions import ENDINGS
from msqqa.table.layout import is_form
from msqqa.table.mapping import ACROSS
from msqqa.table.missing import set_missing_apart
from msqqa.table.repeats import join_events, join_repeats
from msqqa.table.tools import recognise
from msqqa.table.transposed import transpose_sheet
from msqqa.table.value_labels import decode
from msqqa.words import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msqqa.table.codebook import Codebook
    from msqqa.table.mapping import TableSettings
    from msqqa.table.sheet import Sheet


_SEVERAL = 2
"""Sheets of a form by which a workbook is one to be filled in."""


@dataclass(slots=True)
class Prepared:
    """The tables that hold responses, and what became of the others."""

    sheets: list[Sheet] = field(default_factory=list)
    refused: dict[str, SourceError] = field(default_factory=dict)
    """File → why it is left out."""
    beside: dict[str, str] = field(default_factory=dict)
    """File → what it tells about the others."""
    notes: list[str] = field(default_factory=list)


def prepare(sheets: Sequence[Sheet], said: Sequence[TableSettings]) -> Prepared:
    """Return the tables as they were asked.

    Raises
    ------
    FormError
        If ``form.toml`` names a column that a table has not.
    """
    done = Prepared()

    def each(some: Sequence[Sheet], step: Callable[[Sheet], Sheet]) -> list[Sheet]:
        """Take a step with each table; one for which it takes too long leaves its file out."""
        found = []
        for sheet in some:
            try:
                with bound_file(sheet.file):
                    found.append(step(sheet))
            except SourceError as error:
                done.refused[sheet.file] = error
        return [sheet for sheet in found if sheet.file not in done.refused]

    found = each(sheets, lambda sheet: _read_as_said(sheet, _find_settings(said, sheet)))
    found = each(found, lambda sheet: _recognise_tool(sheet, _find_settings(said, sheet)))
    books, found = _codebooks(found, said, done)
    found = each(found, lambda sheet: _decode_sheet(sheet, books, _find_settings(said, sheet)))
    found = each(found, _joined_events)
    before = found
    found, joined = join_repeats(before)
    done.notes += [note for sheet in before if sheet.title in joined for note in sheet.notes]
    for child, parent in joined.items():
        done.notes.append(f"{child}: a repeated group, joined to {parent}")
        done.beside.setdefault(child.partition(" [")[0], f"a repeated group of {parent}")
    found = _forms_only(found, said, done)
    done.sheets = each(found, lambda sheet: _with_missing(sheet, _find_settings(said, sheet)))
    _share_respondents(done.sheets)
    return done


def _find_settings(said: Sequence[TableSettings], sheet: Sheet) -> TableSettings | None:
    return next((each for each in said if each.is_about(sheet)), None)


def _read_as_said(sheet: Sheet, said: TableSettings | None) -> Sheet:
    """Return a table with its heads as its owner says, and let go of its rows as they stood in the file."""
    raw = sheet.raw
    sheet.raw = None
    if said is None or raw is None:
        return sheet
    if said.layout == ACROSS:
        turned = transpose_sheet(sheet.file, sheet.name, raw.rows, said=True)
        if turned is None:
            raise FormError(f"{sheet.title}: has no respondents side by side", "correct 'layout' of [table]")
        return turned
    if said.heads is None:
        return sheet
    made = sheet_of(sheet.file, sheet.name, raw.rows, raw.merged, said.heads)
    return replace(made, raw=None)


def _recognise_tool(sheet: Sheet, said: TableSettings | None) -> Sheet:
    if sheet.mapping is not None:
        return sheet
    found = recognise(sheet, None if said is None else said.tool)
    if said is not None and said.weight == "":
        plain = [replace(column, role="" if column.role == "weight" else column.role) for column in found.columns]
        found = replace(found, columns=tuple(plain))
    if said is not None and said.weight:
        heads = [fold(column.code or column.text) for column in found.columns]
        if fold(said.weight) not in heads:
            raise FormError(f"{sheet.title}: there is no column {said.weight!r}", "correct 'weight' of [table]")
        at = heads.index(fold(said.weight))
        columns = [
            replace(column, role="weight" if n == at else "metadata" if column.role == "weight" else column.role)
            for n, column in enumerate(found.columns)
        ]
        found = replace(found, columns=tuple(columns))
    return found


def _codebooks(
    sheets: Sequence[Sheet], said: Sequence[TableSettings], done: Prepared
) -> tuple[list[Codebook], list[Sheet]]:
    """Return the codebooks that explain a table here, and the tables without them."""
    books = []
    for book in codebooks_in(sheets):
        others = [sheet for sheet in sheets if id(sheet) not in book.sheets and sheet.mapping is None]
        if any(_is_allowed(_find_settings(said, sheet), book) and book.fits(sheet) for sheet in others):
            books.append(book)
    own = {at for book in books for at in book.sheets}
    for sheet in sheets:
        if id(sheet) in own:
            done.beside.setdefault(sheet.file, "a codebook: gives the labels of codes")
            done.notes += [f"{sheet.title}: a codebook, no response", *sheet.notes]
    # What else stands in a file of a form's definition (settings, translations) is no response either.
    files = {(sheet.file, sheet.within) for sheet in sheets if id(sheet) in own and fold(own_name(sheet)) == "survey"}
    mine = {"settings", "external_choices", "entities"}
    for sheet in sheets:
        if id(sheet) not in own and _defines(sheet):
            done.beside.setdefault(sheet.file, "defines a survey of which no table here holds the answers")
    beside = [sheet for sheet in sheets if (sheet.file, sheet.within) in files and fold(own_name(sheet)) in mine]
    left = own | {id(sheet) for sheet in beside}
    rest = [sheet for sheet in sheets if id(sheet) not in left and not _defines(sheet)]
    return books, rest


def _defines(sheet: Sheet) -> bool:
    """Return whether a table is a survey's definition, which is nobody's answers whatever it holds."""
    return sheet.file.lower().endswith(ENDINGS)


def _is_allowed(said: TableSettings | None, book: Codebook) -> bool:
    """Return whether the owner lets a codebook explain a table."""
    return said is None or said.questions is None or (said.questions != "" and book.title.startswith(said.questions))


def _decode_sheet(sheet: Sheet, books: Sequence[Codebook], said: TableSettings | None) -> Sheet:
    if sheet.mapping is not None:
        return sheet
    for book in books:
        if _is_allowed(said, book) and book.fits(sheet):
            sheet = decode(sheet, book)
            break
    return sheet if said is not None and said.boxes is False else fold_boxes(sheet)


def _joined_events(sheet: Sheet) -> Sheet:
    return sheet if sheet.mapping is not None else join_events(sheet)


def _with_missing(sheet: Sheet, said: TableSettings | None) -> Sheet:
    return sheet if sheet.mapping is not None else set_missing_apart(sheet, None if said is None else said.missing)


def _forms_only(sheets: Sequence[Sheet], said: Sequence[TableSettings], done: Prepared) -> list[Sheet]:
    """Return the tables without the sheets of a workbook to be filled in that hold no part of the form."""
    forms = Counter(sheet.file for sheet in sheets if is_form(sheet))
    found = []
    for sheet in sheets:
        own = _find_settings(said, sheet)
        if forms[sheet.file] < _SEVERAL or sheet.mapping is not None or (own is not None and own.layout):
            found.append(sheet)
        else:
            done.notes.append(
                f"{sheet.title}: no form as the other sheets are, and left out (or say its layout in [table])"
            )
    return found


def _share_respondents(sheets: Sequence[Sheet]) -> None:
    """Let the sheets of a form to be filled in that name nobody be those of whom another sheet of the file names."""
    named: dict[str, str] = {}
    for sheet in sheets:
        if sheet.mapping is not None and sheet.respondent:
            named.setdefault(sheet.file, sheet.respondent)
    for sheet in sheets:
        if sheet.mapping is not None and sheet.mapping.respondent is None and sheet.file in named:
            sheet.respondent = named[sheet.file]
