"""What lines that are placed on a form's tell of those between them that are not."""

from __future__ import annotations

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


def place_above_options(
    form: Form,
    own: Sequence[Own],
    placed: Sequence[tuple[int, int]],
    taken: set[int],
    found: dict[tuple[str, str, int], str],
    pieces: Sequence[CopyLine],
) -> None:
    """Find a question that was not placed in the line above its options, most of which were."""
    for question in form.questions:
        options = [i for i, j in placed if own[j].role == "option" and own[j].of == question.id]
        role = "part" if question.parent else "question"
        if 2 * len(options) <= len(question.options) or (role, question.id, 0) in found:
            continue
        above = options[0] - 1
        if above >= 0 and above not in taken:
            taken.add(above)
            found[role, question.id, 0] = pieces[above].keys[0]


def place_options(
    form: Form,
    own: Sequence[Own],
    placed: Sequence[tuple[int, int]],
    taken: set[int],
    found: dict[tuple[str, str, int], str],
    pieces: Sequence[CopyLine],
) -> None:
    """Find a choice's options, not all of which were placed, where as many lines stand below it as it has options."""
    for question in form.questions:
        asked = [i for i, j in placed if own[j].of == question.id and own[j].role in ("question", "part")]
        if not question.options or not asked:
            continue
        behind = [i for i, j in placed if i > asked[0] and not (own[j].of == question.id and own[j].role == "option")]
        below = range(asked[0] + 1, behind[0] if behind else len(pieces))
        if len(below) == len(question.options):
            for place, i in enumerate(below):
                taken.add(i)
                found["option", question.id, place] = pieces[i].keys[-1]
