"""The documents are true: links lead somewhere, examples run, and what the code offers is described."""

from __future__ import annotations

import doctest
import json
import re
import tomllib
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from markdown_it import MarkdownIt

import msqqa
from msqqa import read, table
from msqqa.corpus import Corpus
from msqqa.form.load import parse
from msqqa.model import statements
from msqqa.render.as_csv import COLUMNS
from msqqa.render.as_json import as_dict, schema
from msqqa.review.entries import read as read_verdicts
from msqqa.table.mapping import load_table_settings
from tests.support import REPO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

    from msqqa.ask.engine import Engine
    from tests.support import Place

DOCS = REPO / "docs"
PAGES = [REPO / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(DOCS.glob("*.md"))
BESIDE = sorted(page for folder in ("corpora", "evals", "index") for page in (REPO / folder).rglob("README.md"))
"""Pages beside what they are about."""
KIB = 1024
_FILE = re.compile(r"(?:msqqa|evals|tests|corpora|docs|\.ci)/[\w./-]+")
_NEEDS = re.compile(r"<!-- needs: (\w+) -->")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


@cache
def tokens(page: Path) -> list[Token]:
    """Return the blocks of a page and what stands in their lines."""
    blocks = MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))
    return [token for block in blocks for token in (block, *(block.children or ()))]


def anchors(page: Path) -> set[str]:
    """Return the names by which a page's headings are linked to."""
    blocks = tokens(page)
    heads = [blocks[n + 1].content for n, block in enumerate(blocks) if block.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def fences(page: Path, language: str) -> list[str]:
    """Return what stands in a page's blocks of one language."""
    return [token.content for token in tokens(page) if token.type == "fence" and token.info == language]


def runnable(page: Path) -> Iterator[str]:
    """Yield a page's examples in Python, but those that a comment before them says to need what is not installed."""
    blocks = [token for token in tokens(page) if token.type in ("fence", "html_block")]
    for before, block in zip([None, *blocks], blocks, strict=False):
        needs = _NEEDS.fullmatch(before.content.strip()) if before is not None else None
        if block.type == "fence" and block.info == "python" and (needs is None or find_spec(needs[1]) is not None):
            yield block.content


def in_code(page: Path) -> Iterator[str]:
    """Yield what stands in code marks within a page's lines."""
    return (token.content for token in tokens(page) if token.type == "code_inline")


def documented() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize("page", [*PAGES, *BESIDE], ids=lambda page: page.relative_to(REPO).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    for token in tokens(page):
        target = str(token.attrs.get("href") or token.attrs.get("src") or "")
        if not target or "://" in target or target.startswith("mailto:"):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{page.name} links to {target}, which is not there"
        assert not anchor or anchor in anchors(there), f"{page.name} links to {target}, which has no such heading"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    for code in in_code(page):
        if _FILE.fullmatch(code):
            assert (REPO / code).exists(), f"{page.name} names {code}, which is not there"


def test_the_readme_is_short_and_holds_the_two_commands() -> None:
    text = (REPO / "README.md").read_text(encoding="utf-8")
    assert len(text.encode()) <= 7 * KIB
    for name in ("ask", "test"):
        assert re.search(rf"<!-- command: {name} -->\n```bash\n[^`]+\n```", text), name


def test_every_page_is_on_the_site() -> None:
    nav = (REPO / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2]
    assert sorted(re.findall(r"\S+\.md", nav)) == sorted(page.name for page in DOCS.glob("*.md"))


def test_the_version_is_told() -> None:
    assert msqqa.__version__ in (REPO / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_hooks_are_the_checks_of_ci() -> None:
    """CI's other commands need what is installed, or an index, and take minutes."""
    hooks = re.findall(r"entry: (.+)", (REPO / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    ci = (REPO / ".ci" / "run").read_text(encoding="utf-8")
    checks = re.findall(r"^\.venv/bin/((?:ruff|mypy|zensical|python \.ci/)(?!.*session\.py).*)", ci, re.MULTILINE)
    assert len(checks) >= 6
    assert sorted(hooks) == sorted(checks)


def test_the_readmes_session_has_fifteen_lines_at_most() -> None:
    sessions = re.findall(r"```console\n(.*?)```", (REPO / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert 0 < sum(len(session.splitlines()) for session in sessions) <= 15


def test_every_extra_is_described() -> None:
    extras = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    rows = re.findall(r"^\| (`.+?) \|", (DOCS / "start.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert not extras.keys() - {name for row in rows for name in re.findall(r"`(.+?)`", row)}


# ---------------------------------------------------------------- commands


def test_every_command_and_option_is_described() -> None:
    from typer.main import get_command

    from msqqa.cli import app, commands

    commands.register(app)
    text = documented()
    known = {"--help", *_OPTION.findall(text)}

    def look(command: Any, name: str) -> Iterator[str]:
        subcommands = getattr(command, "commands", {})
        for parameter in command.params:
            yield from (f"{name} {option}" for option in parameter.opts if option[:2] == "--" and option not in known)
        if name != "msqqa" and not subcommands and name not in text:
            yield name
        for own, subcommand in subcommands.items():
            yield from look(subcommand, f"{name} {own}")

    missing = list(look(get_command(app), "msqqa"))
    assert not missing, f"README.md and docs/ say nothing of {', '.join(missing)}"


def test_every_variable_of_the_environment_is_described() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in (REPO / "msqqa").rglob("*.py"))
    start = (DOCS / "start.md").read_text(encoding="utf-8")
    assert not {name for name in re.findall(r"MSQQA_[A-Z]+(?:_[A-Z]+)*", code) if name not in start}


# ---------------------------------------------------------------- answers


def test_the_python_examples_run(demo: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "demo-msq-2024").symlink_to(demo.index)
    monkeypatch.chdir(tmp_path)
    page = DOCS / "python.md"
    example = doctest.DocTestParser().get_doctest("\n".join(runnable(page)), {}, page.name, str(page), 0)
    told: list[str] = []
    result = doctest.DocTestRunner().run(example, out=told.append)
    assert result.failed == 0, "".join(told)
    assert result.attempted >= 20


def test_the_json_example_is_an_answer(survey_engine: Engine) -> None:
    [example] = (json.loads(block) for block in fences(DOCS / "output.md", "json"))
    jsonschema.validate(example, schema())
    real = as_dict(survey_engine.ask("does Peru have a regulatory sandbox"))
    assert {*real} <= {*example}
    for key in ("plan", "coverage"):
        assert {*example[key]} <= {*real[key]}
    for key in ("respondents", "citations"):
        assert {*example[key][0]} <= {*real[key][0]}


def test_every_kind_of_statement_is_described() -> None:
    kinds = {
        kind.kind: {field.name for field in fields(kind)}
        for kind in vars(statements).values()
        if is_dataclass(kind) and hasattr(kind, "kind")
    }
    text = (DOCS / "output.md").read_text(encoding="utf-8").partition("### Statements")[2]
    lines = re.findall(r"^\| `(\w+)` \|.*\|(.*)\|$", text, re.MULTILINE)
    described = {kind: set(re.findall(r"`(\w+)`", listed)) for kind, listed in lines}
    assert {*described} == {*kinds}
    for kind, own in kinds.items():
        assert own - {"citations"} == described[kind], kind


def test_the_columns_of_csv_are_described() -> None:
    text = (DOCS / "output.md").read_text(encoding="utf-8").partition("<!-- csv -->")[2].partition("\n\n")[0]
    assert re.findall(r"`(\w+)`", text) == COLUMNS


# ---------------------------------------------------------------- one's own files


def test_every_format_is_described() -> None:
    text = (DOCS / "files.md").read_text(encoding="utf-8")
    assert not [ending for ending in (*read.READERS, *table.READERS) if f"`{ending}`" not in text]


def test_the_examples_of_own_files_are_valid(tmp_path: Path) -> None:
    form, respondents, verdicts, synonyms, tables = fences(DOCS / "files.md", "toml")
    assert parse(form, "form.toml").question("4.permits").kind == "yesno"
    (tmp_path / "respondents.toml").write_text(respondents, encoding="utf-8")
    (tmp_path / "synonyms.toml").write_text(synonyms, encoding="utf-8")
    (tmp_path / "form.toml").write_text(tables, encoding="utf-8")
    assert Corpus.at(tmp_path).load_descriptions()["mongolia.md"].groups == ("Asia", "Eastern Asia")
    assert Corpus.at(tmp_path).synonyms()[0][0] == "WCAG"
    (tmp_path / "verdicts.toml").write_text(verdicts, encoding="utf-8")
    entries, problems = read_verdicts(tmp_path / "verdicts.toml")
    assert [(entry.respondent, entry.question, entry.stance) for entry in entries] == [("belmora", "37", "no")]
    assert problems == []
    [said] = load_table_settings(tmp_path)
    assert said.layout == "long"
    assert {*tomllib.loads(tables)["table"]} == {*said.__dataclass_fields__}
