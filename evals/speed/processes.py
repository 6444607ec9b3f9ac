"""Whole processes, one after the other in turns: what a user waits for when nothing is loaded."""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path


def machine() -> dict[str, object]:
    """Return what the figures were measured on, without naming it."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in ("torch", "sentence-transformers", "onnxruntime", "faiss-cpu")},
    }


def measure(corpus: Path, questions: Path, repeat: int) -> dict[str, object]:
    """Return the medians, in seconds, of processes that are run in turns, and the ratios that matter."""
    msqqa = [sys.executable, "-m", "msqqa"]
    folder = Path(tempfile.mkdtemp(prefix="msqqa-speed-"))
    index = ["--corpus", str(corpus), "--index", str(folder / "index")]
    texts = [json.loads(line)["text"] for line in questions.read_text(encoding="utf-8").splitlines()]
    own = os.environ.get("MSQQA_CACHE")
    os.environ["MSQQA_CACHE"] = str(folder / "cache")  # an empty one: nothing was ever exported or encoded
    try:
        first = _seconds([*msqqa, "index", str(corpus), *index[2:]])
        shutil.rmtree(folder / "index")
        again = _seconds([*msqqa, "index", str(corpus), *index[2:]])
        time.sleep(0.2)
        subprocess.run([*msqqa, "ask", texts[-1], *index], check=False, capture_output=True)
        taken: dict[str, list[float]] = {}
        for turn in range(repeat):
            commands = {
                "python -c pass": [sys.executable, "-c", "pass"],
                "import sentence_transformers": [sys.executable, "-c", "import sentence_transformers"],
                "msqqa --help": [*msqqa, "--help"],
                "msqqa info": [*msqqa, "info", *index],
                "msqqa ask": [*msqqa, "ask", texts[turn % len(texts)], *index],
                "msqqa index, unchanged": [*msqqa, "index", str(corpus), *index[2:]],
            }
            for name, command in commands.items():
                taken.setdefault(name, []).append(_seconds(command))
        medians = {name: statistics.median(found) for name, found in taken.items()}
        return {
            "seconds": medians,
            "repeat": repeat,
            "first_index_seconds": first,
            "index_build_seconds": again,
            "index_bytes": sum(file.stat().st_size for file in (folder / "index").rglob("*") if file.is_file()),
            "ask / import sentence_transformers": medians["msqqa ask"] / medians["import sentence_transformers"],
            "help / pass": medians["msqqa --help"] / medians["python -c pass"],
            "unchanged index beyond start": medians["msqqa index, unchanged"] - medians["msqqa --help"],
        }
    finally:
        del os.environ["MSQQA_CACHE"]
        if own is not None:
            os.environ["MSQQA_CACHE"] = own
        shutil.rmtree(folder, ignore_errors=True)


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    ran = subprocess.run(command, capture_output=True, check=False)
    if ran.returncode not in (0, 3):
        sys.exit(ran.stderr.decode())
    return time.perf_counter() - began
