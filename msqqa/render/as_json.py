"""The answer as JSON, a contract: fields may be added, none renamed. ``answer.schema.json`` beside it describes it."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import resources
from typing import TYPE_CHECKING, Any

from msqqa.render.prose import paragraph, sentence

if TYPE_CHECKING:
    from msqqa.ask.answer.search_hits import Hit
    from msqqa.model import Answer, Citation, Plan


def render(answer: Answer) -> str:
    """Return an answer as an indented JSON object."""
    return json.dumps(as_dict(answer), ensure_ascii=False, indent=2) + "\n"


def compact(data: dict[str, Any]) -> str:
    """Return an object as one line of JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def as_dict(answer: Answer) -> dict[str, Any]:
    """Return an answer as the object that the contract describes."""
    return {
        "question": answer.question,
        "plan": _plan(answer.plan),
        "answered": answer.answered,
        "answer": paragraph(answer),
        "statements": [
            {"kind": s.kind, "text": sentence(s, answer.plan), **_with_lists(asdict(s))} for s in answer.statements
        ],
        "coverage": asdict(answer.coverage),
        "respondents": [
            {**asdict(d), "citations": list(d.citations), "denials": list(d.denials)} for d in answer.respondents
        ],
        "citations": [citation_dict(c) for c in answer.citations],
        "claim": answer.claim,
        "notes": list(answer.notes),
        "changed_sources": list(answer.changed_sources),
        **_closed(answer),
        **({} if answer.beside is None else {"language_model": _with_lists(asdict(answer.beside))}),
        # The one thing that differs from one run to the next.
        **({} if answer.seconds is None else {"timing_ms": {"total": round(answer.seconds * 1000, 1)}}),
    }


def _closed(answer: Answer) -> dict[str, Any]:
    """Return what closed answers come to, each kind under its own name, the others null."""
    from msqqa.model.closed import Aggregated, Choice, Tallied, Undecided

    kinds = {"choice": Choice, "tally": Tallied, "aggregate": Aggregated, "undecided": Undecided}
    closed = answer.closed
    told = None if closed is None else _with_lists(asdict(closed))
    return {name: told if isinstance(closed, kind) else None for name, kind in kinds.items()}


def _with_lists(value: Any) -> Any:
    """Return a value with lists in the place of tuples, as JSON has them."""
    if isinstance(value, dict):
        return {key: _with_lists(one) for key, one in value.items()}
    return [_with_lists(one) for one in value] if isinstance(value, list | tuple) else value


def citation_dict(citation: Citation) -> dict[str, Any]:
    """Return a citation as the contract describes it."""
    return {**asdict(citation), "lines": list(citation.lines), "chars": list(citation.chars)}


def hit_dict(hit: Hit) -> dict[str, Any]:
    """Return a passage that a search found: its citation, its score, what its cell says, and where the words stand."""
    places = [list(place) for place in hit.found]
    return {**citation_dict(hit.citation), "score": hit.score, "says": hit.says, "found": places}


def place_dict(citation: Citation, before: str, after: str) -> dict[str, Any]:
    """Return a cited place with the text before and after it."""
    return {**citation_dict(citation), "before": before, "after": after}


def describe_failure(question: str, code: str, message: str) -> dict[str, Any]:
    """Return what a batch prints for a line that is no question."""
    return {"question": question, "answered": False, "error": {"code": code, "message": message}}


def schema() -> dict[str, Any]:
    """Return the JSON Schema of an answer."""
    text = (resources.files("msqqa.render") / "answer.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _plan(plan: Plan) -> dict[str, Any]:
    from msqqa.model import Aggregate, Change, SetPlan

    of_a_set = plan if isinstance(plan, SetPlan) else None
    return {
        "operator": plan.operator,
        "mode": of_a_set.mode if of_a_set else None,
        "polarity": of_a_set.polarity if of_a_set else "positive",
        "respondents": list(plan.respondents),
        "questions": list(plan.questions),
        "terms": list(plan.terms),
        "concepts": [
            {"terms": list(c.terms), "questions": list(c.questions), "polarity": c.polarity, "relation": c.relation}
            for c in plan.concepts
        ],
        "combine": plan.combine,
        "absent": list(plan.absent),
        "editions": list(plan.editions),
        "silent": of_a_set.silent if of_a_set else False,
        "sought": of_a_set.sought if of_a_set else None,
        "extreme": plan.extreme if isinstance(plan, Aggregate) else "",
        "over_time": isinstance(plan, Change),
        "asks": plan.asks,
    }
