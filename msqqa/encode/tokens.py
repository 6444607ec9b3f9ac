"""Texts → word pieces, as an encoder reads them: what every tokenizer must be able to do, and the usual one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Spans = list[tuple[int, int]]
"""Half-open ranges of characters."""


class Tokens(Protocol):
    """Cuts texts into word pieces."""

    def ids(self, texts: Sequence[str], limit: int | None = None) -> list[list[int]]:
        """Return the ids of each text's pieces, the marks included; no more than ``limit`` where one is given."""

    def spans(self, text: str, limit: int | None = None) -> tuple[list[int], Spans]:
        """Return the same of one text, and the characters that each piece stands for; none for a mark, (0, 0)."""

    def count(self, text: str) -> int:
        """Return how many pieces a text has, the marks not counted."""

    def knows(self, word: str) -> bool:
        """Return whether a word, written small, is one piece of the vocabulary."""


class Fast:
    """The tokenizer of any model that has a ``tokenizer.json``, by the library ``tokenizers``."""

    def __init__(self, file: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer: Any = Tokenizer.from_file(str(file))
        self._tokenizer.no_padding()
        self._limit: int | None = None
        self._tokenizer.no_truncation()

    def ids(self, texts: Sequence[str], limit: int | None = None) -> list[list[int]]:
        """Return the ids of each text's pieces, as :meth:`Tokens.ids`."""
        self._cut_at(limit)
        return [found.ids for found in self._tokenizer.encode_batch(list(texts))]

    def spans(self, text: str, limit: int | None = None) -> tuple[list[int], Spans]:
        """Return the ids and the characters of a text's pieces, as :meth:`Tokens.spans`."""
        self._cut_at(limit)
        found = self._tokenizer.encode(text)
        pieces: Spans = []
        for (start, end), mark in zip(found.offsets, found.special_tokens_mask, strict=True):
            lead = 0 if mark else len(text[start:end]) - len(text[start:end].lstrip())
            pieces.append((0, 0) if mark else (start + lead, end))
        return found.ids, pieces

    def count(self, text: str) -> int:
        """Return how many pieces a text has, as :meth:`Tokens.count`."""
        self._cut_at(None)
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def knows(self, word: str) -> bool:
        """Return whether a word is one piece, as :meth:`Tokens.knows`: as it stands, or as one that begins a word."""
        return any(self._tokenizer.token_to_id(form) is not None for form in (word, f"▁{word}"))

    def _cut_at(self, limit: int | None) -> None:
        if limit != self._limit:
            if limit is None:
                self._tokenizer.no_truncation()
            else:
                self._tokenizer.enable_truncation(limit)
            self._limit = limit
