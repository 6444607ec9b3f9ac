from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.encode.model import MULTILINGUAL, available
from tests.support import YES, Place, response, write_survey

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Run

SPANISH = "La ley de protección de datos personales fue aprobada en 2011; los registros están en línea."
ENGLISH = "The Data Protection Act was passed in 2019, and a registrar was appointed."


def _indexed(msqqa: Run, folder: Path, laws: dict[str, str], model: str) -> str:
    corpus = write_survey(folder / "many", {f"{name}.md": response(YES, law) for name, law in laws.items()})
    result = msqqa("index", *Place(corpus, folder / "index").options, "--model", model)
    assert result.status == 0
    return result.err


def test_a_corpus_of_other_languages_is_told_of_where_the_encoder_reads_english_alone(
    msqqa: Run, tmp_path: Path
) -> None:
    told = _indexed(msqqa, tmp_path, {"peru": SPANISH, "kenya": ENGLISH}, "english")
    lines = [line for line in told.splitlines() if "not in English" in line]
    assert len(lines) == 1
    assert "50% of the passages" in lines[0]
    assert "(es)" in lines[0]
    assert "--model multilingual" in lines[0]


@pytest.mark.parametrize(("model", "law"), [("english", ENGLISH), ("multilingual", SPANISH)])
def test_nothing_is_told_where_the_encoder_reads_what_is_there(
    msqqa: Run, tmp_path: Path, model: str, law: str
) -> None:
    if model == "multilingual" and MULTILINGUAL not in available():
        pytest.skip("the multilingual encoder has no package here")
    assert "not in English" not in _indexed(msqqa, tmp_path, {"kenya": ENGLISH, "peru": law}, model)
