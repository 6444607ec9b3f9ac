"""A plan's words → the closed question that they ask about, and the options of it that they mean.

As in schema linking (Guo et al. 2019), a question's words are explained by the words of a column and of its values: by
the same stem, or by likeness of their vectors. The question of the form whose words and options explain most is meant,
if it explains nearly all, and no other one comes near.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.labels import Label, denies_as, is_denied, is_quoted_apart, is_said_apart
from msqqa.ask.judge.closed.links import ALL, Link, rank_links
from msqqa.ask.judge.closed.match import COMMON, LinkQuery, QuestionMatcher, is_within, people
from msqqa.ask.judge.closed.ranges import levels_compared
from msqqa.ask.judge.closed.said import OptionReader
from msqqa.closed.scales import (
    generic_stems,
    is_anchor,
    key,
    nouns_of,
    words_of_rating,
)
from msqqa.table.values import classify_value
from msqqa.words import STOP_WORDS, content_words, stem, stems, unique, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.judge.closed.questions import ClosedQuestion
    from msqqa.ask.retrieve import Retriever

_WHOLE = 0.97
"""Share of an option's words that is all of it, or all but what stands in brackets."""
_OTHER_NUMBER = 0.2
"""What it costs, in score, that a question has another number than is said, where that tells it from others."""
_KEPT = 32
"""Questions of the asker's, and parts of them, whose words are kept beside those of the form's questions."""
_FEW = 10
"""Questions of a survey, at least, of which a word may be the subject."""
_BRIEF = 2
"""Words of an option, at most, that may be denied by one of them: "no gym" of "Gym membership"."""
_WEIGHTS = (0.5, 0.2, 0.15, 0.15)
"""In a question's score: of what is explained, of what of the option is said, of the likeness of the whole wording, and
of what of the question's own words is said."""
_VERBATIM = 0.1
"""What it adds that an option stands in the asker's words as it is, and is more than one word or put in quotes."""


class Linker:
    """Finds what is meant among some questions."""

    def __init__(self, questions: Sequence[ClosedQuestion], retriever: Retriever) -> None:
        self.questions = questions
        self._retriever = retriever
        self.said = OptionReader(retriever)

    def options(self, wanted: LinkQuery) -> list[Link]:
        """Return the questions of which options are meant, best first."""
        match = self.match(wanted)
        found = (self._by_option(match, n) for n, q in enumerate(self.questions) if q.column.is_counted)
        return rank_links(link for link in found if link is not None and is_within(link.question, wanted))

    def columns(
        self, wanted: LinkQuery, fits: Callable[[ClosedQuestion], bool], *, by_options: bool = False
    ) -> list[Link]:
        """Return the questions that are meant as a whole, best first, of those that fit.

        ``by_options``: whether its options, and words for what a scale rates, stand for a question as its text does.
        """
        match = self.match(wanted)
        found = (self._whole(match, n, by_options=by_options) for n, q in enumerate(self.questions) if fits(q))
        return rank_links(link for link in found if is_within(link.question, wanted))

    def of_options(self, wanted: LinkQuery, question: ClosedQuestion, options: tuple[str, ...], also: str) -> Link:
        """Return some options of a question as what may be meant; ``also``: the asker's words that they stand for."""
        import numpy as np

        match, n = self.match(wanted), self.questions.index(question)
        own = " ".join(options)
        held = np.maximum(match.of_words(key(own)), match.of_stems(set(stems(also))))
        text = self._hold(match, n)
        recalled = max(self.said.weigh_label(match, Label(key(option), 1.0))[0] for option in options)
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
        return self.said.weigh_label(self.match(LinkQuery(text, text)), Label(own, 1.0))[0] if own else 1.0

    # ---------------------------------------------------------------- one question

    def _by_option(self, match: QuestionMatcher, n: int) -> Link | None:
        question = self.questions[n]
        text = self._hold(match, n)
        options = question.column.options
        if question.column.type == "number" and not match.asks_for_number and not _names_numbers(question):
            return None  # the 2 of "Python 2" is no rating
        if question.column.type == "yesno":
            options = tuple(option for option in options if classify_value(option) not in ("yes", "no"))
        chosen, recalled, held = self.said.find(match, question, options, text)
        if question.column.type == "yesno" and (recalled < ALL or not chosen):
            return self._yes_or_no(match, n)
        of_side = not chosen
        if of_side:
            chosen, held = self.said.find_side(match, question, options)
            recalled = 1.0
        if not chosen:
            return None
        explained, lacks = match.share(text, held), match.lacks(text, held)
        both = " ".join((question.text, *chosen))
        own = " ".join(chosen)
        declined = self.said.find_declined(match, options) in chosen
        apart = declined or (not match.rejected and is_said_apart(match.text, own))
        if is_denied(own) and not apart and (match.denied_elsewhere or not denies_as(match.text, own)):
            return None
        by_scale = self.said.by_scale(match, options)
        both = " ".join((both, "" if by_scale is None or levels_compared(match.text, options) else by_scale[0]))
        quoted = match.quoted and all(is_quoted_apart(match.text, each) for each in match.quoted)
        denied = match.denied and not is_denied(both) and not quoted
        link = self._link(match, n, chosen, explained, recalled, denied=denied)
        if all(is_anchor(option) for option in chosen) and self._is_of_another(match, n, held):
            return replace(link, lacks=True)
        verbatim = max(match.verbatim(option) for option in chosen)
        named = (len(chosen) == 1 or of_side) and recalled >= _WHOLE and match.names_topic(held) and not match.numbers
        # Whoever says "it is not relevant" in a clause of its own says of what with the other words.
        named = named or (apart and is_denied(own) and recalled >= _WHOLE and not lacks)
        return replace(
            link,
            score=link.score + _VERBATIM * verbatim,
            verbatim=verbatim,
            lacks=lacks and not named,
            named=named,
            brief=len(chosen) == 1 and self._is_brief(match, chosen[0]),
            alone=bool(verbatim) and not self._says_another(match, options, chosen),
        )

    def _is_brief(self, match: QuestionMatcher, option: str) -> bool:
        """Return whether an option is of two words at most, and says one that no other option nor question has."""
        own = unique(stem(word.text) for word in content_words(option))
        return len(key(option)) <= _BRIEF and any(self._holders[s] == 1 and match.holds_any({s}) for s in own)

    def _is_of_another(self, match: QuestionMatcher, n: int, held: NDArray[np.float32]) -> bool:
        """Return whether a level of a scale is said of something that the question is not about.

        Many questions have an option "every week": who "uses something every week" may ask of none of them.
        """
        own = {stem(word.text) for word in content_words(self.questions[n].text)} - set(map(stem, STOP_WORDS))
        return not match.holds_any(own) and match.leaves_any(held)

    def _yes_or_no(self, match: QuestionMatcher, n: int) -> Link:
        held = self._hold(match, n)
        explained = match.share(held)
        denied = match.denied and not is_denied(self.questions[n].text)
        recalled = self.said.weigh_label(match, Label(self.texts[n], 1.0))[0]
        return replace(self._link(match, n, (), explained, recalled, denied=denied), lacks=match.lacks(held))

    def _whole(self, match: QuestionMatcher, n: int, *, by_options: bool = False) -> Link:
        import numpy as np

        held = self._hold(match, n)
        column = self.questions[n].column
        if by_options and column.type != "number":
            labels = {word for option in column.options for word in key(option) if word not in STOP_WORDS}
            held = np.maximum(held, match.of_words(labels))
        if by_options and column.is_scale:
            held = np.maximum(held, match.of_stems(words_of_rating() - self._asked))
        link = self._link(match, n, (), match.share(held), 1.0, denied=False)
        verbatim = match.verbatim(self.questions[n].text)
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
        question = self.questions[n]
        alike = max(0.0, *(match.likeness[row] for row in question.rows))
        own = self.said.weigh_label(match, Label(self.texts[n], 1.0))[0]
        score = sum(w * s for w, s in zip(_WEIGHTS, (explained, recalled, alike, own), strict=True))
        if n in self._numbered and match.digits and match.digits.isdisjoint(self._numbered[n]):
            score -= _OTHER_NUMBER
        return Link(question, options, explained, recalled, score, denied)

    # ---------------------------------------------------------------- words

    def _hold(self, match: QuestionMatcher, n: int) -> NDArray[np.float32]:
        """Return how far a question's words, or the nouns for what it asks for, stand for each of the asker's."""
        import numpy as np

        return np.maximum(match.of_words(self.texts[n]), match.of_stems(nouns_of(self.questions[n].text)))

    @cached_property
    def texts(self) -> list[tuple[str, ...]]:
        return [unique(word.text for word in words(question.text)) for question in self.questions]

    @cached_property
    def _numbered(self) -> dict[int, frozenset[str]]:
        """Each question that another one is like but for its numbers, "the canteen of site 1" → these numbers."""
        bare = [tuple(word for word in key(q.text) if not word.isdigit()) for q in self.questions]
        often = Counter(bare)
        numbers = [frozenset(word for word in key(q.text) if word.isdigit()) for q in self.questions]
        return {n: own for n, own in enumerate(numbers) if own and often[bare[n]] > 1}

    @cached_property
    def _asked(self) -> frozenset[str]:
        """The stems of the words of all questions."""
        return frozenset(stem(word) for text in self.texts for word in text)

    @cached_property
    def _vocabulary(self) -> tuple[str, ...]:
        labels = (word for q in self.questions for o in q.column.options for word in key(o))
        return unique([*(word for text in self.texts for word in text), *labels])

    @cached_property
    def _shares(self) -> dict[str, float]:
        """The stem of each word of questions and options → the share of the questions that hold it in their text.

        What explains an option behind its colon tells nothing else from it: the "run" of "Batch: scripts that run".
        """
        asked = Counter(s for text in self.texts for s in {stem(word) for word in text})
        named = {stem(word) for q in self.questions for o in q.column.options for word in key(o.split(":", 1)[0] or o)}
        return {s: asked[s] / len(self.texts) for s in named | asked.keys()}

    @staticmethod
    def _says_another(match: QuestionMatcher, options: Sequence[str], chosen: Sequence[str]) -> bool:
        """Return whether a word is said that another option of a question has, and those that were chosen have not."""
        own = set(stems(" ".join(chosen)))
        return match.holds_any({s for option in options if option not in chosen for s in stems(option)} - own)

    @cached_property
    def _holders(self) -> Counter[str]:
        """The stem of each word → how many options, and questions, have it."""
        texts = [q.text for q in self.questions] + [o for q in self.questions for o in q.column.options]
        return Counter(s for text in texts for s in set(stems(text)))

    @cached_property
    def _common(self) -> frozenset[str]:
        """The stems of words that so many questions hold that they tell none from another: a survey's subject."""
        often = (s for s, share in self._shares.items() if share >= COMMON)
        return frozenset(often) if len(self.questions) >= _FEW else frozenset()

    @cached_property
    def _names(self) -> frozenset[str]:
        """The stems of the options that are one word."""
        own = (key(option) for question in self.questions for option in question.column.options)
        return frozenset(stem(words_[0]) for words_ in own if len(words_) == 1 and words_[0] not in STOP_WORDS)

    def match(self, wanted: LinkQuery) -> QuestionMatcher:
        """Return the asker's words beside those of the questions; the last ones are kept, as several deciders ask."""
        if wanted not in self._matches:
            if len(self._matches) >= _KEPT:
                self._matches.clear()
            self._matches[wanted] = self._match(wanted)
        return self._matches[wanted]

    @cached_property
    def _matches(self) -> dict[LinkQuery, QuestionMatcher]:
        return {}

    def _match(self, wanted: LinkQuery) -> QuestionMatcher:
        return QuestionMatcher(wanted, self._vocabulary, self._shares, self._names, self._common, self._retriever)


def _names_numbers(question: ClosedQuestion) -> bool:
    """Return whether a question names each of its numbers, which then are names: "Python 2 or 3?"."""
    own = {word for word in key(question.text) if word.isdigit()}
    return len(question.column.options) > 1 and own.issuperset(question.column.options)
