"""Which field a label asks for: whose name it is, so that respondents can be called by it, or a contact's withheld.

The words of English labels stand here, as few as tell; those of other languages in ``[columns]`` and ``[contacts]`` of
their files. Nothing here says whether a line is a question.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from msqqa.languages import languages
from msqqa.personal.labels import parse_label
from msqqa.scripts import has_unspaced
from msqqa.words import squeeze, stem, words

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
_SHORTEST = 3
"""Letters of a noun that a word is a form of."""
_LONGEST_TEXT = 60
"""Its characters."""

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
        one = len(own) == 1 or squeeze(label) in _nouns()[""]
        foreign = _respondent_in(label)
        if told is not None and told.what == "name" and told.whose == "body" and foreign:
            of_a_body = known
        if of_a_body or (one and (known & (_ENTITY - _BODY) or foreign == "place")):
            ranked.append((0, label))
        elif len(own) == 1 and known & _NAME:
            ranked.append((1, label))
        elif one and (known & _BODY or foreign == "organization"):
            ranked.append((2, label))
        elif known & _NAME and len(own) <= 3:
            ranked.append((3, label))
    return min(ranked, key=lambda pair: pair[0], default=(0, None))[1]


def nouns_for(label: str | None) -> tuple[str, ...]:
    """Return what those who fill in a form may be called, by the label of their name; of people and bodies without."""
    if label is None:
        return (*_PEOPLE, *_BODIES)
    is_body = {word.text for word in words(label)} & _ENTITY or _respondent_in(label)
    return _BODIES if is_body else _PEOPLE


def _respondent_in(label: str) -> Literal["place", "organization"] | None:
    """Return what kind of respondent a label names in another language than English: НАЗВАНИЕ СТРАНЫ, 国名."""
    text = squeeze(label)
    if len(text) > _LONGEST_TEXT:
        return None
    if has_unspaced(text):
        return next((kind for phrase, kind in _nouns()[""].items() if phrase in text), None)
    own = [word.text for word in words(text)]
    # A word alone must be the noun; beside a word for a name it may be any form of it.
    forms = _forms if len(own) > 1 else lambda word, code: (stem(word, code),)
    found = (nouns.get(form) for code, nouns in _nouns().items() for word in own for form in forms(word, code))
    return next((kind for kind in found if kind), None)


def _forms(word: str, code: str) -> tuple[str, ...]:
    """Return what a word may be a form of: its stem, and itself without an ending, which not every stemmer knows."""
    shorter = tuple(word[:-n] for n in (1, 2) if len(word) - n >= _SHORTEST)
    return stem(word, code), *shorter


@lru_cache(maxsize=1)
def _nouns() -> dict[str, dict[str, Literal["place", "organization"]]]:
    """By language the stems of what respondents are called; under no language those of scripts without spaces."""
    found: dict[str, dict[str, Literal["place", "organization"]]] = {"": {}}
    for language in languages():
        if language.code == "en":
            continue
        organizations = [phrase.rstrip("*") for phrase in language.phrases("contacts", "organization")]
        for phrase in language.phrases("columns", "respondent"):
            is_organization = any(phrase.startswith(of) for of in organizations)
            kind: Literal["place", "organization"] = "organization" if is_organization else "place"
            if has_unspaced(phrase):
                found[""][phrase] = kind
            elif " " not in phrase:
                found.setdefault(language.code, {}).update(dict.fromkeys((phrase, stem(phrase, language.code)), kind))
    found[""] = dict(sorted(found[""].items(), key=lambda pair: -len(pair[0])))
    return found
