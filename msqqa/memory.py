"""A bound on the memory that this process may ask the system for.

What is counted is address space, as the system enforces no other bound on one process: what is mapped, used or not.
The interpreter and the libraries that read a format map some 30 to 180 MB, of which they use 30 to 50.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

WITH_OCR = 4 * 2**30
"""Bytes from the first page that is read by OCR: its models are large, and work on large pictures."""


@contextmanager
def bound_memory(most: int) -> Iterator[None]:
    """Bound the bytes that this process may ask the system for within; within another bound, that one holds.

    Only Linux says how much it has already: elsewhere nothing is bounded.

    Raises
    ------
    MemoryError
        When there is no more.
    """
    try:
        import resource

        before, has = resource.getrlimit(resource.RLIMIT_AS), address_space()
        if before[0] != resource.RLIM_INFINITY or not has:
            raise ValueError  # a bound that holds already
        resource.setrlimit(resource.RLIMIT_AS, (has + most, before[1]))
    except (ImportError, OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def address_space() -> int:
    """Return the bytes of address space that this process has; 0 where the system does not say."""
    return _of_this_process(0)


def resident() -> int:
    """Return the bytes of memory that this process uses; 0 where the system does not say."""
    return _of_this_process(1)


def _of_this_process(column: int) -> int:
    try:
        import resource

        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
        return int(pages[column]) * resource.getpagesize()
    except (ImportError, OSError, ValueError):
        return 0


def allow_memory(most: int) -> None:
    """Raise the bound that the system sets this process to so many bytes, where it lets us: for a page read by OCR."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if soft != resource.RLIM_INFINITY:
            resource.setrlimit(resource.RLIMIT_AS, (max(soft, most), hard))


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no cycles: where many small objects are made that never refer to each other, that doubles the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
