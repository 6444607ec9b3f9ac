"""The same index, embedded and over Milvus, answers alike; whatever is away is told in one line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent import futures
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from msqqa import bounds
from msqqa.ask.engine import Engine
from msqqa.cluster import address as address_module
from msqqa.cluster import door, publish, ranking
from msqqa.cluster.address import address_of
from msqqa.cluster.milvus import connect, disconnect
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.errors import MachineError, StoreError
from msqqa.evaluate.questions import load
from msqqa.index import manifest
from msqqa.index.lexical import Lexical
from msqqa.render.as_json import as_dict
from tests.cluster.servers import free_port, milvus
from tests.support import REPO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from msqqa.index.open import Index
    from msqqa.model import Answer
    from tests.support import Place, Run

pytest.importorskip("pymilvus", reason="the extra milvus is not installed: pip install 'msqqa[milvus]'")
pytest.importorskip("milvus_lite", reason="the extra milvus is not installed: pip install 'msqqa[milvus]'")
SAMPLE = 12
"""Questions of the development set that are compared: all of them in ``evals/scale/alike.py``."""


def published(place: Place, index: Path) -> Path:
    """Publish a corpus that has an index, without encoding anything; return where."""
    built = address_of(index).built
    shutil.copytree(place.index, built)
    door.build(Corpus.at(place.corpus), index, Encoder.named())
    return index


@pytest.fixture(scope="module")
def far_survey(survey_once: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(survey_once, Path(f"milvus:{tmp_path_factory.mktemp('milvus')}/survey.db"))


@pytest.fixture
def opened(far_survey: Path) -> Iterator[Index]:
    index = door.open_index(far_survey)
    assert index is not None
    yield index
    index.close()


def test_a_file_of_milvus_is_published_and_searched_without_a_word(
    survey_once: Place, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whichever library has set up logging meanwhile: as torch does when it writes an encoder's export."""
    engine = Engine.open(published(survey_once, Path(f"milvus:{tmp_path}/survey.db")))
    engine.ask("who has a chatbot")
    engine.index.close()
    assert caplog.text == ""


def facts(answer: Answer) -> dict[str, Any]:
    """Return all of an answer but the time that it took."""
    return as_dict(replace(answer, seconds=None))


def test_every_question_is_answered_alike(demo: Place, tmp_path: Path) -> None:
    here = Engine.open(demo.index)
    there = Engine.open(published(demo, Path(f"milvus:{tmp_path}/demo.db")))
    asked = load(REPO / "evals/demo-msq-2024/dev.jsonl")
    kinds = sorted(asked, key=lambda question: question.kind)
    for question in kinds[:: -(-len(kinds) // SAMPLE)]:
        assert facts(there.ask(question.text)) == facts(here.ask(question.text)), question.text
    there.index.close()


def test_rankings_and_filters_are_those_of_the_embedded_index(survey_index: Index, opened: Index) -> None:
    from msqqa.ask.retrieve.scope import Scope

    lexical, search = Lexical(survey_index.store.columns), opened.search
    assert search is not None
    query = np.array(survey_index.vectors.passages[3])
    stems = list(range(0, len(survey_index.store.columns["posting_offsets"]) - 1, 5))
    store = survey_index.store
    scopes = [
        Scope.of(store),
        Scope.of(store, ["kenya"]),
        Scope.of(store, ["kenya", "peru"], [next(id_ for _, id_, _ in store.questions.values())]),
        Scope.of(store, stances=["yes"]),
        Scope.of(store, stances=["blank", "no"]),
    ]
    for scope in scopes:
        for (rows, scores), (own, their) in (
            (search.nearest(query, 5, scope), survey_index.vectors.nearest(query, 5, scope.passages)),
            (search.rank(stems, 50, scope), lexical.rank(stems, 50, scope.passages)),
        ):
            np.testing.assert_allclose(np.sort(scores), np.sort(their), rtol=1e-5)
            assert set(rows.tolist()) == set(own.tolist())
    some = np.array([4, 0, 2])
    np.testing.assert_allclose(search.cosines(query, some), survey_index.vectors.cosines(query, some), rtol=1e-5)


def test_more_than_one_search_returns_is_asked_for_by_respondent(
    opened: Index, survey_index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msqqa.ask.retrieve.scope import Scope

    assert opened.search is not None
    query = np.array(survey_index.vectors.passages[0])
    everything = survey_index.store.passage_count
    whole = opened.search.nearest(query, everything, Scope())
    monkeypatch.setattr(ranking, "MOST", 3)
    each = opened.search.nearest(query, everything, Scope())
    # As many of each respondent: of those that all have, the best.
    sources = survey_index.store.columns["cell_source"][survey_index.store.columns["passage_cell"]]
    assert set(sources[each[0]].tolist()) == set(range(3))
    by_row = dict(zip(*(part.tolist() for part in whole), strict=True))
    for row, score in zip(*(part.tolist() for part in each), strict=True):
        assert score == pytest.approx(by_row[row], abs=1e-6)
    assert each[1].tolist() == sorted(each[1].tolist(), reverse=True)


def test_a_graph_of_neighbours_finds_what_comparing_all_finds(
    survey_once: Place, survey_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msqqa.ask.retrieve.scope import Scope

    monkeypatch.setattr(publish, "EXACT", 0)
    index = door.open_index(published(survey_once, Path(f"milvus:{tmp_path}/graph.db")))
    assert index is not None
    assert index.search is not None
    query = np.array(survey_index.vectors.passages[2])
    assert set(index.search.nearest(query, 5, Scope())[0]) == set(survey_index.vectors.nearest(query, 5)[0])
    index.close()


# ---------------------------------------------------------------- building


def test_a_build_that_is_stopped_leaves_the_index_as_it_was(
    survey: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = published(survey, Path(f"milvus:{tmp_path}/stopped.db"))
    before = door.load(index)
    peru = survey.corpus / "peru.md"
    peru.write_text(peru.read_text(encoding="utf-8").replace("Yes", "No", 1) + "\nMore.\n", encoding="utf-8")

    def stopped(*_: object) -> Any:
        raise MachineError("Milvus refuses", "look into its log")

    monkeypatch.setattr(publish, publish._rows.__name__, stopped)
    with pytest.raises(MachineError):
        door.build(Corpus.at(survey.corpus), index, Encoder.named())
    assert door.load(index) == before
    monkeypatch.undo()
    engine = Engine.open(index)
    assert engine.ask("does Kenya answer").plan is not None
    engine.index.close()
    assert door.build(Corpus.at(survey.corpus), index, Encoder.named()).fresh
    assert door.load(index) != before


def test_who_has_opened_a_generation_finishes_with_it(survey: Place, tmp_path: Path) -> None:
    index = published(survey, Path(f"milvus:{tmp_path}/open.db"))
    reader = Engine.open(index)
    before = facts(reader.ask("which countries have a portal"))
    kenya = survey.corpus / "kenya.md"
    kenya.write_text(kenya.read_text(encoding="utf-8") + "\nAdded.\n", encoding="utf-8")
    door.build(Corpus.at(survey.corpus), index, Encoder.named())
    assert facts(reader.ask("which countries have a portal")) == before
    reader.index.close()


def test_what_is_up_to_date_is_not_published_again(far_survey: Path, survey_once: Place) -> None:
    built = door.build(Corpus.at(survey_once.corpus), far_survey, Encoder.named())
    assert (built.fresh, built.encoded) == (False, 0)


def test_a_file_of_too_many_passages_is_told(
    survey: Place, tmp_path: Path, msqqa: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When it is built, and whenever a question takes too long there."""
    index = published(survey, Path(f"milvus:{tmp_path}/large.db"))
    monkeypatch.setattr(address_module, "MOST_IN_FILE", 3)
    where = "--corpus", survey.corpus, "--index", index
    built = msqqa("index", *where)
    assert (built.status, built.err.count("milvus-lite walks through all of them")) == (0, 1)
    monkeypatch.setenv(bounds.QUESTION_VARIABLE, "0.01")
    told = one_line(msqqa, "ask", *where, "which countries have a portal")
    assert "takes more than 0.01 s" in told
    assert "in a folder or on a Milvus server: milvus-lite walks through all of them" in told


# ---------------------------------------------------------------- the command line


def test_the_commands_take_an_address(far_survey: Path, survey_once: Place, msqqa: Run) -> None:
    where = "--corpus", survey_once.corpus, "--index", far_survey
    here = msqqa("ask", *survey_once.options, "--format", "json", "--no-timing", "which countries have a portal")
    there = msqqa("ask", *where, "--format", "json", "--no-timing", "which countries have a portal")
    assert (there.status, there.json) == (here.status, here.json)
    assert msqqa("verify", *where).status == 0
    info = msqqa("info", *where, "--format", "json")
    assert info.json["index"] == str(far_survey)
    assert msqqa("search", *where, "portal").out == msqqa("search", *survey_once.options, "portal").out


def test_only_an_address_is_enough_where_it_is_published(far_survey: Path, msqqa: Run) -> None:
    assert msqqa("info", "--index", far_survey).status == 0


def one_line(run: Run, *arguments: object) -> str:
    result = run(*arguments)
    assert result.status == 2, result.both
    assert result.err.count("\n") == 1
    assert result.err.startswith("msqqa: ")
    assert result.out == ""
    return result.err


def test_a_server_that_is_away_is_told(msqqa: Run, survey: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MSQQA_POSTGRES", f"postgresql://127.0.0.1:{free_port()}/nobody")
    where = "--corpus", survey.corpus, "--index", f"milvus:http://127.0.0.1:{free_port()}"
    assert "no Milvus answers there" in one_line(msqqa, "index", *where)
    assert "no PostgreSQL answers there" in one_line(msqqa, "ask", *where, "portal")


def test_a_server_without_a_place_for_the_rows_is_told(
    msqqa: Run, survey: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MSQQA_POSTGRES", raising=False)
    told = one_line(msqqa, "ask", "--corpus", survey.corpus, "--index", "milvus:http://127.0.0.1:1", "portal")
    assert "MSQQA_POSTGRES=postgresql://" in told


def test_an_index_of_another_version_is_told(msqqa: Run, survey: Place, tmp_path: Path) -> None:
    index = published(survey, Path(f"milvus:{tmp_path}/old.db"))
    file = address_of(index).built / manifest.FILE
    body = json.loads(file.read_text(encoding="utf-8"))
    body.pop("self")
    body["format"] = 1
    body["self"] = manifest.digest_of_data(body)
    file.write_text(json.dumps(body), encoding="utf-8")
    told = one_line(msqqa, "ask", "--corpus", survey.corpus, "--index", index, "portal")
    assert "has format 1" in told
    assert f"--index {index}" in told


def test_an_index_whose_passages_are_gone_is_told(msqqa: Run, survey: Place, tmp_path: Path) -> None:
    index = published(survey, Path(f"milvus:{tmp_path}/gone.db"))
    there = manifest.load(address_of(index).built)
    assert there is not None
    client = connect(address_of(index))
    client.drop_collection(publish.collection_of(address_of(index), there.generation))
    disconnect(client, address_of(index))
    where = "--corpus", survey.corpus, "--index", index
    assert "publish them with msqqa index" in one_line(msqqa, "ask", *where, "portal")
    assert msqqa("index", *where).status == 0
    assert msqqa("ask", *where, "which countries have a portal").status in (0, 3)


def test_a_file_that_another_process_holds_is_told(survey: Place, tmp_path: Path, msqqa: Run) -> None:
    index = published(survey, Path(f"milvus:{tmp_path}/held.db"))
    holding = (
        "from pymilvus import MilvusClient; import sys;"
        f"c = MilvusClient({str(address_of(index).file)!r}); print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        assert other.stdout is not None
        assert any(line == b"held\n" for line in other.stdout), other.communicate()[1][-2000:]
        assert "another process holds it" in one_line(msqqa, "ask", "--index", index, "portal")
    finally:
        other.communicate()


@pytest.mark.parametrize("mode", [0o555, 0o000], ids=["read only", "closed"])
def test_a_folder_without_permission_is_told(mode: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o755)  # pytest's own folders are closed to whoever else comes
        folder = Path(home, "folder")
        folder.mkdir(mode)
        told = _told_to_nobody(lambda: connect(address_of(Path(f"milvus:{folder}/new.db"))))
        assert told.startswith(f"milvus:{folder}/new.db: permission denied to write {folder}; ask for the right")


def _told_to_nobody(do: Callable[[], object]) -> str:
    """Return what a user without rights is told: root, as whom CI runs, is denied nothing."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setuid(65534)
            do()
        except BaseException as error:
            os.write(writing, str(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        told = said.read().decode()
    os.waitpid(child, 0)
    return told


@pytest.mark.parametrize(
    ("code", "said", "told"),
    [
        ("UNAUTHENTICATED", "auth check failure, please check username and password", "give user:password in"),
        ("PERMISSION_DENIED", "PrivilegeLoad: permission deny to reader", "permission denied"),
    ],
    ids=["password", "permission"],
)
def test_a_server_that_lets_nobody_in_is_told(code: str, said: str, told: str, survey: Place) -> None:
    """A server of the protocol's own that refuses: milvus-lite asks nobody for a password."""
    from pymilvus.grpc_gen import milvus_pb2_grpc

    grpc = pytest.importorskip("grpc")  # pymilvus brings it

    class Refusing(milvus_pb2_grpc.MilvusServiceServicer):  # type: ignore[misc]
        def Connect(self, request: Any, context: Any) -> Any:  # noqa: N802
            context.abort(getattr(grpc.StatusCode, code), said)

        HasCollection = DescribeCollection = Connect

    server = grpc.server(futures.ThreadPoolExecutor(2))
    milvus_pb2_grpc.add_MilvusServiceServicer_to_server(Refusing(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        with pytest.raises(StoreError, match=told):
            connect(address_of(Path(f"milvus:http://127.0.0.1:{port}")))
    finally:
        server.stop(None)


def test_one_file_is_served_to_several(far_survey: Path, survey_index: Index, tmp_path: Path) -> None:
    """The same collection, asked over the network by two clients at once."""
    from msqqa.ask.retrieve.scope import Scope
    from msqqa.cluster.ranking import MilvusSearch

    copied = tmp_path / "served.db"
    shutil.copytree(address_of(far_survey).file, copied)
    there = manifest.load(address_of(far_survey).built)
    assert there is not None
    query = np.array(survey_index.vectors.passages[1])
    with milvus(copied) as uri:
        address = address_of(Path(f"milvus:{uri}"))
        searches = []
        for _ in range(2):
            client = connect(address)
            name = publish.collection_of(address, there.generation)
            client.load_collection(name)
            searches.append(MilvusSearch(client, address, name, [""] * 3))
        found = [set(search.nearest(query, 5, Scope())[0].tolist()) for search in searches]
        for search in searches:
            search.close()
    assert found[0] == found[1] == set(survey_index.vectors.nearest(query, 5)[0].tolist())
