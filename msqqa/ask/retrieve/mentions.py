"""Mentions: the places where a text uses a term, in any of its forms.

Two words are forms of one another when their stems agree and they differ in number or tense alone; words of one stem
that differ in more ("access", "accessibility") are only akin. A term of several words may be written with spaces,
hyphens or as one word. Matching is over the source itself, so a mention comes with its characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from msqqa.languages import phrases
from msqqa.scripts import FURTHER, UNSPACED, has_further
from msqqa.words import STOP_WORDS, Word, base, continues, stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from msqqa.model import Range

_JOINS = re.compile(
    r"(?:['’]s)?(?:[\s\-\u2010-\u2015/_'’]{0,4}|\s{1,40}+(?:>\s?)?)|[\s\-/]{0,3}[\"“”*_]{1,3}[\s\-/]{0,3}"
)
"""What may stand between the words of a term: also the end of a line, wherever the next one begins."""
SHORT_NAME = 3
"""Letters of an acronym up to which it is looked for in capitals alone."""
_MOST_WORDS = 6
"""Of a term that may be written in fewer or more words; a longer one is a sentence, and is looked for as it stands."""
_MOST_LETTERS = 60
"""Letters of a term, at most, that may be written in fewer or more words."""
_LONGEST_ACRONYM = 6
"""Letters of an acronym; a longer word in capitals is a word, as of a heading."""
_AROUND = 40
"""Characters around a word in capitals; where none of their letters is a small one, capitals tell nothing."""
_BEGINNING = 3
"""Letters by which the first word of a mention is looked for."""
_NEAR = 12
"""Words: how far apart the words of a loose mention may stand."""


def mentions(
    text: str, terms: Iterable[str], start: int = 0, end: int | None = None, *, language: str = "en"
) -> list[Range]:
    """Return where ``text[start:end]`` uses any of the terms, in order.

    Words are forms of one another by English, and by the text's own ``language``.

    >>> text = "Two sand-boxes, and one Sandbox"
    >>> [text[a:b] for a, b in mentions(text, ["sandbox"])]
    ['sand-boxes', 'Sandbox']
    """
    part = text[start:end]
    found = {place for term in terms for read in _readings(term, language) for place in _of_term(part, read)}
    return sorted((start + a, start + b) for a, b in found)


def is_mentioned(text: str, terms: Iterable[str], *, akin: bool = False, language: str = "en") -> bool:
    """Return whether a text uses any of the terms: whether :func:`mentions` finds one, without looking for the rest.

    With ``akin`` a word of the same stem will do: "accessible" for "accessibility".
    """
    readings = (read for term in terms for read in _readings(term, language))
    return any(True for read in readings for _ in _of_term(text, read, akin=akin))


def loose_mentions(
    text: str, term: str, start: int = 0, end: int | None = None, *, language: str = "en"
) -> list[Range]:
    """Return where all topic words of a term stand near each other, in any order."""
    wanted = {stem(w.text, language) for w in words(term) if w.text not in STOP_WORDS}
    if len(wanted) < 2:
        return []
    tokens = [(stem(t.text, language), t) for t in words(text, start, end)]
    found: list[Range] = []
    for i, (first, token) in enumerate(tokens):
        if first not in wanted:
            continue
        near = tokens[i : i + _NEAR]
        if wanted <= {s for s, _ in near}:
            last = max(next(j for j, (s, _) in enumerate(near) if s == w) for w in wanted)
            found.append((token.start, near[last][1].end))
    return found


@dataclass(frozen=True, slots=True)
class _Term:
    """A term, as it is looked for."""

    stems: tuple[str, ...]
    bases: tuple[str, ...]
    """Its words without the endings of number and tense."""
    compact: str
    """The stem of the term written as one word."""
    compact_base: str
    lengths: tuple[int, ...]
    """In how many words it may be written, beside its own."""
    shouted: bool
    typed: tuple[str, ...]
    """Its words, folded."""
    language: str
    """Whose endings its words may have."""


def _readings(term: str, language: str) -> tuple[_Term, ...]:
    return (_read(term, "en"),) if language == "en" else (_read(term, "en"), _read(term, language))


@lru_cache(maxsize=4096)
def _read(term: str, language: str) -> _Term:
    parts = words_of(term)
    n = len(parts)
    stems, compact = tuple(stem(part, language) for part in parts), stem("".join(parts), language)
    return _Term(
        stems=stems,
        bases=tuple(base(part, language) for part in parts),
        compact=compact,
        compact_base=base("".join(parts), language),
        lengths=possible_lengths(n, compact),
        shouted=(one := term.removesuffix("s")).isupper() and len(one) <= SHORT_NAME,
        typed=tuple(parts),
        language=language,
    )


def words_of(term: str) -> list[str]:
    """Return the words of a term, without the "s" of a possessive, which a mention may have or not.

    So with a particle that is written to it in another script, as questions in Korean or Japanese have it.

    >>> words_of("ITU's agenda"), words_of("WCAG를")
    (['itu', 'agenda'], ['wcag'])
    """
    found = [w for w in words(term) if not _is_possessive(term, w)]
    if not term.isascii():
        particles = phrases("words", "stop_words")
        while len(found) > 1 and found[-2].end == found[-1].start and _is_particle(found[-1].text, particles):
            found.pop()
    return [w.text for w in found]


def _is_particle(word: str, particles: Collection[str]) -> bool:
    """Return whether a word is written to the one before it, in another script, and is none of its own."""
    return word in particles and has_further(word)


def possible_lengths(words_of_it: int, compact: str) -> tuple[int, ...]:
    """Return in how many words a term may be written beside its own number; ``compact`` is the stem of all as one."""
    if words_of_it > _MOST_WORDS or not SHORT_NAME < len(compact) <= _MOST_LETTERS:
        return ()
    return tuple(sorted({1, 2, words_of_it - 1, words_of_it + 1} - {0, words_of_it}))


_BEYOND = r"[^\x00-\x7f]"
"""A character that may fold to any letters, and to several; an ASCII one folds to itself in lower case."""


@lru_cache(maxsize=4096)
def _compile_beginning(wanted: Sequence[str], *, further: bool) -> re.Pattern[str]:
    """Return a pattern for the first letters of words whose stems may be among some.

    With ``further`` it is for a text in which words may stand side by side without a space, as in Chinese, or where
    the script changes, as in Korean.

    It finds too many, never too few: the last two letters of a stem may be others than the word's ("sky", "skies"), and
    a letter beyond ASCII may be any. To look at every word of every passage takes several times as long.
    """
    begins = dict.fromkeys(w[: max(1, min(_BEGINNING, len(w) - 2))] for w in wanted)
    ascii_begins = ["".join(c for c in begin if c.isascii()) for begin in begins if begin[0].isascii()]
    firsts = {letter for begin in ascii_begins for letter in _both_cases(begin[0])}
    # Written as what it is not: a class that names all characters beyond ASCII takes a millisecond to compile.
    first = f"[^{re.escape(''.join(chr(c) for c in range(128) if chr(c) not in firsts))}]"
    goes_on = [rf"(?<={_BEYOND})", rf"(?=[a-zA-Z0-9]{{0,{_BEGINNING - 2}}}{_BEYOND})"]
    goes_on += [rf"(?<=[{_both_cases(begin[0])}])(?={_going_on(begin[1:])})" for begin in ascii_begins]
    # Its characters are named only where a text has such: to compile that takes ten times as long as all the rest.
    changes = rf"(?<=[{FURTHER}][^\W\d_{FURTHER}])|(?<=[^\W_{FURTHER}][{FURTHER}])"
    starts = rf"(?:(?<![^\W_].)|(?<=[{UNSPACED}])|(?<=[{UNSPACED}].)|{changes})" if further else r"(?<![^\W_].)"
    begins_here = rf"(?<=[^\W_]){starts}"
    return re.compile(rf"{first}{begins_here}(?:{'|'.join(goes_on)})", re.DOTALL)


def _going_on(letters: str) -> str:
    """Return a pattern for how a word goes on that begins so, or is over before: "e" of "e-mail" for "email"."""
    return rf"(?:[{_both_cases(letters[0])}]{_going_on(letters[1:])}|(?![^\W_]))" if letters else ""


def _both_cases(letter: str) -> str:
    return letter + letter.upper()


def _of_term(text: str, term: _Term, *, akin: bool = False) -> Iterator[Range]:
    if not term.stems:
        return
    begins = _compile_beginning((term.stems[0], term.compact), further=has_further(text))
    most = max(len(term.stems), *term.lengths, 1)
    marked = not text.isascii()
    for begin in begins.finditer(text):
        if marked and continues(text, begin.start()):
            continue
        following = (word for word in words(text, begin.start()) if not _is_possessive(text, word))
        head = next(following, None)
        if head is None:
            continue
        if len(term.stems) == 1:
            head = _without_particles(head, term)
        head_stem = stem(head.text, term.language)
        if head_stem not in (term.stems[0], term.compact) and not term.compact.startswith(head.text):
            continue
        run = [head, *islice(following, most - 1)]
        own = run[: len(term.stems)]
        if len(own) == len(term.stems):
            own[-1] = _without_particles(own[-1], term)
        alike = tuple(stem(t.text, term.language) for t in own) == term.stems and (
            akin or tuple(base(t.text, term.language) for t in own) == term.bases
        )
        if (
            alike
            and _is_joined(text, own)
            and all(_is_spelling(text, *pair) for pair in zip(own, term.typed, strict=True))
        ):
            place = own[0].start, own[-1].end
            # A short name in capitals is no ordinary word: IT, AI, US.
            if not term.shouted or text[place[0] : place[1]].removesuffix("s").isupper():
                yield place
            continue
        for length in term.lengths:
            written = run[:length]
            # The last word is a part of the term, not an ending that its neighbour happens to take: "government e-mail"
            # does not mention "governmente".
            whole = len(written) == length and sum(len(t.text) for t in written[:-1]) < len(term.compact)
            one = "".join(t.text for t in written)
            alike = stem(one, term.language) == term.compact and (akin or base(one, term.language) == term.compact_base)
            if whole and alike and _is_joined(text, written):
                yield written[0].start, written[-1].end


_HANGUL = re.compile(r"[가-힣]+")
_SHORTEST_HANGUL = 2
"""Letters of a term, whole, behind which syllables are taken for particles; one of one syllable begins too much."""


def takes_particles(parts: Sequence[str]) -> bool:
    """Return whether a term's last word is Korean: particles and endings follow it there, in syllables of their own.

    >>> takes_particles(["법률"]), takes_particles(["wcag"])
    (True, False)
    """
    return bool(parts) and sum(map(len, parts)) >= _SHORTEST_HANGUL and _HANGUL.fullmatch(parts[-1]) is not None


def _without_particles(word: Word, term: _Term) -> Word:
    """Return a Korean word without the syllables behind a term's last word that it begins with.

    법률을 is 법률 and an object's particle. What is compounded with the word mentions it too.
    """
    last = term.typed[-1]
    whole = word.text == last or word.end - word.start != len(word.text)
    if whole or not word.text.startswith(last) or not takes_particles(term.typed):
        return word
    return Word(last, word.start, word.start + len(last))


def _is_spelling(text: str, word: Word, typed: str) -> bool:
    """Return whether a word that has a typed one's stem may be it: an acronym has no endings, so OCDE is not OCDS."""
    written = text[word.start : word.end]
    several = written.endswith("s") and written[:-1].isupper()
    acronym = written[:-1] if several else written
    if not (acronym.isupper() and 1 < len(acronym) <= _LONGEST_ACRONYM):
        return True
    around = text[max(0, word.start - _AROUND) : word.start] + text[word.end : word.end + _AROUND]
    if around.isupper():
        return True
    same = acronym.lower() if acronym.isascii() else word.text.removesuffix("s" if several else "")
    return typed in (word.text, same, f"{same}s")


def name_in(term: str, is_known: Callable[[str], bool]) -> str | None:
    """Return the name in a term that ends with a word for what it names: "NIS2" of "NIS2 directive".

    A name is what holds a figure, is typed in three capitals or more, or is a known short form; None where there is
    none, or where more than one word stands beside it.
    """
    own = list(words(term))
    if len(own) != 2 or not term[own[1].start : own[1].end].islower():
        return None
    name = term[own[0].start : own[0].end]
    told = any(c.isdigit() for c in name) or name.isupper() or is_known(own[0].text)
    return name if told and len(name) >= SHORT_NAME else None


def _is_possessive(text: str, word: Word) -> bool:
    return word.text == "s" and text[max(0, word.start - 1) : word.start] in ("'", "’")


def _is_joined(text: str, run: Sequence[Word]) -> bool:
    return all(_JOINS.fullmatch(text, a.end, b.start) for a, b in pairwise(run))
