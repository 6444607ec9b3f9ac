from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import (
    ADDRESSES,
    NAMES,
    REPO,
    SURVEY_FORM,
    Place,
    command,
    environment,
    is_sound,
    response,
    without_timing,
    write_survey,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Run

QUESTIONS = [
    "does Mongolia have a regulatory sandbox",
    "which countries mention WCAG accessibility",
    "which countries do not mention WCAG",
    "which countries mention blockchain and robotics",
    "which countries mention Singapore or Atlantis",
    "which countries mention Atlantis",
    "who is Mongolia's CIO",
    "does Estonia have a sandbox",
    "how many countries have a national AI strategy",
    "which countries do not have a regulatory sandbox",
    "compare Mongolia and Estonia on open data",
    "what is the open data portal",
    "memorandum with Singapore",
    "question 41 of Mongolia",
    "how many users does E-Mongolia have",
    "which countries let farmers pay taxes",
    "when was the law on personal data protection passed in Mongolia",
    "favourite colour of the minister",
]


def _ask(run: Run, question: str, *options: object, status: int = 0) -> dict[str, Any]:
    result = run("ask", question, "--format", "json", *options)
    assert result.status == status, result
    answer: dict[str, Any] = result.json
    return answer


# ---------------------------------------------------------------- the shipped corpus


def test_a_sandbox_is_found_and_the_lost_tick_is_told(mongolia: Run) -> None:
    answer = _ask(mongolia, "does Mongolia have a regulatory sandbox")
    assert answer["answered"]
    assert answer["plan"]["operator"] == "lookup"
    [mongolia_] = answer["respondents"]
    assert (mongolia_["id"], mongolia_["stance"], mongolia_["basis"]) == ("mongolia", "yes", "inferred")
    first = answer["citations"][0]
    assert first["question_id"] == "37"
    assert "sandbox" in first["quote"].lower()
    assert "tick is lost" in answer["answer"]
    assert answer["coverage"]["yes"] == 1


def test_countries_that_mention_wcag(mongolia: Run) -> None:
    answer = _ask(mongolia, "which countries mention WCAG accessibility")
    assert (answer["plan"]["operator"], answer["plan"]["mode"]) == ("which", "mention")
    # Behind them stand the long forms of other languages: who answers in French mentions them by those.
    assert answer["plan"]["terms"][:2] == ["WCAG", "Web Content Accessibility Guidelines"]
    assert (answer["coverage"]["matched"], answer["coverage"]["examined"]) == (1, 1)
    [mongolia_] = answer["respondents"]
    cited = {c["question_id"] for c in answer["citations"] if c["n"] in mongolia_["citations"]}
    assert {"41", "43", "44"} <= cited
    for citation in answer["citations"]:
        if citation["n"] in mongolia_["citations"]:
            assert "WCAG" in citation["quote"] or "Web Content Accessibility Guidelines" in citation["quote"]


def test_a_chief_information_officer_is_cited_by_title_alone(mongolia: Run) -> None:
    answer = _ask(mongolia, "who is Mongolia's CIO")
    assert answer["answered"]
    assert answer["citations"][0]["question_id"] == "4"
    assert "Minister of Digital Development and Communications" in answer["answer"]
    assert "withheld" in answer["answer"]


@pytest.mark.parametrize("form", ["terminal", "json", "csv", "markdown"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "who is Mongolia's CIO"),
        ("ask", "e-mail address of Uchral Nyam-Osor"),
        ("ask", "who filled in the questionnaire for Mongolia"),
        ("ask", "what is the contact", "--question", "4"),
        ("ask", "what is the contact", "--question", "contact"),
        ("ask", "which countries mention Orkhontulga", "--all"),
        ("search", "Uchral Nyam-Osor"),
        ("search", "Chief Information Officer name e-mail"),
        ("show", "msq-2024/mongolia/4#9788-9838", "--around", "30"),
        ("show", "msq-2024/mongolia/4#9856-9906", "--around", "2000"),
        ("info", "--account"),
        ("verify",),
    ],
)
def test_names_and_addresses_are_withheld_everywhere(mongolia: Run, arguments: tuple[str, ...], form: str) -> None:
    result = mongolia(*arguments, "--format", form)
    typed = " ".join(arguments)
    for secret in (*NAMES, *ADDRESSES):
        # A question is repeated as it was typed, and so are the terms that it was read as.
        if secret.lower() not in typed.lower():
            assert secret.lower() not in result.both.lower()
    for quote in json.loads(result.out).get("citations", []) if form == "json" else ():
        assert not any(secret in quote["quote"] for secret in (*NAMES, *ADDRESSES))


def test_contacts_are_shown_when_asked_for(mongolia: Run) -> None:
    answer = _ask(mongolia, "who is Mongolia's CIO", "--contacts")
    is_sound(answer)
    assert "Uchral Nyam-Osor" in answer["answer"]
    assert any("Uchral" in c["quote"] for c in answer["citations"])
    assert "withheld" not in answer["answer"]


def test_an_unclear_cell_is_an_answer(mongolia: Run) -> None:
    answer = _ask(mongolia, "does Mongolia authorize UN DESA to publish its responses")
    assert answer["answered"]
    assert answer["respondents"][0]["stance"] == "unclear"
    assert answer["citations"][0]["question_id"] == "consent"
    assert "unclear" in answer["answer"]


def test_a_blank_cell_is_an_answer(mongolia: Run) -> None:
    answer = _ask(mongolia, "what else does Mongolia name", "--question", "34.others")
    is_sound(answer)
    assert answer["answered"]
    assert answer["respondents"][0]["stance"] == "blank"
    assert answer["respondents"][0]["verdict"] == "none"
    assert answer["citations"][0]["question_id"] == "34.others"
    assert answer["coverage"]["blank"] == 1


def test_a_blank_cell_is_no_match_where_nobody_is_named(mongolia: Run) -> None:
    answer = _ask(mongolia, "what else is there", "--question", "34.others")
    assert answer["coverage"]["matched"] == 0


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("does Estonia have a regulatory sandbox", "Estonia"),
        ("who is Kenya's CIO", "Kenya"),
        ("does the UK have a regulatory sandbox", "United Kingdom"),
        ("how does the Kenyan portal treat complaints", "Kenya"),
        ("does Estnia have a regulatory sandbox", "Estonia"),
    ],
)
def test_a_country_without_a_response_is_not_answered_for(mongolia: Run, question: str, absent: str) -> None:
    answer = _ask(mongolia, question, status=3)
    is_sound(answer)
    assert answer["answered"] is False
    assert answer["respondents"] == []
    assert answer["coverage"]["examined"] == 0
    assert absent in answer["answer"]
    assert answer["citations"], "the nearest passages are shown"


def test_what_no_cell_holds_is_not_answered(mongolia: Run) -> None:
    answer = _ask(mongolia, "what is the favourite colour of penguins in Mongolia", status=3)
    is_sound(answer)
    assert answer["respondents"] == []
    assert answer["citations"]


def test_a_near_miss_is_taken_and_told(mongolia: Run) -> None:
    result = mongolia("ask", "does Mongolai have a regulatory sandbox", "--format", "json")
    assert result.status == 0
    assert result.json["plan"]["respondents"] == ["mongolia"]
    assert "read Mongolai as Mongolia" in result.json["notes"]
    assert "read Mongolai as Mongolia" in result.err


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("memorandum with Singapore", "Singapore"),
        ("which countries mention Singapore", "Singapore"),
        ("cooperation with Estonia", "Estonia"),
    ],
)
def test_a_country_as_object_is_a_topic(mongolia: Run, question: str, cited: str) -> None:
    answer = _ask(mongolia, question)
    assert answer["answered"]
    assert answer["plan"]["respondents"] == []
    assert answer["plan"]["absent"] == []
    assert cited.lower() in [t.lower() for t in answer["plan"]["terms"]]
    assert cited.lower() in answer["citations"][0]["quote"].lower()


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_is_sound(mongolia: Run, question: str) -> None:
    result = mongolia("ask", question, "--format", "json", "--all")
    assert result.status in (0, 3), result
    assert result.json["question"] == question
    assert result.json["answered"] == (result.status == 0)
    is_sound(result.json)


@pytest.mark.parametrize("question", ["what is the portal used for", "summarise Estonia"])
def test_a_question_about_the_corpus_is_answered_or_refused(small: Run, question: str) -> None:
    result = small("ask", question, "--format", "json")
    assert result.status in (0, 3), result
    is_sound(result.json)


@pytest.mark.parametrize("limit", [0, 3, 50])
@pytest.mark.parametrize("question", QUESTIONS[:3])
def test_a_limit_removes_nothing_that_is_referred_to(mongolia: Run, question: str, limit: int) -> None:
    plain = _ask(mongolia, question)
    limited = _ask(mongolia, question, "--limit", limit)
    is_sound(limited)
    for key in ("answer", "coverage", "respondents", "plan"):
        assert limited[key] == plain[key]
    referred = {n for r in plain["respondents"] for n in r["citations"]}
    assert len(limited["citations"]) <= max(limit, len(referred) + 3)
    kept = {c["n"]: c["id"] for c in limited["citations"]}
    assert all(kept[c["n"]] == c["id"] for c in plain["citations"] if c["n"] in referred)


def test_a_source_is_told_relative_to_the_current_folder(
    mongolia: Run, msqqa: Run, msq: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    near = _ask(mongolia, "does Mongolia have a regulatory sandbox")
    assert {c["source"] for c in near["citations"]} == {"corpora/msq-2024/mongolia.md"}
    monkeypatch.chdir(tmp_path)
    far = msqqa("ask", "does Mongolia have a regulatory sandbox", "--format", "json", *msq.options).json
    assert {c["source"] for c in far["citations"]} == {str(REPO / "corpora/msq-2024/mongolia.md")}


def test_explain_says_how_a_question_was_read(mongolia: Run) -> None:
    result = mongolia("ask", "which countries mention WCAG", "--explain")
    assert result.status == 0
    assert "mention" in result.err
    assert "Web Content Accessibility Guidelines" in result.err


# ---------------------------------------------------------------- several respondents


def test_a_yes_no_question_divides_the_respondents(small: Run, survey_once: Place) -> None:
    answer = _ask(small, "which countries have a national law on the protection of personal data", "--all")
    is_sound(answer)
    assert answer["plan"]["mode"] == "question"
    assert answer["plan"]["questions"] == ["1"]
    told = {r["id"]: (r["verdict"], r["stance"], r["basis"]) for r in answer["respondents"]}
    assert told == {
        "kenya": ("matched", "yes", "ticked"),
        "peru": ("rejected", "no", "ticked"),
        "japan": ("none", "blank", "ticked"),
    }
    assert "1 left blank" in answer["answer"]


def test_a_negative_set_holds_only_who_said_no(small: Run) -> None:
    answer = _ask(small, "which countries do not have a national law on the protection of personal data", "--all")
    is_sound(answer)
    told = {r["id"]: r["verdict"] for r in answer["respondents"]}
    assert told == {"peru": "matched", "kenya": "rejected", "japan": "none"}


def test_a_short_question_is_the_forms_own(small: Run) -> None:
    answer = _ask(small, "which countries have a regulatory sandbox", "--all")
    told = {r["id"]: (r["verdict"], r["stance"]) for r in answer["respondents"]}
    assert told == {"peru": ("matched", "yes"), "kenya": ("rejected", "no"), "japan": ("none", "unclear")}


def test_a_negative_set_never_holds_who_has_it(small: Run) -> None:
    answer = _ask(small, "which countries do not have a sandbox")
    assert "peru" not in {r["id"] for r in answer["respondents"] if r["verdict"] == "matched"}


def test_who_does_not_mention_a_word(small: Run) -> None:
    answer = _ask(small, "which countries do not mention WCAG")
    is_sound(answer)
    told = {r["id"]: r["verdict"] for r in answer["respondents"]}
    assert told == {"peru": "matched", "kenya": "rejected", "japan": "rejected"}


@pytest.mark.parametrize(
    ("question", "matched"),
    [
        ("which countries mention WCAG and Singapore", {"kenya"}),
        ("which countries mention Singapore or chatbots", {"kenya", "peru"}),
        ("which countries mention WCAG", {"kenya", "japan"}),
        ("which countries mention web content accessibility guidelines", {"kenya", "japan"}),
        ("how many countries mention open data", {"peru", "japan"}),
        ("which African countries mention WCAG", {"kenya"}),
        ("which countries mention farmer", {"kenya"}),
    ],
)
def test_sets_by_mention(small: Run, question: str, matched: set[str]) -> None:
    answer = _ask(small, question)
    is_sound(answer)
    assert answer["plan"]["mode"] == "mention"
    assert {r["id"] for r in answer["respondents"] if r["verdict"] == "matched"} == matched
    assert answer["coverage"]["matched"] == len(matched)
    assert answer["answer"].startswith(f"{len(matched)} of ")


def test_an_empty_set_is_an_answer(small: Run) -> None:
    answer = _ask(small, "which countries mention hovercraft")
    is_sound(answer)
    assert answer["answered"]
    assert answer["coverage"]["matched"] == 0
    assert answer["answer"].startswith("None of 3")


def test_all_adds_who_was_found_without_anything(small: Run) -> None:
    without = _ask(small, "which countries mention Singapore")
    everyone = _ask(small, "which countries mention Singapore", "--all")
    is_sound(everyone)
    assert "none" not in {r["verdict"] for r in without["respondents"]}
    told = {r["id"]: r["verdict"] for r in everyone["respondents"]}
    assert set(told) == {"kenya", "peru", "japan"}
    assert list(told.values()).count("none") == everyone["coverage"]["none"] > 0
    assert everyone["coverage"] == without["coverage"]


def test_two_countries_side_by_side(small: Run) -> None:
    answer = _ask(small, "compare Kenya and Peru on the data protection law")
    is_sound(answer)
    assert answer["plan"]["operator"] == "compare"
    assert {r["id"]: r["stance"] for r in answer["respondents"]} == {"kenya": "yes", "peru": "no"}


@pytest.mark.parametrize(
    ("question", "stance"),
    [
        ("does Kenya have a data protection law", "yes"),
        ("does Peru have a national law on the protection of personal data", "no"),
        ("does Japan have a national law on the protection of personal data", "blank"),
        ("does Japan have a regulatory sandbox", "unclear"),
    ],
)
def test_a_lookup_tells_the_stance_and_cites_its_cell(small: Run, question: str, stance: str) -> None:
    answer = _ask(small, question)
    is_sound(answer)
    assert answer["respondents"][0]["stance"] == stance
    assert answer["citations"][0]["n"] in answer["respondents"][0]["citations"]
    assert stance in answer["answer"]


@pytest.mark.parametrize(
    "name",
    [
        "peru",
        "Peru",
        "PERU",
        "Pérou",
        pytest.param("PER"),
    ],
)
def test_a_respondent_option_decides_whom_it_is_about(small: Run, name: str) -> None:
    answer = _ask(small, "is there a regulatory sandbox", "--respondent", name)
    is_sound(answer)
    assert answer["plan"]["respondents"] == ["peru"]
    assert answer["respondents"][0]["stance"] == "yes"


def test_a_question_option_decides_what_is_asked(small: Run) -> None:
    answer = _ask(small, "what does Kenya say", "--question", "4")
    assert {c["question_id"] for c in answer["citations"]} == {"4"}
    assert "Singapore" in answer["answer"]


def test_an_edition_option_keeps_who_answered_it(small: Run) -> None:
    answer = _ask(small, "which countries mention WCAG", "--edition", "2023")
    assert answer["coverage"]["examined"] == 3
    refused = small("ask", "which countries mention WCAG", "--edition", "1999")
    assert refused.status == 2
    assert "1999" in refused.err


def test_a_question_may_be_typed_without_quotation_marks(small: Run) -> None:
    result = small("ask", "does", "Kenya", "have", "a", "data", "protection", "law", "--format", "json")
    assert result.json["question"] == "does Kenya have a data protection law"


# ---------------------------------------------------------------- the same bytes


def test_two_processes_give_the_same_bytes(msq: Place, tmp_path: Path) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text("\n".join(QUESTIONS[:8]) + "\n", encoding="utf-8")
    call = command("ask", "--batch", questions, "--format", "json", *msq.options)
    running = [
        subprocess.Popen(call, cwd=REPO, env=environment(PYTHONHASHSEED=seed), stdout=subprocess.PIPE)
        for seed in ("1", "4242")
    ]
    first, second = (r.communicate()[0].decode("utf-8").splitlines() for r in running)
    assert [r.returncode for r in running] == [os.EX_OK, os.EX_OK]
    assert len(first) == 8
    assert without_timing(first) == without_timing(second)
    for one, other in zip(first, second, strict=True):
        assert one.split('"timing_ms"')[0] == other.split('"timing_ms"')[0]


def test_a_response_that_lacks_the_question_is_refused_with_the_nearest(msqqa: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    questions = [f"{n}. Is there a law on {what}?" for n, what in enumerate(("data", "drones", "trade", "robots"), 1)]
    form = "".join(f'[[section.question]]\nid = "{q[0]}"\ntext = "{q[3:]}"\nkind = "yesno"\n' for q in questions)
    (corpus / "form.toml").write_text(f'id = "f"\ntitle = "F"\n[[section]]\nid = "A"\ntitle = ""\n{form}')
    cells = [f"{q}\n\n☒ Yes ☐ No\n\nThe act on it is in force." for q in questions]
    (corpus / "acme.md").write_text("\n\n".join(cells))
    (corpus / "bolt.md").write_text("\n\n".join(cells[:3]))
    options = ("--corpus", corpus, "--index", tmp_path / "index", "--format", "json")
    result = msqqa("ask", "what about robots", "--respondent", "bolt", "--question", "4", *options)
    assert result.status == 3, result
    assert result.json["answered"] is False
    assert {c["respondent"] for c in result.json["citations"]} == {"bolt"}


@pytest.mark.parametrize(
    ("call", "status"),
    [
        (("ask", "does Kenya have a data protection law"), 0),
        (("ask", "which countries have a national law on the protection of personal data"), 0),
        (("ask", "which countries mention WCAG"), 0),
        (("ask", "what do they say about penguins"), 3),
        (("search", "portal"), 3),
    ],
)
def test_responses_that_are_ticks_alone_are_asked(
    msqqa: Run, tmp_path: Path, call: tuple[str, ...], status: int
) -> None:
    corpus = write_survey(tmp_path / "survey", {"kenya.md": response(), "peru.md": response()})
    result = msqqa(*call, "--corpus", corpus, "--index", tmp_path / "index", "--format", "json")
    assert result.status == status, result
    if call[0] == "ask":
        is_sound(result.json, tmp_path)
        assert result.json["coverage"]["examined"] == (1 if "Kenya" in call[1] else 2)


def test_an_answer_draws_nothing_on_the_terminal(msqqa: Run, tmp_path: Path) -> None:
    folder = tmp_path / "survey"
    folder.mkdir()
    (folder / "form.toml").write_text(SURVEY_FORM, encoding="utf-8")
    (folder / "kenya.md").write_text(response(portal="A \x1b[31mred\x1b[0m portal."), encoding="utf-8")
    options = ("--corpus", str(folder), "--index", str(tmp_path / "index"))
    result = msqqa("ask", "what does Kenya say of its portal", *options)
    assert "portal" in result.out
    assert "\x1b" not in result.out


def test_files_that_are_the_same_are_told(msqqa: Run, tmp_path: Path) -> None:
    folder = tmp_path / "survey"
    folder.mkdir()
    (folder / "form.toml").write_text(SURVEY_FORM, encoding="utf-8")
    for name in ("kenya", "kenya-copy"):
        (folder / f"{name}.md").write_text(response(portal="A portal."), encoding="utf-8")
    result = msqqa("index", str(folder), "--index", str(tmp_path / "index"))
    assert "kenya-copy.md: the same as kenya.md" in result.err
