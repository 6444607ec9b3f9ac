"""Forms as data: read and checked from TOML.

A form file holds ``id``, ``title``, ``edition``, and in the form's order ``[[section]]`` (``id``, ``title``) with
``[[section.question]]`` (``id``, ``text``, ``kind``; optional ``printed``, ``options``, ``keywords``,
``guidance``), their
``[[section.question.part]]`` (the same keys; the id is joined to its question's by a dot) and
``[[section.question.field]]`` (``label``, ``holds``) of a contact. ``guidance``, ``furniture`` and ``footnotes`` at the
top are lines that the form prints after questions, around them, and at the foot of a page.

Keywords may also stand in a file of their own beside it, ``<form>.keywords.toml``: question ids, each with a list.

An id is the printed number, or a slug where the form prints none. ``msqqa/forms/msq-2024.toml`` is an example.
"""

from __future__ import annotations

import hashlib
import tomllib
from contextlib import suppress
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, Any, get_args

from msqqa.corpus import OWN_FORM
from msqqa.errors import FormError
from msqqa.model import Field, Form, Holds, Kind, Question, Section

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

_KEYWORDS = ".keywords.toml"
_NEEDED = (
    "a form needs id, title and [[section]], a section id, title and [[section.question]], a question id, text and kind"
)


def load_known_forms() -> list[Form]:
    """Return the forms that ship with msqqa, by id."""
    folder = resources.files("msqqa.forms")
    texts = {f.name: f.read_text(encoding="utf-8") for f in folder.iterdir() if f.name.endswith(".toml")}
    return [
        parse(texts[name], name, texts.get(name.removesuffix(".toml") + _KEYWORDS))
        for name in sorted(texts)
        if not name.endswith(_KEYWORDS)
    ]


def forms_for(corpus: Path) -> list[Form]:
    """Return the forms to try on a corpus: its own where it has one, else the known ones.

    Raises
    ------
    FormError
        If the corpus's own form is not valid.
    """
    own = corpus / OWN_FORM
    if own.is_file():
        try:
            beside = own.with_name(own.stem + _KEYWORDS)
            keywords = beside.read_text(encoding="utf-8") if beside.is_file() else None
            text = own.read_text(encoding="utf-8")
            # One that says only what the columns of tables are describes no form: see msqqa.table.mapping.
            return load_known_forms() if _of_tables_only(text) else [parse(text, str(own), keywords)]
        except (OSError, UnicodeDecodeError) as error:
            raise FormError(f"{own}: cannot be read ({error})", "save it as UTF-8 TOML") from error
    return load_known_forms()


def _of_tables_only(text: str) -> bool:
    try:
        return tomllib.loads(text).keys() == {"table"}
    except (tomllib.TOMLDecodeError, RecursionError):
        return False


def fingerprint(corpus: Path) -> str:
    """Return a hash of the forms to try on a corpus, without reading them as forms."""
    own = [file for file in (corpus / OWN_FORM, corpus / f"form{_KEYWORDS}") if (corpus / OWN_FORM).is_file()]
    packaged = sorted((resources.files("msqqa") / "forms").iterdir(), key=lambda file: file.name)
    files: list[Traversable] = [*own] if own else [file for file in packaged if file.name.endswith(".toml")]
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.name.encode() + b"\0")
        with suppress(OSError):
            whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def parse(text: str, name: str, keywords: str | None = None) -> Form:
    """Return the form that TOML text describes.

    Parameters
    ----------
    text, name:
        The description, and what it is called in errors.
    keywords:
        More TOML: question ids, each with a list of other words for what it asks.

    Raises
    ------
    FormError
        If the text is not TOML, a key is missing or of the wrong type, or two questions share an id.
    """
    try:
        data = tomllib.loads(text)
        more = tomllib.loads(keywords or "")
    except tomllib.TOMLDecodeError as error:
        raise FormError(f"{name}: not valid TOML ({error})", "correct that line") from error
    except RecursionError as error:
        raise FormError(f"{name}: brackets within brackets, too many to read", "write it flat") from error
    try:
        sections = tuple(Section(_text(s, "id"), _text(s, "title")) for s in data["section"])
        questions = tuple(
            replace(q, keywords=(*q.keywords, *_texts(more, q.id))) for s in data["section"] for q in _questions(s)
        )
        form = Form(
            id=_text(data, "id"),
            title=_text(data, "title"),
            edition=str(data.get("edition", "")),
            sections=sections,
            questions=questions,
            respondent_nouns=_texts(data, "respondent_nouns"),
            guidance=_texts(data, "guidance"),
            furniture=_texts(data, "furniture"),
            footnotes=_texts(data, "footnotes"),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise FormError(f"{name}: {error} is missing or of the wrong type", _NEEDED) from error
    except ValueError as error:
        raise FormError(f"{name}: {error}", "write one of these") from error
    twice = {q.id for q in questions if sum(other.id == q.id for other in questions) > 1}
    if twice:
        raise FormError(f"{name}: more than one question has the id {sorted(twice)[0]!r}", "give each its own id")
    unknown = more.keys() - {q.id for q in questions}
    if unknown:
        raise FormError(f"{name}: keywords for {sorted(unknown)[0]!r}, which is no question", "correct its id")
    if not questions:
        raise FormError(f"{name}: describes no question", "add [[section.question]] tables")
    return form


def _questions(section: dict[str, Any]) -> Iterator[Question]:
    for table in section["question"]:
        question = _question(table, section["id"], None)
        yield question
        for part in table.get("part", ()):
            yield _question(part, section["id"], question.id)


def _question(table: dict[str, Any], section: str, parent: str | None) -> Question:
    kind: Kind = table["kind"]
    own_id = _text(table, "id")
    if kind not in get_args(Kind):
        raise ValueError(f"question {own_id!r} has the unknown kind {kind!r}, not one of {', '.join(get_args(Kind))}")
    return Question(
        id=own_id if parent is None else f"{parent}.{own_id}",
        text=_text(table, "text"),
        kind=kind,
        section=section,
        parent=parent,
        printed=_texts(table, "printed"),
        options=_texts(table, "options"),
        keywords=_texts(table, "keywords"),
        guidance=_texts(table, "guidance"),
        fields=tuple(_field(own_id, field) for field in table.get("field", ())),
    )


def _field(question: str, table: dict[str, Any]) -> Field:
    held = get_args(Holds)
    if table["holds"] not in held:
        # A misspelt kind would show a name that should be withheld.
        raise ValueError(f"a field of {question!r} holds {table['holds']!r}, not one of {', '.join(held)}")
    return Field(_text(table, "label"), table["holds"])


def _text(table: dict[str, Any], key: str) -> str:
    value = table[key]
    if not isinstance(value, str):
        raise TypeError(f"{key!r} (not a text)")
    return value


def _texts(table: dict[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{key!r} (not a list of texts)")
    return tuple(value)
