"""``python .ci/session.py [--write]``: is the README's session what msqqa answers now; ``--write`` makes it so.

The sessions are the blocks of ``console`` in README.md. Each command is run in this process, over the corpora of the
repository, at a terminal of 80 columns without colours. What differs is printed, and the status is then 1.
"""

from __future__ import annotations

import difflib
import io
import os
import re
import shlex
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
WIDTH = 80
_BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


def main(*, write: bool) -> int:
    """Run every session, and return the exit status."""
    os.chdir(ROOT)
    text = README.read_text(encoding="utf-8")
    made = _BLOCK.sub(lambda block: session(block[0]), text)
    if write:
        README.write_text(made, encoding="utf-8")
    if made == text:
        return 0
    lines = difflib.unified_diff(text.splitlines(), made.splitlines(), "README.md", "as it answers", lineterm="")
    print("\n".join(lines))
    return 0 if write else 1


def session(block: str) -> str:
    """Return a block with its commands as they stand, and what each says now."""
    status, said = 0, ""
    for command in (line[2:] for line in block.splitlines() if line.startswith("$ ")):
        output = ""
        if command == "echo $?":
            output = f"{status}\n"
        elif command.startswith("export "):
            name, _, value = command.removeprefix("export ").partition("=")
            os.environ[name] = value
        else:
            status, output = run(shlex.split(command)[1:])
        after = "" if command.startswith(("export ", "echo ")) else "\n"
        said += f"$ {command}\n{output.rstrip()}\n{after}" if output.strip() else f"$ {command}\n"
    return said.rstrip("\n") + "\n"


def run(arguments: list[str]) -> tuple[int, str]:
    """Return a command's exit status and what it writes on standard output."""
    from rich.console import Console

    from msqqa.cli import run as command
    from msqqa.render import screen

    output = io.StringIO()

    console = Console(file=output, width=WIDTH, color_system=None, highlight=False)
    screen.screen = lambda: screen.on_console(console)
    try:
        with redirect_stdout(output), redirect_stderr(io.StringIO()):
            status = command(arguments)
    except SystemExit as stop:
        status = int(stop.code or 0)
    return int(status or 0), "\n".join(line.rstrip() for line in output.getvalue().splitlines())


if __name__ == "__main__":
    sys.exit(main(write="--write" in sys.argv[1:]))
