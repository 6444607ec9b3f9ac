"""What of a page is seen: tags that show nothing, attributes and styles that hide, and what emphasis they give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.read.emphasis import BOLD, HIGHLIGHTED, STRUCK, UNDERLINED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

UNSEEN = frozenset(
    "head script style template noscript title meta link svg math canvas audio video object embed iframe frame "
    "frameset datalist map area param source track noembed noframes".split()
)
_EMPHASIS = {
    **dict.fromkeys(("b", "strong"), BOLD),
    "mark": HIGHLIGHTED,
    **dict.fromkeys(("u", "ins"), UNDERLINED),
    **dict.fromkeys(("s", "del", "strike"), STRUCK),
}
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\b", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_LINE = re.compile(r"text-decoration[a-z-]*\s*:[^;:]*?\b(line-through|underline)\b", re.IGNORECASE)
_BACKGROUND = re.compile(
    r"background(?:-color)?\s*:\s*(?!\s|none|transparent|inherit|initial|#fff\b|#ffffff\b|white\b)"
)
_FONT = re.compile(r"font-family\s*:\s*([^;]+)", re.IGNORECASE)
_LONGEST_STYLE = 2000
"""Characters of one rule that are looked at."""
_BRACE = re.compile(r"[{}]")
_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]*)?([.#])([A-Za-z_][\w-]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hidden:
    """The classes and ids that a page's own style sheets hide by a simple rule."""

    classes: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()

    @classmethod
    def by(cls, sheets: str) -> Hidden:
        """Read style sheets; rules within others (``@media``), and those that name more than one thing, are left."""
        found: dict[str, set[str]] = {".": set(), "#": set()}
        for selectors, style in _rules(_without_comments(sheets)):
            if not _HIDING.search(style[:_LONGEST_STYLE]):
                continue
            for selector in selectors.split(","):
                simple = _SIMPLE.fullmatch(selector.strip())
                if simple is not None:
                    found[simple[1]].add(simple[2])
        return cls(frozenset(found["."]), frozenset(found["#"]))

    def hides(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """Return whether an element, with all that it holds, is not seen."""
        if tag in UNSEEN or "hidden" in attributes:
            return True
        if tag == "dialog" and "open" not in attributes:
            return True
        if _HIDING.search(_style(attributes)):
            return True
        if attributes.get("id") in self.ids:
            return True
        return any(name in self.classes for name in (attributes.get("class") or "").split())


def emphasis(tag: str, attributes: Mapping[str, str | None]) -> frozenset[str]:
    """Return the marks of emphasis that an element gives its text."""
    style = _style(attributes)
    found = {_EMPHASIS[tag]} if tag in _EMPHASIS else set()
    if _BOLD.search(style):
        found.add(BOLD)
    line = _LINE.search(style)
    if line is not None:
        found.add(STRUCK if line[1].lower() == "line-through" else UNDERLINED)
    if _BACKGROUND.search(style):
        found.add(HIGHLIGHTED)
    return frozenset(found)


def font_of(tag: str, attributes: Mapping[str, str | None]) -> str | None:
    """Return the font that an element asks for first; None where it asks for none."""
    named = _FONT.search(_style(attributes))
    family = named[1] if named else (attributes.get("face") or "") if tag == "font" else ""
    return family.split(",")[0].strip(" \"'") or None


def _style(attributes: Mapping[str, str | None]) -> str:
    return (attributes.get("style") or "")[:_LONGEST_STYLE]


def _without_comments(sheets: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := sheets.find("/*", at)) >= 0:
        kept.append(sheets[at:start])
        end = sheets.find("*/", start + 2)
        at = len(sheets) if end < 0 else end + 2
    return " ".join([*kept, sheets[at:]])


def _rules(sheets: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors and the style of each rule that does not stand within another."""
    depth = start = opened = 0
    for brace in _BRACE.finditer(sheets):
        if brace[0] == "{":
            if depth == 0:
                opened = brace.start()
            depth += 1
            continue
        depth = max(0, depth - 1)
        if depth == 0:
            selectors = sheets[start:opened].strip()
            if start <= opened and not selectors.startswith("@"):
                yield selectors, sheets[opened + 1 : brace.start()]
            start = brace.end()
