from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msqqa.corpus import Corpus, Described
from msqqa.errors import CorpusError


def _write(folder: Path, *paths: str) -> None:
    for path in paths:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")


def _ids(corpus: Corpus) -> dict[str, str]:
    return {p.relative_to(corpus.path).as_posix(): i for p, i in corpus.ids(corpus.files()).items()}


def test_a_corpus_is_named_as_its_folder(tmp_path: Path) -> None:
    (tmp_path / "msq-2024").mkdir()
    assert Corpus.at(tmp_path / "msq-2024").name == "msq-2024"
    assert Corpus.at(tmp_path / "msq-2024" / ".." / "msq-2024").name == "msq-2024"


def test_a_missing_folder_is_refused_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="nowhere") as caught:
        Corpus.at(tmp_path / "nowhere")
    assert caught.value.remedy


def test_a_file_is_no_corpus(tmp_path: Path) -> None:
    _write(tmp_path, "kenya.md")
    with pytest.raises(CorpusError, match="not a folder"):
        Corpus.at(tmp_path / "kenya.md")


def test_files_come_from_all_folders_in_a_fixed_order(tmp_path: Path) -> None:
    _write(tmp_path, "b.md", "a.md", "z/c.txt", "z/a.md")
    corpus = Corpus.at(tmp_path)
    assert corpus.files() == sorted(corpus.files())
    assert [p.relative_to(tmp_path.resolve()).as_posix() for p in corpus.files()] == [
        "a.md",
        "b.md",
        "z/a.md",
        "z/c.txt",
    ]


def test_hidden_files_and_descriptions_are_no_responses(tmp_path: Path) -> None:
    _write(tmp_path, "a.md", ".hidden.md", ".git/b.md", "sub/.c/d.md", "form.toml", "respondents.toml", "synonyms.toml")
    assert [p.name for p in Corpus.at(tmp_path).files()] == ["a.md"]


def test_a_corpus_below_a_hidden_folder_is_read(tmp_path: Path) -> None:
    _write(tmp_path, ".data/msq/a.md")
    assert [p.name for p in Corpus.at(tmp_path / ".data" / "msq").files()] == ["a.md"]


def test_a_link_out_of_the_folder_is_left_out(tmp_path: Path) -> None:
    _write(tmp_path, "outside/secret.md", "corpus/a.md")
    (tmp_path / "corpus" / "leak.md").symlink_to(tmp_path / "outside" / "secret.md")
    (tmp_path / "corpus" / "folder").symlink_to(tmp_path / "outside", target_is_directory=True)
    (tmp_path / "corpus" / "broken.md").symlink_to(tmp_path / "nothing.md")
    assert [p.name for p in Corpus.at(tmp_path / "corpus").files()] == ["a.md"]


def test_a_link_within_the_folder_is_kept(tmp_path: Path) -> None:
    _write(tmp_path, "a.md")
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
    assert [p.name for p in Corpus.at(tmp_path).files()] == ["a.md", "b.md"]


def test_a_corpus_reached_by_a_link_is_read(tmp_path: Path) -> None:
    _write(tmp_path, "real/a.md")
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    assert [p.name for p in Corpus.at(tmp_path / "link").files()] == ["a.md"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["mongolia.md"], {"mongolia.md": "mongolia"}),
        (["Côte d'Ivoire.md"], {"Côte d'Ivoire.md": "cote-d-ivoire"}),
        (["2024/kenya.md"], {"2024/kenya.md": "kenya"}),
        (
            ["2022/kenya.md", "2024/kenya.md", "2024/peru.md"],
            {"2022/kenya.md": "2022-kenya", "2024/kenya.md": "2024-kenya", "2024/peru.md": "peru"},
        ),
        (["kenya.md", "2024/kenya.md"], {"kenya.md": "kenya", "2024/kenya.md": "2024-kenya"}),
        (["kenya.md", "kenya.txt"], {"kenya.md": "kenya-md", "kenya.txt": "kenya-txt"}),
        (["…/—.md"], {"…/—.md": "—"}),
    ],
)
def test_an_id_is_the_files_stem_and_more_only_where_two_collide(
    tmp_path: Path, files: list[str], expected: dict[str, str]
) -> None:
    _write(tmp_path, *files)
    assert _ids(Corpus.at(tmp_path)) == expected


_NAMES = st.sampled_from(["kenya", "peru", "mali", "chad"])


@given(st.sets(st.tuples(st.sampled_from(["", "2022", "2024"]), _NAMES, st.sampled_from(["md", "txt"])), max_size=8))
def test_no_two_files_share_an_id(chosen: set[tuple[str, str, str]]) -> None:
    corpus = Corpus(Path("/corpus"))
    files = [corpus.path / folder / f"{name}.{ending}" for folder, name, ending in sorted(chosen)]
    ids = corpus.ids(files)
    assert list(ids) == files
    assert len(set(ids.values())) == len(files)


@pytest.mark.parametrize("files", [["a-x.md", "a/x.md", "b/x.md"], ["A B.md", "a-b.md"]])
def test_files_whose_names_differ_only_in_punctuation_have_ids_of_their_own(tmp_path: Path, files: list[str]) -> None:
    _write(tmp_path, *files)
    assert len(set(_ids(Corpus.at(tmp_path)).values())) == len(files)


def test_a_folder_without_descriptions_describes_nobody(tmp_path: Path) -> None:
    assert Corpus.at(tmp_path).load_descriptions() == {}


def test_what_respondents_toml_says_is_found_by_file(tmp_path: Path) -> None:
    (tmp_path / "respondents.toml").write_text(
        """
        [[respondent]]
        file = "mongolia.md"
        name = "Mongolia"
        aliases = ["MNG", "Mongolie", "MNG"]
        groups = ["Asia"]
        edition = 2024

        [[respondent]]
        file = "2022/kenya.md"
        id = "kenya-22"
        """,
        encoding="utf-8",
    )
    assert Corpus.at(tmp_path).load_descriptions() == {
        "mongolia.md": Described(name="Mongolia", aliases=("MNG", "Mongolie"), groups=("Asia",), edition="2024"),
        "2022/kenya.md": Described(id="kenya-22"),
    }


@pytest.mark.parametrize(
    "content",
    [
        b"[[respondent]\nfile = 1",
        b"[[respondent]]\nname = 'no file'",
        b"[respondent]\nfile = 'one table, not a list of them.md'",
        b"respondent = 'a text'",
        b"respondent = 3",
        b"[[respondent]]\nfile = 'a.md'\naliases = 3",
        b"[[respondent]]\nfile = 'a.md'\nname = 'Mong\xff'",
    ],
)
def test_a_bad_description_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "respondents.toml").write_bytes(content)
    with pytest.raises(CorpusError, match=r"respondents\.toml") as caught:
        Corpus.at(tmp_path).load_descriptions()
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


def test_a_single_alias_given_as_text_is_not_cut_into_letters(tmp_path: Path) -> None:
    (tmp_path / "respondents.toml").write_text('[[respondent]]\nfile = "a.md"\naliases = "MNG"\n', encoding="utf-8")
    try:
        found = Corpus.at(tmp_path).load_descriptions()["a.md"].aliases
    except CorpusError:
        return
    assert found == ("MNG",)
