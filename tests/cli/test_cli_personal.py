"""Personal data in every format, and every way out of an index: planted values are searched for in all of them."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msqqa.encode.model import Model
from tests import pdfs, planted
from tests.planted import ANSWERS, PUBLIC, QUESTIONS, WITHOUT_SPACES, Plant
from tests.read import renderings
from tests.support import FULL, Place, change, response, write_survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support import Run

pytestmark = pytest.mark.slow

FORMATS = ("md", "docx", "pdf", "csv", "json", *(("txt", "html", "xlsx", "fhir") if FULL else ()))
"""Each takes ten seconds; ``MSQQA_ATTACK=full`` has all of them."""
RENDER: dict[str, Callable[[str], bytes]] = {
    "md": str.encode, "txt": renderings.as_text, "html": renderings.as_html, "docx": renderings.as_docx,
    "pdf": pdfs.of_markdown,
}  # fmt: skip


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of one narrow layer: what is withheld does not depend on the vectors."""
    import torch
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("models") / "tiny"
    shutil.copytree(Model.named("english").folder, folder, ignore=shutil.ignore_patterns("model.safetensors"))
    width = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    change(folder / "config.json", **width)
    change(folder / "1_Pooling" / "config.json", word_embedding_dimension=32)
    torch.manual_seed(0)
    BertModel(BertConfig(**json.loads((folder / "config.json").read_text()))).save_pretrained(folder)
    return folder


@pytest.fixture(params=FORMATS)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, list[Plant], list[tuple[str, str]], Place]:
    """A corpus in one format: what was planted in it, what is public in it, and where it is."""
    format_ = request.param
    unseen = WITHOUT_SPACES if format_ == "pdf" else ()
    plants = planted.planted([code for code in planted.LABELS if code not in unseen])
    public = [pair for pair in PUBLIC if format_ != "pdf" or (max(pair[0]) < "\u0600")]
    place = Place(tmp_path / "answers", tmp_path / "index")
    place.corpus.mkdir()
    for name, data in planted.files(format_, plants, public, RENDER.get(format_, str.encode)).items():
        (place.corpus / name).write_bytes(data)
    return format_, plants, public, place


def test_nothing_planted_comes_out(
    made: tuple[str, list[Plant], list[tuple[str, str]], Place],
    msqqa: Run,
    monkeypatch: pytest.MonkeyPatch,
    quick: Path,
    tmp_path: Path,
) -> None:
    format_, plants, public, place = made
    monkeypatch.setenv("MSQQA_MODEL", str(quick))
    out = dict(_said(msqqa, monkeypatch, place, plants, tmp_path, documents=format_ in RENDER))
    out |= {f"store: {table}": text for table, text in _stored(place)}
    marks = {mark.lower(): plant.label for plant in plants for of_one in plant.marks for mark in of_one}
    folded = {where: text.lower() for where, text in out.items()}
    leaked = {(where, label) for where, text in folded.items() for mark, label in marks.items() if mark in text}
    assert not leaked
    kept = "\n".join(text for where, text in out.items() if where.startswith("store"))
    assert not [label for label, value in public if value not in kept]
    respondents = json.loads(out["info json"])["respondents"]
    assert set(respondents.values()) == set(planted.COUNTRIES)
    _with_contacts(msqqa, place, plants)


_CONTACTS = "Completed by: Zqone Vxone (zqone@vxone.example.org)\n\nTelephone: +999 7700 1100\n\n"


def test_around_and_within_the_answers_of_a_known_form(msqqa: Run, tmp_path: Path) -> None:
    """Before the form begins, in an answer to it, and after it; the service's own number stays."""
    answers = "The helpdesk answers at 0800 442 901.\n\nContact person: Zqtwo Vxtwo, zqtwo@vxtwo.example.org"
    text = f"{_CONTACTS}{response(portal=answers, others='Zqone Vxone signed it.')}\n\nSignature: Zqthree Vxthree\n"
    place = Place(write_survey(tmp_path / "survey", {"kenya.md": text, "peru.md": response()}), tmp_path / "index")
    assert msqqa("index", *place.options).status == 0
    found = msqqa("search", "helpdesk portal", "--respondent", "Kenya", "--format", "json", *place.options)
    (passage, *_) = found.json["passages"]
    shown = msqqa("show", passage["id"], "--around", "200", *place.options)
    matrix = msqqa("matrix", "--format", "csv", *place.options)
    out = "".join([*(text for _, text in _stored(place)), found.both, shown.both, matrix.both]).lower()
    assert "0800 442 901" in passage["quote"]
    assert "signed it" in out
    assert not [mark for mark in ("zqone", "vxone", "zqtwo", "vxtwo", "zqthree", "vxthree", "7700") if mark in out]
    (span,) = [span for span in _hidden(place) if "/3#" in span]
    assert "Zqtwo" in msqqa("show", span, "--contacts", *place.options).out
    assert "--contacts" in msqqa("show", span, *place.options).err


def test_an_answer_says_what_is_withheld_by_its_kind(msqqa: Run, tmp_path: Path) -> None:
    told = {
        "Telephone of the contact person: +254 20 123 4567": "Telephone numbers are withheld",
        "IP address: 198.51.100.7": "IP addresses are withheld",
        "Contact person: Zqtwo Vxtwo, zqtwo@vxtwo.example.org": "Names and e-mail addresses are withheld",
        "Contact person: Zqtwo Vxtwo": "Names are withheld",
    }
    countries = ("kenya", "peru", "japan", "chile")
    files = {
        f"{country}.md": response(portal=f"The portal is open.\n\n{line}", others="Zq")
        for country, line in zip(countries, told, strict=True)
    }
    place = Place(write_survey(tmp_path / "survey", files), tmp_path / "index")
    assert msqqa("index", *place.options).status == 0
    for country, sentence in zip(countries, told.values(), strict=True):
        question = f"please describe the national portal of {country.title()} and how it is used"
        answer = msqqa("ask", question, "--format", "json", *place.options).json["answer"]
        assert f"{sentence} [" in answer, answer


def test_whatever_is_shown_of_a_shortened_answer_says_so(msqqa: Run, tmp_path: Path) -> None:
    """Of a claim that a sentence tells, of a set, and of the nearest place beneath a refusal."""
    portal = "The portal offers a chat with librarians. The contact person: Zqtwo Vxtwo"
    files = {"kenya.md": response(portal=portal), "peru.md": response()}
    place = Place(write_survey(tmp_path / "survey", files), tmp_path / "index")
    assert msqqa("index", *place.options).status == 0
    for question in (
        "does the portal of Kenya offer a chat with librarians",
        "which countries mention librarians",
        "how many librarians chat at the portal of Kenya",
    ):
        answer = msqqa("ask", question, *place.options).out
        assert "ames are withheld" in answer, answer


def test_a_response_is_not_called_after_its_contact(msqqa: Run, tmp_path: Path) -> None:
    """A file with its contact's name has another id, and an organisation beside a bare name is the respondent."""
    folder = tmp_path / "answers"
    folder.mkdir()
    for n, (who, body) in enumerate([("Zqone Vxone", "Acme"), ("Zqtwo Vxtwo", "Bitco"), ("Zqsix Vxsix", "Cordia")]):
        asked = "".join(f"## {q}\n\n{a[n].format(body)}\n\n" for q, a in zip(QUESTIONS, ANSWERS, strict=True))
        head = f"- Name: {who}\n- Organisation: {body}\n- Title: Head\n- E-mail: {who[:5].lower()}@x.example.org\n\n"
        name = who.lower().replace(" ", "-")
        (folder / f"{name}.md").write_text(head + asked, encoding="utf-8")
    place = Place(folder, tmp_path / "index")
    assert msqqa("index", *place.options).status == 0
    respondents = msqqa("info", "--format", "json", *place.options).json["respondents"]
    assert set(respondents.values()) == {"Acme", "Bitco", "Cordia"}
    assert not [id_ for id_ in respondents if "zq" in id_ or "vx" in id_]
    assert list(folder.glob("zq*.md"))
    # The path is the user's own name of a file, by which a citation is opened; nothing else has the person's name.
    answer = msqqa("ask", QUESTIONS[0], "--format", "json", *place.options).json
    assert all(Path(citation["source"]).is_file() for citation in answer["citations"])
    for citation in answer["citations"]:
        del citation["source"]
    shown = json.dumps(answer) + msqqa("matrix", "--format", "csv", *place.options).out
    assert answer["citations"]
    assert not [mark for mark in ("zq", "vx") if mark in shown.lower()]


def _said(
    msqqa: Run, monkeypatch: pytest.MonkeyPatch, place: Place, plants: list[Plant], folder: Path, *, documents: bool
) -> Iterator[tuple[str, str]]:
    """Yield what each command prints or writes."""

    def run(name: str, *arguments: object) -> tuple[str, str]:
        result = msqqa(*arguments)
        assert "Traceback" not in result.err
        return name, result.both

    if documents:
        yield run("form learn", "form", "learn", place.corpus)
    yield run("index", "index", *place.options)
    for form in ("terminal", "json", "csv", "markdown"):
        result = msqqa("info", "--format", form, *place.options, *(("--account",) if form != "json" else ()))
        yield f"info {form}", result.out if form == "json" else result.both
        yield run(f"matrix {form}", "matrix", "--format", form, *place.options)
    for ending in ("html", "xlsx", "csv", "md", "json"):
        file = folder / f"matrix.{ending}"
        assert msqqa("matrix", "--output", file, *place.options).status == 0
        yield f"matrix.{ending}", _text_of(file)
    first = plants[0].values[0]
    name = next(p.values[0] for p in plants if p.what == "name")
    asked = [
        "what is the e-mail address of the contact person of Kenya",
        f"which countries mention '{name.split()[1]}'",
    ]
    for question in asked:
        for form in ("terminal", "json"):
            result = msqqa("ask", question, "--format", form, *place.options)
            yield f"ask {question} {form}", _without(result.both, question)
    for query in ("contact person name e-mail", name, first):
        result = msqqa("search", query, "--limit", "50", "--format", "json", *place.options)
        yield f"search {query}", _without(result.both, query)
    searched = msqqa("search", "portal law sandbox", "--limit", "2", "--format", "json", *place.options).json
    for passage in searched["passages"]:
        show = ("show", passage["id"], "--around", "2000", "--format", "json")
        yield run(f"show {passage['id']}", *show, *place.options)
    for n, span in enumerate(_hidden(place)[:2]):
        yield run(f"refused {n}", "show", span, *place.options)
    lines = "who is the contact person of Kenya\n:show 1\nand Peru?\nfull name of whoever completed it\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    yield run("chat", "chat", *place.options)


def _with_contacts(msqqa: Run, place: Place, plants: list[Plant]) -> None:
    """Check that what is withheld is shown to whoever asks for it."""
    spans = _hidden(place)
    assert len(spans) >= len(plants)
    shown = "".join(
        msqqa("show", span, "--contacts", "--format", "json", *place.options).json["quote"] for span in spans[:9]
    )
    marks = [mark for plant in plants for of_one in plant.marks for mark in of_one]
    assert sum(mark.lower() in shown.lower() for mark in marks) >= 9


def _hidden(place: Place) -> list[str]:
    """Return citations of what is withheld."""
    db = sqlite3.connect(place.generation / "store.sqlite")
    found = db.execute(
        "SELECT r.id, question, withheld FROM cell c JOIN respondent r ON r.source = c.id >> 20 WHERE withheld != '[]'"
    ).fetchall()
    name = place.manifest["corpus"]
    return [f"{name}/{who}/{what}#{a}-{b}" for who, what, spans in found for a, b in json.loads(spans)]


def _stored(place: Place) -> Iterator[tuple[str, str]]:
    """Yield what the index holds, but for the text of its sources: that has the spans that ``--contacts`` shows.

    Digests and times are left out as well: five digits of a telephone number stand in them by chance.
    """
    db = sqlite3.connect(place.generation / "store.sqlite")
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        wanted = [c for c in columns if (table, c) != ("source", "text") and c not in ("sha256", "stamp", "mtime_ns")]
        rows: list[Any] = db.execute(f"SELECT {', '.join(wanted)} FROM {table}").fetchall()
        yield table, "\n".join("\t".join(map(str, row)) for row in rows)
    for file in place.generation.iterdir():
        if file.name != "store.sqlite":
            yield file.name, file.read_bytes().decode("latin-1")


def _text_of(file: Path) -> str:
    if file.suffix != ".xlsx":
        return file.read_text(encoding="utf-8")
    import zipfile

    with zipfile.ZipFile(file) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def _without(text: str, question: str) -> str:
    """Return an answer without the question that it repeats: the asker knows what the asker typed."""
    for word in sorted({question, *question.replace("'", " ").split()}, key=len, reverse=True):
        text = text.replace(json.dumps(word, ensure_ascii=False)[1:-1], "").replace(word.lower(), "").replace(word, "")
    return text
