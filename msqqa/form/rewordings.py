"""One question that copies print in several ways, never two of them in one copy: it is joined, whatever the version.

A wording may go on behind its question mark ("… plan? If so, since when?"), name another year, or have another word in
the same place of the form ("Attendee count", "Participant count").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.form.describe import LineRoles
from msqqa.form.observe import Observed
from msqqa.form.shared import without_figures
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from msqqa.form.observe import CopySegment

_ASIDE = re.compile(r"\([^()]{1,200}\)|\[[^\[\]]{1,200}\]")
_FEWEST_WORDS = 5
"""Words of a wording in which one may be another, in the same place."""
_SAME_PLACE = 0.6
"""Share of the copies in which a question follows the question, and stands before the one, that it mostly does."""


def join_rewordings(found: LineRoles) -> LineRoles:
    """Return what was found of a form, with one key for all wordings of a question."""
    holding: dict[str, set[int]] = defaultdict(set)
    for n, sequence in enumerate(found.sequences):
        for piece in sequence:
            if piece.sort == "line" and piece.key in found.heads:
                holding[piece.key].add(n)
    place = _places(found)
    of: dict[str, list[str]] = defaultdict(list)
    """What several wordings have in common → those that have it, the most frequent first."""
    for key in sorted(found.heads, key=lambda key: (-found.lines[key].copies, key)):
        for common in _in_common(found.lines[key], place.get(key)):
            of[common].append(key)
    own: dict[str, str] = {}
    for first, *others in of.values():
        kept = own.get(first, first)
        for other in others:
            if other not in own and other != kept and not holding[kept] & holding[other]:
                own[other] = kept
                holding[kept] |= holding[other]
    return with_keys(found, {key: _last_of(key, own) for key in own}) if own else found


def _last_of(key: str, own: Mapping[str, str]) -> str:
    """Return the wording that a joined one ends at: what it joined may have joined another."""
    passed = {key}
    while (kept := own.get(key)) is not None and kept not in passed:
        passed.add(kept)
        key = kept
    return key


def with_keys(found: LineRoles, keys: dict[str, str]) -> LineRoles:
    """Return what was found with lines known by other keys; those that get one key are one line."""
    lines: dict[str, Observed] = {}
    for key, line in found.lines.items():
        to = keys.get(key, key)
        before = Counter({keys.get(other, other): n for other, n in line.before.items()})
        lines.setdefault(to, Observed(to)).add(replace(line, key=to, before=before))
    sequences = [
        [replace(piece, key=keys.get(piece.key, piece.key)) if piece.sort == "line" else piece for piece in sequence]
        for sequence in found.sequences
    ]
    named = ({keys.get(key, key) for key in some} for some in (found.heads, found.parts, found.sections))
    return LineRoles(sequences, lines, *named)


def _in_common(line: Observed, place: tuple[str, str] | None) -> Iterable[str]:
    """Yield what a question's other wordings have too: its first question, its words but for figures, or but one."""
    text = line.wordings.most_common(1)[0][0]
    asked = min((at for at in map(text.find, "?？") if at >= 0), default=-1)
    if asked > 0:
        yield "\0asked " + " ".join(word.text for word in words(text[:asked]))
    # What stands in brackets is an aside of one edition: "Work in 2023 (v1.27, v1.28)".
    bare = without_figures(" ".join(word.text for word in words(_ASIDE.sub(" ", text))))
    if bare != line.key and bare.count(" ") + 1 >= _FEWEST_WORDS - 2:
        yield "\0figures " + bare
    own = line.key.split(" ")
    if place is not None and len(own) >= _FEWEST_WORDS:
        for n in range(len(own)):
            yield "\0".join(("", *place, *own[:n], "", *own[n + 1 :]))


def _places(found: LineRoles) -> dict[str, tuple[str, str]]:
    """Return of each question, if it has one place in the form, the questions between which it stands."""
    before: dict[str, Counter[str]] = defaultdict(Counter)
    after: dict[str, Counter[str]] = defaultdict(Counter)
    for sequence in found.sequences:
        asked = ["", *_heads(sequence, found.heads), ""]
        for last, key, following in zip(asked, asked[1:], asked[2:], strict=False):
            before[key][last] += 1
            after[key][following] += 1
    places = {}
    for key, seen in before.items():
        (last, n), (following, m) = seen.most_common(1)[0], after[key].most_common(1)[0]
        if min(n, m) >= _SAME_PLACE * sum(seen.values()):
            places[key] = (last, following)
    return places


def _heads(sequence: Sequence[CopySegment], heads: Iterable[str]) -> list[str]:
    return [piece.key for piece in sequence if piece.sort == "line" and piece.key in heads]
