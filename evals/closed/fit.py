"""Fit the second way of linking: which pair of a question and an option is meant, and when it is told.

    python -m evals.closed.fit CORPORA [--indexes FOLDER] [--kept FILE] [--in-use] [--write] [--misses]

It is fitted on the questions of ``questions.toml``, those of ``blind.toml`` over single years of the Dask survey,
``links.toml``, and the writers of ``linking/``. Each of these hands is left out once, and what is printed is of the one
that was left out. Probabilities from which something is told are the least from which no more than ``--wrong`` of what
is told was wrong then. Looking up every claim takes minutes; ``--kept`` keeps what was found, so that fitting anew
takes seconds. Remove that file where the signals or the judge have changed. ``--in-use`` prints alone what the weights
in use tell of each hand.
"""

from __future__ import annotations

import argparse
import csv
import json
import pickle
import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.closed.__main__ import HERE, opened
from evals.closed.gold import questions
from msqqa.ask.engine import Engine
from msqqa.ask.judge.closed.decide import Closed
from msqqa.ask.judge.closed.labels import is_denied
from msqqa.ask.judge.closed.meaning import MeaningLinker, tell_option, tell_question
from msqqa.ask.judge.closed.pairs import load_weights
from msqqa.ask.judge.logistic import logistic
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import UserError
from msqqa.index.build import build
from msqqa.words import fold, squeeze, unique

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.judge.closed.match import LinkQuery
    from msqqa.ask.judge.closed.pairs import Ranked
    from msqqa.ask.judge.closed.questions import ClosedQuestion
    from msqqa.model import Plan

WEIGHTS = HERE.parent.parent / "msqqa/ask/judge/closed/meaning.json"
HANDS = {"development": "first", "fresh": "first", "fresh2": "second", "fresh3": "fourth"}
"""Who wrote a set of questions: a hand is left out as a whole."""
_ROWS = 60
_LEADING = 6
"""Pairs of a row that are judged: more than one asks of the judge, as other weights put others first."""
_UNSEEN = -4.0
"""What stands for the judge's word on a pair that was not looked at."""
_RANKED, _TOLD = 0.002, 0.02
"""How strongly the weights of either model are drawn to nothing."""


@dataclass(frozen=True)
class Row:
    """A question with what it means."""

    hand: str
    corpus: str
    text: str
    column: str
    """Empty where no closed question is meant."""
    options: tuple[str, ...]
    """None for a question as a whole."""
    denied: bool = False
    whole: str = ""
    """All of the options as one, as some options hold the mark between two."""


@dataclass(frozen=True)
class Leading:
    """A pair that may come first, with what is looked up of such ones alone."""

    options: tuple[str, ...]
    """What it comes to; none where something speaks against it."""
    denied: bool
    judged: float


@dataclass(frozen=True)
class Seen:
    """What was looked for, once, with what may be meant."""

    row: Row
    wanted: LinkQuery
    ranked: Ranked
    right: frozenset[int]
    """Places of the pairs that are meant."""
    leading: dict[int, Leading]
    """By the place of a pair: those that come first by the weights in use. No other one is ever told."""


def main() -> None:
    """Fit, and print how well it does on hands that were left out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--indexes", type=Path, default=Path("index/closed"))
    parser.add_argument("--kept", type=Path)
    parser.add_argument("--wrong", type=float, default=0.015)
    parser.add_argument("--in-use", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    seen = look_up(asked.corpora, asked.indexes, asked.kept)
    if asked.in_use:
        tell_in_use(seen["options"])
        return
    fitted = {}
    for decision, found in seen.items():
        told = leave_out(decision, found)
        threshold = least_sure(told, asked.wrong)
        print(f"{decision}: {len(found)} rows, {sum(bool(one.right) for one in found)} of them meant")
        for hand in sorted({one.row.hand for one in found}):
            own = [(p, right) for p, right, one in told if one.row.hand == hand]
            above = [right for p, right in own if p >= threshold]
            print(f"  {hand} left out: {len(own)} rows, {sum(above)} told right, {len(above) - sum(above)} told wrong")
        for least in (0.8, 0.85, 0.9, 0.95):
            above = [right for p, right, _ in told if p >= least]
            print(f"  of all left out, from {least}: {sum(above)} right, {len(above) - sum(above)} wrong")
        print(f"  told from {threshold:.2f}")
        rank, tell, intercept = fit(decision, found)
        if asked.misses:
            for p, right, one in sorted(told, key=lambda t: -t[0]):
                if not right and p >= threshold - 0.2:
                    pair = one.ranked.pairs[one.ranked.order(rank)[0][0]]
                    print(f"    {p:.2f} {one.row.text} | {one.row.column} {one.row.options}; {pair.option}")
        numbers = [round(float(w), 3) for w in rank], [round(float(w), 3) for w in tell]
        fitted[decision] = {
            "rank": numbers[0],
            "tell": numbers[1],
            "intercept": round(float(intercept), 3),
            "told": round(threshold, 3),
        }
    if asked.write:
        WEIGHTS.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


def look_up(corpora: Path, indexes: Path, kept: Path | None) -> dict[str, list[Seen]]:
    """Return what may be meant by every row, by the decision; it is read from a file where it was kept."""
    if kept is not None and kept.exists():
        found: dict[str, list[Seen]] = pickle.loads(kept.read_bytes())
        return found
    seen: dict[str, list[Seen]] = {"options": [], "questions": []}
    for row, engine in rows_with_engines(corpora, indexes):
        for decision, one in look(row, engine).items():
            seen[decision].append(one)
    if kept is not None:
        kept.write_bytes(pickle.dumps(seen))
    return seen


def tell_in_use(seen: Sequence[Seen]) -> None:
    """Print what the weights in use tell of each hand, whether words tell it too or not."""
    weights = load_weights("options")
    for hand in sorted({one.row.hand for one in seen}):
        own = [one for one in seen if one.row.hand == hand and is_admitted("options", one, weights.rank)]
        signals = [signals_to_tell("options", one, weights.rank) for one in own]
        likely = [logistic(weights.tell, weights.intercept, row) for row in signals]
        told = [
            is_right("options", one, weights.rank, admitted=True)
            for one, p in zip(own, likely, strict=True)
            if p >= weights.told
        ]
        print(f"{hand}: {sum(told)} told right, {len(told) - sum(told)} told wrong")


# ---------------------------------------------------------------- rows


def rows_with_engines(corpora: Path, indexes: Path) -> Iterator[tuple[Row, Engine]]:
    """Yield every row, with an engine over its corpus."""
    listed = [row for which in HANDS for row in rows_of_set(which)] + blind_rows()
    for corpus in sorted({row.corpus for row in listed}):
        engine, _ = opened(corpus, corpora, indexes)
        yield from ((row, engine) for row in listed if row.corpus == corpus)
    for survey in made_up_surveys():
        engine = engine_of(survey, indexes)
        for text, number, options, *marks in survey["claims"]:
            column = survey["questions"][number - 1][0] if number else ""
            yield Row(survey["hand"], survey["name"], text, column, tuple(options), bool(marks)), engine


def made_up_surveys() -> Iterator[dict[str, Any]]:
    """Yield the surveys of ``links.toml``, and those of the writers of ``linking/``, each of whom is a hand."""
    for survey in tomllib.loads((HERE / "links.toml").read_text(encoding="utf-8"))["survey"]:
        yield {"hand": "links", **survey}
    for file in sorted((HERE / "linking").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            survey = json.loads(line)
            yield {
                "hand": file.stem,
                **survey,
                "name": f"{file.stem}-{re.sub('[^a-z0-9]+', '-', survey['name'].lower())}",
            }


def rows_of_set(which: str) -> list[Row]:
    """Return the rows of a set of ``questions.toml``; two conditions at once are none."""
    found = []
    try:
        listed = questions(which)
    except KeyError:
        return []
    for corpus, text, kind, column, options in listed:
        if kind in ("both", "either"):
            continue
        meant = tuple(options.split(" / ")) if kind in ("count", "which", "not") else ()
        found.append(Row(HANDS[which], corpus, text, column, meant, kind == "not", options if meant else ""))
    return found


def blind_rows() -> list[Row]:
    """Return the rows of ``blind.toml`` over single years of the Dask survey that mean one question, or none."""
    found = []
    for q in tomllib.loads((HERE / "blind.toml").read_text(encoding="utf-8"))["question"]:
        columns, options = q.get("column") or [], q.get("options") or []
        if q["corpus"] != "dask-survey" or len(q["source"]) != 1 or (len(columns) != 1 and q["kind"] != "refuse"):
            continue
        corpus = f"dask-{q['source'][0][:4]}"
        if q["kind"] == "refuse":
            found.append(Row("blind", corpus, q["text"], "", ()))
        elif q["kind"] in ("tally", "number"):
            found.append(Row("blind", corpus, q["text"], columns[0], ()))
        elif len(options) == 1 and not is_denied(q["text"]):
            found.append(Row("blind", corpus, q["text"], columns[0], tuple(options)))
    return found


def engine_of(survey: dict[str, Any], indexes: Path) -> Engine:
    """Return an engine over a made-up survey, with answers that hold every option."""
    folder = indexes / "corpora" / f"links-{survey['name']}"
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(survey["name"])
    with (folder / "survey.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["Name", *(head for head, _, _ in survey["questions"])])
        for n in range(_ROWS):
            answers = (
                "; ".join(rng.sample(options, rng.randint(1, 3))) if how == "several" else _given(options, n, rng)
                for _, how, options in survey["questions"]
            )
            out.writerow([f"Person {n:02}a", *answers])
    index = indexes / f"links-{survey['name']}"
    build(Corpus.at(folder), index, Encoder.named())
    return Engine.open(index)


def _given(options: Sequence[str], n: int, rng: random.Random) -> str:
    return options[n % len(options)] if n < _ROWS / 3 else rng.choice(options)


# ---------------------------------------------------------------- what may be meant


class _EnoughError(Exception):
    """What is looked for is known."""


Call = tuple[str, MeaningLinker, "LinkQuery", "Callable[[ClosedQuestion], bool] | None"]
"""Whether options or questions were looked for, by what, and what."""


def note_calls(row: Row, engine: Engine) -> tuple[list[Call], bool]:
    """Return what is looked for by meaning when a row is asked, and whether the reader makes several things of it."""
    calls: list[Call] = []
    kept = {name: getattr(MeaningLinker, name) for name in ("choose_option", "choose_question", "find_question")}
    decide, several = Closed.decide, False

    def note(name: str) -> Callable[..., Any]:
        decision = "options" if name == "choose_option" else "questions"

        def noted(self: MeaningLinker, wanted: LinkQuery, *fits: Callable[[ClosedQuestion], bool]) -> Any:
            calls.append((decision, self, wanted, fits[0] if fits else None))
            if row.column and (decision == "options") == bool(row.options):
                raise _EnoughError
            return kept[name](self, wanted, *fits)

        return noted

    def note_decided(self: Closed, plan: Plan, examined: Sequence[str]) -> Any:
        nonlocal several
        several = several or len(plan.concepts) > 1
        decide(self, plan, examined)
        raise _EnoughError  # what cells say of it need not be judged

    try:
        for name in kept:
            setattr(MeaningLinker, name, note(name))
        Closed.decide = note_decided  # type: ignore[method-assign]
        engine.ask(row.text)
    except (UserError, _EnoughError):
        pass
    finally:
        for name, own in kept.items():
            setattr(MeaningLinker, name, own)
        Closed.decide = decide  # type: ignore[method-assign]
    return calls, several


def look(row: Row, engine: Engine) -> dict[str, Seen]:
    """Return what is first looked for among options, and among questions, when a row is asked."""
    calls, several = note_calls(row, engine)
    found: dict[str, Seen] = {}
    if several and not row.column:
        return found  # each of the things is looked for by itself
    for decision, by, wanted, fits in calls:
        whole = not row.options
        if decision in found or (row.column and whole != (decision == "questions")):
            continue
        match = by.linker.match(wanted)
        ranked = by.rank_questions(match, wanted, fits) if fits is not None else by.rank_options(match, wanted)
        if ranked is None or not len(ranked.pairs):
            continue
        right = frozenset(at for at, one in enumerate(ranked.pairs) if is_meant(row, by, one.question, one.option))
        if row.column and not right:
            continue  # its column has no options here, or is not among the nearest
        leading = look_at_leading(by, wanted, ranked) if decision == "options" else {}
        found[decision] = Seen(row, wanted, ranked, right, leading)
    return found


def look_at_leading(by: MeaningLinker, wanted: LinkQuery, ranked: Ranked) -> dict[int, Leading]:
    """Return what is looked up of those pairs that come first, by the weights in use or by the vectors of both."""
    order = [*ranked.order(load_weights("options").rank)[0][:_LEADING], *(-ranked.signals[:, 2]).argsort()[:2].tolist()]
    match, places = by.linker.match(wanted), unique(order)
    judged = by.judge_pairs(wanted, [ranked.pairs[at] for at in places])
    found = {}
    for at, likely in zip(places, judged, strict=True):
        link = by.admit(match, ranked, wanted, at)
        found[at] = Leading(link.options if link else (), link is not None and link.denied, likely)
    return found


def is_meant(row: Row, by: MeaningLinker, question: int, option: str) -> bool:
    """Return whether a pair is what a row means."""
    asked = by.questions[question]
    if not is_head(row.column, asked.text):
        return False
    plain = not option and asked.column.type == "yesno"
    return not row.options or plain or _key(option) in {_key(one) for one in (*row.options, row.whole)}


def is_head(column: str, asked: str) -> bool:
    """Return whether a column's head is a question of the index, which has no number.

    >>> is_head("Q7. Do you wear a helmet?", "Do you wear a helmet?"), is_head("Do you wear one?", "Wear one?")
    (True, False)
    """
    head, own = _key(column), _key(asked)
    numbered = bool(own) and head.endswith(own) and re.fullmatch(r"[a-z]{0,2}\d+[a-z]?", head.removesuffix(own))
    return head == own or bool(numbered)


def _key(text: str) -> str:
    """Return a text as two ways of writing it are compared: a grid's part stands in brackets, or behind a dash."""
    return re.sub(r"\W+", "", fold(squeeze(text)))


# ---------------------------------------------------------------- fitting


def fit(decision: str, seen: Sequence[Seen]) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return the weights of the ranking, and those of the telling with where it begins."""
    import numpy as np

    rank = fit_rank([one for one in seen if one.right])
    signals = np.array([signals_to_tell(decision, one, rank) for one in seen])
    labels = np.array([float(is_right(decision, one, rank, admitted=False)) for one in seen])
    middle, spread = signals.mean(axis=0), signals.std(axis=0) + 1e-6
    weights = fit_logistic((signals - middle) / spread, labels)
    tell = weights[:-1] / spread
    return rank, tell, float(weights[-1] - tell @ middle)


def fit_rank(seen: Sequence[Seen]) -> NDArray[np.float64]:
    """Return the weights by which what is meant comes first: a conditional logit."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import logsumexp

    most = max(len(one.ranked.pairs) for one in seen)
    signals = np.zeros((len(seen), most, seen[0].ranked.signals.shape[1]))
    some, right = np.full((len(seen), most), -np.inf), np.full((len(seen), most), -np.inf)
    for at, one in enumerate(seen):
        signals[at, : len(one.ranked.pairs)] = one.ranked.signals
        some[at, : len(one.ranked.pairs)] = 0.0
        right[at, sorted(one.right)] = 0.0

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = signals @ weights
        of_some, of_right = logsumexp(scores + some, axis=1), logsumexp(scores + right, axis=1)
        likely = np.exp(scores + some - of_some[:, None])
        wanted = np.exp(scores + right - of_right[:, None])
        slope = np.einsum("ij,ijk->k", likely - wanted, signals) / len(seen)
        return float((of_some - of_right).mean()) + _RANKED / 2 * weights @ weights, slope + _RANKED * weights

    found: NDArray[np.float64] = minimize(loss, np.zeros(signals.shape[2]), jac=True, method="L-BFGS-B").x
    return found


def fit_logistic(signals: NDArray[np.float64], labels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of a logistic model, where it begins last."""
    import numpy as np
    from scipy.optimize import minimize

    rows = np.column_stack([signals, np.ones(len(signals))])
    signs = 2 * labels - 1

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = signs * (rows @ weights)
        drawn = np.append(weights[:-1], 0.0)
        slope = -(signs / (1 + np.exp(margins))) @ rows / len(rows)
        return float(np.logaddexp(0, -margins).mean() + _TOLD / 2 * drawn @ drawn), slope + _TOLD * drawn

    found: NDArray[np.float64] = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x
    return found


def signals_to_tell(decision: str, one: Seen, rank: Sequence[float]) -> list[float]:
    """Return the signals by which the first pair is told."""
    if decision == "questions":
        return tell_question(one.ranked, rank)
    order = one.ranked.order(rank)[0][:2]
    return tell_option(one.ranked, rank, [one.leading[at].judged if at in one.leading else _UNSEEN for at in order])


def is_right(decision: str, one: Seen, rank: Sequence[float], *, admitted: bool) -> bool:
    """Return whether the first pair is what is meant; ``admitted``: whether what it comes to is, to the last option."""
    first = one.ranked.order(rank)[0][0]
    if decision == "questions" or not admitted:
        return first in one.right
    link = one.leading.get(first)
    if link is None or first not in one.right or link.denied != one.row.denied:
        return False
    own = {_key(option) for option in link.options}
    return own in ({_key(option) for option in one.row.options}, {_key(one.row.whole)})


def is_admitted(decision: str, one: Seen, rank: Sequence[float]) -> bool:
    """Return whether the first pair may be told."""
    link = one.leading.get(one.ranked.order(rank)[0][0])
    return decision == "questions" or (link is not None and bool(link.options))


def leave_out(decision: str, seen: Sequence[Seen]) -> list[tuple[float, bool, Seen]]:
    """Return how likely each row is told when its hand was left out, 0 where nothing is; and whether rightly."""
    found = []
    for hand in sorted({one.row.hand for one in seen}):
        rank, tell, intercept = fit(decision, [one for one in seen if one.row.hand != hand])
        for one in (one for one in seen if one.row.hand == hand):
            kept = is_admitted(decision, one, rank)
            likely = logistic(tell, intercept, signals_to_tell(decision, one, rank)) if kept else 0.0
            found.append((likely, is_right(decision, one, rank, admitted=True), one))
    return found


def least_sure(told: Sequence[tuple[float, bool, Seen]], wrong: float) -> float:
    """Return the least probability from which at most a share of what is told is wrong."""
    least, errors = 1.0, 0
    for n, (likely, right, _) in enumerate(sorted(told, key=lambda one: -one[0]), 1):
        errors += not right
        if errors <= wrong * n and likely > 0:
            least = likely
    return least


if __name__ == "__main__":
    main()
