"""A report → a table for a terminal, CSV for a spreadsheet, Markdown with a plot for each kind of question."""

from __future__ import annotations

import csv
import io
import textwrap
from typing import TYPE_CHECKING, Any

from msqqa.escapes import make_harmless
from msqqa.evaluate import trec
from msqqa.evaluate.measures import LESS_IS_BETTER
from msqqa.evaluate.run import ALL, save
from msqqa.evaluate.statistics import Estimate, permutation_test
from msqqa.render.spreadsheet import make_safe
from msqqa.words import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from msqqa.evaluate.questions import GoldQuestion
    from msqqa.evaluate.run import Report, SystemScores

_LABEL = 30
_MAIN = {"which": "SetF", "count": "SetF", "not": "SetF", "unanswerable": "abstention_recall"}
"""The measure by which systems are compared and plotted, by kind; of the others, whether a gold cell comes first."""
_FIRST = "Success@1"


def main_measure(kind: str) -> str:
    """Return the measure that a kind of question is mainly judged by."""
    return _MAIN.get(kind.split(" ", 1)[0], _FIRST)


# ---------------------------------------------------------------- terminal and CSV


def as_text(report: Report) -> str:
    """Return the figures as a table no wider than 80 columns: the first system with its intervals, others beside it."""
    figures = report.figures()
    lines = [f"{report.set}: {len(report.questions)} questions"]
    names = list(figures)
    for shown in [names[:4], *(names[:1] + names[at : at + 3] for at in range(4, len(names), 3))]:
        for kind in figures[names[0]]:
            n = sum(kind in (ALL, q.group) for q in report.questions)
            head = f"{kind} ({n})"
            lines += [
                "",
                f"{head:<{_LABEL}}{_abbreviate_system(shown[0]):<22}"
                + "".join(f"{_abbreviate_system(s):>9}" for s in shown[1:]),
            ]
            for measure in _measures(figures, kind):
                cells = [figures[name][kind].get(measure) for name in shown]
                others = "".join(f"{_value(figure):>9}" for figure in cells[1:])
                lines.append(f"  {measure:<{_LABEL - 2}}{_with_interval(cells[0]):<22}{others}".rstrip())
    return "\n".join(lines) + "\n"


def _abbreviate_system(name: str) -> str:
    return {
        "no respondent filter": "-filter",
        "no question similarity": "-asked",
        "no words": "-words",
        "no vectors": "-vectors",
        "no judge of sentences": "-judge",
        "the tick decides": "tick",
    }.get(name, name)


def _value(figure: Estimate | None) -> str:
    return "–" if figure is None or figure.value is None else _number(figure.value)


def _with_interval(figure: Estimate | None) -> str:
    if figure is None or figure.value is None:
        return "–"
    return f"{_number(figure.value)} [{_number(figure.low)}, {_number(figure.high)}]"


def _number(value: float | None) -> str:
    """Return a number in as few columns as any share takes."""
    return "–" if value is None else f"{value:.3f}" if value < 100 else f"{value:.0f}"


def _measures(figures: dict[str, dict[str, dict[str, Estimate]]], kind: str) -> list[str]:
    """Return what was measured of a kind of question, of any system."""
    return list(dict.fromkeys(measure for kinds in figures.values() for measure in kinds[kind]))


def as_csv(*reports: Report) -> str:
    """Return one row a set, system, kind and measure, under one header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["set", "system", "kind", "measure", "value", "low", "high", "n"])
    for report in reports:
        for system, kinds in report.figures().items():
            for kind, measures in kinds.items():
                for measure, f in measures.items():
                    writer.writerow([make_safe(report.set), system, kind, measure, f.value, f.low, f.high, f.n])
    return out.getvalue()


# ---------------------------------------------------------------- benchmarks


def beir_as_text(found: dict[str, Any]) -> str:
    """Return the figures of a benchmark as a table; ``found`` is what :func:`msqqa.evaluate.beir.evaluate` returns."""
    measures = list(next(iter(found["systems"].values())))
    lines = [
        f"{found['benchmark']} ({found['split']}): {found['documents']:,} documents, {found['queries']:,} queries",
        *textwrap.wrap(", ".join(f"{name} {value}" for name, value in found["parameters"].items()), 80),
        "",
        f"{'':<10}" + "".join(f"{measure:<23}" for measure in measures).rstrip(),
    ]
    for name, of in found["systems"].items():
        cells = "".join(f"{_with_interval(Estimate(**of[measure])):<23}" for measure in measures)
        lines.append(f"{name:<10}{cells}".rstrip())
    lines.append("")
    for c in found["comparisons"]:
        one, other = c["systems"]
        lines.append(
            f"{c['measure']}: {one} less {other} {c['difference']:+.3f} (paired permutation, p = {c['p']:.4f})"
        )
    return "\n".join(lines) + "\n"


def beir_as_csv(found: dict[str, Any]) -> str:
    """Return one row a system and measure."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["benchmark", "system", "measure", "value", "low", "high", "n"])
    for name, of in found["systems"].items():
        for measure, f in of.items():
            writer.writerow([found["benchmark"], name, measure, f["value"], f["low"], f["high"], f["n"]])
    return out.getvalue()


# ---------------------------------------------------------------- misses


def misses(report: Report, system: str = "msqqa") -> Iterator[str]:
    """Yield the questions that a system got wrong, each in a line: what was wanted, and what came."""
    scored = report.systems[system]
    for question in report.questions:
        measure = "abstention_recall" if not question.answerable else main_measure(question.group)
        value = scored.values.get(measure, {}).get(question.id)
        stance = scored.values.get("stance", {}).get(question.id)
        if value is None or (value >= 1 and stance in (None, 1.0)):
            continue
        got = _describe_response(question, scored, wrong_stance=value >= 1)
        yield f"{question.id}: {question.text!r}: {_describe_gold(question)}, {got}"


def _describe_gold(question: GoldQuestion) -> str:
    if not question.answerable:
        return "wanted a refusal"
    if question.of_a_set:
        return f"wanted {{{', '.join(question.respondents)}}}"
    return f"wanted {', '.join(question.cells)}"


def _describe_response(question: GoldQuestion, scored: SystemScores, *, wrong_stance: bool) -> str:
    if wrong_stance:
        return f"got another stance than {question.stance}"
    if question.id in scored.refused:
        return "refused"
    if question.of_a_set:
        return f"got {{{', '.join(scored.members.get(question.id, ()))}}}"
    ranked = scored.ranked.get(question.id, ())
    return f"got {ranked[0]}" if ranked else "got nothing"


# ---------------------------------------------------------------- Markdown, plots, runs


def write(report: Report, folder: Path, *, with_misses: bool = False) -> list[Path]:
    """Write ``report.md``, ``results.json``, a plot a kind where matplotlib is installed, and the TREC files.

    What went wrong is listed only ``with_misses``: whoever goes on tuning should not read the questions of a test set.
    """
    folder.mkdir(parents=True, exist_ok=True)
    save(report, folder / "results.json")
    plots = _plots(report, folder)
    text = as_markdown(report, plots, with_misses=with_misses)
    (folder / "report.md").write_text(make_harmless(text), encoding="utf-8")
    runs = folder / "trec"
    runs.mkdir(exist_ok=True)
    return [folder / "report.md", folder / "results.json", *plots.values(), *trec.write(report, runs)]


def as_markdown(report: Report, plots: dict[str, Path] | None = None, *, with_misses: bool = False) -> str:
    """Return the figures with their intervals, how the systems differ, and the confusion of stances."""
    figures = report.figures()
    lines = [f"# {report.set}", "", f"{len(report.questions)} questions. Means, with 95 % bootstrap intervals."]
    for kind in figures[next(iter(figures))]:
        n = sum(kind in (ALL, q.group) for q in report.questions)
        lines += ["", f"## {kind} ({n})", ""]
        lines += [f"| measure | n | {' | '.join(figures)} |", f"| --- | --- |{' --- |' * len(figures)}"]
        for measure in _measures(figures, kind):
            cells = [figures[name][kind].get(measure) for name in figures]
            arrow = " ↓" if measure in LESS_IS_BETTER else ""
            count = next(f.n for f in cells if f is not None)
            lines.append(f"| {measure}{arrow} | {count} | {' | '.join(map(_with_interval, cells))} |")
        lines += _differences(report, kind)
        if plots and kind in plots:
            lines += ["", f"![{main_measure(kind)} of the systems]({plots[kind].name})"]
    for name, confusion in ((n, s.confusion) for n, s in report.systems.items() if s.confusion):
        lines += [
            "",
            f"## Stances of {name}, by basis",
            "",
            "| basis | gold → told | questions |",
            "| --- | --- | --- |",
        ]
        lines += [f"| {basis} | {which} | {n} |" for (basis, which), n in _split_confusion(confusion)]
    if with_misses:
        first = next(iter(report.systems))
        wrong = list(misses(report, first))
        lines += ["", f"## Misses of {first} ({len(wrong)})", "", *(f"- {line}" for line in wrong)]
    return "\n".join(lines) + "\n"


def _split_confusion(confusion: dict[str, int]) -> Iterator[tuple[tuple[str, str], int]]:
    for key, n in confusion.items():
        basis, _, which = key.partition(": ")
        yield (basis, which), n


def _differences(report: Report, kind: str) -> list[str]:
    """Say how the first system differs from each other one on a kind's main measure."""
    names, measure = list(report.systems), main_measure(kind)
    first = report.systems[names[0]].values.get(measure, {})
    ids = [q.id for q in report.questions if kind in (ALL, q.group) and q.id in first]
    found = []
    for other in names[1:]:
        values = report.systems[other].values.get(measure, {})
        shared = [id_ for id_ in ids if id_ in values]
        if shared:
            a, b = [first[id_] for id_ in shared], [values[id_] for id_ in shared]
            found.append(f"{other} {(sum(a) - sum(b)) / len(shared):+.3f} (p = {permutation_test(a, b):.4f})")
    return ["", f"{measure}, {names[0]} less {', '.join(found)}; paired permutation test."] if found else []


def _plots(report: Report, folder: Path) -> dict[str, Path]:
    try:
        import matplotlib as mpl
    except ImportError:
        return {}
    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "msqqa"
    import matplotlib.pyplot as plt

    found = {}
    figures = report.figures()
    for kind in next(iter(figures.values())):
        measured = [(name, figures[name][kind].get(main_measure(kind))) for name in figures]
        bars = [(name, f) for name, f in measured if f is not None and f.value is not None]
        if not bars:
            continue
        plot, axes = plt.subplots(figsize=(6, 0.4 * len(bars) + 1), layout="constrained")
        _draw(axes, bars)
        axes.set(xlim=(0, 1.02), xlabel=f"{main_measure(kind)}, 95 % interval", title=kind)
        found[kind] = folder / f"{slug(kind)}.svg"
        plot.savefig(found[kind], metadata={"Date": None})
        plt.close(plot)
    return found


def _draw(axes: object, bars: Sequence[tuple[str, Estimate]]) -> None:
    names = [name for name, _ in reversed(bars)]
    values = [f.value or 0.0 for _, f in reversed(bars)]
    below = [(f.value or 0.0) - (f.low or 0.0) for _, f in reversed(bars)]
    above = [(f.high or 0.0) - (f.value or 0.0) for _, f in reversed(bars)]
    axes.barh(names, values, xerr=[below, above], capsize=3, color="#4477aa")  # type: ignore[attr-defined]
