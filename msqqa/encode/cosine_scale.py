"""How near an encoder's texts come to one another, measured: cosines of one encoder mean nothing to another.

MiniLM puts unrelated texts at about 0, multilingual E5 at 0.8. So each encoder is shown pairs that belong together and
pairs that do not, of the three kinds that are compared here, and its cosines are read on the scale of the first one:
what it gives unrelated pairs becomes :data:`UNRELATED`, what it gives related ones :data:`RELATED`, and 1 stays 1.
Whatever was fitted on one encoder's cosines so holds of another's, as far as a scale can do it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

Compared = Literal["answers", "questions", "words"]
"""What a question is compared with: passages; other questions; and its single words with others."""
UNRELATED: dict[Compared, float] = {"answers": 0.06, "questions": 0.09, "words": 0.25}
RELATED: dict[Compared, float] = {"answers": 0.61, "questions": 0.66, "words": 0.70}
"""The means of MiniLM in full precision over the pairs below."""

ANSWERS = (
    ("who pays for the school meals?", "Lunches of pupils are paid by the municipality, from local taxes."),
    ("is there a law against noise at night?", "Loud music after ten in the evening is forbidden by an act of 1998."),
    ("how many bridges were repaired?", "Last year 14 road bridges and two footbridges were mended."),
    ("which languages can the form be filled in?", "The form is offered in English, Welsh and Polish."),
    ("does the hospital have an emergency room?", "No, emergencies are taken to the clinic in the next town."),
    ("when was the museum opened?", "Visitors were first let into the museum in May 1974."),
    ("do you plan to hire more engineers?", "Three further engineers will be recruited over the coming year."),
    ("how is drinking water tested?", "Samples of tap water are analysed for bacteria every week by a laboratory."),
    ("are volunteers insured?", "All helpers are covered by an accident policy that the association pays."),
    ("what share of the forest is protected?", "Nature reserves make up a fifth of all woodland."),
    ("may dogs travel on the bus?", "Pets are carried free of charge if they are kept on a lead."),
    ("which software is used for payroll?", "Salaries are computed with an open source package since 2016."),
    ("who chairs the ethics committee?", "The committee on ethics is led by a retired judge."),
    ("is recycling compulsory for shops?", "Retailers must sort glass, paper and plastic."),
    ("how long does a visa application take?", "A decision about a visa is made within 15 working days."),
    ("do farmers get help after a drought?", "Growers whose harvest is lost for want of rain receive a payment."),
)
"""(a question, what answers it): each question belongs to its own answer, and to no other."""

QUESTIONS = (
    ("Does the city publish its budget?", "is the municipal budget made public"),
    ("How often is the staff trained in first aid?", "first aid courses for employees: how frequent"),
    ("Is there a strategy against plastic waste?", "have you got a plan to reduce plastic rubbish"),
    ("What are the opening hours of the library?", "when can one visit the library"),
    ("Which vaccines are free for children?", "what immunisations do kids get without paying"),
    ("Are employees allowed to work from home?", "remote work for the staff"),
    ("How are complaints of passengers handled?", "what happens when a traveller complains"),
    ("Do you keep records of accidents at work?", "register of workplace injuries"),
    ("Who maintains the harbour's lighthouse?", "which body looks after the lighthouse"),
    ("Is the museum accessible by wheelchair?", "can people in wheelchairs get into the museum"),
    ("What is the minimum wage for apprentices?", "lowest pay of trainees"),
    ("Has an election observer been invited?", "were monitors asked to watch the vote"),
)
"""(a question, the same in other words)."""

WORDS = (
    ("law", "legislation"),
    ("doctor", "physician"),
    ("car", "vehicle"),
    ("teacher", "instructor"),
    ("money", "funds"),
    ("child", "kid"),
    ("rain", "rainfall"),
    ("forest", "woodland"),
    ("salary", "wage"),
    ("festival", "celebration"),
    ("disabled", "handicapped"),
    ("software", "program"),
    ("farm", "agriculture"),
    ("border", "frontier"),
    ("illness", "disease"),
    ("ship", "vessel"),
)
"""(a word, one of like meaning)."""

_PAIRS: dict[Compared, tuple[tuple[str, str], ...]] = {"answers": ANSWERS, "questions": QUESTIONS, "words": WORDS}


class _Encodes(Protocol):
    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class CosineScale:
    """How one encoder's cosines of one kind are read on the common scale."""

    unrelated: float
    related: float
    to_unrelated: float
    to_related: float

    def read(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return cosines on the common scale: in two straight pieces, order kept, 1 being 1."""
        import numpy as np

        low = (self.to_related - self.to_unrelated) / (self.related - self.unrelated)
        high = (1 - self.to_related) / (1 - self.related)
        below = self.to_related + (cosines - self.related) * low
        above = self.to_related + (cosines - self.related) * high
        scaled: NDArray[np.float32] = np.where(cosines < self.related, below, above).astype(np.float32)
        return scaled


def measure(engine: _Encodes, query: str, passage: str) -> dict[str, tuple[float, float]]:
    """Return, for each kind of pairs, an encoder's mean cosine of those that do not belong together, and of the others.

    Parameters
    ----------
    engine:
        What encodes texts as they are.
    query, passage:
        What the model wants before either.
    """
    import numpy as np

    found: dict[str, tuple[float, float]] = {}
    for kind, pairs in _PAIRS.items():
        first, second = zip(*pairs, strict=True)
        other = passage if kind == "answers" else query
        texts = [query + text for text in first] + [other + text for text in second]
        vectors = engine.encode(texts)
        cosines = vectors[: len(pairs)] @ vectors[len(pairs) :].T
        own = np.eye(len(pairs), dtype=bool)
        found[kind] = (round(float(cosines[~own].mean()), 4), round(float(cosines[own].mean()), 4))
    return found


def scales(measured: dict[str, tuple[float, float]]) -> dict[Compared, CosineScale]:
    """Return the scales of what was measured; an encoder that cannot tell pairs apart is read as it is."""
    found: dict[Compared, CosineScale] = {}
    for kind in _PAIRS:
        unrelated, related = measured[kind]
        if not unrelated < related < 1:
            unrelated, related = UNRELATED[kind], RELATED[kind]
        found[kind] = CosineScale(unrelated, related, UNRELATED[kind], RELATED[kind])
    return found
