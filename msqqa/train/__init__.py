"""How the small models that ship are trained and measured; imported by nothing else. Needs extra ``train``."""
