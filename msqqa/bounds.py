"""A bound on the time that one file or one question takes, so that none can hold up all others.

What is counted is processor time: a machine that sleeps, or that has much else to do, leaves nothing out. The system
sends a signal when the time is up, which interrupts Python's code and the regular expressions that it runs. Only the
main thread can take a signal, and Windows has none; there the code that is bounded asks by itself whether its time is
up (:func:`check`), where one step of it ends.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.errors import QuestionError, SourceError, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE_SECONDS = 30.0
"""Processor seconds for reading one file and laying forms over it; a file of 1,000 pages takes some 5."""
FILE_VARIABLE = "MSQQA_SECONDS_PER_FILE"
FILE_MEMORY = 2**30
"""Bytes of memory for the same, besides what the process has before."""
QUESTION_SECONDS = 20.0
"""Processor seconds for one question, encoding not counted; a question takes some 0.05."""
QUESTION_VARIABLE = "MSQQA_SECONDS_PER_QUESTION"
_AGAIN = 0.5
"""Seconds after which the signal is sent again, where some library's own code took the first for its own error."""
_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)
"""In processor seconds of this thread, where no signal can be sent."""


class TimeIsUp(BaseException):
    """A bound is reached. No ``Exception``: code that goes on after any error must not go on after this one."""


def seconds_of(variable: str, default: float) -> float:
    """Return how many seconds are allowed: what an environment variable says, else the default.

    Raises
    ------
    UserError
        If the variable holds no number above 0.
    """
    said = os.environ.get(variable, "").strip()
    if not said:
        return default
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e9:
        raise UserError(f"{variable} is {said!r}, no number of seconds", f"give one above 0, or none: {default:g} then")
    return seconds


@contextmanager
def bound_time(seconds: float) -> Iterator[None]:
    """Bound the processor time of what is done within; within another bound, that one holds.

    Raises
    ------
    TimeIsUp
        When the time is up.
    """
    if _deadline.get() is not None or not _can_signal():
        with _set_deadline(seconds):
            yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    finally:
        signal.signal(signal.SIGPROF, before)


@contextmanager
def bounded_file(name: str, files: int = 1) -> Iterator[None]:
    """Bound what is done with one file: reading it, laying forms over it, or cutting it into passages.

    Parameters
    ----------
    name:
        The file's path below the corpus folder.
    files:
        How many are dealt with together; as many times the time is theirs.

    Raises
    ------
    SourceError
        When the time that a file may take is up.
    """
    seconds = seconds_of(FILE_VARIABLE, FILE_SECONDS)
    try:
        with bound_time(seconds * files), bounded_memory(FILE_MEMORY):
            yield
    except MemoryError:
        what = f"{name}: takes more than {FILE_MEMORY / 2**30:g} GB of memory to read and align"
        raise SourceError(what, "split it") from None
    except TimeIsUp:
        what = f"{name}: takes more than {seconds:g} s to read and align"
        raise SourceError(what, f"split it, or allow more seconds in {FILE_VARIABLE}") from None


@contextmanager
def bounded_memory(most: int) -> Iterator[None]:
    """Bound the memory that this process may ask the system for within; within another bound, that one holds.

    Only Linux says how much it has already: elsewhere nothing is bounded.

    Raises
    ------
    MemoryError
        When there is no more.
    """
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        before = resource.getrlimit(resource.RLIMIT_AS)
        if before[0] != resource.RLIM_INFINITY:
            raise ValueError  # a bound that holds already
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + most, before[1]))
    except (ImportError, OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@contextmanager
def bounded_question() -> Iterator[None]:
    """Bound what is done with one question.

    Raises
    ------
    QuestionError
        When the time that a question may take is up.
    """
    seconds = seconds_of(QUESTION_VARIABLE, QUESTION_SECONDS)
    try:
        with bound_time(seconds):
            yield
    except TimeIsUp:
        what = f"the question takes more than {seconds:g} s to answer"
        raise QuestionError(what, f"shorten it, or allow more seconds in {QUESTION_VARIABLE}") from None


@contextmanager
def suspend_bound() -> Iterator[None]:
    """Do not count what is done within: it has a bound of its own, or none that the input could stretch."""
    if not _can_send() or signal.getsignal(signal.SIGPROF) is not _stop:
        began = time.thread_time()
        try:
            yield
        finally:
            deadline = _deadline.get()
            if deadline is not None:
                _deadline.set(deadline + time.thread_time() - began)
        return
    left, again = signal.setitimer(signal.ITIMER_PROF, 0)
    try:
        yield
    finally:
        # A timer that was not running stays so; one whose time was all but up goes on at once.
        if again:
            signal.setitimer(signal.ITIMER_PROF, max(left, 1e-3), again)


def check() -> None:
    """Stop where no signal can: called where a step of what is bounded ends.

    Raises
    ------
    TimeIsUp
        If the time is up.
    """
    deadline = _deadline.get()
    if deadline is not None and time.thread_time() > deadline:
        raise TimeIsUp


def _stop(*_: object) -> None:
    raise TimeIsUp


def _can_send() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def _can_signal() -> bool:
    """Return whether the signal can be sent, and is nobody else's: neither a profiler's nor an outer bound's."""
    return _can_send() and signal.getsignal(signal.SIGPROF) == signal.SIG_DFL


@contextmanager
def _set_deadline(seconds: float) -> Iterator[None]:
    outer = _deadline.get()
    own = time.thread_time() + seconds
    token = _deadline.set(own if outer is None else min(outer, own))
    try:
        yield
    finally:
        _deadline.reset(token)
