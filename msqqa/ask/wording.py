"""A question as it was typed → the question itself: in one line, of a length that is read, without courtesies."""

from __future__ import annotations

import re

from msqqa.errors import QuestionError
from msqqa.words import STOP_WORDS, squeeze, words

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
