"""List numbers of a Word file, counted as Word counts them: "1.", "a)", "iv.", "2.3"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from msqqa.read.list_numbers import format_number
from msqqa.read.symbols import is_symbol_font, translate_symbols
from msqqa.read.word.package import attribute, child, local_name, value

_PLACE = re.compile(r"%([1-9])")
_MOST_LEVELS = 9
_BULLET = "•"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    style: str | None
    """The paragraph style that stands for this level."""
    restart: int | None
    """The level, from 1, after which counting begins anew; 0 for never; None for after any above."""
    legal: bool
    """Whether all numbers in it are written in digits."""


@dataclass(slots=True)
class _List:
    """A ``w:num``: an abstract list, with levels of its own here and there."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]
    """Where a level begins anew when this list is first met."""


@dataclass(slots=True)
class Numbering:
    """A document's lists, and how far each was counted."""

    _lists: dict[str, _List] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Any | None) -> Numbering:
        """Read the part of the lists; a document may have none."""
        numbering = cls()
        if root is None:
            return numbering
        abstracts: dict[str, dict[int, _Level]] = {}
        linked: dict[str, str] = {}
        for element in root:
            if local_name(element) == "abstractNum":
                own_id = attribute(element, "abstractNumId") or ""
                abstracts[own_id] = dict(_level(e) for e in element if local_name(e) == "lvl")
                if (style := value(element, "styleLink")) is not None:
                    linked[style] = own_id
        # A list that only names a style of lists has the levels of the one that defines it.
        for element in root:
            if local_name(element) == "abstractNum" and (style := value(element, "numStyleLink")) in linked:
                own_id = attribute(element, "abstractNumId") or ""
                abstracts[own_id] = abstracts[own_id] or abstracts[linked[style or ""]]
        for element in root:
            if local_name(element) == "num":
                abstract = value(element, "abstractNumId") or ""
                own = _list(element, abstract, abstracts.get(abstract, {}))
                numbering._lists[attribute(element, "numId") or ""] = own
        return numbering

    def label(self, list_id: str | None, level: str | None, style: str | None) -> str | None:
        """Count one paragraph, and return what is printed before it; None where it is in no list.

        Parameters
        ----------
        list_id, level:
            The paragraph's own, or its style's.
        style:
            Its style, which may stand for a level.
        """
        found = self._lists.get(list_id or "")
        if found is None or list_id == "0":
            return None
        at = _number(level, next((n for n, lvl in found.levels.items() if style and lvl.style == style), 0))
        defined = found.levels.get(at)
        if defined is None:
            return None
        counts = self._counts.setdefault(found.abstract, {})
        key = (list_id or "", at)
        if at in found.starts and key not in self._begun:
            counts[at] = found.starts[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else defined.start
        self._begun.add(key)
        for deeper in [n for n in counts if n > at]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or (restart and at < restart):
                del counts[deeper]
        return self._printed(found, at, defined, counts)

    def _printed(self, found: _List, at: int, defined: _Level, counts: dict[int, int]) -> str:
        if defined.format == "bullet":
            return defined.text or _BULLET
        if defined.format == "none":
            return _PLACE.sub("", defined.text).strip()

        def number(place: re.Match[str]) -> str:
            n = int(place[1]) - 1
            level = found.levels.get(n, defined)
            count = counts.get(n, level.start)
            return format_number(count, "decimal" if defined.legal and n != at else level.format)

        return _PLACE.sub(number, defined.text)


def _list(element: Any, abstract: str, defined: dict[int, _Level]) -> _List:
    levels, starts = dict(defined), {}
    for override in element:
        if local_name(override) != "lvlOverride":
            continue
        at = _number(attribute(override, "ilvl"), 0)
        own = child(override, "lvl")
        if own is not None:
            levels[at] = _level(own)[1]
        if (start := value(override, "startOverride")) is not None:
            starts[at] = _number(start, 1)
    return _List(abstract, levels, starts)


def _level(element: Any) -> tuple[int, _Level]:
    form = value(element, "numFmt") or "decimal"
    text = value(element, "lvlText") or ""
    if form == "bullet":
        font = next((attribute(f, "ascii") for f in (child(element, "rPr", "rFonts"),) if f is not None), None)
        # A bullet of a font that we know nothing of is a bullet all the same; Courier's "o" is a small circle.
        text = (translate_symbols(font, text) if is_symbol_font(font) or not text.isascii() else "").strip() or _BULLET
    restart = value(element, "lvlRestart")
    legal = child(element, "isLgl")
    return _number(attribute(element, "ilvl"), 0), _Level(
        _number(value(element, "start"), 1),
        form,
        text,
        value(element, "pStyle"),
        None if restart is None else _number(restart, 0),
        legal is not None and attribute(legal, "val") not in ("0", "false"),
    )


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else otherwise
