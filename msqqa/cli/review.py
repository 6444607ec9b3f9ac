"""``msqqa review``: an analyst's corrections, written beside the corpus, and listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from msqqa.cli.options import CorpusOption, FormatOption, IndexOption
from msqqa.errors import UserError, VerdictsError
from msqqa.render import Format

if TYPE_CHECKING:
    from msqqa.cli.last import Last
    from msqqa.index.open import Index
    from msqqa.review.entries import Correction
    from msqqa.review.resolve import Resolved


def review(
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="[RESPONDENT|N|CITATION]",
            help="Whom to correct; or the number of a citation in the last answer, or a citation as answers print it: "
            "then whom it cites, on what was asked. Without it, the corrections are listed.",
            show_default=False,
        ),
    ] = None,
    question: Annotated[
        str | None, typer.Argument(metavar="[QUESTION]", help="The form's question, as 37.", show_default=False)
    ] = None,
    claim: Annotated[
        str | None,
        typer.Option("--claim", metavar="WORDS", help="What was asked, where it is no question of the form."),
    ] = None,
    stance: Annotated[
        str | None,
        typer.Option("--stance", metavar="STANCE", help="What holds: yes, no, planned, partial, blank or unclear."),
    ] = None,
    verdict: Annotated[
        str | None,
        typer.Option("--verdict", metavar="VERDICT", help="Of a mention, in place of a stance: matched or rejected."),
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            envvar="MSQQA_REVIEWER",
            metavar="NAME",
            help="Who says so (default: your user name).",
            show_default=False,
        ),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take a correction out again.")] = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
    format_: FormatOption = Format.terminal,
) -> int:
    """Correct what was read or decided of a respondent, with a reason; or list the corrections.

    They are kept in verdicts.toml beside the responses, hold at once in every answer and export, and outlive the index.
    """
    from msqqa.cli import session
    from msqqa.cli.last import last_answer

    opened = session.open_(corpus, index, vectors=False)
    given = {"stance": stance, "verdict": verdict, "reason": reason}
    if target is None:
        if remove or claim is not None or any(value is not None for value in given.values()):
            raise UserError("nobody is named to correct", "give a respondent, or a citation's number")
        return _list(opened, format_)
    who, asked, words, of_mention = _resolve_target(opened, target, question, claim, last_answer(opened))
    if remove:
        if any(value is not None for value in given.values()):
            raise UserError("--remove was given with what to write", "leave out one or the other")
        _remove(opened, who, asked, words, of_mention=of_mention)
        return 0
    if of_mention is not None and (stance if of_mention else verdict) is not None:
        what = "who mentions something: give --verdict matched or rejected"
        raise UserError("the last answer decided otherwise", what if of_mention else "a stance: give --stance")
    row = {"respondent": who, "question": asked, "claim": words, "by": by or _user(), **given}
    _write_correction(opened, {key: value for key, value in row.items() if value})
    return 0


def _resolve_target(
    index: Index, target: str, question: str | None, claim: str | None, last: Last
) -> tuple[str, str, str, bool | None]:
    """Return the respondent, the question or the claim that is meant; and, of the last answer, whether by mention."""
    from msqqa.ask.answer.places import places

    if question is not None or claim is not None:
        return target, question or "", claim or "", None
    number = last.citations.index(target) + 1 if target in last.citations else target
    if str(number).isdecimal():
        if not 1 <= int(number) <= len(last.citations):
            raise UserError(f"the last answer has no [{number}]", "ask first, or give a respondent and a QUESTION")
        cited = places(index, str(number), last.citations)[0]
        if last.claim:
            return cited.respondent, "", last.claim, last.mode == "mention"
        if last.mode in ("meaning", "mention"):
            raise UserError("the last answer is about several claims", "name one with a respondent and --claim")
        return cited.respondent, cited.question_id, "", False
    if "/" not in target:
        raise UserError(f"nothing of {target} is named to correct", "give a QUESTION of the form, or --claim")
    cited = places(index, target)[0]
    return cited.respondent, cited.question_id, "", None


def _write_correction(index: Index, row: dict[str, str]) -> None:
    """Write a correction, over an earlier one of the same, and say on standard error what it stands in place of."""
    from dataclasses import replace
    from datetime import date

    from msqqa.review.entries import entry_of
    from msqqa.review.resolve import Resolver, file_of, resolve_corrections
    from msqqa.review.write import lock_file, write_correction

    for key, remedy in (("stance", "--stance, or of a mention --verdict"), ("reason", "--reason")):
        if key not in row and not (key == "stance" and "verdict" in row):
            raise UserError(f"no {key} was given", f"give {remedy}")
    one = Resolver(index.store).resolve(entry_of({**row, "date": date.today().isoformat()}))
    entry = replace(one.entry, respondent=one.respondent, question=one.question)
    file = file_of(index)
    with lock_file(file):
        there, problems = resolve_corrections(index)
        if problems:
            raise problems[0]
        before = next((other.entry for other in there if other.key == one.key), None)
        write_correction(file, replace(entry, number=before.number if before else 0))
    name = index.store.respondents[one.respondent].name
    typer.echo(f"{file}: {name}, {entry.of}: {entry.says} (it was {_describe_earlier(index, one, before)})", err=True)


def _describe_earlier(index: Index, one: Resolved, before: Correction | None) -> str:
    if before is not None:
        return f"{before.says}, reviewed by {before.by}"
    row = index.store.find_cell(one.respondent, one.question) if one.question else None
    if row is None:
        return "not reviewed"
    cell = index.store.cell(row)
    return f"{cell.stance}, {cell.basis}"


def _remove(index: Index, who: str, asked: str, words: str, *, of_mention: bool | None) -> None:
    from msqqa.review.resolve import Resolver, file_of, resolve_corrections
    from msqqa.review.write import lock_file, take_out
    from msqqa.words import normal_form

    respondent = Resolver(index.store).respondent(who)
    file = file_of(index)
    with lock_file(file):
        for one in reversed(resolve_corrections(index)[0]):
            entry = one.entry
            same = one.question == asked.lower() and normal_form(entry.claim) == normal_form(words)
            if one.respondent == respondent and same and of_mention in (None, bool(entry.verdict)):
                take_out(file, entry.number)
                break
        else:
            what = f"question {asked}" if asked else f"“{words}”"
            raise VerdictsError(f"{file} corrects nothing of {respondent} on {what}", "msqqa review lists what it does")
    name = index.store.respondents[respondent].name
    typer.echo(f"{file}: {name}, {entry.of}: {entry.says} taken out", err=True)


def _list(index: Index, format_: Format) -> int:
    from msqqa.cli.session import StandardError
    from msqqa.render.corrections import render
    from msqqa.review.resolve import file_of, resolve_corrections

    found, problems = resolve_corrections(index)
    names = {one.respondent: index.store.respondents[one.respondent].name for one in found}
    typer.echo(render(found, names, format_), nl=False)
    report = StandardError()
    for error in problems:
        report.note(str(error))
    if not found and not problems:
        report.note(f"{file_of(index)} corrects nothing yet")
    return VerdictsError.exit_status if problems else 0


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise UserError("nobody is named who says so", "give --by NAME") from error
