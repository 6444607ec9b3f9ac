"""A plan's words → the closed question that they ask about, and the options of it that they mean.

As in schema linking (Guo et al. 2019), a question's words are explained by the words of a column and of its values: by
the same stem, or by likeness of their vectors. The question of the form whose words and options explain most is meant,
if it explains nearly all, and no other one comes near.

Over 300 lines: what is said of a question, of its options and of both is scored by one measure, and each refusal rests
on the scores of its neighbours.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.labels import Label, denies_as, is_denied, is_quoted_apart, is_said_apart, labels_of
from msqqa.ask.judge.closed.match import COMMON, SAME, LinkQuery, QuestionMatcher, is_within, people
from msqqa.ask.judge.closed.ranges import levels_compared
from msqqa.closed.scales import (
    degrees,
    find_meant,
    generic_stems,
    has_middle,
    is_anchor,
    key,
    nouns_of,
    words_of_rating,
)
from msqqa.table.values import classify_value
from msqqa.words import STOP_WORDS, content_words, stem, stems, unique, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.judge.closed.questions import ClosedQuestion
    from msqqa.ask.retrieve import Retriever

_EXPLAINED, _RECALLED = 0.75, 0.6
"""Share of the asker's words that question and option explain, and of the option's words that the asker uses, from
which they are what is meant."""
_ALL, _PARTLY = 0.9, 0.3
"""The same where nearly all that the asker says is explained: then one word of an option will do that no other has."""
_WHOLE = 0.97
"""Share of an option's words that is all of it, or all but what stands in brackets."""
_WHOLLY = 0.95
"""Share of the asker's words that question and option explain, from which no word is missed."""
_NEARLY = 0.5
"""The same share from which a question is offered, where nothing is decided."""
_MARGIN = 0.06
"""How far, in score, the next question must be behind."""
_LEADS, _LEAD = 0.55, 0.15
"""Share of the asker's words that a question explains which is meant as a whole, and how far it then must lead."""
_TIED = 0.02
"""How far apart the scores of two questions may be that fit alike."""
_OTHER_NUMBER = 0.2
"""What it costs, in score, that a question has another number than is said, where that tells it from others."""
_FEW = 10
"""Questions of a survey, at least, of which a word may be the subject."""
_WEIGHTS = (0.5, 0.2, 0.15, 0.15)
"""In a question's score: of what is explained, of what of the option is said, of the likeness of the whole wording, and
of what of the question's own words is said."""
_VERBATIM = 0.1
"""What it adds that an option stands in the asker's words as it is, and is more than one word or put in quotes."""
_GAIN = 0.1
"""Share of the asker's words, which an option must explain beyond what its question does."""
_OF_OPTION = 0.35
"""What the share of an option's words that is said weighs beside what option and question explain."""
_STOP_WORD = 0.3
"""What a stop word of an option weighs beside another word of it."""


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
    like: float = 0.0
    """How likely it is meant by what it is like; 0 where its words tell."""

    @property
    def is_likely(self) -> bool:
        """Whether it explains enough to be decided upon."""
        if (self.lacks and self.explained < _WHOLLY) or (self.denied and self.options and self.recalled < _RECALLED):
            return False  # who denies an option names it
        if (self.explained >= _ALL and self.recalled >= _PARTLY) or (self.named and self.is_near):
            return True
        return self.explained >= _EXPLAINED and self.recalled >= _RECALLED

    @property
    def is_near(self) -> bool:
        """Whether it is worth being offered."""
        return self.explained >= _NEARLY


class Linker:
    """Finds what is meant among some questions."""

    def __init__(self, questions: Sequence[ClosedQuestion], retriever: Retriever) -> None:
        self._questions = questions
        self._retriever = retriever

    def options(self, wanted: LinkQuery) -> list[Link]:
        """Return the questions of which options are meant, best first."""
        match = self.match(wanted)
        found = (self._by_option(match, n) for n, q in enumerate(self._questions) if q.column.is_counted)
        return _rank_links(link for link in found if link is not None and is_within(link.question, wanted))

    def columns(
        self, wanted: LinkQuery, fits: Callable[[ClosedQuestion], bool], *, by_options: bool = False
    ) -> list[Link]:
        """Return the questions that are meant as a whole, best first, of those that fit.

        ``by_options``: whether its options, and words for what a scale rates, stand for a question as its text does.
        """
        match = self.match(wanted)
        found = (self._whole(match, n, by_options=by_options) for n, q in enumerate(self._questions) if fits(q))
        return _rank_links(link for link in found if is_within(link.question, wanted))

    def of_options(self, wanted: LinkQuery, question: ClosedQuestion, options: tuple[str, ...], also: str) -> Link:
        """Return some options of a question as what may be meant; ``also``: the asker's words that they stand for."""
        import numpy as np

        match, n = self.match(wanted), self._questions.index(question)
        own = " ".join(options)
        held = np.maximum(match.of_words(key(own)), match.of_stems(set(stems(also))))
        text = self._hold(match, n)
        recalled = max(self.weigh_label(match, Label(key(option), 1.0))[0] for option in options)
        denied = match.denied and not is_denied(" ".join((question.text, own)))
        link = self._link(match, n, options, match.share(text, held), recalled, denied=denied)
        return replace(link, lacks=match.lacks(text, held))

    def leaves_unheard(self, text: str, question: ClosedQuestion, *said: str) -> bool:
        """Return whether a text has a word that no closed question holds, beside what is said and what is meant."""
        known = {stem(word) for word in self._vocabulary} | generic_stems() | people()
        known |= set(stems(" ".join((question.text, *said))))
        return any(stem(word.text) not in known for word in content_words(text))

    def is_common(self, topic: str) -> bool:
        """Return whether every word of a topic stands in so many questions that it tells none of them from another."""
        own = {stem(word.text) for word in content_words(topic)}
        return bool(own) and own <= self._common

    def says(self, text: str, label: str) -> float:
        """Return how much of a label's content words a text says, by the same stem or by likeness."""
        own = tuple(word.text for word in content_words(label))
        return self.weigh_label(self.match(LinkQuery(text, text)), Label(own, 1.0))[0] if own else 1.0

    # ---------------------------------------------------------------- one question

    def _by_option(self, match: QuestionMatcher, n: int) -> Link | None:
        question = self._questions[n]
        text = self._hold(match, n)
        options = question.column.options
        if question.column.type == "number" and not match.asks_for_number and not _names_numbers(question):
            return None  # the 2 of "Python 2" is no rating
        if question.column.type == "yesno":
            options = tuple(option for option in options if classify_value(option) not in ("yes", "no"))
        chosen, recalled, held = self._meant(match, question, options, text)
        if question.column.type == "yesno" and (recalled < _ALL or not chosen):
            return self._yes_or_no(match, n)
        if not chosen:
            return None
        explained, lacks = match.share(text, held), match.lacks(text, held)
        both = " ".join((question.text, *chosen))
        own = " ".join(chosen)
        apart = not match.rejected and is_said_apart(match.text, own)
        if is_denied(own) and not apart and (match.denied_elsewhere or not denies_as(match.text, own)):
            return None
        by_scale = self.by_scale(match, options)
        both = " ".join((both, "" if by_scale is None or levels_compared(match.text, options) else by_scale[0]))
        quoted = match.quoted and all(is_quoted_apart(match.text, each) for each in match.quoted)
        denied = match.denied and not is_denied(both) and not quoted
        link = self._link(match, n, chosen, explained, recalled, denied=denied)
        if all(is_anchor(option) for option in chosen) and self._is_of_another(match, n, held):
            return replace(link, lacks=True)
        verbatim = max(match.verbatim(option) for option in chosen)
        named = len(chosen) == 1 and recalled >= _WHOLE and match.names_topic(held) and not match.numbers
        # Whoever says "it is not relevant" in a clause of its own says of what with the other words.
        named = named or (apart and is_denied(own) and recalled >= _WHOLE and not lacks)
        return replace(
            link, score=link.score + _VERBATIM * verbatim, verbatim=verbatim, lacks=lacks and not named, named=named
        )

    def _is_of_another(self, match: QuestionMatcher, n: int, held: NDArray[np.float32]) -> bool:
        """Return whether a level of a scale is said of something that the question is not about.

        Many questions have an option "every week": who "uses something every week" may ask of none of them.
        """
        own = {stem(word.text) for word in content_words(self._questions[n].text)} - set(map(stem, STOP_WORDS))
        return not match.holds_any(own) and match.leaves_any(held)

    def _yes_or_no(self, match: QuestionMatcher, n: int) -> Link:
        held = self._hold(match, n)
        explained = match.share(held)
        denied = match.denied and not is_denied(self._questions[n].text)
        recalled = self.weigh_label(match, Label(self.texts[n], 1.0))[0]
        return replace(self._link(match, n, (), explained, recalled, denied=denied), lacks=match.lacks(held))

    def _whole(self, match: QuestionMatcher, n: int, *, by_options: bool = False) -> Link:
        import numpy as np

        held = self._hold(match, n)
        column = self._questions[n].column
        if by_options and column.type != "number":
            labels = {word for option in column.options for word in key(option) if word not in STOP_WORDS}
            held = np.maximum(held, match.of_words(labels))
        if by_options and column.is_scale:
            held = np.maximum(held, match.of_stems(words_of_rating() - self._asked))
        link = self._link(match, n, (), match.share(held), 1.0, denied=False)
        verbatim = match.verbatim(self._questions[n].text)
        return replace(link, score=link.score + _VERBATIM * verbatim, verbatim=verbatim, lacks=match.lacks(held))

    def _link(
        self,
        match: QuestionMatcher,
        n: int,
        options: tuple[str, ...],
        explained: float,
        recalled: float,
        *,
        denied: bool,
    ) -> Link:
        question = self._questions[n]
        alike = max(0.0, *(match.likeness[row] for row in question.rows))
        own = self.weigh_label(match, Label(self.texts[n], 1.0))[0]
        score = sum(w * s for w, s in zip(_WEIGHTS, (explained, recalled, alike, own), strict=True))
        if n in self._numbered and match.digits and match.digits.isdisjoint(self._numbered[n]):
            score -= _OTHER_NUMBER
        return Link(question, options, explained, recalled, score, denied)

    def _meant(
        self, match: QuestionMatcher, question: ClosedQuestion, options: Sequence[str], text: NDArray[np.float32]
    ) -> tuple[tuple[str, ...], float, NDArray[np.float32]]:
        """Return the options that are meant, how much of them was said, and which of the asker's words they hold."""
        import numpy as np

        by_scale = self.by_scale(match, options)
        if by_scale is not None:
            phrase, meant = by_scale
            return meant, 1.0, match.of_words(key(phrase))
        best: list[tuple[float, float, str, NDArray[np.float32]]] = []
        for option in options:
            told = self._weigh_option(match, option)
            if told is None:
                continue
            gain = match.share(np.maximum(text, told[1])) - match.share(text)
            exact = bool(((told[1] >= SAME) & ((text < SAME) | (told[0] >= SAME))).any())
            if exact or (gain > _GAIN and told[0] >= _RECALLED):
                best.append((gain, told[0], option, told[1]))
        if not best:
            return (), 0.0, np.zeros_like(text)
        top = max(best, key=lambda b: (round(b[0] + _OF_OPTION * b[1], 4), -len(b[2])))
        if top[1] < _RECALLED and (is_anchor(top[2]) or not match.names(top[2], question.text)):
            return (), 0.0, np.zeros_like(text)  # "time" is no level, as "several times a week" is
        meant_ = [b for b in best if self._ties(match, b, top)]
        recalled = 1.0 if len(meant_) > 1 and top[0] > 0 and top[1] < _RECALLED else top[1]
        # An option that is meant holds what stands in its brackets too: "a resource manager like SLURM".
        return tuple(b[2] for b in meant_), recalled, np.maximum(top[3], match.of_words(key(top[2])))

    def _weigh_option(self, match: QuestionMatcher, option: str) -> tuple[float, NDArray[np.float32]] | None:
        """Return how much of an option is said, by the way to call it of which most is, and the words it stands for.

        What is said of it in other ways counts too: of "Batch: I submit scripts", "batch scripts" says the scripts.
        """
        import numpy as np

        told = [weighed for label in labels_of(option) if (weighed := self.weigh_label(match, label))[0] > 0]
        if not told:
            return None
        most = max(told, key=lambda one: one[0])
        return most[0], np.max([held for _, held in told], axis=0)

    @staticmethod
    def _ties(
        match: QuestionMatcher,
        one: tuple[float, float, str, NDArray[np.float32]],
        top: tuple[float, float, str, NDArray[np.float32]],
    ) -> bool:
        """Return whether an option is meant with the best one: it holds the same of the asker's words, and no less."""
        if one is top or is_denied(one[2]) != is_denied(top[2]):
            return one is top  # frequent enough, and not frequent enough
        more = set(key(one[2])) - set(key(top[2]))
        if set(key(top[2])) <= set(key(one[2])) and more <= degrees():
            return True  # whoever is very dissatisfied is dissatisfied
        if match.tells_apart(top[2], one[2]):
            return False  # who says "too frequent" does not mean "frequent enough"
        return (
            top[1] < SAME and abs(one[0] - top[0]) <= _TIED and (one[3] >= SAME).tolist() == (top[3] >= SAME).tolist()
        )

    def by_scale(self, match: QuestionMatcher, options: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
        """Return the words for a level of options that stand in a scale, and the options that they mean.

        None of them where that is not sure: who is "not satisfied" may be dissatisfied, or neither.
        """
        own = tuple(options)
        if own not in match.levels:  # many questions have the same options
            match.levels[own] = self._find_level(match, own)
        return match.levels[own]

    @staticmethod
    def _find_level(match: QuestionMatcher, options: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
        compared = levels_compared(match.text, options)
        if compared is not None:
            return match.text, compared
        joined = match.find_joined(lambda phrase: find_meant(phrase, options))
        if joined is not None:
            return joined
        for phrase in match.phrases:
            exact = tuple(option for option in options if key(option) == key(phrase))
            meant = find_meant(phrase, options)
            if exact and (phrase in match.quoted or is_denied(phrase)):
                return phrase, exact
            if meant and is_denied(phrase) and not exact and len(meant) > 1 and has_middle(options):
                return phrase, ()
            if meant:
                return phrase, meant
        return None

    def weigh_label(self, match: QuestionMatcher, label: Label) -> tuple[float, NDArray[np.float32]]:
        """Return how much of an option's label the asker says, and how far it stands for the asker's words."""
        total = used = 0.0
        for word in label.words:
            weight = self._retriever.weight(stem(word)) * (_STOP_WORD if word in STOP_WORDS else 1.0)
            total += weight
            used += weight * match.says(word)
        share = used / total if total else 0.0
        return share * label.worth, match.of_words(label.words)

    # ---------------------------------------------------------------- words

    def _hold(self, match: QuestionMatcher, n: int) -> NDArray[np.float32]:
        """Return how far a question's words, or the nouns for what it asks for, stand for each of the asker's."""
        import numpy as np

        return np.maximum(match.of_words(self.texts[n]), match.of_stems(nouns_of(self._questions[n].text)))

    @cached_property
    def texts(self) -> list[tuple[str, ...]]:
        return [unique(word.text for word in words(question.text)) for question in self._questions]

    @cached_property
    def _numbered(self) -> dict[int, frozenset[str]]:
        """Each question that another one is like but for its numbers, "the canteen of site 1" → these numbers."""
        bare = [tuple(word for word in key(q.text) if not word.isdigit()) for q in self._questions]
        often = Counter(bare)
        numbers = [frozenset(word for word in key(q.text) if word.isdigit()) for q in self._questions]
        return {n: own for n, own in enumerate(numbers) if own and often[bare[n]] > 1}

    @cached_property
    def _asked(self) -> frozenset[str]:
        """The stems of the words of all questions."""
        return frozenset(stem(word) for text in self.texts for word in text)

    @cached_property
    def _vocabulary(self) -> tuple[str, ...]:
        labels = (word for q in self._questions for o in q.column.options for word in key(o))
        return unique([*(word for text in self.texts for word in text), *labels])

    @cached_property
    def _shares(self) -> dict[str, float]:
        """The stem of each word of questions and options → the share of the questions that hold it in their text."""
        asked = Counter(s for text in self.texts for s in {stem(word) for word in text})
        return {s: asked[s] / len(self.texts) for s in {stem(word) for word in self._vocabulary}}

    @cached_property
    def _common(self) -> frozenset[str]:
        """The stems of words that so many questions hold that they tell none from another: a survey's subject."""
        often = (s for s, share in self._shares.items() if share >= COMMON)
        return frozenset(often) if len(self._questions) >= _FEW else frozenset()

    @cached_property
    def _names(self) -> frozenset[str]:
        """The stems of the options that are one word."""
        own = (key(option) for question in self._questions for option in question.column.options)
        return frozenset(stem(words_[0]) for words_ in own if len(words_) == 1 and words_[0] not in STOP_WORDS)

    def match(self, wanted: LinkQuery) -> QuestionMatcher:
        return QuestionMatcher(wanted, self._vocabulary, self._shares, self._names, self._common, self._retriever)


def _names_numbers(question: ClosedQuestion) -> bool:
    """Return whether a question names each of its numbers, which then are names: "Python 2 or 3?"."""
    own = {word for word in key(question.text) if word.isdigit()}
    return len(question.column.options) > 1 and own.issuperset(question.column.options)


def _rank_links(links: Iterable[Link]) -> list[Link]:
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
