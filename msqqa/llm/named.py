"""Which language model: an address that speaks OpenAI's protocol, or a GGUF file on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msqqa.errors import UserError
from msqqa.llm.endpoint import Endpoint
from msqqa.llm.local import Local
from msqqa.llm.speaker import KEY, SECONDS

if TYPE_CHECKING:
    from msqqa.llm.speaker import Speaker


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
        if address.username or address.password:
            raise UserError("--llm holds a user's name or a password", f"put the key into {KEY}")
        if not model:
            raise UserError("--llm names an address and no model", "name the model with --llm-model")
        return Endpoint(where, model, os.environ.get(KEY, "").strip(), seconds)
    if where.lower().endswith(".gguf"):
        if not Path(where).is_file():
            raise UserError(f"--llm: there is no file {where}", "name a .gguf file, or an address")
        return Local(Path(where), model or Path(where).stem, seconds)
    remedy = "give an address such as http://127.0.0.1:8080/v1, or a .gguf file"
    raise UserError(f"--llm: {where!r} is no address and no .gguf file", remedy)
