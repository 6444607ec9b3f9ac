from __future__ import annotations

import pytest

from msqqa.form.align import best_alignment
from msqqa.form.cells import cells_of
from msqqa.form.segment import segment
from msqqa.form.single_copy import induce_single
from msqqa.read.markdown import read

TOPICS = ("harbours", "railways", "libraries", "markets", "rivers", "schools")
ASKED = {
    "en": ("Is there a law on {}?", "☒ Yes ☐ No", "If yes, please give its name.", "Please name who looks after {}."),
    "fr": ("Existe-t-il une loi sur {} ?", "☒ Oui ☐ Non", "Si oui, veuillez la nommer.", "Veuillez nommer {}."),
    "ru": ("Имеется ли закон о {}?", "☒ Да ☐ Нет", "Если да, просьба назвать его.", "Просьба назвать {}."),
    "ar": ("هل يوجد قانون بشأن {}؟", "☒ نعم ☐ لا", "إذا كانت الإجابة نعم، يرجى ذكره.", "يرجى ذكر {}."),
}


def _cells(text: str) -> dict[str, str]:
    """Return what a single copy answers to each question, by the question's text."""
    document = read("a.md", text.encode())
    form = induce_single(document, "f", "t")
    assert form is not None
    laid = best_alignment(document, [form])
    assert laid is not None
    cells = cells_of(document, laid, segment(document, laid), "someone")
    return {form.question(c.question).text: "\n".join(document.text[a:b] for a, b in c.runs) for c in cells}


def _law(topic: str, n: int) -> str:
    return f"The {topic.title()} Act of {1950 + n} ({3 * n + 1} articles)."


@pytest.mark.parametrize("language", ASKED)
@pytest.mark.parametrize("dress", ["{n}. {q}", "**{n}.** {q}", "#### {n}. {q}", "> {q}", "{q}", "**{q}**"])
def test_what_asks_for_more_below_a_question_is_no_answer(language: str, dress: str) -> None:
    wording, boxes, more, _ = ASKED[language]
    asked = [wording.format(topic) for topic in TOPICS]
    below = f"> {more}" if dress.startswith(">") else more
    text = "\n\n".join(
        f"{dress.format(n=n, q=q)}\n\n{boxes}\n\n{below}\n\n{_law(TOPICS[n - 1], n)}" for n, q in enumerate(asked, 1)
    )
    said = _cells(text)
    assert {q.replace(" ?", "?"): "Act of" in s and more not in s for q, s in said.items()} == dict.fromkeys(
        (q.replace(" ?", "?") for q in asked), True
    )


@pytest.mark.parametrize("language", ASKED)
def test_a_question_that_lost_its_number_is_found_between_those_that_have_theirs(language: str) -> None:
    wording, boxes, _, bids = ASKED[language]
    asked = [(bids if n % 3 == 2 else wording).format(topic) for n, topic in enumerate(TOPICS, 1)]
    numbers = ["1. ", "2. ", "3. ", "", "", "6. "]
    text = "\n\n".join(
        f"{number}{q}\n\n{'' if n % 3 == 2 else boxes}\n\n{_law(TOPICS[n - 1], n)}"
        for n, (q, number) in enumerate(zip(asked, numbers, strict=True), 1)
    )
    said = list(_cells(text).values())
    assert [_law(topic, n) in s for n, (topic, s) in enumerate(zip(TOPICS, said, strict=True), 1)] == [True] * 6


@pytest.mark.parametrize("heading", ["## {}", "**{}**", "### {}"])
def test_a_heading_under_which_only_the_next_question_stands_is_no_answer_s(heading: str) -> None:
    parts = {1: "Land", 3: "Water", 5: "People"}
    text = ""
    for n, topic in enumerate(TOPICS, 1):
        head = f"{heading.format(parts[n])}\n\n*Note: by law means by act.*\n\n" if n in parts else ""
        text += f"{head}{n}. Is there a law on {topic}?\n\n### 1. A heading of the answer\n\n{_law(topic, n)}\n\n"
    said = _cells(text)
    assert len(said) == 6
    for n, (topic, answer) in enumerate(zip(TOPICS, said.values(), strict=True), 1):
        assert answer == f"### 1. A heading of the answer\n\n{_law(topic, n)}"


def test_marks_of_what_must_be_filled_in_tell_labels_and_questions_without_a_number() -> None:
    """Fields of one contact are one question, a name below a question is its field; the end is the form's."""
    text = "---\n\n**COUNTRY NAME\\***\n\nFreedonia\n\n**Contact information**\n\n"
    text += "Your name\\*\n\nAda Stone\n\nOrganization\\*\n\nMinistry of Rivers\n\n"
    text += "Please choose what applies\\*\n\n- All\n\n"
    text += "".join(f"{n}. Is there a law on {t}? \\*\n\n{_law(t, n)}\n\n" for n, t in enumerate(TOPICS, 1))
    text += "### Consent\n\nWe agree that this is printed. Please confirm. \\*\n\n☒ Yes ☐ No\n\n---\n\nThank you all.\n"
    said = _cells(text)
    asked = list(said)
    assert asked[:2] == ["Contact information", "Please choose what applies"]
    assert "Ministry of Rivers" in said["Contact information"]
    assert said["Please choose what applies"] == "- All"
    assert said[f"Is there a law on {TOPICS[-1]}?"] == _law(TOPICS[-1], 6)
    assert said["We agree that this is printed. Please confirm."] == "☒ Yes ☐ No"


def test_the_same_answer_to_several_questions_is_no_explanation() -> None:
    same = "See the reply to the first question. It holds here too.\n\nNothing else is known."
    text = "".join(
        f"{n}. Is there a law on {t}?\n\n{same if n > 1 else _law(t, n)}\n\n" for n, t in enumerate(TOPICS, 1)
    )
    assert list(_cells(text).values())[1:] == [same] * 5
