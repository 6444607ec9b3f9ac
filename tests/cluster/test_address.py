from __future__ import annotations

from pathlib import Path

import pytest

from msqqa.cluster.address import Address, address_of, is_address
from msqqa.errors import StoreError
from msqqa.index.location import command


@pytest.mark.parametrize(
    ("named", "uri", "collection"),
    [
        ("milvus:./answers.db", "./answers.db", "msqqa"),
        ("milvus:/data/answers.db#survey", "/data/answers.db", "survey"),
        ("milvus:http://search:19530", "http://search:19530", "msqqa"),
        ("milvus:https://search.example#wave_2024", "https://search.example", "wave_2024"),
    ],
)
def test_a_path_gives_the_address_that_was_typed(named: str, uri: str, collection: str) -> None:
    assert is_address(Path(named))
    assert address_of(Path(named)) == Address(uri, collection)
    assert str(address_of(Path(named))) == named


def test_a_folder_is_no_address() -> None:
    assert not is_address(Path("index/milvus"))


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("milvus:answers.faiss", "ends in .db"),
        ("milvus:./a.db#two words", "cannot name a collection"),
        ("milvus:./a.db#" + "x" * 41, "cannot name a collection"),
        ("milvus:http://me:secret@search:19530", "MILVUS_TOKEN"),
    ],
)
def test_what_is_no_address_is_told_and_no_password_is_printed(named: str, told: str) -> None:
    with pytest.raises(StoreError, match=told) as raised:
        address_of(Path(named))
    assert "secret" not in str(raised.value)


def test_only_a_file_of_many_passages_is_slow() -> None:
    file, server = address_of(Path("milvus:./answers.db")), address_of(Path("milvus:http://search:19530"))
    assert "keep 400,064 passages in a folder or on a Milvus server" in file.find_quicker(400_064)
    assert [file.find_quicker(40_138), server.find_quicker(400_064)] == ["", ""]


def test_a_remedy_can_be_typed_as_it_is_told() -> None:
    assert command("forms", Path("milvus:http://search:19530#survey")).endswith("'milvus:http://search:19530#survey'")
