"""Products that a question names: found where an answer holds little beside the name, and never where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support import YES, Place, response, write_survey

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Run

_PORTALS = {
    "kenya": "Zenfold, 2018. The module for permits followed in 2021.",
    "peru": "Zenfold since January 2020, with forms for farmers.",
    "japan": "The price of books for remote schools is to be lowered.",
    "chile": "A portal of our own is to be opened in 2026.",
}


def test_a_product_is_used_by_those_who_name_it(msqqa: Run, tmp_path: Path) -> None:
    files = {f"{who}.md": response(box=YES, portal=text) for who, text in _PORTALS.items()}
    place = Place(write_survey(tmp_path / "survey", files), tmp_path / "index")
    assert msqqa("index", *place.options).status == 0
    answer = msqqa("ask", "which countries use Zenfold", "--format", "json", *place.options).json
    matched = {one["id"] for one in answer["respondents"] if one["verdict"] == "matched"}
    assert matched == {"kenya", "peru"}
    quotes = {one["n"]: one["quote"] for one in answer["citations"]}
    told = [one for one in answer["respondents"] if one["verdict"] != "none"]
    assert all(any("Zenfold" in quotes[n] for n in one["citations"]) for one in told)
