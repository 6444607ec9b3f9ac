"""Values of a table's fields: a yes, a no, neither; what few values a column has; what kind of thing it holds."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from msqqa.languages.matching import keys_of
from msqqa.model import Selection
from msqqa.stance.cell import stance_of
from msqqa.stance.wording import first_words, read_decision
from msqqa.words import fold, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from msqqa.model import Basis, Kind, Stance

BLANK = frozenset({"", "-", "--", "---", "–", "—", ".", "…", "#n/a", "null", "nan"})
"""What stands in a field that holds no answer."""
_LONGEST_BLANK = max(map(len, BLANK))
_KEPT = 4_096
"""Different values of which it is kept whether they are blank: thousands give one of a few."""
_SIGNS: dict[str, Stance] = {
    **dict.fromkeys(("x", "✓", "✔", "☑", "☒"), "yes"),
    "☐": "no",
    "?": "unclear",
}
"""What is said without a word."""
_SAID: tuple[tuple[tuple[str, ...], Stance], ...] = (
    (("yes", "yes_alone", "true"), "yes"),
    (("no", "no_alone", "false", "ended"), "no"),
    (("undecided",), "unclear"),
    (("partial",), "partial"),
    (("planned",), "planned"),
)
"""Keys of the languages' ``[answers]``, and what their phrases say."""
_MORE = re.compile(r"[?？()（）:：+=<>]")
"""What a value does not hold that is a phrase and nothing more."""
_LONGEST_SAID = 60
"""Characters of a value that is looked up as a phrase."""
_SAMPLE = 2_000
"""Different values by which a column is told."""
_FEW = 12
"""Different values of a choice, at most."""
_OPTION = 60
"""Characters of an option, at most."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]++@[\w-]++(?:\.[\w-]++)++$")
_TIME = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d{2}.*)?$|\d{1,2}:\d{2}(?::\d{2})?$")


NOT_ANSWERED = "(no answer: {})"
"""How a code that stands for an answer that was not given is written up: it says nothing, and shows why."""
NO_ANSWER = NOT_ANSWERED.partition("{")[0]
"""How it begins."""


@lru_cache(maxsize=_KEPT)
def is_blank(value: str) -> bool:
    """Return whether a value says nothing: no characters, a dash, or a code for an answer that was not given.

    >>> is_blank("-"), is_blank("none"), is_blank("(no answer: -99)")
    (True, False, True)
    """
    if len(value) > _LONGEST_BLANK:
        return value.startswith(NO_ANSWER)
    return fold(value) in BLANK or value.startswith(NO_ANSWER)


def classify_value(value: str) -> Stance | None:
    """Return what a value says by itself, as a whole; None where it is other words.

    >>> classify_value("Yes"), classify_value("unsure"), classify_value("Yes, since 2019")
    ('yes', 'unclear', None)
    """
    if len(value) > _LONGEST_SAID:
        return None
    bare = value.strip().rstrip(".!。！")
    if fold(bare) in _SIGNS:
        return _SIGNS[fold(bare)]
    if not _MORE.search(bare):
        key = " ".join(word.text for word in words(bare))
        return next((stance for keys, stance in _SAID if key in keys_of("answers", *keys)), None)
    return None


def is_closed_word(value: str) -> bool:
    """Return whether a value is blank, or one that a yes/no question is answered with."""
    return is_blank(value) or classify_value(value) is not None


def stance(kind: Kind, value: str, details: str) -> tuple[Stance, Basis]:
    """Return what a field says, and on what basis: stated, as a table has no boxes."""
    if is_blank(value) and not details:
        return "blank", "inferred"
    if kind == "yesno":
        alone = classify_value(value)
        if alone is not None:
            return alone, "stated"
        if value in ("1", "0"):
            return ("yes" if value == "1" else "no"), "stated"
    if kind != "yesno" and not is_blank(value) and classify_value(value) in ("yes", "no"):
        return "yes", "stated"  # an answer to a question that asks for no stance
    return stance_of(kind, Selection("none"), value if not is_blank(value) else details)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a column holds."""

    filled: int
    """Fields that are not blank."""
    distinct: int
    length: float
    """Characters of a value, in the mean."""
    words: float
    closed: bool
    """Whether its values are yes, no and the like."""
    addresses: bool
    emails: bool
    times: bool
    numbers: bool
    questions: float
    """Share that ends with a question mark."""


def profile(values: Iterable[str]) -> Profile:
    """Return what a column's values are like."""
    counted = Counter(values)
    for value in [value for value in counted if is_blank(value)]:
        del counted[value]
    filled = sum(counted.values())
    some = _take_sample(counted)
    among = sum(some.values())

    def share(holds: Callable[[str], object]) -> float:
        return sum(n for value, n in some.items() if holds(value)) / among if among else 0.0

    def mean(of: Callable[[str], int]) -> float:
        return sum(of(value) * n for value, n in some.items()) / among if among else 0.0

    return Profile(
        filled,
        len(counted),
        length=mean(len),
        words=mean(lambda value: value.count(" ") + 1),
        closed=filled > 0 and kind_of(some) == "yesno",
        addresses=share(_ADDRESS.match) >= 0.8,
        emails=share(_EMAIL.match) >= 0.8,
        times=share(_TIME.match) >= 0.8,
        numbers=share(is_number) >= 0.9,
        questions=share(lambda value: value.endswith("?")),
    )


def _take_sample(counted: Counter[str]) -> Counter[str]:
    """Return as many of the values, as they are first met, as tell what all are like."""
    return counted if len(counted) <= _SAMPLE else Counter(dict(islice(counted.items(), _SAMPLE)))


def kind_of(counted: Counter[str]) -> Kind:
    """Return the kind of question that is answered with these values, each with how often it stands."""
    counted = _take_sample(counted)
    counted = Counter({v: n for v, n in counted.items() if not does_not_apply(v)})
    total = sum(n for v, n in counted.items() if not is_blank(v))
    if not total:
        return "open"
    values = [v for v in counted if not is_blank(v)]
    # A cross ticks where nothing but crosses stands; beside other words it is a name.
    crossed = all(fold(v) == "x" for v in values)
    decided = sum(n for v, n in counted.items() if _begins_decided(v) and (crossed or fold(v) != "x"))
    plain = any(classify_value(v) in ("yes", "no") for v in values if crossed or fold(v) != "x")
    if (plain or all(classify_value(v) is not None and fold(v) != "x" for v in values)) and decided >= 0.8 * total:
        return "yesno"
    few = 2 <= len(values) <= _FEW and total >= 2 * len(values) and all(len(v) <= _OPTION for v in values)
    few = few and not any("\n" in v for v in values)
    return "choice" if few and not all(is_number(v) for v in values) else "open"


def does_not_apply(value: str) -> bool:
    """Return whether a value says nothing of its column's kind."""
    return len(value) <= _LONGEST_SAID and " ".join(w.text for w in words(value)) in keys_of(
        "answers", "not_applicable", "no_answer"
    )


def _begins_decided(value: str) -> bool:
    if is_blank(value):
        return False
    if classify_value(value) is not None:
        return True
    run = first_words(words(value))
    found = read_decision(run)
    return found is not None and value[run[found[1] - 1].end :][:1] in tuple(",.;: ،؛，；：。、")


def is_number(value: str) -> bool:
    """Return whether a value is a number, a percentage too.

    >>> is_number("1,250"), is_number("12 %"), is_number("12 a day")
    (True, True, False)
    """
    if not value[:1].isdigit() and value[:1] not in ("-", "+", "."):
        return False
    try:
        float(value.replace(",", "").rstrip("% "))
    except ValueError:
        return False
    return True
