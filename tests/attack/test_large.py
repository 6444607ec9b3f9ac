"""Files that hold very many of one thing: each is read within its bounds of time and memory, or refused at once."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from msqqa.bounds import FILE_SECONDS
from tests.attack.attacks import told
from tests.attack.large import AS_FILED, BELOW, CASES, GROWING
from tests.support import FULL, REPO, process

MEASURES = """
import json, sys

case, units, repository = sys.argv[1:]
sys.path[:0] = [repository]
from tests.attack.large import measured

print(json.dumps(measured(case, int(units))))
"""

pytestmark = pytest.mark.slow

MEGABYTES = 1_024
"""Of this process and the one that reads, together, the interpreters and libraries of both included."""
STARTING = 3.0
"""Seconds that are nobody's: those in which the process that reads starts, and libraries are loaded by both."""
LINEAR = 2.6
"""Times that twice as many may take, in processor seconds: two, and what else the machine does."""
NAMED = re.compile(r"(?:more than|within) [\d.,]+")
QUICK = [("attributes", 0), ("options", 0), ("boxes", 0), ("lines", 0), ("checkboxes", 2_000), ("workbook rows", 2_000)]
"""Those that are refused before anything is read, and two that are read: these are tried always."""
READ = {"checkboxes", "workbook rows"}
WHOLE = [*((case, 0) for case in CASES), *AS_FILED.items(), *BELOW.items()]


def _measured(case: str, units: int) -> dict[str, Any]:
    ended = process(case, units, REPO, script=MEASURES, timeout=600)
    assert ended.returncode == 0, ended.stderr.decode()[-2000:]
    found: dict[str, Any] = json.loads(ended.stdout)
    told(
        f"large, {found['units']} {case} ({found['bytes']} bytes): {found['came']} {found['told']}",
        tenths_of_a_second=round(10 * found["seconds"]),
        megabytes=found["megabytes"],
    )
    return found


@pytest.mark.parametrize(("case", "units"), WHOLE if FULL else QUICK)
def test_very_many_of_one_thing(case: str, units: int) -> None:
    found = _measured(case, units)
    # The time of the machine is counted, and making the file is not.
    late = " s to read" in found["told"]
    assert found["seconds"] <= FILE_SECONDS + (STARTING if late else 0)
    assert found["megabytes"] <= MEGABYTES
    if found["came"] == "refused":
        assert NAMED.search(found["told"]), found["told"]
    assert found["came"] == "read" or FULL or case not in READ


@pytest.mark.skipif(not FULL, reason="takes minutes; with MSQQA_ATTACK=full")
@pytest.mark.parametrize("case", GROWING)
def test_twice_as_many_take_twice_the_time(case: str) -> None:
    units = GROWING[case]
    one, two = _measured(case, units), _measured(case, 2 * units)
    assert (one["came"], two["came"]) == ("read", "read")
    assert two["seconds"] <= LINEAR * one["seconds"]
