"""The server: tools over standard input and output, as the protocol's official SDK speaks it.

Nothing but the protocol goes to standard output: while it serves, whatever else is written there goes to standard
error. In the protocol's JSON, what would steer a terminal is escaped: a client may show its messages as they come.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from msqqa.errors import QuestionError, StoreError, UserError
from msqqa.escapes import make_harmless, one_line
from msqqa.extras import import_extra
from msqqa.index import manifest
from msqqa.mcp.tools import INSTRUCTIONS, TOOLS
from msqqa.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import mcp.types as types
    from mcp.server.lowlevel import Server

    from msqqa.api import Asker
    from msqqa.mcp.tools import ServedTool


class Tools:
    """Calls tools on an index, which is opened anew where it was built anew.

    Parameters
    ----------
    open_:
        Opens the index.
    index:
        Its folder.
    served:
        What can be called.

    Raises
    ------
    UserError
        If it cannot be opened.
    """

    def __init__(self, open_: Callable[[], Asker], index: Path, served: Sequence[ServedTool] = TOOLS) -> None:
        self.by_name = {tool.name: tool for tool in served}
        self._open = open_
        self._index = index
        self._generation = self._named()
        self._asker = open_()

    def call(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Return what a tool returns.

        Raises
        ------
        UserError
            If the arguments are wrong, or name what is not there.
        """
        tool = self.by_name[name]
        _check(tool, arguments)
        self._follow()
        return tool.run(self._asker, arguments)

    def close(self) -> None:
        """Close the index."""
        self._asker.close()

    def _follow(self) -> None:
        """Open the index anew where it was built anew; one that cannot be opened now goes on as it was."""
        generation = self._named()
        if generation in (None, self._generation):
            return
        try:
            opened = self._open()
        except UserError:
            return
        self._asker.close()
        self._asker, self._generation = opened, generation

    def _named(self) -> str | None:
        """Return which generation the index is of; None where that cannot be told."""
        try:
            there = manifest.load(self._index)
        except StoreError:
            return None
        return None if there is None else there.generation


def _check(tool: ServedTool, arguments: dict[str, Any]) -> None:
    """Check arguments against what a tool takes.

    Raises
    ------
    QuestionError
        If they do not fit; it says which and why.
    """
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    wrong = best_match(Draft202012Validator(tool.takes).iter_errors(arguments))
    if wrong is not None:
        where = ".".join(map(str, wrong.absolute_path)) or "the arguments"
        takes = ", ".join(tool.takes["properties"]) or "no arguments"
        raise QuestionError(f"{tool.name}: {where}: {_cut(wrong.message)}", f"it takes {takes}")


def _cut(message: str) -> str:
    return message if len(message) <= _MESSAGE else f"{message[:_MESSAGE]} …"


_MESSAGE = 200
"""Characters of a validator's message, which repeats what was given."""


def serve(open_: Callable[[], Asker], index: Path, served: Sequence[ServedTool] = TOOLS) -> None:
    """Serve the tools until standard input ends.

    Parameters
    ----------
    open_, index, served:
        As of :class:`Tools`.

    Raises
    ------
    ExtraError
        If the SDK is not installed.
    UserError
        If the index cannot be opened.
    """
    tools = Tools(open_, index, served)
    try:
        _serve(tools)
    finally:
        tools.close()


class _Wire(io.TextIOWrapper):
    """Standard output, for the protocol alone."""

    def write(self, text: str) -> int:
        super().write(make_harmless(text))  # in JSON, each escape is the very character
        return len(text)


@contextmanager
def _claim_output() -> Iterator[_Wire]:
    """Let standard output be the protocol's within, and standard error everybody else's."""
    sys.stdout.flush()
    kept = os.dup(1)
    wire = _Wire(os.fdopen(os.dup(1), "wb"), encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    try:
        yield wire
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _serve(tools: Tools) -> None:
    import_extra("mcp.server.stdio", "mcp", "msqqa mcp")
    import_extra("jsonschema", "mcp", "msqqa mcp")
    import anyio
    from mcp.server.stdio import stdio_server

    # It logs what clients do wrong, with tracebacks; they are told by the protocol.
    logging.getLogger("mcp").addHandler(logging.NullHandler())
    logging.getLogger("mcp").propagate = False
    server = _server(tools)

    async def run(wire: _Wire) -> None:
        async with stdio_server(stdout=anyio.wrap_file(wire)) as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    # The thread that reads standard input cannot be interrupted: Ctrl-C ends the process, which holds nothing unsaved.
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        with _claim_output() as wire:
            asyncio.run(run(wire))
    except BaseExceptionGroup as group:
        if any(not isinstance(error, OSError) for error in _leaves(group)):
            raise
        # The client is gone, and with it whom to tell.
    finally:
        signal.signal(signal.SIGINT, before)


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error


def _server(tools: Tools) -> Server[Any]:
    import mcp.types as types
    from mcp import MCPError
    from mcp.server.lowlevel import Server

    def only_reads(tool: ServedTool) -> types.ToolAnnotations:
        return types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=tool.leaves
        )

    listed = [
        types.Tool(
            name=tool.name,
            title=tool.title,
            description=tool.description,
            input_schema=tool.takes,
            output_schema=tool.returns,
            annotations=only_reads(tool),
        )
        for tool in tools.by_name.values()
    ]

    async def list_tools(_: object, __: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=listed)

    async def call_tool(_: object, params: types.CallToolRequestParams) -> types.CallToolResult:
        if params.name not in tools.by_name:
            there = ", ".join(tools.by_name)
            raise MCPError(types.INVALID_PARAMS, f"no tool {one_line(params.name[:80])!r}; there are {there}")
        # Not in a thread: a signal bounds a question's time, and only the main thread takes one.
        return _call_tool(tools, params.name, params.arguments or {})

    return Server(
        "msqqa",
        version=__version__,
        title="msqqa",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _call_tool(tools: Tools, name: str, arguments: dict[str, Any]) -> types.CallToolResult:
    """Call a tool; what is wrong is told in the one line that the command line would print."""
    import mcp.types as types

    try:
        result = tools.call(name, arguments)
    except UserError as error:
        line = str(error)
    except Exception as error:
        line = f"a fault of msqqa's own ({type(error).__name__}: {error}); please report it"
    else:
        # As text too: clients of earlier versions of the protocol read no other.
        text = make_harmless(json.dumps(result, ensure_ascii=False, separators=(",", ":")))
        return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=result)
    told = one_line(" ".join(line.split()))
    return types.CallToolResult(content=[types.TextContent(text=told)], is_error=True)
