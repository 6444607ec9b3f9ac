"""What a question came to: decisions, coverage and citations, in one answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from msqqa.model.cells import Review
    from msqqa.model.closed import Closed
    from msqqa.model.names import Range, Stance, Verdict
    from msqqa.model.plan import Plan
    from msqqa.model.reworded import Beside
    from msqqa.model.statements import Reason, Statement


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


class Display(Protocol):
    """Puts an answer into what notebooks show; its words belong to what renders, not to the answer."""

    def html(self, answer: Answer) -> str:
        """Return it as HTML, in which everything that a file says is escaped."""

    def markdown(self, answer: Answer) -> str:
        """Return it as Markdown."""


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
    unclear: tuple[tuple[str, Reason], ...] = ()
    """The names of those whose answer cannot be read as one thing or the other, and why: they are counted apart."""
    closed: Closed | None = None
    """What closed answers come to, where they decide: a set by option or number, a tally, an aggregate."""
    claim: str = ""
    """The claim that was decided, in words by which it can be corrected; empty where the form's own questions decided,
    or several claims."""
    beside: Beside | None = None
    """What a language model, which the user brought, says beside it; None unless one was asked. Nothing else in the
    answer depends on it."""
    text: str = field(default="", compare=False)
    """The answer as one paragraph, with the marks of its citations; :meth:`msqqa.Asker.ask` fills it in."""
    seconds: float | None = field(default=0.0, compare=False)
    """How long it took to answer, if that is told; two answers that differ in nothing else are equal."""
    display: Display | None = field(default=None, compare=False, repr=False)
    """How a notebook shows it; :meth:`msqqa.Asker.ask` fills it in."""

    def _repr_html_(self) -> str | None:
        """Return what Jupyter shows."""
        return None if self.display is None else self.display.html(self)

    def _repr_markdown_(self) -> str | None:
        """Return what a notebook shows that takes no HTML."""
        return None if self.display is None else self.display.markdown(self)
