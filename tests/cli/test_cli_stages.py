"""Plans and ends that stand beside a ticked no: a set of one stage looks into what is written there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support import NO, YES, Place, response, write_survey

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Run

_BESIDE_NO = {
    "kenya": "A sandbox for banks is to start in 2026.",
    "peru": "From 2026 on, with the central bank; the contract has been signed.",
    "japan": "We had a sandbox for insurers, but it was closed in 2021 when the money ran out.",
    "chile": "Nobody has asked for one.",
}


def test_whoever_plans_or_ended_a_thing_has_ticked_no(msqqa: Run, tmp_path: Path) -> None:
    files = {f"{who}.md": response(box=NO, box_detail=text) for who, text in _BESIDE_NO.items()}
    files["ghana.md"] = response(box=YES, box_detail="It has run since 2019.")
    place = Place(write_survey(tmp_path / "survey", files), tmp_path / "index")
    assert msqqa("index", *place.options).status == 0
    for question, expected in (
        ("which countries plan a regulatory sandbox for new technologies", {"kenya", "peru"}),
        ("which countries had a regulatory sandbox for new technologies and ended it", {"japan"}),
    ):
        answer = msqqa("ask", question, "--format", "json", *place.options).json
        matched = {one["id"] for one in answer["respondents"] if one["verdict"] == "matched"}
        assert matched == expected, question
