from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.corpus import Corpus
from msqqa.index.open import Index, open_index
from msqqa.review.resolve import resolve_corrections

if TYPE_CHECKING:
    from tests.support import Place


def _entry(respondent: str, of: str) -> str:
    return f'[[verdict]]\nrespondent = "{respondent}"\n{of}\nstance = "no"\nreason = "It closed."\nby = "Ana"\n'


@pytest.fixture
def index(survey: Place) -> Index:
    opened = open_index(survey.index, Corpus.at(survey.corpus), vectors=False)
    assert opened is not None
    return opened


def _write(index: Index, *entries: str) -> None:
    (index.corpus_path / "verdicts.toml").write_text("\n".join(entries), encoding="utf-8")


def test_a_respondent_is_known_by_its_id_name_or_code(index: Index) -> None:
    _write(index, *(_entry(name, f"question = {n}") for n, name in enumerate(("Kenya", "PERU", "japan"), 1)))
    found, problems = resolve_corrections(index)
    assert not problems
    assert [(one.respondent, one.question) for one in found] == [("kenya", "1"), ("peru", "2"), ("japan", "3")]


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (_entry("Atlantis", "question = 2"), "no respondent 'Atlantis' here; give one of japan, kenya, peru"),
        (_entry("peru", "question = 99"), "no question '99'; it has 1, 2, 3, 4"),
        (_entry("Peru", "question = 1"), "it corrects what entry 1 corrects; leave one of the two out"),
        (_entry("Peru", 'claim = "chatbots"'), "it corrects what entry 2 corrects"),
    ],
)
def test_what_names_nobody_or_nothing_is_told(index: Index, bad: str, told: str) -> None:
    _write(index, _entry("peru", "question = 1"), _entry("peru", 'claim = "a chatbot"'), bad)
    found, [problem] = resolve_corrections(index)
    assert len(found) == 2
    assert str(problem).startswith(f"{index.corpus_path / 'verdicts.toml'}: [[verdict]] 3: ")
    assert told in str(problem)
