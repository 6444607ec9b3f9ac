"""Who lacks what an open question of a learned form asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.ask.engine import Engine
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build

if TYPE_CHECKING:
    from msqqa.model import Answer

_NEEDS = {
    "Amberley": "None.",
    "Birchholm": "Not at this time. All tasks have somebody.",
    "Cobalt Bay": "The harbour lights need two more people, and the old crane one.",
    "Dunewick": "n/a",
    "Emberton": "We do not need help with any task, as the new people have started.",
    "Fjordby": "Mooring rings, and everything at night.",
    "Gullport": "",
    "Heron Quay": "No, there is enough of everything.",
    "Ironside": "Painting the sheds.",
}
_MOVES = {
    "Amberley": "I am against moving the market, as the square is its home.",
    "Birchholm": "Yes, the market belongs to the quay.",
    "Cobalt Bay": "No.",
    "Dunewick": "The quay has more room, and the square more visitors.",
    "Emberton": "It should be moved next year.",
    "Fjordby": "",
    "Gullport": "Certainly, the sooner the better.",
    "Heron Quay": "We would not want that for the traders.",
    "Ironside": "Only if the quay is repaired before.",
}


@pytest.fixture(scope="module")
def harbours(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("harbours")
    (folder / "corpus").mkdir()
    for town, needs in _NEEDS.items():
        text = (
            f"# {town}\n\n## What did your crew do this year?\n\nIt kept the harbour of {town} open, all {len(needs)} "
            f"weeks.\n\n## Which tasks does your crew need help with?\n\n{needs}\n\n"
            f"## What do you think of moving the fish market to the quay?\n\n{_MOVES[town]}\n"
        )
        (folder / "corpus" / f"{town.lower().replace(' ', '-')}.md").write_text(text, encoding="utf-8")
    build(Corpus.at(folder / "corpus"), folder / "index", Encoder.named())
    return Engine.open(folder / "index")


def _matched(answer: Answer) -> set[str]:
    return {r.name for r in answer.respondents if r.verdict == "matched"}


@pytest.mark.parametrize(
    "question",
    [
        "which crews need no help with any task",
        "which crews do not need help with tasks",
        "who says that no task needs help (none, no, n/a)",
        "which crews have no tasks",  # all of that, though it asks more
    ],
)
def test_who_lacks_something_is_told_by_answers_to_the_question_that_asks_for_it(
    harbours: Engine, question: str
) -> None:
    answer = harbours.ask(question)
    assert _matched(answer) == {"Amberley", "Birchholm", "Dunewick", "Emberton", "Heron Quay"}


def test_who_has_something_is_not_told_by_what_denies_it(harbours: Engine) -> None:
    assert "Amberley" not in _matched(harbours.ask("which crews need help with their tasks"))


@pytest.mark.parametrize(
    "question", ["who is against moving the fish market to the quay", "which crews reject moving the fish market"]
)
def test_who_is_against_something_lacks_it(harbours: Engine, question: str) -> None:
    found = _matched(harbours.ask(question))
    assert {"Amberley", "Cobalt Bay", "Heron Quay"} <= found
    assert found.isdisjoint({"Birchholm", "Emberton", "Gullport", "Fjordby"})
