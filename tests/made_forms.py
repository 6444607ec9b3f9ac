"""Made-up forms in every dress: layouts, versions, languages and noise by chance, with the truth about each copy.

A seed makes a form and its filled-in copies. ``python -m tests.made_forms 0 50`` learns the forms of these seeds and
prints what is found.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msqqa.form.align import best_alignment
from msqqa.form.learn import learn
from msqqa.form.segment import segment
from msqqa.form.token_stream import FormLine
from msqqa.index.documents import mark_personal
from msqqa.read.markdown import read
from tests.questionnaires import ASKED, TOPICS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from msqqa.model import Document, Form

WORDINGS = {
    **ASKED,
    "es": (
        "¿Dispone su organización de un plan para {}?",
        "¿Cómo se organiza hoy {}?",
        "Por favor describa {} en sus propias palabras",
        "¿Quién es responsable de {} a nivel local?",
    ),
}
REWORDED = {"en": "And {}, as of {}?", "fr": "Et {}, en {} ?", "es": "¿Y {}, en {}?"}
LAYOUTS: dict[str, Callable[[int, str], str]] = {
    "heading": lambda n, q: f"### {q}",
    "numbered heading": lambda n, q: f"## {n}. {q}",
    "bold": lambda n, q: f"**{q}**",
    "bold number": lambda n, q: f"**{n}.** {q}",
    "bold bullet": lambda n, q: f"- **{q}**",
    "numbered": lambda n, q: f"{n}. {q}",
    "Q": lambda n, q: f"Q{n} - {q}",
    "parts": lambda n, q: f"{1 + n // 6}.{1 + n % 6} {q}",
    "quoted": lambda n, q: f"> {q}",
    "row": lambda n, q: f"| {n} | {q} | ",
    "plain": lambda n, q: q,
}
SECTIONS: dict[str, str] = {"heading": "## {}", "bold": "**{}**", "top": "# {}", "none": ""}
_PARTS = ("Money and means", "People and work", "Laws in force", "Plans for later", "Services")
_GUIDANCE = ("Please keep it short and name your sources.", "Say since when, and by which decision.")
_WORDS = (
    "harbour river committee north winter clerk ledger stone bridge copper garden ladder market minister october paper "
    "quarter railway school signal sugar timber valley violet window orchard lantern cedar falcon ember marble saddle "
    "anchor barrel candle dagger eagle feather glacier hammer island jungle kettle lemon meadow needle oyster pepper"
).split()


@dataclass
class Version:
    """One version of a form: what it asks, and how it is set."""

    layout: str
    section: str
    year: int
    asked: list[int]
    wording: dict[int, str]
    guided: set[int]


@dataclass
class Copy:
    """One filled-in copy, and where the answers to each question stand."""

    text: str = ""
    cells: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    blank: set[int] = field(default_factory=set)


@dataclass
class Made:
    """A form and its copies."""

    seed: int
    versions: list[Version]
    copies: list[Copy]
    language: str
    closed: dict[int, str]

    def wordings(self) -> list[set[str]]:
        """Return of each question its wordings."""
        of: dict[int, set[str]] = defaultdict(set)
        for version in self.versions:
            for i in version.asked:
                of[i].add(version.wording[i])
        return [of[i] for i in sorted(of)]

    def __str__(self) -> str:
        looks = ", ".join(f"{v.layout}/{v.section}/{len(v.asked)}" for v in self.versions)
        return f"seed {self.seed}: {len(self.copies)} copies, {self.language}; {looks}"


def made(seed: int, *, most: int = 60) -> Made:
    """Make a form and its copies by chance, the same for the same seed."""
    chance = random.Random(seed)
    language = chance.choice(["en", "en", "fr", "es"])
    asked = chance.randint(6, 30)
    n = max(3, round(3 * (most / 3) ** chance.random()))
    versions = _versions(chance, language, asked, 1 if n < 12 else chance.choice([1, 1, 2, 3]))
    closed = {i: chance.choice(["yesno", "boxes"]) for i in range(asked) if chance.random() < 0.25}
    copies = [_copy(chance, chance.choice(versions), closed, number) for number in range(n)]
    return Made(seed, versions, copies, language, closed)


def _versions(chance: random.Random, language: str, asked: int, n: int) -> list[Version]:
    wordings, topics = WORDINGS[language], chance.sample(TOPICS, asked)
    base = {i: wordings[chance.randrange(len(wordings))].format(topics[i]) for i in range(asked)}
    dated = {i for i in base if chance.random() < 0.1}
    layout, section = chance.choice([*LAYOUTS]), chance.choice([*SECTIONS])
    found = []
    for number in range(n):
        year = 2020 + number
        own = {i: REWORDED[language].format(topics[i], year) if i in dated else q for i, q in base.items()}
        kept = [i for i in base if number == 0 or chance.random() > 0.15]
        if number and chance.random() < 0.5:
            layout = chance.choice([*LAYOUTS])
        set_alike = (section == "bold" and layout.startswith("bold")) or layout == "row"
        none = set_alike or (section == "heading" and layout == "numbered heading")
        guided = {i for i in kept if chance.random() < 0.15 and layout != "row"}
        found.append(Version(layout, "none" if none else section, year, kept, own, guided))
    return found


def _copy(chance: random.Random, version: Version, closed: dict[int, str], number: int) -> Copy:
    copy = Copy()
    name = f"{chance.choice(_WORDS)} {chance.choice(_WORDS)} {number}".title()
    copy.text = f"# Questionnaire {version.year}\n\n- Name: {name}\n- Email: p{number}@example.org\n\n"
    if chance.random() < 0.1 and version.layout == "heading":
        copy.text += "".join(f"- [{version.wording[i]}](#{i})\n" for i in version.asked) + "\n"
    if version.layout == "row":
        copy.text += "| No | Question | Answer |\n| --- | --- | --- |\n"
    every = max(2, -(-len(version.asked) // 4))
    for at, i in enumerate(version.asked):
        if version.section != "none" and at % every == 0:
            copy.text += SECTIONS[version.section].format(_PARTS[(at // every) % len(_PARTS)]) + "\n\n"
        if chance.random() < 0.03:
            continue  # this copy lost the question
        _fill(copy, chance, version, i, at + 1, closed.get(i, ""))
    if version.layout == "row":
        copy.text += "\n"
    copy.text += "\n---\n\nThank you for your time and patience.\n"
    return copy


def _fill(copy: Copy, chance: random.Random, version: Version, i: int, number: int, kind: str) -> None:
    question = version.wording[i]
    if chance.random() < 0.04:
        own = question.split()
        own.insert(len(own) // 2, "also")
        question = " ".join(own)
    copy.text += LAYOUTS[version.layout](number, question)
    row = version.layout == "row"
    if not row:
        copy.text += "\n\n"
        if i in version.guided and chance.random() < 0.8:
            copy.text += _GUIDANCE[i % len(_GUIDANCE)] + "\n\n"
        if chance.random() < 0.05:
            copy.text += "<!-- Please delete this comment. -->\n\n"
    answer = _answer(chance, kind, row=row)
    if not answer:
        copy.blank.add(i)
    start = len(copy.text)
    copy.text += answer
    if answer:
        copy.cells[i].append((start, len(copy.text)))
    copy.text += " |\n" if row else "\n\n"


def _answer(chance: random.Random, kind: str, *, row: bool) -> str:
    if chance.random() < 0.1:
        return ""
    details = _sentences(chance)
    if kind == "boxes":
        yes = chance.random() < 0.5
        parting = " " if row else "\n\n"
        return f"[{'x' if yes else ' '}] Yes [{' ' if yes else 'x'}] No{parting}{details}"
    if kind == "yesno":
        said = chance.choice(["Yes.", "No.", "Yes, since 2019.", "Not yet."])
        return said if chance.random() < 0.5 else f"{said} {details}"
    if chance.random() < 0.1:
        return chance.choice(["None", "N/A", "See above.", "Nothing to add here."])
    if row:
        return details
    shape = chance.random()
    if shape < 0.12:
        return "".join(f"- {_words(chance, 4)}\n" for _ in range(3)).rstrip()
    if shape < 0.2:
        return "".join(f"{k}. {_words(chance, 5)}\n" for k in range(1, 4)).rstrip()
    if shape < 0.26:
        return f"**{_words(chance, 2).title()}:** {details}"
    return details if shape < 0.7 else f"{details}\n\n{_sentences(chance)}"


def _words(chance: random.Random, n: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(n))


def _sentences(chance: random.Random) -> str:
    return " ".join(f"{_words(chance, chance.randint(5, 16)).capitalize()}." for _ in range(chance.randint(1, 3)))


# ---------------------------------------------------------------- what is found


@dataclass
class Figures:
    """What was found of a form."""

    recall: float
    precision: float
    cells: float
    """Share of the cells, blank ones too, that hold what was answered and nothing else."""
    seconds: float
    missed: list[str]
    false: list[str]


def figures(made: Made) -> Figures:
    """Learn a form from its copies, and compare what is found with the truth."""
    documents = [mark_personal(read(f"{n}.md", copy.text.encode())) for n, copy in enumerate(made.copies)]
    start = time.process_time()
    forms = [one.form for one in learn(documents, "made")]
    seconds = time.process_time() - start
    wordings = made.wordings()
    asked = [
        q for form in forms for q in form.questions if q.parent is None and q.kind not in ("respondent", "contact")
    ]
    of = {(form.id, q.id): _which(wordings, (q.text, *q.printed)) for form in forms for q in form.questions}
    known = {i for i in of.values() if i is not None}
    missed = [min(own) for i, own in enumerate(wordings) if i not in known]
    false = [q.text for q in asked if _which(wordings, (q.text, *q.printed)) is None]
    right = whole = 0
    order = sorted({i for version in made.versions for i in version.asked})
    for document, copy in zip(documents, made.copies, strict=True):
        said = _said(document, forms, of)
        for i in (*copy.cells, *copy.blank):
            own = _letters(document, copy.cells.get(i, []))
            whole += 1
            right += _alike(own, said.get(order.index(i), set()))
    precision = 1 - len(false) / max(1, len(asked))
    return Figures(1 - len(missed) / len(wordings), precision, right / max(1, whole), seconds, missed, false)


def _which(wordings: Sequence[set[str]], texts: Sequence[str]) -> int | None:
    """Return which question some texts word."""
    from rapidfuzz.fuzz import ratio

    best, at = 0.0, None
    for i, own in enumerate(wordings):
        like = max(ratio(FormLine.of(one).text, FormLine.of(other).text) for one in texts for other in own)
        if like > best:
            best, at = like, i
    return at if best >= 88 else None


def _said(document: Document, forms: Sequence[Form], of: dict[tuple[str, str], int | None]) -> dict[int, set[int]]:
    laid = best_alignment(document, forms)
    found: dict[int, set[int]] = defaultdict(set)
    if laid is None:
        return found
    for part in segment(document, laid):
        if part.category in ("cell", "contact") and part.question is not None:
            i = of.get((laid.form.id, part.question))
            parent = laid.form.question(part.question).parent
            i = of.get((laid.form.id, parent)) if i is None and parent else i
            if i is not None:
                found[i] |= _letters(document, [(part.start, part.end)])
    return found


def _letters(document: Document, ranges: Sequence[tuple[int, int]]) -> set[int]:
    return {i for a, b in ranges for i in range(a, b) if document.text[i].isalnum()}


def _alike(own: set[int], other: set[int]) -> bool:
    return (not own and not other) or len(own & other) >= 0.9 * len(own | other)


if __name__ == "__main__":
    totals = []
    for seed in range(int(sys.argv[1]), int(sys.argv[2])):
        one = made(seed, most=int(sys.argv[3]) if len(sys.argv) > 3 else 60)
        got = figures(one)
        totals.append(got)
        worst = f" missed {got.missed[:3]} false {got.false[:3]}" if got.missed or got.false else ""
        shares = f"recall {got.recall:.2f} precision {got.precision:.2f} cells {got.cells:.3f}"
        sys.stdout.write(f"{one}: {shares} {got.seconds:.1f} s{worst}\n")
    for name in ("recall", "precision", "cells"):
        sys.stdout.write(f"{name} {sum(getattr(one, name) for one in totals) / len(totals):.3f}\n")
