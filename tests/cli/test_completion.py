from __future__ import annotations

import pytest

from tests.support import process


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("msqqa inf", ["info"]), ("msqqa ask --edi", ["--edition"]), ("msqqa ask --format ma", ["markdown"])],
)
def test_a_shell_completes_commands_options_and_values(typed: str, expected: list[str]) -> None:
    at = len(typed.split()) - 1
    ended = process(env={"_MSQQA_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(at)})
    assert ended.stdout.decode().split() == expected, ended
