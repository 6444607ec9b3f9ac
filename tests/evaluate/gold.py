"""Questions about the small survey with what should come of them, some of it wrong on purpose; and sets of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msqqa.evaluate.questions import GoldQuestion
from msqqa.evaluate.response import EvaluatedQuestion
from msqqa.evaluate.run import score_responses
from msqqa.evaluate.systems import response_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from msqqa.index.open import Index
    from msqqa.model import Answer

QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "id": "a law",  # parted by a space, as TREC's columns are
        "kind": "lookup",
        "text": "does Kenya have a data protection law",
        "cells": ["kenya/1"],
        "respondents": ["kenya"],
        "stance": "yes",
    },
    {
        "id": "second",
        "kind": "lookup",
        "text": "does Japan have a data protection law",
        "cells": ["japan/3"],
        "respondents": ["japan"],
        "stance": "no",
        "note": "the gold is wrong: its cell comes second, and question 1 was left blank",
    },
    {
        "id": "refused",
        "kind": "lookup",
        "text": "does Finland have a regulatory sandbox",
        "cells": ["peru/2"],
        "respondents": ["peru"],
        "note": "the gold is wrong: there is no Finland",
    },
    {
        "id": "100% open",
        "kind": "open",
        "text": "what is the open data portal",
        "cells": ["japan/3", "peru/3"],
    },
    {
        "id": "words",
        "kind": "which",
        "text": "which countries mention WCAG",
        "cells": ["kenya/3", "japan/3"],
        "respondents": ["kenya", "japan"],
    },
    {
        "id": "half",
        "kind": "which",
        "text": "which countries have a regulatory sandbox",
        "cells": ["peru/2"],
        "respondents": ["peru", "kenya"],
        "note": "the gold is wrong: Kenya has none",
    },
    {"id": "nobody", "kind": "which", "text": "which countries mention Atlantis", "respondents": []},
    {"id": "not", "kind": "not", "text": "which countries do not mention WCAG", "respondents": ["peru"]},
    {
        "id": "count",
        "kind": "count",
        "text": "how many countries have a data protection law",
        "cells": ["kenya/1"],
        "respondents": ["kenya"],
        "number": 1,
        "edition": "2023",
    },
    {
        "id": "both",
        "kind": "compare",
        "text": "compare Kenya and Peru on the regulatory sandbox",
        "cells": ["kenya/2", "peru/2"],
        "respondents": ["kenya", "peru"],
    },
    {"id": "elsewhere", "kind": "unanswerable", "text": "does Estonia have a regulatory sandbox"},
    {"id": "nothing", "kind": "unanswerable", "text": "favourite colour of penguins"},
)


def write_set(folder: Path, *lines: dict[str, Any] | str, name: str = "set.jsonl") -> Path:
    """Write a question set, of all of :data:`QUESTIONS` unless lines are given."""
    file = folder / name
    told = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines or QUESTIONS)
    file.write_text("".join(f"{line}\n" for line in told), encoding="utf-8", newline="")
    return file


def wanted(
    kind: str,
    text: str,
    *cells: str,
    respondents: Iterable[str] = (),
    stance: str | None = None,
    number: int | None = None,
) -> GoldQuestion:
    return GoldQuestion("q", kind, text, cells, tuple(respondents), stance, number=number)


def worth(gold: GoldQuestion, answer: Answer, index: Index) -> dict[str, float]:
    """Return what an answer is worth, by measure; not how long it took."""
    values = score_responses([EvaluatedQuestion(gold, response_of(answer))], index).values
    return {name: of[gold.id] for name, of in values.items() if name != "latency_ms"}


# ---------------------------------------------------------------- benchmarks

DOCUMENTS = {
    "d1": {"title": "Vaccines", "text": "Measles vaccination protects children."},
    "d2": {"text": "Statins lower cholesterol in adults."},
    "d3": {"title": "Sleep", "text": "Sleep loss harms the memory of students."},
    "d4": {"title": "", "text": "Vitamin D is needed for the density of bones."},
    "d5": {"title": "Coffee", "text": "Coffee keeps one awake."},
}
QUERIES = {"q1": "does vaccination protect children", "q2": "cholesterol drugs", "q3": "xyzzy", "unjudged": "coffee"}
QRELS = ("q1\td1\t1", "q2\td2\t2", "q2\td4\t0", "q3\td3\t1")
HEADER = "query-id\tcorpus-id\tscore"


def write_benchmark(folder: Path, *qrels: str) -> Path:
    """Write a benchmark in BEIR's layout; with its header and all of :data:`QRELS` unless lines are given."""
    (folder / "qrels").mkdir(parents=True)
    documents = (json.dumps({"_id": id_, **row}) for id_, row in DOCUMENTS.items())
    queries = (json.dumps({"_id": id_, "text": text, "metadata": {}}) for id_, text in QUERIES.items())
    for name, lines in (
        ("corpus.jsonl", documents),
        ("queries.jsonl", queries),
        ("qrels/test.tsv", qrels or (HEADER, *QRELS)),
    ):
        (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder
