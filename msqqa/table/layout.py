"""A form laid out in a spreadsheet: a question in each row with its answer beside it; one respondent's.

Two layouts are met. Questions in the first column, without heads. Or, as in the questionnaires that vendors fill in, a
code in the first column, the question in the next, and heads ("Answer", "Additional information", "Guidance") that come
again with each section, below instructions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msqqa.table.codebook import pairs
from msqqa.table.personal_columns import holds_personal, may_name_people
from msqqa.table.sheet import Column, ColumnMapping, Row, Sheet, pad_row
from msqqa.table.tools import ticks
from msqqa.table.values import does_not_apply, is_closed_word, is_number
from msqqa.table.vocabulary import ANSWERS, CODE, GUIDANCE, REMARKS, WHAT, head_words, names_respondent
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_COLUMNS = 4
_MOST_CODED = 16
_ASKING = 0.6
"""Share of the rows whose first field asks something, at least."""
_LEAST = 3
_WORDS = 3.0
"""Words of a question, in the mean, at least; a name has fewer."""
_LONGEST_HEAD = 5
"""Words of a head."""
_QUESTION = re.compile(
    r".*\?\s*[:*]?$|(?:Q(?:uestion)?\s*)?\d{1,3}(?:\.\d{1,3}|[a-z])*\s*[.):]\s*\S.*", re.IGNORECASE | re.DOTALL
)
_CODE = re.compile(r"[A-Za-z&/]{0,8}[-_. ]?\d{1,3}(?:[-_.]\d{1,3}|[a-z])*[.)]?$")
_COLUMNS = (Column("section"), Column("question"), Column("answer"), Column("remarks"), Column("code"))
_MAPPING = ColumnMapping("long", question=1, question_code=4, section=0, answers=(2,), details=(3,))


def read_layout(file: str, name: str, rows: Sequence[Row]) -> Sheet | None:
    """Return a form that is laid out in rows as a table with a row a question; None where the rows are something else.

    A row that asks nothing and has nothing beside it is the title of what follows; one that names the respondent
    ("Country", "Name of the organisation") does so.
    """
    filled = _with_ticks([row for row in rows if any(row.values)])
    form = _first_column(filled) or _read_coded(filled, name)
    if form is None:
        return None
    found, respondent, how = form
    return Sheet(file, name, _COLUMNS, found, _MAPPING, [], respondent, read_as=[how])


def is_form(sheet: Sheet) -> bool:
    """Return whether a table was made by :func:`read_layout`."""
    return sheet.columns is _COLUMNS


def asks_something(text: str) -> bool:
    """Return whether a field asks something: by a question mark, or a number before it."""
    return _QUESTION.match(squeeze(text)) is not None and any(c.isalpha() for c in text)


def _first_column(filled: Sequence[Row]) -> tuple[list[Row], str, str] | None:
    """Return the rows and the respondent of a form whose first column asks."""
    width = max((at + 1 for row in filled for at, value in enumerate(row.values) if value), default=0)
    beside = [row for row in filled if row.values[0] and any(row.values[1:])]
    asking = [row for row in filled if asks_something(row.values[0])]
    if not 2 <= width <= _MOST_COLUMNS or len(asking) < max(_LEAST, _ASKING * len(beside)):
        return None
    if any(asks_something(value) for row in filled[:1] for value in row.values[1:]):
        return None  # questions across: those are heads
    respondent = section = ""
    found: list[Row] = []
    for row in filled:
        head, rest = squeeze(row.values[0]), [value for value in row.values[1:] if value]
        if not head and found and rest:
            _, question, answer, remarks, _ = found[-1].values
            more = "\n".join(filter(None, (remarks, *rest)))
            found[-1] = Row((section, question, answer, more, ""), (found[-1].lines[0], row.lines[1]))
        elif head and asks_something(head):
            answer = row.values[1] if len(row.values) > 1 else ""
            found.append(Row((section, head, answer, "\n".join(filter(None, row.values[2:])), ""), row.lines))
        elif head and not rest:
            section = head if found or section or respondent else section
        elif head and not respondent and _is_respondent(head, rest[0]):
            respondent = squeeze(rest[0])
        elif head and found:
            found.append(Row((section, head, rest[0], "\n".join(rest[1:]), ""), row.lines))
    return (found, respondent, "a form in rows") if found else None


# ---------------------------------------------------------------- crosses below "Yes" and "No"


def _with_ticks(filled: list[Row]) -> list[Row]:
    """Return rows with the head of the column that is crossed for an answer; rows without such columns as they are."""
    at = next(
        (
            n
            for n, row in enumerate(filled)
            if asks_something(row.values[0]) or any(map(asks_something, row.values[1:2]))
        ),
        None,
    )
    if not at or len(filled) < at + _LEAST:
        return filled
    heads, body = filled[at - 1].values, filled[at:]
    crossed = [column for column in range(1, len(heads)) if heads[column] and _is_crossed(body, column)]
    first = next(iter(crossed), 0)
    together = crossed == list(range(first, first + len(crossed)))
    if (
        len(crossed) < 2
        or not together
        or not any(row.values[c] for row in body for c in crossed if c < len(row.values))
    ):
        return filled
    names = {column: squeeze(heads[column]) for column in crossed}
    folded = filled[: at - 1]
    for n, row in enumerate(filled[at - 1 :]):
        values = pad_row(row, max(len(row.values), crossed[-1] + 1))
        answer = "Answer" if n == 0 else "\n".join(names[c] for c in crossed if values[c])
        folded.append(Row((*values[:first], answer, *values[crossed[-1] + 1 :]), row.lines))
    return folded


def _is_crossed(rows: Sequence[Row], column: int) -> bool:
    """Return whether a column holds nothing but crosses: no numbers, which may be answers."""
    on, off = ticks()
    values = {fold(row.values[column]) for row in rows if column < len(row.values) and row.values[column]}
    return values <= {sign for sign in on | off if not sign.isdigit() and not sign.isalpha()} | {"x"}


# ---------------------------------------------------------------- codes, questions, answers


@dataclass(slots=True)
class _Places:
    """Where things stand in a form with codes; heads that come later may move them."""

    code: int
    question: int
    answer: int
    remarks: list[int] = field(default_factory=list)


def _read_coded(filled: Sequence[Row], sheet: str) -> tuple[list[Row], str, str] | None:
    """Return the rows and the respondent of a form with a code before each question."""
    places = _places(filled)
    if places is None:
        return None
    respondent, section, found = "", sheet, list[Row]()
    for row in filled:
        values = pad_row(row, max(places.answer, places.question, *places.remarks, 0) + 1)
        title = next((squeeze(value) for value in row.values[: places.question + 1] if value), "")
        if _is_heads(row, places.question):
            places = _move_places(places, row)
            section = title or section
            continue
        code, text, answer = values[places.code], squeeze(values[places.question]), values[places.answer]
        if not (_is_code(code) and text):
            if not title or not answer:
                continue  # a title or an instruction
            code, text = "", title
        remarks = "\n".join(values[at] for at in places.remarks if values[at])
        if answer and not respondent and _is_respondent(text, answer):
            respondent = squeeze(answer)
        found.append(Row((section, text, answer, remarks, squeeze(code)), row.lines))
    return (found, respondent, "a form to be filled in") if found else None


def _places(filled: Sequence[Row]) -> _Places | None:
    """Return where codes, questions and answers stand; None where the rows are no such form."""
    width = max((len(row.values) for row in filled), default=0)
    if not 3 <= width <= _MOST_CODED:
        return None
    for code in range(min(3, width - 2)):
        items = [row for row in filled if len(row.values) > code + 1 and _is_code(row.values[code])]
        texts = [squeeze(row.values[code + 1]) for row in items if row.values[code + 1]]
        if len(texts) < max(_LEAST, 0.8 * len(items)) or len(set(texts)) < 0.9 * len(texts):
            continue
        heads = next((row for row in filled if _is_heads(row, code + 1)), None)
        if heads is None:
            continue  # nothing tells where answers stand
        named = head_words(Column(heads.values[code + 1])) & WHAT
        if not named and sum(len(text.split()) for text in texts) < _WORDS * len(texts):
            continue
        told = [at for at in range(code + 2, len(heads.values)) if head_words(Column(heads.values[at])) & ANSWERS]
        if len(told) > 1 and heads.values[code + 1]:
            continue  # a table that asks several things of each item
        if told and sum(len(pairs(pad_row(row, told[0] + 1)[told[0]])) > 1 for row in items) * 2 > len(items):
            continue  # a codebook: what stands there are codes with their labels
        return _move_places(_Places(code, code + 1, code + 2), heads)
    return None


def _move_places(places: _Places, heads: Row) -> _Places:
    """Return where things stand below a row of heads."""
    named = {at: head_words(Column(text)) for at, text in enumerate(heads.values) if text and at > places.question}
    answer = next((at for at, words in named.items() if words & ANSWERS), places.answer)
    remarks = [at for at, words in named.items() if at != answer and not words & (GUIDANCE | CODE)]
    return _Places(places.code, places.question, answer, remarks)


def _is_heads(row: Row, question: int) -> bool:
    """Return whether a row says where answers stand."""
    behind = [value for value in row.values[question + 1 :] if value]
    if not behind or any(len(value.split()) > _LONGEST_HEAD for value in behind) or _is_code(row.values[0]):
        return False
    known = ANSWERS | REMARKS | GUIDANCE | WHAT
    heads = [head_words(Column(value)) for value in behind]
    if not any(words & ANSWERS for words in heads):
        return False
    return bool(head_words(Column(row.values[question])) & WHAT) or sum(
        bool(words & known) for words in heads
    ) * 2 > len(heads)


def _is_code(text: str) -> bool:
    return bool(text) and len(text) <= 16 and _CODE.match(text) is not None


def _is_respondent(head: str, value: str) -> bool:
    """Return whether a row names the respondent; a person is whoever filled the form in, where a body answers."""
    closed = is_closed_word(value) or does_not_apply(value) or is_number(value)
    if closed or not names_respondent(Column(head.rstrip(" :*"))):
        return False
    return not (holds_personal(head, [value]) or may_name_people(head, [value]))
