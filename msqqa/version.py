"""The version, and nothing else: whatever is built or told names it."""

__version__ = "0.1.0"
