"""A question with other names, or about another topic, in the words of the first."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.words import squeeze, words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from msqqa.ask.names import Named
    from msqqa.model import Plan

_BETWEEN_NAMES = frozenset("and or vs versus with to the".split())
_PLURALS = {"does": "do", "is": "are", "has": "have", "was": "were"}
_SINGULARS = {plural: singular for singular, plural in _PLURALS.items()}
_ARTICLE = re.compile(r"^(?:a|an|the|any|some) ", re.IGNORECASE)
_LAST_ARTICLE = re.compile(r"\b(?:a|an|the|any|some) $", re.IGNORECASE)
_NO = re.compile(r"\bno $", re.IGNORECASE)
_AUXILIARY = re.compile(r"\b(?:do|does|did|has|have|had|can|could|will|would)(?:n['’]t| not)? $", re.IGNORECASE)
_LED = r"(?:about|on|for|to|with|of|in|from|against|by|as|regarding) "
_VERB = re.compile(
    r"^ (?:(?:also|already|now|currently|not|ever|yet|still) )*"
    rf"(?:(?!(?:an?|the|any|some) )[^\W_]+ (?P<led>{_LED})?)?",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"^(?: (?P<led>on|about|regarding|in terms of)|:) ", re.IGNORECASE)
_ENDING = re.compile(r"[\s?!.]*$")
_PRO_NOUNS = frozenset(("one", "ones"))
_RELATIVE = frozenset("that which who".split())


def of_others(
    question: str, old: Sequence[Named], phrase: str, new: Sequence[Named], nouns: Collection[str], *, add: bool = False
) -> str | None:
    """Return the question with the phrase's names in the place of its own.

    Parameters
    ----------
    question, old:
        The question in one line, and those of its names that are replaced, in order.
    phrase, new:
        What was typed, and the names in it.
    nouns:
        What respondents are called: a group is replaced with its noun, "the African countries".
    add:
        Whether the names join the question's own, as a third joins a comparison of two.

    Returns
    -------
    str or None
        None where the question's names do not stand together.
    """
    for one, other in pairwise(old):
        if any(w.text not in _BETWEEN_NAMES and w.text not in nouns for w in words(question, one.end, other.start)):
            return None
    start, end, noun = _extent(question, old, nouns)
    begin, stop, new_noun = _extent(phrase, new, nouns)
    belongs = old[-1].possessive or (old[-1].adjective and not noun)
    after = next(words(phrase, new[-1].end), None)
    describes = any(n.adjective for n in new) or (after is not None and after.text in _PRO_NOUNS)
    if new_noun:
        text = phrase[begin:stop] + ("'" if belongs else "")
    elif belongs and old[-1].adjective and describes:
        # "the Kenyan law" for "the Mongolian law": all but the name stays.
        start, end, text = old[0].start, old[-1].end, phrase[new[0].start : new[-1].end]
    else:
        as_typed = phrase[begin : new[-1].start + len(new[-1].typed)]
        text = " and ".join(n.name for n in new) if describes else as_typed
        text += "'s" if belongs else ""
    if add:
        return squeeze(f"{question[:end]} and {text}{question[end:]}")
    head = question[:start]
    if not belongs:
        head = _agreeing(head, plural=new_noun.endswith("s") or len(new) > 1)
    return squeeze(f"{head}{text}{question[end:]}")


def about(question: str, plan: Plan, subjects: Sequence[Named], phrase: str, nouns: Collection[str]) -> str | None:
    """Return the question with the phrase in the place of its topic.

    Parameters
    ----------
    question, plan:
        The question in one line, and how it was read.
    subjects:
        Its names that are its subject.
    phrase:
        The new topic.
    nouns:
        What respondents are called.

    Returns
    -------
    str or None
        None where it cannot be told which of the question's words are its topic.
    """
    if plan.operator in ("which", "count"):
        return _about_a_set(question, plan.text, phrase, nouns)
    if not subjects or subjects[-1].possessive:
        return None
    start, end, _ = _extent(question, subjects, nouns)
    lead = (_VERB if _AUXILIARY.search(question[:start]) else _BESIDE).match(question[end:])
    ending = _ENDING.search(question, end)
    if lead is None or ending is None or end + lead.end() >= ending.start():
        return None
    if lead["led"]:
        phrase = re.sub(rf"^{_LED}", "", phrase, flags=re.IGNORECASE)  # "and on education?"
    return squeeze(f"{question[: end + lead.end()]}{phrase}{ending[0]}")


def _about_a_set(question: str, topic: str, phrase: str, nouns: Collection[str]) -> str | None:
    at = question.rfind(topic)
    if at <= 0:
        return None  # a word of it was read in another way than typed, or it is all topic
    head, tail = question[:at], question[at + len(topic) :]
    before = [word.text for word in words(head)][-1:]
    if before and (before[0] in nouns or before[0] in _RELATIVE):
        # "which countries publish open data": what they do stands first in the topic, and stays.
        verb, _, rest = topic.partition(" ")
        if not rest:
            return None
        head += f"{verb} "
    if _NO.search(head):
        phrase = _ARTICLE.sub("", phrase)
    return squeeze(f"{_LAST_ARTICLE.sub('', head)}{phrase}{tail}")


def _extent(text: str, named: Sequence[Named], nouns: Collection[str]) -> tuple[int, int, str]:
    """Return where names stand with the article before and the noun after them, and that noun."""
    start, end = named[0].start, named[-1].end
    if text[:start].lower().endswith("the ") and not text[: start - 4][-1:].isalnum():
        start -= len("the ")
    following = None if named[-1].possessive else next(words(text, end), None)
    if following is None or following.text not in nouns or text[end : following.start] != " ":
        return start, end, ""
    return start, following.end, following.text


def _agreeing(head: str, *, plural: bool) -> str:
    """Return what stands before a subject with its verb in the subject's number: "does" before one, "do" before two."""
    forms = _PLURALS if plural else _SINGULARS

    def agreeing(found: re.Match[str]) -> str:
        other = forms.get(found[1].lower(), found[1])
        return (other.capitalize() if found[1][0].isupper() else other) + " "

    return re.sub(r"\b(\w+) $", agreeing, head)
