"""An index whose rows stand in a real PostgreSQL, beside a Milvus that is served over the network."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msqqa.ask.engine import Engine
from msqqa.cluster import door
from msqqa.cluster.address import ROWS, address_of
from msqqa.cluster.postgres import Postgres
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import StoreError
from msqqa.index.location import display_index
from msqqa.render.as_json import as_dict
from tests.cluster.servers import PASSWORD, free_port, milvus, postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support import Place, Run

for needed in ("pymilvus", "milvus_lite", "pg8000"):
    pytest.importorskip(needed, reason="the extra milvus is not installed: pip install 'msqqa[milvus]'")
QUESTIONS = (
    "which countries have a portal",
    "how many respondents are there",
    "what does Kenya say about users",
    "does Peru have a strategy",
    "which countries mention broadband",
    "list the respondents",
    "compare Kenya and Japan on the portal",
)


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgres() as address:
        yield address


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with milvus(tmp_path_factory.mktemp("served") / "milvus.db") as uri:
        yield uri


@pytest.fixture
def by_password(database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(ROWS, database)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    return database


@pytest.fixture
def far(survey: Place, by_password: str, server: str, request: pytest.FixtureRequest) -> Path:
    """The survey, published under a name of the test's own."""
    index = Path(f"milvus:{server}#{request.node.name[-30:].strip('[]')}")
    built = address_of(index).built
    shutil.rmtree(built, ignore_errors=True)
    shutil.copytree(survey.index, built)
    door.build(Corpus.at(survey.corpus), index, Encoder.named(), rebuild=True)
    return index


def facts(answer: Any) -> dict[str, Any]:
    return as_dict(replace(answer, seconds=None))


def test_all_is_read_from_the_servers(far: Path, survey: Place) -> None:
    shutil.rmtree(address_of(far).built)  # whoever reads has nothing of it
    here, there = Engine.open(survey.index), Engine.open(far)
    assert list(there.index.store.cells.values()) == list(here.index.store.cells.values())
    assert there.index.store.all_passages() == here.index.store.all_passages()
    assert there.index.store.forms == here.index.store.forms
    assert there.index.store.respondents == here.index.store.respondents
    assert there.index.store.phrasings == here.index.store.phrasings
    assert dict(there.index.store.vocabulary) == dict(here.index.store.vocabulary)
    for question in QUESTIONS:
        assert facts(there.ask(question)) == facts(here.ask(question)), question
    there.index.close()


def test_a_build_changes_what_is_opened_from_then_on(far: Path, survey: Place) -> None:
    reader = Engine.open(far)
    before = facts(reader.ask(QUESTIONS[0]))
    kenya = survey.corpus / "kenya.md"
    kenya.write_text(kenya.read_text(encoding="utf-8") + "\nAdded.\n", encoding="utf-8")
    built = door.build(Corpus.at(survey.corpus), far, Encoder.named())
    assert facts(reader.ask(QUESTIONS[0])) == before
    reader.index.close()
    there = door.load(far)
    assert there is not None
    assert there == built.manifest


def test_an_index_that_was_lost_is_published_again(far: Path, survey: Place, by_password: str) -> None:
    with closing(Postgres(by_password)) as database:
        database.execute("DELETE FROM msqqa.published WHERE collection = ?", (address_of(far).collection,))
    assert door.load(far) is None
    assert not door.build(Corpus.at(survey.corpus), far, Encoder.named()).fresh
    assert door.load(far) is not None


def told(run: Run, survey: Place, index: Path | str) -> str:
    result = run("ask", "--corpus", survey.corpus, "--index", index, "which countries have a portal")
    assert result.status == 2, result.both
    assert result.err.count("\n") == 1
    assert PASSWORD not in result.both
    return result.err


def test_the_command_line_reads_it(far: Path, survey: Place, msqqa: Run) -> None:
    where = "--corpus", survey.corpus, "--index", far
    result = msqqa("ask", *where, "which countries have a portal")
    assert result.out == msqqa("ask", *survey.options, "which countries have a portal").out
    assert msqqa("info", "--index", far, "--format", "json").json["index"] == display_index(far)


def test_a_wrong_password_is_told(far: Path, survey: Place, msqqa: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "another")
    why = told(msqqa, survey, far)
    assert "the password of the user builder is wrong, or there is no such user; correct it in PGPASSWORD" in why
    monkeypatch.delenv("PGPASSWORD")
    monkeypatch.setenv("PGPASSFILE", "/dev/null")
    why = told(msqqa, survey, far)
    assert "the user builder needs a password, and none was given; give it in PGPASSWORD" in why


def test_a_database_that_is_not_there_is_told(
    far: Path, survey: Place, msqqa: Run, by_password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ROWS, by_password.replace("/postgres", "/nosuch"))
    assert "nosuch" in told(msqqa, survey, far)
    monkeypatch.setenv(ROWS, "postgresql://[")
    assert "names no database" in told(msqqa, survey, far)
    monkeypatch.setenv(ROWS, f"{by_password}?hostaddr=127.0.0.1")
    assert "the option 'hostaddr' is not understood" in told(msqqa, survey, far)
    monkeypatch.setenv(ROWS, f"postgresql://127.0.0.1:{free_port()}/postgres")
    assert "no PostgreSQL answers there" in told(msqqa, survey, far)


def test_who_may_not_read_is_told_and_who_may_reads(
    far: Path, survey: Place, msqqa: Run, by_password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Postgres(by_password)) as database:
        database.execute(f"CREATE ROLE reader LOGIN PASSWORD '{PASSWORD}'")
        monkeypatch.setenv(ROWS, by_password.replace("builder", "reader"))
        assert "permission denied" in told(msqqa, survey, far)
        database.execute("GRANT pg_read_all_data TO reader")
    where = "--corpus", survey.corpus, "--index", far
    assert msqqa("ask", *where, "which countries have a portal").status == 0
    # Who only reads cannot build.
    kenya = survey.corpus / "kenya.md"
    kenya.write_text(kenya.read_text(encoding="utf-8") + "\nAdded.\n", encoding="utf-8")
    result = msqqa("index", *where)
    assert (result.status, result.err.count("permission denied")) == (2, 1)


def test_an_index_of_another_version_is_told(far: Path, survey: Place, msqqa: Run, by_password: str) -> None:
    import json

    from msqqa.index import manifest

    there = door.load(far)
    assert there is not None
    body = json.loads(there.dump())
    body.pop("self")
    body["format"] = 1
    body["self"] = manifest.digest_of_data(body)
    with closing(Postgres(by_password)) as database:
        database.execute(
            "UPDATE msqqa.published SET manifest = ? WHERE collection = ?",
            (json.dumps(body), address_of(far).collection),
        )
    with pytest.raises(StoreError, match="has format 1"):
        door.open_index(far)
    assert f"--index '{display_index(far)}'" in told(msqqa, survey, far)
