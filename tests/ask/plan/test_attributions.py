from __future__ import annotations

import pytest

from msqqa.ask.plan.attributions import find_attributions


@pytest.mark.parametrize(
    ("text", "named", "expected"),
    [
        ("how does it meet, according to its 2020 report", "2020", "according to its 2020 report"),
        ("who leads it as per the 2021 annual report", "2021", "as per the 2021 annual report"),
        ("Lamp's report: how many meet", "Lamp", "Lamp's report"),
        ("which rivers are dredged, according to their submission", "", "according to their submission"),
        ("selon le rapport 2020, qui se réunit", "2020", "selon le rapport"),
        ("laut ihrem Bericht, wer trifft sich", "", "laut ihrem Bericht"),
        ("does it publish a report", "", ""),
        ("which groups wrote a report in 2020", "2020", ""),
        ("who answers the report of the auditors", "", ""),
        ("is the response time short", "", ""),
    ],
)
def test_where_an_answer_stands_is_no_part_of_what_is_asked(text: str, named: str, expected: str) -> None:
    at = text.find(named) if named else -1
    found = find_attributions(text, [(at, at + len(named))] if named else [])
    assert [text[one.start : one.end] for one in found] == ([expected] if expected else [])
