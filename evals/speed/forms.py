"""Measure learning a form from its copies, and laying it over them: processor seconds, and memory as copies grow.

``python evals/speed/forms.py`` makes files by chance, always the same: one template in three versions, headings in one,
bold bullets in another, numbers in the third. Each run is a process of its own; no index is needed.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from itertools import pairwise

from msqqa.form.align import best_alignment
from msqqa.form.learn import learn
from msqqa.form.segment import segment
from msqqa.index.documents import mark_personal
from msqqa.read import markdown

RUNS = {
    "441 files of 4 MB": (441, 25, 9_100),
    "400 copies of 40 questions": (400, 40, 4_000),
    "110 copies": (110, 25, 9_100),
    "220 copies": (220, 25, 9_100),
    "440 copies": (440, 25, 9_100),
}
"""What is measured: copies, questions, and characters of a copy."""
_SETS = ("## {}", "- **{}**", "{n}. {}")
_ASKED = (
    "How is {} organised?",
    "Is there a plan for {}?",
    "What changed in {} since last year?",
    "Who looks after {}?",
)
_LETTERS = 2_000
"""Made-up words that answers are made of."""


@dataclass(frozen=True, slots=True)
class Took:
    """What one run took."""

    characters: int
    questions: int
    """Of the largest form that was learned."""
    forms: int
    read: float
    """Processor seconds of reading the files, marking what is personal, learning, and aligning with cutting up."""
    marked: float
    learned: float
    aligned: float
    memory: int
    """Bytes at the process's peak, less what it had when its files were made."""


def copies(number: int, questions: int, length: int) -> list[str]:
    """Return filled-in copies of one template, of about ``length`` characters each."""
    chance = random.Random(17)
    words = ["".join(chance.choice("abcdeilmnoprstu") for _ in range(chance.randint(3, 9))) for _ in range(_LETTERS)]
    topics = [f"{words[2 * i]} {words[2 * i + 1]}" for i in range(questions)]
    asked = [_ASKED[i % len(_ASKED)].format(topic) for i, topic in enumerate(topics)]
    made = []
    for i in range(number):
        version = i % len(_SETS)
        kept = [q for n, q in enumerate(asked) if n % 7 != version]
        each = length // len(kept)
        text = f"# Report\n\n- Name: {words[i].title()} {i}\n\n"
        for n, question in enumerate(kept):
            said = ""
            while len(said) < each - len(question):
                said += " ".join(chance.choices(words, k=chance.randint(6, 16))).capitalize() + ". "
                said += "\n\n" if chance.random() < 0.2 else ""
            text += f"{_SETS[version].format(question, n=n + 1)}\n\n{said.strip()}\n\n"
        made.append(text)
    return made


def measure(number: int, questions: int, length: int) -> Took:
    """Measure one run in this process."""
    texts = copies(number, questions, length)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clock = [time.process_time()]
    documents = [markdown.read(f"{i}.md", text.encode()) for i, text in enumerate(texts)]
    clock.append(time.process_time())
    documents = [mark_personal(document) for document in documents]
    clock.append(time.process_time())
    forms = [learned.form for learned in learn(documents, "made")]
    clock.append(time.process_time())
    for document in documents:
        laid = best_alignment(document, forms)
        if laid is not None:
            segment(document, laid)
    clock.append(time.process_time())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    most = max((len(form.questions) for form in forms), default=0)
    steps = [round(b - a, 2) for a, b in pairwise(clock)]
    return Took(sum(map(len, texts)), most, len(forms), *steps, memory=1024 * (peak - before))


def main() -> None:
    """Print a line for each run."""
    if len(sys.argv) > 1:
        print(json.dumps(asdict(measure(*map(int, sys.argv[1:])))))
        return
    for name, run in RUNS.items():
        command = [sys.executable, *(["-P"] if sys.flags.safe_path else []), __file__, *map(str, run)]
        took = Took(**json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
        print(
            f"{name}: {took.characters / 1e6:.1f} MB, {took.forms} form of {took.questions} questions; "
            f"read {took.read:.1f} s, personal data {took.marked:.1f} s, learn {took.learned:.1f} s, "
            f"align {took.aligned:.1f} s; {took.memory / 1e6:.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
