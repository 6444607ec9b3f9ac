"""The wording of questions and answers: a question as it was typed → the question itself; and a set's fixed words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msqqa.errors import QuestionError
from msqqa.words import STOP_WORDS, fold, squeeze, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msqqa.model import Plan, Polarity, Stance

LONGEST = 2000
"""Characters; a longer text is no question."""

_COURTESY = re.compile(
    r"^(?:(?:good (?:morning|afternoon|evening|day)|hello|hi|dear [^,]{1,30})[,!.]?\s+)?"
    r"(?:(?:i|we)(?:['’]d| would| should| am| are| was| need| want| wish| have)\b|"
    r"(?:could|can|would|will) (?:you|someone)\b|please\b|kindly\b|for (?:a|an|my|our) \w+)[^?]{0,110}?"
    r"(?:tell(?: me| us)?|find out|know|explain(?: to me)?|learn|see|check|understand|say|establish|confirm|"
    r"inform (?:me|us)|look up|clarify|work out|grateful for|interested (?:in|to hear)|advise(?: me| us)?|"
    r"show(?: me| us)?|ask|hear)"
    r"(?: please)?(?: if you (?:could|can))?,?\s+"
    r"(?=(?:whether|if|what|which|who|whose|where|when|how|why|about|in|the|of)\b)",
    re.IGNORECASE,
)


def checked(question: str) -> str:
    """Return a question in one line.

    Raises
    ------
    QuestionError
        If it is empty or too long.
    """
    question = squeeze(question.replace("\x00", " "))
    if len(question) > LONGEST:
        raise QuestionError(
            f"the question has {len(question):,} characters, more than the {LONGEST:,} that are read", "shorten it"
        )
    if not any(True for _ in words(question)):
        raise QuestionError("the question is empty", "write one between quotation marks")
    return question


def without_courtesy(question: str) -> str:
    """Drop "I would be grateful if you could tell me": it tells nothing of what is asked."""
    rest = question[found.end() :] if (found := _COURTESY.match(question)) else question
    return rest if len([w for w in words(rest) if w.text not in STOP_WORDS]) >= 2 else question


_ASKING = r"(?:which|what|who|whose|whom|how many|name|list|any|in which|where)\b"
_TOPIC_FIRST = re.compile(rf"^(?P<topic>[^,:;–—?]+?)\s*(?:[,:;]|\s[-–—])\s+(?P<ask>{_ASKING}.*)$", re.IGNORECASE)
_BY_WHOM = re.compile(
    r"^(?P<topic>.+?) (?:is |are |was |were )?(?P<verb>mention|cit|nam|us)ed by (?P<who>whom?|which .+?)\s*[?.!]*$",
    re.IGNORECASE,
)
_MENTIONED = re.compile(r"^(?P<what>.+?) (?:is |are |gets? )?mentioned\b(?P<rest>.*)$", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|them|that|this|those|these|one)(?=\s*[?.!]*$)", re.IGNORECASE)
_VERBS = {"mention": "mention", "cit": "cite", "nam": "name", "us": "use"}


def asked_first(question: str, nouns: Sequence[str], is_named: Callable[[str], bool]) -> str:
    """Return a question that names its topic first with the asking words first: "sandboxes: who has them".

    Parameters
    ----------
    question:
        In one line.
    nouns:
        What respondents are called.
    is_named:
        Whether a text names somebody whom the question is about.

    Examples
    --------
    >>> asked_first("chatbots, which countries have them?", ["countries"], lambda text: False)
    'which countries have chatbots?'
    >>> asked_first("blockchain used by whom", ["countries"], lambda text: False)
    'who use blockchain'
    """
    if found := _BY_WHOM.match(question):
        who = "who" if found["who"].lower().startswith("who") else found["who"]
        return f"{who} {_VERBS[found['verb'].lower()]} {found['topic']}"
    found = _TOPIC_FIRST.match(question)
    if found is None:
        return question
    topic, ask = found["topic"], found["ask"]
    if is_named(topic):
        return f"{ask.rstrip(' ?.!')} {topic}"
    if _IT.search(ask):
        return _IT.sub(lambda _: topic, ask)
    known = {fold(word) for noun in nouns for word in noun.split()}
    if any(word.text not in STOP_WORDS and word.text not in known for word in words(ask)):
        return ask
    mentioned = _MENTIONED.match(topic)
    ask = ask.rstrip(" ?.!")
    return f"{ask} mention {mentioned['what']}{mentioned['rest']}" if mentioned else f"{ask} with {topic}"


_SHOWN = 110
"""Characters of a question of the form that an answer shows."""
_OF_STANCE: dict[Stance, tuple[str, str]] = {
    "blank": ("left {} blank", "answered {}"),
    "planned": ("plan what {} asks for", "say otherwise to {}"),
    "partial": ("say yes in part to {}", "say otherwise to {}"),
    "unclear": ("are unclear on {}", "are clear on {}"),
}


def told(plan: Plan, *, rejected: bool = False) -> str:
    """Return in fixed words what the members of a set say or do, or those against whom there is evidence."""
    if plan.mode == "mention":
        return _mention(plan, rejected=rejected)
    if plan.sought is not None:
        return _OF_STANCE[plan.sought][rejected].format(f"question {plan.questions[0]}")
    if plan.mode == "question":
        said = [_yes_or_no(c.polarity, rejected=rejected) for c in plan.concepts] or [
            _yes_or_no(plan.polarity, rejected=rejected)
        ]
        if len(said) != len(plan.questions):
            said = said[:1] * len(plan.questions)
        # Whoever is not in a joint set fails in one of its questions, not in each.
        join = f" {plan.combine} " if not rejected else " or "
        return "say " + join.join(f"{word} to question {id_}" for word, id_ in zip(said, plan.questions, strict=True))
    denied = (plan.polarity == "negative") != rejected
    return "do not match" if denied else "match by words and meaning"


def _mention(plan: Plan, *, rejected: bool) -> str:
    having = [f"'{c.terms[0]}'" for c in plan.concepts if c.polarity == "positive"]
    lacking = [f"'{c.terms[0]}'" for c in plan.concepts if c.polarity == "negative"]
    if rejected:
        return f"mention {' or '.join(lacking)}"
    if not having:
        return f"do not mention {(' or ' if plan.combine == 'and' else ' and ').join(lacking)}"
    words = f"mention {f' {plan.combine} '.join(having)}"
    return words + (f" but not {' or '.join(lacking)}" if lacking else "")


def _yes_or_no(polarity: Polarity, *, rejected: bool) -> str:
    return "no" if (polarity == "negative") != rejected else "yes"


def shortened(text: str) -> str:
    """Return a question of the form as an answer shows it: in one line, cut between words."""
    text = squeeze(text).replace("“", "'").replace("”", "'")
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"
