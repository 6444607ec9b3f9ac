"""Texts cut to what there is room for: a form's questions, and quotes with the words in view that bear on an answer."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msqqa.languages import phrases
from msqqa.markdown_marks import is_list_value, strip_markdown
from msqqa.words import STOP_WORDS, squeeze, stem, stems, words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_SHOWN = 110
"""Characters of a question of the form that an answer shows."""
PART = " — "
"""What stands between a question and a part of it, as forms' texts are joined."""
_OWN = 0.65
"""Share of the room that a part's own words may take."""
_BEGINNING = 0.45
"""Share of the room that a question's beginning takes, where what was asked for stands further on."""
_LEAD = 4
"""A quote that is cut begins this share of its room before the first word that bears."""
_CUT_MARKS = 4
"""Characters of the ellipses on both sides of a quote."""
_WANTED, _SAYING = 2, 3
"""What a word that was asked for is worth in view, and one that says what was decided."""
_ENOUGH = 0.4
"""Share of the room that a quote fills at least before it may end with a sentence."""
_HALF_MARK = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}")
_SENTENCE_END = re.compile(r"[.!?;。！？；](?=\s)|[。！？；]")
_CLAUSE_START = re.compile(r"(?:[.!?;:,](?=\s)|\s[–—-]+(?=\s)|\s(?=\())\s*")
_BEARING_KEYS = {
    "yes": (("answers", "yes"),),
    "no": (("words", "not"), ("answers", "no"), ("answers", "ended")),
    "planned": (("answers", "planned"),),
    "partial": (("answers", "partial"), ("openings", "partial_first")),
}
"""Stance → the tables of the languages' files whose words say it."""


def shorten_question(text: str, longest: int = _SHOWN) -> str:
    """Return a question of the form as an answer shows it: in one line, cut between words.

    Of a part of a question its own words stay in view, and those of the question that it is a part of are cut.

    >>> whole = "Does the strategy make specific reference to the use of technologies — artificial intelligence"
    >>> shorten_question(whole, 60)
    'Does the strategy make specific … — artificial intelligence'
    """
    text = squeeze(text).replace("“", "'").replace("”", "'")
    if len(text) <= longest:
        return text
    whole, mark, own = text.rpartition(PART)
    if not mark:
        return shorten_text(text, longest)
    own = shorten_text(own, int(_OWN * longest))
    return f"{shorten_text(whole, longest - len(own) - len(PART))}{PART}{own}"


def shorten_around_words(text: str, room: int, wanted: Collection[str]) -> str:
    """Return a question of a form in one line: how it begins, which says what it asks, and the words asked for.

    >>> asked = "Is there any legislation, law or regulation on data governance, data sharing included?"
    >>> shorten_around_words(asked, 66, {"share"})
    'Is there any legislation … data sharing included?'
    """
    text = squeeze(text)
    if len(text) <= room:
        return text
    if PART in text:
        return shorten_question(text, room)
    begun = shorten_text(text, int(_BEGINNING * room))
    held = fit_text(text, room)
    rest = fit_text(text[len(begun) - 2 :], room - len(begun), wanted).removeprefix("… ").lstrip(",;: ")
    # Where the beginning alone shows all of them, it is not broken off.
    own = set(wanted)
    return held if own & set(stems(held)) >= own & set(stems(text)) else f"{begun} {rest}"


def _word_start(text: str, at: int) -> int:
    """Return where the word begins that a place stands in: behind a blank, or a stroke that joins words."""
    while at > 0 and text[at - 1] not in " /":
        at -= 1
    return at


def shorten_text(text: str, longest: int) -> str:
    """Return a text cut between words where it is longer than there is room for.

    >>> shorten_text("a sandbox for mobile money", 12)
    'a sandbox …'
    """
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + " …"


def some_of(parts: Sequence[str], most: int) -> str:
    """Return a list in words, cut after so many parts.

    >>> some_of(["Kenya", "Peru", "Chad"], 2), some_of(["Kenya"], 2)
    ('Kenya, Peru and 1 more', 'Kenya')
    """
    more = f" and {len(parts) - most} more" if len(parts) > most else ""
    return ", ".join(parts[:most]) + more


def strip_marks(text: str) -> str:
    r"""Return a quote in one line without marks, also those whose other half was cut off.

    The cells of a table's row stand apart, and so do the values of a list.

    >>> strip_marks("| FADA | **WhatsApp** channel | 2019 |"), strip_marks("name\ne-mail address")
    ('FADA · WhatsApp channel · 2019', 'name · e-mail address')
    """
    lines = [line for line in text.splitlines() if line.strip()]
    of_values = len(lines) > 1 and "|" not in text and all(map(is_list_value, lines))
    text = " · ".join(map(strip_markdown, lines)) if of_values else strip_markdown(text)
    if text.count("|") > 1:
        cells = (cell.strip() for cell in text.split("|"))
        text = " · ".join(cell for cell in cells if cell.strip(":- "))  # a row of dashes is a rule
    return squeeze(_HALF_MARK.sub("", text))


@lru_cache(maxsize=8)
def stems_of_stance(stance: str | None) -> frozenset[str]:
    """Return the stems of words that say a stance, in every language."""
    told = (phrase for table, key in _BEARING_KEYS.get(stance or "", ()) for phrase in phrases(table, key))
    return frozenset(s for phrase in told for s in stems(phrase)) - STOP_WORDS


def fit_text(text: str, room: int, wanted: Collection[str] = (), saying: Collection[str] = ()) -> str:
    """Return a text in one line, cut to ``room`` characters with as many of the words in view as can be that bear.

    It begins where a sentence or a clause does, if the words fit behind it, and ends with a sentence that fills it.

    Parameters
    ----------
    text, room:
        What is cut, and to how many characters.
    wanted:
        Stems of the words that were asked for.
    saying:
        Stems of the words that say what was decided.
    """
    text = strip_marks(text)
    if len(text) <= room:
        return text
    found = [(w.start, w.end, stem(w.text)) for w in words(text)]
    # What was asked for is known; what was said of it is what a reader looks for.
    hits = [(a, b, _SAYING if s in saying else _WANTED) for a, b, s in found if s in wanted or s in saying]
    inside = room - _CUT_MARKS
    sentences = [0, *(m.end() for m in _SENTENCE_END.finditer(text))]
    clauses = [m.end() for m in _CLAUSE_START.finditer(text)]
    within = [_word_start(text, max(0, a - lead)) for a, _, _ in hits for lead in (room // _LEAD, 0)]

    def worth(begin: int) -> int:
        return sum(weight for a, b, weight in hits if begin <= a and b <= begin + inside)

    # Of beginnings that show as much, a sentence's is the best, then a clause's; of these the first.
    starts = ((2, sentences), (1, clauses), (0, within))
    ranked = [(worth(begin), rank, -begin) for rank, those in starts for begin in those]
    begin = -max(ranked)[2]
    lead = "… " if begin else ""
    shown = text[begin:].lstrip()
    if len(shown) + len(lead) <= room:
        return lead + shown
    last = max((b for a, b, _ in hits if begin <= a and b <= begin + inside), default=begin) - begin
    ends = [m.end() for m in _SENTENCE_END.finditer(shown) if max(last, _ENOUGH * room) <= m.end() <= inside]
    if ends:
        return lead + shown[: ends[-1]] + " …"
    return lead + shorten_text(shown, room - len(lead))
