"""What the boxes and the first words of an answer say: a yes, a no, planned, in part; wherever an answer is read.

:mod:`.ticks` finds boxes and marks; :mod:`.yes_no` and :mod:`.multiple_choice` read which options they mark.
:mod:`.wording` knows the few words that say yes, no or nothing in every language, and :mod:`.openings` what a longer
answer states as it begins. :mod:`.cell` makes one stance of both.
"""
