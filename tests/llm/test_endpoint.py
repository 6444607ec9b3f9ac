"""An address that is asked: what it answers, and how it fails."""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("httpx", reason="the extra llm is not installed: pip install 'msqqa[llm]'")

from msqqa.errors import UserError
from msqqa.llm import beside, endpoint
from msqqa.llm.endpoint import Endpoint
from msqqa.llm.named import speaker
from msqqa.llm.speaker import SpeakerError
from tests.llm.speakers import completion, dripping, dying, endless, hanging, reply, saying, sending, serving

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

HELLO = [{"role": "user", "content": "hello"}]
KEY = "sk-a-secret-0123456789"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "_PAUSE", 0.01)


def ask(url: str, *, key: str = "", seconds: float = 10.0) -> str:
    return Endpoint(url, "small", key, seconds).say(HELLO)


def test_it_is_asked_as_the_protocol_has_it() -> None:
    with serving(saying("Well.")) as server:
        assert ask(server.url, key=KEY) == "Well."
        assert ask(f"{server.url}/chat/completions/") == "Well."
        assert ask(f"{server.url}?version=2") == "Well."
    first, second, third = server.asked
    assert first["path"] == second["path"] == "/v1/chat/completions"
    assert third["path"] == "/v1/chat/completions?version=2"
    assert (first["model"], first["messages"], first["temperature"]) == ("small", HELLO, 0)
    assert server.keys == [f"Bearer {KEY}", "", ""]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://127.0.0.1:8080/v1", "to http://127.0.0.1:8080/v1 on this machine (model m)"),
        ("http://[::1]:8080/v1", "to http://[::1]:8080/v1 on this machine (model m)"),
        ("http://llm.example/v1", "to http://llm.example/v1, unencrypted (model m); contacts are withheld"),
        ("https://llm.example/v1?token=x", "to https://llm.example/v1 (model m); contacts are withheld"),
    ],
)
def test_where_to_is_told(address: str, words: str) -> None:
    assert beside._describe_requests(Endpoint(address, "m", "", 1), 1234, 1) == f"sending 1,234 characters {words}"


@pytest.mark.parametrize(
    ("answer", "words", "times"),
    [
        pytest.param(sending(b"<html>It works!</html>"), "not as OpenAI's chat protocol has it", 1, id="a page"),
        pytest.param(sending(b'{"choices": []}'), "not as OpenAI's", 1, id="no choice"),
        pytest.param(sending(completion(None)), "not as OpenAI's", 1, id="no text"),
        pytest.param(sending(completion(["a"])), "not as OpenAI's", 1, id="a list"),
        pytest.param(sending(b"[" * 200_000), "not as OpenAI's", 1, id="nested deep"),
        pytest.param(sending(b"\xff\xfe\x00"), "not as OpenAI's", 1, id="bytes"),
        pytest.param(
            sending(b'{"error": {"message": "no such key"}}', 401), "refuses the key (no such key)", 1, id="401"
        ),
        pytest.param(sending(b'{"detail": "forbidden"}', 403), "refuses the key (forbidden)", 1, id="403"),
        pytest.param(sending(b'{"error": "unknown"}', 404), "knows no model small", 1, id="404"),
        pytest.param(sending(b"", 307), "status 307", 1, id="a redirect"),
        pytest.param(sending(b'{"error": {"message": "too long"}}', 400), "status 400 (too long)", 1, id="400"),
        pytest.param(sending(b"busy", 503), "status 503", 2, id="503, twice"),
        pytest.param(dying, "cannot be reached", 2, id="dies, twice"),
        pytest.param(endless, "more than 256 KiB", 1, id="endless"),
    ],
)
def test_whatever_it_answers_is_one_line(answer: Any, words: str, times: int) -> None:
    with serving(answer) as server, pytest.raises(SpeakerError) as error:
        ask(server.url)
    assert words in str(error.value)
    assert server.url in str(error.value)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 400
    assert len(server.asked) == times


def test_it_is_asked_once_more_where_it_was_busy() -> None:
    def busy_once(handler: BaseHTTPRequestHandler, _: object, before: int) -> None:
        reply(handler, completion("Now."), 200 if before else 429)

    with serving(busy_once) as server:
        assert ask(server.url) == "Now."
    assert len(server.asked) == 2


@pytest.mark.parametrize("answer", [hanging, dripping], ids=["hangs", "drips"])
def test_it_is_not_waited_for_longer_than_told(answer: Any) -> None:
    began = time.monotonic()
    with serving(answer) as server:
        with pytest.raises(SpeakerError, match=r"within 1 s|cannot be reached"):
            ask(server.url, seconds=1)
        assert time.monotonic() - began < 5


def test_nobody_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and listens to nobody
        with pytest.raises(SpeakerError, match=r"cannot be reached .*see that it runs there"):
            ask(f"http://127.0.0.1:{taken.getsockname()[1]}/v1")


def test_a_key_is_not_told() -> None:
    bad = json.dumps({"error": {"message": f"bad key {KEY}"}}).encode()
    with serving(sending(bad, 401)) as server, pytest.raises(SpeakerError) as error:
        ask(server.url, key=KEY)
    assert KEY not in str(error.value)
    assert KEY not in repr(Endpoint(server.url, "small", KEY, 1))


def test_a_redirect_takes_no_key_elsewhere() -> None:
    with serving(saying("stolen")) as other:

        def redirecting(handler: BaseHTTPRequestHandler, _: object, __: int) -> None:
            handler.send_response(307)
            handler.send_header("Location", f"{other.url}/chat/completions")
            handler.end_headers()

        with serving(redirecting) as server, pytest.raises(SpeakerError, match="status 307"):
            ask(server.url, key=KEY)
    assert other.asked == []


def test_what_is_for_this_machine_takes_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(saying("taken")) as proxy, serving(saying("direct")) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        assert ask(server.url) == "direct"
    assert proxy.asked == []


@pytest.mark.parametrize(
    ("where", "model", "words"),
    [
        ("", "m", "is no address"),
        ("127.0.0.1:8080", "m", "is no address"),
        ("ftp://x/v1", "m", "is no address"),
        ("http://", "m", "is no address"),
        ("http://127.0.0.1/v1", None, "name the model with --llm-model"),
        ("http://me:secret@127.0.0.1/v1", "m", "MSQQA_LLM_KEY"),
        ("nowhere.gguf", None, "there is no file nowhere.gguf"),
    ],
)
def test_what_names_no_model_is_refused(where: str, model: str | None, words: str) -> None:
    with pytest.raises(UserError) as error:
        speaker(where, model)
    assert words in str(error.value)
    assert "secret" not in str(error.value)
    assert not isinstance(error.value, SpeakerError)


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf")])
def test_a_time_that_is_none_is_refused(seconds: float) -> None:
    with pytest.raises(UserError, match="--llm-seconds"):
        speaker("http://127.0.0.1/v1", "m", seconds)
