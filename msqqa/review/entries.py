"""``verdicts.toml``: an analyst's corrections, one entry each.

::

    [[verdict]]
    respondent = "belmora"        # its id, or its name
    question = "37"               # of the form; or, in its place, the words of a claim:
    # claim = "regulatory sandbox"
    stance = "no"                 # yes, no, planned, partial, blank or unclear
    reason = "The sandbox closed in March; the ministry confirmed it by letter."
    by = "A. Analyst"
    date = 2026-03-14             # optional

A claim is recognised by its words, in any order and form, save those that carry no topic. Of a set by mention no stance
is decided; there ``verdict``, which is ``matched`` or ``rejected``, stands in the place of ``stance``, and says whether
the respondent counts as mentioning the claim.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from msqqa.corpus import toml
from msqqa.errors import CorpusError, VerdictsError
from msqqa.escapes import one_line
from msqqa.model import Stance
from msqqa.words import normal_form

if TYPE_CHECKING:
    from pathlib import Path


STANCES: tuple[Stance, ...] = get_args(Stance)
COUNTED = ("matched", "rejected")
"""What ``verdict`` may say of a mention."""
KEYS = ("respondent", "question", "claim", "stance", "verdict", "reason", "by", "date")
_TABLE = "verdict"


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction as it is written.

    Either ``question`` or ``claim`` is empty, and either ``stance`` or ``verdict``.
    """

    respondent: str
    question: str
    claim: str
    stance: str
    verdict: str
    reason: str
    by: str
    date: str
    number: int = 0
    """Its place in the file, from 1."""

    @property
    def of(self) -> str:
        """What is corrected."""
        return f"question {self.question}" if self.question else f"“{self.claim}”"

    @property
    def says(self) -> str:
        """The stance, or the verdict."""
        return self.stance or self.verdict


def read(file: Path) -> tuple[list[Correction], list[VerdictsError]]:
    """Return the corrections in a file, and what is wrong with those that are not valid; nothing where it is not there.

    Raises
    ------
    VerdictsError
        If the file cannot be read, is no TOML, or holds something else than corrections.
    """
    try:
        data = toml(file)
    except CorpusError as error:
        raise VerdictsError(error.what, error.remedy) from error
    for key in data:
        if key != _TABLE:
            raise VerdictsError(f"{file}: {one_line(key)!r} means nothing there", "begin each entry with [[verdict]]")
    rows = data.get(_TABLE, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise VerdictsError(f"{file}: verdict is no list of entries", "begin each entry with [[verdict]]")
    entries: list[Correction] = []
    problems: list[VerdictsError] = []
    for n, row in enumerate(rows, 1):
        try:
            entries.append(entry_of(row, n))
        except VerdictsError as error:
            problems.append(problem(file, n, error))
    return entries, problems


def problem(file: Path, number: int, error: VerdictsError) -> VerdictsError:
    """Return what is wrong with an entry, with the place of it."""
    return VerdictsError(f"{file}: [[verdict]] {number}: {error.what}", error.remedy)


def entry_of(row: dict[str, Any], number: int = 0) -> Correction:
    """Return the correction that the keys of one entry say.

    Raises
    ------
    VerdictsError
        If a key is missing, unknown, or does not say what it may.
    """
    for key in row:
        if key not in KEYS:
            raise VerdictsError(f"{one_line(key)!r} means nothing there", f"an entry has {', '.join(KEYS)}")
    said = {key: _text(row, key) for key in KEYS}
    for key in ("respondent", "reason", "by"):
        if not said[key]:
            raise VerdictsError(f"it has no {key}", f'add {key} = "…"')
    _one_of(said, "question", "claim")
    _one_of(said, "stance", "verdict")
    said["stance"], said["verdict"] = said["stance"].lower(), said["verdict"].lower()
    if said["stance"] and said["stance"] not in STANCES:
        raise VerdictsError(f"there is no stance {said['stance']!r}", f"write one of {', '.join(STANCES)}")
    if said["verdict"] and said["verdict"] not in COUNTED:
        raise VerdictsError(f"there is no verdict {said['verdict']!r}", f"write {' or '.join(COUNTED)}")
    if said["verdict"] and said["question"]:
        raise VerdictsError("a verdict is of a claim, and it names a question", "give a stance in its place")
    if said["claim"] and not normal_form(said["claim"]):
        raise VerdictsError(f"the claim {said['claim']!r} holds no word that carries a topic", "say what it is about")
    return Correction(**said, number=number)


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key, "")
    # A number may be written for a question, and a date is a date.
    if isinstance(value, list | dict | bool) or (isinstance(value, float) and key != "question"):
        raise VerdictsError(f"its {key} is no text", f'write {key} = "…"')
    lines = (one_line(line) for line in str(value).strip().splitlines())
    return ("\n" if key == "reason" else " ").join(lines)


def _one_of(said: dict[str, str], one: str, other: str) -> None:
    if said[one] and said[other]:
        raise VerdictsError(f"it has both a {one} and a {other}", "leave one of them out")
    if not said[one] and not said[other]:
        raise VerdictsError(f"it has neither a {one} nor a {other}", "add one of them")
