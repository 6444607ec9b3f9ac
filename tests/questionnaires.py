"""Filled-in copies of made-up forms, of many looks, whose questions are known: what learning a form is tested on."""

from __future__ import annotations

import random
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msqqa.form.token_stream import FormLine

if TYPE_CHECKING:
    from msqqa.model import Form

TOPICS = (
    "annual budget|training programme|open data policy|staff turnover|cloud migration|privacy officer|incident response"
    "|public consultation|software licences|remote work|procurement rules|energy use|customer complaints"
    "|data retention|accessibility audit|mobile services|digital identity|disaster recovery|vendor selection"
    "|translation service|archive strategy|network upgrade|youth outreach|quality control|risk register|travel policy"
    "|gender balance|code review|park maintenance|water supply|road safety|school meals|library hours|waste collection"
    "|bus routes|tree planting|noise limits|market stalls|harbour fees|bridge repairs"
).split("|")
ASKED = {
    "en": (
        "Does your organisation have a plan for {}?",
        "How is {} organised today?",
        "Please describe {} in your own words",
        "What changed in {} since last year?",
        "Who is responsible for {} at the local level?",
    ),
    "fr": (
        "Votre organisation dispose-t-elle d'un plan pour {} ?",
        "Comment est organisé {} aujourd'hui ?",
        "Veuillez décrire {} avec vos propres mots",
        "Qui est responsable de {} au niveau local ?",
    ),
}
EXPLAINED = {
    "en": "Please note that part {} concerns the whole reporting year and every unit.",
    "fr": "Veuillez noter que la partie {} concerne toute la période et chaque unité.",
}
LOOKS = ("numbered", "bold", "heading", "table", "plain", "same paragraph")
COMMON = ("N/A", "None", "Yes", "No", "I have nothing to declare")
_WORDS = (
    "harbour river committee north winter clerk ledger stone bridge copper garden ladder market minister october paper "
    "quarter railway school signal sugar timber valley violet window orchard lantern cedar falcon ember marble saddle"
).split()


@dataclass
class Questionnaire:
    """A form, and what makes copies of it."""

    look: str
    asked: int = 20
    language: str = "en"
    drift: float = 0.1
    missing: float = 0.05
    shuffled: float = 0.2
    seed: int = 1
    questions: list[str] = field(init=False)
    explained: dict[int, str] = field(init=False)
    """Fixed explanations below questions."""
    never_answered: int = field(init=False)

    def __post_init__(self) -> None:
        wordings = ASKED[self.language]
        # Beyond one round of topics the wording is another, so that no two questions are nearly one.
        self.questions = [
            wordings[(i + i // len(TOPICS)) % len(wordings)].format(TOPICS[i % len(TOPICS)]) for i in range(self.asked)
        ]
        self.explained = {
            i: EXPLAINED[self.language].format(TOPICS[i])
            for i in range(2, self.asked, 6)
            if self.look not in ("table", "same paragraph")
        }
        self.never_answered = self.asked - 3

    def copies(self, n: int) -> list[str]:
        """Return filled-in copies, the same ones for the same seed."""
        chance = random.Random(self.seed)
        return [self._copy(chance, number) for number in range(n)]

    def _copy(self, chance: random.Random, number: int) -> str:
        order = list(range(self.asked))
        if chance.random() < self.shuffled:
            start, end = sorted(chance.sample(order, 2))
            order = order[:start] + order[end:] + order[start:end]
        name = f"{chance.choice(_WORDS)} {chance.choice(_WORDS)}".title()
        text = "# Yearly questionnaire\n\n"
        if self.look == "table":
            text += "| No | Question | Answer |\n| --- | --- | --- |\n"
        else:
            text += f"- Name: {name}\n- Email: person{number}@example.org\n\n"
        for i in order:
            if chance.random() >= self.missing:
                answer = "" if i == self.never_answered else _answer(chance)
                text += self._rendered(i, _drifted(self.questions[i], chance, self.drift), answer, chance)
        return text

    def _rendered(self, i: int, question: str, answer: str, chance: random.Random) -> str:
        explained = f"{self.explained[i]}\n\n" if i in self.explained else ""
        if self.look == "numbered":
            return f"Q{i + 1}. {question}\n\n{explained}{answer}\n\n"
        if self.look == "bold":
            return f"**{question}**\n\n{explained}{answer}\n\n"
        if self.look == "heading":
            own = f"\n\n### {' '.join(chance.sample(_WORDS, 3)).title()}\n\nMore on that." if answer else ""
            return f"### {question}\n\n{explained}{answer}{own if chance.random() < 0.25 else ''}\n\n"
        if self.look == "table":
            return f"| {i + 1} | {question} | {' '.join(answer.split())} |\n"
        if self.look == "plain":
            paragraphs = [question, *explained.split("\n\n"), *answer.split("\n\n")]
            return "".join(f"{textwrap.fill(p, 42)}\n\n" for p in paragraphs if p)
        return f"{question}\n{' '.join(answer.split())}\n\n"


def _answer(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.12:
        return ""
    if kind < 0.25:
        return chance.choice(COMMON)
    sentences = [
        " ".join(chance.choice(_WORDS) for _ in range(chance.randint(5, 22))).capitalize() + "."
        for _ in range(chance.randint(1, 4))
    ]
    return ("\n\n" if chance.random() < 0.4 else " ").join(sentences)


def _drifted(question: str, chance: random.Random, share: float) -> str:
    """Misspell a word, or add one."""
    if chance.random() >= share:
        return question
    own = question.split()
    i = chance.randrange(1, len(own) - 1)
    if chance.random() < 0.5 and len(own[i]) > 4:
        own[i] = own[i][:2] + own[i][3:]
    else:
        own.insert(i, chance.choice(["currently", "kindly", "also"]))
    return " ".join(own)


def found(form: Form, questions: list[str]) -> tuple[float, float]:
    """Return which share of the questions a form has, and which share of its questions are some of them.

    Its fields for a name and an address are left aside.
    """
    from rapidfuzz.fuzz import ratio

    def like(one: str, other: str) -> bool:
        return ratio(FormLine.of(one).text, FormLine.of(other).text) >= 88

    own = [q.text for q in form.questions if q.text.lower() not in ("name", "email")]
    recall = sum(any(like(q, other) for other in own) for q in questions) / len(questions)
    precision = sum(any(like(q, other) for other in questions) for q in own) / max(1, len(own))
    return recall, precision
