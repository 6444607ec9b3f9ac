"""A ticked yes or no in every way in which files have it, through the whole chain: read, aligned, made cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.read.word_files import add_xml, control, legacy, paragraph, saved, table, text

if TYPE_CHECKING:
    from collections.abc import Callable

QUESTION = "1. Is there a national law on the protection of data?"
NEXT = "2. How long is the cycle of the national plan or equivalent?"
ENDING = f"{NEXT}\n\n☒ Five-year\n"


def _markdown(yes: str, no: str) -> Callable[[bool], tuple[str, bytes]]:
    """Return a maker of a file whose line is ``yes`` for a yes, ``no`` for a no."""
    return lambda says: ("a.md", f"{QUESTION}\n\n{yes if says else no}\n\n{ENDING}".encode())


def _plain(yes: str, no: str) -> Callable[[bool], tuple[str, bytes]]:
    return lambda says: ("a.txt", f"{QUESTION}\n{yes if says else no}\n\n{ENDING}".encode())


def _word(block: Callable[[bool], str]) -> Callable[[bool], tuple[str, bytes]]:
    """Return a maker of a Word file in which a block of XML stands below the question."""

    def fill(file: Any, says: bool) -> None:
        file.add_paragraph(QUESTION)
        add_xml(file, block(says))
        file.add_paragraph(NEXT)
        file.add_paragraph("☒ Five-year")

    return lambda says: ("a.docx", saved(lambda file: fill(file, says)))


def _word_alone(block: Callable[[bool], str]) -> Callable[[bool], tuple[str, bytes]]:
    """The same where the block holds the question too."""

    def fill(file: Any, says: bool) -> None:
        add_xml(file, block(says))
        file.add_paragraph(NEXT)
        file.add_paragraph("☒ Five-year")

    return lambda says: ("a.docx", saved(lambda file: fill(file, says)))


def _page(yes: str, no: str, around: str = f"<p>{QUESTION}</p>{{}}") -> Callable[[bool], tuple[str, bytes]]:
    end = f"<p>{NEXT}</p><p>☒ Five-year</p>"
    return lambda says: ("a.html", f"<!doctype html>{around.format(yes if says else no)}{end}".encode())


def _fields(says: bool, mark: str) -> str:
    """Two check boxes of the old kind, the ticked one with ``mark``."""
    on, off = f"<w:checkBox>{mark}</w:checkBox>", '<w:checkBox><w:default w:val="0"/></w:checkBox>'
    yes, no = (on, off) if says else (off, on)
    return paragraph(legacy(yes), text(" Yes   "), legacy(no), text(" No"))


def _signs(says: bool, marked: str, empty: str) -> str:
    yes, no = (marked, empty) if says else (empty, marked)
    return paragraph(yes, text(" Yes "), no, text(" No"))


def _sign(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def _letter(font: str, letter: str) -> str:
    return text(letter, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')


def _emphasised(says: bool, properties: str, *, struck: bool = False) -> str:
    """Yes and No, the chosen one with these properties; with ``struck``, the other one."""
    first = says is not struck
    return paragraph(text("Yes", properties if first else ""), text("   "), text("No", "" if first else properties))


def _drop_down(says: bool) -> str:
    entries = "".join(f'<w:listEntry w:val="{v}"/>' for v in ("Choose an item.", "Yes", "No"))
    return paragraph(legacy(f'<w:ddList><w:result w:val="{1 if says else 2}"/>{entries}</w:ddList>'))


def _list_control(says: bool) -> str:
    items = '<w:listItem w:displayText="Yes" w:value="1"/><w:listItem w:displayText="No" w:value="0"/>'
    content = text("Yes" if says else "No")
    return paragraph(
        f"<w:sdt><w:sdtPr><w:dropDownList>{items}</w:dropDownList></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def _p(words: str, properties: str = "") -> str:
    return paragraph(text(words, properties))


def _crosses(says: bool) -> str:
    row = (_p(QUESTION), _p("X" if says else ""), _p("" if says else "X"))
    return table((_p("Question"), _p("Yes"), _p("No")), row)


def _boxes_in_cells(says: bool) -> str:
    yes, no = paragraph(control(says)), paragraph(control(not says))
    return table((_p("1."), _p(QUESTION[3:]), yes, _p("Yes"), no, _p("No")))


def _bold_cells(says: bool) -> str:
    bold = "<w:b/>"
    return table((_p(QUESTION), _p("Yes", bold if says else ""), _p("No", "" if says else bold)))


def _shaded_cells(says: bool) -> str:
    ground = '<w:tcPr><w:shd w:val="clear" w:fill="FFFF00"/></w:tcPr>'
    return table(
        (_p(QUESTION), (ground if says else "") + _p("Yes"), ("" if says else ground) + _p("No")),
    )


def _radio(yes: bool) -> str:
    a, b = (" checked", "") if yes else ("", " checked")
    return (
        f'<p><input type="radio" name="q" id="y"{a}><label for="y">Yes</label>'
        f'<input type="radio" name="q" id="n"{b}><label for="n">No</label></p>'
    )


ON, OFF = '<input type="checkbox" checked>', '<input type="checkbox">'

TICKED: dict[str, Callable[[bool], tuple[str, bytes]]] = {
    "glyph ☒": _markdown("☒ Yes ☐ No", "☐ Yes ☒ No"),
    "glyph ☑ on a line of its own": _markdown("☑ Yes\n☐ No", "☐ Yes\n☑ No"),
    "glyph ✓": _markdown("✓ Yes  ☐ No", "☐ Yes  ✓ No"),
    "glyph ✔ behind the word": _markdown("Yes ✔ No ☐", "Yes ☐ No ✔"),
    "check and cross": _markdown("✅ Yes ❌ No", "❌ Yes ✅ No"),
    "round glyph ◉": _markdown("◉ Yes ○ No", "○ Yes ◉ No"),
    "brackets [x]": _markdown("- [x] Yes\n- [ ] No", "- [ ] Yes\n- [x] No"),
    "brackets in plain text": _plain("[X] Yes  [ ] No", "[ ] Yes  [X] No"),
    "round brackets (x)": _plain("( ) No (x) Yes", "(x) No ( ) Yes"),
    "bold": _markdown("**Yes** / No", "Yes / **No**"),
    "struck": _markdown("Yes ~~No~~", "~~Yes~~ No"),
    "Word: content controls": _word(lambda y: paragraph(control(y), text(" Yes "), control(not y), text(" No"))),
    "Word: content controls that show the old glyph": _word(
        lambda y: paragraph(control(y, "☐"), text(" Yes "), control(not y, "☐"), text(" No"))
    ),
    "Word: content controls behind the words": _word(
        lambda y: paragraph(text("Yes "), control(y), text("  No "), control(not y))
    ),
    "Word: form fields, checked": _word(lambda y: _fields(y, '<w:default w:val="0"/><w:checked/>')),
    "Word: form fields, checked by default": _word(lambda y: _fields(y, '<w:default w:val="1"/>')),
    "Word: Wingdings symbols": _word(lambda y: _signs(y, _sign("Wingdings", "F0FE"), _sign("Wingdings", "F0A8"))),
    "Word: Wingdings 2 symbols": _word(lambda y: _signs(y, _sign("Wingdings 2", "F053"), _sign("Wingdings 2", "F0A3"))),
    "Word: letters in Wingdings": _word(lambda y: _signs(y, _letter("Wingdings", "x"), _letter("Wingdings", "o"))),
    "Word: private characters": _word(lambda y: _signs(y, text("\uf0fd"), text("\uf0a8"))),
    "Word: bold": _word(lambda y: _emphasised(y, "<w:b/>")),
    "Word: highlighted": _word(lambda y: _emphasised(y, '<w:highlight w:val="yellow"/>')),
    "Word: underlined": _word(lambda y: _emphasised(y, '<w:u w:val="single"/>')),
    "Word: struck": _word(lambda y: _emphasised(y, "<w:strike/>", struck=True)),
    "Word: a cross in a column": _word_alone(_crosses),
    "Word: boxes in cells": _word_alone(_boxes_in_cells),
    "Word: framed": _word(lambda y: _emphasised(y, '<w:bdr w:val="single" w:sz="4"/>')),
    "Word: a shaded cell": _word_alone(_shaded_cells),
    "Word: bold in cells": _word_alone(_bold_cells),
    "page: check boxes within labels": _page(
        f"<label>{ON} Yes</label> <label>{OFF} No</label>", f"<label>{OFF} Yes</label> <label>{ON} No</label>"
    ),
    "page: labels end with their boxes": _page(
        f"<label>Yes {ON}</label> <label>No {OFF}</label>", f"<label>Yes {OFF}</label> <label>No {ON}</label>"
    ),
    "page: radio buttons, labels by their ids": _page(_radio(True), _radio(False)),
    "page: check boxes without labels": _page(f"{ON} Yes<br>{OFF} No", f"{OFF} Yes<br>{ON} No"),
    "page: words before check boxes": _page(f"Yes {ON} No {OFF}", f"Yes {OFF} No {ON}"),
    "page: bold": _page("<p><b>Yes</b> No</p>", "<p>Yes <b>No</b></p>"),
    "page: struck": _page("<p>Yes / <s>No</s></p>", "<p><s>Yes</s> / No</p>"),
    "page: highlighted by a style": _page(
        '<p><span style="background-color: yellow">Yes</span> No</p>',
        '<p>Yes <span style="background-color: yellow">No</span></p>',
    ),
    "page: Wingdings, as Word saves a page": _page(
        "<span style='font-size:9pt;font-family:Wingdings'>þ</span> Yes <font face=Wingdings>o</font> No",
        "<span style='font-family:\"Wingdings\",serif'>o</span> Yes <font face=Wingdings>x</font> No",
    ),
    "page: a cross in a column": _page(
        "<td>X</td><td></td>",
        "<td></td><td>X</td>",
        f"<table><tr><th>Question<th>Yes<th>No</tr><tr><td>{QUESTION}</td>{{}}</tr></table>",
    ),
}
STATED: dict[str, Callable[[bool], tuple[str, bytes]]] = {
    "Answer: No": _markdown("Answer: Yes", "Answer: No"),
    "Word: drop-down field": _word(_drop_down),
    "Word: list of a content control": _word(_list_control),
    "page: select": _page(
        "<select><option value=''>Choose…<option selected>Yes<option>No</select>",
        "<select><option value=''>Choose…<option>Yes<option selected>No</select>",
    ),
    "page: a field of text": _page('<input type="text" value="Yes">', '<input value="No">'),
}


@pytest.mark.parametrize("says", [True, False], ids=["yes", "no"])
@pytest.mark.parametrize("encoding", list(TICKED | STATED))
def test_a_marked_answer_is_read(lay_small: Any, encoding: str, says: bool) -> None:
    laid = lay_small(*(TICKED | STATED)[encoding](says))
    assert laid.questions == ("1", "2")
    cell = laid.cells["1"]
    assert cell.stance == ("yes" if says else "no"), laid.document.text
    if encoding in TICKED:
        assert cell.basis == "ticked"
        assert cell.selection.options == ("yes" if says else "no",)
    assert laid.cells["2"].selection.options == ("Five-year",)


@pytest.mark.parametrize(
    "made",
    [
        _word(lambda _: paragraph(control(False), text(" Yes "), control(False), text(" No"))),
        _page(f"{OFF} Yes {OFF} No", ""),
        _markdown("☐ Yes ☐ No", ""),
        _page("<select><option value=''>Choose…<option>Yes<option>No</select>", ""),
        _word(
            lambda _: paragraph(
                "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>",
                f"<w:sdtContent>{text('Click here.')}</w:sdtContent></w:sdt>",
            )
        ),
    ],
)
def test_nothing_marked_is_blank_and_never_a_no(lay_small: Any, made: Callable[[bool], tuple[str, bytes]]) -> None:
    assert lay_small(*made(True)).cells["1"].stance == "blank"


@pytest.mark.parametrize(
    "made",
    [
        _word(lambda _: _p("Yes   No")),
        _word(lambda _: _p("Yes   No", "<w:b/>")),
        _page("<p>Yes No</p>", ""),
        _page("<p><b>Yes No</b></p>", ""),
        _page("<p><b>Yes</b> <b>No</b></p>", ""),
    ],
)
def test_a_choice_in_which_nothing_can_be_told_apart_is_lost(
    lay_small: Any, made: Callable[[bool], tuple[str, bytes]]
) -> None:
    cell = lay_small(*made(True)).cells["1"]
    assert (cell.selection.state, cell.stance) == ("lost", "unclear")


def _list(bold: int | None) -> str:
    options = ("Two-year", "Five-year", "Other")
    return "<ul>" + "".join(f"<li>{f'<b>{o}</b>' if n == bold else o}</li>" for n, o in enumerate(options)) + "</ul>"


@pytest.mark.parametrize(("bold", "marked"), [(0, ("Two-year",)), (1, ("Five-year",)), (None, ())])
def test_the_one_bold_item_of_a_list_of_options_is_marked(
    lay_small: Any, bold: int | None, marked: tuple[str, ...]
) -> None:
    laid = lay_small("a.html", f"<p>{QUESTION}</p><p>☒ Yes ☐ No</p><p>{NEXT}</p>{_list(bold)}".encode())
    assert laid.cells["2"].selection.options == marked


def test_a_bold_question_above_its_options_is_none_of_them(lay_small: Any) -> None:
    page = f"<ol><li>{QUESTION[3:]}<p>☒ Yes ☐ No<li><b>{NEXT[3:]}</b>{_list(1)}</ol>"
    laid = lay_small("a.html", page.encode())
    assert laid.cells["2"].selection.options == ("Five-year",)
    assert f"2. {NEXT[3:]}\n" in laid.document.text


def test_an_option_that_runs_on_over_a_line_is_one(lay_small: Any) -> None:
    form_text = f"{QUESTION}\n\n[x] Yes [ ] No\n\n{NEXT}\n\n[ ] Two-year\n[x] Five-\n    year\n[ ] Other\n"
    assert lay_small("a.txt", form_text.encode()).cells["2"].selection.options == ("Five-year",)
