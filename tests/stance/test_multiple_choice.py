from __future__ import annotations

import pytest

from msqqa.stance.multiple_choice import read_choice
from msqqa.stance.ticks import line_ranges


@pytest.mark.parametrize(
    ("text", "options", "state", "marked", "own", "stated"),
    [
        ("☐ A b\n☒ C d", ["A b", "C d"], "marked", ("C d",), ["☒ C d"], None),
        ("✗ A b\n✔ C d", ["A b", "C d"], "marked", ("C d",), ["✔ C d"], None),
        ("☐ A b\n✗ C d", ["A b", "C d"], "marked", ("C d",), ["✗ C d"], None),
        ("A b\nC d", ["A b", "C d"], "lost", (), [], None),
        ("A b\nC d: more", ["A b", "C d"], "lost", (), ["C d: more"], "C d"),
        ("☐ A b\n☐ C d: more", ["A b", "C d"], "empty", (), ["☐ C d: more"], "C d"),
        ("**A b**\nC d", ["A b", "C d"], "marked", ("A b",), ["**A b**"], None),
        ("A remark", ["A b", "C d"], "none", (), ["A remark"], None),
        ("A b\nA remark\nC d", ["A b", "C d"], "lost", (), ["A remark"], None),
        ("", ["A b"], "none", (), [], None),
    ],
)
def test_options_are_read_line_by_line(
    text: str, options: list[str], state: str, marked: tuple[str, ...], own: list[str], stated: str | None
) -> None:
    selection, answers, found = read_choice(text, line_ranges(text, 0, len(text)), options)
    assert (selection.state, selection.options) == (state, marked)
    assert [text[start:end] for start, end in answers] == own
    assert found == stated


def test_an_option_that_begins_with_another_is_told_apart() -> None:
    text = "☐ Other\n☒ Other agency"
    selection, _, _ = read_choice(text, line_ranges(text, 0, len(text)), ["Other", "Other agency"])
    assert selection.options == ("Other agency",)


def test_a_line_to_write_on_is_no_emphasis() -> None:
    text = "Two-year\nFive-year\nOther _____"
    selection, _, stated = read_choice(text, line_ranges(text, 0, len(text)), ["Two-year", "Five-year", "Other"])
    assert (selection.state, selection.options, stated) == ("lost", (), None)


def test_an_option_over_several_lines_is_one() -> None:
    text = "[ ] I am authorized to\nrespond to this questionnaire\n[x] I mostly gave\nmy own opinion\n[ ] Other"
    options = ["I am authorized to respond to this questionnaire", "I mostly gave my own opinion", "Other"]
    selection, answers, _ = read_choice(text, line_ranges(text, 0, len(text)), options)
    assert selection.options == ("I mostly gave my own opinion",)
    assert [text[a:b] for a, b in answers] == ["[x] I mostly gave\nmy own opinion"]
