from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msqqa.errors import SourceError
from msqqa.read.docx import read
from tests.read.word_files import add_xml, archive, control, legacy, of_xml, paragraph, parts, saved, table, text


def _blocks(data: bytes) -> list[tuple[str, str]]:
    document = read("a.docx", data)
    at = 0
    for block in document.blocks:
        assert block.start == at
        at = block.end
    assert at == len(document.text)
    return [(b.kind, document.text[b.start : b.end].rstrip()) for b in document.blocks]


def _texts(data: bytes) -> list[str]:
    return [found for _, found in _blocks(data)]


# ---------------------------------------------------------------- paragraphs, headings and lists


def test_headings_paragraphs_and_bullets() -> None:
    def fill(file: Any) -> None:
        file.add_heading("A. Laws", 1)
        file.add_paragraph("")
        file.add_paragraph("A paragraph")
        file.add_paragraph("one", style="List Bullet")

    assert _blocks(saved(fill)) == [("heading", "A. Laws"), ("paragraph", "A paragraph"), ("item", "• one")]


NUMBERING = """
<w:abstractNum w:abstractNumId="90" xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%3"/></w:lvl>
</w:abstractNum>"""


def _numbered(levels: list[tuple[int, int]]) -> bytes:
    """Return a file of items, each given by its list and its level; list 92 begins anew at 7."""

    def fill(file: Any) -> None:
        from docx.oxml import parse_xml

        part = file.part.numbering_part.element
        part.insert(0, parse_xml(NUMBERING))
        anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
        for number, override in ((91, ""), (92, anew)):
            space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
            part.append(parse_xml(f'<w:num {space} w:numId="{number}"><w:abstractNumId w:val="90"/>{override}</w:num>'))
        for number, level in levels:
            own = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            add_xml(file, paragraph(text("x"), properties=own))

    return saved(fill)


@pytest.mark.parametrize(
    ("levels", "labels"),
    [
        ([(91, 0), (91, 0)], ["1.", "2."]),
        ([(91, 0), (91, 1), (91, 1), (91, 0), (91, 1)], ["1.", "a)", "b)", "2.", "a)"]),
        ([(91, 0), (91, 2), (91, 2)], ["1.", "1.iii", "1.iv"]),
        ([(91, 0), (92, 0), (92, 0), (91, 0)], ["1.", "7.", "8.", "9."]),
        ([(0, 0), (99, 0)], ["", ""]),
    ],
)
def test_lists_are_counted_as_their_reader_sees_them(levels: list[tuple[int, int]], labels: list[str]) -> None:
    assert _texts(_numbered(levels)) == [f"{label} x".strip() for label in labels]


# ---------------------------------------------------------------- what is seen, and what is not


def test_tracked_changes_are_accepted() -> None:
    changed = paragraph(
        text("We "),
        "<w:del w:id='1' w:author='a'><w:r><w:delText>do not </w:delText></w:r></w:del>",
        f"<w:ins w:id='2' w:author='a'>{text('will ')}</w:ins>",
        f"<w:moveFrom w:id='3' w:author='a'>{text('gone')}</w:moveFrom>",
        f"<w:moveTo w:id='4' w:author='a'>{text('plan')}</w:moveTo>",
    )
    joined = paragraph(text("one "), properties="<w:rPr><w:del w:id='5' w:author='a'/></w:rPr>")
    row = "<w:tr><w:trPr><w:del w:id='6' w:author='a'/></w:trPr><w:tc>" + paragraph(text("no row")) + "</w:tc></w:tr>"
    removed = f"<w:tbl>{row}<w:tr><w:tc>{paragraph(text('a row'))}</w:tc></w:tr></w:tbl>"
    data = of_xml(changed, joined, paragraph(text("two")), removed)
    assert _texts(data) == ["We will plan", "one two", "a row"]


def test_hidden_text_placeholders_heads_and_feet_are_left_out() -> None:
    def fill(file: Any) -> None:
        file.sections[0].header.paragraphs[0].text = "Running head"
        file.sections[0].footer.paragraphs[0].text = "Page 1"
        add_xml(file, paragraph(text("seen"), text(" hidden", "<w:vanish/>"), text(" shown", '<w:vanish w:val="0"/>')))
        shown = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
        add_xml(file, paragraph(text("Name: "), shown.format(text("Click to enter"))))
        add_xml(file, shown.format(paragraph(text("Choose an item"))))
        cell = shown.format(f"<w:tc>{paragraph(text('Click'))}</w:tc>")
        add_xml(file, f"<w:tbl><w:tr><w:tc>{paragraph(text('Title'))}</w:tc>{cell}</w:tr></w:tbl>")

    assert _texts(saved(fill)) == ["seen shown", "Name:", "Title"]


def test_links_breaks_fields_and_text_boxes() -> None:
    box = (
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent>"
        "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent>"
    )
    data = of_xml(
        paragraph(f"<w:hyperlink w:anchor='x'>{text('our portal')}</w:hyperlink>", "<w:r><w:tab/><w:t>at</w:t></w:r>"),
        paragraph("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:noBreakHyphen/><w:t>three</w:t></w:r>"),
        paragraph(
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>"
            f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{text('today')}",
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
        ),
        paragraph(legacy("<w:textInput/>", "typed")),
        paragraph(text("anchor"), f"<w:r>{box.format(paragraph(text('in a box')))}</w:r>"),
    )
    assert _texts(data) == ["our portal\tat", "one\ntwo-three", "today", "typed", "anchor", "in a box"]


def test_a_table_of_contents_is_debris() -> None:
    def fill(file: Any) -> None:
        from docx.enum.style import WD_STYLE_TYPE

        file.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
        file.add_paragraph("A. Laws 3", style="toc 1")
        file.add_heading("A. Laws", 1)

    assert [kind for kind, _ in _blocks(saved(fill))] == ["debris", "heading"]


def test_emphasis_enters_the_text_nowhere_else() -> None:
    bold = "<w:b/>"
    data = of_xml(
        paragraph(text("Yes, "), text("we do", bold)),
        paragraph(text("Name:", bold), text(" No")),
        paragraph(text("Yes", bold)),
        table((paragraph(text("Head", bold)), paragraph(text("text")))),
    )
    assert "*" not in read("a.docx", data).text


def _with_notes(*blocks: str) -> bytes:
    found = parts(of_xml(*blocks))
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = ((2, "the form's"), (3, "ours"))
    note = "".join(f'<w:footnote w:id="{n}">{paragraph(text(words))}</w:footnote>' for n, words in notes)
    separator = f'<w:footnote w:id="0" w:type="separator">{paragraph(text("----"))}</w:footnote>'
    found["word/footnotes.xml"] = f'<w:footnotes xmlns:w="{main}">{separator}{note}</w:footnotes>'.encode()
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    found["word/_rels/document.xml.rels"] = found["word/_rels/document.xml.rels"].replace(
        b"</Relationships>", f'<Relationship Id="n" Type="{related}" Target="footnotes.xml"/></Relationships>'.encode()
    )
    return archive(found)


def test_a_note_belongs_to_what_it_is_a_note_to(lay_small: Any) -> None:
    def mark(n: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{n}"/></w:r>'

    data = _with_notes(
        paragraph(text("1. Is there a national law on the protection of data?"), mark(2)),
        paragraph(text("Yes, since 2020"), mark(3), text(".")),
        paragraph(text("2. How long is the cycle of the national plan or equivalent?")),
        paragraph(text("☒ Other")),
    )
    laid = lay_small("notes.docx", data)
    assert "[^1]: the form's" in laid.document.text
    assert laid.said("1") == "Yes, since 2020[^2].\n\n[^2]: ours"


@pytest.mark.parametrize(
    ("before", "raised", "expected"),
    [
        ("at the national level?", "1", "at the national level?[1]"),
        ("an area of 5 km", "2", "an area of 5 km2"),
        ("10", "6", "106"),
        ("the 5", "th", "the 5th"),
        ("", "1", "[^1]:"),
    ],
)
def test_small_raised_numbers_refer_to_notes(before: str, raised: str, expected: str) -> None:
    data = of_xml(paragraph(text(before), text(raised, '<w:vertAlign w:val="superscript"/>')), paragraph(text("end")))
    assert _texts(data)[0] == expected


# ---------------------------------------------------------------- tables


def _p(words: str) -> str:
    return paragraph(text(words))


def test_a_row_is_a_block_and_each_cell_begins_a_line() -> None:
    data = of_xml(table((_p("No."), _p("Question"), _p("Answer")), (_p("1."), _p("Is it?"), _p("No") + _p("Not yet."))))
    assert _blocks(data) == [
        ("debris", "No.\nQuestion\nAnswer"),
        ("table", "1. Is it?\nNo"),
        ("table", "Not yet."),
    ]


def test_merged_cells_stand_once_and_nested_tables_in_their_place() -> None:
    def fill(file: Any) -> None:
        made = file.add_table(rows=2, cols=3)
        made.cell(0, 0).merge(made.cell(1, 0)).text = "The question"
        made.cell(0, 1).merge(made.cell(0, 2)).text = "wide"
        made.cell(1, 1).text = "left"
        inner = made.cell(1, 2).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "in", "ner"

    assert read("a.docx", saved(fill)).text == "The question\nwide\n\nleft\nin\nner"


def test_crosses_in_columns_of_any_options() -> None:
    rows = [("How good is it?", "Poor", "Fair", "Good"), ("roads", "", "x", ""), ("schools", "", "", "")]
    data = of_xml(table(*[tuple(_p(cell) for cell in row) for row in rows]))
    assert _texts(data) == ["How good is it?", "roads\n☐ Poor  ☒ Fair  ☐ Good", "schools\n☐ Poor  ☐ Fair  ☐ Good"]


def test_a_table_of_words_is_no_table_of_marks() -> None:
    rows = [("Law", "Year"), ("Data act", "2020"), ("x", "")]
    data = of_xml(table(*[tuple(_p(cell) for cell in row) for row in rows]))
    assert _texts(data) == ["Law\nYear", "Data act\n2020", "x"]


# ---------------------------------------------------------------- bad files


GOOD = of_xml(paragraph(text("one")), paragraph(control(True), text(" Yes")))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n...", "a PDF file"),
        (b"<!DOCTYPE html><p>x", "an HTML page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old binary kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"just text", "no Word file"),
        (b"", "no Word file"),
        (GOOD[: len(GOOD) // 2], "damaged or truncated"),
        (GOOD[:30], "damaged or truncated"),
        (archive({"a.txt": b"x"}), "without a Word document"),
        (archive(parts(GOOD) | {"word/document.xml": b"<w:document"}), "damaged"),
        (archive(parts(GOOD) | {"word/document.xml": b"<a/>"}), "without a Word document"),
        (archive(parts(GOOD) | {"word/document.xml": b"<a>" * 5000 + b"</a>" * 5000}), "damaged"),
        (saved(lambda file: None), "without text"),
    ],
    # A name each: a test's name is the same in every process, and bytes of an archive are not.
    ids=[
        "pdf",
        "html",
        "old-word",
        "password",
        "text",
        "empty",
        "half",
        "head",
        "other-archive",
        "open-tag",
        "other-xml",
        "deep-xml",
        "no-text",
    ],
)
def test_a_bad_file_is_refused_in_one_line(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        read("a.docx", data)
    assert str(caught.value).startswith("a.docx: ")
    assert "\n" not in str(caught.value)


def test_a_zip_bomb_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = archive(parts(GOOD) | {"word/document.xml": b"<!-- -->" + b" " * (40 * 1024 * 1024)})
    assert len(bomb) < 200_000
    with pytest.raises(SourceError, match="a part that unpacks to more than 250 times its size"):
        read("a.docx", bomb)
    with pytest.raises(SourceError, match="a part that unpacks to more than 250 times its size"):
        read("a.docx", archive(parts(GOOD) | {"word/media/a.bmp": bytes(40 * 1024 * 1024)}))


def test_a_part_that_claims_to_be_smaller_than_it_is_does_no_harm() -> None:
    data = bytearray(archive({"word/document.xml": b"<a>" + b" " * 5_000_000 + b"</a>"}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    with pytest.raises(SourceError, match=r"a\.docx: a damaged"):
        read("a.docx", bytes(data))


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "%s"><!ENTITY b "&a;&a;">]>' % (b"x" * 100)


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_entities_are_never_expanded(part: str) -> None:
    found = parts(GOOD)
    found[part] = ENTITIES + found[part].partition(b"?>")[2]
    with pytest.raises(SourceError, match="entities"):
        read("a.docx", archive(found))


def test_nothing_outside_the_file_is_read(tmp_path: Any) -> None:
    (tmp_path / "secret.xml").write_text("<a>secret</a>", encoding="utf-8")
    found = parts(GOOD)
    outside = (tmp_path / "secret.xml").as_uri()
    found["word/_rels/document.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="1" Type="x/styles" TargetMode="External" Target="%s"/>'
        b'<Relationship Id="2" Type="x/numbering" Target="../../../../etc/passwd"/></Relationships>' % outside.encode()
    )
    assert read("a.docx", archive(found)).text == "one\n\n☒ Yes"


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_bytes_are_read_or_refused(data: st.DataObject) -> None:
    mutated = bytearray(GOOD)
    for at in data.draw(st.lists(st.integers(0, len(GOOD) - 1), max_size=8)):
        mutated[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(GOOD)))
    for damaged in (bytes(mutated), bytes(mutated[:cut])):
        with suppress(SourceError):
            read("a.docx", damaged)


@pytest.mark.parametrize("number", ["", "-1", "²", "٣", "99999999999", "x"])
def test_numbers_that_are_none_do_no_harm(number: str) -> None:
    own = f'<w:outlineLvl w:val="{number}"/><w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="{number}"/></w:numPr>'
    entries = f'<w:ddList><w:result w:val="{number}"/><w:listEntry w:val="Yes"/></w:ddList>'
    wide = f'<w:tcPr><w:gridSpan w:val="{number}"/></w:tcPr>'
    sign = f'<w:r><w:sym w:font="Wingdings" w:char="{number}"/></w:r>'
    data = of_xml(
        paragraph(text("one"), legacy(entries), sign, properties=own), table((f"{wide}{paragraph(text('two'))}",))
    )
    kind, words = _blocks(data)[0]
    assert kind == "paragraph"
    assert words.startswith("one")
    assert _texts(data)[1] == "two"


_PIECES = st.sampled_from(
    """
    <w:p>|</w:p>|<w:r>|</w:r>|<w:t>words</w:t>|<w:tbl>|</w:tbl>|<w:tr>|</w:tr>|<w:tc>|</w:tc>|<w:sdt>|</w:sdt>|<x/>
    |<w:sdtContent>|</w:sdtContent>|<w:fldChar w:fldCharType="begin"/>|<w:fldChar w:fldCharType="end"/>|<w:del>
    |<w:sym w:char="zz"/>|<w:tcPr><w:gridSpan w:val="-1"/></w:tcPr>|<w:vMerge/>
    |<w:pPr><w:numPr><w:ilvl w:val="77"/><w:numId w:val="1"/></w:numPr></w:pPr>
    """.split("|")
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_PIECES, max_size=25).map("".join))
def test_any_body_is_read_or_refused(body: str) -> None:
    from lxml import etree

    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    loose = etree.fromstring(f'<w:body xmlns:w="{main}">{body}</w:body>', etree.XMLParser(recover=True))
    whole = f'<w:document xmlns:w="{main}">{etree.tostring(loose).decode()}</w:document>'
    with suppress(SourceError):
        read("a.docx", archive({"word/document.xml": whole.encode()}))
