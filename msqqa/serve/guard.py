"""What every request passes: who may come, from where, with how much; and the headers that every response carries.

A page of somebody else's, open in the same browser, can send requests to this machine. Three things keep it out: on
loopback only a host's name that is this machine's is answered, so that no foreign name can be pointed here (DNS
rebinding); a request that another page makes is refused by what the browser says of its origin; and what changes hands
as JSON must be called so, which another page may not without being asked first. Elsewhere a token is asked for.
"""

from __future__ import annotations

import hmac
import ipaddress
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse

from msqqa.escapes import make_harmless

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 128 * 1024
"""Bytes of a request's body: a question of 10,000 characters in any script, with its filters."""
OPEN_PATHS = ("/login", "/api/health")
"""What is answered without a token; so is what lies below ``/static/``."""
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing is fetched from any other host, and nothing that stands in a page runs."""
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


class HarmlessJSONResponse(JSONResponse):
    """JSON in which whatever would steer a terminal, or turn round what is read, is escaped."""

    def render(self, content: object) -> bytes:
        """Return the body."""
        return make_harmless(bytes(super().render(content)).decode("utf-8")).encode("utf-8")


def refusal_response(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """Return an error as every operation of the API tells it."""
    return HarmlessJSONResponse({"error": {"code": code, "message": message}}, status, headers)


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets a request through to the app, or refuses it.

    ``login`` makes the page that asks for the token.
    """

    app: ASGIApp
    host: str
    """As the user named it."""
    port: int
    loopback: bool
    token: str
    """Empty where none is asked for."""
    login: Callable[[], Response]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http":
            return  # there are no web sockets here, and nothing to start or to end

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        response = self._refusal(scope["method"], scope["path"], Headers(scope=scope))
        await (response or self.app)(scope, receive, with_headers)

    def _refusal(self, method: str, path: str, headers: Headers) -> Response | None:
        if self.loopback and not self._is_own(headers.get("host", "")):
            return refusal_response(403, "host", "this host's name is not answered here; use localhost or 127.0.0.1")
        if _is_foreign(method, path, headers):
            return refusal_response(403, "origin", "requests from other pages are not answered")
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > MAX_BODY:
            return refusal_response(413, "size", f"a request may have {MAX_BODY:,} bytes at most")
        if self.token and path not in OPEN_PATHS and not path.startswith("/static/") and not self._knows(headers):
            if path.startswith("/api/"):
                why = "give the token as 'Authorization: Bearer …'"
                return refusal_response(401, "token", why, {"www-authenticate": "Bearer"})
            return self.login()
        return None

    def _is_own(self, host: str) -> bool:
        """Return whether a request's host is this machine's: by any port, as a tunnel may have another one."""
        try:
            name = "" if "@" in host else urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in ("localhost", self.host.lower()):
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False

    @property
    def cookie(self) -> str:
        """The name of the cookie that holds the token: cookies do not tell ports apart, so the name does."""
        return f"msqqa-{self.port}"

    def is_token(self, said: str) -> bool:
        """Return whether a text is the token; it takes as long whatever of it is wrong."""
        return hmac.compare_digest(said.encode("utf-8", "replace"), self.token.encode("utf-8"))

    def _knows(self, headers: Headers) -> bool:
        kind, _, said = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self.is_token(said.strip()):
            return True
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(self.cookie)
        except CookieError:
            return False
        return morsel is not None and self.is_token(morsel.value)


def _is_foreign(method: str, path: str, headers: Headers) -> bool:
    """Return whether another page makes a request; opening one of ours by a link is no such thing."""
    site = headers.get("sec-fetch-site", "none")
    if site not in ("none", "same-origin"):
        opens = method in ("GET", "HEAD") and headers.get("sec-fetch-mode") == "navigate"
        if not opens or path.startswith("/api/"):
            return True
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host", "")
