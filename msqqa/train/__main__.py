"""``python -m msqqa.train reader`` makes what ships; ``measure FILE`` says how well the shipped reader reads."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from msqqa.encode.model import Model
    from msqqa.train.judgments import Judgment
    from msqqa.train.loop import Settings
    from msqqa.train.network import Network

_QUESTIONS, _JUDGMENTS = Path("evals/reading"), Path("evals/judging")


def main(arguments: list[str] | None = None) -> None:
    """Train, measure, and write the weights beside the reader's code."""
    parser = argparse.ArgumentParser(prog="python -m msqqa.train", description=__doc__)
    parser.add_argument("what", choices=["reader", "judge", "whitening", "measure"])
    parser.add_argument("files", type=Path, nargs="*", help="annotated questions to measure the shipped reader on")
    parser.add_argument(
        "--names", type=Path, help="a file of respondents' names, one a line, known as an index knows them"
    )
    parser.add_argument("--examples", type=Path, help="folder of examples; the repository's own by default")
    parser.add_argument("--hold-out", default="", help="writers that are only measured on, with commas between")
    parser.add_argument("--frozen", type=int, help="how many layers, from below, stay as they are")
    parser.add_argument("--layers", type=int, help="how many of the encoder's layers are taken")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--from", dest="graph", type=Path, help="judge: weights that go on learning, for one epoch")
    parser.add_argument(
        "--known", default="", help="judge: writers who taught these, such as c*,d*; a sixth is read again"
    )
    parser.add_argument("--mean", action="store_true", help="judge: ship the mean of the weights of before and after")
    parser.add_argument("--leave-out", default="", help="judge: writers who teach nothing, such as f*,g*")
    parser.add_argument("--misses", type=int, default=0, help="how many misread questions are shown")
    parser.add_argument("--output", type=Path, help="folder of the weights; the package's own by default")
    options = parser.parse_args(arguments)
    parts = {"reader": train_reader, "judge": train_judge, "whitening": train_whitening, "measure": measure_reader}
    parts[options.what](options)


def measure_reader(options: argparse.Namespace) -> None:
    """Measure the reader that ships on annotated questions."""
    from msqqa.ask.reading.model import Reader
    from msqqa.train.examples import read
    from msqqa.train.measure import measure, misses

    reader = Reader.shipped()
    places = _places(options.names)
    for file in options.files:
        examples = read([file])
        figures = {
            name: round(value, 4)
            for name, value in measure(examples, lambda text: reader.read(text, places(text))).items()
        }
        print(file.name, len(examples), json.dumps(figures))
        for line in list(misses(examples, lambda text: reader.read(text, places(text))))[: options.misses]:
            print(" ", line)


_AGAIN = 6


def _places(file: Path | None) -> Callable[[str], list[tuple[int, int]]]:
    """Return a function from a text to where some respondents are named in it; nobody is where there is no file."""
    from msqqa.ask.plan.names import Names
    from msqqa.index.names import name_table
    from msqqa.model import Respondent

    if file is None:
        return lambda _: []
    known = {name: Respondent(name, name) for name in file.read_text(encoding="utf-8").splitlines() if name}
    names = Names(name_table(known, {}), known)
    return lambda text: [(n.start, n.end) for n in names.find(text) if not n.adjective]


def train_reader(options: argparse.Namespace) -> None:
    """Train the reader as the options say."""
    from msqqa.ask.reading.model import GRAPH, OUTPUTS
    from msqqa.train.examples import Example, read
    from msqqa.train.loop import Settings
    from msqqa.train.measure import measure, misses
    from msqqa.train.reader import make_reader, train

    def measured(own: Sequence[Example], network: Any, model: Model) -> tuple[dict[str, float], list[str]]:
        reading = make_reader(network, model)
        return measure(own, reading), list(misses(own, reading))

    examples = read(sorted((options.examples or _QUESTIONS).glob("*.jsonl")))
    network, about = _train_and_measure(options, Settings(), examples, train, measured)
    target = (options.output or Path(str(files("msqqa.ask.reading")))) / GRAPH
    _ship(network, target, OUTPUTS, about, of_pieces=("tags", "kinds"))


def train_judge(options: argparse.Namespace) -> None:
    """Train the judge as the options say."""
    from functools import partial

    from msqqa.judge.labels import HEADS
    from msqqa.judge.model import GRAPH
    from msqqa.train.frames import read_frames
    from msqqa.train.judge import measure, predict_labels, train
    from msqqa.train.judgments import read
    from msqqa.train.loop import Settings

    def measured(own: Sequence[Judgment], network: Any, model: Model) -> tuple[dict[str, float], list[str]]:
        told = list(predict_labels(own, network, model))
        return measure(told), [
            f"{judgment.label}→{label} ({p:.2f}) {judgment.claim!r}: {judgment.sentence or judgment.question}"
            for judgment, label, p in told
            if judgment.label != label
        ]

    settings = Settings(frozen=2, epochs=3, batch=24, encoder_rate=2e-4)
    folder = options.examples or _JUDGMENTS
    known, left_out = options.known.split(","), options.leave_out.split(",")
    judgments = [j for j in read(sorted(folder.glob("*.jsonl"))) if not _is_of(j.writer, left_out)]
    public = read(sorted((folder / "public").glob("*.jsonl")))
    frames = read_frames(folder / "frames.tsv")
    teach = partial(train, warm=public, frames=frames, graph=options.graph, mean=options.mean)
    if options.graph is not None:
        settings = replace(settings, epochs=1, batch=48, encoder_rate=1e-4, head_rate=5e-4)
        judgments = list(_thin_known_writers(judgments, known))
    network, about = _train_and_measure(options, settings, judgments, teach, measured)
    _ship(network, (options.output or Path(str(files("msqqa.judge")))) / GRAPH, tuple(HEADS), about)


def train_whitening(options: argparse.Namespace) -> None:
    """Estimate what centres and half whitens the packaged multilingual model's vectors."""
    import numpy as np

    from msqqa.encode.cosine_scale import ANSWERS
    from msqqa.encode.encoder import Encoder
    from msqqa.encode.model import MULTILINGUAL
    from msqqa.encode.whitening import FILE
    from msqqa.train.whitening import MANY, estimate, measure_background, read_judged, read_texts

    folder, encoder = options.examples or _JUDGMENTS, Encoder.named(MULTILINGUAL, "fp32")
    judged, many = read_judged(sorted(folder.glob("*.jsonl"))), read_texts(sorted((folder / "texts").glob("*.jsonl")))
    groups = [
        (encoder.encode(own, kind), share)
        for texts, share in ((judged, 1 - MANY), (many, MANY))
        for kind, own in texts.items()
    ]
    weight, bias = estimate(groups)
    asked, told = zip(*ANSWERS, strict=True)
    background = measure_background(encoder.encode(asked, "query"), encoder.encode(told, "passage"), weight, bias)
    target = (options.output or Path(str(files("msqqa.encode")))) / FILE
    np.savez_compressed(target, weight=weight, bias=bias, background=np.array(background, dtype=np.float32))
    print(f"{target}: of {sum(len(vectors) for vectors, _ in groups)} texts, background {background}")


def _thin_known_writers(judgments: Sequence[Judgment], known: Sequence[str]) -> Iterator[Judgment]:
    """Yield all judgments, but of those of writers who taught the judge before so many that nothing is forgotten."""
    for n, judgment in enumerate(judgments):
        if n % _AGAIN == 0 or not _is_of(judgment.writer, known):
            yield judgment


def _is_of(writer: str, patterns: Sequence[str]) -> bool:
    from fnmatch import fnmatch

    return any(fnmatch(writer, pattern) for pattern in patterns)


def _train_and_measure(
    options: argparse.Namespace,
    settings: Settings,
    examples: Sequence[Any],
    train: Callable[..., Network],
    measured: Callable[[Sequence[Any], Network, Model], tuple[dict[str, float], list[str]]],
) -> tuple[Network, dict[str, Any]]:
    """Train on all writers but those held out, and measure on these.

    Parameters
    ----------
    options, settings:
        What was typed, and how is trained where nothing else was.
    examples:
        Each with its ``writer``.
    train, measured:
        Of which network; and one writer's examples → figures, and a line for each miss.

    Returns
    -------
    network, about:
        The network, and how it was made, to lie beside its weights.
    """
    import torch

    from msqqa.encode.model import MULTILINGUAL, Model
    from msqqa.train.loop import load_encoder

    began = time.perf_counter()
    given = {name: value for name in ("layers", "frozen", "epochs") if (value := getattr(options, name)) is not None}
    settings = replace(settings, **given)
    held = {name for name in options.hold_out.split(",") if name}
    taught = [e for e in examples if e.writer not in held]
    model = Model.named(MULTILINGUAL)
    network = train(taught, load_encoder(model), model, settings)
    seconds = time.perf_counter() - began
    print(f"{len(taught)} examples of {len({e.writer for e in taught})} writers, {seconds:.0f} s")
    torch.set_num_threads(1)
    figures = {}
    for writer in sorted(held):
        own = [e for e in examples if e.writer == writer]
        found, misses = measured(own, network, model)
        figures[writer] = {name: round(value, 4) for name, value in found.items()}
        print(writer, len(own), json.dumps(figures[writer]))
        for line in misses[: options.misses]:
            print(" ", line)
    about = {"settings": asdict(settings), "examples": len(taught), "held_out": figures, "seconds": round(seconds)}
    return network, about


def _ship(
    network: Network, target: Path, outputs: Sequence[str], about: Mapping[str, Any], of_pieces: Sequence[str] = ()
) -> None:
    """Write a network's graph, and beside it how it was trained."""
    from msqqa.train.export import export

    export(network, target, outputs, of_pieces)
    target.with_suffix(".json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
