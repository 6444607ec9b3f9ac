"""Options that a question leaves out: "anything but a laptop", "something else than money or time".

Who chose another option of the question is asked for, where each chose one. What is left out stands behind the words
that say so, and every word there must be an option's, or the question's own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.labels import denies_as, is_denied, labels_of
from msqqa.ask.judge.closed.links import choose_link
from msqqa.ask.judge.closed.match import is_within, people
from msqqa.closed.scales import generic_stems, nouns_of, stems_of_everybody
from msqqa.words import content_words, stem, stems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from msqqa.ask.judge.closed.link import Linker
    from msqqa.ask.judge.closed.links import Link
    from msqqa.ask.judge.closed.match import LinkQuery
    from msqqa.ask.judge.closed.questions import ClosedQuestion
    from msqqa.model import SetPlan

_OF_ONE = ("option", "yesno")
"""Types of questions of which each chose one option: of several that somebody may choose, one may stand beside it."""


@dataclass(frozen=True, slots=True)
class ExceptedOptions:
    """Finds the options that are left out, among some questions."""

    questions: Sequence[ClosedQuestion]
    linker: Linker

    def find(self, plan: SetPlan, wanted: LinkQuery) -> Link | None:
        """Return the options that a plan leaves out, denied; None where it leaves out none, or which is not sure."""
        phrases = [r.text for r in plan.restrictions if r.kind == "excepted"]
        text = plan.whole or plan.text
        before, _, behind = text.partition(phrases[0] if len(phrases) == 1 else text)
        if not behind or is_denied(before):
            return None
        found = []
        for question in self.questions:
            if question.column.type not in _OF_ONE or not is_within(question, wanted):
                continue
            options = _left_out(before, behind, question)
            if options:
                own = replace(wanted, text=" ".join((before, behind, *plan.nouns)), denied=False, narrowed="")
                found.append(self.linker.of_options(own, question, options, behind))
        link, _ = choose_link(sorted(found, key=lambda link: -link.score))
        return None if link is None else replace(link, denied=True)


def _left_out(before: str, behind: str, question: ClosedQuestion) -> tuple[str, ...]:
    """Return the options that the words behind name, all of these words; none where the words before name one too.

    What is denied there the option denies itself: "other than not relevant".
    """
    known = set(stems(question.text)) | nouns_of(question.text) | generic_stems() | people() | stems_of_everybody()
    said = [{stem(word.text) for word in content_words(part)} - known for part in (before, behind)]
    options = question.column.options
    held = {option: set(stems(option)) - known for option in options}
    heard = set(stems(behind))  # a yes is a word without a topic
    whole = tuple(option for option in options if any(_is_named(label, heard, known) for label in _ways(option)))
    left = said[1] - {s for option in whole for s in held[option]}
    parts = [[option for option in options if s in held[option]] for s in left]
    if any(len(each) != 1 for each in parts):
        return ()  # a word of no option, or of several
    named = tuple(option for option in options if option in whole or any(option in each for each in parts))
    if any(said[0] & held[option] for option in options):
        return ()
    crossed = is_denied(behind) and not all(denies_as(behind, option) for option in named)
    crossed = crossed or any(is_denied(option) != is_denied(behind) for option in named)
    return named if len(named) < len(options) and not crossed else ()


def _ways(option: str) -> list[AbstractSet[str]]:
    return [frozenset(map(stem, label.words)) for label in labels_of(option)]


def _is_named(label: AbstractSet[str], said: AbstractSet[str], known: AbstractSet[str]) -> bool:
    own = label - known
    return bool(own) and own <= said
