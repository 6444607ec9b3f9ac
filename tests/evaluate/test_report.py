from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from msqqa.evaluate import report as reports
from msqqa.evaluate.systems import NAMES
from tests.evaluate.gold import QUESTIONS

if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.evaluate.run import Report


def test_the_table_fits_a_terminal_and_has_every_system(report: Report) -> None:
    text = reports.as_text(report)
    assert max(map(len, text.splitlines())) <= 80
    for name in ("msqqa", "bm25", "dense", "rrf", "-filter", "-asked", "-words", "-vectors", "-judge", "tick"):
        assert re.search(rf"\s{re.escape(name)}(?:\s|$)", text, re.MULTILINE)
    assert "all (12)" in text
    assert "which (3)" in text


def test_csv_has_a_row_a_figure(report: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(reports.as_csv(report))))
    figures = report.figures()
    assert len(rows) == sum(len(measures) for kinds in figures.values() for measures in kinds.values())
    [row] = [r for r in rows if (r["system"], r["kind"], r["measure"]) == ("msqqa", "which", "SetF")]
    assert float(row["value"]) == figures["msqqa"]["which"]["SetF"].value
    assert row["n"] == "3"


def test_markdown_says_how_systems_differ(report: Report) -> None:
    text = reports.as_markdown(report)
    assert "| measure | n | " + " | ".join(NAMES) + " |" in text
    assert "paired permutation test" in text
    assert "## Stances of msqqa, by basis" in text
    assert "| ticked | yes → yes | 1 |" in text
    tables = [block for block in text.split("\n\n") if block.startswith("| ")]
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1


def test_what_went_wrong_is_listed_only_where_it_is_asked_for(report: Report) -> None:
    assert "Misses" not in reports.as_markdown(report)
    listed = reports.as_markdown(report, with_misses=True)
    assert "## Misses of msqqa" in listed
    assert "- refused: 'does Finland have a regulatory sandbox': wanted peru/2, refused" in listed


def test_a_miss_says_what_was_wanted_and_what_came(report: Report) -> None:
    lines = {line.split(":")[0]: line for line in reports.misses(report)}
    assert lines.keys() == {"second", "refused", "half"}
    assert lines["half"].endswith("wanted {peru, kenya}, got {peru}")
    assert any("wanted a refusal" in line for line in reports.misses(report, "dense"))


def test_a_report_has_its_files(report: Report, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    written = reports.write(report, folder)
    assert all(file.is_file() for file in written)
    assert {file.name for file in folder.iterdir()} >= {"report.md", "results.json", "trec"}
    text = (folder / "report.md").read_text(encoding="utf-8")
    plots = re.findall(r"!\[.+?\]\((.+?)\)", text)
    assert {plot.removesuffix(".svg") for plot in plots} == {"all", *(q["kind"] for q in QUESTIONS)}
    for plot in plots:
        assert (folder / plot).read_text(encoding="utf-8").rstrip().endswith("</svg>")
