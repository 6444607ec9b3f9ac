from __future__ import annotations

import json
import socket
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from msqqa.ask.answer.matrix import matrix
from msqqa.render.as_json import as_dict, citation_dict, hit_dict
from msqqa.render.matrix.as_json import as_dict as matrix_dict
from tests.support import is_sound

if TYPE_CHECKING:
    from msqqa.ask.engine import Engine
    from tests.serve.conftest import Served
    from tests.support import Run

QUESTION = "does Peru have a regulatory sandbox"


def _untimed(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "timing_ms"}


def test_an_answer_is_that_of_the_command_line(served: Served, small: Run) -> None:
    reply = served.post("/api/ask", {"question": QUESTION})
    assert reply.status == 200
    assert _untimed(reply.json) == _untimed(small("ask", QUESTION, "--format", "json").json)
    is_sound(reply.json)


def test_filters_and_limits_hold(served: Served) -> None:
    given = {"question": "is there a regulatory sandbox", "respondents": ["Kenya"], "questions": ["2"], "limit": 0}
    answer = served.post("/api/ask", given).json
    assert answer["plan"]["respondents"] == ["kenya"]
    assert answer["plan"]["questions"] == ["2"]
    everyone = served.post("/api/ask", {"question": "who mentions a chatbot", "everyone": True}).json
    assert len(everyone["respondents"]) == 3


def test_a_search_is_that_of_the_library(served: Served, survey_engine: Engine) -> None:
    found = served.post("/api/search", {"words": "farmers", "limit": 2}).json
    here = [hit_dict(hit) for hit in survey_engine.search("farmers", limit=2)]
    assert found == {"query": "farmers", "passages": json.loads(json.dumps(here))}
    said = served.post("/api/search", {"words": "sandbox", "stances": ["yes"]}).json
    assert {passage["says"] for passage in said["passages"]} == {"yes"}


def test_a_tally_says_so_where_nothing_can_be_counted(served: Served, survey_engine: Engine) -> None:
    answer = served.post("/api/tally", {"question": "3"})
    assert answer.status == 200
    assert _untimed(answer.json) == _untimed(json.loads(json.dumps(as_dict(survey_engine.tally("3")))))


def test_a_place_stands_in_its_surroundings(served: Served, survey_engine: Engine) -> None:
    cited = survey_engine.ask(QUESTION).citations[0]
    place = served.get(f"/api/show?citation={quote(cited.id, safe='')}&around=2").json
    whole = survey_engine.index.store.text("peru.md")
    assert place["before"] + place["quote"] + place["after"] in whole
    assert {**place, "n": cited.n} == {
        **json.loads(json.dumps(citation_dict(cited))),
        "before": place["before"],
        "after": place["after"],
    }


def test_the_matrix_can_be_cut_out(served: Served, survey_engine: Engine) -> None:
    made = served.get("/api/matrix?respondents=Peru&questions=2&questions=3").json
    assert made == json.loads(json.dumps(matrix_dict(matrix(survey_engine.index, ["peru"], ["2", "3"]))))
    assert [question["id"] for question in made["questions"]] == ["2", "3"]


def test_what_is_held_is_that_of_info(served: Served, small: Run) -> None:
    assert served.get("/api/info").json == small("info", "--format", "json").json


def test_somebody_is_there(served: Served) -> None:
    assert served.get("/api/health").json["status"] == "ok"


@pytest.mark.parametrize(
    ("path", "given", "status", "code"),
    [
        ("/api/ask", {}, 422, "request"),
        ("/api/ask", [], 422, "request"),
        ("/api/ask", {"question": 7}, 422, "request"),
        ("/api/ask", {"question": ""}, 422, "request"),
        ("/api/ask", {"question": "?!"}, 422, "question"),
        ("/api/ask", {"question": "x" * 10_001}, 422, "request"),
        ("/api/ask", {"question": "half \ud800 of it"}, 422, "request"),
        ("/api/ask", {"question": QUESTION, "limit": -1}, 422, "request"),
        ("/api/ask", {"question": QUESTION, "limit": 10**9}, 422, "request"),
        ("/api/ask", {"question": QUESTION, "contacts": True}, 422, "request"),
        ("/api/ask", {"question": QUESTION, "respondents": ["Atlantis"]}, 422, "question"),
        ("/api/ask", {"question": QUESTION, "questions": ["99"]}, 422, "question"),
        ("/api/ask", {"question": QUESTION, "respondents": "Peru"}, 422, "request"),
        ("/api/search", {"words": "x", "stances": ["perhaps"]}, 422, "request"),
        ("/api/search", {"question": "x"}, 422, "request"),
        ("/api/tally", {"question": "1", "by": 3}, 422, "request"),
    ],
    ids=lambda value: str(value)[:40].replace("\ud800", "half") if not isinstance(value, int) else None,
)
def test_a_wrong_request_is_told(served: Served, path: str, given: Any, status: int, code: str) -> None:
    reply = served.post(path, given)
    assert (reply.status, reply.code) == (status, code)
    assert "\n" not in reply.json["error"]["message"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/show", 422, "request"),
        ("/api/show?citation=nonsense", 404, "citation"),
        ("/api/show?citation=survey/kenya/99%230-1", 404, "citation"),
        ("/api/show?citation=other/kenya/1%230-1", 404, "citation"),
        ("/api/show?citation=a&citation=b", 422, "request"),
        ("/api/show?citation=survey/kenya/1%230-1&around=many", 422, "request"),
        ("/api/matrix?respondents=Atlantis", 422, "question"),
        ("/api/matrix?nonsense=1", 422, "request"),
        ("/api/nothing", 404, "path"),
        ("/api/ask", 405, "method"),
    ],
)
def test_a_wrong_address_is_told(served: Served, path: str, status: int, code: str) -> None:
    reply = served.get(path)
    assert (reply.status, reply.code) == (status, code)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 60_000], ids=["empty", "cut", "no text", "deep"])
def test_a_body_that_is_no_json_is_told(served: Served, body: bytes) -> None:
    reply = served.request("POST", "/api/ask", body, **{"content-type": "application/json"})
    assert (reply.status, reply.code) == (400, "json")


def test_a_body_of_another_kind_is_told(served: Served) -> None:
    reply = served.request("POST", "/api/ask", b"question=x", **{"content-type": "text/plain"})
    assert (reply.status, reply.code) == (415, "type")


def test_a_body_is_bounded_whether_its_length_is_told_or_not(served: Served) -> None:
    large = b" " * 200_000
    told = served.request("POST", "/api/ask", large, **{"content-type": "application/json"})
    assert (told.status, told.code) == (413, "size")
    parts = b"".join(b"4000\r\n" + b" " * 0x4000 + b"\r\n" for _ in range(12)) + b"0\r\n\r\n"
    headers = {"content-type": "application/json", "transfer-encoding": "chunked"}
    untold = served.request("POST", "/api/ask", parts, **headers)
    assert (untold.status, untold.code) == (413, "size")


def test_what_is_small_is_sent_at_once(served: Served) -> None:
    took = []
    with socket.create_connection(("127.0.0.1", served.port)) as one:
        for _ in range(12):
            began = time.perf_counter()
            one.sendall(b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            got = b""
            while b'"status"' not in got:
                got += one.recv(4096)
            took.append(time.perf_counter() - began)
    assert sorted(took)[1] < 0.035, "none waits for the other side to say that it has the headers"


def test_looking_does_not_wait_for_asking(served: Served) -> None:
    release = threading.Event()
    held = served.desk._asking.begin(lambda: release.wait(30))
    try:
        began = time.monotonic()
        assert served.get("/api/matrix").status == 200
        assert served.get("/api/health").status == 200
        assert time.monotonic() - began < 10
        assert not held.done()
    finally:
        release.set()


def test_many_at_once_get_their_own_answers(served: Served) -> None:
    names = ["Kenya", "Peru", "Japan"] * 4
    got: dict[int, list[str]] = {}

    def ask(n: int, name: str) -> None:
        answer = served.post("/api/ask", {"question": f"does {name} have a data protection law"}).json
        got[n] = answer["plan"]["respondents"]

    threads = [threading.Thread(target=ask, args=pair) for pair in enumerate(names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [got[n] for n in range(len(names))] == [[name.lower()] for name in names]


def test_who_comes_when_too_many_wait_is_told_to_come_again(served: Served) -> None:
    release = threading.Event()
    began = [served.desk._asking.begin(lambda: release.wait(30))]
    try:
        time.sleep(0.1)
        began += [served.desk._asking.begin(lambda: True) for _ in range(32)]
        reply = served.post("/api/ask", {"question": QUESTION})
        assert (reply.status, reply.code) == (503, "busy")
        assert reply.headers["retry-after"] == "1"
    finally:
        release.set()
    for outcome in began:
        outcome.result(30)
    assert served.post("/api/ask", {"question": QUESTION}).status == 200


def test_a_fault_of_ours_names_no_file(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("/secret/place")

    monkeypatch.setattr(served.desk, "describe_holdings", fails)
    reply = served.get("/api/info")
    assert (reply.status, reply.code) == (500, "fault")
    assert "secret" not in reply.text
