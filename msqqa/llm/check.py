"""A language model's sentences, held against the citations that they name and against the exact answer.

A sentence passes that

- names citations that the model was sent, at its end;
- names every respondent whose words it cites, unless the answer is about one alone, and no other one;
- has a word beyond names of respondents, numbers, and words that every text has;
- has no number and no name that stands in none of its quotes and not in the exact answer;
- has few words that stand in neither;
- says on the claim, as far as the judge can tell, what the exact answer or one of its quotes says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.folding import fold
from msqqa.judge.labels import BEARING, HAS, choose_likeliest, stance_of
from msqqa.judge.word_pieces import SentenceContext as Place
from msqqa.model.reworded import Dropped, Reworded
from msqqa.render.prose import paragraph
from msqqa.words import STOP_WORDS, squeeze, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from msqqa.judge.model import Judge
    from msqqa.llm.prompt import Shown
    from msqqa.model import Answer, Respondent, Stance

MOST = 12
"""Sentences that are looked at."""
LONGEST = 600
"""Characters of one."""
_NEW = 0.34
"""Share of a sentence's topical words that may be new."""
_SURE = 0.5
"""How surely the judge must say that a sentence contradicts."""
_CITED = re.compile(r"(?:(?<!\s)\s*+\[\d{1,4}(?:\s*+[,;]\s*+\d{1,4})*+\])+")
_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:[.,'’ \u00a0\u202f]\d+)*")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_LETTERS = re.compile(r"[^\W_]+")
_GROUPED = re.compile(r"\d{1,3}(?:[,.'’ \u00a0\u202f]\d{3})+")


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of what a model wrote, and what is not."""

    kept: tuple[Reworded, ...]
    dropped: tuple[Dropped, ...]


class Checker:
    """Checks sentences about one answer."""

    def __init__(self, answer: Answer, quotes: Sequence[Shown], people: Iterable[Respondent], judge: Judge) -> None:
        self._answer = answer
        self._quotes = {quote.n: quote for quote in quotes}
        self._judge = judge
        self._exact = paragraph(answer)
        self._people = [(r.id, [_space_words(n) for n in (r.name, *r.aliases) if len(n) > 2]) for r in people]

    def check(self, text: str) -> Checked:
        """Return the sentences that pass, in order, and the others with why they do not."""
        kept: dict[Reworded, None] = {}
        dropped: list[Dropped] = []
        for n, (sentence, numbers) in enumerate(sentences(text)):
            why = self._wrong(sentence, numbers) if n < MOST else "too many sentences"
            if why:
                dropped.append(Dropped(sentence[:LONGEST], why))
            else:
                kept[Reworded(sentence, numbers)] = None
        return Checked(tuple(kept), tuple(dropped))

    def _wrong(self, sentence: str, numbers: tuple[int, ...]) -> str:
        """Return why a sentence does not pass; empty where it does."""
        if not numbers:
            return "no citation"
        if len(sentence) > LONGEST:
            return "too long"
        if any(n not in self._quotes for n in numbers):
            return "a citation that was not sent"
        cited = [self._quotes[n] for n in numbers]
        own = {quote.respondent for quote in cited}
        named = {id_ for id_, names in self._people if any(name in _space_words(sentence) for name in names)}
        if named - own:
            return "a respondent that it does not cite"
        if own - named and len({quote.respondent for quote in self._quotes.values()}) > 1:
            return "cites a respondent that it does not name"
        support = " ".join([self._exact, *(f"{quote.name} {quote.question} {quote.quote}" for quote in cited)])
        return (
            _new_number(sentence, support)
            or _new_name(sentence, support)
            or _says_nothing(sentence, cited)
            or self._new_words(sentence, support)
            or self._contradicts(sentence, cited)
        )

    def _new_words(self, sentence: str, support: str) -> str:
        topical = [stem for stem in stems(sentence) if stem not in STOP_WORDS]
        known = {*stems(support), *stems(self._answer.question)}
        new = [stem for stem in topical if stem not in known]
        return "words that stand in no quote" if len(new) > _NEW * len(topical) else ""

    def _contradicts(self, sentence: str, cited: Sequence[Shown]) -> str:
        """Return why the judge finds that a sentence says otherwise than the exact answer and its own quotes."""
        told = self._told([Place(cited[0].question, "", sentence)])[0]
        if told is None:
            return ""
        own = {quote.respondent for quote in cited}
        allowed = {decision.stance for decision in self._answer.respondents if decision.id in own}
        if told in allowed or (told in HAS and allowed & {*HAS}):
            return ""
        if not allowed & {"yes", "no", "planned", "partial"}:  # the exact answer says nothing of it: its quotes may
            allowed = {*self._told([Place(q.question, "", part) for q in cited for part in _parts(q.quote)])}
            if told in allowed or (told in HAS and allowed & {*HAS}) or allowed == {None}:
                return ""
        return f"says {told}, against what it cites"

    def _told(self, places: Sequence[Place]) -> list[Stance | None]:
        """Return the stance that each of some sentences says on the claim; None where the judge is not sure."""
        found: list[Stance | None] = []
        for likely in self._judge.sentences(self._claim, places).tolist():
            label = choose_likeliest(likely)
            found.append(stance_of(label) if likely[BEARING.index(label)] >= _SURE else None)
        return found

    @cached_property
    def _claim(self) -> str:
        return self._answer.claim or self._answer.plan.text or self._answer.question


def sentences(text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield each sentence without the marks of its citations, and their numbers.

    >>> list(sentences("Peru runs one [1][2]. Kenya plans one. [3] So be it."))
    [('Peru runs one.', (1, 2)), ('Kenya plans one.', (3,)), ('So be it.', ())]
    """
    text = _THOUGHTS.sub(" ", text)
    at = 0
    for found in [*_CITED.finditer(text), None]:
        before = text[at : found.start() if found else len(text)].lstrip(" .\n\t")
        *others, last = _parts(before) or [""]
        for other in others:
            yield _end_sentence(other), ()
        if last:
            numbers = map(int, re.findall(r"\d+", found[0])) if found else ()
            yield _end_sentence(last), tuple(dict.fromkeys(numbers))
        at = found.end() if found else len(text)


def _end_sentence(sentence: str) -> str:
    sentence = squeeze(sentence).lstrip("-*•# ").rstrip()
    return sentence if sentence.endswith((".", "!", "?", "。", "”", '"')) else f"{sentence}."


def _parts(text: str) -> list[str]:
    """Return the sentences of a text; a line's end ends one too."""
    from sentencex import get_sentence_boundaries

    found = []
    for line in text.splitlines():
        parts = (line[b["start_index"] : b["end_index"]].strip() for b in get_sentence_boundaries("en", line))
        found += [part for part in parts if any(letter.isalnum() for letter in part)]
    return found


def _says_nothing(sentence: str, cited: Sequence[Shown]) -> str:
    """Return that a sentence has no word but names of respondents and words that every text has, if so."""
    names = {stem for quote in cited for stem in stems(quote.name)}
    says = any(stem.isalpha() for stem in stems(sentence) if stem not in STOP_WORDS | names)
    return "" if says else "says nothing"


def _new_number(sentence: str, support: str) -> str:
    new = _numbers(sentence) - _numbers(support)
    return f"the number {min(new)}, which stands in no quote" if new else ""


def _numbers(text: str) -> set[str]:
    """Return the numbers of a text, thousands ungrouped, in Western digits."""
    found = set()
    for number in _NUMBER.findall(fold(text)):
        for part in [number] if _GROUPED.fullmatch(number) else re.split(r"['’ \u00a0\u202f]", number):
            found.add(re.sub(r"\D", "", part) if _GROUPED.fullmatch(part) else part.replace(",", "."))
    return found


def _new_name(sentence: str, support: str) -> str:
    """Return the first name that is new: a word with a capital; of the first word, whatever is no common one."""
    known = {*stems(support)}
    for n, word in enumerate(_WORD.findall(sentence)):
        is_name = any(letter.isupper() for letter in (word if n else word[:1]))
        parts = stems(word)
        if is_name and not {*parts} <= known | STOP_WORDS:
            return f"the name {word}, which stands in no quote"
    return ""


def _space_words(text: str) -> str:
    """Return a text's folded words between blanks, so that a name in it is a whole word."""
    return f" {' '.join(_LETTERS.findall(fold(text)))} "
