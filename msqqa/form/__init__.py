"""Which characters of a response are the form's, which are the respondent's, and what the respondent said."""
