"""What is told, and where does it stand? Outcomes → typed statements with citations, and the check of every answer."""

from msqqa.ask.answer.check import find_unsupported
from msqqa.ask.answer.writer import AnswerWriter

__all__ = ["AnswerWriter", "find_unsupported"]
