from __future__ import annotations

import doctest
import inspect
import json
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import msqqa
from msqqa import model
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from msqqa.render import Format, render
from msqqa.render.as_json import as_dict
from tests.support import MSQ, NAMES, is_exact, is_sound, process, without_timing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support import Place, Run

SANDBOX = "does Peru have a regulatory sandbox"


@pytest.fixture
def asker(survey_once: Place) -> Iterator[msqqa.Asker]:
    with msqqa.open(survey_once.index) as opened:
        yield opened


# ---------------------------------------------------------------- what is there


def test_the_example_is_true(msq: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "msq-2024").symlink_to(msq.index)
    monkeypatch.chdir(tmp_path)
    [example] = [test for test in doctest.DocTestFinder().find(msqqa.open, "open") if test.examples]
    told: list[str] = []
    result = doctest.DocTestRunner().run(example, out=told.append)
    assert result.failed == 0, "".join(told)
    assert result.attempted >= 6


def test_importing_msqqa_imports_nothing_else() -> None:
    script = """
import sys
before = set(sys.modules)
import msqqa
assert msqqa.__version__
print(sorted(set(sys.modules) - before - {"msqqa", "msqqa.version", "__future__"}))
"""
    ended = process(script=script)
    assert ended.stdout.decode().strip() == "[]", ended


def test_naming_an_answer_loads_nothing_heavy() -> None:
    script = """
import sys
import msqqa
msqqa.Answer, msqqa.UserError
print([name for name in ("numpy", "faiss", "typer", "torch", "rich", "sqlite3") if name in sys.modules])
"""
    ended = process(script=script)
    assert ended.stdout.decode().strip() == "[]", ended


def test_every_public_name_is_there_and_no_other() -> None:
    for name in msqqa.__all__:
        assert getattr(msqqa, name) is not None
        assert name in dir(msqqa)
    assert msqqa.Answer is model.Answer
    assert issubclass(msqqa.StoreError, msqqa.UserError)
    for name in ("nonsense", "Engine", "_private"):
        with pytest.raises(AttributeError, match=name):
            getattr(msqqa, name)


@pytest.mark.parametrize("name", [name for name in msqqa.__all__ if is_dataclass(getattr(msqqa, name))])
def test_every_field_says_what_it_is(name: str) -> None:
    kind = getattr(msqqa, name)
    source = inspect.getsource(kind)
    for field in fields(kind):
        if (name, field.name) != ("Respondent", "name"):  # which says it
            after = source.partition(f"\n    {field.name}: ")[2].split("\n")[1]
            assert after.strip().startswith('"""'), field.name


# ---------------------------------------------------------------- asking


def test_an_answer_is_the_one_that_the_command_line_gives(asker: msqqa.Asker, small: Run) -> None:
    for question, status in ((SANDBOX, 0), ("which countries mention WCAG", 0), ("does Estonia have a sandbox", 3)):
        told = small("ask", question, "--format", "json")
        assert told.status == status
        answer = asker.ask(question)
        assert isinstance(answer, msqqa.Answer)
        assert answer.answered == (status == 0)
        written = render(answer, Format.json)
        is_sound(json.loads(written))
        assert without_timing([written]) == without_timing([told.out])
        assert json.loads(written) == as_dict(answer)


def test_filters_and_flags(asker: msqqa.Asker) -> None:
    answer = asker.ask("the portal", respondents=["Pérou"], questions=["3"], editions=["2023"], limit=1)
    assert {(c.respondent, c.question_id) for c in answer.citations} == {("peru", "3")}
    assert len(answer.citations) == 1
    everyone = asker.ask("which countries mention Singapore", everyone=True)
    assert {r.id for r in everyone.respondents} == {"kenya", "peru", "japan"}
    assert {r.id for r in asker.ask("which countries mention Singapore").respondents} == {"kenya"}


def test_a_single_filter_may_be_a_text(asker: msqqa.Asker) -> None:
    one = asker.ask("is there a sandbox", respondents="peru", questions="2")
    assert one == asker.ask("is there a sandbox", respondents=(name for name in ["peru"]), questions=("2",))
    assert one.plan.respondents == ("peru",)


def test_contacts_are_withheld_unless_asked_for(msq: Place) -> None:
    with msqqa.open(msq.index) as asker:
        answer = asker.ask("who is Mongolia's CIO")
        assert not any(secret in str(asdict(answer)) for secret in NAMES)
        assert "Uchral Nyam-Osor" in asker.ask("who is Mongolia's CIO", contacts=True).text
        withheld = "msq-2024/mongolia/4#9761-9777"
        with pytest.raises(msqqa.CitationError, match="withheld"):
            asker.show(withheld)
        assert asker.show(withheld, contacts=True).quote == "Uchral Nyam-Osor"


def test_a_search_is_the_one_of_the_command_line(asker: msqqa.Asker, small: Run) -> None:
    told = small("search", "open data portal", "--respondent", "japan", "--limit", "2", "--format", "json").json
    hits = asker.search("open data portal", respondents="japan", limit=2)
    assert [(h.citation.id, h.score) for h in hits] == [(p["id"], p["score"]) for p in told["passages"]]
    assert len(hits) == 2
    assert asker.search("open data portal", limit=0) == []
    assert {h.citation.question_id for h in asker.search("open data", questions=["4"])} == {"4"}
    assert {h.says for h in asker.search("sandbox", stances=["yes"])} == {"yes"}
    with pytest.raises(msqqa.QuestionError, match="no stance 'maybe'"):
        asker.search("sandbox", stances=["maybe"])  # type: ignore[list-item]


def test_a_citation_is_shown_again(asker: msqqa.Asker) -> None:
    for cited in asker.ask(SANDBOX).citations:
        again = asker.show(cited.id)
        assert {**asdict(again), "n": cited.n} == asdict(cited)
        is_exact(json.loads(json.dumps(asdict(again))))


def test_who_filled_the_form_in(asker: msqqa.Asker) -> None:
    assert [(r.id, r.name, r.edition) for r in asker.respondents] == [
        ("japan", "Japan", "2023"),
        ("kenya", "Kenya", "2023"),
        ("peru", "Peru", "2023"),
    ]


# ---------------------------------------------------------------- what goes wrong


def test_bad_questions_and_citations_are_the_users(asker: msqqa.Asker) -> None:
    for question in ("", "?!", "x" * 10_001, "question 99 of Kenya"):
        with pytest.raises(msqqa.QuestionError):
            asker.ask(question)
    with pytest.raises(msqqa.QuestionError, match="Atlantis"):
        asker.search("portal", respondents=["Atlantis"])
    with pytest.raises(msqqa.QuestionError):
        asker.search(" ")
    for id_ in ("nonsense", "survey/kenya/99#0-1", "other/kenya/1#0-1"):
        with pytest.raises(msqqa.CitationError):
            asker.show(id_)


def test_a_negative_limit_is_the_callers(asker: msqqa.Asker) -> None:
    with pytest.raises(ValueError, match="-1"):
        asker.ask(SANDBOX, limit=-1)
    with pytest.raises(ValueError, match="-1"):
        asker.search("portal", limit=-1)


def test_a_closed_index_answers_no_more(survey_once: Place) -> None:
    with msqqa.open(str(survey_once.index)) as asker:
        answer = asker.ask(SANDBOX)
        assert str(survey_once.index) in repr(asker)
    assert answer.text.startswith("Peru: yes, ticked (question 2: ")
    asker.close()
    assert "closed" in repr(asker)
    for again in (
        lambda: asker.ask(SANDBOX),
        lambda: asker.search("portal"),
        lambda: asker.show(answer.citations[0].id),
        lambda: asker.respondents,
        asker.changed_sources,
    ):
        with pytest.raises(ValueError, match="closed"):
            again()


def test_what_was_opened_answers_as_it_is_whatever_is_built(survey: Place, asker: msqqa.Asker) -> None:
    with msqqa.open(survey.index) as opened:
        for file in survey.corpus.glob("*.md"):
            text = file.read_text(encoding="utf-8").replace("Web Content Accessibility Guidelines (WCAG)", "XYZ")
            file.write_text(text.replace("WCAG", "XYZ"), encoding="utf-8")
        build(Corpus.at(survey.corpus), survey.index, Encoder.named())
        for question in (SANDBOX, "which countries mention WCAG", "what does Kenya say of its portal"):
            [mine, theirs] = [one.ask(question) for one in (opened, asker)]
            assert (mine.text, mine.respondents) == (theirs.text, theirs.respondents)
            assert [cited.quote for cited in mine.citations] == [cited.quote for cited in theirs.citations]
        assert [hit.score for hit in opened.search("portal")] == [hit.score for hit in asker.search("portal")]
        assert len(opened.changed_sources()) == 2
    with msqqa.open(survey.index) as anew:
        assert anew.ask("which countries mention WCAG").coverage.matched == 0


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="this system does not list what is open")
def test_a_closed_index_keeps_no_file_open(survey: Place) -> None:
    def held() -> list[str]:
        links = (link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
        return [str(path) for path in links if path.is_relative_to(survey.index)]

    with msqqa.open(survey.index) as asker:
        asker.ask(SANDBOX)
        assert held()
    assert held() == []


def test_what_cannot_be_opened(survey: Place, tmp_path: Path) -> None:
    with pytest.raises(msqqa.StoreError, match="msqqa index"):
        msqqa.open(tmp_path / "nowhere")
    with pytest.raises(msqqa.StoreError, match="msqqa index"):
        msqqa.open(survey.corpus)
    with pytest.raises(msqqa.CorpusError, match="nowhere"):
        msqqa.open(survey.index, corpus=tmp_path / "nowhere")
    with pytest.raises(msqqa.StoreError, match="not of"):
        msqqa.open(survey.index, corpus=MSQ)
    with pytest.raises(msqqa.EncoderError, match="no/such-model"):
        msqqa.open(survey.index, model="no/such-model")
    survey.tamper(model_sha256="0" * 64)
    with pytest.raises(msqqa.StoreError, match="--rebuild"):
        msqqa.open(survey.index)


def test_a_corpus_that_was_moved_is_named(survey: Place, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere" / survey.corpus.name
    moved.parent.mkdir()
    survey.corpus.rename(moved)
    with msqqa.open(survey.index, corpus=moved) as asker:
        assert asker.changed_sources() == []
        for cited in asker.ask(SANDBOX).citations:
            assert cited.source == str(moved / f"{cited.respondent}.md")
        (moved / "peru.md").write_text("another text", encoding="utf-8")
        assert asker.changed_sources() == ["peru.md"]
        assert asker.ask(SANDBOX).answered
