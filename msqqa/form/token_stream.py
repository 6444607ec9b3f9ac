"""A document as a stream of words in which a form's lines can be recognised, with the way back to the source.

Over 300 lines: how words are cut, joined and found again rests on the same private arrays.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msqqa.bounds import check
from msqqa.form.document_line import DocumentLine
from msqqa.form.number_lines import join_number_lines
from msqqa.form.roman import roman_numbers
from msqqa.form.rows import cell_starts
from msqqa.languages.matching import ways
from msqqa.read.text import line_starts
from msqqa.stance.ticks import BOX
from msqqa.stance.wording import word_of
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.model import Range

# Not words of the text: footnote marks, marks such as [NEW], links' targets, tags and addresses.
_ADDRESS = r"(?<=\])\((?:[^)\n\]]|\](?!\())*+\)"
"""A link's; where the next link begins before it ends, it is none."""
MARKUP = re.compile(
    # Nothing without an end: what is never closed must not be looked for to the end of the text.
    rf"<sup>.{{0,200}}?</sup>|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\[\^?\d{{1,3}}\]|\[[A-Z]{{2,40}}\]|{_ADDRESS}|<[^<>\n]+>"
)
# What may stand between a form's words and the answer: the rest of the sentence's punctuation and marks.
_TAIL = re.compile(
    r"(?:<sup>.{0,200}?</sup>|</?[a-zA-Z][^<>\n]*>|\[[^\w\]\n]{0,40}\]|[⁰¹²³⁴⁵⁶⁷⁸⁹]|\[\^?\d{1,3}\]|\[[A-Z]{2,}\]|"
    rf"{_ADDRESS}|"
    r"[ \t\\*_?!:;.,)\]\"”»›’」』》〉】|>#？！：；。，、）؟؛،])*"
)
# A mark such as [NEW] that a hard-wrapped line left to the next one; a [NO] there is an answer.
_LEFT_OVER = re.compile(r"(?:\r\n|\n|\r)[ \t]*\[(?P<mark>[A-Z]{2,})\][ \t*_:;.,]*(?=[\r\n]|$)")
_BOX_ALONE = re.compile(rf"\s*{BOX}[ \t*_|]*(?:\r|\n|$)")
FOOTNOTE = re.compile(r"\s*(?:<sup>\s*\d{1,3}\s*</sup>|\[\^(?P<mark>\d{1,3})\]:|[⁰¹²³⁴⁵⁶⁷⁸⁹]+\s)")
"""What a line begins with that explains a mark further up the page."""
PARTED_NUMBER = (
    r"(?P<parted>[0-9]{1,3}(?:\.[0-9]{1,3}){1,8}(?:\.[a-z](?![a-z]))?(?![0-9]|\.[0-9])|[0-9]{1,3}\.[a-z](?=[.):\s])"
    r"|[A-Z][-.][0-9]{1,3}(?:\.[0-9]{1,3}){0,8}(?![0-9-])|[A-Z][0-9]{1,2}(?=[.):]))[*_]{0,8}\\?[.):]{0,8}(?=[\s*_|]|$)"
)
"""A printed number of several parts, as ``1.2.1``, ``2.b`` and ``A-3`` are."""
_OPENS_BOLD = re.compile(r"\*\*|__")
_SLACK = 4
_EXACT_BELOW = 4
_SAME_WORD = 60
_MIDDLE_BELOW = 0.2
"""How far below what is asked a line's words may be that are as many as the target's."""


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line of the form, folded to words."""

    text: str
    length: int

    @classmethod
    def of(cls, text: str) -> FormLine:
        return _form_line(text)


@lru_cache(maxsize=8192)
def _form_line(text: str) -> FormLine:
    """Return a line of the form, folded; a form's few lines are looked for in every line of its copies."""
    folded = [word.text for word in words(MARKUP.sub(" ", text))]
    return FormLine(" ".join(folded), len(folded))


@dataclass(frozen=True, slots=True)
class LineMatch:
    """A line of the form found in the document."""

    similarity: float
    """Between 0 and 1, of the words' characters."""
    end: int
    """Where the form's text ends, its closing punctuation and marks included."""
    whole: bool
    """Whether nothing else stands on its last line."""


class Floors(NamedTuple):
    """Similarities from which a line is a target's: of any line, and of one that prints the target's number."""

    any: float
    numbered: float


@dataclass(slots=True)
class TokenStream:
    """The words of a document in one folded string."""

    text: str
    lines: list[DocumentLine] = field(default_factory=list)
    _starts: array[int] = field(default_factory=lambda: array("L"))
    _ends: array[int] = field(default_factory=lambda: array("L"))
    _joined: str = ""
    _from: array[int] = field(default_factory=lambda: array("L"))
    _to: array[int] = field(default_factory=lambda: array("L"))
    _cells: list[int] = field(default_factory=list)
    """Where lines begin within a row."""

    @classmethod
    def of(
        cls, text: str, debris: Sequence[Range] = (), tables: Sequence[Range] = (), *, numbered: bool = False
    ) -> TokenStream:
        """Return the stream of a text.

        Parameters
        ----------
        text:
            What is read.
        debris:
            Ranges, in order, that are passed over, so that a line runs on behind them.
        tables:
            Ranges, in order, in whose rows each cell, and each line of a cell, is a line.
        numbered:
            Whether a line that prints a question's number alone is joined to the question below.
        """
        stream = cls(text)
        found: list[str] = []
        position = 0
        for word, start, end in _words_outside(text, debris):
            found.append(word)
            stream._starts.append(start)
            stream._ends.append(end)
            stream._from.append(position)
            position += len(word)
            stream._to.append(position)
            position += 1
        stream._joined = " ".join(found)
        stream._cells = [at for a, b in _rows(text, tables) for at in cell_starts(text, a, b)[1:]]
        stream.lines = [
            line for line in _lines(text, stream._starts, stream._cells) if not _is_within(line.start, debris)
        ]
        if numbered:
            stream.lines = join_number_lines(text, stream.lines)
        return stream

    def match(
        self, target: FormLine, line: DocumentLine, at_least: float, *, same_start: bool = True
    ) -> LineMatch | None:
        """Return how the form's line stands at the beginning of ``line``, or None below ``at_least``.

        The form's words may run on over line ends. A target of fewer than four words must be there exactly, and end
        its line or be followed by punctuation or by the end of bold letters, since short labels are ordinary words.
        With ``same_start`` the first
        word must be alike: else a short line before the form's would be taken for its beginning.
        """
        from rapidfuzz.fuzz import ratio

        i, n = line.first, target.length
        if n == 0 or i >= len(self._ends):
            return None
        if n < _EXACT_BELOW:
            last = i + n - 1
            if last >= len(self._ends) or self._joined[self._from[i] : self._to[last]] != target.text:
                return None
            match = self._match(1.0, last)
            marked = self.text[self._ends[last] : match.end].strip(" \t*_")
            boxed = _BOX_ALONE.match(self.text, match.end)
            bold = self.text.startswith(("**", "__"), self._ends[last]) and _OPENS_BOLD.search(
                self.text, line.start, self._starts[i]
            )
            return match if match.whole or marked or boxed or bold else None
        if same_start and ratio(target.text.split(" ", 1)[0], self._slice(i, i + 1)) < _SAME_WORD:
            return None
        # Most lines are far from most targets: nothing but this is looked at of these.
        middle = min(i + n, len(self._ends))
        if ratio(target.text, self._slice(i, middle), score_cutoff=100 * (at_least - _MIDDLE_BELOW)) == 0:
            return None
        floor, best, nearest, last = 100 * at_least, 0.0, 0, -1
        for k in range(i + max(1, n - _SLACK), min(i + n + _SLACK, len(self._ends)) + 1):
            score, near = ratio(target.text, self._slice(i, k), score_cutoff=max(floor, best) - 1e-6), -abs(k - i - n)
            if (score, near, k - 1) > (best, nearest, last):
                best, nearest, last = score, near, k - 1
        return self._match(best / 100, last) if best >= floor else None

    def near(
        self, targets: Sequence[FormLine], numbers: Sequence[str | None], lines: Sequence[DocumentLine], floors: Floors
    ) -> Iterator[tuple[int, int]]:
        """Yield the indexes of lines and targets that may match; what is left out certainly does not.

        All targets of one length are compared with the same words of each line, in one call.

        Parameters
        ----------
        targets, numbers:
            What is looked for, and each one's printed number.
        lines:
            Where it may begin.
        floors:
            What :meth:`match` will be asked for: of any line, and of one that has the target's number.
        """
        from rapidfuzz.fuzz import ratio
        from rapidfuzz.process import cdist

        by_length: dict[int, list[int]] = {}
        for t, target in enumerate(targets):
            by_length.setdefault(target.length, []).append(t)
        own = [line.number for line in lines]
        for n, of_length in by_length.items():
            told = [i for i, line in enumerate(lines) if n and line.first < len(self._ends)]
            slices = [self._slice(lines[i].first, min(lines[i].first + n, len(self._ends))) for i in told]
            if n < _EXACT_BELOW:
                exact: dict[str, list[int]] = {}
                for t in of_length:
                    exact.setdefault(targets[t].text, []).append(t)
                yield from ((i, t) for i, key in zip(told, slices, strict=True) for t in exact.get(key, ()))
            elif told:
                low, high = (100 * (floor - _MIDDLE_BELOW) for floor in (floors.numbered, floors.any))
                scores = cdist(slices, [targets[t].text for t in of_length], scorer=ratio, score_cutoff=low)
                for i, t in zip(*(axis.tolist() for axis in scores.nonzero()), strict=True):
                    line, target = told[i], of_length[t]
                    if scores[i, t] >= high or (own[line] is not None and own[line] == numbers[target]):
                        yield line, target

    def key(self, line: DocumentLine, end: int) -> str:
        """Return the folded words of ``line``, its number and marks aside, up to ``end``, which may be lines below."""
        after = bisect_right(self._ends, end)
        return self._slice(line.first, after) if line.first < after else ""

    def word_start(self, line: DocumentLine) -> int | None:
        """Return where the line's first word begins; None where it has none."""
        if not self.key(line, line.end):
            return None
        return self._starts[line.first]

    def text_start(self, line: DocumentLine) -> int:
        """Return where the line begins that holds the first word: a number may stand in a line above it."""
        first = self._starts[line.first] if line.first < len(self._starts) else line.end
        return line.start if first >= line.end else max(line.start, self.text.rfind("\n", line.start, first) + 1)

    def _slice(self, first: int, after: int) -> str:
        return self._joined[self._from[first] : self._to[after - 1]]

    def _match(self, similarity: float, last: int) -> LineMatch:
        tail = _TAIL.match(self.text, self._ends[last])
        end = tail.end() if tail else self._ends[last]
        left_over = _LEFT_OVER.match(self.text, end)
        if left_over and not word_of(left_over["mark"]):
            end = left_over.end()
        cell = bisect_left(self._cells, self._ends[last])
        if cell < len(self._cells) and self._cells[cell] <= end:
            return LineMatch(similarity, self._cells[cell], whole=True)
        return LineMatch(similarity, end, end >= len(self.text) or self.text[end] in "\r\n")


@lru_cache(maxsize=1)
def _lead() -> re.Pattern[str]:
    """Return what may stand before a line's words: list and heading marks, a box, a printed number or letter.

    A number stands in any digits and any dress: ``4.``, ``**4**.``, ``Q4)``, ``4/``, ``№ 4:``, ``٤ -``. One of several
    parts stays whole: ``1.2.1``.
    """
    before = ways("questions", "number")
    return re.compile(
        r"[\s>#*_+\-•|]*"
        rf"(?P<box>{BOX}[\s*_]*)?"
        rf"(?:(?:(?i:{before})\.?[\s*_]*)?(?:{PARTED_NUMBER}|(?P<number>\d{{1,3}})[*_]{{0,8}}(?:\\?[.):．）：、]+(?!\d)|/?(?=\s)))[\s*_]*"
        r"|\(?[a-z]\)[\s*_]*|[a-z]\.[\s*_]+)?"
    )


def _plain_number(lead: re.Match[str]) -> str | None:
    """Return a line's number in the digits 0 to 9, whatever its script, without zeros before it; one of parts whole.

    >>> [_plain_number(_lead().match(line)) for line in ("٣٥. x", "04) x", "1.2.1 x", "2.b) x", "A-3: x", "1.2.2024 x")]
    ['35', '4', '1.2.1', '2.b', 'A.3', None]
    """
    if lead["parted"]:
        return re.sub(r"[-.]+", ".", lead["parted"]).strip(".")
    if not lead["number"]:
        return None
    return str(int("".join(str(unicodedata.digit(digit)) for digit in lead["number"])))


def _is_within(position: int, ranges: Sequence[Range]) -> bool:
    """Return whether a position lies in one of some ranges, which are in order."""
    at = bisect_right(ranges, position, key=lambda r: r[0]) - 1
    return at >= 0 and position < ranges[at][1]


def _words_outside(text: str, debris: Sequence[Range]) -> Iterator[tuple[str, int, int]]:
    """Yield the words that stand neither in markup nor in page debris."""
    position = 0
    for start, end in sorted([*(markup.span() for markup in MARKUP.finditer(text)), *debris]):
        yield from ((w.text, w.start, w.end) for w in words(text, position, max(position, start)))
        position = max(position, end)
    yield from ((w.text, w.start, w.end) for w in words(text, position))


def _rows(text: str, tables: Sequence[Range]) -> Iterator[Range]:
    """Yield the lines of a text that stand in some tables."""
    if tables:
        starts = line_starts(text)
        yield from ((a, b) for a, b in zip(starts, [*starts[1:], len(text)], strict=True) if _is_within(a, tables))


def _lines(text: str, word_starts: Sequence[int], cells: Sequence[int]) -> Iterator[DocumentLine]:
    starts = sorted({*line_starts(text), *cells})
    numerals = roman_numbers(text, starts)
    first = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        check()
        if not text[start:end].strip():
            continue
        lead = _lead().match(text, start, end)
        assert lead is not None  # every part of the pattern may be empty
        number, lead_end = numerals.get(start, (_plain_number(lead), lead.end()))
        while first < len(word_starts) and word_starts[first] < start:
            first += 1
        words_from = first
        while words_from < len(word_starts) and word_starts[words_from] < lead_end:
            words_from += 1
        if words_from < len(word_starts) and word_starts[words_from] >= end:
            words_from = len(word_starts)  # a rule, or a box alone: no words here, and the next line's are not its own
        box = lead.span("box") if lead["box"] else None
        yield DocumentLine(start, end, box, number, words_from)
