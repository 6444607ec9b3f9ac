"""The nouns of msqqa, as small frozen dataclasses, and nothing else.

They follow the data from a file to an answer: a :class:`Document` of :class:`Block` s is aligned to a :class:`Form` and
becomes :class:`Cell` s; cells are split into :class:`Passage` s; a question becomes a :class:`Plan`; the plan, decided
over the cells, becomes an :class:`Answer` whose statements rest on :class:`Citation` s.

Offsets are half-open ranges of code points of the source's text as it stands, line ends untranslated.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["yesno", "choice", "open", "tick", "group", "contact", "respondent"]
"""What a question asks for.

``tick`` is one box with a label and room for details; ``group`` has no cell of its own, only its parts have;
``respondent`` is the field that names who filled the form in.
"""
Stance = Literal["yes", "no", "planned", "partial", "blank", "unclear"]
Basis = Literal["ticked", "stated", "inferred"]
SelectionState = Literal["marked", "empty", "lost", "none"]
"""``empty``: the boxes are visible and none is marked; ``lost``: the source no longer shows which one was; ``none``:
the cell has no boxes."""
Category = Literal["front matter", "form text", "contact", "cell", "page debris"]
BlockKind = Literal["heading", "item", "paragraph", "table", "code", "html", "rule"]
Holds = Literal["name", "title", "organization", "email", "other"]
"""What stands in a contact's field; names and e-mail addresses are withheld."""
Operator = Literal["lookup", "which", "count", "compare", "open"]
Mode = Literal["question", "mention", "meaning"]
Polarity = Literal["positive", "negative"]
Verdict = Literal["matched", "possible", "rejected", "none"]

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


# ---------------------------------------------------------------- form


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled line of a contact question."""

    label: str
    holds: Holds


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
        """The printed number, where the form prints one."""
        head = self.id.split(".", 1)[0]
        return head if head.isdigit() else None


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


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who filled the form in."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    edition: str = ""


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


# ---------------------------------------------------------------- plan and answer


@dataclass(frozen=True, slots=True)
class Concept:
    """Something a respondent must mention or mean: any of its terms will do."""

    terms: tuple[str, ...]
    questions: tuple[str, ...] = ()
    polarity: Polarity = "positive"


@dataclass(frozen=True, slots=True)
class Plan:
    """A question understood."""

    operator: Operator
    mode: Mode | None
    polarity: Polarity
    respondents: tuple[str, ...]
    questions: tuple[str, ...]
    concepts: tuple[Concept, ...]
    combine: Literal["and", "or"]
    text: str
    """The question as it is encoded: without the names that became filters."""
    absent: tuple[str, ...] = ()
    """Subjects that are no respondent here."""
    editions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What was understood in another way than typed, to be told to the user."""
    reasons: tuple[str, ...] = ()
    """Why each part was read so, for ``--explain``."""

    @property
    def terms(self) -> tuple[str, ...]:
        """The concepts' terms, each once, in order."""
        return tuple(dict.fromkeys(term for concept in self.concepts for term in concept.terms))


@dataclass(frozen=True, slots=True)
class Citation:
    """A span with its quote: ``quote`` is, byte for byte, what stands at ``chars`` of ``source``."""

    n: int
    id: str
    respondent: str
    question_id: str
    question: str
    source: str
    lines: tuple[int, int]
    page: int | None
    chars: Range
    quote: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for one respondent."""

    id: str
    name: str
    verdict: Verdict
    stance: Stance | None
    basis: str
    """A stance's basis, or ``words`` or ``meaning`` where no stance was asked for."""
    score: float
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer, and the citations it rests on."""

    kind: Literal["count", "stance", "extract", "nearest"]
    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many respondents there are, were examined, and with what outcome."""

    respondents: int
    examined: int
    matched: int = 0
    possible: int = 0
    rejected: int = 0
    none: int = 0
    yes: int = 0
    no: int = 0
    planned: int = 0
    partial: int = 0
    blank: int = 0
    unclear: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question came to; every output format is made from this."""

    question: str
    plan: Plan
    answered: bool
    statements: tuple[Statement, ...]
    coverage: Coverage
    respondents: tuple[Decision, ...]
    citations: tuple[Citation, ...]
    notes: tuple[str, ...] = ()
    seconds: float = field(default=0.0, compare=False)

    @property
    def text(self) -> str:
        """The answer as one paragraph: each statement followed by the marks of its citations."""
        return " ".join(statement.text for statement in self.statements)
