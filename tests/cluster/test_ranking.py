from __future__ import annotations

import pytest

from msqqa.cluster.ranking import filter_of
from msqqa.index.engine import Where

EDITIONS = ["2022"] * 50 + ["2024"] * 50


@pytest.mark.parametrize(
    ("where", "filter_"),
    [
        (None, ""),
        (Where(), ""),
        (Where(sources=(3, 4)), "source in [3, 4]"),
        (Where(sources=()), "source in []"),
        (Where(questions=(7, 9)), "question in [7, 9]"),
        (Where(sources=(1,), questions=(2,)), "source in [1] and question in [2]"),
        (Where(sources=tuple(range(50))), 'edition in ["2022"]'),
        (Where(sources=tuple(range(10, 60))), "source >= 10 and source <= 59"),
        (Where(stances=("blank", "unclear")), 'stance in ["blank", "unclear"]'),
        (
            Where(stances=("yes",), asking=(5,)),
            'stance in ["yes"] and (question in [5] or stance in ["blank", "unclear"])',
        ),
    ],
)
def test_a_filter_is_carried_out_by_milvus(where: Where | None, filter_: str) -> None:
    assert filter_of(where, EDITIONS) == filter_


def test_scattered_sources_are_named_one_by_one() -> None:
    assert filter_of(Where(sources=tuple(range(0, 100, 2))), EDITIONS).startswith("source in [0, 2, 4")
