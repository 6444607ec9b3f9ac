from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from msqqa.ask.matrix import WORDS, matrix
from msqqa.render.matrix import ENDINGS, as_terminal, render
from msqqa.render.matrix.as_terminal import _codes
from msqqa.render.matrix.colours import BACKGROUNDS, LETTERS, STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

    from msqqa.ask.matrix import Matrix
    from msqqa.index.open import Index
    from msqqa.render.screen import Line

SAYS = {
    "kenya": {"1": "yes", "2": "no", "3": "answered", "4": "answered"},
    "peru": {"1": "no", "2": "yes", "3": "answered", "4": "blank"},
    "japan": {"1": "blank", "2": "unclear", "3": "answered", "4": "answered"},
}


@pytest.fixture(scope="module")
def small_matrix(survey_index: Index) -> Matrix:
    return matrix(survey_index)


class _Lines:
    """A screen that keeps its lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def line(self, line: Line = (), *, indent: int = 0, fold: bool = True) -> None:
        self.lines.append("".join(text for text, _ in line))


def _drawn(of: Matrix, width: int) -> list[str]:
    screen = _Lines()
    as_terminal.write(of, screen, width)  # type: ignore[arg-type]
    return screen.lines


# ---------------------------------------------------------------- what it holds


def test_each_cell_says_what_it_says(small_matrix: Matrix) -> None:
    said = {
        person.id: {q.id: entry.word for q in small_matrix.questions if (entry := small_matrix.entry(person, q))}
        for person in small_matrix.respondents
    }
    assert said == SAYS


def test_what_a_cell_cites_is_its_own(small_matrix: Matrix, survey_index: Index) -> None:
    for (person, row), entry in small_matrix.entries.items():
        assert entry.citation is not None
        assert entry.citation.respondent == person
        [question] = [q for q in small_matrix.questions if q.row == row]
        assert entry.citation.question_id == question.id
        text = survey_index.store.text(f"{person}.md")
        assert text[slice(*entry.citation.chars)] == entry.citation.quote


def test_a_filter_leaves_rows_and_columns(survey_index: Index) -> None:
    some = matrix(survey_index, ["peru"], ["2"])
    assert [p.id for p in some.respondents] == ["peru"]
    assert [q.id for q in some.questions] == ["2"]
    assert [entry.word for entry in some.entries.values()] == ["yes"]


def test_a_group_stands_for_its_parts(msq_index: Index) -> None:
    some = matrix(msq_index, (), ["34"])
    assert [q.id for q in some.questions] == [
        f"34.{part}" for part in ("ai", "robotics", "blockchains", "5g", "iot", "invisible", "others")
    ]


def test_nothing_withheld_is_shown(msq_index: Index) -> None:
    whole = matrix(msq_index)
    for ending in ENDINGS:
        if ending != ".xlsx":
            text = render(whole, ending).decode("utf-8")
            assert "Orkhontulga" not in text
            assert "@mddc" not in text


def test_every_word_has_its_look() -> None:
    assert set(WORDS) == set(BACKGROUNDS) == set(LETTERS) == set(STYLES)
    assert len(set(LETTERS.values())) == len(LETTERS)


# ---------------------------------------------------------------- files


def test_csv_has_a_row_a_respondent(small_matrix: Matrix) -> None:
    rows = list(csv.DictReader(io.StringIO(render(small_matrix, ".csv").decode("utf-8"))))
    assert {row["respondent"]: {q: row[q] for q in "1234"} for row in rows} == SAYS


def test_markdown_has_a_row_a_question(small_matrix: Matrix) -> None:
    lines = render(small_matrix, ".md").decode("utf-8").splitlines()
    names = [person.name for person in small_matrix.respondents]
    assert lines[0] == f"| question | asked | {' | '.join(names)} |"
    assert len({line.count("|") for line in lines}) == 1
    assert [line.split(" | ")[0] for line in lines[2:]] == [f"| {q}" for q in "1234"]


def test_json_has_every_cell_with_its_evidence(small_matrix: Matrix) -> None:
    data = json.loads(render(small_matrix, ".json"))
    assert {(c["respondent"], c["question_id"]): c["says"] for c in data["cells"]} == {
        (person, question): word for person, own in SAYS.items() for question, word in own.items()
    }
    assert all(c["citation"]["quote"] for c in data["cells"])


def test_a_workbook_has_colours_notes_and_no_formula(small_matrix: Matrix) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(render(small_matrix, ".xlsx")))
    sheet = book["matrix"]
    heads = [cell.value for cell in sheet[1]]
    assert heads == ["respondent", "1", "2", "3", "4"]
    for row in sheet.iter_rows(min_row=2):
        [person] = [p for p in small_matrix.respondents if p.name == row[0].value]
        for question, cell in zip(heads[1:], row[1:], strict=True):
            assert cell.value == SAYS[person.id][question]
            assert cell.fill.start_color.rgb.endswith(BACKGROUNDS[cell.value])
            assert f"survey/{person.id}/{question}#" in cell.comment.text
    assert book["cells"].max_row == 1 + len(small_matrix.entries)
    for sheet in book:
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_text_that_looks_like_a_formula_is_none_in_a_workbook() -> None:
    from msqqa.render.matrix.as_xlsx import _text

    assert _text("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert _text("a\x00b") == "a b"
    assert len(_text("x" * 50_000)) == 32_000


# ---------------------------------------------------------------- terminal


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_a_terminals_lines_fit(small_matrix: Matrix, msq_index: Index, width: int) -> None:
    for of in (small_matrix, matrix(msq_index)):
        lines = [part for line in _drawn(of, width)[:-3] for part in line.split("\n")]
        assert max(len(line.rstrip()) for line in lines) <= width


def test_questions_go_down_where_there_is_room(small_matrix: Matrix) -> None:
    lines = _drawn(small_matrix, 80)
    heads = lines[0].split()
    [line] = [line for line in lines if line.startswith("2 ")]
    by_name = dict(zip(heads, line.split()[-3:], strict=True))
    assert by_name == {"Ken": "n", "Per": "y", "Jap": "?"}


def test_respondents_go_down_where_there_is_none(small_matrix: Matrix) -> None:
    lines = _drawn(small_matrix, 36)
    [line] = [line for line in lines if line.startswith("Peru")]
    assert line.split() == ["Peru", "n", "y", "a", "·"]


def test_short_names_differ() -> None:
    codes = _codes([f"Respondent {n}" for n in range(500)])
    assert len(set(codes)) == 500
    assert {len(code) for code in codes} == {3}


# ---------------------------------------------------------------- the page


def test_the_page_asks_for_nothing_from_outside(small_matrix: Matrix) -> None:
    page = render(small_matrix, ".html").decode("utf-8")
    assert "default-src 'none'" in page
    assert not re.findall(r"(?:src|href)=|@import|url\(|fetch\(", page)
    assert not re.findall(r"<!-- \w+ -->", page), "every place is filled"


def test_nothing_in_a_response_ends_the_script(survey_index: Index, small_matrix: Matrix) -> None:
    from msqqa.render.matrix.as_html import _as_script

    evil = {"a": "</script><script>alert(1)</script><!--"}
    text = _as_script(evil)
    assert "<" not in text
    assert json.loads(text) == evil


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("no Chromium with its driver on this machine")
    options = selenium.ChromeOptions()
    options.binary_location = chromium
    for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync"):
        options.add_argument(f"--{argument}")
    options.add_argument("--disable-background-networking")
    options.add_argument("--disable-component-update")
    opened = selenium.Chrome(options=options, service=selenium.ChromeService(driver))
    yield opened
    opened.quit()


@pytest.mark.skipif(sys.platform == "win32", reason="looked for by its name on Unix")
def test_the_page_in_a_browser(browser: Chrome, small_matrix: Matrix, tmp_path: Path) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    file = tmp_path / "matrix.html"
    file.write_bytes(render(small_matrix, ".html"))
    browser.get(file.as_uri())

    def names() -> list[str]:
        rows = browser.find_elements(By.CSS_SELECTOR, "tbody tr")
        return [row.find_element(By.TAG_NAME, "th").text for row in rows if row.is_displayed()]

    def active() -> str:
        return browser.switch_to.active_element.get_attribute("aria-label") or ""

    dialog = browser.find_element(By.TAG_NAME, "dialog")
    first = browser.find_element(By.CSS_SELECTOR, "[aria-label='Kenya, 1: yes']")
    # A cell opens its evidence, and Escape closes it, by keyboard alone.
    first.send_keys(Keys.ENTER)
    assert dialog.is_displayed()
    assert "The Data Protection Act was passed in 2019." in dialog.find_element(By.ID, "quote").text
    assert dialog.find_element(By.ID, "citation").text.startswith("survey/kenya/1#")
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not dialog.is_displayed()
    # The arrows go from cell to cell.
    first.send_keys(Keys.ARROW_RIGHT)
    assert active() == "Kenya, 2: no"
    # A head sorts its column, up and down.
    browser.find_element(By.CSS_SELECTOR, "[data-column='2']").click()
    assert names()[0] == "Peru"
    browser.find_element(By.CSS_SELECTOR, "[data-column='2']").click()
    assert names()[-1] == "Peru"
    browser.find_element(By.CSS_SELECTOR, "[data-column='0']").send_keys(Keys.ENTER)
    assert names() == ["Japan", "Kenya", "Peru"]
    # What is typed leaves out the others.
    browser.find_element(By.ID, "filter").send_keys("pe")
    assert names() == ["Peru"]
    assert browser.find_element(By.ID, "count").text == "1 of 3"
    assert browser.get_log("browser") == []
