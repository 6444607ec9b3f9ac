"""Files that cannot be named, reached or read: one line each, and the others are indexed and answered for."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from msqqa.corpus import BAD_NAME, LINK, Corpus
from msqqa.encode import Encoder
from msqqa.errors import CorpusError
from msqqa.index import documents, gather, tables
from msqqa.index.build import build
from msqqa.index.changes import changes_of
from msqqa.index.open import open_index
from msqqa.read import MAX_BYTES
from tests.support import Told, is_one_line, process, response, write_survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support import Place, Run


LOOKUP = ("ask", "does Kenya have a data protection law", "--format", "json")
CSV = "Name,Do you offer online services?\nNepal,Yes\nMali,No\n"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="such files are not there on Windows")


def _socket(path: Path) -> None:
    # By a short relative name: that of a socket may be of 107 bytes at most.
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def _named(folder: Path, name: bytes) -> Path:
    path = folder / os.fsdecode(name)
    try:
        path.write_text(response(), encoding="utf-8")
    except OSError:
        pytest.skip("this file system does not take such names")
    return path


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    r"caf\udce9.md": (lambda d: _named(d, b"caf\xe9.md"), BAD_NAME),
    r"caf\udce9.csv": (lambda d: _named(d, b"caf\xe9.csv"), BAD_NAME),
    r"folder-\udce9": (lambda d: write_survey(d / os.fsdecode(b"folder-\xe9")), BAD_NAME),
    r"two\nlines.md": (lambda d: _named(d, b"two\nlines.md"), BAD_NAME),
    r"bell\u0007\u001b[31m.md": (lambda d: _named(d, b"bell\x07\x1b[31m.md"), BAD_NAME),
    r"line\u2028end.md": (lambda d: _named(d, "line\u2028end.md".encode()), BAD_NAME),
    "dangling.md": (lambda d: (d / "dangling.md").symlink_to(d / "nowhere"), LINK),
    "loop.md": (lambda d: (d / "loop.md").symlink_to(d / "loop.md"), LINK),
    "out.md": (lambda d: (d / "out.md").symlink_to("/etc/hostname"), LINK),
    "null.md": (lambda d: (d / "null.md").symlink_to("/dev/zero"), LINK),
    "pipe.md": (lambda d: os.mkfifo(d / "pipe.md"), "no file"),
    "pipe.csv": (lambda d: os.mkfifo(d / "pipe.csv"), "no file"),
    "to-pipe.md": (lambda d: (d / "to-pipe.md").symlink_to(d / "pipe.md"), "no file"),
    "socket.md": (lambda d: _socket(d / "socket.md"), "no file"),
    "huge.md": (lambda d: os.truncate(_named(d, b"huge.md"), MAX_BYTES + 1), "larger than"),
}


@POSIX
def test_each_odd_file_is_one_line_and_the_others_are_answered_for(msqqa: Run, survey: Place) -> None:
    for make, _ in ODD.values():
        make(survey.corpus)
    (survey.corpus / "folder.md").mkdir()
    (survey.corpus / "folder.md" / "nepal.md").write_text(response(portal="Buses and trains."), encoding="utf-8")
    longest = "n" * 252 + ".md"
    (survey.corpus / longest).write_text(response(portal="A long name."), encoding="utf-8")
    for options in ((), (), ("--rebuild",)):
        result = msqqa("index", *options, *survey.options)
        assert result.status == 0, result
        lines = [line for line in result.err.splitlines() if line.startswith("msqqa: skipped ")]
        expected = {name: why for name, (_, why) in ODD.items()}
        assert len(lines) == len(expected)
        for name, why in expected.items():
            [line] = [line for line in lines if line.startswith(f"msqqa: skipped {name}: ")]
            assert why in line
        assert "5 respondents" in result.err
        assert "\x1b" not in result.err
    assert "up to date" in msqqa("index", *survey.options).err
    answer = msqqa(*LOOKUP, *survey.options)
    assert (answer.status, answer.err) == (0, "")
    assert answer.json["coverage"]["respondents"] == 5
    assert msqqa("verify", *survey.options).status == 0
    assert set(msqqa("info", "--format", "json", *survey.options).json["skipped"]) == set(expected)


@POSIX
def test_a_device_is_no_file(tmp_path: Path) -> None:
    try:
        os.mknod(tmp_path / "zero.md", 0o20666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root makes devices")
    assert list(Corpus.at(tmp_path).list_left_out()) == ["zero.md"]
    assert Corpus.at(tmp_path).files() == []


@POSIX
@pytest.mark.parametrize("name", [b"caf\xe9", b"two\nlines"])
def test_a_corpus_whose_own_name_cannot_be_written_is_one_line(tmp_path: Path, name: bytes) -> None:
    folder = tmp_path / os.fsdecode(name)
    write_survey(folder)
    ended = process("index", os.fsencode(folder).decode("utf-8", "surrogateescape"), "--index", tmp_path / "index")
    assert ended.returncode == 2
    assert len(ended.stderr.decode().splitlines()) == 1
    assert b"rename the folder" in ended.stderr
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize("command", ["index", "info", "ask", "search", "verify"])
def test_a_name_that_is_too_long_is_one_line(msqqa: Run, tmp_path: Path, command: str) -> None:
    call = [command, *(["law"] if command in ("ask", "search") else [])]
    is_one_line(msqqa(*call, "--corpus", tmp_path / ("n" * 300)), "name too long")
    write_survey(tmp_path / "survey")
    is_one_line(msqqa(*call, "--corpus", tmp_path / "survey", "--index", tmp_path / ("n" * 300)), "name too long")


@pytest.mark.parametrize("name", ["a?b", "a#b", "100%", "%41", "ünïcode 数字", "a&mode=rw"])
def test_an_index_folder_may_have_any_name(msqqa: Run, survey: Place, tmp_path: Path, name: str) -> None:
    survey.index.rename(tmp_path / name)
    answer = msqqa(*LOOKUP, "--corpus", survey.corpus, "--index", tmp_path / name)
    assert (answer.status, answer.err) == (0, "")


# ---------------------------------------------------------------- what is gone, or changes, meanwhile


def _build(place: Place, told: Told) -> None:
    build(Corpus.at(place.corpus), place.index, Encoder.named(), told)


def _after(monkeypatch: pytest.MonkeyPatch, module: object, name: str, then: Callable[[Path], object]) -> None:
    """Do something to a file each time after one of our functions has looked at it."""
    first = getattr(module, name)

    def looked(path: Path, *more: object) -> object:
        found = first(path, *more)
        then(path)
        return found

    monkeypatch.setattr(module, name, looked)


@pytest.mark.parametrize("moment", ["digest_of", "read", "stat_of"])
def test_a_file_that_vanishes_is_one_line(survey: Place, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    (survey.corpus / "nepal.md").write_text(response(portal="Buses and trains."), encoding="utf-8")
    module = gather if moment == "digest_of" else documents

    def vanish(path: Path) -> None:
        if path.name == "nepal.md":
            path.unlink(missing_ok=True)

    _after(monkeypatch, module, moment, vanish)
    told = Told()
    _build(survey, told)
    [note] = told.notes
    assert note.startswith("skipped nepal.md: cannot be read (No such file")
    assert survey.manifest["counts"]["respondents"] == 3
    monkeypatch.undo()
    told = Told()
    _build(survey, told)
    assert told.notes == []


@pytest.mark.parametrize("moment", ["digest_of", "stat_of"])
def test_a_table_that_vanishes_is_one_line(survey: Place, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    (survey.corpus / "table.csv").write_text(CSV, encoding="utf-8")

    def vanish(path: Path) -> None:
        if path.name == "table.csv":
            path.unlink(missing_ok=True)

    _after(monkeypatch, gather if moment == "digest_of" else tables, moment, vanish)
    told = Told()
    _build(survey, told)
    [note] = told.notes
    assert note.startswith("skipped table.csv: cannot be read (No such file")
    assert survey.manifest["counts"]["respondents"] == 3


def test_a_kept_file_that_vanishes_is_one_line(survey: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    (survey.corpus / "respondents.toml").write_text(
        '[[respondent]]\nfile = "peru.md"\nname = "Andes"\n', encoding="utf-8"
    )
    _after(monkeypatch, gather, "digest_of", lambda path: path.name == "peru.md" and path.unlink())
    told = Told()
    _build(survey, told)
    assert [note.partition(": ")[0] for note in told.notes] == ["skipped peru.md"]
    assert survey.manifest["counts"]["respondents"] == 2


def test_a_file_that_goes_on_changing_is_one_line(survey: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    file = survey.corpus / "kenya.md"
    file.write_text(response(portal="Buses."), encoding="utf-8")

    def grow(path: Path) -> None:
        if path == file.resolve():
            with path.open("a", encoding="utf-8") as opened:
                opened.write("More.\n")

    _after(monkeypatch, documents, "read", grow)
    told = Told()
    _build(survey, told)
    [note] = told.notes
    assert note.startswith("skipped kenya.md: changes while it is read")


def test_a_file_that_changed_once_is_indexed_as_it_is_now(survey: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    file = survey.corpus / "kenya.md"
    file.write_text(response(portal="Half of it."), encoding="utf-8")
    left = [response(portal="The whole of it, at last.")]

    def write(path: Path) -> None:
        if path == file.resolve() and left:
            path.write_text(left.pop(), encoding="utf-8")

    _after(monkeypatch, documents, "read", write)
    told = Told()
    _build(survey, told)
    assert told.notes == []
    opened = open_index(survey.index)
    assert opened is not None
    assert "at last" in opened.store.text("kenya.md")
    assert changes_of(opened).list_files() == []
    assert survey.manifest["sources"]["kenya.md"] == opened.store.sources[1].sha256
    monkeypatch.undo()
    assert not build(Corpus.at(survey.corpus), survey.index, Encoder.named()).fresh


@pytest.mark.slow
def test_files_that_come_and_go_all_the_time_end_no_build(survey: Place) -> None:
    done = threading.Event()

    def stir() -> None:
        n = 0
        while not done.is_set():
            n += 1
            file = survey.corpus / f"new-{n % 5}.md"
            file.write_text(response(portal=f"The {n}th."), encoding="utf-8")
            with suppress(FileNotFoundError):
                (survey.corpus / f"new-{(n + 2) % 5}.md").unlink()

    stirring = threading.Thread(target=stir)
    stirring.start()
    try:
        for _ in range(8):
            _build(survey, Told())
            opened = open_index(survey.index)
            assert opened is not None
            assert {"japan", "kenya", "peru"} <= set(opened.store.respondents)
            changes_of(opened).list_files()
            opened.close()
    finally:
        done.set()
        stirring.join()


# ---------------------------------------------------------------- permissions


@contextmanager
def _anybody(folder: Path) -> Iterator[None]:
    """Be a user without rights; root may read everything."""
    if os.geteuid() != 0:
        yield
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, 65534, 65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anybody may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(folder)


@POSIX
def test_what_may_not_be_read_is_one_line(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = write_survey(open_folder / "survey")
    for name in ("closed", "listed"):
        (corpus / name).mkdir()
        (corpus / name / "mali.md").write_text(response(), encoding="utf-8")
    (corpus / "nepal.md").write_text(response(), encoding="utf-8")
    (corpus / "table.csv").write_text(CSV, encoding="utf-8")
    for name, mode in {"closed": 0, "listed": 0o444, "nepal.md": 0, "table.csv": 0}.items():
        (corpus / name).chmod(mode)
    Encoder.named().encode(["a text"], "query")
    (open_folder / "cache").mkdir()
    told = Told()
    with _anybody(open_folder):
        monkeypatch.setenv("MSQQA_CACHE", str(open_folder / "cache"))
        build(Corpus.at(corpus), open_folder / "index", Encoder.named(), told)
    skipped = sorted(note.partition(": ")[0] for note in told.notes if note.startswith("skipped "))
    assert skipped == [f"skipped {name}" for name in ("closed", "listed/mali.md", "nepal.md", "table.csv")]
    assert all("Permission denied" in note for note in told.notes)


@POSIX
def test_a_corpus_that_may_not_be_entered_is_one_line(open_folder: Path) -> None:
    corpus = write_survey(open_folder / "survey")
    corpus.chmod(0)
    with _anybody(open_folder), pytest.raises(CorpusError, match="respon"):
        build(Corpus.at(corpus), open_folder / "index", Encoder.named())
