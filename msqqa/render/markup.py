"""Text as Markdown may hold it: none that it would take for markup."""

from __future__ import annotations

import re

from msqqa.escapes import one_line

_MARKUP = re.compile(r"[\\`*_|<>#]|&(?=[#\w])|\](?=[(\[:])")


def text_of(text: str) -> str:
    r"""Return text in one line that Markdown shows as it is: no markup, no picture, no character by its number.

    >>> text_of("*a*\n![b](c) &lt; [1]")
    '\\*a\\* ![b\\](c) \\&lt; [1]'
    """
    return _MARKUP.sub(r"\\\g<0>", " ".join(one_line(line) for line in text.splitlines()))
