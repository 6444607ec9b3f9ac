"""Write this folder's question sets: questions by hand, gold by a query over the table.

    python evals/godi-2015/make_gold.py ../shared/corpora/godi-2015/entries.csv

A question names a data set and a column of the Global Open Data Index 2015; whoever has a Yes there is in a positive
set, whoever has a No in a negative one, and an Unsure is in neither. Nothing of msqqa decides the gold: only the ids
are made by it, which are slugs of the table's own words.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

from msqqa.words import slug

HERE = Path(__file__).parent
STANCES = {"Yes": "yes", "No": "no", "Unsure": "unclear"}

WEATHER, WATER, STATISTICS = "weather-forecast", "water-quality", "national-statistics"
SPENDING, TENDERS, LOCATIONS = "government-spending", "procurement-tenders", "location-datasets"
MAP, LAW, LAND = "national-map", "legislation", "land-ownership"
POLLUTION, ELECTIONS, COMPANIES = "pollutant-emissions", "election-results", "company-register"
BUDGET = "government-budget"

# (text, data set, column) of those who do, or of those who do not; joint ones are a data set and column each.
WHICH = {
    "dev": [
        ("which countries publish machine readable election results", (ELECTIONS, "machinereadable")),
        ("which countries have an openly licensed company register", (COMPANIES, "openlicense")),
        ("list the countries where legislation can be downloaded in bulk", (LAW, "bulk")),
        ("which countries offer government spending data in bulk?", (SPENDING, "bulk")),
        ("in which countries is the government budget openly licensed", (BUDGET, "openlicense")),
        ("countries with machine-readable pollutant emissions data", (POLLUTION, "machinereadable")),
        ("which countries put land ownership data online", (LAND, "online")),
        ("where are weather forecasts available in bulk", (WEATHER, "bulk")),
        ("which countries keep their national statistics up to date", (STATISTICS, "uptodate")),
        ("which countries have water quality data that is free of charge", (WATER, "free")),
        (
            "which countries have both a machine readable government budget and machine readable government spending",
            (BUDGET, "machinereadable"),
            (SPENDING, "machinereadable"),
        ),
    ],
    "test": [
        ("which countries have openly licensed election results", (ELECTIONS, "openlicense")),
        ("which countries publish a machine readable national map", (MAP, "machinereadable")),
        ("which countries make procurement tenders available in bulk", (TENDERS, "bulk")),
        ("list countries with an open licence on legislation", (LAW, "openlicense")),
        ("which countries have company register data available for free", (COMPANIES, "free")),
        ("which countries release government spending in machine readable form", (SPENDING, "machinereadable")),
        ("in which countries does land ownership data exist in digital form", (LAND, "digital")),
        ("which countries publish location datasets in bulk", (LOCATIONS, "bulk")),
        ("countries whose weather forecast data is openly licensed", (WEATHER, "openlicense")),
        ("who has up to date pollutant emissions data", (POLLUTION, "uptodate")),
        (
            "which countries have election results that are both machine readable and openly licensed",
            (ELECTIONS, "machinereadable"),
            (ELECTIONS, "openlicense"),
        ),
    ],
}
COUNT = {
    "dev": [
        ("how many countries have an openly licensed government budget", (BUDGET, "openlicense")),
        ("how many countries publish their legislation online", (LAW, "online")),
        ("how many countries offer water quality data in bulk", (WATER, "bulk")),
        ("number of countries with machine readable procurement tenders", (TENDERS, "machinereadable")),
        ("how many countries have a national map that is free", (MAP, "free")),
        ("how many countries have up-to-date land ownership data?", (LAND, "uptodate")),
        ("in how many countries does pollutant emissions data exist", (POLLUTION, "exists")),
    ],
    "test": [
        ("how many countries have machine readable national statistics", (STATISTICS, "machinereadable")),
        ("how many countries provide location datasets under an open licence", (LOCATIONS, "openlicense")),
        ("how many countries publish government spending online", (SPENDING, "online")),
        ("how many countries have weather forecast data in digital form", (WEATHER, "digital")),
        ("number of countries where the company register is available in bulk", (COMPANIES, "bulk")),
        ("how many countries make election results available for free", (ELECTIONS, "free")),
        ("how many countries have publicly available land ownership data", (LAND, "public")),
    ],
}
NOT = {
    "dev": [
        ("which countries do not publish pollutant emissions data online", (POLLUTION, "online")),
        ("which countries have no openly licensed procurement tenders", (TENDERS, "openlicense")),
        ("which countries' election results are not machine readable", (ELECTIONS, "machinereadable")),
        ("which countries do not have the government budget in bulk", (BUDGET, "bulk")),
        ("in which countries is land ownership data not publicly available", (LAND, "public")),
        ("which countries don't have an up to date company register", (COMPANIES, "uptodate")),
    ],
    "test": [
        (
            "which countries do not publish government spending data at all, i.e. it does not exist",
            (SPENDING, "exists"),
        ),
        ("which countries do not offer legislation in bulk", (LAW, "bulk")),
        ("which countries have no machine readable company register", (COMPANIES, "machinereadable")),
        ("in which countries are weather forecasts not available for free", (WEATHER, "free")),
        ("which countries lack openly licensed national statistics", (STATISTICS, "openlicense")),
        ("which countries do not have water quality data online", (WATER, "online")),
    ],
}
LOOKUP = {
    "dev": [
        ("is Kenya's government budget data openly licensed", "Kenya", (BUDGET, "openlicense")),
        ("are norway's election results machine readable", "Norway", (ELECTIONS, "machinereadable")),
        ("is the company register of the united kingdom openly licensed", "United Kingdom", (COMPANIES, "openlicense")),
        ("can I download japan's legislation in bulk", "Japan", (LAW, "bulk")),
        ("does brazil have government spending data online?", "Brazil", (SPENDING, "online")),
        ("is india's national map free", "India", (MAP, "free")),
        ("is land ownership data in Sweden publicly available", "Sweden", (LAND, "public")),
        ("does pollutant emissions data exist in nigeria", "Nigeria", (POLLUTION, "exists")),
        ("is water quality data up to date in france", "France", (WATER, "uptodate")),
        ("who publishes the weather forecast in Norway", "Norway", (WEATHER, "publisher")),
        ("in what format are mexico's national statistics", "Mexico", (STATISTICS, "format")),
    ],
    "test": [
        ("is Ghana's neighbour Togo's procurement tender data in bulk", "Togo", (TENDERS, "bulk")),
        ("are election results in canada openly licensed", "Canada", (ELECTIONS, "openlicense")),
        ("is the german company register free", "Germany", (COMPANIES, "free")),
        ("does Uruguay's government budget come in machine readable form", "Uruguay", (BUDGET, "machinereadable")),
        ("is australia's legislation under an open licence", "Australia", (LAW, "openlicense")),
        ("does Rwanda have land ownership data in digital form", "Rwanda", (LAND, "digital")),
        ("is chile's government spending up to date", "Chile", (SPENDING, "uptodate")),
        ("are weather forecasts in South Africa available for free", "South Africa", (WEATHER, "free")),
        ("is singapore's national map available online", "Singapore", (MAP, "online")),
        ("who is the publisher of Denmark's company register", "Denmark", (COMPANIES, "publisher")),
        ("what is the url of argentina's election results", "Argentina", (ELECTIONS, "url")),
    ],
}
COMPARE = {
    "dev": [
        (
            "compare Norway and Kenya on openly licensed election results",
            ("Norway", "Kenya"),
            (ELECTIONS, "openlicense"),
        ),
        (
            "france vs germany: machine readable government spending",
            ("France", "Germany"),
            (SPENDING, "machinereadable"),
        ),
        ("compare brazil and chile on bulk legislation", ("Brazil", "Chile"), (LAW, "bulk")),
    ],
    "test": [
        ("compare japan and india: is the national map openly licensed", ("Japan", "India"), (MAP, "openlicense")),
        (
            "compare the United States and Canada on a free company register",
            ("United States", "Canada"),
            (COMPANIES, "free"),
        ),
        ("finland versus sweden, land ownership data in bulk", ("Finland", "Sweden"), (LAND, "bulk")),
    ],
}
UNANSWERABLE = {
    "dev": [
        ("are Estonia's election results machine readable", "other country"),
        ("is croatia's company register openly licensed", "other country"),
        ("which countries publish crime statistics by police district", "absent topic"),
        ("how many hospital beds does Kenya have", "absent topic"),
    ],
    "test": [
        ("is new zealand's legislation available in bulk", "other country"),
        ("does Peru publish its government budget online", "other country"),
        ("which countries vaccinate school children", "absent topic"),
        ("what is the minimum wage in France", "absent topic"),
    ],
}

Table = dict[tuple[str, str], dict[str, str]]


def main(entries: Path) -> None:
    """Write the development and the test set."""
    with entries.open(encoding="utf-8", newline="") as file:
        table: Table = {(slug(row["country"]), slug(row["dataset"])): row for row in csv.DictReader(file)}
    for name in ("dev", "test"):
        questions = list(_questions(table, name))
        lines = [
            json.dumps({"id": f"godi-{name}-{n:03}", **question}, ensure_ascii=False)
            for n, question in enumerate(questions, 1)
        ]
        (HERE / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{name}: {len(lines)} questions")


def _questions(table: Table, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for kind, asked, wanted in (("which", WHICH, "Yes"), ("count", COUNT, "Yes"), ("not", NOT, "No")):
        for text, *of in asked[name]:
            members = _members(table, of, wanted)
            cells = [f"{who}/{data}.{column}" for who in members for data, column in of]
            question = {"kind": kind, "text": text, "cells": cells, "respondents": members}
            found.append(question | ({"number": len(members)} if kind == "count" else {}))
    for text, country, (data, column) in LOOKUP[name]:
        who = slug(country)
        value = table[who, data][column]
        found.append(
            {
                "kind": "lookup",
                "text": text,
                "cells": [f"{who}/{data}.{column}"],
                "respondents": [who],
                "stance": STANCES.get(value, "yes" if value.strip(" -") else "blank"),
            }
        )
    for text, countries, (data, column) in COMPARE[name]:
        both = [slug(country) for country in countries]
        cells = [f"{who}/{data}.{column}" for who in both]
        found.append({"kind": "compare", "text": text, "cells": cells, "respondents": both})
    for text, why in UNANSWERABLE[name]:
        found.append({"kind": "unanswerable", "text": text, "note": why})
    return found


def _members(table: Table, of: list[tuple[str, str]], wanted: str) -> list[str]:
    """Return the countries that have a value in each of some columns, in the table's order."""
    countries = dict.fromkeys(country for country, _ in table)
    return [c for c in countries if all(table[c, data][column] == wanted for data, column in of)]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/corpora/godi-2015/entries.csv"))
