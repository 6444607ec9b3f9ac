"""Stance: what a cell says, and on what basis.

A mark decides where one survives and the text does not contradict it. Without a mark the text's own beginning decides
("No, …", "Not yet: a bill is before parliament"); otherwise details under a question that asks for details "if yes"
infer a yes. Only the opening of an answer is read for such words: further down they speak of something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msqqa.form.ticks import word_of
from msqqa.words import fold, squeeze, words

if TYPE_CHECKING:
    from msqqa.model import Basis, Kind, Selection, Stance

_OPENING = re.compile(r".*?(?:[.!?;](?=\s|$)|\n\s*\n|$)", re.DOTALL)
_NO_NUMBER = re.compile(
    r"no\.?\s*(?:[A-Z]\s?/\s?)?\d+(?![A-Za-z\d])|no (?:one|later|less|more|fewer|doubt|matter)\b", re.IGNORECASE
)
_LABEL = re.compile(
    r"\s*(?:[-*•>#_\s]|\(?\d{1,2}[.)]\s|(?:answer|response|r[ée]ponse|respuesta|resposta|antwort)\s*[*_]*:)*",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\([^()]*\)\s*[.;]?\s*")
_NOTHING = frozenset(
    {"", "n a", "na", "nil", "not applicable", "no answer", "no response", "none provided", "no comment"}
)
_NONE = frozenset({"none", "nothing", "no", "aucun", "aucune", "ninguno", "ninguna"})

_HAVING = (
    r"(?:have|exist|provide|use|collect|measure|monitor|publish|include|contain|mention|refer|make|offer|apply|cover|"
    r"operate|possess|envisage|foresee)"
)
_NEGATIVE = re.compile(
    rf"\b(?:not yet|no longer (?:in|exists?|available|used|valid|applies|collected|published|offered)|"
    r"there (?:is|are) (?:currently |at present |as yet |still )?(?:no|not)\b|"
    rf"(?:does|do|did) (?:currently |yet )?not (?:currently |yet )?{_HAVING}\b|"
    r"(?:has|have|had) (?:currently |yet )?not\b|does not go into\b|(?:is|are) not (?:named|mentioned)\b|"
    r"(?:makes?|with) no (?:mention|reference)\b|without (?:any )?mention\b|says? nothing\b|"
    r"(?:is|are|was|were) (?:currently |yet )?not (?:yet|currently|available|in place|in force|applicable|adopted|"
    r"established|specif\w+|regulated|defined|measured|collected|planned)\b|(?:has|have|had) no\b|no such\b|"
    r"(?:was|were|is|been) (?:repealed|abolished|discontinued)|^(?:repealed|abolished|discontinued)|at present no\b|"
    r"currently no\b|nothing (?:exists|is|of the kind)\b|never been\b|rather the contrary|"
    r"^not\b|^no longer\b|^(?:none|aucune?|ningun[oa])\s*[,;:.]|"
    r"pas encore|n'existe pas|il n'y a pas|n'a pas|todavia no|aun no|no existe|no hay|no cuenta con)"
)
_PLANNED = re.compile(
    r"\b(?:planned|plans? to|planning to|intends? to|"
    r"will (?:soon )?be (?:adopted|introduced|launched|established|developed|enacted|implemented|created|set up|put in|"
    r"in place|ready|available|submitted|completed|prepared|drafted|passed|approved)|"
    r"is being (?:prepared|drafted|developed|considered)|"
    r"(?:are|is) (?:preparing|drafting|considering)|under (?:preparation|development|consideration|discussion|review)|"
    r"in (?:preparation|the pipeline)|draft (?:law|bill|act|regulation|strategy|policy)|"
    r"bill (?:is|was|has been) (?:now |currently )?(?:before|being|in|under|tabled|drafted|submitted|"
    r"prepared|pending|introduced|with)|"
    r"before parliament|expected (?:in|by|to)|scheduled for|en preparation|en cours d'elaboration|projet de loi|"
    r"en elaboracion|esta previst[oa]|est prevue?|se preve)\b"
)
_MORE_PLANNED = re.compile(
    r"\b(?:drafts?|being drafted|promised|next year|(?:by|for) 20\d\d|en chantier|borrador|proyecto de ley)\b"
)
"""What speaks of plans where it is said, or ticked, that the thing is not there; elsewhere it may speak of anything."""
_IN_FORCE = re.compile(
    r"(?<!not )(?<!not yet )(?<!nothing is )(?<!no longer )(?<!come )(?<!enter )\bin(?:to)? force\b|"
    r"\b(?:was|were|has been|have been) (?:adopted|enacted)\b|\bhas (?:run|operated|existed) since\b|"
    r"\b(?:est|entre[es]?|esta) (?:\w+ )?en vigu?eu?r\b|\ben vigueur depuis\b|\ben vigor desde\b"
)
_GONE = re.compile(
    r"\b(?:repealed|lapsed|abolished)\b.{0,160}?\b(?:nothing|not?)\b.{0,60}?\b(?:place|stead|replac\w+|renewed|since)\b"
)
_BEGINNING = 200
"""Characters in which a law is said to be in force, or gone: "Law No. 5 of 2013 was repealed" ends at no sentence."""
_A_SHARE = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|some|most|\d+)(?: out)? of"
    r" (?:the|our|its|all)(?: \w+)?"
)
_PARTIAL = re.compile(
    rf"\b(?:so far in|{_A_SHARE} \w+ only|(?:only|just|so far) (?:in )?{_A_SHARE})\b|"
    r"\b(?:partially|partly|in part|only (?:in|for|at|some|a few|two|three)|"
    r"(?:a|as a|in) pilot|pilot (?:phase|project|stage)|"
    r"not all|some but not|partiellement|en partie|parcialmente|en parte)\b"
)


_SHORT = 8
"""Words of an opening that is a statement by itself: "A bill is before parliament."."""


def stance_of(kind: Kind, selection: Selection, details: str, stated: str | None = None) -> tuple[Stance, Basis]:
    """Return what a cell says.

    Parameters
    ----------
    kind:
        The question's kind.
    selection:
        What is marked.
    details:
        The cell's text without its boxes and options.
    stated:
        For a choice, the option beside which something is written although no mark survives.
    """
    if kind == "choice":
        return _choice(selection, stated, details)
    plain = " ".join(word.text for word in words(details))
    if plain in _NOTHING:
        return _without_details(selection, stated_nothing=bool(plain))
    if kind in ("open", "contact", "group", "respondent"):
        return ("no" if plain in _NONE else "yes"), "stated"
    if selection.state == "lost" and _ASIDE.fullmatch(details):
        return "unclear", "inferred"  # a remark beside the boxes is no detail of a yes
    ticked_no = selection.state == "marked" and selection.options == ("no",)
    said = "no" if plain in _NONE else _said(details, ticked_no=ticked_no)
    if selection.state == "marked":
        return _marked(selection, said)
    if said is not None:
        return said, "stated"
    return "yes", "inferred"


def _choice(selection: Selection, stated: str | None, details: str) -> tuple[Stance, Basis]:
    if selection.state == "marked":
        return "yes", "ticked"
    if stated is not None:
        return "yes", "inferred"
    if selection.state == "none":
        return ("yes", "stated") if any(True for _ in words(details)) else ("blank", "inferred")
    return ("blank", "ticked") if selection.state == "empty" else ("unclear", "inferred")


def _without_details(selection: Selection, *, stated_nothing: bool) -> tuple[Stance, Basis]:
    if selection.state == "marked":
        return _marked(selection, None)
    if selection.state == "lost":
        return "unclear", "inferred"
    if selection.state == "empty":
        return "blank", "ticked"
    return "blank", "stated" if stated_nothing else "inferred"


def _marked(selection: Selection, said: Stance | None) -> tuple[Stance, Basis]:
    if len(selection.options) != 1 or selection.options[0] not in ("yes", "no"):
        return "unclear", "ticked"
    ticked: Stance = "no" if selection.options[0] == "no" else "yes"
    if said is None or said == ticked:
        return ticked, "ticked"
    if ticked == "yes":
        return ("partial", "ticked") if said == "partial" else ("unclear", "ticked")
    return ("planned", "stated") if said == "planned" else ("unclear", "ticked")


def _said(details: str, *, ticked_no: bool = False) -> Stance | None:
    """Return what the opening of an answer states, or None where it only gives details."""
    label = _LABEL.match(details)
    details = details[label.end() if label else 0 :].strip()
    opening = _OPENING.match(details)
    sentence = opening[0] if opening else details
    folded = fold(squeeze(sentence)).replace("\u2019", "'")
    first = "" if _NO_NUMBER.match(details) else word_of(sentence)
    rest = fold(squeeze(details[:400])).replace("\u2019", "'")
    if first == "no" or _NEGATIVE.search(folded) or _GONE.search(rest[:_BEGINNING]):
        return "planned" if _PLANNED.search(rest) or _MORE_PLANNED.search(rest) else "no"
    if first == "yes":
        return "partial" if _PARTIAL.search(folded) else "yes"
    if ticked_no:
        if _PLANNED.search(folded):
            return "planned"
        return "yes" if _IN_FORCE.search(rest[:_BEGINNING]) else None
    # A short opening that speaks of plans says it all; behind a long one the details may tell of what is there.
    if _PLANNED.search(folded) and (len(details) <= 2 * len(sentence) + 80 or len(sentence.split()) <= _SHORT):
        return "planned"
    return "partial" if _PARTIAL.search(folded) else None
