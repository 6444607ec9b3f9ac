from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from msqqa import cache
from msqqa.index import manifest
from tests.support import Place, command, environment, flip

READS = """
import sys
from pathlib import Path
from msqqa.cache import recall_digest
for _ in range(20):
    for file in sys.argv[1:]:
        print(recall_digest(Path(file)))
"""
SETTLED = 0.15
"""Seconds after which a file is old enough to be remembered."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, not there yet."""
    monkeypatch.setenv("MSQQA_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def _file(folder: Path, name: str = "file", text: str = "some text") -> Path:
    """Write a file, and wait until it is old enough."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    time.sleep(SETTLED)
    return path


def _ledger(home: Path) -> dict[str, list[object]]:
    found: dict[str, list[object]] = json.loads((home / "digests.json").read_bytes())
    return found


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


# ---------------------------------------------------------------- the folder


def test_the_folder_is_the_one_that_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache.folder() == home
    monkeypatch.setenv("MSQQA_CACHE", "~/mine")
    assert cache.folder() == Path.home() / "mine"
    for unnamed in (lambda: monkeypatch.setenv("MSQQA_CACHE", ""), lambda: monkeypatch.delenv("MSQQA_CACHE")):
        unnamed()
        assert cache.folder().name == "msqqa"
        assert cache.folder().is_absolute()


def test_the_session_has_a_cache_of_its_own(cache: Path) -> None:
    assert os.environ["MSQQA_CACHE"] == str(cache)
    assert environment()["MSQQA_CACHE"] == str(cache)


# ---------------------------------------------------------------- what is remembered


def test_a_file_that_was_hashed_before_is_not_read_again(home: Path, tmp_path: Path) -> None:
    file = _file(tmp_path)
    assert cache.recall_digest(file) == _sha256(file)
    [(name, entry)] = _ledger(home).items()
    assert name == str(file.resolve())
    (home / "digests.json").write_text(json.dumps({name: [*entry[:-1], "what is remembered"]}), encoding="utf-8")
    assert cache.recall_digest(file) == "what is remembered"


def test_a_changed_byte_is_noticed_though_size_and_time_are_as_before(home: Path, tmp_path: Path) -> None:
    file = _file(tmp_path)
    stat, first = file.stat(), cache.recall_digest(file)
    flip(file)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)
    assert cache.recall_digest(file) == _sha256(file) != first
    time.sleep(SETTLED)
    assert cache.recall_digest(file) == _sha256(file)


def test_another_file_in_its_place_is_noticed(home: Path, tmp_path: Path) -> None:
    file, other = _file(tmp_path, "file", "one text"), _file(tmp_path, "other", "two text")
    stat = file.stat()
    cache.recall_digest(file)
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    other.replace(file)
    assert cache.recall_digest(file) == _sha256(file)


def test_a_file_that_changes_within_a_tick_is_noticed(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    for n in range(200):
        file.write_text(f"{n:05}", encoding="utf-8")
        assert cache.recall_digest(file) == _sha256(file)


def test_a_link_is_known_by_what_it_leads_to(home: Path, tmp_path: Path) -> None:
    one, other = _file(tmp_path, "one", "one text"), _file(tmp_path, "other", "two text")
    link = tmp_path / "link"
    link.symlink_to(one)
    assert cache.recall_digest(link) == _sha256(one)
    link.unlink()
    link.symlink_to(other)
    assert cache.recall_digest(link) == _sha256(other)


def test_a_file_that_cannot_be_read_is_an_error_of_the_system(home: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(OSError, match=r"\[Errno"):
            cache.recall_digest(path)


def test_files_that_are_gone_are_forgotten(home: Path, tmp_path: Path) -> None:
    gone, there = _file(tmp_path, "gone"), _file(tmp_path, "there")
    cache.recall_digest(gone)
    gone.unlink()
    cache.recall_digest(there)
    assert list(_ledger(home)) == [str(there.resolve())]


def test_a_folder_has_the_digests_that_were_noted_of_it(home: Path, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"1")
    (tmp_path / "two").write_bytes(b"2")
    noted = {name: _sha256(tmp_path / name) for name in ("one", "two")}
    assert cache.has_digests(tmp_path, noted)
    assert cache.has_digests(tmp_path, {})
    (tmp_path / "two").write_bytes(b"3")
    assert not cache.has_digests(tmp_path, noted)
    (tmp_path / "two").unlink()
    assert not cache.has_digests(tmp_path, noted)


def test_the_files_of_an_index_are_remembered_at_once(
    home: Path, survey: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time that something is remembered, all that was remembered before is written again, thousands of files."""
    time.sleep(SETTLED)
    written: list[Path] = []
    write = cache.write_whole
    monkeypatch.setattr(cache, "write_whole", lambda file, data: written.append(file) or write(file, data))
    made = manifest.load(survey.index)
    assert made is not None
    assert manifest.find_damaged(survey.index, made) is None
    assert written == [home / "digests.json"]
    assert len(_ledger(home)) == len(made.files)


# ---------------------------------------------------------------- a ledger that is of no use


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"[]", b"5", b"null", b"\xff\xfe", b'{"FILE": 5}', b'{"FILE": []}', b'{"FILE": {}}', b"[" * 3000],
)
def test_a_garbled_ledger_is_written_anew(home: Path, tmp_path: Path, text: bytes) -> None:
    file = _file(tmp_path)
    home.mkdir()
    (home / "digests.json").write_bytes(text.replace(b"FILE", str(file.resolve()).encode()))
    assert cache.recall_digest(file) == _sha256(file)
    assert list(_ledger(home)) == [str(file.resolve())]
    assert cache.recall_digest(file) == _sha256(file)


@pytest.mark.parametrize("in_the_way", ["cache", "cache/digests.json"])
def test_a_ledger_that_cannot_be_written_costs_time_alone(home: Path, tmp_path: Path, in_the_way: str) -> None:
    file = _file(tmp_path)
    if in_the_way == "cache":
        home.write_text("a file in place of the folder", encoding="utf-8")
    else:
        (tmp_path / in_the_way).mkdir(parents=True)
    for _ in range(2):
        assert cache.recall_digest(file) == _sha256(file)
    assert not list(tmp_path.rglob(".digests*")), "nothing half written is left"


# ---------------------------------------------------------------- what a killed process leaves

KILLED = """
import sys, time
from pathlib import Path
from msqqa import cache
with cache.make_aside(Path(sys.argv[1])) as made:
    (made / "weights").write_text("half of them")
    print(made.name, flush=True)
    time.sleep(600)
"""


def _started(folder: Path) -> tuple[subprocess.Popen[str], Path]:
    running = subprocess.Popen(command(folder, script=KILLED), env=environment(), stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    return running, folder / running.stdout.readline().strip()


@pytest.mark.skipif(sys.platform == "win32", reason="there it is told by its age alone")
def test_what_a_killed_process_made_is_swept_and_what_a_running_one_makes_stays(tmp_path: Path) -> None:
    (dead, left), (alive, used) = _started(tmp_path), _started(tmp_path)
    dead.kill()
    dead.communicate()
    assert (left / "weights").is_file()
    with cache.make_aside(tmp_path) as made:
        assert sorted(tmp_path.iterdir()) == sorted([used, made])
    alive.kill()
    alive.communicate()


def test_what_another_machine_made_is_swept_after_hours(tmp_path: Path) -> None:
    old, new = tmp_path / ".making-0123abcd-1-abcdef_9", tmp_path / ".making-0123abcd-1-abcdef_8"
    for folder in (old, new):
        folder.mkdir()
        (folder / "weights").write_text("half of them", encoding="utf-8")
    for path in (old / "weights", old):
        os.utime(path, (time.time() - 86_400,) * 2)
    os.utime(new, (time.time() - 86_400,) * 2)  # what is in it was written a moment ago
    with cache.make_aside(tmp_path) as made:
        assert sorted(tmp_path.iterdir()) == sorted([new, made])


def test_nothing_else_is_swept(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    home = tmp_path / "home"
    home.mkdir()
    names = (
        ".making-tea",
        ".making-",
        ".making-abcdefgh",
        "making-0123abcd-1-abcdef_9",
        ".making-0123abcd-1-abcdef_9 (1)",
    )
    for name in names:
        (home / name).mkdir()
        (home / name / "thesis.txt").write_text("a user's", encoding="utf-8")
    (home / ".making-0123abcd-1-abcdef_9").write_text("a file", encoding="utf-8")
    (home / ".making-0123abcd-2-abcdef_9").symlink_to(elsewhere)
    for path in home.rglob("*"):
        os.utime(path, (time.time() - 86_400,) * 2, follow_symlinks=False)
    before = sorted(home.rglob("*"))
    with cache.make_aside(home):
        pass
    assert sorted(home.rglob("*")) == before
    assert elsewhere.is_dir()


# ---------------------------------------------------------------- several at once


def test_several_processes_at_once_see_every_file_right(home: Path, tmp_path: Path) -> None:
    files = [_file(tmp_path, name, f"the text of {name}") for name in "abc"]
    call = command(*files, script=READS)
    running = [subprocess.Popen(call, env=environment(), stdout=-1, stderr=-1) for _ in range(4)]
    for ended in running:
        out, err = ended.communicate()
        assert (ended.returncode, err) == (0, b"")
        assert out.decode().split() == [_sha256(file) for file in files] * 20
    for file, entry in _ledger(home).items():
        assert entry[-1] == _sha256(Path(file))
    assert [path.name for path in home.iterdir()] == ["digests.json"]


def test_several_threads_at_once_see_every_file_right(home: Path, tmp_path: Path) -> None:
    files = [_file(tmp_path, f"file-{n}", f"the text of {n}") for n in range(3)] * 60
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(cache.recall_digest, files)) == [_sha256(file) for file in files]


def test_a_file_is_never_seen_half_written(tmp_path: Path) -> None:
    whole = [bytes([letter]) * 100_000 for letter in b"ab"]
    file = tmp_path / "file"
    cache.write_whole(file, whole[0])

    def write(n: int) -> None:
        cache.write_whole(file, whole[n % 2])

    with ThreadPoolExecutor(2) as pool:
        for _ in pool.map(write, range(200)):
            assert file.read_bytes() in whole
    assert list(tmp_path.iterdir()) == [file]


# ---------------------------------------------------------------- data files, parsed


def test_a_data_file_is_parsed_once_and_again_when_it_changes(home: Path, tmp_path: Path) -> None:
    file = _file(tmp_path, "words.toml", 'yes = ["ja"]')
    assert cache.recall_toml("words", [file]) == [{"yes": ["ja"]}]
    [kept] = (home / "parsed").iterdir()
    kept.write_text(kept.read_text(encoding="utf-8").replace("ja", "da"), encoding="utf-8")
    assert cache.recall_toml("words", [file]) == [{"yes": ["da"]}]  # what was kept is what is read
    file.write_text('yes = ["oui"]', encoding="utf-8")
    assert cache.recall_toml("words", [file]) == [{"yes": ["oui"]}]


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b'{"of": 1}', b"\xff", b"[" * 100_000])
def test_what_is_damaged_is_parsed_again(home: Path, tmp_path: Path, damaged: bytes) -> None:
    file = _file(tmp_path, "words.toml", 'yes = ["ja"]')
    cache.recall_toml("words", [file])
    [kept] = (home / "parsed").iterdir()
    kept.write_bytes(damaged)
    assert cache.recall_toml("words", [file]) == [{"yes": ["ja"]}]
    assert json.loads(kept.read_bytes())["tables"] == [{"yes": ["ja"]}]


def test_without_a_cache_a_data_file_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MSQQA_CACHE", str(_file(tmp_path, "no-folder", "")))
    assert cache.recall_toml("words", [_file(tmp_path, "words.toml", "a = 1")]) == [{"a": 1}]


def test_the_memory_of_files_is_parsed_once(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [_file(tmp_path, name, name) for name in "abc"]
    for file in files:
        cache.recall_digest(file)
    cache.recall_digest(files[0])
    before = cache._parse_ledger.cache_info().misses
    for file in files:
        cache.recall_digest(file)
    assert cache._parse_ledger.cache_info().misses == before
