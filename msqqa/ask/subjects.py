"""Whom a question is about: respondents, members of a group, everybody but some, or somebody who gave no response."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msqqa.ask.names import Names, without
from msqqa.errors import QuestionError
from msqqa.words import STOP_WORDS, fold, unique, words

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from msqqa.ask.names import Named, Tie
    from msqqa.index.store import Store

_NARROWS_NOTHING = frozenset(
    "other different responding surveyed participating member examined various individual same remaining many few "
    "several certain share percentage proportion number fraction tally count total one two "
    "three four five six seven eight nine ten".split()
)
_ONLY = re.compile(
    r"\b(?:nobody|no one|none|no \w+) (?:but|except|other than|apart from)\b|\bthe only (?:one|\w+) (?:that|who|"
    r"which|with|to)\b",
    re.IGNORECASE,
)
_SOME = 5
"""Names that a message lists."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whom a question is about."""

    respondents: tuple[str, ...]
    """Ids; none for everybody, or where only somebody absent is named."""
    absent: tuple[str, ...]
    """Names of those who gave no response."""
    named: tuple[Named, ...]
    """Every name in the question, whatever its role."""
    by_name: bool
    """Whether the question's own words, or a filter, say who; else it is asked of everybody."""
    notes: tuple[str, ...] = ()
    """What was read in another way than typed."""
    chosen: bool = False
    """Whether a filter says who."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why each name was read so."""
        return tuple(f"{n.typed!r} is {_role(n)}" for n in self.named)

    def without_filters(self, question: str) -> str:
        """Return the question without the names that became filters."""
        return without(
            question,
            [n for n in self.named if n.role == "subject" and (n.kind != "absent" or n.excluded or self.respondents)],
        )

    @property
    def kept_words(self) -> frozenset[str]:
        """Folded words of names that stay in the text: no typing errors, whatever they look like."""
        kept = (n for n in self.named if n.role == "object" or n.kind == "absent")
        return frozenset(w.text for n in kept for w in words(n.typed))


class Roster:
    """Knows the respondents of one corpus by their names."""

    def __init__(self, store: Store, is_word: Callable[[str], bool], nouns: Sequence[str]) -> None:
        self._store = store
        self._known = store.vocabulary
        self._names = Names(store.names, self._known)
        self._ordinary = _Ordinary(self._known, is_word)
        self._plural = "|".join(re.escape(noun) for noun in nouns if noun.endswith("s"))

    def named(self, text: str) -> tuple[list[Named], list[Tie]]:
        """Return the names in a text, in order, and the misspelt ones that could be several."""
        return self._names.find(text, self._ordinary)

    def read(self, question: str, chosen: Sequence[str], editions: Sequence[str]) -> Subjects:
        """Return whom a question is about; ``chosen`` names and ``editions`` come before its own words.

        Raises
        ------
        QuestionError
            If a name could be several, a chosen one is unknown, or nobody is left.
        """
        named, ties = self.named(question)
        _refuse(ties)
        notes = [f"read {n.typed} as {n.name}" for n in named if n.typo]
        if chosen:
            ids, absent, more = self._chosen(chosen, named)
            notes += more
        else:
            ids, absent = self._of_words(question, named)
            if not ids and not absent:
                absent = self._unknown_group(question)
        if editions:
            ids = self.of_edition(ids, editions)
        by_name = bool(chosen) or (any(n.role == "subject" for n in named) and not _ONLY.search(question))
        return Subjects(ids, absent, tuple(named), by_name, unique(notes), chosen=bool(chosen))

    def resolve(self, name: str) -> tuple[tuple[str, ...], str | None]:
        """Return the respondents that a name given by itself stands for, and a note where it was misspelt.

        Raises
        ------
        QuestionError
            If it is nobody's, or could be several's.
        """
        for respondent in self._store.respondents.values():
            names = (respondent.id, respondent.name, *respondent.aliases, *respondent.codes)
            if fold(name) in map(fold, names):
                return (respondent.id,), None
        found, ties = self._names.find(name, frozenset())
        _refuse(ties)
        here = [n for n in found if n.kind != "absent"]
        if not here:
            known = [respondent.name for respondent in self._store.respondents.values()]
            more = f" and {len(known) - _SOME} more" if len(known) > _SOME else ""
            raise QuestionError(f"no respondent {name!r} in this corpus", f"it has {', '.join(known[:_SOME])}{more}")
        return here[0].ids, f"read {name} as {here[0].name}" if here[0].typo else None

    def of_edition(self, respondents: tuple[str, ...], editions: Sequence[str]) -> tuple[str, ...]:
        """Return those of some respondents, or of all where none is given, who answered one of some editions."""
        here = self._store.respondents
        known = unique(r.edition for r in here.values() if r.edition)
        for edition in editions:
            if edition not in known:
                raise QuestionError(f"no response of edition {edition!r}", f"this corpus has {some(known) or 'none'}")
        chosen = tuple(id_ for id_ in (respondents or here) if here[id_].edition in editions)
        if not chosen:
            raise QuestionError(
                f"{', '.join(here[r].name for r in respondents)} gave no response to edition {', '.join(editions)}",
                "leave out --edition or --respondent",
            )
        return chosen

    def _chosen(
        self, chosen: Sequence[str], named: Sequence[Named]
    ) -> tuple[tuple[str, ...], tuple[str, ...], list[str]]:
        """Return those chosen beforehand, and what must be told where the question's own words name others."""
        resolved = [self.resolve(name) for name in chosen]
        ids = unique(id_ for found, _ in resolved for id_ in found)
        notes = [note for _, note in resolved if note is not None]
        others = [n.name for n in named if n.role == "subject" and not set(n.ids) & set(ids)]
        if others:
            here = ", ".join(self._store.respondents[id_].name for id_ in ids[:_SOME])
            notes.append(f"asked of {here} alone, as --respondent says, not of {', '.join(others)}")
        return ids, (), notes

    def _of_words(self, question: str, named: Sequence[Named]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        subjects = [n for n in named if n.role == "subject" and not n.excluded]
        if _ONLY.search(question):
            return (), ()  # whether nobody else does is asked of everybody
        ids = unique(i for n in subjects if n.kind == "respondent" for i in n.ids)
        if not ids:
            ids = unique(i for n in subjects if n.kind == "group" for i in n.ids)
        absent = unique(n.name for n in subjects if n.kind == "absent")
        left_out = [n for n in named if n.role == "subject" and n.excluded]
        gone = {i for n in left_out for i in n.ids}
        if left_out and not absent:
            # "Besides Kenya, who uses the Kenyan software": of what is left of those named, or else of everybody.
            named_left = tuple(id_ for id_ in ids if id_ not in gone)
            ids = named_left or tuple(id_ for id_ in self._store.respondents if id_ not in gone)
            if not ids:
                raise QuestionError(
                    f"nobody is left without {' and '.join(n.name for n in left_out)}", "ask about others"
                )
        return ids, absent

    def _unknown_group(self, question: str) -> tuple[str, ...]:
        """Return what narrows "which … countries" to a group that no respondent is known to belong to."""
        found = re.search(
            rf"\b(?:which|what|how many|all|any)((?: [\w-]+){{1,2}}) ({self._plural})\b", question, re.IGNORECASE
        )
        if found is None:
            return ()
        narrowing = [w for w in found[1].split() if fold(w) not in STOP_WORDS and fold(w) not in _NARROWS_NOTHING]
        return (f"{' '.join(narrowing)} {found[2]}",) if narrowing else ()


class _Ordinary:
    """The words that are no names: those of the corpus, and those the encoder knows whole."""

    def __init__(self, known: Container[str], is_word: Callable[[str], bool]) -> None:
        self._known = known
        self._is_word = is_word

    def __contains__(self, word: object) -> bool:
        return word in self._known or self._is_word(str(word))


def some(known: Sequence[str]) -> str:
    """Return a list for a message: all of a few, else the first three and the last."""
    return ", ".join(known[:3]) + f" … {known[-1]}" if len(known) > 4 else ", ".join(known)


def _refuse(ties: Sequence[Tie]) -> None:
    for tie in ties:
        offered = ", ".join(tie.names[:-1]) + " or " + tie.names[-1]
        raise QuestionError(f"{tie.typed!r} could be {offered}", "write the name that you mean")


def _role(named: Named) -> str:
    if named.excluded:
        return "left out"
    if named.role == "object":
        return "a topic here, not the subject"
    return {"respondent": "the subject", "group": "a group", "absent": "a subject without a response"}[named.kind]
