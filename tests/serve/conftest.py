"""A real server over a real index, in a thread of its own."""

from __future__ import annotations

import http.client
import json
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from msqqa.ask.engine import Engine
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.open import open_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from msqqa.serve.desk import Desk
    from tests.support import Place


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.data)

    @property
    def code(self) -> str:
        return str(self.json["error"]["code"])


@dataclass(frozen=True)
class Served:
    """A server that runs, and how it is asked."""

    port: int
    desk: Desk
    token: str = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, sent)
            got = connection.getresponse()
            return Reply(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: Any) -> Reply:
        return self.request("GET", path, **headers)

    def post(self, path: str, given: Any, **headers: str) -> Reply:
        return self.request("POST", path, json.dumps(given).encode(), **{"content-type": "application/json", **headers})


@pytest.fixture(scope="session")
def start() -> Iterator[Callable[..., Served]]:
    """Start a server over an index that was built."""
    for needed in ("starlette", "uvicorn", "jsonschema", "PIL"):
        pytest.importorskip(needed, reason=f"{needed} is not installed; pip install 'msqqa[serve]'")
    from msqqa.serve.desk import Desk
    from msqqa.serve.listen import listen
    from msqqa.serve.run import server_for

    ends: list[Callable[[], Any]] = []

    def started(place: Place, token: str | None = None) -> Served:
        engine_index = open_index(place.index, Corpus.at(place.corpus), Encoder.named())
        looked_up = open_index(place.index, Corpus.at(place.corpus), vectors=False)
        assert engine_index is not None
        assert looked_up is not None
        desk = Desk(Engine.over(engine_index, Encoder.named()), looked_up)
        listening = listen("127.0.0.1", 0, token)
        server = server_for(desk, listening)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening.socket]}, daemon=True)
        thread.start()

        def end() -> None:
            server.should_exit = True
            thread.join(20)
            desk.close()

        ends.append(end)
        while not server.started:
            time.sleep(0.01)
        return Served(listening.port, desk, listening.token)

    yield started
    for end in ends:
        end()


@pytest.fixture(scope="session")
def served(start: Callable[..., Served], survey_once: Place) -> Served:
    """The small survey, served."""
    return start(survey_once)


@pytest.fixture(scope="session")
def guarded(start: Callable[..., Served], survey_once: Place) -> Served:
    """The small survey, served to whoever knows the token."""
    return start(survey_once, "a-token-of-this-test_1")
