"""Reads a file in another process, which is ended where it takes too long, and may die without harm.

Libraries in C and Rust cannot be interrupted, and where there is no memory they end the process that they run in. So
whatever is large, or may unpack to what is, is read apart (:mod:`msqqa.read.worker`); small files are read here, as the
process takes longer to start than they take.
"""

from __future__ import annotations

import atexit
import io
import json
import os
import queue
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from msqqa.bounds import FILE_MEMORY, FILE_SECONDS, FILE_VARIABLE, bound_file, seconds_of, seconds_used, set_used
from msqqa.errors import MachineError, SourceError

if TYPE_CHECKING:
    from typing import IO

SECONDS_FOR_A_PAGE = 60.0
"""Of a PDF without a sign of it, by the clock."""
SECONDS_FOR_A_FILE = 900.0
"""By the clock: of the processor it has fewer, but for a PDF of many pages that are read by OCR."""
LARGE = 2 * 2**20
"""Bytes, unpacked, from which a file is read apart."""
_PDF = "msqqa.read.pdf.document"
_APART = {"msqqa.read.docx", "msqqa.read.html", "msqqa.table.workbook"}
_ALWAYS_APART = {"msqqa.table.spreadsheet", "msqqa.table.statistical", "msqqa.table.archive"}
"""A few hundred bytes of these may say that a cell stands a billion times; an archive may hold one of them."""
_MEMORY = f"{FILE_MEMORY / 2**30:g} GB"
_REMEDIES = {_PDF: "print it to PDF anew, or get another copy"}
_REMEDY = "split it, or save it in another format"
_lock = threading.Lock()
_running: _Worker | None = None


def is_heavy(module: str, data: bytes) -> bool:
    """Return whether what a module reads is to be read apart: in a format of libraries, and large when unpacked.

    How large it is when unpacked is not known before of every format.
    """
    if module not in _APART:
        return module in _ALWAYS_APART
    if len(data) > LARGE or not data.startswith(b"PK"):
        return len(data) > LARGE
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(part.file_size for part in archive.infolist()) > LARGE
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False  # its reader tells


def read_apart(module: str, name: str, data: bytes, **more: Any) -> Any:
    """Return what a module's ``read`` makes of a file, read in a process of its own, which stays for the next one.

    Parameters
    ----------
    module:
        The reader; ``read_here`` of the PDF's tells the pages that it begins.
    name, data:
        What the file is called, and its bytes.
    more:
        What else ``read`` is given, as JSON can hold it.

    Raises
    ------
    SourceError
        If the file cannot be read, or not within the memory and the time that a file may take.
    MachineError
        If no process can be started.
    """
    global _running  # noqa: PLW0603, one for all files: to start one takes as long as to read one
    remedy = _REMEDIES.get(module, _REMEDY)
    seconds, used = seconds_of(FILE_VARIABLE, FILE_SECONDS), seconds_used(name)
    with _lock:
        if _running is None or not _running.is_alive():
            _running = _Worker()
        try:
            answer, made = _running.ask(module, name, data, seconds, used, remedy, more)
        except BaseException:
            _running.end()
            _running = None
            raise
        if answer["grown"]:  # both together have no more memory than a file may
            _running.end()
            _running = None
    if "size" in answer:
        import pickle

        set_used(name, answer["used"])
        with bound_file(name):
            # By our own process, of our own classes; that it has the user's rights is told in docs/security.md.
            return pickle.loads(made)
    if "refused" in answer:
        raise SourceError(*answer["refused"])
    if "memory" in answer:
        raise SourceError(f"{name}: takes more than {_MEMORY} of memory to read", remedy)
    raise AssertionError(answer["fault"])  # a fault of ours


def end() -> None:
    """End the process, if there is one; the next file that needs one starts it anew."""
    global _running  # noqa: PLW0603
    with _lock:
        if _running is not None:
            _running.end()
            _running = None


class _Worker:
    """A process that reads files, and a thread that takes its answers."""

    def __init__(self) -> None:
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        # -P: a module that lies in the current folder, among somebody's files, must not be taken for ours.
        command = [sys.executable, "-P", "-m", "msqqa.read.worker"]
        pipe = subprocess.PIPE
        try:
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=env)
        except OSError as error:
            raise MachineError(f"no process to read files can be started ({error.strerror})", "free memory") from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._asked: IO[bytes] = self._process.stdin
        self._answers: queue.SimpleQueue[tuple[dict[str, Any], bytes]] = queue.SimpleQueue()
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()
        atexit.register(self.end)

    def _listen(self, answers: IO[bytes]) -> None:
        with answers:
            for line in answers:
                answer = json.loads(line)
                made = answers.read(answer.get("size", 0))
                if len(made) < answer.get("size", 0):
                    break
                self._answers.put((answer, made))
        self._answers.put(({}, b""))

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        """End the process."""
        atexit.unregister(self.end)
        self._process.kill()
        self._process.wait()
        self._asked.close()

    def ask(
        self, module: str, name: str, data: bytes, seconds: float, used: float, remedy: str, more: dict[str, Any]
    ) -> tuple[dict[str, Any], bytes]:
        """Return what the process answers about a file, and the bytes of what it made of it.

        Raises
        ------
        SourceError
            If it dies over the file, or takes too long.
        """
        request = {"module": module, "name": name, "size": len(data), "seconds": seconds, "used": used, "more": more}
        # It says nothing before it has all the bytes, so that neither waits for the other.
        try:
            self._asked.write(json.dumps(request).encode("ascii") + b"\n" + data)
            self._asked.flush()
        except OSError as error:
            raise SourceError(f"{name}: the process that reads it ended", remedy) from error
        began, page = time.monotonic(), 0
        stop = began + SECONDS_FOR_A_FILE
        patience = SECONDS_FOR_A_PAGE if module == _PDF else SECONDS_FOR_A_FILE
        while True:
            left = max(0.0, stop - time.monotonic())
            try:
                answer, made = self._answers.get(timeout=min(patience, left))
            except queue.Empty:
                where, most = (f"page {page} takes", patience) if page and patience < left else ("takes", stop - began)
                raise SourceError(f"{name}: {where} more than {most:g} s by the clock to read", remedy) from None
            if not answer:
                where = f"page {page} cannot" if page else "cannot"
                # Whichever the system ended it for.
                raise SourceError(f"{name}: {where} be read within {_MEMORY} of memory and {seconds:g} s", remedy)
            if "page" not in answer:
                return answer, made
            page = answer["page"]
