"""Copies side by side: in what order shared lines stand, what stands before and after them, and how they are set."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from msqqa.stance.wording import is_choice

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from msqqa.form.line_candidates import DocumentUnits, LineCandidate, LineUnit
    from msqqa.form.shared import Shared

Sort = Literal["line", "options", "own"]
"""What is shared; boxes to tick; and what only this copy has."""

REPEATED = 0.3
"""Share of the copies in which a line that stands several times belongs to no single place."""


@dataclass(frozen=True, slots=True)
class CopySegment:
    """A shared line, a line of options, or all that stands between two of these in one copy."""

    sort: Sort
    key: str
    """Of what is shared; of a copy's own words the first line's."""
    start: int
    end: int
    style: str = ""
    number: str | None = None
    label: bool = False


@dataclass(slots=True)
class Observed:
    """One shared line over all copies."""

    key: str
    copies: int = 0
    before: Counter[str] = field(default_factory=Counter)
    """What stands right before it: another line's key; ``""`` for a copy's own words, :data:`START`, or
    :data:`OPTIONS`."""
    answered: int = 0
    """In how many copies own words or options stand right after it."""
    styles: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)
    wordings: Counter[str] = field(default_factory=Counter)
    """As its copies print it, without marks."""
    raw: str = ""
    """As the first copy prints it."""
    label: bool = False

    def add(self, other: Observed) -> None:
        """Add what other copies show of it."""
        self.copies += other.copies
        self.answered += other.answered
        for own, more in (
            (self.before, other.before),
            (self.styles, other.styles),
            (self.numbers, other.numbers),
            (self.wordings, other.wordings),
        ):
            own.update(more)
        self.raw = self.raw or other.raw
        self.label = self.label or other.label

    @property
    def style(self) -> str:
        """How most copies set it."""
        return min(self.styles, key=lambda style: (-self.styles[style], style))

    @property
    def fresh(self) -> float:
        """Share of the copies in which it does not follow what it mostly follows, so that something may end there."""
        fixed = max((n for key, n in self.before.items() if key), default=0)
        return 1 - fixed / self.copies if self.copies else 0.0

    @property
    def followed(self) -> float:
        """Share of the copies in which an answer stands right after it."""
        return self.answered / self.copies if self.copies else 0.0


OPTIONS, START = "\0options", "\0start"
"""Stand for boxes, and for a copy's beginning, in :attr:`Observed.before`."""


def sequences(
    copies: Sequence[DocumentUnits], shared: Shared, variable: Collection[str], admitted: Collection[str]
) -> tuple[list[list[CopySegment]], set[str]]:
    """Return what stands in each copy, in order, and the keys that stand several times in many copies.

    Parameters
    ----------
    copies, shared:
        The copies, and the wordings that they share.
    variable:
        Keys that are answers, however many copies share them.
    admitted:
        Keys that are the form's although few copies have them.
    """
    options = _find_boxed(copies)
    found = [list(_marks(copy, shared, variable, admitted, options)) for copy in copies]
    times: dict[str, Counter[int]] = defaultdict(Counter)
    styles: dict[str, Counter[str]] = defaultdict(Counter)
    for n, marks in enumerate(found):
        for unit, candidate, key in marks:
            if candidate is not None and key:
                times[key][n] += 1
                styles[key][unit.style] += 1
    repeated = {key for key, of in times.items() if sum(n > 1 for n in of.values()) > REPEATED * len(of)}
    pairs = zip(copies, found, strict=True)
    return [list(_join_segments(copy, _drop_quotations(marks, styles, repeated))) for copy, marks in pairs], repeated


def observe(copies: Sequence[DocumentUnits], found: Sequence[Sequence[CopySegment]]) -> dict[str, Observed]:
    """Return what is seen of each shared line."""
    lines: dict[str, Observed] = {}
    for copy, pieces in zip(copies, found, strict=True):
        for i, piece in enumerate(pieces):
            if piece.sort != "line":
                continue
            line = lines.setdefault(piece.key, Observed(piece.key))
            before = pieces[i - 1] if i else None
            line.copies += 1
            of_sort = {"own": "", "options": OPTIONS}
            line.before[START if before is None else of_sort.get(before.sort, before.key)] += 1
            line.answered += i + 1 < len(pieces) and pieces[i + 1].sort != "line"
            line.styles[piece.style] += 1
            line.label = line.label or piece.label
            if piece.number is not None:
                line.numbers[piece.number] += 1
            line.raw = line.raw or copy.document.text[piece.start : piece.end]
            line.wordings[copy.text(piece.start, piece.end)] += 1
    return lines


def _find_boxed(copies: Sequence[DocumentUnits]) -> set[str]:
    """Return what stands behind a box in several copies: an option, also where a copy has lost its boxes."""
    boxed: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for copy in copies:
        every.update({c.key for unit in copy.units for c in unit.candidates})
        boxed.update({c.key for unit in copy.units if unit.boxes for c in unit.candidates if not unit.asks_beside})
    return {key for key, n in boxed.items() if n >= max(2, REPEATED * every[key])}


def _marks(
    copy: DocumentUnits, shared: Shared, variable: Collection[str], admitted: Collection[str], options: Collection[str]
) -> Iterator[tuple[LineUnit, LineCandidate | None, str]]:
    """Yield each unit with what of it is shared and its key; an empty key for options."""
    past = 0
    for unit in copy.units:
        if unit.start < past:
            continue  # a line over which the one before goes on
        found = shared.longest(unit, shared.needed)
        beside = unit.asks_beside and found is not None and found[0].label
        own = next((key for c in unit.candidates if (key := shared.wording.get(c.key, c.key)) in admitted), None)
        bids = unit.boxes == 1 and own is not None
        if not (beside or bids) and (
            unit.boxes or is_choice(unit.line.key) or any(c.key in options for c in unit.candidates)
        ):
            yield unit, unit.line, ""
            continue
        if (found is None or bids) and own is not None:
            found = next(c for c in unit.candidates if shared.wording.get(c.key, c.key) == own), own
        if found is None or found[1] in variable:
            yield unit, None, unit.line.key
            continue
        past = max(unit.end, found[0].end)
        yield unit, *found


def _drop_quotations(
    marks: Sequence[tuple[LineUnit, LineCandidate | None, str]],
    styles: dict[str, Counter[str]],
    repeated: Collection[str],
) -> Iterator[tuple[LineUnit, LineCandidate | None, str]]:
    """Leave of a line that has one place only the occurrence that is set as in other copies: others quote it."""
    chosen: dict[str, int] = {}
    for i, (unit, candidate, key) in enumerate(marks):
        if candidate is None or not key or key in repeated:
            continue
        now = chosen.get(key)
        if now is None or styles[key][unit.style] > styles[key][marks[now][0].style]:
            chosen[key] = i
    for i, (unit, candidate, key) in enumerate(marks):
        if candidate is not None and key and key not in repeated and chosen[key] != i:
            yield unit, None, unit.line.key
        else:
            yield unit, candidate, key


def _join_segments(
    copy: DocumentUnits, marks: Iterator[tuple[LineUnit, LineCandidate | None, str]]
) -> Iterator[CopySegment]:
    own: CopySegment | None = None
    for unit, candidate, key in marks:
        if candidate is None:
            own = own or CopySegment("own", key, unit.start, unit.end)
            continue
        if own is not None:
            yield own
            own = None
        sort: Sort = "line" if key else "options"
        style = unit.style
        if candidate.lines > 1 and style in ("p", "-p"):  # its last line tells whether it asks
            style += "?" * copy.document.text[unit.start : candidate.end].rstrip().endswith(("?", "？"))
        yield CopySegment(sort, key or candidate.key, unit.start, candidate.end, style, unit.number, candidate.label)
        rest = unit.line.key.removeprefix(candidate.key).strip() if candidate.label else ""
        if rest and unit.asks_beside:
            yield CopySegment("options", rest, candidate.end, unit.end)
        elif rest:
            own = CopySegment("own", rest, candidate.end, unit.end)
    if own is not None:
        yield own
