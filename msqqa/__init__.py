"""msqqa answers analysts' questions over folders of filled-in questionnaires, with exact citations.

From Python, :func:`open` an index and ask it; everything that an answer is made of can be imported from here.
"""

from __future__ import annotations

from msqqa.version import __version__

TYPE_CHECKING = False  # typing's own costs more to import than all of this module
if TYPE_CHECKING:
    from pathlib import Path

    from msqqa.api import Asker
    from msqqa.ask.answer.search_hits import Hit
    from msqqa.errors import (
        CitationError,
        CorpusError,
        EncoderError,
        ExtraError,
        MachineError,
        QuestionError,
        StoreError,
        UserError,
        VerdictsError,
    )
    from msqqa.model import Answer, Citation, Concept, Coverage, Decision, Plan, Respondent, Review, Statement

__all__ = [
    "Answer",
    "Asker",
    "Citation",
    "CitationError",
    "Concept",
    "CorpusError",
    "Coverage",
    "Decision",
    "EncoderError",
    "ExtraError",
    "Hit",
    "MachineError",
    "Plan",
    "QuestionError",
    "Respondent",
    "Review",
    "Statement",
    "StoreError",
    "UserError",
    "VerdictsError",
    "__version__",
    "open",
]

_HOMES = {
    "msqqa.api": ("Asker",),
    "msqqa.ask.answer.search_hits": ("Hit",),
    "msqqa.errors": tuple(name for name in __all__ if name.endswith("Error")),
    "msqqa.model": (
        *("Answer", "Citation", "Concept", "Coverage", "Decision", "Plan", "Respondent", "Review", "Statement"),
    ),
}


def open(  # noqa: A001, as of gzip and others: it is called by its module's name, msqqa.open
    index: str | Path, *, corpus: str | Path | None = None, model: str | None = None
) -> Asker:
    """Open an index to ask it questions.

    Parameters
    ----------
    index:
        The folder that ``msqqa index`` built.
    corpus:
        The folder of responses, where it was moved since; None for the one that the index names.
    model:
        The name or the folder of the sentence-transformers model, where the one that the index names lies elsewhere.

    Raises
    ------
    StoreError
        If there is no usable index, or it is of another corpus or model.
    CorpusError
        If there is no such corpus.
    EncoderError
        If there is no such model on this machine.

    Examples
    --------
    >>> import msqqa
    >>> with msqqa.open("index/msq-2024") as asker:
    ...     answer = asker.ask("does Mongolia have a regulatory sandbox")
    >>> answer.answered, answer.coverage.yes
    (True, 1)
    >>> [mongolia] = answer.respondents
    >>> mongolia.name, mongolia.stance, mongolia.basis
    ('Mongolia', 'yes', 'inferred')
    >>> first = answer.citations[0]
    >>> first.id, first.lines
    ('msq-2024/mongolia/37#77732-78303', (822, 822))
    >>> first.quote[:43]
    '1. LAW ON THE LEGAL STATUS OF FINANCIAL REG'
    """
    from msqqa.api import Asker

    return Asker.open(index, corpus=corpus, model=model)


if not TYPE_CHECKING:  # a type checker sees the imports above, and is to complain of any other name

    def __getattr__(name: str) -> object:
        """Import what was asked for, and only that: ``import msqqa`` alone costs next to nothing."""
        for home, names in _HOMES.items():
            if name in names:
                from importlib import import_module

                return getattr(import_module(home), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
