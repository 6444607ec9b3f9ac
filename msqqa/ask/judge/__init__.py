"""Deciding one claim for one respondent."""
