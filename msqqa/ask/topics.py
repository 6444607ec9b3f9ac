"""The terms that a mention may use: a phrase as typed, its long or short form, and what a corpus takes for it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from msqqa.ask.candidates import may_mention
from msqqa.ask.joint import Combine, Part, parted
from msqqa.ask.mentions import mentioned
from msqqa.words import STOP_WORDS, content_words, fold, stem, stems, unique, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from msqqa.index.lexical import Lexical
    from msqqa.index.store import Store
    from msqqa.model import Concept, Polarity

MENTION_VERB = re.compile(
    r"\b(?:(?:mak(?:e|es|ing)|made) (?:no |any |a )?(?:mention|reference)(?: of| to)|(?:no |any )?mentions? of|"
    r"mention(?:s|ed|ing)?(?: anything| something)?|say(?:s|ing)? (?:nothing|anything|something|a word) (?:of|"
    r"about|on)|"
    r"(?:is|are|be|stays?|remains?) silent (?:on|about)|(?<=countries )silent (?:on|about)|"
    r"(?:not )?a single word (?:on|about|of)|"
    r"(?:have|has) (?:nothing|something|anything) to say (?:of|about|on)|"
    r"(?:no |any )?refer(?:s|red|ring|ence|ences)?(?: (?:is|are|was|were))?(?: made)? to|allud(?:e|es|ed|ing) to|"
    r"cit(?:e|es|ed|ing)|quot(?:e|es|ed|ing)|discuss(?:es|ed|ing)?|"
    r"(?:us(?:e|es|ed|ing)|contain(?:s|ed|ing)?|includ(?:e|es|ing)|writ(?:e|es|ing)|hav(?:e|ing)|"
    r"has) the (?:word|term|phrase|expression|acronym)s?|"
    r"the (?:word|term|phrase|expression|acronym)s?|(?:talk(?:s|ed|ing)?|speak(?:s|ing)?|spoke|writ(?:e|es|"
    r"ing)) (?:about|of)|"
    r"(?:bring|brings|brought|bringing) up|(?:com(?:e|es|ing)|crop(?:s|ping)?|turn(?:s|ing)?) up|"
    r"(?:appear|occur|figur|featur|show)(?:e?s|ed|ing)?(?: up)?(?= (?:in|anywhere|at all)\b|\s*\??$)|"
    r"(?<!^)nam(?:es|ed|ing)|"
    r"(?<=who )name|(?<=that )name|(?<=countries )name)(?![\w-])",
    re.IGNORECASE,
)
"""By what a question asks for the word itself."""
_LONG_FORMS = 5
"""Of an abbreviation, the most used: the others are mostly one writer's slip."""
_TRIED = 50
"""Passages that are read to see whether a phrase is in use."""
_ARTICLE = re.compile(
    r"^(?:(?:the|a|an|any|some|something|anything|about|of|to|on|at all|(?:word|term|phrase|expression|acronym)s?) )+",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?<=\w) (?:technolog(?:y|ies)|systems?|tools?|issues?|matters?|topics?|things?|agenda|initiatives?|"
    r"standards?|devices?|"
    r"platforms?|solutions?|goals?|programmes?|programs?)$",
    re.IGNORECASE,
)
"""A last word that says only what kind of thing is meant."""
_ALSO = re.compile(r"^(?:also|even|too)\s+", re.IGNORECASE)
_WORKING = re.compile(r"^\w+ing (?:with|on|for|by|of|to|in) ", re.IGNORECASE)
"""What somebody does with a thing, before the thing itself: "working with UNESCO"."""
_AND_OR = re.compile(r"\b(?:and|or|as well as)\b|/", re.IGNORECASE)
_BESIDE = re.compile(
    r",\s*(?:the|a|an|by|in|like|i|so|is|are|whatever|however|not|just|that|which|meaning)\b", re.IGNORECASE
)
"""Behind a comma, what is no second thing."""
_SEVERAL = re.compile(r",| and | or |/| as well as ", re.IGNORECASE)


class Topics:
    """Knows the other words for what is asked about in one corpus."""

    def __init__(self, store: Store, lexical: Lexical) -> None:
        self._store = store
        self._lexical = lexical

    def phrases(self, topic: str, polarity: Polarity) -> tuple[list[Part], Combine]:
        """Part what is mentioned into its phrases: "X and Y", unless the corpus knows it as one; "X but not Y"."""
        topic = _ARTICLE.sub("", topic)
        if not topic:
            return [], "and"
        parts, combine = parted(topic, polarity)
        if len(parts) > 1:
            return [Part(_ARTICLE.sub("", part.text), part.polarity) for part in parts], combine
        if not _SEVERAL.search(topic) or self._uses(topic):
            return [Part(topic, polarity)], "and"
        combine = "or" if re.search(r"\bor\b", topic, re.IGNORECASE) else "and"
        if not _AND_OR.search(topic) and topic.count(",") == 1 and _BESIDE.search(topic):
            return [Part(topic.split(",", 1)[0].strip(), polarity)], "and"  # "tablets, the devices": said once more
        listed = re.split(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|as well as)\s+|\s*/\s*", topic, flags=re.IGNORECASE)
        if polarity == "negative":
            combine = "and"  # who mentions no "a or b" mentions neither
        phrases = [_ARTICLE.sub("", _ALSO.sub("", p.strip())) for p in listed]
        return [Part(p, polarity) for p in phrases if content_words(p)], combine

    def terms(self, phrase: str) -> tuple[str, ...]:
        """Return a phrase with its other forms: long or short as the corpus defines them, and its owner's synonyms."""
        forms = self._forms(phrase)
        shorter = _WORKING.sub("", _GENERIC.sub("", phrase))
        if shorter != phrase and not any(self._uses(form) for form in forms):
            forms = unique([phrase, *self._forms(shorter)])  # "quantum technologies" where all write of quantum
        others = [other for form in forms for other in self._synonyms.get(tuple(stems(form)), ())]
        return unique([*forms, *(form for other in others for form in self._forms(other))])

    def said_of(self, concepts: Sequence[Concept]) -> Iterator[str]:
        """Yield a note on each concept that is looked for by other names too, as the corpus's owner gives them."""
        for concept in concepts:
            asked = tuple(stems(concept.terms[0]))
            group = next((g for term in concept.terms if (g := self._synonyms.get(tuple(stems(term))))), ())
            others = [term for term in group if term in concept.terms and tuple(stems(term)) != asked]
            if others:
                named = ", ".join(f"'{other}'" for other in others)
                yield f"'{concept.terms[0]}' is looked for as {named} too, as synonyms.toml says"

    @cached_property
    def _synonyms(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """The stems of a term → the terms of its group."""
        return {tuple(stems(term)): group for group in self._store.synonyms for term in group}

    def _forms(self, phrase: str) -> tuple[str, ...]:
        by_short, by_long = self._abbreviations
        folded = [w.text for w in words(phrase)]
        for word in folded:
            if word in by_short:
                short, longs = by_short[word]
                rest = {stem(w) for w in folded if w != word and w not in STOP_WORDS}
                # "WCAG accessibility": what stands beside the abbreviation only says again what it stands for.
                if rest <= {stem(w.text) for long in longs for w in words(long)}:
                    return unique([short, *longs])
        short_form = by_long.get(tuple(stems(phrase)))
        return (phrase,) if short_form is None else unique([phrase, short_form])

    @cached_property
    def _abbreviations(self) -> tuple[dict[str, tuple[str, tuple[str, ...]]], dict[tuple[str, ...], str]]:
        """Folded short form → itself and its long forms; and the stems of a long form → its short form."""
        known = self._store.abbreviations.items()
        by_long: dict[tuple[str, ...], str] = {}
        for short, longs in known:
            for long in longs:
                by_long.setdefault(tuple(stems(long)), short)
        return {fold(short): (short, longs[:_LONG_FORMS]) for short, longs in known}, by_long

    def _uses(self, phrase: str) -> bool:
        """Return whether some answer uses the phrase as it is."""
        rows = may_mention(self._store, self._lexical, [phrase])
        found = self._store.passages(rows[:_TRIED].tolist())
        return any(mentioned(p.quote, [phrase], language=self._store.language_of(cell)) for cell, p in found.values())
