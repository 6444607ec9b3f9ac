"""One small survey, as the survey tools export it; each layout is written from what the tool's own help says of it."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SERVICES, OFTEN, LENDS = (
    "Which services are on offer?",
    "How often does the reading group meet?",
    "Do you lend e-books?",
)
RATE, VISITS, MORE = "How do you rate these?", "How many visits a day?", "What else should we know?"
NAME = "Name of the library"
OPTIONS = ("Printing", "Scanning", "Repairs, large and small", "Meeting rooms")
FREQUENCIES = ("Every week", "Every month", "Never")
ASPECTS, GRADES = ("Staff", "Opening hours"), ("Poor", "Fair", "Good")
_NAMES = (
    "Amble Bexley Corran Dunster Ely Frome Goole Hythe Ilkley Jarrow Keswick Ludlow Marlow Nairn Oban Penrith".split()
)


@dataclass
class Answers:
    """What one respondent answers; None where a question was skipped."""

    name: str
    services: tuple[str, ...]
    other: str
    often: str | None
    lends: bool
    rates: tuple[str, ...]
    visits: int
    more: str
    branches: list[tuple[str, int]] = field(default_factory=list)


def survey(seed: int, n: int = 14) -> list[Answers]:
    rng = random.Random(seed)
    found = []
    for name in _NAMES[:n]:
        lends = rng.random() < 0.6
        found.append(
            Answers(
                f"{name} Library",
                tuple(o for o in OPTIONS if rng.random() < 0.45),
                "A café" if rng.random() < 0.2 else "",
                rng.choice(FREQUENCIES) if rng.random() < 0.8 else None,
                lends,
                tuple(rng.choice(GRADES) for _ in ASPECTS),
                rng.randrange(5, 400),
                rng.choice(["", "More staff", "Nothing, thanks"]) if rng.random() < 0.7 else "",
                [(f"Branch {k}", rng.randrange(1, 90)) for k in range(rng.randrange(3))],
            )
        )
    return found


def chosen(everybody: Sequence[Answers]) -> Counter[str]:
    return Counter(o for a in everybody for o in a.services)


def often(everybody: Sequence[Answers]) -> Counter[str]:
    return Counter(a.often for a in everybody if a.often)


def written(rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    del book["Sheet"]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


Files = dict[str, "str | bytes"]


def survey_monkey(everybody: Sequence[Answers], *, numbers: bool = False, other: bool = True) -> Files:
    meta = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name"]
    meta += ["Last Name", "Custom Data 1"]
    more = ["Other (please specify)"] if other else []
    first = [*meta, NAME, SERVICES, *[""] * (len(OPTIONS) - 1), *[""] * len(more), OFTEN, LENDS, RATE, "", VISITS, MORE]
    second = [*[""] * len(meta), "Open-Ended Response", *OPTIONS, *more, "Response", "Response", *ASPECTS]
    second += ["Open-Ended Response", "Open-Ended Response"]
    rows: list[list[Any]] = [first, second]
    for n, a in enumerate(everybody):
        services = [(str(k) if numbers else o) if o in a.services else "" for k, o in enumerate(OPTIONS, 1)]
        rows.append(
            [
                11400000 + n,
                4001,
                "04/01/2024 10:00:00 AM",
                "04/01/2024 10:09:00 AM",
                "192.0.2.7",
                "",
                "",
                "",
                "",
                a.name,
                *services,
                *([a.other] if other else []),
                a.often or "",
                "Yes" if a.lends else "No",
                *a.rates,
                a.visits,
                a.more,
            ]
        )
    return {"export.csv": written(rows)}


def qualtrics(everybody: Sequence[Answers], *, split: bool = True, numbers: bool = False, ids: bool = True) -> Files:
    meta = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished"]
    meta += ["RecordedDate", "ResponseId", "DistributionChannel", "UserLanguage"]
    texts = ["Start Date", "End Date", "Response Type", "IP Address", "Progress", "Duration (in seconds)", "Finished"]
    texts += ["Recorded Date", "Response ID", "Distribution Channel", "User Language"]
    codes = [f"Q2_{k}" for k in range(1, len(OPTIONS) + 1)] if split else ["Q2"]
    asked = [f"{SERVICES} - {o}" for o in OPTIONS] if split else [SERVICES]
    first = [*meta, "Q1", *codes, "Q3", "Q3_4_TEXT", "Q4", "Q5_1", "Q5_2", "Q6", "Q7"]
    second = [*texts, NAME, *asked, f"{OFTEN} - Selected Choice", f"{OFTEN} - Other - Text", LENDS]
    second += [*(f"{RATE} - {aspect}" for aspect in ASPECTS), VISITS, MORE]
    rows: list[list[Any]] = [first, second]
    if ids:
        rows.append([f'{{"ImportId":"QID{n}"}}' for n in range(len(first))])
    for n, a in enumerate(everybody):
        own = [("1" if numbers else o) if o in a.services else "" for o in OPTIONS]
        services = own if split else [",".join(a.services)]
        rows.append(
            [
                "2024-04-01 10:00:00",
                "2024-04-01 10:09:00",
                "IP Address",
                "192.0.2.7",
                "100",
                "540",
                "True",
                "2024-04-01 10:09:01",
                f"R_{n:05x}Ab",
                "anonymous",
                "EN",
                a.name,
                *services,
                a.often or "",
                "",
                "Yes" if a.lends else "No",
                *a.rates,
                a.visits,
                a.more,
            ]
        )
    return {"export.csv": written(rows)}


def lime_survey(
    everybody: Sequence[Answers], *, heads: str = "full", answers: str = "full", hidden: bool = False
) -> Files:
    """``hidden``: the multiple choice is only put to who lends; of it the export says N/A."""
    meta = {"id": "Response ID", "submitdate": "Date submitted", "lastpage": "Last page"}
    meta |= {"startlanguage": "Start language", "seed": "Seed", "ipaddr": "IP address"}
    asked = {"Q1": NAME, **{f"Q2[SQ00{k}]": f"{SERVICES} [{o}]" for k, o in enumerate(OPTIONS, 1)}}
    asked |= {"Q2[other]": f"{SERVICES} [Other]", "Q3": OFTEN, "Q4": LENDS}
    asked |= {f"Q5[SQ00{k}]": f"{RATE} [{aspect}]" for k, aspect in enumerate(ASPECTS, 1)}
    asked |= {"Q6": VISITS, "Q7": MORE}
    named = {
        "full": [*meta.values(), *asked.values()],
        "code": [*meta, *asked],
        "both": [f"{c}. {t}" for c, t in (meta | asked).items()],
    }
    yes, no = ("Y", "") if answers == "code" else ("Yes", "No")
    rows: list[list[Any]] = [named[heads]]
    for n, a in enumerate(everybody, 1):
        rows.append(
            [n, "2024-04-01 10:09:00", 3, "en", 1234567, "192.0.2.7", a.name]
            + ["N/A" if hidden and not a.lends else yes if o in a.services else no for o in OPTIONS]
            + [
                a.other,
                a.often or ("N/A" if hidden else ""),
                yes if a.lends else "N" if answers == "code" else no,
                *a.rates,
                a.visits,
                a.more,
            ]
        )
    return {"export.csv": written(rows)}


def _forms(everybody: Sequence[Answers]) -> tuple[list[list[Any]], list[list[Any]]]:
    """The two sheets of an XLSForm."""
    survey = [
        ["type", "name", "label::English (en)", "relevant"],
        ["start", "start", "", ""],
        ["begin_group", "about", "About the library", ""],
        ["text", "library", NAME, ""],
        ["select_multiple services", "services", SERVICES, ""],
        ["end_group", "", "", ""],
        ["select_one often", "often", OFTEN, ""],
        ["select_one yn", "lends", LENDS, ""],
        ["integer", "visits", VISITS, ""],
        ["text", "more", MORE, ""],
        ["begin_repeat", "branch", "Branches", ""],
        ["text", "branch_name", "What is the branch called?", ""],
        ["integer", "branch_visits", "How many visits has it?", ""],
        ["end_repeat", "", "", ""],
    ]
    choices = [["list_name", "name", "label::English (en)"]]
    choices += [["services", f"s{k}", o] for k, o in enumerate(OPTIONS, 1)]
    choices += [["often", f"f{k}", o] for k, o in enumerate(FREQUENCIES, 1)]
    choices += [["yn", "yes", "Yes"], ["yn", "no", "No"]]
    return survey, choices


def _codes(a: Answers) -> tuple[str, list[str], str, str]:
    codes = " ".join(f"s{k}" for k, o in enumerate(OPTIONS, 1) if o in a.services)
    boxes = ["1" if o in a.services else "0" for o in OPTIONS] if a.services else [""] * len(OPTIONS)
    often = f"f{FREQUENCIES.index(a.often) + 1}" if a.often else ""
    return codes, boxes, often, "yes" if a.lends else "no"


def kobo(everybody: Sequence[Answers], *, both: bool = True, form: bool = True) -> Files:
    """As XML values and headers, with groups; ``both``: also a column an option."""
    spread = [f"about/services/s{k}" for k in range(1, len(OPTIONS) + 1)] if both else []
    heads = ["start", "end", "about/library", "about/services", *spread, "often", "lends", "visits", "more"]
    heads += ["_id", "_uuid", "_submission_time", "_validation_status", "_index"]
    rows: list[list[Any]] = [heads]
    child: list[list[Any]] = [
        ["branch/branch_name", "branch/branch_visits", "_index", "_parent_table_name", "_parent_index"]
    ]
    for n, a in enumerate(everybody, 1):
        codes, boxes, often, lends = _codes(a)
        own = ["2024-04-01T10:00:00", "2024-04-01T10:09:00", a.name, codes, *(boxes if both else []), often, lends]
        rows.append([*own, a.visits, a.more, 5000 + n, f"uuid-{n}", "2024-04-01T10:10:00", "", n])
        child += [[name, visits, len(child), "library", n] for name, visits in a.branches]
    survey, choices = _forms(everybody)
    files: Files = {"export.xlsx": workbook(library=rows, branch=child)}
    return files | ({"form.xlsx": workbook(survey=survey, choices=choices)} if form else {})


def odk(everybody: Sequence[Answers], *, split: bool = False) -> Files:
    """As ODK Central writes it: groups by hyphens, a file for the repeated group."""
    spread = [f"about-services/s{k}" for k in range(1, len(OPTIONS) + 1)] if split else []
    heads = ["SubmissionDate", "start", "about-library", "about-services", *spread, "often", "lends", "visits", "more"]
    heads += ["meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "FormVersion"]
    rows: list[list[Any]] = [heads]
    child: list[list[Any]] = [["branch_name", "branch_visits", "PARENT_KEY", "KEY"]]
    for n, a in enumerate(everybody, 1):
        codes, boxes, often, lends = _codes(a)
        key = f"uuid:{n:04x}"
        rows.append(
            [
                "2024-04-01T10:10:00Z",
                "2024-04-01T10:00:00Z",
                a.name,
                codes,
                *(boxes if split else []),
                often,
                lends,
                a.visits,
                a.more,
                key,
                key,
                7,
                "App user",
                0,
                "v1",
            ]
        )
        child += [[b, visits, key, f"{key}/branch[{k}]"] for k, (b, visits) in enumerate(a.branches, 1)]
    survey, choices = _forms(everybody)
    files: Files = {"library.csv": written(rows), "form.xlsx": workbook(survey=survey, choices=choices)}
    return files | ({"library-branch.csv": written(child)} if len(child) > 1 else {})


def redcap(everybody: Sequence[Answers], *, raw: bool = True, api: bool = False) -> Files:
    if not raw:
        heads = ["Record ID", "Survey Identifier", NAME, *(f"{SERVICES} (choice={o})" for o in OPTIONS), OFTEN, LENDS]
        rows: list[list[Any]] = [[*heads, VISITS, MORE, "Complete?"]]
        for n, a in enumerate(everybody, 1):
            boxes = ["Checked" if o in a.services else "Unchecked" for o in OPTIONS]
            own = [n, "", a.name, *boxes, a.often or "", "Yes" if a.lends else "No", a.visits, a.more, "Complete"]
            rows.append(own)
        return {"export.csv": written(rows)}
    heads = [
        "record_id",
        "redcap_survey_identifier",
        "library",
        *(f"services___{k}" for k in range(1, len(OPTIONS) + 1)),
    ]
    rows = [[*heads, "often", "lends", "visits", "more", "library_complete"]]
    for n, a in enumerate(everybody, 1):
        often = str(FREQUENCIES.index(a.often) + 1) if a.often else ""
        boxes = ["1" if o in a.services else "0" for o in OPTIONS]
        rows.append([n, "", a.name, *boxes, often, int(a.lends), a.visits, a.more, 2])
    listed = " | ".join(f"{k}, {o}" for k, o in enumerate(OPTIONS, 1))
    often_listed = " | ".join(f"{k}, {o}" for k, o in enumerate(FREQUENCIES, 1))
    names = ["Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label"]
    names += ["Choices, Calculations, OR Slider Labels", "Field Note"]
    if api:
        names = ["field_name", "form_name", "section_header", "field_type", "field_label"]
        names += ["select_choices_or_calculations", "field_note"]
    dictionary = [
        names,
        ["record_id", "library", "", "text", "Record ID", "", ""],
        ["library", "library", "", "text", NAME, "", ""],
        ["services", "library", "", "checkbox", SERVICES, listed, ""],
        ["often", "library", "", "radio", OFTEN, often_listed, ""],
        ["lends", "library", "", "yesno", LENDS, "", ""],
        ["visits", "library", "", "text", VISITS, "", ""],
        ["more", "library", "", "notes", MORE, "", ""],
    ]
    return {"export.csv": written(rows), "dictionary.csv": written(dictionary)}


def typeform(everybody: Sequence[Answers], *, other: bool = False) -> Files:
    heads = ["#", NAME, *OPTIONS, *(["Other"] if other else []), OFTEN, LENDS, VISITS, MORE, "Response Type"]
    rows: list[list[Any]] = [[*heads, "Start Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags"]]
    for n, a in enumerate(everybody):
        boxes = [o if o in a.services else "" for o in OPTIONS]
        rows.append(
            [
                f"{n:032x}",
                a.name,
                *boxes,
                *([a.other] if other else []),
                a.often or "",
                int(a.lends),
                a.visits,
                a.more,
                "completed",
                "2024-04-01 10:00:00",
                "2024-04-01 10:09:00",
                f"{n:x}net",
                "",
            ]
        )
    return {"export.csv": written(rows)}


def survey_gizmo(everybody: Sequence[Answers]) -> Files:
    meta = ["Response ID", "Time Started", "Date Submitted", "Status", "Contact ID", "Legacy Comments", "Comments"]
    meta += ["Language", "Referer", "SessionID", "User Agent", "Tags", "IP Address", "Longitude", "Latitude", "Country"]
    heads = [*meta, NAME, *(f"{o}:{SERVICES}" for o in OPTIONS), OFTEN, LENDS]
    rows: list[list[Any]] = [[*heads, *(f"{aspect}:{RATE}" for aspect in ASPECTS), VISITS, MORE]]
    for n, a in enumerate(everybody, 1):
        boxes = [o if o in a.services else "" for o in OPTIONS]
        own = [
            n,
            "Apr 01, 2024 10:00:00 AM",
            "Apr 01, 2024 10:09:00 AM",
            "Complete",
            "",
            "",
            "",
            "English",
            "",
            f"s{n}",
        ]
        own += ["Mozilla/5.0", "", "192.0.2.7", "-0.1", "51.5", "United Kingdom", a.name, *boxes, a.often or ""]
        rows.append([*own, "Yes" if a.lends else "No", *a.rates, a.visits, a.more])
    return {"export.csv": written(rows)}


def google_forms(everybody: Sequence[Answers]) -> Files:
    heads = ["Timestamp", NAME, SERVICES, OFTEN, LENDS, *(f"{RATE} [{aspect}]" for aspect in ASPECTS), VISITS, MORE]
    at = "4/1/2024 10:09:00"
    rows = [
        [at, a.name, ", ".join(a.services), a.often or "", "Yes" if a.lends else "No", *a.rates, a.visits, a.more]
        for a in everybody
    ]
    return {"export.csv": written([heads, *rows])}


def microsoft_forms(everybody: Sequence[Answers]) -> Files:
    heads = [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        NAME,
        SERVICES,
        OFTEN,
        LENDS,
        *ASPECTS,
        VISITS,
        MORE,
    ]
    rows: list[list[Any]] = [heads]
    for n, a in enumerate(everybody, 1):
        rows.append(
            [
                n,
                "4/1/2024 10:00:00",
                "4/1/2024 10:09:00",
                "anonymous",
                "",
                a.name,
                "".join(f"{o};" for o in a.services),
                a.often or "",
                "Yes" if a.lends else "No",
                *a.rates,
                a.visits,
                a.more,
            ]
        )
    return {"export.xlsx": workbook(Sheet1=rows)}


SPREAD: dict[str, tuple[str, Callable[[Sequence[Answers]], Files]]] = {
    "SurveyMonkey": ("SurveyMonkey", survey_monkey),
    "SurveyMonkey, numbers": ("SurveyMonkey", lambda a: survey_monkey(a, numbers=True)),
    "SurveyMonkey, no other": ("SurveyMonkey", lambda a: survey_monkey(a, other=False)),
    "Qualtrics": ("Qualtrics", qualtrics),
    "Qualtrics, numbers": ("Qualtrics", lambda a: qualtrics(a, numbers=True)),
    "LimeSurvey, full": ("LimeSurvey", lime_survey),
    "LimeSurvey, full heads, codes": ("LimeSurvey", lambda a: lime_survey(a, answers="code")),
    "LimeSurvey, codes and texts": ("LimeSurvey", lambda a: lime_survey(a, heads="both")),
    "KoboToolbox": ("KoboToolbox", kobo),
    "KoboToolbox, one column": ("KoboToolbox", lambda a: kobo(a, both=False)),
    "ODK": ("ODK", odk),
    "ODK, split": ("ODK", lambda a: odk(a, split=True)),
    "REDCap, raw": ("REDCap", redcap),
    "REDCap, raw, by the API": ("REDCap", lambda a: redcap(a, api=True)),
    "REDCap, labels": ("REDCap", lambda a: redcap(a, raw=False)),
    "Typeform": ("Typeform", typeform),
    "Typeform, other": ("Typeform", lambda a: typeform(a, other=True)),
    "SurveyGizmo": ("SurveyGizmo", survey_gizmo),
}
"""How it is called → the tool, and what writes its export; a multiple choice is no single column of text there."""
