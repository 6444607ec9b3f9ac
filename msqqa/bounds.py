"""Bounds on the time and memory that one file or one question takes, so that none can hold up all others.

A file is read, laid under forms and cut in several steps. Within :func:`count_by_file` these share the seconds and the
memory of that file: what one step takes, the next ones lack.

What is counted is processor time: a machine that sleeps, or that has much else to do, leaves nothing out. The system
sends a signal when the time is up, which interrupts Python's code and the regular expressions that it runs. Only the
main thread can take a signal, and Windows has none; there the code that is bounded asks by itself whether its time is
up (:func:`check`), where one step of it ends.
"""

from __future__ import annotations

import math
import os
import signal
import threading
import time
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.errors import QuestionError, SourceError, UserError
from msqqa.memory import address_space, bound_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FILE_SECONDS = 30.0
"""Processor seconds for reading one file and laying forms over it; a PDF of 200 dense pages takes some 9."""
FILE_VARIABLE = "MSQQA_SECONDS_PER_FILE"
FILE_MEMORY = 2**30
"""Bytes of address space for the same, besides what the process has before."""
QUESTION_SECONDS = 20.0
"""Processor seconds for one question, encoding not counted; a question takes some 0.05."""
QUESTION_VARIABLE = "MSQQA_SECONDS_PER_QUESTION"
_AGAIN = 0.5
"""Seconds after which the signal is sent again, where some library's own code took the first for its own error."""
_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)
"""In processor seconds of this thread, where no signal can be sent."""


@dataclass(slots=True)
class _Used:
    """What the steps with one file took so far."""

    seconds: float = 0.0
    memory: int = 0


_used: ContextVar[dict[str, _Used] | None] = ContextVar("used", default=None)


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
def count_by_file() -> Iterator[Callable[[], None]]:
    """Let all steps with one file within share its time and memory; within another such block, that one counts.

    Yields what forgets all that was counted, for a build that begins anew.
    """
    counted = _used.get()
    if counted is not None:
        yield counted.clear
        return
    counted = {}
    token = _used.set(counted)
    try:
        yield counted.clear
    finally:
        _used.reset(token)


def seconds_used(name: str) -> float:
    """Return the processor seconds that were counted of a file; 0 outside of :func:`count_by_file`."""
    return _of(name).seconds


def set_used(name: str, seconds: float) -> None:
    """Let processor seconds be what was used of a file: what another process counted, or what is to count again."""
    _of(name).seconds = seconds


def _of(name: str) -> _Used:
    counted = _used.get()
    return _Used() if counted is None else counted.setdefault(name, _Used())


class Clock:
    """Tells how many seconds of a bound are left when it ends."""

    left = 0.0


@contextmanager
def bound_time(seconds: float) -> Iterator[Clock]:
    """Bound the processor time of what is done within; within another bound, that one holds too.

    Raises
    ------
    TimeIsUp
        When the time is up.
    """
    clock = Clock()
    if _deadline.get() is not None or not _can_signal():
        with _set_deadline(seconds, clock):
            yield clock
        return
    before = signal.signal(signal.SIGPROF, _stop)
    try:
        # 0 would stop the timer.
        signal.setitimer(signal.ITIMER_PROF, max(seconds, 1e-3), _AGAIN)
        try:
            yield clock
        finally:
            clock.left = signal.setitimer(signal.ITIMER_PROF, 0)[0]
    finally:
        signal.signal(signal.SIGPROF, before)


@contextmanager
def bound_file(*names: str) -> Iterator[None]:
    """Bound what is done with one file: reading it, laying forms over it, or cutting it into passages.

    Parameters
    ----------
    names:
        The file's path below the corpus folder; of several that are dealt with together, each. They have the time that
        is left to all of them, and the memory of one.

    Raises
    ------
    SourceError
        When the time or the memory that a file may take is used up; it names the first.
    """
    seconds = seconds_of(FILE_VARIABLE, FILE_SECONDS)
    used = [_of(name) for name in names]
    left = sum(max(0.0, seconds - one.seconds) for one in used)
    memory = FILE_MEMORY - (used[0].memory if len(used) == 1 else 0)
    clock, began = Clock(), address_space()
    try:
        if left <= 0:
            raise TimeIsUp
        with bound_time(left) as clock, bound_memory(max(memory, 0)):
            yield
    except MemoryError:
        what = f"{names[0]}: takes more than {FILE_MEMORY / 2**30:g} GB of memory to read and align"
        raise SourceError(what, "split it") from None
    except TimeIsUp:
        clock.left = 0.0
        what = f"{names[0]}: takes more than {seconds:g} s to read and align"
        raise SourceError(what, f"split it, or allow more seconds in {FILE_VARIABLE}") from None
    finally:
        for one in used:
            one.seconds += max(0.0, left - clock.left) / len(used)
            one.memory = max(0, one.memory + (address_space() - began) // len(used))


def allow_seconds(seconds: float) -> None:
    """Let what is bounded here take more seconds of the processor, as a page does that is read by OCR.

    Where the system ends this process after some seconds, it does so later.
    """
    if _can_send() and signal.getsignal(signal.SIGPROF) is _stop:
        left, again = signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_PROF, left + seconds, again)
    elif (deadline := _deadline.get()) is not None:
        _deadline.set(deadline + seconds)
    with suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        if soft != resource.RLIM_INFINITY:
            resource.setrlimit(resource.RLIMIT_CPU, (soft + math.ceil(seconds), hard))


@contextmanager
def bound_question(quicker: str = "") -> Iterator[None]:
    """Bound what is done with one question.

    Parameters
    ----------
    quicker:
        What else would help, as the end of a sentence; empty where nothing is known to.

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
        remedies = ["shorten it", f"allow more seconds in {QUESTION_VARIABLE}", *filter(None, [quicker])]
        raise QuestionError(what, f"{', '.join(remedies[:-1])}, or {remedies[-1]}") from None


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
def _set_deadline(seconds: float, clock: Clock) -> Iterator[None]:
    outer = _deadline.get()
    own = time.thread_time() + seconds
    token = _deadline.set(own if outer is None else min(outer, own))
    try:
        yield
    finally:
        clock.left = min(seconds, max(0.0, (_deadline.get() or 0.0) - time.thread_time()))
        _deadline.reset(token)
