"""What the members of a set must have, and must not: "both a sandbox and an AI law", "WCAG but not EN 301 549".

A question about a set has a head, which says who is asked and whether they have or lack something ("which countries do
not have"), and a topic. A topic is parted only where it is plainly two things: most "and"s stand inside one thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msqqa.ask.operators import SOMEBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.model import Polarity

Combine = Literal["and", "or"]

_NEGATOR = (
    r"(?:(?:do|does|did|have|has|had|are|is|were|was|can|will)(?: not|n['’]?t| never)|cannot|not|never|no|none|without|"
    r"lack(?:s|ing)?|(?:have|has|are|is) yet to|yet to|fail(?:s|ed|ing)? to|(?:are |is |still )*missing|miss(?:es)?|"
    r"(?:set|make|give|offer|publish|use|provide|keep|hold|run)s? no|devoid of|do(?:es)? without)"
)
_HAVING = r"(?:have|has|having|had|with|got|offer|use|publish|run|provide)"
_DOING = (
    r"(?:adopt|enact|introduc|establish|implement|possess|operat|launch)(?:e|s|es|ed|ing)?|pass(?:es|ed)?|"
    r"set up|in place|"
    r"put in place|own|owns|of them|of these|of those|seem to|appear to|say that|say they|claim to|report(?:s|"
    r"ed)? (?:having|that they have)"
)
"""What says no more of a thing than that it is there."""
_GROUP = re.compile(
    rf"(?:\s+(?:{_NEGATOR}|{_DOING}|"
    r"that|which|who|whose|where|here|there|in this corpus|in the corpus|currently|still|already|yet|ever|also|"
    r"really|actually|have|has|had|having|do|does|did|are|is|were|was|(?:say|says|said|answer|answers|answered|ticked|reply|"
    rf"replied) (?:yes|no)(?: to| on| for)?|any|a|an|the|got|gotten|with)(?![\w'’-]))*",
    re.IGNORECASE,
)
_SAYS_NO = re.compile(rf"\b(?:{_NEGATOR})(?![\w'’-])", re.IGNORECASE)
_LATER_NO = re.compile(
    r"\b(?:is|are|was|were|been) (?:not|never)\b|n['’]t\b|"
    r"\bnot (?:\w+ )?(?:\w+(?:ed|able|ible)|there|online|free|open|public|in place|in force)\s*\??$",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:not(?! (?:only|just|least)\b)|no(?! (?:less|more|matter|longer|\d))|none|never|without|lack\w*|"
    r"absent|absence|missing|miss|"
    r"fail\w*|refrain\w*|disagree\w*|oppos\w*|reject\w*|nothing|neither|nor|cannot|devoid|short of|(?:do|does|"
    r"did|has|have|is|are|wo|ca)n['’]?t)\b",
    re.IGNORECASE,
)
_IS = re.compile(r"\b(?:is|are|was|were)\b", re.IGNORECASE)
_IS_NOT = re.compile(r"(?<!but )(?<!and )(?<!or )(?<!, )\b(?:not|never)\b(?! (?:only|just)\b)", re.IGNORECASE)
"""Behind "in which countries is …": what follows the subject denies."""

_HEAD = 6
"""Words that may stand before the noun that respondents are called by."""
_NEARBY = 20
"""Characters behind a pronoun in which the noun still is its own: "which of these countries"."""
_BEFORE_NOUN = re.compile(r"(?:which|what|how many|any|all|name|list|show|find|give)\b", re.IGNORECASE)
"""What asks for the noun behind it, however many adjectives stand between them."""
_PRONOUN = re.compile(
    rf"^(?:(?:does|do|did|has|have|is|are|how many|name|list|show)(?: me)? )?"
    rf"(?:{SOMEBODY}|how many|where|which(?: two| three| ones)?|any|(?:name|list|show|find)(?: me)?(?: (?:those|"
    rf"these|all|everybody))?)\b",
    re.IGNORECASE,
)
_WHOSE_NOT = re.compile(rf"^(?P<what>(?:[\w-]+ ){{1,4}}?)(?:{_NEGATOR})(?: (?:any|yet))? (?P<topic>.+)$", re.IGNORECASE)
_AND_NOT = re.compile(
    rf"^(?P<first>.+?),? (?:but|and|yet|though|while)(?: (?:that|who|which|still|they|it|also))* (?:{_NEGATOR})"
    rf"(?: (?:yet|any|{_HAVING}|a|an|the|of|to|mention(?:ing)?|refer(?:ring)? to|cit(?:e|ing)))* (?P<second>.+)$",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"^(?P<first>.+?),? (?:without|lacking)(?: (?:having|mentioning|citing|referring to))? (?P<second>(?:an?|"
    r"any|the) .+)$",
    re.IGNORECASE,
)
_MENTION_WITHOUT = re.compile(
    r"^(?P<first>.+?),? without (?:mentioning|citing|referring to) (?P<second>.+)$", re.IGNORECASE
)
_YES_AND_NO = re.compile(r"^(?P<first>.+?):? yes,? (?:but |and )?(?P<second>.+?):? no$", re.IGNORECASE)
_NOT_BUT = re.compile(
    rf"^(?P<first>.+?),? but (?:{_HAVING}|do(?:es)?|they do have)(?: (?:a|an|the|have))* (?P<second>.+)$", re.IGNORECASE
)
_NEITHER = re.compile(r"^(?:neither )?(?P<first>.+?),? nor (?:a |an |any )?(?P<second>.+)$", re.IGNORECASE)
_BOTH = re.compile(
    r"^(?P<how>both|either|neither) (?P<first>.+?),? (?P<join>and|or)(?: also)? (?P<second>.+)$", re.IGNORECASE
)
_AND_A = re.compile(
    r"^(?P<first>.+?),? (?:(?P<join>and|or)(?: also)?|as well as|together with|plus) (?P<second>(?:an?|any|some) .+)$",
    re.IGNORECASE,
)
_AND_HAVE = re.compile(
    rf"^(?P<first>.+?),? (?P<join>and|or) (?:also )?(?:they )?(?:{_HAVING}|do have) (?:an?|the|any)? ?(?P<second>.+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things that a set is about."""

    text: str
    polarity: Polarity = "positive"


def behind_head(question: str, nouns: Sequence[str]) -> tuple[str, str, Polarity]:
    """Cut a question about a set behind its respondents.

    Returns
    -------
    rest, topic, polarity:
        What stands behind the noun; the same without its verb; and whether that verb denies.

    Examples
    --------
    >>> behind_head("which countries do not have a sandbox", ["countries"])
    ('do not have a sandbox', 'sandbox', 'negative')
    """
    named = "|".join(re.escape(noun) for noun in nouns)
    by_noun = re.match(rf"^(?:\S+ ){{0,{_HEAD}}}?(?:{named})\b", question, re.IGNORECASE)
    by_pronoun = _PRONOUN.match(question)
    # "Where do operators not charge for government sites": the pronoun is asked for, the noun belongs to the topic.
    far = by_noun and by_pronoun and by_noun.end() > by_pronoun.end() + _NEARBY
    found = by_pronoun if by_noun is None or (far and not _BEFORE_NOUN.match(question)) else by_noun
    if found is None:
        return question, question, "positive"
    rest = question[found.end() :].strip()
    group = _GROUP.match(" " + rest)
    verb = group[0] if group is not None else ""
    topic = (" " + rest)[len(verb) :].strip()
    whose = _WHOSE_NOT.match(topic) if "whose" in found[0].lower() else None
    if whose is not None:  # "whose strategy sets no target": what is theirs stands before its verb
        topic = f"{whose['what'].strip()} {whose['topic']}"
    denied = _SAYS_NO.search(verb) or _LATER_NO.search(topic) or whose or (_IS.search(verb) and _IS_NOT.search(topic))
    polarity: Polarity = "negative" if denied else "positive"
    return rest or question, topic or rest or question, polarity


def denies(question: str) -> bool:
    """Return whether anything in a question denies.

    >>> denies("who up to now does not measure satisfaction"), denies("not only portals")
    (True, False)
    """
    return _DENIES.search(question) is not None


def parted(topic: str, polarity: Polarity) -> tuple[list[Part], Combine]:
    """Return the things that a set is about, and whether its members must have all of them or any.

    >>> parted("both a sandbox and an AI law", "positive")[0]
    [Part(text='a sandbox', polarity='positive'), Part(text='an AI law', polarity='positive')]
    >>> parted("sandbox but no AI law", "positive")[0]
    [Part(text='sandbox', polarity='positive'), Part(text='AI law', polarity='negative')]
    >>> parted("law on privacy and data protection", "positive")
    ([Part(text='law on privacy and data protection', polarity='positive')], 'and')
    """
    if found := _NEITHER.match(topic):
        return [Part(found["first"], "negative"), Part(found["second"], "negative")], "and"
    if polarity == "positive" and (
        found := _AND_NOT.match(topic) or _MENTION_WITHOUT.match(topic) or _WITHOUT.match(topic)
    ):
        return [Part(found["first"]), Part(found["second"], "negative")], "and"
    if polarity == "negative" and (found := _NOT_BUT.match(topic)):
        return [Part(found["first"], "negative"), Part(found["second"])], "and"
    if found := _YES_AND_NO.match(topic):
        return [Part(found["first"]), Part(found["second"], "negative")], "and"
    if polarity == "positive" and " AND " in topic:
        return [Part(p.strip()) for p in topic.split(" AND ") if p.strip()], "and"
    found = _BOTH.match(topic) or _AND_A.match(topic) or _AND_HAVE.match(topic)
    if found is None:
        return [Part(topic, polarity)], "and"
    join: Combine = "or" if (found["join"] or "and").lower() == "or" else "and"
    how = found.groupdict().get("how") or ""
    if how.lower() == "neither":
        polarity, join = "negative", "or"
    if polarity == "negative":
        # Who lacks "both" lacks one of them at least; who has no "a or b" has neither.
        join = "or" if how.lower() == "both" else "and"
    return [Part(found["first"], polarity), Part(found["second"], polarity)], join
