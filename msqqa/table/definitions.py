"""A survey as its tool defines it (LimeSurvey's ``.lss``, Qualtrics' ``.qsf``) → the codebook of the data beside it.

The definition is made the two sheets of an XLSForm, ``survey`` and ``choices``, by the names that the tool's exports
give their columns. Layouts: the structure archive of the LimeSurvey manual (tables ``questions``, ``subquestions`` and
``answers``, since version 4 with their texts in tables ``…_l10ns``); the survey files that Qualtrics exports (JSON, an
element ``SQ`` a question).
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msqqa.errors import SourceError
from msqqa.table.delimited import decode_text
from msqqa.table.sheet import Column, Row, Sheet, clean
from msqqa.words import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ENDINGS = (".lss", ".qsf")
"""Of files that define a survey: they hold nobody's answers."""
_TAG = re.compile(r"<[^<>]{1,2000}>")
_FIXED = {
    "Y": {"Y": "Yes", "N": "No"},
    "C": {"Y": "Yes", "U": "Uncertain", "N": "No"},
    "E": {"I": "Increase", "S": "Same", "D": "Decrease"},
    "G": {"F": "Female", "M": "Male"},
}
"""Types of LimeSurvey's questions that have options of their own."""
_SINGLE, _ARRAYS, _BOXES = ("L", "!", "O", "I"), ("F", "H", "A", "B", "C", "E"), ("M", "P")
_OTHER = "-oth-"
_SHOWN_ONLY = ("X", "DB")
"""Types of questions that ask nothing: boilerplate, descriptive text."""


@dataclass(slots=True)
class _DefinedVariable:
    name: str
    text: str
    options: dict[str, str] = field(default_factory=dict)
    """Code → label, in their order."""
    several: bool = False


def read(name: str, data: bytes) -> list[Sheet]:
    """Read a survey's definition as the sheets ``survey`` and ``choices``.

    Raises
    ------
    SourceError
        If the file is none, or defines no question.
    """
    variables = list(_limesurvey(name, data) if name.lower().endswith(".lss") else _qualtrics(name, data))
    if not variables:
        raise SourceError(f"{name}: defines no question", "export the survey's structure again, or remove the file")
    survey = [("type", "name", "label")]
    choices = [("list_name", "name", "label")]
    for at, each in enumerate(variables):
        kind = "text"
        if each.options:
            kind = f"{'select_multiple' if each.several else 'select_one'} list{at}"
            choices += [(f"list{at}", code, label) for code, label in each.options.items()]
        survey.append((kind, each.name, each.text))
    return [_sheet(name, "survey", survey), _sheet(name, "choices", choices)]


def _sheet(file: str, name: str, rows: Sequence[tuple[str, ...]]) -> Sheet:
    columns = tuple(Column(head) for head in rows[0])
    return Sheet(file, name, columns, [Row(tuple(map(clean, row)), (n, n)) for n, row in enumerate(rows[1:], 2)])


def _strip_markup(text: object) -> str:
    return squeeze(html.unescape(_TAG.sub(" ", str(text or ""))))


# ---------------------------------------------------------------- LimeSurvey


def _limesurvey(name: str, data: bytes) -> Iterator[_DefinedVariable]:
    """Yield the variables of a structure file, by the names of an export with question codes, and of one for SPSS."""
    tables = _tables(name, data)
    language = next((row.get("language", "") for row in tables.get("surveys", ())), "")

    def texts(table: str, key: str, column: str) -> dict[str, str]:
        """Return the texts of the survey's own language, by the ids that they are of."""
        here = [row for row in tables.get(table, ()) if row.get("language", language) == language]
        return {row[key]: _strip_markup(row.get(column)) for row in here if key in row}

    asked = texts("question_l10ns", "qid", "question")
    labelled = texts("answer_l10ns", "aid", "answer")
    here = [row for row in tables.get("questions", ()) if row.get("language", language) == language]
    parts = [row for row in tables.get("subquestions", ()) if row.get("language", language) == language]
    parts += [row for row in here if row.get("parent_qid", "0") != "0"]
    answers: dict[str, list[tuple[int, str, str]]] = {}
    for row in tables.get("answers", ()):
        if row.get("language", language) == language and row.get("scale_id", "0") == "0":
            label = labelled.get(row.get("aid", "")) or _strip_markup(row.get("answer"))
            order = int(row["sortorder"]) if row.get("sortorder", "").lstrip("-").isdigit() else 0
            answers.setdefault(row.get("qid", ""), []).append((order, row.get("code", ""), label))
    for row in here:
        if row.get("parent_qid", "0") != "0" or row.get("type") in _SHOWN_ONLY:
            continue
        qid, kind, code = row.get("qid", ""), row.get("type", ""), row.get("title", "")
        text = asked.get(qid) or _strip_markup(row.get("question")) or code
        own = _FIXED.get(kind) or {c: label or c for _, c, label in sorted(answers.get(qid, []), key=lambda a: a[0])}
        below = [part for part in parts if part.get("parent_qid") == qid]
        if not below:
            other = {_OTHER: "Other"} if kind in _SINGLE and row.get("other") == "Y" else {}
            yield _DefinedVariable(code, text, {**own, **other} if kind in (*_SINGLE, *_FIXED) else {})
        for part in below:
            title = part.get("title", "")
            label = asked.get(part.get("qid", "")) or _strip_markup(part.get("question")) or title
            options = own if kind in _ARRAYS else {}
            yield from (
                _DefinedVariable(head, f"{text} [{label}]", options) for head in (f"{code}[{title}]", f"{code}_{title}")
            )


def _tables(name: str, data: bytes) -> dict[str, list[dict[str, str]]]:
    """Return the tables of a structure file: table → its rows, each by its columns."""
    from lxml import etree

    # Neither entities nor what stands elsewhere is followed.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(f"{name}: no survey structure ({error.msg})", "export it again from LimeSurvey") from error
    if root.tag != "document" or root.find("LimeSurveyDocType") is None:
        raise SourceError(f"{name}: no survey structure of LimeSurvey", "export it again, as .lss")
    return {
        str(table.tag): [{str(cell.tag): cell.text or "" for cell in row} for row in table.findall("rows/row")]
        for table in root
    }


# ---------------------------------------------------------------- Qualtrics


def _qualtrics(name: str, data: bytes) -> Iterator[_DefinedVariable]:
    """Yield the variables of a survey file, by the names that its exports of codes give their columns."""
    try:
        elements = json.loads(decode_text(name, data))["SurveyElements"]
        payloads = [each["Payload"] for each in elements if each.get("Element") == "SQ"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SourceError(f"{name}: no survey file of Qualtrics", "export it again, as .qsf") from error
    for payload in payloads:
        if isinstance(payload, dict) and payload.get("QuestionType") not in _SHOWN_ONLY:
            yield from _of_payload(payload)


def _of_payload(payload: Mapping[str, Any]) -> Iterator[_DefinedVariable]:
    tag, kind = str(payload.get("DataExportTag") or payload.get("QuestionID") or ""), payload.get("QuestionType")
    text = _strip_markup(payload.get("QuestionText")) or tag
    choices = _list_choices(payload.get("Choices"), payload.get("ChoiceOrder"))
    if kind == "MC":
        several = str(payload.get("Selector", "")).startswith(("MA", "MSB"))
        yield _DefinedVariable(tag, text, _recode_choices(choices, payload.get("RecodeValues")), several)
    elif kind == "Matrix":
        answers = _recode_choices(
            _list_choices(payload.get("Answers"), payload.get("AnswerOrder")), payload.get("RecodeValues")
        )
        one = str(payload.get("SubSelector", "")) != "MultipleAnswer" and payload.get("Selector") in (
            "Likert",
            "Bipolar",
        )
        own = payload.get("ChoiceDataExportTags")
        for code, label in choices.items():
            names = {f"{tag}_{code}", str(own[code]) if isinstance(own, dict) and own.get(code) else f"{tag}_{code}"}
            yield from (_DefinedVariable(head, f"{text} [{label}]", answers if one else {}) for head in sorted(names))
    else:
        yield _DefinedVariable(tag, text)
        yield from (_DefinedVariable(f"{tag}_{code}", f"{text} [{label}]") for code, label in choices.items())


def _list_choices(choices: Any, order: Any) -> dict[str, str]:
    """Return a question's choices by their numbers, in the order in which they are shown."""
    if not isinstance(choices, dict):
        choices = {str(n): each for n, each in enumerate(choices, 1)} if isinstance(choices, list) else {}
    shown = [str(code) for code in order] if isinstance(order, list) else []
    codes = [code for code in shown if code in choices] or list(choices)
    labels = {code: choices[code].get("Display") if isinstance(choices[code], dict) else "" for code in codes}
    return {code: _strip_markup(label) or code for code, label in labels.items()}


def _recode_choices(choices: Mapping[str, str], recoded: Any) -> dict[str, str]:
    """Return choices by the values that an export gives them."""
    values = recoded if isinstance(recoded, dict) else {}
    return {str(values.get(code, code)): label for code, label in choices.items()}
