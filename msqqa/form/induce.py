"""A form learned from its filled-in copies alone: what most copies share is the form, what differs is the answers.

A shared line begins a question where an answer may end before it: in many copies something of their own stands there.
A shared line that always follows the same line is that one's explanation, unless it is set as the questions around it
are: a question that nobody answered is one all the same. A shared line that only some copies have there, and that
the next question follows, is an answer that many gave.

Over 300 lines: questions, sections, parts and answers are each decided by what the others came to, in several rounds,
so that the rules share one object's sets and are read side by side.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msqqa.form.asking import asks, least_asking
from msqqa.form.describe import LineRoles, describe_form
from msqqa.form.kept_guidance import find_bids, find_kept, least_of
from msqqa.form.line_candidates import COLUMNS, pieces
from msqqa.form.observe import OPTIONS, START, Observed, observe, sequences
from msqqa.form.shared import Shared, share
from msqqa.stance.wording import is_answer

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from msqqa.form.line_candidates import DocumentUnits, LineUnit
    from msqqa.form.observe import CopySegment
    from msqqa.model import Document, Form

BEGINS = 0.5
"""Share of copies in which something of their own stands before a line that begins a question."""
ANSWERED = 0.1
"""Share of copies in which an answer stands below a question that is no heading of a section."""
ALWAYS = 0.85
"""Share of a question's copies that have its explanation; what fewer have is an answer that many gave."""
_ALIKE_SET = 0.6
_PURE, _OF_QUESTIONS = 0.6, 0.3
"""Share of the lines set in one way that recur, and of these that are questions, from which only the form sets so."""
_ROUNDS = 4
_FEWEST_NUMBERED = 3
_FEWEST_ASKING = 4
"""Words of a question that only a few copies have."""
_MARKED = 0.5
"""Share of the questions that a heading, a number or bold letters mark, from which what nothing marks is a part."""
_MORE_THAN_HEADINGS = 2
"""Times as many questions that are set as the lines below a heading are, as such headings."""
_OWNERS, _SELDOM = 3, 0.2
"""Questions below which a part of one stands, and how often it stands below none."""
_FAIR = 0.1
"""Share of the questions that are set in one way, from which that way is a question's."""
FEWEST = 2
"""Questions, below which nothing was learned."""


def induce(documents: Sequence[Document], form_id: str, title: str) -> Form | None:
    """Learn the form of which some documents are copies of one version.

    Parameters
    ----------
    documents:
        Two or more copies; of one, see :mod:`msqqa.form.single_copy`.
    form_id, title:
        What the form is called; its own title comes first where the copies print one.

    Returns
    -------
    Form | None
        None where the copies share no questions.
    """
    copies = [pieces(document) for document in documents]
    seen = induce_lines(copies)
    return None if seen is None else describe_form(copies, seen, form_id, title)


def induce_lines(copies: Sequence[DocumentUnits]) -> LineRoles | None:
    """Return what the lines of one version's copies are; None where they share no questions."""
    seen = _settle_lines(copies, share(copies))
    return seen if len(seen.heads) >= FEWEST else None


def _settle_lines(copies: Sequence[DocumentUnits], shared: Shared) -> LineRoles:
    """Tell questions from explanations and answers, until nothing changes: each decides on the others."""
    variable = {key for key, n in shared.copies.items() if n >= shared.needed and is_answer(key)}
    admitted: set[str] = set()
    kept: set[str] = set()
    for _ in range(_ROUNDS):
        found, repeated = sequences(copies, shared, variable, admitted)
        lines = observe(copies, found)
        judge = _LineClassifier(found, lines, repeated)
        kept |= find_kept(copies, found, shared, judge.heads) - variable
        kept |= find_bids(copies, found, shared, judge.heads) - variable
        answers = judge.answers() - variable - kept
        more = (_admit_lines(copies, shared, judge.heads) | kept) - admitted - variable
        if not answers and not more:
            break
        variable |= answers
        admitted |= more - answers
    return LineRoles(found, lines, judge.heads, judge.parts, judge.sections)


@dataclass(slots=True)
class _LineClassifier:
    """What each shared line is."""

    found: Sequence[Sequence[CopySegment]]
    lines: dict[str, Observed]
    repeated: Collection[str]
    heads: set[str] = field(default_factory=set)
    """Lines that are questions."""
    sections: set[str] = field(default_factory=set)
    """Lines after which no answer stands, and which are set otherwise than the questions."""
    parts: set[str] = field(default_factory=set)
    """Lines that ask the same below several questions."""

    def __post_init__(self) -> None:
        single = [line for key, line in self.lines.items() if key not in self.repeated and line.style != COLUMNS]
        begins = {line.key for line in single if line.fresh >= BEGINS}
        below = [line for line in single if line.before[OPTIONS] >= BEGINS * line.copies]
        # Boxes may be all of an answer: what stands below them begins something, if it is marked as new, or asks where
        # nothing in the form is marked.
        begins |= {line.key for line in below if not _is_plain(line)}
        if all(_is_plain(self.lines[key]) for key in begins):
            begins |= {line.key for line in below if line.style.endswith("?")}
        self.heads = self._answered(begins)
        alike = self._set_alike(begins, single)
        # What seemed to be answered may only stand above a question that is.
        self.heads = self._answered(begins | alike)
        alike = self._set_alike(begins, single)
        self.heads |= alike
        listed = self._first_of_a_list()
        self.heads |= listed
        if listed:  # the headings above them are answered no more
            self.heads = self._answered(begins | self.heads) | self._set_alike(begins, single) | listed
        counted = self._counted_on(single) - self.heads
        if counted:
            self.heads = self._answered(begins | alike | self.heads | counted) | counted
        self.sections = begins - self.heads
        styles = {self.lines[key].style for key in self.sections}
        self.sections |= {
            line.key
            for line in single
            if line.before[START] >= ALWAYS * len(self.found) and line.style in styles and line.key not in self.heads
        }
        for key in self.repeated:
            line = self.lines[key]
            if line.before[""] >= BEGINS * line.copies and line.followed >= 2 * ANSWERED:
                self.parts.add(key)
        nested = self._nested()
        self.heads -= nested
        self.parts |= nested

    def answers(self) -> set[str]:
        """Return the lines that are answers: that only some copies of a question have, and no text of whose follows."""
        anchors = self.heads | self.sections
        owners: dict[str, Counter[str]] = {}
        times: Counter[str] = Counter()
        for copy in self.found:
            owner = ""
            for piece in copy:
                if piece.sort != "line":
                    continue
                if piece.key in anchors:
                    owner = piece.key
                    times[owner] += 1
                else:
                    owners.setdefault(piece.key, Counter())[owner] += 1
        found = set()
        for key, of in owners.items():
            line = self.lines[key]
            if key in self.parts:
                continue
            whole = sum(times[owner] for owner in of if owner) or len(self.found)
            if sum(of.values()) < ALWAYS * whole and line.followed < BEGINS:
                found.add(key)
        plain = {key for key in self.sections if self.lines[key].style.strip("-") in ("p", "q", "l")}
        return found | {key for key in plain if self.lines[key].copies < ALWAYS * len(self.found)}

    def _answered(self, begins: Collection[str]) -> set[str]:
        """Return the lines, of those with which something begins, below which answers stand, explanations between."""
        answered: Counter[str] = Counter()
        for copy in self.found:
            open_line = ""
            for piece in copy:
                if piece.sort != "line":
                    answered[open_line] += 1
                    open_line = ""
                elif piece.key in begins:
                    open_line = piece.key
        return {key for key in begins if answered[key] >= ANSWERED * self.lines[key].copies}

    def _nested(self) -> set[str]:
        """Return questions that nothing marks but a bullet or a colon, and that stand below one that is marked.

        Where most questions are marked, such a line asks for a part of what the one above it asks.
        """
        marked = {key for key in self.heads if not is_weak(self.lines[key].style)}
        if len(marked) < _MARKED * len(self.heads):
            return set()
        below: dict[str, Counter[str]] = {}
        for copy in self.found:
            owner = ""
            for piece in copy:
                if piece.key in marked or piece.key in self.sections:
                    owner = piece.key if piece.key in marked else ""
                elif piece.sort == "line" and piece.key in self.heads:
                    below.setdefault(piece.key, Counter())[owner] += 1
        return {key for key, of in below.items() if len(of) <= _OWNERS and of[""] <= _SELDOM * sum(of.values())}

    def _first_of_a_list(self) -> set[str]:
        """Return lines that begin a list of questions below a heading that seems to be one, as nothing else follows it.

        Such a line always follows the heading; but it is set as the questions after it, and these are the most.
        """
        common = Counter(class_of(self.lines[key].style) for key in self.heads)
        times: Counter[str] = Counter()
        for copy in self.found:
            marks = [(i, piece) for i, piece in enumerate(copy) if piece.sort == "line"]
            heads = [(n, piece) for n, (_, piece) in enumerate(marks) if piece.key in self.heads]
            for at, (n, head) in enumerate(heads):
                ahead = [piece for _, piece in heads[at + 1 : at + 3]]
                style = class_of(ahead[0].style) if ahead else max(common, key=lambda style: (common[style], style))
                more = common[style] >= _MORE_THAN_HEADINGS * common[class_of(head.style)]
                listed = len(ahead) > 1 and class_of(ahead[1].style) == style
                if class_of(head.style) == style or not (listed or more):
                    continue
                first = self._first_asked(copy, marks[n + 1 :], style)
                times.update([first] if first is not None else [])
        return {key for key, n in times.items() if n >= BEGINS * self.lines[key].copies and key not in self.repeated}

    def _first_asked(
        self, copy: Sequence[CopySegment], below: Sequence[tuple[int, CopySegment]], style: str
    ) -> str | None:
        """Return the line, of those before the next question, that asks what is answered there, set in ``style``.

        What stands several times is an explanation. Of several lines the first that ends in a question mark asks, or
        else that above the answer.
        """
        asked: list[CopySegment] = []
        for i, piece in below:
            if piece.key in self.heads:
                break
            if class_of(piece.style) == style and piece.key not in self.repeated:
                asked.append(piece)
            if asked and i + 1 < len(copy) and copy[i + 1].sort != "line":
                return next((one.key for one in asked if one.style.endswith("?")), asked[-1].key)
        return None

    def _counted_on(self, lines: Sequence[Observed]) -> set[str]:
        """Return lines whose printed number is the one that is missing between two questions' numbers."""
        numbers = {line.key: int(n) for line in lines if (n := _number(line)) is not None and n.isdecimal()}
        own = {numbers[key] for key in self.heads if key in numbers}
        if len(own) < _FEWEST_NUMBERED:
            return set()
        return {key for key, n in numbers.items() if n not in own and n - 1 in own and n + 1 in own}

    def _set_alike(self, begins: Collection[str], lines: Sequence[Observed]) -> set[str]:
        """Return lines without an answer of their own that are set as the questions around them."""
        styles = {style for key in self.heads for style in self.lines[key].styles}
        alike: Counter[str] = Counter()
        between: Counter[str] = Counter()
        for copy in self.found:
            marks = [piece for piece in copy if piece.sort == "line" and piece.key not in self.repeated]
            before = _find_nearest(marks, self.heads)
            after = _find_nearest(marks[::-1], self.heads)[::-1]
            for piece, last, following in zip(marks, before, after, strict=True):
                alike[piece.key] += any(_is_set_alike(piece, near) for near in (last, following) if near is not None)
                between[piece.key] += last is not None and following is not None
        common = Counter(self.lines[key].style for key in self.heads)
        found = set()
        for line in lines:
            if line.key in self.heads or line.style not in styles:
                continue
            plain = _is_plain(line)
            same = alike[line.key] >= _ALIKE_SET * line.copies
            often = common[line.style] >= max(_FEWEST_NUMBERED, _FAIR * len(self.heads))
            asked = line.style.endswith("?") and line.before[OPTIONS] >= BEGINS * line.copies
            first = line.before[START] >= _ALIKE_SET * line.copies and line.followed >= 2 * ANSWERED
            # Nothing marks a question here but where it stands; one in capitals heads a section.
            amid = line.key in begins and between[line.key] >= _ALIKE_SET * line.copies
            stands = first or amid or (same and (line.key in begins or line.style.endswith("?")))
            if asked or (same and not plain) or (plain and often and stands and not line.raw.isupper()):
                found.add(line.key)
        return found


def _is_plain(line: Observed) -> bool:
    return is_weak(line.style) and not line.label


def class_of(style: str) -> str:
    """Return how a line is set, whatever it ends with."""
    return style.rstrip("?").replace("l", "p") if is_weak(style) else style


def is_weak(style: str) -> bool:
    """Return whether nothing marks a line that is set so but a bullet, a quotation or a colon."""
    return style.strip("-").rstrip("?") in ("p", "q", "l")


def _find_nearest(marks: Sequence[CopySegment], heads: Collection[str]) -> list[CopySegment | None]:
    """Return for each mark the last question before it."""
    last: CopySegment | None = None
    found = []
    for mark in marks:
        found.append(last)
        if mark.key in heads:
            last = mark
    return found


def _number(line: Observed) -> str | None:
    """Return the number that most copies print before a line."""
    number, n = line.numbers.most_common(1)[0] if line.numbers else (None, 0)
    return number if n >= _ALIKE_SET * line.copies else None


def _is_set_alike(one: CopySegment, other: CopySegment) -> bool:
    """Return whether two lines are set alike; where they are numbered, the numbers are near, as no list's are."""
    counted = [int(piece.number) for piece in (one, other) if piece.number is not None and piece.number.isdecimal()]
    return one.style == other.style and (len(counted) < 2 or abs(counted[0] - counted[1]) <= 2)


def _admit_lines(copies: Sequence[DocumentUnits], shared: Shared, heads: Collection[str]) -> set[str]:
    """Return lines that only some copies have, set as questions are, in a way in which the form alone sets lines.

    How many copies must have one falls, as a share, as there are more of them to tell chance by.
    """
    using = Counter(style for copy in copies for style, n in Counter(u.style for u in copy.units).items() if n > 1)
    of_heads: Counter[str] = Counter()
    every: Counter[str] = Counter()
    recurs: Counter[str] = Counter()
    rare: dict[str, Counter[str]] = {}
    asking: dict[str, Counter[str]] = {}
    least_to_ask = least_asking(len(copies))
    for copy in copies:
        for unit in copy.units:
            least = least_of(using[unit.style])  # a version may be set in a way of its own
            keys = [shared.wording.get(candidate.key, "") for candidate in unit.candidates]
            every[unit.style] += 1
            of_heads[unit.style] += any(key in heads for key in keys)
            recurs[unit.style] += any(key and shared.copies[key] >= least for key in keys)
            key = next((key for key in keys if key and shared.copies[key] >= least), "")
            if key and shared.copies[key] < shared.needed:
                rare.setdefault(key, Counter())[unit.style] += 1
            elif not key and (asked := _key_that_asks(copy, unit, shared, least_to_ask)):
                asking.setdefault(asked, Counter())[unit.style] += 1
    pure = {
        style
        for style, n in every.items()
        if of_heads[style] >= _FEWEST_NUMBERED
        and recurs[style] >= _PURE * n
        and of_heads[style] >= _OF_QUESTIONS * recurs[style]
    }
    pure = {style for style in pure if style == "q" or style.endswith("?") or not is_weak(style)}
    found = {key for key, styles in rare.items() if styles.most_common(1)[0][0] in pure and not is_answer(key)}
    of_questions = {style for style, n in of_heads.items() if n >= _FEWEST_NUMBERED and not is_weak(style)}
    return found | {key for key, styles in asking.items() if styles.most_common(1)[0][0] in of_questions}


def _key_that_asks(copy: DocumentUnits, unit: LineUnit, shared: Shared, at_least: int) -> str:
    """Return the key of a line that ends with a question mark, if enough copies have it; else nothing."""
    for candidate in unit.candidates:
        key = shared.wording.get(candidate.key, "")
        does = asks(copy.document.text[unit.start : candidate.end])
        if key and does and shared.copies[key] >= at_least and key.count(" ") + 1 >= _FEWEST_ASKING:
            return key
    return ""
