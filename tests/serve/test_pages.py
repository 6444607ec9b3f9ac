from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from tests.pdfs import of_markdown
from tests.support import ADDRESSES, NAMES, RESPONSES, Place, write_survey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.serve.conftest import Served

QUESTION = "does Peru have a regulatory sandbox"
EVIL = "<script>alert(1)</script><img src=//evil.example/x onerror=alert(2)>"


def _asked(served: Served, question: str, **more: str) -> str:
    reply = served.get(f"/?{urlencode({'question': question, **more})}")
    assert reply.headers["content-type"].startswith("text/html")
    return reply.text


def _text(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def _sources(html: str) -> list[str]:
    found = [unescape(link).partition("#")[0] for link in re.findall(r'href="(/source[^"]*)"', html)]
    return list(dict.fromkeys(found))


def test_an_answer_stands_below_its_box(served: Served) -> None:
    page = _asked(served, QUESTION)
    assert 'value="does Peru have a regulatory sandbox"' in page
    assert "Peru: yes, ticked" in _text(page)
    assert "The central bank runs a sandbox for payments." in _text(page)
    # What --explain and -v say is there, and folded in.
    for part, words in (("explain", "plan: lookup"), ("full", "1 of 3 respondents examined")):
        [folded] = re.findall(rf'<details id="{part}">.*?</details>', page, re.DOTALL)
        assert words in _text(folded)


def test_the_empty_page_has_a_box_alone(served: Served) -> None:
    page = served.get("/").text
    assert "autofocus" in page
    assert "<section" not in page


def test_a_search_shows_passages(served: Served) -> None:
    page = _asked(served, "farmers", do="search")
    assert "offers 5,000 services to" in _text(page)
    assert '<bdi class="s-bold s-yellow">farmers</bdi>' in page


def test_filters_are_taken_and_kept(served: Served) -> None:
    page = _asked(served, "is there a regulatory sandbox", respondent="Kenya", asked="2")
    assert "Kenya: no" in _text(page)
    assert 'name="respondent" value="Kenya"' in page
    assert "<details open>" in page


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({"question": "?!"}, 422, "the question is empty"),
        ({"question": QUESTION, "respondent": "Atlantis"}, 422, "no respondent 'Atlantis'"),
        ({"question": "x" * 10_001}, 422, "more than the 10,000"),
    ],
)
def test_what_is_wrong_is_told_below_the_box(served: Served, typed: dict[str, str], status: int, words: str) -> None:
    reply = served.get(f"/?{urlencode(typed)}")
    assert reply.status == status
    assert words in _text(reply.text)
    assert 'role="alert"' in reply.text
    assert '<form id="ask"' in reply.text


def test_a_citation_opens_the_source_with_the_quote_marked(served: Served) -> None:
    [first, *_] = _sources(_asked(served, QUESTION))
    page = served.get(first).text
    [marked] = re.findall(r'<mark id="quote">(.*?)</mark>', page, re.DOTALL)
    [whole] = re.findall(r'<pre class="source" dir="auto">(.*?)</pre>', page, re.DOTALL)
    assert unescape(marked) in RESPONSES["peru.md"]
    assert _text(whole) in RESPONSES["peru.md"]
    assert len(_text(whole)) > len(unescape(marked))
    more = served.get(f"{first}&around=500").text
    [all_of_it] = re.findall(r'<pre class="source" dir="auto">(.*?)</pre>', more, re.DOTALL)
    assert _text(all_of_it).strip() == RESPONSES["peru.md"].strip()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/source", 422),
        ("/source?citation=nonsense", 404),
        ("/page.png", 422),
        ("/page.png?citation=survey/kenya/1%2380-90&page=x", 422),
        ("/page.png?citation=nonsense&page=1", 404),
        ("/matrix?respondents=Atlantis", 422),
        ("/nowhere", 404),
        ("/static/../guard.py", 404),
        ("/static/%2e%2e%2fguard.py", 404),
    ],
)
def test_a_page_that_cannot_be_made_says_why(served: Served, path: str, status: int) -> None:
    reply = served.get(path)
    assert reply.status == status
    assert 'role="alert"' in reply.text
    assert "Traceback" not in reply.text


def test_a_text_has_no_page_to_draw(served: Served) -> None:
    cited = served.post("/api/ask", {"question": QUESTION}).json["citations"][0]["id"]
    assert served.get(f"/page.png?citation={quote(cited, safe='')}&page=1").status == 409


def test_the_matrix_is_its_own_page_without_what_is_unsafe(served: Served) -> None:
    reply = served.get("/matrix")
    policy = reply.headers["content-security-policy"]
    assert policy.count("'sha256-") == 2
    assert "unsafe" not in policy
    assert "http-equiv" not in reply.text
    assert "Kenya" in reply.text
    some = served.get("/matrix?respondents=Peru&questions=2").text
    assert "Kenya" not in some
    assert "Peru" in some


# ---------------------------------------------------------------- what others wrote


@pytest.fixture(scope="module")
def hostile(start: Callable[..., Served], tmp_path_factory: pytest.TempPathFactory) -> Served:
    """A response full of markup."""
    folder = tmp_path_factory.mktemp("hostile")
    text = RESPONSES["peru.md"].replace("a sandbox for payments", f"a sandbox {EVIL} for payments \u202etxet")
    corpus = write_survey(folder / "survey", {"peru.md": text})
    build(Corpus.at(corpus), folder / "index", Encoder.named())
    return start(Place(corpus, folder / "index"))


def test_nothing_that_a_respondent_wrote_becomes_markup(hostile: Served) -> None:
    asked = _asked(hostile, f"does Peru have a regulatory sandbox {EVIL}")
    pages = [asked, _asked(hostile, EVIL, do="search"), *(hostile.get(link).text for link in _sources(asked))]
    pages.append(hostile.get(f"/source?citation={quote(EVIL)}").text)
    assert any("&lt;script&gt;" in page for page in pages)
    for page in pages:
        assert "<img src=//" not in page
        assert "<script>" not in page
        assert "\u202e" not in page
    matrix = hostile.get("/matrix").text
    assert "<img src=//" not in matrix
    assert "\u202e" not in matrix


# ---------------------------------------------------------------- personal data


@pytest.mark.slow
def test_personal_data_stays_withheld(start: Callable[..., Served], msq: Place) -> None:
    served = start(msq)
    info = served.get("/api/info").json
    pages = [
        _asked(served, "who filled in the questionnaire, and what is the e-mail address"),
        served.get("/matrix").text,
    ]
    pages += [_asked(served, name, do="search") for name in NAMES]
    links = [link for page in pages for link in _sources(page)]
    assert links
    pages += [served.get(f"{link}&around=500").text for link in links[:10]]
    pages.append(served.get(f"/api/matrix?respondents={quote(next(iter(info['respondents'])))}").text)
    cited = served.post("/api/ask", {"question": "what is the official e-government portal"}).json["citations"][0]
    pages.append(served.get(f"/api/show?citation={quote(cited['id'], safe='')}&around=500").text)
    assert any("█" in page for page in pages), "something that is withheld lies around"
    for page in pages:
        said = page.replace('value="', "").split("</form>")[-1]  # what was typed stands in the box
        said = re.sub(r"<h1 id=\"asked\".*?</h1>", "", said)
        for secret in (*NAMES, *ADDRESSES):
            assert secret not in said


# ---------------------------------------------------------------- bounds, and sources that changed


def test_a_matrix_that_no_page_can_hold_is_refused(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("msqqa.serve.desk.MOST_CELLS", 11)
    assert served.get("/matrix").status == 422
    assert served.get("/api/matrix").code == "question"
    assert served.get("/matrix?respondents=Peru").status == 200


def test_a_pdf_is_drawn_until_it_changes(start: Callable[..., Served], tmp_path: Path) -> None:
    corpus = write_survey(tmp_path / "survey", {})
    (corpus / "peru.pdf").write_bytes(of_markdown(RESPONSES["peru.md"]))
    build(Corpus.at(corpus), tmp_path / "index", Encoder.named())
    served = start(Place(corpus, tmp_path / "index"))
    cited = served.post("/api/ask", {"question": QUESTION}).json["citations"][0]
    assert cited["page"] == 1
    picture = f"/page.png?citation={quote(cited['id'], safe='')}&page=1"
    source = f"/source?citation={quote(cited['id'], safe='')}"
    assert f'src="{escape(picture)}"' in served.get(source).text
    reply = served.get(picture)
    assert (reply.headers["content-type"], reply.data[:4]) == ("image/png", b"\x89PNG")
    assert served.get(picture.replace("page=1", "page=2")).status == 409
    served.desk._pictures.clear()
    (corpus / "peru.pdf").write_bytes(of_markdown("1. Other?"))
    page = served.get(source).text
    assert "Page 1 is not shown: peru.pdf is no longer what was indexed" in _text(page)
    assert "cited and changed peru.pdf" in _text(page)
    assert cited["quote"] in _text(page)
    assert served.get(picture).status == 409
