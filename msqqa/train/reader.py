"""Train the reader, and measure it on writers whose questions it has not seen."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch.nn.functional import cross_entropy

from msqqa.ask.reading.decode import decode
from msqqa.ask.reading.labels import HEADS, KINDS, TAGS
from msqqa.ask.reading.model import PREFIX, own_range
from msqqa.encode.reference import load
from msqqa.train.augment import Augmenter
from msqqa.train.network import ReaderNetwork

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msqqa.ask.reading.reading import Reading
    from msqqa.encode.model import Model
    from msqqa.train.examples import Example

IGNORED = -100
"""What cross-entropy passes over."""
LONGEST = 128
"""Word pieces of a question while training."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the reader is trained; chosen on held-out writers."""

    layers: int = 12
    frozen: int = 4
    epochs: int = 8
    batch: int = 24
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    warm: float = 0.06
    """Share of the steps in which the rates rise from 0."""
    seed: int = 13
    prefix: str = "query: "


def load_encoder(model: Model) -> Any:
    """Return the encoder of a sentence-transformers model, in full precision."""
    return load(model)[0].auto_model.float()


def encode(examples: Sequence[Example], model: Model, prefix: str) -> dict[str, torch.Tensor]:
    """Return word pieces and labels of some examples, padded."""
    rows = [model.tokens.spans(prefix + example.text) for example in examples]
    width = min(LONGEST, max(len(ids) for ids, _ in rows))
    ids = torch.zeros((len(rows), width), dtype=torch.long)
    mask, tags, kinds = ids.clone(), ids.clone().fill_(IGNORED), ids.clone().fill_(IGNORED)
    for n, ((pieces, spans), example) in enumerate(zip(rows, examples, strict=True)):
        length = min(width, len(pieces))
        ids[n, :length] = torch.tensor(pieces[:length])
        mask[n, :length] = 1
        own = [own_range(example.text, start, end) for start, end in spans]
        _label(example, own, tags[n, :length], kinds[n, :length])
    found = {"input_ids": ids, "attention_mask": mask, "tags": tags, "kinds": kinds}
    for head, labels in HEADS.items():
        places = {label: i for i, label in enumerate(labels)}
        found[head] = torch.tensor([places.get(e.labels.get(head, ""), IGNORED) for e in examples])
    return found


def _label(example: Example, ranges: Sequence[tuple[int, int]], tags: torch.Tensor, kinds: torch.Tensor) -> None:
    """Write the tags and kinds of one example's word pieces."""
    begun: set[tuple[int, int]] = set()
    for i, (start, end) in enumerate(ranges[: len(tags)]):
        if start == end:
            continue
        tags[i] = 0
        for span in example.spans:
            if span.start <= start < span.end:
                key = (span.start, span.end)
                tags[i] = TAGS.index(f"{'I' if key in begun else 'B'}-{span.slot}")
                begun.add(key)
                if span.kind is not None:
                    kinds[i] = KINDS.index(span.kind)


def train(
    examples: Sequence[Example],
    encoder: Any,
    model: Model,
    settings: Settings = Settings(),
    tell: Callable[[str], None] = print,
) -> ReaderNetwork:
    """Return a network trained on some examples."""
    torch.manual_seed(settings.seed)
    chance = random.Random(settings.seed)
    network = ReaderNetwork(encoder, settings.layers, frozen=settings.frozen)
    augmenter = Augmenter(examples)
    layers = [p for p in network.layers.parameters() if p.requires_grad]
    heads = [p for name, p in network.named_parameters() if not name.startswith(("layers", "embeddings"))]
    groups = [{"params": heads, "lr": settings.head_rate}]
    if layers:
        groups.append({"params": layers, "lr": settings.encoder_rate})
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    batches = (len(examples) + settings.batch - 1) // settings.batch
    steps = batches * settings.epochs
    warm = max(1, int(settings.warm * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )
    for epoch in range(settings.epochs):
        began, total = time.perf_counter(), 0.0
        network.train()
        for batch in _batches(examples, settings.batch, chance):
            dressed = [augmenter.dressed(example, chance) for example in batch]
            encoded = encode(dressed, model, settings.prefix)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = network(encoded["input_ids"], encoded["attention_mask"])
            loss = losses(logits, encoded)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([*layers, *heads], 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        tell(f"epoch {epoch + 1}: loss {total / batches:.3f}, {time.perf_counter() - began:.0f} s")
    return network.eval()


def losses(logits: dict[str, torch.Tensor], encoded: dict[str, torch.Tensor]) -> torch.Tensor:
    """Return the sum of all heads' cross-entropies; a head of which no label is known adds nothing."""
    total = torch.zeros(())
    for name, found in logits.items():
        wanted = encoded[name]
        if bool((wanted != IGNORED).any()):
            flat = found.float().reshape(-1, found.shape[-1])
            total = total + cross_entropy(flat, wanted.reshape(-1), ignore_index=IGNORED)
    return total


def _batches(examples: Sequence[Example], size: int, chance: random.Random) -> list[list[Example]]:
    """Return shuffled batches of examples of like length: what is padded is computed for nothing."""
    order = list(examples)
    chance.shuffle(order)
    order.sort(key=lambda e: len(e.text) + chance.uniform(-12, 12))
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    chance.shuffle(batches)
    return batches


def reading_of(network: ReaderNetwork, model: Model) -> Callable[[str], Reading]:
    """Return a function that reads questions with a network in full precision."""

    def read(text: str) -> Reading:
        ids, spans = model.tokens.spans(PREFIX + text)
        pieces = torch.tensor([ids])
        with torch.no_grad():
            logits = network(pieces, torch.ones_like(pieces))
        ranges = [own_range(text, start, end) for start, end in spans]
        return decode(text, ranges, {name: found[0].float().numpy() for name, found in logits.items()})

    return read
