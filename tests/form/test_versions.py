from __future__ import annotations

from msqqa.form.align import best_alignment
from msqqa.form.learn import learn
from msqqa.form.token_stream import TokenStream
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


def test_a_question_with_and_without_its_second_sentence_is_one() -> None:
    same = ["Who keeps the minutes?", "Where do you meet?", "What of the old hall?", "Who may join?"]
    first = _copies(2022, [*same, "Is there a newsletter?", "Number of members at the last meeting"], "## {}", 6)
    words = ("people", "members")
    goes_on = "Is there a newsletter? Say how often it comes out."
    second = _copies(2024, [*same, goes_on, "Number of people at the last meeting"], "## {}", 9)
    documents = [read(f"{i}.md", text.encode()) for i, text in enumerate((*first, *second))]
    (learned,) = learn(documents, "club")
    asked = {question.text: question.printed for question in learned.form.questions}
    assert len(asked) == 6, asked
    for wordings in ({goes_on, "Is there a newsletter?"}, {f"Number of {who} at the last meeting" for who in words}):
        assert wordings in [{text, *printed} for text, printed in asked.items()], asked
    for text in (first[0], second[0]):
        laid = best_alignment(read("a.md", text.encode()), [learned.form])
        assert laid is not None
        assert laid.questions == 6


def test_brackets_that_each_edition_words_anew_are_the_question_s() -> None:
    same = ["Who keeps the minutes?", "Where do you meet?", "What of the old hall?", "Who may join?"]
    texts = []
    asides = ((2022, "v1.24, v1.25", 6), (2023, "v1.27, v1.28", 6), (2021, "1.x, 1.y", 6), (2024, "5, 6", 1))
    for year, aside, n in asides:
        texts += _copies(year, [*same, f"Work of the club in {year} ({aside})"], "## {}", n)
    documents = [read(f"{i}.md", text.encode()) for i, text in enumerate(texts)]
    (learned,) = learn(documents, "club")
    assert len(learned.form.questions) == 5, [question.text for question in learned.form.questions]
    for document in documents:
        laid = best_alignment(document, [learned.form])
        assert laid is not None
        last = max(laid.anchors, key=lambda anchor: anchor.start)
        assert document.text[last.start : last.end].rstrip().endswith(")")


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


def test_roman_numerals_and_numbers_before_a_slash_are_numbers() -> None:
    asked = ["Who keeps the minutes?", "Where do you meet?", "What of the old hall?", "Who may join?"]
    numerals = ["I.", "II)", "**III.**", "IV/"]
    for marks in (numerals, ["1/", "2/", "3/", "4/"]):
        texts = []
        for i in range(5):
            said = [f"{_WORDS[(3 * i + 5 * k) % 18]} of {i}{k}\nI. {_WORDS[i + k]} and C. Jones" for k in range(4)]
            body = "".join(f"{m} {q}\n\n{s}\n\n" for m, q, s in zip(marks, asked, said, strict=True))
            texts.append(f"# Club\n\n{body}")
        (learned,) = learn([read(f"{i}.md", text.encode()) for i, text in enumerate(texts)], "club")
        found = [(q.id, q.number, q.text) for q in learned.form.questions]
        assert found == [(str(n), str(n), text) for n, text in enumerate(asked, 1)], found


def test_an_initial_is_no_number() -> None:
    stream = TokenStream.of("I. Smith\nV. Jones\nC. Lee\nD. Poe\n\nX. Ray\nXI. Ray\n")
    assert [line.number for line in stream.lines] == [None, None, None, None, "10", "11"]
