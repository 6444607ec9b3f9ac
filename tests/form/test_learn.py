from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.form.align import best_alignment
from msqqa.form.groups import group_copies
from msqqa.form.learn import learn
from msqqa.form.line_candidates import pieces
from msqqa.form.load import load_known_forms
from msqqa.form.segment import segment
from msqqa.form.single_copy import induce_single
from msqqa.read.markdown import read
from tests.questionnaires import Questionnaire, found
from tests.support import MSQ

if TYPE_CHECKING:
    from msqqa.model import Document


def _documents(texts: list[str], name: str = "d") -> list[Document]:
    return [read(f"{name}{i}.md", text.encode()) for i, text in enumerate(texts)]


_NAMES = "Ash Birch Cedar Elm Fir Hazel Larch Maple Oak Pine Rowan Spruce Willow Yew Alder Beech Plane Lime".split()
LICENCE = read("LICENCE.txt", b"Copyright 2025.\n\nYou may obtain a copy of the License at\n\nhttp://www.x.org\n")


def test_forms_are_told_apart_by_the_lines_that_copies_share() -> None:
    one = _documents(Questionnaire("heading", asked=12).copies(5), "one")
    other = _documents(Questionnaire("numbered", asked=12, language="fr", seed=2).copies(4), "other")
    mixed = [d for pair in zip(one, [*other, LICENCE], strict=True) for d in pair]
    groups = group_copies([pieces(document) for document in mixed])
    assert [sorted(copy.document.path for copy in g) for g in groups[:2]] == [
        sorted(d.path for d in g) for g in (one, other)
    ]
    forms = learn(mixed, "My corpus")
    assert [(f.form.id, len(f.copies)) for f in forms] == [("my-corpus", 5), ("my-corpus-2", 4)]
    assert found(forms[1].form, Questionnaire("numbered", asked=12, language="fr").questions) == (1, 1)


def test_ids_of_other_forms_are_left_to_them() -> None:
    copies = _documents(Questionnaire("bold", asked=8).copies(3))
    assert learn(copies, "msq", {"msq"})[0].form.id == "msq-2"


def test_a_single_copy_by_its_numbers() -> None:
    """Mongolia's answers hold 293 numbered lines and headings of their own; the form asks 51 questions."""
    document = read("mongolia.md", (MSQ / "mongolia.md").read_bytes())
    form = induce_single(document, "f", "t")
    assert form is not None
    assert [q.id for q in form.questions if q.number and q.parent is None] == [str(n) for n in range(1, 52)]
    known = {q.text for q in load_known_forms()[0].questions if q.parent is None}
    recall, _ = found(form, sorted(t for t in known if "?" in t))
    assert recall >= 0.9
    assert form.question("4").kind == "yesno"


def test_a_single_copy_by_its_look() -> None:
    for look in ("heading", "bold", "numbered"):
        made = Questionnaire(look, asked=12, missing=0, drift=0)
        form = induce_single(_documents(made.copies(1))[0], "f", "t")
        assert form is not None
        recall, precision = found(form, [q for q in made.questions if "?" in q])
        assert recall == 1, look
        assert precision >= 0.75, look


def test_a_text_that_asks_nothing_is_no_form() -> None:
    assert induce_single(LICENCE, "f", "t") is None
    assert (
        induce_single(
            read("notes.md", b"# Minutes\n\n1. We met.\n2. We spoke.\n3. We left.\n4. Done.\n5. End.\n"), "f", "t"
        )
        is None
    )
    assert learn([LICENCE], "c") == []


def test_a_lone_document_beside_responses_is_left_alone() -> None:
    document = _documents(Questionnaire("heading", asked=12).copies(1))
    assert learn(document, "c", alone=False) == []
    assert len(learn(document, "c")) == 1


def test_guidance_that_some_copies_kept_is_no_answer() -> None:
    asked = ["What work was done?", "Who joined the group?", "Is there a plan?", "What would you change?"]
    kept = "For example, papers and reports produced this year."
    texts = []
    for i in range(20):
        said = [
            f"{_NAMES[i % 18]} did {k} things of {7 * i + k}.\n\nMore of it stood in report {i * k}." for k in range(4)
        ]
        said[2] = "We are still working on it, and will tell you later." if i % 2 else "Yes, since long ago."
        said[0] = f"{kept}\n\n{said[0]}" if i % 5 < 2 else said[0]
        texts.append("".join(f"## {q}\n\n{s}\n\n" for q, s in zip(asked, said, strict=True)))
    documents = [read(f"{i}.md", text.encode()) for i, text in enumerate(texts)]
    (learned,) = learn(documents, "club")
    first, _, plan, _ = learned.form.questions
    assert first.guidance == (kept,)
    assert plan.guidance == ()
    for document in documents:
        laid = best_alignment(document, [learned.form])
        assert laid is not None
        cells = [document.text[part.start : part.end] for part in segment(document, laid) if part.category == "cell"]
        assert not any(kept in cell for cell in cells)
        assert sum("later" in cell or "long ago" in cell for cell in cells) == 1


def test_a_bold_run_at_a_line_s_start_is_a_label_without_a_colon() -> None:
    texts = [
        f"**COUNTRY NAME** {name}\n\n**Number of members** {3 * i + 7}\n\n## What do you do?\n\n{name} writes {i}.\n\n"
        f"## Where do you meet?\n\nIn hall {i} of **New** {name}.\n\n"
        for i, name in enumerate(_NAMES[:8])
    ]
    (learned,) = learn(_documents(texts), "club")
    asked = {question.text: question.kind for question in learned.form.questions}
    assert list(asked) == ["COUNTRY NAME", "Number of members", "What do you do?", "Where do you meet?"], asked
    assert asked["COUNTRY NAME"] == "respondent"
    assert asked["Number of members"] == "open"


def test_a_question_that_few_copies_ask_is_one() -> None:
    """Of one template for all, some groups are asked more; what several of them print alike and ends with a question
    mark is no answer.
    """
    always = ["What was done this year?", "What should be done next?", "Who may help with that?"]
    rare = "What is left until the group has done its work?"
    texts = []
    for i in range(40):
        asked = [*always[:1], rare, *always[1:]] if i % 8 == 0 else always
        said = [f"{_NAMES[(i + k) % 18]} wrote {k + 7} reports of {3 * i + k} pages." for k in range(len(asked))]
        texts.append("".join(f"{n}. {q}\n\n   {s}\n\n" for n, (q, s) in enumerate(zip(asked, said, strict=True), 1)))
    (learned,) = learn(_documents(texts), "club")
    assert {question.text for question in learned.form.questions} == {*always, rare}


def test_what_bids_below_a_heading_is_no_answer_with_a_box_or_without() -> None:
    bid = "Please include links to whatever supports what you say."
    dresses = [f"> {bid}", f"- [x] {bid}", f"* [ ] {bid}", f"_{bid}_", ""]
    texts = []
    for i in range(15):
        said = f"{_NAMES[i]} has {3 * i + 2} plans."
        texts.append(f"## Plans\n\n{dresses[i % 5]}\n\n{said}\n\n## Needs\n\nSome {i + 40} more {_NAMES[i + 1]}s.\n")
    documents = _documents(texts)
    (learned,) = learn(documents, "club")
    for document in documents:
        laid = best_alignment(document, [learned.form])
        assert laid is not None
        cells = [document.text[part.start : part.end] for part in segment(document, laid) if part.category == "cell"]
        assert len(cells) == 2
        assert not any(bid in cell for cell in cells)


def test_a_line_whose_figures_differ_is_no_explanation() -> None:
    texts = []
    for i in range(12):
        day = ("April 16", "April 16", "April 16", "April 16", "July 9", "July 9")[i] if i < 6 else ""
        last = f"Last presentation was on {day}, 2020:\n\n" if day else ""
        came = f"{_NAMES[i]} and {i + 30} others."
        texts.append(f"## When did you meet?\n\n{last}Slides {i} of {_NAMES[i]}.\n\n## Who came?\n\n{came}\n")
    (learned,) = learn(_documents(texts), "club")
    assert [question.guidance for question in learned.form.questions] == [(), ()]
