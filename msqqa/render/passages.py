"""What a search found, for a person at a terminal: each passage with its place, and the words found marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msqqa.render.links import uri
from msqqa.render.marks import MARKS, STYLES
from msqqa.render.screen import is_right_to_left, plain_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.ask.answer.search_hits import Hit
    from msqqa.model import Range
    from msqqa.render.screen import Screen

_INDENT = 4
_FOUND = "bold yellow"


def write_passages(hits: Sequence[Hit], screen: Screen) -> None:
    """Write ranked passages: what the cell says, where it stands, its score, the sentences that bear on the query."""
    for hit in hits:
        cited = hit.citation
        lines = f":{cited.lines[0]}" if cited.lines[0] == cited.lines[1] else f":{cited.lines[0]}-{cited.lines[1]}"
        # Terminals and editors open FILE:LINE; of a file with pages no line can be opened.
        place = lines if cited.page is None else f", {cited.place}"
        screen.line(
            (
                (f"[{cited.n}] ", "cyan"),
                (f"{MARKS[hit.says]} ", STYLES[hit.says]),
                (f"{cited.respondent} · {cited.question_id}", "bold"),
                (" · ", ""),
                (f"{cited.source}{place}", f"link {uri(cited)}"),
                (f" · {hit.score:.2f}", "dim"),
            )
        )
        quote = (("“", ""), *_mark_found(hit.extract, hit.marked), ("”", ""))
        if screen.width is not None and is_right_to_left(hit.extract):
            quote = (("\u2068", ""), *quote, ("\u2069", ""))  # set apart, so that it turns nothing beside it
        screen.line(quote, indent=_INDENT)
        screen.line(plain_line(f"{'':<{_INDENT}}{cited.id}", "dim"), fold=False)


def _mark_found(text: str, places: Sequence[Range]) -> Iterator[tuple[str, str]]:
    at = 0
    for start, end in places:
        yield text[at:start], ""
        yield text[start:end], _FOUND
        at = end
    yield text[at:], ""
