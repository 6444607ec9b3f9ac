"""Judged claims as they lie in ``evals/judging``: beside questions of forms, and beside sentences of answers.

A line is of one of three kinds. A pair holds ``form``, ``question``, ``claim`` and ``label``, one of
``msqqa.judge.labels.SAMENESS``.
A sentence holds ``domain``, ``lang``, ``question``, ``before``, ``sentence``, ``claim``, ``label``, one of
``BEARING``, and ``factuality``. A cell holds ``domain``, ``lang``, ``question``, ``sentences`` and ``claims``: every
claim beside every sentence of one answer. A row holds ``answers`` of several respondents in the place of ``sentences``,
and in each claim ``told``, of which answer and sentence. A claim of its own, with ``domain`` and ``told``, stands below
the answers that it is judged beside (:mod:`msqqa.train.answers`). ``evals/judging/README.md`` says what each label
means.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from msqqa.judge.labels import HEADS
from msqqa.train.answers import Answers
from msqqa.train.examples import ExampleError
from msqqa.words import squeeze, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_SILENT = 2
"""Sentences that do not tell on a claim, from which on it has such."""
AS_ASKED = ""
"""The language of a claim that stands as it is left of a question: no frame is put around it."""
_DRAWN = 12
"""Sentences of other answers from which one is taken that does not tell on a claim."""


@dataclass(frozen=True, slots=True)
class Judgment:
    """A claim with what it is beside: a question alone, or a sentence behind its question; or a sentence alone."""

    claim: str
    """Empty for a sentence alone."""
    question: str
    before: str
    """What stands before it in the answer, or empty."""
    sentence: str
    """Empty for a question alone."""
    head: str
    """Which of the judge's heads is asked."""
    label: str
    language: str
    writer: str
    domain: str


def read(files: Iterable[Path]) -> list[Judgment]:
    """Read judged claims; a file's stem is its writer.

    Raises
    ------
    ExampleError
        If a line is none.
    """
    found: list[Judgment] = []
    for file in files:
        answers = Answers(file.parent)
        for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            try:
                data = json.loads(line)
                if not answers.take(data):
                    found += _read_record(data, file.stem, answers)
            except (ValueError, KeyError, TypeError, IndexError, OSError) as error:
                raise ExampleError(f"{file.name}:{n}: {error}") from error
    return found


def strangers(judgments: Sequence[Judgment]) -> Iterator[Judgment]:
    """Yield each claim beside a sentence that its writer gave as an answer to another question: it does not tell.

    What is judged when somebody asks are the sentences of everybody that come nearest, and most of them are about
    something else. So of a few that are drawn the one is taken that shares most words with the claim.
    """
    by_writer: dict[str, list[Judgment]] = {}
    for judgment in judgments:
        if judgment.head == "bearing" and judgment.language != AS_ASKED:  # beside those stands enough that does not
            by_writer.setdefault(judgment.writer, []).append(judgment)
    for writer, own in by_writer.items():
        chance = random.Random(writer)
        asked: dict[str, set[str]] = {}
        silent: Counter[str] = Counter()
        for judgment in own:
            asked.setdefault(judgment.claim, set()).add(judgment.question)
            silent[judgment.claim] += judgment.label == "none"
        for n, (claim, questions) in enumerate(asked.items()):
            if (n % 3 == 0) != (silent[claim] >= _SILENT):
                continue  # a claim in three has enough that does not tell; of those beside many answers, two
            wanted = set(stems(claim))
            drawn = [j for j in chance.sample(own, min(_DRAWN, len(own))) if j.question not in questions]
            if drawn:
                nearest = max(drawn, key=lambda j: len(wanted & set(stems(j.sentence))))
                yield replace(nearest, claim=claim, label="none")


def _read_record(data: Mapping[str, Any], writer: str, answers: Answers) -> Sequence[Judgment]:
    if "told" in data:
        return list(_beside_answers(data, writer, answers))
    if "answers" in data:
        return [judgment for cell in _cells(data) for judgment in _of_cell(cell, writer)]
    language, domain = data.get("lang", "en"), data.get("domain") or data.get("form", "")
    if "sentences" in data:
        return list(_of_cell(data, writer))
    if "sentence" not in data:
        label = _check_label("sameness", data["label"])
        return [Judgment(data["claim"], data["question"], "", "", "sameness", label, language, writer, domain)]
    own = (data["question"], data["before"], data["sentence"])
    found = [Judgment(data["claim"], *own, "bearing", _check_label("bearing", data["label"]), language, writer, domain)]
    if "factuality" in data:  # of a public pair it is not known
        factuality = _check_label("factuality", data["factuality"])
        found.append(Judgment("", "", "", data["sentence"], "factuality", factuality, language, writer, domain))
    return found


def _beside_answers(data: Mapping[str, Any], writer: str, answers: Answers) -> Iterator[Judgment]:
    """Yield a claim as it is asked beside each sentence that came near; it is in the words of a question already."""
    for key, label in data["told"].items():
        place = answers.find(key)
        said = _check_label("bearing", label)
        yield Judgment(data["claim"], *place, "bearing", said, AS_ASKED, writer, data["domain"])


def _cells(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the cells of a row: the same claims beside each respondent's answer."""
    for n, answer in enumerate(data["answers"], 1):
        claims = []
        for claim in data["claims"]:
            own = (key.split(".") for key in claim["told"])
            labels = {place: claim["told"][f"{of}.{place}"] for of, place in own if int(of) == n}
            # Whether a claim is the question's is taught once, not beside each answer.
            same = {"same": claim["same"]} if n == 1 else {}
            claims.append({"claim": _remove_name(claim["claim"]), "labels": labels, **same})
        yield {**data, "sentences": answer["sentences"], "claims": claims}


def _remove_name(claim: str) -> str:
    """Return a question about one respondent as the planner leaves it: without its name, which is written ``[X]``."""
    return squeeze(re.sub(r"\[X\](['’]s\b)?", " ", claim)).strip(" ?!.,;:")


def _of_cell(data: Mapping[str, Any], writer: str) -> Iterator[Judgment]:
    """Yield what a cell teaches: its sentences alone, its claims beside its question, and beside its sentences.

    Most sentences do not tell on most claims. Of these, the one is taken that shares most words with the claim; but of
    claims on which another sentence tells, for every second one alone.
    """
    about = (data["lang"], writer, data["domain"])
    question, texts = data["question"], [sentence["text"] for sentence in data["sentences"]]
    for sentence in data["sentences"]:
        label = _check_label("factuality", sentence["factuality"])
        yield Judgment("", "", "", sentence["text"], "factuality", label, *about)
    for n, claim in enumerate(data["claims"]):
        if "same" in claim:
            yield Judgment(
                claim["claim"], question, "", "", "sameness", _check_label("sameness", claim["same"]), *about
            )
        told = {int(number) - 1: label for number, label in claim["labels"].items()}
        wanted = set(stems(claim["claim"]))
        silent = sorted(set(range(len(texts))) - set(told), key=lambda i: len(wanted & set(stems(texts[i]))))
        beside = silent[-1:] if not told or n % 2 else []
        for i in sorted({*told, *beside}):
            label = _check_label("bearing", told.get(i, "none"))
            place = (question, " ".join(texts[:i]), texts[i])
            yield Judgment(claim["claim"], *place, "bearing", label, *about)
            if claim.get("same") == "same":  # what the form asks is a claim like any other: of it a cell's stance tells
                yield Judgment(question, *place, "bearing", label, *about)


def _check_label(head: str, label: str) -> str:
    if label not in HEADS[head]:
        raise ExampleError(f"{head} {label!r} is none of {', '.join(HEADS[head])}")
    return label
