from __future__ import annotations

import base64
import csv
import io
import json
import os
import re
import shutil
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from msqqa.ask.answer.matrix import WORDS, matrix
from msqqa.render.marks import MARKS, STYLES
from msqqa.render.matrix import ENDINGS, as_terminal, render
from msqqa.render.matrix.colours import BACKGROUNDS
from msqqa.render.matrix.heads import columns, make_distinct, pad_text, stack_letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver import Chrome

    from msqqa.ask.answer.matrix import Matrix
    from msqqa.ask.engine import Engine
    from msqqa.index.open import Index
    from msqqa.render.screen import Line

GOLDEN = Path(__file__).parent / "golden"
SAYS = {
    "kenya": {"1": "yes", "2": "no", "3": "answered", "4": "answered"},
    "peru": {"1": "no", "2": "yes", "3": "answered", "4": "blank"},
    "japan": {"1": "blank", "2": "unclear", "3": "answered", "4": "answered"},
}


@pytest.fixture(scope="module")
def small_matrix(survey_index: Index) -> Matrix:
    return matrix(survey_index)


@pytest.fixture(scope="module")
def demo_matrix(demo_engine: Engine) -> Matrix:
    return matrix(demo_engine.index)


class _Lines:
    """A screen that keeps its lines."""

    width = None

    def __init__(self) -> None:
        self.lines: list[str] = []

    def line(self, line: Line = (), *, indent: int = 0, fold: bool = True) -> None:
        self.lines.append("".join(text for text, _ in line))


def _drawn(of: Matrix, width: int | None) -> list[str]:
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
    assert set(WORDS) == set(BACKGROUNDS) == set(MARKS) == set(STYLES)
    assert len(set(MARKS.values())) == len(MARKS)


def test_only_a_question_that_asks_for_a_yes_has_one(demo_matrix: Matrix) -> None:
    asked = {q.row: q for q in demo_matrix.questions}
    for (_, row), entry in demo_matrix.entries.items():
        if asked[row].kind not in ("yesno", "tick"):
            assert entry.word in ("answered", "blank", "unclear")
            assert entry.stance != "yes" or entry.word == "answered"


def test_a_choice_says_which_options_were_chosen(demo_matrix: Matrix) -> None:
    [question] = [q for q in demo_matrix.questions if q.id == "21"]
    assert "Five-year" in question.options
    chosen = [e.options for (_, row), e in demo_matrix.entries.items() if row == question.row]
    assert ("Five-year",) in chosen
    counted = demo_matrix.count_choices(question)
    assert set(counted) == {option for own in chosen for option in own}
    assert list(counted) == [o for o in question.options if o in counted]
    table = list(csv.DictReader(io.StringIO(render(demo_matrix, ".csv").decode("utf-8"))))
    assert [row["21"] for row in table].count("Five-year") == chosen.count(("Five-year",))
    # Somebody ticked two boxes of another.
    assert any("; " in row["self-declaration"] for row in table)


def test_what_is_counted_adds_up(demo_matrix: Matrix) -> None:
    by_question = sum((demo_matrix.of_question(q) for q in demo_matrix.questions), Counter())
    by_respondent = sum((demo_matrix.of_respondent(p) for p in demo_matrix.respondents), Counter())
    assert by_question == by_respondent == Counter(e.word for e in demo_matrix.entries.values())


def test_a_whole_answer_holds_what_follows_its_first_passage(msq_index: Index) -> None:
    longest = max(matrix(msq_index, whole=True).entries.values(), key=lambda entry: len(entry.further))
    assert longest.citation is not None
    assert len(longest.further) > 1
    assert longest.citation.quote not in longest.further
    assert not any(entry.further for entry in matrix(msq_index).entries.values())


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
    from msqqa.render.spreadsheet import text_of_cell

    assert text_of_cell("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert text_of_cell("a\x00b") == "a\\u0000b"
    assert len(text_of_cell("x" * 50_000)) == 32_000


# ---------------------------------------------------------------- terminal


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_a_terminals_lines_fit(small_matrix: Matrix, msq_index: Index, demo_matrix: Matrix, width: int) -> None:
    for of in (small_matrix, matrix(msq_index), demo_matrix):
        assert max(cell_len(line) for line in _drawn(of, width)[1:]) <= width


@pytest.mark.parametrize("width", [80, 200])
def test_the_picture_is_as_it_was(demo_engine: Engine, width: int) -> None:
    """Draw some questions as the file has them; ``MSQQA_GOLDEN=write`` writes the file anew, to be looked at."""
    some = ["self-declaration", "1", "2", "4", "9", "10", "11", "12", "13", "20", "21", "34", "37", "51"]
    drawn = "".join(f"{line}\n" for line in _drawn(matrix(demo_engine.index, (), some), width))
    golden = GOLDEN / f"matrix-{width}.txt"
    if os.environ.get("MSQQA_GOLDEN") == "write":
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [60, 80, 120, None])
def test_every_respondent_has_a_head_of_its_own(demo_matrix: Matrix, width: int | None) -> None:
    layout = as_terminal._lay_out(demo_matrix, width)
    names = ["".join(letters).strip() for letters in zip(*layout.heads, strict=True)]
    assert len(set(names)) == len(names) == 14
    assert all(p.name.startswith(name) for p, name in zip(demo_matrix.respondents, names, strict=True))
    assert {i for block in layout.blocks for i in range(14)[block]} == set(range(14))


def test_questions_that_begin_alike_are_told_apart(demo_matrix: Matrix) -> None:
    laws = [line[:30] for line in _drawn(demo_matrix, 80) if re.match(r"(9|1\d) ", line)]
    assert len(laws) >= 11
    assert len({line.split(" ", 1)[1] for line in laws}) == len(laws)


def test_a_mark_stands_below_its_head(small_matrix: Matrix) -> None:
    lines = _drawn(small_matrix, 80)
    [head] = [line for line in lines if "Kenya" in line and "Peru" in line]
    [line] = [line for line in lines if line.startswith("2 ")]
    [one] = [line for line in lines if line.startswith("4 ")]
    by_name = {name: line[head.index(name)] for name in ("Kenya", "Peru", "Japan")}
    assert by_name == {"Kenya": "✗", "Peru": "✓", "Japan": "?"}
    assert [one[head.index(name)] for name in ("Kenya", "Peru", "Japan")] == ["≡", "·", "≡"]
    counted = {mark: line[head.index(f" {mark} ") + 1] for mark in "✓✗?·"}
    assert counted == {"✓": "1", "✗": "1", "?": "1", "·": " "}


def test_each_respondents_counts_stand_at_the_end(small_matrix: Matrix) -> None:
    lines = _drawn(small_matrix, 80)
    [peru] = [line for line in lines if line.startswith("Peru ")]
    head = next(line for line in reversed(lines[: lines.index(peru)]) if "✓" in line)
    assert {head[at]: peru[at] for at in range(len(peru)) if peru[at].isdigit()} == {
        "✓": "1", "✗": "1", "≡": "1", "·": "1"
    }  # fmt: skip
    assert lines[-1].startswith("✓ yes")


def test_a_pipe_takes_one_table(demo_matrix: Matrix) -> None:
    lines = _drawn(demo_matrix, None)
    [head] = [line for line in lines if "Arvenia" in line and "Nukavelu" in line]
    [line] = [line for line in lines if line.startswith("4 ")]
    assert line[head.index("Moanaru")] == "✗"
    assert line[head.index("Arvenia")] == "✓"


def test_short_names_differ() -> None:
    codes = make_distinct([f"Respondent {n}" for n in range(500)], 3)
    assert len(set(codes)) == 500
    assert {len(code) for code in codes} == {3}
    assert make_distinct(["Same"] * 3, 8) == ["Same1", "Same2", "Same3"]
    years = make_distinct([f"sig-{name}-{year}" for name in ("network", "storage") for year in (2023, 2024)], 9)
    assert len(set(years)) == 4
    assert all(name.endswith(("2023", "2024")) for name in years)


@pytest.mark.parametrize(
    "text", ["abc", "Köln", "数字政府", "e\u0301cole", "한국", "ไทยที่", "مصر", "✓ ◐ ◷ ✗ ≡ ●", "किताब"]
)
def test_a_text_is_as_wide_as_a_terminal_draws_it(text: str) -> None:
    assert columns(text) == cell_len(text)
    for width in range(1, 9):
        assert cell_len(pad_text(text, width)) == width


def test_a_letter_keeps_its_marks_in_a_head() -> None:
    assert stack_letters(["e\u0301a", "数字"]) == [["e\u0301", "数"], ["a", "字"]]


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


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="looked for by its name on Unix")
def test_the_page_in_a_browser(browser: Chrome, survey_index: Index, small_matrix: Matrix, tmp_path: Path) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    file = tmp_path / "matrix.html"
    file.write_bytes(render(matrix(survey_index, whole=True), ".html"))
    browser.get(file.as_uri())

    def shown(selector: str) -> list[str]:
        return [found.text for found in browser.find_elements(By.CSS_SELECTOR, selector) if found.is_displayed()]

    def active() -> str:
        return browser.switch_to.active_element.get_attribute("aria-label") or ""

    def find(typed: str) -> str:
        field = browser.find_element(By.ID, "filter")
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(typed or Keys.BACKSPACE)
        return browser.find_element(By.ID, "count").text

    people, ids = "thead th[data-respondent]", "tbody th[scope=row] button"
    dialog = browser.find_element(By.TAG_NAME, "dialog")
    first = browser.find_element(By.CSS_SELECTOR, "[aria-label='Kenya, 1: yes']")
    # Heads have their questions in full, and what is counted stands beside and below.
    assert shown("tbody tr[data-row] .text") == [q.text for q in small_matrix.questions]
    assert shown("tbody tr[data-row] .count")[:5] == ["1", "1", "", "", "1"]
    assert shown("tfoot th") == ["yes ✓", "no ✗", "answered ≡", "unclear ?", "blank ·"]
    assert shown("tfoot tr:nth-child(3) td") == ["2", "2", "1"]
    assert shown("#legend li")[0] == "✓ yes"
    # A cell opens its evidence, and Escape closes it, by keyboard alone.
    first.send_keys(Keys.ENTER)
    assert dialog.is_displayed()
    assert "The Data Protection Act was passed in 2019." in dialog.find_element(By.ID, "answer").text
    assert dialog.find_element(By.ID, "citation").text.startswith("survey/kenya/1#")
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not dialog.is_displayed()
    # The arrows go from cell to cell.
    first.send_keys(Keys.ARROW_DOWN)
    assert active() == "Kenya, 2: no"
    browser.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    assert active() == "Peru, 2: yes"
    # A question's head sorts the respondents, up, down, and back.
    order = shown(people)
    question = browser.find_elements(By.CSS_SELECTOR, ids)[1]
    question.click()
    assert shown(people)[0] == "Peru"
    assert active() == ""
    question.click()
    assert shown(people)[-1] == "Peru"
    question.click()
    assert shown(people) == order
    # A respondent's head sorts the questions, and so does theirs.
    browser.find_element(By.CSS_SELECTOR, f"{people}:last-child button").send_keys(Keys.ENTER)
    assert shown(ids) == ["2", "1", "3", "4"]
    browser.find_element(By.CSS_SELECTOR, "thead th button").click()
    assert shown(ids) == ["1", "2", "3", "4"]
    # What is typed is found in answers, questions and names, and the others go.
    assert (
        find("chatbot")
        == "“chatbot” stands in 1 answers, 0 questions and 0 names; shown: 1 of 4 questions, 1 of 3 respondents"
    )
    assert (shown(ids), shown(people)) == (["3"], ["Peru"])
    assert shown("tfoot tr:nth-child(3) td") == ["1"], "what is counted is what is shown"
    browser.find_element(By.CSS_SELECTOR, "td.hit button").click()
    assert shown("#answer mark") == ["chatbot"]
    browser.find_element(By.ID, "close").click()
    find("other countr")
    assert (shown(ids), shown(people)) == (["4"], order)
    find("péru")
    assert (len(shown(ids)), shown(people)) == (4, ["Peru"])
    find("[e-services")
    assert shown(ids) == []
    find("")
    assert (len(shown(ids)), shown(people)) == (4, order)
    # On paper the whole table stands, without what is typed into.
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not browser.find_element(By.ID, "filter").is_displayed()
    assert browser.find_element(By.ID, "scroll").value_of_css_property("overflow") == "visible"
    assert browser.find_element(By.CSS_SELECTOR, "#legend .mark").value_of_css_property("print-color-adjust") == "exact"
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert browser.get_log("browser") == []


@pytest.mark.skipif(sys.platform == "win32", reason="looked for by its name on Unix")
def test_on_paper_nobody_is_lost(browser: Chrome, small_matrix: Matrix, tmp_path: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    many = [replace(p, id=f"{p.id}{n}", name=f"{p.name}{n:02}") for n in range(30) for p in small_matrix.respondents]
    entries = {(p.id, row): small_matrix.entries[p.id.rstrip("0123456789"), row] for p in many for row in (0, 1, 2, 3)}
    file = tmp_path / "matrix.html"
    file.write_bytes(render(replace(small_matrix, respondents=tuple(many), entries=entries), ".html"))
    browser.get(file.as_uri())
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"printBackground": True, "preferCSSPageSize": True})
    with pdfium.PdfDocument(base64.b64decode(printed["data"])) as pages:
        texts = [page.get_textpage().get_text_bounded(right=page.get_width()) for page in pages]
    assert all(any(person.name in text for text in texts) for person in many)
    assert all("question" in text for text in texts)


# ---------------------------------------------------------------- names and questions from right to left


def test_what_is_written_from_right_to_left_turns_nothing_beside_it(small_matrix: Matrix) -> None:
    people = [replace(person, name=f"زهروق {n}") for n, person in enumerate(small_matrix.respondents)]
    questions = [replace(question, text="هل توجد استراتيجية؟") for question in small_matrix.questions]
    arabic = replace(small_matrix, respondents=tuple(people), questions=tuple(questions))
    page = render(arabic, ".html").decode("utf-8")
    assert '<button type="button"><bdi>زهروق 0</bdi></button>' in page
    assert '<span class="text"><bdi>هل توجد استراتيجية؟</bdi></span>' in page
    assert 'aria-label="&#x2068;زهروق 0&#x2069;, 1: ' in page
    assert "<bdi>" not in render(small_matrix, ".html").decode("utf-8")


def test_a_terminal_sets_apart_what_is_written_from_right_to_left(small_matrix: Matrix) -> None:
    questions = [replace(question, text="هل توجد استراتيجية؟") for question in small_matrix.questions]
    arabic = replace(small_matrix, questions=tuple(questions))

    class _Narrow(_Lines):
        width = 100  # type: ignore[assignment]

    screen = _Narrow()
    as_terminal.write(arabic, screen)  # type: ignore[arg-type]
    rows = [line for line in screen.lines if "هل" in line]
    assert rows
    assert all(line.startswith("\u2068") and line.count("\u2068") == line.count("\u2069") for line in rows)
    assert not [line for line in _drawn(arabic, 100) if "\u2068" in line]  # into a pipe as it is
