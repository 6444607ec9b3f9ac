"""``python evals/claims/recall.py CORPUS=INDEX …``: are the sentences that prove a claim among those that are judged.

The notes of the rounds beside this file quote what puts each respondent into a set. Printed is the share of these
quotes whose sentence is the first, among the first two and among the first four that are chosen of its respondent.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from fit import plan_questions

from msqqa.ask.engine import Engine
from msqqa.ask.judge.claims import Claims
from msqqa.evaluate.vary import change_setting
from msqqa.judge.model import Judge
from msqqa.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEPTHS = (1, 2, 4)
_HELD = 0.75
"""Share of a quote's words that its sentence holds: a note may leave some out."""
_FEWEST = 3
"""Words of a quote that tells its sentence from others."""


def main() -> None:
    """Look for every quote, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", metavar="CORPUS=INDEX")
    options = parser.parse_args()
    with change_setting("judge.claims", "SENTENCES", max(_DEPTHS)):
        found = [place for given in options.corpora for place in places(*given.partition("=")[::2])]
    for depth in _DEPTHS:
        print(f"among the first {depth}: {sum(place <= depth for place in found) / len(found):.3f} of {len(found)}")


def places(corpus: str, index: str) -> Iterator[int]:
    """Yield, for each quote, where its sentence stands among the chosen ones: 1 is the first, the last is none."""
    engine = Engine.open(Path(index))
    claims = Claims(engine.index.store, engine.retriever, Judge.shipped())
    everybody = tuple(engine.index.store.respondents)
    scope = engine.retriever.select(everybody)
    for _, gold, plan in plan_questions(engine, corpus):
        if gold.get("mode") != "meaning":
            continue
        query = engine.retriever.whiten(engine.retriever.query(plan.text))
        chosen = claims.find_candidates(query, scope, everybody, {})
        for who in gold["respondents"]:
            quote = re.search(rf"{re.escape(who)}:\s*[\"“]?([^;\"”]+)", gold.get("note", ""))
            wanted = set(stems(quote[1])) if quote else set()
            if len(wanted) < _FEWEST or not any(_holds(text, wanted) for text in _own_texts(engine, who)):
                continue
            ranked = enumerate(chosen.get(who, ()), 1)
            yield next((n for n, one in ranked if _holds(one.beside.sentence, wanted)), max(_DEPTHS) + 1)


def _holds(text: str, wanted: set[str]) -> bool:
    return len(wanted & set(stems(text))) >= _HELD * len(wanted)


def _own_texts(engine: Engine, who: str) -> Iterator[str]:
    store = engine.index.store
    scope = engine.retriever.select((who,))
    for cell in () if scope.cells is None else scope.cells.tolist():
        yield from (store.passage(row).text for row in store.passages_of(cell))


if __name__ == "__main__":
    main()
