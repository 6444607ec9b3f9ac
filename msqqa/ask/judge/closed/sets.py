"""Sets by a closed answer: who chose an option, or whose number compares so.

Over 300 lines: the ways in which an option may be meant are tried in one order, each where those before tell nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.chosen import compares
from msqqa.ask.judge.closed.joined import find_contrast, find_crossed, find_joined, find_rest, has_join
from msqqa.ask.judge.closed.labels import is_denied
from msqqa.ask.judge.closed.links import Link, are_rivals, choose_link
from msqqa.ask.judge.closed.match import LinkQuery
from msqqa.ask.judge.closed.nothing import leave_undecided
from msqqa.ask.judge.closed.pairs import OptionPair
from msqqa.ask.judge.closed.plans import link_query, may_be_sought, of_question
from msqqa.ask.judge.closed.within import UNSAID, find_range
from msqqa.ask.judge.closed.zero import find_zero
from msqqa.ask.judge.outcome import PlanResult
from msqqa.ask.judge.restrictions import find_condition, says_share
from msqqa.closed.scales import generic_stems
from msqqa.model import SetPlan
from msqqa.table.values import classify_value
from msqqa.words import stems, unique, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.closed.by_number import NumberSetDecider
    from msqqa.ask.judge.closed.chosen import OptionSets
    from msqqa.ask.judge.closed.excepted import ExceptedOptions
    from msqqa.ask.judge.closed.joined import JoinedSides
    from msqqa.ask.judge.closed.link import Linker
    from msqqa.ask.judge.closed.meaning import MeaningLinker
    from msqqa.ask.judge.closed.questions import ClosedQuestion, ClosedQuestions
    from msqqa.ask.judge.closed.several import SeveralSets


_LEADING = 0.6
"""Share of what is asked that an option and its question explain, from which a name is one of its options."""
_DENIED = -0.5
"""What the judge says, in log-odds, of an option for a question with a verb that no question holds, below which it is
not meant."""
_HALF = 0.5
"""Share of an option's words that is said, from which it may be one of several things."""
_WHOLLY = 0.9
"""Share of all that is asked that one option and its question explain, from which several topics are one."""


@dataclass(frozen=True, slots=True)
class ClosedSetDecider:
    """Decides sets by closed answers over one corpus."""

    questions: ClosedQuestions
    linker: Linker
    meaning: MeaningLinker
    chosen: OptionSets
    several: SeveralSets
    numbers: NumberSetDecider
    excepted: ExceptedOptions

    def decide(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | SetPlan | None:
        """Return who is in a set; None where no closed question is asked about.

        Of a question that is answered yes or no the stances decide: then the plan is returned that says which it is.
        """
        whom = (r.text for r in plan.restrictions if r.kind == "whom")  # "have Peru as a country of deployment"
        wanted = LinkQuery(
            " ".join((plan.whole or plan.text, *plan.nouns)),
            " ".join((*plan.terms, *plan.options, *whom)),
            denied=plan.polarity == "negative",
            options=plan.options,
            quoted=plan.quoted,
            within=plan.questions,
            numbers=bool(plan.values) or "number" in plan.relations,
            rejected="rejected" in plan.relations,
            narrowed=find_condition(plan),
        )
        if (left_out := self.excepted.find(plan, wanted)) is not None:
            return self.chosen.of_link(_alone(plan), left_out, examined, excepted=True)
        if len(plan.concepts) > 1:  # "headcount" asks how many, and is no thing
            things = tuple(c for c in plan.concepts if not generic_stems().issuperset(stems(" ".join(c.terms))))
            plan = replace(plan, concepts=things or plan.concepts)
        told = [c for c in plan.concepts if not self.linker.is_common(" ".join(c.terms))]
        if len(plan.concepts) > 1 and len(told) == 1 and not plan.values:  # "dask" is what all of the survey is about
            link = self.meaning.find_option(wanted)
            if link is not None:
                return self.chosen.of_link(replace(plan, concepts=tuple(told)), link, examined)
        if "rejected" in plan.relations and len(plan.concepts) > 1 and (link := self._rejected(wanted)) is not None:
            return self.chosen.of_link(replace(plan, concepts=plan.concepts[:1]), link, examined)
        ranged = find_range(plan.whole or plan.text, wanted, self.questions.all, self.linker)
        if ranged is not None and not (self._judge_denies(plan, ranged) or self._leaves_thing(plan, ranged)):
            return self.chosen.of_link(replace(plan, concepts=plan.concepts[:1]), ranged, examined)
        conditions = None if wanted.narrowed else self._of_conditions(plan, wanted, examined)
        if conditions is not None:
            return conditions
        joins = has_join(plan.whole) and not wanted.narrowed
        both = self._join(plan, wanted) if joins else None
        if len(plan.concepts) > 1 or plan.values or (joins and has_join(plan.whole, clauses=False)):
            link, _ = choose_link(self.linker.options(wanted))
            # "View the dashboard through a web browser", "more than 3 years": one option, word for word.
            apart = link is not None and link.named and is_denied(" ".join(link.options))  # "(not relevant)"
            surely = link is not None and (link.explained >= _WHOLLY or apart) and not link.lacks
            said = link is not None and (link.verbatim or not plan.values or compares(plan, link))
            if link is not None and surely and link.options and said and not (both and both.holds_more(link)):
                return self.chosen.of_link(replace(plan, concepts=plan.concepts[:1]), link, examined)
        if both is not None and not any(self._judge_denies(plan, s.link, s.of_nobody(plan)) for s in both.sides):
            return self._of_sides(plan, both, examined)
        if len(plan.concepts) > 1 or plan.values:
            return self._by_amount(plan, wanted, examined) if plan.values else self._joint(plan, examined)
        return self._by_option(plan, wanted, examined)

    def _join(self, plan: SetPlan, wanted: LinkQuery) -> JoinedSides | None:
        """Return the two conditions of a plan, whose amounts must be in the options: "2-10 boats" of "a fleet of …"."""
        both = find_joined(plan.whole, self.linker, wanted)
        return both if both is not None and both.says_all([text for _, text in plan.values]) else None

    def of_option(self, plan: SetPlan, examined: Sequence[str], *, by_words: bool = False) -> PlanResult | None:
        """Return those who chose an option that is said word for word, or surely meant; None where none is.

        ``by_words``: whether it must be said, word for word or as all that is said.
        """
        wanted = LinkQuery(" ".join((plan.whole, *plan.nouns)), quoted=plan.quoted, narrowed=find_condition(plan))
        link, _ = choose_link(self.linker.options(wanted))
        said = link is not None and bool(link.options) and (link.verbatim or (by_words and link.named))
        if link is None or not said or link.explained < _WHOLLY:
            link = None if by_words else self.meaning.find_option(wanted)
        return None if link is None else self.chosen.of_link(plan, link, examined)

    def of_whole(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Return who is meant by all that is asked, whatever the reader makes of it; None where that is not sure.

        Every word counts as one of the topic, so that options, with their question, must explain nearly all of it.
        """
        text = " ".join((plan.whole or plan.text, *plan.nouns))
        wanted = LinkQuery(text, text, denied=is_denied(text), quoted=plan.quoted, narrowed=find_condition(plan))
        if not wanted.narrowed and (left_out := self.excepted.find(plan, wanted)) is not None:
            return self.chosen.of_link(plan, left_out, examined, excepted=True)
        link = find_range(plan.whole or plan.text, wanted, self.questions.all, self.linker)
        joined = find_joined(plan.whole, self.linker, wanted) if link is None and has_join(plan.whole) else None
        # Of those who chose one, who chose another: both are of everybody, but no share is.
        if joined is not None and not (wanted.narrowed and plan.asks == "share"):
            return self._of_sides(plan, joined, examined)
        if wanted.narrowed:
            return None
        link = link or choose_link(self.linker.options(wanted))[0]
        if link is None or not link.options or self._judge_denies(plan, link):
            return None
        return self.chosen.of_link(plan, link, examined)

    def of_rejected(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Return who answered otherwise than an option that denies something; None where none is surely meant.

        Who "did not answer that it is not needed" left nothing blank.
        """
        terms = " ".join((*plan.terms, *plan.options))
        link = self._rejected(LinkQuery(plan.whole, terms, within=plan.questions, narrowed=find_condition(plan)))
        if link is None:
            return None
        return self.chosen.of_link(replace(plan, concepts=plan.concepts[:1], sought=None), link, examined)

    def of_rest(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Return who answered a question without one of its options; None where a plan leaves out none."""
        link = find_rest(plan, self.linker)
        if link is None:
            return None
        alone = replace(plan, concepts=plan.concepts[-1:], mode="option", mode_is_given=False, polarity="positive")
        return self.chosen.of_link(alone, link, examined)

    def of_names(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Return who chose an option that bears a name which is no respondent's; None where no option does so.

        "Which are deployed in Ghana" asks for an option where Ghana is nobody here.
        """
        link = self._named(plan, plan.absent) or self._named(plan, self._as_options(plan.absent))
        return None if link is None else self.chosen.of_link(replace(plan, absent=()), link, examined)

    def _named(self, plan: SetPlan, names: Sequence[str]) -> Link | None:
        """Return the option that some names and the other words of a plan surely mean; None where none is."""
        if not names:
            return None
        text = " ".join((plan.whole or plan.text, *names, *plan.nouns))
        own = " ".join((*plan.terms, *names))  # all of it must be the option: of "HDF5 and zarr" one is none
        wanted = LinkQuery(text, own, denied=plan.polarity == "negative", within=plan.questions)
        whole = [link for link in self.linker.options(wanted) if link.recalled >= _WHOLLY]
        links = [link for link in whole if link.named or link.is_likely]
        # Where several questions have the option, the other words must tell which is meant.
        link, _ = choose_link(links) if len(links) > 1 else (links[0] if links else None, ())
        return link if link is not None and (link.explained >= _LEADING or len(links) == 1) else None

    def _as_options(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return names of places as options call the same places: "United States of America" for "US"."""
        from msqqa.places import place

        codes = {code for name in names if (code := place(name)) is not None}
        options = unique(option for question in self.questions.all for option in question.column.options)
        return tuple(option for option in options if codes and place(option) in codes)

    def shares(self, plan: SetPlan, question: ClosedQuestion, examined: Sequence[str]) -> PlanResult | None:
        """Return who said yes, or no, to a question, with the share of those who said either; None without options.

        Whoever said neither, as "prefer not to say", is in no base.
        """
        side = "no" if plan.polarity == "negative" else "yes"
        options = tuple(option for option in question.column.options if classify_value(option) == side)
        link = Link(question, options, 1.0, 1.0, 1.0)
        return self.chosen.of_link(replace(plan, polarity="positive"), link, examined) if options else None

    def complete(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Return what several things come to of which only some are asked by a yes/no question; None without such.

        Where what is left has no option that is surely meant, nothing is told: "a large farm or an heir" is no heir.
        """
        held = {s for q in self.questions.all if q.id in plan.questions for s in stems(q.text)}
        apart = [c for c in plan.concepts if c.questions or not held.issuperset(stems(" ".join(c.terms)))]
        if len(apart) < 2 or all(concept.questions for concept in apart):
            return None
        outcomes = []
        for concept in apart:
            alone = replace(plan, concepts=(concept,), polarity=concept.polarity, questions=(), restrictions=())
            asked = [q for q in self.questions.all if q.id in concept.questions and q.column.type == "yesno"]
            if len(asked) == 1:
                outcome: PlanResult | SetPlan | None = self.shares(alone, asked[0], examined)
            else:
                outcome = self._by_option(alone, link_query(alone, concept), examined)
            if not isinstance(outcome, PlanResult) or not outcome.answered:
                why = "which options are meant is not sure"
                return leave_undecided(plan, (), examined, f"of “{' '.join(concept.terms)}” {why}")
            outcomes.append(outcome)
        return self.several.join_sure(replace(plan, concepts=tuple(apart)), outcomes, examined)

    # ---------------------------------------------------------------- by option

    def _rejected(self, wanted: LinkQuery) -> Link | None:
        """Return an option that denies something itself, which is denied: who "did not answer that it is not needed".

        The first word that denies is of the answering, what is behind it of the option.
        """
        denying = next((word for word in words(wanted.text) if is_denied(word.text)), None)
        if denying is None:
            return None
        rest = wanted.text[: denying.start] + wanted.text[denying.end :]
        link, _ = choose_link(self.linker.options(replace(wanted, text=rest, denied=is_denied(rest))))
        if link is None or link.denied or link.lacks or not is_denied(" ".join(link.options)):
            return None
        return replace(link, denied=True)

    def _judge_denies(self, plan: SetPlan, link: Link, said: str = "") -> bool:
        """Return whether the judge takes an option for another thing than what is asked, where one word may say so.

        Who "charges for scanning" is not told by who offers it: nothing of the question is said but the option, and
        "charges" stands in none. The judge tells that apart from "provides".
        """
        text = said or " ".join((plan.whole or plan.text, *plan.nouns))
        if link.denied or link.like or not link.options or not self.meaning.questions:
            return False
        if self.linker.says(text, link.question.text) >= UNSAID:
            return False
        if not self.linker.leaves_unheard(text, link.question, *link.options, *plan.terms):
            return False
        pairs = [OptionPair(self.meaning.questions.index(link.question), option) for option in link.options]
        return max(self.meaning.judge_pairs(LinkQuery(text), pairs)) < _DENIED

    def _is_said(self, wanted: LinkQuery, link: Link) -> bool:
        """Return whether an option is said by half, is brief, or its question is said."""
        return link.brief or link.recalled >= _HALF or self.linker.says(wanted.text, link.question.text) >= UNSAID

    def _leaves_thing(self, plan: SetPlan, link: Link) -> bool:
        """Return whether one of several things that must all hold is of no word of an option and its question.

        Who "keeps goats and has more than 20 hectares" is not told by the hectares.
        """
        told = [LinkQuery(own, own) for c in plan.concepts if not self.linker.is_common(own := " ".join(c.terms))]
        held = " ".join((link.question.text, *link.options))
        several = len(told) > 1 and plan.combine == "and"
        return several and any(self.linker.says(held, own.text) < UNSAID for own in told)

    def _leaves_condition(self, narrowed: str, link: Link) -> bool:
        """Return whether words that narrow who is asked about name what another question asks.

        "Of those who use rye, how many would teach" is not told by who uses rye.
        """
        if not link.options:
            return False
        return self.linker.of_options(LinkQuery(narrowed, narrowed), link.question, link.options, "").lacks

    def _by_option(
        self, plan: SetPlan, wanted: LinkQuery, examined: Sequence[str], *, apart: bool = False
    ) -> PlanResult | SetPlan | None:
        """Decide by an option; ``apart``: whether it is one of several things, each of which must tell by itself."""
        zero = find_zero(wanted, self.questions.all)
        link, near = self.meaning.choose_option(wanted) if zero is None else (zero, (zero,))
        if apart and link is not None and link.options and not (link.like or self._is_said(wanted, link)):
            link = None  # the "look" of who "look at it in the evening" is no "Just looking"
        if link is None and "rejected" in plan.relations:
            link = self._rejected(wanted)
        if link is None and (wanted.denied or is_denied(wanted.text)):
            none = self.numbers.of_none(plan, self.questions.all, examined)
            if none is not None:
                return none
        if link is not None and self._judge_denies(plan, link):
            return leave_undecided(plan, (link,), examined, "which options are meant is not sure")
        alone = wanted.narrowed and len(plan.concepts) < 2  # the topics of several are decided one by one
        if link is not None and alone and self._leaves_condition(wanted.narrowed, link):
            return leave_undecided(plan, (link,), examined, "of whom it is asked is not sure")
        if link is None:
            return leave_undecided(plan, near, examined) if plan.undecided or are_rivals(near) else None
        if link.question.column.type == "yesno" and not link.options:
            return of_question(plan, link) if may_be_sought(plan, link.question) else None
        return self.chosen.of_link(plan, link, examined)

    # ---------------------------------------------------------------- of several things

    def _of_conditions(self, plan: SetPlan, wanted: LinkQuery, examined: Sequence[str]) -> PlanResult | None:
        """Return who is in a range of numbers, chose one level "but not" another, or both of two crossed options."""
        text = plan.whole or plan.text
        rated = None if plan.values else self.numbers.within_range(plan, examined)
        if rated is not None:
            return rated
        if (contrast := find_contrast(text, self.linker, wanted)) is not None:
            return self.chosen.of_link(_alone(plan), contrast, examined)
        # A share of those who chose one is no share of everybody.
        other = has_join(text, clauses=False) or plan.asks == "share" or says_share(text)
        whom = tuple(r.text for r in plan.restrictions if r.kind == "whom")
        crossed = None if other else find_crossed(text, (*plan.nouns, *whom), self.linker, wanted)
        return None if crossed is None else self._of_sides(plan, crossed, examined)

    def _joint(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Decide each of several things by itself, and join what is found of each respondent."""
        named = {s for concept in plan.concepts for s in stems(" ".join(concept.terms))}
        if any(q.column.type == "yesno" and named <= set(stems(q.text)) for q in self.questions.all):
            return None  # one question names them all: "collect, draw or sell pictures"
        each = [
            self._by_option(replace(plan, restrictions=()), link_query(plan, concept), examined, apart=True)
            for concept in plan.concepts
        ]
        asked = {outcome.questions for outcome in each if isinstance(outcome, SetPlan)}
        if len(asked) == 1 and not any(isinstance(outcome, PlanResult) for outcome in each):
            return None  # "resilient, i.e. computations complete" is one question
        outcomes = []
        for told in each:
            outcome = told
            if isinstance(told, SetPlan) and self.meaning.questions:  # over tables a yes is an option as others are
                question = next(q for q in self.questions.all if q.id == told.questions[0])
                outcome = self.shares(told, question, examined)
            if not isinstance(outcome, PlanResult):
                return None
            if not outcome.answered:
                return outcome if plan.undecided else None
            outcomes.append(outcome)
        return self.several.join_sure(plan, outcomes, examined)

    def _of_sides(self, plan: SetPlan, joined: JoinedSides, examined: Sequence[str]) -> PlanResult:
        """Decide two conditions by what each is linked to."""
        concepts = tuple(side.concept for side in joined.sides)
        both = replace(plan, concepts=concepts, combine=joined.combine)
        return self.several.join(both, [self.chosen.of_link(both, side.link, examined) for side in joined.sides])

    # ---------------------------------------------------------------- by number

    def _by_amount(self, plan: SetPlan, wanted: LinkQuery, examined: Sequence[str]) -> PlanResult | None:
        """Decide by a number that was given; where none is, by an option of that amount: "over three years"."""
        told = self.numbers.decide(plan, examined)
        if told is not None and told.answered:
            return told
        link = self.meaning.find_option(wanted)
        return told if link is None else self.chosen.of_link(replace(plan, concepts=plan.concepts[:1]), link, examined)


def _alone(plan: SetPlan) -> SetPlan:
    return replace(plan, concepts=plan.concepts[:1], polarity="positive")
