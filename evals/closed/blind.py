"""Ask the questions of ``blind.toml`` and say how many are answered exactly, and to how many another number is told.

    python -m evals.closed.blind CORPORA [--indexes FOLDER] [--corpus NAME] [--misses]

``CORPORA`` holds the folders that the questions name. Each file of the Dask survey is a corpus of its own, as its
questions were written of one wave; the others are asked whole.
"""

from __future__ import annotations

import argparse
import shutil
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msqqa.ask.engine import Engine
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import UserError
from msqqa.index.build import build
from msqqa.model.closed import Aggregated, Choice, Tallied
from msqqa.render.prose import paragraph

if TYPE_CHECKING:
    from msqqa.model import Answer

HERE = Path(__file__).parent
TELLS = ("which", "count", "tally", "aggregate")
"""Operators of answers that tell a set or a number."""


def main() -> None:
    """Ask, compare, and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--indexes", type=Path, default=Path("index/closed"))
    parser.add_argument("--corpus", default="")
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    listed = tomllib.loads((HERE / "blind.toml").read_text(encoding="utf-8"))["question"]
    listed = sorted((q for q in listed if asked.corpus in ("", q["corpus"])), key=corpus_of)
    counted: Counter[str] = Counter()
    opened: tuple[str, Engine] | None = None
    fs = []
    for question in listed:
        name = corpus_of(question)
        if opened is None or opened[0] != name:
            opened = name, engine_of(name, question, asked.corpora, asked.indexes)
        try:
            answer = opened[1].ask(question["text"])
        except UserError:
            answer = None
        told = answer is not None and answer.answered and answer.plan.operator in TELLS
        golds = question.get("gold_any") or [question.get("gold")]
        right = not told if question["kind"] == "refuse" else False
        if answer is not None and told and question["kind"] != "refuse":
            right = any(is_right(question, answer, opened[1], gold) for gold in golds)
        if question["kind"] == "set":
            fs.append(max(f_of(members(answer, opened[1], gold) if told else None, gold) for gold in golds))
        counted.update(asked=1, exact=right, wrong=told and not right)
        if asked.misses and not right:
            words = paragraph(answer)[:160] if answer is not None else "refused"
            print(f"{'WRONG' if told else 'miss '} {name}: {question['text']}\n      gold {golds}; told {words}")
    n = max(counted["asked"], 1)
    sets = f"SetF {sum(fs) / max(len(fs), 1):.3f} over {len(fs)} sets"
    print(f"{n} questions: {sets}, exact {counted['exact'] / n:.3f}, wrong {counted['wrong'] / n:.3f}")


def corpus_of(question: dict[str, Any]) -> str:
    """Return the name of the corpus that a question is asked over."""
    one = question["corpus"] == "dask-survey" and len(question["source"]) == 1
    return f"dask-{question['source'][0][:4]}" if one else str(question["corpus"])


def engine_of(name: str, question: dict[str, Any], corpora: Path, indexes: Path) -> Engine:
    """Return an engine over a corpus; the index is built where there is none."""
    folder = corpora / str(question["corpus"])
    if name != question["corpus"]:
        alone = indexes / "corpora" / name
        alone.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / question["source"][0], alone / question["source"][0])
        folder = alone
    build(Corpus.at(folder), indexes / name, Encoder.named())
    return Engine.open(indexes / name)


def members(answer: Answer | None, engine: Engine, gold: Any) -> set[Any]:
    """Return who is in an answer's set, as the gold names them: by name, or by the row."""
    found = [d for d in answer.respondents if d.verdict == "matched"] if answer is not None else []
    if "names" in gold:
        return {d.name.casefold() for d in found}
    rows = {id_: row for row, id_ in enumerate(engine.index.store.respondents)}
    return {rows[d.id] for d in found}


def f_of(found: set[Any] | None, gold: Any) -> float:
    """Return the F1 of a set; of a large one, of which the gold tells only the size, whether it has that."""
    if found is None:
        return 0.0
    if "rows" not in gold and "names" not in gold:
        return float(len(found) == gold["n"])
    wanted = {name.casefold() for name in gold["names"]} if "names" in gold else set(gold["rows"])
    return 1.0 if found == wanted else 2 * len(found & wanted) / max(len(found) + len(wanted), 1)


def is_right(question: dict[str, Any], answer: Answer, engine: Engine, gold: Any) -> bool:
    """Return whether an answer is exactly a gold."""
    kind, closed = question["kind"], answer.closed
    matched = sum(d.verdict == "matched" for d in answer.respondents)
    if kind == "count":
        return bool(matched == gold)
    if kind == "set":
        return f_of(members(answer, engine, gold), gold) == 1.0
    if kind == "share":
        base = closed.base if isinstance(closed, Choice) else answer.coverage.examined
        return (matched, base) == (gold.get("n"), gold.get("base"))
    if kind == "number":
        value = closed.value if isinstance(closed, Aggregated) else None
        return value is not None and isinstance(gold, int | float) and abs(value - gold) <= 0.0051
    if not isinstance(closed, Tallied):
        return False
    if "by" in question:
        told = {row.option: dict(zip(closed.columns, row.by, strict=False)) for row in closed.rows}
        return all(told.get(o, {}).get(group) == n for group, own in gold.items() for o, n in own.items())
    counts = {row.option.casefold(): row.count for row in closed.rows}
    return all(counts.get(option.casefold(), 0) == n for option, n in gold.items())


if __name__ == "__main__":
    main()
