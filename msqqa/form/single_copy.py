"""A form read off a single copy: numbering that rises by one and reads like a question, else how its lines are set.

With one copy nothing tells a form's words from an answer's but their look, so this is the last resort; what it finds is
worth a look at ``msqqa form learn``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.form.asking import asks, explains, is_request, worth_of
from msqqa.form.describe import LineRoles, describe_form
from msqqa.form.induce import class_of, is_weak
from msqqa.form.line_candidates import pieces
from msqqa.form.observe import CopySegment, Observed
from msqqa.form.single_surroundings import Surroundings, find_surroundings
from msqqa.stance.wording import is_choice

if TYPE_CHECKING:
    from msqqa.form.line_candidates import DocumentUnits, LineCandidate, LineUnit
    from msqqa.model import Document, Form

_FEWEST = 3
_NUMBERED = 5
"""Questions of a numbered form, below which its numbers say little."""
_GAP = 2
"""Numbers that may be missing between two questions."""


@dataclass(frozen=True, slots=True)
class _Numbered:
    at: int
    number: int
    worth: float
    style: str


def induce_single(document: Document, form_id: str, title: str) -> Form | None:
    """Read a form off its only copy.

    Returns
    -------
    Form | None
        None where fewer than three lines read like questions.
    """
    copy = pieces(document)
    chosen = _by_number(copy)
    if len(chosen) < _NUMBERED:
        chosen = _by_layout(copy)
    around = find_surroundings(copy, chosen)
    heads = _without_names(copy, chosen | around.heads)
    if len(heads) < _FEWEST or not _any_asked(copy, heads):
        return None
    return describe_form([copy], _classify_lines(copy, heads, around), form_id, title)


def _without_names(copy: DocumentUnits, lines: dict[int, LineCandidate]) -> dict[int, LineCandidate]:
    """Return the lines that hold nobody's personal data."""
    return {i: c for i, c in lines.items() if not copy.document.is_personal(copy.units[i].start, c.end)}


def _any_asked(copy: DocumentUnits, chosen: dict[int, LineCandidate]) -> bool:
    text = copy.document.text
    asked = [i for i, c in chosen.items() if worth_of(text[copy.units[i].start : c.end]) > 0 or c.label]
    return 2 * len(asked) >= len(chosen)


def _by_number(copy: DocumentUnits) -> dict[int, LineCandidate]:
    """Return the lines of the best chain of rising numbers.

    Each line that is numbered may follow one whose number is a little lower. What reads like a question, or has boxes
    below, is worth more than the numbers that answers hold; where none asks anything, the chain is not a form.
    """
    text = copy.document.text
    lines: list[_Numbered] = []
    for i, unit in enumerate(copy.units):
        if unit.number is None or not unit.number.isdecimal() or not unit.line.key:
            continue
        below = copy.units[i + 1] if i + 1 < len(copy.units) else None
        worth = worth_of(text[unit.start : _stretch(copy, unit).end])
        worth += 2.0 * (below is not None and (below.boxes > 0 or is_choice(below.line.key)))
        lines.append(_Numbered(i, int(unit.number), worth, unit.style))
    totals: list[tuple[float, int]] = []
    last: dict[int, int] = {}
    for n, line in enumerate(lines):
        total, before = (0.0, -1) if line.number <= 1 + _GAP else (float("-inf"), -1)
        for step in range(1, _GAP + 2):
            j = last.get(line.number - step)
            if j is not None and totals[j][0] - (step - 1) > total:
                total, before = totals[j][0] - (step - 1), j
        own = total + line.worth - 0.5
        totals.append((own, before))
        there = last.get(line.number)
        if there is None or own >= totals[there][0]:
            last[line.number] = n
    at = max(range(len(totals)), key=lambda n: (totals[n][0], -n), default=-1)
    chosen: dict[int, LineCandidate] = {}
    while at >= 0 and totals[at][0] != float("-inf"):
        unit = copy.units[lines[at].at]
        chosen[lines[at].at] = _stretch(copy, unit)
        at = totals[at][1]
    return chosen


def _stretch(copy: DocumentUnits, unit: LineUnit) -> LineCandidate:
    """Return how far a question goes: to its question mark or colon where an answer follows, else over its lines."""
    label = next((c for c in unit.candidates if c.label), None)
    whole = next(c for c in unit.candidates if not c.label)
    if label is None or is_request(copy.document.text[label.end : whole.end]):
        return whole  # what goes on is an instruction
    return label


def _asks(copy: DocumentUnits, unit: LineUnit) -> bool:
    """Return whether a line ends as a question does, or goes on behind its question with an instruction."""
    candidate = _stretch(copy, unit)
    label = next((c.end for c in unit.candidates if c.label), candidate.end)
    return any(asks(copy.document.text[unit.start : end]) for end in {label, candidate.end})


def _by_layout(copy: DocumentUnits) -> dict[int, LineCandidate]:
    """Return the lines that are set as most of those that ask something, else labels before a value."""
    text = copy.document.text
    found: dict[str, dict[int, LineCandidate]] = defaultdict(dict)
    asked: dict[str, set[int]] = defaultdict(set)
    for i, unit in enumerate(copy.units):
        candidate = _stretch(copy, unit)
        quoted = unit.style.startswith("q") and i > 0 and copy.units[i - 1].style.startswith("q")
        if quoted or explains(text[unit.start : candidate.end]):
            continue  # what goes on in a quotation explains
        found[class_of(unit.style)][i] = candidate
        if _asks(copy, unit):
            asked[class_of(unit.style)].add(i)
    style = max(asked, key=lambda style: len(asked[style]), default="")
    if len(asked[style]) >= _FEWEST:
        same, own = found[style], asked[style]
        # A heading, a bold line or a quotation may bid instead of asking; another line must ask.
        marked = style.startswith("q") or not is_weak(style)
        bidden = {i: c for i, c in same.items() if worth_of(text[copy.units[i].start : c.end]) > 0}
        return bidden if marked and 2 * len(own) >= len(same) else {i: c for i, c in same.items() if i in own}
    labels = {i: c for i, unit in enumerate(copy.units) for c in unit.candidates if c.label and unit.style == "-l"}
    return labels if len(labels) >= _FEWEST else {}


def _classify_lines(copy: DocumentUnits, heads: dict[int, LineCandidate], around: Surroundings) -> LineRoles:
    others = [_without_names(copy, some) for some in (around.parts, around.sections, around.below)]
    chosen = heads.copy()
    for some in others:
        chosen.update((i, c) for i, c in some.items() if i not in chosen)
    keys: dict[int, str] = {}
    sequence: list[CopySegment] = []
    lines: dict[str, Observed] = {}
    own: CopySegment | None = None
    past = 0

    def close() -> None:
        nonlocal own
        if own is not None:
            sequence.append(own)
            own = None

    for i, unit in enumerate(copy.units):
        if unit.start < past:
            continue
        candidate = chosen.get(i)
        if candidate is None and (unit.boxes or is_choice(unit.line.key)):
            close()
            sequence.append(CopySegment("options", unit.line.key, unit.start, unit.end, unit.style))
        elif candidate is None:
            own = own or CopySegment("own", unit.line.key, unit.start, unit.end)
        else:
            close()
            key = candidate.key
            while key in lines:
                key += "\0"
            raw = copy.document.text[unit.start : candidate.end]
            line = Observed(key, 1, raw=raw, label=candidate.label)
            line.styles[unit.style] += 1
            line.wordings[copy.text(unit.start, candidate.end)] += 1
            if unit.number is not None:
                line.numbers[unit.number] += 1
            lines[key], keys[i] = line, key
            sequence.append(
                CopySegment("line", key, unit.start, candidate.end, unit.style, unit.number, candidate.label)
            )
            past = candidate.end
    close()
    parts, sections, _ = ({keys[i] for i in some if i in keys and i not in heads} for some in others)
    return LineRoles([sequence], lines, {keys[i] for i in heads if i in keys}, parts, sections)
