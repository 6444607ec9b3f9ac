"""What some respondents answered, which the claims below it in a file are judged beside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msqqa.judge.word_pieces import SentenceContext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Answers:
    """The answers of one file: its own, a line each, or those of another file's rows.

    Parameters
    ----------
    folder:
        Where the other file lies.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answers: list[tuple[str, list[str]]] = []

    def take(self, line: Mapping[str, Any]) -> bool:
        """Keep a line if it is an answer, or names the file of answers; return whether it is one of them.

        An answer is ``{"question", "sentences"}``, a name ``{"rows": FILE}``.
        """
        if "rows" in line:
            self._answers += _read_rows(self._folder / line["rows"])
        elif "sentences" in line and "claims" not in line:
            self._answers.append((line["question"], line["sentences"]))
        else:
            return False
        return True

    def find(self, key: str) -> SentenceContext:
        """Return the sentence that a key names: "17.2" is the second one of the answer in place 17.

        Raises
        ------
        IndexError
            If there is no such answer or sentence.
        """
        answer, number = (int(part) for part in key.split("."))
        if min(answer, number) < 1:
            raise IndexError(f"{key}: answers and sentences are counted from 1")
        question, sentences = self._answers[answer - 1]
        return SentenceContext(question, " ".join(sentences[: number - 1]), sentences[number - 1])


def _read_rows(file: Path) -> Iterator[tuple[str, list[str]]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for answer in row["answers"]:
            yield row["question"], [sentence["text"] for sentence in answer["sentences"]]
