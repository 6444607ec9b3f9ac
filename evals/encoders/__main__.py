"""``python evals/encoders``: encoders compared on every question set here, and across languages; writes a table.

``--scifact DIR`` adds SciFact, in BEIR's layout. Indexes are built in ``--work``, and used again where they are there.
What is measured is kept in ``results.json`` of ``--out`` set by set: a run with ``--only`` goes on where one was ended.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
REPO = HERE.parent.parent
SETS = {
    "msq-2024": (REPO / "corpora/msq-2024", ("dev", "dev-more", "dev-third", "dev-absent", "test")),
    "demo-msq-2024": (REPO / "corpora/demo-msq-2024", ("dev", "dev-more", "dev-third", "dev-fourth", "test")),
    "godi-2015": (REPO.parent / "shared/corpora/godi-2015", ("dev", "test")),
    "publicgoods": (REPO.parent / "shared/corpora/publicgoods", ("dev",)),
    "nixos-sc-2025": (REPO.parent / "shared/corpora/nixos-sc-2025", ("dev", "test")),
    "k8s-annual-reports": (REPO.parent / "shared/corpora/k8s-annual-reports", ("dev",)),
}
"""Corpus → where it lies, and its question sets."""
MEASURES = {
    "lookup": ("Success@1 (refusals aside)", "Success@1", "refused"),
    "compare": ("Success@1",),
    "open": ("Success@1",),
    "which": ("SetF",),
    "unanswerable": ("abstention_recall",),
}
LANGUAGES = {
    "demo-msq-2024": {"farosha": "fr", "guanari": "es", "arvenia": "en"},
    "demo-msq-2024-more": {"ruzhevia": "ru", "shuoze": "zh", "zahrouq": "ar", "ossumbira": "pt"},
}
"""Respondents of the demonstration corpora, and what their answers are written in."""


def main() -> None:
    """Measure, write the results and print them."""
    parser = argparse.ArgumentParser(prog="python evals/encoders", description=__doc__)
    parser.add_argument("--model", action="append", help="default: english and multilingual")
    parser.add_argument("--scifact", type=Path)
    parser.add_argument("--shared", type=Path, help="where corpora lie that are not in the repository")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--only", choices=["sets", "languages", "scifact"])
    parser.add_argument("--quick", action="store_true", help="languages: from and to English alone, without search")
    parser.add_argument("--corpora", type=Path, default=REPO / "corpora", help="where those of --only languages lie")
    parser.add_argument("--out", type=Path, default=HERE)
    options = parser.parse_args()
    work = options.work or Path(tempfile.mkdtemp(prefix="msqqa-encoders-"))
    file = options.out / "results.json"
    results = json.loads(file.read_text(encoding="utf-8")) if options.only and file.is_file() else {}
    for model in options.model or ["english", "multilingual"]:
        own = results.setdefault(model, {})
        if options.only in (None, "languages"):
            own["languages"] = {}
            for name, respondents in LANGUAGES.items():
                own["languages"] |= _across(_indexed(options.corpora / name, model, work), respondents, options.quick)
        if options.only in (None, "sets"):
            kept = own.setdefault("sets", {})
            for name, figures in _sets(model, work, options.shared, set(kept)):
                kept[name] = figures
                _write(file, results)
        if options.scifact is not None and options.only in (None, "scifact"):
            own["scifact"] = _figures("--beir", options.scifact, "--model", model)["figures"]
        _write(file, results)
    (options.out / "results.md").write_text(_table(results), encoding="utf-8")
    print(_table(results))


def _write(file: Path, results: dict) -> None:
    file.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _sets(model: str, work: Path, shared: Path | None, measured: set[str]) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield each question set that is not measured yet, with its figures."""
    for name, (corpus, sets) in SETS.items():
        place = shared / name if shared is not None and not corpus.is_dir() else corpus
        left = [one for one in sets if f"{name}/{one}" not in measured]
        if not place.is_dir() or not left:
            continue
        index = _indexed(place, model, work)
        for one in left:
            asked = REPO / "evals" / name / f"{one}.jsonl"
            values = _figures(asked, "--index", index, "--system", "msqqa")
            yield f"{name}/{one}", _picked(values)


def _picked(values: dict) -> dict[str, float]:
    picked = {}
    for kind, measures in MEASURES.items():
        for measure in measures:
            figure = values["systems"]["msqqa"].get(kind, {}).get(measure)
            if figure is not None:
                picked[f"{kind}: {measure}"] = round(figure["value"], 4)
    return picked


def _indexed(corpus: Path, model: str, work: Path) -> Path:
    index = work / f"{corpus.name}-{Path(model).name}"
    _run("index", corpus, "--index", index, "--model", model)
    return index


def _figures(*arguments: object) -> dict:
    return json.loads(_run("eval", *arguments, "--format", "json"))


def _run(*arguments: object) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "msqqa", *map(str, arguments)], capture_output=True, text=True, check=False, cwd=REPO
    )
    if ran.returncode:
        sys.exit(ran.stderr)
    return ran.stdout


def _across(index: Path, respondents: dict[str, str], quick: bool = False) -> dict[str, dict[str, float]]:
    """Return how often the right cell comes first, asked in one language over answers in another.

    Of each respondent those topics are asked that it wrote something on.

    ``passages``: as ``msqqa search --respondent`` ranks them; ``cells``: as a lookup ranks them before it is decided,
    where the form's English wording helps most; ``answers alone``: by the cosine of the cell's passages, encoded
    without their question.
    """
    import numpy as np

    from msqqa.ask.engine import Engine
    from msqqa.index.open import open_index

    opened = open_index(index)
    engine = Engine.open(index)
    store, encoder = opened.store, engine.retriever.encoder
    lines = (HERE / "cross-language.tsv").read_text(encoding="utf-8").splitlines()
    head, *rows = (line.split("\t") for line in lines)
    found: dict[str, dict[str, float]] = {}
    firsts = store.columns["cell_passages"]
    for respondent, written in respondents.items():
        if respondent not in store.ranks:
            continue  # its file was skipped
        scope = engine.retriever.select([respondent])
        cells = [c for c in range(store.columns.cells) if store.respondent_of(c) == respondent]
        passages = [(c, p) for c in cells for p in range(int(firsts[c]), int(firsts[c + 1]))]
        ids = [store.questions[store.question_of(c)][1] for c, _ in passages]
        topics = [row for row in rows if row[0] in ids]
        if not topics:
            continue
        alone = encoder.encode([store.passage(p).text for _, p in passages], "passage")
        for column, asked in enumerate(head[1:], 1):
            if quick and "en" not in (asked, written):
                continue
            right = dict.fromkeys(("cells", "answers alone") if quick else ("passages", "cells", "answers alone"), 0)
            for row in topics:
                query = engine.retriever.query(row[column])
                if not quick:
                    first = engine.retriever.search(query, scope)[0].cell
                    right["passages"] += store.questions[store.question_of(first)][1] == row[0]
                right["cells"] += engine.retriever.cells(query, scope)[0].question == row[0]
                right["answers alone"] += ids[int(np.argmax(alone @ query.vector))] == row[0]
            found[f"{asked} over {written}"] = {name: n / len(topics) for name, n in right.items()}
    return found


def _table(results: dict) -> str:
    models = list(results)
    lines = [f"| | {' | '.join(models)} |", f"| --- |{' --- |' * len(models)}"]
    for part in ("scifact", "languages", "sets"):
        keys = list(dict.fromkeys(key for model in models for key in results[model].get(part, {})))
        for key in keys:
            values = [results[model].get(part, {}).get(key, {}) for model in models]
            for measure in dict.fromkeys(m for v in values if isinstance(v, dict) for m in v):
                shown = [f"{v[measure]:.3f}" if isinstance(v.get(measure), float) else "" for v in values]
                if any(shown):
                    lines.append(f"| {key}: {measure} | {' | '.join(shown)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
