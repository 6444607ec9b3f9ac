"""JSON Schemas of what tools return; :mod:`msqqa.arguments` has those of what they take.

``ask`` and ``tally`` return what ``msqqa/render/answer.schema.json`` describes; ``results.schema.json`` beside this
module describes what the others return, and takes a citation from there.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from msqqa.render.as_json import schema as of_answer


def of_result(tool: str) -> dict[str, Any]:
    """Return the schema of what a tool returns; it refers to nothing outside of itself."""
    answer = of_answer()
    if tool in ("ask", "tally"):
        return answer
    text = (resources.files("msqqa.mcp") / "results.schema.json").read_text(encoding="utf-8")
    own: dict[str, Any] = json.loads(text)[tool]
    return {**own, "$defs": {"citation": answer["$defs"]["citation"]}}
