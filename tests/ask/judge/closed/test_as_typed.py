"""Questions as people type them: shortened words, zeros, sides, options held beside each other, frequencies by "per".

Gold: the rows of a survey.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.judge.closed.comparison import comparison_of
from msqqa.ask.reading.wording import spell_out
from msqqa.model.closed import Tallied
from tests.support import as_csv, open_corpus

if TYPE_CHECKING:
    from collections.abc import Callable

    from msqqa.ask.engine import Engine
    from msqqa.model import Answer

SINGS, HELP, STAGE, FEES, JOIN, SIZE, ADMIN, PLAYED, RANK, SPENT, HALL, KIND = (
    "How often does the children's choir sing?",
    "What would help you most?",
    "Small stage or Arena?",
    "How is the frequency of concerts?",
    "Would you recommend us as an orchestra?",
    "How large are your recordings typically?",
    "How good is the administration (1 - 5)?",
    "Which instruments do you play?",
    "How satisfied are you with the rehearsal room?",
    "Money spent on strings last year",
    "How many chairs does the hall have?",
    "Rehearsal or Concert?",
)
LEVELS = ("Very dissatisfied", "Dissatisfied", "Neither satisfied nor dissatisfied", "Satisfied", "Very satisfied")
OPTIONS = {
    SINGS: ("Never", "Every month", "Every week"),
    HELP: ("A children's choir every week", "Money", "New scores"),
    STAGE: ("Small stage", "Arena of 2-10 rows", "Arena with 10-100 rows"),
    FEES: ("Concerts are frequent enough", "Concerts are not frequent enough", "Concerts are too frequent"),
    JOIN: ("Yes", "No", "Prefer not to say"),
    SIZE: ("MBs", "GBs", "TBs"),
    ADMIN: ("1", "2", "3", "4", "5"),
    RANK: LEVELS,
    SPENT: ("10", "20", "45"),
    HALL: ("0", "40", "120"),
    KIND: ("Rehearsal: I play when others run late", "Concert: I play in the evening"),
}
Row = dict[str, str]
Table = tuple["Engine", list[Row]]


@pytest.fixture(scope="module")
def orchestra(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """Return an engine over a survey of musicians, and its rows."""
    rng = random.Random(30)
    rows = []
    for n in range(60):
        played = ";".join(each for each in ("Violin", "Grand piano", "Bass drum") if rng.random() < 0.6) or "Violin"
        own = {q: rng.choice(options) for q, options in OPTIONS.items()}
        rows.append({"Name": f"Player {n:02}a", "Region": rng.choice(("Coast", "Hills")), PLAYED: played, **own})
    return open_corpus(tmp_path_factory.mktemp("orchestra"), {"orchestra.csv": as_csv(rows)}), rows


def _members(answer: Answer) -> set[str]:
    return {d.name for d in answer.respondents if d.verdict == "matched"}


def _plays(row: Row, instrument: str) -> bool:
    return instrument in row[PLAYED].split(";")


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        # A zero that a question offers is no denial of a wish.
        ("no children's choir at all: how many?", lambda row: row[SINGS] == "Never"),
        ("ppl w/o a children's choir", lambda row: row[SINGS] == "Never"),
        # Options that deny, denied in other words, and one that gives no answer.
        ("how many say concerts aren't frequent enough", lambda row: row[FEES] == OPTIONS[FEES][1]),
        ("no. of ppl who find concerts frequent enough", lambda row: row[FEES] == OPTIONS[FEES][0]),
        ("who wouldn't say if they'd recommend us", lambda row: row[JOIN] == "Prefer not to say"),
        # "But" joins two conditions, each with its own denial, and "every week but" leaves out no week.
        ("violin but no bass drum", lambda row: _plays(row, "Violin") and not _plays(row, "Bass drum")),
        (
            "whose children's choir sings every week but has money as the most helpful thing",
            lambda row: row[SINGS] == "Every week" and row[HELP] == "Money",
        ),
        # A brief option may be denied by the one word that is no other's.
        ("who plays no piano", lambda row: not _plays(row, "Grand piano")),
        # A word of an option's explanation tells nothing else from it, nor does a sign join but between blanks.
        ("run it on an arena of 2-10 rows", lambda row: row[STAGE] == "Arena of 2-10 rows"),
        ("small stage & violin", lambda row: row[STAGE] == "Small stage" and _plays(row, "Violin")),
        ("terabyte recordings", lambda row: row[SIZE] == "TBs"),
        # Shortened words, a number with its article, either of two.
        ("admin 2 or lower", lambda row: row[ADMIN] in "12"),
        ("how many gave the admin a 5", lambda row: row[ADMIN] == "5"),
        ("how many rated the administration with a 1 or a 2", lambda row: row[ADMIN] in "12"),
        ("the children's choir sings monthly or less often", lambda row: row[SINGS] != "Every week"),
    ],
)
def test_exactly_those_are_told(orchestra: Table, question: str, wanted: Callable[[Row], bool]) -> None:
    engine, rows = orchestra
    answer = engine.ask(question)
    assert answer.answered, answer.closed
    assert _members(answer) == {row["Name"] for row in rows if wanted(row)}


@pytest.mark.parametrize(
    "question",
    [
        "more violins or more pianos?",
        "violin vs bass drum",
        "which is more common, violin or bass drum?",
    ],
)
def test_options_held_beside_each_other_are_counted(orchestra: Table, question: str) -> None:
    engine, rows = orchestra
    told = engine.ask(question).closed
    assert isinstance(told, Tallied)
    assert {r.option: r.count for r in told.rows} == {
        one: sum(_plays(row, one) for row in rows) for one in ("Violin", "Grand piano", "Bass drum")
    }


@pytest.mark.parametrize(
    ("question", "column", "by"),
    [
        ("rehearsal room satisfaction per region", RANK, "Region"),
        ("recommend us? breakdown by region", JOIN, "Region"),
        ("recordings by size of the stage or arena", SIZE, STAGE),
    ],
)
def test_frequencies_are_split(orchestra: Table, question: str, column: str, by: str) -> None:
    engine, rows = orchestra
    told = engine.ask(question).closed
    assert isinstance(told, Tallied)
    assert told.by is not None
    counts = {(r.option, c): n for r in told.rows for c, n in zip(told.columns, r.by, strict=True)}
    assert counts
    for (option, group), n in counts.items():
        assert n == sum(row[column] == option and row[by] == group for row in rows)


@pytest.mark.parametrize(
    "question",
    [
        "how many spent nothing on strings",  # nobody answered so
        "satisfied with the rehearsal room",
        "who has yottabytes of recordings and an arena of 2-10 rows",
        "people unhappy about recommending us",
        "how many have an arena of 10 rows",  # it may be of either size
    ],
)
def test_no_wrong_number_is_told(orchestra: Table, question: str) -> None:
    engine, rows = orchestra
    answer = engine.ask(question)
    right = {row["Name"] for row in rows if row[RANK] in LEVELS[3:]} if question.startswith("satisfied") else set()
    assert not answer.answered or _members(answer) == right


def test_who_wants_none_may_well_have_one(orchestra: Table) -> None:
    engine, rows = orchestra
    never = {row["Name"] for row in rows if row[SINGS] == "Never"}
    assert _members(engine.ask("who wants no children's choir")) != never


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("no. of ppl w/o a car", "number of people without a car"),
        ("libraries w/ printing, avg fee", "libraries with printing, average fee"),
        ('who chose "w/o a car", or plan W', 'who chose "w/o a car", or plan W'),
        ("is there a w: none?", "is there a with: none?"),
    ],
)
def test_shortened_words_are_spelled_out(typed: str, full: str) -> None:
    assert spell_out(typed) == full


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("a 5", "exactly 5"), ("1 or a 2", "between 1 and 2"), ("1 or 4", None), ("some 5", None)],
)
def test_what_stands_before_a_number(typed: str, shown: str | None) -> None:
    compared = comparison_of(("lt", typed))
    assert (compared.shown if compared else None) == shown
