from __future__ import annotations

import pytest

from msqqa.places import LANGUAGES, gazetteer, names_of, place, regions, regions_of


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("MONGOLIA", "MN"),
        ("  mongolia ", "MN"),
        ("Mongolie", "MN"),
        ("Монголия", "MN"),
        ("蒙古", "MN"),
        ("MNG", "MN"),
        ("Côte d'Ivoire", "CI"),
        ("Cote d’Ivoire", "CI"),
        ("Republic of Kenya", "KE"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Bolivia (Plurinational State of)", "BO"),
        ("United Republic of Tanzania", "TZ"),
        ("Netherlands (Kingdom of the)", "NL"),
        ("Republic of Moldova", "MD"),
        ("Viet Nam", "VN"),
        ("Dominican Republic", "DO"),
        ("Commonwealth of Dominica", "DM"),
        ("Central African Republic", "CF"),
        ("United Arab Emirates", "AE"),
        ("United States", "US"),
        ("Bosnia and Herzegovina", "BA"),
    ],
)
def test_a_place_is_known_by_its_names(name: str, code: str) -> None:
    assert place(name) == code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Niger", "Nigeria"),
        ("Guinea", "Guinea-Bissau"),
        ("Guinea", "Equatorial Guinea"),
        ("Sudan", "South Sudan"),
        ("Samoa", "American Samoa"),
        ("Dominica", "Dominican Republic"),
        pytest.param("Republic of the Congo", "Democratic Republic of the Congo"),
    ],
)
def test_places_with_like_names_are_told_apart(one: str, other: str) -> None:
    assert place(one) is not None
    assert place(other) is not None
    assert place(one) != place(other)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Democratic Republic of the Congo", "CD"),
        ("Republic of Korea", "KR"),
        ("Democratic People's Republic of Korea", "KP"),
        ("Russian Federation", "RU"),
        ("Syrian Arab Republic", "SY"),
        ("United States of America", "US"),
        ("United Kingdom of Great Britain and Northern Ireland", "GB"),
        ("State of Palestine", "PS"),
        ("Micronesia (Federated States of)", "FM"),
        ("Saint Kitts and Nevis", "KN"),
        ("Holy See", "VA"),
    ],
)
def test_the_official_un_name_of_a_state_names_it(name: str, code: str) -> None:
    assert place(name) == code


@pytest.mark.parametrize(
    "name", ["ACME Ltd", "", "  ", "Republic", "Kingdom of the", "People's", "!?", "Ministry of Kenya"]
)
def test_what_names_no_place_is_none(name: str) -> None:
    assert place(name) is None


@pytest.mark.parametrize(("code", "english"), [("MN", "Mongolia"), ("KE", "Kenya"), ("FR", "France"), ("JP", "Japan")])
def test_the_first_of_a_places_names_is_the_english_one(code: str, english: str) -> None:
    names = names_of(code)
    assert names[0] == english
    assert len(set(names)) == len(names)


def test_the_un_languages_are_among_the_languages() -> None:
    assert {"en", "fr", "es", "ar", "ru", "zh"} <= set(LANGUAGES)


def test_each_place_is_found_by_its_english_name() -> None:
    wrong = {code: names[0] for code, names in gazetteer().items() if place(names[0]) != code}
    assert wrong == {}


def test_unions_and_codes_of_nothing_are_no_places() -> None:
    assert not {"EU", "UN", "ZZ", "XA"} & set(gazetteer())


def test_a_place_lies_in_its_regions_and_no_others() -> None:
    assert set(regions_of("MN")) == {"Eastern Asia", "Asia", "East Asia", "Landlocked Developing", "LLDCs"}
    assert "Africa" in regions_of("KE")
    assert "Asia" not in regions_of("KE")
    assert regions_of("XX") == ()


def test_a_region_is_the_union_of_its_parts() -> None:
    parts = ("Eastern Asia", "Central Asia", "South-eastern Asia", "Southern Asia", "Western Asia")
    assert regions()["Asia"] == frozenset().union(*(regions()[part] for part in parts))


def test_the_five_continents_share_no_place() -> None:
    continents = [regions()[name] for name in ("Africa", "Americas", "Asia", "Europe", "Oceania")]
    assert sum(map(len, continents)) == len(frozenset().union(*continents))


def test_every_code_in_a_region_is_a_known_place() -> None:
    assert frozenset().union(*regions().values()) <= set(gazetteer())
