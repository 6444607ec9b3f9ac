"""A form → TOML that :mod:`msqqa.form.load` reads back as the same form, for a person to correct."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msqqa.model import Form, Question

_LEARNED = """\
# Learned by `msqqa form learn` from {copies}; correct what is wrong, and `msqqa index` reads it as it is here.
#
# text      what is asked, without number and marks        printed   other ways in which copies print it
# kind      yesno, choice, open, tick, group, contact (withheld), respondent (who filled it in)
# guidance  lines that the form itself prints below a question: never an answer
"""


def dump(form: Form) -> str:
    """Return a form as TOML."""
    import tomli_w

    data: dict[str, Any] = {"id": form.id, "title": form.title, "edition": form.edition}
    data |= _collect_filled(form, ("respondent_nouns", "guidance", "furniture", "footnotes"))
    data["section"] = [
        {"id": section.id, "title": section.title, "question": list(_questions(form, section.id))}
        for section in form.sections
    ]
    return tomli_w.dumps(data, multiline_strings=False)


def dump_learned(form: Form, copies: str) -> str:
    """Return a form that was learned from some copies, "14 copies", as TOML, with a word to whoever corrects it."""
    return _LEARNED.format(copies=copies) + "\n" + dump(form)


def _questions(form: Form, section: str) -> Iterable[dict[str, Any]]:
    for question in form.questions:
        if question.section == section and question.parent is None:
            parts = [_table(part) for part in form.questions if part.parent == question.id]
            yield _table(question) | ({"part": parts} if parts else {})


def _table(question: Question) -> dict[str, Any]:
    own_id = question.id if question.parent is None else question.id.removeprefix(f"{question.parent}.")
    table: dict[str, Any] = {"id": own_id, "text": question.text, "kind": question.kind}
    table |= _collect_filled(question, ("printed", "options", "keywords", "guidance"))
    if question.fields:
        table["field"] = [{"label": field.label, "holds": field.holds} for field in question.fields]
    return table


def _collect_filled(of: Form | Question, keys: Iterable[str]) -> dict[str, list[str]]:
    return {key: list(value) for key in keys if (value := getattr(of, key))}
