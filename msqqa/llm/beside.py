"""Asks a language model, checks what it says, and puts that beside an answer: never instead of it, never into it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msqqa.errors import UserError
from msqqa.judge.model import Judge
from msqqa.llm import prompt
from msqqa.llm.check import Checker
from msqqa.model.reworded import Beside, Opinion
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from msqqa.llm.speaker import Message, Speaker
    from msqqa.model import Answer, Decision, Respondent
    from msqqa.model.reworded import Guess

_SAYS: dict[str, Guess] = {"yes": "yes", "no": "no", "unclear": "unclear"}


def add_rewording(
    answer: Answer,
    people: Mapping[str, Respondent],
    speaker: Speaker,
    note: Callable[[str], None],
    *,
    possible: bool = False,
) -> Answer:
    """Return an answer with what a language model says beside it; all else in it is as it was.

    Parameters
    ----------
    answer:
        The exact answer, made without ``contacts``: its quotes are sent.
    people:
        The respondents of the corpus by their ids.
    speaker:
        The model.
    note:
        Takes a line for the user: before anything is sent, where to and how much; and why nothing came back.
    possible:
        Whether the model is asked about possible respondents too.

    Returns
    -------
        The answer with its field ``beside``; as it was where there is nothing to reword.
    """
    if not answer.answered:
        note("nothing was sent to the language model: the corpus does not hold the answer")
        return answer
    names = {id_: person.name for id_, person in people.items()}
    quotes = prompt.collect_quotes(answer, names)
    asked = [prompt.compose_rewording_messages(answer, quotes)]
    guessed = [d for d in answer.respondents if d.verdict == "possible"][: prompt.POSSIBLE] if possible else []
    asked += [
        prompt.compose_judging_messages(answer, d, prompt.collect_quotes(answer, names, d.citations)) for d in guessed
    ]
    sent = sum(map(prompt.characters, asked))
    note(_describe_requests(speaker, sent, len(asked)))
    beside = Beside(speaker.name, speaker.where, sent)
    try:
        checked = Checker(answer, quotes, people.values(), Judge.shipped()).check(speaker.say(asked[0]))
        beside = replace(beside, sentences=checked.kept, dropped=checked.dropped)
        for decision, messages in zip(guessed, asked[1:], strict=True):
            beside = replace(beside, opinions=(*beside.opinions, _opinion(decision, messages, speaker)))
    except UserError as error:
        beside = replace(beside, problem=str(error))
        note(str(error))
    return replace(answer, beside=beside)


def _describe_requests(speaker: Speaker, sent: int, requests: int) -> str:
    times = f" in {requests} requests" if requests > 1 else ""
    if not speaker.leaves:
        return f"sending {sent:,} characters{times} to {speaker.where} on this machine (model {speaker.name})"
    openly = ", unencrypted" if speaker.where.startswith("http:") else ""
    return (
        f"sending {sent:,} characters{times} to {speaker.where}{openly} (model {speaker.name}); contacts are withheld"
    )


def _opinion(decision: Decision, messages: list[Message], speaker: Speaker) -> Opinion:
    """Return what the model says of one respondent: its first word, where that is one of the three."""
    first = next((word.text for word in words(speaker.say(messages))), "")
    return Opinion(decision.id, decision.name, _SAYS.get(first, "unclear"), decision.citations)
