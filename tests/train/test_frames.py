from __future__ import annotations

import random
from typing import TYPE_CHECKING

from msqqa.train.frames import Frame, frame_judgment, read_frames
from msqqa.train.judgments import Judgment
from tests.support import REPO

if TYPE_CHECKING:
    from pathlib import Path

JUDGMENT = Judgment("a chatbot", "Is there a chatbot?", "", "There is one.", "bearing", "yes", "en", "w", "ports")


def test_the_frames_of_the_repository_are_read() -> None:
    found = read_frames(REPO / "evals" / "judging" / "frames.tsv")
    assert {"en", "fr", "es"} <= found.keys()
    assert all(frame.around("it") and frame.around("it") != "" for frames in found.values() for frame in frames)


def test_a_claim_is_framed_in_its_own_language_and_nothing_else_changes(tmp_path: Path) -> None:
    file = tmp_path / "frames.tsv"
    file.write_text("en\tis there\tin\nfr\ty a-t-il\tà\n", encoding="utf-8")
    found = read_frames(file)
    chance = random.Random(1)
    claims = {frame_judgment(JUDGMENT, found, chance).claim for _ in range(50)}
    assert claims == {"a chatbot", "is there a chatbot in"}
    assert frame_judgment(JUDGMENT, {}, chance) == JUDGMENT


def test_a_frame_leaves_no_blanks_behind() -> None:
    assert Frame("does", "").around("a  chatbot") == "does a chatbot"
