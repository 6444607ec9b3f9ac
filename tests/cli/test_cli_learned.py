"""Forms that nobody described: learned from the copies, over several years, asked at the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from msqqa.form.load import load_known_forms
from tests.support import is_sound

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Run

ASKED = {
    "2021": ("What work should be highlighted?", "Does the group have a mentor programme?", "Who owns the old portal?"),
    "2022": ("What work should be highlighted?", "Does the group have a mentor programme?", "How many meet?"),
    "2023": ("Which of your work should be highlighted?", "Does the group have a mentor programme?", "How many meet?"),
}
SAID = {
    "sig-tide": {
        "2021": ("Old buoys.", "No.", "Nobody."),
        "2022": ("Buoys.", "No.", "12"),
        "2023": ("Lighthouses.", "Yes.", "12"),
    },
    "sig-reef": {
        "2021": ("Shells.", "Yes.", "Ann."),
        "2022": ("Corals.", "Yes.", "7"),
        "2023": ("Sponges.", "Yes.", "9"),
    },
    "wg-kelp": {"2021": ("Weed.", "No.", "All."), "2022": ("Harvests.", "No.", "5"), "2023": ("Harvests.", "No.", "5")},
}


def _corpus(folder: Path, texts: dict[str, str]) -> tuple[str, ...]:
    for name, text in texts.items():
        (folder / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    return ("--corpus", str(folder / "corpus"), "--index", str(folder / "index"))


def _report(who: str, year: str) -> str:
    kind, name = who.split("-")
    parts = [f"## {q}\n\n{a}\n" for q, a in zip(ASKED[year], SAID[who][year], strict=True)]
    return f"# {year} Annual Report: {kind.upper()} {name.title()}\n\n" + "\n".join(parts)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Options for reports of three groups over three years, whose form changed meanwhile."""
    return _corpus(
        tmp_path_factory.mktemp("reports"), {f"{who}-{y}.md": _report(who, y) for who in SAID for y in ASKED}
    )


def test_one_form_over_years_with_groups_as_respondents(msqqa: Run, reports: tuple[str, ...]) -> None:
    msqqa("index", *reports)
    info = msqqa("info", *reports).out
    assert "SIG Tide (2021)" in info
    asked = ("ask", "which groups have a mentor programme", "--format", "json", *reports)
    answer = msqqa(*asked, "--edition", "2022").json
    is_sound(answer)
    assert [r["id"] for r in answer["respondents"] if r["verdict"] == "matched"] == ["sig-reef-2022"]
    assert answer["coverage"]["examined"] == 3
    assert msqqa(*asked, "--edition", "2023").json["coverage"]["matched"] == 2
    lookup = msqqa("ask", "what work did SIG Reef highlight in 2022", "--format", "json", *reports).json
    assert [c["respondent"] for c in lookup["citations"]][:1] == ["sig-reef-2022"]
    absent = msqqa("ask", "what work did SIG Quantum highlight in 2022", *reports)
    assert (absent.status, "there is no response of SIG Quantum" in absent.both) == (3, True)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("what changed for SIG Tide since 2022", ["from no to yes", "1 question reworded"]),
        ("what changed for SIG Reef since 2022", ["1 question reworded", "1 question answered in other words"]),
        (
            "what changed for SIG Tide since 2021",
            [
                "from no to yes",
                "asked of SIG Tide (2023) and not of SIG Tide (2021)",
                "asked of SIG Tide (2021) and not of SIG Tide (2023)",
            ],
        ),
        ("what changed for WG Kelp since 2022", ["None of 1 questions", "1 question reworded"]),
    ],
)
def test_what_changed_over_the_years(msqqa: Run, reports: tuple[str, ...], question: str, told: list[str]) -> None:
    answer = msqqa("ask", question, "--format", "json", *reports).json
    is_sound(answer)
    for part in told:
        assert part in answer["answer"], answer["answer"]
    since = question.rsplit(" ", 1)[1]
    assert min(c["respondent"].rsplit("-", 1)[1] for c in answer["citations"]) >= since


def test_the_owner_s_word_comes_before_the_file_s_year(msqqa: Run, tmp_path: Path) -> None:
    texts = {f"{who}-{year}.md": _report(who, year) for who in SAID for year in ("2022", "2023")}
    texts["respondents.toml"] = '[[respondent]]\nfile = "wg-kelp-2023.md"\nname = "Kelp people"\nedition = "late"\n'
    options = _corpus(tmp_path, texts)
    msqqa("index", *options)
    listed = msqqa("matrix", *options, "--edition", "late", "--format", "json").out
    assert "Kelp people" in listed
    assert "SIG Tide" not in listed


# ---------------------------------------------------------------- what is asked for a yes

PLEDGES = {
    "parks": (
        "Do you support opening the parks at night?",
        "Will you commit to vote for the tree charter?",
        "who will vote for the tree charter",
    ),
    "buses": (
        "Would you make buses free for pupils?",
        "Will you sign the clean air pact?",
        "who will sign the clean air pact",
    ),
    "books": (
        "Should libraries open on Sundays?",
        "Do you plan to fund a reading week?",
        "who plans to fund a reading week",
    ),
}
ANSWERS = (
    ("Yes.", "Yes, gladly."),
    ("Yes, I do.", "Yes."),
    ("Yes. It is overdue.", "No."),
    ("It is dear to me.", "Yes!"),
)


@pytest.mark.parametrize("about", PLEDGES)
def test_who_would_do_what_a_form_asks_says_yes_and_details_alone_may_be_one(
    msqqa: Run, tmp_path: Path, about: str
) -> None:
    first, second, asked = PLEDGES[about]
    names = ("ana-brook", "ben-carver", "cleo-dunn", "dov-ellis")
    options = _corpus(
        tmp_path,
        {
            f"{name}.md": f"# Candidates\n\n**1. {first}**\n\n{a}\n\n**2. {second}**\n\n{b}\n\n"
            f"**3. What else?**\n\nI sail {n}.\n"
            for n, (name, (a, b)) in enumerate(zip(names, ANSWERS, strict=True))
        },
    )
    msqqa("index", *options)
    answer = msqqa("ask", asked, "--format", "json", *options).json
    verdicts = {r["id"]: r["verdict"] for r in answer["respondents"]}
    assert {who for who, verdict in verdicts.items() if verdict == "matched"} == {*names} - {"cleo-dunn"}, answer
    found = msqqa("ask", f"who says yes to question 1: {first}", "--question", "1", "--format", "json", *options).json
    verdicts = {r["id"]: r["verdict"] for r in found["respondents"]}
    assert verdicts["dov-ellis"] == "possible", found
    (tmp_path / "corpus" / "form.toml").write_text(msqqa("form", "learn", "--corpus", options[1]).out, encoding="utf-8")
    found = msqqa(
        "ask", f"who says yes to question 1: {first}", "--question", "1", "--refresh", "--format", "json", *options
    ).json
    assert {r["id"]: r["verdict"] for r in found["respondents"]}["dov-ellis"] in ("matched", "rejected")


@pytest.mark.parametrize(
    ("question", "hint", "blank", "asked"),
    [
        ("Will the dataset be updated?", "Say how often.", "", "will Ash be updated"),
        ("Since when is the tool public?", "Please name the year, and who paid.", "\n\n", "since when is Ash public"),
        ("Who keeps the archive?", "A line\nor two will do.", "-\n", "who keeps the archive of Ash"),
    ],
)
def test_what_only_a_comment_stands_under_was_left_blank(
    msqqa: Run, tmp_path: Path, question: str, hint: str, blank: str, asked: str
) -> None:
    said = {
        "ash": f"<!-- {hint} -->\n{blank}",
        "oak": "Every June, by us.",
        "pine": "Since 1999.",
        "rowan": "The museum.",
    }
    options = _corpus(
        tmp_path,
        {
            f"{who}.md": f"# Sheet\n\n### What is it?\n\nA {who} thing.\n\n### {question}\n\n{a}\n"
            for who, a in said.items()
        },
    )
    result = msqqa("ask", asked, "--format", "json", *options)
    assert result.status == 0, result.both
    assert [(r["id"], r["stance"]) for r in result.json["respondents"]] == [("ash", "blank")]
    assert hint.split("\n", maxsplit=1)[0] not in result.out


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("which are deployed in Kenya", {"aldersoft", "cairnkit"}),
        ("who is developed in Chile", {"cairnkit", "dunelog"}),
        ("which are deployed in Peru", {"brookbase"}),
    ],
)
def test_a_value_counts_under_the_question_that_is_asked(msqqa: Run, tmp_path: Path, asked: str, ids: set[str]) -> None:
    places: dict[str, Any] = {
        "aldersoft": (["India"], ["Kenya", "Nepal"]),
        "brookbase": (["Kenya"], ["Peru"]),
        "cairnkit": (["Chile"], ["Kenya"]),
        "dunelog": (["Chile"], ["Ghana"]),
    }
    options = _corpus(
        tmp_path,
        {
            f"{who}.json": json.dumps(
                {"name": who.title(), "locations": {"developmentCountries": a, "deploymentCountries": b}}
            )
            for who, (a, b) in places.items()
        },
    )
    answer = msqqa("ask", asked, "--format", "json", *options).json
    assert {r["id"] for r in answer["respondents"] if r["verdict"] == "matched"} == ids


@pytest.mark.parametrize(("dropped", "told"), [(3, False), (9, True)])
def test_a_response_that_lost_more_than_a_tenth_of_its_form_is_told_in_a_line(
    msqqa: Run, tmp_path: Path, dropped: int, told: bool
) -> None:
    asked = [question for question in load_known_forms()[0].questions if question.parent is None]
    kept = asked[: len(asked) - dropped]
    options = _corpus(tmp_path, {"kenya.md": "\n\n".join(f"**{q.id}. {q.text}**\n\nYes" for q in kept)})
    lines = [line for line in msqqa("index", *options).err.splitlines() if "do not stand in it" in line]
    assert len(lines) == told
    if told:
        assert f" of the {len(asked)} questions of {load_known_forms()[0].id} do not stand in it" in lines[0]
        assert asked[-dropped].id in lines[0]
        assert "msqqa info --account" in lines[0]
