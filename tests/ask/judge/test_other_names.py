"""A mention by another name, and a denied one, in responses of several languages to one form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from tests.support import Place, is_sound, response, write_survey

if TYPE_CHECKING:
    from tests.support import Run

RESPONSES = {
    "kenya.md": response(portal="The portal uses AI to sort the requests of citizens and of many businesses."),
    "kazakhstan.md": response(portal="На портале для сортировки обращений применяется искусственный интеллект."),
    "china.md": response(portal="国家门户网站使用人工智能对公民和企业的申请进行分类。"),
    "brazil.md": response(portal="O portal não usa inteligência artificial para tratar os pedidos dos cidadãos."),
    "germany.md": response(portal="Das Portal sortiert die Anträge der Bürger, aber AI wird dabei nicht eingesetzt."),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("languages")
    place = Place(write_survey(folder / "survey", RESPONSES), folder / "index")
    build(Corpus.at(place.corpus), place.index, Encoder.named())
    return place


def _ask(msqqa: Run, place: Place, question: str) -> dict[str, Any]:
    answer: dict[str, Any] = msqqa("ask", question, "--all", "--format", "json", *place.options).json
    is_sound(answer)
    return answer


def test_a_mention_by_another_name_is_found_and_said(msqqa: Run, place: Place) -> None:
    answer = _ask(msqqa, place, "which countries mention AI")
    assert {r["id"] for r in answer["respondents"] if r["verdict"] == "matched"} == {n[:-3] for n in RESPONSES}
    (note,) = [note for note in answer["notes"] if "other names" in note]
    assert note.startswith("AI: found by other names too: ")
    # The Portuguese name is the Spanish one but for its accent.
    assert {"inteligencia artificial", "искусственный интеллект", "人工智能"} == set(note.split(": ")[2].split(", "))


def test_what_is_called_as_it_is_asked_for_has_no_other_name(msqqa: Run, place: Place) -> None:
    answer = _ask(msqqa, place, "which countries mention businesses")
    assert {r["id"] for r in answer["respondents"] if r["verdict"] == "matched"} == {"kenya"}
    assert not [note for note in answer["notes"] if "other names" in note]


def test_who_denies_it_is_told(msqqa: Run, place: Place) -> None:
    answer = _ask(msqqa, place, "which countries mention AI")
    assert {r["id"] for r in answer["respondents"] if r.get("denials")} == {"brazil", "germany"}
