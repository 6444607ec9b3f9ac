"""The answer for a person at a terminal: the answer, what it rests on, and what else there is.

Colour and width are the terminal's; into a pipe goes plain text with one line a paragraph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.words import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.text import Text

    from msqqa.model import Answer, Citation

_QUOTED = 300
_QUOTED_FURTHER = 110
_WIDEST = 110
"""Columns: a longer line is hard to read, however wide the terminal."""
_STANCE_STYLE = {"yes": "green", "partial": "green", "no": "red", "planned": "yellow", "unclear": "magenta"}


def write(answer: Answer, console: Console, *, limit: int) -> None:
    """Write the answer; ``limit`` bounds the rows of respondents."""
    from rich.padding import Padding
    from rich.text import Text

    wide = None if not console.is_terminal else min(console.width, _WIDEST)
    console.print(_marked(answer.text), width=wide, soft_wrap=wide is None)
    _write_respondents(answer, console, limit)
    cited = {n for s in answer.statements for n in s.citations} | {n for d in answer.respondents for n in d.citations}
    own = [c for c in answer.citations if c.n in cited]
    further = [c for c in answer.citations if c.n not in cited]
    for c in own:
        console.print()
        console.print(_head(c), width=wide, soft_wrap=wide is None)
        quote = Text(f"“{_short(plain(c.quote), _QUOTED)}”")
        console.print(Padding(quote, (0, 0, 0, 4)) if wide else quote, width=wide, soft_wrap=wide is None)
        console.print(Text(f"    {c.id}", style="dim"), soft_wrap=True)
    if further:
        console.print()
        console.print(Text("See also" if answer.answered else "Nearest", style="bold"))
        for c in further:
            line = Text.assemble(_head(c), f" “{_short(plain(c.quote), _QUOTED_FURTHER)}”")
            console.print(line, width=wide, soft_wrap=wide is None)
    if answer.answered:
        console.print()
        console.print(Text(_coverage(answer), style="dim"), width=wide, soft_wrap=wide is None)


def write_passages(found: Sequence[tuple[Citation, float]], console: Console) -> None:
    """Write ranked passages, each with its score."""
    from rich.text import Text

    wide = None if not console.is_terminal else min(console.width, _WIDEST)
    for citation, score in found:
        console.print(Text.assemble(_head(citation), (f" · {score:.2f}", "dim")), width=wide, soft_wrap=wide is None)
        quote = Text(f"    “{_short(plain(citation.quote), _QUOTED)}”")
        console.print(quote, width=wide, soft_wrap=wide is None)
        console.print(Text(f"    {citation.id}", style="dim"), soft_wrap=True)


def write_place(citation: Citation, before: str, after: str, console: Console) -> None:
    """Write a cited place as it stands in its source, the lines around it dimmed."""
    from rich.text import Text

    console.print(_head(citation))
    console.print(Text(citation.question, style="italic"), soft_wrap=True)
    console.print()
    shown = Text.assemble((before, "dim"), (citation.quote, "bold"), (after.rstrip("\n"), "dim"))
    console.print(shown, soft_wrap=True)
    console.print()
    console.print(Text(f"characters {citation.chars[0]}-{citation.chars[1]}, sha256 {citation.sha256}", style="dim"))


def _write_respondents(answer: Answer, console: Console, limit: int) -> None:
    from rich.table import Table
    from rich.text import Text

    if len(answer.respondents) < 2:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("respondent", "verdict", "stance", "basis", "cited"):
        table.add_column(column)
    for d in answer.respondents[:limit]:
        stance = Text(d.stance or "", style=_STANCE_STYLE.get(d.stance or "", ""))
        table.add_row(d.name, d.verdict, stance, d.basis, " ".join(f"[{n}]" for n in d.citations))
    console.print()
    console.print(table)
    if len(answer.respondents) > limit:
        console.print(Text(f"… and {len(answer.respondents) - limit} more (--limit)", style="dim"))


def _head(c: Citation) -> Text:
    from rich.text import Text

    lines = f"{c.lines[0]}" if c.lines[0] == c.lines[1] else f"{c.lines[0]}-{c.lines[1]}"
    return Text.assemble(
        (f"[{c.n}]", "cyan"), " ", (f"{c.respondent} · {c.question_id}", "bold"), f" · {c.source}:{lines}"
    )


def _marked(text: str) -> Text:
    from rich.text import Text

    shown = Text(text)
    shown.highlight_regex(r"\[\d+\]", "cyan")
    return shown


def _coverage(answer: Answer) -> str:
    c = answer.coverage
    parts = [f"{c.examined} of {c.respondents} respondents examined", f"{c.matched} matched"]
    counted = {"possible": c.possible, "rejected": c.rejected, "blank": c.blank, "unclear": c.unclear}
    return " · ".join([*parts, *(f"{n} {word}" for word, n in counted.items() if n)])


def _short(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0] + " …"
