"""A test module bears the name of the module that it tests, or is listed here with what it tests of several."""

from __future__ import annotations

from pathlib import Path

from tests.durations import read_slow
from tests.support import REPO

TESTS = REPO / "tests"
BEHAVIOURS = {
    "ask/judge/closed": {
        "choice_columns": "options in columns, from the table to the answer",
        "dates_compared": "dates of a table, from their column to the answer",
        "of_whom": "words that say of whom a set is asked, over records, to the answer",
        "conditions": "amounts, joined conditions, exceptions and denials, by a gold table",
        "closed_questions": "closed answers over one survey, by a gold table",
        "listed_values": "values of lists, from the form to the answer",
        "boxes": "boxes that are left unticked, from planning to the answer",
        "worded_records": "records of mostly worded fields, from the form to the answer",
        "narrowed": "words that narrow, read, planned and carried",
        "parted": "two conditions, zeros and sides of a survey's questions, to the answer",
        "said_in_passing": "what brackets, and an or before a clause, say beside a closed question",
        "read_again": "questions of a survey, by what they mean, to the answer",
        "as_typed": "questions of a survey as people type them, from reading to the answer",
    },
    "ask/judge": {
        "answers_told": "what its nearest sentences tell before it is refused, to the answer",
        "other_names": "mentions by another name, from languages to verdicts",
    },
    "ask/plan": {"synonyms": "a corpus's synonyms, from their file to the answer"},
    "ask/reading": {"questions_read": "whole questions, from reading to answer"},
    "ask/retrieve": {"other_languages": "answers in other languages, found and cited"},
    "ask": {"questions_in_time": "the time of the whole way of a question"},
    "attack": dict.fromkeys(
        "damage ends escapes full_disk fuzz interrupts kills large mutants readers time".split(),
        "attacks on the whole program",
    ),
    "cli": {
        "cli_bad_input": "wrong calls of all commands",
        "cli_batch": "an option of several commands",
        "cli_documents": "formats at the command line",
        "cli_formats": "an option of several commands",
        "cli_info_verify": "two commands that tell of one index",
        "cli_learned": "learned forms at the command line",
        "cli_named_products": "products that a question names, by mention and by meaning",
        "cli_pdf": "formats at the command line",
        "cli_personal": "personal data on every way out",
        "cli_search_show": "two commands that go together",
        "cli_stages": "plans and ends beside a ticked no",
        "cold_start": "what all commands import",
        "completion": "the shell's completion of all commands",
        "progress": "progress of several commands",
    },
    "cluster": {"postgres_client": "the client's library over a real server"},
    "evaluate": {
        "cli_eval": "the command eval, with the corpora made for measuring",
        "demo_gold": "the gold of shipped question sets",
        "godi": "the gold of a shipped question set",
        "linking": "the claims in evals/closed/linking",
        "odd_input": "odd ids, files and calls of all modules",
        "speed_corpus": "the script evals/speed/corpus.py",
        "unknown_forms": "the script evals/unknown_forms.py",
    },
    "form": {
        "made_forms": "made-up forms, from bytes to a learned form",
        "translation_dresses": "translations in every layout, from bytes to cells",
    },
    "index": {
        "growth": "the time of a build by its rows",
        "incremental": "what a build does anew",
        "learned": "learned forms in an index",
        "long_lines": "the time of a build by its files",
        "odd_files": "files that a build cannot read",
        "store_and_open": "one index, written and opened",
    },
    "read": {
        "hostile": "slow bytes in all formats",
        "marked_answers": "marks in all formats, from bytes to stances",
        "pdf_bad_input": "bad PDFs, at the command line",
        "pdf_real": "a PDF beside its Markdown",
        "pdf_ticks": "ticks of PDFs, from bytes to stances",
        "registry": "which module reads which file",
        "renderings": "one response in all formats",
    },
    "render": {"notebook": "answers and matrix in a notebook", "schema": "the schema of answers"},
    "serve": {"fuzz_api": "the whole API, fuzzed", "serve_in_browser": "the page in a browser"},
    "table": {
        "damaged": "damaged bytes in all formats",
        "exports": "exports of survey tools, from bytes to answers",
        "formats": "formats beside CSV, from bytes to cells",
        "shapes": "shapes of tables, from bytes to cells",
        "tables_index": "a table in an index",
    },
    "": {
        "changes_table": "the repository: which files a change touches",
        "cases": "faults seen on public files, from bytes to answers",
        "dependencies": "the repository: declared packages",
        "docs": "the repository: its documents",
        "docstrings": "the repository: examples in docstrings",
        "floors": "the repository: imports",
        "mirror": "the repository: names of tests",
        "modules": "the repository: lengths and names of modules",
        "patterns": "the repository: regular expressions",
        "settings": "the repository: numbers",
    },
}
"""Folder of tests → test module without its ``test_`` → what it tests that is of several modules."""


def _mirrors(test: Path) -> bool:
    """Return whether a module or a package of the same name lies at the same place."""
    folder, name = REPO / "msqqa" / test.parent, test.stem.removeprefix("test_")
    return (folder / f"{name}.py").is_file() or (folder / name).is_dir() or (name == folder.name and folder.is_dir())


def _found() -> list[Path]:
    return sorted(file.relative_to(TESTS) for file in TESTS.rglob("test_*.py"))


def test_each_test_module_has_the_name_of_what_it_tests_or_is_listed() -> None:
    found = _found()
    assert len(found) > 150
    listed = {Path(folder) / f"test_{name}.py" for folder, names in BEHAVIOURS.items() for name in names}
    unnamed = {test for test in found if not _mirrors(test)}
    assert not unnamed - listed, "name it as the module that it tests, or say in BEHAVIOURS what it tests of several"
    assert not listed - unnamed, "these are gone, or have a module of their name now"


def test_each_test_that_is_listed_as_slow_is_there() -> None:
    for name in read_slow():
        file, _, function = name.partition("::")
        assert f"\ndef {function}(" in (REPO / file).read_text(encoding="utf-8"), name
