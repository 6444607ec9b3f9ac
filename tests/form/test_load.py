from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.errors import FormError
from msqqa.form.load import forms_for, load_known_forms, parse
from msqqa.model import Field, Form, Question, Section

if TYPE_CHECKING:
    from pathlib import Path

_FORM = """
id = "f"
title = "A form"
edition = 2024
respondent_nouns = ["country"]
guidance = ["If yes, please explain."]

[[section]]
id = "A"
title = "Laws"

[[section.question]]
id = "1"
text = "Is there a law?"
kind = "yesno"
printed = ["Do you have a law?"]
keywords = ["act"]
  [[section.question.part]]
  id = "date"
  text = "Since when?"
  kind = "open"

[[section.question]]
id = "who"
text = "Who are you?"
kind = "contact"
  [[section.question.field]]
  label = "Your name"
  holds = "name"
"""


def test_a_form_is_read_in_its_order_each_part_after_its_question() -> None:
    form = parse(_FORM, "f.toml")
    assert form == Form(
        id="f",
        title="A form",
        edition="2024",
        sections=(Section("A", "Laws"),),
        questions=(
            Question("1", "Is there a law?", "yesno", "A", printed=("Do you have a law?",), keywords=("act",)),
            Question("1.date", "Since when?", "open", "A", parent="1"),
            Question("who", "Who are you?", "contact", "A", fields=(Field("Your name", "name"),)),
        ),
        respondent_nouns=("country",),
        guidance=("If yes, please explain.",),
    )


def test_a_question_knows_its_printed_number_and_its_full_text() -> None:
    form = parse(_FORM, "f.toml")
    assert [question.number for question in form.questions] == ["1", "1", None]
    assert form.full_text(form.question("1.date")) == "Is there a law? — Since when?"
    assert form.phrasings(form.question("1")) == ("Is there a law?", "act")
    assert form.phrasings(form.question("who")) == ("Who are you?", "Who are you?: Your name")
    with pytest.raises(KeyError):
        form.question("2")


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('id = "f"', "id = f", "not valid TOML"),
        ('title = "A form"', "", "title"),
        ('id = "f"', "id = 7", "id"),
        ('kind = "open"', 'kind = "essay"', "essay"),
        ('kind = "open"', "", "kind"),
        ('text = "Since when?"', "text = ['Since when?']", "text"),
        ('printed = ["Do you have a law?"]', 'printed = "Do you have a law?"', "printed"),
        ('guidance = ["If yes, please explain."]', "guidance = [1]", "guidance"),
        ('id = "who"', 'id = "1"', "more than one question has the id '1'"),
        ('label = "Your name"', "", "label"),
        ("[[section.question.part]]", "[section.question.part]", "f.toml"),
    ],
)
def test_a_bad_form_is_refused_with_its_name_and_what_is_wrong(before: str, after: str, says: str) -> None:
    assert before in _FORM
    with pytest.raises(FormError) as caught:
        parse(_FORM.replace(before, after, 1), "f.toml")
    assert "f.toml" in str(caught.value)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", 'id = "f"\ntitle = "t"\nsection = []'])
def test_a_form_without_questions_is_refused(text: str) -> None:
    with pytest.raises(FormError, match=r"f\.toml"):
        parse(text, "f.toml")


def test_a_field_that_holds_an_unknown_thing_is_refused() -> None:
    with pytest.raises(FormError):
        parse(_FORM.replace('holds = "name"', 'holds = "nmae"'), "f.toml")


def test_a_corpus_s_own_form_comes_before_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "form.toml").write_text(_FORM, encoding="utf-8")
    assert [form.id for form in forms_for(tmp_path)] == ["f"]


def test_a_corpus_without_a_form_is_tried_against_the_known_ones(tmp_path: Path) -> None:
    assert [form.id for form in forms_for(tmp_path)] == [form.id for form in load_known_forms()]


@pytest.mark.parametrize("content", [b"id = \xff", b"id = ", b""])
def test_a_corpus_s_bad_form_is_refused_by_its_path(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "form.toml").write_bytes(content)
    with pytest.raises(FormError, match=r"form\.toml"):
        forms_for(tmp_path)


def test_the_known_form_has_51_numbered_questions_in_order() -> None:
    form = next(form for form in load_known_forms() if form.id == "msq-2024")
    asked = [question.id for question in form.questions if question.parent is None and question.number]
    assert asked == [str(n) for n in range(1, 52)]


def test_every_question_of_a_known_form_is_in_a_section_and_each_part_below_its_question() -> None:
    for form in load_known_forms():
        sections = {section.id for section in form.sections}
        ids = {question.id for question in form.questions}
        assert len(ids) == len(form.questions)
        for question in form.questions:
            assert question.section in sections
            assert question.parent is None or question.id.startswith(f"{question.parent}.")
            assert question.parent is None or question.parent in ids
            assert question.kind != "choice" or question.options
