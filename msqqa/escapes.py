"""What may steer a terminal, or turn round what is read, is written as JSON writes it: seen, and without effect.

Whoever fills in a form, names a file or describes a respondent chooses characters that others see. Control characters
move a cursor, set a clipboard, or hide what was written; directional overrides show a text in another order than it
has. In JSON the escape means the very character; elsewhere it stands for itself.
"""

from __future__ import annotations

import codecs
import re

_ENDS_OR_STEERS = "\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"
"""Controls but the tab and the line feed, separators of lines, and halves of a character, which UTF-8 cannot hold."""
_TURNS = "\u202a-\u202e\u2066-\u2069"
"""Directional embeddings, overrides and isolates. Marks of direction stay: Arabic and Hebrew are written with them."""
_STEERING = re.compile(f"[{_ENDS_OR_STEERS}{_TURNS}]")
_NO_LINE = re.compile(f"[\t\n{_ENDS_OR_STEERS}]")
_NOT_IN_LINE = re.compile(f"[\t\n{_ENDS_OR_STEERS}{_TURNS}]")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
UNENCODABLE = "msqqa.escaped"
"""Names the handler of errors that escapes what an encoding cannot hold, for streams."""


def make_harmless(text: str) -> str:
    r"""Return text of which nothing steers a terminal; line ends become line feeds.

    >>> make_harmless("a\x1b[31mb\r\nc"), make_harmless("\u202eno")
    ('a\\u001b[31mb\nc', '\\u202eno')
    """
    if text.isprintable():
        return text
    return _STEERING.sub(_escape, text.replace("\r\n", "\n").replace("\r", "\n"))


def is_one_line(text: str) -> bool:
    """Return whether nothing in a text ends a line, steers a terminal, or cannot be written as UTF-8."""
    return text.isprintable() or _NO_LINE.search(text) is None


def one_line(text: str) -> str:
    r"""Return text that is harmless, and stands in one line.

    >>> one_line("Côte d'Ivoire"), one_line("two\nlines")
    ("Côte d'Ivoire", 'two\\nlines')
    """
    return text if text.isprintable() else _NOT_IN_LINE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or escape_characters(found[0])


def escape_characters(text: str) -> str:
    r"""Return each character of a text as JSON escapes it.

    >>> escape_characters("é😀")
    '\\u00e9\\ud83d\\ude00'
    """
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _on_error(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return escape_characters(error.object[error.start : error.end]), error.end


codecs.register_error(UNENCODABLE, _on_error)
