from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.review.entries import Correction, read
from msqqa.review.write import lock_file, take_out, write_correction

ENTRY = Correction("peru", "2", "", "no", "", "It closed.", "Ana", "2026-03-14")
BY_HAND = """\
# What we corrected.

[[verdict]]  # the first
respondent = "kenya"  # by letter
question = 1
stance = 'no'
reason = \"\"\"Repealed,
says the ministry.\"\"\"
by = "Bo"

# Now Japan.
[[verdict]]
respondent = "japan"
claim = "WCAG"
verdict = "rejected"
reason = "A street."
by = "Bo"
# The end.
"""


def test_a_new_file_holds_the_correction(tmp_path: Path) -> None:
    file = tmp_path / "verdicts.toml"
    write_correction(file, ENTRY)
    assert read(file) == ([replace(ENTRY, number=1)], [])
    assert [left.name for left in tmp_path.iterdir()] == [file.name]


def test_what_was_typed_by_hand_stays(tmp_path: Path) -> None:
    file = tmp_path / "verdicts.toml"
    file.write_text(BY_HAND, encoding="utf-8")
    write_correction(file, ENTRY)
    assert file.read_text(encoding="utf-8").startswith(BY_HAND)
    write_correction(file, replace(ENTRY, respondent="kenya", question="1", number=1))
    text = file.read_text(encoding="utf-8")
    for kept in ("# What we corrected.\n", "[[verdict]]  # the first\n", "  # by letter\n", "# The end.\n"):
        assert kept in text
    assert '\n# Now Japan.\n[[verdict]]\nrespondent = "japan"\n' in text
    assert [entry.respondent for entry in read(file)[0]] == ["kenya", "japan", "peru"]
    assert read(file)[0][0].reason == "It closed."


def test_a_correction_is_taken_out_and_the_comments_stay(tmp_path: Path) -> None:
    file = tmp_path / "verdicts.toml"
    file.write_text(BY_HAND, encoding="utf-8")
    take_out(file, 1)
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# What we corrected.\n")
    assert text.endswith(BY_HAND[BY_HAND.index("# Now Japan.") :])
    take_out(file, 1)
    assert read(file) == ([], [])
    assert "# The end." in file.read_text(encoding="utf-8")


def test_line_ends_and_lists_stay_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "verdicts.toml"
    file.write_bytes(BY_HAND.replace("\n", "\r\n").encode())
    write_correction(file, ENTRY)
    data = file.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")
    file.write_text('verdict = [\n  {respondent="a", question="1", stance="no", reason="r", by="b"}, # why\n]')
    write_correction(file, ENTRY)
    assert "# why" in file.read_text()
    assert [entry.respondent for entry in read(file)[0]] == ["a", "peru"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1), max_size=3))
def test_whatever_a_reason_holds_it_is_read_as_it_was_given(lines: list[str]) -> None:
    reason = "\n".join(["why", *lines]).strip()
    with TemporaryDirectory() as folder:
        file = Path(folder, "verdicts.toml")
        file.write_text(BY_HAND, encoding="utf-8")
        write_correction(file, replace(ENTRY, reason=reason))
        write_correction(file, replace(ENTRY, reason=reason, number=1))
        rows = tomllib.loads(file.read_text(encoding="utf-8"))["verdict"]
        assert [row["reason"] for row in rows] == [reason, "A street.", reason]


def test_none_is_lost_where_several_write_at_once(tmp_path: Path) -> None:
    file = tmp_path / "verdicts.toml"

    def add(n: int) -> None:
        with lock_file(file):
            write_correction(file, replace(ENTRY, question=str(n)))

    threads = [Thread(target=add, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(entry.question for entry in read(file)[0]) == [str(n) for n in range(8)]
