"""Which language model: an address that speaks OpenAI's protocol, or a GGUF file on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

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


def speaker(where: str, model: str | None = None, seconds: float = SECONDS) -> Speaker:
    """Return the language model that is named; nothing is sent or loaded yet.

    Parameters
    ----------
    where:
        An address, such as ``http://127.0.0.1:8080/v1``, or a file that ends in ``.gguf``.
    model:
        The model's name, which an address needs.
    seconds:
        How long one answer of it may take.

    Raises
    ------
    UserError
        If it is neither, the file is not there, or an address has no model's name.
    """
    if not 0 < seconds < 1e6:
        raise UserError(f"--llm-seconds is {seconds:g}", "give a number of seconds above 0")
    address = urlsplit(where)
    if address.scheme in ("http", "https") and address.hostname:
        from msqqa.llm.endpoint import Endpoint

        if address.username or address.password:
            raise UserError("--llm holds a user's name or a password", f"put the key into {KEY}")
        if not model:
            raise UserError("--llm names an address and no model", "name the model with --llm-model")
        return Endpoint(where, model, os.environ.get(KEY, "").strip(), seconds)
    if where.lower().endswith(".gguf"):
        from msqqa.llm.local import Local

        if not Path(where).is_file():
            raise UserError(f"--llm: there is no file {where}", "name a .gguf file, or an address")
        return Local(Path(where), model or Path(where).stem, seconds)
    remedy = "give an address such as http://127.0.0.1:8080/v1, or a .gguf file"
    raise UserError(f"--llm: {where!r} is no address and no .gguf file", remedy)


def told(text: str) -> str:
    """Return a few of somebody else's words in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_TOLD else f"{line[:_LONGEST_TOLD]} …"
