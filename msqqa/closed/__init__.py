"""Closed answers as data: what kind of values a question is answered with, its options in order, each answer's value.

A question's answers are a column, whatever file they were read from. :mod:`~msqqa.closed.values` reads one text as a
number with its unit, :mod:`~msqqa.closed.scales` knows the anchors of rating scales, :mod:`~msqqa.closed.options` cuts
answers into the options that were chosen, :mod:`~msqqa.closed.column` tells the type of a column and reads each answer
by it. :mod:`~msqqa.closed.amounts` reads numbers in prose. The judge counts: :mod:`msqqa.ask.judge.closed`.
"""
