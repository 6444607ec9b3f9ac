"""Who has the same name in several files: told apart by the file, whose year is the edition where it has one."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msqqa.words import YEAR, fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from msqqa.table.respondents import Answered, Filled


def keep_apart(everybody: Mapping[str, Sequence[Answered]]) -> None:
    """Tell respondents of one name in several files apart.

    Without names ("Response 1") they are others in each file. With names they are the same, asked again, where each
    file has a year of its own; else it is left to the index to say that somebody answered twice.
    """
    files_of: dict[tuple[str, str], dict[str, None]] = {}
    for file, filled in _iterate_respondents(everybody):
        files_of.setdefault((fold(filled.name), filled.edition), {})[file] = None
    several = {key: files for key, files in files_of.items() if len(files) > 1}
    if not several:
        return
    files = list(dict.fromkeys(file for some in several.values() for file in some))
    years = _years(files)
    tags = years or _stems(files)
    for file, filled in _iterate_respondents(everybody):
        if file not in tags or not (filled.anonymous or ((fold(filled.name), filled.edition) in several and years)):
            continue
        filled.suffix = "" if filled.anonymous else tags[file]
        if years and not filled.edition:
            filled.edition = tags[file]
        if filled.anonymous:
            filled.name = f"{filled.name} ({tags[file]})"


def _iterate_respondents(everybody: Mapping[str, Sequence[Answered]]) -> Iterator[tuple[str, Filled]]:
    for file, tables in everybody.items():
        for table in tables:
            for filled in table.everybody:
                yield file, filled


def _years(files: Sequence[str]) -> dict[str, str]:
    """Return each file's year; nothing where one has none, or two have the same."""
    found = {file: years[-1] for file in files if (years := YEAR.findall(file))}
    return found if len(found) == len(files) == len(set(found.values())) else {}


def _stems(files: Sequence[str]) -> dict[str, str]:
    """Return a name for each file: its stem, with its folder where two have the same."""
    stems = {file: squeeze(re.sub(r"[-_]+", " ", PurePosixPath(file).stem)) for file in files}
    times = Counter(map(fold, stems.values()))
    return {
        file: stem
        if times[fold(stem)] == 1
        else squeeze(re.sub(r"[-_/]+", " ", str(PurePosixPath(file).with_suffix(""))))
        for file, stem in stems.items()
    }
