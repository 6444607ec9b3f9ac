"""What does the evidence come to, for each respondent? A plan → an outcome, with verdicts.

One claim is decided for one respondent by the form's own question where that is what is asked, else by sentences.
Closed answers are decided by exact queries (:mod:`.closed`). An analyst's corrections come last, and hold.
"""
