"""Decides one claim for one respondent: by the form's own question where that is what is asked, else by sentences."""
