"""Documents of no known form → groups that share lines, each the copies of one form, or of one edition of it.

Each document is given to the group whose common lines it shares most, and once more when all groups are known; nothing
is compared pair by pair, so that time and memory grow with the number of documents times that of groups.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msqqa.stance.wording import is_answer
from msqqa.words import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from msqqa.form.line_candidates import DocumentUnits

_KIN = 0.5
"""Share of the lines that a document may share with a group, from which it is one of its copies."""
_COMMON = 0.5
_FEWEST_LINES = 3


@dataclass(slots=True)
class _Group:
    members: list[int] = field(default_factory=list)
    lines: Counter[str] = field(default_factory=Counter)

    def kinship(self, lines: frozenset[str]) -> float:
        common = {key for key, n in self.lines.items() if n >= _COMMON * len(self.members)}
        both = len(common & lines)
        smaller = min(len(common), len(lines))
        return both / smaller if smaller and both >= min(_FEWEST_LINES, smaller) else 0.0

    def add(self, n: int, lines: frozenset[str]) -> None:
        self.members.append(n)
        self.lines.update(lines)


def group_copies(copies: Sequence[DocumentUnits]) -> list[list[DocumentUnits]]:
    """Return documents in groups, the largest first; a document that shares too little is a group of one."""
    lines = _shared_lines(copies)
    groups: list[_Group] = []
    for n, own in enumerate(lines):
        _kin_of(groups, own).add(n, own)
    groups = [group for group in groups if len(group.members) > 1] or groups
    final: list[list[int]] = [[] for _ in groups]
    alone: list[list[int]] = []
    for n, own in enumerate(lines):
        best = max(range(len(groups)), key=lambda i: (groups[i].kinship(own), -i), default=-1)
        if best >= 0 and groups[best].kinship(own) >= _KIN:
            final[best].append(n)
        else:
            alone.append([n])
    found = sorted((members for members in (*final, *alone) if members), key=lambda members: (-len(members), members))
    return [[copies[n] for n in members] for members in found]


def _kin_of(groups: list[_Group], lines: frozenset[str]) -> _Group:
    """Return the group that a document belongs to, a new one where it belongs to none."""
    best = max(groups, key=lambda group: group.kinship(lines), default=None)
    if best is None or best.kinship(lines) < _KIN:
        groups.append(_Group())
        return groups[-1]
    return best


def _shared_lines(copies: Sequence[DocumentUnits]) -> list[frozenset[str]]:
    """Return of each document the lines, labels included, that another one has too and that are no common answer."""
    own = []
    count: Counter[str] = Counter()
    for copy in copies:
        keys = frozenset(candidate.key for unit in copy.units for candidate in unit.candidates if candidate.lines == 1)
        own.append(keys)
        count.update(keys)
    shared = {key for key, n in count.items() if n > 1 and not is_answer(key)}
    return [keys & shared for keys in own]


def free_id(corpus: str, taken: Collection[str]) -> str:
    """Return an id for a form learned from a corpus: the corpus's name, numbered where that is taken."""
    base = slug(corpus) or "form"
    own, n = base, 1
    while own in taken:
        n += 1
        own = f"{base}-{n}"
    return own
