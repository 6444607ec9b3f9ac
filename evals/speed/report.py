"""Figures → a table in Markdown, also in docs/speed.md, and a plot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_ROOM_MS, _ROOM_BYTES = 30, 300_000_000
_KINDS = ("everybody", "one respondent", "which mention", "which have")


_TABLE = re.compile(r"(?<=<!-- speed -->\n).*?(?=<!-- /speed -->)", re.DOTALL)


def write(results: dict[str, Any], folder: Path, page: Path | None = None) -> None:
    """Write ``results.md`` and ``growth.svg``, and the table between the marks of a page."""
    rows = [*_cold(results["cold"]), *_encoding(results["encoding"]), *_growth(results["growth"])]
    lines = ["| what | measured | target |", "| --- | --- | --- |", *(f"| {a} | {b} | {c} |" for a, b, c in rows)]
    machine = results["machine"]
    packages = ", ".join(f"{name} {v}" for name, v in machine["packages"].items())
    lines += ["", f"{machine['cores']} cores, {machine['machine']}, Python {machine['python']}, {packages}."]
    table = "\n".join(lines) + "\n"
    (folder / "results.md").write_text(table, encoding="utf-8")
    if page is not None:
        # By a function: what a replacement string says after a backslash would be read as a group.
        text = _TABLE.sub(lambda _: table, page.read_text(encoding="utf-8"))
        page.write_text(text, encoding="utf-8")
    _plot(results["growth"], folder / "growth.svg")


def _cold(cold: dict[str, Any]) -> list[tuple[str, str, str]]:
    seconds = cold["seconds"]
    imported = seconds["import sentence_transformers"]
    return [
        (
            'cold `msqqa ask`, whole process / `python -c "import sentence_transformers"`',
            f"{cold['ask / import sentence_transformers']:.3f} ({seconds['msqqa ask']:.2f} s / {imported:.2f} s)",
            "≤ 0.10",
        ),
        (
            "`msqqa --help` / `python -c pass`",
            f"{cold['help / pass']:.1f} ({seconds['msqqa --help'] * 1000:.0f} ms)",
            "≤ 10, ≤ 150 ms",
        ),
        ("`msqqa info`, whole process", f"{seconds['msqqa info']:.2f} s", ""),
        (
            "`msqqa index` of the unchanged corpus, beyond `--help`",
            f"{cold['unchanged index beyond start']:.2f} s",
            "≤ 0.5 s",
        ),
        (
            "`msqqa index` of the shipped corpus; the very first, which exports the encoder",
            f"{cold['index_build_seconds']:.1f} s, {cold['index_bytes'] / 1e6:.1f} MB; "
            f"{cold['first_index_seconds']:.1f} s",
            "",
        ),
    ]


def _encoding(encoding: dict[str, Any]) -> list[tuple[str, str, str]]:
    targets = {"passages": ("≥ 1.5", "≥ 2.5")}
    found = []
    for name, figures in encoding.items():
        wanted = targets.get(name, ("≥ 2", "≥ 4"))
        for precision, target in zip(("fp32", "int8"), wanted, strict=True):
            least = figures[f"{precision} cosine, least"]
            found.append(
                (
                    f"encoding rate, {precision} / `SentenceTransformer.encode`: {figures['texts']} {name}",
                    f"{figures[f'{precision} / reference']:.2f}, least cosine {least:.6f}",
                    f"{target}" + (", ≥ 0.9999" if precision == "fp32" else ""),
                )
            )
    return found


def _growth(growth: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    found = []
    for figures in growth:
        of = f"{figures['passages']:,} passages, {figures['respondents']:,} respondents"
        target = 2 * figures["bare_ms"] + _ROOM_MS
        kinds = "; ".join(f"{k} {figures[k]['p50']:.0f} / {figures[k]['p99']:.0f}" for k in _KINDS)
        everything = figures["all"]
        found.append(
            (
                f"warm question, ms, p50 / p99: {of}",
                f"{everything['p50']:.0f} / {everything['p99']:.0f} ({kinds}); bare search {figures['bare_ms']:.1f}",
                f"p50 ≤ {target:.0f}",
            )
        )
        allowed = 2 * figures["vector_bytes"] + _ROOM_BYTES
        found.append(
            (
                f"peak memory while asking: {of}",
                f"{figures['peak_bytes'] / 1e6:,.0f} MB; passages' vectors {figures['vector_bytes'] / 1e6:,.0f} MB, "
                f"index {figures['bytes'] / 1e6:,.0f} MB",
                f"≤ {allowed / 1e6:,.0f} MB",
            )
        )
    return found


def _plot(growth: list[dict[str, Any]], file: Path) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "msqqa"
    import matplotlib.pyplot as plt

    sizes = [figures["passages"] for figures in growth]
    plot, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    for kind in _KINDS:
        left.plot(sizes, [figures[kind]["p50"] for figures in growth], marker="o", label=kind)
    left.plot(sizes, [2 * f["bare_ms"] + _ROOM_MS for f in growth], "k--", label="2 × bare search + 30 ms")
    left.plot(sizes, [f["bare_ms"] for f in growth], "k:", label="bare FAISS search, k = 100")
    left.set(xscale="log", yscale="log", xlabel="passages", ylabel="milliseconds, p50", title="A warm question")
    left.legend(fontsize=8)
    right.plot(sizes, [f["peak_bytes"] / 1e6 for f in growth], marker="o", label="peak memory while asking")
    right.plot(sizes, [f["vector_bytes"] / 1e6 for f in growth], "k:", label="passages' vectors")
    right.plot(sizes, [(2 * f["vector_bytes"] + _ROOM_BYTES) / 1e6 for f in growth], "k--", label="2 × these + 300 MB")
    right.set(xscale="log", yscale="log", xlabel="passages", ylabel="MB", title="Memory")
    right.legend(fontsize=8)
    plot.savefig(file, metadata={"Date": None})
