"""An analyst's corrections as a list, in every format."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from msqqa.render import Format
from msqqa.render.markup import text_of
from msqqa.render.spreadsheet import make_safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from msqqa.review.resolve import Resolved

COLUMNS = ("respondent", "name", "question", "claim", "stance", "verdict", "reason", "by", "date")


def render(found: Sequence[Resolved], names: Mapping[str, str], format_: Format) -> str:
    """Return corrections in a format, in the order of their file; ``names`` are the respondents' by their ids."""
    rows = [_row(one, names) for one in found]
    if format_ is Format.json:
        return (
            json.dumps(
                [{key: value or None for key, value in row.items()} for row in rows], ensure_ascii=False, indent=2
            )
            + "\n"
        )
    if format_ is Format.csv:
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([make_safe(value) for value in row.values()] for row in rows)
        return written.getvalue()
    if format_ is Format.markdown:
        head = [f"| {' | '.join(COLUMNS)} |", f"|{' --- |' * len(COLUMNS)}"]
        return "\n".join([*head, *(f"| {' | '.join(map(text_of, row.values()))} |" for row in rows)]) + "\n"
    return "".join(_line(one, names) for one in found)


def _row(one: Resolved, names: Mapping[str, str]) -> dict[str, str]:
    entry = one.entry
    said = (one.respondent, names[one.respondent], one.question, entry.claim, entry.stance, entry.verdict)
    return dict(zip(COLUMNS, (*said, entry.reason, entry.by, entry.date), strict=True))


def _line(one: Resolved, names: Mapping[str, str]) -> str:
    entry = one.entry
    who = f"{entry.by}, {entry.date}" if entry.date else entry.by
    return " ".join(f"{names[one.respondent]}, {entry.of}: {entry.says}: {entry.reason} ({who})".split()) + "\n"
