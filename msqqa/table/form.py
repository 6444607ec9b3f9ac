"""What the respondents of some tables were asked → a form: sections, questions with their ids, kinds and options."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.closed.column import column_of
from msqqa.errors import SourceError
from msqqa.model import Form, Question, Section
from msqqa.table.personal_columns import holds_personal, may_name_people
from msqqa.table.values import classify_value, is_blank, is_closed_word, kind_of
from msqqa.table.vocabulary import NOUNS, head_words
from msqqa.words import slug, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from msqqa.closed.column import ColumnType as AnswerColumn
    from msqqa.model import Kind
    from msqqa.table.respondents import Filled, TableQuestion
    from msqqa.table.sheet import Column

MAX_QUESTIONS = 5_000
_LONGEST_ID = 60
_NUMBER = re.compile(
    r"\s*+(?:Q(?:uestion)?|Item|No)?\.?\s*+#?(?P<number>\d{1,3}(?:\.\d{1,3}|[a-z])*+)(?:\s*+[.):\-–—])?"
    r"(?:\s++(?P<text>\S.*)|\s*+$)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = "answers"


@dataclass(frozen=True, slots=True)
class Made:
    """A form made from tables, and the id of each thing that they ask."""

    form: Form
    ids: dict[TableQuestion, str]
    """Of what is answered, and of the groups that parts belong to: these by (parent, section) under the same name."""
    groups: dict[tuple[str, str], str]
    """(Group's text, section) → its id."""


def form_of(id_: str, title: str, everybody: Sequence[Filled], nouns: Iterable[str]) -> Made:
    """Return the form that respondents filled in.

    Parameters
    ----------
    id_, title:
        The form's.
    everybody:
        Whose answers tell of what kind each question is; the order is that in which questions are first met.
    nouns:
        What respondents are called.

    Raises
    ------
    SourceError
        If there are too many questions: then the column that names them is another one.
    """
    values: dict[TableQuestion, Counter[str]] = {}
    alike: dict[tuple[str, str, int], Counter[str]] = {}
    told: dict[TableQuestion, dict[str, None]] = {}
    for filled in everybody:
        for asked, item in filled.items.items():
            values.setdefault(asked, Counter())[item.answer] += 1
            if asked.options:
                told.setdefault(asked, {}).update(dict.fromkeys(asked.options))
            if asked.parent:
                alike.setdefault((asked.text, asked.code, asked.times), Counter())[item.answer] += 1
        if len(values) > MAX_QUESTIONS:
            raise SourceError(
                f"{filled.file}: asks more than {MAX_QUESTIONS:,} questions", "say in [table] which columns are answers"
            )
    contacts = _contacts(values)
    namer = _Namer()
    sections: dict[str, Section] = {}
    ids: dict[TableQuestion, str] = {}
    groups: dict[tuple[str, str], str] = {}
    questions: dict[str, Question] = {}
    parts: dict[str, list[Question]] = {}
    for asked, counted in values.items():
        section = sections.get(asked.section)
        if section is None:
            section = sections[asked.section] = Section(namer.section(asked.section), asked.section or title)
        pooled = alike.get((asked.text, asked.code, asked.times), counted)
        known = tuple(told.get(asked, ()))
        kind, options = _kind(asked, pooled, known, is_contact=asked in contacts)
        keywords = _keywords(asked)
        if not asked.parent:
            own, text = namer.question(asked.text, asked.code)
            questions[own] = Question(own, text, kind, section.id, options=options, keywords=keywords)
        else:
            group = asked.parent, asked.section
            if group not in groups:
                groups[group], text = namer.question(asked.parent, "")
                questions[groups[group]] = Question(groups[group], text, "group", section.id)
            above = groups[group]
            own, text = namer.part(above, asked.text, asked.code)
            part = Question(own, text, kind, section.id, above, options=options, keywords=keywords)
            parts.setdefault(above, []).append(part)
        ids[asked] = own
    ordered = [q for question in questions.values() for q in (question, *parts.get(question.id, ()))]
    form = Form(id_, title, "", tuple(sections.values()), tuple(ordered), tuple(nouns))
    return Made(form, ids, groups)


def nouns_of(column: Column | None) -> list[str]:
    """Return what a column of respondents calls them, one and several.

    >>> from msqqa.table.sheet import Column
    >>> nouns_of(Column("Country name"))
    ['country', 'countries']
    """
    if column is None:
        return []
    found = [word for word in head_words(column) & NOUNS if not word.endswith("ies")]
    if not found:
        return ["person", "persons", "people"] if {"name", "names"} & set(head_words(column)) else []
    return [form for noun in sorted(found) for form in (noun, _make_plural(noun))]


def _make_plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def _contacts(values: Mapping[TableQuestion, Counter[str]]) -> set[TableQuestion]:
    """Return what asks for personal data; a bare "Name" does beside an address: it names no respondent."""
    found = {a for a, counted in values.items() if _is_contact(a, counted)}
    if found:
        found |= {a for a, counted in values.items() if may_name_people(a.text or a.code, counted)}
    return found


def _is_contact(asked: TableQuestion, counted: Counter[str]) -> bool:
    return not asked.options and holds_personal(asked.text or asked.code, counted, (asked.parent, asked.section))


def _kind(
    asked: TableQuestion, pooled: Counter[str], known: tuple[str, ...], *, is_contact: bool
) -> tuple[Kind, tuple[str, ...]]:
    """Return a question's kind and its options; parts of that name tell together of what kind each is.

    ``known`` are the options that the export tells.
    """
    if known:
        by_words = (
            not asked.several and all(map(is_closed_word, known)) and {"yes", "no"} <= set(map(classify_value, known))
        )
        return ("yesno", ()) if by_words else ("choice", known)
    kind = kind_of(pooled)
    if kind != "yesno" and is_contact:
        return "contact", ()
    if kind == "open" and _is_flag(asked, pooled):
        kind = "yesno"
    if kind == "yesno":
        return kind, ()
    column = _column(tuple(sorted((value, n) for value, n in pooled.items() if not is_blank(value))))
    return ("choice", column.options) if column.type in ("option", "options") else ("open", ())


@lru_cache(maxsize=512)
def _column(counted: tuple[tuple[str, int], ...]) -> AnswerColumn:
    """Return a column's type; parts of one name have one, which is told once."""
    return column_of(dict(counted))


def _is_flag(asked: TableQuestion, counted: Counter[str]) -> bool:
    """Return whether 1 and 0 stand for yes and no: one box of several, or a question that asks whether."""
    values = {value for value in counted if not is_blank(value)}
    first = next(words(asked.text), None)
    asks = first is not None and first.text in {"is", "are", "does", "do", "did", "has", "have", "can", "will", "was"}
    return bool(values) and values <= {"0", "1"} and (asks or bool(asked.parent))


def _keywords(asked: TableQuestion) -> tuple[str, ...]:
    """Return a question's short name where it is made of words that the text has not; a part shares its with others."""
    if asked.parent:
        return ()
    there = {word.text for word in words(asked.text)}
    found = [word.text for word in words(asked.code)]
    new = [word for word in found if word not in there and len(word) > 3 and not any(c.isdigit() for c in word)]
    return (" ".join(found),) if new else ()


class _Namer:
    """Gives ids, each once: the printed number, else a slug."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}
        """Id → the number up to which those with it are taken."""

    def section(self, title: str) -> str:
        return self._free(slug(f"section {title}") if title else _SECTION)

    def question(self, text: str, code: str) -> tuple[str, str]:
        """Return a question's id, and its text without the number that is its id."""
        printed = _NUMBER.fullmatch(code) or _NUMBER.fullmatch(text)
        if printed is not None:
            rest = (printed["text"] or "").strip() if printed.string == text else text
            return self._free(printed["number"].lower()), rest or text
        return self._free(slug(code) or slug(text)), text

    def part(self, above: str, text: str, code: str) -> tuple[str, str]:
        """Return the id of a part of a question, which begins with the question's."""
        own = _shorten_id(slug(code) or slug(text) or "part")
        return self._free(f"{above}.{own}"), text

    def _free(self, wanted: str) -> str:
        wanted = _shorten_id(wanted) if "." not in wanted else wanted
        wanted = wanted or "question"
        found, n = wanted, self._taken.get(wanted, 1)
        while found in self._taken:
            n += 1
            found = f"{wanted}-{n}"
        self._taken[found] = 1
        self._taken[wanted] = n
        return found


def _shorten_id(id_: str) -> str:
    """Return as much of a slug's beginning as an id can be."""
    if len(id_) <= _LONGEST_ID:
        return id_
    cut = id_[: _LONGEST_ID + 1]
    return cut[: cut.rfind("-")] if "-" in cut else id_[:_LONGEST_ID]
