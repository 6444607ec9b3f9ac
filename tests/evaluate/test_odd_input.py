"""Odd ids, odd files and odd calls, module by module."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.errors import QuestionSetError
from msqqa.evaluate import trec
from msqqa.evaluate.baselines import Bm25
from msqqa.evaluate.beir import Benchmark
from msqqa.evaluate.compare import find_drops
from msqqa.evaluate.questions import load
from msqqa.evaluate.report import as_text
from msqqa.evaluate.response import SystemResponse
from msqqa.evaluate.run import Report, SystemScores, run
from tests.evaluate.gold import DOCUMENTS, QUESTIONS, wanted, write_benchmark, write_set
from tests.support import is_one_line

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.index.open import Index
    from tests.support import Run

NO_TEXTS = "\n".join(json.dumps({"_id": id_, "text": "the of and"}) for id_ in DOCUMENTS)


# ---------------------------------------------------------------- trec

IDS = st.text(st.characters(codec="utf-8") | st.sampled_from(" \t\u2028\u3000%20"), min_size=1, max_size=6)


@settings(deadline=None)
@given(ids=st.sets(IDS, min_size=1, max_size=8))
def test_an_id_is_one_column_and_comes_back(tmp_path_factory: pytest.TempPathFactory, ids: set[str]) -> None:
    file = trec.write_run(tmp_path_factory.getbasetemp() / "any.run", {id_: {id_: 1.0} for id_ in ids}, "any")
    rows = list(ir_measures.read_trec_run(str(file)))
    assert {unquote(row.query_id) for row in rows} == {unquote(row.doc_id) for row in rows} == ids


def test_different_ids_are_written_differently(tmp_path: Path) -> None:
    ids = ("a\u2028", "a 28")
    file = trec.write_run(tmp_path / "any.run", {id_: {"x": 1.0} for id_ in ids}, "any")
    assert len({row.query_id for row in ir_measures.read_trec_run(str(file))}) == 2


def test_an_id_that_would_leave_its_column_empty_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="line 1"):
        load(write_set(tmp_path, QUESTIONS[0] | {"id": ""}))


# ---------------------------------------------------------------- report


def test_the_table_fits_a_terminal_where_answers_are_slow() -> None:
    questions = [wanted("open", "x", "kenya/1")]
    slow = {name: SystemScores({"latency_ms": {"q": 1234.5}}) for name in ("msqqa", "bm25", "dense", "rrf")}
    assert max(map(len, as_text(Report("slow", questions, slow)).splitlines())) <= 80


def test_several_sets_are_one_table_of_csv(small: Run, tmp_path: Path) -> None:
    files = [write_set(tmp_path, QUESTIONS[0], name=name) for name in ("a.jsonl", "b.jsonl")]
    lines = small("eval", *files, "--system", "msqqa", "-f", "csv").out.splitlines()
    rows = list(csv.DictReader(io.StringIO("\n".join(lines))))
    assert {row["set"] for row in rows} == {file.as_posix() for file in files}
    assert "" not in lines


def test_a_report_that_cannot_be_written_is_told_in_a_line(small: Run, tmp_path: Path) -> None:
    (tmp_path / "report").write_text("in the way", encoding="utf-8")
    file = write_set(tmp_path, QUESTIONS[0])
    result = small("eval", file, "--system", "msqqa", "--report", tmp_path / "report")
    assert result.status == 2
    assert "fault of msqqa's own" not in result.err


# ---------------------------------------------------------------- run and compare


@pytest.mark.parametrize(
    "data",
    [
        {"systems": [], "values": {}, "asked": []},
        {"systems": {}, "values": {}, "asked": [1]},
        {"systems": {"msqqa": {"all": {"RR": 1}}}, "values": {}, "asked": []},
    ],
    ids=json.dumps,
)
def test_what_only_looks_like_a_report_is_refused(small: Run, tmp_path: Path, data: dict[str, Any]) -> None:
    file, record = write_set(tmp_path, QUESTIONS[0]), tmp_path / "results.json"
    record.write_text(json.dumps(data), encoding="utf-8")
    for result in (
        small("eval", "--compare", record, record),
        small("eval", file, "--system", "msqqa", "--against", record),
    ):
        assert result.status == 2
        assert "fault of msqqa's own" not in result.err


def test_a_record_without_the_system_is_no_gate(small: Run, tmp_path: Path) -> None:
    """Whoever recorded baselines alone would else hold msqqa against nothing, and be told that all is well."""
    file, folder = write_set(tmp_path, QUESTIONS[0]), tmp_path / "record"
    assert small("eval", file, "--system", "bm25", "--report", folder).status == 0
    result = small("eval", file, "--system", "msqqa", "--against", folder / "results.json")
    assert result.status == 2
    assert "results.json" in result.err


def test_a_kind_that_is_gone_is_told_of_all_its_measures(saved: dict[str, Any], report: Report) -> None:
    figures = report.figures()
    gone = figures["msqqa"].pop("compare")
    lines = list(find_drops(saved, figures))
    assert len(lines) == len(gone) - 1  # all but how long it took
    assert all(line.startswith("compare, ") and "any more" in line for line in lines)


def test_what_a_first_question_loads_is_no_part_of_its_latency(survey_index: Index) -> None:
    class Slow:
        name, asked = "slow", 0

        def answer(self, question: str) -> SystemResponse:
            self.asked += 1
            return SystemResponse((), False, None, 9.0 if self.asked == 1 else 0.001)

    report = run(survey_index, [wanted("open", "x", "kenya/1")], [Slow()])
    assert report.systems["slow"].values["latency_ms"] == {"q": 1}


# ---------------------------------------------------------------- baselines


def test_bm25_scores_as_it_is_published() -> None:
    texts = [["drone", "drone", "rule"], ["rule"], ["drone", "port", "bank", "bank", "farm"], ["farm", "port"]]
    found = dict(Bm25([" ".join(text) for text in texts]).score("drone bank", 10))
    k1, b, mean = 1.2, 0.75, sum(map(len, texts)) / len(texts)
    for row, text in enumerate(texts):
        score = 0.0
        for word in ("drone", "bank"):
            holds, often = sum(word in other for other in texts), Counter(text)[word]
            idf = math.log(1 + (len(texts) - holds + 0.5) / (holds + 0.5))
            score += idf * often / (often + k1 * (1 - b + b * len(text) / mean))
        assert found.get(row, 0.0) == pytest.approx(score, abs=1e-6)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("texts", [["the of and"], ["", ""], ["?"]])
def test_where_no_text_has_a_word_bm25_finds_nothing(texts: list[str]) -> None:
    assert Bm25(texts).rank("law", 10) == []


# ---------------------------------------------------------------- BEIR


def test_a_document_may_be_empty(msqqa: Run, benchmark: Path) -> None:
    with (benchmark / "corpus.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"_id": "last", "title": "", "text": ""}\n')
    result = msqqa("eval", "--beir", benchmark, "-f", "json")
    assert (result.status, result.err) == (0, "")
    assert result.json["documents"] == len(DOCUMENTS) + 1


def test_a_first_line_of_judgements_that_is_no_header_is_not_left_out(tmp_path: Path) -> None:
    folder = write_benchmark(tmp_path / "small", "q1\td1", "q2\td2\t1")
    with pytest.raises(QuestionSetError, match="line 1"):
        Benchmark.at(folder)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("queries.jsonl", b"[" * 100_000),
        ("qrels/test.tsv", b"x" * 200_000 + b"\td1\t1\n"),
        ("corpus.jsonl", NO_TEXTS.encode()),
    ],
    ids=["nested", "long", "without words"],
)
def test_what_is_odd_is_no_fault_of_ours(msqqa: Run, benchmark: Path, name: str, data: bytes) -> None:
    (benchmark / name).write_bytes(data)
    result = msqqa("eval", "--beir", benchmark)
    assert result.status in (0, 2)
    assert "fault of msqqa's own" not in result.err


def test_a_packed_file_that_is_damaged_is_named(msqqa: Run, benchmark: Path) -> None:
    file = benchmark / "corpus.jsonl"
    data = bytearray(gzip.compress(file.read_bytes()))
    file.unlink()
    data[10] ^= 0x55  # where the packed data begins
    (benchmark / "corpus.jsonl.gz").write_bytes(data)
    result = msqqa("eval", "--beir", benchmark)
    assert result.status == 2
    is_one_line(result, "corpus.jsonl.gz")
