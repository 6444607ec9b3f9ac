"""``--llm``: options of a language model that the user brings, and what it says beside an answer."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from msqqa.cli.session import StandardError
from msqqa.errors import UserError
from msqqa.render import Format

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from msqqa.ask.engine import Engine
    from msqqa.llm.speaker import Speaker
    from msqqa.model import Answer

LlmOption = Annotated[
    str | None,
    typer.Option(
        "--llm",
        metavar="URL|FILE.gguf",
        help="Let this language model reword the answer, beside the exact one: an address that speaks OpenAI's chat "
        "protocol, or a file. It is sent the question and the quotes.",
    ),
]
LlmModelOption = Annotated[
    str | None, typer.Option("--llm-model", envvar="MSQQA_LLM_MODEL", metavar="NAME", help="The model at that address.")
]
LlmPossibleOption = Annotated[
    bool, typer.Option("--llm-possible", help="Let it also guess of each possible respondent; never counted.")
]
LlmSecondsOption = Annotated[
    float, typer.Option("--llm-seconds", metavar="N", help="Seconds that one answer of it may take.")
]


_UNFIT = {
    "--contacts": "what a language model is sent holds no contacts",
    "--format csv": "a table has no place for its sentences",
}
"""Options beside which ``--llm`` makes no sense, and why."""


@dataclass(frozen=True, slots=True)
class Commentator:
    """A language model that the user brought, asked after each answer; closing it ends what runs it."""

    speaker: Speaker
    possible: bool
    """Whether it is asked about possible respondents too."""

    def add(self, engine: Engine, answer: Answer) -> Answer:
        """Return an answer with what the model says beside it; whatever goes wrong is one line on standard error."""
        from msqqa.llm.beside import add_rewording

        people = engine.index.store.respondents
        return add_rewording(answer, people, self.speaker, StandardError().note, possible=self.possible)

    def write(self, engine: Engine, answer: Answer) -> None:
        """Ask the model now that the answer is written, and write what it says below, on the screen."""
        from msqqa.render import beside as below
        from msqqa.render.screen import screen

        sys.stdout.flush()
        said = self.add(engine, answer).beside
        if said is not None and not (said.problem and not said.sentences and not said.opinions):
            below.write(said, screen())

    def __enter__(self) -> Commentator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.speaker.close()


def load_commentator(
    where: str | None, model: str | None, seconds: float, *, possible: bool, unfit: Mapping[str, bool]
) -> Commentator | None:
    """Return the language model that the options name; None where there is none.

    Parameters
    ----------
    where, model, seconds, possible:
        The options.
    unfit:
        Which of the options that do not go with them were given.

    Raises
    ------
    UserError
        If the options do not fit together, or name no model.
    """
    if where is None:
        if possible:
            raise UserError("--llm-possible was given without --llm", "name a language model with --llm")
        return None
    for option, why in _UNFIT.items():
        if unfit.get(option):
            raise UserError(f"--llm and {option} were given", f"give one of them: {why}")
    from msqqa.llm.named import speaker

    return Commentator(speaker(where, model, seconds), possible)


def unfit_options(format_: Format, *, contacts: bool) -> dict[str, bool]:
    """Return which of the options that do not go with ``--llm`` were given."""
    return {"--contacts": contacts, "--format csv": format_ is Format.csv}
