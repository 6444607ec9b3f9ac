"""The options of closed questions as texts that are encoded, once for an index: each by itself, and with its question.

"How many work out daily" is like "How often do you visit the gym? Every day", though no word of it stands there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.table.values import classify_value

if TYPE_CHECKING:
    from msqqa.closed.column import ColumnType

_MOST = 50
"""Options of one question that are encoded, at most: of places or names there may be hundreds, and words find them."""


def list_options(column: ColumnType) -> tuple[str, ...]:
    """Return the options of a column that can be meant by what they are like; a plain yes or no says nothing."""
    if column.type == "yesno":
        return tuple(option for option in column.options if classify_value(option) not in ("yes", "no"))
    return column.options[:_MOST] if column.type in ("option", "options") else ()


def word_choice(question: str, option: str) -> str:
    """Return an option with its question, as it is encoded."""
    return f"{question} {option}"


def texts_of(question: str, column: ColumnType) -> list[str]:
    """Return what is encoded of a question's options."""
    return [text for option in list_options(column) for text in (option, word_choice(question, option))]
