"""How questions, memory and size grow with a corpus: one process that builds an index, one that asks it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
TERMS = (
    "WCAG", "sandbox", "open data", "blockchain", "digital signature", "cyber security", "artificial intelligence",
    "e-participation", "interoperability", "cloud", "privacy", "women", "broadband", "procurement", "startups",
)  # fmt: skip
TOPICS = (
    "a regulatory sandbox", "a data protection law", "an AI strategy", "a national portal", "an open data policy",
    "a digital identity", "a chief information officer", "a law on freedom of information", "mobile applications",
    "a chatbot on the portal", "training for civil servants", "services for older people",
)  # fmt: skip
K = 100


def measure(corpus: Path, questions: Path, sizes: list[int]) -> list[dict[str, object]]:
    """Return the figures of each size."""
    found = []
    for size in sizes:
        folder = Path(tempfile.mkdtemp(prefix="msqqa-speed-"))
        try:
            for step in ("build", "ask"):
                arguments = [sys.executable, str(HERE), step, str(corpus), str(questions), str(folder), str(size)]
                ran = subprocess.run(arguments, check=True, capture_output=True, text=True)
                if step == "build":
                    figures = json.loads(ran.stdout)
                else:
                    figures |= json.loads(ran.stdout)
            found.append(figures)
            print(json.dumps(figures), file=sys.stderr)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return found


def build_step(corpus: Path, folder: Path, size: int) -> dict[str, object]:
    """Build one index; say how large it came out."""
    import corpus as made

    began = time.perf_counter()
    counts = made.build(corpus, folder, size)
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {**counts, "build_seconds": time.perf_counter() - began, "bytes": sum(f.stat().st_size for f in files)}


def ask_step(questions: Path, folder: Path) -> dict[str, object]:
    """Ask one index, once each question, and compare with the bare search of its vectors."""
    from msqqa.ask.engine import Engine
    from msqqa.ask.plan import Filters

    began = time.perf_counter()
    engine = Engine.open(folder)
    opened = time.perf_counter() - began
    texts = [json.loads(line)["text"] for line in questions.read_text(encoding="utf-8").splitlines()]
    open_texts = [engine.planner.plan(text).text for text in texts]
    name = next(iter(engine.index.store.respondents.values())).name
    kinds = {
        "everybody": [(text, Filters()) for text in open_texts],
        "one respondent": [(text, Filters(respondents=(name,))) for text in open_texts],
        "which mention": [(f"which countries mention {term}", Filters()) for term in TERMS],
        "which have": [(f"which countries have {topic}", Filters()) for topic in TOPICS],
    }
    for text in ("what is new in public services", "which countries mention paper", "which countries have an office"):
        engine.ask(text)
    figures: dict[str, object] = {"open_seconds": opened}
    everything: list[float] = []
    for kind, asked in kinds.items():
        taken = []
        for text, filters in asked:
            began = time.perf_counter()
            engine.ask(text, filters)
            taken.append((time.perf_counter() - began) * 1000)
        figures[kind] = {"p50": float(np.median(taken)), "p99": float(np.percentile(taken, 99)), "n": len(taken)}
        everything += taken
    figures["all"] = {"p50": float(np.median(everything)), "p99": float(np.percentile(everything, 99))}
    figures["peak_bytes"] = _peak()
    passages = engine.index.vectors.passages
    figures["vector_bytes"] = int(passages.nbytes)
    figures["all_vector_bytes"] = int(passages.nbytes + engine.index.vectors.pieces.nbytes)
    figures["bare_ms"] = _bare(np.array(passages), [engine.retriever.query(text).vector for text in open_texts[:40]])
    return figures


def _peak() -> int:
    """Return the most memory that this process held, mapped files included.

    Not ``ru_maxrss``, which a process inherits from the one that started it.
    """
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    return 0


def _bare(passages: np.ndarray, queries: list[np.ndarray]) -> float:
    """Return the median of a bare search, in milliseconds, over the same vectors held in memory."""
    import faiss

    index = faiss.IndexFlatIP(passages.shape[1])
    index.add(passages)
    index.search(queries[0][None, :], K)
    taken = []
    for query in queries:
        began = time.perf_counter()
        index.search(query[None, :], K)
        taken.append((time.perf_counter() - began) * 1000)
    return float(np.median(taken))
