"""A request's body, within bounds of size and time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from msqqa.serve.errors import SizeError
from msqqa.serve.guard import MAX_BODY

if TYPE_CHECKING:
    from starlette.requests import Request

_SECONDS = 10.0


async def body_of(request: Request) -> bytes:
    """Return a request's body.

    Raises
    ------
    SizeError
        If it is too large, or too long on its way.
    """
    data = b""
    try:
        async with asyncio.timeout(_SECONDS):
            async for part in request.stream():
                data += part
                if len(data) > MAX_BODY:
                    raise SizeError(f"a request may have {MAX_BODY:,} bytes at most", "send less")
    except TimeoutError:
        raise SizeError("the body did not arrive in time", "send it at once") from None
    return data
