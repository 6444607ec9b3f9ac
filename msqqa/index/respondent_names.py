"""What a file and its title tell of a response: the year that is its edition, and what its respondent is called."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msqqa.personal.values import is_name
from msqqa.words import STOP_WORDS, YEAR, slug, squeeze, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from msqqa.model import Document
    from msqqa.words import Word

_HALF = 0.5
"""Share of the titles that have a word, from which it tells nobody from anybody."""
_TITLED, _APART, _BRIEF = 0.8, 0.9, 0.8
"""Shares of the files that have a title of their own, of these titles that are alone, and of those that are short, from
which titles name the respondents."""
_LONGEST = 6
"""Words of a short name."""


@dataclass(frozen=True, slots=True)
class Titled:
    """A response by its id, its title and its edition."""

    id: str
    title: str
    edition: str
    of_person: bool = False
    """Whether the title holds personal data; then it names nobody."""


def title_of(document: Document) -> str:
    """Return the heading with which a document begins; empty where it begins with anything else."""
    first = next((block for block in document.blocks if block.kind != "debris"), None)
    if first is None or first.kind != "heading":
        return ""
    return squeeze(re.sub(r"[#*_`=|]+", " ", document.text[first.start : first.end]))


def years_of(paths: Iterable[str]) -> dict[str, str]:
    """Return the year in each file's name, or else in its folder's, the last where it has several.

    Nothing where one file has none, or where all have the same: then it tells no editions apart.

    >>> years_of(["north-2022.md", "north-2023.md"])
    {'north-2022.md': '2022', 'north-2023.md': '2023'}
    >>> years_of(["2022/north.md", "2023/north.md"])
    {'2022/north.md': '2022', '2023/north.md': '2023'}
    >>> years_of(["north-2022.md", "north.md"])
    {}
    """
    paths = list(paths)
    return _years(paths, lambda path: PurePosixPath(path).stem) or _years(
        paths, lambda path: str(PurePosixPath(path).parent)
    )


def years_in_titles(titles: Mapping[str, str]) -> dict[str, str]:
    """Return the year in the title of each, by the same rule."""
    return _years(list(titles), titles.__getitem__)


def _years(keys: Sequence[str], text_of: Callable[[str], str]) -> dict[str, str]:
    found = {key: years[-1] for key in keys if (years := YEAR.findall(text_of(key)))}
    return found if len(found) == len(keys) and len(set(found.values())) > 1 else {}


def without_year(own_id: str, edition: str) -> str:
    """Return an id without the year that is its edition; as it is, where nothing else is in it.

    >>> without_year("sig-cli-2022", "2022"), without_year("2022", "2022")
    ('sig-cli', '2022')
    """
    parts = [part for part in own_id.split("-") if part != edition]
    return "-".join(parts) or own_id


def names_of(responses: Mapping[str, Titled]) -> dict[str, str]:
    """Return what the respondents are called: by their titles where these tell them apart, else by their ids.

    Parameters
    ----------
    responses:
        The responses of one corpus that no field of the form names, by any key.

    Returns
    -------
    names: dict[str, str]
        A name for each key. One respondent has one name in all of its editions.
    """
    bare = {key: without_year(one.id, one.edition) for key, one in responses.items()}
    own = _own_titles(responses, bare)
    by_title: dict[str, Counter[str]] = defaultdict(Counter)
    for key, title in own.items():
        by_title[bare[key]][title] += 1
    best = {who: max(titles, key=lambda title: (titles[title], title)) for who, titles in by_title.items()}
    return {key: best.get(who) or who.replace("-", " ").title() for key, who in bare.items()}


def _own_titles(responses: Mapping[str, Titled], bare: Mapping[str, str]) -> dict[str, str]:
    """Return what of each title is its own; nothing where titles do not tell the respondents apart."""
    cut = {key: list(words(one.title)) for key, one in responses.items()}
    having = Counter(word for own in cut.values() for word in {word.text for word in own})
    shared = {word for word, n in having.items() if len(responses) > 1 and n >= _HALF * len(responses)}
    own = {}
    for key, one in responses.items():
        # A word of its file's name belongs to its name, though many have it: "SIG CLI".
        kept = set(bare[key].split("-"))
        title = " ".join(_runs(one.title, cut[key], shared - kept, STOP_WORDS - kept))
        a_person = is_name(title) and " " in title and not kept & set(slug(title).split("-"))
        somebody = one.of_person or a_person
        if title and not somebody:
            own[key] = title
    times = Counter((slug(title), responses[key].edition) for key, title in own.items())
    apart = [key for key, title in own.items() if times[slug(title), responses[key].edition] == 1]
    brief = [key for key, title in own.items() if len(list(words(title))) <= _LONGEST]
    is_telling = (
        len(own) >= _TITLED * len(responses) and len(apart) >= _APART * len(own) and len(brief) >= _BRIEF * len(own)
    )
    return {key: own[key] for key in brief if key in set(apart)} if is_telling else {}


def _runs(title: str, cut: Sequence[Word], left_out: Collection[str], empty: Collection[str]) -> Iterator[str]:
    """Yield the words of a title that are its own, no year among them, with what stands between those side by side."""
    run: list[Word] = []
    for word in [*cut, None]:
        if word is not None and word.text not in left_out and not YEAR.fullmatch(word.text):
            run.append(word)
            continue
        trimmed = _trim_run(run, empty)
        if trimmed:
            yield title[trimmed[0].start : trimmed[-1].end]
        run = []


def _trim_run(run: Sequence[Word], empty: Collection[str]) -> Sequence[Word]:
    start, end = 0, len(run)
    while start < end and run[start].text in empty:
        start += 1
    while end > start and run[end - 1].text in empty:
        end -= 1
    return run[start:end]
