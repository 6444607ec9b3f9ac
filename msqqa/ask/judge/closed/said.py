"""The options of a question that somebody says, or means by a word for a level of their scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.labels import Label, denies_as, is_denied, labels_of
from msqqa.ask.judge.closed.links import RECALLED
from msqqa.ask.judge.closed.match import SAME
from msqqa.ask.judge.closed.ranges import levels_compared
from msqqa.closed.scales import degrees, find_meant, has_middle, is_anchor, key
from msqqa.languages.matching import finder, list_joins
from msqqa.stance.openings import declines
from msqqa.words import STOP_WORDS, fold, stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.judge.closed.match import QuestionMatcher
    from msqqa.ask.judge.closed.questions import ClosedQuestion
    from msqqa.ask.retrieve import Retriever

_TIED = 0.02
"""How far apart the scores of two options may be that fit alike."""
_WHOLE = 0.96
"""Share of a way to call an option that is said, from which it is named, though its question has the word too."""
_GAIN = 0.1
"""Share of the asker's words, which an option must explain beyond what its question does."""
_OF_OPTION = 0.35
"""What the share of an option's words that is said weighs beside what option and question explain."""
_FEWEST = 2
"""Options of a side, at least, for which its name stands."""
_STOP_WORD = 0.3
"""What a stop word of an option weighs beside another word of it."""


@dataclass(frozen=True, slots=True)
class OptionReader:
    """Finds the options that are meant, of one question at a time."""

    retriever: Retriever

    def find(
        self, match: QuestionMatcher, question: ClosedQuestion, options: Sequence[str], text: NDArray[np.float32]
    ) -> tuple[tuple[str, ...], float, NDArray[np.float32]]:
        """Return the options that are meant, how much of them was said, and which of the asker's words they hold."""
        import numpy as np

        if (declined := self.find_declined(match, options)) is not None:
            return (declined,), 1.0, match.of_words(key(declined))
        by_scale = self.by_scale(match, options)
        if by_scale is not None:
            phrase, meant = by_scale
            return meant, 1.0, match.of_words(key(phrase))
        best: list[tuple[float, float, str, NDArray[np.float32]]] = []
        for option in options:
            told = self._weigh(match, option)
            if told is None:
                continue
            gain = match.share(np.maximum(text, told[1])) - match.share(text)
            exact = bool(((told[1] >= SAME) & ((text < SAME) | (told[0] >= _WHOLE))).any())
            if exact or (gain > _GAIN and told[0] >= RECALLED):
                best.append((gain, told[0], option, told[1]))
        if not best:
            return (), 0.0, np.zeros_like(text)
        top = max(best, key=lambda b: (round(b[0] + _OF_OPTION * b[1], 4), -len(b[2])))
        if top[1] < RECALLED and (is_anchor(top[2]) or not match.names(top[2], question.text)):
            return (), 0.0, np.zeros_like(text)  # "time" is no level, as "several times a week" is
        meant_ = [b for b in best if self._ties(match, b, top)]
        recalled = 1.0 if len(meant_) > 1 and top[0] > 0 and top[1] < RECALLED else top[1]
        # An option that is meant holds what stands in its brackets too: "a resource manager like SLURM".
        return tuple(b[2] for b in meant_), recalled, np.maximum(top[3], match.of_words(key(top[2])))

    @staticmethod
    def find_declined(match: QuestionMatcher, options: Sequence[str]) -> str | None:
        """Return the one option that gives no answer, where that is asked for in whatever words; None where it is not.

        Who "did not want to say" chose "Prefer not to answer".
        """
        if not (declines(match.text) or finder("words", "withholds").finds(fold(match.text))):
            return None
        declining = [option for option in options if declines(option)]
        return declining[0] if len(declining) == 1 else None

    def find_side(
        self, match: QuestionMatcher, question: ClosedQuestion, options: Sequence[str]
    ) -> tuple[tuple[str, ...], NDArray[np.float32]]:
        """Return the options of one of two things that a question names, and the asker's words that they stand for.

        Of "Local machine or cluster?" whoever says "a cluster" means each cluster, of whatever size, where nothing is
        said that one of these options has and the others have not.
        """
        own = [word.text for word in words(question.text)]
        at = next((n for n, word in enumerate(own) if word in list_joins("or")), None)
        sides = [] if at is None else [own[:at], own[at + 1 :]]
        telling = [tuple(word for word in side if word not in STOP_WORDS) for side in sides]
        said = [side for side in telling if side and all(match.says(word) >= SAME for word in side)]
        if len(said) != 1 or any(match.says(word) for side in telling for word in side if word not in said[0]):
            return (), match.of_words(())
        stems_of = {option: {stem(word) for word in key(option)} for option in options}
        meant = tuple(option for option in options if {stem(word) for word in said[0]} <= stems_of[option])
        others = {word for option in meant for word in key(option)} - STOP_WORDS - set(own)
        if len(meant) < _FEWEST or len(meant) == len(options) or any(match.says(word) for word in others):
            return (), match.of_words(())
        return meant, match.of_words(said[0])

    def _weigh(self, match: QuestionMatcher, option: str) -> tuple[float, NDArray[np.float32]] | None:
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

        None of them where that is not sure: who is "not satisfied" may be dissatisfied, or neither; nor where a wider
        one is said beside it.
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
            if exact and (phrase in match.quoted or is_denied(phrase) or not meant):
                return phrase, exact
            if meant and is_denied(phrase) and not exact and len(meant) > 1 and has_middle(options):
                return phrase, ()
            others = (set(find_meant(other, options)) for other in match.beside(phrase)) if meant else ()
            if any(set(meant) < other for other in others):
                return phrase, ()  # "unhappy, including very unhappy"
            if meant:
                return phrase, meant
        return None

    def weigh_label(self, match: QuestionMatcher, label: Label) -> tuple[float, NDArray[np.float32]]:
        """Return how much of an option's label the asker says, and how far it stands for the asker's words."""
        total = used = 0.0
        denied = denies_as(match.text, " ".join(label.words)) if match.denied else False
        for word in label.words:
            weight = self.retriever.weight(stem(word)) * (_STOP_WORD if word in STOP_WORDS else 1.0)
            total += weight
            # Who says "aren't enough" says the "not" of "not enough".
            used += weight * (1.0 if denied and is_denied(word) else match.says(word))
        share = used / total if total else 0.0
        return share * label.worth, match.of_words(label.words)
