"""Pages of plain text: where form feeds begin them, and what is printed around their text."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from msqqa.languages.matching import ways

_DIGITS = re.compile(r"\d+")
_ALIGNED = re.compile(r"\f?(?:\t|  )")
_LONGEST_NUMBER = 30
_LONGEST_HEAD = 120
"""Characters of a line that can be a running head."""
_ON_PAGES = 3
"""On how many pages at least a line must stand to be a running head."""


@lru_cache(maxsize=1)
def _compile_page_number() -> re.Pattern[str]:
    """Return the pattern of a line that is a page's number: "Page 3 of 12"."""
    return re.compile(
        rf"[-–—|]?\s{{0,30}}+(?P<label>(?:{ways('pages', 'page')})\s{{0,30}}+)?(?P<number>\d{{1,4}})"
        rf"(?P<total>\s{{0,30}}+(?:/|{ways('pages', 'of')})\s{{0,30}}+\d{{1,4}})?\s{{0,30}}+[-–—|]?",
        re.IGNORECASE,
    )


def page_starts(text: str) -> tuple[int, ...]:
    r"""Return where each page begins; nothing where no form feed parts pages.

    >>> page_starts("one\n\ftwo"), page_starts("one")
    ((0, 5), ())
    """
    starts = [0, *(match.end() for match in re.finditer("\f", text))]
    if len(starts) > 1 and not text[starts[-1] :].strip():
        starts.pop()  # a form feed at the very end begins no page
    return tuple(starts) if "\f" in text else ()


def around_pages(text: str, starts: list[int]) -> set[int]:
    """Return the lines, counted from 0, that hold a page's number or a running head.

    They are the first and the last line of a page that hold anything. Such a line is a number where it is set apart,
    says "page", or counts on from page to page; and a running head where most pages have the like in that place.
    """
    if "\f" not in text:
        return set()
    bounds = [*starts, len(text)]
    lines = [text[a:b] for a, b in pairwise(bounds)]
    found: set[int] = set()
    pages = _pages(lines)
    for place in (0, -1):
        edges = [(page, numbers[place]) for page, numbers in enumerate(pages) if numbers]
        found |= {line for _, line in edges if _is_set_apart(lines[line])}
        found |= _find_rising_numbers(edges, lines) | _find_repeated(edges, lines)
    return found


def _pages(lines: list[str]) -> list[list[int]]:
    """Return for each page its lines that hold something; a form feed stands at the beginning of a line."""
    pages: list[list[int]] = [[]]
    for n, line in enumerate(lines):
        if line.startswith("\f"):
            pages += [[] for _ in range(len(line) - len(line.lstrip("\f")))]
        if line.strip():
            pages[-1].append(n)
        if "\f" in line.lstrip("\f"):
            pages.append([])
    return pages


def _number(line: str) -> re.Match[str] | None:
    alone = line.strip()
    return _compile_page_number().fullmatch(alone) if len(alone) <= _LONGEST_NUMBER else None


def _is_set_apart(line: str) -> bool:
    number = _number(line)
    return number is not None and bool(_ALIGNED.match(line) or number["label"] or number["total"])


def _find_rising_numbers(edges: list[tuple[int, int]], lines: list[str]) -> set[int]:
    """Return the lines that are nothing but numbers which rise with the pages."""
    numbered = {
        line: int(number["number"]) - page for page, line in edges if (number := _number(lines[line])) is not None
    }
    usual = Counter(numbered.values()).most_common(1)
    if not usual or usual[0][1] < 2:
        return set()
    return {line for line, ahead in numbered.items() if ahead == usual[0][0]}


def _find_repeated(edges: list[tuple[int, int]], lines: list[str]) -> set[int]:
    """Return the lines that most pages have in this place, numbers aside."""
    shapes = {line: " ".join(_DIGITS.sub("#", lines[line]).split()) for _, line in edges}
    counts = Counter(shapes.values())
    needed = max(_ON_PAGES, len(edges) // 2 + 1)
    return {
        line
        for line, shape in shapes.items()
        if counts[shape] >= needed and len(shape) <= _LONGEST_HEAD and any(c.isalnum() or c == "#" for c in shape)
    }
