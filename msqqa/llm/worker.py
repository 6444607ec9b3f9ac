"""``python -m msqqa.llm.worker FILE``: runs a GGUF file; a line of JSON in for each answer, a line of JSON out."""

from __future__ import annotations

import json
import os
import sys

from msqqa.extras import import_extra

_CONTEXT = 8192
"""Tokens of a question and its answer together; of a model that was made for fewer, as many as that."""


def main(path: str) -> None:
    """Answer the lines of standard input until it ends."""
    # What the library writes on standard output must not be taken for an answer.
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    try:
        model = import_extra("llama_cpp", "gguf", "a .gguf file").Llama(
            model_path=path, n_ctx=_CONTEXT, seed=0, verbose=False
        )
    except Exception as error:
        model, failed = None, str(error)
    for line in sys.stdin:
        asked = json.loads(line)
        if model is None:
            told = {"error": failed}
        else:
            try:
                messages = asked["messages"]
                model.reset()  # what it answered before leaves no trace
                said = model.create_chat_completion(messages=messages, temperature=0.0, max_tokens=asked["tokens"])
                told = {"text": said["choices"][0]["message"]["content"] or ""}
            except Exception as error:
                told = {"error": str(error)}
        out.write(json.dumps(told) + "\n")
        out.flush()


if __name__ == "__main__":
    main(sys.argv[1])
