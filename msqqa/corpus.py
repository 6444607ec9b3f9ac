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
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msqqa.errors import CorpusError
from msqqa.words import slug, stems, unique

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OWN_FORM = "form.toml"
"""Describes the form of the responses beside it; it comes before the known ones."""
OWN_RESPONDENTS = "respondents.toml"
OWN_SYNONYMS = "synonyms.toml"
_NOT_RESPONSES = frozenset({OWN_FORM, "form.keywords.toml", OWN_RESPONDENTS, OWN_SYNONYMS})


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
        if not path.exists():
            raise CorpusError(f"no corpus at {path}", "give a folder of responses with --corpus, or set MSQQA_CORPUS")
        if not path.is_dir():
            raise CorpusError(f"{path} is a file, not a folder", "give the folder that holds it with --corpus")
        return cls(path.resolve())

    @property
    def name(self) -> str:
        """The folder's name, with which its citations begin."""
        return self.path.name

    def files(self) -> list[Path]:
        """Return what may be a response: every file below the folder that is not hidden, in a fixed order.

        A link that leads out of the folder is left out: a corpus is what lies in it.
        """
        return [path for path in self._below() if path.is_file() and path.resolve().is_relative_to(self.path)]

    def links_out(self) -> list[Path]:
        """Return the links, to a file or a folder, that lead out of the folder or to nothing, in a fixed order."""
        return [
            path
            for path in self._below()
            if path.is_symlink() and not (path.exists() and path.resolve().is_relative_to(self.path))
        ]

    def _below(self) -> Iterator[Path]:
        for path in sorted(self.path.rglob("*")):
            below = path.relative_to(self.path)
            if not any(part.startswith(".") for part in below.parts) and path.name not in _NOT_RESPONSES:
                yield path

    def ids(self, files: list[Path]) -> dict[Path, str]:
        """Return each file's respondent id: its stem, with its folder's name before it where two collide."""
        stems = Counter(slug(path.stem) or path.stem for path in files)
        ids: dict[Path, str] = {}
        for path in files:
            stem = slug(path.stem) or path.stem
            if stems[stem] > 1:
                folders = path.relative_to(self.path).parent.parts
                stem = "-".join([*(slug(f) or f for f in folders), stem])
            ids[path] = stem
        taken = Counter(ids.values())
        # The same stem with two endings in one folder.
        return _distinct({p: f"{i}-{p.suffix.lstrip('.').lower()}" if taken[i] > 1 else i for p, i in ids.items()})

    def described(self) -> dict[str, Described]:
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
                row["file"]: Described(
                    id=str(row.get("id", "")),
                    name=str(row.get("name", "")),
                    aliases=_texts(row, "aliases"),
                    groups=_texts(row, "groups"),
                    edition=str(row.get("edition", "")),
                )
                for row in rows
            }
        except (KeyError, TypeError, AttributeError) as error:
            raise CorpusError(f"{file}: each [[respondent]] needs a file ({error})", "see msqqa/corpus.py") from error

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
            raise CorpusError(f"{file}: each [[synonyms]] needs a list of terms", "see msqqa/corpus.py") from error
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
    except OSError as error:
        raise CorpusError(f"{file}: cannot be read ({error.strerror})", "check its permissions") from error


def _texts(row: dict[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list):
        raise TypeError(f"{key} of {row['file']} is not a list")
    return unique(str(item) for item in value)


def _distinct(ids: dict[Path, str]) -> dict[Path, str]:
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
