"""A corpus: a folder of responses, and what its owner says about the respondents.

Beside the responses may lie ``form.toml`` (see :mod:`msqqa.form.load`) and ``respondents.toml``::

    [[respondent]]
    file = "mongolia.md"          # path below the corpus folder; of a table's respondent, "entries.csv#mongolia"
    id = "mongolia"               # all of these are optional
    name = "Mongolia"
    aliases = ["MNG"]
    groups = ["Asia", "Eastern Asia"]
    edition = "2024"

and ``synonyms.toml``, other words for one thing, which a mention may use too::

    [[synonyms]]
    terms = ["WCAG", "Web Content Accessibility Guidelines", "EN 301 549"]

and ``verdicts.toml``, an analyst's corrections (see :mod:`msqqa.review.entries`).
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msqqa.errors import CorpusError
from msqqa.escapes import is_one_line, one_line
from msqqa.words import slug, stems, unique

OWN_FORM = "form.toml"
"""Describes the form of the responses beside it; it comes before the known ones."""
OWN_RESPONDENTS = "respondents.toml"
OWN_SYNONYMS = "synonyms.toml"
OWN_VERDICTS = "verdicts.toml"
"""Says what an analyst corrected. It is read when a question is asked, and no index holds any of it."""
INDEX = ".msqqa-index.json"
"""Lies in every index folder; such a folder below a corpus is no part of it."""
LINK = "a link that leads out of the corpus, or nowhere; put the file itself there"
BAD_NAME = "its name holds a character that ends a line, or is no UTF-8; rename it"
_A_FILE = "a file"
_NOT_RESPONSES = frozenset({OWN_FORM, "form.keywords.toml", OWN_RESPONDENTS, OWN_SYNONYMS, OWN_VERDICTS})


@dataclass(frozen=True, slots=True)
class Described:
    """What ``respondents.toml`` says about one file's respondent."""

    id: str = ""
    name: str = ""
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder of responses."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> Corpus:
        """Return the corpus at ``path``.

        Raises
        ------
        CorpusError
            If there is no such folder.
        """
        if not is_one_line(str(path)) or not is_one_line(str(path.absolute())):
            raise CorpusError(f"{one_line(str(path))}: {BAD_NAME.partition(';')[0]}", "rename the folder")
        try:
            mode = path.stat().st_mode
            whole = path.resolve(strict=True)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise CorpusError(
                f"no corpus at {path}", "give a folder of responses with --corpus, or set MSQQA_CORPUS"
            ) from error
        except (OSError, RuntimeError) as error:
            why = getattr(error, "strerror", None) or error
            raise CorpusError(f"{path} cannot be opened ({why})", "give another folder with --corpus") from error
        if not stat.S_ISDIR(mode):
            raise CorpusError(f"{path} is a file, not a folder", "give the folder that holds it with --corpus")
        return cls(whole)

    @property
    def name(self) -> str:
        """The folder's name, with which its citations begin."""
        return self.path.name

    def files(self) -> list[Path]:
        """Return what may be a response: every file below the folder that is not hidden, in a fixed order.

        What :meth:`list_left_out` names is not among them.
        """
        return self._scan()[0]

    def list_left_out(self) -> dict[str, str]:
        """Return what lies where a response may lie and is none: path below the folder, escaped → why, and a remedy.

        These are links that lead out of the folder, since a corpus is what lies in it, pipes and other things that are
        no files, folders that cannot be looked into, and names that cannot be written in a line of UTF-8.
        """
        return self._scan()[1]

    def _scan(self) -> tuple[list[Path], dict[str, str]]:
        files: list[Path] = []
        left: dict[str, str] = {}

        def leave(path: str | Path, reason: str) -> None:
            left[one_line(Path(path).relative_to(self.path).as_posix())] = reason

        def refused(error: OSError) -> None:
            leave(error.filename, f"cannot be read ({error.strerror}); check its permissions")

        for folder, folders, names in os.walk(self.path, onerror=refused):
            if INDEX in names:
                folders.clear()
                continue
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in (*folders, *names):
                path = Path(folder, name)
                if name.startswith(".") or name in _NOT_RESPONSES:
                    continue
                if not is_one_line(name):
                    leave(path, BAD_NAME)
                    continue
                what = self._what(path)
                if what == _A_FILE:
                    files.append(path)
                elif what:
                    leave(path, what)
            folders[:] = filter(is_one_line, folders)
        return sorted(files), left

    def _what(self, path: Path) -> str:
        """Return what a path leads to: a file, nothing of note, or why it is left out."""
        is_link = False
        try:
            is_link = path.is_symlink()
            mode = path.stat().st_mode
            if is_link and not path.resolve().is_relative_to(self.path):
                return LINK
        except OSError as error:
            return LINK if is_link else f"cannot be read ({error.strerror}); check its permissions"
        if stat.S_ISREG(mode):
            return _A_FILE
        return "" if stat.S_ISDIR(mode) else "no file, but a pipe, a socket or a device; put a file there"

    def ids(self, files: list[Path]) -> dict[Path, str]:
        """Return each file's respondent id: its stem, with its folder's name before it where two collide.

        Where every folder holds one file of the same name, the folder's name alone.
        """
        inside = Counter(path.parent for path in files)
        by_stem: dict[str, list[Path]] = {}
        for path in files:
            by_stem.setdefault(slug(path.stem) or path.stem, []).append(path)
        own_folder = {
            stem: self._telling(alike)
            for stem, alike in by_stem.items()
            if len(alike) > 1 and all(inside[path.parent] == 1 and path.parent != self.path for path in alike)
        }
        ids: dict[Path, str] = {}
        for path in files:
            stem = slug(path.stem) or path.stem
            if len(by_stem[stem]) > 1:
                folders = path.relative_to(self.path).parent.parts
                own = folders[own_folder[stem]] if stem in own_folder else (*folders, path.stem)
                stem = "-".join(slug(part) or part for part in own)
            ids[path] = stem
        taken = Counter(ids.values())
        # The same stem with two endings in one folder.
        return _make_distinct({p: f"{i}-{p.suffix.lstrip('.').lower()}" if taken[i] > 1 else i for p, i in ids.items()})

    def _telling(self, files: list[Path]) -> slice:
        """Return in which of their folders files differ: what all have in common tells nobody."""
        folders = [path.relative_to(self.path).parent.parts for path in files]
        start = 0
        while all(len(own) > start + 1 for own in folders) and len({own[start] for own in folders}) == 1:
            start += 1
        end = 0
        while all(len(own) > start + end + 1 for own in folders) and len({own[-1 - end] for own in folders}) == 1:
            end += 1
        return slice(start, -end or None)

    def load_descriptions(self) -> dict[str, Described]:
        """Return what ``respondents.toml`` says, by path below the folder.

        Raises
        ------
        CorpusError
            If that file is not valid.
        """
        file = self.path / OWN_RESPONDENTS
        rows = toml(file).get("respondent", [])
        try:
            return {
                _text(row, "file"): Described(
                    id=one_line(_text(row, "id")),  # it is typed again
                    name=_text(row, "name"),
                    aliases=_texts(row, "aliases"),
                    groups=_texts(row, "groups"),
                    edition=_text(row, "edition"),
                )
                for row in rows
            }
        except (KeyError, TypeError, AttributeError) as error:
            raise CorpusError(
                f"{file}: each [[respondent]] needs a file ({error})",
                'write file = "NAME.md" in each, beside it what is to be said of id, name, aliases, groups and edition',
            ) from error

    def synonyms(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups of terms that ``synonyms.toml`` takes for one.

        Raises
        ------
        CorpusError
            If that file is not valid, or a term stands in two groups: then one would be the other's, and round again.
        """
        file = self.path / OWN_SYNONYMS
        rows = toml(file).get("synonyms", [])
        try:
            groups = tuple(unique(term.strip() for term in row["terms"]) for row in rows)
        except (KeyError, TypeError, AttributeError) as error:
            raise CorpusError(
                f"{file}: each [[synonyms]] needs a list of terms", 'write terms = ["ONE", "OTHER"] in each'
            ) from error
        taken: dict[tuple[str, ...], str] = {}
        for group in groups:
            for key, term in {tuple(stems(term)): term for term in group}.items():
                if not key:
                    raise CorpusError(f"{file}: {term!r} holds no word", "leave it out")
                if key in taken:
                    raise CorpusError(f"{file}: {term!r} stands in two groups", "join them, or leave it out of one")
                taken[key] = term
        return groups


def toml(file: Path) -> dict[str, Any]:
    """Return what one of the corpus's own files says; nothing where there is none."""
    import tomllib

    if not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{file}: not valid TOML ({error})", "correct that line") from error
    except RecursionError as error:
        raise CorpusError(f"{file}: brackets within brackets, too many to read", "write it flat") from error
    except OSError as error:
        raise CorpusError(f"{file}: cannot be read ({error.strerror})", "check its permissions") from error


def _texts(row: dict[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or any(isinstance(item, list | dict) for item in value):
        raise TypeError(f"{key} of {row['file']} is no list of texts")
    return unique(str(item) for item in value)


def _text(row: dict[str, Any], key: str) -> str:
    """Return a text of a row, empty where there is none; a number or a date, as an edition may be, is one too."""
    value = row[key] if key == "file" else row.get(key, "")
    if isinstance(value, list | dict) or (key == "file" and not isinstance(value, str)):
        raise TypeError(f"{key} is no text")
    return str(value)


def _make_distinct(ids: dict[Path, str]) -> dict[Path, str]:
    """Number the ids that are still the same, as of two folders whose names fold alike."""
    taken: set[str] = set()
    found: dict[Path, str] = {}
    for path, wanted in ids.items():
        own, n = wanted, 1
        while own in taken:
            n += 1
            own = f"{wanted}-{n}"
        taken.add(own)
        found[path] = own
    return found
