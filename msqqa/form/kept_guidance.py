"""Explanations that only some copies kept, as where a template asks to delete them: they are no part of the answers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from itertools import pairwise
from math import ceil, sqrt
from typing import TYPE_CHECKING

from msqqa.form.asking import begins_asking, least_asking
from msqqa.languages import phrases
from msqqa.stance.wording import is_answer
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from msqqa.form.line_candidates import DocumentUnits
    from msqqa.form.observe import CopySegment
    from msqqa.form.shared import Shared

FOLLOWED = 0.6
"""Share of the copies with such a line in which more stands below it: an answer that many give mostly ends there."""
_FEWEST_COPIES, _FEWEST_WORDS = 3, 4


_ASIDE = re.compile(r"\s*(?:>\s*|\*(?!\*)|_(?!_)|\[|\()\s*")
_LABEL_WORDS = 4


def is_labelled_guidance(line: str) -> bool:
    """Return whether a line says of itself that it is guidance, set apart as a template's is: "*Guidance: …*".

    >>> is_labelled_guidance("*Guidance to inspectors: count labour.*"), is_labelled_guidance("Guidance: the act.")
    (True, False)
    """
    aside = _ASIDE.match(line)
    if aside is None:
        return False
    label, colon, _ = line[aside.end() :].partition(":")
    own = [word.text for word in words(label)] if colon else []
    called = phrases("columns", "guidance")
    return 0 < len(own) <= _LABEL_WORDS and (own[0] in called or own[0].removesuffix("s") in called)


def least_of(n: int) -> int:
    """Return in how many of some copies a line stands that is no chance: 9 of 40, 43 of 441."""
    return max(2, ceil(0.05 * n + sqrt(n)))


def find_kept(
    copies: Sequence[DocumentUnits], found: Sequence[Sequence[CopySegment]], shared: Shared, heads: Collection[str]
) -> set[str]:
    """Return the keys of lines that recur right below one question in copies that set it alike, answers below them.

    Parameters
    ----------
    copies, found:
        The copies, and what stands in each, in order.
    shared:
        The wordings that they share.
    heads:
        Keys of the questions.
    """
    asked: Counter[tuple[str, str]] = Counter()
    below: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    followed: Counter[str] = Counter()
    for copy, sequence in zip(copies, found, strict=True):
        starts = [unit.start for unit in copy.units]
        for owner, own, end in _answered(sequence, heads):
            asked[owner] += 1
            at = -1 if own is None else bisect_right(starts, own.start) - 1
            if own is None or starts[at] != own.start:
                continue  # it stands behind a label, in one line with it
            key = shared.wording.get(copy.units[at].line.key, "")
            if key.count(" ") + 1 >= _FEWEST_WORDS and not is_answer(key):
                below[key][owner] += 1
                followed[key] += at + 1 < len(starts) and starts[at + 1] < end
    figures: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for wording, key in shared.wording.items():
        if key in below:
            figures[key].add(_figures(wording))
    return {
        key
        for key, of in below.items()
        if followed[key] >= FOLLOWED * sum(of.values())
        and len(figures[key]) <= 1  # "last met on 16 April" is no explanation, but an answer
        and any(n >= max(_FEWEST_COPIES, least_of(asked[owner])) for owner, n in of.items())
    }


def _figures(key: str) -> tuple[str, ...]:
    """Return the figures of a line but for years, which tell editions apart."""
    return tuple(word for word in key.split(" ") if word.isdecimal() and len(word) != len("2024"))


def find_bids(
    copies: Sequence[DocumentUnits], found: Sequence[Sequence[CopySegment]], shared: Shared, heads: Collection[str]
) -> set[str]:
    """Return the keys of lines that bid something right below one question ("Please include links"), however set.

    As an answer hardly does, few copies must have one; some may have made a box to tick of it.
    """
    asked: Counter[str] = Counter()
    below: dict[str, Counter[str]] = defaultdict(Counter)
    for copy, sequence in zip(copies, found, strict=True):
        units = {unit.start: unit for unit in copy.units}
        for head, piece in pairwise(sequence):
            if head.sort != "line" or head.key not in heads:
                continue
            asked[head.key] += 1
            unit = units.get(piece.start)
            if unit is None or unit.boxes > 1 or (piece.sort == "line" and piece.key in heads):
                continue
            key = shared.wording.get(unit.line.key, unit.line.key)
            if key.count(" ") + 1 >= _FEWEST_WORDS and begins_asking(copy.document.text[unit.start : unit.end]):
                below[key][head.key] += 1
    return {key for key, of in below.items() if any(n >= least_asking(asked[owner]) for owner, n in of.items())}


def _answered(
    sequence: Sequence[CopySegment], heads: Collection[str]
) -> Iterator[tuple[tuple[str, str], CopySegment | None, int]]:
    """Yield each question with its layout, its copy's own words below it, if any, and where the next line stands."""
    owner: tuple[str, str] | None = None
    own: CopySegment | None = None
    for piece in sequence:
        if piece.sort == "own" and owner is not None and own is None:
            own = piece
        elif piece.sort == "line" and (own is not None or piece.key in heads):
            if owner is not None:
                yield owner, own, piece.start
            owner, own = ((piece.key, piece.style) if piece.key in heads else None), None
    if owner is not None:
        yield owner, own, 1 << 62
