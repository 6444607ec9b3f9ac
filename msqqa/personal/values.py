"""What a value is: an e-mail address, a telephone number, an IP address, the name of a person or of a body.

A telephone number is told by its shape alone and only where a label asks for one: whether it exists does not matter to
whether it is withheld, so that a library of all countries' numbering plans (8 MB) would earn nothing.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from msqqa.closed.values import numbers_in
from msqqa.personal.labels import says_body
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from msqqa.model import Range

# Every repeat is bounded: the texts are not.
_EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}", re.UNICODE)
_AT, _DOT = (
    r"\s?[(\[{<]\s?(?:at|arroba|chez|aet|собака)\s?[)\]}>]\s?",
    r"\s?(?:[(\[{<]\s?(?:dot|punto|point|punkt)\s?[)\]}>]|\.)\s?",
)
_SPELT = re.compile(rf"(?<![\w.+-])[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,6}}", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w/.@#-])(?:\+|00)?\(?\d(?:[\s().\u00a0/-]{0,3}\d){5,16}(?![\w@])")
_COUNT = re.compile(
    r"(?:19|20)\d\d\W{0,3}$|\d{1,3}(?:[,'’]\d{3}){1,4}(?!\d)|"
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3}){0,4}(?:[.,]\d{1,3})?\s?[^\W\d_]{2}"
)
_IP4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)")
_IP6 = re.compile(r"(?<![\w:])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?![\w:])")
_DATE = re.compile(
    r"\d+\.\d+|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,4}/(?:19|20)\d\d|(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d"
)
_ACT = re.compile(r"(?:19|20)\d\d\s?[-–/]\s?\d{1,3}")
"""The number of a law or a decree, behind a sign for number: "décret n° 2021-088"."""
_SIGN = re.compile(r"(?:№|\b[Nn](?:[°ºo]|o\.|r\.?|º\.))\s?$")
_SIGN_AT_MOST = 5
_NAME_WORD = re.compile(r"[^\W\d_]{1,30}(?:['’.-][^\W\d_]{1,30}){0,3}\.?")
_PARTICLES = frozenset("de da do dos das del della di von van der den la le el bin ibn al y e i zu ter ten af".split())
_TITLES = frozenset("mr mrs ms miss dr prof mme m mlle sr sra herr frau sig ing eng hon h e".split())
_MOST_NAME = 6
_LONGEST_BODY = 160
"""Characters."""
_PUBLIC_BOXES = frozenset(
    """info contact contacto contato kontakt office helpdesk help support service services press media mail webmaster
    hello admin secretariat secretaria enquiries inquiries feedback complaints customer noreply registry helpline
    ombudsman opendata data privacy dpo security abuse communications""".split()
)
NAMES, EMAILS, PHONES, IPS, OTHERS = KINDS = (
    "names",
    "e-mail addresses",
    "telephone numbers",
    "IP addresses",
    "contact details",
)
"""Of personal data, in the order and the words in which answers tell that it is withheld."""
_BETWEEN = re.compile(r"[,;:|/()<>\[\]\n]")
_SPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def emails(text: str, start: int = 0, end: int | None = None) -> Iterator[Range]:
    """Yield where e-mail addresses stand, internationalised and spelt out ("name (at) example (dot) org") ones too."""
    stop = len(text) if end is None else end
    for pattern in (_EMAIL, _SPELT):
        for match in pattern.finditer(text, start, stop):
            yield match.start(), match.end() - (match[0][-1] == "-")


def phones(text: str, start: int = 0, end: int | None = None) -> Iterator[Range]:
    """Yield where something has the shape of a telephone number: six to fifteen digits, and no date or decimal."""
    for match in _PHONE.finditer(text, start, len(text) if end is None else end):
        digits = sum(c.isdigit() for c in match[0])
        before = max(0, match.start() - _SIGN_AT_MOST), match.start()
        act = _ACT.fullmatch(match[0].strip()) and _SIGN.search(text, *before)
        if 6 <= digits <= 15 and not act and not _DATE.fullmatch(match[0].strip()):
            yield match.span()


def amounts(text: str, start: int = 0, end: int | None = None) -> Iterator[Range]:
    """Yield where amounts stand, with their currency, their sign of a share or their unit of time: no telephone's."""
    stop = len(text) if end is None else end
    for number in numbers_in(text[start:stop]):
        if number.unit:
            yield start + number.start, start + number.end


def is_count(text: str) -> bool:
    """Return whether a text is a year, or begins with a number of something: what it counts, or its thousands, tell.

    >>> is_count("2024"), is_count("1,200 calls"), is_count("555 12 34")
    (True, True, False)
    """
    return _COUNT.match(text.strip()) is not None


def ips(text: str, start: int = 0, end: int | None = None) -> Iterator[Range]:
    """Yield where addresses of the Internet Protocol stand, of version 4 and 6."""
    for pattern in (_IP4, _IP6):
        for match in pattern.finditer(text, start, len(text) if end is None else end):
            try:
                ipaddress.ip_address(match[0])
            except ValueError:
                continue
            yield match.span()


def find_contact_details(text: str, start: int = 0, end: int | None = None) -> list[Range]:
    """Return where anything stands by which somebody is reached, in order and apart."""
    return merge_ranges([*emails(text, start, end), *phones(text, start, end), *ips(text, start, end)])


def kinds_of(values: Iterable[str]) -> list[str]:
    """Return of which :data:`KINDS` some personal data is; what has no shape that is known is "contact details".

    >>> kinds_of(["Jane Roe, jane@example.org"]), kinds_of(["192.0.2.7"])
    (['names', 'e-mail addresses'], ['IP addresses'])
    """
    found: set[str] = set()
    for value in values:
        rest = value
        # An address of the Internet Protocol has the shape of a telephone number, too.
        for kind, ranges in ((IPS, ips), (EMAILS, emails), (PHONES, phones)):
            places = merge_ranges([*ranges(rest)])
            for start, end in places:
                found.add(kind)
                rest = rest[:start] + "\n" * (end - start) + rest[end:]
        parts = [part.strip(" .*_-–—'\"") for part in _BETWEEN.split(rest)]
        left = [part for part in parts if any(c.isalnum() for c in part)]
        named = [is_name(part) for part in left]
        found |= {NAMES} if any(named) else set()
        # Beside a name or an address stands whose it is, or what it is called.
        found |= {OTHERS} if left and not any(named) and rest == value else set()
    return [kind for kind in KINDS if kind in found]


def is_public_box(address: str) -> bool:
    """Return whether an e-mail address is by its own name a body's ("info@", "helpdesk@"), not a person's."""
    return fold(address.split("@", maxsplit=1)[0]).strip("<(' ") in _PUBLIC_BOXES


def is_name(text: str) -> bool:
    """Return whether a text looks like a person's name: a few words with capitals, and no word of a body's.

    >>> is_name("Jean de la Croix"), is_name("Ministry of Finance"), is_name("It is published monthly")
    (True, False, False)
    """
    text = squeeze(text).strip(" .,;:*_|()")
    own = text.split(" ")
    if (
        not text
        or len(own) > _MOST_NAME
        or len(text) > _LONGEST_BODY
        or says_body(text)
        or any(c.isdigit() or c in "@/" for c in text)
    ):
        return False
    if _SPACED.search(text):
        return len(text) <= 16
    caseless = not any(c.lower() != c.upper() for c in text if c.isalpha())
    counted = 0
    for word in own:
        bare = word.strip(",.'’\"()")
        if fold(bare) in _PARTICLES | _TITLES or not bare:
            continue
        if not _NAME_WORD.fullmatch(bare) or not (caseless or bare[0].isupper()):
            return False
        counted += 1
    return 1 <= counted <= 5


def is_body(text: str) -> bool:
    """Return whether a value is the name of a body alone, with nobody's name or address beside it."""
    return (
        len(text) <= _LONGEST_BODY
        and says_body(text)
        and not re.search(r"[,;\n/()]|\s[-–—]\s", text.strip())
        and not find_contact_details(text)
    )


def merge_ranges(ranges: list[Range]) -> list[Range]:
    """Return ranges in order, those that touch or overlap as one."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        elif end > start:
            found.append((start, end))
    return found
