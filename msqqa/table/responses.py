"""Who answered what in some tables → their forms, and each respondent's answers written up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING

from msqqa.bounds import bound_file
from msqqa.errors import SourceError
from msqqa.table.editions import keep_apart
from msqqa.table.form import form_of
from msqqa.table.writeup import Sheets, write_up
from msqqa.words import fold, slug, squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from msqqa.model import Cell, Document, Form, SegmentedResponse
    from msqqa.table.respondents import Answered, Filled, TableQuestion

_SAME_FORM = 0.5
"""Share of the questions of the smaller of two tables that both ask, where they have one form."""


@dataclass(frozen=True, slots=True)
class TableResponse:
    """One respondent's answers in a table."""

    path: str
    """``<file>#<id>``."""
    file: str
    id: str
    name: str
    codes: tuple[str, ...]
    groups: tuple[str, ...]
    edition: str
    sha256: str
    """Of the file's bytes."""
    filled: Filled
    sheets: Sheets

    @property
    def weight(self) -> float | None:
        return self.filled.weight

    @property
    def form(self) -> Form:
        return self.sheets.made.form

    @property
    def document(self) -> Document:
        return self.write_up().document

    @property
    def cells(self) -> Sequence[Cell]:
        return self.write_up().cells

    def write_up(self, respondent: str | None = None) -> SegmentedResponse:
        """Write the response up: anew each time, since all of a large table's together hold gigabytes.

        ``respondent`` is the id that its cells name where that is another one than its own.
        """
        return write_up(self.filled, self.sheets, self.path, respondent or self.id, self.sha256)


def responses_of(
    everybody: Mapping[str, list[Answered]],
    digests: Mapping[str, str],
    corpus: str,
    told: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> tuple[list[TableResponse], dict[str, SourceError]]:
    """Return the responses of some files, in order, and why others give none.

    Parameters
    ----------
    everybody:
        File → what its tables hold.
    digests:
        File → SHA-256 of its bytes.
    corpus:
        The corpus's name.
    told:
        File → how its tables were read.
    """
    keep_apart(everybody)
    merged = {file: _merge_sheets([table.everybody for table in tables]) for file, tables in everybody.items()}
    found: list[TableResponse] = []
    refused: dict[str, SourceError] = {}
    taken: dict[str, int] = {}
    for files in _families(everybody):
        tables = [table for file in files for table in everybody[file]]
        nouns = dict.fromkeys(noun for table in tables for noun in table.nouns)
        title = PurePosixPath(files[0]).stem if len(files) == 1 else corpus
        id_ = _free_id(f"table-{slug(PurePosixPath(files[0]).stem)}", taken)
        try:
            with bound_file(*files):
                answers = [filled for file in files for filled in merged[file]]
                made = form_of(id_, squeeze(title.replace("_", " ")), answers, nouns)
                origin = dict.fromkeys(line for file in files for line in told.get(file, ()))
                sheets = Sheets(replace(made, form=replace(made.form, origin=tuple(origin))))
        except SourceError as error:
            refused |= dict.fromkeys(files, error)
            continue
        for file in files:
            try:
                with bound_file(file):
                    found += _write_responses(merged[file], sheets, file, digests[file])
            except SourceError as error:
                refused[file] = error
    places = {name: at for at, name in enumerate(everybody)}
    return sorted(found, key=lambda response: places[response.file]), refused


def _write_responses(everybody: Sequence[Filled], sheets: Sheets, file: str, digest: str) -> list[TableResponse]:
    """Return the responses of one file."""
    found = []
    for filled, own in zip(everybody, _ids(everybody), strict=True):
        path = f"{file}#{own}"
        codes = (filled.code,) if filled.code else ()
        whose = (path, file, own, filled.name, codes, filled.groups, filled.edition)
        found.append(TableResponse(*whose, digest, filled, sheets))
    return found


def _families(everybody: Mapping[str, list[Answered]]) -> list[list[str]]:
    """Return the files that have one form: those that ask mostly the same."""
    families: list[tuple[set[TableQuestion], list[str]]] = []
    for file, tables in everybody.items():
        asked = {a for table in tables for f in table.everybody for a in f.items}
        if not asked:
            continue
        for known, files in families:
            if len(known & asked) >= _SAME_FORM * min(len(known), len(asked)):
                known.update(asked)
                files.append(file)
                break
        else:
            families.append((asked, [file]))
    return [files for _, files in families]


def _merge_sheets(sheets: Sequence[Sequence[Filled]]) -> list[Filled]:
    """Join what the sheets of one file hold of a respondent; of a question that two sheets have, the first counts."""
    found: dict[tuple[str, str], Filled] = {}
    for filled in (each for sheet in sheets for each in sheet):
        if len(sheets) == 1:
            found[filled.name, f"{filled.code}\0{filled.edition}"] = filled
            continue
        there = found.setdefault((fold(filled.name), filled.edition), filled)
        if there is not filled:
            _join(there, filled)
    return [filled for filled in found.values() if filled.items]


def _join(there: Filled, more: Filled) -> None:
    """Add what another sheet holds of a respondent, but for what every sheet repeats: who it is, when, by whom."""
    known = {(a.text, a.code, a.parent): item.answer for a, item in there.items.items()}
    for asked, item in more.items.items():
        repeated = (asked.text, asked.code, asked.parent) in known
        if asked not in there.items and not (repeated and known[asked.text, asked.code, asked.parent] == item.answer):
            there.items[asked] = item


def _ids(everybody: Sequence[Filled]) -> list[str]:
    """Return an id for each respondent: its name as a slug, with its edition where there are several, or a number."""
    several = len({filled.edition for filled in everybody}) > 1
    taken: dict[str, int] = {}
    ids = []
    for filled in everybody:
        wanted = slug(filled.name) or slug(filled.code) or "respondent"
        if filled.suffix:
            wanted = f"{wanted}-{slug(filled.suffix)}"
        elif several and not filled.anonymous and slug(filled.edition):
            wanted = f"{wanted}-{slug(filled.edition)}"
        ids.append(_free_id(wanted, taken))
    return ids


def _free_id(wanted: str, taken: dict[str, int]) -> str:
    """Return an id that is not taken yet, with a number where it is; it is taken then.

    ``taken`` tells of each id the number up to which those with it are known to be taken, too.
    """
    own, n = wanted, taken.get(wanted, 1)
    while own in taken:
        n += 1
        own = f"{wanted}-{n}"
    taken[own] = 1
    taken[wanted] = n
    return own
