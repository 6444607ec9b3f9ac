"""How the small models that ship with msqqa are trained and measured; imported by nothing else. Needs extra ``train``."""
