"""Where personal data stands in a document: by labels, by what stands beside and below them, and by its shape.

The form is not needed, so that nothing personal can become a part of one that is learned. What only looks like a
service's ("helpdesk: …", an address within a sentence) stays; a value that was found once is found wherever the
document has it again.

Over 300 lines: each line is read by what the lines before it left open (a label, a block, columns, a question), and the
steps read and change this state of one object.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msqqa.personal.labels import LabelMeaning, all_known, parse_label, says_person, says_public
from msqqa.personal.split import Pair, fields_of, label_behind, pairs_of, trim_range
from msqqa.personal.values import (
    amounts,
    emails,
    find_contact_details,
    is_body,
    is_count,
    is_name,
    is_public_box,
    merge_ranges,
)
from msqqa.stance.ticks import BOX
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.model import Document, Range

_LONGEST_NAME = 12
"""Words: a longer line below a name's label is somebody's remark."""
_LONGEST_VALUE = 30
_NEAR = 240
"""Characters before an address in which a word for its person is looked for."""
_MOST_AGAIN = 200
"""Values that are looked for in the rest of a document."""
_SHORT_LINE = 6
"""Words of what is a person's address in whatever way it is written: "jane at example org"."""
_SHORT = 3
"""Words of what may end with a full stop and still be a name: "Jane Roe Jr.".
"""
_FORM_LINES = 4
"""Lines between two labels of one block, at most."""
_BOXED = re.compile(BOX)
_HEADING = re.compile(r"\s{0,8}#{1,6}\s")
_HEADS = re.compile(r"[:：][\s*_]{0,8}$")
_ASKS = re.compile(r"[?？][\s*_)\"”|]{0,8}$")
_NUMBERED = re.compile(r"[\s>#*_-]{0,12}(?:Q(?:uestion)?\.?\s?)?\d{1,3}\s?\\?[.):]\s")
_RULE = re.compile(r"[\s|:+=-]{3,}$")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3})[.!?。](?:\s|$)")
_BEFORE = re.compile(r"((?:[^\W\d_][\w.'’-]{0,30}\s){1,4}[^\W\d_][\w.'’-]{0,30})\s?[(,<:–—-]{0,2}\s?$")
_APART = re.compile(r"[,;()<>|\n]")
_WRITTEN = re.compile(r"[^\W_]")


@dataclass(slots=True)
class _Labelled:
    """A label, and what stands under it."""

    line: int
    asked: LabelMeaning
    values: list[Range] = field(default_factory=list)


def find_personal(document: Document) -> tuple[Range, ...]:
    """Return where personal data stands in a document, in order and apart."""
    debris = {start for start, _ in document.debris}
    headings = {block.start for block in document.blocks if block.kind == "heading"}
    return _PersonalDataFinder(document.text, debris, headings).find()


def personal_in(text: str) -> tuple[Range, ...]:
    """Return where personal data stands in an answer: what stands beside the labels that are in it."""
    return _PersonalDataFinder(text, set(), set()).find()


class _PersonalDataFinder:
    def __init__(self, text: str, debris: set[int], headings: set[int]) -> None:
        self._text = text
        self._debris = debris
        self._headings = headings
        self._ranges: list[Range] = []
        self._labels: list[_Labelled] = []
        self._open: _Labelled | None = None
        """The label that stands alone above."""
        self._filled = self._gap = False
        """Whether something stood below it already, and whether an empty line came after."""
        self._within = False
        """Whether the block is about a contact."""
        self._public = False
        """Whether the question above is about a public service."""
        self._columns: dict[int, LabelMeaning] = {}
        self._row_before = False
        self._number = 0

    def find(self) -> tuple[Range, ...]:
        at = 0
        for line in self._text.splitlines(keepends=True):
            if at not in self._debris:
                self._line(at, at + len(line.rstrip()))
            at += len(line)
        self._names_among_contacts()
        return tuple(self._everywhere(merge_ranges(self._ranges)))

    # ---------------------------------------------------------------- lines

    def _line(self, start: int, end: int) -> None:
        if not _WRITTEN.search(self._text, start, end):
            self._gap = self._gap or self._filled
            self._row_before = self._row_before and bool(_RULE.match(self._text, start, end)) and end > start
            return
        self._number += 1
        fields = fields_of(self._text, start, end)
        if len(fields) > 1:
            self._row(fields)
            return
        self._columns, self._row_before = {}, False
        if not fields:
            return
        (a, b), boxed = fields[0], bool(_BOXED.search(self._text, start, end))
        raw = self._text[start:end]
        pairs = list(pairs_of(self._text, a, b))
        alone = None if boxed else parse_label(self._text[a:b])
        if alone is not None and not any(pair.value for pair in pairs) and not self._goes_on(a, b):
            self._begin(alone)
            self._public = says_public(self._text[a:b])
            return
        if pairs:
            self._pairs(pairs, a)
            return
        heads = _HEADING.match(raw) or _HEADS.search(raw)
        if not heads and self._open is not None and self._below(self._open, a, b):
            return
        if heads or start in self._headings or _ASKS.search(raw) or _NUMBERED.match(raw):
            self._open, self._within = None, False
            self._public = says_public(raw[:_NEAR])
        elif len(raw.split()) > _LONGEST_VALUE:
            self._open = None

    def _begin(self, label: LabelMeaning) -> None:
        self._open = _Labelled(self._number, label)
        self._labels.append(self._open)
        self._filled = self._gap = False
        self._within = self._within or (label.what == "contact" and label.personal)

    def _goes_on(self, a: int, b: int) -> bool:
        """Return whether a line only goes on with the label above, as a wrapped one does."""
        above = self._open
        if above is None or self._filled or above.line != self._number - 1 or not above.asked.personal:
            return False
        return self._text[a:b][:1].islower() and all_known(self._text[a:b])

    def _row(self, fields: Sequence[Range]) -> None:
        """Read a row: its label and its value, or the values below the labels of the columns."""
        self._open = None
        told = [parse_label(self._text[a:b]) for a, b in fields]
        if not self._row_before and sum(t is not None for t in told) >= 2 and told[0] is not None:
            self._columns = {n: t for n, t in enumerate(told) if t is not None}
            self._row_before = True
            return
        self._row_before = True
        for n, (a, b) in enumerate(fields):
            label = self._columns.get(n)
            if label is not None:
                self._labels.append(_Labelled(self._number, label))
                self._take(self._labels[-1], a, b)
            elif n and (before := told[n - 1]) is not None and told[n] is None:
                self._labels.append(_Labelled(self._number, before))
                self._take(self._labels[-1], a, b)
            self._pairs(list(pairs_of(self._text, a, b)), a)

    # ---------------------------------------------------------------- values

    def _pairs(self, pairs: Sequence[Pair], a: int) -> None:
        """Read labels with their values on one line."""
        for pair in pairs:
            if not pair.value:
                self._begin(pair.asked)
                continue
            value, behind = pair.value, label_behind(self._text, *pair.value) if pair is pairs[-1] else None
            if behind is not None:
                value = trim_range(self._text, value[0], behind[0])
            bare = pair.asked.whose == "nobody" and pair.asked.what in ("email", "phone", "ip")
            if bare and pair.start > a and not says_person(self._text[max(a, pair.start - _NEAR) : pair.start]):
                first = next(iter(pairs))
                if first is pair or not first.asked.among_contacts:
                    continue  # within a sentence, it is a service's
            label = _Labelled(self._number, pair.asked)
            self._labels.append(label)
            self._open = None
            self._take(label, *value)
            if pair.asked.what == "email" and label.values:
                self._name_before(a, pair.start)
            if behind is not None:
                self._begin(behind[1])

    def _name_before(self, start: int, end: int) -> None:
        """Withhold the name that stands right before an address's label: "Jane Roe (e-mail: …)"."""
        match = _BEFORE.search(self._text[max(start, end - 160) : end])
        if match is not None and is_name(match[1]) and says_person(self._text[max(start, end - _NEAR) : end]):
            at = max(start, end - 160) + match.start(1)
            self._ranges.append((at, at + len(match[1])))

    def _below(self, label: _Labelled, a: int, b: int) -> bool:
        """Take a line below a label that stands alone for its value; return whether it is."""
        text = self._text[a:b]
        if self._goes_on(a, b):
            label.line = self._number
            return True
        reached = find_contact_details(self._text, a, b)
        if self._gap and not (reached or (label.asked.what == "contact" and is_name(text))):
            self._open = None
            return False
        if label.asked.what in ("title", "organization"):
            self._filled = True
            return not self._gap
        if label.asked.what in ("email", "phone", "ip") and not reached and label.asked.whose != "person":
            self._filled = True
            return False
        self._filled = True
        self._take(label, a, b)
        return bool(label.values)

    def _take(self, label: _Labelled, a: int, b: int) -> None:
        """Withhold a label's value where the label is a contact's."""
        what, text = label.asked.what, self._text[a:b]
        if not _WRITTEN.search(text) or _says_nothing(text):
            return
        taken = list(self._value(label.asked, a, b))
        label.values += taken
        if label.asked.personal or (self._within and label.asked.among_contacts):
            bare = label.asked.whose == "nobody" and not self._within
            if bare and what in ("email", "phone") and (self._public or self._is_public(taken)):
                return
            self._ranges += taken

    def _is_public(self, taken: Sequence[Range]) -> bool:
        addresses = [self._text[s:e] for a, b in taken for s, e in emails(self._text, a, b)]
        return bool(addresses) and all(map(is_public_box, addresses))

    @staticmethod
    def _tells_who(text: str, long: int, *, reached: bool) -> bool:
        """Return whether a line below a contact's label says who it is: what is a sentence hardly does."""
        if _SENTENCE.search(text.rstrip(" .")) or long > _LONGEST_VALUE:
            return False
        return reached or (long <= _LONGEST_NAME and not (long > _SHORT and text.rstrip().endswith((".", "?", "!"))))

    def _value(self, label: LabelMeaning, a: int, b: int) -> Iterator[Range]:
        own = list(amounts(self._text, a, b))
        details = find_contact_details(self._text, a, b)
        reached = [(s, e) for s, e in details if not any(first <= s and e <= last for first, last in own)]
        text = self._text[a:b]
        long = len(text.split())
        if label.what in ("email", "phone", "ip"):
            if not reached and (own or is_count(text)):
                return
            if label.whose == "person" and label.what != "ip" and long <= _SHORT_LINE and not is_body(text):
                yield a, b
            elif reached:
                yield from reached
            elif label.whose == "nobody" and long <= 3 and any(c.isdigit() or c == "@" for c in text):
                yield a, b
            return
        if is_body(text):
            return
        if label.what == "contact" and self._tells_who(text, long, reached=bool(reached)):
            yield a, b
            return
        if label.what == "contact":
            yield from reached
            return
        stop = _SENTENCE.search(self._text, a, b) if long > _LONGEST_NAME else None
        first = stop.start() if stop else b
        if len(self._text[a:first].split()) <= _LONGEST_NAME:
            yield a, first
        yield from (r for r in reached if r[0] >= first or label.what != "name")

    # ---------------------------------------------------------------- what the others tell

    def _names_among_contacts(self) -> None:
        """Withhold what a bare "Name" holds beside an address and an organisation: it names no respondent then."""
        for block in self._blocks():
            bare = [one for one in block if one.asked.what == "name" and one.asked.whose == "nobody"]
            reached = any(o.asked.what in ("email", "phone") and o.asked.whose != "body" for o in block)
            titled = any(o.asked.what == "title" for o in block)
            bodied = any(o.asked.what == "organization" or o.asked.whose == "body" for o in block)
            if (bodied and (reached or titled)) or (titled and reached):
                self._ranges += [value for one in bare for value in one.values]

    def _blocks(self) -> Iterator[list[_Labelled]]:
        """Yield the labels in groups between which more than a few lines stand."""
        block: list[_Labelled] = []
        for label in self._labels:
            if block and abs(label.line - block[-1].line) > _FORM_LINES:
                yield block
                block = []
            block.append(label)
        if block:
            yield block

    def _everywhere(self, ranges: list[Range]) -> list[Range]:
        """Add every other place where an address or a whole name that was found stands again."""
        again: set[str] = set()
        for a, b in ranges:
            text = self._text[a:b].strip(" \t*_")
            reached = find_contact_details(text)
            again |= {text[s:e] for s, e in reached}
            parts = (part.strip(" \t*_.-–—") for part in _APART.split(text))
            again |= {part for part in parts if " " in part and is_name(part)}
        if not again:
            return ranges
        found = list(ranges)
        for term in sorted(again, key=lambda text: (-len(text), text))[:_MOST_AGAIN]:
            at = self._text.find(term)
            while at >= 0:
                end = at + len(term)
                if not (self._text[at - 1 : at].isalnum() or self._text[end : end + 1].isalnum()):
                    found.append((at, end))
                at = self._text.find(term, end)
        return merge_ranges(found)


def _says_nothing(text: str) -> bool:
    from msqqa.stance.wording import is_answer

    return is_answer(" ".join(word.text for word in words(text)))
