"""A response on its way into the index, and what an earlier index has of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.corpus import Described
from msqqa.model import Respondent
from msqqa.places import gazetteer, names_of, place, regions_around, regions_of
from msqqa.words import unique, words

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence

    from msqqa.form.align import Alignment
    from msqqa.model import Document, Form, SegmentedResponse

_TELLING = 6
"""Letters of a word by which a place is surely named: "Macedonia", not "North"."""
TWIN = "a second response"
"""Begins a reason that depends on other files, so that it is looked into in every build."""


@dataclass(slots=True)
class ReadFile:
    """A file that was read, and the form laid over it, if one fits."""

    document: Document
    stat: os.stat_result
    alignment: Alignment | None


@dataclass(slots=True)
class Response:
    """One respondent's answers on their way through: a file, or some rows of one."""

    path: str
    sha256: str
    """Of the file's bytes, as it was read."""
    file: str
    """Path below the corpus folder."""
    size: int
    mtime_ns: int
    form: Form
    respondent: Respondent
    place: str | None
    stamp: str
    written: Callable[[], SegmentedResponse]
    """Returns its text and its cells. A table's are made when they are wanted: of all together they fill the memory."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier index, made with the same forms, has of one source."""

    file: str
    sha256: str
    stamp: str
    respondent: str
    form: str


@dataclass(frozen=True, slots=True)
class ResponseEntry:
    """A response, read or kept: its path, the file it stands in, its respondent's id, its form's id."""

    path: str
    file: str
    respondent: str
    form: str


def respondent_of(
    own_id: str,
    printed: str,
    said: Described | None,
    edition: str,
    groups: Sequence[str] = (),
    codes: Sequence[str] = (),
    aliases: Sequence[str] = (),
) -> tuple[Respondent, str | None]:
    """Return a respondent, and the code of the place that it is; None where it is none.

    Parameters
    ----------
    own_id, printed:
        Its id, and its name as the response prints it.
    said:
        What the corpus's owner says of it, which comes first.
    edition, groups, codes, aliases:
        What the response says of it.
    """
    said = said or Described()
    name = said.name or printed
    code = place(name) or place(own_id) or _place_of_codes(codes, name)
    aliases, groups = [*said.aliases, *aliases], [*groups, *said.groups]
    if code is not None:
        names = names_of(code)
        # A form filled in in capitals names the country as the gazetteer writes it.
        name = said.name or (names[0] if name.isupper() or name.islower() else name)
        aliases += names
        groups += regions_of(code)
    elif name.isupper() and len(name) > 4 and not said.name:
        name = name.title()
    groups += [wider for group in said.groups for wider in regions_around(group)]
    aliases += [own_id.replace("-", " ")]
    own = unique(a for a in aliases if a != name)
    return Respondent(own_id, name, own, unique(groups), said.edition or edition, unique(codes)), code


def _place_of_codes(codes: Sequence[str], name: str) -> str | None:
    """Return the code of the place that a respondent's own code names, where a name of that place stands in its name.

    >>> _place_of_codes(["mk"], "Macedonia, the Former Yugoslav Republic of"), _place_of_codes(["mk"], "Markham Town")
    ('MK', None)
    """
    own = {word.text for word in words(name)}
    for code in (code.upper() for code in codes):
        if code in gazetteer() and any(
            own & {word.text for word in words(known) if len(word.text) >= _TELLING} for known in gazetteer()[code]
        ):
            return code
    return None
