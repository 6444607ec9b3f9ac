"""Readers and questions under a fuzzer that follows which code its inputs reach, atheris, where that is installed.

``pip install '.[fuzz]'``, then ``python -m tests.attack.coverage_guided SECONDS [TARGET…]``: of each target, in a
process of its own, inputs are made of a whole file or question for so many seconds. It prints how many there were, how
many branches of msqqa they reached, and what failed. What is read in another process is not followed there, and no
target.
"""

from __future__ import annotations

import importlib
import io
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MEMBERS = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}
"""Of a format that is an archive: the part that inputs stand for, within one that is whole otherwise."""
TEXTS = ("md", "txt", "html", "csv", "json", "jsonl", "yaml", "qsf")
QUESTION = "question"
TARGETS = (*TEXTS, *MEMBERS, QUESTION)
ASKED = (
    "which countries mention WCAG but not open data?",
    "does Peru have a law on data protection",
    "compare Kenya and Japan on question 3",
    "how many of the African countries have more than 5,000 services since 2020",
)
_DONE = re.compile(r"Done (\d+) runs in (\d+) second")
_COVERED = re.compile(r"cov: (\d+)")


def fuzz(target: str, seconds: int) -> None:
    """Try inputs in this process, which ends with them or with the first that fails."""
    import atheris

    with atheris.instrument_imports(include=["msqqa"]):
        from msqqa.ask.reading.model import Reader
        from msqqa.read import READERS as DOCUMENTS
        from msqqa.table import READERS as TABLES
        from tests.attack import seeds

        for module in {**DOCUMENTS, **TABLES}.values():
            importlib.import_module(module)  # or it would be imported later, and not followed
    if target == QUESTION:
        first, attack = [asked.encode() for asked in ASKED], _question(Reader)
    else:
        first, attack = _file(target, seeds.SEEDS[target](), seeds.is_read_or_refused)
    with tempfile.TemporaryDirectory() as folder:
        for n, data in enumerate(first):
            (Path(folder) / str(n)).write_bytes(data)
        options = [f"-max_total_time={seconds}", "-max_len=8192", "-rss_limit_mb=4096", "-timeout=60"]
        atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={tempfile.gettempdir()}/{target}-", folder], attack)
        atheris.Fuzz()


def _question(reader_class: type) -> Callable[[bytes], None]:
    reader = reader_class.shipped()  # type: ignore[attr-defined]

    def attack(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        if text.strip():
            reading = reader.read(text)
            assert all(text[s.start : s.end] == s.text for spans in reading.slots.values() for s in spans)

    return attack


def _file(
    target: str, whole: bytes, check: Callable[[str, bytes], None]
) -> tuple[list[bytes], Callable[[bytes], None]]:
    member = MEMBERS.get(target)
    if member is None:
        return [whole], lambda data: check(target, data)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    def attack(data: bytes) -> None:
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            for name, part in parts.items():
                archive.writestr(name, data if name == member else part)
        check(target, written.getvalue())

    return [parts[member]], attack


def main() -> None:
    """Try all targets, or those that are named, each in a process of its own."""
    seconds, targets = int(sys.argv[1]), sys.argv[2:] or TARGETS
    for target in targets:
        command = [sys.executable, "-m", "tests.attack.coverage_guided", "--one", target, str(seconds)]
        ended = subprocess.run(command, capture_output=True, text=True, errors="replace")
        done, covered = _DONE.search(ended.stderr), _COVERED.findall(ended.stderr)
        runs = f"{done[1]} inputs in {done[2]} s" if done else "not done"
        failed = "" if done and ended.returncode == 0 else f"\n{ended.stdout[-1500:]}{ended.stderr[-3000:]}"
        print(f"{target}: {runs}, {covered[-1] if covered else 0} branches{failed}", flush=True)  # noqa: T201


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        fuzz(sys.argv[2], int(sys.argv[3]))
    else:
        main()
