"""Files that hold very many of one thing: each is read within its bounds of time and memory, or refused at once."""

from __future__ import annotations

import json

import pytest

from msqqa.bounds import FILE_SECONDS
from tests.attack.attacks import FULL, told
from tests.attack.large import CASES
from tests.support import REPO, process

MEASURES = """
import json, sys

case, megabytes, repository = sys.argv[1:]
sys.path[:0] = [repository]
from tests.attack.large import measured

print(json.dumps(measured(case, float(megabytes))))
"""

pytestmark = pytest.mark.slow

MEGABYTES = 10.0
QUICK = ("attributes", "options", "boxes", "lines")
"""Those that are refused before anything is read: these are tried always."""


@pytest.mark.parametrize("case", CASES if FULL else QUICK)
def test_ten_megabytes_of_one_thing(case: str) -> None:
    ended = process(case, MEGABYTES, REPO, script=MEASURES, timeout=600)
    assert ended.returncode == 0, ended.stderr.decode()[-2000:]
    found = json.loads(ended.stdout)
    told(f"large, {case}: {found['came']} {found['told']}", seconds=found["seconds"], megabytes=found["megabytes"])
    # The time of the machine is counted, and making the file is not; a second is the interpreter's.
    assert found["seconds"] <= FILE_SECONDS + 5
    assert found["megabytes"] <= 1_536
    if found["came"] == "refused":
        assert any(word in found["told"] for word in ("more than", "aligns to no form")), found["told"]
