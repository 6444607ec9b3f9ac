"""What several test modules share: a small corpus, a command's outcome, and what every answer must hold to."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema

from msqqa.render.as_json import schema

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from msqqa.ask.engine import Engine

REPO = Path(__file__).parents[1]
FULL = os.environ.get("MSQQA_ATTACK") == "full"
"""Whether what takes long is tried as often, or as large, as a report should say."""
MSQ = REPO / "corpora" / "msq-2024"
NAMES = ("Uchral", "Nyam-Osor", "Orkhontulga", "Tsedensodnom")
ADDRESSES = ("uchral@mddc.gov.mn", "fr@mddc.gov.mn")
STANCES = ("yes", "no", "planned", "partial", "blank", "unclear")
VERDICTS = ("matched", "possible", "rejected", "none")

SURVEY_FORM = """
id = "survey"
title = "A small survey of digital government"
edition = "2023"
respondent_nouns = ["country", "countries", "government", "governments"]

[[section]]
id = "A"
title = "Laws and plans"

[[section.question]]
id = "1"
text = "Is there a national law on the protection of personal data?"
kind = "yesno"
guidance = ["If yes, please provide link and detail."]

[[section.question]]
id = "2"
text = "Is there a regulatory sandbox for new technologies?"
kind = "yesno"
guidance = ["If yes, please provide link and detail."]

[[section.question]]
id = "3"
text = "Please describe the national portal and how it is used"
kind = "open"

[[section.question]]
id = "4"
text = "Please describe cooperation with other countries"
kind = "open"
"""

YES, NO, EMPTY, LOST = "☒ Yes ☐ No", "☐ Yes ☒ No", "☐ Yes ☐ No", "Yes  No"


def response(
    law: str = YES, law_detail: str = "", box: str = NO, box_detail: str = "", portal: str = "", others: str = ""
) -> str:
    return (
        f"1. Is there a national law on the protection of personal data?\n\n{law}\n\n"
        f"If yes, please provide link and detail.\n\n{law_detail}\n\n"
        f"2. Is there a regulatory sandbox for new technologies?\n\n{box}\n\n"
        f"If yes, please provide link and detail.\n\n{box_detail}\n\n"
        f"3. Please describe the national portal and how it is used\n\n{portal}\n\n"
        f"4. Please describe cooperation with other countries\n\n{others}\n"
    )


RESPONSES = {
    "kenya.md": response(
        YES,
        "The Data Protection Act was passed in 2019.",
        NO,
        "",
        "The portal follows the Web Content Accessibility Guidelines (WCAG) and offers 5,000 services to farmers.",
        "A memorandum with Singapore was signed.",
    ),
    "peru.md": response(
        NO,
        "",
        YES,
        "The central bank runs a sandbox for payments.",
        "The portal has an open data catalogue and a chatbot.",
    ),
    "japan.md": response(
        EMPTY,
        "",
        LOST,
        "",
        "The portal meets the WCAG standard and has open data.",
        "Experts from Estonia advise the ministry.",
    ),
}


def write_survey(folder: Path, responses: dict[str, str] | None = None) -> Path:
    """Write a corpus of the small survey; return its folder."""
    folder.mkdir(parents=True)
    (folder / "form.toml").write_text(SURVEY_FORM, encoding="utf-8")
    for name, text in (RESPONSES if responses is None else responses).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def open_corpus(home: Path, files: dict[str, str]) -> Engine:
    """Write the files of a corpus, index it beside them, and open it."""
    from msqqa.ask.engine import Engine
    from msqqa.corpus import Corpus
    from msqqa.encode import Encoder
    from msqqa.index.build import build

    (home / "corpus").mkdir()
    for name, text in files.items():
        (home / "corpus" / name).write_text(text, encoding="utf-8", newline="")
    build(Corpus.at(home / "corpus"), home / "index", Encoder.named())
    return Engine.open(home / "index")


def as_csv(rows: list[dict[str, str]]) -> str:
    """Return rows as a table of a line each, under their heads."""
    written = io.StringIO()
    out = csv.DictWriter(written, list(rows[0]))
    out.writeheader()
    out.writerows(rows)
    return written.getvalue()


@dataclass(frozen=True)
class Result:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def both(self) -> str:
        return self.out + self.err


Run = Callable[..., Result]


@dataclass(frozen=True)
class Place:
    """A corpus and its index."""

    corpus: Path
    index: Path

    @property
    def options(self) -> tuple[str, ...]:
        return "--corpus", str(self.corpus), "--index", str(self.index)

    @property
    def manifest(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads((self.index / "manifest.json").read_text(encoding="utf-8"))
        return data

    @property
    def generation(self) -> Path:
        return self.index / str(self.manifest["generation"])

    def tamper(self, **changes: Any) -> None:
        """Change the manifest and make its hash of itself anew."""
        body = self.manifest | changes
        body.pop("self")
        body["self"] = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
        (self.index / "manifest.json").write_text(json.dumps(body), encoding="utf-8")

    def copied(self, to: Path) -> Place:
        """Return a copy of both, side by side in another folder."""
        shutil.copytree(self.corpus, to / self.corpus.name)
        shutil.copytree(self.index, to / "index")
        return Place(to / self.corpus.name, to / "index")


@dataclass
class Told:
    """A reporter that keeps what it is told."""

    notes: list[str] = field(default_factory=list)
    done: list[tuple[int, int]] = field(default_factory=list)

    def note(self, line: str) -> None:
        self.notes.append(line)

    def report_encoding(self, done: int, total: int) -> None:
        self.done.append((done, total))


def flip(file: Path, at: float = 0.5) -> None:
    """Change one byte of a file."""
    data = bytearray(file.read_bytes())
    data[int(len(data) * at)] ^= 0x01
    file.write_bytes(data)


def change(file: Path, **changes: Any) -> None:
    """Change some keys of a JSON file."""
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | changes), encoding="utf-8")


def pooled_by(folder: Path, *modes: str) -> None:
    """Change how a model makes one vector of many, in the words of its configuration."""
    file = folder / "1_Pooling" / "config.json"
    off = {key: False for key in json.loads(file.read_text(encoding="utf-8")) if key.startswith("pooling_mode_")}
    change(file, **off | {f"pooling_mode_{mode}": True for mode in modes})


def cosines(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the cosine of each row to the one beside it; both are of length 1."""
    found: NDArray[np.float32] = (one * other).sum(axis=1)
    return found


def process(
    *arguments: object, script: str | None = None, env: dict[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line, or a script, as a process of its own."""
    return subprocess.run(
        command(*arguments, script=script), capture_output=True, env=environment(**(env or {})), **options
    )


def command(*arguments: object, script: str | None = None) -> list[str]:
    head = [sys.executable, "-m", "msqqa"] if script is None else [sys.executable, "-c", script]
    return [*head, *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k == "MSQQA_CACHE" or not k.startswith("MSQQA_")}
    return kept | {"PYTHONDONTWRITEBYTECODE": "1"} | more


def is_one_line(result: Result, *mentioned: str) -> None:
    """Check that a refusal is one line on standard error, after notes at most, and says what it should."""
    assert result.out == ""
    assert "Traceback" not in result.err
    lines = result.err.splitlines()
    assert lines
    assert all(line.startswith("msqqa: ") for line in lines), result.err
    for words in mentioned:
        assert words in lines[-1], lines[-1]


def equals_golden(path: Path, text: str) -> None:
    """Assert that a text is the recorded one; with ``MSQQA_GOLDEN=write`` record it instead, to be looked at."""
    if os.environ.get("MSQQA_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@lru_cache
def _validator() -> jsonschema.Draft202012Validator:
    """The schema of answers, which is itself checked in tests/render/test_schema.py."""
    return jsonschema.Draft202012Validator(schema())


def is_sound(answer: dict[str, Any], folder: Path = REPO) -> None:
    """Check what holds for every answer: schema, sums, citations, marks."""
    _validator().validate(answer)
    coverage, plan = answer["coverage"], answer["plan"]
    assert sum(coverage[v] for v in VERDICTS) == coverage["examined"]
    with_stance = plan["operator"] in ("lookup", "compare") or plan["mode"] == "question"
    told = sum(coverage[s] for s in STANCES)
    if plan["mode"] == "meaning" and not with_stance:  # whoever is told of has a stance on the claim
        assert told + coverage["silent"] <= coverage["examined"]
    else:
        assert told == (coverage["examined"] if with_stance else 0)
    numbers = [c["n"] for c in answer["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {int(n) for n in re.findall(r"\[(\d+)\]", answer["answer"])} <= set(numbers)
    assert len({r["id"] for r in answer["respondents"]}) == len(answer["respondents"])
    for respondent in answer["respondents"]:
        assert set(respondent["citations"]) <= set(numbers)
        stances = STANCES if with_stance else (*STANCES, None) if plan["mode"] == "meaning" else (None,)
        assert respondent["stance"] in stances
    if not answer["answered"]:
        assert answer["respondents"] == []
    for citation in answer["citations"]:
        is_exact(citation, folder)
        if plan["respondents"]:
            assert citation["respondent"] in plan["respondents"]


def is_exact(citation: dict[str, Any], folder: Path = REPO) -> None:
    """Check a citation against the file it cites."""
    with (folder / citation["source"]).open(encoding="utf-8", newline="") as file:
        text = file.read()
    start, end = citation["chars"]
    assert 0 <= start < end <= len(text)
    assert citation["quote"] == text[start:end]
    assert citation["sha256"] == hashlib.sha256(citation["quote"].encode("utf-8")).hexdigest()
    line_ends = [m.end() for m in re.finditer(r"\r\n|\n|\r", text)]
    first = 1 + sum(at <= start for at in line_ends)
    last = 1 + sum(at <= end - 1 for at in line_ends)
    assert citation["lines"] == [first, last]
    tail = f"/{citation['respondent']}/{citation['question_id']}#{start}-{end}"
    assert re.fullmatch(rf"[^/]+{re.escape(tail)}", citation["id"])
    assert citation["page"] is None


def without_timing(lines: Iterable[str]) -> list[dict[str, Any]]:
    return [{k: v for k, v in json.loads(line).items() if k != "timing_ms"} for line in lines]
