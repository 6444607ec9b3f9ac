"""Two conditions in one question: its words part at an "and" or an "or" so that either side surely means an option.

The reader finds topics, and one topic may be two words of one question ("dashboard and diagnostics"), or lose the
option that stands behind it. Where the words part is found by what the sides mean: of all places the one is taken at
which both are linked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from msqqa.ask.judge.closed.labels import is_denied
from msqqa.ask.judge.closed.links import Link, choose_link
from msqqa.ask.judge.closed.match import LinkQuery
from msqqa.closed.scales import degrees, key
from msqqa.languages.matching import list_joins
from msqqa.model import Concept
from msqqa.table.values import classify_value
from msqqa.words import content_words, unique, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msqqa.ask.judge.closed.link import Linker

_NEAR = 0.5
"""Share of a side's words that an option of the other side's question explains, where it is said whole."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two conditions."""

    text: str
    link: Link

    @property
    def concept(self) -> Concept:
        """What the side asks for."""
        terms = unique(word.text for word in content_words(self.text))
        return Concept(terms, polarity="negative" if self.link.denied else "positive", relation="chose")


@dataclass(frozen=True, slots=True)
class JoinedSides:
    """Two conditions, and whether both must hold."""

    sides: tuple[Side, Side]
    combine: Literal["and", "or"]


def find_joined(text: str, linker: Linker, wanted: LinkQuery) -> JoinedSides | None:
    """Return the two conditions of a text; None where it does not surely part into two.

    Parameters
    ----------
    text:
        All that is asked.
    linker:
        Of the questions that may be meant.
    wanted:
        What is looked for as a whole: what it is limited to and puts in quotation marks is so of both sides.
    """
    found = []
    for first, last, combine in _places(text, wanted.quoted):
        sides = _linked(first, last, linker, wanted)
        if sides is None:
            continue
        one, other = (side.link for side in sides)
        if one.question == other.question and (set(one.options) & set(other.options) or _excludes(one, combine)):
            continue
        found.append((min(one.score, other.score), JoinedSides(sides, combine)))
    return max(found, key=lambda each: each[0])[1] if found else None


def find_crossed(text: str, nouns: tuple[str, ...], linker: Linker, wanted: LinkQuery) -> JoinedSides | None:
    """Return two conditions of which one is in what respondents are called: "laptop users who are happy with it".

    None where a noun names no option by itself, or the rest surely means none of another question.
    """
    for noun in nouns:
        own = _link(noun, linker, wanted, wanted.within)
        if own is None or not own.named:
            continue
        behind = text.replace(noun, "", 1)
        rest = _link(behind, linker, wanted, wanted.within)
        if rest is not None and rest.question != own.question:
            return JoinedSides((Side(noun, own), Side(behind, rest)), "and")
    return None


def find_contrast(text: str, linker: Linker, wanted: LinkQuery) -> Link | None:
    """Return the option that is meant by "important, but not very" or "good, not excellent"; None in other words.

    What stands before the denial surely means an option of a question of which each chooses one, what stands behind it
    other options of it: these are left out, and the denial turns nothing around.
    """
    denying = next((word for word in words(text) if is_denied(word.text)), None)
    if denying is None or any(is_denied(each) for each in wanted.quoted):
        return None
    link = _link(text[: denying.start], linker, wanted, wanted.within)
    if link is None or link.denied or link.question.column.type != "option":
        return None
    behind = text[denying.end :]
    own = {word.text for word in content_words(behind)} - degrees()
    how_much = {word.text for word in words(behind)} & degrees()
    options = link.question.column.options
    if how_much and not own:
        left_out = {option for option in options if how_much <= set(key(option))}
    else:
        other = _link(behind, linker, wanted, (link.question.id,), near=True)
        left_out = set() if other is None else set(other.options)
    kept = tuple(option for option in link.options if option not in left_out)
    return replace(link, options=kept) if left_out and kept else None


def has_join(text: str) -> bool:
    """Return whether a text holds a word that may join two conditions."""
    return any(True for _ in _places(text, ()))


def _places(text: str, quoted: tuple[str, ...]) -> Iterator[tuple[str, str, Literal["and", "or"]]]:
    own = list(words(text))
    joining: dict[str, Literal["and", "or"]] = dict.fromkeys(list_joins("and"), "and")
    joining |= dict.fromkeys(list_joins("or"), "or")
    for at, word in enumerate(own[:-1]):
        if not at or word.text not in joining:
            continue
        first, last = text[: word.start], text[word.end :]
        if any(each not in first and each not in last for each in quoted):
            continue  # it stands within quotation marks
        yield first, last, joining[word.text]


def _linked(first: str, last: str, linker: Linker, wanted: LinkQuery) -> tuple[Side, Side] | None:
    """Return both sides with what they mean; a side may leave out what the other one says of the question."""
    links = [_link(text, linker, wanted, wanted.within) for text in (first, last)]
    if links[0] is None and links[1] is None:
        return None
    for at, text in enumerate((first, last)):
        there = links[1 - at]
        if links[at] is None and there is not None:
            links[at] = _link(text, linker, wanted, (there.question.id,), near=True)
    if links[0] is None or links[1] is None:
        return None
    return Side(first, links[0]), Side(last, links[1])


def _link(text: str, linker: Linker, wanted: LinkQuery, within: tuple[str, ...], *, near: bool = False) -> Link | None:
    quoted = tuple(each for each in wanted.quoted if each in text)
    links = linker.options(LinkQuery(text, quoted=quoted, denied=is_denied(text), within=within))
    if near:
        links = [link for link in links if link.named and link.explained >= _NEAR]
        link = links[0] if len(links) == 1 else None
    else:
        link, _ = choose_link(links)
    if link is not None and link.question.column.type == "yesno" and not link.options:
        link = _as_option(link)
    return link if link is not None and link.options and not link.lacks else None


def _as_option(link: Link) -> Link:
    """Return a yes/no question that is meant as the option that says so: a no where it is denied."""
    side = "no" if link.denied else "yes"
    options = tuple(option for option in link.question.column.options if classify_value(option) == side)
    return replace(link, options=options, denied=False)


def _excludes(link: Link, combine: str) -> bool:
    """Return whether nobody can choose two options of a question: who joins them with "and" means something else."""
    return combine == "and" and link.question.column.type != "options"
