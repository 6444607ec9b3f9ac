"""Numbers as lists print them."""

from __future__ import annotations

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_ROMAN = 3999


def format_number(number: int, form: str) -> str:
    """Return a number in one of the forms that Word names; in digits where the form is another.

    >>> (format_number(4, "lowerRoman"),
    ...  format_number(28, "upperLetter"),
    ...  format_number(7, "decimalZero"),
    ...  format_number(3, "ordinalText"))
    ('iv', 'BB', '07', '3')
    """
    if form in ("lowerRoman", "upperRoman") and 0 < number <= _MOST_ROMAN:
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26 * 30:
        # Word goes on with aa, bb, cc.
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    found = ""
    for worth, sign in _ROMAN:
        while number >= worth:
            found, number = found + sign, number - worth
    return found
