"""``python -m msqqa.train reader`` trains a model that ships; ``measure FILE`` says how well the shipped one reads."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_EXAMPLES = Path("evals/reading")


def main(arguments: list[str] | None = None) -> None:
    """Train, measure, and write the weights beside the reader's code."""
    parser = argparse.ArgumentParser(prog="python -m msqqa.train", description=__doc__)
    parser.add_argument("what", choices=["reader", "measure"])
    parser.add_argument("files", type=Path, nargs="*", help="annotated questions to measure the shipped reader on")
    parser.add_argument(
        "--names", type=Path, help="a file of respondents' names, one a line, known as an index knows them"
    )
    parser.add_argument("--examples", type=Path, default=_EXAMPLES, help="folder of annotated questions")
    parser.add_argument("--hold-out", default="", help="writers that are only measured on, with commas between")
    parser.add_argument("--frozen", type=int, help="how many layers, from below, stay as they are")
    parser.add_argument("--layers", type=int, help="how many of the encoder's layers are taken")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--misses", type=int, default=0, help="how many misread questions are shown")
    parser.add_argument("--output", type=Path, help="folder of the weights; the package's own by default")
    options = parser.parse_args(arguments)
    if options.what == "measure":
        measure_reader(options)
    else:
        train_reader(options)


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


def _places(file: Path | None) -> Callable[[str], list[tuple[int, int]]]:
    """Return a function from a text to where some respondents are named in it; nobody is where there is no file."""
    from msqqa.ask.names import Names
    from msqqa.index.names import name_table
    from msqqa.model import Respondent

    if file is None:
        return lambda _: []
    known = {name: Respondent(name, name) for name in file.read_text(encoding="utf-8").splitlines() if name}
    names = Names(name_table(known, {}), known)
    return lambda text: [(n.start, n.end) for n in names.find(text) if not n.adjective]


def train_reader(options: argparse.Namespace) -> None:
    """Train the reader as the options say."""
    import torch

    from msqqa.ask.reading.model import PREFIX
    from msqqa.encode.model import MULTILINGUAL, Model
    from msqqa.train.examples import read
    from msqqa.train.export import export
    from msqqa.train.measure import measure, misses
    from msqqa.train.reader import Settings, load_encoder, reading_of, train

    began = time.perf_counter()
    settings = replace(
        Settings(prefix=PREFIX),
        **{name: value for name in ("layers", "frozen", "epochs") if (value := getattr(options, name)) is not None},
    )
    examples = read(sorted(options.examples.glob("*.jsonl")))
    held = {name for name in options.hold_out.split(",") if name}
    taught = [e for e in examples if e.writer not in held]
    model = Model.named(MULTILINGUAL)
    network = train(taught, load_encoder(model), model, settings)
    seconds = time.perf_counter() - began
    print(f"{len(taught)} questions of {len({e.writer for e in taught})} writers, {seconds:.0f} s")
    torch.set_num_threads(1)
    figures = {}
    for writer in sorted(held):
        own = [e for e in examples if e.writer == writer]
        figures[writer] = {k: round(v, 4) for k, v in measure(own, reading_of(network, model)).items()}
        print(writer, len(own), json.dumps(figures[writer]))
        for line in list(misses(own, reading_of(network, model)))[: options.misses]:
            print(" ", line)
    folder = options.output or Path(str(files("msqqa.ask.reading")))
    path = export(network, folder)
    about = {"settings": asdict(settings), "questions": len(taught), "held_out": figures, "seconds": round(seconds)}
    (folder / "reader.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
