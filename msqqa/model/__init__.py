"""The nouns of msqqa, as small frozen dataclasses, and nothing else.

They follow the data from a file to an answer: a :class:`Document` of :class:`Block` s is aligned to a :class:`Form` and
becomes :class:`Cell` s; cells are split into :class:`Passage` s; a question becomes a :class:`Plan`; the plan, decided
over the cells, becomes an :class:`Answer` whose statements rest on :class:`Citation` s.

Offsets are half-open ranges of code points of the source's text as it stands, line ends untranslated.
"""

from __future__ import annotations

from msqqa.model.answer import Answer, Citation, Coverage, Decision
from msqqa.model.cells import Cell, Passage, Respondent, Review, Segment, SegmentedResponse, Selection
from msqqa.model.closed import Closed
from msqqa.model.document import Block, Document
from msqqa.model.form import Field, Form, Question, Section
from msqqa.model.names import (
    CATEGORIES,
    PERSONAL,
    STANCES,
    VERDICTS,
    Basis,
    BlockKind,
    Category,
    Holds,
    Kind,
    Polarity,
    Range,
    SelectionState,
    Stance,
    Verdict,
)
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
    Restriction,
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
    "Restriction",
    "Review",
    "Section",
    "Segment",
    "SegmentedResponse",
    "Selection",
    "SelectionState",
    "SetPlan",
    "Stance",
    "Statement",
    "Tally",
    "Verdict",
    "Which",
]
