"""The networks that are trained: lower layers of the shipped encoder, fine-tuned, under a head for each thing told."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from msqqa.ask.reading.labels import HEADS, KINDS, TAGS
from msqqa.judge.labels import HEADS as JUDGED


class Network(nn.Module):
    """Token embeddings → states of word pieces.

    Parameters
    ----------
    encoder:
        A BERT-like encoder (``embeddings``, ``encoder.layer``), whose embeddings stay as they are.
    layers:
        How many of its layers are taken, from below.
    frozen:
        How many of them, from below, stay as they are: what they tell of words is good for any task, and a layer that
        is not trained costs a third.
    """

    def __init__(self, encoder: Any, layers: int, *, frozen: int = 0) -> None:
        super().__init__()
        self.embeddings = encoder.embeddings
        self.layers = nn.ModuleList(encoder.encoder.layer[:layers])
        self.width = int(encoder.config.hidden_size)
        for parameter in self.embeddings.parameters():
            parameter.requires_grad = False
        for layer in self.layers[:frozen]:
            for parameter in layer.parameters():
                parameter.requires_grad = False
        self.dropout = nn.Dropout(0.1)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> dict[str, torch.Tensor]:
        """Return logits by head."""
        return self.of_rows(self.embeddings.word_embeddings(input_ids), attention_mask)

    def of_rows(self, rows: torch.Tensor, attention_mask: torch.Tensor) -> dict[str, torch.Tensor]:
        """Return the same of the vocabulary's rows, shape (batch, pieces, width)."""
        raise NotImplementedError

    def states(self, rows: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the states of word pieces (batch, pieces, width), and of the whole (batch, 2 × width)."""
        states = self.embeddings(inputs_embeds=rows)
        bias = (1.0 - attention_mask[:, None, None, :].to(states.dtype)) * -1e4
        for layer in self.layers:
            states = _apply(layer, states, bias)
        mask = attention_mask[:, :, None].to(states.dtype)
        whole = torch.cat([states[:, 0], (states * mask).sum(1) / mask.sum(1)], dim=1)
        return self.dropout(states), self.dropout(whole)


class ReaderNetwork(Network):
    """Tags and kinds of word pieces, and labels of the whole question."""

    def __init__(self, encoder: Any, layers: int, *, frozen: int = 0) -> None:
        super().__init__(encoder, layers, frozen=frozen)
        self.tags = nn.Linear(self.width, len(TAGS))
        self.kinds = nn.Linear(self.width, len(KINDS))
        self.heads = nn.ModuleDict({name: nn.Linear(2 * self.width, len(labels)) for name, labels in HEADS.items()})

    def of_rows(self, rows: torch.Tensor, attention_mask: torch.Tensor) -> dict[str, torch.Tensor]:
        """Return logits by head: of word pieces (batch, pieces, labels), of the whole (batch, labels)."""
        states, whole = self.states(rows, attention_mask)
        found = {name: head(whole) for name, head in self.heads.items()}
        return {"tags": self.tags(states), "kinds": self.kinds(states), **found}


class JudgeNetwork(Network):
    """Labels of a claim beside a question of the form or a sentence, and of a sentence alone."""

    def __init__(self, encoder: Any, layers: int, *, frozen: int = 0) -> None:
        super().__init__(encoder, layers, frozen=frozen)
        heads = {name: nn.Linear(2 * self.width, len(labels)) for name, labels in JUDGED.items()}
        self.heads = nn.ModuleDict(heads)

    def of_rows(self, rows: torch.Tensor, attention_mask: torch.Tensor) -> dict[str, torch.Tensor]:
        """Return logits by head, shape (batch, labels)."""
        _, whole = self.states(rows, attention_mask)
        return {name: head(whole) for name, head in self.heads.items()}


def _apply(layer: Any, states: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """Run one layer, written out so that its export holds nothing but plain products."""
    attention = layer.attention.self
    batch, pieces, width = states.shape
    heads = attention.num_attention_heads

    def split(projected: torch.Tensor) -> torch.Tensor:
        return projected.view(batch, pieces, heads, width // heads).transpose(1, 2)

    query, key, value = (split(part(states)) for part in (attention.query, attention.key, attention.value))
    weights = torch.softmax(query @ key.transpose(-1, -2) / (width // heads) ** 0.5 + bias, -1)
    context = (weights @ value).transpose(1, 2).reshape(batch, pieces, width)
    attended = layer.attention.output(context, states)
    result: torch.Tensor = layer.output(layer.intermediate(attended), attended)
    return result
