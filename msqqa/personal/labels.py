"""What a label asks for, composed from its words: a head ("e-mail", "name") and of whom ("contact person", "service").

No whole label is listed anywhere: the words stand in the table ``[contacts]`` of ``msqqa/languages``. Where a language
writes without spaces, words are found inside the text; where it inflects, ``*`` ends a stem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from msqqa.languages import phrases
from msqqa.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

What = Literal["name", "email", "phone", "ip", "address", "contact", "title", "organization"]
"""``contact``: whatever tells who somebody is, as below "Contact person" or "Name and e-mail"."""
Whose = Literal["person", "body", "nobody"]
"""Of whom it is asked; ``nobody``: the label does not say."""

_KEYS = (
    "email phone ip address own_address name own_name person role contact respondent details your signature title "
    "organization body public handle filler asks"
).split()
_HEADS: dict[str, What] = {
    "email": "email",
    "phone": "phone",
    "ip": "ip",
    "own_address": "address",
    "own_name": "name",
    "signature": "name",
}
_LONGEST = 160
"""Characters of a label."""
_FEWEST_SENTENCE = 3
"""Spaces in what is a sentence where a full stop ends it, and no label."""
_MOST_DIGITS = 4
"""Digits of a label; what has more holds its value too."""
_BESIDE = 4
"""Words between a head and the label's other end that may be no contact's: "E-mail of the Chief Digital Officer"."""
_PUNCTUATION = re.compile(r"[^\w*]+|_")
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u1100-\u11ff]")
_ASIDE = re.compile(r"[(（\[【][^()（）\[\]【】]{0,80}[)）\]】]")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class LabelMeaning:
    """What a label asks for, and of whom."""

    what: What
    whose: Whose

    @property
    def personal(self) -> bool:
        """Whether what stands under it is personal wherever it stands."""
        if self.whose == "body" or self.what in ("title", "organization"):
            return False
        return self.whose == "person" or self.what in ("email", "phone", "ip", "contact")

    @property
    def among_contacts(self) -> bool:
        """Whether it is personal within a contact's block, where whom it is asked of goes without saying."""
        return self.what not in ("title", "organization") and self.whose != "body"


@lru_cache(maxsize=20_000)
def parse_label(label: str) -> LabelMeaning | None:
    """Return what a label asks for; None where it asks for nothing of a contact's.

    >>> (parse_label("E-mail address of the contact person"),
    ...  parse_label("E-mail of the help desk"),
    ...  parse_label("Is there a helpdesk?"))
    (LabelMeaning(what='email', whose='person'), LabelMeaning(what='email', whose='body'), None)
    """
    if len(label) > _LONGEST or sum(map(str.isdigit, label)) > _MOST_DIGITS:
        return None
    if label.rstrip().endswith((".", "!", "。", "！")) and label.count(" ") >= _FEWEST_SENTENCE:
        return None
    whole = _classes(label)
    if not whole:
        return None
    main = _classes(_ASIDE.sub(" ", label))
    carrying = [c for c in main or whole if c != "filler"]
    if not carrying:
        carrying = [c for c in whole if c != "filler"]
    if not carrying or ("asks" in whole and "other" in whole):
        return None
    there = {*whole} - {"filler", "other"}
    others = carrying.count("other")
    heads = [c for c in carrying if c in _HEADS or c == "name"]
    found = _combine_heads(heads, carrying, there) or _head(carrying, there, others)
    if found is not None:
        return LabelMeaning(found, _find_whose(found, there))
    return _without_head(carrying, there, others)


def says_person(text: str) -> bool:
    """Return whether a text holds a word for whoever fills in or is the contact ("contact person", "prepared by")."""
    return "person" in _classes(text[: 2 * _LONGEST])


def says_public(text: str) -> bool:
    """Return whether a text holds a word for a service that is open to everybody ("hotline", "help desk")."""
    return "public" in _classes(text[: 2 * _LONGEST])


def all_known(text: str) -> bool:
    """Return whether every word of a text is one that labels of contacts are made of."""
    if len(text) > 2 * _LONGEST or sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return False
    found = None
    for found in _label_tokens(text):
        if found in ("other", "asks"):
            return False
    return found is not None


def says_body(text: str) -> bool:
    """Return whether a text holds a word for an organisation, a place, a product, or a public service."""
    return bool({"organization", "body", "public"} & {*_classes(text[: 2 * _LONGEST])})


def _combine_heads(heads: list[str], carrying: list[str], there: set[str]) -> What | None:
    """Return ``contact`` for a label with several heads: "Name and e-mail", "Contact person (name, title)"."""
    if len({_HEADS.get(h, "name") for h in heads}) > 1 and "other" not in carrying and "handle" not in there:
        return "contact"
    return None


def _head(carrying: list[str], there: set[str], others: int) -> What | None:
    """Return what the head of a label is: the word at its beginning, or at its end, that names a thing to be given."""
    if others > _BESIDE:
        return None
    for edge in dict.fromkeys((carrying[0], carrying[-1])):
        if edge == "signature" and others:
            continue  # "Signatures of foreign certifiers" are none of a person's
        if edge in _HEADS and not ("handle" in there and edge != "email"):
            return _HEADS[edge]
    edges = {carrying[0], carrying[-1]}
    if "handle" in edges:
        return None
    if "name" in edges:
        # "Name of the law" asks for no person's; "Name of the person responsible for it" does.
        told = there & {"person", "role", "contact", "respondent", "your", "organization", "body", "public"}
        return "name" if told or not others else None
    if "address" in edges and not others:
        return "address"
    if carrying[0] == "title" and "name" not in there and others <= 1:
        return "title"
    if "title" in edges and not others:
        return "title"
    if carrying[0] == "organization" and not others:
        return "organization"
    return None


def _without_head(carrying: list[str], there: set[str], others: int) -> LabelMeaning | None:
    """Return what a label asks for that names only somebody, or a contact's details."""
    if "handle" in there or there & {"public"}:
        return None
    if carrying[0] == "details" or carrying[-1] == "details":
        return LabelMeaning("contact", "person") if others <= _BESIDE else None
    if others or not there:
        return None
    if carrying[-1] == "organization" or there <= {"organization", "your"}:
        return LabelMeaning("organization", "body") if "organization" in there else None
    if "person" in there or (there <= {"contact", "your"} and "contact" in there):
        return LabelMeaning("contact", "person")
    return None


def _find_whose(what: What, there: set[str]) -> Whose:
    if what in ("title", "organization"):
        return "nobody"
    if there & {"person", "role"}:
        return "person"
    if there & {"own_name", "own_address", "signature"}:
        return "person" if not there & {"body", "public"} else "body"
    if "public" in there:
        return "body"
    if there & {"contact", "details"}:
        return "person"
    if there & {"organization", "body"}:
        return "body"
    if "respondent" in there or "your" in there or what == "contact":
        return "person"
    return "nobody"


# ---------------------------------------------------------------- words to classes


@lru_cache(maxsize=20_000)
def _classes(text: str) -> tuple[str, ...]:
    """Return the class of each of a text's known phrases, the longest first at each place; ``other`` for a word."""
    return tuple(_label_tokens(text))


def _label_tokens(text: str) -> Iterator[str]:
    text = _PUNCTUATION.sub(" ", fold(_HUMP.sub(" ", text))).replace("*", " ").strip()
    last = ""
    pattern, of, stems = _vocabulary()
    whole, begun = _first_words()
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        # Most words begin no phrase: the pattern of all phrases is tried at those alone that may.
        may = text.startswith(begun.get(text[at], ()), at) or text[at:].split(" ", 1)[0] in whole
        match = pattern.match(text, at) if may else None
        if match is not None:
            last = _class_of(match, of, stems)
            yield last
            at = match.end()
            continue
        # Of a script without spaces each character is looked at; of another, each word.
        end = at + 1
        if not _NO_SPACES.match(text, at):
            while end < len(text) and text[end] != " " and not _NO_SPACES.match(text, end):
                end += 1
        if not (text[at:end].isdigit() or (last == "other" and _NO_SPACES.match(text, at))):
            last = "other"
            yield last
        at = end


def _class_of(match: re.Match[str], of: dict[str, str], stems: dict[str, list[str]]) -> str:
    whole = match[0].strip()
    if whole in of:
        return of[whole]
    # One of the stems it begins with: the longest.
    own = whole.split(" ")
    for stem in stems.get(own[0][:1], ()):
        pieces = stem.split(" ")
        if len(pieces) == len(own) and all(
            word.startswith(piece[:-1]) if piece.endswith("*") else word == piece
            for word, piece in zip(own, pieces, strict=True)
        ):
            return of[stem]
    return "other"


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[re.Pattern[str], dict[str, str], dict[str, list[str]]]:
    """Return a pattern of every phrase, each phrase's class, and the phrases with stems by their first letter."""
    of: dict[str, str] = {}
    for key in _KEYS:
        for phrase in phrases("contacts", key):
            clean = " ".join(_PUNCTUATION.sub(" ", phrase).split())
            if clean:
                of.setdefault(clean, key)
    stems: dict[str, list[str]] = {}
    for phrase in sorted((p for p in of if "*" in p), key=len, reverse=True):
        stems.setdefault(phrase[:1], []).append(phrase)
    whole = sorted(of, key=lambda phrase: (-len(phrase.replace("*", "")), phrase))
    pieces = []
    for phrase in whole:
        escaped = re.escape(phrase).replace(r"\ ", " ").replace(r"\*", r"\w{0,12}")
        pieces.append(escaped if _NO_SPACES.search(phrase) else rf"{escaped}(?!\w)")
    return re.compile("|".join(pieces)), of, stems


@lru_cache(maxsize=1)
def _first_words() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """Return the words that phrases begin with, and what words begin with that begin phrases, by its first letter."""
    whole: set[str] = set()
    begun: dict[str, set[str]] = {}
    for phrase in _vocabulary()[1]:
        first = phrase.split(" ", 1)[0]
        if "*" in first or _NO_SPACES.search(phrase):
            begun.setdefault(first[:1], set()).add(first.split("*", 1)[0])
        else:
            whole.add(first)
    return frozenset(whole), {letter: tuple(sorted(beginnings)) for letter, beginnings in begun.items()}
