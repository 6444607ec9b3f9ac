"""What the extra ``serve`` brings, and what is told where it is missing."""

from __future__ import annotations

from importlib.util import find_spec

from msqqa.errors import UserError

_MODULES = {"starlette": "starlette", "uvicorn": "uvicorn", "jsonschema": "jsonschema", "PIL": "pillow"}
"""Module → the package that holds it."""


def check_installed() -> None:
    """Check that everything is there that serving needs.

    Raises
    ------
    UserError
        If something is missing.
    """
    missing = [package for module, package in _MODULES.items() if find_spec(module) is None]
    if missing:
        raise UserError(f"msqqa serve needs {', '.join(missing)}", "pip install 'msqqa[serve]'")
