"""The nouns of msqqa, as small frozen dataclasses, and nothing else.

They follow the data from a file to an answer: a :class:`Document` of :class:`Block` s is aligned to a :class:`Form` and
becomes :class:`Cell` s; cells are split into :class:`Passage` s; a question becomes a :class:`Plan`; the plan, decided
over the cells, becomes an :class:`Answer` whose statements rest on :class:`Citation` s.

Offsets are half-open ranges of code points of the source's text as it stands, line ends untranslated.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from msqqa.model.closed import Closed
from msqqa.model.plan import (
    About,
    Aggregate,
    Change,
    Compare,
    Concept,
    Count,
    Lookup,
    Mode,
    Open,
    Operator,
    Plan,
    Relation,
    SetPlan,
    Tally,
    Which,
)
from msqqa.model.statements import Statement

__all__ = [
    "CATEGORIES",
    "PERSONAL",
    "STANCES",
    "VERDICTS",
    "About",
    "Aggregate",
    "Answer",
    "Basis",
    "Block",
    "BlockKind",
    "Category",
    "Cell",
    "Change",
    "Citation",
    "Closed",
    "Compare",
    "Concept",
    "Count",
    "Coverage",
    "Decision",
    "Document",
    "Field",
    "Form",
    "Holds",
    "Kind",
    "Lookup",
    "Mode",
    "Open",
    "Operator",
    "Passage",
    "Plan",
    "Polarity",
    "Question",
    "Range",
    "Relation",
    "Respondent",
    "Review",
    "Section",
    "Segment",
    "Selection",
    "SelectionState",
    "SetPlan",
    "Stance",
    "Statement",
    "Tally",
    "Verdict",
    "Which",
]

Kind = Literal["yesno", "choice", "open", "tick", "group", "contact", "respondent"]
"""What a question asks for.

``tick`` is one box with a label and room for details; ``group`` has no cell of its own, only its parts have;
``respondent`` is the field that names who filled the form in.
"""
Stance = Literal["yes", "no", "planned", "partial", "blank", "unclear"]
"""What a cell says. ``blank``: nothing was answered, which is never a no; ``unclear``: something was, but it cannot be
told what, as where a tick is lost."""
Basis = Literal["ticked", "stated", "inferred"]
"""What a stance rests on: a box, the text's own yes or no, or only what the text goes on to tell."""
SelectionState = Literal["marked", "empty", "lost", "none"]
"""``empty``: the boxes are visible and none is marked; ``lost``: the source no longer shows which one was; ``none``:
the cell has no boxes."""
Category = Literal["front matter", "form text", "contact", "cell", "page debris"]
BlockKind = Literal["heading", "item", "paragraph", "table", "code", "html", "rule", "debris"]
"""``debris``: a running head or foot, a page's number; what repeats on the pages and is nobody's text."""
Holds = Literal["name", "title", "organization", "email", "phone", "ip", "address", "contact", "other"]
"""What stands in a contact's field; ``contact``: whatever tells who somebody is, as below "Completed by"."""
PERSONAL: frozenset[Holds] = frozenset({"name", "email", "phone", "ip", "address", "contact"})
"""What is withheld of these."""
Polarity = Literal["positive", "negative"]
"""Whether a set is of those that have something, or of those that have not."""
Verdict = Literal["matched", "possible", "rejected", "none"]
"""``matched``: in the set; ``possible``: near in meaning, shown but not counted; ``rejected``: there is evidence
against it; ``none``: examined, and nothing was found."""

STANCES: tuple[Stance, ...] = ("yes", "no", "planned", "partial", "blank", "unclear")
VERDICTS: tuple[Verdict, ...] = ("matched", "possible", "rejected", "none")
CATEGORIES: tuple[Category, ...] = ("front matter", "form text", "contact", "cell", "page debris")

Range = tuple[int, int]


# ---------------------------------------------------------------- read


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document as its format sees it, with the white space that follows it."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A source as read: its text, and blocks that cover the text without gap or overlap."""

    path: str
    text: str
    blocks: tuple[Block, ...]
    sha256: str
    """Of the file's bytes."""
    pages: tuple[int, ...] = ()
    """Where each page begins, in order, the first at 0; empty for a format that has none."""
    notes: tuple[str, ...] = ()
    """What the user is told about how the file was read, and what could not be."""
    personal: tuple[Range, ...] = ()
    """Where personal data stands, in order and apart; see :mod:`msqqa.personal.find`."""
    rows: tuple[tuple[int, int, int], ...] = ()
    """Of a table: where what a row gave begins, and the first and last line, or row, of the file that it stands on."""

    def is_personal(self, start: int, end: int) -> bool:
        """Return whether any of a range is personal data."""
        at = bisect_right(self.personal, start, key=lambda range_: range_[1])
        return at < len(self.personal) and self.personal[at][0] < end

    @property
    def debris(self) -> tuple[Range, ...]:
        """Where page debris stands, in order."""
        return tuple((block.start, block.end) for block in self.blocks if block.kind == "debris")


# ---------------------------------------------------------------- form


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled line of a contact question."""

    label: str
    holds: Holds


_PRINTED_NUMBER = re.compile(r"(?:\d+|[A-Z]\.\d+)(?:\.\d+|\.[a-z](?![a-z-]))*(?=\.|$)")


def printed_number(question_id: str) -> str | None:
    """Return the printed number with which a question's id begins.

    >>> printed_number("41"), printed_number("49.gender"), printed_number("1.2.1"), printed_number("what-is-it")
    ('41', '49', '1.2.1', None)
    """
    found = _PRINTED_NUMBER.match(question_id)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form, or one part of a question."""

    id: str
    text: str
    kind: Kind
    section: str
    parent: str | None = None
    printed: tuple[str, ...] = ()
    """Other ways in which the form prints ``text``."""
    options: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """Other words for what the question asks, to find it by; never evidence of an answer."""
    guidance: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()

    @property
    def number(self) -> str | None:
        """The printed number, where the form prints one; of a part its question's."""
        return printed_number(self.parent or self.id)


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Form:
    """The questionnaire itself, without anyone's answers."""

    id: str
    title: str
    edition: str
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    """In the order in which the form prints them, each part after its question."""
    respondent_nouns: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    """Of a form made from tables: how each of these was read, in a line."""
    learned: bool = field(default=False, compare=False)
    """Whether it was learned from copies, and nobody has confirmed in ``form.toml`` what it asks."""

    def question(self, question_id: str) -> Question:
        """Return the question of that id; raise ``KeyError`` where the form has none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def phrasings(self, question: Question) -> tuple[str, ...]:
        """Return the ways in which the question may be asked for: in full, by its options or labels, by keywords."""
        full = self.full_text(question)
        listed = (*question.options, *(field.label for field in question.fields))
        return (full, *((f"{full}: {'; '.join(listed)}",) if listed else ()), *question.keywords)

    def full_text(self, question: Question) -> str:
        """Return what the question asks, a part with its question's text before it."""
        if question.parent is None:
            return question.text
        return f"{self.question(question.parent).text} — {question.text}"


# ---------------------------------------------------------------- cells


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a document's characters and what it is."""

    start: int
    end: int
    category: Category
    question: str | None = None
    """The question whose answer this is a piece of; for form text, the question that it asks."""
    withheld: bool = False
    """Personal data: shown only on request."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is ticked in a cell, and where that is seen."""

    state: SelectionState
    options: tuple[str, ...] = ()
    """The marked options, as the form words them; for a yes/no question ``yes`` or ``no``."""
    span: Range | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """An analyst's correction, and what it stands in place of."""

    reason: str
    """Why."""
    by: str
    """Who says so."""
    date: str = ""
    """When it was said, as the analyst wrote it; empty where nobody did."""
    verdict_before: Verdict | None = None
    """What was decided without it; None where nothing but a stance was."""
    stance_before: Stance | None = None
    """The stance that was read without it."""
    basis_before: str = ""
    """What that stance rested on."""

    @property
    def words(self) -> str:
        """What is shown of it, in one line; without square brackets, which an answer's text keeps for its marks."""
        said = " ".join(f"{self.reason.strip().removesuffix('.')} ({self.by})".split())
        return f"reviewed: {said.replace('[', '(').replace(']', ')')}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One respondent's answer to one question."""

    respondent: str
    question: str
    source: str
    runs: tuple[Range, ...]
    """The cell's characters, in order; withheld ones are not among them."""
    answers: tuple[Range, ...]
    """What of the runs is the respondent's own words: not the boxes, nor options that nobody marked."""
    selection: Selection
    stance: Stance
    basis: Basis
    withheld: tuple[Range, ...] = ()
    anchor: Range | None = None
    """Where the form's own text for this cell stands, to cite a cell that holds nothing."""
    language: str = field(default="en", compare=False)
    """The code of the language that it is written in, as far as its text tells; else its response's."""
    reviewed: Review | None = field(default=None, compare=False)
    """The correction that the stance is of, where an analyst made one."""
    value: Range | None = field(default=None, compare=False)
    """Where the answer itself stands beside remarks on it, as in a table: an empty range where there are only remarks;
    None where all of it is the answer."""

    def hides(self, start: int, end: int) -> bool:
        """Return whether any of a range of the source is withheld."""
        return any(a < end and start < b for a, b in self.withheld)


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who filled the form in."""

    id: str
    """As citations carry it: the stem of the response's file, unless the corpus says otherwise."""
    name: str
    aliases: tuple[str, ...] = ()
    """Other names it is known by: codes, names in other languages."""
    groups: tuple[str, ...] = ()
    """What it belongs to, such as its region."""
    edition: str = ""
    """The wave of the form that it answered."""
    codes: tuple[str, ...] = ()
    """Short codes that a table files it under: good for a filter, never a name within a question ("no" for Norway)."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one cell that the encoder can read whole."""

    respondent: str
    question: str
    source: str
    start: int
    end: int
    text: str
    """For reading: without marks, links without their targets, a broken paragraph joined."""
    key: str
    """Hash of exactly the text that is encoded, and of the model."""
    quote: str = ""
    """What stands at the span, character for character."""
    lines: tuple[int, int] = (0, 0)
    """The first and the last line that it stands on, from 1."""


# ---------------------------------------------------------------- answer


@dataclass(frozen=True, slots=True)
class Citation:
    """A span with its quote: ``quote`` is, byte for byte, what stands at ``chars`` of ``source``."""

    n: int
    """Its mark in the answer, from 1."""
    id: str
    """``<corpus>/<respondent>/<question_id>#<from>-<to>``: the same place has the same id in every answer."""
    respondent: str
    """Id of the respondent whose answer it is."""
    question_id: str
    """The form's printed number (``41``, ``49.gender``), or a slug where it prints none."""
    question: str
    """What the form asks there, a part with its question's text before it."""
    source: str
    """The file: relative to the current folder when below it, else absolute."""
    lines: tuple[int, int]
    """First and last line of the span, from 1."""
    page: int | None
    """Page on which the span begins, from 1; None for a format that has no pages."""
    chars: Range
    """Half-open range of code points of the source's text."""
    quote: str
    """What stands there, with the format's own marks and line ends."""
    sha256: str
    """Of the quote in UTF-8, in hexadecimal."""

    @property
    def place(self) -> str:
        """Where a reader looks the span up in its source: its page, or its lines where there are no pages."""
        if self.page is not None:
            return f"page {self.page}"
        first, last = self.lines
        return f"line {first}" if first == last else f"lines {first}–{last}"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for one respondent."""

    id: str
    """The respondent's id, as citations carry it."""
    name: str
    """The respondent's name, as the answer's text has it."""
    verdict: Verdict
    """Whether it is in the set; for one respondent looked up, whether it has what was asked for."""
    stance: Stance | None
    """What it says on the claim that was asked; None in mode ``mention``, for the operator ``open``, and where it says
    nothing on it."""
    basis: str
    """A stance's basis, or ``words`` or ``meaning`` where no stance was asked for."""
    score: float
    """How well what was found bears on the question; comparable within one answer only, 0 where nothing was found."""
    citations: tuple[int, ...]
    """The numbers of the citations that it rests on."""
    denials: tuple[int, ...] = ()
    """Those of them that mention something only to say that it is not there; a mention all the same."""
    cell_stance: Stance | None = None
    """What its cell says to the form's own question, where that is another matter than the claim that was asked."""
    extract: str = ""
    """Of its first citation, the words that bear on the question, as they stand; empty where it has none, or
    does not belong to what was asked for."""
    reviewed: Review | None = None
    """The correction that verdict and stance are of, where an analyst made one; the basis of a stance that was read
    otherwise is then ``inferred``."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many respondents there are, were examined, and with what outcome.

    The four verdicts add up to ``examined``; so do the six stances and ``silent`` wherever stances are what decides,
    and else they are 0.
    """

    respondents: int
    """In the corpus."""
    examined: int
    """That the question is asked of; 0 where it is about nobody who is here."""
    matched: int = 0
    """In the set."""
    possible: int = 0
    """Near in meaning; shown, not counted."""
    rejected: int = 0
    """With evidence against it."""
    none: int = 0
    """With nothing found."""
    yes: int = 0
    """Whose cell says yes."""
    no: int = 0
    """Whose cell says no."""
    planned: int = 0
    """Whose cell says that it is planned: no yes yet."""
    partial: int = 0
    """Whose cell says yes in part."""
    blank: int = 0
    """Whose cell holds no answer: never counted as a no."""
    unclear: int = 0
    """Whose answer cannot be told, as where the tick is lost."""
    silent: int = 0
    """Who say nothing on a claim that is no question of the form."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question came to; every output format is made from this.

    ``msqqa.render.render(answer, Format.json)`` writes it as the JSON that ``msqqa ask --format json`` prints, and
    ``msqqa.render.as_json.as_dict(answer)`` is the same as a dictionary.
    """

    question: str
    """As it was asked."""
    plan: Plan
    """How it was read."""
    answered: bool
    """False where the corpus does not hold the answer; then nobody is among ``respondents``, and ``citations`` are the
    nearest passages. An empty set and a blank cell are answers."""
    statements: tuple[Statement, ...]
    """What it states, typed; :func:`msqqa.render.prose.paragraph` puts words to it."""
    coverage: Coverage
    """How many respondents it was asked of, and with what outcome."""
    respondents: tuple[Decision, ...]
    """What was decided for each; of those about whom nothing was found, only whom the question is about, unless
    everyone was asked for."""
    citations: tuple[Citation, ...]
    """What it rests on, best first, numbered from 1; then further passages that bear on it."""
    notes: tuple[str, ...] = ()
    """What the asker should be told besides, such as a name that was read as another."""
    changed_sources: tuple[str, ...] = ()
    """The cited files, by their paths below the corpus folder, that are no longer what was indexed."""
    unclear: tuple[str, ...] = ()
    """The names of those whose answer cannot be read as one thing or the other: they are counted apart."""
    closed: Closed | None = None
    """What closed answers come to, where they decide: a set by option or number, a tally, an aggregate."""
    claim: str = ""
    """The claim that was decided, in words by which it can be corrected; empty where the form's own questions decided,
    or several claims."""
    text: str = field(default="", compare=False)
    """The answer as one paragraph, with the marks of its citations; :meth:`msqqa.Asker.ask` fills it in."""
    seconds: float | None = field(default=0.0, compare=False)
    """How long it took to answer, if that is told; two answers that differ in nothing else are equal."""
