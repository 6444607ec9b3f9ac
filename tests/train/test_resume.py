from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import torch

pytest.importorskip("onnx")

from msqqa.encode.model import MULTILINGUAL, Model
from msqqa.judge.labels import BEARING
from msqqa.judge.model import GRAPH, Judge
from msqqa.judge.word_pieces import SentenceContext
from msqqa.train.judge import predict_labels
from msqqa.train.judgments import Judgment
from msqqa.train.loop import load_encoder
from msqqa.train.network import JudgeNetwork
from msqqa.train.resume import meet_halfway, read_weights, resume

pytestmark = pytest.mark.slow

SHIPPED = Path(str(files("msqqa.judge"))) / GRAPH
CLAIMS = [
    ("a chatbot", "Which services are there?", "There is no chatbot yet.", "no"),
    ("a chatbot", "Which services are there?", "A chatbot answers on the portal.", "yes"),
    ("open data portal", "Is there a portal?", "A portal for open data will open next year.", "planned"),
]


@pytest.fixture(scope="module")
def encoder() -> Any:
    """The encoder whose layers both networks take; a network that is given weights changes them."""
    return load_encoder(Model.named(MULTILINGUAL))


def test_a_network_goes_on_from_the_weights_that_ship(encoder: Any) -> None:
    model = Model.named(MULTILINGUAL)
    network = JudgeNetwork(encoder, 12)
    resume(network, SHIPPED)
    network.eval()
    asked = [Judgment(c, q, "", s, "bearing", label, "en", "w", "d") for c, q, s, label in CLAIMS]
    shipped = Judge.shipped()
    for judgment, label, _ in predict_labels(asked, network, model):
        told = shipped.sentences(judgment.claim, [SentenceContext(judgment.question, "", judgment.sentence)])[0]
        assert label == BEARING[int(told.argmax())] == judgment.label


def test_halfway_is_the_mean_of_both(encoder: Any) -> None:
    network = JudgeNetwork(encoder, 12)
    resume(network, SHIPPED)
    name = "heads.bearing.weight"
    with torch.no_grad():
        network.state_dict()[name].add_(1.0)
    meet_halfway(network, SHIPPED)
    assert torch.allclose(network.state_dict()[name], read_weights(network, SHIPPED)[name] + 0.5)


def test_weights_of_another_network_are_refused(encoder: Any) -> None:
    network = JudgeNetwork(encoder, 6)
    network.layers.append(network.layers[0])
    network.heads["other"] = network.heads["bearing"]
    with pytest.raises(ValueError, match="has no weights for"):
        resume(network, SHIPPED)
