"""Closed answers, asked about: which question and which options are meant, and what the answers come to.

A plan's words are matched with the closed questions of the forms and with their options (:mod:`.link`); what they come
to is an exact query over the typed values (:mod:`.sets`, :mod:`.tallies`, :mod:`.aggregates`). Where the words fit two
questions alike, nothing is decided and both are named: a wrong number told for sure is worse than none.

It is a part of the judge: it takes a plan and returns an outcome, as sentences' judgments do, and
:mod:`msqqa.ask.judge.decide` chooses between the two. Only how it is told stands elsewhere, in
:mod:`msqqa.ask.answer.closed`.
"""
