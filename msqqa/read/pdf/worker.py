"""The process that reads PDFs for another one, within the memory that a file may take.

It is asked on standard input, by a line of JSON and the file's bytes behind it, and answers on standard output with
lines of JSON: one for each page that it begins, and one with the document, or with what is wrong.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from contextlib import suppress
from dataclasses import asdict
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_MEMORY = 3 * 2**29
"""Bytes of address space, the interpreter's among them."""
MAX_MEMORY_WITH_OCR = 4 * 2**30
"""With the models that read pictures."""


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Read PDFs until nothing more is asked."""

    def say(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer).encode("ascii") + b"\n")
        answers.flush()

    for line in asked:
        request = json.loads(line)
        say(_answer(request["name"], asked.read(request["size"]), lambda page: say({"page": page})))


def _answer(name: str, data: bytes, progress: Callable[[int], None]) -> dict[str, Any]:
    from msqqa.errors import SourceError
    from msqqa.read.pdf.document import read_here

    try:
        return {"document": asdict(read_here(name, data, progress))}
    except SourceError as error:
        return {"refused": [error.what, error.remedy]}
    except MemoryError:
        return {"memory": True}
    except Exception:  # a fault of ours: told to the process that asks, which raises it
        return {"fault": traceback.format_exc()}


def _limit_memory() -> None:
    # Not every system can: there, a file may take what the machine has.
    with suppress(ImportError, ValueError, OSError):
        import resource

        most = MAX_MEMORY_WITH_OCR if find_spec("rapidocr_onnxruntime") else MAX_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Serve the process that started this one."""
    _limit_memory()
    # What a library prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
