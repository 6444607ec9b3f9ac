"""Words that forms use for fields, and respondents for having nothing to say, in a few languages.

They tell what a field holds, so that names and addresses can be withheld; never whether a line is a question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.personal.labels import parse_label
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from msqqa.model import Holds

_NAME = frozenset({"name", "names", "nom", "nombre", "nome", "naam", "navn", "имя", "фио", "surname", "vorname"})
_HANDLE = frozenset({"handle", "username", "nickname", "nick", "login", "pseudonym", "alias", "callsign", "acronym"})
_BODY = frozenset(
    "organization organisation institution company vendor agency ministry department employer firm supplier "
    "entreprise societe institucion organizacion empresa behorde firma".split()
)
_ENTITY = _BODY | frozenset(
    "country state territory product member respondent candidate applicant participant municipality city region school "
    "pays pais land estado etat candidat candidato".split()
)
_LONGEST_LABEL = 6
"""Words of a label that names the respondent."""

_PEOPLE = tuple(
    "candidate candidates applicant applicants person persons people member members employee employees student students"
    " customer customers user users expert experts".split()
)
_BODIES = tuple(
    "country countries government governments organisation organisations organization organizations company companies "
    "vendor vendors supplier suppliers agency agencies institution institutions ministry ministries city cities "
    "municipality municipalities school schools".split()
)

EMAIL_LABELS = ("Email", "E-mail", "Email address", "E-mail address")
"""Ways to print the label of an address: where a copy prints another than its form, the address is one all the same."""


def classify_label(label: str) -> Holds | None:
    """Return what a field's label asks for; None where it is no contact's.

    >>> classify_label("E-mail address"), classify_label("Your name"), classify_label("GitHub handle")
    ('email', 'name', None)
    """
    found = parse_label(label)
    if found is None:
        return None
    if found.whose == "body":
        return "organization" if found.what in ("name", "organization") else None
    return found.what


def is_handle(label: str) -> bool:
    """Return whether a label asks for a name by which somebody is known somewhere."""
    own = [word.text for word in words(label)]
    return len(own) <= _LONGEST_LABEL and bool(set(own) & _HANDLE)


def names_the_respondent(labels: Iterable[str]) -> str | None:
    """Return which of a form's labels names who fills it in; None where none does.

    A country or a company before a person: then a person's name is a contact's.
    """
    ranked: list[tuple[int, str]] = []
    for label in labels:
        own = [word.text for word in words(label)]
        known = set(own)
        told = parse_label(label)
        if not own or len(own) > _LONGEST_LABEL or known & _HANDLE or (told is not None and told.personal):
            continue
        of_a_body = known & _NAME and known & _ENTITY
        if of_a_body or (len(own) == 1 and known & (_ENTITY - _BODY)):
            ranked.append((0, label))
        elif len(own) == 1 and known & _NAME:
            ranked.append((1, label))
        elif len(own) == 1 and known & _BODY:
            ranked.append((2, label))
        elif known & _NAME and len(own) <= 3:
            ranked.append((3, label))
    return min(ranked, key=lambda pair: pair[0], default=(0, None))[1]


def nouns_for(label: str | None) -> tuple[str, ...]:
    """Return what those who fill in a form may be called, by the label of their name; of people and bodies without."""
    if label is None:
        return (*_PEOPLE, *_BODIES)
    return _BODIES if {word.text for word in words(label)} & _ENTITY else _PEOPLE
