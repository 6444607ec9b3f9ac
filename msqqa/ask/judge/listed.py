"""Who lists something under a label of its own within one answer: a "new subproject", where "New in 2024:" stands.

A form may leave it to its copies under which labels they list something. No sentence says then that a subproject is
new: the label and the question above it do, and the label's lines say which ones. What is asked must hold all words of
the question and all words of the label, years aside; what it says beyond them must stand in one of the lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.ranges import range_of
from msqqa.ask.judge.outcome import Evidence, PlanResult, RespondentVerdict, order_verdicts
from msqqa.languages import phrases
from msqqa.languages.matching import list_joins
from msqqa.table.values import is_blank
from msqqa.words import content_words, fold, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from msqqa.index.store import Store
    from msqqa.model import SetPlan

_LABEL = 6
"""Words of a label at most."""
_MARKS = "-*+•–#>_ \t"
"""What a line may begin with, before its first word, and end with behind its last."""
_BOLD = ("**", "__")
_DECIDED = ("yesno", "tick", "group", "choice", "contact")


@dataclass(frozen=True, slots=True)
class _Line:
    label: frozenset[str]
    """The stems of the label that it stands under."""
    start: int
    end: int
    text: str


class ListedLines:
    """Decides over one index who lists something under a label within an answer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def decide(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Return who lists what a plan asks for; None where no label of any answer says just that."""
        if not _may_be_listed(plan) or plan.absent:
            return None
        said = _stems(plan.whole) - _stems(" ".join(plan.nouns))
        wanted = {word for concept in plan.concepts for word in _stems(" ".join(concept.terms))}
        best: dict[str, list[Evidence]] = {}
        for row, (form, id_, text) in self._store.questions.items():
            asked = _stems(text)
            known = self._store.forms[form]
            open_ = (known.learned or known.origin) and known.question(id_).kind not in _DECIDED
            if not open_ or not asked or not asked <= said:
                continue
            found = self._list(row, examined, asked, said, wanted, either="or" in _joins(plan))
            best = found if len(found) > len(best) else best
        if not best:
            return None
        verdicts = [
            RespondentVerdict(who, "matched", "yes", "stated", 1.0, tuple(best[who]))
            if who in best
            else RespondentVerdict(who, "none", None, "meaning", 0.0)
            for who in examined
        ]
        return PlanResult(plan, True, order_verdicts(verdicts), by_claim=True)

    def _list(
        self,
        row: int,
        examined: Sequence[str],
        asked: AbstractSet[str],
        said: AbstractSet[str],
        wanted: AbstractSet[str],
        *,
        either: bool,
    ) -> dict[str, list[Evidence]]:
        """Return the lines that each respondent has under a label that is said, by the answers to one question."""
        cells = self._store.columns.of("question_cells", "question_offsets", row).tolist()
        whose = set(examined)
        cells = [cell for cell in cells if self._store.respondent_of(cell) in whose]
        self._store.load_cells(cells)
        lines = {cell: [line for line in self._lines(cell) if line.label <= said] for cell in cells}
        labels = {line.label for own in lines.values() for line in own if not line.label <= asked}
        named = set(asked).union(*labels)
        # What all labels together leave unsaid must stand in a line: "LTS as a new working group". So must whatever is
        # said that stands in any of them, though it was read as something else.
        listed_words = {
            word for own in lines.values() for line in own if line.label in labels for word in _stems(line.text)
        }
        rest = (wanted | (said & listed_words)) - named
        found: dict[str, list[Evidence]] = {}
        for cell, own in lines.items():
            listed = [line for line in own if line.label in labels and rest <= _stems(line.text)]
            under = {line.label for line in listed}
            if listed and (either or len(labels) == 1 or under == labels):
                evidence = [Evidence(cell, line.start, line.end, 1.0) for line in listed]
                found.setdefault(self._store.respondent_of(cell), []).extend(evidence)
        return found

    def _lines(self, row: int) -> Iterator[_Line]:
        """Yield the lines of a cell that stand under a label, each with that."""
        cell = self._store.cell(row)
        if cell.anchor is None or not cell.answers:
            return
        text = self._store.text(cell.source)
        at, end = cell.anchor[1], max(stop for _, stop in cell.answers)
        label: frozenset[str] = frozenset()
        for line in _cut_labels(text[at:end].splitlines(keepends=True)):
            start, at = at, at + len(line)
            bare = line.strip(_MARKS + "\r\n")
            if not bare:
                continue
            if _is_label(line.strip(), bare):
                label = frozenset(_stems(bare))
                continue
            said = fold(bare).strip(" .:")
            empty = is_blank(bare) or said in phrases("answers", "nothing") or "$" in bare
            first = start + line.index(bare)
            own = any(begin <= first < stop for begin, stop in cell.answers) and not cell.hides(
                first, first + len(bare)
            )
            if label and not empty and own:
                yield _Line(label, first, first + len(bare), bare)


def _may_be_listed(plan: SetPlan) -> bool:
    """Return whether a plan asks who has something, one at least."""
    if plan.mode != "meaning" or plan.mode_is_given or plan.questions or plan.sought is not None or not plan.concepts:
        return False
    counted = range_of(plan.whole)
    one = counted is None or (counted.low == 1 and counted.high == float("inf"))
    alike = all(concept.polarity == "positive" for concept in plan.concepts) and plan.polarity == "positive"
    return alike and one and (counted is not None or not plan.undecided)


def _cut_labels(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines; of one that ends with a label in bold, what stands before that and the label by itself.

    >>> list(_cut_labels(["- kubefed **Continuing:**", "**Retired:**", "- a **b** c"]))
    ['- kubefed ', '**Continuing:**', '**Retired:**', '- a **b** c']
    """
    for line in lines:
        marks = [mark for mark in _BOLD if line.rstrip().endswith(f":{mark}")]
        before = line.rstrip()[:-2].rfind(marks[0]) if marks else 0
        parts = (line[:before], line[before:]) if before > 0 and line[:before].strip(_MARKS) else (line,)
        yield from parts


def _is_label(line: str, bare: str) -> bool:
    """Return whether a line is a label of those below it: it ends with a colon, or is set in bold as a whole.

    >>> [_is_label(line, line.strip("-* ")) for line in ("**New in 24:**", "- **Old**", "- a: b", "**a** b **c**")]
    [True, True, False, False]
    """
    own = line.removeprefix("* ").lstrip("-+•– ")
    bold = any(own.startswith(mark) and own.endswith(mark) and own.count(mark) == 2 for mark in _BOLD)
    return len(list(words(bare))) <= _LABEL and (bare.endswith(":") or bold)


def _joins(plan: SetPlan) -> set[str]:
    said = {word.text for word in words(plan.whole)}
    return {"or"} if plan.combine == "or" or said & list_joins("or") else set()


def _stems(text: str) -> set[str]:
    return {stem(word.text) for word in content_words(text) if not word.text.isdigit()}
