"""The answer for a person at a terminal: the verdict first, a line for each respondent, the rest when asked for.

Colour and width are the terminal's; into a pipe goes plain text with one line a paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.model import SetPlan
from msqqa.model.closed import Aggregated, Choice, Tallied
from msqqa.model.statements import ExtractStatement, ReviewStatement, SetStatement, VerdictStatement
from msqqa.render.links import uri
from msqqa.render.marks import MARKS
from msqqa.render.prose import claim, paragraph, sentence
from msqqa.render.screen import WIDEST, plainly
from msqqa.render.shorten import shortened
from msqqa.render.tally import write as write_tally
from msqqa.words import STOP_WORDS, plain, squeeze, stem, stems, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from msqqa.model import Answer, Citation, Decision
    from msqqa.render.screen import Line, Screen

_QUOTED = 300
_QUOTED_FURTHER = 110
_SHORTEST = 24
"""Characters of a quote that are shown however narrow the terminal is."""
_BEFORE, _MARGIN = 4, 12
"""Share of a line before the first wanted word of a quote that is cut, and characters that its end needs."""
_QUOTES = 4
_IN_LINES = 2
"""Lines of a lookup's quote."""
_STANCE_STYLE = {"yes": "green", "partial": "green", "no": "red", "planned": "yellow", "unclear": "magenta"}
_MARK, _POSSIBLE = "•", "~"
"""Of whom no stance is told, and of whom it only may be so."""
_STANCES = ("yes", "partial", "planned", "no")
_HALF_MARK = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}")
_MARKS_OF_CITATIONS = re.compile(r"(\[\d+\])")
_SIDE_BY_SIDE = 120
"""Columns of a terminal from which those who are compared stand side by side."""
_COLUMN = 30
"""Columns that one of them needs."""


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
        _write_full(answer, screen, limit)
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
        _write_rows([d for d in answer.respondents if d.extract], answer, screen, limit)
    else:
        _write_told(answer, screen)


# ---------------------------------------------------------------- in short


def _write_set(answer: Answer, plan: SetPlan, screen: Screen, limit: int) -> None:
    parts = {s.part: s for s in answer.statements if isinstance(s, SetStatement)}
    of, matched = parts["matched"], [d for d in answer.respondents if d.verdict == "matched"]
    said = f"{len(matched) or 'None'} of {of.examined} {_claim(plan)}"
    names = ", ".join(map(_named, matched))
    screen.line(plainly(f"{said}: {names}" if names else said, "bold"))
    if of.asked:
        screen.line(plainly(f"question {plan.questions[0]}: “{shortened(of.asked)}”", "dim"))
    if others := " · ".join(_others(answer, plan)):
        screen.line(plainly(others, "dim"))
    if "denied" in parts:
        screen.line(plainly(sentence(parts["denied"], plan), "dim"))
    shown = [*matched, *(d for d in answer.respondents if d.verdict == "possible")]
    if shown:
        screen.line()
    _write_rows(shown, answer, screen, limit)
    for statement in answer.statements:
        if isinstance(statement, ReviewStatement):
            screen.line(plainly(sentence(statement, plan)))
    _write_more(answer, screen, "full quotes, and who does not" if plan.polarity == "positive" else "full quotes")


def _named(d: Decision) -> str:
    """Return the name of a set's member, with what is to be known of its membership."""
    marks = [str(d.stance)] * (d.stance in ("partial", "planned")) + ["reviewed"] * (d.reviewed is not None)
    return f"{d.name} ({', '.join(marks)})" if marks else d.name


def _write_choice(answer: Answer, screen: Screen, limit: int) -> None:
    """Write what closed answers come to: how many of how many, or a number, and a line for each that it is told of."""
    for statement in answer.statements:
        screen.line(plainly(sentence(statement, answer.plan), "bold"))
    shown = [d for d in answer.respondents if d.verdict in ("matched", "possible")]
    if shown:
        screen.line()
    _write_rows(shown, answer, screen, limit)
    _write_more(answer, screen, "full quotes, and who chose otherwise")


def _claim(plan: SetPlan) -> str:
    """Return what the members of a set say or do; of a claim of the asker's own, in the asker's words."""
    said = claim(plan)
    return said if plan.mode != "meaning" else f"{said.removesuffix(' by words and meaning')} “{shortened(plan.text)}”"


def _others(answer: Answer, plan: SetPlan) -> Iterator[str]:
    """Yield how many do not belong to a set, by what they say; those who are unclear with their names."""
    rejected = [d for d in answer.respondents if d.verdict == "rejected"]
    if plan.mode == "mention":
        rejected = [d for d in rejected if d.reviewed is None]
        if rejected:
            yield f"{len(rejected)} {claim(plan, rejected=True)}"
    else:
        counted = Counter(str(d.stance) for d in rejected)
        yield from (f"{counted[stance]} {stance}" for stance in _STANCES if counted[stance])
    possible = answer.coverage.possible
    if possible:
        yield f"{possible} possible ({_POSSIBLE})"
    if answer.unclear:
        yield f"{len(answer.unclear)} unclear: {', '.join(answer.unclear)}"
    if answer.coverage.blank and plan.sought != "blank":
        yield f"{answer.coverage.blank} left blank"
    if answer.coverage.silent:
        yield f"{answer.coverage.silent} say nothing on it"


def _write_rows(shown: Sequence[Decision], answer: Answer, screen: Screen, limit: int) -> None:
    """Write a line for each respondent: the number of its citation, a mark, its name, its best words, the place."""
    by_number = {c.n: c for c in answer.citations}
    wanted = {s for text in (answer.plan.text, *answer.plan.terms) for s in stems(text)} - STOP_WORDS
    rows = [(d, by_number[d.citations[0]]) for d in shown[:limit] if d.citations]
    names, numbers = max((len(d.name) for d, _ in rows), default=0), max((len(str(c.n)) for _, c in rows), default=0)
    for d, c in rows:
        mark = _POSSIBLE if d.verdict == "possible" else MARKS.get(d.stance or "", _MARK)
        before, place = f"{c.n:>{numbers}} {mark} {d.name:<{names}}  ", _place(c)
        quote = _fitted(d.extract, screen, len(before) + len(place) + 4, wanted)
        screen.line(
            (
                (f"{c.n:>{numbers}} ", "cyan"),
                (f"{mark} ", _STANCE_STYLE.get(d.stance or "", "")),
                (f"{d.name:<{names}}  ", "bold"),
                (f"“{quote}”  ", ""),
                (place, f"dim link {uri(c)}"),
            ),
            fold=_is_wider(before + quote + place, screen),
        )
    if len(shown) > limit:
        screen.line(plainly(f"… and {len(shown) - limit} more (--limit)", "dim"))


def _write_told(answer: Answer, screen: Screen) -> None:
    """Write what was looked up: the verdicts and numbers, and each extract behind its number and before its place."""
    named = {s.respondent for s in answer.statements if isinstance(s, VerdictStatement | ReviewStatement)}
    several = len(answer.respondents) > 1
    for statement in answer.statements:
        if not isinstance(statement, ExtractStatement):
            bold = (
                isinstance(statement, SetStatement | VerdictStatement | ReviewStatement)
                or statement is answer.statements[0]
            )
            screen.line(plainly(sentence(statement, answer.plan), "bold" if bold else ""))
            continue
        if several and statement.respondent not in named:
            named.add(statement.respondent)
            screen.line(plainly(statement.name, "bold"))
        _write_extract(statement, answer, screen)
    if answer.citations:
        _write_more(answer, screen, "full quotes, and what else bears on it")


def _write_extract(statement: ExtractStatement, answer: Answer, screen: Screen) -> None:
    c = next(c for c in answer.citations if c.n == statement.citations[0])
    place = _place(c)
    room = None if screen.width is None else _IN_LINES * min(screen.width, WIDEST) - len(place) - 12
    text = _short(_bare(statement.text), min(_QUOTED, max(_SHORTEST, room or _QUOTED)))
    screen.line(((f"{c.n} ", "cyan"), (f"“{text}”  ", ""), (place, f"dim link {uri(c)}")))


def _write_compared(answer: Answer, screen: Screen) -> None:
    """Write those who are compared side by side where the terminal is wide enough, else one below the other."""
    if screen.width is None or screen.width < max(_SIDE_BY_SIDE, _COLUMN * len(answer.respondents)):
        _write_told(answer, screen)
        return
    cells: dict[str, list[tuple[str, str]]] = {d.id: [] for d in answer.respondents}
    for statement in answer.statements:
        if isinstance(statement, VerdictStatement):
            said = (
                sentence(statement, answer.plan).removeprefix(f"{statement.name}, ").removeprefix(f"{statement.name}: ")
            )
            cells[statement.respondent].append((said, _STANCE_STYLE.get(statement.stance, "")))
        elif isinstance(statement, ExtractStatement):
            c = next(c for c in answer.citations if c.n == statement.citations[0])
            text = f"{c.n} “{_short(_bare(statement.text), _QUOTED)}”  {_place(c)}"
            cells[statement.respondent].append((text, ""))
        else:
            screen.line(plainly(sentence(statement, answer.plan), "bold"))
            screen.line()
    rows = zip_longest(*cells.values(), fillvalue=("", ""))
    screen.table([d.name for d in answer.respondents], list(rows))
    _write_more(answer, screen, "full quotes, and what else bears on it")


def _write_refusal(answer: Answer, screen: Screen) -> None:
    for statement in answer.statements:
        screen.line(plainly(sentence(statement, answer.plan), "bold"))
    for c in answer.citations[:1]:
        before, place = f"nearest: {c.n} {c.respondent} · {c.question_id}  ", _place(c)
        quote = _fitted(c.quote, screen, len(before) + len(place) + 4, stems(answer.plan.text))
        screen.line(
            ((before, "dim"), (f"“{quote}”  ", "dim"), (place, f"dim link {uri(c)}")),
            fold=_is_wider(before + quote + place, screen),
        )


def _write_more(answer: Answer, screen: Screen, verbose: str) -> None:
    """Say how to see more: at a terminal only, where somebody reads it."""
    if screen.width is not None and answer.citations:
        number = next((d.citations[0] for d in answer.respondents if d.citations), 1)
        screen.line()
        screen.line(plainly(f"msqqa show {number}: the place · -v: {verbose}", "dim"))


def _is_wider(text: str, screen: Screen) -> bool:
    """Return whether a text with the marks and blanks of its quote is wider than a line, as in a narrow terminal."""
    return screen.width is not None and len(text) + _QUOTES > screen.width


def _fitted(text: str, screen: Screen, taken: int, wanted: Collection[str] = ()) -> str:
    """Return a text in one line, cut to what the line holds, with as many of the wanted words in view as can be."""
    text = _bare(text)
    room = _QUOTED if screen.width is None else max(_SHORTEST, screen.width - taken)
    if len(text) <= room:
        return text
    hits = [w.start for w in words(text) if stem(w.text) in wanted]
    starts = [0, *(max(0, hit - room // _BEFORE) for hit in hits)]
    begin = max(starts, key=lambda a: (sum(a <= hit < a + room - _MARGIN for hit in hits), -a))
    if begin == 0:
        return _short(text, room)
    begin = text.find(" ", begin) + 1
    return "… " + _short(text[begin:], room - 2)


def _bare(text: str) -> str:
    """Return a quote in one line without marks, also those whose other half was cut off."""
    return squeeze(_HALF_MARK.sub("", plain(text)))


def _place(c: Citation) -> str:
    name = Path(c.source).name
    return f"{name}, {c.place}" if c.page is not None else f"{name}:{c.lines[0]}"


# ---------------------------------------------------------------- in full


def _write_full(answer: Answer, screen: Screen, limit: int) -> None:
    screen.line(_marked(paragraph(answer)))
    _write_respondents(answer, screen, limit)
    cited = {n for s in answer.statements for n in s.citations} | {n for d in answer.respondents for n in d.citations}
    own = [c for c in answer.citations if c.n in cited]
    further = [c for c in answer.citations if c.n not in cited]
    for c in own:
        screen.line()
        screen.line(_head(c))
        screen.line(plainly(f"“{_short(plain(c.quote), _QUOTED)}”"), indent=4)
        screen.line(plainly(f"    {c.id}", "dim"), fold=False)
    if further:
        screen.line()
        screen.line(plainly("See also" if answer.answered else "Nearest", "bold"))
        for c in further:
            screen.line((*_head(c), (f" “{_short(plain(c.quote), _QUOTED_FURTHER)}”", "")))
    if answer.answered:
        screen.line()
        screen.line(plainly(_coverage(answer), "dim"))


def write_place(citation: Citation, before: str, after: str, screen: Screen) -> None:
    """Write a cited place as it stands in its source, the lines around it dimmed."""
    screen.line(_head(citation))
    screen.line(plainly(citation.question, "italic"), fold=False)
    screen.line()
    screen.line(((before, "dim"), (citation.quote, "bold"), (after.rstrip("\n"), "dim")), fold=False)
    screen.line()
    screen.line(plainly(f"characters {citation.chars[0]}-{citation.chars[1]}, sha256 {citation.sha256}", "dim"))


def write_answers(citations: Sequence[Citation], screen: Screen) -> None:
    """Write whole answers as they stand in their sources, each question before its own."""
    asked = ""
    for citation in citations:
        if citation.question != asked:
            asked = citation.question
            screen.line(plainly(f"{citation.question_id} · {asked}", "italic"))
            screen.line()
        screen.line(_head(citation)[2:])
        screen.line(plainly(citation.quote), fold=False)
        screen.line()


def _write_respondents(answer: Answer, screen: Screen, limit: int) -> None:
    if len(answer.respondents) < 2:
        return
    rows = []
    for d in answer.respondents[:limit]:
        stance = d.stance or ""
        cited = " ".join(f"[{n}]" for n in d.citations)
        rows.append(
            [(d.name, ""), (d.verdict, ""), (stance, _STANCE_STYLE.get(stance, "")), (_based(d), ""), (cited, "")]
        )
    screen.line()
    screen.table(("respondent", "verdict", "stance", "basis", "cited"), rows)
    if len(answer.respondents) > limit:
        screen.line(plainly(f"… and {len(answer.respondents) - limit} more (--limit)", "dim"))


def _based(d: Decision) -> str:
    return f"{d.basis}, reviewed" if d.reviewed else d.basis


def _head(c: Citation) -> Line:
    lines = f":{c.lines[0]}" if c.lines[0] == c.lines[1] else f":{c.lines[0]}-{c.lines[1]}"
    # Terminals and editors open FILE:LINE; of a file with pages no line can be opened.
    place = lines if c.page is None else f", {c.place}"
    return (
        (f"[{c.n}]", "cyan"),
        (" ", ""),
        (f"{c.respondent} · {c.question_id}", "bold"),
        (" · ", ""),
        (f"{c.source}{place}", f"link {uri(c)}"),
    )


def _marked(text: str) -> Line:
    parts = _MARKS_OF_CITATIONS.split(text)
    return tuple((part, "cyan" if i % 2 else "") for i, part in enumerate(parts))


def _coverage(answer: Answer) -> str:
    c = answer.coverage
    parts = [f"{c.examined} of {c.respondents} respondents examined", f"{c.matched} matched"]
    counted = {"possible": c.possible, "rejected": c.rejected, "blank": c.blank, "unclear": c.unclear}
    return " · ".join([*parts, *(f"{n} {word}" for word, n in counted.items() if n)])


def _short(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0] + " …"
