"""Citations checked against the sources as they stand: the quotes, whose they are, and of which question."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.ask.answer import find_unsupported
from msqqa.errors import SourceError
from msqqa.table import is_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from msqqa.evaluate.response import EvaluatedQuestion
    from msqqa.index.open import Index
    from msqqa.model import Answer, Citation


def score_exact_quotes(asked: EvaluatedQuestion, index: Index) -> float | None:
    """Return the share of citations whose quote stands at its place in the file, and has its hash."""

    def holds(c: Citation) -> bool:
        text = _text_now(Path(c.source), _path(index, c), index.corpus_path)
        there = text[c.chars[0] : c.chars[1]] == c.quote and c.id.endswith(f"#{c.chars[0]}-{c.chars[1]}")
        return there and hashlib.sha256(c.quote.encode("utf-8")).hexdigest() == c.sha256

    return _share(asked.response.answer, holds)


def score_right_respondent(asked: EvaluatedQuestion, index: Index) -> float | None:
    """Return the share of citations from somebody whom the question is about, and from that respondent's own source."""
    gold, answer = asked.gold, asked.response.answer
    about = set(gold.respondents) if gold.kind in ("lookup", "compare") else set()
    used = {} if answer is None else {n: d.id for d in answer.respondents for n in d.citations}

    def holds(c: Citation) -> bool:
        path = _path(index, c)
        own = bool(path) and Path(c.source).resolve() == index.source_path(path).resolve()
        return own and used.get(c.n, c.respondent) == c.respondent and (c.respondent in about or not about)

    return _share(answer, holds)


def score_right_question(asked: EvaluatedQuestion, index: Index) -> float | None:
    """Return the share of citations that lie in the cell that they name."""

    def holds(c: Citation) -> bool:
        number = index.store.find_cell(c.respondent, c.question_id)
        if number is None:
            return False
        cell = index.store.cell(number)
        parts = [*cell.runs, *cell.withheld, *([cell.anchor] if cell.anchor else [])]
        return bool(parts) and min(a for a, _ in parts) <= c.chars[0] < c.chars[1] <= max(b for _, b in parts)

    return _share(asked.response.answer, holds)


def score_supported_answer(asked: EvaluatedQuestion, _: Index) -> float | None:
    """Return whether every statement of an answer rests on its citations."""
    answer = asked.response.answer
    return None if answer is None else float(not find_unsupported(answer))


def name_cell(citation: Citation) -> str:
    """Return the cell that a citation names, as the gold names cells."""
    return f"{citation.respondent}/{citation.question_id}"


def _share(answer: Answer | None, holds: Callable[[Citation], bool]) -> float | None:
    if answer is None or not answer.citations:
        return None
    return sum(holds(c) for c in answer.citations) / len(answer.citations)


def _path(index: Index, citation: Citation) -> str:
    """Return the path, below its corpus, of the respondent whom a citation names; empty where there is none."""
    rank = index.store.ranks.get(citation.respondent)
    return "" if rank is None else index.store.sources[rank].path


def _text_now(file: Path, name: str, corpus: Path) -> str:
    """Return a source's text as it stands now; empty where it cannot be read."""
    try:
        stat = file.stat()
        if is_table(file.name):
            return _texts_of_tables(corpus, _tables_now(corpus)).get(name, "")
        return _text(file, name, stat.st_size, stat.st_mtime_ns)
    except (OSError, UnicodeDecodeError, SourceError):
        return ""


def _tables_now(corpus: Path) -> frozenset[tuple[str, int, int]]:
    """Return each table of a corpus with its size and when it was changed."""
    stats = ((str(file), file.stat()) for file in corpus.rglob("*") if is_table(file.name))
    return frozenset((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


@lru_cache(maxsize=4)
def _texts_of_tables(corpus: Path, _now: frozenset[tuple[str, int, int]]) -> dict[str, str]:
    """Return the texts of a corpus's tables by path; all are read again when one of them changes."""
    from msqqa.table.corpus import documents

    return {path: document.text for path, document in documents(corpus).items()}


@lru_cache(maxsize=256)
def _text(file: Path, name: str, _size: int, _mtime_ns: int) -> str:
    """Return a source's text: the file's own, in its encoding, where that is text; else what is extracted of it."""
    if file.suffix.lower() in (".md", ".markdown", ".txt"):
        from msqqa.read.text import decode

        return decode(name, file.read_bytes()).text
    from msqqa.read import read

    return read(file, name).text
