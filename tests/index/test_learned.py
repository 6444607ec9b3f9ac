from __future__ import annotations

from pathlib import Path

import pytest

from msqqa.corpus import Corpus
from msqqa.form.load import load_known_forms
from msqqa.index.gather import gather, hashes
from msqqa.index.report import Silent

pytestmark = pytest.mark.slow

NIXOS = (Path(__file__).parents[2] / "../shared/corpora/nixos-sc-2025").resolve()
ANDURIL, MINUTES = (
    "How would you handle an SC member joining Anduril?",
    "Should the Steering Committee keep and publish",
)


@pytest.mark.skipif(not NIXOS.is_dir(), reason="../shared/corpora/nixos-sc-2025 is not there")
def test_candidates_of_an_election() -> None:
    """Twenty-four files without a form: unanswered questions stand at their end, under other markup."""
    corpus = Corpus.at(NIXOS)
    gathered = gather(corpus, load_known_forms(), {}, hashes(corpus), {}, {}, Silent())
    (form,) = gathered.made.values()
    questions = {q.text: q for q in form.questions}
    titles = {
        line.removeprefix("### ").rsplit(" ([link](", 1)[0]
        for line in (NIXOS / "nyabinary.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("### ") and "([link](" in line
    }
    assert len(titles) == 39
    assert titles <= set(questions)
    assert len(questions) == 50
    own = {
        "Transparency",
        "Moderation",
        "Common understanding",
        "The Election Integrity Pledge:",
        "Q&A",
        "Organisations",
    }
    assert not own & set(questions)
    assert any(line.startswith("Recently, current SC member") for line in questions[ANDURIL].guidance)
    assert list(gathered.skipped) == ["LICENCE.txt"]
    cells = {(r.respondent.id, c.question): c for r in gathered.responses.values() for c in r.written().cells}
    silent = {
        who for (who, question), cell in cells.items() if question == questions[ANDURIL].id and cell.stance == "blank"
    }
    assert silent == set("gaetanlepage scrumplex aanderse cafkafk djacu jopejoe1 pinpox samueldr tomodachi94".split())
    minutes = next(q for text, q in questions.items() if text.startswith(MINUTES))
    assert cells["cafkafk", minutes.id].stance == "blank"
    people = {r.respondent.id: r.respondent for r in gathered.responses.values()}
    assert people["cafkafk"].name == "Christina Sørensen"
    assert "K900" in people["k900"].aliases
