"""What a user can be told: one line that says what is wrong, where, and what to do.

Every error that is not a fault of ours is a :class:`UserError`. The command line prints its message on standard error
and leaves with its exit status; nothing below the command line prints or exits.
"""

from __future__ import annotations


class UserError(Exception):
    """The call, the input or the machine is in the way, and the user can do something about it.

    Parameters
    ----------
    what:
        What is wrong and where, without a full stop at its end.
    remedy:
        What to do about it, as an instruction.
    """

    code = "usage"
    exit_status = 2

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what}; {remedy}" if remedy else what)
        self.what = what
        self.remedy = remedy


class InternalError(Exception):
    """A fault of ours: something does not hold that always should. Nothing that the user did is its cause."""


class QuestionError(UserError):
    """A question that cannot be read as one."""

    code = "question"


class CorpusError(UserError):
    """A corpus folder that is missing, or holds nothing that can be indexed."""

    code = "corpus"


class SourceError(UserError):
    """One file that cannot be read; the build goes on without it."""

    code = "source"


class FormError(UserError):
    """A form description that is not valid."""

    code = "form"


class VerdictsError(UserError):
    """A correction in ``verdicts.toml`` that is not valid, or names nobody or nothing here."""

    code = "verdicts"


class StoreError(UserError):
    """An index that is missing, damaged, of another corpus, or built by something else."""

    code = "index"


class EncoderError(UserError):
    """An encoder that cannot be loaded, or is not the one it claims to be."""

    code = "encoder"


class CitationError(UserError):
    """A citation that names nothing in the index."""

    code = "citation"


class QuestionSetError(UserError):
    """A question set that cannot be scored."""

    code = "question-set"


class MachineError(UserError):
    """The machine is in the way: a full disk, a folder that cannot be written."""

    code = "machine"


class ExtraError(UserError):
    """An optional part that is not installed."""

    code = "extra"
