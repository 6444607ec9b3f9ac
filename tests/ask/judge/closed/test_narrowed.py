"""Sets and tallies that a word narrows: decided with it, or refused with it named. Gold: the table itself."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.engine import Engine
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from msqqa.model.closed import Choice, Tallied, Undecided
from msqqa.render.prose import paragraph
from tests.support import REPO

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.model import Answer

LIBRARIES = REPO / "evals" / "closed" / "libraries"
SERVICES, MEETS = "Which services are on offer?", "How often does the reading group meet?"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    index = tmp_path_factory.mktemp("libraries") / "index"
    build(Corpus.at(LIBRARIES), index, Encoder.named())
    return Engine.open(index)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (LIBRARIES / "survey.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _members(answer: Answer) -> set[str]:
    return {d.name for d in answer.respondents if d.verdict == "matched"}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("which libraries offer only printing", {"Printing"}),
        ("which libraries only offer printing", {"Printing"}),
        ("who offers nothing but repairs", {"Repairs"}),
        ("who offers scanning and nothing else", {"Scanning"}),
    ],
)
def test_who_chose_nothing_else(asked: Engine, rows: list[dict[str, str]], question: str, wanted: set[str]) -> None:
    answer = asked.ask(question)
    assert _members(answer) == {row["Library"] for row in rows if set(row[SERVICES].split(";")) == wanted}
    assert isinstance(answer.closed, Choice)
    assert answer.closed.alone
    assert "chose nothing but" in paragraph(answer)


def test_only_one_option_can_be_chosen_anyway(asked: Engine, rows: list[dict[str, str]]) -> None:
    answer = asked.ask("whose reading group meets only every month")
    assert _members(answer) == {row["Library"] for row in rows if row[MEETS] == "Every month"}


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("which libraries offer everything except repairs", "except"),
        ("which libraries offer printing, scanning or repairs but not all three", "but not all"),
        ("how many libraries offer printing by town", "by"),
        ("of those who offer printing, what share offers repairs", "of those"),
    ],
)
def test_what_is_not_decided_is_named(asked: Engine, question: str, word: str) -> None:
    answer = asked.ask(question)
    assert not answer.answered
    assert isinstance(answer.closed, Undecided)
    assert f"“{word}”" in answer.closed.why


@pytest.mark.parametrize(
    ("question", "of", "by"),
    [
        ("breakdown of which services are on offer by how often the reading group meets", SERVICES, MEETS),
        ("tally how often the reading group meets, split by services on offer", MEETS, SERVICES),
    ],
)
def test_what_stands_behind_by_splits(
    asked: Engine, rows: list[dict[str, str]], question: str, of: str, by: str
) -> None:
    told = asked.ask(question).closed
    assert isinstance(told, Tallied)
    assert (told.asked.text, told.by and told.by.text) == (of, by)
    for row in told.rows:
        for column, n in zip(told.columns, row.by, strict=True):
            assert n == sum(row.option in own[of].split(";") and column in own[by].split(";") for own in rows)


def test_a_split_by_what_nobody_was_asked_is_refused(asked: Engine) -> None:
    answer = asked.ask("breakdown of services on offer by number of staff")
    assert not answer.answered


@pytest.mark.parametrize(
    "question",
    [
        "how many of those who want money offer printing in a percentage of them",
        "breakdown of services on offer of those whose reading group meets daily",
        "how many of those who want money offer printing and scanning",
        "breakdown of services on offer by how often people read together among those who want money",
    ],
)
def test_a_condition_that_is_not_counted_is_no_answer(asked: Engine, question: str) -> None:
    assert not isinstance(asked.ask(question).closed, Choice | Tallied)


def test_the_top_two_of_three(asked: Engine) -> None:
    told = asked.ask("top 2 services").closed
    assert isinstance(told, Tallied)
    assert [(row.option, row.count) for row in told.rows] == [("Printing", 7), ("Scanning", 6)]
    assert told.of == 3
    assert "the most chosen of 3 options" in paragraph(asked.ask("top 2 services"))


def test_an_option_that_is_no_name_is_not_taken_for_a_condition(tmp_path: Path) -> None:
    """An option A of one question is a word of every other question."""
    folder = tmp_path / "answers"
    folder.mkdir()
    grades = "ABCABCABAA"
    lines = [f"Person {n},{grade},{'Dog' if n % 2 else 'Cat'}" for n, grade in enumerate(grades)]
    text = "\n".join(["Name,Grade,Pet", *lines, ""])
    (folder / "pets.csv").write_text(text, encoding="utf-8")
    build(Corpus.at(folder), tmp_path / "index", Encoder.named())
    answer = Engine.open(tmp_path / "index").ask("how many have a dog")
    assert answer.answered
    assert answer.coverage.matched == 5


def test_what_is_left_out_and_names_nobody_is_never_counted_in(asked: Engine) -> None:
    answer = asked.ask("how many libraries have a reading group other than every day")
    assert not answer.answered
    assert isinstance(answer.closed, Undecided)


def test_how_many_behind_a_colon_counts(asked: Engine, rows: list[dict[str, str]]) -> None:
    answer = asked.ask("services on offer: scanning, how many")
    assert _members(answer) == {row["Library"] for row in rows if "Scanning" in row[SERVICES].split(";")}


def test_remarks_do_not_count_what_nobody_writes(asked: Engine) -> None:
    answer = asked.ask("¿Cuántos tienen calefacción?")
    assert not answer.answered
    assert not _members(answer)


def test_how_many_remarks_come_near_is_no_count_of_a_survey(asked: Engine) -> None:
    answer = asked.ask("for how many is the building falling to bits")
    assert not answer.answered
