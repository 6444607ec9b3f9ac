"""Two conditions in one question: its words part at an "and" or an "or" so that either side surely means an option.

The reader finds topics, and one topic may be two words of one question ("dashboard and diagnostics"), or lose the
option that stands behind it. Where the words part is found by what the sides mean: of all places the one is taken at
which both are linked.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from msqqa.ask.judge.closed.labels import is_denied
from msqqa.ask.judge.closed.links import Link, choose_link
from msqqa.ask.judge.closed.match import LinkQuery
from msqqa.ask.judge.closed.ranges import Range, has_ranges, range_of
from msqqa.ask.judge.closed.within import find_range
from msqqa.ask.judge.closed.zero import find_zero
from msqqa.closed.scales import degrees, generic_stems, key, nouns_of
from msqqa.languages import phrases
from msqqa.languages.matching import list_joins
from msqqa.model import Concept
from msqqa.table.values import classify_value
from msqqa.words import content_words, stems, unique, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from msqqa.ask.judge.closed.link import Linker
    from msqqa.model import SetPlan

_SIGNS = ("+", "&")
"""What joins two conditions, between spaces."""
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

    def of_nobody(self, plan: SetPlan) -> str:
        """Return what the side says without what respondents are called in the plan."""
        text = self.text
        for noun in plan.nouns:
            text = text.replace(noun, " ")
        return text


@dataclass(frozen=True, slots=True)
class JoinedSides:
    """Two conditions, and whether both must hold."""

    sides: tuple[Side, Side]
    combine: Literal["and", "or"]

    def says_all(self, amounts: Sequence[str]) -> bool:
        """Return whether the options of either side say some amounts as they are: "a fleet of 2-10 boats"."""
        said = [key(option) for side in self.sides for option in side.link.options]
        return all(any(set(key(amount)) <= set(own) for own in said) for amount in amounts)

    def holds_more(self, link: Link) -> bool:
        """Return whether either side means options of a link's question, of which the link has but some."""
        meant = {option for side in self.sides if side.link.question == link.question for option in side.link.options}
        return self.combine == "or" and set(link.options) < meant


def find_joined(text: str, linker: Linker, wanted: LinkQuery) -> JoinedSides | None:
    """Return the two conditions of a text; None where it does not surely part into two.

    Each side must explain all of its words, or, where none does so, all that the reader takes for a topic of it: of
    "they use Ferries and also travel on a night bus" the verb stands in another option.

    Parameters
    ----------
    text:
        All that is asked.
    linker:
        Of the questions that may be meant.
    wanted:
        What is looked for as a whole: what it is limited to and puts in quotation marks is so of both sides.
    """
    places = list(_places(text, wanted.quoted, commas=bool(wanted.narrowed)))
    any_will_do = range_of(text) == Range(1, math.inf, "")  # "at least one of the ferry and the night bus"
    topic = frozenset(word.text for word in content_words(wanted.topic))
    for known in (frozenset[str](), topic):
        found = []
        for first, last, kind in places:
            combine: Literal["and", "or"] = "or" if any_will_do or kind == "or" else "and"
            sides = _linked(first, last, linker, wanted, known)
            if sides is None:
                continue
            one, other = (side.link for side in sides)
            if any(_is_of_question(first, last, link) for link in (one, other)):
                continue
            if kind == "clause" and len(one.options) > 1 and not one.question.column.is_scale:
                continue  # "players who …" are no casual and titled players
            if one.question == other.question and (set(one.options) & set(other.options) or _excludes(one, combine)):
                continue
            found.append((min(one.score, other.score), JoinedSides(sides, combine)))
        if found:
            return max(found, key=lambda each: each[0])[1]
    return None


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


def find_rest(plan: SetPlan, linker: Linker) -> Link | None:
    """Return the option, denied, that is left out of what a question asks: "named a plot but not the task stream".

    All topics but the last must be the question's own words, and the last, which is denied, an option of it.
    """
    *others, last = plan.concepts
    if last.polarity != "negative" or any(concept.polarity == "negative" for concept in others):
        return None
    said = set(stems(plan.whole))  # a topic may be spelt in other ways beside the asker's
    kept = {s for concept in others for s in stems(" ".join(concept.terms)) if s in said} - generic_stems()
    ids = [q.id for q in linker.questions if kept and kept <= {*stems(q.text), *nouns_of(q.text)}]
    own = " ".join(last.terms)
    if not ids:
        return None
    links = linker.options(LinkQuery(own, own, within=tuple(ids)))
    told = [link for link in links if link.named and link.options and not (link.denied or link.lacks)]
    return replace(told[0], denied=True) if len(told) == 1 and len(ids) == 1 else None


def has_join(text: str, *, clauses: bool = True) -> bool:
    """Return whether a text holds a word that may join two conditions; ``clauses``: or begin a clause on somebody."""
    return any(True for _ in _places(text, (), clauses=clauses))


def part(text: str, joins: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what stands before and behind each of some words in a text."""
    own = list(words(text))
    for word in own[1:-1]:
        if word.text in joins:
            yield text[: word.start], text[word.end :]


def link_side(text: str, linker: Linker, wanted: LinkQuery) -> Link | None:
    """Return the options that a text alone surely means; None where it means none."""
    return _link(text, linker, wanted, wanted.within)


def _places(
    text: str, quoted: tuple[str, ...], *, clauses: bool = True, commas: bool = False
) -> Iterator[tuple[str, str, Literal["and", "or", "clause"]]]:
    """Yield what stands before and behind each word or sign that may join two conditions.

    So does a word that begins a clause on those who were named: "ferry users who are happy with it"; and ``commas`` do
    behind a condition: "of those who use it, how many are happy".
    """
    own = list(words(text))
    joining: dict[str, Literal["and", "or", "clause"]] = {}
    joining |= dict.fromkeys(list_joins("relative") if clauses else (), "clause")
    joining |= dict.fromkeys(list_joins("and"), "and")
    joining |= dict.fromkeys(list_joins("or"), "or")
    joining |= dict.fromkeys(phrases("restrictions", "but"), "and")  # "cats but no dogs"
    for at, word in enumerate(own[1:], 1):
        between = text[own[at - 1].end : word.start].strip()
        if joining.get(word.text) == "clause" and joining.get(own[at - 1].text, "clause") != "clause":
            continue  # of "who scan, or whose group meets daily" the "or" joins
        if word.text in joining and at + 1 < len(own):
            first, last, kind = text[: word.start], text[word.end :], joining[word.text]
        elif between in _SIGNS or (commas and between == ","):
            first, last, kind = text[: own[at - 1].end], text[word.start :], "and"
        else:
            continue
        if any(each not in first and each not in last for each in quoted):
            continue  # it stands within quotation marks
        yield first, last, kind


def _linked(
    first: str, last: str, linker: Linker, wanted: LinkQuery, topic: AbstractSet[str]
) -> tuple[Side, Side] | None:
    """Return both sides with what they mean; a side may leave out what the other one says of the question.

    ``topic``: the words that alone must be explained; all where it is empty. Either side must have one.
    """
    topics = [" ".join(word.text for word in words(text) if word.text in topic) for text in (first, last)]
    if topic and not all(topics):
        return None
    links = [
        _link(text, linker, wanted, wanted.within, topic=own) for text, own in zip((first, last), topics, strict=True)
    ]
    if links[0] is None and links[1] is None:
        return None
    for at, text in enumerate((first, last)):
        there = links[1 - at]
        if links[at] is None and there is not None:
            links[at] = _link(text, linker, wanted, (there.question.id,), near=True, topic=topics[at])
    if links[0] is None or links[1] is None:
        return None
    return Side(first, links[0]), Side(last, links[1])


def _link(
    text: str, linker: Linker, wanted: LinkQuery, within: tuple[str, ...], *, near: bool = False, topic: str = ""
) -> Link | None:
    quoted = tuple(each for each in wanted.quoted if each in text)
    own = LinkQuery(text, topic, quoted=quoted, denied=is_denied(text), within=within)
    asked = range_of(text)
    links = linker.options(own)
    if (zero := find_zero(own, linker.questions)) is not None:
        return zero
    if asked is not None and (ranged := find_range(text, own, linker.questions, linker)) is not None:
        link: Link | None = ranged
    elif near:
        links = [link for link in links if link.named and link.explained >= _NEAR]
        link = links[0] if len(links) == 1 else None
    else:
        link, _ = choose_link(links)
        if link is not None and asked is not None and has_ranges(asked.unit, link.question.column.options):
            return None  # a year is named in every option
    if link is not None and link.question.column.type == "yesno" and not link.options:
        link = _as_option(link)
    return link if link is not None and link.options and (link.alone or not link.lacks) else None


def _as_option(link: Link) -> Link:
    """Return a yes/no question that is meant as the option that says so: a no where it is denied."""
    side = "no" if link.denied else "yes"
    options = tuple(option for option in link.question.column.options if classify_value(option) == side)
    return replace(link, options=options, denied=False)


def _is_of_question(first: str, last: str, link: Link) -> bool:
    """Return whether a question says what joins two sides, and the words beside it, itself: "alone or together"."""
    before, behind = [word.text for word in words(first)][-1:], [word.text for word in words(last)][:1]
    own = [word.text for word in words(link.question.text)]
    return any(own[at : at + 1] == before and own[at + 2 : at + 3] == behind for at in range(len(own) - 2))


def _excludes(link: Link, combine: str) -> bool:
    """Return whether nobody can choose two options of a question: who joins them with "and" means something else."""
    return combine == "and" and link.question.column.type != "options"
