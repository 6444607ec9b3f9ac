"""The command line: one small module a command, and here what they share: the app, and how errors leave it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click
import typer

from msqqa.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    name="msqqa",
    help="Answer questions over folders of filled-in questionnaires, with exact citations, offline.",
    # Rich is loaded by the command that draws with it: its help texts would double the time to start.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
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
    command = typer.main.get_command(app)
    try:
        status = command.main(
            args=None if arguments is None else list(arguments), prog_name="msqqa", standalone_mode=False
        )
    except UserError as error:
        return _say(str(error), error.exit_status)
    except click.exceptions.NoArgsIsHelpError as error:
        print(error.format_message())  # noqa: T201
        return 2
    except click.UsageError as error:
        where = f" (see {error.ctx.command_path} --help)" if error.ctx else ""
        return _say(error.format_message().rstrip(".") + where, 2)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _say("interrupted", _INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has had enough of it, `head` for one.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("MSQQA_DEBUG"):
            raise
        what = str(error).splitlines()[0] if str(error) else ""
        return _say(
            f"a fault of msqqa's own ({type(error).__name__}: {what}); please report it, MSQQA_DEBUG=1 shows more",
            1,
        )
    return status if isinstance(status, int) else 0


def _say(line: str, status: int) -> int:
    print(f"msqqa: {' '.join(line.split())}", file=sys.stderr)  # noqa: T201
    return status
