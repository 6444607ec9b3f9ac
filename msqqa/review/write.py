"""Corrections written to ``verdicts.toml``, at once or not at all; what else stands there stays as it was typed."""

from __future__ import annotations

import tomllib
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from msqqa.cache import write_whole
from msqqa.errors import MachineError, VerdictsError
from msqqa.review.entries import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tomlkit import TOMLDocument

    from msqqa.review.entries import Correction

_HEAD = "An analyst's corrections, as `msqqa review` writes and lists them; they may be written by hand too."
_WAIT_SECONDS = 10


@contextmanager
def lock_file(file: Path) -> Iterator[None]:
    """Keep others from writing the file while it is read and written.

    Raises
    ------
    MachineError
        If somebody else writes it for long.
    """
    import hashlib

    from filelock import FileLock, Timeout

    from msqqa import cache

    folder = cache.folder() / "locks"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / hashlib.sha256(str(file.resolve()).encode("utf-8", "replace")).hexdigest()[:16])
        with lock.acquire(timeout=_WAIT_SECONDS):
            yield
    except Timeout as error:
        raise MachineError(f"another msqqa is writing {file}", "try again") from error


def write_correction(file: Path, entry: Correction) -> None:
    """Write a correction: over the one that has its number, or behind the others where its number is 0.

    Raises
    ------
    MachineError
        If the file cannot be written.
    """
    import tomlkit

    document = _read(file)
    said = {key: getattr(entry, key) for key in KEYS if getattr(entry, key)}
    if "date" in said:
        said["date"] = date.fromisoformat(said["date"])
    rows: Any = document.get("verdict")
    if entry.number:
        row = rows[entry.number - 1]
        after = _taken_off(row)
        for key in [key for key in row if key not in said]:
            del row[key]
        row.update(said)
        if after:
            row.value.body.extend(after)
    elif rows is None:
        if not document.body:
            document.add(tomlkit.comment(_HEAD))
            document.add(tomlkit.nl())
        document["verdict"] = tomlkit.aot()
        document["verdict"].append(_table(said))
    elif isinstance(rows, tomlkit.items.AoT):
        table = _table(said)
        table.trivia.indent = "\n"
        rows.append(table)
    else:
        inline = tomlkit.inline_table()
        inline.update(said)
        rows.append(inline)
    _write(file, document, said, entry.number)


def take_out(file: Path, number: int) -> None:
    """Take the correction of a number out of the file.

    Raises
    ------
    MachineError
        If the file cannot be written.
    """
    document = _read(file)
    rows: Any = document["verdict"]
    after = _taken_off(rows[number - 1])
    del rows[number - 1]
    # A comment behind an entry is about what follows it.
    if not rows:
        del document["verdict"]
        for _, item in after:
            document.add(item)
    elif number <= len(rows) and after:
        following = rows[number - 1].trivia
        following.indent = "".join(item.as_string() for _, item in after) + following.indent
    elif after:
        rows[-1].value.body.extend(after)
    _write(file, document, None, number)


def _taken_off(row: Any) -> list[Any]:
    """Take the comments and empty lines off an entry that stand behind its last key; none of an inline one."""
    from tomlkit.items import Table

    taken: list[Any] = []
    while isinstance(row, Table) and row.value.body and row.value.body[-1][0] is None:
        taken.insert(0, row.value.body.pop())
    return taken


def _table(said: dict[str, Any]) -> Any:
    import tomlkit

    table = tomlkit.table()
    table.update(said)
    return table


def _read(file: Path) -> TOMLDocument:
    import tomlkit

    text = _text(file)
    return tomlkit.parse(text if text.endswith("\n") or not text else f"{text}\n")


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8") if file.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise VerdictsError(f"{file}: cannot be read ({error})", "check it, and its permissions") from error


def _write(file: Path, document: TOMLDocument, said: dict[str, Any] | None, number: int) -> None:
    """Write the file, if it says what it said before, save for the one entry that was meant."""
    import tomlkit

    before, text = _text(file), tomlkit.dumps(document)
    if before.count("\r\n") == before.count("\n") > 0:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    rows = tomllib.loads(before).get("verdict", [])
    at = number - 1 if number else len(rows)
    wanted = [*rows[:at], *([] if said is None else [said]), *rows[at + 1 :]]
    if tomllib.loads(text).get("verdict", []) != wanted:
        raise AssertionError(f"{file} would have come out otherwise than was meant")  # a fault of ours
    try:
        write_whole(file.resolve(), text.encode("utf-8"))
    except OSError as error:
        raise MachineError(
            f"{file} cannot be written ({error.strerror})", "check the permissions of its folder, or write it by hand"
        ) from error
