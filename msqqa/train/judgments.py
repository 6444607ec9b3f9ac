"""Judged claims as they lie in ``evals/judging``: beside questions of forms, and beside sentences of answers.

``pairs-*.jsonl`` hold ``form``, ``question``, ``claim`` and ``label``, one of :data:`SAMENESS`; the other files
``domain``, ``lang``, ``question``, ``before``, ``sentence``, ``claim``, ``label``, one of :data:`BEARING`, and
``factuality``. ``evals/judging/README.md`` says what each label means.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.train.examples import ExampleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


SAMENESS = ("same", "narrower", "broader", "other")
"""What a claim is beside a yes/no question of the form: asked by it, a part of what it asks, more than that, or
something else."""
BEARING = ("yes", "no", "planned", "partial", "ended", "none")
"""What a sentence says on a claim; ``none`` where it does not tell."""
FACTUALITY = ("affirmed", "denied", "planned", "partial", "ended", "hypothetical", "not")
"""What a sentence says of its own matter, whatever is asked; ``not`` where it states nothing."""
HEADS: dict[str, tuple[str, ...]] = {"sameness": SAMENESS, "bearing": BEARING, "factuality": FACTUALITY}
"""The order of each is the order of a network's outputs."""


@dataclass(frozen=True, slots=True)
class Judgment:
    """A claim with what it is beside: a question alone, or a sentence behind its question; or a sentence alone."""

    claim: str
    """Empty for a sentence alone."""
    question: str
    before: str
    """The sentence before, or empty."""
    sentence: str
    """Empty for a question alone."""
    head: str
    """Which of the judge's heads is asked."""
    label: str
    language: str
    writer: str
    domain: str


def read(files: Iterable[Path]) -> list[Judgment]:
    """Read judged claims; a file's stem is its writer.

    Raises
    ------
    ExampleError
        If a line is none.
    """
    found: list[Judgment] = []
    for file in files:
        for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            try:
                found += _of(json.loads(line), file.stem)
            except (ValueError, KeyError, TypeError) as error:
                raise ExampleError(f"{file.name}:{n}: {error}") from error
    return found


def _of(data: Mapping[str, str], writer: str) -> Sequence[Judgment]:
    language, domain = data.get("lang", "en"), data.get("domain") or data.get("form", "")
    if "sentence" not in data:
        label = _checked("sameness", data["label"])
        return [Judgment(data["claim"], data["question"], "", "", "sameness", label, language, writer, domain)]
    own = (data["question"], data["before"], data["sentence"])
    bearing, factuality = _checked("bearing", data["label"]), _checked("factuality", data["factuality"])
    return [
        Judgment(data["claim"], *own, "bearing", bearing, language, writer, domain),
        Judgment("", "", "", data["sentence"], "factuality", factuality, language, writer, domain),
    ]


def _checked(head: str, label: str) -> str:
    if label not in HEADS[head]:
        raise ExampleError(f"{head} {label!r} is none of {', '.join(HEADS[head])}")
    return label
