"""Plans that closed answers decide → outcomes; the one door to this package.

Over 300 lines: which of the package's deciders a plan is given to, and in which order, is read in one.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.aggregates import Aggregates
from msqqa.ask.judge.closed.asked_frequencies import FrequencyDecider
from msqqa.ask.judge.closed.by_number import NumberSetDecider
from msqqa.ask.judge.closed.chosen import OptionSets
from msqqa.ask.judge.closed.contest import find_contest
from msqqa.ask.judge.closed.counting import Counter
from msqqa.ask.judge.closed.dates import Dates
from msqqa.ask.judge.closed.doubts import Doubts
from msqqa.ask.judge.closed.excepted import ExceptedOptions
from msqqa.ask.judge.closed.labels import without_idle_brackets
from msqqa.ask.judge.closed.link import Linker
from msqqa.ask.judge.closed.links import choose_link, column_among
from msqqa.ask.judge.closed.match import LinkQuery, people
from msqqa.ask.judge.closed.meaning import MeaningLinker
from msqqa.ask.judge.closed.nothing import decide_nothing
from msqqa.ask.judge.closed.of_some import unless_of_some
from msqqa.ask.judge.closed.plans import as_set, copy_fields
from msqqa.ask.judge.closed.prose import Prose
from msqqa.ask.judge.closed.questions import ClosedQuestions
from msqqa.ask.judge.closed.ranges import agree_in_time
from msqqa.ask.judge.closed.sets import ClosedSetDecider
from msqqa.ask.judge.closed.several import SeveralSets
from msqqa.ask.judge.closed.tallies import Tallies
from msqqa.ask.judge.closed.unexplained import Unexplained
from msqqa.ask.judge.restrictions import holds
from msqqa.closed.column import CLOSED
from msqqa.closed.scales import generic_stems, stems_of_everybody, stems_of_wishes
from msqqa.languages.matching import keys_of, matcher
from msqqa.model import About, Aggregate, Change, Concept, Open, Plan, SetPlan, Tally
from msqqa.model.closed import Choice, Tallied, Undecided
from msqqa.words import content_words, stem, stems, unique, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.facets import Facets
    from msqqa.ask.judge.outcome import PlanResult
    from msqqa.ask.retrieve import Retriever
    from msqqa.index.store import Store
    from msqqa.judge.model import Judge
    from msqqa.model.plan import Restriction

_MOSTLY = 0.5
"""Share of the cells that were found which answer closed questions, from which such a question may be meant."""
_WHOLLY = 0.9
"""Share of the words behind a "by" that a question explains, from which it splits what is asked."""
_SEVERAL = 2
"""Topics, at least, of which one may be left out of another."""
_OF_SETS = ("number", "set", "person", "share", "body")
"""What is asked for where respondents are counted or named."""


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
        plan = replace(plan, whole=without_idle_brackets(plan.whole))
        told = self._of_rest(plan, examined) or self._of_contest(plan, examined) or self._decide(plan, examined)
        if told is None or isinstance(told, Plan):
            return told
        told = unless_of_some(told, self.questions)
        # Whoever names the question by its id asks for nothing else.
        return self._unexplained.refuse(told) if self._store.is_of_tables and not plan.questions else told

    def _of_rest(self, plan: Plan, examined: Sequence[str]) -> PlanResult | None:
        """Return who answered a question without one of its options: "named a useful plot but not the task stream"."""
        if not isinstance(plan, SetPlan) or plan.absent or len(plan.concepts) < _SEVERAL:
            return None
        if not (self._store.is_table_survey and self._retriever.parts.claims):
            return None
        return self._sets.of_rest(plan, examined)

    def _of_contest(self, plan: Plan, examined: Sequence[str]) -> PlanResult | None:
        """Return the frequencies of two options that are held beside each other; None where none are."""
        if isinstance(plan, Tally) or not (self._store.is_table_survey and self._retriever.parts.claims):
            return None
        contested = find_contest(plan, self._linker, LinkQuery(plan.whole))
        if contested is None:
            return None
        shared = copy_fields(plan) | {"questions": (contested.id,), "concepts": (), "restrictions": ()}
        return self.tallies.decide(Tally(**shared | {"asks": "options"}), examined)

    def _decide(self, plan: Plan, examined: Sequence[str]) -> PlanResult | Plan | None:
        if not self._store.types or not self._retriever.parts.claims:
            return None
        if plan.absent:
            return self._sets.of_names(plan, examined) if isinstance(plan, SetPlan) else None
        if isinstance(plan, Tally):
            return self._frequencies.decide(plan, examined)
        if isinstance(plan, Aggregate):
            return self._aggregate(plan, examined)
        if isinstance(plan, Change) and not (plan.respondents or plan.editions):
            # "who opened after 2004" is read as a change since then.
            by_words = self._dates.compare(as_set(plan), examined) or self._by_all_words(plan, examined)
            return by_words or self._of_one_wave(plan, examined)
        if isinstance(plan, SetPlan) and self._is_open_to(plan):
            told = self._of_frequencies(plan, examined) or self._dates.compare(plan, examined)
            return told or self._sets.decide(plan, examined)
        if isinstance(plan, About) and plan.quoted and not plan.respondents and self._store.is_of_tables:
            said = replace(plan, whole=" ".join((plan.whole, *plan.quoted)))  # 'how many replied "what dashboard?"'
            return self._sets.of_option(as_set(said), examined, by_words=True)
        if isinstance(plan, About) and plan.kind in ("respondents", "size") and plan.whole and not plan.respondents:
            told = self._sets.of_option(as_set(plan), examined) or self._by_all_words(plan, examined)
            return told or self._of_others(plan, examined)
        if isinstance(plan, SetPlan) and plan.sought == "blank" and plan.concepts and self._store.is_of_tables:
            return self._sets.of_rejected(plan, examined)
        if isinstance(plan, SetPlan) and plan.answered and not plan.mode_is_given and self._store.is_of_tables:
            return self._sets.of_option(plan, examined, by_words=True)  # "how many answered 'What dashboard?'"
        if isinstance(plan, Open) and self._store.is_of_tables and not (plan.respondents or plan.questions):
            return self._frequencies.of_open(plan, examined)
        return None

    def _aggregate(self, plan: Aggregate, examined: Sequence[str]) -> PlanResult:
        """Return a number over all; where none is meant, who chose an option that is asked for by such a word."""
        dated = self._dates.find_ends(plan, examined)
        told = dated if dated is not None and dated.answered else self._aggregates.decide(plan, examined)
        if not told.answered and plan.extreme == "total" and not plan.restrictions:
            counted = self._sets.of_option(as_set(replace(plan, asks="number")), examined, by_words=True)
            told = counted or told  # "Kubernetes users, total": how many they are
        if not told.answered and plan.extreme in ("most", "least"):
            told = self._of_superlative(plan, examined) or told
        return dated if dated is not None and not told.answered else told

    def _of_frequencies(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Return the frequencies that are asked for where the reader takes a question for one of a set; None otherwise.

        "Boats by river" is split by another question, and "river counts" has a word for frequencies.
        """
        if plan.respondents or plan.absent or plan.values or plan.quoted or not self._store.is_table_survey:
            return None
        splits = [r for r in plan.restrictions if r.kind == "split"]
        options = [option for q in self.questions.all for option in q.column.options] if splits else []
        split = tuple(r for r in splits if not _is_of_option(r, options))
        texts = [word.text for word in words(plan.whole)]
        if not split and not any(matcher("numbers", (("frequencies", "frequencies"),)).find_all(texts)):
            return None
        before = plan.whole.partition(split[0].text)[0] if split else ""
        named, _ = choose_link(self._linker.options(LinkQuery(before, before)))
        if named is not None and named.options:
            return None  # who "sing bass and get by with one drum" are a set
        told = self.tallies.decide(Tally(**copy_fields(plan) | {"restrictions": split}), examined)
        crossed = isinstance(told.closed, Tallied) and (told.closed.by is not None or not split)
        if told.answered and crossed:
            return told
        # What splits it is a question as a whole: then no set is asked for, whatever is not sure.
        if not split:
            return None
        behind = plan.whole.rpartition(split[0].text)[2]
        link, _ = column_among(self._linker.columns(LinkQuery(behind, behind), lambda q: q.column.is_counted))
        if link is None or link.explained < _WHOLLY:
            return None
        wishes = not stems_of_wishes().isdisjoint(stems(plan.whole))
        if told.answered and wishes:  # "what do they want by river" asks for what is wanted
            return decide_nothing(plan, Undecided("what is split is not sure", (link.question.asked,)), examined)
        return told

    def _of_superlative(self, plan: Aggregate, examined: Sequence[str]) -> PlanResult | None:
        """Return who chose an option of a question that has the word for the most itself: "who wants money most".

        The word is of the question, "What would help you most?", and compares no numbers.
        """
        if not self._store.is_of_tables:
            return None
        restrictions = tuple(r for r in plan.restrictions if r.kind != "split")
        of_options = as_set(replace(plan, restrictions=restrictions, nouns=()))
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
        if not called or not (self._store.is_table_survey):
            return None
        nearest = self._meaning.nearest(LinkQuery(" ".join((plan.whole, *plan.nouns)), " ".join(plan.nouns)))
        return decide_nothing(plan, Undecided("which options are meant is not sure", nearest), examined)

    def check_outcome(self, outcome: PlanResult, *, linked: bool = False) -> PlanResult:
        """Return an outcome, refused where it counts answers to closed questions by what their words are like.

        Who matched only by an option's likeness to the asker's words is no member of any set. ``linked``: whether the
        question that decides was found by its own words.
        """
        plan, examined = outcome.plan, [f.respondent for f in outcome.found]
        if isinstance(plan, SetPlan) and plan.mode == "question" and outcome.answered and not plan.mode_is_given:
            if self._store.is_of_tables and (joined := self._sets.complete(plan, examined)) is not None:
                return joined
            doubt = None if linked else self._doubts.of_question(plan)
            if doubt is not None:
                return decide_nothing(plan, doubt, examined)
            counted = self._share(plan, examined) or outcome
            if self._store.is_of_tables and linked:
                return self._unexplained.refuse(counted)
            return self._unexplained.refuse_stance(counted) if self._store.is_table_survey else counted
        if (
            isinstance(plan, SetPlan)
            and plan.mode == "mention"
            and "negative" in (plan.polarity, *(concept.polarity for concept in plan.concepts))
            and self._store.is_of_tables
        ):
            unsaid = self._doubts.of_mention(plan)
            if unsaid is not None:
                return decide_nothing(plan, unsaid, examined)
        if not (isinstance(plan, SetPlan) and plan.mode == "meaning" and outcome.answered):
            return outcome
        told = [f for f in outcome.found if f.verdict != "none" and f.evidence]
        rows = [self._store.question_of(f.evidence[0].cell) for f in told]
        closed = [row for row in rows if (t := self._store.types.get(row)) is not None and t.type in CLOSED]
        if not closed or len(closed) < _MOSTLY * len(rows):
            matched = sum(f.verdict == "matched" for f in told)
            doubt = None if plan.mode_is_given else self._doubts.of_sentences(plan, matched)
            return outcome if doubt is None else decide_nothing(plan, doubt, examined)
        near = {q for q in self.questions.all for row in q.rows if row == max(set(closed), key=closed.count)}
        why = "which options are meant is not sure"
        return decide_nothing(plan, Undecided(why, tuple(q.asked for q in near)), examined)

    def show_frequencies(self, outcome: PlanResult, examined: Sequence[str]) -> PlanResult:
        """Return an outcome, where it decides nothing with how often each option of what is meant was chosen."""
        return self._frequencies.show(outcome, examined)

    def read_again(self, outcome: PlanResult, examined: Sequence[str]) -> PlanResult | None:
        """Return what all words of a question mean together, where an outcome tells nothing; None where it is not sure.

        The reader may take "weekly printer users - count" for an open question, and "who opened an issue" for a change.
        """
        told_so = outcome.answered and not isinstance(outcome.plan, Open)  # passages are told of anything
        told = None if told_so else self._by_all_words(outcome.plan, examined)
        if told is None:
            return None
        told = self._unexplained.refuse(unless_of_some(told, self.questions))
        return told if told.answered else None

    def _by_all_words(self, plan: Plan, examined: Sequence[str]) -> PlanResult | None:
        """Return whom all words of a question together mean, by the options of a survey; None where it is not sure."""
        if not self._store.is_table_survey or not self._retriever.parts.claims:
            return None
        asked_of_all = plan.whole and plan.asks in _OF_SETS and not (plan.respondents or plan.absent or plan.editions)
        if not asked_of_all or getattr(plan, "mode_is_given", False):
            return None
        topic = Concept(unique(word.text for word in content_words(plan.whole)), relation="chose")
        return self._sets.of_whole(as_set(replace(plan, concepts=(topic,), values=(), questions=())), examined)

    def _of_one_wave(self, plan: Change, examined: Sequence[str]) -> PlanResult | None:
        """Return whom a question about a change means in a survey that was asked once; None where it was asked again.

        "Who opened an issue in the last half year" asks for what they did, where what was counted is of the same time.
        """
        waves = {respondent.edition for respondent in self._store.respondents.values()}
        if len(waves) > 1 or not (self._store.is_table_survey):
            return None
        said = self._sets.decide(as_set(plan), examined) if plan.asks in _OF_SETS else None
        told = None if isinstance(said, Plan) else said
        own = None if told is None else told.closed
        if isinstance(own, Choice) and agree_in_time(plan.whole, own.asked.text, *own.options):
            return told
        nearest = self._meaning.nearest(LinkQuery(plan.whole, plan.whole)) if plan.whole else ()
        return decide_nothing(plan, Undecided("nothing can have changed in a survey asked once", nearest), examined)

    def _share(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Return the share that is asked for of a yes/no question of a table, with its base; None where none is."""
        own = [q for q in self.questions.all if q.id in plan.questions and q.column.type == "yesno"]
        if plan.asks != "share" or len(own) != 1 or plan.sought is not None or not self._store.is_of_tables:
            return None
        return self._sets.shares(plan, own[0], examined)

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
    def _doubts(self) -> Doubts:
        return Doubts(self._store, self.questions, self._linker, self._meaning, self._retriever, self._facets)

    @cached_property
    def _frequencies(self) -> FrequencyDecider:
        tallies, sets = self.tallies, self._sets
        return FrequencyDecider(self._store, self.questions, tallies, sets, self._meaning, self._retriever)

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


def _is_of_option(split: Restriction, options: Sequence[str]) -> bool:
    """Return whether a word that splits stands in an option, with the word behind it: "Memory per worker"."""
    phrase = " ".join((split.text, *split.after))
    return bool(split.after) and any(holds(option, phrase) for option in options)
