"""What something takes, where a collection of what other tests left behind may delay any one run of it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TIMES = 3


def time_least(do: Callable[[], object], enough: float = 0.0) -> float:
    """Return the least processor seconds that something takes in three runs; fewer where one takes ``enough``."""
    took: list[float] = []
    while len(took) < _TIMES and (not took or min(took) >= enough):
        began = time.process_time()
        do()
        took.append(time.process_time() - began)
    return min(took)
