from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msqqa.errors import SourceError
from msqqa.read.html import read


def _blocks(page: str | bytes) -> list[tuple[str, str]]:
    document = read("a.html", page.encode() if isinstance(page, str) else page)
    at = 0
    for block in document.blocks:
        assert block.start == at
        at = block.end
    assert at == len(document.text)
    return [(b.kind, document.text[b.start : b.end].rstrip()) for b in document.blocks]


def _texts(page: str | bytes) -> list[str]:
    return [found for _, found in _blocks(page)]


# ---------------------------------------------------------------- blocks


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<h2>Laws</h2><p>One\n  two</p>", [("heading", "Laws"), ("paragraph", "One two")]),
        ("<div>a<p>b</p>c</div>", [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c")]),
        ("a<br>b<b>c</b> <i>d</i>", [("paragraph", "a\nbc d")]),
        ("<ul><li>a<li>b</ul>", [("item", "• a"), ("item", "• b")]),
        (
            "<ol start=4><li>a<li value=9><p>b</p><p>c</p><li>d</ol>",
            [("item", "4. a"), ("item", "9. b"), ("paragraph", "c"), ("item", "10. d")],
        ),
        ("<ol type=i><li>a<ol type=A><li>b</ol><li>c</ol>", [("item", "i. a"), ("item", "A. b"), ("item", "ii. c")]),
        ("<ul style='list-style: none'><li>a</ul>", [("item", "a")]),
        ("<details><summary>More</summary>text</details>", [("paragraph", "More"), ("paragraph", "text")]),
        ("<p>a</p><hr><p>b</p>", [("paragraph", "a"), ("rule", "---"), ("paragraph", "b")]),
        ("<pre>a\n  b</pre>", [("paragraph", "a\n  b")]),
        ("<dl><dt>Name<dd>Peru</dl>", [("paragraph", "Name"), ("paragraph", "Peru")]),
        ("<p>level?<sup>1</sup></p><p>5 km<sup>2</sup></p>", [("paragraph", "level?[1]"), ("paragraph", "5 km2")]),
        ("<p>a&nbsp;b &amp; c&shy;d</p>", [("paragraph", "a b & cd")]),
    ],
)
def test_blocks(page: str, expected: list[tuple[str, str]]) -> None:
    assert _blocks(page) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>no()</script>",
        "<style>p{}</style>",
        "<template><p>no</p></template>",
        "<noscript>no</noscript>",
        "<!-- no -->",
        "<p hidden>no</p>",
        '<p style="color:red; display : none">no</p>',
        '<div style="visibility:hidden"><p>no</p></div>',
        "<style>.x, #y { display:none }</style><p class='a x'>no</p><p id=y>no</p>",
        "<dialog>no</dialog>",
        "<input type=hidden value=no><input type=password value=no><input type=submit value=no>",
        "<svg><text>no</text></svg>",
        "<iframe src='x'>no</iframe>",
        "<datalist><option>no</datalist>",
        "<select><option>no</select>",
    ],
)
def test_what_is_not_seen_is_left_out(hidden: str) -> None:
    assert _texts(f"<title>no</title><p>before</p>{hidden}<p>after</p>") == ["before", "after"]


def test_what_only_print_hides_is_seen() -> None:
    assert _texts("<style>@media print {.x{display:none}} .y{display:none}</style><p class=x>a<p class=y>b") == ["a"]


def test_rows_reaching_down_and_across() -> None:
    page = """<table><tr><td rowspan=2>The question</td><td colspan=2>wide</td></tr>
    <tr><td>left</td><td><table><tr><td>in</td><td>ner</td></tr></table></td></tr><tr><td>next<td>a<td>b</table>"""
    assert _texts(page) == ["The question\nwide", "left\nin\nner", "next\na\nb"]


def test_marks_below_a_cell_that_reaches_down() -> None:
    page = """<table><tr><th>Area<th>Item<th>Yes<th>No
    <tr><td rowspan=2>Laws<td>on data<td>x<td><tr><td>on trade<td><td>✓</table>"""
    assert _texts(page) == ["Area\nItem", "Laws\non data\n☒ Yes  ☐ No", "on trade\n☐ Yes  ☒ No"]


@pytest.mark.parametrize(
    ("controls", "expected"),
    [
        ("<label for=a>AI</label> <input id=a type=checkbox checked>", "☒ AI"),
        ("<input id=a type=checkbox><label for=a>AI</label>", "☐ AI"),
        ("<input type=radio checked aria-label='Yes'>", "☒ Yes"),
        ("<input type=checkbox checked id=a><label for=a hidden>AI</label> 5G", "☒ 5G"),
        ("<textarea>one\ntwo</textarea>", "one\ntwo"),
        ("Name: <input value='Peru &amp; co'>", "Name: Peru & co"),
        ("<select multiple><option selected>a<option>b<option selected>c</select>", "a, c"),
        ("<label><input type=checkbox checked> a</label><label><input type=checkbox> b</label>", "☒ a ☐ b"),
    ],
)
def test_controls(controls: str, expected: str) -> None:
    assert _texts(f"<form>{controls}</form>") == [expected]


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<p>été</p>".encode(), "été"),
        (b"\xef\xbb\xbf" + "<p>été</p>".encode(), "été"),
        ("<p>été</p>".encode("utf-16"), "été"),
        ("<meta charset=windows-1251><p>да</p>".encode("cp1251"), "да"),
        ('<meta http-equiv=a content="text/html; charset=iso-8859-1"><p>“été”</p>'.encode("cp1252"), "“été”"),
        ('<?xml version="1.0" encoding="koi8-r"?><html><p>да</p></html>'.encode("koi8-r"), "да"),
        ("<meta charset=utf-8><p>été, déjà là</p>".encode("cp1252"), "été, déjà là"),
        ("<meta charset=no-such-thing><p>été</p>".encode(), "été"),
        ("<meta charset=utf-16><p>été</p>".encode(), "été"),
        ("<p>Есть ли закон о защите данных</p>".encode("cp1251"), "Есть ли закон о защите данных"),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert _texts(data) == [text]


def test_a_tag_closed_at_once_is_closed_in_xhtml() -> None:
    head = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><script src="a.js"/><title/></head>'
    assert _texts(f"{head}<body><p/><p>a<br/>b</p></body></html>") == ["a\nb"]


# ---------------------------------------------------------------- bad files


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04rest", "zip archive"),
        (b"%PDF-1.4", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"<p>a\x00b", "binary"),
        (b"<html><script>x</script></html>", "without visible text"),
        (b"<div>" * 100_000 + b"x", "nested more than"),
        (b"<i>" * 2_100_000, "more than 2,000,000 tags"),
    ],
)
def test_a_bad_page_is_refused_in_one_line(data: bytes, said: str) -> None:
    started = time.perf_counter()
    with pytest.raises(SourceError, match=said) as caught:
        read("a.html", data)
    assert "\n" not in str(caught.value)
    assert time.perf_counter() - started < 5


def test_depth_that_pages_have_is_read() -> None:
    assert _texts("<div>" * 4000 + "deep" + "</div>" * 4000) == ["deep"]
    assert _texts("<table><tr><td>" * 300 + "deep")[0] == "deep"
    assert len(_texts("<p>a<li>b" * 5000)) == 10_000


def test_a_long_page_is_read_in_time() -> None:
    page = "<p>" + "many words stand here. " * 400_000 + "</p>"
    started = time.perf_counter()
    assert len(read("a.html", page.encode()).text) > 9_000_000
    assert time.perf_counter() - started < 10


_PIECES = st.sampled_from(
    """
    <p>|</p>|<table>|</table>|<tr>|<td rowspan=3>|<td colspan=-1>|</td>|<th>|<thead>|<li>|<ol start=x>|<ul>|</ul>
    |<label>|<label for=a>|</label>|<input type=checkbox id=a>|<select>|<option selected>|</select>|<sup>1</sup>|<pre>
    |<script>|<b>|</b>|Yes| No |text|<!--|-->|<style>.a{|&#0;|&#xd800;|\x00|é|<svg>|<br>|<hr>|<template>
    """.split("|")
)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(_PIECES, max_size=40).map(lambda p: "".join(p).encode()), st.binary(max_size=200)))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(SourceError):
        assert _blocks(data) == _blocks(data)
