"""What each column of a table is: respondent, question, answer, remark; guessed, or said in ``form.toml``.

A table is *wide*: a row a respondent, a column a question; or *long*: a row a respondent and an item, with one column
of answers (the item is the question) or several (a question is item × column). What was guessed is told by
``msqqa index``; who wants it otherwise says so in the corpus's ``form.toml``, each column by its head::

    [table]                             # or [[table]] several times, each with the file that it is about
    file = "entries.csv"                # left out: every table of the corpus
    sheet = "Answers"                   # of a workbook
    layout = "long"                     # or "wide"; "none" for a table that holds no responses
    respondent = "country"              # whoever filled it in; "" where a file is one respondent's
    code = "place"                      # a short name for the respondent
    edition = "year"
    groups = ["region"]                 # what the respondent belongs to
    question = "dataset"                # long only: what is asked
    question_code = "item"              # long only: its number or short name
    section = "theme"                   # long only
    answers = ["exists", "digital"]     # left out: every column that is nothing else
    details = ["comment"]               # remarks on the answer: on the only one (long), or on the column before (wide)
    ignore = ["timestamp"]
    questions = "questions.csv"         # the table that gives the questions' texts, or the codebook; "" for none
    heads = 2                           # rows of heads; 0 for a table without any
    tool = "Qualtrics"                  # what exported it; "" for none of them
    boxes = false                       # columns of one question's options are questions of their own
    missing = ["-99"]                   # codes for an answer that was not given; [] for none
    weight = "wt"                       # says for how many others a response counts; "" for none

``layout = "across"`` is a table with a question a row and a respondent a column. A column that a tool recorded by
itself (when, from where, how long) is left out, unless ``answers`` names it. A key that is left out is guessed. A
``form.toml`` that holds nothing else describes no form for other files.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from msqqa.corpus import OWN_FORM, toml
from msqqa.errors import FormError
from msqqa.table import tools
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from msqqa.table.sheet import ColumnMapping, Sheet

NO_RESPONSES = "none"
"""A layout that may be said: the table holds no responses."""
ACROSS = "across"
"""A layout that may be said: a question a row, a respondent a column."""


@dataclass(frozen=True, slots=True)
class TableSettings:
    """What a ``[table]`` of ``form.toml`` says; None where it leaves something to be guessed."""

    file: str | None = None
    sheet: str | None = None
    layout: str | None = None
    respondent: str | None = None
    code: str | None = None
    edition: str | None = None
    groups: tuple[str, ...] | None = None
    question: str | None = None
    question_code: str | None = None
    section: str | None = None
    answers: tuple[str, ...] | None = None
    details: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    questions: str | None = None
    heads: int | None = None
    tool: str | None = None
    boxes: bool | None = None
    missing: tuple[str, ...] | None = None
    weight: str | None = None

    def is_about(self, sheet: Sheet) -> bool:
        """Return whether a table is one that this is said of."""
        return self.file in (None, sheet.file) and self.sheet in (None, sheet.name)


_KEYS = ", ".join(field.name for field in fields(TableSettings) if field.name not in ("file", "sheet"))
HINT = f" (to change it, say so in form.toml, as [table] with {_KEYS})"
_COLUMNS = ("groups", "answers", "details", "ignore")
_LISTS = (*_COLUMNS, "missing")
_MOST_HEADS = 20
_OTHERS = {"heads": int, "boxes": bool}


def describe_mapping(sheet: Sheet, mapping: ColumnMapping, others: int = 0) -> str:
    """Return in one line what each column of a table is; ``others`` is how many more tables have the same mapping."""

    def named(columns: Sequence[int]) -> str:
        heads = [sheet.columns[c].code or sheet.columns[c].text for c in columns]
        shown = [head if len(head) <= 40 else f"{head[:37]}…" for head in heads[:10]]
        return ", ".join(shown) + (f" and {len(heads) - 10} more" if len(heads) > 10 else "")

    parts = [f"{len(sheet.rows)} rows, {mapping.layout}"]
    parts += [f"a {sheet.tool} export"] if sheet.tool else []
    parts += sheet.read_as
    singles = (
        ("respondent", mapping.respondent),
        ("code", mapping.code),
        ("edition", mapping.edition),
        ("question", mapping.question),
        ("question's code", mapping.question_code),
        ("section", mapping.section),
    )
    parts += [f"{what} = {named([column])}" for what, column in singles if column is not None]
    weights = tuple(at for at in mapping.ignored if sheet.columns[at].role == "weight")
    aside = tuple(at for at in mapping.ignored if at not in weights)
    several = (("groups", mapping.groups), ("answers", mapping.answers), ("details", mapping.details))
    as_weight = "weight" if len(weights) == 1 else "weights (not applied: name one in [table])"
    more = ((as_weight, weights), ("no questions", aside))
    parts += [f"{what} = {named(columns)}" for what, columns in (*several, *more) if columns]
    title = f"{sheet.title} and {others} more like it" if others else sheet.title
    return f"{title}: {'; '.join(parts)}{HINT}"


def load_table_settings(corpus: Path) -> list[TableSettings]:
    """Return what a corpus's ``form.toml`` says about its tables.

    Raises
    ------
    FormError
        If it is not valid.
    """
    file = corpus / OWN_FORM
    tables = toml(file).get("table", []) if file.is_file() else []
    tables = [tables] if isinstance(tables, dict) else tables
    return [_parse_settings(table, file) for table in tables]


def _explain_key(key: str) -> str:
    """Return what a key of [table] holds, as an instruction."""
    if key in _LISTS:
        return 'a list of texts, as ["ONE", "OTHER"]'
    if key == "heads":
        return f"a number from 0 to {_MOST_HEADS}"
    return "true or false" if _OTHERS.get(key) is bool else "a text between quotation marks"


def _parse_settings(table: Any, file: Path) -> TableSettings:
    known = {field.name for field in fields(TableSettings)}
    if not isinstance(table, dict) or not table.keys() <= known:
        unknown = sorted(table.keys() - known)[0] if isinstance(table, dict) else "table"
        raise FormError(f"{file}: [table] has no {unknown!r}", f"it may hold {', '.join(sorted(known))}")
    for key, value in table.items():
        if key in _LISTS:
            right = isinstance(value, list) and all(isinstance(v, str) for v in value)
        else:
            right = type(value) is _OTHERS.get(key, str)
        if not right or (key == "heads" and not 0 <= value <= _MOST_HEADS):
            raise FormError(f"{file}: {key!r} of [table] is of the wrong type", f"write {_explain_key(key)}")
    if table.get("layout", "wide") not in ("wide", "long", ACROSS, NO_RESPONSES):
        raise FormError(f"{file}: 'layout' of [table] is not 'wide', 'long', 'across' or 'none'", "write one of them")
    if table.get("tool") and fold(table["tool"]) not in map(fold, tools.names()):
        raise FormError(f"{file}: 'tool' of [table] is not known", f'write one of {", ".join(tools.names())}, or ""')
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return TableSettings(**given)


def apply_settings(sheet: Sheet, guessed: ColumnMapping, said: TableSettings) -> ColumnMapping:
    """Return a mapping in which what the owner says comes before what was guessed.

    Raises
    ------
    FormError
        If a column is named that the table has not.
    """
    heads: dict[str, int] = {}
    for at, column in enumerate(sheet.columns):
        for head in (column.text, column.code):
            heads.setdefault(fold(squeeze(head)), at)

    def place(head: str) -> int:
        found = heads.get(fold(squeeze(head)))
        if found is None:
            there = ", ".join(c.code or c.text for c in sheet.columns[:20])
            raise FormError(f"{sheet.title}: there is no column {head!r}", f"it has {there}; correct [table]")
        return found

    given: dict[str, Any] = {}
    for key in ("respondent", "code", "edition", "question", "question_code", "section"):
        head = getattr(said, key)
        if head is not None:
            given[key] = place(head) if head else None
    for key in _COLUMNS:
        listed = getattr(said, key)
        if listed is not None:
            given["ignored" if key == "ignore" else key] = tuple(map(place, listed))
    found = replace(guessed, **given)
    if said.layout in ("wide", "long"):
        found = replace(found, layout="wide" if said.layout == "wide" else "long")
    if said.answers is not None and said.ignore is None:
        found = replace(found, ignored=tuple(at for at in found.ignored if at not in found.answers))
    if found.layout == "wide":
        found = replace(found, question=None, question_code=None, section=None)
    taken = {found.respondent, found.code, found.edition, found.question, found.question_code, found.section}
    taken |= {*found.groups, *found.details, *found.ignored}
    rest = tuple(at for at in range(len(sheet.columns)) if at not in taken)
    return replace(found, answers=tuple(a for a in found.answers if a not in taken) if said.answers else rest)
