from __future__ import annotations

from msqqa.form.learn import learn
from msqqa.read.markdown import read

_WORDS = "ash birch cedar elm fir hazel larch maple oak pine rowan spruce willow yew alder beech plane lime".split()


def _copies(year: int, questions: list[str], mark: str, n: int) -> list[str]:
    texts = []
    for i in range(n):
        said = [
            f"{_WORDS[(3 * i + 5 * k + year) % 18]} since {1990 + i * 3 + k} says {year}" for k in range(len(questions))
        ]
        body = "".join(f"{mark.format(q)}\n\n{s.title()}\n\n" for q, s in zip(questions, said, strict=True))
        texts.append(f"# Report of {year}\n\n{body}")
    return texts


def test_versions_that_share_half_of_their_questions_are_one_form() -> None:
    same = ["Who keeps the minutes?", "Where do you meet?", "What of the old hall?", "Who may join?"]
    first = _copies(2022, [*same, "What work was done in 2022?", "Is there a newsletter?"], "## {}", 6)
    second = _copies(
        2024, [*same, "What work was done in 2024?", "Who audits the books?", "How are dues set?"], "**{}**", 9
    )
    documents = [read(f"{i}.md", text.encode()) for i, text in enumerate((*first, *second))]
    (form,) = [one.form for one in learned] if len(learned := learn(documents, "club")) == 1 else [None]
    assert form is not None
    texts = [question.text for question in form.questions]
    assert set(same) < set(texts)
    work = [question for question in form.questions if question.text.startswith("What work")]
    assert len(work) == 1
    assert {"Is there a newsletter?", "Who audits the books?", "How are dues set?"} <= set(texts)
    assert len(texts) == 8


def test_numbers_of_several_parts_stay_whole() -> None:
    rows = ["1.1.1 Text for pictures", "1.2.1 Words for sound", "1.4.5 Pictures of text", "2.1.1 Works by keyboard"]
    texts = []
    for name in ("Alpha", "Beta", "Gamma", "Delta"):
        gap = {"1.2.1 Words for sound": f"A gap of {name}"}
        body = "".join(f"| {row} | Supports | {gap.get(row, '')} |\n" for row in rows)
        texts.append(f"# {name}\n\n| Criterion | Level | Remarks |\n| --- | --- | --- |\n{body}")
    (learned,) = learn([read(f"{i}.md", text.encode()) for i, text in enumerate(texts)], "acr")
    assert [(q.id, q.number, q.text) for q in learned.form.questions] == [
        (row.split(" ", 1)[0], row.split(" ", 1)[0], row.split(" ", 1)[1]) for row in rows
    ]
