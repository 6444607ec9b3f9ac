from __future__ import annotations

from jsonschema import Draft202012Validator

from msqqa.mcp.tools import TOOLS
from msqqa.serve.operations import OPERATIONS


def test_the_api_and_the_tools_describe_the_same_arguments() -> None:
    """All but how much one result may hold: a language model reads a tool's."""
    api = {operation.name: operation.takes["properties"] for operation in OPERATIONS}
    both = [
        (tool.name, name, said, api[tool.name][name])
        for tool in TOOLS
        for name, said in tool.takes["properties"].items()
        if name in api[tool.name]
    ]
    assert {name for _, name, _, _ in both} >= {
        "question",
        "words",
        "respondents",
        "stances",
        "limit",
        "everyone",
        "by",
    }
    for tool, name, said, other in both:
        assert {**said, "maximum": 0} == {**other, "maximum": 0}, (tool, name)
        assert said["description"]
        if "default" in said:
            Draft202012Validator(said).validate(said["default"])
