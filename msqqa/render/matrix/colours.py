"""What each word of a cell looks like on paper; its mark tells it apart too, never colour alone."""

BACKGROUNDS = {
    "yes": "B7E1C0",
    "partial": "DDEBB0",
    "planned": "FFE9A8",
    "no": "F4B9B2",
    "answered": "FFFFFF",
    "unclear": "E3D2EF",
    "blank": "EEEEEE",
}
"""Word → a light colour, as red, green and blue in hexadecimal, on which black reads well."""
