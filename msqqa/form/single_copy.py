"""A form read off a single copy: numbering that rises by one and reads like a question, else how its lines are set.

With one copy nothing tells a form's words from an answer's but their look, so this is the last resort; what it finds is
worth a look at ``msqqa form learn``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.form.describe import LineRoles, describe_form
from msqqa.form.labels import classify_label, names_the_respondent
from msqqa.form.line_candidates import pieces
from msqqa.form.observe import CopySegment, Observed
from msqqa.languages.matching import finder, match_beginning
from msqqa.model import PERSONAL
from msqqa.stance.wording import is_choice
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from msqqa.form.line_candidates import DocumentUnits, LineCandidate, LineUnit
    from msqqa.model import Document, Form

_ASKS = re.compile(r"[?？][\s*_\\)\"”|]*+(?:\[[A-Z]++\][\s*_]*+)?$")
_ASKS_SOMEWHERE = re.compile(r"[?？]")
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
    chosen |= _contacts(copy, min(chosen, default=0))
    chosen = {i: c for i, c in chosen.items() if not copy.document.is_personal(copy.units[i].start, c.end)}
    if len(chosen) < _FEWEST or not _any_asked(copy, chosen):
        return None
    return describe_form([copy], _classify_lines(copy, chosen), form_id, title)


def _any_asked(copy: DocumentUnits, chosen: dict[int, LineCandidate]) -> bool:
    text = copy.document.text
    asked = [i for i, c in chosen.items() if _worth(text[copy.units[i].start : c.end]) > 0 or c.label]
    return 2 * len(asked) >= len(chosen)


def _worth(raw: str) -> float:
    """Return how much a line reads like a question."""
    if _ASKS.search(raw):
        return 3.0
    if _ASKS_SOMEWHERE.search(raw) and "://" not in raw:
        return 2.0
    return 1.5 if _is_request(raw) else 0.0


def _is_request(raw: str) -> bool:
    """Return whether a line asks for something in so many words: "please describe"."""
    return finder("questions", "ask").finds(fold(squeeze(raw)))


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
        worth = _worth(text[unit.start : _stretch(copy, unit).end])
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
    if label is None or _is_request(copy.document.text[label.end : whole.end]):
        return whole  # what goes on is an instruction
    return label


def _by_layout(copy: DocumentUnits) -> dict[int, LineCandidate]:
    """Return the lines that are set as most of those that ask something, else labels before a value."""
    text = copy.document.text
    styles: Counter[str] = Counter()
    for unit in copy.units:
        raw = text[unit.start : _stretch(copy, unit).end]
        if unit.style.startswith("q") or match_beginning(raw, "questions", "if_so") is not None:
            continue
        styles[unit.style] += bool(_ASKS.search(raw))
    style, n = styles.most_common(1)[0] if styles else ("", 0)
    if n >= _FEWEST:
        same = {i: _stretch(copy, unit) for i, unit in enumerate(copy.units) if unit.style == style}
        asked = {i: c for i, c in same.items() if _ASKS.search(text[copy.units[i].start : c.end])}
        # A heading or a bold line may bid instead of asking; another line must ask.
        marked = style.strip("-").rstrip("?") not in ("p", "l", "q", "")
        bidden = {i: c for i, c in same.items() if _worth(text[copy.units[i].start : c.end]) > 0}
        return bidden if marked and 2 * len(asked) >= len(same) else asked
    labels = {i: c for i, unit in enumerate(copy.units) for c in unit.candidates if c.label and unit.style == "-l"}
    return labels if len(labels) >= _FEWEST else {}


def _contacts(copy: DocumentUnits, first: int) -> dict[int, LineCandidate]:
    """Return the fields before the first question that hold a name or an address, by the words of their labels."""
    found: dict[int, LineCandidate] = {}
    for i, unit in enumerate(copy.units[:first]):
        candidate = next((c for c in unit.candidates if c.label), unit.line)
        key = candidate.key
        if classify_label(key) in PERSONAL or names_the_respondent([key]) is not None:
            found[i] = candidate
    return found


def _classify_lines(copy: DocumentUnits, chosen: dict[int, LineCandidate]) -> LineRoles:
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
            lines[key] = line
            sequence.append(
                CopySegment("line", key, unit.start, candidate.end, unit.style, unit.number, candidate.label)
            )
            past = candidate.end
    close()
    return LineRoles([sequence], lines, set(lines), set(), set())
