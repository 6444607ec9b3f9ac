"""Styles of a Word file: what a paragraph or a run looks like by its style, and the styles that one is based on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from msqqa.read.emphasis import BOLD, HIGHLIGHTED, STRUCK, UNDERLINED
from msqqa.read.word.package import attribute, child, local_name, value

_OFF = frozenset({"0", "false", "off", "none"})
_PLAIN_FILLS = frozenset({"auto", "ffffff"})
_HEADING = re.compile(r"(?:heading \d|title|subtitle)\b", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc \d|table of (?:figures|authorities)|toc heading)", re.IGNORECASE)
_BODY_LEVEL = 9
"""The outline level that is no heading."""

Look = dict[str, bool | str]
"""What is said of a run: its marks of emphasis, ``hidden``, ``raised``, and its ``font``."""


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str | None
    look: Look
    list_id: str | None
    level: str | None
    outline: int | None


@dataclass(slots=True)
class Styles:
    """All of a document's styles by their ids."""

    _styles: dict[str, _Style] = field(default_factory=dict)
    _default: str | None = None
    """The id of the style of a paragraph that names none."""

    @classmethod
    def of(cls, root: Any | None) -> Styles:
        """Read the part of the styles; a document may have none."""
        styles = cls()
        for element in root if root is not None else ():
            if local_name(element) != "style":
                continue
            own_id = attribute(element, "styleId") or ""
            outline = value(element, "pPr", "outlineLvl")
            styles._styles[own_id] = _Style(
                value(element, "name") or own_id,
                value(element, "basedOn"),
                look_of(child(element, "rPr")),
                value(element, "pPr", "numPr", "numId"),
                value(element, "pPr", "numPr", "ilvl"),
                int(outline) if outline is not None and outline.isdecimal() else None,
            )
            if attribute(element, "type") == "paragraph" and (attribute(element, "default") or "0") not in _OFF:
                styles._default = own_id
        return styles

    def look(self, style: str | None, *, paragraph: bool = False) -> Look:
        """Return how a style's text looks, with what it takes from the styles it is based on."""
        found: Look = {}
        for one in reversed(self._chain(style or (self._default if paragraph else None))):
            found |= one.look
        return found

    def is_heading(self, style: str | None) -> bool:
        """Return whether a style is a heading's."""
        for one in self._chain(style):
            if one.outline is not None:
                return one.outline < _BODY_LEVEL
            if _HEADING.match(one.name):
                return True
        return False

    def is_contents(self, style: str | None) -> bool:
        """Return whether a style is that of a table of contents: it repeats the headings."""
        return any(_CONTENTS.match(one.name) for one in self._chain(style))

    def list_of(self, style: str | None) -> tuple[str | None, str | None]:
        """Return the list and the level in it that a style numbers its paragraphs by."""
        for one in self._chain(style):
            if one.list_id is not None:
                return one.list_id, one.level
        return None, None

    def _chain(self, style: str | None) -> list[_Style]:
        """Return a style and those that it is based on; a circle is cut."""
        chain: list[_Style] = []
        seen: set[str] = set()
        while style is not None and style in self._styles and style not in seen:
            seen.add(style)
            chain.append(self._styles[style])
            style = chain[-1].based_on
        return chain


def is_shaded(properties: Any | None) -> bool:
    """Return whether a table's cell has a ground of its own."""
    shading = None if properties is None else child(properties, "shd")
    return shading is not None and _stands_out(shading)


def _stands_out(element: Any) -> bool:
    """Return whether a highlight, a ground or a frame is there to be seen."""
    if local_name(element) == "shd":
        return (attribute(element, "fill") or "auto").lower() not in _PLAIN_FILLS
    return (attribute(element, "val") or "none").lower() not in _OFF | {"nil"}


def look_of(properties: Any | None) -> Look:
    """Return what a run's properties say themselves."""
    found: Look = {}
    for element in properties if properties is not None else ():
        name, said = local_name(element), (attribute(element, "val") or "")
        if name == "b":
            found[BOLD] = said not in _OFF
        elif name in ("strike", "dstrike"):
            found[STRUCK] = said not in _OFF
        elif name == "vanish":
            found["hidden"] = said not in _OFF
        elif name == "u":
            found[UNDERLINED] = said not in _OFF
        elif name in ("highlight", "shd", "bdr"):
            found[HIGHLIGHTED] = bool(found.get(HIGHLIGHTED)) or _stands_out(element)
        elif name == "vertAlign":
            found["raised"] = said == "superscript"
        elif name == "rFonts":
            font = attribute(element, "ascii") or attribute(element, "hAnsi")
            if font:
                found["font"] = font
    return found
