"""A thread of its own in which one thing is done after another: an engine is not made for two questions at once.

An index keeps what it has read in plain dictionaries, and takes in corrections between two questions. So whoever uses
one index does so in one room.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from msqqa.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_WAITING = 32
"""Who may wait in one room; whoever comes then is told to come again."""


class BusyError(UserError):
    """Too many wait already."""

    code = "busy"


class Room:
    """A thread that does one thing after another.

    Parameters
    ----------
    name:
        What it is for.
    """

    def __init__(self, name: str) -> None:
        self._asked: queue.Queue[tuple[Future[Any], Callable[[], Any]] | None] = queue.Queue(_WAITING)
        # A question that still runs when the process is to end does not hold it up.
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    async def do(self, what: Callable[[], T]) -> T:
        """Return what a function returns, called when those before it are done.

        Raises
        ------
        BusyError
            If too many wait.
        """
        return await asyncio.wrap_future(self.begin(what))

    def begin(self, what: Callable[[], T]) -> Future[T]:
        """Let a function be called when those before it are done, and return its outcome to come."""
        outcome: Future[T] = Future()
        try:
            self._asked.put_nowait((outcome, what))
        except queue.Full:
            raise BusyError(f"{_WAITING} others wait for an answer", "ask again in a moment") from None
        return outcome

    def close(self, seconds: float) -> bool:
        """Do nothing more, wait for what is being done no longer than some seconds, and return whether it was done."""
        with suppress(queue.Empty):
            while True:
                waiting = self._asked.get_nowait()
                if waiting is not None:
                    waiting[0].cancel()
        self._asked.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (one := self._asked.get()) is not None:
            outcome, what = one
            if not outcome.set_running_or_notify_cancel():
                continue  # whoever asked is gone
            try:
                made = what()
            except BaseException as error:
                outcome.set_exception(error)
            else:
                outcome.set_result(made)
            del one, outcome, what
