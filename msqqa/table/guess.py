"""A table → what its columns are, from the data: which values repeat, and what the heads are called."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msqqa.table.personal_columns import personal_columns
from msqqa.table.sheet import ColumnMapping
from msqqa.table.values import Profile, is_blank, profile
from msqqa.table.vocabulary import (
    ANSWERS,
    CODE,
    EDITION,
    GROUPS,
    NOUNS,
    REMARKS,
    SECTION,
    WHAT,
    WHO,
    head_words,
    names_respondent,
    spell_out,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msqqa.table.sheet import Sheet

_SAME = 0.95
"""Share of rows in which a pair must be met for the first time, or a name."""
_DENSE = 0.2
"""Share of the pairs of respondent and question that a long table holds, at least."""
_LONG = 2.5
"""Score from which a table is taken for long though a column has a value of its own in each row."""
_NAME = 80
"""Characters of a respondent's name, in the mean, at most."""


def guess(sheet: Sheet, *, apart: bool = False) -> ColumnMapping:
    """Return what the columns of a table seem to be.

    ``apart`` says that each row comes from a file of its own, which names it where no column does: so one that gives
    two the same name is none.
    """
    profiles = [profile(sheet.column(at)) for at in range(len(sheet.columns))]
    heads = [set[str]() if column.several or column.parent else head_words(column) for column in sheet.columns]
    looked = _Looked(sheet, profiles, heads, apart=apart)
    alone = looked.one_respondent()
    if alone is not None:
        return alone
    who, certainty = looked.find_name_column()
    pair = looked.pair()
    if pair is not None and (who is None or pair[0] >= _LONG or certainty < 2):
        return looked.long(pair[1], pair[2])
    return looked.wide(who)


class _Looked:
    def __init__(
        self, sheet: Sheet, profiles: Sequence[Profile], heads: Sequence[set[str]], *, apart: bool = False
    ) -> None:
        self._sheet = sheet
        self._profiles = profiles
        self._heads = heads
        self._rows = len(sheet.rows)
        self._apart = apart
        self._personal = personal_columns(sheet)
        self._aside = {at for at, column in enumerate(sheet.columns) if column.role in ("metadata", "weight")}
        self._written = {at for at, column in enumerate(sheet.columns) if column.role == "detail"}

    # ---------------------------------------------------------------- wide

    def find_name_column(self) -> tuple[int | None, float]:
        """Return the column that names each row's respondent, and how sure that is."""
        if self._apart:  # a year that each file has of its own would tell regions apart
            by_itself = self._find_names(None)
            if by_itself[0] is not None:
                return by_itself
        return self._find_names(self._edition(set()))

    def _find_names(self, edition: int | None) -> tuple[int | None, float]:
        best: tuple[float, int | None] = (0.0, None)
        for at, (column, head) in enumerate(zip(self._profiles, self._heads, strict=True)):
            if not self._may_name(at):
                continue
            is_id = self._sheet.columns[at].role == "id"
            by_head = 1.0 if is_id else 2.0 if head & WHO else 1.0 if head & CODE else 0.0
            if len(self._sheet.columns[at].text.split()) > 4:
                by_head = 1.0 if names_respondent(self._sheet.columns[at]) else 0.0
            if column.filled < 0.8 * self._rows:
                continue
            least = 1.0 if self._apart else 0.8 if by_head >= 2 else _SAME
            if self._names(at, edition) < least * column.filled:
                continue
            if column.numbers and by_head < 1:
                continue
            score = (
                by_head + 0.5 * (at == 0) + 0.4 * (not column.numbers and 1 < column.length < 40 and column.words < 5)
            )
            if score > best[0] + 1e-9:
                best = score, at
        return (best[1], best[0]) if best[0] >= 0.9 else (None, 0.0)

    def _names(self, at: int, edition: int | None) -> int:
        """Return how many different names a column holds; the same one in another edition is another."""
        if edition is None or edition == at:
            return self._profiles[at].distinct
        rows = self._sheet.rows
        return len({(row.values[at], row.values[edition]) for row in rows if not is_blank(row.values[at])})

    def _may_name(self, at: int) -> bool:
        column = self._profiles[at]
        spread = self._sheet.columns[at]
        return bool(column.filled) and not (
            at in self._personal
            or at in self._aside
            or at in self._written
            or spread.options
            or spread.parent
            or column.closed
            or column.addresses
            or column.times
            or column.length > _NAME
            or column.questions > 0.3
        )

    def wide(self, who: int | None) -> ColumnMapping:
        """Return the mapping of a table with a row a respondent."""
        code = self._beside(who, CODE | WHO)
        edition = self._edition({who, code})
        taken = {who, code, edition}
        ids = {at for at, column in enumerate(self._sheet.columns) if column.role == "id"}
        aside = tuple(sorted((self._aside | ids) - taken))
        rest = [at for at in range(len(self._heads)) if at not in taken and at not in aside]
        groups = tuple(at for at in rest if self._is_group(at)) if who is not None else ()
        rest = [at for at in rest if at not in groups]
        details = self._remarks_behind(rest)
        answers = tuple(a for a in rest if a not in details)
        return ColumnMapping("wide", who, code, edition, groups, answers=answers, details=details, ignored=aside)

    def _remarks_behind(self, columns: Sequence[int]) -> tuple[int, ...]:
        """Return the columns of remarks on the column before: named after it, or the like behind several of them."""
        found, named_after = [], 0
        written = [at for at in columns if at in self._written]
        columns = [at for at in columns if at not in self._written]
        for before, at in pairwise(columns):
            head = self._sheet.columns[at].text
            few = len(head.split()) <= 4
            asked = self._sheet.columns[before].text
            after = bool(head != asked and head.startswith(asked))
            if before in found or self._profiles[at].closed or not self._heads[at] & REMARKS:
                continue
            if after or (few and self._profiles[before].closed):
                found.append(at)
                named_after += after
        # A single column of that kind at the end is the survey's own last question.
        told = found if named_after or len(found) >= 2 or found[-1:] != list(columns[-1:]) else []
        return tuple(sorted((*told, *written)))

    # ---------------------------------------------------------------- long

    def one_respondent(self) -> ColumnMapping | None:
        """Return the mapping of a table that is one respondent's form: questions beside answers, and nobody's name."""
        asked = [at for at, head in enumerate(self._heads) if head & WHAT and not head & CODE]
        said = [at for at, head in enumerate(self._heads) if head & ANSWERS and at not in asked]
        if len(asked) != 1 or not said or any(h & WHO and at not in asked for at, h in enumerate(self._heads)):
            return None
        question = self._profiles[asked[0]]
        if question.distinct < _SAME * self._rows:
            return None
        named = [at for at in range(len(self._heads)) if self._profiles[at].closed and at not in said]
        if named:
            return None
        return self.long(None, asked[0])

    def pair(self) -> tuple[float, int, int] | None:
        """Return the respondent's and the question's columns of a long table with a score; None for a wide one."""
        may = [at for at in range(len(self._heads)) if self._may_be_key(at)][:10]
        best: tuple[float, int, int] | None = None
        for who in may:
            for what in may:
                score = self._score(who, what) if who != what else None
                if score is not None and (best is None or score > best[0]):
                    best = score, who, what
        return best

    def _may_be_key(self, at: int) -> bool:
        column = self._profiles[at]
        named = bool(self._heads[at] & (WHO | WHAT | CODE))
        return not (at in self._aside or at in self._written or self._sheet.columns[at].options) and (
            column.filled >= _SAME * self._rows
            and 2 <= column.distinct < self._rows
            and not (column.closed or column.addresses or column.times)
            and (not column.numbers or named)
            and (column.length <= _NAME or bool(self._heads[at] & WHAT))
        )

    def _score(self, who: int, what: int) -> float | None:
        whom, which = self._profiles[who], self._profiles[what]
        edition = self._edition({who, what})
        columns = [who, what] + ([edition] if edition is not None else [])
        pairs = {tuple(row.values[c] for c in columns) for row in self._sheet.rows}
        editions = self._profiles[edition].distinct if edition is not None else 1
        if len(pairs) < _SAME * self._rows or self._rows < 1.5 * max(whom.distinct, which.distinct):
            return None
        dense = self._rows / (whom.distinct * which.distinct * max(editions, 1))
        if dense < _DENSE:
            return None
        by_head = 2.0 * bool(self._heads[who] & WHO) + 0.5 * bool(self._heads[who] & CODE)
        by_head += 2.0 * bool(self._heads[what] & WHAT)
        by_head -= 2.0 * bool(self._heads[what] & NOUNS) + 2.0 * bool(self._heads[who] & WHAT)
        asks = 1.5 * (which.questions > 0.3) + 0.3 * (which.words > whom.words)
        named = 0.2 * (not whom.numbers and whom.length > 3)
        return min(dense, 1.0) + by_head + asks + named + 0.25 * (who < what)

    def long(self, who: int | None, what: int) -> ColumnMapping:
        """Return the mapping of a table with a row a respondent and question."""
        code = self._beside(who, None)
        if who is not None and code is not None and self._profiles[code].length > self._profiles[who].length:
            who, code = code, who
        asked = self._beside(what, None, not_of=(who, code))
        if asked is not None and self._profiles[asked].length > self._profiles[what].length:
            what, asked = asked, what
        edition = self._edition({who, code, what, asked})
        rest = [at for at in range(len(self._heads)) if at not in {who, code, what, asked, edition}]
        alone = who is None
        section = next((at for at in rest if self._heads[at] & SECTION and (alone or self._follows(what, at))), None)
        groups = tuple(at for at in rest if at != section and who is not None and self._is_group(at))
        groups = tuple(at for at in groups if who is not None and self._follows(who, at))
        ignored = tuple(
            at
            for at in rest
            if at != section
            and at not in groups
            and not self._heads[at] & (REMARKS | ANSWERS)
            and self._follows(what, at)
        )
        rest = [at for at in rest if at != section and at not in groups and at not in ignored]
        closed = [at for at in rest if self._profiles[at].closed]
        named = [at for at in rest if self._heads[at] & ANSWERS]
        answers = closed or named
        if len(closed) <= 1 and len({*closed, *named}) == 1:
            answers = [*{*closed, *named}]
            details = tuple(at for at in rest if at not in answers and self._heads[at] & REMARKS)
        else:
            details = ()
        kept = tuple(at for at in rest if at not in details)
        return ColumnMapping("long", who, code, edition, groups, what, asked, section, kept, details, ignored)

    # ---------------------------------------------------------------- columns beside others

    def _beside(self, key: int | None, heads: frozenset[str] | None, not_of: Sequence[int | None] = ()) -> int | None:
        """Return a column that names the same things as another one, by other names."""
        if key is None:
            return None
        for at in range(len(self._heads)):
            column = self._profiles[at]
            if at == key or at in not_of or at in self._personal or not (self._may_name(at) or self._heads[at] & CODE):
                continue
            if heads is not None and (not self._heads[at] & heads or len(self._sheet.columns[at].text.split()) > 3):
                continue
            if column.distinct != self._profiles[key].distinct:
                continue
            named = bool(self._heads[at] & CODE)
            if (named and column.distinct == self._rows) or (self._follows(key, at) and self._follows(at, key)):
                return at
        return None

    def _follows(self, key: int, at: int) -> bool:
        """Return whether a column's value follows from another one's, and is there."""
        if self._profiles[at].closed or not self._profiles[at].filled:
            return False
        known: dict[str, str] = {}
        for row in self._sheet.rows:
            if known.setdefault(row.values[key], row.values[at]) != row.values[at]:
                return False
        return len(known) < self._rows  # or nothing is known twice

    def _edition(self, taken: set[int | None]) -> int | None:
        """Return the column of waves: each holds several rows, or all, or the head says nothing else ("Year").

        "Year built" is an answer: it is another one in nearly each row.
        """
        for at, head in enumerate(self._heads):
            column = self._profiles[at]
            few = 1 <= column.distinct <= max(12, self._rows // 20) and column.filled >= _SAME * self._rows
            shared = column.distinct == 1 or 2 * column.distinct <= column.filled
            said = spell_out(self._sheet.columns[at].text).split()
            if at not in taken and head & EDITION and few and (len(said) == 1 or (len(said) == 2 and shared)):
                return at
        return None

    def _is_group(self, at: int) -> bool:
        if at in self._personal:
            return False
        column, head = self._profiles[at], self._sheet.columns[at].text
        few = 1 < column.distinct <= max(2, self._rows // 2) and column.length <= 40
        return bool(self._heads[at] & GROUPS) and few and len(head.split()) <= 2 and not column.numbers
