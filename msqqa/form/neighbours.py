"""What lines that are placed on a form's tell of those between them that are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.form.lines import CopyLine, Own
    from msqqa.model import Form

    Floats = NDArray[np.float32]

RELATED = 0.5
"""Likeness, on the scale of all encoders, of a line that prints the form's guidance, or the one question that its
neighbours leave to it: a copy may print none."""


def place_between(
    own: Sequence[Own], placed: Sequence[tuple[int, int]], pieces: Sequence[CopyLine], likeness: Floats
) -> Iterator[tuple[int, int]]:
    """Yield a question alone between two that are placed, with the only line between theirs that is set as both are."""
    asked = [j for j, line in enumerate(own) if line.role == "question"]
    at = {j: i for i, j in placed}
    taken = set(at.values())
    for before, missing, behind in zip(asked, asked[1:], asked[2:], strict=False):
        if missing in at or before not in at or behind not in at:
            continue
        dress = pieces[at[before]].dress
        if not dress or pieces[at[behind]].dress != dress:
            continue
        alike = [i for i in range(at[before] + 1, at[behind]) if pieces[i].dress == dress and i not in taken]
        if len(alike) == 1 and likeness[alike[0], missing] >= RELATED:
            yield alike[0], missing


@dataclass(frozen=True, slots=True)
class ChoicePlacer:
    """Finds a choice and its options by each other, where one of them was placed."""

    form: Form
    own: Sequence[Own]
    placed: Sequence[tuple[int, int]]
    """Lines of the copy, each with the form's line that stands there."""
    pieces: Sequence[CopyLine]
    taken: set[int]
    """Lines of the copy that something stands in; what is found is added."""
    found: dict[tuple[str, str, int], str]
    """Role, question and place of what was found → its line; what is found is added."""

    def place_above_options(self) -> None:
        """Find a question that was not placed in the line above its options, most of which were."""
        for question in self.form.questions:
            options = [i for i, j in self.placed if self.own[j].role == "option" and self.own[j].of == question.id]
            role = "part" if question.parent else "question"
            if 2 * len(options) <= len(question.options) or (role, question.id, 0) in self.found:
                continue
            above = options[0] - 1
            if above >= 0 and above not in self.taken:
                self.taken.add(above)
                self.found[role, question.id, 0] = self.pieces[above].keys[0]

    def place_options(self) -> None:
        """Find options, not all of which were placed, where as many lines stand below a choice as it has options."""
        for question in self.form.questions:
            asked = [i for i, j in self.placed if self.own[j].of == question.id and self._asks(j)]
            if not question.options or not asked:
                continue
            behind = [i for i, j in self.placed if i > asked[0] and not self._is_option(j, question.id)]
            below = range(asked[0] + 1, behind[0] if behind else len(self.pieces))
            if len(below) == len(question.options):
                for place, i in enumerate(below):
                    self.taken.add(i)
                    self.found["option", question.id, place] = self.pieces[i].keys[-1]

    def _asks(self, line: int) -> bool:
        return self.own[line].role in ("question", "part")

    def _is_option(self, line: int, question: str) -> bool:
        return self.own[line].of == question and self.own[line].role == "option"
