"""Names in a question: which respondents it is about, which places gave no response, and which names are only topics.

A name filters only where it is the subject or the place of the question ("does X", "in X", "X's law"). As an object or
a modifier ("memorandum with X", "mention X's portal") it is a word to look for like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msqqa.words import STOP_WORDS, Word, fold, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from msqqa.index.names import Entry, Kind, Table

Role = Literal["subject", "object"]

_OBJECT_AFTER = frozenset(
    """with like than against between mention mentions mentioned mentioning cite cites cited citing reference references
    refer refers referring name names named naming called versus""".split()
)
_OBJECT_UNLESS_RESPONDENT = frozenset("by to from on and or into toward towards".split())
_PLACE_AFTER = frozenset("in for of about within inside at across regarding concerning from".split())
_VERBS = frozenset(
    """does do did is are was were has have had can could will would should may might must doesn don isn hasn haven
    didn aren""".split()
)
_REPORTED = frozenset("according answer answers response responses report reports reply replies data said".split())
_CLAUSE_BEFORE = frozenset("how whether that if why when where what because since until while".split())
_ENDINGS = ("n", "an", "ian", "ean", "nian", "ese", "nese", "i", "ni", "ish", "ic", "vian", "er")
"""What makes an adjective of a name, its last vowel perhaps left out: Mongolia-n, Peru-vian, Japan-ese, Pol-ish."""
_SHORTEST_ADJECTIVE = 4
_SHORTEST_FOREIGN = 4
_ALIKE = 0.8
_SHORTEST_TYPO = 5


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a question."""

    start: int
    end: int
    """With a possessive's ending."""
    kind: Kind
    ids: tuple[str, ...]
    """Respondents' ids; for an absent place, its name."""
    name: str
    role: Role
    possessive: bool
    typed: str
    typo: bool = False
    adjective: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """A misspelt name that could be one of several."""

    typed: str
    names: tuple[str, ...]


class Names:
    """The names that a corpus knows."""

    def __init__(self, table: Table, taken: Container[str] = ()) -> None:
        """Take the names; a place's code that is among the ``taken`` words names nothing."""
        self._table = table
        self._taken = taken

    def find(self, question: str, ordinary: Container[str]) -> tuple[list[Named], list[Tie]]:
        """Find the names in a question.

        Parameters
        ----------
        question:
            As it was typed: capitals and apostrophes tell.
        ordinary:
            Folded words that are no names, whatever they resemble: those of the form and the answers.

        Returns
        -------
        named, ties:
            The names in order; and misspelt names of which nothing can be decided.
        """
        tokens = list(words(question))
        found: list[Named] = []
        ties: list[Tie] = []
        i = 0
        while i < len(tokens):
            hit = self._exact(question, tokens, i)
            if _is_compounded(question, tokens[i]) and (hit is None or hit[0] == 1):
                i += 1  # a name may itself be a compound
                continue
            adjective = typo = False
            if hit is None:
                hit = self._adjective(tokens, i)
                adjective = hit is not None
            if hit is None:
                near = self._near(question, tokens, i, ordinary)
                if isinstance(near, Tie):
                    ties.append(near)
                elif near is not None:
                    hit, typo = near, True
            if hit is None:
                i += 1
                continue
            length, kind, ids, name = hit
            last = tokens[i + length - 1]
            possessive = _possessive(question, tokens, i + length)
            end = tokens[i + length].end if possessive else last.end
            role = self._role(question, tokens, i, length, kind, found, possessive=possessive)
            typed = question[tokens[i].start : last.end]
            found.append(Named(tokens[i].start, end, kind, ids, name, role, possessive, typed, typo, adjective))
            i += length + possessive
        return found, ties

    def _exact(self, question: str, tokens: list[Word], i: int) -> tuple[int, Kind, tuple[str, ...], str] | None:
        longest = self._table.longest(tokens[i].text)
        for length in range(min(longest, len(tokens) - i), 0, -1):
            key = tuple(token.text for token in tokens[i : i + length])
            entry = self._table.get(key)
            if entry is None:
                continue
            typed = question[tokens[i].start : tokens[i + length - 1].end]
            if length == 1 and (len(key[0]) < _SHORTEST_FOREIGN or key[0] in STOP_WORDS):
                # A code or a very short name: only as such, "IT" but not "it", and not where all is in capitals.
                is_name = fold(entry[2]) == key[0] and key[0] not in STOP_WORDS
                if not is_name and (not typed.isupper() or question.isupper()):
                    continue
                if not is_name and entry[0] == "absent" and key[0] in self._taken:
                    continue
            return length, *entry
        return None

    def _adjective(self, tokens: list[Word], i: int) -> tuple[int, Kind, tuple[str, ...], str] | None:
        word = tokens[i].text
        if word.endswith(("ns", "is")):
            word = word.removesuffix("s")  # "Mongolians", "Emiratis"
        best: tuple[int, tuple[str, ...]] | None = None
        for ending in _ENDINGS:
            if not word.endswith(ending) or len(word) - len(ending) < _SHORTEST_ADJECTIVE - 1:
                continue
            root = word.removesuffix(ending)
            for vowel in ("", "a", "e", "o", "y", "ia", "and"):
                key = (root + vowel,)
                if len(key[0]) >= _SHORTEST_ADJECTIVE and key[0] != word and self._table.get(key) is not None:
                    best = max(best or (0, key), (len(key[0]), key))
        entry = self._table.get(best[1]) if best is not None else None
        return None if entry is None else (1, *entry)

    def _near(
        self, question: str, tokens: list[Word], i: int, ordinary: Container[str]
    ) -> tuple[int, Kind, tuple[str, ...], str] | Tie | None:
        """Take a unique near miss of a name, where a subject may stand and the word is no other word."""
        from rapidfuzz.distance import OSA

        word = tokens[i].text
        typed = question[tokens[i].start : tokens[i].end]
        if len(word) < _SHORTEST_TYPO or word in ordinary or word in STOP_WORDS or not word.isalpha():
            return None
        near: dict[float, dict[str, Entry]] = {}
        for name, entry in self._table.single():
            if len(name) >= _SHORTEST_TYPO:
                alike = max(
                    OSA.normalized_similarity(word, name, score_cutoff=_ALIKE),
                    OSA.normalized_similarity(word, name + "n", score_cutoff=_ALIKE + 0.05),
                )
                if alike >= _ALIKE:
                    near.setdefault(round(alike, 6), {}).setdefault(entry[2], entry)
        if not near:
            return None
        entries = near[max(near)]
        respondents = {n: e for n, e in entries.items() if e[0] == "respondent"}
        entries = respondents or entries
        if len(entries) > 1:
            return Tie(typed, tuple(sorted(entries)))
        return 1, *next(iter(entries.values()))

    def _role(
        self,
        question: str,
        tokens: list[Word],
        i: int,
        length: int,
        kind: Kind,
        earlier: list[Named],
        *,
        possessive: bool,
    ) -> Role:
        before = [token.text for token in tokens[:i]]
        while before and before[-1] in ("the", "a", "an", "government", "state", "republic", "country"):
            before.pop()
        previous = before[-1] if before else ""
        compared = any(word.startswith(("compar", "differ", "versus", "vs")) for word in before)
        if previous in ("and", "or", "vs", "versus") and earlier and (kind != "absent" or compared):
            between = [t.text for t in words(question, earlier[-1].end, tokens[i].start)]
            if all(t in ("and", "or", "vs", "versus", "the") for t in between):
                return earlier[-1].role
        if compared and previous in ("between", "with", "to"):
            return "subject"
        if any(word in _MENTION for word in before):
            return "object"
        if previous in _OBJECT_AFTER and not (previous == "between" and kind == "respondent"):
            return "object"
        if previous in _OBJECT_UNLESS_RESPONDENT:
            reported = len(before) > 1 and before[-2] in _REPORTED
            return "subject" if kind != "absent" or reported else "object"
        if kind in ("respondent", "group"):
            return "subject"
        if any(named.role == "subject" for named in earlier):
            return "object"
        leading = all(word in STOP_WORDS for word in before)
        last = i + length == len(tokens) or all(t.text == "s" for t in tokens[i + length :])
        article = i > 0 and tokens[i - 1].text in ("a", "an")
        if article and not question[tokens[i].start].isupper():
            return "object"  # "a chad", "a turkey": no place has an indefinite article
        keywords = not any(token.text in STOP_WORDS for token in tokens)
        introduced = previous in _VERBS or previous in _PLACE_AFTER or previous in _CLAUSE_BEFORE
        return "subject" if introduced or leading or last or possessive or keywords else "object"


_MENTION = frozenset("mention mentions mentioned mentioning cite cites cited citing referencing".split())


def _possessive(question: str, tokens: list[Word], after: int) -> bool:
    if after >= len(tokens) or tokens[after].text != "s":
        return False
    return question[tokens[after - 1].end : tokens[after].start] in ("'", "\u2019", "`", "\u00b4")


def _is_compounded(question: str, word: Word) -> bool:
    """Return whether a word is part of a name made with a hyphen: "e-Estonia" is a portal, not a country."""
    return question[word.start - 1 : word.start] in ("-", "\u2010", "\u2011") or (
        question[word.end : word.end + 1] in ("-", "\u2010", "\u2011")
        and question[word.end + 1 : word.end + 2].isalnum()
    )


def without(question: str, named: Iterable[Named]) -> str:
    """Return the question without the names that became filters, nor the preposition that led to them."""
    text = question
    for name in sorted(named, key=lambda n: -n.start):
        head, tail = text[: name.start].rstrip(), text[name.end :]
        lead = "" if name.adjective else head.lower()
        for word in (
            "of the government of",
            "the government of",
            "government of",
            "in the",
            "for the",
            "of the",
            "in",
            "for",
            "of",
            "by",
            "from",
        ):
            if lead.endswith(" " + word) or lead == word:
                head = head[: len(head) - len(word)].rstrip()
                break
        text = f"{head} {tail.lstrip()}" if head else tail.lstrip()
    return " ".join(text.split())
