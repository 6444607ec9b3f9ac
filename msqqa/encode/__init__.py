"""Text → vectors: one encoder, two engines.

sentence-transformers loads a model and defines its vectors (:mod:`~msqqa.encode.reference`); an ONNX export of the same
model (:mod:`~msqqa.encode.export`), made once and kept in the user's cache, answers through ONNX Runtime
(:mod:`~msqqa.encode.runtime`), which is imported in a fraction of the time.
"""

from msqqa.encode.encoder import DEFAULT_MODEL, Encoder, Kind, Precision, States

__all__ = ["DEFAULT_MODEL", "Encoder", "Kind", "Precision", "States"]
