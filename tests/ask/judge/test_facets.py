"""The same asked of several things, in a table: which part of which of them a question names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.engine import Engine
from msqqa.ask.judge.decide import Decider
from msqqa.ask.judge.facets import Facets
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from msqqa.model import Concept, SetPlan
from msqqa.render.prose import claim
from tests.support import open_corpus

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.model import Answer

_TOWNS = ("Amberley", "Birchholm", "Cobalt Bay", "Dunewick", "Emberton", "Fjordby")
_REGISTERS = ("river levels", "land register", "bus timetables")
_ASKED = ("Is the data available online", "Publicly available", "Available in bulk", "Is the data machine readable")
_REMARK = "Only the annual report on it can be had, page by page and in one file."


def _says(town: int, register: int, asked: int) -> str:
    return "Yes" if (town + 2 * register + asked) % 3 else "No"


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("towns")
    (folder / "corpus").mkdir()
    lines = [",".join(("town", "dataset", *_ASKED, "details"))]
    lines += [
        ",".join((town, register, *(_says(n, m, k) for k in range(len(_ASKED))), f'"{_REMARK} ({n}.{m})"'))
        for n, town in enumerate(_TOWNS)
        for m, register in enumerate(_REGISTERS)
    ]
    (folder / "corpus" / "entries.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "corpus" / "form.toml").write_text(
        f"[table]\nlayout = 'long'\nrespondent = 'town'\nquestion = 'dataset'\nanswers = {[*_ASKED, 'details']}\n",
        encoding="utf-8",
    )
    build(Corpus.at(folder / "corpus"), folder / "index", Encoder.named())
    return Engine.open(folder / "index")


def _cited(answer: Answer) -> str:
    return answer.citations[0].question


@pytest.mark.parametrize(
    ("question", "register", "asked"),
    [
        ("is land register data in Amberley publicly available", 1, 1),
        ("are the river levels of Dunewick online", 0, 0),
        ("can I get Emberton's bus timetables in bulk", 2, 2),
        ("are Cobalt Bay's river levels machine readable", 0, 3),
        ("bulk land register of Fjordby", 1, 2),
    ],
)
def test_words_that_one_part_alone_has_tell_it_from_the_others(
    towns: Engine, question: str, register: int, asked: int
) -> None:
    assert _cited(towns.ask(question)) == f"{_REGISTERS[register]} — {_ASKED[asked]}"


@pytest.mark.parametrize(
    ("question", "register", "asked", "wanted"),
    [
        ("which towns' land register is not machine readable", 1, 3, "No"),
        ("which towns have river levels in bulk", 0, 2, "Yes"),
        ("which towns have machine readable bus timetables", 2, 3, "Yes"),
    ],
)
def test_a_set_by_a_part_is_decided_by_it_and_told_the_right_way(
    towns: Engine, question: str, register: int, asked: int, wanted: str
) -> None:
    answer = towns.ask(question)
    matched = {r.name for r in answer.respondents if r.verdict == "matched"}
    assert matched == {town for n, town in enumerate(_TOWNS) if _says(n, register, asked) == wanted}
    assert isinstance(answer.plan, SetPlan)
    assert f"say {wanted.lower()} to" in claim(answer.plan)


def test_one_stance_on_a_part_is_decided_by_that_part(towns: Engine) -> None:
    question = "bus timetables: for which towns is it unclear whether they are machine readable"
    plan = towns.planner.plan(towns.read(question))
    assert isinstance(plan, SetPlan)
    concept = Concept(("bus", "timetables"), relation="unclear")
    sought = replace(
        plan, sought="unclear", mode="question", concepts=(concept,), text="bus timetables", whole=question
    )
    [asked] = Decider(towns.index.store, towns.retriever).decide(sought).plan.questions
    row = next(row for row, (_, id_, _) in towns.index.store.questions.items() if id_ == asked)
    assert towns.index.store.questions[row][2] == f"{_REGISTERS[2]} — {_ASKED[3]}"


def test_a_part_may_be_meant_by_what_is_said_of_it_alone(towns: Engine) -> None:
    facets = Facets(towns.index.store, towns.retriever)
    long = "how many of the towns that wrote to us in the course of this year give away cadastral data machine readably"
    part = facets.find(long, of_set=True, topic="machine readable register of land")
    assert part is not None
    assert towns.index.store.questions[part][2] == f"{_REGISTERS[1]} — {_ASKED[3]}"


def test_what_names_a_topic_alone_names_no_part_of_it(towns: Engine) -> None:
    found = Facets(towns.index.store)
    assert found.find("river levels") is None
    assert found.find("machine readable") is None
    assert found.find("river levels that are available") is None  # as three of its parts say


@pytest.mark.parametrize(
    ("question", "register", "asked"),
    [
        ("which towns put their bus timetables on the web", 2, 0),
        ("which towns have the land register on the internet", 1, 0),
        ("which towns offer their river levels in computer readable form", 0, 3),
    ],
)
def test_a_part_is_known_by_other_words_where_it_is_clearly_the_nearest(
    towns: Engine, question: str, register: int, asked: int
) -> None:
    answer = towns.ask(question)
    matched = {r.name for r in answer.respondents if r.verdict == "matched"}
    assert matched == {town for n, town in enumerate(_TOWNS) if _says(n, register, asked) == "Yes"}


def test_other_words_of_no_topic_name_no_part(towns: Engine) -> None:
    found = Facets(towns.index.store, towns.retriever)
    assert found.find("which towns put their school menus on the web", of_set=True) is None
    assert found.find("river levels", of_set=True) is None
    assert found.find("which towns share river levels with their neighbours", of_set=True) is None


_HELD = (
    "Does the data exist",
    "Is data in digital form",
    "Is the data available online",
    "Is the data available for free",
)
_KEPT = (
    "River levels",
    "Land register",
    "Bus timetables",
    "Tree cover",
    "School places",
    "Market prices",
    "Burial plots",
)


def test_who_has_nothing_of_a_topic_is_told_by_the_part_that_asks_whether_there_is_any(tmp_path: Path) -> None:
    """All parts of a topic hold the claim's words; the one that comes nearest by what it asks decides."""
    lines = [",".join(("town", "dataset", *_HELD, "details"))]
    without = {register: [town for n, town in enumerate(_TOWNS) if not (n + m) % 3] for m, register in enumerate(_KEPT)}
    for n, town in enumerate(_TOWNS):
        for m, register in enumerate(_KEPT):
            says = ("Yes" if town not in without[register] and (not k or (n + m + k) % 2) else "No" for k in range(4))
            lines.append(",".join((town, register, *says, f'"{_REMARK} ({n}.{m})"')))
    form = f"[table]\nlayout = 'long'\nrespondent = 'town'\nquestion = 'dataset'\nanswers = {[*_HELD, 'details']}\n"
    engine = open_corpus(tmp_path, {"entries.csv": "\n".join(lines), "form.toml": form})
    answer = engine.ask("towns that have no land register data at all")
    assert answer.answered
    assert answer.plan.questions == ("land-register.does-the-data-exist",)
    assert {r.name for r in answer.respondents if r.verdict == "matched"} == set(without["Land register"])
