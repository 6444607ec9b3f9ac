"""Files that hold very many of one thing: each is read within its bounds of time and memory, or refused at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from attacks import FULL, told
from large import CASES
from support import process

from msqqa.bounds import FILE_SECONDS

pytestmark = pytest.mark.slow

MEGABYTES = 10.0
QUICK = ("attributes", "options", "boxes", "lines")
"""Those that are refused before anything is read: these are tried always."""


@pytest.mark.parametrize("case", CASES if FULL else QUICK)
def test_ten_megabytes_of_one_thing(case: str) -> None:
    here = str(Path(__file__).parent)
    script = f"import sys; sys.path[:0] = {sys.path!r} + [{here!r}]; import large, json; print(json.dumps(large.measured({case!r}, {MEGABYTES})))"  # noqa: E501
    ended = process(script=script, timeout=600)
    assert ended.returncode == 0, ended.stderr.decode()[-2000:]
    found = json.loads(ended.stdout)
    told(f"large, {case}: {found['came']} {found['told']}", seconds=found["seconds"], megabytes=found["megabytes"])
    # The time of the machine is counted, and making the file is not; a second is the interpreter's.
    assert found["seconds"] <= FILE_SECONDS + 5
    assert found["megabytes"] <= 1_536
    if found["came"] == "refused":
        assert any(word in found["told"] for word in ("more than", "aligns to no form")), found["told"]
