"""The loop that trains every network here: AdamW, rates that rise and fall, batches of like length, a fixed seed."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import torch
from torch.nn.functional import cross_entropy

from msqqa.encode.reference import load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msqqa.encode.model import Model
    from msqqa.train.network import Network

    Encoded = dict[str, torch.Tensor]
    """Head → the labels, beside ``input_ids`` and ``attention_mask``, padded."""

E = TypeVar("E")

_TRIED = 384
"""Rows and columns of what is multiplied to see which precision is fast."""
IGNORED = -100
"""What cross-entropy passes over: a label that is not known."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a network is trained; chosen on held-out writers."""

    layers: int = 12
    frozen: int = 4
    epochs: int = 8
    batch: int = 24
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    warm: float = 0.06
    """Share of the steps in which the rates rise from 0."""
    seed: int = 13


def load_encoder(model: Model) -> Any:
    """Return the encoder of a sentence-transformers model, in full precision."""
    return load(model)[0].auto_model.float()


def fit(
    network: Network,
    examples: Sequence[E],
    encode: Callable[[Sequence[E], random.Random], Encoded],
    length: Callable[[E], int],
    settings: Settings,
    tell: Callable[[str], None] = print,
) -> None:
    """Train a network on some examples.

    Parameters
    ----------
    network:
        It is changed, and left ready to be used.
    examples:
        What it learns.
    encode:
        A batch of them → word pieces and labels; it may dress them otherwise each time, by chance.
    length:
        How long an example is, in characters.
    settings, tell:
        How it is trained, and what becomes of a line for each epoch.
    """
    chance = random.Random(settings.seed)
    layers = [p for p in network.layers.parameters() if p.requires_grad]
    heads = [p for name, p in network.named_parameters() if not name.startswith(("layers", "embeddings"))]
    groups = [{"params": heads, "lr": settings.head_rate}]
    if layers:
        groups.append({"params": layers, "lr": settings.encoder_rate})
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    batches = (len(examples) + settings.batch - 1) // settings.batch
    steps = batches * settings.epochs
    warm = max(1, int(settings.warm * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )
    halved = bfloat16_pays()
    for epoch in range(settings.epochs):
        began, total = time.perf_counter(), 0.0
        network.train()
        for batch in _batches(examples, length, settings.batch, chance):
            encoded = encode(batch, chance)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=halved):
                logits = network(encoded["input_ids"], encoded["attention_mask"])
            loss = losses(logits, encoded)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([*layers, *heads], 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        tell(f"epoch {epoch + 1}: loss {total / batches:.3f}, {time.perf_counter() - began:.0f} s")
    network.eval()


def bfloat16_pays() -> bool:
    """Return whether this processor multiplies faster in bfloat16; without instructions for it 150 times slower."""
    seconds = {}
    for kind in (torch.float32, torch.bfloat16):
        some = torch.ones((_TRIED, _TRIED), dtype=kind)
        some @ some  # the first product prepares the next
        began = time.perf_counter()
        some @ some
        seconds[kind] = time.perf_counter() - began
    return seconds[torch.bfloat16] < seconds[torch.float32]


def losses(logits: dict[str, torch.Tensor], encoded: Encoded) -> torch.Tensor:
    """Return the sum of all heads' cross-entropies; a head of which no label is known adds nothing."""
    total = torch.zeros(())
    for name, found in logits.items():
        wanted = encoded[name]
        if bool((wanted != IGNORED).any()):
            flat = found.float().reshape(-1, found.shape[-1])
            total = total + cross_entropy(flat, wanted.reshape(-1), ignore_index=IGNORED)
    return total


def _batches(examples: Sequence[E], length: Callable[[E], int], size: int, chance: random.Random) -> list[list[E]]:
    """Return shuffled batches of examples of like length: what is padded is computed for nothing."""
    order = list(examples)
    chance.shuffle(order)
    order.sort(key=lambda e: length(e) + chance.uniform(-12, 12))
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    chance.shuffle(batches)
    return batches
