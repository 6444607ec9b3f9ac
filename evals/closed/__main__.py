"""Ask this folder's questions and say how many are answered exactly.

    python -m evals.closed [CORPORA] [--set development] [--corpus NAME] [--indexes FOLDER] [--misses] [--most-wrong X]

``CORPORA`` is a folder with ``dask-survey/`` (2019.csv to 2021.csv); the others lie here, and need none. It ends with 1
where more than the share ``--most-wrong`` is told wrong. Figures: SetF, the F1 of the
set of respondents averaged over questions that ask for one; exact, the share of all questions that are answered just so
(a set, its count, every frequency of a tally, a figure; nothing told where nothing can be); and wrong, the share of
questions to which another number or set is told.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.closed.gold import gold, questions, rows_of
from msqqa.ask.engine import Engine
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import UserError
from msqqa.index.build import build
from msqqa.model import About
from msqqa.model.closed import Aggregated, Tallied

if TYPE_CHECKING:
    from msqqa.model import Answer

HERE = Path(__file__).parent
FILES = {
    "dask-2019": "dask-survey/2019.csv",
    "dask-2020": "dask-survey/2020.csv",
    "dask-2021": "dask-survey/2021.csv",
}


OWN = {"staff": "staff/staff-survey.csv", "libraries": "libraries/survey.csv"}


def main() -> None:
    """Ask, compare, and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path, nargs="?", default=HERE)
    parser.add_argument("--set", default="development")
    parser.add_argument("--corpus", action="append", default=[])
    parser.add_argument("--most-wrong", type=float, default=1.0)
    parser.add_argument("--indexes", type=Path, default=Path("index/closed"))
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    engines: dict[str, tuple[Engine, Any]] = {}
    fs, exact, wrong = [], 0, 0
    listed = [line for line in questions(asked.set) if not asked.corpus or line[0] in asked.corpus]
    for corpus, text, kind, column, options in listed:
        if corpus not in engines:
            engines[corpus] = opened(corpus, asked.corpora, asked.indexes)
        engine, rows = engines[corpus]
        wanted = gold(corpus, rows, kind, column, options)
        try:
            answer = engine.ask(text)
        except UserError as error:
            answer, told = None, str(error)
        else:
            told = answer.text[:160]
        right, f, decided = scored(answer, kind, wanted, list(engine.index.store.respondents))
        exact += right
        wrong += decided and not right
        if f is not None:
            fs.append(f)
        if asked.misses and not right:
            shown = len(wanted) if isinstance(wanted, list) else wanted
            print(f"{'WRONG' if decided else 'miss '} {corpus}: {text}\n      gold {kind} {shown}; told {told}")
    n = max(len(listed), 1)
    sets = f"SetF {sum(fs) / max(len(fs), 1):.3f} over {len(fs)} sets"
    print(f"{n} questions: {sets}, exact {exact / n:.3f}, wrong {wrong / n:.3f}")
    if not listed or wrong / n > asked.most_wrong:
        raise SystemExit(1)


def opened(corpus: str, corpora: Path, indexes: Path) -> tuple[Engine, Any]:
    """Return an engine over a corpus of one file, and its rows; the index is built where there is none."""
    file = HERE / OWN[corpus] if corpus in OWN else corpora / FILES[corpus]
    folder = indexes / "corpora" / corpus
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, folder / file.name)
    build(Corpus.at(folder), indexes / corpus, Encoder.named())
    return Engine.open(indexes / corpus), rows_of(file)


def scored(answer: Answer | None, kind: str, wanted: Any, ids: list[str]) -> tuple[bool, float | None, bool]:
    """Return whether an answer is exactly right, the F1 of its set, and whether it tells a number at all."""
    decided = (
        answer is not None and answer.answered and answer.plan.operator in ("which", "count", "tally", "aggregate")
    )
    if kind == "undecided":
        return not decided, None, decided
    if kind == "tally":
        rows = {r.option: r.count for r in answer.closed.rows} if decided and isinstance(answer.closed, Tallied) else {}
        return bool(rows) and all(wanted.get(o.casefold()) == n for o, n in rows.items()), None, decided
    if kind == "by":
        split = answer.closed if decided and answer is not None and isinstance(answer.closed, Tallied) else None
        own = {} if split is None or split.by is None else _pairs(split)
        ways = (own, {(by, option): n for (option, by), n in own.items()})
        told = (all(wanted.get((a.casefold(), b.casefold()), 0) == n for (a, b), n in way.items()) for way in ways)
        return bool(own) and any(told), None, decided
    if kind in ("average", "median"):
        value = answer.closed.value if decided and isinstance(answer.closed, Aggregated) else None
        return value is not None and abs(value - wanted) < 1e-9, None, decided
    gold_set = {ids[n] for n in wanted}
    found = {d.id for d in answer.respondents if d.verdict == "matched"} if decided and answer is not None else set()
    if answer is not None and isinstance(answer.plan, About) and answer.plan.respondents:
        found, decided = set(answer.plan.respondents), True  # "15 of 40 respondents", of a region, are named
    both = len(gold_set & found)
    f = 1.0 if not gold_set and not found and decided else 2 * both / max(len(gold_set) + len(found), 1)
    return decided and found == gold_set, f if decided else 0.0, decided


def _pairs(tallied: Tallied) -> dict[tuple[str, str], int]:
    """Return how often each option was chosen with each one of the question that splits it."""
    return {(r.option, by): n for r in tallied.rows for by, n in zip(tallied.columns, r.by, strict=True)}


if __name__ == "__main__":
    main()
