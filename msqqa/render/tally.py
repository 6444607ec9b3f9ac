"""A tally as bars in the terminal, a table in CSV, Markdown and JSON, or a workbook."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from msqqa.render.markup import text_of
from msqqa.render.screen import WIDEST, plain_line
from msqqa.render.shorten import shorten_question
from msqqa.render.spreadsheet import make_safe, remove_dates, text_of_cell

if TYPE_CHECKING:
    from msqqa.model.closed import Tallied
    from msqqa.render.screen import Screen

_LABEL = 44
"""Columns of an option's name, at most."""
_BAR, _SHORTEST = 40, 8
_FULL, _PARTS = "█", " ▏▎▍▌▋▊▉"
_IN_OWN_WORDS = "(in words of their own)"


def heads(tally: Tallied) -> list[str]:
    """Return the heads of a tally's table."""
    return ["option", "count", "percent", *map(str, _weighted_value(tally, "weighted percent")), *tally.columns]


def _weighted_value(tally: Tallied, value: str | float | None) -> list[str | float]:
    """Return the value of the column of weighted shares; nothing where responses have no weights."""
    return [] if tally.weighed is None else ["" if value is None else value]


def rows(tally: Tallied) -> list[list[str | int | float]]:
    """Return the rows of a tally's table; the last one is the base: who answered."""
    none = ["" for _ in tally.columns]
    found: list[list[str | int | float]] = [
        [row.option, row.count, round(100 * row.share, 1), *_weighted_value(tally, _percent(row.weighted)), *row.by]
        for row in tally.rows
    ]
    if tally.others:
        share = round(100 * tally.others / tally.base, 1)
        found.append([_IN_OWN_WORDS, tally.others, share, *_weighted_value(tally, None), *none])
    whole = 100.0 if tally.base else 0.0
    found.append(["(answered)", tally.base, whole, *_weighted_value(tally, whole), *tally.bases])
    if tally.weighed is not None:
        found.append(["(weighted base)", round(tally.weighed.base, 4), "", "", *none])
    if tally.blank - tally.coded:
        found.append(["(left blank)", tally.blank - tally.coded, "", *_weighted_value(tally, None), *none])
    told = [(f"(no answer: {code})", n) for code, n in tally.codes]
    if rest := tally.coded - sum(n for _, n in tally.codes):
        told.append(("(code for no answer)", rest))
    found += [[label, n, "", *_weighted_value(tally, None), *none] for label, n in told]
    return found


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def _table(tally: Tallied) -> list[list[str | int | float]]:
    return [[*heads(tally)], *rows(tally)]


def as_csv(tally: Tallied) -> str:
    """Return the table as CSV, a head and a row an option."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    for row in _table(tally):
        writer.writerow([make_safe(value) if isinstance(value, str) else value for value in row])
    return written.getvalue()


def as_markdown(tally: Tallied) -> str:
    """Return the table as Markdown under the question."""
    lines = [f"## {text_of(tally.asked.text)}", "", f"Base: {_base(tally)}.", ""]
    lines += ["| " + " | ".join(text_of(head) for head in heads(tally)) + " |"]
    lines += ["| --- |" + " ---: |" * (len(heads(tally)) - 1)]
    lines += ["| " + " | ".join(text_of(str(value)) for value in row) + " |" for row in rows(tally)]
    return "\n".join(lines) + "\n"


def as_xlsx(tally: Tallied) -> bytes:
    """Return a workbook with the table. Nothing in it is a formula, whatever an option begins with."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "tally"
    sheet.append([text_of_cell(tally.asked.text)])
    sheet.append([f"Base: {_base(tally)}"])
    sheet.append([])
    for row in _table(tally):
        sheet.append([text_of_cell(value) if isinstance(value, str) else value for value in row])
    for cell in (*sheet[1], *sheet[4]):
        cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 48
    sheet.freeze_panes = "B5"
    written = io.BytesIO()
    book.save(written)
    return remove_dates(written)


def write(tally: Tallied, screen: Screen) -> None:
    """Draw the bars; a cross-tabulation as a table."""
    screen.line(plain_line(f"{tally.asked.id}: {shorten_question(tally.asked.text)}", "bold"))
    screen.line(plain_line(f"base: {_base(tally)}", "dim"))
    screen.line()
    if tally.by is not None:
        _write_table(tally, screen)
        return
    counted = [(row.option, row.count, row.share, row.weighted) for row in tally.rows]
    if tally.others:
        counted.append((_IN_OWN_WORDS, tally.others, tally.others / tally.base, None))
    width = min(_LABEL, max((len(option) for option, *_ in counted), default=0))
    digits = max((len(str(count)) for _, count, *_ in counted), default=1)
    aside = 0 if tally.weighed is None else len(_format_weighted(0.0))
    room = max(_SHORTEST, min(_BAR, (min(screen.width or WIDEST, WIDEST)) - width - digits - aside - 12))
    most = max((share for _, _, share, _ in counted), default=0.0) or 1.0
    for option, count, share, weighted in counted:
        bar = _bar(share / most, room)
        screen.line(
            (
                (f"{_cut(option, width):<{width}}  ", ""),
                (f"{count:>{digits}} ", "bold"),
                (f"{share:>6.1%} ", "dim"),
                (f"{_format_weighted(weighted):<{aside}}", "dim"),
                (bar, "cyan"),
            ),
            fold=False,
        )


def _write_table(tally: Tallied, screen: Screen) -> None:
    assert tally.by is not None  # only a split one is a table
    if tally.asked.type != "grid":
        screen.line(plain_line(f"by {shorten_question(tally.by.text)}; percent of each column", "dim"))
    drawn = []
    for row in tally.rows:
        parts = [_format_share(n, base) for n, base in zip(row.by, tally.bases, strict=True)]
        drawn.append(
            [(_cut(row.option, _LABEL), ""), (_format_share(row.count, tally.base), "bold"), *((p, "") for p in parts)]
        )
    drawn.append([("(answered)", "dim"), (str(tally.base), "dim"), *((str(n), "dim") for n in tally.bases)])
    screen.table(("", "all", *(_cut(column, 24) for column in tally.columns)), drawn)
    if tally.unsplit:
        screen.line(plain_line(f"{tally.unsplit} who answered belong to no column", "dim"))


def _format_share(n: int, base: int) -> str:
    return f"{n} ({n / base:.0%})" if base else str(n)


def _format_weighted(share: float | None) -> str:
    return "" if share is None else f"weighted {share:>6.1%} "


def _bar(share: float, room: int) -> str:
    eighths = round(share * room * 8)
    return _FULL * (eighths // 8) + _PARTS[eighths % 8].strip()


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1]}…"


def _base(tally: Tallied) -> str:
    several = ", who may have chosen several" if tally.several else ""
    left = tally.blank - tally.coded
    blank = f"; {left} left it blank, or were not asked" if left else ""
    each = ", ".join(f"“{code}” {n}" for code, n in tally.codes)
    coded = f"; {tally.coded} gave a code for no answer{f' ({each})' if each else ''}" if tally.coded else ""
    weighed = ""
    if tally.weighed is not None:
        without = f", {tally.weighed.without} without a weight left out" if tally.weighed.without else ""
        weighed = f"; weighted base {tally.weighed.base:,.2f}{without}"
    weighed += f"; the {'least' if tally.least else 'most'} chosen of {tally.of} options" if tally.of else ""
    of = f"answers to {len(tally.columns)} rows" if tally.asked.type == "grid" else "who answered"
    return f"{tally.base} {of}{several}{weighed}{blank}{coded}"
