"""The process that reads files for another one, within the memory and the time that a file may take.

It is asked on standard input, by a line of JSON and the file's bytes behind it, and answers on standard output with
lines of JSON: one for each page that it begins, and one with what is wrong, or with the size of what it made of the
file, whose bytes follow.
"""

from __future__ import annotations

import gc
import importlib
import json
import math
import os
import pickle
import sys
import traceback
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, BinaryIO

from msqqa.bounds import FILE_VARIABLE, bound_file, count_by_file, seconds_used, set_used
from msqqa.errors import SourceError
from msqqa.memory import WITH_OCR, resident

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_MEMORY = 2**30
"""Bytes of address space, the interpreter's and the libraries' among them."""
GROWN = 2**28
"""Bytes of memory from which the process is not used again: what it has let go of may not be the system's again."""
_LATER = 5
"""Seconds after its time is up in which a library may still come to an end; then the system ends the process."""


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Read files until nothing more is asked."""

    def say(answer: dict[str, Any], made: bytes = b"") -> None:
        answers.write(json.dumps(answer).encode("ascii") + b"\n" + made)
        answers.flush()

    for line in asked:
        request = json.loads(line)
        data = asked.read(request["size"])
        _limit_time(max(0.0, request["seconds"] - request["used"]))
        answer, made = _answer(request, data, lambda page: say({"page": page}))
        del data
        gc.collect()
        say({**answer, "grown": resident() > GROWN}, made)
        del made


def _answer(request: dict[str, Any], data: bytes, progress: Callable[[int], None]) -> tuple[dict[str, Any], bytes]:
    os.environ[FILE_VARIABLE] = str(request["seconds"])
    name = request["name"]
    with count_by_file():
        set_used(name, request["used"])
        try:
            reader = importlib.import_module(request["module"])
            with bound_file(name):
                if hasattr(reader, "read_here"):
                    made = reader.read_here(name, data, progress)
                else:
                    made = reader.read(name, data, **request["more"])
                packed = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
        except SourceError as error:
            return {"refused": [error.what, error.remedy]}, b""
        except MemoryError:
            return {"memory": True}, b""
        except Exception:  # a fault of ours: told to the process that asks, which raises it
            return {"fault": traceback.format_exc()}, b""
        return {"size": len(packed), "used": seconds_used(name)}, packed


def _limit_memory() -> None:
    # Not every system can: there, a file may take what the machine has.
    with suppress(ImportError, ValueError, OSError):
        import resource

        most = WITH_OCR if find_spec("rapidocr_onnxruntime") else MAX_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    """Let the system end this process if a file takes longer than that, and code that nothing interrupts runs on."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = math.ceil(used.ru_utime + used.ru_stime + seconds) + _LATER
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def main() -> None:
    """Serve the process that started this one."""
    _limit_memory()
    gc.disable()  # what is made of a file never refers to itself, and is handed on at once
    # What a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
