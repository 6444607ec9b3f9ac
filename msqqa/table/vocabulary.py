"""Words in the heads of columns that tell what these hold, in the languages in which questionnaires mostly come."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msqqa.words import words

if TYPE_CHECKING:
    from msqqa.table.sheet import Column

NOUNS = frozenset(
    """country nation territory economy state province region county district city town municipality council authority
    ministry department agency office institution organisation organization company vendor supplier provider firm bank
    school university hospital clinic library museum respondent participant person student patient employee member
    candidate user team product project site entity government party pais pays land estado staat entreprise empresa
    organisme organismo unternehmen""".split()
)
"""What respondents are called."""
WHO = NOUNS | frozenset("name place subject author respondent nom nombre nome naam nation location".split())
CODE = frozenset("id code iso iso2 iso3 key uuid ref abbreviation number nr no".split())
WHAT = frozenset(
    """question item indicator dataset variable criterion criteria topic field measure metric attribute linkid element
    statement prompt frage pregunta pergunta domanda vraag indicateur indicador""".split()
)
ANSWERS = frozenset(
    """answer response value reply score rating result status assessment answered choice selected reponse respuesta
    antwort resposta risposta antwoord valeur valor wert""".split()
)
REMARKS = frozenset(
    """detail comment note remark explanation explain justification elaborate specify evidence rationale bemerkung
    commentaire comentario observacion observaciones anmerkung precision""".split()
)
EDITION = frozenset("year edition wave round cycle annee ano jahr".split())
GROUPS = frozenset("region continent group subregion bloc income sector tier".split())
SECTION = frozenset("section category theme module chapter pillar dimension group part domain".split())
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def head_words(column: Column) -> set[str]:
    """Return the words of a column's heads, in the singular."""
    text = _HUMP.sub(" ", f"{column.text} {column.code}")
    found = {word.text for word in words(text)}
    return found | {w[:-1] for w in found if w.endswith("s")} | {f"{w[:-3]}y" for w in found if w.endswith("ies")}


def names_respondent(column: Column) -> bool:
    """Return whether a head asks who the respondent is: "Country", "What is the name of your organisation?".

    >>> from msqqa.table.sheet import Column
    >>> names_respondent(Column("Name of the ministry")), names_respondent(Column("Is there a ministry for it?"))
    (True, False)
    """
    head, length = head_words(column), len(column.text.split())
    return bool(head & WHO) and (
        length <= 3 or ("name" in head and bool(head & NOUNS | head & {"your"}) and length <= 10)
    )
