"""Mentions that deny, in every language that has a file: its samples, and what only looks like a denial."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from msqqa.ask.judge.denials import is_denied_mention
from msqqa.languages import codes
from msqqa.languages.negation import is_negated
from msqqa.model import Cell, Selection
from tests.support import REPO

SAMPLES: dict[str, dict[str, Any]] = tomllib.loads((REPO / "tests/languages/samples.toml").read_text(encoding="utf-8"))


def _denies(text: str, code: str, term: str = "WCAG") -> bool:
    whole = ((0, len(text)),)
    cell = Cell("a", "1", "a", whole, whole, Selection("none"), "yes", "stated", language=code)
    return is_denied_mention(text, [term], cell, "")


@pytest.mark.parametrize("code", codes())
def test_each_language_denies_a_mention(code: str) -> None:
    assert [text for text in SAMPLES[code]["denying"] if not _denies(text, code)] == []
    assert [text for text in SAMPLES[code]["affirming"] if _denies(text, code)] == []


@pytest.mark.parametrize(
    ("text", "code", "denied"),
    [
        ("WCAG gilt; ein Chatbot besteht nicht.", "de", False),  # another clause
        ("Das Gesetz, das WCAG nicht nennt, gilt.", "de", True),
        ("Портал, где нет рекламы, соответствует WCAG.", "ru", False),
        ("Сайты проверяются на WCAG не реже раза в год.", "ru", False),
        ("Без кабеля связь даёт спутник WCAG", "ru", False),  # without something else
        ("Сайты строятся без WCAG", "ru", True),
        ("为不同部门提供WCAG培训。", "zh", False),
        ("未来将采用WCAG。", "zh", False),
        ("无障碍标准采用WCAG。", "zh", False),  # 无 is part of "accessibility"
        ("O portal cumpre as WCAG que não mudaram.", "pt", False),  # a relative clause denies something else
        ("تشمل خدمات غير الحكومية WCAG", "ar", False),
        ("Hatua ya kwanza ni WCAG.", "sw", False),  # "hatua" is a step, no negation
        ("Сайтууд WCAG-г саадгүй хэрэглэдэг.", "mn", False),  # "without hindrance"
        ("La loi n'a pas été changée, et le portail applique les WCAG.", "fr", False),
        # A condition, or what is only supposed, denies nothing.
        ("Las páginas no se publican sin WCAG.", "es", False),
        ("Los datos de WCAG no se abren sin consulta.", "es", False),
        ("Un trámite no sale si no lo entiende alguien y si no cumple WCAG.", "es", False),
        ("Ningún portal cumple WCAG, salvo el de Hacienda.", "es", False),
        ("Aucun site n'est publié sans WCAG.", "fr", False),
        ("Keine Seite erscheint ohne WCAG.", "de", False),
        ("Сайт не публикуется без WCAG.", "ru", False),
        ("Nenhum sítio abre sem WCAG.", "pt", False),
        ("WCAG olmadan sayfa yayınlanmaz.", "tr", False),
        ("Если портал не соответствует WCAG, его закрывают.", "ru", False),
        ("Wenn WCAG nicht gilt, gilt EN 301 549.", "de", False),
        ("Los sitios se construyen sin WCAG.", "es", True),
        ("El portal no cumple WCAG.", "es", True),
        # A date between two commas ends no clause, and a label has its no behind it.
        ("La norma WCAG, de 2011, fue derogada.", "es", True),
        ("Aplica WCAG, y DORA no.", "es", False),
        ("WCAG: no.", "es", True),
        ("WCAG : non", "fr", True),
        ("WCAG: no es obligatoria, se aplica", "es", False),
    ],
)
def test_a_negation_counts_in_its_clause(text: str, code: str, denied: bool) -> None:
    assert _denies(text, code) is denied


def test_a_no_in_the_words_themselves_denies_nothing() -> None:
    text = "Das Amt nutzt Kein Code."
    start = text.index("Kein")
    assert not is_negated(text, start, start + len("Kein Code"), "de")


def test_a_language_without_a_file_denies_nothing() -> None:
    assert not _denies("Nemáme WCAG.", "cs")
