"""An address that speaks OpenAI's chat protocol, asked over HTTP.

httpx asks it: it follows no redirect, so that no key goes where it was not meant to, streams, so that an endless answer
can be cut off, and knows the proxies of the user's network. The vendor's own client would bring nothing more.
"""

from __future__ import annotations

import json
import queue
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msqqa.extras import import_extra
from msqqa.llm.speaker import ANSWER_TOKENS, KEY, SpeakerError, quote_foreign

if TYPE_CHECKING:
    from msqqa.llm.speaker import Message

LARGEST = 256 * 1024
"""Bytes of an answer that are read."""
_AGAIN = (429, 500, 502, 503, 504)
"""Statuses after which it is asked once more: it is busy, or what stands before it is."""
_PAUSE = 1.0
_CHAT = "/chat/completions"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model behind an address."""

    address: str
    name: str
    key: str = field(repr=False)
    seconds: float

    @property
    def where(self) -> str:
        """The address without what may be secret in it."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}{parts.path}"

    @property
    def _chat(self) -> str:
        """The address of the chat itself; what stands behind a question mark stays."""
        parts = urlsplit(self.address)
        path = parts.path.rstrip("/")
        return parts._replace(path=path if path.endswith(_CHAT) else path + _CHAT).geturl()

    @property
    def leaves(self) -> bool:
        """Whether it is another machine's."""
        return urlsplit(self.address).hostname not in _LOOPBACK

    def close(self) -> None:
        """Nothing is held."""

    def say(self, messages: list[Message]) -> str:
        """Ask it, and once more where it is busy or cannot be reached."""
        import_extra("httpx", "llm", "--llm with an address")
        until = time.monotonic() + self.seconds
        answers: queue.SimpleQueue[str | SpeakerError] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._ask_twice(messages, until))
            except SpeakerError as error:
                answers.put(error)
            except Exception as error:
                answers.put(
                    SpeakerError(f"{self.where} cannot be asked ({quote_foreign(str(error)) or type(error).__name__})")
                )

        # Apart, as looking up a name, and headers that come drop by drop, know no time-out.
        threading.Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=self.seconds)
        except queue.Empty:
            what = f"{self.where} has not answered within {self.seconds:g} s"
            raise SpeakerError(what, "try again, or allow more with --llm-seconds") from None
        if isinstance(answer, SpeakerError):
            raise answer
        return answer

    def _ask_twice(self, messages: list[Message], until: float) -> str:
        import httpx

        for again in (True, False):
            try:
                status, body = self._ask(messages, until)
            except httpx.HTTPError as error:
                if again and not isinstance(error, httpx.TimeoutException) and time.monotonic() + _PAUSE < until:
                    time.sleep(_PAUSE)
                    continue
                why = quote_foreign(str(error)) or type(error).__name__
                raise SpeakerError(f"{self.where} cannot be reached ({why})", "see that it runs there") from error
            if again and status in _AGAIN and time.monotonic() + _PAUSE < until:
                time.sleep(_PAUSE)
                continue
            return self._read(status, body)
        raise AssertionError  # the second round returns or raises

    def _ask(self, messages: list[Message], until: float) -> tuple[int, bytes]:
        import httpx

        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        asked = {"model": self.name, "messages": messages, "temperature": 0, "max_tokens": ANSWER_TOKENS}
        body = bytearray()
        left = max(0.1, until - time.monotonic())
        # A proxy is for other machines: what is meant for this one stays here.
        with (
            httpx.Client(timeout=left, follow_redirects=False, trust_env=self.leaves) as client,
            client.stream("POST", self._chat, json=asked, headers=headers) as reply,
        ):
            for part in reply.iter_bytes():
                body += part
                if len(body) > LARGEST:
                    what = f"{self.where} answers with more than {LARGEST // 1024} KiB"
                    raise SpeakerError(what, "see that it is what --llm means")
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("it answers too slowly")
            return reply.status_code, bytes(body)

    def _read(self, status: int, body: bytes) -> str:
        said = _json(body)
        if status == 200:
            text = _content(said)
            if text is None:
                what = f"{self.where} answers, but not as OpenAI's chat protocol has it"
                raise SpeakerError(what, "see that the address ends where /chat/completions begins")
            return text
        why = _error(said)
        if self.key:
            why = why.replace(self.key, "…")
        because = f" ({quote_foreign(why)})" if why else ""
        if status in (401, 403):
            remedy = f"put the right key into {KEY}" if self.key else f"put its key into {KEY}"
            raise SpeakerError(f"{self.where} refuses the key{because}", remedy)
        if status == 404:
            what = f"{self.where} knows no model {self.name}, or no /chat/completions{because}"
            raise SpeakerError(what, "name one that it has with --llm-model, or another address with --llm")
        raise SpeakerError(f"{self.where} answers with status {status}{because}", "see what it logs")


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _content(said: Any) -> str | None:
    try:
        content = said["choices"][0]["message"]["content"]
    except (TypeError, KeyError, IndexError):
        return None
    return content if isinstance(content, str) else None


def _error(said: Any) -> str:
    """Return what an address says is wrong, in any of the forms that are about."""
    error = said.get("error", said.get("detail", said.get("message"))) if isinstance(said, dict) else None
    if isinstance(error, dict):
        error = error.get("message")
    return error if isinstance(error, str) else ""
