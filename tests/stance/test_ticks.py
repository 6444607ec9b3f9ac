from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.stance.ticks import is_marked, join_lines, line_ranges


@pytest.mark.parametrize("box", ["☒", "☑", "✓", "✔", "[x]", "[X]", "(X)", r"\[x\]", "●", "✅"])
def test_marked_boxes(box: str) -> None:
    assert is_marked(box)


@pytest.mark.parametrize("box", ["☐", "□", "○", "[ ]", "[]", "( )", "()", r"\[ \]"])
def test_empty_boxes(box: str) -> None:
    assert not is_marked(box)


@given(st.text(alphabet=st.sampled_from("ab \t\r\n\f")))
def test_lines_are_trimmed_and_together_hold_everything(text: str) -> None:
    lines = line_ranges(text, 0, len(text))
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in lines)
    assert sum(1 for a, b in lines for c in text[a:b] if c in "ab") == sum(c in "ab" for c in text)
    runs = join_lines(text, lines)
    assert all(text[a[1] : b[0]].strip() for a, b in pairwise(runs))
