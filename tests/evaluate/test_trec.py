from __future__ import annotations

from typing import TYPE_CHECKING

import ir_measures
import pytest
import pytrec_eval

from msqqa.evaluate import trec
from msqqa.evaluate.measures import CELL_MEASURES, SET_MEASURES

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.evaluate.run import Report

TREC_EVAL = {"Success@1": "success_1", "RR": "recip_rank", "nDCG@10": "ndcg_cut_10", "R@5": "recall_5"}


@pytest.fixture(scope="module")
def folder(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("trec")
    trec.write(report, made)
    return made


def _id(text: str) -> str:
    return text.replace("%", "%25").replace(" ", "%20")


@pytest.mark.parametrize("kind", ["cells", "sets"])
def test_others_tools_come_to_the_same(report: Report, folder: Path, kind: str) -> None:
    qrels = list(ir_measures.read_trec_qrels(str(folder / f"{kind}.qrels")))
    names = CELL_MEASURES if kind == "cells" else SET_MEASURES
    measures = {ir_measures.parse_measure(name): name for name in names}
    compared = 0
    for system, scored in report.systems.items():
        run = list(ir_measures.read_trec_run(str(folder / f"{kind}.{system.replace(' ', '-')}.run")))
        found = {name: {_id(q): value for q, value in scored.values[name].items()} for name in names}
        for metric in ir_measures.iter_calc(list(measures), qrels, run):
            assert metric.value == pytest.approx(found[measures[metric.measure]][metric.query_id], abs=1e-9)
            compared += 1
    assert compared >= 8 * 4 * 3


def test_trec_eval_itself_comes_to_the_same(report: Report, folder: Path) -> None:
    with (folder / "cells.qrels").open(encoding="utf-8") as file:
        qrels = pytrec_eval.parse_qrel(file)
    evaluator = pytrec_eval.RelevanceEvaluator(qrels, set(TREC_EVAL.values()))
    compared = 0
    for system, scored in report.systems.items():
        with (folder / f"cells.{system.replace(' ', '-')}.run").open(encoding="utf-8") as file:
            run = pytrec_eval.parse_run(file)
        found = {name: {_id(q): value for q, value in scored.values[name].items()} for name in TREC_EVAL}
        for query, measured in evaluator.evaluate(run).items():
            for ours, theirs in TREC_EVAL.items():
                assert measured[theirs] == pytest.approx(found[ours][query], abs=1e-9)
                compared += 1
    assert compared > 100


def test_a_line_has_its_columns_whatever_the_id(folder: Path) -> None:
    for file in folder.iterdir():
        width = 4 if file.suffix == ".qrels" else 6
        assert {len(line.split(" ")) for line in file.read_text(encoding="utf-8").splitlines()} <= {width}
    assert "a%20law 0 kenya/1 1" in (folder / "cells.qrels").read_text(encoding="utf-8").splitlines()
    assert "100%25%20open" in (folder / "cells.qrels").read_text(encoding="utf-8")


def test_a_refused_question_has_no_line(report: Report, folder: Path) -> None:
    assert "refused" in report.systems["msqqa"].refused
    assert "refused Q0" not in (folder / "cells.msqqa.run").read_text(encoding="utf-8")
