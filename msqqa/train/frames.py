"""Frames of questions: what is left around a claim when the name is taken off a question about one respondent.

Who asks "is there a chatbot in Mongolia?" has the judge decide "is there a chatbot in". The claims that it learns from
are mostly written without such words; so, while it learns, some of them are set in frames, and it learns to look past
them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from msqqa.words import squeeze

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from msqqa.train.judgments import Judgment

FRAMED = 0.4
"""Share of the claims that are set in a frame."""


class Frame(NamedTuple):
    """The words around a claim."""

    before: str
    after: str

    def around(self, claim: str) -> str:
        """Return a claim within the frame."""
        return squeeze(f"{self.before} {claim} {self.after}").strip(" ?")


def read_frames(file: Path) -> dict[str, list[Frame]]:
    """Read frames by language, a line each: the language, what stands before, what stands behind, with tabs between."""
    found: dict[str, list[Frame]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        language, before, after = line.split("\t")
        found.setdefault(language, []).append(Frame(before, after))
    return found


def frame_judgment(judgment: Judgment, by_language: Mapping[str, Sequence[Frame]], chance: random.Random) -> Judgment:
    """Return a judgment with its claim in a frame of its language, or, as often, as it is."""
    known = by_language.get(judgment.language, ())
    if not known or not judgment.claim or judgment.claim == judgment.question or chance.random() >= FRAMED:
        return judgment
    return replace(judgment, claim=chance.choice(known).around(judgment.claim))
