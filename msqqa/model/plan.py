"""Plans: one dataclass an operator, each with what that operator needs and nothing else.

A plan is a question with its names resolved: what is asked, of whom, about which claims. Whoever carries it out looks
at the plan alone, never at the question's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from msqqa.model.names import Polarity, Stance
    from msqqa.model.periods import DateBound

Operator = Literal["lookup", "which", "count", "compare", "tally", "aggregate", "change", "open", "about"]
"""``lookup``: what one respondent, or several, say; ``which`` and ``count``: which respondents, and how many, a claim
holds of; ``compare``: several side by side; ``tally``: how often each option was chosen; ``aggregate``: the most, the
least, an average; ``change``: what is otherwise from one edition to another; ``about``: the corpus itself; ``open``:
what is said, by whomever."""
Mode = Literal["question", "mention", "option", "number", "meaning"]
"""What decides a set: each stance on a question of the form; the words themselves; a closed answer, by its option or
its number; or words and vectors together."""
Relation = Literal[
    "has",
    "lacks",
    "mentions",
    "omits",
    "plans",
    "partial",
    "ended",
    "blank",
    "answered",
    "unclear",
    "chose",
    "rejected",
    "number",
    "changed",
]
"""How a claim relates a respondent to its topic."""


Narrowing = Literal["only", "excepted", "neither", "both", "whole", "than", "order", "base", "split", "whom"]
"""How a word narrows what is asked; each is a key of the languages' ``[restrictions]``, but the last: that is of words
which say of whom it is asked, and by which nobody here is called ("public" dams)."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """A word of a question that narrows what is asked, which no other part of the plan carries."""

    kind: Narrowing
    text: str
    """As typed."""
    within: bool = False
    """Whether it stands within a topic, so that who judges sentences by the topic reads it."""
    after: tuple[str, ...] = ()
    """The next word that has a topic, folded; empty where none follows."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A claim that may hold of a respondent: a topic, by any of its terms, and the relation to it."""

    terms: tuple[str, ...]
    """As typed, and the long or short form of each that the corpus itself defines."""
    questions: tuple[str, ...] = ()
    """Ids of the form's questions that ask for it, where mode ``question`` decides."""
    polarity: Polarity = "positive"
    """``negative`` for what a respondent must not mention or have."""
    relation: Relation = "has"
    """What is asked of it; a denial is told by the polarity too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What every plan has."""

    operator: ClassVar[Operator]
    """What is asked for."""
    respondents: tuple[str, ...] = ()
    """Ids of those it is asked of; empty for all."""
    questions: tuple[str, ...] = ()
    """Ids of the form's questions that alone are looked at; empty for all. A group's id stands for all its parts."""
    editions: tuple[str, ...] = ()
    """Editions that alone are examined; empty for all."""
    concepts: tuple[Concept, ...] = ()
    """The claims; empty where the question names no topic."""
    combine: Literal["and", "or"] = "and"
    """Whether all of the claims must hold, or any."""
    text: str = ""
    """What is encoded: the question's topics, or the question without the names that became filters."""
    also: tuple[str, ...] = ()
    """The same with an abbreviation as another language writes it, where responses are in several: UIT for ITU."""
    asks: str = "text"
    """What kind of thing the answer is: a person, a date, a number …, of :data:`msqqa.ask.reading.labels.ASKS`."""
    whether: bool = False
    """Whether the question begins as one does that a yes or a no answers, whatever kind of thing it was read to ask."""
    counted: tuple[str, ...] = ()
    """Where a number is asked for, the words that say of what."""
    whole: str = ""
    """The question without the names of whom it is asked: a form may ask all of it, not only its topic."""
    nouns: tuple[str, ...] = ()
    """What is taken for a name of all respondents, as typed: it may be a verb all the same."""
    options: tuple[str, ...] = ()
    """What was chosen of a closed question's options, as typed."""
    boxes: bool = False
    """Whether boxes are asked about, and not what they are for: one without a mark is left unticked."""
    quoted: tuple[str, ...] = ()
    """What stands in quotation marks, which is meant as it is."""
    values: tuple[tuple[str, str], ...] = ()
    """Numbers that answers are compared with: (one of :data:`msqqa.ask.reading.labels.COMPARISONS`, as typed)."""
    absent: tuple[str, ...] = ()
    """Subjects that are no respondent here."""
    objects: tuple[str, ...] = ()
    """Ids of the respondents that the claims of a set end with, as in "works with Belmora": a proof must name one."""
    dated: DateBound | None = None
    """How a date is compared: "before 2000"; None where none is."""
    restrictions: tuple[Restriction, ...] = ()
    """Words that narrow what is asked: who decides the plan must carry them, or refuse it."""
    notes: tuple[str, ...] = ()
    """What was understood in another way than typed, to be told to the user."""
    reasons: tuple[str, ...] = ()
    """Why each part was read so, for ``--explain``."""

    @property
    def terms(self) -> tuple[str, ...]:
        """The concepts' terms, each once, in order."""
        return tuple(dict.fromkeys(term for concept in self.concepts for term in concept.terms))

    def narrows(self, kind: Narrowing) -> bool:
        """Return whether a word narrows it so."""
        return any(restriction.kind == kind for restriction in self.restrictions)

    @property
    def relations(self) -> frozenset[Relation]:
        """The relations of all claims."""
        return frozenset(concept.relation for concept in self.concepts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup(Plan):
    """What one respondent says, or several one by one."""

    operator: ClassVar[Operator] = "lookup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(Plan):
    """Several respondents side by side."""

    operator: ClassVar[Operator] = "compare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Open(Plan):
    """What is said, by whomever says it best."""

    operator: ClassVar[Operator] = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPlan(Plan):
    """A set of respondents: those whom the claims hold of."""

    mode: Mode = "meaning"
    """How the set is decided."""
    polarity: Polarity = "positive"
    """``negative`` where every claim is that something is not there."""
    sought: Stance | None = None
    """The one stance that the set is of, as of those who left a question blank; None where the polarity says it."""
    answered: bool = False
    """Whether the set is of those who answered a question at all."""
    mode_is_given: bool = False
    """Whether the mode is fixed, by the caller or by the question's words: then nothing that is found changes it."""
    beside: tuple[str, ...] = ()
    """The words of it that carry something beside the topics, and are no cue of a mention."""
    cued: bool = False
    """Whether words of the question say that the word itself is wanted: "mention", "refer to"."""
    undecided: str = ""
    """What about the claims is not decided here, such as a number that is compared; empty for nothing."""

    @property
    def silent(self) -> bool:
        """Whether the set is of those who left the question blank, not of those who said something."""
        return self.sought == "blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Which(SetPlan):
    """Which respondents the claims hold of."""

    operator: ClassVar[Operator] = "which"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(SetPlan):
    """How many respondents the claims hold of."""

    operator: ClassVar[Operator] = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally(Plan):
    """How often each option of a closed question was chosen."""

    operator: ClassVar[Operator] = "tally"
    by: str = ""
    """What the frequencies are split by; empty for nothing."""
    top: int = 0
    """How many of the options that were chosen most are asked for; 0 for all."""
    least: bool = False
    """Whether those are asked for that were chosen least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(Plan):
    """Numbers compared or joined over respondents."""

    operator: ClassVar[Operator] = "aggregate"
    extreme: str = "most"
    """One of :data:`msqqa.ask.reading.labels.EXTREMES`."""
    among: str = ""
    """How many of the most or the least are wanted, as typed: "top 3"; empty where that is not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Plan):
    """What one respondent answered otherwise from one edition to another."""

    operator: ClassVar[Operator] = "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class About(Plan):
    """The corpus or the form itself."""

    operator: ClassVar[Operator] = "about"
    kind: str = "respondents"
    """One of :data:`msqqa.ask.reading.labels.ABOUT`."""
