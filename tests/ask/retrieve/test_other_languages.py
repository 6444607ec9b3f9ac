"""Answers in other languages than English: found by their own words, cited as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.ask.retrieve import Retriever
from msqqa.encode import Encoder
from msqqa.index.open import open_index
from msqqa.index.store import Store
from msqqa.words import stems
from tests.support import YES, Place, is_sound, response, write_survey

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Run

LAWS = {
    "peru": "La ley de protección de datos personales fue aprobada en 2011; los registros están en línea.",
    "russia": "Закон о персональных данных принят в 2006 году. Действует стратегия цифровизации.",
    "china": "个人信息保护法于2021年通过。我国采用WCAG标准，正在建设数字政府。",
    "egypt": "صدر قانون حماية البيانات الشخصية في عام 2020، وتُشرف عليه وزارة الاتصالات.",
    "japan": "個人情報の保護に関する法律は2003年に成立した。デジタル庁が担当する。",
    "korea": "개인정보를 보호하는 법률은 2011년에 제정되었다. 모든 기관은 NIS2를 따르고 있다.",
    "kenya": "The Data Protection Act was passed in 2019, and a registrar was appointed.",
}


@pytest.fixture
def place(msqqa: Run, tmp_path: Path) -> Place:
    folder = write_survey(tmp_path / "many", {f"{name}.md": response(YES, law) for name, law in LAWS.items()})
    place = Place(folder, tmp_path / "index")
    assert msqqa("index", *place.options).status == 0
    return place


def test_each_cell_has_its_language(place: Place) -> None:
    store = Store(place.generation)
    spoken = {cell.respondent: cell.language for cell in store.cells.values() if cell.question == "1"}
    assert spoken == {
        "peru": "es",
        "russia": "ru",
        "china": "zh",
        "egypt": "ar",
        "japan": "ja",
        "korea": "ko",
        "kenya": "en",
    }
    assert set(store.languages) == {"es", "ru", "zh", "ar", "ja", "ko", "en"}


@pytest.mark.parametrize(
    ("term", "who"),
    [
        ("стратегий цифровизации", "russia"),
        ("цифровизацией", "russia"),
        ("数字政府", "china"),
        ("WCAG", "china"),
        ("个人信息保护", "china"),
        ("デジタル庁", "japan"),
        ("قانون حماية البيانات", "egypt"),
        ("개인정보", "korea"),
        ("NIS2", "korea"),
        ("NIS2는", "korea"),
        ("registro", "peru"),
        ("registrars", "kenya"),
    ],
)
def test_a_term_is_found_in_another_form_of_its_language(msqqa: Run, place: Place, term: str, who: str) -> None:
    answer = msqqa("ask", f"which countries mention {term}", "--format", "json", *place.options).json
    is_sound(answer, place.corpus.parent)
    assert [r["id"] for r in answer["respondents"] if r["verdict"] == "matched"] == [who]
    assert answer["citations"][0]["quote"] == LAWS[who]


def test_a_question_leaves_out_the_words_without_topic_of_its_language(place: Place) -> None:
    index = open_index(place.index)
    assert index is not None
    wanted = Retriever(index, Encoder.named()).topic_stems
    assert wanted("¿Qué países tienen una ley de datos personales?") == tuple(stems("paises ley datos personales"))
    assert wanted("Which countries have a law on personal data?") == tuple(stems("countries law personal data"))
    assert wanted("哪些国家有数字政府") == ("些国", "国家", "家有", "有数", "数字", "字政", "政府")


def test_a_name_in_another_language_is_one_where_the_corpus_says_so(msqqa: Run, place: Place) -> None:
    (place.corpus / "synonyms.toml").write_text(
        '[[synonyms]]\nterms = ["digital government", "数字政府", "цифровизация"]\n', encoding="utf-8"
    )
    msqqa("index", *place.options)
    answer = msqqa("ask", "which countries mention digital government", "--format", "json", *place.options).json
    assert {r["id"] for r in answer["respondents"] if r["verdict"] == "matched"} == {"china", "russia"}
    assert "synonyms.toml: digital government is 数字政府, цифровизация too" in answer["notes"]
