from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msqqa.form.learn import learn
from msqqa.form.sample import draw_sample
from msqqa.read.markdown import read
from tests.questionnaires import Questionnaire

if TYPE_CHECKING:
    from msqqa.model import Document

ONE = Questionnaire("heading", asked=8)
OTHER = Questionnaire("numbered", asked=8, language="fr", seed=2)


def _read(folder: str, made: Questionnaire, n: int) -> list[Document]:
    return [read(f"{folder}/{i}.md", text.encode()) for i, text in enumerate(made.copies(n))]


def test_a_sample_is_spread_over_folders_and_the_same_each_time() -> None:
    many = [
        read(f"{folder}/{i}.md", b"# A\n") for folder, n in (("2022", 60), ("2023", 30), ("a/b", 10)) for i in range(n)
    ]
    some = draw_sample(many, 20)
    assert Counter(d.path.rpartition("/")[0] for d in some) == {"2022": 12, "2023": 6, "a/b": 2}
    assert some == sorted(some, key=many.index)
    assert {d.path for d in draw_sample(many[::-1], 20)} == {d.path for d in some}
    assert draw_sample(many, 100) == many
    # Chance, and not the names, says which; most stay where a file is gone.
    assert [d.path for d in some] != [f"2022/{i}.md" for i in range(12)]
    fewer = {d.path for d in draw_sample(many[1:], 20)}
    assert len(fewer & {d.path for d in some}) >= 18


def test_folders_of_one_file_each_are_left_to_chance() -> None:
    many = [read(f"{i:03}/answers.md", b"# A\n") for i in range(200)]
    taken = [int(d.path[:3]) for d in draw_sample(many, 50)]
    assert len(taken) == 50
    assert 10 < sum(n < 100 for n in taken) < 40


def test_a_form_learned_from_a_sample_is_that_of_all_copies() -> None:
    copies = _read("", ONE, 40)
    [whole], [sampled] = learn(copies, "c"), learn(copies, "c", most=20)
    assert (len(sampled.copies), sampled.of, sampled.told) == (20, 40, "20 of 40 copies")
    assert whole.told == "40 copies"
    asked = [[(q.id, q.text, q.kind) for q in learned.form.questions] for learned in (whole, sampled)]
    assert asked[0] == asked[1]


def test_a_form_of_few_copies_is_learned_beside_a_sample_of_another() -> None:
    """A sample of 8 holds one copy of the other form at most: a form is learned from two."""
    many = [*_read("one", ONE, 40), *_read("other", OTHER, 3)]
    found = learn(many, "c", most=8)
    assert [(one.form.id, one.of) for one in found] == [("c", 40), ("c-2", 3)]
    assert found[1].told == "3 copies"


def test_what_is_no_form_ends() -> None:
    assert (
        learn([read(f"{i}.md", f"Letter {i}: {'x' * i}\n".encode()) for i in range(9)], "c", most=4, alone=False) == []
    )
