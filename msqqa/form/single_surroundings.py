"""What stands around the questions of a single copy: headings, explanations, labels of a contact, questions without a
number.

Each is told by where it stands and by what the questions that were found are like: a heading under which nothing stands
but the next question is no answer's; what asks for details right below a question is its explanation; where questions
end with the mark of a field that must be filled in, any line that does is the form's.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.form.asking import asks, explains, is_required, worth_of
from msqqa.form.kept_guidance import FOLLOWED
from msqqa.form.labels import classify_label, names_the_respondent
from msqqa.form.token_stream import FOOTNOTE
from msqqa.model import PERSONAL
from msqqa.stance.wording import is_answer, is_choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msqqa.form.line_candidates import DocumentUnits, LineCandidate, LineUnit

_HEADING = re.compile(r"h\d")
_OFTEN = 3
"""Questions right below which a line stands that explains them."""
_MOST_NOTES = 2
"""Explanations between a section's heading and its first question."""


@dataclass(slots=True)
class Surroundings:
    """Lines of a single copy that are no numbered question, by their place among its units."""

    heads: dict[int, LineCandidate] = field(default_factory=dict)
    """Questions without a number, before the first that has one and behind the last."""
    parts: dict[int, LineCandidate] = field(default_factory=dict)
    sections: dict[int, LineCandidate] = field(default_factory=dict)
    below: dict[int, LineCandidate] = field(default_factory=dict)
    """Explanations, and labels of a contact's fields."""


def find_surroundings(copy: DocumentUnits, chosen: Mapping[int, LineCandidate]) -> Surroundings:
    """Return what stands around the questions of a copy.

    Parameters
    ----------
    copy, chosen:
        A copy, and which of its units are questions, with how far each goes.
    """
    return _Finder(copy, chosen).find()


@dataclass
class _Finder:
    copy: DocumentUnits
    chosen: Mapping[int, LineCandidate]
    found: Surroundings = field(default_factory=Surroundings)

    def find(self) -> Surroundings:
        self._sections()
        self._without_their_numbers()
        self._unnumbered()
        self._contacts()
        self._explanations()
        self._closing()
        return self.found

    @cached_property
    def _first(self) -> int:
        return min(self.chosen, default=0)

    @cached_property
    def _last(self) -> int:
        return max(self.chosen, default=0)

    @cached_property
    def _marked(self) -> bool:
        """Whether the copy's questions end with the mark of a field that must be filled in."""
        ends = [is_required(self._raw(i, candidate)) for i, candidate in self.chosen.items()]
        return 2 * sum(ends) >= len(ends)

    @cached_property
    def _numbered(self) -> bool:
        """Whether numbers tell the questions."""
        return 2 * sum(self.copy.units[i].number is not None for i in self.chosen) >= len(self.chosen)

    def _raw(self, i: int, candidate: LineCandidate | None = None) -> str:
        unit = self.copy.units[i]
        return self.copy.document.text[unit.start : max(unit.end, candidate.end) if candidate else unit.end].rstrip()

    def _whole(self, i: int) -> LineCandidate:
        """Return a line with those over which it is wrapped."""
        return next(c for c in self.copy.units[i].candidates if not c.label)

    def _after(self, i: int, candidate: LineCandidate) -> int:
        """Return the unit behind a line and those over which it goes on."""
        while i < len(self.copy.units) and self.copy.units[i].start < candidate.end:
            i += 1
        return i

    def _is_options(self, i: int) -> bool:
        return i < len(self.copy.units) and (self.copy.units[i].boxes > 0 or is_choice(self.copy.units[i].line.key))

    def _is_heading(self, unit: LineUnit) -> bool:
        return _HEADING.match(unit.style) is not None or unit.style == "b"

    def _is_mark(self, i: int) -> bool:
        return self._marked and is_required(self._raw(i))

    def _is_known(self, i: int) -> bool:
        return i in self.chosen or i in self.found.heads or i in self.found.parts or i in self.found.sections

    def _sections(self) -> None:
        """Find headings under which nothing stands but the next question, and those set alike above one that asks."""
        units = self.copy.units
        for i, unit in enumerate(units):
            if i not in self.chosen and self._is_heading(unit) and self._opens(i):
                self.found.sections[i] = unit.line
        levels = {found[0] for i in self.found.sections if (found := _HEADING.match(units[i].style))}
        for i, unit in enumerate(units[:-1]):
            if i <= self._last or i in self.found.sections or not self._is_heading(unit) or asks(self._raw(i)):
                continue
            level = _HEADING.match(unit.style)
            alike = level is not None and level[0] in levels
            if self._is_mark(i + 1) or (alike and worth_of(self._raw(i + 1)) > 0):
                self.found.sections[i] = unit.line
                self.found.heads[i + 1] = self._whole(i + 1)

    def _opens(self, i: int) -> bool:
        """Return whether between a heading and the next question only notes stand."""
        at, notes = i + 1, 0
        while at < len(self.copy.units) and at not in self.chosen:
            note = explains(self._raw(at))
            if self._is_heading(self.copy.units[at]):
                at += 1
            elif note and notes < _MOST_NOTES:
                at, notes = self._after(at, self._whole(at)), notes + 1
            else:
                return False
        return at in self.chosen

    def _without_their_numbers(self) -> None:
        """Find, between two questions whose numbers leave some out, lines that ask: those above boxes first."""
        for a, b in pairwise(sorted(self.chosen)):
            numbers = [self.copy.units[i].number or "" for i in (a, b)]
            missing = int(numbers[1]) - int(numbers[0]) - 1 if all(n.isdecimal() for n in numbers) else 0
            asked = [i for i in range(a + 1, b) if not self._is_known(i) and self._may_ask(i)] if missing > 0 else []
            boxed = [i for i in asked if self._is_options(self._after(i, self._whole(i)))]
            others = sorted((i for i in asked if i not in boxed), key=lambda i: -worth_of(self._raw(i, self._whole(i))))
            self.found.heads.update((i, self._whole(i)) for i in (*boxed, *others)[:missing])

    def _may_ask(self, i: int) -> bool:
        unit, raw = self.copy.units[i], self._raw(i, self._whole(i))
        depends = explains(raw)
        listed = unit.number is not None or unit.style.startswith("-") or unit.continues
        return not (listed or depends or self._is_options(i)) and worth_of(raw) > 0

    def _unnumbered(self) -> None:
        """Find lines that must be filled in, or that ask right above boxes, and have no number."""
        for i, unit in enumerate(self.copy.units):
            if self._is_known(i) or self._is_options(i):
                continue
            whole = self._whole(i)
            asked = worth_of(self._raw(i, whole)) > 0
            boxed = asks(self._raw(i, whole)) and self._is_options(self._after(i, whole))
            if not asked or not (self._is_mark(i) or boxed) or self._label(i) is not None:
                continue
            if i < self._first or self._is_known(i - 1) or not self._numbered:
                self.found.heads[i] = whole
            elif unit.number is None and not unit.style.startswith("-"):
                self.found.parts[i] = whole

    def _label(self, i: int) -> LineCandidate | None:
        """Return the label of a contact's field, or of the respondent's name, that a line is or begins with."""
        unit = self.copy.units[i]
        candidate = next((c for c in unit.candidates if c.label), unit.line)
        text = self.copy.document.text[unit.start : candidate.end]
        if text.count("(") > text.count(")"):
            return None
        told = classify_label(candidate.key) is not None or names_the_respondent([candidate.key]) is not None
        return candidate if told else None

    def _contacts(self) -> None:
        """Find fields that hold a name or an address: before the first question, and those that must be filled in.

        Below a line without an answer of its own that is set otherwise they are one contact's.
        """
        units = self.copy.units
        labels = {
            i: label
            for i, unit in enumerate(units)
            if not self._is_known(i) and not unit.continues and (label := self._label(i)) is not None
        }
        marked = {i: label for i, label in labels.items() if self._is_mark(i)}
        before = {i: label for i, label in labels.items() if i < self._first}
        if marked:
            before = {i: label for i, label in before.items() if i in marked or i + 1 in marked}
        labels = {**before, **marked}
        title: int | None = None
        for i, label in labels.items():
            if i > self._first:
                self.found.below[i] = label
                continue
            if i + 1 in labels and units[i].style != units[i + 1].style:
                title = i
            held = classify_label(label.key)
            if title is not None and i > title and held is not None:
                self.found.below[i] = label
            elif held in PERSONAL or names_the_respondent([label.key]) is not None:
                self.found.heads[i] = label

    def _recurring(self) -> set[str]:
        """Return lines that ask right below several questions, and mostly above more: an answer would end there."""
        times: Counter[str] = Counter()
        followed: Counter[str] = Counter()
        for i, own in self.chosen.items():
            at = self._after(i, own)
            while self._is_options(at):
                at += 1
            if at < len(self.copy.units) and not self._is_known(at):
                whole = self._whole(at)
                if worth_of(self._raw(at, whole)) == 0:
                    continue
                below = self._after(at, whole)
                times[whole.key] += 1
                followed[whole.key] += below < len(self.copy.units) and not self._is_known(below)
        return {key for key, n in times.items() if n >= _OFTEN and followed[key] >= FOLLOWED * n and not is_answer(key)}

    def _explanations(self) -> None:
        recurring = self._recurring()
        for i in sorted({*self.chosen, *self.found.heads, *self.found.parts}):
            own = self.chosen.get(i) or self.found.heads.get(i) or self.found.parts[i]
            at = self._after(i, own)
            below = True
            while at < len(self.copy.units) and not self._is_known(at):
                if self._is_options(at):
                    at += 1
                    continue
                whole = self._whole(at)
                raw = self._raw(at, whole)
                told = below and (explains(raw) or whole.key in recurring)
                if told or (explains(raw) and worth_of(raw) > 0):
                    self.found.below[at] = whole
                else:
                    below = False
                at = self._after(at, whole)

    def _closing(self) -> None:
        """Find what stands behind a rule at the end, where rules stand before the first question and nowhere else."""
        text, blocks = self.copy.document.text, self.copy.document.blocks
        # A rule above a page's footnotes parts nothing.
        rules = [block.start for block in blocks if block.kind == "rule" and not FOOTNOTE.match(text, block.end)]
        first, last = (self.copy.units[i].start for i in (self._first, self._last))
        if not any(at < first for at in rules) or any(first < at < last for at in rules) or not rules:
            return
        for i, unit in enumerate(self.copy.units):
            if unit.start > rules[-1] > last and not self._is_known(i):
                self.found.sections[i] = self._whole(i)
