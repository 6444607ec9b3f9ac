"""What a question about a set may want besides a yes or a no: one stance alone, or an extreme.

"Who did not answer question 19" asks for those who left it blank, whom no other set ever holds; "which countries plan
a sandbox" for those who have none yet. "Which country spends the most" asks to compare numbers, which nothing here
does: it is refused, with the passages that hold the numbers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msqqa.model import Stance

_ANSWERING = r"(?:answer(?:ed)?|respond(?:ed)?(?: to)?|repl(?:y|ied)(?: to)?|fill(?:ed)? (?:in|out)|complete[d]?)"
_ASKED = r"(?:(?:the )?(?:questions?|items?|fields?|boxes|box)\b|q\.?(?= ?\d))"
_NOT_ANSWERED = re.compile(
    rf"\b(?:(?:did|do|does|has|have) ?n(?:o|['’])?t (?:\w+ )?{_ANSWERING}|(?:who|that) never {_ANSWERING}|"
    rf"(?:skip(?:s|ped)?|omit(?:s|ted)?|fail(?:s|ed)? to {_ANSWERING})|"
    rf"(?:gave|given|give|gives|with|have|has) no (?:answer|reply|response)(?:(?: to| for| on|"
    rf" about)(?= {_ASKED})| on| about|)|"
    rf"without (?:an? |any )?(?:answer|reply|response)(?: to| for)?) (?={_ASKED}|(?:if|whether) |(?<=on )|(?<=about ))",
    re.IGNORECASE,
)
_NOT_ABOUT = re.compile(
    rf"\b(?:(?:did|do|does|has|have) ?n(?:o|['’])?t (?:\w+ )?{_ANSWERING}|(?:who|that) never {_ANSWERING}|"
    r"(?:said|say|says|wrote|gave) nothing(?: at all)?) (?:about|on|regarding|to) (?P<what>.+)",
    re.IGNORECASE,
)
_LEFT_BLANK = re.compile(
    rf"\b(?:left|leaves?|leaving) (?P<what>{_ASKED}.{{0,200}}?) (?:blank|empty|unanswered|open|out)\b|"
    rf"\b(?:left|leaves?|leaving) (?:blank|empty|unanswered|out) (?P<after>{_ASKED}.{{0,200}})|"
    rf"(?P<is>{_ASKED}.{{0,200}}?) (?:is|was|blank|empty|left)* ?(?:blank|empty|unanswered)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    rf"^(?:if|whether) (?:their |its |they )?|^{_ASKED}(?: (?:about|on|of|concerning|regarding|"
    rf"that asks (?:about|for|whether)))?\s*",
    re.IGNORECASE,
)

_LIKE = r"(?P<like>unclear|contradictory|ambiguous|inconsistent|self-contradictory)"
_UNCLEAR = re.compile(
    rf"\b{_LIKE} (?:answers?|responses?|repl(?:y|ies))(?: to| on| about| for)? (?P<after>.+)|"
    rf"\b(?:answers?|responses?|repl(?:y|ies)) (?:to|on|about|for) (?P<before>.+?) (?:is|are|was|were) "
    rf"{_LIKE.replace('?P<like>', '')}",
    re.IGNORECASE,
)
_LONGEST_ASKED = 1_000
"""Characters within which what is asked is said."""
_DOING = (
    r"(?:adopt|introduce|have|launch|set up|build|develop|create|establish|enact|pass|start|open|get|put in place|make|"
)
_DOING += r"publish|issue|use|write|draft|offer|bring in|implement|roll out|run|provide|begin|measure|collect)"
_PLANNING = re.compile(
    r"^(?:(?:currently|still|now|also|only|just|already|merely|that|who|which|are|is|have|has|say|said|they|it) )*"
    r"(?:plan(?:s|ning)?|intend(?:s|ing)?|prepar(?:e|es|ing)|draft(?:s|ing)|working on|work on|going|about)\b"
    rf"(?: (?:to|for|on|an?|the|their|its|(?:{_DOING}))(?= ))*\s+(?P<what>.+)",
    re.IGNORECASE,
)
_PLANS = re.compile(
    rf"^(?:(?:currently|still|only|just|merely|that|who|have|has|with) )*plans (?:for|to {_DOING})(?: an?|"
    rf" the)? (?P<what>.+)",
    re.IGNORECASE,
)
_IS_PLANNED = re.compile(
    r"^(?:(?:that|who|which|have|has|with|there is|is|are|only|still|an?|the|say|said|"
    r"report) )*(?P<what>.+?)(?: is| are)?"
    r"(?: only| still| just| merely)* (?:planned|in preparation|under preparation|in the pipeline|being prepared|"
    r"being drafted|coming soon|coming|on (?:its|the) way|intended|intended but not there yet|"
    r"not there yet but planned|"
    r"in the making|underway|under way)$|"
    r"^(?:(?:have|has|with|an?|the|only) )*planned (?P<after>.+)$",
    re.IGNORECASE,
)
_ONLY_PLANNED = re.compile(
    r"^(?:(?:that|who|which|have|has|with|an?|the) )*(?P<what>.+?) (?:only|merely|just|still) (?:planned|"
    r"in preparation)\b.*$",
    re.IGNORECASE,
)
_IN_PART = re.compile(
    r"^(?:(?:that|who|which|have|has|with|do|does) )*(?:only )?(?:partly|partially|in part) (?:have |has |offer |run )?"
    r"(?P<what>.+)$|^(?:(?:that|who|which|have|has|with) )*(?:an? |the )?(?P<before>.+?) only (?:partly|"
    r"partially|in part)$",
    re.IGNORECASE,
)

_EXTREME = (
    r"(?:most|fewest|least|largest|biggest|highest|lowest|smallest|greatest|longest|shortest|fastest|slowest|oldest|"
    r"newest|earliest|latest|cheapest|best|worst|first|last)"
)
_HAS = (
    r"(?:has|have|had|is|are|was|were|spends?|offers?|provides?|uses?|runs?|reports?|counts?|trains?|serves?|employs?|"
    r"publish(?:es)?|pays?|charges?|handles?|receives?)"
)
_SUPERLATIVE = re.compile(
    rf"(?:^|\b(?:which|what|who|whose)\b(?: \S+){{0,4}} ){_HAS} (?:the |by far the )?(?P<has>{_EXTREME})\b"
    rf"|\b(?:with|having) (?:the |by far the )(?P<with>{_EXTREME})\b"
    r"|^(?:rank|sort|order)\b(?: \S+){1,4} (?P<rank>by)\b|\b(?P<top>top) (?:\d+|three|five|ten)\b"
    r"|\b(?:the|was|were|is|came) (?P<first>first|last|earliest) (?:\w+ )?(?:to \w+|that|which|who)\b",
    re.IGNORECASE,
)
_BEYOND = re.compile(
    r"\b(?P<than>(?:more|less|fewer|higher|lower|greater|larger|smaller) than (?:\d[\d.,]*|half|a (?:third|"
    r"quarter|half))"
    r"|at (?:least|most) \d[\d.,]*|(?:over|under|above|below) \d[\d.,]* ?(?:%|per ?cent|million|billion|thousand))",
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
        return _ABOUT.sub("", next(group for group in left.groups() if group is not None))
    found = _NOT_ANSWERED.search(question)
    if found is not None:
        return _ABOUT.sub("", question[found.end() :])
    about = _NOT_ABOUT.search(question)
    return None if about is None else _ABOUT.sub("", about["what"])


def unclear(question: str) -> str | None:
    """Return what it is about where a question asks whose answer cannot be told; None where it does not ask that.

    >>> unclear("which countries gave contradictory answers to the question on privacy?")
    'privacy?'
    """
    found = _UNCLEAR.search(question)
    return None if found is None else _ABOUT.sub("", found["after"] or found["before"])


def sought(question: str) -> Stance | None:
    """Return the stance that a question asks for in so many words: who left it blank, whose answer is unclear."""
    if silence(question) is not None:
        return "blank"
    return "unclear" if unclear(question) is not None else None


def planned(rest: str) -> str | None:
    """Return what is planned where a question asks who plans it; None where it does not ask that.

    Parameters
    ----------
    rest:
        What stands behind the respondents' noun: of "which countries plan a sandbox", "plan a sandbox".

    Examples
    --------
    >>> planned("are planning to introduce a sandbox")
    'sandbox'
    >>> planned("have a plan for older people") is None
    True
    """
    rest = rest[:_LONGEST_ASKED].rstrip(" ?.!")
    found = _PLANNING.match(rest) or _PLANS.match(rest)
    if found is not None:
        return found["what"]
    found = _IS_PLANNED.match(rest)
    if found is not None:
        return found["what"] or found["after"]
    found = _ONLY_PLANNED.match(rest)
    return None if found is None else found["what"]


def in_part(rest: str) -> str | None:
    """Return what is there in part where a question asks who has it only so; None where it does not ask that."""
    found = _IN_PART.match(rest[:_LONGEST_ASKED].rstrip(" ?.!"))
    return None if found is None else found["what"] or found["before"]


def extreme(question: str) -> str | None:
    """Return the words by which a question asks to compare numbers; None where it does not.

    >>> extreme("which country has the largest budget")
    'the largest'
    >>> extreme("which countries serve the most vulnerable groups by post") is None
    True
    """
    found = _SUPERLATIVE.search(question)
    if found is None:
        beyond = _BEYOND.search(question)
        return None if beyond is None else beyond["than"].lower()
    if found["rank"] or found["top"]:
        return "the most"
    word = found["has"] or found["with"] or found["first"]
    after = question[found.end() :].split()[:1]
    # "the most vulnerable", "the least developed": how people are, not how many.
    qualifies = word.lower() in ("most", "least", "first", "last") and after and _is_adjective(after[0])
    to_do = question[found.end() :].lstrip().startswith("to ")
    named = found["has"] is not None and word.lower() in ("first", "last", "latest", "best") and not to_do
    return None if qualifies or named else f"the {word.lower()}"


def _is_adjective(word: str) -> bool:
    return re.fullmatch(r"\w+(?:able|ible|ful|ous|ive|ed|less|ish|al|ant|ent)", word, re.IGNORECASE) is not None
