"""What the opening of an answer states in so many words: no, not yet, only in part; or nothing, where it gives details.

English by patterns, other languages by the phrases of their files, with a few patterns for what phrases cannot say in
French and Spanish ("n'est … pas"). Only the opening is read:
further down an answer speaks of something else. Of the opening a relative clause is left out: "in villages that the
grid has not reached" denies nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msqqa.languages.matching import finder
from msqqa.stance.wording import label_end, word_of
from msqqa.words import fold, squeeze

if TYPE_CHECKING:
    from msqqa.model import Stance

_OPENING = re.compile(r".*?(?:[.!?;؟؛](?=\s|$)|[。！？；]|\n\s*\n|$)", re.DOTALL)
_NO_NUMBER = re.compile(
    r"no\.?\s*(?:[A-Z]\s?/\s?)?\d+(?![A-Za-z\d])|no (?:one|later|less|more|fewer|doubt|matter)\b", re.IGNORECASE
)
_MARKS = re.compile(r"(?:[-*•>#_\s]|\(?\d{1,2}[.)]\s)*")
_REFERRING = re.compile(
    r"(?:please )?(?:see|cf\.?|voir|v[ée]ase|ver|(?:we|i) refer to|refer to|as (?:in|under)) [^.;]{0,60}?"
    r"(?:question|reply|answer|r[ée]ponse|respuesta|pregunta)[^.;]{0,30}[.;]\s+",
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"\b(?:says?|states?|finds?|notes?|provides?|dit|dice|stipule|establece)\b[^.;]{0,300}\b(?:that|que)\b"
)
_RELATIVE = re.compile(r"\b(?:that|which|who|whom|whose|where|because)\b [^,;.:()]*")

_HAVING = (
    r"(?:have|exist|provide|use|collect|measure|monitor|publish|include|contain|mention|refer|make|offer|apply|cover|"
    r"operate|possess|envisage|foresee|go into)"
)
_NEGATIVE = re.compile(
    rf"\b(?:not yet|no longer (?:in|exists?|available|used|valid|applies|collected|published|offered)|"
    r"there (?:is|are) (?:currently |at present |as yet |still )?(?:no|not)\b|"
    rf"(?:does|do|did) (?:currently |yet )?not (?:currently |yet )?{_HAVING}\b|"
    r"(?:has|have|had) (?:currently |yet )?not\b|(?:is|are) not (?:named|mentioned|in the)\b|"
    r"(?:makes?|with) no (?:mention|reference)\b|without (?:any )?mention\b|says? nothing\b|"
    r"(?:is|are|was|were) (?:currently |yet )?not (?:yet|currently|available|in place|in force|applicable|adopted|"
    r"established|specif\w+|regulated|defined|measured|collected|planned)\b|(?:has|have|had|holds?|keeps?) no\b|"
    r"no such\b|"
    r"(?:was|were|is|been) (?:repealed|abolished|discontinued)|"
    r"^(?:repealed|abolished|discontinued|dropped|abandoned|cancelled|withdrawn)\b|at present no\b|"
    r"currently no\b|nothing (?:exists|is|of the kind)\b|^nothing\b|never been\b|rather the contrary|"
    r"^not\b|^no longer\b|^(?:none|aucune?|ningun[oa])\s*[,;:.]|^neither\b|"
    r"n(?:e |')(?:en |y |l[ea]s? |l')?\w+ (?:pas|rien|plus|jamais|aucune?)\b)"
)
_DENYING = re.compile(
    r"^no\b|\b(?:(?:does|do|did|is|are|was|were|has|have|had|can|could|will|would) not|cannot|never|"
    r"no (?:\w+ ){0,3}(?:yet|so far|here|exists?|is|are|was|has|have)|ne \w+ (?:\w+ )?(?:pas|plus)|n'\w+ (?:ni|"
    r"pas|plus)|"
    r"^aucune?|^ningun[oa]?|declined|abroge[es]*|derogad[oa]s?|too dear|given up|gave it up)\b|(?<=\w)n't\b"
)
_CLAUSE_END = re.compile(r"[,;:()]\s|[.!?]\s|\s(?:but|and|mais|et|pero|y)\s")
"""What denies something in the middle of a sentence; in an opening it may deny anything."""
_PLANNED = re.compile(
    r"\b(?:planned|plans? to|planning to|intends? to|"
    r"will (?:soon )?be (?:adopted|introduced|launched|established|developed|enacted|implemented|created|set up|put in|"
    r"in place|ready|available|submitted|completed|prepared|drafted|passed|approved|added|included)|"
    r"is being (?:prepared|drafted|developed|considered|written)|"
    r"(?:are|is) (?:preparing|drafting|considering)|under (?:preparation|development|consideration|discussion|review)|"
    r"in (?:preparation|the pipeline)|draft (?:law|bill|act|regulation|strategy|policy)|"
    r"bill (?:is|was|has been) (?:now |currently )?(?:before|being|in|under|tabled|drafted|submitted|"
    r"prepared|pending|introduced|with)|"
    r"before parliament|expected (?:in|by|to)|scheduled for)\b"
)
_MORE_PLANNED = re.compile(
    r"\b(?:drafts?|being drafted|promised|next year|(?:by|for) 20\d\d|"
    r"will (?:carry|include|contain|cover|add|have|bring|introduce|set)|ser(?:a|ont) (?:\w+ ){1,4}(?:en|d'ici) 20\d\d|"
    r"sera \w+[oa])\b|"
    r"\b(?:(?:is|are) to|will|shall|should)\b[^.;:]{0,80}?\b(?:in|by|from|during) (?:\w+ ){0,2}20\d\d\b|"
    r"\bfrom (?:\w+ ){0,2}20\d\d on(?:wards?)?\b(?![^.;]*\b(?:was|were|had)\b)"
)
"""What speaks of plans where it is said, or ticked, that the thing is not there; elsewhere it may speak of anything."""
_DENIED = re.compile(r"\b(?:nor|not|no|never|neither|ni|ne|nothing|none)\b[^.;,:]{0,24}$")
_IN_FORCE = re.compile(
    r"(?<!not )(?<!not yet )(?<!nothing is )(?<!no longer )(?<!come )(?<!enter )\bin(?:to)? force\b|"
    r"\b(?:was|were|has been|have been) (?:adopted|enacted)\b|\bhas (?:run|operated|existed) since\b|"
    r"\bha(?:s|ve) been (?:running|operating|working|in (?:use|place|operation))\b"
)
_SINCE = re.compile(r"\b(?:since|depuis|desde) (?:\w+ ){0,3}(?:19|20)\d\d\b")
_ANY_NO = re.compile(
    r"\b(?:no(?!\.)|not|none|never|nothing|neither|nor|without|only|lapsed|repealed|stopped|closed|ended|pas|rien|aucune?|sin|ni|ne|"
    r"wait\w*|pending|blocked|draft\w*|propos\w+|discuss\w+|demand\w*|promis\w+)\b|n't\b|\bn'"
)
_GONE = re.compile(
    r"\b(?:repealed|lapsed|abolished)\b.{0,160}?\b(?:nothing|not?)\b.{0,60}?\b(?:place|stead|replac\w+|renewed|since)\b"
)
_BEGINNING = 200
"""Characters in which a law is said to be in force: "Law No. 5 of 2013 was repealed" ends at no sentence."""
_LOOKED_AT = 400
"""Characters in which plans are looked for, and what is said to be gone."""
_FEW = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|some|most|a few|certain|\d+|une?|"
    r"deux|trois|"
    r"quatre|cinq|six|quelques|certain\w*|dos|tres|cuatro|cinco|seis|algun[oa]s|l[oa]s?)"
)
_A_SHARE = rf"{_FEW}(?: out)? of (?:the|our|its|all|\w+)(?: \w+)?"
_PARTIAL = re.compile(
    rf"\b(?:so far in|{_A_SHARE} \w+ only|(?:only|just|so far) (?:in )?{_A_SHARE})\b|"
    rf"\b(?:in|for|at|to|by) {_FEW} (?:\w+ ){{1,2}}only\b|\bonly (?:in |for |at )?{_FEW}\b|"
    r"\b(?:partially|partly|in part|only (?:in|for|at)|"
    r"(?:a|as a|in) pilot|pilot (?:phase|project|stage)|not all|some but not|"
    rf"(?:dans|pour|a) {_FEW} (?:\w+ )?(?:seulement|uniquement)|"
    r"n(?:e |')\w+ (?:\w+ )?(?:pour le moment |encore )?qu(?:e |')(?:pour|a|dans|en|aux?))\b"
)
_BEFORE = 24
"""Characters before some words in which they are denied."""
_NEAR = re.compile(r"[^.;,:。；，：؛،]*$")
_CLAUSE = re.compile(r"[^,;.:()؛،]*")
_SHORT = 8
"""Words of an opening that is a statement by itself: "A bill is before parliament."."""


def classify_opening(details: str, *, ticked_no: bool = False) -> Stance | None:
    """Return what the opening of an answer states, or None where it only gives details.

    Parameters
    ----------
    details:
        The answer without its boxes.
    ticked_no:
        Whether a no is ticked: then plans are looked for, and what contradicts a no.

    Examples
    --------
    >>> (classify_opening("Not yet: a bill is before parliament"),
    ...  classify_opening("Only in two cities"),
    ...  classify_opening("Law No. 5 of 2013"))
    ('planned', 'partial', None)
    """
    details = _without_label(details)
    referring = _REFERRING.match(details)
    details = details[referring.end() if referring else 0 :]
    opening = _OPENING.match(details)
    sentence = opening[0] if opening else details
    folded = _fold_text(sentence)
    main = _main(folded)
    rest = _fold_text(details[:_LOOKED_AT])
    first = "" if _NO_NUMBER.match(details) else word_of(sentence)
    limited = _limits(folded)
    if first == "no" or (not limited and (_is_denial(main) or _GONE.search(rest))):
        return "planned" if _is_planned(rest, more=True) else "no"
    if first == "yes":
        # "Yes" alone: what follows it says more.
        more = _without_relatives(_fold_text(_after_first(details)))
        if _is_denial(more):
            return "unclear"
        return "partial" if _is_partial(folded) or _is_partial(more) or _limits(more) else "yes"
    if ticked_no:
        if _is_planned(rest, more=True):
            return "planned"
        running = _SINCE.search(folded) and not _ANY_NO.search(folded)
        return "yes" if running or _is_in_force(rest[:_BEGINNING]) else None
    # A short opening that speaks of plans says it all; behind a long one the details may tell of what is there.
    short = len(details) <= 2 * len(sentence) + 80 or len(sentence.split()) <= _SHORT
    if short and _is_planned(folded, more=False):
        return "planned"
    # "A sign language service. So far only in two towns": what limits it stands in a sentence of its own.
    following = _OPENING.match(details[len(sentence) :].lstrip())
    limited = limited or (following is not None and _limits(_fold_text(following[0])))
    return "partial" if limited or _is_partial(main) else None


def _without_label(details: str) -> str:
    """Return an answer without the marks and the label before it: "- **Answer:** "."""
    at = 0
    while True:
        marks = _MARKS.match(details, at)
        begin = marks.end() if marks else at
        label = label_end(details, begin, begin + len(details[begin:].partition("\n")[0]))
        if label is None:
            return details[begin:].strip()
        at = label


def declines(details: str) -> bool:
    """Return whether the opening of an answer says that none is given, which is neither a yes nor a no.

    >>> declines("We are not allowed to answer this question."), declines("Nous préférons ne pas répondre")
    (True, True)
    """
    opening = _OPENING.match(details)
    return finder("openings", "declines").finds(_fold_text(opening[0] if opening else details))


def _is_denial(folded: str) -> bool:
    return bool(_NEGATIVE.search(folded) or finder("openings", "no").finds(folded))


def _is_partial(folded: str) -> bool:
    return bool(_PARTIAL.search(folded) or finder("openings", "partial").finds(folded))


def _limits(folded: str) -> bool:
    """Return whether a sentence begins by limiting what it says: "only in the capital"."""
    return finder("openings", "partial_first").begins(folded)


def _is_in_force(folded: str) -> bool:
    """Return whether something is said to be in force."""
    return _asserts(_IN_FORCE, folded) or any(
        not _is_denied(folded, start) for start in finder("openings", "in_force").places(folded)
    )


def _main(folded: str) -> str:
    """Return a sentence without its relative clauses, unless it reports what something says."""
    return folded if _REPORTING.search(folded) else _without_relatives(folded)


def _without_relatives(folded: str) -> str:
    """Return a sentence without its relative clauses: what they deny is not what is asked about."""
    folded = _RELATIVE.sub("", folded)
    for start in sorted(finder("openings", "relative").places(folded), reverse=True):
        folded = folded[:start] + folded[_CLAUSE.match(folded, start).end() :]  # type: ignore[union-attr]  # may be empty
    return folded


def classify_denial(sentence: str, start: int = 0, end: int | None = None) -> Stance | None:
    """Return ``no`` where a sentence says that something is not so, ``planned`` where it only plans it.

    With the place of some words in it, only the clause that holds them is read.

    >>> classify_denial("She taught some signs, but there is no sign language service yet.")
    'no'
    >>> classify_denial("It is not broken down by sex: the login leaves that out", 35, 40) is None
    True
    """
    if end is not None:
        start = max((m.end() for m in _CLAUSE_END.finditer(sentence, 0, start)), default=0)
        after = _CLAUSE_END.search(sentence, end)
        sentence = sentence[start : after.start() if after else len(sentence)]
    folded = _fold_text(sentence)
    main = _main(folded)
    if _NEGATIVE.search(main) or _DENYING.search(main):
        return "no"
    return "planned" if _is_planned(folded, more=False) else None


def _is_planned(folded: str, *, more: bool) -> bool:
    """Return whether plans are spoken of, and not to deny them: "nor is one being drafted"."""
    if _asserts(_PLANNED, folded) or (more and _asserts(_MORE_PLANNED, folded)):
        return True
    keys = ("planned", "planned_more") if more else ("planned",)
    places = (start for key in keys for start in finder("openings", key).places(folded))
    return any(not _is_denied(folded, start) for start in places)


def _asserts(pattern: re.Pattern[str], folded: str) -> bool:
    """Return whether a text says something, and not to deny it."""
    return any(not _DENIED.search(folded[: match.start()]) for match in pattern.finditer(folded))


def _is_denied(folded: str, start: int) -> bool:
    """Return whether what stands at a place is denied by the words before it, in any language."""
    before = _NEAR.search(folded, max(0, start - _BEFORE), start)
    return bool(_DENIED.search(folded[:start])) or (
        before is not None and finder("openings", "denies").finds(before[0])
    )


def _after_first(details: str) -> str:
    """Return the sentence behind a first one that is a single word."""
    opening = re.match(r"\s*\w+\s*[.,:;!]?\s+", details)
    found = _OPENING.match(details, opening.end()) if opening else None
    return found[0] if found else ""


def _fold_text(text: str) -> str:
    return fold(squeeze(text)).replace("’", "'")
