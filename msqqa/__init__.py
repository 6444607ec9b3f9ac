"""msqqa answers analysts' questions over folders of filled-in questionnaires, with exact citations."""

__version__ = "0.1.0"
