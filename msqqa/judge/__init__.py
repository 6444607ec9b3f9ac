"""The judge model: a small network that ships with msqqa and tells what a sentence says on a claim.

:mod:`.model` runs it, :mod:`.labels` names what its outputs mean, :mod:`.word_pieces` makes its input. It knows
nothing of an index: building one uses it, and so does answering a question (:mod:`msqqa.ask.judge`).
"""
