"""FHIR R4 QuestionnaireResponse → a table: whoever it is of, and each item with its text and its answers.

https://hl7.org/fhir/R4/questionnaireresponse.html
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from msqqa.errors import SourceError
from msqqa.table.sheet import Column, ColumnMapping, Gauge, Row, Sheet, clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TYPE = "QuestionnaireResponse"
_DEEPEST = 40
_PEOPLE = frozenset({"Patient", "Person", "Practitioner", "PractitionerRole", "RelatedPerson"})
"""Types of resource whose names are people's: a response of theirs is known by its reference."""
_COLUMNS = ("respondent", "reference", "group", "linkId", "question", "answer")
_MAPPING = ColumnMapping("long", respondent=0, code=1, section=2, question_code=3, question=4, answers=(5,))


def is_fhir(record: dict[str, Any]) -> bool:
    """Return whether an object is such a response."""
    return record.get("resourceType") == _TYPE


def sheet_of_responses(name: str, records: Sequence[tuple[dict[str, Any], tuple[int, int]]]) -> Sheet:
    """Return the table that responses make, resources of other types left out.

    Raises
    ------
    SourceError
        If no item stands in them, or they are nested too deeply.
    """
    rows, gauge = [], Gauge(name)
    taken: dict[str, int] = {}
    responses = [(record, lines) for record, lines in records if is_fhir(record)]
    for record, lines in responses:
        who, reference = _respondent(record, PurePosixPath(name).stem if len(responses) == 1 else "")
        taken[who] = taken.get(who, 0) + 1
        who = who if taken[who] == 1 else f"{who} ({taken[who]})"
        for group, link, text, answer in _items(name, record, ()):
            gauge.add(len(_COLUMNS))
            rows.append(Row((who, reference, group, link, text or link, answer), lines))
    if not rows:
        raise SourceError(f"{name}: a {_TYPE} without items", "fill it in, or remove it")
    return Sheet(name, "", tuple(map(Column, _COLUMNS)), rows, _MAPPING)


def _respondent(record: dict[str, Any], otherwise: str) -> tuple[str, str]:
    """Return a response's subject, or else its author or source, by name and by reference."""
    for key in ("subject", "source", "author"):
        said = record.get(key)
        if isinstance(said, dict):
            type_, _, reference = _string(said.get("reference")).rpartition("/")
            identifier = said.get("identifier")
            is_person = {_string(said.get("type")), type_.rpartition("/")[2]} & _PEOPLE
            named = reference if is_person else _string(said.get("display")) or reference
            if not named and not is_person and isinstance(identifier, dict):
                named = _string(identifier.get("value"))
            if named:
                return named, reference if reference != named else ""
    return otherwise or _string(record.get("id")) or "response", ""


def _items(name: str, holder: dict[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, str, str, str]]:
    """Yield (group, link id, text, answers) of each item that is no group, in order, nested ones after their own."""
    if len(above) > _DEEPEST:
        raise SourceError(f"{name}: items nested deeper than {_DEEPEST}", "flatten them")
    items = holder.get("item")
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict):
            continue
        text, link = _string(item.get("text")), _string(item.get("linkId"))
        answers = item.get("answer")
        given = [a for a in answers if isinstance(a, dict)] if isinstance(answers, list) else []
        is_group = "item" in item and not given
        if not is_group:
            said = "\n".join(filter(None, (_value(answer) for answer in given)))
            yield " / ".join(above), link, text, said
        yield from _items(name, item, (*above, text or link) if is_group else above)
        for answer in given:
            yield from _items(name, answer, above)


def _value(answer: dict[str, Any]) -> str:
    """Return an answer's value, whatever its type."""
    key = next((key for key in answer if key.startswith("value")), "")
    value = answer.get(key)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if not isinstance(value, dict):
        return _string(value)
    if key == "valueQuantity":
        unit = _string(value.get("unit")) or _string(value.get("code"))
        return clean(f"{_string(value.get('comparator'))}{_string(value.get('value'))} {unit}")
    named = (value.get(k) for k in ("display", "text", "code", "reference", "title", "url"))
    return next(filter(None, map(_string, named)), "")


def _string(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else clean(str(value))
