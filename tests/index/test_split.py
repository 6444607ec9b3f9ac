from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msqqa.encode import Encoder
from msqqa.form.align import best_alignment
from msqqa.form.cells import cells_of
from msqqa.form.load import load_known_forms
from msqqa.form.segment import segment
from msqqa.index.split import PassageSpan, fit_header, sentences_of, split
from msqqa.markdown_marks import strip_markdown
from msqqa.model import Cell, Document, Form, Range, Selection
from msqqa.read.markdown import read
from msqqa.stance.ticks import join_lines
from msqqa.words import words

REAL = Path(__file__).parents[2] / "corpora" / "msq-2024" / "mongolia.md"
LIMIT = 256
MARKS = 2

count = Encoder.named().count


@lru_cache(maxsize=1)
def _real() -> tuple[Document, Form, list[Cell], list[Range]]:
    document = read("mongolia.md", REAL.read_bytes())
    alignment = best_alignment(document, load_known_forms())
    assert alignment is not None
    segments = segment(document, alignment)
    debris = [(part.start, part.end) for part in segments if part.category == "page debris"]
    return document, alignment.form, cells_of(document, alignment, segments, "mongolia"), debris


@lru_cache(maxsize=1)
def _real_pieces() -> list[tuple[Cell, str, list[PassageSpan]]]:
    document, form, cells, debris = _real()
    found = []
    for cell in cells:
        header = fit_header(form.full_text(form.question(cell.question)), count, LIMIT)
        found.append((cell, header, split(document, cell, header, count, LIMIT, debris)))
    return found


def _cell(*answers: Range) -> Cell:
    return Cell("someone", "1", "x.md", answers, answers, Selection("none"), "yes", "stated")


def _pieces(text: str, limit: int = LIMIT, header: str = "A question?") -> list[PassageSpan]:
    return split(read("x.md", text.encode()), _cell((0, len(text))), header, count, limit)


def _slice(document: Document, piece: PassageSpan, debris: list[Range]) -> str:
    """Return what stands at a piece, page debris within it left out."""
    kept, at = [], piece.start
    for start, end in debris:
        if piece.start <= start < piece.end:
            kept.append(document.text[at:start])
            at = end
    return " ".join([*kept, document.text[at : piece.end]])


# ---------------------------------------------------------------- the real file


def test_every_real_piece_is_what_stands_at_its_place() -> None:
    document, _, _, debris = _real()
    assert sum(len(pieces) for _, _, pieces in _real_pieces()) > 250
    for _, _, pieces in _real_pieces():
        for piece in pieces:
            assert document.text[piece.start : piece.end] == document.text[piece.start : piece.end].strip()
            assert piece.text == strip_markdown(_slice(document, piece, debris))


def test_no_real_piece_leaves_its_cells_answers() -> None:
    document, _, _, debris = _real()
    for cell, _, pieces in _real_pieces():
        allowed = {i for start, end in (*cell.answers, *debris) for i in range(start, end)}
        for piece in pieces:
            outside = [i for i in range(piece.start, piece.end) if i not in allowed]
            assert not "".join(document.text[i] for i in outside).strip()
            assert any(start <= piece.start < end for start, end in cell.answers)
            assert any(start < piece.end <= end for start, end in cell.answers)


def test_every_real_piece_fits_the_encoder_with_its_header() -> None:
    for cell, header, pieces in _real_pieces():
        for piece in pieces:
            assert count(f"{header}\n{piece.text}") + MARKS <= LIMIT, cell.question


def test_no_word_of_a_real_answer_is_lost() -> None:
    document, _, _, _ = _real()
    for cell, _, pieces in _real_pieces():
        covered = {i for piece in pieces for i in range(piece.start, piece.end)}
        for start, end in cell.answers:
            left = "".join(document.text[i] if i not in covered else "\n" for i in range(start, end))
            assert not list(words(strip_markdown(left))), cell.question


def test_real_pieces_are_in_order_and_do_not_overlap() -> None:
    for _, _, pieces in _real_pieces():
        assert all(a.end <= b.start for a, b in pairwise(pieces))


def test_text_that_the_real_file_repeats_gets_offsets_of_its_own() -> None:
    document, _, _, _ = _real()
    places: dict[str, set[int]] = {}
    owners: dict[str, int] = {}
    for _, _, pieces in _real_pieces():
        for piece in pieces:
            raw = document.text[piece.start : piece.end]
            places.setdefault(raw, set()).add(piece.start)
            owners[raw] = owners.get(raw, 0) + 1
    repeated = {raw for raw, times in owners.items() if times > 1}
    assert len(repeated) > 10
    assert all(len(places[raw]) == owners[raw] for raw in repeated)


def test_a_withheld_name_is_in_no_piece() -> None:
    for _, _, pieces in _real_pieces():
        for piece in pieces:
            assert "Uchral Nyam" not in piece.text
            assert "Tsedensodnom" not in piece.text
            assert "@mddc" not in piece.text


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        ("13", "implementation", "functions, aiming to enhance"),
        ("50", "market readiness for", "the introduction of 5G technology"),
        ("34.ai", "Innovation a", "the development of emerging technologies"),
        ("26", "2.5.8. Implement a comprehensive", "participation of citizens and the public"),
        ("15", "to establish the legal", "information system, and to establish public supervision"),
    ],
)
def test_a_real_paragraph_torn_by_a_page_break_is_one_piece_where_it_fits(
    question: str, before: str, after: str
) -> None:
    pieces = next(pieces for cell, _, pieces in _real_pieces() if cell.question == question)
    second = [piece for piece in pieces if after in piece.text]
    assert len(second) == 1
    assert before in second[0].text
    assert second[0].text.index(before) < second[0].text.index(after)


@pytest.mark.parametrize(
    ("question", "title", "body"),
    [
        ("9", "1. THE CONSTITUTION OF MONGOLIA", "In article sixteen of the Constitution"),
        ("10", "2. LAW ON PERSONAL DATA PROTECTION", "The Parliament of Mongolia amended"),
        ("17", "3. THE LAW ON GLASS ACCOUNT", "The purpose of the Law is to create"),
        ("7", "2. DISASTER PROTECTION LAW", "The purpose of this law is to organize disaster protection"),
    ],
)
def test_a_real_title_stays_with_its_body(question: str, title: str, body: str) -> None:
    pieces = next(pieces for cell, _, pieces in _real_pieces() if cell.question == question)
    assert [piece.text for piece in pieces if piece.text.startswith(title) and body in piece.text]


# ---------------------------------------------------------------- made-up text

_LINES = st.sampled_from(
    [
        "A sentence about data. And another; with more, and more.",
        "A sentence about data. And another; with more, and more.",
        "### 1. A TITLE",
        "- an item of a list",
        "- an item of a list",
        "1. a numbered item, https://example.org/a/very/long/path?with=query&and=more",
        "<https://legalinfo.mn/mn/detail?lawId=1>",
        "[a link](http://x.mn)",
        "**bold words** and *others* of the",
        "one two three four five six seven eight nine ten eleven twelve thirteen",
        "Монгол Улсын хууль, 法律について。次の文。",
        "|a|b|",
        "---",
        "\t\tindented",
        "\f",
        "",
        "",
    ]
)
_DOCUMENTS = st.lists(st.tuples(_LINES, st.sampled_from(["\n", "\r\n", "\n\n"])), max_size=20).map(
    lambda lines: "".join(line + end for line, end in lines)
)


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(_DOCUMENTS, st.sampled_from([32, 64, LIMIT]), st.data())
def test_pieces_of_any_cell_are_exact_and_stay_in_it(text: str, limit: int, data: st.DataObject) -> None:
    cuts = sorted(
        data.draw(
            st.lists(st.integers(0, len(text)), min_size=2, max_size=4, unique=True)
            if len(text) > 4
            else st.just([0, len(text)])
        )
    )
    cut = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if text[a:b].strip()]
    answers = join_lines(text, cut)  # as cells have them: what only white space parts is one range
    document = read("x.md", text.encode())
    header = "A question?"
    pieces = split(document, _cell(*answers), header, count, limit)
    for piece in pieces:
        raw = text[piece.start : piece.end]
        assert raw == raw.strip() != ""
        assert strip_markdown(raw) == piece.text
        assert any(a <= piece.start and piece.end <= b for a, b in answers)
        assert count(f"{header}\n{piece.text}") + MARKS <= limit
    assert all(a.end <= b.start for a, b in pairwise(pieces))
    covered = {i for piece in pieces for i in range(piece.start, piece.end)}
    for start, end in answers:
        left = "".join(text[i] if i not in covered else "\n" for i in range(start, end))
        assert not list(words(strip_markdown(left)))


def test_each_copy_of_a_repeated_paragraph_has_its_own_place() -> None:
    paragraph = "The law ensures the rights of citizens, and says so. " * 30
    text = f"{paragraph.strip()}\n\n{paragraph.strip()}\n\nAn end.\n\n{paragraph.strip()}"
    pieces = _pieces(text)
    assert len(pieces) > 4
    assert len({piece.start for piece in pieces}) == len(pieces)
    assert all(text[p.start : p.end] == p.text for p in pieces)
    assert " ".join(p.text for p in pieces) == strip_markdown(text)


def test_white_space_around_a_cut_is_in_no_piece() -> None:
    text = "The law ensures the rights of citizens.   It says so,   and more.\t \n  " * 40
    pieces = _pieces(text.strip())
    assert len(pieces) > 2
    assert all(text[p.start : p.end] == text[p.start : p.end].strip() for p in pieces)
    assert all(strip_markdown(text[p.start : p.end]) == p.text for p in pieces)


def test_one_endless_word_is_cut() -> None:
    text = "x1y2-" * 600
    pieces = _pieces(text)
    assert "".join(text[p.start : p.end] for p in pieces) == text
    assert all(count(f"A question?\n{p.text}") + MARKS <= LIMIT for p in pieces)


def _texts(text: str) -> list[str]:
    return [piece.text for piece in _pieces(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("- one\n- two", ["one", "two"]),
        ("The purpose is to regulate\n\nthe use of data.", ["The purpose is to regulate the use of data."]),
        ("The purpose of\n\nData protection.", ["The purpose of Data protection."]),
        ("The purpose is met.\n\nthe use of data.", ["The purpose is met.", "the use of data."]),
        ("### 1. LAW ON DATA\n\nIt regulates data.", ["1. LAW ON DATA It regulates data."]),
        ("**1. Law on data**\n\nIt regulates data.", ["1. Law on data It regulates data."]),
        ("LAW ON DATA\n\nIt regulates data.", ["LAW ON DATA It regulates data."]),
        ("# A\n\n# B\n\nText.", ["A", "B Text."]),
        ("It regulates data.\n\nURL: <https://x.mn/a>", ["It regulates data. URL: x.mn"]),
        ("It regulates data.\n\n[x.mn](https://x.mn)", ["It regulates data. x.mn"]),
        ("---\n\n***", []),
        ("☐ ☒", []),
    ],
)
def test_what_belongs_together_is_one_piece(text: str, expected: list[str]) -> None:
    assert _texts(text) == expected


@pytest.mark.parametrize("debris", ["---\n\n<sup>1</sup> To explain\n\n", "---\n\n"])
def test_page_debris_does_not_tear_a_paragraph(debris: str) -> None:
    head, tail = "The purpose is to regulate\n\n", "the use of data."
    text = head + debris + tail
    cell = _cell((0, len(head.strip())), (len(head + debris), len(text)))
    gap = (len(head), len(head + debris))
    document = read("x.md", text.encode())
    joined = split(document, cell, "A question?", count, LIMIT, [gap])
    assert [(p.start, p.end, p.text) for p in joined] == [(0, len(text), "The purpose is to regulate the use of data.")]
    apart = split(document, cell, "A question?", count, LIMIT)
    assert [p.text for p in apart] == ["The purpose is to regulate", "the use of data."]


def test_other_text_between_two_answers_parts_them() -> None:
    text = "The purpose is to regulate\n\nForm text.\n\nthe use of data."
    cell = _cell((0, 26), (text.index("the use"), len(text)))
    pieces = split(read("x.md", text.encode()), cell, "A question?", count, LIMIT)
    assert [p.text for p in pieces] == ["The purpose is to regulate", "the use of data."]


def test_a_cell_without_answers_has_no_pieces() -> None:
    assert split(read("x.md", b"text"), _cell(), "A question?", count, LIMIT) == []


# ---------------------------------------------------------------- headers


@pytest.mark.parametrize("limit", [32, 64, LIMIT])
def test_a_header_leaves_room_for_the_passage(limit: int) -> None:
    header = fit_header("word " * 400, count, limit)
    assert count(header) <= limit // 2
    assert header.startswith("word word")


def test_a_header_that_fits_is_kept_whole() -> None:
    assert fit_header("Is there a law on data?", count, LIMIT) == "Is there a law on data?"


def test_every_question_of_the_known_forms_is_encoded_whole() -> None:
    for form in load_known_forms():
        for question in form.questions:
            assert fit_header(form.full_text(question), count, LIMIT) == form.full_text(question)


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "The law was passed in 2019.", "It covers banks, e.g. the central one."),
        ("zh", "个人信息保护法于2021年通过。", "我国采用网络内容无障碍标准。"),
        ("ja", "個人情報の保護に関する法律は成立した。", "デジタル庁が担当している。"),
        ("ar", "صدر قانون حماية البيانات في عام 2020.", "هل تشرف عليه وزارة الاتصالات؟"),
        ("ru", "Закон принят в 2006 году.", "Действует стратегия цифровизации."),
        ("hi", "यह कानून दो हजार तेईस में पारित हुआ।", "मंत्रालय इसकी देखरेख करता है।"),
    ],
)
def test_sentences_end_as_their_language_ends_them(language: str, first: str, second: str) -> None:
    both = f"{first} {second}" if language not in ("zh", "ja") else first + second
    assert sentences_of(both, language) == [both, first, second]


def test_each_member_of_a_json_object_is_a_sentence_of_its_own() -> None:
    text = (
        '{"users": "Yes, many people", "steps": ["We have nothing yet. All are adults."], "a": {"b": "Not one of us"}}'
    )
    assert sentences_of(text) == [
        text,
        '"users": "Yes, many people"',
        '"steps": ["We have nothing yet. All are adults."]',
        '"b": "Not one of us"}}',
    ]
