"""Words that carry a question and that nothing which was counted explains: then nothing is told.

"How many are satisfied with Zoom" is not told by who uses Zoom, nor "who charges for printing" by who offers it. Each
word of the question is explained by the words of what was counted, by its scale, by a word for any answer or for
whoever gives it, or by a word for how a number compares. Of a word that is not, either of two things shows that it
carries:

- it is a level of a scale ("satisfied", "monthly"), and what was counted has no such scale;
- it is of the topic, stands far from all words of what was counted, and the question comes nearer to these without it.
  A word that many questions of the corpus hold, as "use", carries nothing.

Nor do frequencies tell what the reader takes for a question of another kind: of money, of a reason, of who it is.

Over 300 lines: each check reads what the others leave of one question.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.comparison import comparisons
from msqqa.ask.judge.closed.match import people
from msqqa.ask.judge.closed.nothing import decide_nothing
from msqqa.closed.choices import word_choice
from msqqa.closed.measures import measure_names
from msqqa.closed.number_words import is_number_word
from msqqa.closed.scales import (
    degrees,
    find_meant,
    generic_stems,
    nouns_of,
    scales_of,
    stems_of_answers,
    stems_of_everybody,
    tells_of,
    words_of_rating,
)
from msqqa.closed.units import durations
from msqqa.languages import phrases
from msqqa.languages.matching import list_joins, matcher
from msqqa.model import SetPlan, Tally
from msqqa.model.closed import Choice, Tallied, Undecided
from msqqa.table.values import classify_value
from msqqa.words import STOP_WORDS, content_words, stem, stems, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from msqqa.ask.judge.closed.link import Linker
    from msqqa.ask.judge.closed.questions import ClosedQuestion, ClosedQuestions
    from msqqa.ask.judge.outcome import PlanResult
    from msqqa.ask.retrieve import Retriever
    from msqqa.closed.scales import Scale
    from msqqa.model import Plan
    from msqqa.words import Word

_FAR = 0.45
"""Likeness to a word of what was counted, from which a word of the topic may stand for it."""
_NEARER = 0.03
"""How much nearer, in cosine, a question comes to what was counted without a word that carries it."""
_TELLING = 2.5
"""Weight of a word, by how few answers and questions hold it, from which it may carry a question."""
_OF_STANCE = 0.5
"""Share of what is asked, by its words' weights, that a yes/no question's words explain, from which a yes tells it."""
_OF_NAME = 3
"""Words of a field's name, at most."""
_HOLDS = frozenset({"has", "chose"})
"""Relations that say of a thing that it is there."""
_SEVERAL = 2
"""Things that are asked of, from which each side of an "or" is decided by itself."""
_NAMED = 3
"""Questions that are named, at most."""
_OPERATORS = (
    *("most", "least", "top", "bottom", "average", "median", "total", "frequencies", "percent", "share", "asked"),
    *("earliest", "latest", "before", "after", "since", "until", "between"),
)
"""Keys of the languages' ``[numbers]`` whose words say what is asked for over answers."""


_NO_FREQUENCIES = ("set", "person", "body", "date", "money", "place", "reason", "link", "name")
"""Kinds of things that may be asked for, of :data:`msqqa.ask.reading.labels.ASKS`, which frequencies do not tell."""
_FIGURES = (("average", "average"), ("median", "median"))
"""Keys of the same for a figure that no set is."""


@dataclass(frozen=True, slots=True)
class Unexplained:
    """Finds words that carry a question and that an outcome does not explain, over one corpus."""

    questions: ClosedQuestions
    linker: Linker
    retriever: Retriever

    def refuse_stance(self, outcome: PlanResult) -> PlanResult:
        """Return who said yes or no to a question known by its meaning, refused where it offers no such answer.

        Whoever chose "In conversion" said neither, and of a question with a yes and a no nobody said "planned".
        """
        own = [q for q in self.questions.all if q.id in outcome.plan.questions or q.parent in outcome.plan.questions]
        sought = outcome.plan.sought if isinstance(outcome.plan, SetPlan) else None
        if not outcome.answered or outcome.closed is not None or not own:
            return outcome
        if sought == "blank":
            return self._refuse_nothing(outcome, own)
        offered = {classify_value(option) for q in own for option in q.column.options}
        of_stances = all(q.column.type == "yesno" for q in own) and (sought is None or sought in offered)
        if of_stances and not self._find_level(outcome.plan, own, ()):
            return outcome
        near = tuple(q.asked for q in own[:_NAMED])
        why = Undecided("whether a yes or a no says it is not sure", near)
        return decide_nothing(outcome.plan, why, [f.respondent for f in outcome.found])

    def _refuse_nothing(self, outcome: PlanResult, own: Sequence[ClosedQuestion]) -> PlanResult:
        """Return who left a question blank, refused where "nothing" is an amount: who "spent nothing" answered."""
        texts = [word.text for word in words(outcome.plan.whole)]
        said = any(True for _ in matcher("answers", (("nothing", "nothing"),)).find_all(texts))
        answering = not stems_of_answers().isdisjoint(stem(text) for text in texts)
        if not said or answering or any(q.column.type != "number" for q in own):
            return outcome
        why = Undecided("whether nothing is an amount, or no answer, is not sure", tuple(q.asked for q in own[:_NAMED]))
        return decide_nothing(outcome.plan, why, [f.respondent for f in outcome.found])

    def refuse(self, outcome: PlanResult) -> PlanResult:
        """Return an outcome, refused where a word that carries the question is not explained by what was counted."""
        plan = outcome.plan
        own = [q for q in self.questions.all if q.id in plan.questions or q.parent in plan.questions]
        if not outcome.answered or not own:
            return outcome
        closed = outcome.closed
        taken = closed.options if isinstance(closed, Choice) else ()
        word = _figure_of(plan, own, taken) if isinstance(closed, Choice) else ""
        word = word or self.find(plan, own, taken)
        why = f"what “{word}” means here is not sure" if word else ""
        if closed is None and not why and not self._is_told_by_stance(plan, own):
            why = "whether a yes or a no says it is not sure"
        if isinstance(closed, Tallied) and _asks_otherwise(plan):
            why = "how often each option was chosen does not tell it"
        if not why:
            return outcome
        near = tuple(q.asked for q in own[:_NAMED])
        return decide_nothing(plan, Undecided(why, near), [f.respondent for f in outcome.found])

    def _is_told_by_stance(self, plan: Plan, own: Sequence[ClosedQuestion]) -> bool:
        """Return whether a yes or a no to some questions tells what is asked, in words of the questions' own.

        Whoever is "unsure whether a plan exists" answered something else; and a question that has other options than
        a yes and a no is answered by these.
        """
        if any(q.column.type in ("option", "options") for q in own):
            return False
        whole = plan.whole or plan.text
        texts = [word.text for word in words(whole)]
        undecided = any(True for _ in matcher("answers", (("undecided", "undecided"),)).find_all(texts))
        if undecided and not (isinstance(plan, SetPlan) and plan.sought == "unclear"):
            return False
        if _is_foreign(whole):
            return True  # its words are not the table's
        held = {s for q in own for s in (*stems(q.text), *nouns_of(q.text))}
        said = {stem(word.text) for word in content_words(whole)}
        topic = set(stems(" ".join(plan.terms)))
        if topic <= held and not topic <= said:
            return True  # by another name than the asker's: a long form, where the question has its abbreviation
        if topic <= held and plan.relations <= _HOLDS and all(_is_a_name(q.text) for q in own):
            return True  # a field's name, "restore drills", says no verb
        explained = sum(self.retriever.weight(s) for s in said & held)
        left = sum(self.retriever.weight(stem(word.text)) for word in self._unheard(whole, plan, own, ()))
        return explained >= _OF_STANCE * (explained + left)

    def find(self, plan: Plan, own: Sequence[ClosedQuestion], taken: Sequence[str]) -> str:
        """Return the first word of a plan that carries it and is not explained; empty where there is none.

        Parameters
        ----------
        plan:
            Of what was asked.
        own:
            The questions that were counted.
        taken:
            The options of them that were taken for what is asked; empty where none was.
        """
        whole = plan.whole or plan.text
        left = self._unheard(whole, plan, own, taken)
        if level := self._find_level(plan, own, taken):
            return level
        if not isinstance(plan, SetPlan) or _is_foreign(whole):
            return ""
        topic = set(stems(" ".join(plan.terms)))
        # What stands beside an "or" is as much as what stands on its other side: "daily or nonstop" is not "daily".
        meant = {w.text for w in left for q in own if set(find_meant(w.text, q.column.options)) & set(taken)}
        sides = _sides_of_or(whole) if len(plan.concepts) < _SEVERAL else set()
        return next(
            (
                w.text
                for w in left
                if (w.start in sides and w.text not in meant)
                or (stem(w.text) in topic and self._is_far(w, whole, own, taken))
            ),
            "",
        )

    def _find_level(self, plan: Plan, own: Sequence[ClosedQuestion], taken: Sequence[str]) -> str:
        """Return the first level of a scale that is said and that no counted question has; empty without one."""
        for word in self._unheard(plan.whole or plan.text, plan, own, taken):
            scales = scales_of(word.text)
            if scales and not any(_has_scale(own, scale, word.text) for scale in scales):
                return word.text
        return ""

    def _unheard(self, whole: str, plan: Plan, own: Sequence[ClosedQuestion], taken: Sequence[str]) -> list[Word]:
        known = _always_known() | set(stems(" ".join((*plan.nouns, *(r.text for r in plan.restrictions)))))
        for question in own:
            known |= set(stems(question.text)) | nouns_of(question.text)
            known |= {s for option in (taken or question.column.options) for s in stems(option)}
            if question.column.is_scale:
                known |= words_of_rating()
        if isinstance(plan, SetPlan) and plan.mode == "number":
            known |= {stem(word) for word in phrases("words", "not")}  # a zero says so
        asking = _asking_words(whole)
        said = [word for word in content_words(whole) if word.start not in asking and not word.text.isdigit()]
        said = [word for word in said if stem(word.text) not in known and not self.linker.is_common(word.text)]
        return [w for w in said if scales_of(w.text) or not _is_of_amount(w.text)]

    def _is_far(self, word: Word, whole: str, own: Sequence[ClosedQuestion], taken: Sequence[str]) -> bool:
        """Return whether a word stands far from what was counted, which the question without it comes nearer to."""
        if self.retriever.weight(stem(word.text)) < _TELLING:
            return False
        told = [w.text for q in own for text in (q.text, *taken) for w in content_words(text)]
        if not told or self.retriever.alike([word.text], told) >= _FAR:
            return False
        texts = [word_choice(q.text, option) for q in own for option in taken] or [q.text for q in own]
        without = whole[: word.start] + whole[word.end :]
        with_it, less = (
            max(self.retriever.compare_wordings(self.retriever.query(text), texts).tolist())
            for text in (whole, without)
        )
        return bool(less - with_it >= _NEARER)


@lru_cache(maxsize=1)
def _always_known() -> AbstractSet[str]:
    """Return the stems of words that need no explanation by what was counted."""
    return generic_stems() | stems_of_everybody() | people() | {stem(word) for word in degrees()}


def _is_of_amount(word: str) -> bool:
    """Return whether a word is a number, or one for a length of time; "monthly" says more than the month."""
    return is_number_word(word) or stem(word) in _times_and_measures()


@lru_cache(maxsize=1)
def _times_and_measures() -> AbstractSet[str]:
    return frozenset(stem(word) for name in (*durations(""), *measure_names("")) for word in name.split())


def _asking_words(text: str) -> set[int]:
    """Return where the words stand that say how a number compares, or what is asked for over answers."""
    own = list(words(text))
    texts = [word.text for word in own]
    operators = matcher("numbers", tuple((key, key) for key in _OPERATORS))
    found = [*comparisons().find_all(texts), *operators.find_all(texts)]
    return {own[n].start for at, _, length in found for n in range(at, at + length)}


def _is_a_name(head: str) -> bool:
    """Return whether a head is the name of a field and asks nothing.

    >>> _is_a_name("restore drills"), _is_a_name("Do you hold drills?"), _is_a_name("I hold drills at night and day")
    (True, False, False)
    """
    own = [word.text for word in words(head)]
    return len(own) <= _OF_NAME and not head.rstrip().endswith(("?", ".")) and STOP_WORDS.isdisjoint(own)


def _sides_of_or(text: str) -> set[int]:
    """Return where the words with a topic stand that are next to an "or", on either side of it."""
    joining = list_joins("or")
    telling = content_words(text)
    places = [word.start for word in words(text) if word.text in joining]
    before = (max((w.start for w in telling if w.start < at), default=-1) for at in places)
    behind = (min((w.start for w in telling if w.start > at), default=-1) for at in places)
    return {*before, *behind}


def _asks_otherwise(plan: Plan) -> bool:
    """Return whether the reader takes a question for one that frequencies do not answer, and no word asks for these.

    "How much was spent in the shop" asks for money, "why do they switch" for a reason, and "how many people come to
    each meeting" for a number that each of them gives.
    """
    texts = [word.text for word in words(plan.whole or plan.text)]
    asked = matcher("numbers", (("frequencies", "frequencies"),)).find_all(texts)
    if any(True for _ in asked) or (isinstance(plan, Tally) and plan.top):
        return False
    if isinstance(plan, Tally) and plan.by:
        return False  # what is split is counted
    return plan.asks in _NO_FREQUENCIES or (plan.asks == "number" and plan.relations == {"number"})


def _figure_of(plan: Plan, own: Sequence[ClosedQuestion], taken: Sequence[str]) -> str:
    """Return the words for a figure over numbers that a plan asks for; empty where it is a word of what was counted."""
    whole = plan.whole or plan.text
    texts = [word.text for word in words(whole)]
    said = [texts[at : at + n] for at, _, n in matcher("numbers", _FIGURES).find_all(texts)]
    held = {word.text for text in (*(q.text for q in own), *taken) for word in words(text)}
    return next((" ".join(each) for each in said if not held.issuperset(each)), "")


def _has_scale(own: Sequence[ClosedQuestion], scale: Scale, word: str) -> bool:
    """Return whether one of some questions is answered on a scale; a rating may stand for any but how often."""
    rated = scale.name != "frequency" and any(q.column.type == "number" and q.column.is_scale for q in own)
    return rated or any(tells_of(q.text, q.column.options, scale, word) for q in own)


def _is_foreign(text: str) -> bool:
    """Return whether a text has more words of other languages without a topic than English ones."""
    own = [word.text for word in words(text)]
    others = phrases("words", "stop_words") - STOP_WORDS
    return sum(word in others for word in own) > sum(word in STOP_WORDS for word in own)
