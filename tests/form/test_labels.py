"""Which label of a form names the respondent, in any language: words of the languages' files, in any form."""

from __future__ import annotations

import pytest

from msqqa.form.labels import names_the_respondent, nouns_for


@pytest.mark.parametrize(
    "label",
    [
        *("Country name", "Country", "Organisation", "Nom du pays", "Nombre del país", "Name des Landes"),
        *("НАЗВАНИЕ СТРАНЫ", "Страна", "Організація", "国名", "国家名称", "会社名", "اسم البلد", "البلد"),
        *("Nama negara", "Negara", "Ülke adı", "Улсын нэр", "국가명", "국가 이름", "Nazwa kraju", "Jina la nchi"),
    ],
)
def test_a_label_names_the_respondent(label: str) -> None:
    assert names_the_respondent(["E-mail", label]) == label
    assert "countries" in nouns_for(label)


@pytest.mark.parametrize(
    "label",
    [
        *("Name of the law", "Название закона", "法律名称", "国家法律", "Nama undang-undang", "اسم القانون"),
        *("Имя контактного лица", "联系人姓名", "Nama narahubung", "Name des Ansprechpartners"),
        *(
            "Какая страна поставляет данные",
            "Country of origin of the data",
            "Stadtplan",
            "システム名",
            "E-mail",
            "Land use",
        ),
    ],
)
def test_another_label_names_nobody(label: str) -> None:
    assert names_the_respondent([label]) is None


def test_a_country_comes_before_an_organisation_and_a_person() -> None:
    assert names_the_respondent(["Организация", "Имя", "Название страны"]) == "Название страны"
    assert names_the_respondent(["Имя", "Организация"]) == "Имя"
