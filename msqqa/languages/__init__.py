"""What each language says for yes, no, planned, nothing, and on the labels of forms: one data file a language.

A language is added by one file, ``msqqa/languages/<code>.toml``, and its sample in ``tests/languages``. Whoever needs
the words of every language at once asks :func:`phrases`, or :mod:`msqqa.languages.matching` to find them in a text.
Words in several languages stand elsewhere too, where they are of one thing: what survey tools write
(``msqqa/table/tools.toml``), abbreviations (``msqqa/ask/plan/abbreviations.toml``), and the patterns of
:mod:`msqqa.stance.openings`.

Each file has ``code`` (BCP 47), ``name`` (in the language itself) and tables of lists of phrases. Phrases are written
as people write them; they are compared folded, without case and accents. The tables and their keys:

``[answers]``, what a whole answer says:
    ``yes``, ``no``; ``yes_alone``, ``no_alone``: what says so only by itself, and something else before other words
    (French "si", Indonesian "ya"); ``true``, ``false``: as tables write them; ``planned``; ``partial``; ``ended``: was
    there and is no more; ``not_applicable``; ``nothing``: "none"; ``no_answer``: nothing is answered;
    ``undecided``: unknown, or not told; ``answer_labels``: what stands before an answer and a colon;
    ``placeholders``: how the entry of a list begins that asks to choose one, ``placeholder_ends``: how it ends.

``[openings]``, what the opening of an answer says among other words, ``*`` for any ending of a word:
    ``no``, ``planned``, ``partial``; ``planned_more``: what speaks of plans where a no is said or ticked;
    ``partial_first``: what limits an answer that begins with it ("only"); ``in_force``: what is said of a law that
    is; ``declines``: what says that no answer is given; ``denies``: what denies the words right behind it;
    ``relative``: how a relative clause begins. English has few: :mod:`msqqa.stance.openings` reads it by patterns,
    which also know some of French and Spanish that no list of phrases says ("n'est … pas"). All but the first three
    may be missing.
    ``credits``: what stands before that by which something comes about, and so is there ("thanks to"); may be missing.
    ``negates``: what denies the clause that it stands in, before or behind; ``affirms``: what holds such a word and
    denies nothing ("nicht nur"); ``joins``: what stands between two clauses; ``lifts``: what makes a condition of a
    negation in the same clause ("nicht ohne"); ``supposes``: how a clause begins that only supposes. All five are for
    :mod:`msqqa.languages.negation`; there ``*`` may also begin a phrase, for any stem ("*гүй").

``[columns]``, words in the heads of tables:
    ``heads``: what only names a column of questions and answers; ``respondent``: what respondents are called; ``who``,
    ``code``, ``question``, ``answer``, ``remark``, ``edition``, ``group``, ``section``: what a column holds.

``[questions]``:
    ``ask``: words by which a line asks for something; ``if_so``: how a line begins that asks only after a yes or no;
    ``note``: how one begins that explains; ``addresses``: what stands before the word by which a form calls whoever
    fills it in ("your"), with ``*`` before it what such a word ends with; may be missing;
    ``number``: what stands before a question's number ("Question 4:", "س4)"); ``decide``: how a question begins that
    asks for a yes or a no; ``plans``: how one begins that asks for a plan itself, so that a yes is the plan. The last
    two may be missing.

``[words]``:
    ``stop_words``: words without a topic. The English ones stand in :mod:`msqqa.words`, as every question needs them.
    ``not``: words that deny, as parts of words where a language writes them so ("don" of "don't").
    ``lacks``: those that ask whether something is missing, whatever is expected ("without"); may be missing. Who asks
    whether there is not something asks whether it is there.
    ``or``: what stands between two things of which one will do; ``and``: between two that both must be; may be missing.
    ``articles``: what stands before a noun that says again what is named before it; may be missing.
    ``opposes``: what says that somebody is against something; may be missing.
    ``relative``: what begins a clause on somebody; ``having``: verbs of having; ``examples``: what stands before an
    example; ``none``: what says that there are none of what is counted; ``withholds``: what says in a question of
    somebody that no answer was given. All five may be missing.
    ``boxes``: what a box is called; ``ticked``, ``unticked``: what is said of one with a mark and of one without. All
    three may be missing.
    ``open_ends``: words that another one follows, so that a line that ends with one goes on.

``[restrictions]``, words that narrow what is asked; all of them may be missing:
    ``only``; ``excepted``: "except"; ``leaves_out``: what says the same in a question alone ("anything but");
    ``neither``; ``both``; ``whole``: "all" of what is asked about; ``than``: what compares two things; ``order``:
    "first"; ``base``: what stands before those of whom a share is asked; ``split``: what stands before that by which
    frequencies are split; ``idioms``: phrases that hold such a word and narrow nothing ("at all"); ``every``, ``but``:
    the words around a noun that is left out ("any boat but"). A word that another language uses without a topic is left
    out: questions are in any language.

``[numbers]``, what stands beside numbers; all of it may be missing:
    ``more``, ``at_least``, ``less``, ``at_most``, ``exactly``, ``between``: how a number is compared; ``most``,
    ``least``, ``top``, ``bottom``, ``average``, ``median``, ``total``: what is asked for over numbers;
    ``rather``: how two things are compared without a number, ``against``: what stands between two that are;
    ``frequencies``: what asks how often each option was chosen; ``before``,
    ``after``, ``since``, ``until``: how a date is compared; ``earliest``, ``latest``: which of several; ``percent``:
    what says behind a number that it is a share, ``share``: how a share is asked for; ``about``: what says that a
    number is not exact, ``bound``: that it is a bound; ``asked``: how a number is asked for; ``hundred`` to
    ``trillion`` (1e12), and ``second`` to ``decade``: multiples and lengths of time.

``[sources]``:
    what is filled in, or reported, is called, ``document``; what says ``whose`` it is; what says that something is
    ``said`` there.

``[pages]``:
    ``page``: what stands before a page's number; ``of``: what stands between it and the number of all.

``[shorthand]``:
    words in full, each with the ways in which people shorten it as they type; may be missing.

``[contacts]``:
    labels of what a respondent says of itself; :mod:`msqqa.form.labels` tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msqqa.cache import recall_toml
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Language:
    """One language's file."""

    code: str
    name: str
    tables: Mapping[str, Mapping[str, Any]]
    """Table → key → its phrases, as written."""

    def phrases(self, table: str, key: str) -> tuple[str, ...]:
        """Return the phrases of a key, folded, each once; empty where the language has none."""
        return tuple(dict.fromkeys(fold(squeeze(phrase)) for phrase in self.tables.get(table, {}).get(key, ())))


def language(code: str) -> Language | None:
    """Return the language of a code; None where it has no file."""
    return _by_code().get(code)


@lru_cache(maxsize=1)
def codes() -> tuple[str, ...]:
    """Return the codes of the languages that have a file, in order."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


@lru_cache(maxsize=1)
def languages() -> tuple[Language, ...]:
    """Return every language that has a file, in the order of their codes."""
    return tuple(_by_code().values())


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Language]:
    found = {}
    files = [_FOLDER / f"{code}.toml" for code in codes()]
    for code, data in zip(codes(), recall_toml("languages", files), strict=True):
        tables = {key: MappingProxyType(value) for key, value in data.items() if isinstance(value, dict)}
        found[code] = Language(data["code"], data["name"], MappingProxyType(tables))
    return found


@lru_cache(maxsize=256)
def phrases(table: str, key: str) -> frozenset[str]:
    """Return the phrases of a key in every language, folded."""
    return frozenset(phrase for language in languages() for phrase in language.phrases(table, key))
