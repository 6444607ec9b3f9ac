"""Languages by their names in a question about the corpus: "which countries answered in French"."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msqqa.cache import recall_toml
from msqqa.errors import QuestionError
from msqqa.languages import phrases
from msqqa.languages.matching import Matcher
from msqqa.words import fold, words

if TYPE_CHECKING:
    from msqqa.ask.reading.reading import Reading
    from msqqa.index.store import Store

_FILE = Path(__file__).parent / "languages.toml"
_KINDS = ("respondents", "size")
"""What is asked of the corpus that a language narrows."""


def find_speakers(reading: Reading, store: Store) -> tuple[tuple[str, ...], str]:
    """Return the respondents who mostly wrote in the languages that a question names, and what is told of that.

    None, and nothing, where it names no language, or asks no such thing.

    Raises
    ------
    QuestionError
        If nobody wrote in any of them.
    """
    if (reading.about or "respondents") not in _KINDS:
        return (), ""
    own = list(words(reading.text))
    texts = [word.text for word in own]
    named = list(_names().find_all(texts))
    if not named:
        return (), ""
    said = ", ".join(reading.text[own[at].start : own[at + n - 1].end] for at, _, n in named)
    left_out = bool(reading.spans("excluded")) or not phrases("words", "not").isdisjoint(texts)
    codes = {code for _, code, _ in named}
    found = []
    for respondent, source in zip(store.respondents, store.sources, strict=True):
        spoken = Counter(code for code in store.languages_of(source) if code).most_common(1)
        if spoken and (spoken[0][0] in codes) != left_out:
            found.append(respondent)
    if not found:
        raise QuestionError(f"no response here is mostly {'not ' if left_out else ''}in {said}")
    return tuple(found), f"only responses mostly {'not ' if left_out else ''}in {said} are counted"


@lru_cache(maxsize=1)
def _names() -> Matcher:
    (listed,) = recall_toml("language-names", [_FILE])
    return Matcher({tuple(w.text for w in words(fold(name))): code for code, own in listed.items() for name in own})
