"""Reads a PDF in another process, which is ended where it takes too long."""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from msqqa.errors import MachineError, SourceError
from msqqa.model import Block, Document

if TYPE_CHECKING:
    from typing import IO

SECONDS_FOR_A_PAGE = 60.0
SECONDS_FOR_A_FILE = 900.0
_REMEDY = "print it to PDF anew, or get another copy"
_lock = threading.Lock()
_running: _Worker | None = None


def read_apart(name: str, data: bytes) -> Document:
    """Read a PDF in a process of its own, which stays for the next one.

    Raises
    ------
    SourceError
        If the PDF cannot be read, or not within the memory and the time that a file may take.
    MachineError
        If no process can be started.
    """
    global _running  # noqa: PLW0603, one for all files: to start one takes as long as to read one
    with _lock:
        if _running is None or not _running.is_alive():
            _running = _Worker()
        try:
            answer = _running.ask(name, data)
        except BaseException:
            _running.end()
            _running = None
            raise
    if "document" in answer:
        return _document(answer["document"])
    if "refused" in answer:
        raise SourceError(*answer["refused"])
    if "memory" in answer:
        raise SourceError(f"{name}: takes more memory than a file may", _REMEDY)
    raise AssertionError(answer["fault"])  # a fault of ours


class _Worker:
    """A process that reads PDFs, and a thread that takes its answers."""

    def __init__(self) -> None:
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        # -P: a module that lies in the current folder, among somebody's files, must not be taken for ours.
        command = [sys.executable, "-P", "-m", "msqqa.read.pdf.worker"]
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=env)
        except OSError as error:
            raise MachineError(f"no process to read PDFs can be started ({error.strerror})", "free memory") from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._asked: IO[bytes] = self._process.stdin
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()
        atexit.register(self.end)

    def _listen(self, answers: IO[bytes]) -> None:
        with answers:
            for line in answers:
                self._answers.put(line)
        self._answers.put(b"")

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        """End the process."""
        atexit.unregister(self.end)
        self._process.kill()
        self._process.wait()
        self._asked.close()

    def ask(self, name: str, data: bytes) -> dict[str, Any]:
        """Return what the process answers about a file.

        Raises
        ------
        SourceError
            If it dies over the file, or takes too long.
        """
        # It says nothing before it has all the bytes, so that neither waits for the other.
        try:
            self._asked.write(json.dumps({"name": name, "size": len(data)}).encode("ascii") + b"\n" + data)
            self._asked.flush()
        except OSError as error:
            raise SourceError(f"{name}: the process that reads PDFs ended", _REMEDY) from error
        stop, page = time.monotonic() + SECONDS_FOR_A_FILE, 0
        while True:
            try:
                line = self._answers.get(timeout=max(0.0, min(SECONDS_FOR_A_PAGE, stop - time.monotonic())))
            except queue.Empty:
                where = f"page {page} takes" if page else "takes"
                raise SourceError(f"{name}: {where} too long to read", _REMEDY) from None
            if not line:
                where = f"page {page} cannot" if page else "cannot"
                raise SourceError(f"{name}: {where} be read within the memory that a file may take", _REMEDY)
            answer: dict[str, Any] = json.loads(line)
            if "page" not in answer:
                return answer
            page = answer["page"]


def _document(said: dict[str, Any]) -> Document:
    blocks = tuple(Block(**block) for block in said["blocks"])
    return Document(said["path"], said["text"], blocks, said["sha256"], tuple(said["pages"]), tuple(said["notes"]))
