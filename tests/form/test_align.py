from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from msqqa.form.align import best_alignment
from msqqa.form.load import load_known_forms, parse
from msqqa.read.markdown import read as read_markdown
from msqqa.read.plain import read as read_plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from msqqa.model import Form

    Lay = Callable[[str], Any]

_ALL = [str(n) for n in range(1, 52)]


def _line_of(form: Form, text: str, number: str) -> tuple[int, int]:
    """Find a question's line in the real text by its number and first words; not by the aligner."""
    head = re.escape(form.question(number).text[:24])
    found = list(re.finditer(rf"^{number}\. {head}.*$", text, re.MULTILINE))
    assert len(found) == 1
    return found[0].span()


def _with_lines(form: Form, text: str, edit: Callable[[str, str], str], numbers: list[str] = _ALL) -> str:
    """Put ``edit(number, line)`` in the place of each question's line."""
    for number in reversed(numbers):
        start, end = _line_of(form, text, number)
        text = text[:start] + edit(number, text[start:end]) + text[end:]
    return text


def _assert_like(laid: Any, real: Any, without: tuple[str, ...] = ()) -> None:
    """Each cell holds what it held in the real file."""
    ids = [cell for cell in real.cells if cell.split(".")[0] not in without]
    assert list(laid.cells) == ids
    for cell in ids:
        assert laid.runs(cell) == real.runs(cell), cell
        assert laid.cells[cell].stance == real.cells[cell].stance, cell


def _break(_: str, line: str) -> str:
    words = line.split(" ")
    return " ".join(words[: len(words) // 2]) + "\n" + " ".join(words[len(words) // 2 :])


def _break_twice(_: str, line: str) -> str:
    words = line.split(" ")
    third = len(words) // 3
    return "  \n".join(" ".join(part) for part in (words[:third], words[third : 2 * third], words[2 * third :]))


def _typo(_: str, line: str) -> str:
    longest = max(re.findall(r"[a-z]{5,}", line), key=len)
    return line.replace(longest, longest[:2] + longest[3] + longest[2] + longest[4:], 1)


def _dropped_letter(_: str, line: str) -> str:
    longest = max(re.findall(r"[a-z]{5,}", line), key=len)
    return line.replace(longest, longest[:3] + longest[4:], 1)


def _without_marks(_: str, line: str) -> str:
    return re.sub(r"\s*(?:\\\*|\[NEW\]|<sup>\d</sup>)", "", line)


_EDITS: dict[str, Callable[[str, str], str]] = {
    "broken over two lines": _break,
    "broken over three lines": _break_twice,
    "in bold": lambda _, line: f"**{line}**",
    "as headings": lambda _, line: f"### {line}",
    "as bold headings": lambda _, line: f"## **{line}**",
    "as quotations": lambda _, line: f"> {line}",
    "numbered 37)": lambda n, line: line.replace(f"{n}.", f"{n})", 1),
    r"numbered 37\.": lambda n, line: line.replace(f"{n}.", f"{n}\\.", 1),
    "numbered Q37.": lambda n, line: f"Q{line}",
    "numbered Question 37:": lambda n, line: line.replace(f"{n}.", f"Question {n}:", 1),
    "with the number alone in bold": lambda n, line: line.replace(f"{n}.", f"**{n}.**", 1),
    "without numbers": lambda n, line: line.removeprefix(f"{n}. "),
    "with [NEW]": lambda _, line: f"{_without_marks(_, line)} [NEW]",
    "with footnote marks": lambda _, line: f"{line}<sup>7</sup>",
    "with Markdown footnotes": lambda _, line: f"{line}[^12]",
    "with asterisks": lambda _, line: rf"{line} \*",
    "without any marks": _without_marks,
    "with two letters swapped": _typo,
    "with a letter dropped": _dropped_letter,
    "in capitals": lambda _, line: line.upper(),
    "with more white space": lambda _, line: line.replace(" ", "   "),
}


@pytest.mark.parametrize("change", list(_EDITS))
def test_questions_are_found_however_they_are_printed(
    change: str, lay_msq: Lay, msq_form: Form, real_text: str, real: Any
) -> None:
    laid = lay_msq(_with_lines(msq_form, real_text, _EDITS[change]))
    assert laid.numbered() == _ALL
    _assert_like(laid, real)


def _renumbered(number: str, line: str) -> str:
    return line.replace(f"{number}.", f"{int(number) % 51 + 1}.", 1)


def test_questions_are_found_by_their_text_where_their_numbers_are_others(
    lay_msq: Lay, msq_form: Form, real_text: str
) -> None:
    assert lay_msq(_with_lines(msq_form, real_text, _renumbered)).numbered() == _ALL


def test_other_numbers_do_not_change_the_answers(lay_msq: Lay, msq_form: Form, real_text: str, real: Any) -> None:
    _assert_like(lay_msq(_with_lines(msq_form, real_text, _renumbered)), real)


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_questions_are_found_whatever_ends_the_lines(line_end: str, lay_msq: Lay, real_text: str, real: Any) -> None:
    laid = lay_msq(real_text.replace("\n", line_end))
    assert laid.numbered() == _ALL
    _assert_like(laid, real)


def test_plain_text_aligns_as_markdown_does(msq_form: Form, real_text: str, real: Any) -> None:
    found = best_alignment(read_plain("mongolia.txt", real_text.encode()), [msq_form])
    assert found is not None
    assert found.anchors == real.alignment.anchors


def test_each_question_is_found_at_its_own_line(msq_form: Form, real_text: str, real: Any) -> None:
    starts = {anchor.id: anchor.start for anchor in real.alignment.anchors if anchor.kind == "question"}
    assert real.numbered() == _ALL
    for number in _ALL:
        assert starts[number] == _line_of(msq_form, real_text, number)[0]


def test_anchors_do_not_overlap_and_end_with_their_line(real: Any) -> None:
    anchors = real.alignment.anchors
    assert all(a.end <= b.start for a, b in pairwise(anchors))
    assert all(real.text[anchor.end] == "\n" for anchor in anchors)


def _parts(form: Form, text: str) -> tuple[str, dict[str, str], str]:
    """Cut the real text into what stands before question 39, questions 39 to 45, and what follows."""
    starts = {n: _line_of(form, text, n)[0] for n in ("39", "40", "41", "42", "43", "44", "45", "46")}
    cuts = [*starts.values()]
    blocks = {n: text[a:b] for n, a, b in zip(starts, cuts, cuts[1:], strict=False)}
    return text[: cuts[0]], blocks, text[cuts[-1] :]


@pytest.mark.parametrize(("one", "other"), [("40", "41"), ("39", "45"), ("41", "44"), pytest.param("42", "43")])
def test_two_questions_that_changed_places_keep_their_answers(
    one: str, other: str, lay_msq: Lay, msq_form: Form, real_text: str, real: Any
) -> None:
    head, blocks, tail = _parts(msq_form, real_text)
    order = list(blocks)
    i, j = order.index(one), order.index(other)
    order[i], order[j] = order[j], order[i]
    laid = lay_msq(head + "".join(blocks[n] for n in order) + tail)
    expected = [n for n in _ALL if n not in blocks]
    expected[38:38] = order
    assert laid.numbered() == expected
    _assert_like(laid, real)


def test_order_is_no_condition(lay_msq: Lay, msq_form: Form, real_text: str, real: Any) -> None:
    head, blocks, tail = _parts(msq_form, real_text)
    laid = lay_msq(head + "".join(blocks[n] for n in reversed(blocks)) + tail)
    _assert_like(laid, real)


@pytest.mark.parametrize("missing", ["39", "41", "43", "45"])
def test_a_question_that_is_missing_disturbs_no_other(
    missing: str, lay_msq: Lay, msq_form: Form, real_text: str, real: Any
) -> None:
    head, blocks, tail = _parts(msq_form, real_text)
    laid = lay_msq(head + "".join(block for n, block in blocks.items() if n != missing) + tail)
    assert laid.numbered() == [n for n in _ALL if n != missing]
    _assert_like(laid, real, without=(missing,))


@pytest.mark.parametrize("number", ["9", "10", "19", "28", "37", "41", "43"])
def test_an_answer_that_repeats_a_question_does_not_become_it(
    number: str, lay_msq: Lay, msq_form: Form, real_text: str, real: Any
) -> None:
    asked = msq_form.question(number).text
    remark = f'A remark: to "{asked}" we answered above, and that holds here too.'
    _assert_stays_in_answers(remark, ("20", "42", "50"), lay_msq, real_text, real)


@pytest.mark.parametrize("number", ["9", "19", "37", "43"])
def test_a_paragraph_whose_second_line_begins_with_a_question_stays_an_answer(
    number: str, lay_msq: Lay, msq_form: Form, real_text: str, real: Any
) -> None:
    remark = f"As was said where the form asks\n{msq_form.question(number).text} and our answer there holds here too."
    _assert_stays_in_answers(remark, ("5", "20", "42", "50"), lay_msq, real_text, real)


def _assert_stays_in_answers(remark: str, cells: tuple[str, ...], lay_msq: Lay, text: str, real: Any) -> None:
    """Put a remark before each of some answers: it belongs to them, and nothing else is another."""
    for start in sorted((real.cells[cell].answers[0][0] for cell in cells), reverse=True):
        text = f"{text[:start]}{remark}\n\n{text[start:]}"
    laid = lay_msq(text)
    assert laid.numbered() == _ALL
    assert list(laid.cells) == list(real.cells)
    for cell in real.cells:
        if cell in cells:
            assert remark in "".join(laid.runs(cell))
        else:
            assert laid.runs(cell) == real.runs(cell), cell


def test_numbered_lines_and_headings_within_answers_are_no_questions(real: Any, real_text: str) -> None:
    starts = {anchor.start for anchor in real.alignment.anchors if anchor.kind == "question"}
    numbered = [m.start() for m in re.finditer(r"^(?:#+ |\*\*)?\d+\. ", real_text, re.MULTILINE)]
    assert len(numbered) > 250
    assert len(set(numbered) & starts) == 51


_PROSE = [
    "",
    "Dear colleagues,\n\nthank you for the invitation. We shall attend.\n\n1. Agenda\n2. Minutes\n",
    "# Data protection\n\nIs there any law? There is. The Government provides many services to women and others.\n",
    "\n\n".join(f"{n}. A point that the meeting took up, and left." for n in range(1, 52)),
    "Yes  No\n\n" * 30,
]


@pytest.mark.parametrize("text", _PROSE)
def test_prose_aligns_to_no_form(text: str) -> None:
    assert best_alignment(read_markdown("x.md", text.encode()), load_known_forms()) is None


def test_without_forms_nothing_aligns(real: Any) -> None:
    assert best_alignment(real.document, []) is None


def test_three_questions_make_a_response_and_two_do_not(msq_form: Form) -> None:
    asked = [f"{n}. {msq_form.question(n).text}\n\nYes  No\n\n" for n in ("9", "10", "11")]
    three = best_alignment(read_markdown("x.md", "".join(asked).encode()), [msq_form])
    assert three is not None
    assert three.questions == 3
    assert best_alignment(read_markdown("x.md", "".join(asked[:2]).encode()), [msq_form]) is None


def test_the_form_that_fits_best_is_taken(msq_form: Form, small_form: Form, real: Any) -> None:
    for forms in ([small_form, msq_form], [msq_form, small_form]):
        found = best_alignment(real.document, forms)
        assert found is not None
        assert found.form is msq_form


def test_sections_stand_before_their_questions(real: Any) -> None:
    anchors = [(anchor.kind, anchor.id) for anchor in real.alignment.anchors]
    for section, first in [("A", "1"), ("B", "7"), ("C", "9"), ("D", "20"), ("E", "39"), ("F", "47"), ("G", "50")]:
        assert anchors.index(("section", section)) == anchors.index(("question", first)) - 1


@pytest.mark.parametrize("figures", ["1.21, 1.22, 1.23", "1.21 to 1.23", "1.9, 2.0, 2.1"])
def test_a_question_never_ends_within_brackets(figures: str) -> None:
    """Each copy prints its own figures there."""
    form = parse(
        'id = "f"\ntitle = "F"\n[[section]]\nid = "A"\ntitle = ""\n'
        + "".join(
            f'[[section.question]]\nid = "q{n}"\ntext = "{text}"\nkind = "open"\n'
            for n, text in enumerate(
                ("Work in 2021 (1.x, 1.y, 1.z)", "Who leads the group here?", "Where do you meet?")
            )
        ),
        "f",
    )
    text = (
        f"3. Work in 2021 ({figures}):\n\nA bridge.\n\n"
        "4. Who leads the group here?\n\nAnn.\n\n5. Where do you meet?\n\nAt sea.\n"
    )
    document = read_markdown("a.md", text.encode())
    found = best_alignment(document, [form])
    assert found is not None
    first = next(anchor for anchor in found.anchors if anchor.id == "q0")
    assert text[first.end :].lstrip().startswith("A bridge.")
