"""What a question about a set may want besides one stance: silence, an extreme, or two things together.

"Who did not answer question 19" asks for those who left it blank, whom no other set ever holds. "Which country spends
the most" asks to compare numbers, which nothing here does: it is refused, with the passages that hold the numbers.
"Both a sandbox and an AI law" asks two questions, and joins their answers.
"""

from __future__ import annotations

import re
from typing import Literal

_ANSWERING = r"(?:answer(?:ed)?|respond(?:ed)?(?: to)?|repl(?:y|ied)(?: to)?|fill(?:ed)? (?:in|out)|complete[d]?)"
_ASKED = r"(?:the )?(?:questions?|items?|fields?|boxes|box|q\.?)\b"
_NOT_ANSWERED = re.compile(
    rf"\b(?:(?:did|do|does|has|have) ?n(?:o|['’])?t (?:\w+ )?{_ANSWERING}|(?:who|that) never {_ANSWERING}|"
    rf"(?:skip(?:s|ped)?|omit(?:s|ted)?|fail(?:s|ed)? to {_ANSWERING})|"
    r"(?:gave|given|give|gives|with|have|has) no (?:answer|reply|response)(?: to| for)?|"
    rf"without (?:an? |any )?(?:answer|reply|response)(?: to| for)?) (?={_ASKED})",
    re.IGNORECASE,
)
_LEFT_BLANK = re.compile(
    rf"\b(?:left|leaves?|leaving) (?P<what>{_ASKED}.{{0,200}}?) (?:blank|empty|unanswered|open|out)\b", re.IGNORECASE
)
_ABOUT = re.compile(
    rf"^{_ASKED}(?: (?:about|on|of|concerning|regarding|that asks (?:about|for|whether)))?\s*", re.IGNORECASE
)

_EXTREME = (
    r"(?:most|fewest|least|largest|biggest|highest|lowest|smallest|greatest|longest|shortest|fastest|slowest|oldest|"
    r"newest|earliest|cheapest)"
)
_HAS = (
    r"(?:has|have|had|is|are|was|were|spends?|offers?|provides?|uses?|runs?|reports?|counts?|trains?|serves?|employs?)"
)
_SUPERLATIVE = re.compile(
    rf"(?:^|\b(?:which|what|who)\b(?: \S+){{0,4}} ){_HAS} (?:the |by far the )?(?P<has>{_EXTREME})\b"
    rf"|\b(?:with|having) (?:the |by far the )(?P<with>{_EXTREME})\b"
    rf"|^(?:rank|sort|order)\b(?: \S+){{1,4}} (?P<rank>by)\b|\b(?P<top>top) (?:\d+|three|five|ten)\b",
    re.IGNORECASE,
)


def silence(question: str) -> str | None:
    """Return what somebody should have answered where a question asks who did not; None where it does not ask that.

    >>> silence("who did not answer the question about open data?")
    'open data?'
    >>> silence("which countries left question 12 blank")
    '12'
    >>> silence("which ministries do not answer letters") is None
    True
    """
    left = _LEFT_BLANK.search(question)
    if left is not None:
        return _ABOUT.sub("", left["what"])
    found = _NOT_ANSWERED.search(question)
    return None if found is None else _ABOUT.sub("", question[found.end() :])


def extreme(question: str) -> str | None:
    """Return the word by which a question asks who has most or least of something; None where it does not.

    >>> extreme("which country has the largest budget")
    'largest'
    >>> extreme("which countries serve the most vulnerable groups by post") is None
    True
    """
    found = _SUPERLATIVE.search(question)
    if found is None:
        return None
    if found["rank"] or found["top"]:
        return "most"
    word = found["has"] or found["with"]
    after = question[found.end() :].split()[:1]
    # "the most vulnerable", "the least developed": how people are, not how many.
    qualifies = word.lower() in ("most", "least") and after and _is_adjective(after[0])
    return None if qualifies else word.lower()


_BOTH = re.compile(r"^(?:both|either) (?P<first>.+?),? (?P<join>and|or)(?: also)? (?P<second>.+)$", re.IGNORECASE)
_AND_A = re.compile(
    r"^(?P<first>.+?),? (?:(?P<join>and|or)(?: also)?|as well as) (?P<second>(?:an?|any|some) .+)$", re.IGNORECASE
)


def joined(topic: str) -> tuple[list[str], Literal["and", "or"]]:
    """Return the things that a set must have, and whether all of them or any.

    Only what is plainly two things is parted: "both … and …", "… and a …". Most "and"s stand inside one thing.

    >>> joined("both a sandbox and an AI law")
    (['a sandbox', 'an AI law'], 'and')
    >>> joined("a law on privacy and data protection")
    (['a law on privacy and data protection'], 'and')
    """
    found = _BOTH.match(topic) or _AND_A.match(topic)
    if found is None:
        return [topic], "and"
    join: Literal["and", "or"] = "or" if (found["join"] or "and").lower() == "or" else "and"
    return [found["first"], found["second"]], join


def _is_adjective(word: str) -> bool:
    return re.fullmatch(r"\w+(?:able|ible|ful|ous|ive|ed|less|ish|al|ant|ent)", word, re.IGNORECASE) is not None
