"""Statements → sentences: the one place where words are put to what an answer states.

Over 300 lines: it has a branch for each kind of statement, and the sentences of all of them are put together from the
same words for names, claims and numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.model import SetPlan
from msqqa.model.statements import (
    AnsweredStatement,
    ChangeStatement,
    ChoiceStatement,
    ComparisonStatement,
    EditionsStatement,
    ExtractStatement,
    NumberStatement,
    QuestionsStatement,
    RefusalStatement,
    RespondentsStatement,
    ReviewStatement,
    SetStatement,
    SummaryStatement,
    TallyStatement,
    VerdictStatement,
    WithheldStatement,
)
from msqqa.render.closed import choice_words, number_words, tally_words
from msqqa.render.marks import MARKS
from msqqa.render.shorten import shorten_question, some_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from msqqa.model import Answer, Decision, Plan, Polarity, Stance
    from msqqa.model.statements import Member, Statement

_NAMED = 30
"""Names that are listed in full; of more, the first ones and how many others."""
_OF_STANCE: dict[Stance, tuple[str, str]] = {
    "blank": ("left {} blank", "answered {}"),
    "planned": ("plan it ({})", "say otherwise to {}"),
    "partial": ("say yes in part to {}", "say otherwise to {}"),
    "unclear": ("are unclear on {}", "are clear on {}"),
}
_OF_RELATION = {"plans": "plan", "ended": "say that it ended:"}
"""Relation of a claim of the asker's own → what the members of its set do, where that is neither a yes nor a no."""
_UNCLEAR = {
    "tick lost": "the tick is lost in the source and nothing beside it tells",
    "says so": "the answer itself says",
    "contradiction": "the tick and the text contradict each other",
}
_MISSING = {"money": "amount", "number": "number"}
"""What is asked for → what an answer without it does not give, where that is another word."""
_UNCLEAR_IN_SHORT = {
    "": "",
    "boxes empty": "no box is ticked",
    "tick lost": "the tick is lost",
    "says so": "as they say",
    "contradiction": "tick and text disagree",
}
_SAID_APART: dict[Stance, str] = {"yes": "yes", "partial": "in part", "planned": "planned", "no": "no"}
"""Stances of those who are not in a set, in the order in which they are counted."""
_FEW = 2
"""Respondents who are not in a set, and are named all the same."""
_MARKED: tuple[Stance, ...] = ("partial", "planned")
"""Stances that stand beside a name: their respondents belong to a set with a reserve."""


def paragraph(answer: Answer) -> str:
    """Return an answer as one paragraph: each statement followed by the marks of its citations."""
    return " ".join(f"{_with_marks(statement, answer.plan)}." for statement in answer.statements)


def _with_marks(statement: Statement, plan: Plan) -> str:
    words = sentence(statement, plan)
    if isinstance(statement, RefusalStatement):
        words += "; the nearest passage is" if statement.citations else ""
    return f"{words} {marks(statement.citations)}" if statement.citations else words


def marks(numbers: Iterable[int]) -> str:
    """Return citation marks as a paragraph carries them.

    >>> marks([1, 12])
    '[1][12]'
    """
    return "".join(f"[{n}]" for n in numbers)


def sentence(statement: Statement, plan: Plan) -> str:
    """Return a statement in words, without marks and full stop."""
    match statement:
        case SetStatement():
            return _of_set(statement, plan)
        case VerdictStatement():
            return _verdict(statement)
        case ReviewStatement():
            asked = f", {_word_scope(whole=statement.whole)}{statement.question}" if statement.question else ""
            return f"{statement.name}{asked}: {statement.decided}, {statement.reason}"
        case ExtractStatement():
            return f"“{statement.text}”" + (" …" if statement.goes_on else "")
        case ComparisonStatement():
            return _comparison(statement)
        case ChangeStatement():
            return _change(statement)
        case WithheldStatement():
            listed = join_list(statement.withheld)
            return f"{listed[:1].upper()}{listed[1:]} are withheld"
        case RefusalStatement():
            return _refusal(statement)
        case ChoiceStatement():
            return choice_words(statement)
        case TallyStatement():
            return tally_words(statement.tally)
        case NumberStatement():
            return number_words(statement)
    return _of_corpus(statement)


# ---------------------------------------------------------------- respondents


def _of_set(statement: SetStatement, plan: Plan) -> str:
    names = _names(statement.members, plan.sought if isinstance(plan, SetPlan) else None)
    if statement.part == "possible":
        return f"{names}: possible, in other words"
    if statement.part == "denied":
        sought = " or ".join(f"'{c.terms[0]}'" for c in plan.concepts if c.polarity == "positive")
        return f"Only to deny {sought or 'it'}: {names}"
    assert isinstance(plan, SetPlan)  # only such a plan has a set
    rejected = statement.part == "rejected"
    words = f"{len(statement.members) or 'None'} of {statement.examined} examined {claim(plan, rejected=rejected)}"
    if statement.asked:
        words += f" (“{shorten_question(statement.asked)}”)"
    if names:
        words += f": {names}"
    apart = [f"{n} {what}" for n, what in ((statement.blank, "left blank"), (statement.unclear, "unclear")) if n]
    return f"{words}; {', '.join(apart)}" if apart else words


def _names(members: Sequence[Member], sought: Stance | None) -> str:
    return ", ".join(name_member(m.name, m.stance, sought=sought, reviewed=m.reviewed) for m in members)


def name_member(name: str, stance: Stance | None, *, sought: Stance | None, reviewed: bool) -> str:
    """Return the name of a set's member, with what is to be known of its membership.

    >>> name_member("Arvenia", "partial", sought=None, reviewed=True)
    'Arvenia (partial, reviewed)'
    """
    notes = [str(stance)] * (stance in _MARKED and stance != sought) + ["reviewed"] * reviewed
    return f"{name} ({', '.join(notes)})" if notes else name


def _verdict(statement: VerdictStatement) -> str:
    if statement.stance is None:
        return f"{statement.name}: not stated" + ("; what comes nearest follows" if statement.citations else "")
    if not statement.question:
        surely = "possibly " if statement.possible else ""
        return f"{statement.name}: {surely}{_stance(statement)}"
    asked = f": “{shorten_question(statement.asked)}”" if statement.asked else ""
    if statement.whole:
        return f"{statement.name} on the wider question: {_stance(statement)} ({statement.question}{asked})"
    missing = f" gives no {_MISSING.get(statement.missing, statement.missing)}" if statement.missing else ""
    return f"{statement.name}{missing}: {_stance(statement)} (question {statement.question}{asked})"


def _word_scope(*, whole: bool) -> str:
    return "the wider question " if whole else "question "


def _stance(statement: VerdictStatement) -> str:
    stance, reason = statement.stance, statement.reason
    if stance == "blank":
        return "left blank" + (" (the boxes are empty)" if reason == "boxes empty" else "")
    if stance == "unclear":
        return f"unclear, as {_UNCLEAR[reason]}"
    if statement.options:
        listed = "', '".join(statement.options)
        return f"{stance}, ticked '{listed}'"
    how = {"ticked": "ticked", "stated": "stated in the text", "inferred": "inferred from the details given"}
    lost = ", as the tick is lost in the source" if reason == "tick lost" else ""
    return f"{stance}, {how[statement.basis]}{lost}"


def _comparison(statement: ComparisonStatement) -> str:
    names = join_list([m.name for m in statement.members])
    asked = f"question {statement.question}: “{shorten_question(statement.asked)}”"
    if statement.result == "agree":
        return f"{names} agree: {statement.members[0].stance} ({asked})"
    each = ", ".join(f"{m.name} {m.stance}" for m in statement.members)
    how = "They differ" if statement.result == "differ" else "They cannot be compared"
    return f"{how}: {each} ({asked})"


def _change(statement: ChangeStatement) -> str:
    names = join_list([m.name for m in statement.members])
    number = len(statement.changes) or "None"
    words = f"{number} of {statement.compared} questions that {names} answer with a stance changed"
    changes = ", ".join(f"question {c.question} from {c.before} to {c.after}" for c in statement.changes)
    told = [f"{words}: {changes}" if changes else words] if statement.compared else []
    first, last = statement.members[0].name, statement.members[-1].name
    for how, said in (
        ("reworded", f"reworded from {first} to {last}"),
        ("added", f"asked of {last} and not of {first}"),
        ("dropped", f"asked of {first} and not of {last}"),
        ("rewritten", f"answered in other words by {last} than by {first}"),
    ):
        those = [r for r in statement.revisions if r.how == how]
        if those:
            listed = some_of([f"{r.question} (“{shorten_question(r.asked)}”)" for r in those], _NAMED)
            told.append(f"{number_of(len(those), 'question')} {said}: {listed}")
    return "; ".join(told)


def _refusal(statement: RefusalStatement) -> str:
    if statement.reason == "absent":
        return f"Not found: there is no response of {' or '.join(statement.what)} here"
    if statement.reason == "nothing":
        return "Not found: no answer here tells that"
    near = ", ".join(f"“{shorten_question(text)}”" for text in statement.nearest)
    named = f" (nearest: {near})" if near else "; name one by its number, as in “question 4”"
    return f"Not decided: {' and '.join(statement.what)}{named}"


def word_outsiders(answer: Answer, plan: SetPlan) -> Iterator[str]:
    """Yield who is not in a set, by what they say: with their names where they are few, the unclear ones always."""
    rejected = [d for d in answer.respondents if d.verdict == "rejected"]
    if plan.mode == "mention":
        rejected = [d for d in rejected if d.reviewed is None]
        if rejected:
            yield _word_few(rejected, claim(plan, rejected=True))
    elif plan.sought == "blank" and rejected and all(d.stance == "yes" for d in rejected):
        # Of a question that asks for no yes or no, "yes" says only that it was answered.
        yield _word_few(rejected, "answered")
    else:
        for stance, said in _SAID_APART.items():
            if those := [d for d in rejected if d.stance == stance]:
                yield f"{MARKS[stance]} {_word_few(those, said)}"
    if possible := [d for d in answer.respondents if d.verdict == "possible"]:
        yield f"~ {_word_few(possible, 'possible')}"
    if answer.unclear:
        of: dict[str, list[str]] = {}
        for name, reason in answer.unclear:
            of.setdefault(_UNCLEAR_IN_SHORT[reason], []).append(name)
        told = (f"{', '.join(names)}{f' ({why})' if why else ''}" for why, names in of.items())
        yield f"{MARKS['unclear']} {len(answer.unclear)} unclear: {', '.join(told)}"
    if answer.coverage.blank and plan.sought != "blank":
        yield f"{answer.coverage.blank} left blank"
    if silent := answer.coverage.silent:
        yield f"nothing found for {silent}"


def _word_few(those: Sequence[Decision], said: str) -> str:
    names = f": {', '.join(d.name for d in those)}" if len(those) <= _FEW else ""
    return f"{len(those)} {said}{names}"


def of_open(answer: Answer, names: Sequence[str]) -> str:
    """Return the heading of an open question's answers: who has one that comes near."""
    shown = some_of(names, _NAMED)
    return f"{len(names)} of {answer.coverage.examined} have an answer that comes near, the nearest first: {shown}"


# ---------------------------------------------------------------- claims


def claim(plan: SetPlan, *, rejected: bool = False) -> str:
    """Return in fixed words what the members of a set say or do, or those against whom there is evidence."""
    if plan.mode == "mention":
        return _mention(plan, rejected=rejected)
    sought: Stance | None = "blank" if plan.answered else plan.sought
    if sought is not None and plan.questions:
        asked = f" {plan.combine} ".join(f"question {id_}" for id_ in plan.questions)
        return _OF_STANCE[sought][rejected != plan.answered].format(asked)
    if plan.mode == "question":
        said = [_yes_or_no(c.polarity, rejected=rejected) for c in plan.concepts] or [
            _yes_or_no(plan.polarity, rejected=rejected)
        ]
        if len(said) != len(plan.questions):
            said = said[:1] * len(plan.questions)
        # Whoever is not in a joint set fails in one of its questions, not in each.
        join = f" {plan.combine} " if not rejected else " or "
        if len(set(said)) == 1:
            return f"say {said[0]} to " + join.join(f"question {id_}" for id_ in plan.questions)
        return "say " + join.join(f"{word} to question {id_}" for word, id_ in zip(said, plan.questions, strict=True))
    relation = next(iter(plan.relations)) if len(plan.relations) == 1 else ""
    says = f"say {_yes_or_no(plan.polarity, rejected=rejected)} on"
    if relation in _OF_RELATION:
        says = "say otherwise on" if rejected else _OF_RELATION[relation]
    return f"{says} “{shorten_question(plan.text)}”"


def _mention(plan: SetPlan, *, rejected: bool) -> str:
    having = [f"'{c.terms[0]}'" for c in plan.concepts if c.polarity == "positive"]
    lacking = [f"'{c.terms[0]}'" for c in plan.concepts if c.polarity == "negative"]
    if rejected:
        return f"mention {' or '.join(lacking)}"
    if not having:
        return f"do not mention {(' or ' if plan.combine == 'and' else ' and ').join(lacking)}"
    words = f"mention {f' {plan.combine} '.join(having)}"
    return words + (f" but not {' or '.join(lacking)}" if lacking else "")


def _yes_or_no(polarity: Polarity, *, rejected: bool) -> str:
    return "no" if (polarity == "negative") != rejected else "yes"


# ---------------------------------------------------------------- the corpus itself


def _of_corpus(statement: Statement) -> str:
    match statement:
        case RespondentsStatement():
            return _respondents(statement)
        case QuestionsStatement():
            return _questions(statement)
        case AnsweredStatement():
            words = f"{statement.answered} of {statement.asked} answered question {statement.question}"
            return words + (f"; left blank by {', '.join(statement.blank[:_NAMED])}" if statement.blank else "")
        case EditionsStatement():
            listed = ", ".join(f"{n} of edition {edition}" for edition, n in statement.editions)
            return listed or "No edition is known of any response"
        case SummaryStatement():
            counted = ", ".join(f"{n} {stance}" for stance, n in statement.stances)
            asked = number_of(statement.questions, "question")
            of = f"{statement.name} answered {statement.answered} of {asked}, parts of questions counted"
            return f"{of}; of its yes/no questions: {counted}"
    raise TypeError(f"no words for {type(statement).__name__}")


def _respondents(statement: RespondentsStatement) -> str:
    names, total = statement.names, statement.total
    some = f"{len(names)} of " if len(names) != total else ""
    listed = f"{some}{number_of(total, 'respondent')}: {some_of(names, _NAMED)}"
    parts = f", {statement.questions} with their parts" if statement.whole != statement.questions else ""
    return f"{listed}. The form has {number_of(statement.whole, 'question')}{parts}"


def _questions(statement: QuestionsStatement) -> str:
    if statement.chosen == "named":
        return ". ".join(f"Question {id_}: {text}" for id_, text in statement.questions)
    listed = "; ".join(f"{id_}: {shorten_question(text)}" for id_, text in statement.questions)
    asked = number_of(len(statement.questions), "question")
    if statement.chosen == "all":
        return f"The form has {asked}: {listed}"
    return f"{asked} of the form {'comes' if len(statement.questions) == 1 else 'come'} nearest: {listed}"


# ---------------------------------------------------------------- words


def number_of(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> number_of(1, "question"), number_of(2, "question")
    ('1 question', '2 questions')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def join_list(parts: Sequence[str]) -> str:
    """Return parts as English lists them.

    >>> join_list(["names", "IP addresses", "telephone numbers"])
    'names, IP addresses and telephone numbers'
    """
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
