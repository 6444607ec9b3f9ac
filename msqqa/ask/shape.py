"""A question as it was typed → the same question with its asking words first: "sandboxes - who has them?".

People name the topic first, ask in the passive, or leave half of a sentence out. What follows reads one order only:
who is asked, what they do, what about. Nothing is added to a question but the verb that it leaves out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msqqa.ask.operators import SOMEBODY
from msqqa.words import STOP_WORDS, fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_ASIDE = re.compile(
    r"\s*\([^()]*\)|,\s+(?:be it|even (?:to|if|just)|kindly|please|pls|and yes|like both|i mean|so not|not the|"
    r"just show|by whatever|under (?:any|whatever)|"
    r"whatever|if any\w*|if some\w*|for want of|when all is said|in his own|in their own)\b[^?,]*(?:,(?= ))?",
    re.IGNORECASE,
)
"""What is said beside a question, and changes nothing in it."""
_WHO = r"(?:who(?:m)?|which(?: [\w-]+){0,5}|what(?: [\w-]+){1,3}|any(?:one|body)|how many(?: [\w-]+){0,4})"
_DONE = {
    r"mentioned": "mention", r"cited": "cite", r"named": "mention", r"quoted": "quote", r"discussed": "mention",
    r"referred to": "refer to", r"alluded to": "mention", r"brought up": "mention", r"talked about": "mention",
    r"spoken (?:of|about)": "mention", r"used": "use", r"planned": "plan", r"adopted": "have", r"run": "run",
    r"offered": "offer", r"measured": "measure", r"published": "publish", r"skipped": "left blank",
    r"(?:left )?(?:unanswered|blank|empty)": "left blank", r"not answered": "left blank",
}  # fmt: skip
"""Participle → the verb that it is of."""
_PARTICIPLE = "|".join(_DONE)
_BY_WHOM = re.compile(
    rf"^(?P<topic>.+?)[:,–—-]? (?:(?:is|are|was|were|been) )?(?P<not>not )?(?P<done>{_PARTICIPLE}|"
    rf"gets? (?:a )?mention(?:s|ed)?) (?:by|from)(?: (?P<who>{_WHO}))?\s*[?.!]*$",
    re.IGNORECASE,
)
_IS_DONE = re.compile(
    rf"^(?:by (?P<who>who(?:m)?|which [\w-]+) )?(?:is|are|was|were) (?P<topic>.+?) (?P<done>{_PARTICIPLE})"
    r"(?: by (?:any(?:one|body)|somebody|any \w+)| anywhere)?(?P<where>(?: (?:in|outside|of|"
    r"from) [\w ,-]+)?)\s*[?.!]*$",
    re.IGNORECASE,
)
_APPEARS = re.compile(
    r"^(?P<topic>.+?) (?:appears?|occurs?|features?|comes? up|shows? up|figures?|is mentioned|are mentioned) in "
    r"(?P<who>(?:which|whose|what)\b[\w -]*)\s*[?.!]*$",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(
    r"^(?P<topic>.+?) (?:of|in|for|from) (?P<who>which (?:[\w-]+ ){0,2}[\w-]+)\s*[?.!]*$", re.IGNORECASE
)
_WHERE_LAST = re.compile(r"^(?P<topic>.+?)[:,–—-]? (?P<who>where)\s*\?*$", re.IGNORECASE)

_ASKING = (
    r"(?:which|what|who|whose|whom|how many|name|list|give|any|in which|where|by whom|is it|are they|do any|"
    r"does any\w*|"
    r"has any\w*|from whom)\b"
)
_TOPIC_FIRST = re.compile(rf"^(?P<topic>[^:;–—?]+?)\s*(?:[,:;]|\s[-–—])\s+(?P<ask>{_ASKING}.*)$", re.IGNORECASE)
_MENTIONED = re.compile(r"^(?P<what>.+?) (?:is |are |gets? )?mentioned\b(?P<rest>.*)$", re.IGNORECASE)
_MENTION_OF = re.compile(r"^(?:any )?(?:mentions?|references?) (?:of|to) (?P<what>.+)$", re.IGNORECASE)
_IT = re.compile(
    r"\b(?:at least one of (?:the two|them)|(?:both|either|neither|one) of (?:the two|them)|it|them|this|those|these|"
    r"that|one|so)\b(?=\s*(?:up|in place|here|at all|anywhere|in (?:his|its|their) own words)?\s*[?.!]*$)|"
    r"\b(?:it|them)\b(?= up\b)",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    rf"^(?:is it|are they) (?P<done>{_PARTICIPLE})(?: by (?:any(?:one|body)|whom|any \w+))?(?P<where>.*)$",
    re.IGNORECASE,
)
_UNMENTIONED = re.compile(r"\b(?:leaves?|left|leaving) (?P<what>[^?]+?) (?:unmentioned|out of it)\b", re.IGNORECASE)
_BRING_UP = re.compile(r"\b(?:brings?|bringing|brought) (?P<what>(?!up\b)(?:[\w-]+ ){1,4}?)up\b", re.IGNORECASE)
_THE_WORD = re.compile(r"\b(?:word|term|phrase|mentions?)$", re.IGNORECASE)
_NO_CONTENT = frozenset(
    "word term phrase mention mentions use ones one do does so exactly three two please pls list countries them".split()
)


def shaped(question: str, nouns: Sequence[str]) -> str:
    """Return a question with its asking words first.

    Parameters
    ----------
    question:
        In one line, without the names of those whom it is about.
    nouns:
        What respondents are called.

    Examples
    --------
    >>> shaped("chatbots, which countries have them?", ["countries"])
    'which countries have chatbots'
    >>> shaped("WCAG: mentioned by whom", ["countries"])
    'who mention WCAG'
    """
    question = _UNMENTIONED.sub(r"do not mention \g<what>", question)
    question = _BRING_UP.sub(r"mention \g<what>", question)
    question = question.lstrip(" ,;:")
    aside = _ASIDE.search(question)
    if aside is not None and not re.search(_ASKING, aside[0], re.IGNORECASE):
        question = f"{question[: aside.start()]}{question[aside.end() :]}".strip()
    for pattern in (_IS_DONE, _BY_WHOM):
        found = pattern.match(question)
        if found is not None:
            fitting = (verb for done, verb in _DONE.items() if re.fullmatch(done, found["done"], re.IGNORECASE))
            verb = next(fitting, "mention")
            denied = "do not " if "not" in found.groupdict() and found["not"] else ""
            where = found.groupdict().get("where") or ""
            return f"{_who(found['who'])} {denied}{verb} {found['topic'].rstrip(':,')}{where}"
    if found := _APPEARS.match(question):
        return f"who mention {found['topic']}"
    for pattern in (_WHERE_LAST, _OF_WHICH):
        found = pattern.match(question)
        if found is not None and len(found["topic"].split()) > 1 and not re.match(_ASKING, question, re.IGNORECASE):
            return f"{found['who']} have {found['topic'].rstrip(':,')}"
    found = _TOPIC_FIRST.match(question)
    return question if found is None else _turned(found["topic"], found["ask"].rstrip(" ?.!"), nouns)


def _turned(topic: str, ask: str, nouns: Sequence[str]) -> str:
    if (passive := _PASSIVE.match(ask)) is not None:
        ask = f"who {_DONE.get(passive['done'].lower(), 'mention')} it {passive['where']}".rstrip()
        return _IT.sub(lambda _: topic, ask) if _IT.search(ask) else ask.replace(" it ", f" {topic} ", 1)
    if _IT.search(ask):
        return _IT.sub(lambda _: topic, ask)
    known = {fold(word) for noun in nouns for word in noun.split()} | _NO_CONTENT
    own = [word for word in words(ask) if word.text not in STOP_WORDS and word.text not in known]
    if own or not any(word.text not in STOP_WORDS and word.text not in known for word in words(topic)):
        return ask
    if _THE_WORD.search(ask):
        return f"who mention {topic}" if ask.lower().startswith("any") else f"{ask} {topic}"
    mentioned, mention_of = _MENTIONED.match(topic), _MENTION_OF.match(topic)
    if mentioned is not None:
        return f"{ask} mention {mentioned['what']}{mentioned['rest']}"
    return f"{ask} mention {mention_of['what']}" if mention_of else f"{ask} with {topic}"


def _who(who: str | None) -> str:
    return "who" if who is None or re.fullmatch(rf"{SOMEBODY}|whom?", who, re.IGNORECASE) else who
