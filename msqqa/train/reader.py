"""Train the reader, and measure it on writers whose questions it has not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from msqqa.ask.reading.decode import decode
from msqqa.ask.reading.labels import HEADS, KINDS, TAGS
from msqqa.ask.reading.model import PREFIX, own_range
from msqqa.train.augment import Augmenter
from msqqa.train.loop import IGNORED, Settings, fit
from msqqa.train.network import ReaderNetwork

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from msqqa.ask.reading.reading import Reading
    from msqqa.encode.model import Model
    from msqqa.train.examples import Example

LONGEST = 128
"""Word pieces of a question while training."""


def encode(examples: Sequence[Example], model: Model) -> dict[str, torch.Tensor]:
    """Return word pieces and labels of some examples, padded."""
    rows = [model.tokens.spans(PREFIX + example.text) for example in examples]
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
    settings: Settings,
    tell: Callable[[str], None] = print,
) -> ReaderNetwork:
    """Return a network trained on some examples."""
    torch.manual_seed(settings.seed)
    network = ReaderNetwork(encoder, settings.layers, frozen=settings.frozen)
    augmenter = Augmenter(examples)

    def dress(batch: Sequence[Example], chance: random.Random) -> dict[str, torch.Tensor]:
        return encode([augmenter.dress(example, chance) for example in batch], model)

    fit(network, examples, dress, lambda example: len(example.text), settings, tell)
    return network


def make_reader(network: ReaderNetwork, model: Model) -> Callable[[str], Reading]:
    """Return a function that reads questions with a network in full precision."""

    def read(text: str) -> Reading:
        ids, spans = model.tokens.spans(PREFIX + text)
        pieces = torch.tensor([ids])
        with torch.no_grad():
            logits = network(pieces, torch.ones_like(pieces))
        ranges = [own_range(text, start, end) for start, end in spans]
        return decode(text, ranges, {name: found[0].float().numpy() for name, found in logits.items()})

    return read
