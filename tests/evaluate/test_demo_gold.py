from __future__ import annotations

import re
import runpy
import tomllib

import pytest

from tests.support import REPO

pytestmark = pytest.mark.slow

CORPUS = REPO / "corpora" / "demo-msq-2024"
EVALS = REPO / "evals"


def _checked(capsys: pytest.CaptureFixture[str], folder: str) -> str:
    """Return what the script prints of a gold matrix; it is run in this process, which has the encoder."""
    capsys.readouterr()
    status = runpy.run_path(str(EVALS / "check_gold.py"))["main"](folder)
    told = capsys.readouterr().out
    assert status == 0, told
    return told


def test_the_gold_matrix_fits_its_corpus(capsys: pytest.CaptureFixture[str]) -> None:
    assert "14 responses, 714 stances, 0 problems" in _checked(capsys, "demo-msq-2024")


@pytest.mark.parametrize(
    ("folder", "ticks", "stances"), [("more", 204, 203), ("unseen", 102, 88), ("later", 200, 171), ("latest", 152, 125)]
)
def test_other_languages_are_read_at_least_as_recorded(
    capsys: pytest.CaptureFixture[str], folder: str, ticks: int, stances: int
) -> None:
    """The figures of the sets' own pages."""
    out = _checked(capsys, f"demo-msq-2024-{folder}")
    told = re.search(r"^ticks: (\d+) of", out, re.MULTILINE)
    right = re.findall(r"^stance, where the tick is \w+: (\d+) of", out, re.MULTILINE)
    assert told is not None
    assert int(told[1]) >= ticks, out
    assert sum(map(int, right)) >= stances, out


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*.md")), ids=lambda file: file.stem)
def test_a_response_says_that_it_is_fictional(file: object) -> None:
    text = file.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert text.startswith("> **Fictional.** This country and all that is said of it are invented")
    assert 12_000 <= len(text.encode("utf-8")) <= 26_000


def test_every_respondent_is_described() -> None:
    described = tomllib.loads((CORPUS / "respondents.toml").read_text(encoding="utf-8"))["respondent"]
    assert {d["file"] for d in described} == {file.name for file in CORPUS.glob("*.md")}
    assert all(d["groups"] and d["name"] for d in described)
