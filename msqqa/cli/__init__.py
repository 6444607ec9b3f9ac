"""The command line: one small module a command, and here what they share: the app, and how errors leave it."""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import typer

from msqqa.errors import UserError
from msqqa.escapes import one_line
from msqqa.streams import EnoughError, OutputError, give_up, guard_output

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    name="msqqa",
    help="Answer questions over folders of filled-in questionnaires, with exact citations, offline.",
    # Rich is loaded by the command that draws with it: its help texts would double the time to start.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status; a user's mistake is one line on standard error."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 answered, 3 not held, 2 a wrong call or input, 1 a fault of ours."""
    from msqqa.cli import commands

    commands.register(app)
    with guard_output():
        try:
            status = _run(arguments)
            sys.stdout.flush()
        except EnoughError:
            give_up()
            return 0
        except OutputError as error:
            give_up()
            return _say(str(error), 2)
        return status


@cache
def _command() -> Any:
    """Return the command with all of its subcommands; to make it takes longer than what some of them do."""
    return typer.main.get_command(app)


def _run(arguments: Sequence[str] | None) -> int:
    command = _command()
    try:
        status = command.main(
            args=None if arguments is None else list(arguments), prog_name="msqqa", standalone_mode=False
        )
    except UserError as error:
        return _say(str(error), error.exit_status)
    except typer.Exit as leave:
        return leave.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return _say("interrupted", _INTERRUPTED)
    except (EnoughError, OutputError):
        raise
    except Exception as error:
        usage = _usage(error)
        if usage is not None and "\n" in usage:
            print(usage, file=sys.stderr)  # noqa: T201
            return 2  # the help, where no command was given
        if usage is not None:
            return _say(usage, 2)
        if os.environ.get("MSQQA_DEBUG"):
            raise
        what = str(error).splitlines()[0] if str(error) else ""
        return _say(
            f"a fault of msqqa's own ({type(error).__name__}: {what}); please report it, MSQQA_DEBUG=1 shows more",
            1,
        )
    return status if isinstance(status, int) else 0


def _usage(error: Exception) -> str | None:
    """Return what a wrong call is told; None where the error is no wrong call.

    The error is known by its methods, not by its class: Typer has brought a Click of its own in later versions, and
    uses the installed one in earlier ones.
    """
    formatted = getattr(error, "format_message", None)
    if formatted is None:
        return None
    context = getattr(error, "ctx", None)
    message = str(formatted()).strip()
    if context is None or "\n" in message:
        return message
    return f"{message.rstrip('.')} (see {context.command_path} --help)"


def _say(line: str, status: int) -> int:
    print(f"msqqa: {one_line(' '.join(line.split()))}", file=sys.stderr)  # noqa: T201
    return status
