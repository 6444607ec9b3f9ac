from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msqqa.index.manifest import FORMAT
from tests.support import FULL, REPO, SURVEY_FORM, Place, flip, is_one_line, process, write_survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support import Run

QUESTION = "does Kenya have a data protection law"
FILES = ("store.sqlite", "vectors.faiss", "pieces.npy", "word_ids.npy")
"""Of an index: the rows, the vectors of passages and of pieces, and one of the columns."""


# ---------------------------------------------------------------- the call


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", ""),
        ("ask", "   \t "),
        ("ask", "?!"),
        ("ask", "\x00"),
        ("ask", "x" * 10_001),
        ("ask", "why " * 2501),
        pytest.param(("ask", QUESTION, "--nonsense")),
        pytest.param(("ask", QUESTION, "--format", "yaml")),
        pytest.param(("ask", QUESTION, "--limit", "-1")),
        pytest.param(("ask", QUESTION, "--limit", "many")),
        ("ask", QUESTION, "--question", "99"),
        ("ask", QUESTION, "--question", ""),
        ("ask", QUESTION, "--respondent", "Atlantis"),
        ("ask", QUESTION, "--respondent", "Estonia"),
        ("ask", QUESTION, "--respondent", ""),
        ("ask", QUESTION, "--edition", "1848"),
        ("ask", "what does Kenya say to question 99"),
        ("ask", QUESTION, "--model", "no/such-model"),
        pytest.param(("ask", QUESTION, "--index")),
        ("search", ""),
        pytest.param(("search",)),
        ("search", "x" * 10_001),
        ("search", "portal", "--question", "99"),
        pytest.param(("show",)),
        ("show", "nonsense"),
        pytest.param(("show", "survey/kenya/1#0-1", "--around", "-1")),
        pytest.param(("info", "--format", "yaml")),
        pytest.param(("index", "--nonsense")),
        ("index", "--precision", "fp16"),
        pytest.param(("eval",)),
        ("eval", "nowhere.jsonl"),
        pytest.param(("frobnicate",)),
        pytest.param(("--nonsense",)),
    ],
)
def test_a_wrong_call_is_one_line(msqqa: Run, survey_once: Place, arguments: tuple[str, ...]) -> None:
    known = arguments[0] in ("ask", "search", "show", "info", "index", "eval") and arguments[-1] != "--index"
    result = msqqa(*arguments, *(survey_once.options if known else ()))
    assert result.status == 2, result
    is_one_line(result)
    assert len(result.err.splitlines()) == 1


def test_a_call_without_a_command_shows_the_help(msqqa: Run) -> None:
    result = msqqa()
    assert result.status == 2
    assert "ask" in result.both


@pytest.mark.parametrize("command", ["ask", "chat", "search", "show", "index", "info", "verify", "eval", "matrix"])
def test_every_command_has_help(msqqa: Run, command: str) -> None:
    result = msqqa(command, "--help")
    assert result.status == 0
    assert "--help" in result.out


def test_what_was_wrong_is_named(small: Run) -> None:
    for option, value in (("--question", "99"), ("--respondent", "Atlantis"), ("--edition", "1848")):
        assert value in small("ask", QUESTION, option, value).err
    assert "10,000" in small("ask", "x" * 10_001).err


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "a question", "--corpus", "/no/such/folder"),
        ("ask", ""),
        pytest.param(("frobnicate",)),
        ("show", "nonsense", "--corpus", "/no/such/folder"),
        ("ask", "--batch", "/no/such/file"),
    ],
)
def test_no_traceback_leaves_the_process(arguments: tuple[str, ...]) -> None:
    ended = process(*arguments, cwd=REPO)
    assert ended.returncode == 2
    assert ended.stdout == b""
    assert ended.stderr.startswith(b"msqqa: ")
    assert ended.stderr.count(b"\n") == 1


# ---------------------------------------------------------------- the corpus


@pytest.mark.parametrize("command", [("ask", QUESTION), ("index",), ("search", "portal"), ("info",), ("verify",)])
def test_a_corpus_that_is_not_there(msqqa: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    result = msqqa(*command, "--corpus", tmp_path / "nowhere", "--index", tmp_path / "index")
    assert result.status == 2
    is_one_line(result, "nowhere", "--corpus")
    assert len(result.err.splitlines()) == 1


def test_no_corpus_and_no_option(msqqa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = msqqa("ask", QUESTION)
    assert result.status == 2
    is_one_line(result, "corpora/msq-2024", "--corpus")


def _binary(folder: Path) -> None:
    (folder / "scan.md").write_bytes(b"\x89PNG\r\n\x00\x1a")


def _latin(folder: Path) -> None:
    (folder / "kenya.md").write_bytes("1. Überblick".encode("latin-1"))


def _nothing(folder: Path) -> None:
    (folder / "kenya.md").write_bytes(b"")


def _folder_named_as_a_file(folder: Path) -> None:
    (folder / "kenya.md").mkdir()


def _broken_link(folder: Path) -> None:
    (folder / "kenya.md").symlink_to(folder / "nothing.md")


def _no_form(folder: Path) -> None:
    (folder / "kenya.md").write_text("# Soup\n\nBoil water.\n", encoding="utf-8")


def _unknown_ending(folder: Path) -> None:
    (folder / "kenya.xyz").write_text("1. a question\n", encoding="utf-8")


@pytest.mark.parametrize(
    "fill",
    [_binary, _latin, _nothing, _folder_named_as_a_file, _broken_link, _no_form, _unknown_ending, lambda folder: None],
)
@pytest.mark.parametrize("command", [("index",), ("ask", QUESTION)])
def test_a_corpus_without_a_response(
    msqqa: Run, tmp_path: Path, command: tuple[str, ...], fill: Callable[[Path], None]
) -> None:
    corpus = write_survey(tmp_path / "survey", {})
    fill(corpus)
    result = msqqa(*command, "--corpus", corpus, "--index", tmp_path / "index")
    assert result.status == 2, result
    is_one_line(result, str(corpus))
    assert not (tmp_path / "index" / "manifest.json").exists()


def test_an_unreadable_file_is_skipped(msqqa: Run, survey: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refusing(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "peru.md":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    with monkeypatch.context() as while_it_is_refused:
        while_it_is_refused.setattr(Path, "open", refusing)
        for _ in range(2):
            result = msqqa("index", *survey.options)
            assert result.status == 0
            assert "skipped peru.md" in result.err
            assert "2 respondents" in result.err
    result = msqqa("index", *survey.options)
    assert result.status == 0
    assert "peru.md" not in result.err
    assert "3 respondents" in result.err


@pytest.mark.parametrize(
    "text",
    [
        b"id = ",
        b"\xff\xfe",
        b"",
        b'id = "survey"\n',
        SURVEY_FORM.replace('kind = "open"', 'kind = "poem"').encode(),
        SURVEY_FORM.replace('id = "2"', 'id = "1"').encode(),
        b"[" * 3000,
    ],
)
def test_a_form_that_cannot_be_read(msqqa: Run, survey: Place, text: bytes) -> None:
    (survey.corpus / "form.toml").write_bytes(text)
    result = msqqa("index", "--rebuild", *survey.options)
    assert result.status == 2, result
    is_one_line(result, "form.toml")
    assert msqqa("ask", QUESTION, *survey.options).status == 0, "the old index still answers"


def test_respondents_that_cannot_be_read(msqqa: Run, survey: Place) -> None:
    for text in (b"[[respondent]]\nname = 'x'\n", b"nonsense", b"\xff", b"[respondent]\nfile = 1\n"):
        (survey.corpus / "respondents.toml").write_bytes(text)
        result = msqqa("index", *survey.options)
        assert result.status == 2, (text, result)
        is_one_line(result, "respondents.toml")


# ---------------------------------------------------------------- the index


def _is_mended(msqqa: Run, place: Place) -> None:
    rebuilt = msqqa("index", "--rebuild", *place.options)
    assert rebuilt.status == 0, rebuilt
    assert msqqa("ask", QUESTION, *place.options).status == 0
    assert msqqa("verify", *place.options).status == 0


def _refused(msqqa: Run, place: Place, *mentioned: str) -> None:
    for command in (("ask", QUESTION), ("search", "portal"), ("info",), ("verify",), ("show", "survey/kenya/1#1-2")):
        result = msqqa(*command, *place.options)
        assert result.status == 2, result
        is_one_line(result, "--rebuild", *mentioned)
        assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize("at", [0.02, 0.5, 0.98])
@pytest.mark.parametrize("file", ["manifest.json", *FILES])
def test_one_changed_byte_is_noticed(msqqa: Run, survey: Place, file: str, at: float) -> None:
    flip(survey.index / file if file == "manifest.json" else survey.generation / file, at)
    _refused(msqqa, survey, "damaged")
    if FULL or at == 0.5:  # whichever byte it is, it is mended alike
        _is_mended(msqqa, survey)


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b"5", b"null", b"\xff\xff", b'{"format": 2}', b'{"self": 1}'])
def test_a_manifest_of_another_kind(msqqa: Run, survey: Place, text: bytes) -> None:
    (survey.index / "manifest.json").write_bytes(text)
    _refused(msqqa, survey, "manifest.json")
    if FULL or text in (b"", b"[]", b'{"format": 2}'):  # nothing, what is no table, and what is a wrong one
        _is_mended(msqqa, survey)


@pytest.mark.parametrize("file", [*FILES, ""])
def test_a_half_written_index(msqqa: Run, survey: Place, file: str) -> None:
    gone = survey.generation / file
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    _refused(msqqa, survey, "not whole")
    _is_mended(msqqa, survey)


@pytest.mark.parametrize("file", FILES)
def test_a_cut_off_file(msqqa: Run, survey: Place, file: str) -> None:
    cut = survey.generation / file
    cut.write_bytes(cut.read_bytes()[:-1])
    _refused(msqqa, survey)
    cut.write_bytes(cut.read_bytes()[:100])
    _refused(msqqa, survey)
    _is_mended(msqqa, survey)


@pytest.mark.parametrize("file", FILES)
def test_a_folder_in_place_of_a_file(msqqa: Run, survey: Place, file: str) -> None:
    there = survey.generation / file
    there.unlink()
    there.mkdir()
    _refused(msqqa, survey)


@pytest.mark.parametrize("number", [0, 1, FORMAT - 1, FORMAT + 1, None, str(FORMAT)])
def test_an_index_of_another_format(msqqa: Run, survey: Place, number: Any) -> None:
    survey.tamper(format=number)
    _refused(msqqa, survey, "format")
    if FULL or number in (FORMAT - 1, None):
        _is_mended(msqqa, survey)


def test_an_index_of_another_model(msqqa: Run, survey: Place) -> None:
    survey.tamper(model_sha256="0" * 64)
    for command in ("ask", "search"):
        result = msqqa(command, "portal", *survey.options)
        assert result.status == 2, result
        is_one_line(result, "--rebuild")
    _is_mended(msqqa, survey)


def test_an_index_of_a_model_that_is_gone(msqqa: Run, survey: Place) -> None:
    survey.tamper(model="no/such-model", model_sha256="0" * 64)
    result = msqqa("ask", QUESTION, *survey.options)
    assert result.status == 2
    is_one_line(result, "no/such-model")
    _is_mended(msqqa, survey)


def test_an_index_with_a_field_too_many(msqqa: Run, survey: Place) -> None:
    survey.tamper(extra=1)
    _refused(msqqa, survey)
    _is_mended(msqqa, survey)


def test_another_corpuss_index_is_refused(msqqa: Run, survey: Place, tmp_path: Path) -> None:
    other = Place(write_survey(tmp_path / "others"), survey.index)
    for command in (("ask", QUESTION), ("search", "portal"), ("info",), ("verify",), ("index",)):
        result = msqqa(*command, *other.options)
        assert result.status == 2, result
        is_one_line(result, str(survey.corpus), str(other.corpus), "--index")
    assert msqqa("ask", QUESTION, *survey.options).status == 0
    _is_mended(msqqa, other)


def test_an_index_that_is_a_file(msqqa: Run, survey: Place, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    for command in (("ask", QUESTION), ("index",), ("info",)):
        result = msqqa(*command, "--corpus", survey.corpus, "--index", file)
        assert result.status == 2, result
        is_one_line(result, str(file))


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("which countries mention “portal"),
        pytest.param("which countries mention portal” and WCAG"),
        pytest.param("which countries mention [1]. “x” [2]."),
        "does Kenya have “a law” [1].",
        "which countries mention 'WCAG' [bold]",
        'which countries mention "WCAG"',
        'NEAR AND OR NOT "',
        "which countries mention *",
        "what is ☃ \U0001f600 in Kenya",
        "; DROP TABLE passage; --",
    ],
)
def test_odd_marks_in_a_question_are_no_fault(small: Run, question: str) -> None:
    result = small("ask", question)
    assert result.status in (0, 2, 3), result
    assert "fault" not in result.err


def test_a_link_out_of_the_corpus_is_told(msqqa: Run, survey: Place, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "secret.md").write_text("1. a question\n", encoding="utf-8")
    (survey.corpus / "leak.md").symlink_to(outside / "secret.md")
    (survey.corpus / "folder").symlink_to(outside, target_is_directory=True)
    for _ in range(2):
        result = msqqa("index", *survey.options)
        assert result.status == 0
        assert "skipped leak.md: a link that leads out of the corpus" in result.err
        assert "skipped folder: a link" in result.err
        assert "3 respondents" in result.err
        assert "2 files skipped" in result.err
    assert msqqa("index", *survey.options, "--strict").status == 2
    assert "changed" not in msqqa("ask", QUESTION, *survey.options).err
    (survey.corpus / "leak.md").unlink()
    (survey.corpus / "folder").unlink()
    assert "0 files skipped" in msqqa("index", *survey.options).err


def test_a_described_file_that_is_not_here_is_told(msqqa: Run, survey: Place) -> None:
    (survey.corpus / "respondents.toml").write_text(
        '[[respondent]]\nfile = "kenia.md"\nname = "Kenya"\n', encoding="utf-8"
    )
    result = msqqa("index", *survey.options)
    assert result.status == 0
    assert "respondents.toml names kenia.md, which is not here" in result.err
