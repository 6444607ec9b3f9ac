"""How long closed answers take: a made-up table is indexed, and counts, tallies and averages over it are timed.

    python -m evals.speed.closed [--rows 10000] [--columns 60] [--folder FOLDER]

Times are processor seconds of this process: of the index once, of each question the best of five, the engine open.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import tempfile
import time
from pathlib import Path

from msqqa.ask.engine import Engine
from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build

SCALE = ("Very dissatisfied", "Dissatisfied", "Neither satisfied nor dissatisfied", "Satisfied", "Very satisfied")
THINGS = "canteen parking heating lighting lifts desks chairs printers phones laptops network intranet payroll training"
TOOLS = ("Slack", "Zoom", "Jira", "Miro")
QUESTIONS = (
    "how many are dissatisfied with the canteen of site 1",
    "who uses Jira",
    "who uses only Slack",
    "average number of direct reports",
    "breakdown of satisfaction with the canteen of site 1",
)
REPEATS = 5


def main() -> None:
    """Write the table, index it, ask, and print the times."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--columns", type=int, default=60)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        home = asked.folder or Path(made)
        (home / "corpus").mkdir(parents=True, exist_ok=True)
        write(home / "corpus" / "survey.csv", asked.rows, asked.columns)
        began = time.process_time()
        build(Corpus.at(home / "corpus"), home / "index", Encoder.named())
        print(f"index of {asked.rows} x {asked.columns}: {time.process_time() - began:.1f} s")
        engine = Engine.open(home / "index")
        for question in QUESTIONS:
            times = []
            for _ in range(REPEATS):
                began = time.process_time()
                answer = engine.ask(question)
                times.append(time.process_time() - began)
            print(f"{question}: {min(times) * 1000:.0f} ms, first {times[0] * 1000:.0f} ms; answered {answer.answered}")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def write(file: Path, rows: int, columns: int) -> None:
    """Write a survey of as many rows and columns, always the same."""
    rng = random.Random(18)
    things = THINGS.split()
    rated = [
        f"How satisfied are you with the {things[n % len(things)]} of site {n // len(things) + 1}?"
        for n in range(columns - 3)
    ]
    with file.open("w", encoding="utf-8", newline="") as opened:
        out = csv.writer(opened)
        out.writerow(["Name", *rated, "Which tools do you use every week?", "Number of direct reports"])
        for n in range(rows):
            tools = ", ".join(tool for tool in TOOLS if rng.random() < 0.4)
            out.writerow([f"Person {n:05}a", *(rng.choice(SCALE) for _ in rated), tools, rng.randrange(9)])


if __name__ == "__main__":
    main()
