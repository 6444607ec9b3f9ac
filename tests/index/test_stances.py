"""Stances by sentences: what an answer goes on to say decides where no tick and no opening word does."""

from __future__ import annotations

import pytest

from msqqa.index.stances import hear, judge_stances, load_stance_model, signals
from msqqa.judge.model import Judge
from msqqa.model import Cell, Document, Form, Question, Selection

QUESTION = Question("1", "Are there chief information officers in the line ministries?", "yesno", "A")
LOST, YES, NO = Selection("lost"), Selection("marked", ("yes",)), Selection("marked", ("no",))


def _stance(text: str, selection: Selection, stance: str, basis: str, question: Question = QUESTION) -> tuple[str, str]:
    document = Document("x.md", text, (), "")
    whole = ((0, len(text)),) if text else ()
    cell = Cell("someone", "1", "x.md", whole, whole, selection, stance, basis)  # type: ignore[arg-type]
    (found,) = judge_stances(document, Form("form", "A form", "2024", (), (question,)), [cell], Judge.shipped())
    return found.stance, found.basis


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("So far only three of the eleven ministries have filled such a post. The others lack it.", "partial"),
        ("The posts are to be created next year, once the budget has passed.", "planned"),
        ("Such posts do not exist in the ministries.", "no"),
        ("Each ministry has a chief information officer, who reports to the minister.", "yes"),
        ("Bisher haben lediglich drei der elf Ministerien eine solche Stelle besetzt.", "partial"),
    ],
)
def test_what_a_sentence_tells_decides_where_the_tick_is_lost(text: str, expected: str) -> None:
    assert _stance(text, LOST, "yes", "inferred")[0] == expected


@pytest.mark.parametrize(
    ("text", "selection", "rule", "expected"),
    [
        (
            "Six of the seventeen ministries have one. In the others it falls to the head of support.",
            YES,
            "yes",
            "partial",
        ),
        (
            "Seis de los diecisiete ministerios lo crearon. En los otros once recae en el jefe de soporte.",
            YES,
            "yes",
            "partial",
        ),
        ("The posts will be created in 2026 under a decree that is being drafted.", NO, "no", "planned"),
        ("Le poste sera créé en 2026 ; le décret est en cours de rédaction.", NO, "no", "planned"),
        ("Each ministry has a chief information officer, who reports to the minister.", YES, "yes", "yes"),
        ("The post was never created.", NO, "no", "no"),
        ("", YES, "yes", "yes"),
        ("See above.", NO, "no", "no"),
    ],
)
def test_a_text_may_limit_or_postpone_its_tick(text: str, selection: Selection, rule: str, expected: str) -> None:
    stance, basis = _stance(text, selection, rule, "ticked")
    assert stance == expected
    assert basis == ("stated" if expected == "planned" else "ticked")


def test_every_stance_has_a_likelihood() -> None:
    heard = hear(QUESTION.text, "Such posts do not exist.", "en", Judge.shipped())
    likely = load_stance_model().likely(signals(LOST, "yes", "inferred", heard))
    assert likely.shape == (len(load_stance_model().labels),)
    assert abs(likely.sum() - 1) < 1e-9


@pytest.mark.parametrize("stance", ["blank", "unclear", "planned", "partial"])
def test_what_is_no_plain_yes_or_no_stays(stance: str) -> None:
    assert _stance("Such posts do not exist.", LOST, stance, "inferred") == (stance, "inferred")


def test_an_open_question_has_no_stance_to_judge() -> None:
    open_ = Question("1", "What do they do?", "open", "A")
    assert _stance("Such posts do not exist.", LOST, "yes", "stated", open_) == ("yes", "stated")


def test_a_long_list_of_laws_is_no_plan_though_each_says_what_it_is_to_do() -> None:
    text = "\n".join(
        f"{n}. LAW ON {name}. The purpose of the law is to establish posts that will be created in every ministry."
        for n, name in enumerate(("DIGITAL SIGNATURE", "CIVIL REGISTRATION", "PUBLIC INFORMATION", "CYBER SECURITY"), 1)
    )
    assert _stance(text, LOST, "yes", "inferred") == ("yes", "inferred")
