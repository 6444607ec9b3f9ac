"""What went wrong → a status and one line; a fault of ours is told on standard error too."""

from __future__ import annotations

import os
import sys
import traceback
from typing import TYPE_CHECKING

from msqqa.errors import UserError
from msqqa.escapes import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

_STATUS: Mapping[str, int] = {
    "json": 400,
    "citation": 404,
    "type": 415,
    "size": 413,
    "request": 422,
    "question": 422,
    "usage": 422,
    "busy": 503,
}
_OF_THE_CORPUS = 409
"""What whoever asks cannot put right alone, but whoever keeps the corpus can."""


class SizeError(UserError):
    """A body that is larger than any request needs to be."""

    code = "size"


class TypeOfBodyError(UserError):
    """A body that is not called JSON."""

    code = "type"


def describe_error(error: Exception) -> tuple[int, str, str]:
    """Return the status, the code and the message of an error."""
    if isinstance(error, UserError):
        return _STATUS.get(error.code, _OF_THE_CORPUS), error.code, one_line(" ".join(str(error).split()))
    what = str(error).splitlines()[0] if str(error) else ""
    line = f"a fault of msqqa's own ({type(error).__name__}: {what})"
    print(f"msqqa: {one_line(line)}; please report it, MSQQA_DEBUG=1 shows more", file=sys.stderr)  # noqa: T201
    if os.environ.get("MSQQA_DEBUG"):
        traceback.print_exception(error)
    # What went wrong is for whoever runs it: it may name files.
    return 500, "fault", "a fault of msqqa's own; whoever runs it sees on standard error which"
