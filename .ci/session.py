"""``python .ci/session.py [--write]``: are the documents' sessions what msqqa answers now; ``--write`` makes them so.

The sessions are the blocks of ``console`` in README.md and in docs/. Each command is run in this process, over the
corpora of the repository, at a terminal of 80 columns without colours. An ``export`` holds to the end of its document.
What differs is printed, and the status is then 1.
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
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
WIDTH = 80
_BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


def main(*, write: bool) -> int:
    """Run every session, and return the exit status."""
    os.chdir(ROOT)
    return max(_document(file, write=write) for file in DOCUMENTS)


def _document(file: Path, *, write: bool) -> int:
    """Run the sessions of one document in the environment that it sets, and return the exit status."""
    text, before = file.read_text(encoding="utf-8"), dict(os.environ)
    made = _BLOCK.sub(lambda block: session(block[0]), text)
    os.environ.clear()
    os.environ.update(before)
    if made == text:
        return 0
    if write:
        file.write_text(made, encoding="utf-8")
    name = file.relative_to(ROOT).as_posix()
    print("\n".join(difflib.unified_diff(text.splitlines(), made.splitlines(), name, "as it answers", lineterm="")))
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
            if status not in (0, 3):  # 3 is "not found", which is an answer
                raise SystemExit(f"{command}: ended with {status}; run it to see why")
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
