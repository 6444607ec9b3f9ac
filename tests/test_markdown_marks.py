from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.markdown_marks import is_list_value, strip_markdown
from msqqa.words import squeeze


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("**2. LAW** on data", "2. LAW on data"),
        ("### 1. THE CONSTITUTION", "1. THE CONSTITUTION"),
        ("- one\n- two", "one two"),
        ("see [the law](http://x.mn/a?b=1)", "see the law"),
        ("see ![a picture](p.png)", "see a picture"),
        ("<https://legalinfo.mn/mn/detail?lawId=1>", "legalinfo.mn"),
        ("https://opendata.gov.mn/ is open", "opendata.gov.mn is open"),
        ("www.e-Mongolia.mn has services", "e-Mongolia.mn has services"),
        ("digital-first<sup>1</sup> principle", "digital-first 1 principle"),
        (r"all.\*", "all.*"),
        (r"\$1.5 million", "$1.5 million"),
        ("a  \nb\r\nc", "a b c"),
        ("~~old~~ `code` __b__ *i*", "old code b i"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
    ],
)
def test_markdown_is_read_without_its_marks(marked: str, expected: str) -> None:
    assert strip_markdown(marked) == expected


@given(st.text(alphabet=st.sampled_from("abc ÄЖ5.\n")))
def test_text_without_marks_is_only_squeezed(text: str) -> None:
    assert strip_markdown(text) == squeeze(text)


@given(st.text())
def test_reading_is_always_one_line(text: str) -> None:
    assert strip_markdown(text) == squeeze(strip_markdown(text))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- e-mail address", True),
        ("date of birth  ", True),
        ("It is open. ", False),
        ("The following are kept:", False),
        ("names, addresses and dates of birth of all patients", False),
        ("患者的姓名地址和出生日期以及联系电话", False),
        ("中华人民共和国香港特别行政区", True),
        ("United Kingdom of Great Britain and Northern Ireland", True),
        ("electroencephalographically, or magnetoencephalographically so", False),
    ],
)
def test_a_line_of_few_words_is_a_value_of_a_list(line: str, expected: bool) -> None:
    assert is_list_value(line) is expected
