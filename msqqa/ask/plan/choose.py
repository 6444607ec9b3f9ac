"""Which operator a reading comes to, where its names are known: who is looked up must be somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msqqa.ask.plan.nouns import calls_respondents
from msqqa.ask.plan.subjects import stems_of_groups
from msqqa.ask.reading.labels import OF_WORDS
from msqqa.ask.reading.reading import remove_spans
from msqqa.closed.dates import find_bound, find_compared
from msqqa.closed.scales import generic_stems, stems_of_everybody
from msqqa.errors import QuestionError
from msqqa.languages.matching import finder, match_beginning, matcher
from msqqa.words import content_words, fold, stem, stems, words

if TYPE_CHECKING:
    from msqqa.ask.plan.subjects import Subjects
    from msqqa.ask.reading.reading import Reading
    from msqqa.index.store import Store
    from msqqa.model import Operator

_OF_SEVERAL = ("which", "count", "tally", "aggregate")
"""Operators that ask of several respondents."""
_UNSPLIT = ("count", "which", "open", "lookup", "about")
"""Operators as which frequencies may be read: "how important is it to people? frequencies please"."""
_OF_SIZE = ("size", "respondents")
"""What of the corpus itself says who answered, and how many they are."""
_OF_NOTHING = ("", "chat", "same", "about")
"""Second likeliest operators that say nothing of what is asked instead."""
_OF_TOPICS = ("question", "summary")
"""What of the corpus itself is asked about by a topic."""


def choose_operator(reading: Reading, subjects: Subjects, store: Store, *, of_question: bool = False) -> Operator:
    """Return what is asked of those that a question names.

    Parameters
    ----------
    reading, subjects, store:
        How the question is read, whom it names, in what corpus.
    of_question:
        Whether a filter says which of the form's questions it is about: then it is not about the corpus itself.

    Raises
    ------
    QuestionError
        If nothing is asked, a respondent is compared with itself, or one who answered once is said to have changed.
    """
    operator = _read(reading, subjects, store, of_question=of_question)
    if operator == "chat":
        raise QuestionError("there is nothing to look up in that", "ask a question")
    named = len(subjects.respondents if subjects.by_name else ()) + len(subjects.absent) - len(subjects.empty_groups)
    if operator == "same":
        operator = "lookup" if named else "which"
    if operator == "open" and reading.asks == "yesno" and (named or len(store.respondents) > 1):
        operator = "lookup"  # a yes or a no is somebody's
    if operator in ("lookup", "compare") and reading.asks == "set" and named > 1:
        return "which"  # "which of Kenya, Peru and Chad": a set among those that are named
    if operator == "about" and (of_question or (reading.about == "question" and not reading.spans("question"))):
        return "lookup" if named else "open"  # what something is, not what a question of the form is
    if operator == "change":
        return _change(reading, subjects, store)
    if operator == "compare":
        return _comparison(reading, subjects, named)
    if named == 1 and not subjects.chosen and operator in (*_OF_SEVERAL, "open"):
        return "lookup"  # "how many portals has Mongolia": of one respondent nothing is counted
    if (
        operator == "tally"
        and reading.claims
        and not reading.spans("by")
        and not _is_closed(reading)
        and not store.types
    ):
        operator = "count"
    one = named == 1 or (not named and len(store.respondents) == 1 and not subjects.respondents)
    if one and operator in _OF_SEVERAL and not _of_all(reading, store):
        return "lookup"
    of_nobody = operator == "lookup" or (operator == "open" and _is_counted(reading, store))
    if of_nobody and not named and len(store.respondents) > 1:
        return _of_nobody(reading, subjects, store)
    found: Operator = operator
    return found


def asks_whether(text: str) -> bool:
    """Return whether a question begins as one does that a yes or a no answers; who asks "can you …" bids.

    >>> [asks_whether(text) for text in ("are all leads active", "Can you list them", "which are active", "l'ont-ils")]
    [True, False, False, False]
    """
    end = match_beginning(text, "questions", "decide")
    return end is not None and match_beginning(text[end:], "contacts", "your") is None


def _of_nobody(reading: Reading, subjects: Subjects, store: Store) -> Operator:
    """Return what a question asks that was read as one about somebody, and names nobody."""
    if store.types and (reading.spans("extreme") or (reading.asks == "number" and _says_figure(reading.text))):
        return "aggregate"  # "the median rating of the documentation": of a thing
    if _is_counted(reading, store):
        return "count"
    return "which" if reading.asks in ("yesno", "set") or subjects.respondents else "open"


def _says_frequencies(reading: Reading, store: Store) -> bool:
    """Return whether how often each option was chosen is asked for of a table, by a word that is no topic's."""
    if not store.types or not store.is_of_tables:
        return False
    topics = [(span.start, span.end) for slot in ("topic", "option") for span in reading.spans(slot)]
    found = matcher("numbers", (("frequencies", "frequencies"),))
    own = list(words(reading.text))
    return any(
        not any(start <= own[at].start < end for start, end in topics)
        for at, _, _ in found.find_all([word.text for word in own])
    )


def _says_figure(text: str) -> bool:
    """Return whether a text asks for a figure over all numbers.

    >>> _says_figure("average rating of the manual"), _says_figure("what is a good rating")
    (True, False)
    """
    return any(finder("numbers", key).finds(fold(text)) for key in ("average", "median"))


def _is_counted(reading: Reading, store: Store) -> bool:
    """Return whether it is asked "how many" of nobody in a table, where everybody's answers are counted."""
    asks = reading.asks == "number" or reading.second[0] == "count"
    return store.is_of_tables and asks and finder("numbers", "asked").finds(fold(reading.text))


def _asks_who_is_there(reading: Reading, subjects: Subjects) -> bool:
    """Return whether nothing is asked but who is in a group, or is not: "list everybody in the South region".

    So it is where all are asked for: "how many people are there".
    """
    if not reading.slots and not reading.claims and reading.second[0] == "about":
        said = {stem(word.text) for word in content_words(reading.text)}
        return bool(said) and said <= stems_of_everybody() | generic_stems()
    if reading.spans("value") or subjects.by_name or not subjects.respondents:
        return False
    called = {s for claim in reading.claims if claim.topic for s in stems(claim.topic.text)}
    if not called <= stems_of_groups():
        return False
    if not any(name.kind == "group" for name in subjects.named):
        return False
    told = [*(span for slot, spans in reading.slots.items() if slot != "noun" for span in spans), *subjects.named]
    heads = {list(words(noun))[-1].text for noun in reading.words("noun")}  # whatever they are called there
    left = {stem(word.text) for word in content_words(remove_spans(reading.text, told)) if word.text not in heads}
    return left <= stems_of_everybody() | generic_stems() | stems_of_groups()


def _read(reading: Reading, subjects: Subjects, store: Store, *, of_question: bool) -> Any:
    """Return the operator as it is read.

    What asks of the corpus itself nothing that is known asks of somebody; where nothing is asked but who somebody is,
    that is summed up.
    """
    by_name = subjects.by_name and subjects.respondents
    if reading.operator in _UNSPLIT and not subjects.by_name and _says_frequencies(reading, store):
        return "tally"
    if (
        reading.operator == "about"
        and reading.about == "summary"
        and by_name
        and _names_question(reading, subjects, store)
    ):
        return "lookup"
    if reading.about == "summary" and by_name and not reading.claims and reading.operator in ("same", "lookup"):
        return "about"
    if reading.operator == "chat" and of_question:
        return "open"  # who names a question of the form asks something, however it is put
    of_set = reading.operator in ("which", "count") or (reading.operator == "about" and reading.about is None)
    if of_set and not of_question and _asks_who_is_there(reading, subjects):
        return "about"
    if reading.operator != "about" or not _says_more(reading, named=bool(by_name), dated=_has_editions(store)):
        return reading.operator
    if reading.claims and reading.claims[0].relation in OF_WORDS:
        return "which"
    return reading.second[0] if reading.second[0] not in _OF_NOTHING else "open"


def _says_more(reading: Reading, *, named: bool, dated: bool) -> bool:
    """Return whether what is read as a question about the corpus itself asks for more than that.

    Who answered, how many they are and in which years has no topic, and how many answered a question has none but that
    question; the form's questions are nobody's. In the examples that the reader learned from it is always so.
    """
    if reading.about == "questions":
        return named
    bound = find_bound(find_compared(reading.text)) if reading.about in _OF_SIZE else None
    if reading.about is None or (bound is not None and not (dated and bound.is_of_a_year)):
        return True  # "how many were completed after 1950": of those who answered nothing is compared
    if reading.about == "answered":
        return any(claim.relation != "answered" for claim in reading.claims)
    return bool(reading.claims) and reading.about not in _OF_TOPICS


def _has_editions(store: Store) -> bool:
    """Return whether a year may be one in which the form was filled in."""
    return any(respondent.edition for respondent in store.respondents.values())


def _names_question(reading: Reading, subjects: Subjects, store: Store) -> bool:
    """Return whether what is said beside the names is all that a question of a form asks, as a short head does."""
    cut = [(span.start, span.end) for span in subjects.named]
    cut += [(span.start, span.end) for span in reading.spans("subject")]
    said = {
        stem(word.text)
        for word in content_words(reading.text)
        if not any(start <= word.start < end for start, end in cut)
    }
    if not said:
        return False
    heads = ({stem(word.text) for word in content_words(text)} for _, _, text in store.questions.values())
    return any(head and head <= said for head in heads)


def _of_all(reading: Reading, store: Store) -> bool:
    """Return whether a set is wanted though only one respondent is there.

    A bare topic over one respondent is looked up, and so is what it has ("which agencies", "how many offices"); whoever
    writes "which countries", or who mentions something, wants a set all the same.
    """
    return any(calls_respondents(store, noun) for noun in reading.words("noun")) or bool(reading.spans("cue"))


def _comparison(reading: Reading, subjects: Subjects, named: int) -> Operator:
    if reading.asks == "yesno" and len(subjects.respondents) == 1 and subjects.absent:
        return "lookup"  # "does Arvenia take a bank's e-ID next to ArvID": of one, whatever it is held beside
    if len(subjects.respondents) + len(subjects.absent) >= 2:
        return "compare"
    names = [n for n in subjects.named if n.ids == subjects.respondents]
    if len(names) > 1:
        raise QuestionError(f"{names[0].name} is compared with itself", "name another respondent beside it")
    return "lookup" if named else "open"


def _change(reading: Reading, subjects: Subjects, store: Store) -> Operator:
    """Return how a change is told: on one topic the editions are compared; who answered once has not changed."""
    if not subjects.by_name or subjects.absent:
        return "change"
    if len(subjects.respondents) == 1 and not reading.claims:
        only = store.respondents[subjects.respondents[0]]
        edition = f", of edition {only.edition}" if only.edition else ""
        raise QuestionError(f"there is one response of {only.name} here{edition}", "ask what it says")
    if not reading.claims:
        return "change"
    return "compare" if len(subjects.respondents) > 1 else "lookup"


def _is_closed(reading: Reading) -> bool:
    """Return whether a closed question is asked for: by its number, its options or what was chosen."""
    closed = ("chose", "rejected", "number")
    return bool(reading.spans("question") or reading.spans("option")) or any(
        claim.relation in closed for claim in reading.claims
    )
