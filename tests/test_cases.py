"""Small inputs of faults seen on public files, each indexed and asked: who is in a set, what is told of somebody."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.engine import Engine
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from msqqa.render.prose import paragraph
from tests.support import REPO

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = REPO / "tests" / "cases"
SETS = {
    "choice-column": {
        "how many libraries have a reading group every week": "Amble Library, Dunster Library, Hythe Library, "
        "Keswick Library",
        "which libraries offer printing": "Amble Library, Corran Library, Frome Library, Goole Library, "
        "Ilkley Library, Keswick Library, Ludlow Library",
        "how many libraries never have a reading group": "Corran Library, Frome Library, Ilkley Library",
    },
    "fill-in-workbooks": {
        "which vendors have a disaster recovery plan": "Quillmark Systems, Bluefell Ltd",
        "who encrypts data at rest": "Quillmark Systems, Bluefell Ltd",
    },
    "follow-up-question": {
        "who lends e-books": "Arden Library, Corrie Library, Dunmore Library, Fenwick Library",
        "which libraries lend e-books": "Arden Library, Corrie Library, Dunmore Library, Fenwick Library",
        "how many libraries do not lend e-books": "Brill Library, Eskdale Library",
    },
    "is-not": {"who is not a security provider": "Anvil, Crank, Dowel, Flask, Gimlet, Ingot, Jar"},
    "json-nested": {
        "who hosts user content": "Aldersoft, Cairnkit, Dunelog",
        "which are deployed in Kenya": "Aldersoft, Cairnkit",
    },
    "learned-yesno-all-yes": {
        "who supports ending night fines in the parks": "Ana Brook, Ben Carver, Cleo Dunn, Dov Ellis, Eda Frost",
        "who will vote for the tree charter": "Ana Brook, Ben Carver, Cleo Dunn, Dov Ellis, Eda Frost",
    },
    "redcap-longitudinal": {"who has a garden": "Response 101, Response 103"},
    "small-csv-first-row": {"who goes to school": "Lia, Ned, Sol"},
    "transposed-table": {"who takes part in fair elections": "Rhea Banks, Jon Lund"},
    "two-head-rows": {"which libraries offer scanning": "Amble Library, Bexley Library, Corran Library"},
    "unknown-noun": {
        "which tools start other programs": "Bobbin, Dowel",
        "which plug-ins read the microphone": "Bobbin, Easel",
        "how many plug-ins read the microphone": "Bobbin, Easel",
    },
    "wrapped-question": {"who has both security and privacy considerations": "Alto, Cello"},
    "xlsx-stray-last-row": {"who encrypts data at rest": "Quillmark, Bluefell, Heron"},
}
NUMBERS = {
    ("editions-by-file", "who says the tool is stable enough"): (13, 19),
    ("editions-by-file", "who mentions 2024"): (6, 19),
}
TOLD = {
    ("contact-names-respondent", "does Quillmark work by keyboard"): "“Supports”",
    ("folder-per-respondent", "is Corvid a security provider"): "Corvid: no",
    ("folder-per-respondent", "what does Magpie do"): "“Collects keys and signs them.”",
    ("is-not", "is Crank a security provider"): "Crank: no",
    ("json-nested", "does Brookbase collect personal data"): "Brookbase: yes",
    ("markdown-comment", "since when is the Pine dataset public"): "Pine: left blank",
    ("markdown-comment", "will Ash be updated"): "Ash: left blank",
    ("redcap-longitudinal", "what was the mood of 102 at visit 1"): "“tired”",
    ("redcap-longitudinal", "what was the mood of 101 at visit 1"): "“calm”",
    ("rows-answered-alike", "what does Gamma Mail say about pictures of text"): "“Supports",
    ("small-csv-first-row", "what is noted of Lia"): "“likes sums”",
    ("small-csv-first-row", "what is noted of Sol"): "“goes by bus”",
    ("transposed-table", "will Jon Lund support the tree charter"): "“Maybe”",
    ("transposed-table", "has Brigid Toll stood for office before"): "left blank",
    ("wrapped-question", "how does Drum behave in private mode"): "“A prompt is shown first.”",
}
RESPONDENTS = {
    "contact-names-respondent": "Bluefell Proctor, Heron Mail 7, Quillmark 4, Tarn Insight 2",
    "fill-in-workbooks": "Bluefell Ltd, Quillmark Systems, Tarn Analytics",
    "folder-per-respondent": "Corvid, Heron, Magpie, Wren",
    "redcap-longitudinal": "Response 101, Response 102, Response 103",
    "small-csv-first-row": "Lia, Ned, Ola, Sol, Tom",
    "transposed-table": "Brigid Toll, Jon Lund, Rhea Banks",
    "xlsx-stray-last-row": "Alder, Bluefell, Heron, Quillmark, Tarn",
}
SHORT = {
    ("is-not", "who is not a security provider"): "what a learned form's details imply is told as possible",
    ("learned-yesno-all-yes", "who supports ending night fines in the parks"): "the same",
    ("learned-yesno-all-yes", "who will vote for the tree charter"): "the same",
    ("folder-per-respondent", "what does Magpie do"): "two words of a question do not find its cell",
}
"""What falls short yet, and why."""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Engine]:
    """What opens a case's engine; each is indexed once."""
    home = tmp_path_factory.mktemp("cases")

    @lru_cache
    def opened(case: str) -> Engine:
        build(Corpus.at(FOLDER / case / "corpus"), home / case, Encoder.named())
        return Engine.open(home / case)

    return opened


def _marked(case: str, question: str, *values: object) -> object:
    why = SHORT.get((case, question))
    marks = [] if why is None else [pytest.mark.xfail(reason=why, strict=False)]
    return pytest.param(case, question, *values, marks=marks)


def test_every_case_is_asked() -> None:
    asked = {*SETS, *RESPONDENTS, *(case for case, _ in NUMBERS), *(case for case, _ in TOLD)}
    assert asked == {folder.name for folder in FOLDER.iterdir() if folder.is_dir()}


@pytest.mark.parametrize(
    ("case", "question", "wanted"),
    [_marked(case, question, names) for case, own in SETS.items() for question, names in own.items()],
)
def test_who_is_in_a_set(engine: Callable[[str], Engine], case: str, question: str, wanted: str) -> None:
    answer = engine(case).ask(question)
    assert {d.name for d in answer.respondents if d.verdict == "matched"} == set(wanted.split(", "))


@pytest.mark.parametrize(("case", "question", "wanted"), [(*key, value) for key, value in NUMBERS.items()])
def test_how_many(engine: Callable[[str], Engine], case: str, question: str, wanted: tuple[int, int]) -> None:
    answer = engine(case).ask(question)
    assert (answer.coverage.matched, answer.coverage.examined) == wanted


@pytest.mark.parametrize(("case", "question", "wanted"), [_marked(*key, value) for key, value in TOLD.items()])
def test_what_is_told(engine: Callable[[str], Engine], case: str, question: str, wanted: str) -> None:
    assert wanted in paragraph(engine(case).ask(question))


@pytest.mark.parametrize(("case", "names"), RESPONDENTS.items())
def test_who_answered(engine: Callable[[str], Engine], case: str, names: str) -> None:
    assert sorted(r.name for r in engine(case).index.store.respondents.values()) == names.split(", ")
