"""``python -m pytest -p tests.durations``: write which tests are slow into ``tests/slow.txt``, by what they took.

It is a plugin that measures the processor seconds of each test, and of the processes that it started and that ended,
but not of what it shares with others. All parameters of a test count together. Run all tests, or lines are lost.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

LISTED = Path(__file__).with_name("slow.txt")
SLOW = 0.5
"""Processor seconds from which a test is slow."""
_PROPERTY = "processor seconds"
_taken: defaultdict[str, float] = defaultdict(float)


def read_slow() -> frozenset[str]:
    """Return the tests that are listed as slow, each as ``file::function``."""
    lines = LISTED.read_text(encoding="utf-8").splitlines()
    return frozenset(line.split()[0] for line in lines if line and not line.startswith("#"))


def function_of(node_id: str) -> str:
    """Return the test that a parametrised one is of."""
    return node_id.partition("[")[0]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Measure a test."""
    began = _seconds()
    try:
        yield
    finally:
        item.user_properties.append((_PROPERTY, _seconds() - began))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up what is measured, in the process that all workers report to."""
    if report.when == "call":
        _taken[function_of(report.nodeid)] += sum(
            float(str(v)) for key, v in report.user_properties if key == _PROPERTY
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the list."""
    if not hasattr(session.config, "workerinput"):
        lines = [f"{name} {seconds:.1f}" for name, seconds in sorted(_taken.items()) if seconds >= SLOW]
        LISTED.write_text("\n".join([_HEAD, *lines, ""]), encoding="utf-8")


_HEAD = "# Tests that take half a second of the processor or more, and that; by python -m pytest -p tests.durations"


def _seconds() -> float:
    taken = os.times()
    return taken.user + taken.system + taken.children_user + taken.children_system
