"""Sets by a closed answer: who chose an option, or whose number compares so.

Over 300 lines: sets by an option, of several things and shares turn options into verdicts in one way (`_chosen`), so
that a rule of one is read beside the others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.counting import explain_link
from msqqa.ask.judge.closed.joined import find_joined, has_join
from msqqa.ask.judge.closed.labels import is_denied, labels_of
from msqqa.ask.judge.closed.link import Link, choose_link
from msqqa.ask.judge.closed.match import LinkQuery, is_within
from msqqa.ask.judge.closed.nothing import leave_undecided
from msqqa.ask.judge.closed.pairs import OptionPair
from msqqa.ask.judge.closed.ranges import has_ranges, levels_compared, options_within, range_of, words_of_range
from msqqa.ask.judge.outcome import PlanResult, RespondentVerdict, combine_verdicts, order_verdicts
from msqqa.ask.judge.restrictions import find_condition, holds
from msqqa.model.closed import Choice
from msqqa.table.values import classify_value
from msqqa.words import content_words, fold, stem, stems, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.closed.by_number import NumberSetDecider
    from msqqa.ask.judge.closed.counting import Counter
    from msqqa.ask.judge.closed.joined import JoinedSides
    from msqqa.ask.judge.closed.link import Linker
    from msqqa.ask.judge.closed.meaning import MeaningLinker
    from msqqa.ask.judge.closed.questions import ClosedQuestion, ClosedQuestions, Given
    from msqqa.model import Concept, Polarity, SetPlan, Verdict
    from msqqa.model.closed import CountedQuestion


_LEADING = 0.6
"""Share of what is asked that an option and its question explain, from which a name is one of its options."""
_OF_RANGE = 0.75
"""Share of all that is asked that a question and its options explain, from which a range is of these options."""
_UNSAID, _DENIED = 0.12, -0.5
"""Share of a question's own words that is said, below which an option alone tells what is meant; and what the judge
says, in log-odds, of an option for a question with a verb that no question holds, below which it is not meant."""
_WHOLLY = 0.9
"""Share of all that is asked that one option and its question explain, from which several topics are one."""


@dataclass(frozen=True, slots=True)
class ClosedSetDecider:
    """Decides sets by closed answers over one corpus."""

    questions: ClosedQuestions
    linker: Linker
    meaning: MeaningLinker
    counter: Counter
    numbers: NumberSetDecider

    def decide(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | SetPlan | None:
        """Return who is in a set; None where no closed question is asked about.

        Of a question that is answered yes or no the stances decide: then the plan is returned that says which it is.
        """
        wanted = LinkQuery(
            " ".join((plan.whole or plan.text, *plan.nouns)),
            " ".join((*plan.terms, *plan.options)),
            denied=plan.polarity == "negative",
            options=plan.options,
            quoted=plan.quoted,
            within=plan.questions,
            numbers=bool(plan.values) or "number" in plan.relations,
            rejected="rejected" in plan.relations,
            narrowed=find_condition(plan),
        )
        told = [c for c in plan.concepts if not self.linker.is_common(" ".join(c.terms))]
        if len(plan.concepts) > 1 and len(told) == 1 and not plan.values:  # "dask" is what all of the survey is about
            link = self.meaning.find_option(wanted)
            if link is not None:
                return self._chosen(replace(plan, concepts=tuple(told)), link, examined)
        if "rejected" in plan.relations and len(plan.concepts) > 1 and (link := self._rejected(wanted)) is not None:
            return self._chosen(replace(plan, concepts=plan.concepts[:1]), link, examined)
        ranged = self._within_range(plan, wanted)
        if ranged is not None:
            return self._chosen(replace(plan, concepts=plan.concepts[:1]), ranged, examined)
        joins = has_join(plan.whole) and not wanted.narrowed
        if len(plan.concepts) > 1 or plan.values or joins:
            link, _ = choose_link(self.linker.options(wanted))
            # "View the dashboard through a web browser", "more than 3 years": one option, word for word.
            apart = link is not None and link.named and is_denied(" ".join(link.options))  # "(not relevant)"
            surely = link is not None and (link.explained >= _WHOLLY or apart) and not link.lacks
            said = link is not None and (link.verbatim or not plan.values or _compares(plan, link))
            if link is not None and surely and link.options and said:
                return self._chosen(replace(plan, concepts=plan.concepts[:1]), link, examined)
            both = find_joined(plan.whole, self.linker, wanted) if joins and not plan.values else None
            if both is not None:
                return self._of_sides(plan, both, examined)
        if len(plan.concepts) > 1 or plan.values:
            return self._by_amount(plan, wanted, examined) if plan.values else self._joint(plan, examined)
        return self._by_option(plan, wanted, examined)

    def of_option(self, plan: SetPlan, examined: Sequence[str], *, by_words: bool = False) -> PlanResult | None:
        """Return those who chose an option that is said word for word, or surely meant; None where none is.

        ``by_words``: whether it must be said, word for word or as all that is said.
        """
        wanted = LinkQuery(" ".join((plan.whole, *plan.nouns)), quoted=plan.quoted, narrowed=find_condition(plan))
        link, _ = choose_link(self.linker.options(wanted))
        said = link is not None and bool(link.options) and (link.verbatim or (by_words and link.named))
        if link is None or not said or link.explained < _WHOLLY:
            link = None if by_words else self.meaning.find_option(wanted)
        return None if link is None else self._chosen(plan, link, examined)

    def of_rejected(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Return who answered otherwise than an option that denies something; None where none is surely meant.

        Who "did not answer that it is not needed" left nothing blank.
        """
        terms = " ".join((*plan.terms, *plan.options))
        link = self._rejected(LinkQuery(plan.whole, terms, within=plan.questions, narrowed=find_condition(plan)))
        if link is None:
            return None
        return self._chosen(replace(plan, concepts=plan.concepts[:1], sought=None), link, examined)

    def of_names(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Return who chose an option that bears a name which is no respondent's; None where no option does so.

        "Which are deployed in Ghana" asks for an option where Ghana is nobody here.
        """
        text = " ".join((plan.whole or plan.text, *plan.absent, *plan.nouns))
        own = " ".join((*plan.terms, *plan.absent))  # all of it must be the option: of "HDF5 and zarr" one is none
        wanted = LinkQuery(text, own, denied=plan.polarity == "negative", within=plan.questions)
        links = [link for link in self.linker.options(wanted) if link.named]
        # Where several questions have the option, the other words must tell which is meant.
        link, _ = choose_link(links) if len(links) > 1 else (links[0] if links else None, ())
        told = link is not None and (link.explained >= _LEADING or len(links) == 1)
        return self._chosen(replace(plan, absent=()), link, examined) if link is not None and told else None

    def shares(self, plan: SetPlan, question: ClosedQuestion, examined: Sequence[str]) -> PlanResult | None:
        """Return who said yes, or no, to a question, with the share of those who said either; None without options.

        Whoever said neither, as "prefer not to say", is in no base.
        """
        side = "no" if plan.polarity == "negative" else "yes"
        options = tuple(option for option in question.column.options if classify_value(option) == side)
        link = Link(question, options, 1.0, 1.0, 1.0)
        return self._chosen(replace(plan, polarity="positive"), link, examined) if options else None

    # ---------------------------------------------------------------- by range

    def _within_range(self, plan: SetPlan, wanted: LinkQuery) -> Link | None:
        """Return the options within the range that is asked for, of the question that surely is; None where none is.

        "Over a decade" means all options from ten years on; a question that has one within another's is not taken.
        """
        asked = range_of(plan.whole or plan.text)
        if asked is None or wanted.narrowed or wanted.denied or is_denied(wanted.text):
            return None
        found = []
        counted = [q for q in self.questions.all if is_within(q, wanted) and q.column.type in ("option", "options")]
        for question in counted:
            options = options_within(asked, question.column.options)
            if options:
                found.append(self.linker.of_options(wanted, question, options, words_of_range(wanted.text)))
        sure = [link for link in found if not link.lacks and (link.explained >= _OF_RANGE or link.recalled >= _WHOLLY)]
        if len(sure) != 1:
            return None
        link = sure[0]
        # Where nothing but the amount is said, it must be the one question of such amounts.
        others = (q for q in counted if q is not link.question and has_ranges(asked.unit, q.column.options))
        bare = self.linker.says(wanted.text, link.question.text) < _UNSAID
        return None if (bare and any(others)) or self._judge_denies(plan, link) else link

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

    def _judge_denies(self, plan: SetPlan, link: Link) -> bool:
        """Return whether the judge takes an option for another thing than what is asked, where one word may say so.

        Who "charges for scanning" is not told by who offers it: nothing of the question is said but the option, and
        "charges" stands in none. The judge tells that apart from "provides".
        """
        text = " ".join((plan.whole or plan.text, *plan.nouns))
        if link.denied or link.like or not link.options or not self.meaning.questions:
            return False
        if self.linker.says(text, link.question.text) >= _UNSAID:
            return False
        if not self.linker.leaves_unheard(text, link.question, *link.options, *plan.terms):
            return False
        pairs = [OptionPair(self.meaning.questions.index(link.question), option) for option in link.options]
        return max(self.meaning.judge_pairs(LinkQuery(text), pairs)) < _DENIED

    def _by_option(self, plan: SetPlan, wanted: LinkQuery, examined: Sequence[str]) -> PlanResult | SetPlan | None:
        link, near = self.meaning.choose_option(wanted)
        if link is None and "rejected" in plan.relations:
            link = self._rejected(wanted)
        if link is not None and self._judge_denies(plan, link):
            return leave_undecided(plan, (link,), examined, "which options are meant is not sure")
        if link is None:
            return leave_undecided(plan, near, examined) if plan.undecided or _rivals(near) else None
        if link.question.column.type == "yesno" and not link.options:
            return _of_question(plan, link) if _may_be_sought(plan, link.question) else None
        return self._chosen(plan, link, examined)

    def _chosen(self, plan: SetPlan, link: Link, examined: Sequence[str]) -> PlanResult:
        excepted = _excepts(plan, link)
        negative = link.denied or excepted
        carried = [kind for kind, is_so in (("excepted", excepted), ("than", _compares(plan, link))) if is_so]
        meant = {fold(option) for option in link.options}
        single = len(plan.concepts) <= 1
        of_sides = all(classify_value(option) in ("yes", "no") for option in link.options)
        alone = not negative and _asks_alone(plan, link.question.asked, link.options)
        known: dict[tuple[str, ...], Verdict] = {}  # thousands choose one of a few

        def verdict(given: Given) -> Verdict:
            if given.chosen is None:
                return "none"
            chosen = tuple(given.chosen)
            if of_sides and not any(classify_value(option) in ("yes", "no") for option in chosen):
                return "none"
            if chosen not in known:
                has = any(fold(option) in meant for option in chosen)
                possible = not has and not negative and self._may_be_written(given, link)
                has = has and not (alone and any(fold(option) not in meant for option in chosen))
                known[chosen] = "possible" if possible else "matched" if has != negative else "rejected"
            return known[chosen]

        found, choice = self.counter.count(link, examined, verdict, negative=negative, single=single)
        decided = replace(
            plan,
            mode="option",
            polarity="negative" if negative else "positive",
            questions=(link.question.id,),
            concepts=tuple(replace(c, questions=(link.question.id,)) for c in plan.concepts)
            if single
            else plan.concepts,
            undecided="",
            restrictions=tuple(r for r in plan.restrictions if r.kind not in carried),
            reasons=(*plan.reasons, explain_link(link)),
        )
        return PlanResult(decided, True, found, closed=replace(choice, alone=alone))

    def _may_be_written(self, given: Given, link: Link) -> bool:
        """Return whether what somebody wrote beside the options holds the words of one that is meant."""
        known = {fold(option) for option in link.question.column.options}
        others = [set(stems(text)) for text in given.chosen or () if fold(text) not in known]
        wanted = [set(stems(" ".join(label.words))) for option in link.options for label in labels_of(option)]
        return any(words <= other for other in others for words in wanted)

    # ---------------------------------------------------------------- of several things

    def _joint(self, plan: SetPlan, examined: Sequence[str]) -> PlanResult | None:
        """Decide each of several things by itself, and join what is found of each respondent."""
        outcomes = []
        for concept in plan.concepts:
            outcome = self._by_option(replace(plan, restrictions=()), _link_query(plan, concept), examined)
            if not isinstance(outcome, PlanResult):
                return None
            if not outcome.answered:
                return outcome if plan.undecided else None
            outcomes.append(outcome)
        if _exclude_each_other(plan, outcomes):
            return leave_undecided(plan, (), examined, "nobody can choose both")
        choices = [o.closed for o in outcomes if isinstance(o.closed, Choice)]
        lost = "rejected" in plan.relations and not any(choice.negative for choice in choices)
        if lost or _is_split(plan.concepts, outcomes):
            return leave_undecided(plan, (), examined, "which options are meant is not sure")
        return self._join(plan, outcomes)

    def _of_sides(self, plan: SetPlan, joined: JoinedSides, examined: Sequence[str]) -> PlanResult:
        """Decide two conditions by what each is linked to."""
        concepts = tuple(side.concept for side in joined.sides)
        both = replace(plan, concepts=concepts, combine=joined.combine)
        return self._join(both, [self._chosen(both, side.link, examined) for side in joined.sides])

    def _join(self, plan: SetPlan, outcomes: Sequence[PlanResult]) -> PlanResult:
        """Return what several outcomes, one a concept of the plan, come to together."""
        of_each: dict[str, list[RespondentVerdict]] = {}
        for outcome in outcomes:
            for found in outcome.found:
                of_each.setdefault(found.respondent, []).append(found)
        joined = order_verdicts([combine_verdicts(found, plan.combine) for found in of_each.values()])
        choices = [o.closed for o in outcomes if isinstance(o.closed, Choice)]
        alone = not any(c.negative for c in choices) and len({c.asked.id for c in choices}) == 1
        alone = alone and all(_asks_alone(plan, c.asked, c.options) for c in choices)
        if alone:
            meant = {fold(option) for c in choices for option in c.options}
            joined = self._without_others(joined, outcomes[0].plan.questions[0], meant)
        base = sum(f.verdict != "none" for f in joined)
        matched = sum(f.verdict == "matched" for f in joined)
        word = f" {plan.combine} "
        asked = choices[0].asked
        if len({c.asked.id for c in choices}) > 1:
            several = any(c.asked.type == "options" for c in choices)
            asked = replace(
                asked, id=word.join(c.asked.id for c in choices), text=word.join(c.asked.text for c in choices)
            )
            asked = replace(asked, type="options" if several else asked.type)
        options = (word.join(f"{'not ' if c.negative else ''}{' or '.join(c.options)}" for c in choices),)
        choice = Choice(asked, options, False, base, matched, len(joined) - base, 0, alone=alone)
        choice = self.counter.weigh(choice, joined)
        return replace(outcomes[0], found=joined, closed=choice, plan=_combine_plans(plan, outcomes))

    def _without_others(
        self, found: Sequence[RespondentVerdict], question: str, meant: set[str]
    ) -> tuple[RespondentVerdict, ...]:
        """Return what was found, where whoever chose anything else of the question besides is not in the set."""
        asked = next(q for q in self.questions.all if q.id == question)
        answers = self.questions.answers(asked, [f.respondent for f in found if f.verdict == "matched"])
        others = {a.respondent for a in answers if any(fold(option) not in meant for option in a.chosen or ())}
        return order_verdicts([replace(f, verdict="rejected") if f.respondent in others else f for f in found])

    # ---------------------------------------------------------------- by number

    def _by_amount(self, plan: SetPlan, wanted: LinkQuery, examined: Sequence[str]) -> PlanResult | None:
        """Decide by a number that was given; where none is, by an option of that amount: "over three years"."""
        told = self.numbers.decide(plan, examined)
        if told is not None and told.answered:
            return told
        link = self.meaning.find_option(wanted)
        return told if link is None else self._chosen(replace(plan, concepts=plan.concepts[:1]), link, examined)


def _of_question(plan: SetPlan, link: Link) -> SetPlan:
    """Return the plan of a yes/no question, of those who say no where the asker denies it."""
    polarity: Polarity = "negative" if link.denied else plan.polarity
    concepts = tuple(replace(c, polarity=polarity, questions=(link.question.id,)) for c in plan.concepts)
    return replace(plan, polarity=polarity, concepts=concepts, questions=(link.question.id,), undecided="", sought=None)


def _compares(plan: SetPlan, link: Link) -> bool:
    """Return whether options are those on the side of a level that is asked for: "at least once a week"."""
    return levels_compared(plan.whole or plan.text, link.question.column.options) == link.options


def _excepts(plan: SetPlan, link: Link) -> bool:
    """Return whether those are meant who chose another option: an "other than", and behind it the option alone.

    Of several options that somebody may choose, one beside the excepted one would do, or none may be the excepted one.
    """
    words_ = [r.text for r in plan.restrictions if r.kind == "excepted"]
    if len(words_) != 1 or link.question.column.type != "option" or link.denied or len(link.options) != 1:
        return False
    before, _, behind = (plan.whole or plan.text).partition(words_[0])
    own = set(stems(link.options[0]))
    said = [{stem(word.text) for word in content_words(part)} for part in (before, behind)]
    return bool(said[1]) and said[1] <= own and not said[0] & (own - set(stems(link.question.text)))


def _may_be_sought(plan: SetPlan, question: ClosedQuestion) -> bool:
    """Return whether a question's yes or no may be what is asked: of a plan only, where it has an answer for plans."""
    told = {classify_value(option) for option in question.column.options}
    return plan.sought is None or (plan.sought not in told and bool(question.column.options))


def _asks_alone(plan: SetPlan, asked: CountedQuestion, options: Sequence[str]) -> bool:
    """Return whether those are meant who chose nothing else: "only", where several may be chosen, in no option."""
    words = [r.text for r in plan.restrictions if r.kind == "only"]
    said = (asked.text, *options)
    return asked.type == "options" and any(not any(holds(text, word) for text in said) for word in words)


def _rivals(near: Sequence[Link]) -> bool:
    return len(near) > 1 and all(link.is_likely for link in near)


def _exclude_each_other(plan: SetPlan, outcomes: Sequence[PlanResult]) -> bool:
    """Return whether all that must hold are options of one question of which each chose one.

    Who asks for those who are "satisfied and very satisfied" does not ask for nobody.
    """
    choices = [o.closed for o in outcomes if isinstance(o.closed, Choice)]
    alike = len({choice.asked for choice in choices}) == 1 and choices[0].asked.type == "option"
    return plan.combine == "and" and alike and not any(choice.negative for choice in choices)


def _is_split(concepts: Sequence[Concept], outcomes: Sequence[PlanResult]) -> bool:
    """Return whether a thing that is asked of is but a word of what decides another one: it was one thing.

    "The dashboard and diagnostics are critical" are no two, where a question is of both.
    """
    said = [set(stems(" ".join(concept.terms))) for concept in concepts]
    held = [
        set(stems(" ".join((outcome.closed.asked.text, *outcome.closed.options))))
        for outcome in outcomes
        if isinstance(outcome.closed, Choice)
    ]
    ids = [outcome.closed.asked.id for outcome in outcomes if isinstance(outcome.closed, Choice)]
    return any(
        own and own <= other and ids[at] != ids[n]
        for at, own in enumerate(said)
        for n, other in enumerate(held)
        if n != at and at < len(ids)
    )


def _link_query(plan: SetPlan, concept: Concept) -> LinkQuery:
    own = " ".join(concept.terms)
    text = " ".join((own, *plan.beside, *plan.nouns))
    denied = concept.polarity == "negative"
    narrowed = find_condition(plan)
    return LinkQuery(text, own, denied=denied, options=(own,), within=plan.questions, narrowed=narrowed)


def _combine_plans(plan: SetPlan, outcomes: Sequence[PlanResult]) -> SetPlan:
    questions = tuple(dict.fromkeys(id_ for o in outcomes for id_ in o.plan.questions))
    reasons = tuple(dict.fromkeys(reason for o in outcomes for reason in o.plan.reasons))
    concepts = tuple(replace(c, questions=o.plan.questions) for c, o in zip(plan.concepts, outcomes, strict=True))
    return replace(plan, mode="option", questions=questions, concepts=concepts, reasons=reasons, undecided="")
