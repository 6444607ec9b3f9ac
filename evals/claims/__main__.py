"""``python evals/claims ROUND [CORPUS=INDEX …]``: are claims decided that are no question of the form.

``ROUND`` is a folder beside this file, with a question set for each corpus; ``CORPUS=INDEX`` names the index of each.
Sets of corpora that are not named are left out. ``--show`` prints what went wrong.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING

from msqqa.ask.engine import Engine
from msqqa.errors import QuestionError
from msqqa.render.prose import paragraph

if TYPE_CHECKING:
    from msqqa.model import Answer

HAS = {"yes", "partial"}


def main(folder: Path, indexes: dict[str, Path], *, show: bool) -> None:
    """Ask every question, and print the figures."""
    figures: dict[str, list[float]] = defaultdict(list)
    for name, index in indexes.items():
        engine = Engine.open(index)
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            began = time.perf_counter()
            try:
                answer = engine.ask(gold["text"], everyone=True)
            except QuestionError:  # it is told what is wrong with the question, and answers nothing
                answer = None
            kind = gold["kind"] if gold["kind"] in ("lookup", "unanswerable") else f"by {gold['mode']}"
            figures[f"{kind}: milliseconds, median"].append(1000 * (time.perf_counter() - began))
            told = judged(gold, answer)
            for what, value in told.items():
                figures[f"{kind}: {what}"].append(value)
            if show and min(told.values()) < 1:
                print(kind, gold["id"], gold["text"], "|", paragraph(answer)[:200] if answer else "not read")
    for what in sorted(figures):
        values = figures[what]
        print(f"{what}: {median(values) if 'median' in what else fmean(values):.3f} ({len(values)})")


def judged(gold: dict, answer: Answer | None) -> dict[str, float]:
    """Return what is right of one answer, each 0 or 1 or a share."""
    refused = answer is None or not answer.answered
    if gold["kind"] == "unanswerable":
        return {"refused": float(refused)}
    decisions = () if answer is None or refused else answer.respondents
    if gold["kind"] == "lookup":
        stance = next((d.stance for d in decisions if d.id in gold["respondents"]), None)
        right = None if gold["stance"] == "none" else gold["stance"]  # the response does not say
        turned = {stance, right} & HAS and "no" in (stance, right)
        return {"stance": float(stance == right), "not the wrong way round": float(not turned)}
    found, wanted = {d.id for d in decisions if d.verdict == "matched"}, set(gold["respondents"])
    both = len(found & wanted)
    f = 2 * both / (len(found) + len(wanted)) if found or wanted else 1.0
    return {"SetF": f, "exact": float(found == wanted), "answered": float(not refused)}


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(
            "say which round, and where: python evals/claims evals/claims/round1 demo-msq-2024=index/demo-msq-2024"
        )
    given = [a.partition("=") for a in sys.argv[2:] if "=" in a]
    main(Path(sys.argv[1]), {name: Path(index) for name, _, index in given}, show="--show" in sys.argv)
