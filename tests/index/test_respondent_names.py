from __future__ import annotations

import pytest

from msqqa.index.respondent_names import Titled, names_of, years_in_titles, years_of


def _named(*responses: tuple[str, str, str]) -> list[str]:
    return list(names_of({id_: Titled(id_, title, edition) for id_, title, edition in responses}).values())


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (
            ("SIG CLI Annual Report", "SIG Docs Annual Report", "WG Batch Annual Report"),
            ["SIG CLI", "SIG Docs", "WG Batch"],
        ),
        (
            ("Self-assessment of Corvid", "Self-assessment of Heron", "Self-assessment of Wren"),
            ["Corvid", "Heron", "Wren"],
        ),
        (("Survey – Trade & Industry", "Survey – Health", "Survey – Home"), ["Trade & Industry", "Health", "Home"]),
        (("Survey", "Survey", "Survey"), ["Sig Cli", "Sig Docs", "Wg Batch"]),
        (("", "", ""), ["Sig Cli", "Sig Docs", "Wg Batch"]),
        (("A first", "", ""), ["Sig Cli", "Sig Docs", "Wg Batch"]),
    ],
)
def test_titles_name_by_what_they_do_not_share(titles: tuple[str, str, str], names: list[str]) -> None:
    ids = ("sig-cli", "sig-docs", "wg-batch")
    assert _named(*((id_, title, "") for id_, title in zip(ids, titles, strict=True))) == names


def test_a_word_of_the_file_stays_in_the_name_though_half_of_the_titles_have_it() -> None:
    """That most groups are a SIG tells nobody apart, and is their name all the same; the odd title is outvoted."""
    years = ("2022", "2023", "2024")
    responses = [(f"sig-{who}-{year}", f"{year} Report: SIG {who.upper()}", year) for who in "ab" for year in years]
    responses += [("wg-c-2022", "WG C, Report 2022", "2022"), ("sig-a-2021", "Kubernetes SIG A Report 2021", "2021")]
    assert set(_named(*responses)) == {"SIG A", "SIG B", "WG C"}


def test_a_title_that_names_somebody_else_than_the_file_names_nobody() -> None:
    people = [
        ("quill", "Review by Jo Armitage", ""),
        ("tarn", "Review by Lee Baxter", ""),
        ("fell", "Review by Kit Dray", ""),
    ]
    assert _named(*people) == ["Quill", "Tarn", "Fell"]
    own = [
        ("jo-armitage", "Answers: Jo Armitage", ""),
        ("lee-baxter", "Answers: Lee Baxter", ""),
        ("x", "Answers: Kit", ""),
    ]
    assert _named(*own)[:2] == ["Jo Armitage", "Lee Baxter"]


@pytest.mark.parametrize(
    ("paths", "years"),
    [
        (["a-2022.md", "a-2023.md"], ["2022", "2023"]),
        (["2022/a.md", "2023/a.md", "2023/b.md"], ["2022", "2023", "2023"]),
        (["2021-2022 a.docx", "2022-2023 a.docx"], ["2022", "2023"]),
        (["a-2022.md", "a.md"], []),
        (["a-2022.md", "b-2022.md"], []),
        (["a-20221.md", "b-20232.md"], []),
    ],
)
def test_a_year_that_every_file_has_is_the_edition(paths: list[str], years: list[str]) -> None:
    assert list(years_of(paths).values()) == years


def test_a_year_may_stand_in_the_title() -> None:
    assert years_in_titles({"a": "2019 survey", "b": "Survey of 2020"}) == {"a": "2019", "b": "2020"}
