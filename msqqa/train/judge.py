"""Train the judge, and measure it on writers whose claims it has not seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import torch

from msqqa.train.judgments import HEADS
from msqqa.train.loop import IGNORED, Settings, fit
from msqqa.train.network import JudgeNetwork

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from msqqa.encode.model import Model
    from msqqa.train.judgments import Judgment


CLAIM, QUESTION, BEFORE, SENTENCE = 24, 40, 32, 96
"""Word pieces of each part that are read: of what stands before a sentence the last ones, else the first."""


def pieces(judgment: Judgment, model: Model) -> list[int]:
    """Return the word pieces of a judged claim: its parts as XLM-R has pairs, with two marks between them."""

    def of(text: str, longest: int | None) -> list[int]:
        return model.tokens.ids([text], None)[0][1:-1][:longest]

    if judgment.head == "factuality":
        return _joined([of(judgment.sentence, SENTENCE)])
    claim = of(judgment.claim, CLAIM)
    if judgment.head == "sameness":
        return _joined([claim, of(judgment.question, SENTENCE)])
    before = of(judgment.before, None)[-BEFORE:] if judgment.before else []
    return _joined([claim, of(judgment.question, QUESTION), [*before, *of(judgment.sentence, SENTENCE)]])


def _joined(parts: Sequence[Sequence[int]]) -> list[int]:
    begin, end = 0, 2  # XLM-R's <s> and </s>
    ids = [begin, *parts[0], end]
    for part in parts[1:]:
        ids += [end, *part, end]
    return ids


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
) -> JudgeNetwork:
    """Return a network trained on some judgments; a sentence that several claims stand beside is taught alone once."""
    torch.manual_seed(settings.seed)
    network = JudgeNetwork(encoder, settings.layers, frozen=settings.frozen)

    def dress(batch: Sequence[Judgment], _: random.Random) -> dict[str, torch.Tensor]:
        return encode(batch, model)

    def length(judgment: Judgment) -> int:
        return len(judgment.claim) + len(judgment.question) + len(judgment.before) + len(judgment.sentence)

    fit(network, list(dict.fromkeys(judgments)), dress, length, settings, tell)
    return network


def judged(judgments: Sequence[Judgment], network: JudgeNetwork, model: Model) -> Iterator[tuple[Judgment, str, float]]:
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
