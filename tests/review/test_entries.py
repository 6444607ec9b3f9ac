from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.errors import VerdictsError
from msqqa.review.entries import read

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {"respondent": '"peru"', "question": '"2"', "stance": '"no"', "reason": '"It closed."', "by": '"Ana"'}


def written(file: Path, *rows: dict[str, str]) -> Path:
    text = "\n".join("[[verdict]]\n" + "".join(f"{k} = {v}\n" for k, v in row.items()) for row in rows)
    file.write_text(text, encoding="utf-8")
    return file


def test_no_file_corrects_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "verdicts.toml") == ([], [])


def test_an_entry_is_read_as_it_is_written(tmp_path: Path) -> None:
    claim = {**GOOD, "claim": '"a chatbot"', "stance": '" Planned "', "reason": '"""Two\nlines."""'}
    del claim["question"]
    file = written(tmp_path / "v.toml", {**GOOD, "question": "2", "date": "2026-03-14"}, claim)
    (one, two), problems = read(file)
    assert not problems
    assert (one.respondent, one.question, one.stance, one.date, one.number) == ("peru", "2", "no", "2026-03-14", 1)
    assert (two.claim, two.stance, two.reason, two.number) == ("a chatbot", "planned", "Two\nlines.", 2)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"question": None}, "neither a question nor a claim; add one of them"),
        ({"claim": '"a chatbot"'}, "both a question and a claim; leave one of them out"),
        ({"stance": '"perhaps"'}, "no stance 'perhaps'; write one of yes, no, planned, partial, blank, unclear"),
        ({"stance": None}, "neither a stance nor a verdict"),
        ({"verdict": '"matched"'}, "both a stance and a verdict"),
        ({"verdict": '"matched"', "stance": None}, "a verdict is of a claim"),
        ({"verdict": '"maybe"', "stance": None, "question": None, "claim": '"x"'}, "no verdict 'maybe'"),
        ({"question": None, "claim": '"is it the"'}, "holds no word that carries a topic"),
        ({"reason": '"  "'}, 'it has no reason; add reason = "…"'),
        ({"by": None}, "it has no by"),
        ({"respondent": None}, "it has no respondent"),
        ({"respondent": '["peru"]'}, "its respondent is no text"),
        ({"stance": "true"}, "its stance is no text"),
        ({"reasons": '"why"'}, "'reasons' means nothing there; an entry has respondent, question, claim"),
    ],
)
def test_a_bad_entry_is_told_and_the_others_are_read(tmp_path: Path, changed: dict[str, str | None], told: str) -> None:
    bad = {key: value for key, value in {**GOOD, **changed}.items() if value is not None}
    file = written(tmp_path / "verdicts.toml", GOOD, bad)
    entries, [problem] = read(file)
    assert [entry.number for entry in entries] == [1]
    assert str(problem).startswith(f"{file}: [[verdict]] 2: ")
    assert told in str(problem)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[verdict]\n", "not valid TOML"),
        ("[[verdicts]]\nrespondent = 'peru'\n", "'verdicts' means nothing there; begin each entry with [[verdict]]"),
        ("[verdict]\nrespondent = 'peru'\n", "verdict is no list of entries"),
        ("verdict = [1]\n", "verdict is no list of entries"),
    ],
)
def test_a_file_that_holds_something_else_is_refused(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "verdicts.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(VerdictsError) as refused:
        read(file)
    assert str(file) in str(refused.value)
    assert told in str(refused.value)


def test_what_would_steer_a_terminal_is_escaped(tmp_path: Path) -> None:
    [entry], _ = read(written(tmp_path / "v.toml", {**GOOD, "reason": '"a\\u001b[31mb"', "by": '"A\\nB"'}))
    assert entry.reason == "a\\u001b[31mb"
    assert entry.by == "A B"
