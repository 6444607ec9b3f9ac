"""What was found in a form's copies → the form: its sections and questions with their ids, kinds and explanations.

Over 300 lines: the rules that make a form read the counts of `_Walked` field by field, so that each rule is read beside
what it counts on.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from msqqa.form.labels import EMAIL_LABELS, classify_label, names_the_respondent, nouns_for
from msqqa.form.line_candidates import BOXES, pointer, word_as_form
from msqqa.form.shared import without_figures
from msqqa.languages.matching import finder
from msqqa.model import PERSONAL, Field, Form, Question, Section
from msqqa.stance.wording import is_choice, opening_of, word_of
from msqqa.words import slug, unique, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from msqqa.form.line_candidates import DocumentUnits
    from msqqa.form.observe import CopySegment, Observed
    from msqqa.model import Kind

_SLUG_WORDS = 8
_OWN_SECTION = 0.8
"""Share of the copies in which a section's questions stand in it; below, it depends on the answers."""
_SAY_SO = 0.8
"""Share of answers that begin with yes or no, from which a question is a yes/no question without boxes."""
_SAY_SO_IF_ASKED = 0.25
"""The same where the question begins as one does that asks for a yes or a no."""
_FEWEST_ANSWERS = 3
_GOES_ON, _FEWEST_MORE = 0.25, 4
"""Share of the copies of a question in which its line goes on in one way, and words of it, that are the form's too."""
_MOST_PRINTED = 12
_ASIDE = re.compile(r" \([^()]{1,200}\)$")
_ASIDE_BEHIND = 3
"""Spaces in what stands before an aside: fewer words may be anything's."""
_KEPT = 0.25
"""Share of a question's copies that have an explanation of several questions, from which it is this one's too."""
_NEARLY_ALL = 0.8
"""Share of the copies that have a field which names who fills it in, and of its answers that differ and are short."""
_LONGEST_FIELD, _LONGEST_NAME = 6, 10
"""Words of a field's label, and of a name."""
_FEWEST_OPTION = 0.1
_NUMBERED = 0.6
"""Share of a question's copies that print the same number."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class LineRoles:
    """What the lines of a form's copies are."""

    sequences: Sequence[Sequence[CopySegment]]
    lines: dict[str, Observed]
    heads: set[str]
    parts: set[str]
    """Questions that are asked below several others."""
    sections: set[str]


def describe_form(copies: Sequence[DocumentUnits], found: LineRoles, form_id: str, title: str) -> Form:
    """Return the form that was found."""
    of = _Walked.over(copies, found)
    order = sorted(found.heads, key=lambda key: (of.rank[key], key))
    sections, home, loose = _sections(found, of, order)
    place = {section.id: n for n, section in enumerate(sections)}
    order.sort(key=lambda key: place[home[key]])  # stable: within a section as before
    order = _order_numbered(found, order)
    ids = _ids([found.lines[key] for key in order])
    named = names_the_respondent(_text(found.lines[key]) for key in of.may_name(found, order))
    questions: list[Question] = []
    for key in order:
        question, fields = _with_its_text(_question(found.lines[key], ids[key], home[key], of, named), key, found, of)
        questions += [question, *_parts(question, key, fields, found, of)]
    loose.sort(key=lambda key: (of.rank[key], key))
    furniture = [_whole_line(found.lines[key]) for key in (*loose, *of.furniture(found))]
    full = of.title or title
    year = _YEAR.search(full) or _YEAR.search(title)
    nouns = nouns_for(named)
    shared = unique(furniture)
    edition = year[0] if year else ""
    return Form(form_id, full, edition, sections, tuple(questions), nouns, furniture=shared, learned=True)


def _with_its_text(question: Question, key: str, found: LineRoles, of: _Walked) -> tuple[Question, set[str]]:
    """Add to a question its explanations, and the labels of a contact's fields; return the keys of these labels too."""
    below = list(of.guidance(key, found))
    fields = _fields(found, [*below, *of.parts[key]])
    kind: Kind = "contact" if len(fields) > 1 and question.kind == "open" and not question.fields else question.kind
    guidance = tuple(_whole_line(found.lines[k]) for k in below if k not in fields)
    question = replace(question, kind=kind, guidance=guidance, fields=(*question.fields, *fields.values()))
    return question, set(fields)


def _parts(question: Question, key: str, fields: Collection[str], found: LineRoles, of: _Walked) -> Iterator[Question]:
    """Yield what is asked below a question that is asked below others too: it is told apart by the question's id."""
    taken: set[str] = set()
    for part, times in sorted(of.parts[key].items(), key=lambda pair: (-pair[1], pair[0])):
        line = found.lines[part]
        if part in fields or times < max(min(2, of.copies), 0.5 * found.lines[key].copies):
            continue
        own_id = _free_id(_slug(_text(line)) or "part", taken)
        kind, options = of.kind_of(f"{key}\0{part}")
        yield Question(
            f"{question.id}.{own_id}",
            _text(line),
            kind,
            question.section,
            question.id,
            _printed_wordings(line),
            options,
        )


def _counters() -> dict[str, Counter[str]]:
    return defaultdict(Counter)


@dataclass(slots=True)
class _Walked:
    """The copies walked through once, question by question."""

    copies: int
    rank: dict[str, float] = field(default_factory=dict)
    below: dict[str, Counter[str]] = field(default_factory=_counters)
    """Explanation → how often it stands below each question or section."""
    parts: dict[str, Counter[str]] = field(default_factory=_counters)
    within: dict[str, Counter[str]] = field(default_factory=_counters)
    """Question → how often it stands in each section."""
    options: dict[str, Counter[str]] = field(default_factory=_counters)
    answers: dict[str, Counter[str]] = field(default_factory=_counters)
    """Question → how often its answers begin with each word."""
    said: dict[str, Counter[str]] = field(default_factory=_counters)
    """Question → how often each first line of an answer stands right after it."""
    longer: dict[str, Counter[str]] = field(default_factory=_counters)
    """Question → how often its line goes on beyond it in the same words, as they are printed."""
    personal: Counter[str] = field(default_factory=Counter)
    """Question → in how many copies personal data stands right after it."""
    title: str = ""

    @classmethod
    def over(cls, copies: Sequence[DocumentUnits], found: LineRoles) -> _Walked:
        self = cls(copies=len(copies))
        places: dict[str, list[float]] = defaultdict(list)
        titles: Counter[str] = Counter()
        for copy, sequence in zip(copies, found.sequences, strict=True):
            self._walk(copy, sequence, found, places, titles)
        self.rank = {key: sum(at) / len(at) for key, at in places.items()}
        best = titles.most_common(1)
        self.title = best[0][0] if best and best[0][1] >= 0.5 * len(copies) else ""
        return self

    def _walk(
        self,
        copy: DocumentUnits,
        sequence: Sequence[CopySegment],
        found: LineRoles,
        places: dict[str, list[float]],
        titles: Counter[str],
    ) -> None:
        head = section = cell = ""
        units = {unit.start: unit for unit in copy.units}
        for at, piece in enumerate(sequence):
            if piece.sort == "line":
                for longer in units[piece.start].candidates if piece.start in units else ():
                    if longer.end > piece.end:
                        self.longer[piece.key][copy.text(piece.start, longer.end)] += 1
                places[piece.key].append(at / len(sequence))
                if piece.key in found.heads:
                    head = cell = piece.key
                    self.within[head][section] += 1
                elif piece.key in found.sections:
                    section, head = piece.key, ""
                    cell = ""
                elif piece.key in found.parts and head:
                    self.parts[head][piece.key] += 1
                    cell = f"{head}\0{piece.key}"
                else:
                    self.below[piece.key][head or f"\0{section}"] += 1
                    if not head and not section and piece.style.startswith("h"):
                        titles[copy.text(piece.start, piece.end)] += 1
            elif piece.sort == "options" and cell:
                for option in _options(copy.document.text[piece.start : piece.end], piece.key):
                    self.options[cell][option] += 1
            elif piece.sort == "own" and cell:
                self.personal[cell] += copy.document.is_personal(piece.start, piece.end)
                self.answers[cell][opening_of(piece.key)] += 1
                self.said[cell][piece.key] += 1

    def is_personal(self, line: Observed) -> bool:
        """Return whether personal data is answered to a question: then it names nobody's response."""
        return 2 * self.personal[line.key] >= line.copies

    def goes_on(self, line: Observed) -> Iterator[str]:
        """Yield how a question is printed with what follows it in many copies: "Which tools? Free or paid?".

        An answer that many give is short, and asks nothing.
        """
        for text, n in self.longer[line.key].most_common(_MOST_PRINTED):
            rest = text[len(_text(line)) :]
            asks = text.endswith(("?", "？")) or len(list(words(rest))) >= _FEWEST_MORE
            if n >= max(2, _GOES_ON * line.copies) and asks:
                yield text.rstrip(" :：|")

    def may_name(self, found: LineRoles, order: Sequence[str]) -> Iterator[str]:
        """Yield the fields, of questions in order, whose answers may be the respondents' names.

        They stand before the first question, nearly all copies have them, and nearly all answers differ and are short.
        """
        for key in order:
            line, said = found.lines[key], self.said[key]
            if not line.label and key.count(" ") + 1 > _LONGEST_FIELD:
                return
            whole = sum(said.values())
            short = sum(n for text, n in said.items() if text.count(" ") + 1 <= _LONGEST_NAME)
            differ = len(said) >= _NEARLY_ALL * whole and short >= _NEARLY_ALL * whole
            if line.copies >= _NEARLY_ALL * self.copies and differ and not self.is_personal(line):
                yield key

    def guidance(self, head: str, found: LineRoles) -> Iterator[str]:
        """Yield the keys of a question's explanations, in order."""
        often = max(2, _KEPT * found.lines[head].copies)
        own = [
            key
            for key, of in self.below.items()
            if key not in found.parts and of[head] >= min(often, 0.5 * max(of.values()))
        ]
        for key in sorted(own, key=lambda key: (self.rank[key], key)):
            repeated = sum(self.below[key].values()) > 1.5 * found.lines[key].copies or len(self.below[key]) > 3
            if self.below[key][head] and not repeated:
                yield key

    def furniture(self, found: LineRoles) -> Iterator[str]:
        """Yield what stands around several questions, and below a section's heading."""
        for key in sorted(self.below, key=lambda key: (self.rank[key], key)):
            of = self.below[key]
            if key not in found.parts and set(of) != {"\0"} and (len(of) > 3 or not any(h in found.heads for h in of)):
                yield key

    def kind_of(self, cell: str) -> tuple[Kind, tuple[str, ...]]:
        """Return a question's kind by the marks seen below it, and by how its answers begin; and a choice's options."""
        options = self.options[cell]
        if {"yes", "no"} <= {word_of(option) for option in options}:
            return "yesno", ()
        least = max(2 if self.copies > 1 else 1, _FEWEST_OPTION * max(options.values(), default=0))
        offered = tuple(option for option, n in options.items() if n >= least)
        if len(offered) >= 2:
            return "choice", offered
        begun = self.answers[cell]
        whole = sum(begun.values())
        # What is asked with a verb first wants a yes or a no, also where many explain at once, or all say the same.
        wanted = finder("questions", "decide").begins(cell.rpartition("\0")[2])
        both = wanted or (begun["yes"] > 0 and begun["no"] > 0)
        share = _SAY_SO_IF_ASKED if wanted else _SAY_SO
        decided = whole >= _FEWEST_ANSWERS and both and begun["yes"] + begun["no"] >= share * whole
        return ("yesno" if decided else "open"), ()


def _fields(found: LineRoles, keys: Sequence[str]) -> dict[str, Field]:
    """Return those of the lines below a question that are labels of a contact's fields, each a field."""
    texts = {key: _text(found.lines[key]) for key in keys}
    fields = {key: Field(text, held) for key, text in texts.items() if (held := classify_label(text)) is not None}
    return fields if any(field.holds in PERSONAL - {"address"} for field in fields.values()) else {}


def _options(raw: str, key: str) -> Iterator[str]:
    """Yield the options of a line: what stands behind each box, or the yes and the no without one."""
    if is_choice(key) and not BOXES.search(raw):
        yield from ("Yes", "No")
        return
    for text in BOXES.split(raw)[1:]:
        option = re.split(r"[:;：]", word_as_form(text), maxsplit=1)[0].strip()
        if any(True for _ in words(option)):
            yield option


def _question(line: Observed, own_id: str, section: str, of: _Walked, named: str | None) -> Question:
    text = _text(line)
    kind, options = of.kind_of(line.key)
    printed = unique((*_printed_wordings(line), *of.goes_on(line)))
    fields: tuple[Field, ...] = ()
    held = classify_label(text) if kind == "open" else None
    if text == named:
        kind = "respondent"
    elif held is not None and held in PERSONAL and (held != "address" or of.is_personal(line)):
        kind, fields = "contact", (Field(text, held),)
        printed = unique((*printed, *EMAIL_LABELS)) if held == "email" else printed
    return Question(own_id, text, kind, section, None, tuple(p for p in printed if p != text), options, fields=fields)


def _sections(
    found: LineRoles, of: _Walked, order: Sequence[str]
) -> tuple[tuple[Section, ...], dict[str, str], list[str]]:
    """Return the sections, each question's, and the headings that head no section of the form.

    Where questions stand under one heading in some copies and under another in others, as answered and unanswered
    ones may, the first of these headings is theirs in the form.
    """
    mostly = {key: of.within[key].most_common(1)[0][0] for key in order}
    steady: dict[str, list[float]] = defaultdict(list)
    for key, section in mostly.items():
        steady[section].append(of.within[key][section] / sum(of.within[key].values()))
    shifting = sorted(
        (s for s, at in steady.items() if s and sum(at) / len(at) < _OWN_SECTION), key=lambda s: (of.rank[s], s)
    )
    if shifting:
        mostly = {key: shifting[0] if section in shifting else section for key, section in mostly.items()}
    used = unique(mostly[key] for key in order)
    names = {"": Section("opening", "")}
    taken = {"opening"}
    for key in used:
        if key:
            title = _text(found.lines[key])
            names[key] = Section(_free_id(_slug(title) or "section", taken), title)
    others = [(s, mostly[key]) for key in order for s, n in of.within[key].items() if n > 1 and s != mostly[key]]
    # Where versions set a heading above other questions, it is the form's wherever it stands.
    moved = {section for pair in others for section in pair}
    loose = [key for key in found.sections if key not in used or key in shifting or key in moved]
    return tuple(names[key] for key in used), {key: names[section].id for key, section in mostly.items()}, loose


def _order_numbered(found: LineRoles, order: Sequence[str]) -> list[str]:
    """Put the numbered questions in the order of their numbers, each where one of them stands, if that tells more."""
    numbers = {key: _parts_of(n) for key in order if (n := _number(found.lines[key]))}
    if len(set(numbers.values())) < len(numbers):
        return list(order)  # they begin anew in each section
    by_number = iter(sorted(numbers, key=lambda key: numbers[key]))
    return [next(by_number) if key in numbers else key for key in order]


def _number(line: Observed) -> str:
    """Return the number that most copies print before a line; nothing where they do not."""
    number, n = line.numbers.most_common(1)[0] if line.numbers else ("", 0)
    return number if n and n >= _NUMBERED * line.copies else ""


def _parts_of(number: str) -> tuple[tuple[int, str], ...]:
    """Return the parts of a printed number, to sort by: 1.2 comes before 1.10."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in number.split("."))


def _ids(lines: Sequence[Observed]) -> dict[str, str]:
    """Return an id for each question: the printed number where it is the question's alone, else a slug."""
    kept = {line.key: number for line in lines if (number := _number(line))}
    times = Counter(kept.values())
    taken = set(times)
    ids = {}
    for line in lines:
        number = kept.get(line.key, "")
        ids[line.key] = number if times[number] == 1 else _free_id(_slug(_text(line)) or "question", taken)
    return ids


def _slug(text: str) -> str:
    """Return the first words of a text as an id; a number alone would be taken for a printed one."""
    own = "-".join(slug(text).split("-")[:_SLUG_WORDS])
    return f"q-{own}" if own.split("-")[0].isdigit() else own


def _free_id(wanted: str, taken: set[str]) -> str:
    own, n = wanted, 1
    while own in taken:
        n += 1
        own = f"{wanted}-{n}"
    taken.add(own)
    return own


def _text(line: Observed) -> str:
    text = line.wordings.most_common(1)[0][0]
    return text.rstrip(" :：|") if line.label or text.endswith(":") else text


def _printed_wordings(line: Observed) -> tuple[str, ...]:
    """Return the other wordings of a question, and what it is with the pointer that is printed behind it."""
    text = _text(line)
    found = [wording.rstrip(" :：|") for wording, _ in line.wordings.most_common(_MOST_PRINTED)]
    # What stands in brackets, each edition words anew: what stands before them is a wording too.
    before = {wording: wording[: aside.start()] for wording in found if (aside := _ASIDE.search(wording))}
    alike = Counter(without_figures(text) for text in before.values())
    found += [text for text in before.values() if alike[without_figures(text)] > 1 and text.count(" ") >= _ASIDE_BEHIND]
    if pointer(line.raw) is not None:
        found.insert(0, _whole_line(line))
    return tuple(other for other in unique(found) if slug(other) != slug(text))


def _whole_line(line: Observed) -> str:
    """Return a line as it is printed, a pointer's words included."""
    text = line.wordings.most_common(1)[0][0]
    found = pointer(line.raw)
    return text if found is None else f"{text} ({found[1]})"
