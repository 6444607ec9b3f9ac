"""Running heads and feet, page numbers, watermarks: what repeats on most pages at the same place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from msqqa.languages.matching import ways
from msqqa.read.pdf.rows import is_box_row
from msqqa.stance.wording import word_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from msqqa.read.pdf.rows import PageRow, WordGroup
    from msqqa.read.pdf.words import Box

_MARGIN = 0.12
"""Of the page's height, at its top and at its bottom, within which heads and feet stand."""
_ROWS = 4
"""Of a head or a foot, at most."""
_APART = 1.6
"""Sizes: a wider step parts a head from the text below it."""
_LEVEL = 5.0
"""Points, by which the same head may stand higher or lower on another page."""
_MOST = 0.4
"""Of the pages, on which a head stands: left and right pages often have different ones."""
_SHARE = 0.5
"""Of the pages that have something at a place, on which it must be repeated."""
_MANY = 5
"""Pages, on which a chapter's head stands, however long the document is."""
_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=1)
def _page_number() -> re.Pattern[str]:
    """Return the pattern of a piece that is a page's number: "Page 3 of 12"."""
    return re.compile(
        rf"[\W_]{{0,60}}+(?:(?:{ways('pages', 'page')})\s{{0,30}}+)?(\d{{1,4}})"
        rf"(?:\s{{0,30}}+(?:/|{ways('pages', 'of')})\s{{0,30}}+(\d{{1,4}}))?[\W_]{{0,60}}+",
        re.IGNORECASE,
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    page: int
    level: float
    """Distance from the page's edge, in points."""
    numbers: tuple[int, ...]
    piece: WordGroup
    apart: bool
    """Whether more room parts it from the text than is between lines."""


@dataclass(slots=True)
class Debris:
    """A page's pieces that are no part of its text."""

    head: list[WordGroup] = field(default_factory=list)
    foot: list[WordGroup] = field(default_factory=list)


def take_debris(pages: Sequence[tuple[Sequence[PageRow], Box]]) -> tuple[list[list[PageRow]], list[Debris]]:
    """Part the rows of a document's pages into its text and its page debris.

    Parameters
    ----------
    pages:
        The rows of each page, from its top to its bottom, and its edges.

    Returns
    -------
    rows, debris:
        Of each page, what is left and what was taken.
    """
    seen: dict[tuple[str, str], list[_Seen]] = defaultdict(list)
    for number, (rows, box) in enumerate(pages):
        for end, piece, apart in _at_edges(rows, box):
            level = box[3] - piece.middle if end == "head" else piece.middle - box[1]
            numbers = tuple(int(n[:9]) for n in _DIGITS.findall(piece.text))
            seen[end, _DIGITS.sub("#", piece.text)].append(_Seen(number, level, numbers, piece, apart))
    taken = _choose_debris(seen, len(pages))
    left, debris = [], []
    for number, (rows, _) in enumerate(pages):
        ends = taken[number]
        for end, row in (("head", rows[0]), ("foot", rows[-1])) if rows else ():
            if any(ends.get(id(p)) == end and _page_number().fullmatch(p.text) for p in row.pieces):
                # What stands beside a page's number is the chapter's title, however short the chapter.
                ends.update((id(p), end) for p in row.pieces)
        all_pieces = [piece for row in rows for piece in row.pieces]
        debris.append(
            Debris(
                [p for p in all_pieces if ends.get(id(p)) == "head"],
                [p for p in all_pieces if ends.get(id(p)) == "foot"],
            )
        )
        left.append([row for row in rows if _remove_debris(row, ends)])
    return left, debris


def _choose_debris(seen: dict[tuple[str, str], list[_Seen]], pages: int) -> dict[int, dict[int, str]]:
    """Return for each page the pieces (by ``id``) that are debris, and at which end they stand."""
    taken: dict[int, dict[int, str]] = defaultdict(dict)
    for end in ("head", "foot"):
        places = [group for (at, _), group in seen.items() if at == end]
        repeated = [(place, True) for group in places if _counts_its_page(group, pages) for place in group]
        repeated += [(place, False) for group in places for place in _keep_repeated(group, pages)]
        everywhere = _pages_by_level(place for group in places for place in group)
        alike = _pages_by_level(place for place, _ in repeated)
        for place, counts in repeated:
            level = round(place.level)
            # Where most pages have a text of their own at that place, it is where the pages' text begins.
            if counts or len(alike[level]) >= _SHARE * len(everywhere[level]):
                taken[place.page][id(place.piece)] = end
    return taken


def _pages_by_level(places: Iterable[_Seen]) -> dict[int, set[int]]:
    """Return the pages that have something within reach of each level, in whole points."""
    found: dict[int, set[int]] = defaultdict(set)
    for place in places:
        for level in range(round(place.level - _LEVEL), round(place.level + _LEVEL) + 1):
            found[level].add(place.page)
    return found


def _remove_debris(row: PageRow, taken: dict[int, str]) -> PageRow | None:
    row.pieces = [p for p in row.pieces if id(p) not in taken]
    return row if row.pieces else None


def _at_edges(rows: Sequence[PageRow], box: Box) -> Iterator[tuple[str, WordGroup, bool]]:
    """Yield what stands at a page's edges: at which end, and whether it is set apart from the text."""
    margin = _MARGIN * (box[3] - box[1])
    for end, outermost in (("head", rows[: _ROWS + 1]), ("foot", rows[: -_ROWS - 2 : -1])):
        steps = [
            abs(a.pieces[0].middle - b.pieces[0].middle) > _APART * max(a.pieces[0].size, b.pieces[0].size)
            for a, b in pairwise(outermost)
        ]
        last = max((i for i, apart in enumerate(steps) if apart), default=-1)
        for i, row in enumerate(outermost[:_ROWS]):
            if is_box_row(row.pieces):
                continue  # a choice, where every page is a form of its own
            if all(" " not in piece.text and word_of(piece.text) for piece in row.pieces):
                continue  # an answer: yes, or no
            for piece in row.pieces:
                near = piece.middle > box[3] - margin if end == "head" else piece.middle < box[1] + margin
                if near and not piece.field:
                    yield end, piece, i <= last or _page_number().fullmatch(piece.text) is not None


def _keep_repeated(places: Sequence[_Seen], pages: int) -> list[_Seen]:
    """Return those of the places of one text, its numbers aside, that stand where a head or a foot does."""
    wanted = min(max(2, ceil(_MOST * pages)), _MANY)
    ordered = sorted(places, key=lambda place: place.level)
    levels = [place.level for place in ordered]
    found = []
    for place in places:
        a, b = bisect_left(levels, place.level - _LEVEL), bisect_right(levels, place.level + _LEVEL)
        if b - a < wanted:
            continue
        near = ordered[a:b] if b - a <= 4 * _MANY else places[: 4 * _MANY]
        apart = 2 * sum(other.apart for other in near) >= len(near)
        if apart and len({other.page for other in near}) >= min(wanted, len(near)) and _count_up(near):
            found.append(place)
    return found


def _counts_its_page(places: Sequence[_Seen], pages: int) -> bool:
    return all(_is_page_number(place, pages) for place in places)


def _is_page_number(place: _Seen, pages: int) -> bool:
    """Return whether a text is the number of its page: "Page 3 of 7" on the third of seven pages."""
    match = _page_number().fullmatch(place.piece.text)
    if match is None:
        return False
    return int(match[1]) == place.page + 1 and (
        int(match[2] or 0) == pages or (match[2] is None and not match[0].strip().isdigit())
    )


def _count_up(places: Sequence[_Seen]) -> bool:
    """Return whether the numbers in a text are the same everywhere, or count the pages."""
    for numbers in zip(*(place.numbers for place in places), strict=True):
        offsets = [number - place.page for number, place in zip(numbers, places, strict=True)]
        usual = max(set(offsets), key=offsets.count)
        if len(set(numbers)) > 1 and offsets.count(usual) < 0.6 * len(offsets):
            return False
    return True
