"""Answers → the options that were chosen in them: one, or several that stand in one text with something between them.

Exports join what somebody chose of a multi-select with a semicolon, a comma, a line end or a bar, and an option may
hold a comma itself. Which it is follows from the answers together: options repeat in other company, and what stands
between the commas of one option does not.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.closed.cells import BETWEEN_VALUES, LONGEST, is_listed
from msqqa.closed.scales import is_anchor, says_nothing
from msqqa.markdown_marks import is_list_value
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SEPARATORS = (";", "\n", "|", ",")
_LONGEST = 150
"""Characters of an option, at most."""
_MOST = 60
"""Options of a question, at most."""
_REPEATED, _REPEATED_OF_MANY, _MANY = 0.8, 0.7, 100
"""Share of what was chosen that others chose too, from which answers are options and no prose; where there are many
answers less will do, as "other" is then written in many ways."""
_LISTED, _MOST_LISTED = 0.5, 500
"""The same share, and values of a question at most, where answers are lists of values that nobody prescribed, as of
countries: most values of a list stand in others too, and there may be many of them."""
_AS_VALUES, _OF_SEVERAL = 0.95, 0.2
"""Share of what stands in such lists that may be a value by its look, and of the answers that hold several."""
_GIVEN_AGAIN, _GIVEN = 0.6, 2.0
"""Share of the answers that others gave too, and answers to a value, from which answers that all are values by their
look are options, those that stand alone among them: each may be named, and there are few."""
_WORDS = 30
_SHORT = 0.9
"""Share of the answers that are no longer than a value may be."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a column's answers are cut."""

    separator: str
    """Empty where one option is chosen."""
    names: tuple[str, ...]
    """The options, the most chosen first, as they are mostly written; those that the form lists in its order."""
    others: int
    """How many were chosen that nobody else chose: what was written beside "other"."""
    listed: bool = False
    """Whether the form itself lists the options."""

    def find_options(self, answer: str) -> tuple[str, ...]:
        """Return the options that an answer holds, each once; what is none of the options stands as it is written."""
        known = _by_folded(self.names)
        parts = parts_of(answer, self.separator, frozenset(known)) if self.separator else [answer]
        return tuple(dict.fromkeys(known.get(fold(squeeze(p)), squeeze(p)) for p in parts if p.strip()))


@lru_cache(maxsize=64)
def _by_folded(names: tuple[str, ...]) -> dict[str, str]:
    return {fold(squeeze(name)): name for name in names}


def options_in(counted: Mapping[str, int], listed: Sequence[str] = ()) -> Options | None:
    """Return how answers are cut into options; None where they are prose, or all alike.

    Parameters
    ----------
    counted:
        Each answer, with how often it is given.
    listed:
        The options that the form lists.
    """
    total = sum(counted.values())
    short = {text: n for text, n in counted.items() if text.strip() and (len(text) <= LONGEST or is_listed(text))}
    answers = {squeeze_lines(text): n for text, n in short.items()}
    if sum(answers.values()) < _SHORT * total or not answers:
        return None
    for separator in ("", *SEPARATORS):
        known = frozenset(fold(squeeze(name)) for name in listed)
        if known and _all_known(answers, separator, known):
            return Options(separator, tuple(listed), 0, listed=True)
    best: Options | None = None
    for separator in (*SEPARATORS, ""):
        found = _cut(answers, separator)
        if found is not None:
            several = bool(separator)
            if several or best is None:
                best = found
            if several:
                break
    if best is None:
        best = next((found for mark in BETWEEN_VALUES if (found := _lists(answers, mark)) is not None), None)
    return best or _values(answers)


def _lists(answers: Mapping[str, int], separator: str) -> Options | None:
    """Return the values of lists that nobody prescribed, each of which an asker may name; None where there are none."""
    uses: Counter[str] = Counter()
    written: dict[str, str] = {}
    several = 0
    for text, n in answers.items():
        parts = {fold(squeeze(part)): squeeze(part) for part in _split(text, separator)}
        several += n * (len(parts) > 1)
        uses.update(dict.fromkeys(parts, n))
        written = parts | written
    total, known = sum(uses.values()), {value for value, n in uses.items() if n >= 2}
    if several < max(2, _OF_SEVERAL * sum(answers.values())) or not 2 <= len(uses) <= _MOST_LISTED:
        return None
    if sum(uses[value] for value in known) < _LISTED * total:
        return None
    if sum(n for value, n in uses.items() if is_list_value(written[value])) < _AS_VALUES * total:
        return None
    if not _mix(answers, separator, frozenset(), known):
        return None
    ranked = sorted(uses, key=lambda value: (-uses[value], value))
    return Options(separator, tuple(written[value] for value in ranked), 0)


def _values(answers: Mapping[str, int]) -> Options | None:
    """Return the short answers of a column in which most are given again; None where they are prose, or mostly alone.

    "What would help you most?" is answered with money, with time, and once with "a scanner".
    """
    uses: Counter[str] = Counter()
    written: dict[str, str] = {}
    for text, n in answers.items():
        uses[fold(squeeze(text))] += n
        written.setdefault(fold(squeeze(text)), squeeze(text))
    total = sum(uses.values())
    again = [value for value, n in uses.items() if n >= 2]
    if not 2 <= len(again) <= len(uses) <= _MOST or total < _GIVEN * len(uses):
        return None
    if sum(uses[value] for value in again) < _GIVEN_AGAIN * total:
        return None
    if sum(n for value, n in uses.items() if is_list_value(written[value])) < _AS_VALUES * total:
        return None
    ranked = sorted(uses, key=lambda value: (-uses[value], value))
    return Options("", tuple(written[value] for value in ranked), 0)


def squeeze_lines(text: str) -> str:
    """Return a text with single blanks, its line ends kept."""
    return "\n".join(squeeze(line) for line in text.splitlines() if line.strip())


def _all_known(answers: Mapping[str, int], separator: str, known: frozenset[str]) -> bool:
    held = sum(
        n
        for text, n in answers.items()
        if all(fold(squeeze(p)) in known for p in (parts_of(text, separator, known) if separator else [text]))
    )
    return held >= 0.9 * sum(answers.values())


def _cut(answers: Mapping[str, int], separator: str) -> Options | None:
    """Return the options that a separator gives; None where they do not repeat, or nothing is parted by it."""
    if separator and not any(separator in text for text in answers):
        return None
    joined = _never_parted(answers, separator) if separator == "," else frozenset()
    uses: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    several = 0
    for text, n in answers.items():
        parts = parts_of(text, separator, joined) if separator else [text]
        several += n * (len(parts) > 1)
        for part in {fold(squeeze(p)): squeeze(p) for p in parts if p.strip()}.items():
            uses[part[0]] += n
            written.setdefault(part[0], Counter())[part[1]] += n
    if separator and not several:
        return None
    total = sum(uses.values())
    known = {o for o, n in uses.items() if n >= 2 or _is_anchor(o)}
    # Of what is parted by commas a list in somebody's own words is one too: that must repeat more.
    needed = _REPEATED_OF_MANY if sum(answers.values()) >= _MANY and separator != "," else _REPEATED
    if not 2 <= len(known) <= _MOST or sum(uses[o] for o in known) < needed * total:
        return None
    if any(len(o) > _LONGEST or len(o.split()) > _WORDS for o in known):
        return None
    if total < 2 * len(known) and not all(_is_anchor(o) for o in known):
        return None
    if separator and not _mix(answers, separator, joined, known):
        return None
    ranked = sorted(known, key=lambda o: (-uses[o], o))
    names = tuple(written[o].most_common(1)[0][0] for o in ranked)
    return Options(separator, names, sum(n for o, n in uses.items() if o not in known))


def _mix(answers: Mapping[str, int], separator: str, joined: frozenset[str], known: set[str]) -> bool:
    """Return whether the parts stand in other company too: alone, or beside other ones, in most of the answers."""
    beside: dict[str, set[frozenset[str]]] = {}
    for text in answers:
        parts = frozenset(fold(squeeze(p)) for p in parts_of(text, separator, joined))
        for part in parts & known:
            beside.setdefault(part, set()).add(parts)
    mixed = sum(len(company) > 1 for company in beside.values())
    return mixed >= 0.5 * len(beside)


def _never_parted(answers: Mapping[str, int], separator: str) -> frozenset[str]:
    """Return the options that hold the separator themselves: their pieces stand side by side wherever they stand."""
    alone: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text, n in answers.items():
        parts = [fold(squeeze(p)) for p in _split(text, separator)]
        for part in parts:
            alone[part] += n
        for pair in pairwise(parts):
            pairs[pair] += n
    tied = {pair for pair, n in pairs.items() if n >= 2 and alone[pair[0]] == n == alone[pair[1]]}
    found = set()
    for pair in tied:
        run = list(pair)
        while (after := next((b for a, b in tied if a == run[-1]), None)) is not None and after not in run:
            run.append(after)
        if not any(b == run[0] for _, b in tied):
            found.add(f"{separator} ".join(run))
    return frozenset(found)


def parts_of(text: str, separator: str, known: frozenset[str] = frozenset()) -> list[str]:
    """Return what stands between the separators of a text, not parting what stands in brackets, nor known options.

    >>> parts_of("SSH, HPC (SLURM, PBS), no idea, others do it", ",", frozenset({"no idea, others do it"}))
    ['SSH', 'HPC (SLURM, PBS)', 'no idea, others do it']
    """
    parts = _split(text, separator)
    if separator != "," or not known:
        return parts
    longest = max((name.count(separator) for name in known), default=0) + 1
    found, at = [], 0
    while at < len(parts):
        for size in range(min(longest, len(parts) - at), 0, -1):
            piece = f"{separator} ".join(p.strip() for p in parts[at : at + size])
            if size == 1 or fold(squeeze(piece)) in known:
                found.append(piece)
                at += size
                break
    return found


def _split(text: str, separator: str) -> list[str]:
    """Return what stands between separators that no bracket holds; a comma between digits parts nothing."""
    if separator not in text:
        return [text.strip()] if text.strip() else []
    parts, start, depth = [], 0, 0
    for match in _marks(separator).finditer(text):
        if match[0] == "(":
            depth += 1
        elif match[0] == ")":
            depth = max(0, depth - 1)
        elif not depth:
            parts.append(text[start : match.start()])
            start = match.end()
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


@lru_cache(maxsize=8)
def _marks(separator: str) -> re.Pattern[str]:
    between_digits = r"(?!\d{3}\b)" if separator == "," else ""
    return re.compile(rf"[()]|{re.escape(separator)}{between_digits}")


def _is_anchor(option: str) -> bool:
    """Return whether a text is a whole anchor of a known scale, or an answer that says nothing."""
    return is_anchor(option) or says_nothing(option)
