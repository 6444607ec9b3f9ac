from __future__ import annotations

import socket

import pytest

from msqqa.errors import UserError
from msqqa.serve.listen import listen


def _refused(host: str, port: int, token: str | None = None) -> str:
    with pytest.raises(UserError) as told:
        listen(host, port, token).socket.close()
    assert "\n" not in str(told.value)
    return str(told.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.9"])
def test_loopback_needs_no_token(host: str) -> None:
    opened = listen(host, 0, None)
    try:
        assert opened.loopback
        assert opened.token == ""
        assert opened.port > 0
        assert opened.address == f"http://{host}:{opened.port}/"
        [line] = opened.describe()
        assert opened.address in line
    finally:
        opened.socket.close()


def test_elsewhere_a_token_is_made_and_told() -> None:
    one, other = listen("0.0.0.0", 0, None), listen("0.0.0.0", 0, None)
    try:
        assert not one.loopback
        assert len(one.token) >= 32
        assert one.token != other.token
        address, warning = one.describe()
        assert f"login?token={one.token}" in address
        # That address leads nowhere from another machine.
        assert "this machine's name or address in place of 0.0.0.0" in warning
    finally:
        one.socket.close()
        other.socket.close()


def test_a_token_that_was_given_is_taken_and_not_told_again() -> None:
    for host in ("127.0.0.1", "0.0.0.0"):
        opened = listen(host, 0, "sixteen-letters-")
        opened.socket.close()
        assert opened.token == "sixteen-letters-"
        assert not any("sixteen" in line for line in opened.describe())


@pytest.mark.parametrize(
    "token",
    ["", "short", "a token with blanks in it", "é" * 20, "-" * 20],
    ids=["none", "short", "blanks", "letters", "hyphens"],
)
def test_elsewhere_what_is_no_token_is_refused(token: str) -> None:
    assert "token" in _refused("0.0.0.0", 0, token)


def test_a_port_that_is_taken_is_told() -> None:
    first = listen("127.0.0.1", 0, None)
    try:
        assert f"port {first.port} of 127.0.0.1 is taken" in _refused("127.0.0.1", first.port)
    finally:
        first.socket.close()
    # What was closed can be taken again at once.
    listen("127.0.0.1", first.port, None).socket.close()


def test_a_port_without_permission_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(self: socket.socket, address: object) -> None:
        raise PermissionError(13, "Permission denied")

    class Denied(socket.socket):
        bind = denied  # whoever runs the tests may be root, who may open any port

    monkeypatch.setattr("msqqa.serve.listen.socket.socket", Denied)
    assert "may not be opened by this user" in _refused("127.0.0.1", 80)


@pytest.mark.parametrize(
    "host",
    ["", " ", "no.such.host.invalid", "192.0.2.1", "a" * 300, "\udcff"],
    ids=["none", "blank", "unknown", "not ours", "long", "half"],
)
def test_what_is_no_address_of_this_machine_is_told(host: str) -> None:
    assert "machine" in _refused(host, 0, "sixteen-letters-")
