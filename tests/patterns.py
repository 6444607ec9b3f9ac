"""Every regular expression of the package, and strings on which one that backtracks takes for ever.

The strings come from the pattern's own parse tree: what each of its unbounded repeats repeats, the characters that two
neighbouring repeats share, and pairs of all its characters, many times over, behind what leads there and before what
lets the match fail.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import pkgutil
import re
import re._constants as codes
import re._parser as parser
import signal
import time
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msqqa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

ANCHORED = {"match", "fullmatch"}
"""Methods that try one place; all others try each."""
_MANY = 20
"""Times from which a bounded repeat counts as one without a bound."""
_ALPHABET = [
    *map(chr, range(9, 14)),
    *map(chr, range(32, 127)),
    *"àéжщ中ا٣²—–•·“”’«»…，。：？☐☒\u00a0\u0301\u200f\u0000",
]


@dataclass
class Found:
    """A pattern of the package."""

    where: str
    pattern: re.Pattern[str]
    methods: set[str] = field(default_factory=set)


class _Word(str):
    """Stands for what only a running program knows: the nouns of a corpus, say."""

    __slots__ = ()

    def __getattr__(self, name: str) -> _Word:
        return self

    def __call__(self, *_: object, **__: object) -> _Word:
        return self


class _Names(dict[str, Any]):
    def __init__(self, module: ModuleType) -> None:
        super().__init__()
        self._known = vars(module)

    def __missing__(self, name: str) -> Any:
        if name in self._known:
            return self._known[name]
        return getattr(builtins, name) if hasattr(builtins, name) else _Word("word")


def modules() -> Iterator[ModuleType]:
    """Yield all modules of the package, imported."""
    for found in pkgutil.walk_packages(msqqa.__path__, "msqqa."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


@cache
def patterns() -> list[Found]:
    """Return every pattern that the package compiles, with the methods by which it is used."""
    found: dict[tuple[str, int], Found] = {}
    uses: dict[str, set[str]] = defaultdict(set)
    places: list[tuple[str, Found]] = []
    for module in modules():
        assert module.__file__ is not None
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        names = _names_of(tree)
        own = module.__name__
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                # A name of its own module, or one that others import; called, or given to what calls it.
                name = _last_name(node.value)
                uses[f"{own}.{name}" if name.startswith("_") else name].add(node.attr)
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr != "escape":
                one = _evaluated(module, node)
                one = found.setdefault((one.where, one.pattern.flags), one)
                if node.func.attr == "compile":
                    name = names.get(node, "")
                    places.append((f"{own}.{name}" if name.startswith("_") else name, one))
                else:
                    one.methods.add(node.func.attr)
    for name, one in places:
        used = uses[name] & {"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
        one.methods |= used or {"search"}
    return list(found.values())


def _names_of(tree: ast.Module) -> dict[ast.Call, str]:
    """Return the name that each call's value is given."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.targets[0], ast.Name):
            found[node.value] = node.targets[0].id
    return found


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _evaluated(module: ModuleType, node: ast.Call) -> Found:
    names = _Names(module)

    def value(expression: ast.expr) -> Any:
        return eval(compile(ast.Expression(expression), module.__file__ or "", "eval"), dict(vars(module)), names)

    pattern = value(node.args[0])
    flags = [value(k.value) for k in node.keywords if k.arg == "flags"]
    after = {"compile": 1, "sub": 3, "subn": 3, "split": 2}.get(str(getattr(node.func, "attr", "")), 2)
    flags += [value(one) for one in node.args[after : after + 1]]
    flags = [one for one in flags if isinstance(one, re.RegexFlag)]
    where = f"{module.__name__}:{node.lineno}"
    if isinstance(pattern, bytes):  # is looked for in the same way
        pattern, flags = pattern.decode("latin-1"), [re.ASCII | (flags[0] if flags else 0)]
    return Found(where, re.compile(pattern, flags[0] if flags else 0))


# ---------------------------------------------------------------- strings that take long


@cache
def attacks(pattern: re.Pattern[str]) -> list[tuple[str, str, str]]:
    """Return (what leads there, what is repeated, what is behind it) for a pattern."""
    flags = pattern.flags & ~re.UNICODE
    tree = parser.parse(pattern.pattern, flags)
    found: dict[tuple[str, str], None] = {}
    for before, body in _repeats(tree, ""):
        for sample in dict.fromkeys([_sample(body), _sample(body, last=True)]):
            if sample:
                found[before, sample] = None
                found["", sample] = None
    letters = _characters(tree)
    for one in letters:
        found["", one] = None
    for before, one in product({before for before, _ in found if before}, letters[:6]):
        found[before, one] = None
    for one in dict.fromkeys(_words(tree)):
        for more in ("", "x", " ", "x "):
            found["", one + more] = None
    pairs = [(a, b) for a, b in product(letters, letters) if a != b]
    step = max(1, len(pairs) // 20)
    for a, b in pairs[::step]:
        found["", a + b] = None
    whole = _sample(tree)
    if whole:
        found["", whole] = None
        found["", whole[:-1] or whole] = None
    return [(before, body, after) for before, body in found if body for after in ("", "\x00", "\n")]


def _words(tree: Any) -> Iterator[str]:
    """Yield texts of a pattern's first parts, which begin a match that nothing ends: some 12 of them."""
    for code, argument in list(tree)[:2]:
        if code is codes.SUBPATTERN:
            yield _sample([(code, argument)])[:12]
            yield from list(_words(argument[3]))[:4]
        elif code is codes.BRANCH:
            for branch in argument[1][:6]:
                yield from list(_words(branch))[:2]
                yield _sample(branch)[:12]
        elif code not in (codes.ASSERT, codes.ASSERT_NOT, codes.AT):
            yield _sample([(code, argument)])[:12]


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, Any]]:
    """Yield what each unbounded repeat of a tree repeats, with a text that leads there."""
    for code, argument in tree:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            _, most, body = argument
            if most >= _MANY:
                yield before, body
            yield from _repeats(body, before)
        elif code is codes.SUBPATTERN:
            yield from _repeats(argument[3], before)
        elif code is codes.BRANCH:
            for branch in argument[1]:
                yield from _repeats(branch, before)
        elif code is codes.ATOMIC_GROUP:
            yield from _repeats(argument, before)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeats(argument[1], before)
        before += _sample([(code, argument)])


def _sample(tree: Any, *, last: bool = False) -> str:
    """Return a text that a tree matches, its assertions aside."""
    found = ""
    for code, argument in tree:
        if code is codes.LITERAL:
            found += chr(argument)
        elif code in (codes.IN, codes.ANY, codes.NOT_LITERAL, codes.CATEGORY):
            fitting = _fitting(code, argument)
            found += (fitting[-1] if last else fitting[0]) if fitting else ""
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            least, most, body = argument
            found += _sample(body, last=last) * max(least, int(most > 0 and last))
        elif code is codes.SUBPATTERN:
            found += _sample(argument[3], last=last)
        elif code is codes.BRANCH:
            found += _sample(argument[1][-1 if last else 0], last=last)
        elif code is codes.ATOMIC_GROUP:
            found += _sample(argument, last=last)
    return found


def _fitting(code: Any, argument: Any) -> list[str]:
    """Return the letters of the alphabet that a class matches, ordinary ones first."""
    if code is codes.ANY:
        return ["x", " ", ".", "1"]
    if code is codes.NOT_LITERAL:
        return [c for c in "x .1-(<" if ord(c) != argument]
    inside = argument if code is codes.IN else [(code, argument)]
    negated = bool(inside) and inside[0][0] is codes.NEGATE
    kept = [c for c in _ALPHABET if any(_is_in(c, part) for part in inside[1:] if negated) is False] if negated else [
        c for c in _ALPHABET if any(_is_in(c, part) for part in inside)
    ]  # fmt: skip
    if not kept and not negated:
        kept = [chr(part[1]) for part in inside if part[0] is codes.LITERAL][:1]
        kept += [chr(part[1][0]) for part in inside if part[0] is codes.RANGE][:1]
    return sorted(kept, key=lambda c: (not c.isalnum(), c != " "))


def _is_in(letter: str, part: tuple[Any, Any]) -> bool:
    code, argument = part
    if code is codes.LITERAL:
        return bool(ord(letter) == argument)
    if code is codes.RANGE:
        return bool(argument[0] <= ord(letter) <= argument[1])
    kind = str(argument).removeprefix("CATEGORY_")
    name, wanted = kind.removeprefix("NOT_"), not kind.startswith("NOT_")
    tests: dict[str, Callable[[str], bool]] = {
        "SPACE": str.isspace,
        "DIGIT": str.isdigit,
        "WORD": lambda c: c.isalnum() or c == "_",
    }
    return tests[name](letter) is wanted


def _characters(tree: Any) -> list[str]:
    """Return the characters that tell a tree's parts apart: one or two of each class, and its literals, some 12."""
    found: dict[str, None] = {}
    literals: dict[str, None] = {}

    def walk(part: Any) -> None:
        for code, argument in part:
            if code is codes.LITERAL:
                literals[chr(argument)] = None
            elif code in (codes.IN, codes.ANY, codes.NOT_LITERAL, codes.CATEGORY):
                fitting = _fitting(code, argument)
                found.update(dict.fromkeys([*fitting[:1], *fitting[-1:]]))
                spaces = [c for c in fitting if c.isspace()]
                found.update(dict.fromkeys(spaces[:1]))
                if len(fitting) < 8:
                    found.update(dict.fromkeys(fitting))
            elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
                walk(argument[2])
            elif code is codes.SUBPATTERN:
                walk(argument[3])
            elif code is codes.BRANCH:
                for branch in argument[1]:
                    walk(branch)
            elif code is codes.ATOMIC_GROUP:
                walk(argument)
            elif code in (codes.ASSERT, codes.ASSERT_NOT):
                walk(argument[1])

    walk(tree)
    ordinary = [c for c in literals if not c.isalnum()][:8]
    return [*dict.fromkeys([*list(found)[:10], *ordinary, *list(literals)[:3]])]


# ---------------------------------------------------------------- repeats within repeats


def overlapping(pattern: re.Pattern[str]) -> str:
    """Return the repeat of a pattern that can share one run of characters out in many ways; "" where none can.

    That is an unbounded repeat whose body may itself be such a run, and nothing but it: ``(a+)+``, ``(a*b*)*``. A
    possessive repeat, or one in an atomic group, gives nothing back and cannot.
    """
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    return next(_overlapping(tree), "")


def _overlapping(tree: Any) -> Iterator[str]:
    for code, argument in tree:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            _, most, body = argument
            if most >= _MANY:
                for letters in _runs(body):
                    yield f"a repeat within a repeat, both of {sorted(letters)[:5]}"
            yield from _overlapping(body)
        elif code is codes.SUBPATTERN:
            yield from _overlapping(argument[3])
        elif code is codes.BRANCH:
            for branch in argument[1]:
                yield from _overlapping(branch)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _overlapping(argument[1])


def _runs(tree: Any) -> Iterator[set[str]]:
    """Yield the letters of each unbounded repeat that may be all of what a tree matches."""
    parts = [part for part in tree if part[0] not in (codes.AT, codes.ASSERT, codes.ASSERT_NOT)]
    for at, (code, argument) in enumerate(parts):
        others = [*parts[:at], *parts[at + 1 :]]
        if any(not _may_be_empty(other) for other in others):
            continue
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[1] >= _MANY:
            letters = _letters(argument[2])
            if letters:
                yield letters
        elif code is codes.SUBPATTERN:
            yield from _runs(argument[3])
        elif code is codes.BRANCH:
            for branch in argument[1]:
                yield from _runs(branch)


def _may_be_empty(part: tuple[Any, Any]) -> bool:
    code, argument = part
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return argument[0] == 0 or all(_may_be_empty(one) for one in argument[2])
    if code is codes.SUBPATTERN:
        return all(_may_be_empty(one) for one in argument[3])
    if code is codes.BRANCH:
        return any(all(_may_be_empty(one) for one in branch) for branch in argument[1])
    if code is codes.ATOMIC_GROUP:
        return all(_may_be_empty(one) for one in argument)
    return code in (codes.AT, codes.ASSERT, codes.ASSERT_NOT)


def _letters(tree: Any) -> set[str]:
    """Return the letters of the alphabet of which a tree matches one alone."""
    if len(tree) != 1:
        return set()
    code, argument = tree[0]
    if code is codes.LITERAL:
        return {chr(argument)}
    if code in (codes.IN, codes.ANY, codes.NOT_LITERAL, codes.CATEGORY):
        return set(_fitting(code, argument))
    return _letters(argument[3]) if code is codes.SUBPATTERN else set()


# ---------------------------------------------------------------- the clock


class _TimeUp(BaseException):
    pass


def slowest(
    found: Found, lengths: Sequence[int], per_character: float, least: float = 0.02
) -> tuple[float, int, str] | None:
    """Return (seconds, characters, what was repeated) where a pattern takes too long; None where it never does.

    A pattern takes too long where its time grows faster than its text. Growth is measured only where the time is
    suspicious, so that a slow or busy processor fails no pattern and a fast one passes none. A long text is tried only
    where an eighth of it took more than an eighth of an eighth of what the whole one may: what grows by the square or
    faster is seen there, and most patterns take far less.

    Parameters
    ----------
    lengths:
        Of the strings, growing: what explodes does so on the first.
    per_character, least:
        Processor seconds for each character, and whatever the length, up to which a time is not suspicious.
    """  # fmt: skip
    for length in lengths:
        bound = least + per_character * length
        for before, body, after in attacks(found.pattern):
            for method in sorted(found.methods):
                if length > _LONG and not _is_suspicious(found.pattern, method, (before, body, after), length, bound):
                    continue
                text = before + body * max(1, length // len(body)) + after
                taken = _seconds(found.pattern, method, text, bound)
                if taken > bound and _grows(found.pattern, method, (before, body, after), length, bound):
                    return taken, len(text), f"{method} on {before!r} + {body!r} * {length // len(body)} + {after!r}"
    return None


_LONG = 2_000
"""Characters from which a part of a text is tried first."""
_HOPELESS = 20
"""Times the bound: what takes longer explodes on any processor."""
_PART, _LINEAR = 8, 24
"""A linear pattern takes 8 times as long for 8 times the text, a quadratic one 64 times; between them lies 24."""


def _grows(pattern: re.Pattern[str], method: str, parts: tuple[str, str, str], length: int, bound: float) -> bool:
    """Return whether a pattern's time grows clearly faster than its text."""
    before, body, after = parts
    hopeless = _HOPELESS * bound

    def seconds(characters: int) -> float:
        text = before + body * max(1, characters // len(body)) + after
        return min(_seconds(pattern, method, text, hopeless) for _ in range(3))

    whole = seconds(length)
    return whole > hopeless or (whole > bound and whole > _LINEAR * seconds(length // _PART))


def _is_suspicious(
    pattern: re.Pattern[str], method: str, parts: tuple[str, str, str], length: int, bound: float
) -> bool:
    """Return whether an eighth of a text takes so long that the whole may take more than it is allowed."""
    before, body, after = parts
    text = before + body * max(1, length // _PART // len(body)) + after
    return _seconds(pattern, method, text, bound) > bound / _PART**2


def _seconds(pattern: re.Pattern[str], method: str, text: str, bound: float) -> float:
    def stop(*_: object) -> None:
        raise _TimeUp

    before = signal.signal(signal.SIGPROF, stop)
    began = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_PROF, bound + 0.02, 0.5)
        try:
            if method in ("sub", "subn"):
                pattern.sub("", text)
            elif method == "finditer":
                for _ in pattern.finditer(text):
                    pass
            else:
                getattr(pattern, method)(text)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except _TimeUp:
        signal.setitimer(signal.ITIMER_PROF, 0)
    finally:
        signal.signal(signal.SIGPROF, before)
    return time.process_time() - began
