"""The pages: the box with its answer, a source, a page of a PDF, the matrix, and the question for the token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from starlette.responses import HTMLResponse, RedirectResponse, Response

from msqqa.arguments import AROUND
from msqqa.serve import parts
from msqqa.serve.body import body_of
from msqqa.serve.checking import RequestError, check_query
from msqqa.serve.desk import RequestedCells
from msqqa.serve.errors import describe_error
from msqqa.serve.operations import OPERATIONS, read_requested

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from starlette.requests import Request

    from msqqa.serve.desk import Desk, Place
    from msqqa.serve.guard import Guard

    Page = Callable[[Request], Awaitable[Response]]

_LIMIT = 10
_ROWS = 100
"""Respondents of a set that are shown at once: a page is longer than a terminal."""
_AROUND_ON_PAGE: int = 2 * AROUND["default"]
_MOST_NAMES = 2_000
"""Names that the box completes."""
_TAKES = {operation.name: operation.takes for operation in OPERATIONS}


def routes(desk: Desk, guard: Guard) -> Iterator[tuple[str, Page, Sequence[str]]]:
    """Yield each page's path, what makes it, and the methods that it is asked for by."""
    pages = _Pages(desk)
    yield "/", pages.wrap(pages.ask), ("GET",)
    yield "/source", pages.wrap(pages.source), ("GET",)
    yield "/page.png", pages.wrap(pages.picture), ("GET",)
    yield "/matrix", pages.wrap(pages.matrix), ("GET",)
    yield "/login", pages.wrap(_login(guard)), ("GET", "POST")


class _Pages:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def wrap(self, make: Page) -> Page:
        """Return a page that tells what went wrong as a page too."""

        async def page(request: Request) -> Response:
            try:
                return await make(request)
            except Exception as error:
                status, _, message = describe_error(error)
                return error_page(status, message, self._desk.corpus)

        return page

    async def ask(self, request: Request) -> Response:
        """The box; with a question, also its answer, or with ``do=search`` the passages that are like it."""
        typed = {name: request.query_params.get(name, "") for name in ("question", "respondent", "asked", "edition")}
        status, below = 200, ""
        if typed["question"].strip():
            try:
                below = await self._answered(typed, search=request.query_params.get("do") == "search")
            except Exception as error:
                status, _, message = describe_error(error)
                below = parts.error(message)
        names = self._desk.names if len(self._desk.names) <= _MOST_NAMES else []
        box = parts.question_box(
            typed["question"],
            respondent=typed["respondent"],
            asked=typed["asked"],
            edition=typed["edition"],
            names=names,
        )
        title = f"{typed['question'][:80]} – msqqa" if typed["question"] else "msqqa"
        return self._page(title, f"{box}\n{below}", status)

    async def _answered(self, typed: dict[str, str], *, search: bool) -> str:
        some = [typed[name].strip() for name in ("respondent", "asked", "edition")]
        of = RequestedCells(*((one,) if one else () for one in some))
        if search:
            found = await self._desk.search(typed["question"], of, stances=(), limit=_LIMIT)
            return await self._desk.write(lambda: parts.passages_part(typed["question"], found))
        answer = await self._desk.ask(typed["question"], of, limit=_LIMIT)
        return await self._desk.write(lambda: parts.answer_part(answer, _ROWS))

    async def source(self, request: Request) -> Response:
        """A cited place in its surroundings."""
        given = check_query(request.query_params, _TAKES["show"])
        around = given["around"] if "around" in request.query_params else _AROUND_ON_PAGE
        place = await self._desk.place(given["citation"], around)
        pictures = [(page, await self._undrawn(place, page)) for page in place.pages]
        title = f"{place.name}, question {place.citation.question_id} – msqqa"
        return self._page(title, parts.source_part(place, around, pictures))

    async def _undrawn(self, place: Place, page: int) -> str:
        """Return why a page cannot be drawn; empty where it can, and then its picture is kept until it is fetched."""
        try:
            await self._desk.picture(place.citation.id, page)
        except Exception as error:
            return describe_error(error)[2]  # the text is there all the same
        return ""

    async def picture(self, request: Request) -> Response:
        """A page of a PDF with the place marked."""
        citation, page = request.query_params.get("citation", ""), request.query_params.get("page", "")
        if not (citation and page.isascii() and page.isdigit() and len(page) < 6):
            raise RequestError("a picture is of a citation and a page", "open it from its source")
        return Response(await self._desk.picture(citation, int(page)), media_type="image/png")

    async def matrix(self, request: Request) -> Response:
        """The matrix, as ``msqqa matrix --output FILE.html`` writes it."""
        from msqqa.render.matrix import render

        given = check_query(request.query_params, _TAKES["matrix"])
        made = await self._desk.matrix(read_requested(given), whole=True)
        page, policy = await self._desk.write(lambda: parts.matrix_page(render(made, ".html").decode("utf-8")))
        return HTMLResponse(page, headers={"content-security-policy": policy})

    def _page(self, title: str, main: str, status: int = 200) -> Response:
        nav = '<a href="/matrix">Matrix</a>'
        return HTMLResponse(parts.page(title, main, corpus=self._desk.corpus, nav=nav), status)


def error_page(status: int, message: str, corpus: str = "") -> Response:
    """Return a page of one line."""
    main = f'{parts.error(message)}\n<p><a href="/">Ask a question</a></p>'
    return HTMLResponse(parts.page("msqqa", main, corpus=corpus), status)


# ---------------------------------------------------------------- the token


def login_needed(said: str = "") -> Response:
    """Return the page that asks for the token."""
    main = f"""{parts.error(said) if said else ""}
<form action="/login" method="post">
<label>The token that <code>msqqa serve</code> printed\
 <input type="password" name="token" autocomplete="off" autofocus></label>
<p><button class="first">Go on</button></p>
</form>"""
    return HTMLResponse(parts.page("msqqa", main), 403 if said else 401)


def _login(guard: Guard) -> Page:
    async def login(request: Request) -> Response:
        said = request.query_params.get("token", "")
        if request.method == "POST":
            form: dict[str, Any] = parse_qs((await body_of(request)).decode("utf-8", "replace"), max_num_fields=4)
            said = form.get("token", [""])[0].strip()
        if not guard.token:
            return RedirectResponse("/", 303)
        if not guard.is_token(said):
            return login_needed("that is not the token" if said else "")
        # Away from the address that may hold it, so that no history keeps it.
        response = RedirectResponse("/", 303)
        response.set_cookie(guard.cookie, guard.token, httponly=True, samesite="strict", path="/")
        return response

    return login
