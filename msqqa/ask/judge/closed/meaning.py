"""The second way of linking: what is meant by what it is like, where the words do not tell.

A claim in words of its own ("work out daily") is held beside each option with its question ("How often do you visit the
gym? Every day"): by the vectors of both, which the index has, and by the words that they share. A linear model ranks
these pairs, and a logistic one says how likely the first of them is meant, by its signals, by how far it leads, and by
what the judge says of the pair. Only what is very likely is told. ``python -m evals.closed.fit`` fits both.

A yes/no question is never told so: nothing here tells "stay in the profession" from "leave the profession". Nor is
anything told of "those who want money", where what is meant does not hold all that follows: a likeness to the whole
question does not say whether the condition is in it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.labels import Label, denies_as, is_denied, labels_of
from msqqa.ask.judge.closed.links import Link, choose_link, column_among
from msqqa.ask.judge.closed.match import SAME, is_within
from msqqa.ask.judge.closed.pairs import OptionPair, Ranked, load_weights
from msqqa.ask.judge.closed.ranges import agree_in_amounts
from msqqa.ask.judge.logistic import logistic, logit
from msqqa.closed.choices import list_options, word_choice
from msqqa.closed.scales import degrees, generic_stems, key
from msqqa.judge.labels import BEARING
from msqqa.judge.word_pieces import SentenceContext
from msqqa.words import content_words, stem, unique

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.judge.closed.link import Linker
    from msqqa.ask.judge.closed.match import LinkQuery, QuestionMatcher
    from msqqa.ask.judge.closed.questions import ClosedQuestion
    from msqqa.ask.retrieve import Retriever
    from msqqa.judge.model import Judge
    from msqqa.model.closed import CountedQuestion

_LOOKED_AT = 40
"""Pairs whose words are looked at: those whose vectors come nearest."""
_JUDGED = 2
"""Pairs that the judge is asked about."""
_LEAD, _LEAD_OF_NAMED = 1.5, 0.3
"""How far, in score, a question leads before the next one where it is shown what was answered to it; and where its
words say so too."""
_NAMED = 3
"""Questions that are named, at most, where nothing is told."""
_YES = BEARING.index("yes")


class MeaningLinker:
    """Finds what is meant: by words, and where these do not tell, by what it is like."""

    def __init__(self, linker: Linker, questions: Sequence[ClosedQuestion], retriever: Retriever, judge: Judge) -> None:
        self.linker = linker
        self.questions = questions
        self._retriever = retriever
        self._judge = judge

    def choose_option(self, wanted: LinkQuery) -> tuple[Link | None, tuple[Link, ...]]:
        """Return the options that are surely meant, None where none are; and what may be meant, best first."""
        link, near = choose_link(self.linker.options(wanted))
        if link is None and not _is_crossed(near):
            return self.find_option(wanted), near
        return link, near

    def choose_question(
        self, wanted: LinkQuery, fits: Callable[[ClosedQuestion], bool]
    ) -> tuple[Link | None, tuple[Link, ...]]:
        """Return the question that is surely meant as a whole, of those that fit; and what may be meant."""
        link, near = column_among(self.linker.columns(wanted, fits))
        return (self.find_question(wanted, fits), near) if link is None else (link, near)

    # ---------------------------------------------------------------- what is like it

    def find_option(self, wanted: LinkQuery) -> Link | None:
        """Return the option that is meant by what it is like; None where that is not sure."""
        match = self.linker.match(wanted)
        ranked = self.rank_options(match, wanted)
        if ranked is None:
            return None
        weights = load_weights("options")
        order, _ = ranked.order(weights.rank)
        link = self.admit(match, ranked, wanted, order[0])
        if link is None:
            return None
        judged = self.judge_pairs(wanted, [ranked.pairs[at] for at in order[:_JUDGED]])
        likely = logistic(weights.tell, weights.intercept, tell_option(ranked, weights.rank, judged))
        return replace(link, score=likely, like=likely) if likely >= weights.told else None

    def nearest(self, wanted: LinkQuery) -> tuple[CountedQuestion, ...]:
        """Return the questions of the options that come nearest, best first, to be named where nothing is told."""
        ranked = self.rank_options(self.linker.match(wanted), wanted)
        if ranked is None:
            return ()
        order, _ = ranked.order(load_weights("options").rank)
        return unique(self.questions[ranked.pairs[at].question].asked for at in order)[:_NAMED]

    def column(self, wanted: LinkQuery, named: Sequence[CountedQuestion] = ()) -> ClosedQuestion | None:
        """Return the question that surely is meant, whichever of its options are; None where another one is near.

        ``named``: questions that come nearest by their words; where it is the only one, it need not lead so far.
        """
        ranked = self.rank_options(self.linker.match(wanted), wanted)
        if ranked is None:
            return None
        weights = load_weights("options")
        order, _ = ranked.order(weights.rank)
        question, lead = self.questions[ranked.pairs[order[0]].question], ranked.leads(weights.rank)[1]
        alike = len(named) == 1 and question.asked in named
        return question if lead >= (_LEAD_OF_NAMED if alike else _LEAD) else None

    def admit(self, match: QuestionMatcher, ranked: Ranked, wanted: LinkQuery, first: int) -> Link | None:
        """Return what the pair at a place comes to; None where something speaks against it, however near it comes."""
        pair, own = ranked.pairs[first], ranked.signals[first]
        explained, said = float(own[_EXPLAINED]), float(own[_SAID])
        question = self.questions[pair.question]
        options = self._of_scale(match, question, pair.option, said) if pair.option else ()
        if not options or self._names_another(wanted.text, question, options):
            return None
        if not _uses_up(wanted.narrowed, question.text, *options):
            return None
        both = word_choice(question.text, pair.option)
        denied = match.denied and not is_denied(both)
        crossed = is_denied(" ".join(options)) and not denies_as(wanted.text, " ".join(options))
        unsure = denied and (said < SAME or question.column.is_scale)
        if crossed or unsure or not agree_in_amounts(wanted.text, " ".join(options)):
            return None  # "cannot stand" may deny an option, or be one; who is not satisfied may be neither
        return Link(question, options, explained, said, 0.0, denied)

    def find_question(self, wanted: LinkQuery, fits: Callable[[ClosedQuestion], bool]) -> Link | None:
        """Return the question that is meant as a whole by what it is like; None where that is not sure."""
        ranked = self.rank_questions(self.linker.match(wanted), wanted, fits)
        if ranked is None:
            return None
        weights = load_weights("questions")
        question = self.questions[ranked.pairs[ranked.order(weights.rank)[0][0]].question]
        likely = logistic(weights.tell, weights.intercept, tell_question(ranked, weights.rank))
        if likely < weights.told or not _uses_up(wanted.narrowed, question.text):
            return None
        return Link(question, (), likely, 1.0, likely, like=likely)

    # ---------------------------------------------------------------- signals

    def rank_options(self, match: QuestionMatcher, wanted: LinkQuery) -> Ranked | None:
        """Return the pairs that come nearest, with the signals by which they are ranked; None where there are none."""
        import numpy as np

        within = [n for n, pair in enumerate(self._pairs) if is_within(self.questions[pair.question], wanted)]
        if not within:
            return None
        near = self._cosines(wanted.text)[within]
        nearest = np.argsort(-near.sum(axis=1), kind="stable")[:_LOOKED_AT].tolist()
        pairs = [self._pairs[within[at]] for at in nearest]
        signals = [[*near[at].tolist(), *self._in_words(match, self._pairs[within[at]])] for at in nearest]
        return Ranked(pairs, np.array(signals, dtype=np.float64))

    def rank_questions(
        self, match: QuestionMatcher, wanted: LinkQuery, fits: Callable[[ClosedQuestion], bool]
    ) -> Ranked | None:
        """Return the questions that fit, with the signals by which they are ranked; None where none fits."""
        import numpy as np

        own = [n for n, question in enumerate(self.questions) if fits(question) and is_within(question, wanted)]
        if not own:
            return None
        query = self._retriever.query(wanted.text)
        like = self._retriever.compare_wordings(query, [self.questions[n].text for n in own]).tolist()
        signals = []
        cosines = self._cosines(wanted.text)
        for n, of_question in zip(own, like, strict=True):
            pairs = [at for at, pair in enumerate(self._pairs) if pair.question == n and pair.option]
            of_pairs = cosines[pairs] if pairs else np.array([[of_question] * 3])
            held = match.of_words(self.linker.texts[n])
            said = self.linker.said.weigh_label(match, Label(self.linker.texts[n], 1.0))[0]
            best, mean, alone = of_pairs[:, 2].max(), of_pairs[:, 2].mean(), of_pairs[:, 1].max()
            signals.append([of_question, best, mean, alone, match.share(held), said, float(match.lacks(held))])
        return Ranked([OptionPair(n, "") for n in own], np.array(signals, dtype=np.float64))

    def judge_pairs(self, wanted: LinkQuery, pairs: Sequence[OptionPair]) -> list[float]:
        """Return the log-odds, by the judge, that each of some pairs says what is asked."""
        places = [SentenceContext(self.questions[p.question].text, "", p.option or "Yes") for p in pairs]
        return [logit(one[_YES]) for one in self._judge.sentences(wanted.text, places).tolist()]

    def _cosines(self, text: str) -> NDArray[np.float32]:
        """Return the cosines of each pair's question, its option, and both together; shape (pairs, 3)."""
        import numpy as np

        texts = [self.questions[pair.question].text for pair in self._pairs]
        both = [word_choice(t, p.option) if p.option else t for t, p in zip(texts, self._pairs, strict=True)]
        alone = [pair.option or t for t, pair in zip(texts, self._pairs, strict=True)]
        found = self._retriever.compare_wordings(self._retriever.query(text), [*texts, *alone, *both])
        return np.stack(np.split(found, 3), axis=1)

    def _in_words(self, match: QuestionMatcher, pair: OptionPair) -> list[float]:
        import numpy as np

        own = self.linker.texts[pair.question]
        text, question = match.of_words(own), self.questions[pair.question]
        said, held, verbatim, named = 0.0, text, 0.0, False
        if pair.option:
            told = (self.linker.said.weigh_label(match, label) for label in labels_of(pair.option))
            said, held = max(told, key=lambda one: one[0], default=(0.0, text))
            verbatim, named = match.verbatim(pair.option), match.names(pair.option, question.text)
        both = np.maximum(text, held)
        of_question = self.linker.said.weigh_label(match, Label(own, 1.0))[0]
        marks = (match.lacks(both), not pair.option, named)
        return [match.share(both), match.share(text), said, of_question, verbatim, *map(float, marks)]

    # ---------------------------------------------------------------- what speaks against it

    def _names_another(self, text: str, question: ClosedQuestion, options: Sequence[str]) -> bool:
        """Return whether a text says another option whole, which what is meant does not hold: that asks for both.

        "How many say bug fixes are critical" crosses two questions.
        """
        said, own = _stems_of(text), _stems_of(question.text, *options)
        used = own | _stems_of(*question.column.options)
        for other in self.questions:
            if other.column.type in ("option", "options"):
                held = own if other is question else used
                named = (_stems_of(option) for option in other.column.options if option not in options)
                if any(one and one <= said and not one <= held for one in named):
                    return True
        return False

    def _of_scale(self, match: QuestionMatcher, question: ClosedQuestion, option: str, said: float) -> tuple[str, ...]:
        """Return the options of a scale that a word for its level means; none where it means others than the one."""
        by_scale = self.linker.said.by_scale(match, question.column.options) if question.column.is_scale else None
        if by_scale is None or (said >= SAME and degrees() & set(key(option))):  # who "agrees strongly"
            return (option,)
        return by_scale[1] if option in by_scale[1] else ()

    @cached_property
    def _pairs(self) -> list[OptionPair]:
        found = []
        for n, question in enumerate(self.questions):
            if question.column.type == "yesno":
                found.append(OptionPair(n, ""))
            found += [OptionPair(n, option) for option in list_options(question.column)]
        return found


def tell_option(ranked: Ranked, rank: Sequence[float], judged: Sequence[float]) -> list[float]:
    """Return the signals by which the first pair is told; ``judged``: what the judge says of the first and the next."""
    order, _ = ranked.order(rank)
    return [*ranked.leads(rank), *ranked.signals[order[0]].tolist(), judged[0], judged[0] - judged[-1]]


def tell_question(ranked: Ranked, rank: Sequence[float]) -> list[float]:
    """Return the signals by which the first question is told."""
    order, _ = ranked.order(rank)
    return [ranked.leads(rank)[0], float(len(order) > 1), *ranked.signals[order[0]].tolist()]


_EXPLAINED, _SAID = 3, 5
"""Places, among a pair's signals, of what it explains, and of how much of the option is said."""


def _is_crossed(near: Sequence[Link]) -> bool:
    """Return whether words tell of an option of one question, and of another question: both are asked about."""
    return len(near) > 1 and near[0].is_likely and any(one.options and one.verbatim for one in near[1:])


def _uses_up(narrowed: str, *texts: str) -> bool:
    """Return whether what is meant holds all that narrows who is asked about."""
    return _stems_of(narrowed) <= _stems_of(*texts)


def _stems_of(*texts: str) -> set[str]:
    return {stem(word.text) for text in texts for word in content_words(text)} - generic_stems()
