"""The API against its own description, with what nobody would send on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from msqqa.serve.operations import OPERATIONS

schemathesis = pytest.importorskip("schemathesis", reason="pip install 'msqqa[fuzz]'")

if TYPE_CHECKING:
    from tests.serve.conftest import Served

EXAMPLES = 5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        pytest.param(operation, kind, id=f"{operation.name}, {kind}")
        for operation in OPERATIONS
        for kind in ("as described", "not as described")
        if kind == "as described" or operation.takes["properties"]  # who takes nothing can be given nothing wrong
    ],
)
def test_whatever_is_sent_is_answered_as_described(served: Served, operation: Any, kind: str) -> None:
    from hypothesis import HealthCheck, given, settings
    from schemathesis.checks import CHECKS
    from schemathesis.generation import GenerationMode

    described = schemathesis.openapi.from_url(f"{served.address}api/openapi.json")[operation.path][operation.method]
    mode = GenerationMode.POSITIVE if kind == "as described" else GenerationMode.NEGATIVE
    # A text of the right kind may be no question, or cite nothing: the description says so, and no schema can.
    left_out = CHECKS.get_by_names(["positive_data_acceptance"])

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=[*HealthCheck]
    )
    @given(case=described.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        case.call_and_validate(excluded_checks=left_out)

    send()
