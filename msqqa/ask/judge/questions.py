"""Whether a claim is one of the form's own yes/no questions: the same thing asked, not merely something near.

Then the respondents' ticks and stances decide it. Of a claim that is narrower they tell nothing: who has a policy on
accessibility may follow any standard, or none.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msqqa.ask.judge.logistic import logistic
from msqqa.judge.labels import SAMENESS
from msqqa.languages.matching import finder, matcher
from msqqa.words import fold, stems, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from msqqa.ask.retrieve import Retriever
    from msqqa.ask.retrieve.hits import Query
    from msqqa.index.store import Store
    from msqqa.judge.model import Judge

SAME = 0.5
"""Probability from which a claim is what a question asks."""
LOOKED_AT = 2
"""Nearest yes/no questions that are judged."""
WEIGHTS, INTERCEPT = (10.3, 2.12, 0.9), -6.96
"""Of likeness, of the share of the claim's words that a question's phrasings hold, and of the logarithm of how surely
the judge calls them the same; fitted on the development questions of both corpora, of which 0.946 are told right."""
_NEAR, _ALONE = 0.35, 0.2
"""Whitened cosine from which a claim is a learned form's question by meaning, and how far every other question must be
behind. Of the claims in ``evals`` over two such forms, those that are no question of the form come to 0.13 at most."""
_SAME = SAMENESS.index("same")
_FEWEST_WORDS = 2
"""Words of a claim, at least, of which a question is recognised that is asked in another language."""
_APOSTROPHES = "'’"
_NON = "non"
"""What denies the word behind it."""
_ALIKE, _COVERED = 0.35, 0.4
"""Likeness, and share of the claim's words that a question holds, below both of which it is about something else."""
_ALIKE_ABROAD, _APART_ABROAD = 0.5, 0.03
"""Likeness from which a question in another language asks one of the form's, and how far the next must be behind; of
the questions of ``evals/encoders/cross-language.tsv`` the 106 that come so near to a yes/no question all ask it."""
_SHARED, _ALIKE_SHARING = 0.3, 0.6
"""Share of the claim's words that such a question holds from which more likeness is wanted, and how much: a word that
both languages have, as "robot" or "digital", is alike whatever else is asked."""


class QuestionRecogniser:
    """Recognises claims that are questions of the forms of one index."""

    def __init__(self, store: Store, retriever: Retriever, judge: Judge) -> None:
        self._store = store
        self._retriever = retriever
        self._judge = judge

    def just(self, claim: str, query: Query, asked: str = "") -> int | None:
        """Return the row of the yes/no question that is just what a claim says; None where none is.

        Parameters
        ----------
        claim:
            What is asked.
        query:
            The same as it is searched for: only the questions that come nearest are judged.
        asked:
            The whole question, of which the language can be told better than of a claim.
        """
        nearest = self._nearest(query)
        if not self._retriever.parts.claims:
            return next((row for row in nearest if self.is_near(query, row)), None)
        judged = self._judge.questions(claim, [self._store.questions[row][2] for row in nearest])[:, _SAME].tolist()
        likeness = self._retriever.paraphrase_cosines(query)
        same: dict[int, float] = {}
        for row, likely in zip(nearest, judged, strict=True):
            signals = likeness[row], self._retriever.question_coverage(query, row), math.log(likely + 1e-3)
            same[row] = logistic(WEIGHTS, INTERCEPT, signals)
        best = max(same, key=lambda row: same[row], default=None)
        if best is not None and any(self._names_more(query, row, best) for row in nearest):
            return None
        if best is None or same[best] >= SAME:
            return best if best is None else self._denied_alike(claim, best, same)
        if self._is_asked_in_another_language(query, asked or claim, best, likeness):
            return best
        return best if self._stands_out(claim, best) else None

    def denies_otherwise(self, claim: str, row: int) -> bool:
        """Return whether a claim denies something and a question nothing: who has none says no to it."""
        return _denies(claim) and not _denies(self._store.questions[row][2])

    def _stands_out(self, claim: str, row: int) -> bool:
        """Return whether a claim, in words of its own, comes near to one question of a form alone.

        Nobody wrote other wordings of a learned form's question, so that words tell less, and the finer cosines more.
        """
        form, _, wording = self._store.questions[row]
        if not (self._store.forms[form].learned or self._store.forms[form].origin):
            return False
        others = [text for other, (_, _, text) in self._store.questions.items() if other != row]
        # What is denied is near to what asks for it without the word that denies it: "users who can't interact".
        alike = self._retriever.compare_whitened(_without_denials(claim), [wording, *others])
        return alike is not None and alike[0] >= _NEAR and alike[0] - max(alike[1:], default=0.0) >= _ALONE

    def _denied_alike(self, claim: str, best: int, same: Mapping[int, float]) -> int:
        """Return the best of some questions, or another that is asked too and denies something as the claim does.

        Who collects data that is not personal is asked for by "collects non-personal data", however near another is;
        and who collects personal data by the question that denies nothing.
        """
        denied = _denies(claim)
        alike = [row for row, sure in same.items() if sure >= SAME and _denies(self._wording(row)) == denied]
        return best if best in alike or not alike else max(alike, key=lambda row: same[row])

    def _names_more(self, query: Query, row: int, best: int) -> bool:
        """Return whether another question has the word of a claim that tells most, and the best one has it not.

        Who is "aligned with OECD principles" is not told by what asks for the SDGs, where another question names OECD.
        """
        if row == best or not query.stems:
            return False
        telling = int(query.weights.argmax())
        return not query.questions[best][telling] and query.stems[telling] in stems(self._wording(row))

    def _wording(self, row: int) -> str:
        return self._store.questions[row][2]

    def _is_asked_in_another_language(self, query: Query, asked: str, row: int, likeness: Sequence[float]) -> bool:
        """Return whether a question is meant by words of another language than the form's.

        No words can be counted then, so its wording must be alike, and more so than that of any other question. A word
        by itself, as a product's name, is alike to whatever else is asked.
        """
        if len(query.stems) < _FEWEST_WORDS:
            return False
        apart = likeness[row] - max((value for other, value in enumerate(likeness) if other != row), default=0.0)
        shared = self._retriever.question_coverage(query, row)
        alike = _ALIKE_SHARING if shared >= _SHARED else _ALIKE_ABROAD
        if likeness[row] < alike or apart < _APART_ABROAD or shared >= _COVERED:
            return False
        from msqqa.languages.detect import language_of

        return language_of(asked, "") not in ("", language_of(self._store.questions[row][2]))

    def is_near(self, query: Query, row: int) -> bool:
        """Return whether a question is about what is looked for at all."""
        likeness = self._retriever.paraphrase_cosines(query)[row]
        return likeness >= _ALIKE or self._retriever.question_coverage(query, row) >= _COVERED

    def _nearest(self, query: Query) -> list[int]:
        scores = self._retriever.question_scores(query)
        ranked = sorted(self._store.questions, key=lambda row: (-scores[row], row))
        return [row for row, _ in zip(self._yes_or_no(ranked), range(LOOKED_AT), strict=False)]

    def _yes_or_no(self, rows: Sequence[int]) -> Iterator[int]:
        for row in rows:
            cells = self._store.columns.of("question_cells", "question_offsets", row)
            if not len(cells):
                continue
            form = self._store.form_of(self._store.source_of(int(cells[0])).path)
            if form.question(self._store.questions[row][1]).kind in ("yesno", "tick"):
                yield row


def _without_denials(text: str) -> str:
    """Return a claim without the words that deny something.

    >>> _without_denials("who don't share, and can't interact"), _without_denials("users interact")
    ('who share and interact', 'users interact')
    """
    found = matcher("words", (("not", "not"),))
    own = list(words(text))
    spans = found.find_all([word.text for word in own])
    denying = {at for start, _, length in spans for at in range(start, start + length)}
    kept = [
        word
        for at, word in enumerate(own)
        if at not in denying and not (at - 1 in denying and text[word.start - 1] in _APOSTROPHES)
    ]
    return " ".join(text[word.start : word.end] for word in kept) or text


def _denies(text: str) -> bool:
    """Return whether a claim or a question denies something.

    >>> _denies("data that is not personal"), _denies("non-personal data"), _denies("personal data")
    (True, True, False)
    """
    return any(word.text == _NON for word in words(text)) or finder("words", "not").finds(fold(text))
