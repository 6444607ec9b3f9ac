from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.encode import Encoder
from msqqa.encode.runtime import by_length
from msqqa.index.sources import headers_of, text_to_encode
from tests.support import FULL, cosines

if TYPE_CHECKING:
    from msqqa.encode.reference import Reference
    from msqqa.encode.runtime import Runtime
    from msqqa.index.open import Index

pytestmark = pytest.mark.slow

ODD = (
    "",
    " \t\n",
    "x",
    "?!",
    "☒ Yes ☐ No",
    "data " * 5000,
    "x1y2-" * 2000,
    "Монгол Улсын хууль, Министерство цифрового развития",
    "数字政府。個人情報の保護に関する法律",
    "التحول الرقمي في الحكومة",
    "개인정보 보호법",
    "ข้อมูลเปิด",
    "œuvre naïve №7 ﬁrst Straße İstanbul",
    "e\u0301 a\u0308 \u200b\u200d\ufeff",
    "👩‍🌾🌾🇲🇳",
    "\x00\x01\x1f\x7f\u2028",
    "[CLS] [SEP] [PAD] [MASK] [UNK]",
    "| a | b |\n| --- | --- |\n**c** <br> https://x.mn/a?b=1",
)


@pytest.fixture(scope="module")
def passages(msq_index: Index) -> tuple[list[int], list[str]]:
    """What is encoded of one passage in 24 of the shipped corpus, and of the longest: the reference is slow."""
    [form] = msq_index.store.forms.values()
    encoder = Encoder.named()
    headers, found = headers_of(form, encoder), msq_index.store.all_passages().values()
    texts = [encoder.add_prompt(text_to_encode(headers[p.question], p.text), "passage") for _, p in found]
    longest = sorted(range(len(texts)), key=lambda row: -len(texts[row]))[:4]
    rows = sorted({*range(0, len(texts), 24), *longest})
    return rows, [texts[row] for row in rows]


# ---------------------------------------------------------------- the reference's vectors


def test_every_passage_has_the_vector_of_the_reference(
    passages: tuple[list[int], list[str]], name: str, runtime: Runtime, reference: Reference, msq_index: Index
) -> None:
    rows, texts = passages
    wanted = reference.encode(texts)
    assert cosines(runtime.encode(texts), wanted).min() >= 0.9999
    if name == "multilingual":
        assert cosines(msq_index.vectors.passages[rows], wanted).min() >= 0.99


def test_every_passage_in_8_bits_is_near(
    passages: tuple[list[int], list[str]], runtime: Runtime, int8: Runtime
) -> None:
    _, texts = passages
    near = cosines(int8.encode(texts), runtime.encode(texts))
    assert near.min() >= 0.98
    assert near.mean() >= 0.995


@pytest.mark.parametrize("text", ODD)
def test_an_odd_text_has_the_vector_of_the_reference(runtime: Runtime, reference: Reference, text: str) -> None:
    assert cosines(runtime.encode([text]), reference.encode([text])).min() >= 0.9999


def test_odd_texts_together_have_the_vectors_of_the_reference(
    runtime: Runtime, int8: Runtime, reference: Reference
) -> None:
    # More than are encoded with the weights as they lie on disk; long ones once, as the reference is slow.
    many = [*(text[: 6000 if FULL else 600] for text in ODD), *(text[: 10 + n] for n in range(3) for text in ODD)]
    wanted = reference.encode(many)
    assert cosines(runtime.encode(many), wanted).min() >= 0.9999
    assert cosines(int8.encode(many), wanted).min() >= 0.9


@settings(deadline=None, max_examples=12 if FULL else 4)
@given(texts=st.lists(st.text(max_size=300), min_size=1, max_size=8))
def test_any_text_has_the_vector_of_the_reference(runtime: Runtime, reference: Reference, texts: list[str]) -> None:
    assert cosines(runtime.encode(texts), reference.encode(texts)).min() >= 0.9999


# ---------------------------------------------------------------- what holds in any precision


@pytest.mark.parametrize("n", [0, 1, 64, 65, 200])
def test_a_vector_for_each_text_of_length_one(either: Runtime, n: int) -> None:
    vectors = either.encode([f"text number {i} " * (i % 7) for i in range(n)])
    assert vectors.shape == (n, 384) == (n, either.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_the_same_texts_have_the_same_vectors(either: Runtime) -> None:
    texts = [*ODD, *(f"text number {i}" for i in range(80))]
    np.testing.assert_array_equal(either.encode(texts), either.encode(texts))
    np.testing.assert_array_equal(either.encode(texts[:1]), either.encode(texts[:1]))


@pytest.mark.parametrize("n", [7, 66])  # from 65 on, texts are encoded with the weights unpacked
def test_the_order_of_the_texts_does_not_matter(runtime: Runtime, n: int) -> None:
    texts = [f"text number {i}: " + "a law on data. " * (i % 11) for i in range(n)]
    order = np.random.default_rng(0).permutation(n)
    straight, mixed = runtime.encode(texts), runtime.encode([texts[i] for i in order])
    np.testing.assert_allclose(mixed, straight[order], atol=1e-5)
    alone = np.concatenate([runtime.encode([text]) for text in texts])
    np.testing.assert_allclose(straight, alone, atol=1e-5)


def test_in_8_bits_the_other_texts_matter_little(int8: Runtime) -> None:
    texts = [f"text number {i}: " + "a law on data. " * (i % 11) for i in range(90)]
    alone = np.concatenate([int8.encode([text]) for text in texts])
    assert cosines(int8.encode(texts), alone).min() >= 0.95


def test_progress_is_told_to_the_end(either: Runtime) -> None:
    told: list[int] = []
    either.encode([*ODD, *(f"text number {i}" for i in range(80))], told.append)
    assert told == sorted(told)
    assert told[-1] == len(ODD) + 80
    assert len(told) > 1


# ---------------------------------------------------------------- batches


@given(st.lists(st.integers(1, 256), max_size=80), st.integers(1, 600))
def test_batches_are_of_like_length_and_no_larger_than_they_may_be(lengths: list[int], pieces: int) -> None:
    batches = list(by_length(lengths, pieces))
    assert sorted(row for batch in batches for row in batch) == list(range(len(lengths)))
    in_order = [lengths[row] for batch in batches for row in batch]
    assert in_order == sorted(lengths, reverse=True)
    for batch in batches:
        padded = len(batch) * max(lengths[row] for row in batch)
        assert padded <= pieces or len(batch) == 1
    for one, following in pairwise(batches):
        assert (len(one) + 1) * lengths[one[0]] > pieces, (one, following)  # or the next text would have fitted in
