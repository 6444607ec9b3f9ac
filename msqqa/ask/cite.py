"""Evidence → citations, and the one check that every answer passes before it leaves."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.ask.wording import shortened
from msqqa.errors import CitationError
from msqqa.model import Citation
from msqqa.personal.values import KINDS
from msqqa.read.text import line_range, line_starts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msqqa.ask.outcome import Evidence
    from msqqa.index.open import Index
    from msqqa.model import Answer

_ID = re.compile(r"(?P<corpus>[^/]+)/(?P<respondent>[^/]+)/(?P<question>[^#]+)#(?P<start>\d+)-(?P<end>\d+)")


@dataclass(slots=True)
class Citer:
    """Numbers evidence in the order in which it is given, each place once."""

    index: Index
    contacts: bool = False
    citations: list[Citation] = field(default_factory=list)
    _numbers: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def cite(self, evidence: Evidence) -> int:
        """Return the number of the evidence's citation, a new one where there is none yet."""
        key = evidence.cell, evidence.start, evidence.end
        if key not in self._numbers:
            self._numbers[key] = len(self.citations) + 1
            self.citations.append(citation(self.index, *key, n=self._numbers[key], contacts=self.contacts))
        return self._numbers[key]


def citation(index: Index, cell_row: int, start: int, end: int, *, n: int, contacts: bool = False) -> Citation:
    """Return the citation of a range of a cell; withheld text only with ``contacts``."""
    store = index.store
    cell = store.cell(cell_row)
    if not contacts and cell.hides(start, end):
        raise AssertionError("withheld text was about to be cited")  # a fault of ours
    quote, lines = store.quote(cell_row, start, end)
    return Citation(
        n=n,
        id=f"{index.manifest.corpus}/{cell.respondent}/{cell.question}#{start}-{end}",
        respondent=cell.respondent,
        question_id=cell.question,
        question=store.questions[store.question_of(cell_row)][2],
        source=_shown(str(index.corpus_path), store.source_of(cell_row).file, os.getcwd()),  # noqa: PTH109, a path each time is slow
        lines=lines,
        page=store.page(cell.source, start),
        chars=(start, end),
        quote=quote,
        sha256=hashlib.sha256(quote.encode("utf-8")).hexdigest(),
    )


def find(index: Index, citation_id: str, *, contacts: bool = False) -> Citation:
    """Return the citation that an id names; withheld text only with ``contacts``.

    Raises
    ------
    CitationError
        If the text is no citation's id, or names nothing in this index.
    """
    match = _ID.fullmatch(citation_id.strip())
    if match is None:
        raise CitationError(
            f"{citation_id!r} is no citation", "give one as answers print it: corpus/respondent/question#from-to"
        )
    if match["corpus"] != index.manifest.corpus:
        raise CitationError(
            f"{citation_id!r} cites the corpus {match['corpus']}, this index is of {index.manifest.corpus}",
            "name its corpus with --corpus",
        )
    row = index.store.find_cell(match["respondent"], match["question"])
    if row is None:
        raise CitationError(
            f"the index holds no cell {match['respondent']}/{match['question']}", "copy the id as printed"
        )
    cell, start, end = index.store.cell(row), int(match["start"]), int(match["end"])
    parts = [*cell.runs, *cell.withheld, *([cell.anchor] if cell.anchor else [])]
    if not min(a for a, _ in parts) <= start < end <= max(b for _, b in parts):
        raise CitationError(f"{citation_id!r} lies outside that cell", "copy the id as it was printed")
    if not contacts and cell.hides(start, end):
        raise CitationError(f"{citation_id!r} holds withheld contact details", "show them with --contacts")
    return citation(index, row, start, end, n=1, contacts=contacts)


def surroundings(index: Index, cited: Citation, lines: int, *, contacts: bool = False) -> tuple[str, str]:
    """Return the text of some lines before and after a citation; withheld text only with ``contacts``."""
    store = index.store
    source = store.sources[store.ranks[cited.respondent]]
    text = store.text(source.path)
    if not contacts:
        for start, end in store.withheld(source.path):
            text = text[:start] + "█" * (end - start) + text[end:]  # as long as what it hides: places stay
    start, end = cited.chars
    starts = line_starts(text)
    first, last = line_range(starts, start, end)  # of the text, which a table's own lines are not
    above = starts[max(0, first - 1 - lines)]
    below = starts[last + lines] if last + lines < len(starts) else len(text)
    return text[above:start], text[end:below]


@lru_cache(maxsize=4096)
def _shown(corpus: str, source: str, folder: str) -> str:
    """Return a source's path relative to the current folder when below it, else absolute."""
    resolved, here = (Path(corpus) / source).resolve(), Path(folder).resolve()
    return resolved.relative_to(here).as_posix() if resolved.is_relative_to(here) else str(resolved)


# ---------------------------------------------------------------- the check

_SENTENCE = re.compile(r"(?P<body>.*?)\s?(?P<marks>(?<!\d\])(?:\[\d+\])++)\.", re.DOTALL)
_EXTRACT = re.compile(r"“(?P<extract>.*)”(?: …)?", re.DOTALL)
_LOST = r"(?:, as the tick is lost in the source)?"
_STANCE = re.compile(
    r"(?P<names>.+), question \S+(?: as a whole)?: (?:"
    r"(?:yes|no|planned|partial)"
    rf"(?:, ticked(?: '.+')?|, stated in the text{_LOST}|, inferred from the details given{_LOST})|"
    r"left blank(?: \(the boxes are empty\))?|unclear, as the tick is lost in the source and nothing beside it tells|"
    r"unclear, as the tick and the text contradict each other|unclear, as the answer itself says)",
    re.DOTALL,
)
_SAID = re.compile(r"(?P<names>[^:]+): (?:possibly )?(?:yes|no|planned|partial), stated in the text")
_ASKED = r"(?:(?:yes|no) to )?question \S+"
_EACH = r"question \S+(?: (?:and|or) question \S+)*"
_OF_QUESTION = (
    rf"say (?:yes|no) to question \S+(?: (?:and|or) {_ASKED})*|left {_EACH} blank|answered {_EACH}|"
    rf"plan what {_EACH} asks for|"
    rf"say yes in part to {_EACH}|say otherwise to {_EACH}|are (?:un)?clear on {_EACH}"
)
# A term ends where what may follow it begins: nothing else is tried, however many there are.
_TERM = r"'(?:(?!'(?: (?:and|or|but not) '|[:;]|$)).)++'"
_MENTION = rf"(?:do not )?mention {_TERM}(?: (?:and|or) {_TERM})*+(?: but not {_TERM}(?: or {_TERM})*+)?"
_COUNT = re.compile(
    rf"(?:None|\d+) of (?P<examined>\d+) examined (?:{_MENTION}|(?:{_OF_QUESTION})(?: \(“(?P<asked>[^”]*)”\))?|"
    r"match by words and meaning|do not match)(?:: (?P<names>.+?))?(?:; (?:\d+ left blank|"
    r"\d+ unclear)(?:, \d+ unclear)?)?",
    re.DOTALL,
)
_POSSIBLE = re.compile(r"(?P<names>.+): possible, in other words", re.DOTALL)
_DENIED = re.compile(r"Said not to be there by (?P<names>.+)", re.DOTALL)
_COMPARED = re.compile(
    r"(?P<names>.+) (?:agree|differ|cannot be compared) on question \S+ \(“(?P<asked>[^”]*)”\): (?P<each>.+)", re.DOTALL
)
_CHANGED = re.compile(
    r"(?:None|\d+) of \d+ questions that (?P<names>.+) answer with a stance changed"
    r"(?:: question \S+ from \w+ to \w+(?:, question \S+ from \w+ to \w+)*)?",
    re.DOTALL,
)
_KIND = rf"(?:{'|'.join(KINDS)})"
_WITHHELD = re.compile(rf"{_KIND}(?:, {_KIND})*(?: and {_KIND})? are withheld", re.IGNORECASE)
_REFUSAL = re.compile(
    r"(?:Not found: (?:there is no response of .+ here|no cell of this corpus answers that)|"
    r"Not decided: [^;]+); the nearest passage is",
    re.DOTALL,
)
_BETWEEN_NAMES = re.compile(r"(?:, | and | ?\(?(?:yes|no|partial|planned|blank|unclear)\)?)*")


def unsupported(answer: Answer) -> list[str]:
    """Return what in an answer rests on nothing; an empty list for a sound answer.

    Each sentence must carry its marks, every mark must name a citation, an extract must stand word for word in a
    citation it carries, and what is no extract must be one of the fixed forms: a stance, a count, a refusal, about
    nobody but the answer's own respondents and as many of them as were examined.
    """
    by_number = {c.n: c for c in answer.citations}
    problems: list[str] = []
    for statement in answer.statements:
        if statement.kind in ("corpus", "closed") and not statement.citations:
            continue  # of the corpus itself: nobody's words
        found = _SENTENCE.fullmatch(statement.text)
        if found is None:
            problems.append(f"carries no citation: {statement.text!r}")
            continue
        numbers = [int(n) for n in re.findall(r"\d+", found["marks"])]
        problems += [f"[{n}] names no citation" for n in numbers if n not in by_number]
        extract = _EXTRACT.fullmatch(found["body"]) if statement.kind == "extract" or found["body"][:1] == "“" else None
        if extract is not None:
            if not any(extract["extract"] in by_number[n].quote for n in numbers if n in by_number):
                problems.append(f"not in what it cites: {extract['extract']!r}")
        elif statement.kind not in ("corpus", "closed") and not _is_fixed(found["body"], answer):
            problems.append(f"neither a count, a stance nor an extract: {found['body']!r}")
    return problems


def _is_fixed(words: str, answer: Answer) -> bool:
    if _WITHHELD.fullmatch(words) or _REFUSAL.fullmatch(words):
        return True
    found = _STANCE.fullmatch(words) or _SAID.fullmatch(words) or _COUNT.fullmatch(words) or _POSSIBLE.fullmatch(words)
    found = found or _DENIED.fullmatch(words) or _COMPARED.fullmatch(words) or _CHANGED.fullmatch(words)
    if found is None:
        return False
    groups = found.groupdict()
    if groups.get("examined") not in (None, str(answer.coverage.examined)):
        return False
    asked = groups.get("asked")
    if asked is not None and not any(shortened(c.question) == asked for c in answer.citations):
        return False
    rest = (groups["names"] or "") + ", " + (groups.get("each") or "")
    for name in sorted({d.name for d in answer.respondents}, key=len, reverse=True):
        rest = rest.replace(name, "")
    return _BETWEEN_NAMES.fullmatch(rest) is not None


def marks(numbers: Iterable[int]) -> str:
    """Return citation marks as an answer carries them."""
    return "".join(f"[{n}]" for n in numbers)
