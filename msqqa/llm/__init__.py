"""A language model that the user brings: it may reword an answer, beside it, and never decides."""
