"""Which page of Latin letters a text is in: the one under which a language has all of its letters.

The pages differ in a few letters only, and a detector by frequency takes one for the other: Hungarian read as a western
text is full of õ and û beside ö and ü, which no western language has.
"""

from __future__ import annotations

from collections import Counter

PAGES = ("cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257", "iso8859_9")
"""The likelier first: where two fit alike, the first is taken."""
_ALPHABETS = {
    "french": "àâæçéèêëîïôœùûüÿ",
    "spanish": "áéíñóúü¿¡ªº",
    "portuguese": "ãáàâçéêíóôõúüªº",
    "german": "äöüß",
    "italian": "àèéìíîòóùú",
    "danish and norwegian": "æøåéòóäöü",
    "swedish and finnish": "åäöéàü",
    "icelandic": "áéíóúýþæöð",
    "dutch": "éëïóöüèêáà",
    "catalan": "àçéèíïóòúü",
    "albanian": "ëç",
    "hungarian": "áéíóöőúüű",
    "polish": "ąćęłńóśźż",
    "czech": "áčďéěíňóřšťúůýž",
    "slovak": "áäčďéíĺľňóôŕšťúýž",
    "croatian, bosnian and slovene": "čćđšž",
    "romanian": "ăâîşţ",
    "turkish": "çğıöşüâîû\u0307",
    "lithuanian": "ąčęėįšųūž",
    "latvian": "āčēģīķļņšūž",
    "estonian": "äõöüšž",
}
_SIGNS = frozenset("\u00a0“”„‘’‚–—…«»‹›•·°€£§©®™´`′″½¼²±×\u00ad")
"""What any language may have, and that tells nothing."""


def latin_page(data: bytes) -> tuple[str, float] | None:
    """Return the page that fits best, and how well: the share of the letters beyond ASCII that one language has.

    None where no page has all the bytes, or no letter tells.
    """
    best: tuple[str, float] | None = None
    for page in PAGES:
        try:
            text = data.decode(page)
        except UnicodeDecodeError:
            continue
        counts = Counter(c for c in text.lower() if not c.isascii() and c not in _SIGNS)
        whole = sum(counts.values())
        if not whole:
            continue
        fit = max(_fit(language, counts) for language in _ALPHABETS) / whole
        if best is None or fit > best[1] + 0.02:
            best = page, fit
    return best


def _fit(language: str, counts: Counter[str]) -> int:
    """Return how many of the letters a language has."""
    # Turkish ş and ı are Icelandic þ and ý on the western page; but no Icelandic is without an á or an í.
    if language == "icelandic" and not any(counts[c] for c in "áéíóú"):
        return 0
    return sum(counts[c] for c in _ALPHABETS[language])
