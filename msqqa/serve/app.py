"""The app: its routes, each way in and out of it."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from msqqa.serve import pages
from msqqa.serve.body import body_of
from msqqa.serve.checking import check_body, check_query
from msqqa.serve.errors import TypeOfBodyError, describe_error
from msqqa.serve.guard import Guard, HarmlessJSONResponse, refusal_response
from msqqa.serve.openapi import description
from msqqa.serve.operations import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from msqqa.serve.desk import Desk
    from msqqa.serve.listen import Listening
    from msqqa.serve.operations import Operation

    Endpoint = Callable[[Request], Awaitable[Response]]

_KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


def make_app(desk: Desk, listening: Listening) -> ASGIApp:
    """Return the app.

    Parameters
    ----------
    desk:
        What answers.
    listening:
        Where is listened, and what a caller has to know.
    """
    described = description()

    async def openapi(_: Request) -> Response:
        return HarmlessJSONResponse(described)

    routes = [Route(op.path, _endpoint(op, desk), methods=[op.method]) for op in OPERATIONS]
    routes.append(Route("/api/openapi.json", openapi, methods=["GET"]))
    app = Starlette(routes=routes, exception_handlers={HTTPException: _refuse})
    guard = Guard(app, listening.host, listening.port, listening.loopback, listening.token, pages.login_needed)
    for path, page, methods in pages.routes(desk, guard):
        app.router.routes.append(Route(path, page, methods=methods))
    app.router.routes.append(Route("/static/{name}", _static(), methods=["GET"]))
    return guard


def _endpoint(operation: Operation, desk: Desk) -> Endpoint:
    async def answer(request: Request) -> Response:
        try:
            given = await _given(operation, request)
            made = await operation.handler(desk, given)
            return await desk.write(lambda: HarmlessJSONResponse(made()))
        except Exception as error:
            return error_response(error)

    return answer


async def _given(operation: Operation, request: Request) -> dict[str, Any]:
    if operation.method == "GET":
        return check_query(request.query_params, operation.takes)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise TypeOfBodyError("the body is not sent as JSON", "send it with Content-Type: application/json")
    return check_body(await body_of(request), operation.takes)


def error_response(error: Exception) -> Response:
    """Return what a program is told of an error."""
    status, code, message = describe_error(error)
    return refusal_response(status, code, message, {"retry-after": "1"} if code == "busy" else None)


async def _refuse(request: Request, error: Exception) -> Response:
    """Tell that there is no such path, or no such method of it."""
    assert isinstance(error, HTTPException)  # of nothing else is it the handler
    if request.url.path.startswith("/api/"):
        code = {404: "path", 405: "method"}.get(error.status_code, "request")
        message = f"{error.detail}: {request.method} {request.url.path}; see /api/openapi.json"
        return refusal_response(error.status_code, code, message, dict(error.headers or {}))
    return pages.error_page(error.status_code, f"{error.detail}: {request.url.path}")


def _static() -> Endpoint:
    """Return what serves the style and the script, which are read once."""
    folder = resources.files("msqqa.serve") / "static"
    files = {
        file.name: (file.read_bytes(), kind)
        for file in folder.iterdir()
        for ending, kind in _KINDS.items()
        if file.name.endswith(ending)
    }

    async def serve(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in files:
            raise HTTPException(404)
        data, kind = files[name]
        return Response(data, media_type=kind)

    return serve
