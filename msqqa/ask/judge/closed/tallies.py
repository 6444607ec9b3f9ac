"""Frequencies of a closed question, split by another one, by group or by edition."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.frequencies import Chosen, Counted, count_frequencies, first_choices, most_chosen
from msqqa.ask.judge.closed.grids import grid, parts_of
from msqqa.ask.judge.closed.links import column_among
from msqqa.ask.judge.closed.match import LinkQuery, people
from msqqa.ask.judge.outcome import PlanResult, RespondentVerdict
from msqqa.ask.judge.restrictions import find_condition, holds
from msqqa.closed.amounts import years_in
from msqqa.closed.scales import generic_stems, nouns_of, words_of_rating
from msqqa.languages import phrases
from msqqa.model.closed import CountedQuestion, Tallied, Undecided
from msqqa.table.values import classify_value
from msqqa.words import base, content_words, fold, stem, stems, unique, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.closed.link import Linker
    from msqqa.ask.judge.closed.meaning import MeaningLinker
    from msqqa.ask.judge.closed.questions import ClosedQuestion, ClosedQuestions, Given
    from msqqa.ask.judge.outcome import Evidence
    from msqqa.index.store import Store
    from msqqa.model import Concept, Tally

_ALL = 0.9
"""Share of what is said that one question explains, from which two topics are no crossing of two."""
_FEWEST = 2
"""Rows of a grid that fit alike, at least, from which the whole grid is meant."""


@dataclass(frozen=True, slots=True)
class Tallies:
    """Counts closed answers of one corpus."""

    store: Store
    questions: ClosedQuestions
    linker: Linker
    meaning: MeaningLinker

    def decide(self, plan: Tally, examined: Sequence[str]) -> PlanResult:
        """Return the frequencies that are asked for; where the question is not sure, nothing is counted."""
        narrowed = find_condition(plan)
        parted = self._parted(plan)
        if parted is not None:
            plan = replace(plan, by=parted[1], whole=parted[0], concepts=_within(plan.concepts, parted[0]))
            if not plan.by:  # "by the most people" splits nothing
                plan = replace(plan, restrictions=tuple(r for r in plan.restrictions if r.kind != "split"))
        by, topics = plan.by, [" ".join(c.terms) for c in plan.concepts]
        if not by and len(topics) == 2 and not self._is_one(plan):
            topics, by = topics[:1], topics[1]  # "crosstab of stability by frequency of use"
        nobody = tuple(RespondentVerdict(r, "none", None, "meaning", 0.0) for r in examined)
        own = " ".join((*topics, *plan.options, *plan.quoted))
        said = content_words(own or plan.whole)
        if by and all(stem(w.text) in generic_stems() | words_of_rating() for w in said) and not self._tells(own):
            own, by = by, ""  # "a frequency table by industry" splits nothing, nor "importance ratings, parking"
            text = own
        else:
            text = own if by and own else plan.whole
        wanted = LinkQuery(text, own or text, False, plan.options, plan.quoted, plan.questions, narrowed=narrowed)
        parts = () if by else self._grid(wanted)
        if parts:
            return grid(self.questions, plan, parts, examined)
        counted = self._counted(wanted, examined)
        if isinstance(counted, Undecided):
            return PlanResult(plan, False, nobody, closed=counted)
        split = self._split(by, narrowed, examined) if by else None
        if isinstance(split, Undecided):
            return PlanResult(plan, False, nobody, closed=split)
        return self._tallied(plan, counted, split, examined)

    def _is_one(self, plan: Tally) -> bool:
        """Return whether all that is said is one question of the form: "how do people view Dask's dashboard"."""
        wanted = LinkQuery(plan.whole, plan.whole, quoted=plan.quoted, within=plan.questions)
        link, _ = column_among(self.linker.columns(wanted, lambda q: q.column.is_counted, by_options=True))
        return link is not None and link.explained >= _ALL

    def _parted(self, plan: Tally) -> tuple[str, str] | None:
        """Return what is counted and what splits it, in the asker's words; None where nothing splits it.

        The words before "by" are what is counted, those behind it what splits it, whatever the reader takes for topics.
        """
        said = [plan.by] if plan.by else [r.text for r in plan.restrictions if r.kind == "split"]
        for phrase in said:
            found = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plan.whole)
            if found is None:
                continue
            own = plan.whole[: found.start()].strip(" ,:"), plan.whole[found.start() if plan.by else found.end() :]
            if not all(any(True for _ in content_words(part)) for part in own):
                continue
            if not plan.by and self._holds(plan, phrase):
                continue
            split = own[1] if plan.by else plan.whole[found.end() :]
            if all(_is_generic(word.text) for word in content_words(split)) and not self._names_group(split):
                return own[0], ""  # "totals by option" are split by nothing
            return own[0], own[1].strip(" ?")
        return None

    def _tells(self, text: str) -> bool:
        """Return whether one question alone has a telling word of a text, or asks for what the text names.

        "Frequency of use" is what "How often do you use it?" asks for.
        """
        whole = set(stems(text))
        own = whole - generic_stems()
        asked = [q for q in self.questions.all if not own.isdisjoint(stems(q.text))]
        named = [
            q for q in self.questions.all if nouns_of(q.text) & whole and whole <= {*stems(q.text), *nouns_of(q.text)}
        ]
        return len(asked) == 1 or len(named) == 1

    def _names_group(self, text: str) -> bool:
        """Return whether a text has a word for groups, or for editions, where respondents have such: "by region"."""
        own, people = {base(word.text) for word in words(text)}, self.store.respondents.values()
        grouped = bool(own & phrases("columns", "group")) and any(person.groups for person in people)
        return grouped or (bool(own & phrases("columns", "edition")) and any(person.edition for person in people))

    def _holds(self, plan: Tally, phrase: str) -> bool:
        """Return whether a phrase stands in the one question that is all that is said."""
        wanted = LinkQuery(plan.whole, plan.whole, quoted=plan.quoted, within=plan.questions)
        link, _ = column_among(self.linker.columns(wanted, lambda q: q.column.is_counted))
        return link is not None and any(holds(text, phrase) for text in (link.question.text, *plan.quoted))

    def _tallied(self, plan: Tally, counted: Counted, split: Counted | None, examined: Sequence[str]) -> PlanResult:
        found = []
        firsts = first_choices(counted)
        for respondent in examined:
            evidence = firsts.get(respondent, ())
            verdict = "matched" if counted.chosen.get(respondent) else "none"
            found.append(RespondentVerdict(respondent, verdict, None, "stated", 1.0 if evidence else 0.0, evidence))  # type: ignore[arg-type]
        told = most_chosen(self._weighed(count_frequencies(counted, split), counted), plan.top, least=plan.least)
        ids = (counted.asked.id, *((split.asked.id,) if split is not None and split.asked.id else ()))
        found.sort(key=lambda f: (f.verdict != "matched", not f.evidence))
        return PlanResult(replace(plan, questions=ids), True, tuple(found), closed=told)

    def _weighed(self, told: Tallied, counted: Counted) -> Tallied:
        """Return frequencies with their weighted shares, where responses have weights."""
        base = counted.chosen.keys()
        _, weighed = self.questions.weigh_share((), base)
        if weighed is None:
            return told
        rows = []
        for row in told.rows:
            those = [r for r, chosen in counted.chosen.items() if row.option in chosen]
            rows.append(replace(row, weighted=self.questions.weigh_share(those, base)[0]))
        return replace(told, rows=tuple(rows), weighed=weighed)

    # ---------------------------------------------------------------- which question

    def _grid(self, wanted: LinkQuery) -> tuple[ClosedQuestion, ...]:
        """Return the parts of a grid that is asked for as a whole: by its id, or by words that tell none of them."""
        for id_ in wanted.within:
            if not any(q.id == id_ for q in self.questions.all) and (parts := parts_of(self.questions, id_)):
                return parts
        if wanted.within:
            return ()
        link, near = column_among(self.linker.columns(wanted, lambda q: q.column.is_counted))
        parents = {each.question.parent for each in near}
        if link is not None or len(near) < _FEWEST or len(parents) > 1 or None in parents:
            return ()
        return parts_of(self.questions, str(parents.pop()))

    def _counted(self, wanted: LinkQuery, examined: Sequence[str]) -> Counted | Undecided:
        boxes = self._boxes(wanted.within, examined)
        if boxes is not None:
            return boxes
        only = [q for q in self.questions.all if q.id in wanted.within]
        if len(only) == 1:
            return self._of(only[0], examined) if only[0].column.is_counted else _no_options(only[0].asked)
        link, near = self.meaning.choose_question(wanted, lambda q: q.column.is_counted)
        if link is None:  # who lists the options, or says how critical it is, asks for the question that has them
            link, _ = column_among(self.linker.columns(wanted, lambda q: q.column.is_counted, by_options=True))
        if link is not None:
            return self._of(link.question, examined)
        asked = tuple(link.question.asked for link in near)
        return Undecided(
            "it may be asked of several questions" if len(asked) > 1 else "no question with options is clearly meant",
            asked,
        )

    def _of(self, question: ClosedQuestion, examined: Sequence[str]) -> Counted:
        chosen: Chosen = {}
        places: dict[str, Evidence] = {}
        blank = 0
        codes: Counter[str] = Counter()
        for given in self.questions.answers(question, examined):
            if given.chosen is None:
                blank += given.blank
                if given.blank and (code := self.questions.code_of(given)):
                    codes[code] += 1
                continue
            chosen[given.respondent] = _as_options(given, question)
            place = self.questions.place(given.row)
            if place is not None:
                places[given.respondent] = place
        column = question.column
        absent = len(examined) - len(chosen) - blank
        several = column.type == "options"
        asked, options = question.asked, column.options
        return Counted(
            asked, options, chosen, blank + absent, several, column.is_scale, places, tuple(codes.most_common())
        )

    def _boxes(self, within: tuple[str, ...], examined: Sequence[str]) -> Counted | None:
        """Return a multi-select that is exported as a column an option, where its group is asked for by its id."""
        for id_ in within:
            parts = [q for q in self.questions.all if q.parent == id_ and q.column.type == "yesno"]
            if len(parts) < 2 or any(q.id == id_ for q in self.questions.all):
                continue
            chosen: dict[str, tuple[str, ...]] = {}
            places: dict[str, Evidence] = {}
            for part in parts:
                label = part.text.rsplit(" — ", 1)[-1]
                for given in self.questions.answers(part, examined):
                    if given.chosen is None:
                        continue
                    there = chosen.setdefault(given.respondent, ())
                    if any(classify_value(option) == "yes" or option == "1" for option in given.chosen):
                        chosen[given.respondent] = (*there, label)
                        place = self.questions.place(given.row)
                        if place is not None:
                            places.setdefault(given.respondent, place)
            labels = tuple(part.text.rsplit(" — ", 1)[-1] for part in parts)
            asked = CountedQuestion(id_, parts[0].text.rsplit(" — ", 1)[0], "options")
            return Counted(asked, labels, chosen, len(examined) - len(chosen), True, False, places)
        return None

    # ---------------------------------------------------------------- by what

    def _split(self, by: str, narrowed: str, examined: Sequence[str]) -> Counted | Undecided:
        only = [q for q in self.questions.all if q.id == by.strip().lower()]
        if only:
            return self._of(only[0], examined) if only[0].column.is_counted else _no_options(only[0].asked)
        people = self.store.respondents
        own = {word.text for word in words(by)}
        if own & phrases("columns", "edition") and any(people[r].edition for r in examined):
            return _count_groups(by, {r: (people[r].edition,) for r in examined if people[r].edition})
        link, near = self.meaning.choose_question(LinkQuery(by, by, narrowed=narrowed), lambda q: q.column.is_counted)
        if link is not None:
            return self._of(link.question, examined)
        if any(people[r].groups for r in examined) and (own & phrases("columns", "group") or not near):
            return _count_groups(by, {r: people[r].groups for r in examined if people[r].groups})
        asked = tuple(link.question.asked for link in near)
        return Undecided(f"what “{by}” splits them by is not sure", asked)


def _is_generic(word: str) -> bool:
    """Return whether a word is one for what any column holds, or a year: it tells no question from another."""
    return stem(word) in generic_stems() | people() or bool(years_in(word)) or word in phrases("numbers", "most")


def _within(concepts: Sequence[Concept], text: str) -> tuple[Concept, ...]:
    """Return the concepts whose words all stand in a text."""
    there = {word.text for word in words(text)}
    return tuple(c for c in concepts if all(word.text in there for term in c.terms for word in words(term)))


def _as_options(given: Given, question: ClosedQuestion) -> tuple[str, ...]:
    known = {fold(option): option for option in question.column.options}
    return tuple(known.get(fold(option), option) for option in given.chosen or ())


def _count_groups(by: str, groups: Chosen) -> Counted:
    names = unique(name for own in groups.values() for name in own)
    return Counted(CountedQuestion("", by, "group"), tuple(sorted(names)), groups, 0, True, True, {})


def _no_options(asked: CountedQuestion) -> Undecided:
    what = "is answered in own words" if asked.type == "text" else f"is answered with a {asked.type}"
    return Undecided(f"question {asked.id} {what}, not with options", (asked,))
