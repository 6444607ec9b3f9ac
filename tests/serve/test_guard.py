from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.serve.conftest import Served

PATHS = ("/", "/api/info", "/api/health", "/static/style.css", "/nowhere", "/api/nowhere", "/matrix")


@pytest.mark.parametrize("path", PATHS)
def test_every_response_keeps_to_itself(served: Served, path: str) -> None:
    headers = served.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:80", "127.8.8.8", "[::1]:9000"])
def test_this_machine_is_known_by_its_names(served: Served, host: str) -> None:
    assert served.get("/api/health", host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "", "[", "a@localhost:x"]
)
def test_a_foreign_name_that_points_here_is_refused(served: Served, host: str) -> None:
    reply = served.get("/api/health", host=host)
    assert reply.status in (400, 403)
    assert b"ok" not in reply.data


def test_another_page_is_refused(served: Served) -> None:
    own = {"origin": served.address.rstrip("/")}
    question = {"question": "is there a law"}
    assert served.post("/api/ask", question, **own).status == 200
    for origin in ("http://evil.example", "null", "http://127.0.0.1:1"):
        reply = served.post("/api/ask", question, origin=origin)
        assert (reply.status, reply.code) == (403, "origin")
    for site in ("cross-site", "same-site"):
        for path in ("/api/info", "/page.png", "/"):
            assert served.get(path, sec_fetch_site=site, sec_fetch_mode="no-cors").status == 403
        # A link to the page may be followed; the API is no page.
        assert served.get("/", sec_fetch_site=site, sec_fetch_mode="navigate").status == 200
        assert served.get("/api/info", sec_fetch_site=site, sec_fetch_mode="navigate").status == 403


@pytest.mark.parametrize("path", ["/", "/?question=law", "/matrix", "/source?citation=x", "/page.png", "/api/info"])
def test_nothing_is_told_without_the_token(guarded: Served, path: str) -> None:
    reply = guarded.get(path)
    assert reply.status == 401
    assert "survey" not in reply.text
    assert guarded.get(path, authorization="Bearer a-token-of-this-test_2").status == 401
    assert guarded.get(path, authorization=guarded.token).status == 401
    assert guarded.get(path, cookie=f"msqqa-1={guarded.token}").status == 401


def test_the_token_opens(guarded: Served) -> None:
    assert guarded.get("/api/info", authorization=f"Bearer {guarded.token}").status == 200
    assert guarded.get("/api/info", authorization=f"bearer  {guarded.token}").status == 200
    assert guarded.get("/", cookie=f"other=1; msqqa-{guarded.port}={guarded.token}").status == 200
    assert guarded.get("/api/health").json == {"status": "ok", "msqqa": guarded.get("/api/health").json["msqqa"]}


def test_a_browser_is_let_in_by_the_printed_address_or_by_typing(guarded: Served) -> None:
    kind = {"content-type": "application/x-www-form-urlencoded"}
    for reply in (
        guarded.get(f"/login?token={guarded.token}"),
        guarded.request("POST", "/login", f"token={guarded.token}".encode(), **kind),
    ):
        assert (reply.status, reply.headers["location"]) == (303, "/")
        cookie = reply.headers["set-cookie"]
        assert "httponly" in cookie.lower()
        assert "samesite=strict" in cookie.lower()
        assert guarded.get("/", cookie=cookie.partition(";")[0]).status == 200
    wrong = guarded.request("POST", "/login", b"token=guess", **kind)
    assert wrong.status == 403
    assert "set-cookie" not in wrong.headers
    assert guarded.get("/login?token=%C3%A9").status == 403
    assert guarded.request("POST", "/login", b"token=" + b"x" * 200_000, **kind).status == 413


def test_without_a_token_there_is_nothing_to_log_in_to(served: Served) -> None:
    assert served.get("/login").headers["location"] == "/"
