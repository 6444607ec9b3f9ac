"""What a language model says beside an answer, set apart from it: for a terminal and as Markdown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msqqa.render.markup import text_of
from msqqa.render.prose import marks, number_of
from msqqa.render.screen import plain_line

if TYPE_CHECKING:
    from msqqa.model.reworded import Beside
    from msqqa.render.screen import Screen


def write(beside: Beside, screen: Screen) -> None:
    """Write it below an answer."""
    screen.line()
    screen.line(plain_line(introduce(beside), "dim"))
    for sentence in beside.sentences:
        screen.line(((f"{sentence.text} ", "italic"), (marks(sentence.citations), "cyan")))
    if beside.dropped:
        screen.line(plain_line(count_dropped(beside), "dim"))
    if beside.opinions:
        screen.line(plain_line(guesses(beside), "dim"))
        for one in beside.opinions:
            screen.line((("~ ", ""), (f"{one.name}: ", "bold"), (f"{one.says} ", ""), (marks(one.citations), "cyan")))


def as_markdown(beside: Beside) -> str:
    """Return it as a section of its own."""
    parts = [f"### {text_of(introduce(beside))}"]
    parts += [f"{text_of(one.text)} {marks(one.citations)}" for one in beside.sentences]
    if beside.dropped:
        parts.append(f"*{text_of(count_dropped(beside))}*")
    if beside.opinions:
        rows = [f"- {text_of(one.name)}: {one.says} {marks(one.citations)}" for one in beside.opinions]
        parts += [f"*{text_of(guesses(beside))}*", "\n".join(rows)]
    return "\n\n".join(parts)


def introduce(beside: Beside) -> str:
    """Return whose words follow, in one line.

    A model that failed is told apart from one whose sentences all failed the check.
    """
    whose = f"the language model {beside.model}"
    if beside.sentences:
        return f"In other words, by {whose}; the exact answer is above"
    if beside.problem:
        return f"Nothing from {whose}: {beside.problem}"
    return f"Nothing from {whose} that the citations bear out"


def count_dropped(beside: Beside) -> str:
    """Return how many sentences were dropped, and why."""
    why = Counter(one.why for one in beside.dropped)
    told = "; ".join(f"{n} × {reason}" if n > 1 else reason for reason, n in why.items())
    return f"{number_of(len(beside.dropped), 'sentence')} of it dropped: {told}"


def guesses(beside: Beside) -> str:
    """Return what the opinions that follow are."""
    return f"What it guesses of possible respondents, not counted ({beside.model}):"
