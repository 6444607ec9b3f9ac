"""What the reader model tells apart: the labels of a question, of its spans and of their kinds.

The order of each tuple is the order of the model's outputs: the weights that ship with the package depend on it.
``evals/reading/README.md`` says what each label means.
"""

from __future__ import annotations

OPERATORS = ("lookup", "which", "count", "compare", "tally", "aggregate", "change", "open", "about", "same", "chat")
"""What is asked for. ``same`` carries over the operator of the question before; ``chat`` asks for nothing."""

ASKS = (
    "set", "yesno", "text", "person", "body", "date", "number", "money", "share", "duration", "place", "reason",
    "manner", "link", "name", "summary", "options",
)  # fmt: skip
"""What kind of thing the answer is."""

RELATIONS = (
    "has", "lacks", "mentions", "omits", "plans", "partial", "ended", "blank", "answered", "unclear", "chose",
    "rejected", "number", "changed",
)  # fmt: skip
"""How a claim relates a respondent to its topic."""
OF_WORDS = ("mentions", "omits")
"""Relations to a word, not to what it means."""

COMPARISONS = ("gt", "ge", "lt", "le", "eq", "between")
EXTREMES = ("most", "least", "top", "bottom", "average", "median", "total")
ABOUT = ("respondents", "questions", "question", "answered", "summary", "editions", "size")
"""What of the corpus itself is asked about."""

JOINS = ("and", "or")

SLOTS = (
    "subject", "excluded", "group", "noun", "topic", "question", "cue", "option", "value", "counted", "extreme", "by",
    "edition",
)  # fmt: skip
"""What a span of the question is."""

KINDS = (*RELATIONS, *COMPARISONS, *EXTREMES)
"""What kind of a topic, question, value or extreme a span is: one label for each of its word pieces."""

KINDS_OF = {"topic": RELATIONS, "question": RELATIONS, "value": COMPARISONS, "extreme": EXTREMES}
"""The kinds that a span of each slot may be of; other slots have none."""

TAGS = ("O", *(f"{mark}-{slot}" for slot in SLOTS for mark in "BI"))
"""Tags of word pieces: outside, or beginning or inside a span (Ramshaw and Marcus 1995)."""

HEADS = {
    "operator": OPERATORS,
    "asks": ASKS,
    "join": JOINS,
    "follow": ("no", "yes"),
    "kind": ("none", *RELATIONS),
    "about": ("none", *ABOUT),
}
"""What is told of the whole question, each by a head of its own. ``kind`` is the relation where no span carries it."""
