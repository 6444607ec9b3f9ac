"""Where in the corpus may the answer stand? Passages, cells and mentions, found and ranked within a plan's filters."""

from msqqa.ask.retrieve.retriever import Retriever

__all__ = ["Retriever"]
