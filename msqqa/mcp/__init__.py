"""The Model Context Protocol: what msqqa answers, as tools that a program with a language model can call."""
