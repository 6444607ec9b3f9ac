"""A conversation: lines in, answers out; what was asked last is remembered for follow-ups and ``:`` commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import typer

from msqqa.cli.ask import write_beside
from msqqa.cli.complete import completions
from msqqa.cli.session import StandardError
from msqqa.cli.show import AROUND, draw
from msqqa.errors import UserError
from msqqa.render import Format
from msqqa.render.changes import note_changes
from msqqa.render.explain import explain_reading
from msqqa.words import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msqqa.ask.engine import Engine
    from msqqa.ask.plan import Filters
    from msqqa.ask.reading.follow import Turn
    from msqqa.cli.llm import Commentator
    from msqqa.model import Answer

COMMANDS = {
    "format": ":format [terminal|json|csv|markdown]  how answers are written; alone, says which it is",
    "show": ":show N                                the place that [N] of the last answer cites, in its surroundings",
    "explain": ":explain                               how the last question was read",
    "help": ":help                                  this",
    "quit": ":quit, :q, Ctrl-D                      leave",
}
_FORMATS = [form.value for form in Format]
_SHORT = {"q": "quit"}
_ALIKE = 0.5
_NUMBER = re.compile(r"\[?([0-9]{1,9})\]?")


class Conversation:
    """Answers lines over one engine."""

    def __init__(
        self,
        engine: Engine,
        filters: Filters,
        format_: Format,
        *,
        limit: int,
        everyone: bool,
        contacts: bool,
        one_line: bool,
        brought: Commentator | None = None,
    ) -> None:
        """Take what ``ask`` takes; ``one_line`` writes JSON for a program, one object a line."""
        store = engine.index.store
        self._engine = engine
        self._filters = filters
        self._format = format_
        self._limit = limit
        self._everyone = everyone
        self._contacts = contacts
        self._one_line = one_line
        self._brought = brought
        self._names = [respondent.name for respondent in store.respondents.values()]
        self._questions = list(dict.fromkeys(id_ for _, id_, _ in store.questions.values()))
        self._turn: Turn | None = None
        self._answer: Answer | None = None
        self._carries_out = {"format": self._set_format, "show": self._show, "explain": self._explain, "help": _help}

    def take(self, line: str) -> bool:
        """Answer a line, or carry out a command; return whether the conversation goes on.

        What a user can be told is told in one line on standard error, and the conversation goes on.
        """
        line = line.strip()
        try:
            if line.startswith(":"):
                return self._command(line)
            if line:
                self._ask(line)
        except UserError as error:
            StandardError().note(squeeze(str(error)))
        return True

    def completions(self, text: str) -> Iterable[tuple[str, int]]:
        """Return what a line may go on with, each with the number of characters that it replaces."""
        cited = [str(c.n) for c in self._answer.citations] if self._answer else []
        arguments = {"format": _FORMATS, "show": cited}
        return completions(text, list(COMMANDS), arguments, self._names, self._questions)

    # ---------------------------------------------------------------- questions

    def _ask(self, line: str) -> None:
        from msqqa.ask.reading.follow import Turn, carry_over, describe_follow_up

        typed = self._engine.read(line)
        if typed.operator == "chat":
            StandardError().note("nothing to look up in that; :help says what can be asked")
            return
        reading = carry_over(typed, self._turn)
        if self._turn is not None and (note := describe_follow_up(reading, typed)):
            StandardError().note(note)
        answer = self._engine.ask(
            line,
            self._filters,
            limit=self._limit,
            everyone=self._everyone,
            contacts=self._contacts,
            reading=reading,
        )
        answer = note_changes(self._engine.index, answer, whole=False)
        self._answer, self._turn = answer, Turn(reading, answer.plan)
        write_beside(self._engine, answer, self._format, self._limit, self._brought, one_line=self._one_line)
        self._space()

    def _space(self) -> None:
        """Part one answer from the next; JSON needs no parting."""
        if self._format is not Format.json:
            typer.echo()

    # ---------------------------------------------------------------- commands

    def _command(self, line: str) -> bool:
        name, _, argument = line[1:].strip().partition(" ")
        name = _SHORT.get(name.lower(), name.lower())
        if name == "quit":
            return False
        if name not in self._carries_out:
            raise UserError(f"no command :{name}", f"{_suggest_nearest(name, list(COMMANDS), ':')}:help lists them")
        self._carries_out[name](argument.strip())
        return True

    def _set_format(self, argument: str) -> None:
        wanted = argument.lower()
        if not wanted:
            typer.echo(self._format.value)
        elif wanted in _FORMATS:
            self._format = Format(wanted)
            if self._brought is not None and self._format is Format.csv:
                StandardError().note("a table has no place for a language model's sentences: it is not asked")
        else:
            raise UserError(
                f"no format {argument!r}", f"{_suggest_nearest(wanted, _FORMATS)}there are {', '.join(_FORMATS)}"
            )

    def _show(self, argument: str) -> None:
        answer, number = self._last(), _NUMBER.fullmatch(argument)
        if number is None:
            raise UserError(":show takes a number of the last answer", "give one, as in :show 1")
        cited = next((c for c in answer.citations if c.n == int(number[1])), None)
        if cited is None:
            last = len(answer.citations)
            there = "cites nothing" if not last else f"cites [1] to [{last}]" if last > 1 else "cites [1] only"
            raise UserError(f"the last answer has no [{int(number[1])}]", f"it {there}")
        draw(self._engine.index, cited, self._format, AROUND, contacts=self._contacts, one_line=self._one_line)
        self._space()

    def _explain(self, _: str) -> None:
        for line in explain_reading(self._last()):
            typer.echo(line)

    def _last(self) -> Answer:
        if self._answer is None:
            raise UserError("nothing was answered yet", "ask a question first")
        return self._answer


def _help(_: str) -> None:
    for line in COMMANDS.values():
        typer.echo(line)
    typer.echo('Any other line is a question; "and Kenya?" or "what about open data" follows up the last one.')


def _suggest_nearest(typed: str, known: list[str], mark: str = "") -> str:
    """Return "did you mean …, or " of what comes nearest, where something does."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extractOne(typed, known, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE)
    return f"did you mean {mark}{found[0]}? " if found else ""
