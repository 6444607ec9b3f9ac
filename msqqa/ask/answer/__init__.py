"""Outcomes → answers: typed statements, each with its citations, and the check that each answer passes."""

from msqqa.ask.answer.check import unsupported
from msqqa.ask.answer.writer import AnswerWriter

__all__ = ["AnswerWriter", "unsupported"]
