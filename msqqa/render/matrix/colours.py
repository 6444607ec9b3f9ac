"""What each word of a cell looks like; told apart by a letter too, never by colour alone."""

BACKGROUNDS = {
    "yes": "B7E1C0",
    "partial": "DDEBB0",
    "planned": "FFE9A8",
    "no": "F4B9B2",
    "answered": "CFE2F3",
    "unclear": "E3D2EF",
    "blank": "EEEEEE",
}
"""Word → a light colour, as red, green and blue in hexadecimal, on which black reads well."""
LETTERS = {"yes": "y", "partial": "~", "planned": "p", "no": "n", "answered": "a", "unclear": "?", "blank": "·"}
STYLES = {
    "yes": "black on green",
    "partial": "black on yellow",
    "planned": "black on cyan",
    "no": "black on red",
    "answered": "blue",
    "unclear": "magenta",
    "blank": "bright_black",
}
"""Word → its style, in Rich's words."""
