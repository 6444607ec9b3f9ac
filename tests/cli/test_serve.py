from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.support import Place, Run, command, environment, is_one_line, process

for _needed in ("starlette", "uvicorn", "jsonschema"):
    pytest.importorskip(_needed, reason=f"{_needed} is not installed; pip install 'msqqa[serve]'")
pytest.importorskip("PIL", reason="pillow is not installed; pip install 'msqqa[serve]'")

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOLD = """
import sys, threading, time
from msqqa.serve.desk import Desk
Desk.warm = lambda self: self._asking.begin(lambda: time.sleep(60))
from msqqa.cli import main
main(sys.argv[1:])
"""


@contextmanager
def _serving(*arguments: object, script: str | None = None) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the command as a process; yield it with the address that it tells."""
    asked = command("serve", *arguments, "--port", "0", script=script)
    started = subprocess.Popen(
        asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(PYTHONUNBUFFERED="1")
    )
    assert started.stderr is not None
    try:
        line = started.stderr.readline()
        while line and "serving" not in line:
            line = started.stderr.readline()
        yield started, line.split("serving ", 1)[1].split(" ", 1)[0]
    finally:
        started.kill()
        started.communicate()


def test_it_serves_until_ctrl_c(survey_once: Place, exported: None) -> None:
    with _serving(*survey_once.options) as (started, address):
        asked = json.dumps({"question": "does Peru have a regulatory sandbox"}).encode()
        request = urllib.request.Request(f"{address}api/ask", asked, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            assert json.load(reply)["respondents"][0]["stance"] == "yes"
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=20)
        assert (started.returncode, out, err) == (0, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="ends by a signal")
def test_a_question_that_runs_does_not_hold_up_the_end(survey_once: Place, exported: None) -> None:
    with _serving(*survey_once.options, script=HOLD) as (started, _):
        began = time.monotonic()
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=20)
        assert (started.returncode, out, err) == (0, "", "")
        assert time.monotonic() - began < 15


def test_elsewhere_it_tells_its_token(survey_once: Place, exported: None) -> None:
    with _serving(*survey_once.options, "--host", "0.0.0.0") as (_, address):
        port = int(address.split(":")[2].split("/")[0])
        assert len(address.partition("token=")[2]) >= 32
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/info", timeout=20)
        token = address.partition("token=")[2]
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/info", headers={"authorization": f"Bearer {token}"}
        )
        with urllib.request.urlopen(request, timeout=20) as reply:
            assert json.load(reply)["respondents"]["peru"] == "Peru"


def test_a_second_one_on_the_same_port_is_refused(small: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as first:
        port = first.getsockname()[1]
        result = small("serve", "--port", port)
    assert result.status == 2
    is_one_line(result, f"port {port} of 127.0.0.1 is taken", "--port")


def test_what_is_in_the_way_is_one_line(msqqa: Run, survey: Place, tmp_path: Path) -> None:
    missing = msqqa("serve", "--port", 0, "--corpus", tmp_path / "nowhere")
    assert missing.status == 2
    is_one_line(missing, "no corpus at")
    survey.tamper(format=1)
    old = msqqa("serve", "--port", 0, *survey.options)
    assert old.status == 2
    is_one_line(old, "has format 1", "--rebuild")
    for arguments, words in (
        (("--host", "0.0.0.0", "--token", "short"), "token"),
        (("--host", "no.such.host.invalid"), "--host"),
        (("--port", "70000"), "--port"),
    ):
        result = msqqa("serve", *survey.options, *arguments)
        assert result.status == 2
        is_one_line(result, words)


@pytest.mark.parametrize("missing", ["uvicorn", "starlette", "PIL"])
def test_a_missing_extra_is_told_with_its_command(missing: str, survey_once: Place) -> None:
    script = f"import sys; sys.modules[{missing!r}] = None; from msqqa.cli import main; main(sys.argv[1:])"
    result = process("serve", *survey_once.options, script=script)
    assert result.returncode == 2
    said = result.stderr.decode()
    assert said.startswith("msqqa: msqqa serve needs")
    assert "pip install 'msqqa[serve]'" in said
    assert len(said.splitlines()) == 1
