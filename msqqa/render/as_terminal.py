"""The answer for a person at a terminal: the verdict first, a line for each respondent, the rest when asked for.

Colour and width are the terminal's; into a pipe goes plain text with one line a paragraph.

Over 300 lines: sets, lookups and comparisons are laid out by the same helpers, which cut a quote to the room that is
left and name its place, and these would have to be passed from one module to the others.
"""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.model import SetPlan
from msqqa.model.closed import Aggregated, Choice, Tallied, Undecided
from msqqa.model.statements import (
    ExtractStatement,
    NumberStatement,
    QuestionsStatement,
    ReviewStatement,
    SetStatement,
    VerdictStatement,
    WithheldStatement,
)
from msqqa.render.closed import number_apart, number_head
from msqqa.render.in_full import write_full
from msqqa.render.links import line_of, uri
from msqqa.render.marks import MARKS, STYLES
from msqqa.render.prose import claim, name_member, of_open, sentence, word_outsiders
from msqqa.render.screen import WIDEST, plain_line
from msqqa.render.shorten import PART, fit_text, shorten_around_words, stems_of_stance
from msqqa.render.tally import write as write_tally
from msqqa.words import STOP_WORDS, stems

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from msqqa.model import Answer, Citation, Decision
    from msqqa.render.screen import Line, Screen

_QUOTED = 300
"""Characters of a quote where no line ends."""
_SHORTEST = 24
"""Characters of a quote that are shown however narrow the terminal is."""
_IN_LINES = 2
"""Lines of a lookup's quote."""
_MARKS_OF_QUOTE = 4
"""Columns that a quote's marks and the blanks behind it take."""
_MARK, _POSSIBLE = "•", "~"
"""Of whom no stance is told, and of whom it only may be so."""
_SIDE_BY_SIDE = 120
"""Columns of a terminal from which those who are compared stand side by side."""
_COLUMN = 30
"""Columns that one of them needs."""
_MORE_NAMED = 4
"""Respondents that a limit leaves out and that are named all the same."""


def write(answer: Answer, screen: Screen, *, limit: int, full: bool = False) -> None:
    """Write the answer.

    Parameters
    ----------
    answer, screen:
        What is written, and where.
    limit:
        How many rows of respondents there are at most.
    full:
        Whether everything that it rests on is written, quote by quote, and who does not belong.
    """
    if full:
        write_full(answer, screen, limit)
    elif not answer.answered:
        _write_refusal(answer, screen)
    elif isinstance(answer.closed, Tallied):
        write_tally(answer.closed, screen)
    elif isinstance(answer.closed, Choice) or (isinstance(answer.closed, Aggregated) and answer.closed.figures):
        _write_choice(answer, screen, limit)
    elif isinstance(answer.plan, SetPlan):
        _write_set(answer, answer.plan, screen, limit)
    elif answer.plan.operator == "compare":
        _write_compared(answer, screen)
    elif answer.plan.operator == "open":
        _write_open(answer, screen, limit)
    else:
        _write_told(answer, screen)


# ---------------------------------------------------------------- sets


def _write_set(answer: Answer, plan: SetPlan, screen: Screen, limit: int) -> None:
    parts = {s.part: s for s in answer.statements if isinstance(s, SetStatement)}
    of, matched = parts["matched"], [d for d in answer.respondents if d.verdict == "matched"]
    said = f"{len(matched) or 'None'} of {of.examined} {claim(plan)}"
    members = (name_member(d.name, d.stance, sought=plan.sought, reviewed=d.reviewed is not None) for d in matched)
    names = ", ".join(members)
    screen.line(plain_line(f"{said}: {names}" if names else said, "bold"))
    if of.asked:
        _write_asked(plan.questions[0], of.asked, _wanted_stems(answer), screen)
    if others := " · ".join(word_outsiders(answer, plan)):
        screen.line(plain_line(others, "dim"))
    if "denied" in parts:
        screen.line(plain_line(sentence(parts["denied"], plan), "dim"))
    shown = [*matched, *(d for d in answer.respondents if d.verdict == "possible")]
    if shown:
        screen.line()
    _write_rows(shown, answer, screen, limit)
    for statement in answer.statements:
        if isinstance(statement, ReviewStatement):
            screen.line(plain_line(sentence(statement, plan)))
    _write_withheld(answer, screen)
    _write_more(answer, screen, "full quotes, and who does not" if plan.polarity == "positive" else "full quotes")


def _write_withheld(answer: Answer, screen: Screen) -> None:
    """Write what kinds of personal data are withheld of what is shown, each once."""
    told = {sentence(s, answer.plan): None for s in answer.statements if isinstance(s, WithheldStatement)}
    for one in told:
        screen.line(plain_line(one, "dim"))


def _write_asked(id_: str, asked: str, wanted: Collection[str], screen: Screen) -> None:
    """Write the form's question that decides, in a line, with the words in view that were asked for; a part in two."""
    before = f"question {id_}: "
    room = _QUOTED if screen.width is None else min(screen.width, WIDEST) - len(before) - _MARKS_OF_QUOTE
    lines = _IN_LINES if PART in asked else 1
    shown = shorten_around_words(asked, max(_SHORTEST, lines * room), wanted)
    screen.line(plain_line(f"{before}“{shown}”", "dim"))


def _write_choice(answer: Answer, screen: Screen, limit: int) -> None:
    """Write what closed answers come to: how many of how many, or a number, and a line for each that it is told of."""
    for statement in answer.statements:
        if isinstance(statement, NumberStatement):
            screen.line(plain_line(number_head(statement, listed=False), "bold"))
            for others in number_apart(statement):
                screen.line(plain_line(others, "dim"))
        else:
            screen.line(plain_line(sentence(statement, answer.plan), "bold"))
    shown = [d for d in answer.respondents if d.verdict in ("matched", "possible")]
    if shown:
        screen.line()
    _write_rows(shown, answer, screen, limit)
    _write_more(answer, screen, "full quotes, and who chose otherwise")


def _write_open(answer: Answer, screen: Screen, limit: int) -> None:
    """Write what comes nearest to an open question: how many have such an answer, and a line for each."""
    shown = [d for d in answer.respondents if d.extract]
    screen.line(plain_line(of_open(answer, [d.name for d in shown]), "bold"))
    screen.line()
    _write_rows(shown, answer, screen, limit)
    _write_more(answer, screen, "full quotes, and what else bears on it")


def _write_rows(shown: Sequence[Decision], answer: Answer, screen: Screen, limit: int) -> None:
    """Write a line for each respondent: the number of its citation, a mark, its name, its best words, the place."""
    by_number = {c.n: c for c in answer.citations}
    wanted = _wanted_stems(answer)
    rows = [(d, by_number[d.citations[0]]) for d in shown[:limit] if d.citations]
    names, numbers = max((len(d.name) for d, _ in rows), default=0), max((len(str(c.n)) for _, c in rows), default=0)
    for d, c in rows:
        mark = _mark(d, answer)
        before, place = f"{c.n:>{numbers}} {mark} {d.name:<{names}}  ", _place(c, d.extract)
        saying = stems_of_stance(d.stance) | (stems_of_stance("no") if mark == _POSSIBLE else frozenset())
        quote = _quote_text(d.extract, _room(before, place, screen), wanted, saying)
        if not d.extract and d.stance == "blank":
            quote = "(nothing written)  "
        screen.line(
            (
                (f"{c.n:>{numbers}} ", "cyan"),
                (f"{mark} ", STYLES.get(d.stance or "", "")),
                (f"{d.name:<{names}}  ", "bold"),
                (quote, ""),
                (place, f"dim link {uri(c, d.extract)}"),
            ),
            fold=_is_wider(before + quote + place, screen),
        )
    left = [d.name + (f" ({_POSSIBLE})" if d.verdict == "possible" else "") for d in shown[limit:]]
    if left:
        names_left = f": {', '.join(left)}" if len(left) <= _MORE_NAMED else ""
        screen.line(plain_line(f"… and {len(left)} more{names_left} (--limit {len(shown)})", "dim"))


def _mark(d: Decision, answer: Answer) -> str:
    """Return the mark of a row: a member of the set of those who ended something bears no cross."""
    if d.verdict == "possible":
        return _POSSIBLE
    if "ended" in answer.plan.relations:
        return _MARK
    return MARKS.get(d.stance or "", _MARK)


# ---------------------------------------------------------------- lookups


def _write_told(answer: Answer, screen: Screen) -> None:
    """Write what was looked up: the verdicts and numbers, and each extract behind its number and before its place."""
    told = {s.respondent for s in answer.statements if isinstance(s, VerdictStatement | ReviewStatement)}
    several = len(answer.respondents) > 1
    for n, statement in enumerate(answer.statements):
        if isinstance(statement, ExtractStatement):
            # Whose words they are stands before them, or before the first of them, unless a verdict has said it.
            name = "" if statement.respondent in told else statement.name
            if not several:
                told.add(statement.respondent)
            after = answer.statements[n + 1 : n + 2]
            _write_extract(statement, answer, screen, name, [s for s in after if isinstance(s, WithheldStatement)])
        elif isinstance(statement, QuestionsStatement):
            _write_questions(statement, answer, screen)
        elif not isinstance(statement, WithheldStatement) or not _is_told_beside(n, answer):
            leads = isinstance(statement, SetStatement | VerdictStatement | ReviewStatement)
            bold = leads or statement is answer.statements[0]
            screen.line(plain_line(sentence(statement, answer.plan), "bold" if bold else ""))
    if any(isinstance(statement, ExtractStatement) for statement in answer.statements):
        _write_more(answer, screen, "full quotes, and what else bears on it")


def _is_told_beside(n: int, answer: Answer) -> bool:
    """Return whether the statement before stands in a line that this one ends."""
    return n > 0 and isinstance(answer.statements[n - 1], ExtractStatement)


def _write_extract(
    statement: ExtractStatement, answer: Answer, screen: Screen, name: str, withheld: Sequence[WithheldStatement]
) -> None:
    c = next(c for c in answer.citations if c.n == statement.citations[0])
    place, before = _place(c, statement.text), f"{name}: " if name else ""
    after = "".join(f" · {sentence(s, answer.plan).lower()}" for s in withheld)
    room = _QUOTED
    if screen.width is not None:
        columns = _IN_LINES * min(screen.width, WIDEST) - len(place) - len(before) - len(after) - 12
        room = min(_QUOTED, max(_SHORTEST, columns))
    quote = _quote_text(statement.text, room, _wanted_stems(answer), _stance_stems(statement.respondent, answer))
    link = f"dim link {uri(c, statement.text)}"
    line: Line = ((f"{c.n} ", "cyan"), (before, "bold"), (quote, ""), (place, link), (after, "dim"))
    screen.line(line)


def _write_questions(statement: QuestionsStatement, answer: Answer, screen: Screen) -> None:
    """Write questions of the form: one that is named in full, else a line each."""
    if statement.chosen == "named" and len(statement.questions) == 1:
        screen.line(plain_line(sentence(statement, answer.plan), "bold"))
        return
    heading, _, _ = sentence(statement, answer.plan).partition(": ")
    ids = ", ".join(id_ for id_, _ in statement.questions) if statement.chosen == "nearest" else ""
    screen.line(plain_line(f"{heading}: {ids}" if ids else heading, "bold"))
    widest = max(len(id_) for id_, _ in statement.questions)
    for id_, text in statement.questions:
        room = _QUOTED if screen.width is None else max(_SHORTEST, min(screen.width, WIDEST) - widest - 2)
        shown = shorten_around_words(text, room, _wanted_stems(answer))
        screen.line(((f"{id_:<{widest}}  ", "bold"), (shown, "")))


def _write_compared(answer: Answer, screen: Screen) -> None:
    """Write those who are compared side by side where the terminal is wide enough, else one below the other."""
    if screen.width is None or screen.width < max(_SIDE_BY_SIDE, _COLUMN * len(answer.respondents)):
        _write_told(answer, screen)
        return
    cells: dict[str, list[tuple[str, str]]] = {d.id: [] for d in answer.respondents}
    for statement in answer.statements:
        if isinstance(statement, VerdictStatement):
            said = sentence(statement, answer.plan).removeprefix(statement.name).lstrip(",: ")
            cells[statement.respondent].append((said, STYLES.get(statement.stance or "", "")))
        elif isinstance(statement, ExtractStatement):
            c = next(c for c in answer.citations if c.n == statement.citations[0])
            quote = _quote_text(
                statement.text, _QUOTED, _wanted_stems(answer), _stance_stems(statement.respondent, answer)
            )
            cells[statement.respondent].append((f"{c.n} {quote}{_place(c, statement.text)}", ""))
        else:
            screen.line(plain_line(sentence(statement, answer.plan), "bold"))
            screen.line()
    rows = zip_longest(*cells.values(), fillvalue=("", ""))
    screen.table([d.name for d in answer.respondents], list(rows))
    _write_more(answer, screen, "full quotes, and what else bears on it")


def _write_refusal(answer: Answer, screen: Screen) -> None:
    for statement in answer.statements:
        screen.line(plain_line(sentence(statement, answer.plan), "bold"))
    if isinstance(answer.closed, Undecided) and answer.closed.frequencies is not None:
        screen.line(plain_line("what was answered there, of which none is told as the answer:", "dim"))
        screen.line()
        write_tally(answer.closed.frequencies, screen)
        return
    for c in answer.citations[:1]:
        before, place = f"nearest: {c.n} {c.respondent} · {c.question_id}  ", _place(c)
        quote = _quote_text(c.quote, _room(before, place, screen), _wanted_stems(answer))
        screen.line(
            ((before, "dim"), (quote, "dim"), (place, f"dim link {uri(c)}")),
            fold=_is_wider(before + quote + place, screen),
        )


def _write_more(answer: Answer, screen: Screen, verbose: str) -> None:
    """Say how to see more: at a terminal only, where somebody reads it."""
    if screen.width is not None and answer.citations:
        number = next((d.citations[0] for d in answer.respondents if d.citations), 1)
        screen.line()
        screen.line(plain_line(f"msqqa show {number}: the place · -v: {verbose}", "dim"))


# ---------------------------------------------------------------- quotes


def _wanted_stems(answer: Answer) -> set[str]:
    """Return the stems of the words that were asked for."""
    return {s for text in (answer.plan.text, *answer.plan.terms) for s in stems(text)} - STOP_WORDS


def _stance_stems(respondent: str, answer: Answer) -> frozenset[str]:
    """Return the stems of words that say what was decided of a respondent."""
    return stems_of_stance(next((d.stance for d in answer.respondents if d.id == respondent), None))


def _room(before: str, place: str, screen: Screen) -> int:
    """Return how many characters of a quote stand between what is before it and its place."""
    if screen.width is None:
        return _QUOTED
    return max(_SHORTEST, screen.width - len(before) - len(place) - _MARKS_OF_QUOTE)


def _quote_text(text: str, room: int, wanted: Collection[str], saying: Collection[str] = ()) -> str:
    """Return a quote in its marks, cut to its room."""
    return f"“{fit_text(text, room, wanted, saying)}”  "


def _is_wider(text: str, screen: Screen) -> bool:
    """Return whether a text is wider than a line, as in a narrow terminal."""
    return screen.width is not None and len(text) > screen.width


def _place(c: Citation, words: str = "") -> str:
    """Return the file and the page, or the line on which the words stand that are shown of a quote."""
    name = Path(c.source).name
    return f"{name}, {c.place}" if c.page is not None else f"{name}:{line_of(c, words)}"
