"""What speaks against an outcome that closed answers did not decide themselves, where closed questions are near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.grids import BETWEEN
from msqqa.ask.judge.closed.match import LinkQuery
from msqqa.ask.judge.closed.nothing import is_unknown
from msqqa.closed.column import CLOSED
from msqqa.closed.scales import generic_stems
from msqqa.model import Count
from msqqa.model.closed import Undecided
from msqqa.table.values import classify_value
from msqqa.words import content_words, stem, stems, unique

if TYPE_CHECKING:
    from msqqa.ask.judge.closed.link import Linker
    from msqqa.ask.judge.closed.meaning import MeaningLinker
    from msqqa.ask.judge.closed.questions import ClosedQuestions
    from msqqa.ask.judge.facets import Facets
    from msqqa.ask.retrieve import Retriever
    from msqqa.index.store import Store
    from msqqa.model import SetPlan
    from msqqa.model.closed import CountedQuestion

_PARTLY, _SHORT = 0.3, 4
"""Share of a part's own words that the asker says, at least, where a part of a group decides; words of a group that is
named by them."""
_UNSAID = 0.1
"""Share of a question's words that the asker says, below which a survey's question is another one."""
_ALIKE = 0.5
"""Likeness to a question with options, from which it may be what is asked, in other words."""
_HALF = 0.5
"""Share of the words of a column's head that a topic says, from which it may be meant."""
_OWN = 0.75
"""Share of a part's own words that the asker says, from which a part of one group alone needs no word of its group."""
_OF_GROUP = 0.6
"""Share of a group's words that the asker says, at least, where other groups have a part of the same words."""
_OF_HEAD = ("yesno", "number")
"""Types of which the head alone says what is asked."""
NAMED = 5
"""Questions that are named, at most, where it is not sure which is meant."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """Finds what speaks against the outcomes of other deciders, over one corpus."""

    store: Store
    questions: ClosedQuestions
    linker: Linker
    meaning: MeaningLinker
    retriever: Retriever
    facets: Facets

    def of_question(self, plan: SetPlan) -> Undecided | None:
        """Return why a yes/no question does not decide a set after all; None where it does.

        Whoever names an option asks for no yes; and what is the subject of a whole survey tells no question of it.
        """
        asked = tuple(q.asked for q in self.questions.all if q.id in plan.questions)
        if not asked or not plan.terms:
            return None
        if [option for option in plan.options if classify_value(option) is None]:
            return Undecided(f"no question has the option “{plan.options[0]}”", asked)
        if self.linker.is_common(" ".join(plan.terms)):
            return Undecided("what is asked about is the subject of most questions", asked)
        deciding = [q for q in self.questions.all if q.id in plan.questions]
        named = self.facets.find(plan.whole, of_set=True, topic=plan.text)
        if any(named in q.rows for q in deciding):
            return None
        if self.store.is_of_tables and all(self.linker.says(plan.whole, q.text) < _UNSAID for q in deciding):
            return Undecided("no question with options is clearly meant", asked)
        # A table's heads are in the language of its askers; a form is asked in others too, and knows its own parts.
        parts = [q for q in deciding if q.parent is not None] if self.store.is_of_tables else []
        for part in parts:
            group, _, own = part.text.rpartition(BETWEEN)
            short = len(content_words(group)) <= _SHORT
            # What a table calls in short the asker may say in full: the terms are both.
            said = self.linker.says(" ".join((plan.whole, *plan.terms)), own)
            said_so = said >= _PARTLY
            # What several groups ask alike is of none of them unless the asker says most of its name.
            twins = any(q.parent != part.parent and q.text.rpartition(BETWEEN)[2] == own for q in self.questions.all)
            of_group = self.linker.says(plan.whole, group)
            unsaid = short and not of_group and (twins or said < _OWN)
            if not said_so or unsaid or (twins and of_group < _OF_GROUP):
                siblings = [q.asked for q in self.questions.all if q.parent == part.parent]
                if len(siblings) > 1:
                    return Undecided("which row of several is meant is not sure", tuple(siblings[:NAMED]))
        return None

    def of_sentences(self, plan: SetPlan, matched: int) -> Undecided | None:
        """Return why words and sentences do not decide a set over tables; None where they may.

        A survey's remarks hold few of those who ticked something. Where a closed question comes near, it may be meant;
        and that nobody writes of a thing is no sign that nobody has it.
        """
        if not self.questions.all or not self.store.is_of_tables:
            return None
        if not self.store.is_survey:
            return self._of_worded(plan)
        if is_unknown(plan, self.store) or isinstance(plan, Count):
            nearest = self.meaning.nearest(LinkQuery(plan.whole, plan.whole))
            return Undecided("which options are meant is not sure", nearest)
        if plan.relations & {"chose", "rejected", "number"}:
            return Undecided("which options are meant is not sure", ())
        wanted = LinkQuery(" ".join((plan.whole, *plan.nouns)), " ".join(plan.terms), within=plan.questions)
        near = [link for link in self.linker.options(wanted)[:NAMED] if link.is_near and not link.lacks]
        asked = unique((*(link.question.asked for link in near), *self._headed(plan), *self._alike(plan)))[:NAMED]
        if not asked and matched:
            return None
        return Undecided("which options are meant is not sure", asked or self.meaning.nearest(wanted))

    def _of_worded(self, plan: SetPlan) -> Undecided | None:
        """Return why sentences do not decide a set where most answers are worded; None where they may.

        There a sentence tells, unless a yes or a number is asked for in other words. A question with options is asked
        for by what they say: "agile development" is near to "development countries", and no country.
        """
        told = [q for q in self._alike(plan) if q.type in _OF_HEAD]
        return Undecided("which options are meant is not sure", tuple(told[:NAMED])) if told else None

    def _alike(self, plan: SetPlan) -> list[CountedQuestion]:
        """Return the questions with options that mean nearly what is asked: "gather personally identifiable data"."""
        likeness = self.retriever.paraphrase_cosines(self.retriever.query(plan.text))
        closed = (q for q in self.questions.all if q.column.type in CLOSED)
        return [q.asked for q in closed if max(likeness[row] for row in q.rows) >= _ALIKE]

    def _heads_named(self, plan: SetPlan) -> tuple[CountedQuestion, ...]:
        """Return the columns whose head is a word of the topic."""
        said = set(stems(" ".join(plan.terms)))
        heads = (q for q in (*self.questions.all, *self.questions.worded))
        own = ((q, set(stems(q.text.rpartition(BETWEEN)[2]))) for q in heads)
        return tuple(q.asked for q, words in own if words and words <= said)[:NAMED]

    def _headed(self, plan: SetPlan) -> list[CountedQuestion]:
        """Return the questions with options of whose own words the topic says half: remarks do not decide these."""
        said = set(stems(" ".join(plan.terms))) - generic_stems()
        found = []
        for question in self.questions.all:
            if question.column.type not in CLOSED:
                continue
            own = {stem(word.text) for word in content_words(question.text.rpartition(BETWEEN)[2])} - generic_stems()
            if own and len(own & said) >= _HALF * len(own) and not self.linker.is_common(" ".join(own & said)):
                found.append(question.asked)
        return found

    def of_mention(self, plan: SetPlan) -> Undecided | None:
        """Return why a word that is not mentioned tells nothing; None where it may.

        Who "names no publisher" left that column blank, whatever the others say.
        """
        asked = tuple(self._headed(plan)[:NAMED]) or self._heads_named(plan)
        return Undecided("a column asks for it, which holds no such word", asked) if asked else None
