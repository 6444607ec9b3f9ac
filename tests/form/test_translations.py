"""A form in English, laid over copies that print it in other languages and in other dresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from msqqa.encode import Encoder
from msqqa.form.align import best_alignment
from msqqa.form.cells import cells_of
from msqqa.form.load import parse
from msqqa.form.segment import segment
from msqqa.read.markdown import read

if TYPE_CHECKING:
    from msqqa.model import Cell, Form

FORM = """
id = "harbours"
title = "A survey of harbours"
guidance = ["If yes, please give the link and explain."]

[[section]]
id = "A"
title = "Safety and environment"

[[section.question]]
id = "1"
text = "Does your harbour have a plan against oil spills?"
kind = "yesno"

[[section.question]]
id = "2"
text = "Is there a lighthouse at the entrance of the harbour?"
kind = "yesno"

[[section.question]]
id = "3"
text = "How often are the quays inspected?"
kind = "choice"
options = ["Every month", "Every year", "Never"]

[[section.question]]
id = "4"
text = "Do you measure the quality of the water?"
kind = "yesno"

[[section.question]]
id = "5"
text = "Which of these goods are handled?"
kind = "group"
  [[section.question.part]]
  id = "fish"
  text = "Fish"
  kind = "tick"
  [[section.question.part]]
  id = "timber"
  text = "Timber"
  kind = "tick"

[[section.question]]
id = "6"
text = "Please describe anything else that matters to sailors."
kind = "open"
"""

GERMAN = """
## Sicherheit und Umwelt

Frage 1: Hat Ihr Hafen einen Plan gegen Ölverschmutzungen?

☒ Ja ☐ Nein

Wenn ja, geben Sie bitte den Link an und erläutern Sie.

Ölwehrplan von 2019.

Frage 2: Gibt es an der Hafeneinfahrt einen Leuchtturm?

☐ Ja ☒ Nein

Wenn ja, geben Sie bitte den Link an und erläutern Sie.

Frage 3: Wie oft werden die Kaianlagen überprüft?

☐ Jeden Monat

☒ Jedes Jahr

☐ Nie

Frage 4: Messen Sie die Wasserqualität?

Ja  Nein

Frage 5: Welche dieser Güter werden umgeschlagen?

☒ Fisch

Dorsch und Hering.

☐ Holz

Frage 6: Beschreiben Sie bitte, was für Seeleute sonst noch wichtig ist.

Der Nebel.
"""

UKRAINIAN = """
## Безпека та довкілля

**1.** Чи має ваш порт план дій на випадок розливу нафти?

☑ Так ☐ Ні

План 2019 року.

**2**. Чи є маяк на вході
до порту?

☐ Так ☑ Ні

**3.** Як часто перевіряють причали?

☐ Щомісяця

☑ Щороку

☐ Ніколи

**4.** Чи вимірюєте ви якість води?

Так  Ні

**5.** Які з цих вантажів обробляють?

☑ Риба

Тріска та оселедець.

☐ Деревина

**6.** Просимо описати все інше, що важливо для моряків.

Туман.
"""

JAPANESE = """
## 安全と環境

| 番号 | 質問 | 回答 |
|---|---|---|
| 1 | 油流出に対する計画がありますか？<br>はいの場合は、リンクを示して説明してください。 | ☑ はい ☐ いいえ<br>2019年。 |
| 2 | 港の入口に灯台がありますか？ | はい いいえ√ |
| 3 | 岸壁はどのくらいの頻度で点検されますか？ | ☐ 毎月<br>☑ 毎年<br>☐ 一度もない |
| | 4. 水質を測定していますか？ | はい いいえ |
| 5 | 次のうちどの貨物を取り扱っていますか？ | |
| | ☑ 魚 | タラとニシン。 |
| | ☐ 木材 | |
| 6 | 船員にとって重要なその他のことを記述してください。 | 霧。 |
"""

ARABIC = """
## السلامة والبيئة

س١) هل لدى مينائكم خطة لمواجهة انسكاب النفط؟

[x] نعم [ ] لا

خطة عام 2019.

س٢) هل توجد منارة عند مدخل الميناء؟

[ ] نعم [x] لا

س٣) كم مرة يجري تفتيش الأرصفة؟

[ ] كل شهر

[x] كل سنة

[ ] أبداً

س٤) هل تقيسون جودة المياه؟

نعم  لا

س٥) أي من هذه البضائع تتم مناولتها؟

[x] السمك

القد والرنجة.

[ ] الخشب

س٦) يرجى وصف أي شيء آخر يهم البحارة.

الضباب.
"""

DUTCH = """
## Veiligheid en milieu

Heeft uw haven een plan tegen olielekkages?

Antwoord: Ja

Plan van 2019.

Staat er een vuurtoren bij de ingang van de haven?

Antwoord: Nee. Die is in 1953 weggespoeld.

Hoe vaak worden de kades geïnspecteerd?

Elke maand

Elk jaar (X)

Nooit

Meet u de kwaliteit van het water?

Ja  Nee

Welke van deze goederen worden overgeslagen?

☒ Vis

Kabeljauw en haring.

☐ Hout

Beschrijf alles wat verder van belang is voor zeelieden.

De mist.
"""

OTHER = """
1. Wie heißt Ihre Bäckerei?

Zur goldenen Brezel

2. Backen Sie auch am Sonntag?

☒ Ja ☐ Nein

3. Wie viele Sorten Brot verkaufen Sie?

Siebzehn

4. Bilden Sie Lehrlinge aus?

☐ Ja ☒ Nein

5. Bitte beschreiben Sie Ihren Ofen.

Ein Holzofen aus dem Jahr 1911.
"""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.named("multilingual")


@pytest.fixture(scope="module")
def form() -> Form:
    return parse(FORM, "harbours.toml")


def _cells(text: str, form: Form, encoder: Encoder) -> tuple[dict[str, Cell], str]:
    document = read("copy.md", text.encode())
    alignment = best_alignment(document, [form], encoder)
    assert alignment is not None
    segments = segment(document, alignment)
    assert "".join(document.text[s.start : s.end] for s in segments) == document.text
    return {cell.question: cell for cell in cells_of(document, alignment, segments, "copy")}, document.text


copies = pytest.mark.parametrize(
    "text", [GERMAN, UKRAINIAN, JAPANESE, ARABIC, DUTCH], ids=["german", "ukrainian", "japanese", "arabic", "dutch"]
)


@copies
def test_a_copy_in_another_language_is_read(text: str, form: Form, encoder: Encoder) -> None:
    cells, whole = _cells(text, form, encoder)
    assert list(cells) == ["1", "2", "3", "4", "5.fish", "5.timber", "6"]
    assert [cells[q].stance for q in cells] == ["yes", "no", "yes", "unclear", "yes", "blank", "yes"]
    assert cells["1"].selection.options == ("yes",)
    assert cells["2"].selection.options == ("no",)
    assert cells["4"].selection.state == "lost"
    assert cells["3"].selection.options == ("Every year",)  # as the form words it
    assert "2019" in "".join(whole[a:b] for a, b in cells["1"].answers)
    # The form's words between a question and its answer are no answer.
    quoted = "".join(whole[a:b] for cell in cells.values() for a, b in cell.answers)
    assert not any(asked in quoted for asked in ("Wenn ja", "はいの場合", "番号", "|"))


def test_without_an_encoder_words_alone_count(form: Form) -> None:
    assert best_alignment(read("copy.md", GERMAN.encode()), [form]) is None


def test_another_form_is_no_copy(form: Form, encoder: Encoder) -> None:
    assert best_alignment(read("other.md", OTHER.encode()), [form], encoder) is None


def test_a_question_that_a_copy_lacks_is_not_found_elsewhere(form: Form, encoder: Encoder) -> None:
    start, end = GERMAN.index("Frage 2:"), GERMAN.index("Frage 3:")
    cells, _ = _cells(GERMAN[:start] + GERMAN[end:], form, encoder)
    assert "2" not in cells
    assert cells["1"].stance == "yes"
    assert cells["3"].selection.options == ("Every year",)


@pytest.mark.parametrize(
    "other", ["De vuurtoren bij de ingang", "Hoe onze stad aan haar naam kwam", "Dank aan wie ons hielp"]
)
def test_a_line_set_as_the_questions_are_is_one_only_where_it_may_say_that(
    other: str, form: Form, encoder: Encoder
) -> None:
    asked = [line for line in DUTCH.splitlines() if line.endswith("?") or line.startswith("Beschrijf")]
    headed = DUTCH
    for line in asked:
        headed = headed.replace(line, f"### {line}")
    cells, _ = _cells(headed.replace("Staat er een vuurtoren bij de ingang van de haven?", other), form, encoder)
    assert ("2" in cells) == ("vuurtoren" in other)
    assert cells["1"].stance == "yes"
    assert cells["3"].selection.options == ("Every year",)
