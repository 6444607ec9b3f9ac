from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.corpus import Corpus
from msqqa.errors import CorpusError
from tests.support import is_one_line, is_sound

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Place, Run

GROUP = '[[synonyms]]\nterms = ["chatbot", "Web Content Accessibility Guidelines", "Farmers"]\n'


def _matched(msqqa: Run, place: Place, term: str) -> set[str]:
    answer = msqqa("ask", f"which countries mention {term}", "--format", "json", *place.options).json
    is_sound(answer)
    return {r["id"] for r in answer["respondents"] if r["verdict"] == "matched"}


def test_a_question_for_one_is_a_question_for_all(msqqa: Run, survey: Place) -> None:
    assert _matched(msqqa, survey, "chatbots") == {"peru"}
    (survey.corpus / "synonyms.toml").write_text(GROUP, encoding="utf-8")
    built = msqqa("index", *survey.options)
    assert "0 texts encoded" in built.err
    assert "0 files read" in built.err
    for term in ("chatbots", "farmer", "the Web Content Accessibility Guidelines"):
        # Japan writes "WCAG" alone: what a synonym is short for is one too.
        assert _matched(msqqa, survey, term) == {"peru", "kenya", "japan"}, term
    assert "up to date" in msqqa("index", *survey.options).err
    (survey.corpus / "synonyms.toml").unlink()
    msqqa("index", *survey.options)
    assert _matched(msqqa, survey, "chatbots") == {"peru"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[synonyms]", "not valid TOML"),
        ("[[synonyms]]\n", "needs a list of terms"),
        ("[[synonyms]]\nterms = [1]\n", "needs a list of terms"),
        ("synonyms = 5\n", "needs a list of terms"),
        ('[[synonyms]]\nterms = ["a b", "?!"]\n', "'?!' holds no word"),
        (
            '[[synonyms]]\nterms = ["AI", "robots"]\n[[synonyms]]\nterms = ["robot", "drone"]\n',
            "'robot' stands in two groups",
        ),
    ],
)
def test_what_is_wrong_is_told(msqqa: Run, survey: Place, text: str, told: str) -> None:
    file = survey.corpus / "synonyms.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError) as error:
        Corpus.at(survey.corpus).synonyms()
    assert told in str(error.value)
    result = msqqa("index", *survey.options)
    is_one_line(result, "synonyms.toml")
    assert result.status == 2


def test_there_need_be_none(tmp_path: Path) -> None:
    assert Corpus.at(tmp_path).synonyms() == ()
    (tmp_path / "synonyms.toml").write_text("", encoding="utf-8")
    assert Corpus.at(tmp_path).synonyms() == ()
