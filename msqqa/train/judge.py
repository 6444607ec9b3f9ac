"""Train the judge, and measure it on writers whose claims it has not seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import torch

from msqqa.judge.labels import HEADS
from msqqa.judge.word_pieces import SentenceContext, of_question, of_sentence, of_statement
from msqqa.train.frames import frame_judgment
from msqqa.train.judgments import strangers
from msqqa.train.loop import IGNORED, Settings, fit
from msqqa.train.network import JudgeNetwork
from msqqa.train.resume import meet_halfway, resume

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from msqqa.encode.model import Model
    from msqqa.train.frames import Frame
    from msqqa.train.judgments import Judgment


def pieces(judgment: Judgment, model: Model) -> list[int]:
    """Return the word pieces of a judged claim."""
    if judgment.head == "factuality":
        return of_statement(model, judgment.sentence)
    if judgment.head == "sameness":
        return of_question(model, judgment.claim, judgment.question)
    return of_sentence(model, judgment.claim, SentenceContext(judgment.question, judgment.before, judgment.sentence))


def encode(judgments: Sequence[Judgment], model: Model) -> dict[str, torch.Tensor]:
    """Return word pieces and labels of some judgments, padded."""
    rows = [pieces(judgment, model) for judgment in judgments]
    ids = torch.zeros((len(rows), max(map(len, rows))), dtype=torch.long)
    mask = ids.clone()
    for n, row in enumerate(rows):
        ids[n, : len(row)] = torch.tensor(row)
        mask[n, : len(row)] = 1
    labels = {
        head: torch.tensor([names.index(j.label) if j.head == head else IGNORED for j in judgments])
        for head, names in HEADS.items()
    }
    return {"input_ids": ids, "attention_mask": mask, **labels}


def train(
    judgments: Sequence[Judgment],
    encoder: Any,
    model: Model,
    settings: Settings,
    tell: Callable[[str], None] = print,
    *,
    warm: Sequence[Judgment] = (),
    frames: Mapping[str, Sequence[Frame]] | None = None,
    graph: Path | None = None,
    mean: bool = False,
) -> JudgeNetwork:
    """Return a network trained on some judgments; a sentence that several claims stand beside is taught alone once.

    Parameters
    ----------
    judgments:
        What it learns.
    encoder, model:
        The encoder that it begins as, and its word pieces.
    settings, tell:
        As in :func:`msqqa.train.loop.fit`.
    warm:
        What it reads once before, such as public inference pairs: what denies, and what follows from what.
    frames:
        By language, the words of questions that some of the claims are set in, by chance.
    graph:
        A judge that was trained before, which goes on learning; it has read what is ``warm``.
    mean:
        Whether the mean of both its weights is returned, those of before and those of after.
    """
    torch.manual_seed(settings.seed)
    network = JudgeNetwork(encoder, settings.layers, frozen=settings.frozen)

    def dress(batch: Sequence[Judgment], chance: random.Random) -> dict[str, torch.Tensor]:
        return encode([frame_judgment(judgment, frames or {}, chance) for judgment in batch], model)

    def length(judgment: Judgment) -> int:
        # What stands before a sentence is read in part only.
        return len(judgment.claim) + len(judgment.question) + min(len(judgment.before), 80) + len(judgment.sentence)

    if graph is not None:
        resume(network, graph)
    elif warm:
        fit(network, warm, dress, length, replace(settings, epochs=1, encoder_rate=1e-4), tell)
    fit(network, list(dict.fromkeys([*judgments, *strangers(judgments)])), dress, length, settings, tell)
    if graph is not None and mean:
        meet_halfway(network, graph)
    return network


def predict_labels(
    judgments: Sequence[Judgment], network: JudgeNetwork, model: Model
) -> Iterator[tuple[Judgment, str, float]]:
    """Yield each judgment with the label that a network gives it, and how surely."""
    with torch.no_grad():
        for judgment in judgments:
            ids = torch.tensor([pieces(judgment, model)])
            p = torch.softmax(network(ids, torch.ones_like(ids))[judgment.head][0].float(), -1)
            best = int(p.argmax())
            yield judgment, HEADS[judgment.head][best], float(p[best])


def measure(told: Iterable[tuple[Judgment, str, float]]) -> dict[str, float]:
    """Return the share told right by head, and by head and label; and how often yes and no are told for each other."""
    right: Counter[str] = Counter()
    known: Counter[str] = Counter()
    confused: defaultdict[str, int] = defaultdict(int)
    for judgment, label, _ in told:
        for name in (judgment.head, f"{judgment.head}: {judgment.label}"):
            known[name] += 1
            right[name] += label == judgment.label
        if judgment.head == "sameness":
            known["same or not"] += 1
            right["same or not"] += (label == "same") == (judgment.label == "same")
        if judgment.head == "bearing" and {label, judgment.label} == {"yes", "no"}:
            confused["the wrong way round"] += 1
    figures = {name: right[name] / known[name] for name in known}
    return {**figures, **{name: n / max(1, known["bearing"]) for name, n in confused.items()}}
