"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from msqqa.render import Format


class Precision(StrEnum):
    """What ``--precision`` takes."""

    fp32 = "fp32"
    int8 = "int8"


class Operators(StrEnum):
    """What ``--operator`` takes."""

    LOOKUP = "lookup"
    WHICH = "which"
    COUNT = "count"
    COMPARE = "compare"
    TALLY = "tally"
    AGGREGATE = "aggregate"
    OPEN = "open"


class Modes(StrEnum):
    """What ``--mode`` takes. That an option or a number decides is for a closed question to say, and not for a user."""

    QUESTION = "question"
    MENTION = "mention"
    MEANING = "meaning"


class Stances(StrEnum):
    """What ``--stance`` takes."""

    YES = "yes"
    NO = "no"
    PLANNED = "planned"
    PARTIAL = "partial"
    BLANK = "blank"
    UNCLEAR = "unclear"


DEFAULT_CORPUS = Path("corpora/msq-2024")

CorpusOption = Annotated[
    Path | None,
    typer.Option(
        "--corpus", envvar="MSQQA_CORPUS", metavar="DIR", help=f"A folder of responses (default {DEFAULT_CORPUS})."
    ),
]
IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index",
        envvar="MSQQA_INDEX",
        metavar="DIR",
        help="The index: a folder, or milvus:URI#collection (default index/<corpus folder> where the current folder "
        "holds both the corpus and a folder "
        "index, else in your cache).",
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="What to print.")]
RespondentOption = Annotated[
    list[str] | None, typer.Option("--respondent", metavar="NAME", help="Only this respondent; may be repeated.")
]
QuestionOption = Annotated[
    list[str] | None, typer.Option("--question", metavar="ID", help="Only this question of the form; may be repeated.")
]
EditionOption = Annotated[
    list[str] | None, typer.Option("--edition", metavar="EDITION", help="Only this edition; may be repeated.")
]
OperatorOption = Annotated[
    Operators | None,
    typer.Option("--operator", help="What is asked for, whatever the question says.", show_default=False),
]
ModeOption = Annotated[
    Modes | None,
    typer.Option(
        "--mode", help="What decides a set: each stance on a question, the words, or the meaning.", show_default=False
    ),
]
StanceOption = Annotated[
    list[Stances] | None,
    typer.Option("--stance", help="Only answers that say so; may be repeated.", show_default=False),
]
NotOption = Annotated[
    bool | None,
    typer.Option("--not/--has", help="A set of those that have it not, or of those that have.", show_default=False),
]
TermOption = Annotated[
    list[str] | None, typer.Option("--term", metavar="TERM", help="What a set is about; may be repeated: all of them.")
]
RefreshOption = Annotated[
    bool, typer.Option("--refresh", help="First index what changed in the corpus since the index was built.")
]
PagerOption = Annotated[bool, typer.Option("--no-pager", help="Write long output at once, not through a pager.")]
LimitOption = Annotated[int, typer.Option("--limit", min=0, help="Further passages, and rows in a terminal.")]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model", envvar="MSQQA_MODEL", metavar="NAME", help="A sentence-transformers model, by name or folder."
    ),
]
TimingOption = Annotated[
    bool,
    typer.Option("--timing/--no-timing", help="Whether JSON says how long it took, all that differs each time."),
]
PrecisionOption = Annotated[
    Precision | None,
    typer.Option(
        "--precision",
        help="Of the vectors: fp32, or int8, which encodes several times faster and a little less exactly.",
        show_default=False,
    ),
]
ContactsOption = Annotated[
    bool, typer.Option("--contacts", help="Show names, e-mail addresses and numbers of contact fields.")
]
