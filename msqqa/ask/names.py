"""Names in a question: which respondents it is about, which places gave no response, and which names are only topics.

A name filters only where it is the subject or the place of the question ("does X", "in X", "X's law"). As an object or
a modifier ("memorandum with X", "mention X's portal") it is a word to look for like any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from msqqa.words import STOP_WORDS, Word, fold, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from msqqa.index.names import Entry, Kind, Table

Role = Literal["subject", "object"]

_OBJECT_AFTER = frozenset(
    """with like than against between mention mentions mentioned mentioning cite cites cited citing reference references
    refer refers referring name names named naming called versus""".split()
)
_OBJECT_UNLESS_RESPONDENT = frozenset("by to from on and or into toward towards".split())
_BESIDE = frozenset("and or vs v versus against x".split())
"""What may stand between two names of which the second is what the first is."""
_HELD_AGAINST = frozenset("against than as like".split())
"""What leads to the other side of a comparison, where one side stands before it."""
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
_MOST_TYPOS = 100
"""Different words of a question that may be misspelt names; each is compared with every name."""
_WINDOW = 200
"""Words before a name that tell its part in the question."""
_LONGEST_LEAD = 80
"""Characters of what leads to a name."""


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
    excluded: bool = False
    """Whether the question is about everybody but this one: "outside Africa", "except Kenya"."""


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

    @cached_property
    def _single(self) -> tuple[list[Entry], list[str]]:
        """The names of one word that may be misspelt: whom they name, and the names themselves."""
        found = [(name, entry) for name, entry in self._table.single() if len(name) >= _SHORTEST_TYPO]
        return [entry for _, entry in found], [name for name, _ in found]

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
        near_misses: dict[str, tuple[Entry, ...]] = {}
        i = 0
        while i < len(tokens):
            hit = self._exact(question, tokens, i)
            if _is_compounded(question, tokens[i]) and (hit is None or hit[0] == 1):
                i += 1  # a name may itself be a compound
                continue
            adjective = typo = False
            if hit is None or hit[1] == "absent":
                # "American states": of the group that is here, rather than of a place that is not.
                made_of = self._adjective(tokens, i)
                if made_of is not None and (hit is None or made_of[1] == "group"):
                    hit, adjective = made_of, True
            if hit is None:
                near = self._near(question, tokens[i], ordinary, near_misses)
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
            excluded = self._is_excluded(question, tokens[i].start, end, found)
            role: Role = "subject"
            if not excluded:
                role = self._role(question, tokens, i, length, kind, found, possessive=possessive)
            typed = question[tokens[i].start : last.end]
            found.append(
                Named(tokens[i].start, end, kind, ids, name, role, possessive, typed, typo, adjective, excluded)
            )
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
        """Take an adjective made of a name: "Mongolian"; of a longer one by its last word: "Latin American"."""
        longest = min(self._table.longest(tokens[i].text), len(tokens) - i)
        for length in range(max(longest, 1), 0, -1):
            first = tuple(token.text for token in tokens[i : i + length - 1])
            last = tokens[i + length - 1].text
            if last.endswith(("ns", "is")):
                last = last.removesuffix("s")  # "Mongolians", "Emiratis"
            named = [(*first, root) for root in _roots(last)]
            known = [key for key in named if key != (*first, last) and self._table.get(key) is not None]
            if known:
                entry = self._table.get(max(known, key=lambda key: (len(key[-1]), key)))
                return None if entry is None else (length, *entry)
        return None

    @staticmethod
    def _is_excluded(question: str, start: int, end: int, earlier: list[Named]) -> bool:
        """Return whether what stands before a name says that everybody else is meant; "and" goes on with it."""
        if earlier and earlier[-1].excluded and _AND_ALSO.fullmatch(question, earlier[-1].end, start):
            return True
        before = question[max(0, start - _LONGEST_LEAD) : start]
        return _ALL_BUT.search(before) is not None or _LEFT_OUT.match(question, end) is not None

    def _near(
        self, question: str, token: Word, ordinary: Container[str], looked_up: dict[str, tuple[Entry, ...]]
    ) -> tuple[int, Kind, tuple[str, ...], str] | Tie | None:
        """Take a unique near miss of a name, where a subject may stand and the word is no other word."""
        word = token.text
        if len(word) < _SHORTEST_TYPO or word in ordinary or word in STOP_WORDS or not word.isalpha():
            return None
        if word not in looked_up:
            looked_up[word] = self._nearest(word) if len(looked_up) < _MOST_TYPOS else ()
        entries = looked_up[word]
        if len(entries) > 1:
            return Tie(question[token.start : token.end], tuple(sorted(entry[2] for entry in entries)))
        return (1, *entries[0]) if entries else None

    def _nearest(self, word: str) -> tuple[Entry, ...]:
        """Return whom the names most like a word name; only respondents where there are some."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract_iter

        entries, names = self._single
        alike: dict[int, float] = {}
        for listed, least in ((names, _ALIKE), ([f"{name}n" for name in names], _ALIKE + 0.05)):
            for _, score, at in extract_iter(word, listed, scorer=OSA.normalized_similarity, score_cutoff=least):
                alike[at] = max(alike.get(at, 0.0), round(score, 6))
        best = max(alike.values(), default=0.0)
        near = {entries[at][2]: entries[at] for at in sorted(alike, reverse=True) if alike[at] == best}
        return tuple(e for e in near.values() if e[0] == "respondent") or tuple(near.values())

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
        before = [token.text for token in tokens[max(0, i - _WINDOW) : i]]
        while before and before[-1] in ("the", "a", "an", "government", "state", "republic", "country"):
            before.pop()
        previous = before[-1] if before else ""
        compared = any(word.startswith(("compar", "differ", "versus", "vs")) for word in before)
        if previous in _BESIDE and earlier and (kind != "absent" or compared or not possessive):
            between = [t.text for t in words(question, earlier[-1].end, tokens[i].start)]
            if all(t in _BESIDE or t == "the" for t in between):
                # "The memorandum between Kenya and Chad" is about one of Kenya's.
                led = earlier[-1].start
                is_tie = kind == "absent" and not compared and _TIE.search(question[max(0, led - _LONGEST_LEAD) : led])
                return "object" if is_tie else earlier[-1].role
        if compared and (previous in ("between", "with", "to") or previous.startswith("compar")):
            return "subject"
        if kind == "respondent" and previous in _HELD_AGAINST and any(n.role == "subject" for n in earlier):
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
        leading = i <= _WINDOW and all(word in STOP_WORDS for word in before)
        last = i + length == len(tokens) or all(t.text == "s" for t in tokens[i + length :])
        article = i > 0 and tokens[i - 1].text in ("a", "an")
        if article and not question[tokens[i].start].isupper():
            return "object"  # "a chad", "a turkey": no place has an indefinite article
        keywords = not any(token.text in STOP_WORDS for token in tokens)
        introduced = previous in _VERBS or previous in _PLACE_AFTER or previous in _CLAUSE_BEFORE
        return "subject" if introduced or leading or last or possessive or keywords else "object"


_BUT = (
    r"(?:outside(?: of)?|beyond|other than|except(?:ing)?(?: for)?|with the exception of|apart from|aside from|"
    r"excluding|"
    r"besides|bar(?:ring)?|save(?: for)?|minus|not (?:in|from)|not counting|leaving(?: out)?|(?:all|every\w*|"
    r"any\w*) but)"
)
_ALL_BUT = re.compile(
    rf"\b(?:{_BUT}|non)[ -](?:those |countries |states |the )?(?:in |of |from )?(?:the )?$", re.IGNORECASE
)
_LEFT_OUT = re.compile(r" (?:excluded|excepted|aside|left out|not included)\b", re.IGNORECASE)
_TIE = re.compile(r"\bbetween (?:the )?$", re.IGNORECASE)
_AND_ALSO = re.compile(r",? ?(?:and|or|,)? ?(?:the )?(?:in |from )?", re.IGNORECASE)


def _roots(word: str) -> Iterator[str]:
    """Yield what a word may be an adjective of: "mongolian" of "mongolia"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_ADJECTIVE - 1:
            for vowel in ("", "a", "e", "o", "y", "ia", "and"):
                root = word.removesuffix(ending) + vowel
                if len(root) >= _SHORTEST_ADJECTIVE:
                    yield root


_MENTION = frozenset("mention mentions mentioned mentioning cite cites cited citing referencing".split())


def _possessive(question: str, tokens: list[Word], after: int) -> bool:
    if after >= len(tokens) or tokens[after].text != "s":
        return False
    return question[tokens[after - 1].end : tokens[after].start] in ("'", "\u2019", "`", "\u00b4")


_NON = re.compile(r"\bnon-$", re.IGNORECASE)


def _is_compounded(question: str, word: Word) -> bool:
    """Return whether a word is part of a name made with a hyphen: "e-Estonia" is a portal, not a country."""
    if _NON.search(question, max(0, word.start - 4), word.start):
        return False
    return question[word.start - 1 : word.start] in ("-", "\u2010", "\u2011") or (
        question[word.end : word.end + 1] in ("-", "\u2010", "\u2011")
        and question[word.end + 1 : word.end + 2].isalnum()
    )


_LEAD = re.compile(
    rf"(?:^|\s)(?:{_BUT}(?: those| the)?(?: in| of| from)?(?: the)?|non-|"
    r"(?:of )?the government of|government of|(?:in|for|of) the|in|for|of|by|from)$",
    re.IGNORECASE,
)
"""What leads to a name, and goes with it."""


_LISTED = re.compile(r"\s*(?:,|&|/|\b(?:and|or|vs\.?|versus|x)\b)?\s*(?:\b(?:and|or)\b\s*)?(?:the\s+)?", re.IGNORECASE)
"""What stands between two names of a list, and goes with them."""


def without(question: str, named: Iterable[Named]) -> str:
    """Return the question without the names that became filters, nor the preposition that led to them."""
    text = question
    found = sorted(named, key=lambda n: n.start)
    for i in range(len(found) - 1, -1, -1):
        name, before = found[i], found[i - 1] if i else None
        tail = text[name.end :]
        if before is not None and _LISTED.fullmatch(question, before.end, name.start):
            text = f"{text[: before.end]} {tail.lstrip()}"
            continue
        head = text[: name.start].rstrip()
        tail = _LEFT_OUT.sub("", tail, count=1) if name.excluded and _LEFT_OUT.match(tail) else tail
        lead = None if name.adjective and not name.excluded else _LEAD.search(head, max(0, len(head) - _LONGEST_LEAD))
        head = head[: lead.start()].rstrip() if lead else head
        text = f"{head} {tail.lstrip()}" if head else tail.lstrip()
    return " ".join(text.split())
