"""What an answer states: one dataclass for each kind of statement, with its citations.

Statements hold facts, not words: :mod:`msqqa.render.prose` puts words to them. ``kind`` names the kind in JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from msqqa.model.closed import Aggregated, Choice, Tallied
    from msqqa.model.names import Basis, Stance, Verdict

Part = Literal["matched", "denied", "possible", "rejected"]
"""Of a set: its members; those members that mention something only to deny it; those who may belong; those against
whom there is evidence."""
Reason = Literal["", "boxes empty", "tick lost", "says so", "contradiction"]
"""Why a stance is not what a tick says: the boxes are empty; the source no longer shows the tick; the answer itself
says that it is unclear; tick and text contradict each other."""
Refused = Literal["absent", "undecided", "nothing"]
"""Why nothing is answered: the subject gave no response; closed answers do not decide it; no cell bears on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that an answer states."""

    kind: ClassVar[str]
    citations: tuple[int, ...] = ()
    """The numbers of the citations that it rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A respondent of a set."""

    id: str
    name: str
    stance: Stance | None = None
    reviewed: bool = False
    """Whether an analyst decided that it belongs there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStatement(Statement):
    """Who belongs to one part of a set."""

    kind: ClassVar[str] = "set"
    part: Part
    examined: int
    members: tuple[Member, ...]
    blank: int = 0
    """How many left the question blank, and are counted apart."""
    unclear: int = 0
    """How many cannot be read as one thing or the other, and are counted apart."""
    asked: str = ""
    """The text of the form's question that decides; empty where none or several do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictStatement(Statement):
    """The stance of one respondent: on the claim that was asked, or of its cell."""

    kind: ClassVar[str] = "verdict"
    respondent: str
    """Its id."""
    name: str
    stance: Stance | None
    """None where nothing that was found tells on the claim."""
    basis: Basis
    question: str = ""
    """Id of the form's question whose cell it is; empty for the claim that was asked."""
    asked: str = ""
    """The text of that question."""
    whole: bool = False
    """Whether the claim was about a part of the cell, and this is the cell's own stance."""
    possible: bool = False
    """Whether the evidence is not sure."""
    reason: Reason = ""
    options: tuple[str, ...] = ()
    """The ticked options of a question with a choice."""
    missing: str = ""
    """What was asked for and does not stand there, such as a share or a date; empty where it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStatement(Statement):
    """What an analyst decided of one respondent; it may cite nothing."""

    kind: ClassVar[str] = "review"
    respondent: str
    """Its id."""
    name: str
    decided: Stance | Verdict
    """The stance; of a mention, the verdict."""
    question: str = ""
    """Id of the form's question that was corrected; empty for the claim that was asked."""
    whole: bool = False
    """Whether the claim was about a part of the cell, and this is the cell's own stance."""
    reason: str
    """Why and by whom, in the analyst's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractStatement(Statement):
    """What a respondent says, word for word."""

    kind: ClassVar[str] = "extract"
    respondent: str
    """Its id."""
    name: str
    text: str
    """It stands in the quote of the citation."""
    goes_on: bool = False
    """Whether the sentence goes on after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonStatement(Statement):
    """Whether respondents agree on a question of the form."""

    kind: ClassVar[str] = "comparison"
    question: str
    """Its id."""
    asked: str
    """Its text."""
    members: tuple[Member, ...]

    @property
    def result(self) -> Literal["agree", "differ", "undecided"]:
        """Whether their stances are equal; undecided where one of them tells nothing."""
        stances = {member.stance for member in self.members}
        if stances & {"blank", "unclear", None}:
            return "undecided"
        return "agree" if len(stances) == 1 else "differ"


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceChange:
    """A question that was answered otherwise in a later edition."""

    question: str
    before: Stance
    after: Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionChange:
    """A question of the form that a later edition asks otherwise, or that is answered there in other words."""

    how: Literal["reworded", "added", "dropped", "rewritten"]
    question: str
    asked: str
    before: str = ""
    """How the earlier edition words it, where it is reworded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeStatement(Statement):
    """What a respondent answers otherwise in a later edition."""

    kind: ClassVar[str] = "change"
    members: tuple[Member, ...]
    """The responses, in the order of their editions."""
    compared: int
    """How many questions both editions answer with a stance."""
    changes: tuple[StanceChange, ...]
    revisions: tuple[QuestionChange, ...] = ()
    """What is otherwise between the first and the last of them that is no stance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldStatement(Statement):
    """That personal data stands there and is not shown."""

    kind: ClassVar[str] = "note"
    withheld: tuple[str, ...]
    """The kinds of data, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalStatement(Statement):
    """That the corpus does not hold the answer, or that it is not decided; the citation is the nearest passage."""

    kind: ClassVar[str] = "refusal"
    reason: Refused
    what: tuple[str, ...] = ()
    """Who is absent, or why it is not decided."""
    nearest: tuple[str, ...] = ()
    """Texts of the form's questions that come nearest, where closed answers do not decide."""


# ---------------------------------------------------------------- closed answers


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceStatement(Statement):
    """How many chose some options, or gave such a number."""

    kind: ClassVar[str] = "count"
    part: Part
    choice: Choice
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyStatement(Statement):
    """How often each option was chosen."""

    kind: ClassVar[str] = "tally"
    tally: Tallied


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberStatement(Statement):
    """A number over the numbers of all, or who has the most or the least."""

    kind: ClassVar[str] = "number"
    aggregate: Aggregated
    members: tuple[Member, ...]
    """Those of the figures, in their order."""
    apart: tuple[Member, ...] = ()
    """Those whose numbers cannot be compared, in their order."""


# ---------------------------------------------------------------- the corpus itself


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusStatement(Statement):
    """Something about the corpus itself: it may cite nothing, as it is nobody's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RespondentsStatement(CorpusStatement):
    """Who is in the corpus."""

    kind: ClassVar[str] = "respondents"
    names: tuple[str, ...]
    total: int
    """How many there are in all."""
    questions: int
    """How many questions the form has, parts of questions counted too."""
    whole: int
    """How many of them are no part of another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsStatement(CorpusStatement):
    """Questions of the form: all of them, those with a number, or those nearest to a topic."""

    kind: ClassVar[str] = "questions"
    questions: tuple[tuple[str, str], ...]
    """Id and text of each."""
    chosen: Literal["all", "named", "nearest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredStatement(CorpusStatement):
    """How many answered a question."""

    kind: ClassVar[str] = "answered"
    question: str
    answered: int
    asked: int
    blank: tuple[str, ...]
    """Names of those who left it blank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionsStatement(CorpusStatement):
    """How many responses there are of each edition."""

    kind: ClassVar[str] = "editions"
    editions: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryStatement(CorpusStatement):
    """How a respondent answered in all."""

    kind: ClassVar[str] = "summary"
    name: str
    answered: int
    questions: int
    stances: tuple[tuple[Stance, int], ...]
    """How many of its yes/no questions have each stance."""
