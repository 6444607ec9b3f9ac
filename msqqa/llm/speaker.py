"""What every language model does here: it answers messages, or says why it does not."""

from __future__ import annotations

from typing import Protocol

from msqqa.errors import UserError

KEY = "MSQQA_LLM_KEY"
"""The environment variable that holds the key of an address."""
ANSWER_TOKENS = 600
"""Tokens that a model may answer with."""
SECONDS = 60.0
"""For one answer of a model, unless the user says otherwise."""
_LONGEST_TOLD = 160
"""Characters of an address's own words that are told."""

Message = dict[str, str]
"""``role`` and ``content``, as the protocol has them."""


class SpeakerError(UserError):
    """The language model does not answer, or not so that it can be read; the exact answer stands without it."""

    code = "llm"


class Speaker(Protocol):
    """Answers messages."""

    @property
    def name(self) -> str:
        """The model's name."""

    @property
    def where(self) -> str:
        """Where it runs: an address or a file; without anything secret."""

    @property
    def leaves(self) -> bool:
        """Whether what it is sent leaves this machine."""

    def say(self, messages: list[Message]) -> str:
        """Return what the model answers.

        Raises
        ------
        SpeakerError
            If it does not answer in time, or not so that it can be read.
        ExtraError
            If what is needed to ask it is not installed.
        """

    def close(self) -> None:
        """Let go of the model."""


def quote_foreign(text: str) -> str:
    """Return a few of somebody else's words in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_TOLD else f"{line[:_LONGEST_TOLD]} …"
