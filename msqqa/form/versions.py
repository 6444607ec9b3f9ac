"""Versions of one form: what was found in the copies of each is joined, so that they are one form with other wordings.

Two versions that share half of their questions are one form. What only some of them ask is asked all the same; what one
prints otherwise, or with another year, is another wording.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msqqa.form.describe import LineRoles
from msqqa.form.observe import Observed
from msqqa.form.rewordings import join_rewordings, with_keys
from msqqa.form.shared import WordingIndex, without_figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msqqa.form.line_candidates import DocumentUnits

_SAME_FORM = 0.5
"""Share of the questions of the version with fewer that two versions have in common, from which they are one form."""
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Version:
    """Copies that share their lines, and what these are."""

    copies: tuple[DocumentUnits, ...]
    found: LineRoles


def join_versions(versions: Sequence[Version]) -> list[Version]:
    """Join the versions of one form, the largest first.

    Lines that several versions have are known by one key afterwards, whatever becomes of the versions.
    """
    alike = _unify_keys(versions)
    families: list[list[Version]] = []
    for version in sorted(alike, key=lambda version: -len(version.copies)):
        family = max(families, key=lambda family: _kinship(family, version), default=None)
        if family is None or _kinship(family, version) < _SAME_FORM:
            families.append([version])
        else:
            family.append(version)
    joined = [_merge_family(family) for family in families]
    joined = [replace(version, found=join_rewordings(version.found)) for version in joined]
    return sorted(joined, key=lambda version: -len(version.copies))


def _kinship(family: Iterable[Version], version: Version) -> float:
    """Return which share of its questions a version has in common with the nearest of a family."""
    shares = []
    for other in family:
        both = len(other.found.heads & version.found.heads)
        smaller = min(len(other.found.heads), len(version.found.heads))
        shares.append(both / smaller if both >= min(_FEWEST, smaller) else 0.0)
    return max(shares, default=0.0)


def _merge_family(family: Sequence[Version]) -> Version:
    """Return versions as one: what a line is, most copies that have it say."""
    if len(family) == 1:
        return family[0]
    lines: dict[str, Observed] = {}
    said: dict[str, Counter[str]] = {}
    for version in family:
        found = version.found
        for key, line in found.lines.items():
            lines.setdefault(key, Observed(key)).add(line)
            what = (
                "heads"
                if key in found.heads
                else "parts"
                if key in found.parts
                else "sections"
                if key in found.sections
                else ""
            )
            said.setdefault(key, Counter())[what] += line.copies
    of = {key: max(votes, key=lambda what: (votes[what], what)) for key, votes in said.items()}

    def those(what: str) -> set[str]:
        return {key for key, own in of.items() if own == what}

    sequences = [sequence for version in family for sequence in version.found.sequences]
    copies = tuple(copy for version in family for copy in version.copies)
    return Version(copies, LineRoles(sequences, lines, those("heads"), those("parts"), those("sections")))


def _unify_keys(versions: Sequence[Version]) -> list[Version]:
    """Give lines that several versions print alike, or nearly, one key."""
    index, known, bare = WordingIndex(), set[str](), dict[str, str]()
    renamed = []
    for version in sorted(versions, key=lambda version: -len(version.copies)):
        own: dict[str, str] = {}
        taken: set[str] = set()
        lines = version.found.lines
        for key in sorted(lines, key=lambda key: (key not in known, -lines[key].copies, key)):
            near = [key] if key in known else []
            near += [other for like, other in index.near(key) if like]
            near += [bare[without_figures(key)]] if without_figures(key) in bare else []
            own[key] = next(
                (other for other in near if other == key or (other not in taken and other not in lines)), key
            )
            taken.add(own[key])
        for key in taken - known:
            index.add(key)
            bare.setdefault(without_figures(key), key)
        known |= taken
        renamed.append(replace(version, found=with_keys(version.found, own)))
    return renamed
