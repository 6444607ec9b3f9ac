"""What few words say wherever a form is read: a yes, a no, nothing, the label of an answer; in every language."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from msqqa.languages.matching import YES_OR_NO_FIRST, keys_of, matcher, yes_or_no
from msqqa.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msqqa.words import Word

_LABEL_LEAD = re.compile(r"[\s>*_+\-|]*")
_LABEL_TAIL = re.compile(r"\s*+(?:[*_]++\s*+)?[:：]")
_STOPS = re.compile(r"[\s*_\"”»)]*(?:$|[.,;:!?|/()\[\]\n–—،؛。、，；：！？（）]|-\s)")
"""What stands behind a word that stands by itself."""
_LABEL_WORDS = 6
"""Words that are looked at for a label; none has as many."""


def read_decision(run: Sequence[Word]) -> tuple[str, int] | None:
    """Return whether words begin with a yes or a no that stands by itself, and how many words that is."""
    return yes_or_no().match_start(run)


def read_decisions(texts: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return the yes and no that some folded words are made up of, each with its first word and its last plus one.

    Empty where there is any other word.

    >>> read_decisions(["yes", "no"]), read_decisions(["yes", "we", "do"])
    ([('yes', 0, 1), ('no', 1, 2)], [])
    """
    return yes_or_no().cover(texts)


def word_of(text: str) -> str:
    """Return ``yes`` or ``no`` if the first words of ``text`` say so in a language we know, else an empty text.

    >>> word_of("Да, с 2019 года"), word_of("Si bien existe una ley"), word_of("是，自2019年起")
    ('yes', '', 'yes')
    """
    run = list(islice(words(text), yes_or_no().longest + 1))
    found = matcher("answers", YES_OR_NO_FIRST).match_start(run)
    if found is None:
        found = read_decision(run)
        if found is not None and not _STOPS.match(text, run[found[1] - 1].end):
            return ""
    return found[0] if found else ""


def is_answer(key: str) -> bool:
    """Return whether folded words are what anybody may answer to anything, and so no question however many do."""
    return (
        key in keys_of("answers", "not_applicable", "nothing", "no_answer", "undecided") or len(_decided_key(key)) == 1
    )


def is_choice(key: str) -> bool:
    """Return whether folded words are a yes and a no side by side, as where ticks were lost."""
    return len({said for said, _, _ in _decided_key(key)}) == 2


def _decided_key(key: str) -> list[tuple[str, int, int]]:
    return read_decisions(key.split(" ")) if len(key) <= _LONGEST_KEY else []


_LONGEST_KEY = 40
"""Characters of a yes and a no side by side."""


def opening_of(key: str) -> str:
    """Return ``yes`` or ``no`` if folded words begin with one, else an empty text."""
    found = yes_or_no().at(key.split(" ", yes_or_no().longest))
    return found[0] if found else ""


def says_nothing(key: str) -> bool:
    """Return whether folded words stand for no answer: "n/a", "sans objet", "не применимо"."""
    return key in keys_of("answers", "not_applicable", "no_answer")


def says_none(key: str) -> bool:
    """Return whether folded words say that there is none: "none", "aucun", "нет"."""
    return key in keys_of("answers", "nothing", "no", "no_alone")


def label_end(text: str, start: int, end: int) -> int | None:
    """Return where the label of an answer ends that a line begins with ("**Réponse :**"); None without one."""
    lead = _LABEL_LEAD.match(text, start, end)
    begin = lead.end() if lead else start
    if ":" not in text[begin:end] and "：" not in text[begin:end]:
        return None
    run = list(islice(words(text, begin, end), _LABEL_WORDS))
    if not run or run[0].start != begin:
        return None
    found = matcher("answers", (("answer_labels", "label"),)).match_start(run)
    tail = _LABEL_TAIL.match(text, run[found[1] - 1].end, end) if found else None
    return tail.end() if tail else None


def first_words(found: Iterable[Word]) -> list[Word]:
    """Return as many words as a yes or a no may have, and the one behind them."""
    return list(islice(found, yes_or_no().longest + 1))
