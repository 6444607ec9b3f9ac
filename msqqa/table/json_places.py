"""JSON whose objects know where in the text each of their values stands, which the standard library does not tell."""

from __future__ import annotations

import json
from json import decoder, scanner
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Scan = Callable[[str, int], tuple[Any, int]]


class PlacedObject(dict[str, Any]):
    """An object of JSON, with the first and last character of each value."""

    __slots__ = ("places",)

    def __init__(self, pairs: list[tuple[str, Any]], places: list[tuple[int, int]]) -> None:
        super().__init__(pairs)
        self.places = dict(zip((key for key, _ in pairs), places, strict=True))


class PlacingDecoder(json.JSONDecoder):
    """Decodes JSON in Python alone, with each object as a :class:`PlacedObject`; some twenty times slower.

    The standard decoder calls a function for each value of an object. Here that function also notes where it stood.
    """

    def __init__(self) -> None:
        super().__init__()
        self.parse_object = self._parse_placed
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined]

    @staticmethod
    def _parse_placed(
        at: tuple[str, int], strict: bool, scan_once: Scan, _hook: Any, _pairs_hook: Any, memo: dict[str, str]
    ) -> tuple[Any, int]:
        places: list[tuple[int, int]] = []

        def scan(text: str, start: int) -> tuple[Any, int]:
            value, end = scan_once(text, start)
            places.append((start, end))
            return value, end

        def build(pairs: list[tuple[str, Any]]) -> PlacedObject:
            return PlacedObject(pairs, places)

        told: tuple[Any, int] = decoder.JSONObject(at, strict, scan, None, build, memo)  # type: ignore[attr-defined]
        return told
