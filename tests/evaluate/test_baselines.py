from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.encode import Encoder
from msqqa.evaluate.baselines import PIECE, SHOWN, Baselines, Bm25, chunks_of
from msqqa.evaluate.systems import PARTS, systems

if TYPE_CHECKING:
    from msqqa.index.open import Index


@pytest.fixture(scope="module")
def baselines(survey_index: Index) -> Baselines:
    return Baselines(survey_index, Encoder.named())


def test_the_pieces_are_the_sources(long_index: Index, msq_index: Index) -> None:
    for index in (long_index, msq_index):
        texts: dict[str, str] = {}
        for chunk in chunks_of(index):
            assert len(chunk.text) <= PIECE
            texts[chunk.respondent] = texts.get(chunk.respondent, "") + chunk.text
        wanted = {index.store.respondent_of(s.first_cell): index.store.text(s.path) for s in index.store.sources}
        assert texts == wanted


def test_a_piece_stands_for_what_it_overlaps_most(msq_index: Index) -> None:
    [chunk] = [c for c in chunks_of(msq_index) if "6.1.12.co-approve" in c.text]
    assert chunk.cells[0] == "mongolia/37"


@pytest.mark.parametrize("name", ["bm25", "dense", "rrf"])
def test_a_baseline_shows_cells_and_refuses_nothing(baselines: Baselines, name: str) -> None:
    for question in ("a sandbox for payments", "favourite colour of penguins", "xyzzy", "?"):
        found = baselines.respond(name, question)
        assert found.refused is False
        assert len(set(found.ranked)) == len(found.ranked)
        assert found.members is not None
        assert found.answer is None
    assert "peru/2" in baselines.respond(name, "a sandbox for payments").ranked[:3]


def test_what_nobody_wrote_is_found_by_meaning_alone(baselines: Baselines) -> None:
    assert baselines.respond("bm25", "xyzzy").ranked == ()
    assert baselines.respond("dense", "xyzzy").ranked
    assert baselines.rank_pieces("rrf", "xyzzy") == baselines.rank_pieces("dense", "xyzzy")


def test_ranks_are_fused(baselines: Baselines) -> None:
    question = "open data portal"
    by_words, by_meaning = baselines.rank_pieces("bm25", question), baselines.rank_pieces("dense", question)
    fused = baselines.rank_pieces("rrf", question)
    assert set(fused) == {*by_words, *by_meaning}
    score = {c: sum(1 / (61 + r.index(c)) for r in (by_words, by_meaning) if c in r) for c in fused}
    assert fused == sorted(fused, key=lambda c: (-score[c], c))


def test_bm25_ranks_rare_words_first() -> None:
    bm25 = Bm25(["a law on data", "a law on drones", "a law", "data data data"])
    assert bm25.rank("drones", 10) == [1]
    assert set(bm25.rank("laws", 2)) <= {0, 1, 2}
    assert bm25.rank("the", 10) == bm25.rank("", 10) == []
    scores = [score for _, score in bm25.score("law data", 10)]
    assert scores == sorted(scores, reverse=True)


# ---------------------------------------------------------------- parts switched off


def test_without_a_part_it_still_answers(survey_index: Index) -> None:
    for system in systems(survey_index, Encoder.named(), tuple(PARTS)):
        for question in ("does Peru have a regulatory sandbox", "which countries mention WCAG", "open data"):
            assert system.answer(question).ranked, (system.name, question)


def test_without_the_filter_others_are_shown_too(survey_index: Index) -> None:
    whole, without = systems(survey_index, Encoder.named(), ("msqqa", "no respondent filter"))
    question = "does Peru have a regulatory sandbox"
    assert {cell.split("/")[0] for cell in whole.answer(question).ranked} == {"peru"}
    assert {cell.split("/")[0] for cell in without.answer(question).ranked} > {"peru"}


def test_without_vectors_or_words_the_ranking_is_another(msq_index: Index) -> None:
    question = "which authority watches over personal information"
    found = {s.name: s.answer(question).ranked for s in systems(msq_index, Encoder.named(), ("msqqa", *PARTS))}
    assert len({found[name] for name in ("msqqa", "no words", "no vectors", "no question similarity")}) == 4
    assert SHOWN > 1
