"""``python evals/encoders/cut.py``: what the default encoder's vocabulary would lose if it were cut to some scripts.

A piece is of the scripts that its letters are of. It prints, for each cut, how many of the 250,002 pieces stay and how
many megabytes of embeddings, and of the pieces that responses and questions here are cut into, which share goes. Where
none goes, a cut edition has the same pieces and so the same vectors, and need not be measured on those texts.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import marisa_trie

from msqqa.encode.unigram import TRIE, Unigram
from msqqa.encode.unpacked import folder

REPO = Path(__file__).resolve().parent.parent.parent
CUTS = {
    "Latin": {"LATIN"},
    "Latin, Cyrillic, Arabic, Chinese": {"LATIN", "CYRILLIC", "ARABIC", "CJK"},
    "the same, Greek, Japanese, Korean": {
        "LATIN",
        "CYRILLIC",
        "ARABIC",
        "CJK",
        "GREEK",
        "HIRAGANA",
        "KATAKANA",
        "HANGUL",
    },
}
BYTES = 384 * (0.5 + 2 / 32)
"""Of a row of embeddings: 4 bits a number, and a scale for each 32 of them."""


@cache
def script_of(char: str) -> str | None:
    """Return the script of a letter, as Unicode's names have it; None of what is no letter."""
    if not char.isalpha():
        return None
    name = unicodedata.name(char, "?").removeprefix("FULLWIDTH ").removeprefix("HALFWIDTH ")
    return "LATIN" if name.endswith("ORDINAL INDICATOR") else name.split()[0]


def scripts_of(text: str) -> set[str]:
    """Return the scripts of a text's letters."""
    return {script for char in text if (script := script_of(char))}


def main() -> None:
    """Print a table."""
    home = folder()
    trie = marisa_trie.Trie()
    trie.load(str(home / TRIE))
    ids = Unigram(home)
    pieces = {piece: scripts_of(piece) for piece in trie.keys()}  # noqa: SIM118 - a trie
    texts: dict[str, list[str]] = {}
    for corpus in sorted((REPO / "corpora").iterdir()):
        for file in sorted(corpus.glob("*.md")):
            texts.setdefault(f"corpora/{corpus.name}", []).append(file.read_text(encoding="utf-8"))
    for file in sorted((REPO / "evals").glob("*/*.jsonl")):
        if file.parent.name not in ("judging", "reading"):
            lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
            asked = [line.get("text") or line.get("query") or "" for line in lines]
            texts.setdefault(f"evals/{file.parent.name}", []).extend(asked)
    texts["evals/encoders"] = [(REPO / "evals/encoders/cross-language.tsv").read_text(encoding="utf-8")]
    met = {name: Counter(_pieces(ids, own)) for name, own in texts.items()}
    for name, kept in CUTS.items():
        stay = sum(scripts <= kept for scripts in pieces.values())
        room = f"{stay * BYTES / 1e6:.0f} of {len(pieces) * BYTES / 1e6:.0f} MB"
        print(f"{name}: {stay:,} of {len(pieces):,} pieces, {room}")
        for place, counted in met.items():
            gone = sum(n for piece, n in counted.items() if not scripts_of(piece) <= kept)
            if gone or "--all" in sys.argv:
                print(f"  {place}: {gone:,} of {counted.total():,} ({gone / counted.total():.4f})")


def _pieces(ids: Unigram, texts: list[str]) -> list[str]:
    return [text[a:b] for text in texts for a, b in ids.spans(text)[1] if b > a]


if __name__ == "__main__":
    main()
