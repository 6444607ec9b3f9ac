from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.form.align import align
from msqqa.form.cells import cells_of
from msqqa.form.dump import dump, dump_learned
from msqqa.form.induce import induce
from msqqa.form.load import parse
from msqqa.form.segment import segment
from msqqa.read.markdown import read as read_markdown
from msqqa.read.plain import read as read_plain
from tests.questionnaires import COMMON, LOOKS, Questionnaire, found
from tests.support import REPO

if TYPE_CHECKING:
    from msqqa.model import Document, Form

READ = {"md": read_markdown, "txt": read_plain}


def _documents(texts: list[str], ending: str = "md") -> list[Document]:
    return [READ[ending](f"{i}.{ending}", text.encode()) for i, text in enumerate(texts)]


def _learned(*texts: str) -> Form:
    form = induce(_documents([textwrap.dedent(text) for text in texts]), "f", "A form")
    assert form is not None
    return form


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("copies", "language", "ending"), [(3, "en", "md"), (14, "fr", "txt"), (40, "en", "md")])
def test_questions_are_what_most_copies_share(look: str, copies: int, language: str, ending: str) -> None:
    made = Questionnaire(look, language=language, seed=copies, drift=0.1 if copies > 3 else 0.0)
    form = induce(_documents(made.copies(copies), ending), "f", "A form")
    assert form is not None
    recall, precision = found(form, made.questions)
    assert precision == 1
    assert recall >= (0.95 if copies > 3 else 0.9)
    assert not {q.text for q in form.questions} & set(COMMON)
    own = {line for q in form.questions for line in q.guidance}
    assert set(made.explained.values()) <= own | ({""} if not made.explained else own)
    assert parse(dump(form), "dumped") == form


def test_a_name_and_an_address_are_fields() -> None:
    form = induce(_documents(Questionnaire("heading").copies(5)), "f", "A form")
    assert form is not None
    assert form.question("name").kind == "respondent"
    email = form.question("email")
    assert (email.kind, [field.holds for field in email.fields]) == ("contact", ["email"])
    assert form.title == "Yearly questionnaire"


def test_the_printed_number_is_the_id() -> None:
    made = Questionnaire("numbered", drift=0, missing=0)
    form = induce(_documents(made.copies(4)), "f", "A form")
    assert form is not None
    assert [q.id for q in form.questions if q.number] == [str(n) for n in range(1, 21)]


def test_an_answer_that_most_give_is_none_of_the_forms() -> None:
    """Four of five declare nothing, in the same words, and one declares something."""
    rest = "\n\n## What is your role?\n\n{}\n\n## What would you change first?\n\n{}\n"
    nothing = "## Do you have interests to declare?\n\nNo interests of mine to declare whatsoever"
    texts = [nothing + rest.format(f"Role {c} of mine", f"I would change the {c} thing") for c in "abcd"]
    texts.append("## Do you have interests to declare?\n\nI own shares" + rest.format("Clerk", "The doors"))
    form = _learned(*texts)
    assert len(form.questions) == 3
    assert not any(q.guidance for q in form.questions)
    assert not form.furniture


def test_two_questions_of_one_wording_are_kept_apart() -> None:
    texts = [
        f"""\
        1. Is there a budget for training?

        ☒ Yes ☐ No, since {c}

        Please explain your answer here

        It was {c} who asked for it.

        2. Is there a plan for the coming year?

        The plan was made by {c}.

        Please explain your answer here

        Because of {c}, mainly.

        3. Is there a person in charge?

        Perhaps {c}.
        """
        for c in ("Ada", "Bruno", "Chen", "Dora")
    ]
    form = _learned(*texts)
    assert [q.id for q in form.questions if q.parent is None] == ["1", "2", "3"]
    parts = [q.id for q in form.questions if q.parent is not None]
    assert parts == ["2.please-explain-your-answer-here"] or len(parts) == 2


def test_kinds_are_those_of_the_marks() -> None:
    ticks = [("☒", "☐"), ("☐", "☒"), ("☒", "☐"), ("☐", "☐")]
    texts = [
        f"""\
        ### Is there a national portal?

        {yes} Yes {no} No

        ### How often is it updated?

        - {no} Daily
        - {yes} Weekly
        - ☐ Other: when {i} says so

        ### What is it for?

        It is for purpose {i}.
        """
        for i, (yes, no) in enumerate(ticks)
    ]
    form = _learned(*texts)
    assert [q.kind for q in form.questions] == ["yesno", "choice", "open"]
    assert form.questions[1].options == ("Daily", "Weekly", "Other")


def test_sections_are_headings_that_nobody_answers() -> None:
    texts = [
        f"# A. Money\n\n## What do you earn?\n\n{c} pounds\n\n## What do you spend?\n\nAll {c} of it\n\n"
        f"# B. Time\n\n## When do you rise?\n\nAt {c}\n\n## When do you sleep?\n\nAfter {c}\n"
        for c in ("six", "seven", "eight")
    ]
    form = _learned(*texts)
    assert [section.title for section in form.sections] == ["A. Money", "B. Time"]
    assert [q.section for q in form.questions] == ["a-money", "a-money", "b-time", "b-time"]


def test_what_was_not_answered_may_stand_elsewhere_and_otherwise() -> None:
    """As where a tool moves unanswered questions to the end, folded."""
    asked = ["Should dues rise?", "Who keeps the minutes?", "Where do we meet next?", "What of the old hall?"]
    texts = []
    said = iter("ash birch cedar elm fir hazel larch maple oak pine rowan spruce willow yew alder beech plane".split())
    for left_out in ({0}, {1, 3}, {2}, {0, 1}, {3}, {1}):
        kept = [q for i, q in enumerate(asked) if i not in left_out]
        gone = [q for i, q in enumerate(asked) if i in left_out]
        text = "## Answers\n\n" + "".join(
            f"### {q} ([link](https://x.org/{len(q)}))\n\nAsked about {q[-9:-1]} by {len(q)} members.\n\n"
            f"It is {next(said)}, or so I say\n\n"
            for q in kept
        )
        text += "## Not answered\n" + "".join(
            f'<details>\n<summary>{q} (<a href="https://x.org/{len(q)}">link</a>)</summary>\n\n'
            f"Asked about {q[-9:-1]} by {len(q)} members.\n</details>\n"
            for q in gone
        )
        texts.append(text)
    form = _learned(*texts)
    assert {q.text for q in form.questions} == set(asked)
    assert all(len(q.guidance) == 1 for q in form.questions)
    assert "Not answered" in form.furniture


def test_texts_that_share_nothing_are_no_form() -> None:
    assert (
        induce(_documents(["A licence.\n\nYou may copy it.", "Minutes of a meeting.\n\nNobody came."]), "f", "t")
        is None
    )


def test_the_written_form_says_what_it_is() -> None:
    form = induce(_documents(Questionnaire("bold").copies(4)), "f", "A form")
    assert form is not None
    text = dump_learned(form, "4 copies")
    assert "from 4 copies" in text.splitlines()[0]
    assert parse(text, "learned") == form


_DUMPED = """
from tests.questionnaires import Questionnaire
from msqqa.form.dump import dump
from msqqa.form.induce import induce
from msqqa.read.markdown import read
for look in ("table", "plain"):
    texts = Questionnaire(look, seed=4).copies(4)
    print(dump(induce([read(f"{i}.md", text.encode()) for i, text in enumerate(texts)], "f", "t")))
"""


@pytest.mark.slow
def test_the_same_copies_teach_the_same_form_in_any_process() -> None:
    printed = [
        subprocess.run(
            [sys.executable, "-c", _DUMPED],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(REPO)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    ]
    assert len(set(printed)) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet=st.sampled_from("ab?:.|#*-☐☒ \n\t<>[]()1é٣"), max_size=120), min_size=2, max_size=5))
def test_whatever_stands_in_the_copies_nothing_breaks(texts: list[str]) -> None:
    form = induce(_documents(texts), "f", "t")
    if form is not None:
        assert parse(dump(form), "dumped") == form


TAILS = {
    "a second question": ("Which tools do you use?", "Free ones or paid ones?"),
    "what it is about": ("Which work are you proud of?", "For example reports, papers and talks of this year."),
    "on the next line": ("How do you measure who is a member?", "By list, by owners,\nor by something else?"),
}


@pytest.mark.parametrize("kind", TAILS)
def test_what_a_question_goes_on_with_in_many_copies_is_the_form_s(kind: str) -> None:
    """Some copies leave the tail out, so that the question ends before it; a short answer is none."""
    asked, tail = TAILS[kind]
    answers = ("By mail.", "Yes.", "Two of them.", "Yes.", "None that count.", "Yes.", "Hammers.", "As we like.")
    copies = [
        f"# Report\n\n* Who leads?\n  * Member {n}.\n\n"
        f"* {asked}{f' {tail}' if n % 4 else ''}\n  * {answer}\n\n* Where?\n  * At {n}.\n"
        for n, answer in enumerate(answers)
    ]
    documents = _documents(copies)
    form = induce(documents, "f", "A form")
    assert form is not None
    for n, (document, answer) in enumerate(zip(documents, answers, strict=True)):
        alignment = align(document, form)
        cells = cells_of(document, alignment, segment(document, alignment), str(n))
        said = {document.text[a:b].strip("* ") for cell in cells for a, b in cell.answers}
        assert answer in said, (n, said)
        assert not any(tail[:8] in own for own in said), (n, said)
