"""One corpus of any size, embedded and over Milvus: how long to build and to publish, a warm question, memory.

    python evals/scale --sizes 40000 400000      # writes results.json; with MSQQA_POSTGRES also what it holds
    python evals/scale --sizes 2000000 --embedded --into 2000000.json

The corpora are those of evals/speed: the shipped response with altered words, its vectors moved at random. A question
may take as long as it takes; of each kind no more are asked when four minutes are over, and ``n`` says how many were. A
step that ends badly is recorded with its last line, and the next one goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

HERE = Path(__file__).parent
REPO = HERE.parents[1]
sys.path[:0] = [str(REPO), str(HERE.parent / "speed")]
CORPUS = REPO / "corpora/msq-2024"
OF_A_KIND = 240.0
"""Seconds after which no more questions of a kind are asked."""
TERMS = ("WCAG", "sandbox", "open data", "blockchain", "cyber security", "cloud", "privacy", "broadband")
TOPICS = ("a regulatory sandbox", "a data protection law", "an AI strategy", "a national portal", "a digital identity")
OPEN = (
    "what do they do for older people", "how is personal data protected", "who trains civil servants",
    "help for farmers by telephone", "paying taxes online", "rules for artificial intelligence",
    "services on mobile phones", "open data of ministries",
)  # fmt: skip


def main() -> int:
    """Measure each size; write and print what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", nargs="+", type=int, default=[40_000, 400_000])
    parser.add_argument("--into", type=Path, default=HERE / "results.json")
    parser.add_argument("--embedded", action="store_true", help="leave Milvus out")
    parser.add_argument("step", nargs="*")
    said = parser.parse_args()
    if said.step:
        print(json.dumps(STEPS[said.step[0]](*said.step[1:])))
        return 0
    found = []
    for size in said.sizes:
        folder = Path(tempfile.mkdtemp(prefix="msqqa-scale-", dir=os.environ.get("TMPDIR")))
        found.append({"asked for": size})
        try:
            for figures in _steps(size, folder, embedded_alone=said.embedded):
                found[-1] |= figures
                said.into.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def _steps(size: int, folder: Path, *, embedded_alone: bool) -> Iterator[dict[str, object]]:
    """Yield the figures of each step."""
    embedded, lite = folder / "embedded", f"milvus:{folder}/lite.db"
    yield _run("build", embedded, size)
    yield {"embedded": _run("ask", embedded)}
    if embedded_alone:
        return
    yield {"publish": _run("publish", embedded, lite)}
    yield {"milvus-lite": _run("ask", lite, without=("MSQQA_POSTGRES",))}
    if os.environ.get("MSQQA_POSTGRES"):
        rows = f"{lite}#rows{size}"
        yield {"publish with PostgreSQL": _run("publish", embedded, rows, "rows")}
        yield {"milvus-lite and PostgreSQL": _run("ask", rows)}


def _run(*arguments: object, without: tuple[str, ...] = ()) -> dict[str, object]:
    """Return the figures of one step, in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if name not in without}
    environment.setdefault("MSQQA_SECONDS_PER_QUESTION", "3600")
    began = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, str(HERE), *map(str, arguments)], check=False, capture_output=True, text=True, env=environment
    )
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or [""])[-1]
        failed: dict[str, object] = {"ended badly": f"status {ran.returncode}: {last}"}
        print(arguments, failed, file=sys.stderr, flush=True)
        return {**failed, "after_seconds": time.perf_counter() - began}
    figures: dict[str, object] = json.loads(ran.stdout.splitlines()[-1])
    print(arguments, figures, file=sys.stderr, flush=True)
    return figures


class Remembering:
    """The default encoder, which encodes nothing whose vector stands in another index of this user."""

    def __init__(self, index: Path) -> None:
        from msqqa.encode import Encoder

        self._encoder, self._index = Encoder.named(), index

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def encode(self, texts: list[str], kind: str | None, _: object = None) -> np.ndarray:
        """Return the texts' vectors."""
        import numpy as np

        from msqqa.index.vector_cache import find_cached

        if kind is not None:
            return self._encoder.encode(texts, kind)
        keys = np.array([bytes.fromhex(self._encoder.key(text)) for text in texts], dtype="S32")
        known = find_cached(self._encoder, self._index, keys)
        missing = known.find_missing(keys)
        if len(missing):
            wanted = set(missing.tolist())
            left = {key: text for key, text in zip(keys.tolist(), texts, strict=True) if key in wanted}
            known.add(np.array(list(left), dtype="S32"), self._encoder.encode(list(left.values()), None))
        return np.concatenate(list(known.runs(keys, self._encoder.dimension)))


# ---------------------------------------------------------------- steps


def build(folder: str, size: str) -> dict[str, object]:
    """Write one index in a folder."""
    import corpus as made

    began = time.perf_counter()
    counts = made.build(CORPUS, Path(folder), int(size), Remembering(Path(folder)))
    took = {"build_seconds": time.perf_counter() - began, "build_processor_seconds": time.process_time()}
    return {**counts, **took, "bytes": _bytes(Path(folder)), "build_peak_bytes": _peak()}


def publish(folder: str, named: str, rows: str = "") -> dict[str, object]:
    """Hand one index over to Milvus, and with ``rows`` to PostgreSQL."""
    from msqqa.cluster.address import address_of
    from msqqa.cluster.milvus import connect, disconnect
    from msqqa.cluster.postgres import Postgres
    from msqqa.cluster.publish import write_passages
    from msqqa.cluster.rows import write_rows
    from msqqa.index import manifest
    from msqqa.index.report import Silent

    address, there = address_of(Path(named)), manifest.load(Path(folder))
    assert there is not None
    if not address.built.exists() and not rows:
        shutil.copytree(folder, address.built, copy_function=os.link)
    generation = Path(folder) / there.generation
    began = time.perf_counter()
    client = connect(address)
    write_passages(client, address, generation, there.generation, Silent())
    disconnect(client, address)
    figures: dict[str, object] = {"passages_seconds": time.perf_counter() - began}
    if rows:
        began = time.perf_counter()
        write_rows(Postgres(os.environ["MSQQA_POSTGRES"]), address, generation, there)
        figures["rows_seconds"] = time.perf_counter() - began
    return {**figures, "bytes": _bytes(address.file), "peak_bytes": _peak()}


def ask(named: str) -> dict[str, object]:
    """Ask one index, each question once, in a process that has answered two others."""
    import numpy as np

    from msqqa.ask.engine import Engine
    from msqqa.ask.plan import Filters

    began = time.perf_counter()
    engine = Engine.open(Path(named))
    figures: dict[str, object] = {"open_seconds": time.perf_counter() - began}
    name = next(iter(engine.index.store.respondents.values())).name
    kinds = {
        "everybody": [(text, Filters()) for text in OPEN],
        "one respondent": [(text, Filters(respondents=(name,))) for text in OPEN],
        "which mention": [(f"which countries mention {term}", Filters()) for term in TERMS],
        "which have": [(f"which countries have {topic}", Filters()) for topic in TOPICS],
    }
    for text in ("what is new in public services", "which countries mention paper"):
        engine.ask(text)
    for kind, asked in kinds.items():
        taken, worked = [], []
        end = time.perf_counter() + OF_A_KIND
        for text, filters in asked:
            if taken and time.perf_counter() > end:
                break
            began, at_work = time.perf_counter(), time.process_time()
            engine.ask(text, filters)
            taken.append(time.perf_counter() - began)
            worked.append(time.process_time() - at_work)
        # Of the processor too: on a machine that has much else to do the clock tells of that.
        p50, processor = (1000 * float(np.median(some)) for some in (taken, worked))
        figures[kind] = {"p50_ms": p50, "p50_processor_ms": processor, "n": len(taken)}
    query, some = engine.retriever.query("rules for artificial intelligence"), engine.retriever.select()
    figures["nearest_ms"] = _median(lambda: engine.retriever._passages._search.nearest(query.vector, 200, some))
    stems = [n for n in query.numbers if n >= 0]
    figures["words_ms"] = _median(lambda: engine.retriever._passages._search.rank(stems, 200, some))
    return {**figures, "peak_bytes": _peak()}


def _median(do: object) -> float:
    import numpy as np

    taken = []
    for _ in range(7):
        began = time.perf_counter()
        do()  # type: ignore[operator]
        taken.append(time.perf_counter() - began)
    return 1000 * float(np.median(taken))


def _bytes(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def _peak() -> int:
    """Return the most memory that this process held, mapped files included; an embedded Milvus runs in it."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    return 0


STEPS = {"build": build, "publish": publish, "ask": ask}

if __name__ == "__main__":
    sys.exit(main())
