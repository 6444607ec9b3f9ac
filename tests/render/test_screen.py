from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.render.screen import plain_line, screen

if TYPE_CHECKING:
    import pytest

ARABIC = "“صدر القانون 5 في عام 2020” [1]"


def test_at_a_terminal_a_quote_from_right_to_left_turns_no_number_beside_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    screen().line(plain_line(ARABIC))
    screen().line(plain_line("“Act 5 of 2020” [1]"))
    assert capsys.readouterr().out.splitlines() == [
        "\u2068“صدر القانون 5 في عام 2020”\u2069 [1]",
        "“Act 5 of 2020” [1]",
    ]


def test_a_pipe_gets_the_text_as_it_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    screen().line(plain_line(ARABIC))
    assert capsys.readouterr().out == f"{ARABIC}\n"
