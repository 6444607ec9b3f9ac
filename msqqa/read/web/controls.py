"""Controls of a page's forms: where each is shown, and as what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msqqa.read.boxes import EMPTY, TICKED, is_placeholder

if TYPE_CHECKING:
    from collections.abc import Mapping

_BOXES = frozenset({"checkbox", "radio"})
_VALUELESS = frozenset({"hidden", "password", "button", "submit", "reset", "image", "file", "color"})


@dataclass(slots=True)
class Controls:
    """What stands before labels instead of at its own place, for all of a page."""

    before_label: dict[int, list[str]] = field(default_factory=dict)
    """A label → the boxes that it labels."""
    moved: set[int] = field(default_factory=set)
    """The boxes that stand before their labels."""

    @classmethod
    def of(cls, root: Any, hidden: frozenset[int]) -> Controls:
        """Look for a page's labels; ``hidden`` elements label nothing."""
        found = cls()
        by_id: dict[str, Any] = {}
        for node in root.css("input[type]"):
            own_id = node.attributes.get("id")
            if own_id and _type(node.attributes) in _BOXES:
                by_id.setdefault(own_id, node)
        for label in root.css("label"):
            if label.mem_id in hidden or not (label.text() or "").strip():
                continue
            inside = [n for n in label.css("input[type]") if _type(n.attributes) in _BOXES]
            target = by_id.get(label.attributes.get("for") or "")
            boxes = inside or ([target] if target is not None else [])
            if len(boxes) != 1 or boxes[0].mem_id in found.moved or boxes[0].mem_id in hidden:
                continue  # a label of several boxes tells none apart: each stands where it is
            found.before_label[label.mem_id] = [_box(boxes[0].attributes)]
            found.moved.add(boxes[0].mem_id)
        return found

    def show(self, node: Any) -> str | None:
        """Return what is seen of a control; None where the element is none, or is shown by what it holds."""
        attributes: Mapping[str, str | None] = node.attributes
        if node.tag == "input":
            return self._input(node, attributes)
        if node.tag == "select":
            return _selected_entries(node)
        if node.tag == "textarea":
            return (node.text() or "").strip()
        return None

    def _input(self, node: Any, attributes: Mapping[str, str | None]) -> str:
        kind = _type(attributes)
        if kind in _BOXES:
            if node.mem_id in self.moved:
                return ""
            # Without a visible label the page may still name it for those who listen.
            named = attributes.get("aria-label") or ""
            return f"{_box(attributes)} {named} " if named else f"{_box(attributes)} "
        return "" if kind in _VALUELESS else (attributes.get("value") or "").strip()


def _type(attributes: Mapping[str, str | None]) -> str:
    return (attributes.get("type") or "text").strip().lower()


def _box(attributes: Mapping[str, str | None]) -> str:
    return TICKED if "checked" in attributes else EMPTY


def _selected_entries(node: Any) -> str:
    """Return the entries that are selected; a list of which none was, shows one that nobody chose."""
    chosen = [option for option in node.css("option") if "selected" in option.attributes]
    if "multiple" not in node.attributes:
        chosen = chosen[-1:]
    texts = [" ".join((option.text() or option.attributes.get("label") or "").split()) for option in chosen]
    return ", ".join(text for text in texts if text and not is_placeholder(text))
