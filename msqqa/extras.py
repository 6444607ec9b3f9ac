"""Optional parts: what needs one that is not installed says which command installs it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from msqqa.errors import ExtraError

if TYPE_CHECKING:
    from types import ModuleType


def import_extra(module: str, extra: str, what: str) -> ModuleType:
    """Import a module that comes with an extra, and return it.

    Parameters
    ----------
    module:
        Its full name.
    extra:
        The extra that brings it.
    what:
        What needs it, as the subject of a sentence.

    Raises
    ------
    ExtraError
        If it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        own = module.partition(".")[0]
        if (error.name or "").partition(".")[0] != own:
            raise  # what is missing is a part of what was installed
        raise ExtraError(f"{what} needs {own}, which is not installed", f"pip install 'msqqa[{extra}]'") from error
