"""The options within a range that is asked for, of the question that surely is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.ask.judge.closed.labels import is_denied
from msqqa.ask.judge.closed.match import is_within
from msqqa.ask.judge.closed.ranges import has_ranges, options_within, range_of, words_of_range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.ask.judge.closed.link import Linker
    from msqqa.ask.judge.closed.links import Link
    from msqqa.ask.judge.closed.match import LinkQuery
    from msqqa.ask.judge.closed.questions import ClosedQuestion

_OF_RANGE = 0.75
"""Share of all that is asked that a question and its options explain, from which a range is of these options."""
_WHOLLY = 0.9
"""Share of the options' words that is said, from which it need not explain so much."""
UNSAID = 0.12
"""Share of a question's own words that is said, below which an option alone tells what is meant."""


def find_range(text: str, wanted: LinkQuery, questions: Sequence[ClosedQuestion], linker: Linker) -> Link | None:
    """Return the options within the range that a text asks for, of the question that surely is; None where none is.

    "Over a decade" means all options from ten years on; a question that has one within another's is not taken.
    """
    asked = range_of(text)
    if asked is None or wanted.narrowed or wanted.denied or is_denied(wanted.text):
        return None
    found = []
    counted = [q for q in questions if is_within(q, wanted) and q.column.type in ("option", "options")]
    for question in counted:
        options = options_within(asked, question.column.options)
        if options:
            found.append(linker.of_options(wanted, question, options, words_of_range(wanted.text)))
    sure = [link for link in found if not link.lacks and (link.explained >= _OF_RANGE or link.recalled >= _WHOLLY)]
    if len(sure) != 1:
        return None
    link = sure[0]
    # Where nothing but the amount is said, it must be the one question of such amounts.
    others = (q for q in counted if q is not link.question and has_ranges(asked.unit, q.column.options))
    bare = linker.says(wanted.text, link.question.text) < UNSAID
    return None if bare and any(others) else link
