from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.stance.ticks import line_ranges
from msqqa.stance.wording import word_of
from msqqa.stance.yes_no import read_yes_no


def _read(text: str) -> tuple[str, str] | None:
    found, _ = read_yes_no(text, line_ranges(text, 0, len(text)))
    return None if found.state == "none" else (found.state, " ".join(found.options))


_MARKED_YES = [
    "☒ Yes ☐ No",
    "☒Yes ☐No",
    "Yes ☒ No ☐",
    "☑ Yes ☐ No",
    "✓ Yes ☐ No",
    "✔ Yes ☐ No",
    "✔\ufe0f Yes ☐ No",
    "✗ Yes ☐ No",
    "✔ Yes ✗ No",
    "Yes ✓ No ✘",
    "✅ Yes ❌ No",
    "✔ Yes, since 2019 ✗ No",
    "- ✔ Yes\n- ✗ No",
    "🗹 Yes ☐ No",
    "◉ Yes ○ No",
    "■ Yes □ No",
    "✓ Yes  No",
    "Yes ✓  No",
    "☒ Yes  No",
    "☐ No ☒ Yes",
    "[x] Yes [ ] No",
    "[X] Yes [ ] No",
    "[✓] Yes [] No",
    "Yes [x] No [ ]",
    r"\[x\] Yes \[ \] No",
    "(X) Yes ( ) No",
    "(x) Yes ( ) No",
    "Yes (X) No ( )",
    "**Yes**  No",
    "__Yes__  No",
    "**Yes** / No",
    "<b>Yes</b>  No",
    "<u>Yes</u>  No",
    "<strong>Yes</strong>  No",
    "Yes  ~~No~~",
    "Yes  <s>No</s>",
    "Answer: Yes",
    "**Answer:** Yes",
    "- Response: Yes",
    "Réponse : Oui",
    "Respuesta: Sí",
    "☒ Yes",
    "Yes ☒",
    "- ☒ Yes\n- ☐ No",
    "- [x] Yes\n- [ ] No",
    "Yes: ☒\nNo: ☐",
    "| ☒ Yes | ☐ No |",
    "☒ **Yes** ☐ No",
    "☒ Oui ☐ Non",
    "**Oui**  Non",
    "☒ Sí ☐ No",
    "☒ SÍ ☐ NO",
    "☒ Sim ☐ Não",
    "☒ Да ☐ Нет",
]
_MARKED_NO = [
    "☐ Yes ☒ No",
    "Yes ☐ No ☒",
    "☐ Yes ☑ No",
    "☐ Yes ✔ No",
    "Yes  No ✓",
    "[ ] Yes [x] No",
    "[ ] Yes [X] No",
    "Yes [ ] No [x]",
    r"\[ \] Yes \[x\] No",
    "( ) Yes (X) No",
    "Yes ( ) No (X)",
    "Yes  **No**",
    "Yes  <u>No</u>",
    "~~Yes~~  No",
    "<del>Yes</del>  No",
    "Answer: No",
    "*Answer*: No",
    "Réponse : Non",
    "☒ No",
    "☐ Yes\n☒ No",
    "- [ ] Yes\n- [x] No",
    "☐ Oui ☒ Non",
    "Oui  **Non**",
    "☐ Sí ☒ No",
]
_HTML = {
    text
    for text in (*_MARKED_YES, *_MARKED_NO)
    if any(tag in text for tag in ("<b>", "<u>", "<s>", "<del>", "<strong>"))
}


def _cases(texts: list[str], expected: tuple[str, str] | None) -> list[object]:
    return [pytest.param(t, expected) for t in texts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *_cases(_MARKED_YES, ("marked", "yes")),
        *_cases(_MARKED_NO, ("marked", "no")),
        *_cases(["☒ Yes ☒ No", "[x] Yes [X] No", "✓ Yes\n✓ No"], ("marked", "yes no")),
        *_cases(
            ["☐ Yes ☐ No", "[ ] Yes [ ] No", "( ) Yes ( ) No", "Yes ☐ No ☐", "○ Oui ○ Non", "☐ Yes"], ("empty", "")
        ),
        *_cases(
            [
                "Yes  No",
                "Yes No",
                "Yes / No",
                "- Yes\n- No",
                "Yes\nNo",
                "**Yes** **No**",
                "**Yes No**",
                "Oui  Non",
                "Sí  No",
                "YES NO",
                "| Yes | No |",
                "~~Yes~~ ~~No~~",
            ],
            ("lost", ""),
        ),
    ],
)
def test_what_a_line_of_boxes_shows(text: str, expected: tuple[str, str]) -> None:
    assert _read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Yes, the Government of Mongolia has implemented various policies",
        "Yes. The law is in force.",
        "No, but a bill is before parliament.",
        "No. 24 of 2020",
        "Yes",
        "No",
        "Oui",
        "Oui, la loi existe.",
        "Sí, existe.",
        "Yes and no, depending on the region",
        "Yes yes",
        "☒ Artificial intelligence",
        "☒ Five-year",
        "The answer is: Yes or No",
        "Answer: Yes, we do",
        "☐",
        "",
        "   ",
        "yes no yes",
    ],
)
def test_prose_is_no_line_of_boxes(text: str) -> None:
    assert _read(text) is None


def test_only_the_given_line_is_read() -> None:
    text = "☒ No\nYes  No\n☒ Yes"
    found, answers = read_yes_no(text, [(5, 12)])
    assert found.state == "lost"
    assert found.span == (5, 12)
    assert answers == ()


def test_the_span_is_the_line_without_the_white_space_behind_it() -> None:
    text = "☐ Yes ☒ No  \n"
    found, _ = read_yes_no(text, line_ranges(text, 0, len(text)))
    assert found.span == (0, 10)


@given(
    st.sampled_from(["☒", "☑", "✓", "✔", "[x]", "[X]", "(x)", "(X)", r"\[x\]"]),
    st.sampled_from(["☐", "[ ]", "( )", "□"]),
)
def test_where_one_box_is_marked_its_word_is_chosen(mark: str, empty: str) -> None:
    for yes, no in (("Yes", "No"), ("Oui", "Non"), ("Sí", "No")):
        assert _read(f"{mark} {yes} {empty} {no}") == ("marked", "yes")
        assert _read(f"{empty} {yes} {mark} {no}") == ("marked", "no")
        assert _read(f"{yes} {mark} {no} {empty}") == ("marked", "yes")
        assert _read(f"{yes} {empty} {no} {mark}") == ("marked", "no")


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    found, answers = read_yes_no(text, line_ranges(text, 0, len(text)))
    assert set(found.options) <= {"yes", "no", "other"}
    assert found.state != "lost" or found.options == ()
    assert all(0 <= start < end <= len(text) for start, end in answers)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes, it has", "yes"),
        ("YES", "yes"),
        ("**No**", "no"),
        ("Sí", "yes"),
        ("Oui, bien sûr", "yes"),
        ("Não", "no"),
        ("Нет", "no"),
        ("Yesterday it was", ""),
        ("Nobody", ""),
        ("None", ""),
        ("The answer is no", ""),
        ("", ""),
        ("—", ""),
    ],
)
def test_the_first_word_says_yes_or_no(text: str, expected: str) -> None:
    assert word_of(text) == expected


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("是√ 否", ("marked", "yes")),
        ("√是 否", ("marked", "yes")),
        ("是 否√", ("marked", "no")),
        ("Antwort: Nein. Das Amt ist seit 2011 unbesetzt.", ("marked", "no")),
        ("☐ Ja ☒ Nein<br>Erst ab 2027.", ("marked", "no")),  # a cell's lines
    ],
)
def test_marks_behind_words_and_sentences_behind_labels(text: str, read: tuple[str, str]) -> None:
    assert _read(text) == read
