from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msqqa.errors import SourceError
from msqqa.read.markdown import read as read_markdown
from msqqa.read.plain import read
from msqqa.read.text import decode

FRENCH = "1. Existe-t-il une loi ? Réponse : non, la stratégie numérique n'a pas été adoptée l'année passée."


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
@pytest.mark.parametrize("order", ["-le", "-be"])
def test_a_byte_order_mark_tells_the_encoding(encoding: str, order: str) -> None:
    data = f"\ufeff{FRENCH}\r\nfin".encode(encoding + order)
    for reader in (read, read_markdown):
        document = reader("a.txt", data)
        assert document.text == data.decode(encoding) == f"{FRENCH}\r\nfin"
        assert document.notes == (f"read as {encoding} (by its byte order mark)",)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_every_other_byte_tells_utf_16_without_a_mark(encoding: str) -> None:
    found = decode("a.txt", FRENCH.encode(encoding))
    assert (found.text, found.encoding, found.certain) == (FRENCH, encoding, False)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        ("¿Existe una ley? Sí: la Constitución, desde el año 2020, y “otras”.", "cp1252"),
        ("Ja, seit 2020: Maßnahmen für die Öffentlichkeit.", "cp1252"),
        ("Есть ли закон о защите данных? Да, принят в 2020 году.", "cp1251"),
        ("Есть ли закон о защите данных? Да, принят в 2020 году.", "koi8_r"),
        ("Czy istnieje ustawa? Tak, przyjęta w roku, również łączność.", "cp1250"),
        ("Ano, zákon č. 110/2019 Sb. byl přijat a účinný.", "cp1250"),
        ("Igen, a törvényt 2011-ben fogadták el, az Országgyűlés őszi ülésén.", "iso8859_2"),
        ("Evet, kişisel verilerin korunması hakkında yasa şöyle.", "cp1254"),
        ("Taip, įstatymas priimtas šių metų pradžioje.", "cp1257"),
        ("個人情報の保護に関する法律はありますか。はい、あります。", "cp932"),
        ("是否有国家法律保护个人数据？是的，二〇二〇年通过。", "gb18030"),
        ("Υπάρχει νόμος για την προστασία; Ναι, από το 2019.", "cp1253"),
        ("هل يوجد قانون وطني لحماية البيانات؟ نعم", "cp1256"),
    ],
)
@pytest.mark.parametrize("before", ["", "1. Is there a national law on the protection of data?\n" * 40])
def test_other_encodings_are_detected_and_told(text: str, encoding: str, before: str) -> None:
    data = (before + text).encode(encoding)
    document = read("a.txt", data)
    assert document.text == before + text
    told = document.notes[0].split()[2]
    assert data.decode(told) == document.text
    assert "save it as UTF-8" in document.notes[0]


def test_utf_8_is_told_of_nothing_and_kept_whole() -> None:
    assert read("a.txt", "\ufeffété".encode()).text == "\ufeffété"
    assert read("a.txt", "été".encode()).notes == ()


@pytest.mark.parametrize(
    "data", [b"a\x00b", b"\x01\x02\xff\xfe\x03", b"\xff\xfea", b"\xff\xfe", b"\xff\xfe\x00\x00", b"%PDF-1.4\n1 0 obj"]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"a\.txt: "):
        read("a.txt", data)


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=120))
def test_any_bytes_are_decoded_as_said_or_refused(data: bytes) -> None:
    with suppress(SourceError):
        found = decode("a.txt", data)
        assert data.decode(found.encoding) == found.text


# ---------------------------------------------------------------- pages


def _debris(text: str) -> list[str]:
    document = read("a.txt", text.encode())
    assert "".join(document.text[b.start : b.end] for b in document.blocks) == text
    return [text[b.start : b.end].strip() for b in document.blocks if b.kind == "debris"]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("one\ntwo\n", ()),
        ("one\n\ftwo\n\fthree", (0, 5, 10)),
        ("one\ftwo", (0, 4)),
        ("one\n\f", (0,)),
        ("\fone", (0, 1)),
    ],
)
def test_a_form_feed_begins_a_page(text: str, pages: tuple[int, ...]) -> None:
    assert read("a.txt", text.encode()).pages == pages


@pytest.mark.parametrize(
    ("text", "debris"),
    [
        ("words\n\n          12\n\fmore\n", ["12"]),
        ("words\n\n\t- 12 -\n\fmore\n", ["- 12 -"]),
        ("words\n\nPage 3 of 9\n\fmore\n", ["Page 3 of 9"]),
        ("words\n\n1\n\fmore\n\n2\n\fend\n\n3\n", ["1", "2", "3"]),
        ("words\n\f    2\n\nmore\n", ["2"]),
        ("How many?\n\n12\n\fmore\n", []),
        ("words\n\n   12\n\nmore\n", []),
        ("A survey\na\n\fA survey\nb\n\fA survey\nc\n", ["A survey", "A survey", "A survey"]),
        ("A survey, 1\na\n\fA survey, 2\nb\n\fA survey, 3\nc\n", ["A survey, 1", "A survey, 2", "A survey, 3"]),
        ("a\n\fb\n\fc\n", []),
    ],
)
def test_what_pages_print_around_their_text_is_debris(text: str, debris: list[str]) -> None:
    assert _debris(text) == debris


def test_a_page_number_within_an_answer_or_a_question_is_none_of_their_words(lay_small: object) -> None:
    text = (
        "1. Is there a national law on the\n\n          1\n\fprotection of data?\n\n[x] Yes [ ] No\n\nThe Data Act is\n"
        "\n          2\n\fin force.\n\n2. How long is the cycle of the national plan or equivalent?\n\n[x] Other\n"
    )
    laid = lay_small("pages.txt", text.encode())  # type: ignore[operator]
    assert laid.questions == ("1", "2")
    assert laid.cells["1"].selection.options == ("yes",)
    assert [laid.document.text[a:b] for a, b in laid.cells["1"].runs][-2:] != []
    assert not any("2" in laid.document.text[a:b] for a, b in laid.cells["1"].runs)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(["\f", "\n", "  12", "3", "Page 4", "word", "\r\n", " ", "- 5 -"]), max_size=30))
def test_blocks_cover_any_pages(pieces: list[str]) -> None:
    text = "".join(pieces)
    document = read("a.txt", text.encode())
    at = 0
    for block in document.blocks:
        assert block.start == at
        at = block.end
    assert at == len(text)
    assert list(document.pages) == sorted(set(document.pages))
