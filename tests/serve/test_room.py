from __future__ import annotations

import asyncio
import threading
import time
from functools import partial

import pytest

from msqqa.bounds import TimeIsUp
from msqqa.serve.room import BusyError, Room


def test_one_thing_is_done_after_another_in_one_thread() -> None:
    room, seen = Room("test"), list[tuple[int, int]]()

    def note(n: int) -> None:
        seen.append((n, threading.get_ident()))

    outcomes = [room.begin(partial(note, n)) for n in range(20)]
    for outcome in outcomes:
        outcome.result(10)
    assert [n for n, _ in seen] == [*range(20)]
    assert len({thread for _, thread in seen}) == 1
    assert room.close(5)


@pytest.mark.parametrize("error", [ValueError, TimeIsUp, KeyboardInterrupt])
def test_what_goes_wrong_is_told_to_whoever_asked_and_the_room_goes_on(error: type[BaseException]) -> None:
    def fails() -> None:
        raise error("so it is")

    room = Room("test")
    assert isinstance(room.begin(fails).exception(10), error)
    assert asyncio.run(room.do(lambda: 7)) == 7
    assert room.close(5)


def test_only_so_many_wait() -> None:
    room, release = Room("test"), threading.Event()
    room.begin(lambda: release.wait(30))
    time.sleep(0.1)
    for _ in range(32):
        room.begin(lambda: None)
    with pytest.raises(BusyError):
        room.begin(lambda: None)
    release.set()
    assert room.close(5)


def test_what_runs_on_does_not_hold_up_the_end() -> None:
    room, release = Room("test"), threading.Event()
    room.begin(lambda: release.wait(30))
    time.sleep(0.1)
    waiting = room.begin(lambda: None)
    assert not room.close(0.1)
    assert waiting.cancelled()
    release.set()
