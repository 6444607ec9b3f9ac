"""What may be meant by a question: some options of one of the form's, how much they explain, and which is sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msqqa.ask.judge.closed.questions import ClosedQuestion

_EXPLAINED, RECALLED = 0.75, 0.6
"""Share of the asker's words that question and option explain, and of the option's words that the asker uses, from
which they are what is meant."""
ALL, _PARTLY = 0.9, 0.3
"""The same where nearly all that the asker says is explained: then one word of an option will do that no other has."""
_WHOLLY = 0.95
"""Share of the asker's words that question and option explain, from which no word is missed."""
_NEARLY = 0.5
"""The same share from which a question is offered, where nothing is decided."""
_MARGIN = 0.06
"""How far, in score, the next question must be behind."""
_LEADS, _LEAD = 0.55, 0.15
"""Share of the asker's words that a question explains which is meant as a whole, and how far it then must lead."""


@dataclass(frozen=True, slots=True)
class Link:
    """A question that may be meant."""

    question: ClosedQuestion
    options: tuple[str, ...]
    explained: float
    recalled: float
    score: float
    denied: bool = False
    """Whether the asker denies it: says "not" where neither the question nor the option does."""
    verbatim: float = 0.0
    """1 where the asker says the option, or the question, word for word; 2 in quotation marks."""
    lacks: bool = False
    """Whether a word of the topic that other closed questions hold is not explained."""
    named: bool = False
    """Whether the option is said whole, and is all that the topic says: "working with RAPIDS"."""
    brief: bool = False
    """Whether the option is of two words at most, and no other option nor question has the one that is said."""
    alone: bool = False
    """Whether the option is said word for word, and nothing that another option of its question has: "run on a fleet of
    2-10 boats", where another question's option has "run"."""
    like: float = 0.0
    """How likely it is meant by what it is like; 0 where its words tell."""

    @property
    def is_likely(self) -> bool:
        """Whether it explains enough to be decided upon."""
        if self.lacks and self.explained < _WHOLLY and not (self.alone and self.explained >= _EXPLAINED):
            return False
        if self.denied and self.options and self.recalled < RECALLED and not self.brief:
            return False  # who denies an option names it
        if (self.explained >= ALL and self.recalled >= _PARTLY) or (self.named and self.is_near):
            return True
        return self.explained >= _EXPLAINED and self.recalled >= RECALLED

    @property
    def is_near(self) -> bool:
        """Whether it is worth being offered."""
        return self.explained >= _NEARLY


def rank_links(links: Iterable[Link]) -> list[Link]:
    """Return links, best first."""
    return sorted(links, key=lambda link: (-link.score, link.question.rows))


def column_among(links: Sequence[Link]) -> tuple[Link | None, tuple[Link, ...]]:
    """Return the question that is meant as a whole, as :func:`choose_link`; one that leads by far will do."""
    link, near = choose_link(links)
    if link is None and links and links[0].explained >= _LEADS and not links[0].lacks:
        following = links[1].score if len(links) > 1 else 0.0
        if links[0].score - following >= _LEAD:
            return links[0], near
    return link, near


def choose_link(links: Sequence[Link]) -> tuple[Link | None, tuple[Link, ...]]:
    """Return the link that is surely meant, None where none is; and those that may be meant, best first."""
    near = tuple(link for link in links if link.is_near)[:3] or tuple(links[:1])
    likely = [link for link in links if link.is_likely]
    if not likely:
        return None, near
    worded = next((link for link in links if link.options and link.verbatim > likely[0].verbatim), None)
    if worded is not None:  # an option of another question stands in the asker's words
        return None, (likely[0], worded)
    rival = next((link for link in likely if link is not likely[0]), None)
    if rival is not None and likely[0].score - rival.score < _MARGIN:
        return None, tuple(link for link in likely if likely[0].score - link.score < _MARGIN)[:3]
    return likely[0], near


def are_rivals(near: Sequence[Link]) -> bool:
    """Return whether each of several links may be what is meant."""
    return len(near) > 1 and all(link.is_likely for link in near)
