"""The matrix as a picture of marks: questions down, respondents across, as many of these at once as there is room for.

Beside each question stands how many say what; at the end, the same for each respondent. A question with options has a
line for each one that was chosen, so that a mark shows which.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.render.marks import CHOSEN, MARKS, REVIEWED, STYLES
from msqqa.render.matrix.heads import columns, make_distinct, pad_text, shorten_to_ends, stack_letters, without_shared
from msqqa.render.screen import isolate, plain_line
from msqqa.words import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from msqqa.ask.answer.matrix import Matrix
    from msqqa.ask.answer.matrix_cells import MatrixCell, MatrixQuestion
    from msqqa.render.screen import Screen

_LABEL, _LONGEST_LABEL = 28, 64
"""Columns that a question's id and words need, and those that they get where there is room."""
_OF_NARROW = 3
"""The share of a narrow terminal's line that they get there."""
_OF_AN_ID = 4
"""Columns of a short id with its blank."""
_LONGEST_HEAD, _LEAST_HEAD = 16, 5
"""Characters of a respondent's name; side by side, no fewer than these tell who it is."""
_OPTIONS = 12
"""Options of a question that are listed among others, the most chosen; alone, a question lists all."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand in a line."""

    label: int
    words: tuple[str, ...]
    """What is counted beside each question."""
    counts: int
    """Columns of each count, with the blank before it."""
    wide: int
    """Columns of a respondent."""
    heads: tuple[tuple[str, ...], ...]
    """The lines of the respondents' heads, each with a text for every respondent."""
    blocks: tuple[slice, ...]
    """Which respondents are drawn side by side; beside the first of them stand the counts."""
    labels: tuple[str, ...] = ()
    """The questions' ids and words."""


def write(matrix: Matrix, screen: Screen, width: int | None = None) -> None:
    """Draw the matrix no wider than ``width`` columns, by default the screen's; into a pipe, as wide as it is."""
    room = width or screen.width
    screen.line(plain_line(matrix.title, "bold"))
    layout = _lay_out(matrix, room)
    for n, block in enumerate(layout.blocks):
        screen.line()
        _write_block(matrix, screen, layout, block, counted=n == 0, room=room)
    screen.line()
    _write_respondents(matrix, screen, room)
    screen.line()
    _write_legend(matrix, screen, room)


# ---------------------------------------------------------------- where things stand


def _lay_out(matrix: Matrix, room: int | None) -> _Layout:
    many, words = len(matrix.respondents), matrix.words
    counts = 1 + len(str(many))
    wanted = max((len(_label(q, _own_words(q.text))) for q in matrix.questions), default=0) + 1
    label = min(wanted, _LONGEST_LABEL)
    if room is not None:
        label = min(wanted, max(_LABEL if room > _OF_NARROW * _LABEL // 2 else 0, room // _OF_NARROW))
        if counts * len(words) > room - label - 2:
            words = ()
    left = None if room is None else room - label - counts * len(words)
    wide, heads = _heads([person.name for person in matrix.respondents], left)
    blocks: tuple[slice, ...] = (slice(0, many),)
    if room is not None and left is not None:
        first, others = max(1, left // wide), max(1, (room - label) // wide)
        bounds = [0, *range(first, many, others), many]
        blocks = tuple(slice(a, b) for a, b in pairwise(bounds) if a < b)
        if len(blocks) == 1:  # what is left over, the questions' words get
            label = min(wanted, _LONGEST_LABEL, label + left - wide * many)
    asked = [_own_words(text) for text in (*(q.text for q in matrix.questions), *matrix.beside)]
    texts = shorten_to_ends(asked, label - _OF_AN_ID)
    labels = tuple(_label(q, text, label) for q, text in zip(matrix.questions, texts, strict=False))
    return _Layout(label, words, counts, wide, heads, blocks, labels)


def _heads(names: Sequence[str], left: int | None) -> tuple[int, tuple[tuple[str, ...], ...]]:
    """Return how wide a respondent's column is, and the lines of the heads: side by side where names fit so."""
    names = without_shared(names)
    whole = make_distinct(names, _LONGEST_HEAD)
    widest = max(map(columns, whole), default=1)
    if left is None or (widest + 1) * len(names) <= left:
        return widest + 1, (tuple(whole),)
    short = max(0, left // max(1, len(names)) - 1)
    cut = [name[:short] for name in names]
    if short >= _LEAST_HEAD and len(set(cut)) == len(cut) and all(columns(name) <= short for name in cut):
        return short + 1, (tuple(cut),)
    lines = stack_letters(whole)
    return 1 + max((columns(letter) for line in lines for letter in line), default=1), tuple(map(tuple, lines))


def _own_words(text: str) -> str:
    """Return what a question asks; of a part its own words, not its question's too."""
    return text.rpartition(" — ")[2]


def _label(question: MatrixQuestion, text: str, longest: int | None = None) -> str:
    """Return a question's id and words; where both are too long, without what of the id only repeats the words."""
    whole = f"{question.id} {text}"
    if longest is None or len(whole) < longest:
        return whole
    number, _, name = question.id.rpartition(".")
    return (
        f"{number} {text}".strip() if slug(_own_words(question.text)).startswith(name) and not name.isdigit() else whole
    )


# ---------------------------------------------------------------- lines


def _write_block(
    matrix: Matrix, screen: Screen, layout: _Layout, block: slice, *, counted: bool, room: int | None
) -> None:
    people = matrix.respondents[block]
    blank = ((" " * layout.counts, ""),) * len(layout.words) if counted else ()
    lines = [line[block] for line in layout.heads if "".join(line[block]).strip()]
    for n, line in enumerate(lines, 1):
        counts = _count_heads(layout) if counted and n == len(lines) else blank
        _write_row(screen, layout, ("", ""), counts, [(text, "bold") for text in line])
    section = ""
    for question, label in zip(matrix.questions, layout.labels, strict=True):
        if question.section != section:
            section = question.section
            screen.line(plain_line(section if room is None else pad_text(section, room).rstrip(), "bold"), fold=False)
        entries = [matrix.entry(person, question) for person in people]
        counts = _counts(matrix.of_question(question), layout) if counted else ()
        _write_row(screen, layout, (label, ""), counts, [_mark(entry) for entry in entries])
        for option, named, n in _options(matrix, question):
            marks = [(CHOSEN if entry is not None and option in entry.options else "", "bold") for entry in entries]
            counts = _counts({"answered": n}, layout) if counted and n else blank
            _write_row(screen, layout, (named, "dim"), counts, marks)


def _write_row(
    screen: Screen,
    layout: _Layout,
    label: tuple[str, str],
    counts: Sequence[tuple[str, str]],
    cells: Sequence[tuple[str, str]],
) -> None:
    """Write a line: what it is of, how many say what, and a text for each respondent."""
    parts = [(pad_text(label[0], layout.label), label[1]), *counts]
    parts += [(" " + pad_text(text, layout.wide - 1), style) for text, style in cells]
    while parts and not parts[-1][0].strip():
        parts.pop()
    if parts:
        parts[-1] = parts[-1][0].rstrip(), parts[-1][1]
    # A question or a name from right to left would turn the numbers and the marks beside it.
    apart = parts if screen.width is None else [part for text, style in parts for part in isolate(text, style)]
    screen.line(tuple(apart), fold=False)


def _write_respondents(matrix: Matrix, screen: Screen, room: int | None) -> None:
    """Write how often each respondent says what."""
    wide = 1 + len(str(len(matrix.questions)))
    widest = 1 + max((columns(person.name) for person in matrix.respondents), default=0)
    label = widest if room is None else max(1, min(widest, room - wide * len(matrix.words)))
    own = _Layout(label, matrix.words, wide, wide, (), ())
    _write_row(screen, own, ("", ""), _count_heads(own), ())
    for person in matrix.respondents:
        _write_row(screen, own, (person.name, ""), _counts(matrix.of_respondent(person), own), ())


def _write_legend(matrix: Matrix, screen: Screen, room: int | None) -> None:
    """Write what the marks mean, in as many lines as they need."""
    said = [(MARKS[word], STYLES[word], word) for word in matrix.words]
    if any(entry.options for entry in matrix.entries.values()):
        said.append((CHOSEN, "bold", "chosen"))
    if any(entry.reviewed for entry in matrix.entries.values()):
        said.append((REVIEWED, "", "reviewed"))
    lines: list[list[tuple[str, str]]] = [[]]
    for mark, style, word in said:
        taken = sum(len(text) for text, _ in lines[-1])
        if room is not None and taken + len(mark) + len(word) + 1 > room:
            lines.append([])
        lines[-1] += [(mark, style), (f" {word}   ", "")]
    for line in lines:
        screen.line((*line[:-1], (line[-1][0].rstrip(), "")) if line else (), fold=False)


def _options(matrix: Matrix, question: MatrixQuestion) -> Iterator[tuple[str, str, int]]:
    """Yield the options that were chosen, each as its line names it, and how often; the rest of many as one."""
    counted = matrix.count_choices(question)
    most = len(counted) if len(matrix.questions) == 1 else _OPTIONS
    shown = {option for option, _ in counted.most_common(most)}
    yield from ((option, f"  {option}", n) for option, n in counted.items() if option in shown)
    if len(counted) > len(shown):
        yield "", f"  … {len(counted) - len(shown)} more: --question {question.id}", 0


def _mark(entry: MatrixCell | None) -> tuple[str, str]:
    if entry is None:
        return "", ""
    return MARKS[entry.word] + (REVIEWED if entry.reviewed else ""), STYLES[entry.word]


def _count_heads(layout: _Layout) -> tuple[tuple[str, str], ...]:
    return tuple((f"{MARKS[word]:>{layout.counts}}", STYLES[word]) for word in layout.words)


def _counts(counted: Mapping[str, int], layout: _Layout) -> tuple[tuple[str, str], ...]:
    return tuple((f"{counted.get(word) or '':>{layout.counts}}", "") for word in layout.words)
