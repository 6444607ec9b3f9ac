"""Plans that closed answers decide → outcomes; the one door to this package.

Over 300 lines: the deciders below are tried in one order, and each case rests on what those before it left.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.aggregates import Aggregates
from msqqa.ask.judge.closed.by_number import NumberSetDecider
from msqqa.ask.judge.closed.chosen import OptionSets
from msqqa.ask.judge.closed.counting import Counter
from msqqa.ask.judge.closed.dates import Dates
from msqqa.ask.judge.closed.excepted import ExceptedOptions
from msqqa.ask.judge.closed.grids import BETWEEN
from msqqa.ask.judge.closed.link import Linker
from msqqa.ask.judge.closed.match import LinkQuery, people
from msqqa.ask.judge.closed.meaning import MeaningLinker
from msqqa.ask.judge.closed.nothing import decide_nothing, is_unknown
from msqqa.ask.judge.closed.of_some import unless_of_some
from msqqa.ask.judge.closed.prose import Prose
from msqqa.ask.judge.closed.questions import ClosedQuestions
from msqqa.ask.judge.closed.sets import ClosedSetDecider
from msqqa.ask.judge.closed.several import SeveralSets
from msqqa.ask.judge.closed.tallies import Tallies
from msqqa.ask.judge.closed.unexplained import Unexplained
from msqqa.ask.judge.restrictions import find_condition
from msqqa.closed.scales import generic_stems, stems_of_everybody
from msqqa.languages.matching import keys_of
from msqqa.model import About, Aggregate, Change, Concept, Count, Open, Plan, SetPlan, Tally, Which
from msqqa.model.closed import Choice, Tallied, Undecided
from msqqa.table.values import classify_value
from msqqa.words import content_words, stem, stems, unique, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.facets import Facets
    from msqqa.ask.judge.outcome import PlanResult
    from msqqa.ask.retrieve import Retriever
    from msqqa.index.store import Store
    from msqqa.judge.model import Judge
    from msqqa.model.closed import CountedQuestion

_PARTLY, _SHORT = 0.3, 4
"""Share of a part's own words that the asker says, at least, where a part of a group decides; words of a group that is
named by them."""
_UNSAID = 0.1
"""Share of a question's words that the asker says, below which a survey's question is another one."""
_MOSTLY = 0.5
"""Share of the cells that were found which answer closed questions, from which such a question may be meant."""
_ALIKE = 0.5
"""Likeness to a question with options, from which it may be what is asked, in other words."""
_HALF = 0.5
"""Share of the words of a column's head that a topic says, from which it may be meant."""
_OWN = 0.75
"""Share of a part's own words that the asker says, from which a part of one group alone needs no word of its group."""
_OF_GROUP = 0.6
"""Share of a group's words that the asker says, at least, where other groups have a part of the same words."""
_NAMED = 5
"""Questions that are named, at most, where it is not sure which is meant."""
_OF_SETS = ("number", "set", "person", "share")
"""What is asked for where respondents are counted or named."""
_OF_OPTIONS = ("option", "options")
"""Types whose frequencies answer what is asked of everybody."""
_CLOSED = (*_OF_OPTIONS, "number", "yesno")
"""Types of which sentences decide nothing."""


class Closed:
    """Decides what closed answers decide, over one index."""

    def __init__(self, store: Store, retriever: Retriever, judge: Judge, facets: Facets) -> None:
        self._facets = facets
        self._store = store
        self._retriever = retriever
        self._judge = judge

    def decide(self, plan: Plan, examined: Sequence[str]) -> PlanResult | Plan | None:
        """Return what a plan comes to by closed answers; None where it is not asked about any.

        A plan is returned that says more surely what is asked, where a yes/no question's stances are to decide it.
        """
        told = self._decide(plan, examined)
        if told is None or isinstance(told, Plan):
            return told
        told = unless_of_some(told, self.questions)
        # Whoever names the question by its id asks for nothing else.
        return self._unexplained.refuse(told) if self._store.is_of_tables and not plan.questions else told

    def _decide(self, plan: Plan, examined: Sequence[str]) -> PlanResult | Plan | None:
        if not self._store.types or not self._retriever.parts.claims:
            return None
        if plan.absent:
            return self._sets.of_names(plan, examined) if isinstance(plan, SetPlan) else None
        if isinstance(plan, Tally):
            return self._tally(plan, examined)
        if isinstance(plan, Aggregate):
            return self._aggregate(plan, examined)
        if isinstance(plan, Change) and not (plan.respondents or plan.editions):
            # "who opened after 2004" is read as a change since then.
            return self._dates.compare(_as_set(plan), examined)
        if isinstance(plan, SetPlan) and self._is_open_to(plan):
            return self._dates.compare(plan, examined) or self._sets.decide(plan, examined)
        if isinstance(plan, About) and plan.quoted and not plan.respondents and self._store.is_of_tables:
            said = replace(plan, whole=" ".join((plan.whole, *plan.quoted)))  # 'how many replied "what dashboard?"'
            return self._sets.of_option(_as_set(said), examined, by_words=True)
        if isinstance(plan, About) and plan.kind in ("respondents", "size") and plan.whole and not plan.respondents:
            return self._sets.of_option(_as_set(plan), examined) or self._of_others(plan, examined)
        if isinstance(plan, SetPlan) and plan.sought == "blank" and plan.concepts and self._store.is_of_tables:
            return self._sets.of_rejected(plan, examined)
        if isinstance(plan, SetPlan) and plan.answered and not plan.mode_is_given and self._store.is_of_tables:
            return self._sets.of_option(plan, examined, by_words=True)  # "how many answered 'What dashboard?'"
        if isinstance(plan, Open) and self._store.is_of_tables and not (plan.respondents or plan.questions):
            return self._tally_open(plan, examined)
        return None

    def _aggregate(self, plan: Aggregate, examined: Sequence[str]) -> PlanResult:
        """Return a number over all; where none is meant, who chose an option that is asked for by such a word."""
        dated = self._dates.find_ends(plan, examined)
        told = dated if dated is not None and dated.answered else self._aggregates.decide(plan, examined)
        if not told.answered and plan.extreme == "total" and not plan.restrictions:
            counted = self._sets.of_option(_as_set(replace(plan, asks="number")), examined, by_words=True)
            told = counted or told  # "Kubernetes users, total": how many they are
        if not told.answered and plan.extreme in ("most", "least"):
            told = self._of_superlative(plan, examined) or told
        return dated if dated is not None and not told.answered else told

    def _of_superlative(self, plan: Aggregate, examined: Sequence[str]) -> PlanResult | None:
        """Return who chose an option of a question that has the word for the most itself: "who wants money most".

        The word is of the question, "What would help you most?", and compares no numbers.
        """
        if not self._store.is_of_tables:
            return None
        restrictions = tuple(r for r in plan.restrictions if r.kind != "split")
        alone = replace(plan, restrictions=restrictions, nouns=())
        of_options = _as_set(alone)
        told = self._sets.of_option(of_options, examined, by_words=True) or self._sets.of_option(of_options, examined)
        if told is None or not isinstance(told.closed, Choice):
            return None
        said = {word.text for word in words(plan.whole)} & keys_of("numbers", plan.extreme)
        asked = {word.text for word in words(told.closed.asked.text)}
        return told if said & asked else None

    def _of_others(self, plan: About, examined: Sequence[str]) -> PlanResult | None:
        """Return that nothing is told of whom the asker calls by a name that is not everybody's: "how many cyclists".

        All who answered would be a wrong number of them.
        """
        called = (
            {stem(word.text) for noun in plan.nouns for word in content_words(noun)}
            - generic_stems()
            - people()
            - stems_of_everybody()
        )
        if not called or not (self._store.is_of_tables and self._is_survey):
            return None
        nearest = self._meaning.nearest(LinkQuery(" ".join((plan.whole, *plan.nouns)), " ".join(plan.nouns)))
        return decide_nothing(plan, Undecided("which options are meant is not sure", nearest), examined)

    def _tally_open(self, plan: Open, examined: Sequence[str]) -> PlanResult | None:
        """Return the frequencies of the question with options that is asked; None where none is surely meant.

        "What would help people most" is one that the survey asks; remarks on it would tell of a few.
        """
        link, _ = self._meaning.choose_question(
            LinkQuery(plan.whole, plan.whole, narrowed=find_condition(plan)), lambda q: q.column.type in _OF_OPTIONS
        )
        if link is None:
            return None
        likeness = self._retriever.paraphrase_cosines(self._retriever.query(plan.whole))
        worded = max((likeness[row] for q in self.questions.worded for row in q.rows), default=0.0)
        if max(likeness[row] for row in link.question.rows) <= worded:
            return None
        shared = {field.name: getattr(plan, field.name) for field in fields(Plan)} | {"questions": (link.question.id,)}
        told = self.tallies.decide(Tally(**shared), examined)
        return (self._of_level(plan, told, examined) or told) if told.answered else None

    def _tally(self, plan: Tally, examined: Sequence[str]) -> PlanResult | Plan:
        """Return a tally; where no closed question is meant, "how many of each" asks how many there are."""
        told = self.tallies.decide(plan, examined)
        unsplit = told.answered and not (plan.by or plan.top or plan.questions)
        if unsplit and (chosen := self._of_level(plan, told, examined)) is not None:
            return chosen
        if told.answered or plan.by or plan.questions or not plan.concepts or plan.relations & {"chose", "number"}:
            return told
        return Count(**{field.name: getattr(plan, field.name) for field in fields(Plan)})

    def _of_level(self, plan: Plan, told: PlanResult, examined: Sequence[str]) -> PlanResult | None:
        """Return who chose the level that is said of what was counted: "very satisfied with the bus"; None without one.

        Whoever asks "how satisfied" they are, for a share or a breakdown, means all levels.
        """
        asks_for_all = not generic_stems().isdisjoint(stem(word.text) for word in words(plan.whole))
        if asks_for_all or not self._store.is_of_tables:
            return None
        chosen = self._sets.of_whole(_as_set(plan), examined)
        if chosen is None or not isinstance(chosen.closed, Choice) or not isinstance(told.closed, Tallied):
            return None
        asking = next((word.text for word in words(told.closed.asked.text)), "")
        asks_as_it = any(word.text == asking for word in words(plan.whole))  # "how satisfied are they"
        return None if asks_as_it or chosen.closed.asked != told.closed.asked else chosen

    def check_outcome(self, outcome: PlanResult, *, linked: bool = False) -> PlanResult:
        """Return an outcome, refused where it counts answers to closed questions by what their words are like.

        Who matched only by an option's likeness to the asker's words is no member of any set. ``linked``: whether the
        question that decides was found by its own words.
        """
        plan, examined = outcome.plan, [f.respondent for f in outcome.found]
        if isinstance(plan, SetPlan) and plan.mode == "question" and outcome.answered and not plan.mode_is_given:
            if self._store.is_of_tables and (joined := self._sets.complete(plan, examined)) is not None:
                return joined
            doubt = None if linked else self._not_asked(plan)
            if doubt is not None:
                return decide_nothing(plan, doubt, examined)
            counted = self._share(plan, examined) or outcome
            if self._store.is_of_tables and linked:
                return self._unexplained.refuse(counted)
            return self._unexplained.refuse_stance(counted) if self._store.is_of_tables and self._is_survey else counted
        if (
            isinstance(plan, SetPlan)
            and plan.mode == "mention"
            and plan.polarity == "negative"
            and self._store.is_of_tables
        ):
            asked = tuple(self._headed(plan)[:_NAMED]) or self._named_head(plan)
            if asked:  # who "names no publisher" left that column blank, whatever the others say
                return decide_nothing(
                    plan, Undecided("a column asks for it, which holds no such word", asked), examined
                )
        if not (isinstance(plan, SetPlan) and plan.mode == "meaning" and outcome.answered):
            return outcome
        told = [f for f in outcome.found if f.verdict != "none" and f.evidence]
        rows = [self._store.question_of(f.evidence[0].cell) for f in told]
        closed = [row for row in rows if (t := self._store.types.get(row)) is not None and t.type in _CLOSED]
        if not closed or len(closed) < _MOSTLY * len(rows):
            matched = sum(f.verdict == "matched" for f in told)
            doubt = None if plan.mode_is_given else self._may_be_closed(plan, matched)
            return outcome if doubt is None else decide_nothing(plan, doubt, examined)
        near = {q for q in self.questions.all for row in q.rows if row == max(set(closed), key=closed.count)}
        why = "which options are meant is not sure"
        return decide_nothing(plan, Undecided(why, tuple(q.asked for q in near)), examined)

    def read_again(self, outcome: PlanResult, examined: Sequence[str]) -> PlanResult | None:
        """Return what all words of a question mean together, where an outcome tells nothing; None where it is not sure.

        The reader may take "weekly printer users - count" for an open question, and "who opened an issue" for a change.
        """
        plan = outcome.plan
        if outcome.answered or not self._store.is_of_tables or not self._is_survey or not self._retriever.parts.claims:
            return None
        asked_of_all = plan.whole and plan.asks in _OF_SETS and not (plan.respondents or plan.absent or plan.editions)
        if not asked_of_all or getattr(plan, "mode_is_given", False):
            return None
        topic = Concept(unique(word.text for word in content_words(plan.whole)), relation="chose")
        told = self._sets.of_whole(_as_set(replace(plan, concepts=(topic,), values=(), questions=())), examined)
        if told is None:
            return None
        told = self._unexplained.refuse(unless_of_some(told, self.questions))
        return told if told.answered else None

    def show_frequencies(self, outcome: PlanResult, examined: Sequence[str]) -> PlanResult:
        """Return an outcome, where it decides nothing with how often each option of what is meant was chosen.

        Whoever asks in other words than the survey's sees at once which options there are; none of it is an answer.
        """
        plan, closed = outcome.plan, outcome.closed
        undecided = closed is None or isinstance(closed, Undecided)
        if outcome.answered or not undecided or plan.absent or not isinstance(plan, SetPlan | About):
            return outcome
        if not (self._store.is_of_tables and self._is_survey):
            return outcome
        nearest = closed.nearest if isinstance(closed, Undecided) else ()
        wanted = LinkQuery(" ".join((plan.whole or plan.text, *plan.nouns)), " ".join(plan.terms))
        question = self._meaning.column(wanted, nearest)
        if question is None or not question.column.is_counted:
            return outcome
        shared = {field.name: getattr(plan, field.name) for field in fields(Plan)} | {"questions": (question.id,)}
        told = self.tallies.decide(Tally(**{**shared, "concepts": (), "restrictions": ()}), examined)
        if not isinstance(told.closed, Tallied):
            return outcome
        why = closed.why if isinstance(closed, Undecided) else "which options are meant is not sure"
        return replace(outcome, closed=Undecided(why, nearest or (question.asked,), told.closed))

    def _share(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Return the share that is asked for of a yes/no question of a table, with its base; None where none is."""
        own = [q for q in self.questions.all if q.id in plan.questions and q.column.type == "yesno"]
        if plan.asks != "share" or len(own) != 1 or plan.sought is not None or not self._store.is_of_tables:
            return None
        return self._sets.shares(plan, own[0], examined)

    def _not_asked(self, plan: SetPlan) -> Undecided | None:
        """Return why a yes/no question does not decide a set after all; None where it does.

        Whoever names an option asks for no yes; and what is the subject of a whole survey tells no question of it.
        """
        asked = tuple(q.asked for q in self.questions.all if q.id in plan.questions)
        if not asked or not plan.terms:
            return None
        if [option for option in plan.options if classify_value(option) is None]:
            return Undecided(f"no question has the option “{plan.options[0]}”", asked)
        if self._linker.is_common(" ".join(plan.terms)):
            return Undecided("what is asked about is the subject of most questions", asked)
        deciding = [q for q in self.questions.all if q.id in plan.questions]
        named = self._facets.find(plan.whole, of_set=True)
        if any(named in q.rows for q in deciding):
            return None
        if self._store.is_of_tables and all(self._linker.says(plan.whole, q.text) < _UNSAID for q in deciding):
            return Undecided("no question with options is clearly meant", asked)
        # A table's heads are in the language of its askers; a form is asked in others too, and knows its own parts.
        parts = [q for q in deciding if q.parent is not None] if self._store.is_of_tables else []
        for part in parts:
            group, _, own = part.text.rpartition(BETWEEN)
            short = len(content_words(group)) <= _SHORT
            # What a table calls in short the asker may say in full: the terms are both.
            said = self._linker.says(" ".join((plan.whole, *plan.terms)), own)
            said_so = said >= _PARTLY
            # What several groups ask alike is of none of them unless the asker says most of its name.
            twins = any(q.parent != part.parent and q.text.rpartition(BETWEEN)[2] == own for q in self.questions.all)
            of_group = self._linker.says(plan.whole, group)
            unsaid = short and not of_group and (twins or said < _OWN)
            if not said_so or unsaid or (twins and of_group < _OF_GROUP):
                siblings = [q.asked for q in self.questions.all if q.parent == part.parent]
                if len(siblings) > 1:
                    return Undecided("which row of several is meant is not sure", tuple(siblings[:_NAMED]))
        return None

    def _may_be_closed(self, plan: SetPlan, matched: int) -> Undecided | None:
        """Return why words and sentences do not decide a set over tables; None where they may.

        A survey's remarks hold few of those who ticked something. Where a closed question comes near, it may be meant;
        and that nobody writes of a thing is no sign that nobody has it.
        """
        if not self.questions.all or not self._store.is_of_tables:
            return None
        if is_unknown(plan, self._store) or (isinstance(plan, Count) and self._is_survey):
            nearest = self._meaning.nearest(LinkQuery(plan.whole, plan.whole))
            return Undecided("which options are meant is not sure", nearest)
        if plan.relations & {"chose", "rejected", "number"}:
            return Undecided("which options are meant is not sure", ())
        wanted = LinkQuery(" ".join((plan.whole, *plan.nouns)), " ".join(plan.terms), within=plan.questions)
        near = [link for link in self._linker.options(wanted)[:_NAMED] if link.is_near and not link.lacks]
        asked = unique((*(link.question.asked for link in near), *self._headed(plan), *self._alike(plan)))[:_NAMED]
        if not asked and matched:
            return None
        return Undecided("which options are meant is not sure", asked or self._meaning.nearest(wanted))

    def _alike(self, plan: SetPlan) -> list[CountedQuestion]:
        """Return the questions with options that mean nearly what is asked: "gather personally identifiable data"."""
        likeness = self._retriever.paraphrase_cosines(self._retriever.query(plan.text))
        closed = (q for q in self.questions.all if q.column.type in _CLOSED)
        return [q.asked for q in closed if max(likeness[row] for row in q.rows) >= _ALIKE]

    def _named_head(self, plan: SetPlan) -> tuple[CountedQuestion, ...]:
        """Return the columns whose head is a word of the topic."""
        said = set(stems(" ".join(plan.terms)))
        heads = (q for q in (*self.questions.all, *self.questions.worded))
        own = ((q, set(stems(q.text.rpartition(BETWEEN)[2]))) for q in heads)
        return tuple(q.asked for q, words in own if words and words <= said)[:_NAMED]

    def _headed(self, plan: SetPlan) -> list[CountedQuestion]:
        """Return the questions with options of whose own words the topic says half: remarks do not decide these."""
        said = set(stems(" ".join(plan.terms))) - generic_stems()
        found = []
        for question in self.questions.all:
            if question.column.type not in _CLOSED:
                continue
            own = {stem(word.text) for word in content_words(question.text.rpartition(BETWEEN)[2])} - generic_stems()
            if own and len(own & said) >= _HALF * len(own) and not self._linker.is_common(" ".join(own & said)):
                found.append(question.asked)
        return found

    @property
    def _is_survey(self) -> bool:
        """Whether most questions are closed: how many remarks come near to something is no count of anybody."""
        closed = sum(column.type in _CLOSED for column in self._store.types.values())
        return closed >= _MOSTLY * len(self._store.questions)

    @staticmethod
    def _is_open_to(plan: SetPlan) -> bool:
        """Return whether an option may be meant: "only occasionally" is one, though "only" may ask for a part."""
        if plan.answered or plan.sought == "blank":
            return False
        return not plan.mode_is_given or (plan.mode == "mention" and not plan.cued)

    @cached_property
    def questions(self) -> ClosedQuestions:
        """The questions that have a type."""
        return ClosedQuestions(self._store)

    @cached_property
    def tallies(self) -> Tallies:
        """Counts."""
        return Tallies(self._store, self.questions, self._linker, self._meaning)

    @cached_property
    def _linker(self) -> Linker:
        return Linker(self.questions.all, self._retriever)

    @cached_property
    def _meaning(self) -> MeaningLinker:
        # A form's own questions are decided by what is said to them; a survey's answers are its options.
        asked = self.questions.all if self._store.is_of_tables and self._retriever.parts.judge else ()
        return MeaningLinker(self._linker, asked, self._retriever, self._judge)

    @cached_property
    def _unexplained(self) -> Unexplained:
        return Unexplained(self.questions, self._linker, self._retriever)

    @cached_property
    def _sets(self) -> ClosedSetDecider:
        counter = Counter(self.questions)
        numbers = NumberSetDecider(self._meaning, self._prose, counter)
        chosen, several = OptionSets(counter), SeveralSets(self.questions, counter)
        excepted = ExceptedOptions(self.questions.all, self._linker)
        return ClosedSetDecider(self.questions, self._linker, self._meaning, chosen, several, numbers, excepted)

    @cached_property
    def _dates(self) -> Dates:
        return Dates(self.questions, self._linker)

    @cached_property
    def _prose(self) -> Prose:
        return Prose(self._store, self.questions, self._retriever)

    @cached_property
    def _aggregates(self) -> Aggregates:
        return Aggregates(self.questions, self._linker, self._meaning, self.tallies, self._prose)


def _as_set(plan: Plan) -> SetPlan:
    """Return the plan of the respondents whom a question about them asks for by an option: "who is just looking"."""
    shared = {field.name: getattr(plan, field.name) for field in fields(Plan)}
    return Count(**shared) if plan.asks == "number" else Which(**shared)
