"""Where a question says in which document its answer stands: "according to its 2020 report".

Every answer of a corpus stands in such a document, so that these words tell nothing of what is asked; in an answer or
a form's question they mostly do not stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from msqqa.languages.matching import finder, matcher
from msqqa.words import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.words import Word

_BETWEEN = 1
"""Words that may stand between what says whose document it is and what it is called: "its 2020 annual report"."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Some characters of a question."""

    start: int
    end: int


def find_attributions(text: str, named: Sequence[tuple[int, int]]) -> list[Attribution]:
    """Return where a question says in which document its answer stands.

    Parameters
    ----------
    text:
        The question.
    named:
        Ranges of the names of respondents, and of editions. Beside one of them a document's name alone is enough; else
        it must be somebody's, and be said to be the source: "according to their report".

    Examples
    --------
    >>> text = "who meets, according to its 2020 report, about a report"
    >>> [text[a.start : a.end] for a in find_attributions(text, [(28, 32)])]
    ['according to its 2020 report']
    >>> find_attributions("which groups wrote a report on their meetings", [])
    []
    """
    own = list(words(text))
    texts = [word.text for word in own]
    found = []
    for at, word in enumerate(own):
        if _says(texts[at : at + 1]) != _DOCUMENT or _is_within(word, named):
            continue
        start, is_named = _find_owner(own, at, named)
        owned = start < at and _says(texts[start : start + 1]) == _WHOSE
        before = next((n for n in (3, 2, 1) if start >= n and _says(texts[start - n : start]) == _SAID), 0)
        if is_named or (owned and before):
            found.append(Attribution(own[start - before].start, word.end))
    return found


def counts_documents(text: str) -> bool:
    """Return whether a question asks in how many documents something stands, and not how many things there are.

    >>> counts_documents("In how many reports does X come up?"), counts_documents("how many visitors has X")
    (True, False)
    """
    folded = fold(text)
    behind = (folded[end:] for _, end in finder("numbers", "asked").spans(folded))
    return any(_says([word.text for word in islice(words(rest), 1)]) == _DOCUMENT for rest in behind)


def _find_owner(own: Sequence[Word], at: int, named: Sequence[tuple[int, int]]) -> tuple[int, bool]:
    """Return where what says whose a document is, or of when, begins before its name; and whether that is named."""
    start, is_named, others = at, False, 0
    while start > 0:
        before = own[start - 1]
        if _is_within(before, named):
            is_named = True
        elif _says([before.text]) != _WHOSE:
            others += 1
            is_owned = start > 1 and (_is_within(own[start - 2], named) or _says([own[start - 2].text]) == _WHOSE)
            if others > _BETWEEN or is_named or not is_owned:
                break
        start -= 1
    return start, is_named


def _is_within(word: Word, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start <= word.start < end for start, end in ranges)


def _says(texts: Sequence[str]) -> str:
    """Return what some folded words say together, if it is any of this; else nothing."""
    found = matcher("sources", ((_DOCUMENT, _DOCUMENT), (_WHOSE, _WHOSE), (_SAID, _SAID))).at(texts)
    return found[0] if found is not None and found[1] == len(texts) else ""


_DOCUMENT, _WHOSE, _SAID = "document", "whose", "said"
