"""Every example in a docstring gives what it says."""

from __future__ import annotations

import doctest

from tests.patterns import modules


def test_the_examples_of_the_package_hold() -> None:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    failed = {module.__name__: doctest.testmod(module, optionflags=flags).failed for module in modules()}
    assert {name: n for name, n in failed.items() if n} == {}
