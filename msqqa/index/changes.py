"""What changed in a corpus since its index was built.

Size and time of change are looked at first, as git does; a file is read only where one of them differs. What the index
left out, and tables that only tell something about others, have no such row: their hashes are remembered instead.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from msqqa.cache import recall_digests
from msqqa.errors import UserError
from msqqa.index.manifest import digest_of_data

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from msqqa.corpus import Corpus, Described
    from msqqa.index.catalogue import SourceRow
    from msqqa.index.open import Index

_NAMED = 3
"""Files of one kind that are named; further ones are counted."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Files of a corpus, by their paths below its folder, that are not what was indexed."""

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    gone: Path | None = None
    """The corpus folder, where it is no longer there."""

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.removed or self.gone)

    def among(self, files: Iterable[str]) -> list[str]:
        """Return which of some files are no longer what was indexed; none where all are gone."""
        return [name for name in files if name in self.changed or name in self.removed]

    def list_files(self) -> list[str]:
        """Return them one by one, each with what happened to it unless it is another one now: ``kenya.md (gone)``."""
        if self.gone is not None:
            return [f"{self.gone} (gone)"]
        return [*self.changed, *(f"{name} (gone)" for name in self.removed), *(f"{name} (new)" for name in self.added)]

    def describe(self, cited: Collection[str] = ()) -> str:
        """Return what changed, in one line; ``cited`` are files that an answer cites: these come first."""
        if self.gone is not None:
            return f"{self.gone} is gone since the index was built"
        kinds = {
            "cited and changed": [name for name in self.changed if name in cited],
            "cited and gone": [name for name in self.removed if name in cited],
            "changed": [name for name in self.changed if name not in cited],
            "new": list(self.added),
            "gone": [name for name in self.removed if name not in cited],
        }
        return "since the index was built: " + "; ".join(
            f"{kind} {_list_files(of)}" for kind, of in kinds.items() if of
        )


def _list_files(files: list[str]) -> str:
    more = len(files) - _NAMED
    # One more takes no more room by its name than by its number.
    return ", ".join(files) if more <= 1 else f"{', '.join(files[:_NAMED])} and {more} more"


def changes_of(index: Index) -> Changes:
    """Return what changed in the corpus of an index."""
    from msqqa.corpus import Corpus

    if not index.corpus_path.is_dir():
        return Changes(gone=index.corpus_path)
    corpus, store = Corpus(index.corpus_path), index.store
    rows = {row.file: row for row in store.sources}
    changed, removed = _sort_changes(index.corpus_path, rows.values())
    left_out = {file: digest for file, (digest, _) in store.skipped_files.items() if digest}
    hashed = index.manifest.beside | left_out
    for file, now in zip(hashed, recall_digests([index.corpus_path / f for f in hashed]), strict=True):
        if isinstance(now, OSError):
            removed += [file] if file in index.manifest.beside else []  # what was left out is not missed
        elif now != hashed[file]:
            changed.append(file)
    changed += _change_settings(index, corpus)
    known = rows.keys() | store.skipped.keys() | index.manifest.beside.keys()
    files = (path.relative_to(index.corpus_path).as_posix() for path in corpus.files())
    return Changes(tuple(changed), tuple(name for name in files if name not in known), tuple(removed))


def changes_among(index: Index, files: Iterable[str]) -> Changes:
    """Return which of some files of the index's responses changed; no other file is looked at."""
    if not index.corpus_path.is_dir():
        return Changes(gone=index.corpus_path)
    wanted = frozenset(files)
    rows = {row.file: row for row in index.store.sources if row.file in wanted}
    changed, removed = _sort_changes(index.corpus_path, rows.values())
    return Changes(tuple(changed), (), tuple(removed))


def files_of(index: Index, respondents: Iterable[str]) -> list[str]:
    """Return the files that respondents' answers stand in, each once, as they are first met."""
    store = index.store
    return list(dict.fromkeys(store.sources[store.ranks[respondent]].file for respondent in respondents))


def _sort_changes(corpus: Path, rows: Iterable[SourceRow]) -> tuple[list[str], list[str]]:
    """Return the files of some rows that are others now, and those that are gone."""
    changed, removed, touched = [], [], []
    for row in rows:
        try:
            stat = (corpus / row.file).stat()
        except OSError:
            removed.append(row.file)
            continue
        if stat.st_size != row.size:
            changed.append(row.file)
        elif stat.st_mtime_ns != row.mtime_ns:
            touched.append(row)
    for row, now in zip(touched, recall_digests([corpus / row.file for row in touched]), strict=True):
        if now != row.sha256:
            changed.append(row.file)
    return changed, removed


def _change_settings(index: Index, corpus: Corpus) -> Iterator[str]:
    """Yield the corpus's own files that now say something else of its form or its respondents than when it was indexed.

    Of one that was removed nothing is kept that could tell.
    """
    from msqqa.corpus import OWN_FORM, OWN_RESPONDENTS, OWN_SYNONYMS
    from msqqa.form.load import fingerprint

    if (corpus.path / OWN_FORM).is_file() and fingerprint(corpus.path) != index.manifest.forms:
        yield OWN_FORM
    there = [name for name in (OWN_RESPONDENTS, OWN_SYNONYMS) if (corpus.path / name).is_file()]
    if not there:
        return
    try:
        same = digest_of_said(corpus.load_descriptions(), corpus.synonyms()) == index.manifest.described
    except UserError:
        same = False
    if not same:
        yield " or ".join(there)


def digest_of_said(described: Mapping[str, Described], synonyms: tuple[tuple[str, ...], ...]) -> str:
    """Return the hash of what a corpus says about its respondents, and of its synonyms."""
    return digest_of_data([{path: asdict(said) for path, said in described.items()}, synonyms])
