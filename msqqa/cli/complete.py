"""What a line may go on with: commands and what they take, respondents' names, ids of questions.

Names and ids come from files: what would steer the terminal that shows them is escaped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msqqa.escapes import one_line
from msqqa.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_NUMBERED = re.compile(r"\b(?:question|questions|q)\.?\s{0,3}#?\s{0,3}(?P<id>[\w.-]{0,40})$", re.IGNORECASE)
_BEGINNING = re.compile(r"(?<!\w)\w")
_LONGEST_NAME = 6
"""Words of a name that may be typed before it is completed."""


def completions(
    text: str,
    commands: Sequence[str],
    arguments: Mapping[str, Sequence[str]],
    names: Sequence[str],
    questions: Sequence[str],
) -> Iterator[tuple[str, int]]:
    """Yield what a line may go on with, each with the number of characters before the cursor that it replaces.

    Parameters
    ----------
    text:
        The line up to the cursor.
    commands, arguments:
        The ``:`` commands, and what some of them take.
    names:
        Respondents' names; capitals and accents need not be typed.
    questions:
        Ids of the form's questions, completed after "question".
    """
    if text.startswith(":"):
        command, space, argument = text[1:].partition(" ")
        known = arguments.get(command.lower(), ()) if space else commands
        begun = argument if space else command
        yield from ((word, len(begun)) for word in known if word.startswith(begun.lower()))
        return
    numbered = _NUMBERED.search(text)
    if numbered is not None:
        begun = numbered["id"]
        yield from ((one_line(id_), len(begun)) for id_ in questions if id_.startswith(begun.lower()))
        return
    starts = [match.start() for match in _BEGINNING.finditer(text)][-_LONGEST_NAME:]
    told: set[str] = set()
    for start in starts:  # what was typed of a name of several words comes before its last word alone
        begun = fold(text[start:])
        for name in names:
            if name not in told and fold(name).startswith(begun):
                told.add(name)
                yield one_line(name), len(text) - start
