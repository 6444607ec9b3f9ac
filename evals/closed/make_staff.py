"""Write the staff survey of this folder: forty made-up people, closed answers of every kind, some left blank.

python evals/closed/make_staff.py        # writes evals/closed/staff/staff-survey.csv, always the same
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

HERE = Path(__file__).parent
FIRST = (
    "Ada Bram Cleo Dora Egon Fay Gus Hedy Ines Jory Kit Lena Mats Nora Otis Pia Quin Rosa Sven Tara Udo Vera Wim Xena"
    " Yann Zoe Abel Bess Carl Dina Elio Fern Gwen Hugo Iris Jens Kaja Leif Mina Nils"
).split()
LAST = (
    "Adler Brook Crane Dove Egret Finch Grouse Heron Ibis Jay Kite Lark Martin Noddy Oriole Plover Quail Raven Swift"
    " Tern"
).split()
SATISFIED = ("Very dissatisfied", "Dissatisfied", "Neither satisfied nor dissatisfied", "Satisfied", "Very satisfied")
AGREE = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
HOME = ("Never", "Once a month", "Once a week", "Several times a week", "Every day")
TENURE = ("Less than 1 year", "1-3 years", "4-10 years", "More than 10 years")
TOOLS = ("Slack", "Zoom", "Jira", "Miro")
HEADS = (
    "Name,Region,How satisfied are you with the VPN?,How satisfied are you with the canteen?,"
    "I can do focused work in the open-plan office,How often do you work from home?,How long have you been with us?,"
    "Which device do you mainly use?,Would you recommend us as an employer?,Number of direct reports,"
    "What share of your week goes into meetings?,Training budget spent last year,"
    "Which benefits do you use?,What should we improve first?"
).split(",")


def main() -> None:
    """Write the file."""
    chance = random.Random(20)

    def maybe(value: str, blank: float = 0.08) -> str:
        return "" if chance.random() < blank else value

    heads = [*HEADS[:13], *(f"Which tools do you use every week? [{tool}]" for tool in TOOLS), HEADS[13]]
    benefits = ("Gym membership", "Public transport ticket", "Language course", "Pension plan")
    rows = []
    for n, first in enumerate(FIRST):
        name = f"{first} {LAST[n % len(LAST)]}"
        used = [benefit for benefit in benefits if chance.random() < 0.4]
        rows.append(
            [
                name,
                chance.choice(("North", "South", "West")),
                maybe(chance.choices(SATISFIED, (5, 8, 4, 9, 4))[0]),
                maybe(chance.choices(SATISFIED, (2, 4, 6, 9, 5))[0]),
                maybe(chance.choices(AGREE, (6, 9, 5, 7, 3))[0]),
                maybe(chance.choice(HOME)),
                maybe(chance.choice(TENURE)),
                maybe(chance.choice(("Laptop", "Desktop computer", "Tablet"))),
                maybe(chance.choices(("Yes", "No", "Prefer not to say"), (6, 3, 2))[0]),
                maybe(str(chance.choice((0, 0, 0, 1, 2, 3, 5, 8, 12, 17)))),
                maybe(f"{chance.choice((5, 10, 15, 20, 30, 40, 55))}%"),
                maybe(f"{chance.choice(('EUR', 'EUR', 'USD'))} {chance.choice((150, 300, 450, 900, 1200)):,}", 0.2),
                maybe(", ".join(used)),
                *("Checked" if chance.random() < 0.5 else "Unchecked" for _ in TOOLS),
                maybe(
                    chance.choice(
                        ("quieter rooms for calls", "the VPN drops every day", "food", "more notice of changes")
                    )
                    + f" ({n})",
                    0.3,
                ),
            ]
        )
    (HERE / "staff").mkdir(exist_ok=True)
    with (HERE / "staff" / "staff-survey.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([heads, *rows])


if __name__ == "__main__":
    main()
