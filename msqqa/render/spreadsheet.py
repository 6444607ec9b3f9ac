"""Text as a spreadsheet may hold it: none that it would run, or cannot hold; and workbooks that carry no date."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
import zipfile

from msqqa.escapes import make_harmless

_FORMULA = frozenset("=+-@")
_MOST = 32_000
"""Characters that a cell holds."""
_NEVER = dt.datetime(1980, 1, 1)
_NUMBER = re.compile(r"[+-]\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?%?")


def make_safe(value: str) -> str:
    r"""Return text that a spreadsheet will not run; a number may keep its sign.

    What counts is the first character that is seen, also where it is as wide as a Chinese one.

    >>> make_safe("=1+1"), make_safe("plain"), make_safe("-5.2"), make_safe("-5+cmd"), make_safe(" \uff1d1")
    ("'=1+1", 'plain', '-5.2', "'-5+cmd", "' \uff1d1")
    """
    first = next((c for c in value if not c.isspace() and c.isprintable()), "")
    begins = value[:1] in ("\t", "\r") or unicodedata.normalize("NFKC", first) in _FORMULA
    return "'" + value if begins and not _NUMBER.fullmatch(value) else value


def text_of_cell(value: str) -> str:
    """Return text that a workbook can hold, and that no spreadsheet takes for a formula."""
    return make_safe(make_harmless(value))[:_MOST]


def remove_dates(written: io.BytesIO) -> bytes:
    """Return a workbook without the time at which it was written: the same answers make the same file each time."""
    from openpyxl.packaging.core import DocumentProperties
    from openpyxl.xml.constants import ARC_CORE
    from openpyxl.xml.functions import tostring

    core = tostring(DocumentProperties(creator="msqqa", created=_NEVER, modified=_NEVER).to_tree())
    undated = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(undated, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name)  # of 1980, as the format begins
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, core if name == ARC_CORE else old.read(name))
    return undated.getvalue()
