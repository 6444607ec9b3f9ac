from __future__ import annotations

import pytest

from msqqa.personal.values import emails, ips, is_body, is_name, is_public_box, kinds_of, phones


def _texts(found: object, text: str) -> list[str]:
    return [text[a:b] for a, b in found(text)]  # type: ignore[operator]


def test_addresses() -> None:
    text = "jane.roe@x.org, josé@пример.рф; jane (at) x (dot) org; [jim] [at] x.org; @handle and a@b"
    assert _texts(emails, text)[:3] == ["jane.roe@x.org", "josé@пример.рф", "jane (at) x (dot) org"]
    assert "@handle" not in _texts(emails, text)


@pytest.mark.parametrize("text", ["+254 20 123-4567", "0800 111 222", "(020) 7946 0018", "+1.415.555.0100"])
def test_telephone_numbers(text: str) -> None:
    assert _texts(phones, f"call {text} now") == [text]


_NUMBERS = [
    "2024-05-06",
    "5,000 services",
    "in 1997-2003",
    "question 41",
    "3.14159",
    "Decree No. 14/2019",
    "décret n° 2021-088",
]


@pytest.mark.parametrize("text", _NUMBERS)
def test_other_numbers_are_none(text: str) -> None:
    assert _texts(phones, text) == []


@pytest.mark.parametrize("text", ["Tel. no. 555-2014", "Phone No. 2021-0885", "téléphone n° 2021-0881"])
def test_a_telephone_s_number_is_no_act_s(text: str) -> None:
    assert len(_texts(phones, text)) == 1


def test_internet_protocol() -> None:
    assert _texts(ips, "10.0.0.1 2001:db8::7 1.2.3.4.5 12:30 300.1.1.1") == ["10.0.0.1", "2001:db8::7"]


def test_names_and_bodies() -> None:
    people = ("Jane Roe", "Dr. Jean de la Croix", "山田太郎", "مريم حسن", "O'Neill, Sean")
    bodies = ("Ministry of Finance", "Universidad de Lima", "Агентство связи", "財務省")
    assert [name for name in people if not is_name(name)] == []
    assert [name for name in bodies if is_name(name)] == []
    assert [name for name in (*bodies, *people) if is_body(name)] == list(bodies)
    assert is_public_box("Helpdesk@x.org")
    assert not is_public_box("jane@x.org")


def test_long_lines_take_no_time() -> None:
    for text in ("a" * 200_000, "1 " * 100_000, ("a." * 100_000), ":" * 100_000, "@" * 100_000, "(at" * 60_000):
        for find in (emails, phones, ips):
            list(find(text))


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        (["Jane Roe"], ["names"]),
        (["jane@x.org"], ["e-mail addresses"]),
        (["+254 20 123-4567"], ["telephone numbers"]),
        (["198.51.100.7", "2001:db8::1"], ["IP addresses"]),
        (["ext. 12"], ["contact details"]),
        (["12 Harbour Road, Mombasa 80100"], ["contact details"]),
        (["Jane Roe, jane@x.org, +254 20 123-4567"], ["names", "e-mail addresses", "telephone numbers"]),
        (["**Jane Roe** <jane@x.org>\n\n- +254 20 123-4567 (198.51.100.7)"],
         ["names", "e-mail addresses", "telephone numbers", "IP addresses"]),
        (["+254 20 123-4567", "Jane Roe"], ["names", "telephone numbers"]),
        ([], []),
    ],
)  # fmt: skip
def test_what_is_withheld_is_told_by_its_kind(values: list[str], kinds: list[str]) -> None:
    assert kinds_of(values) == kinds
