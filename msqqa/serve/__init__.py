"""The page and the JSON API of ``msqqa serve``: questions in a browser, answered by the same engine.

What comes in passes :mod:`~msqqa.serve.guard`; :mod:`~msqqa.serve.operations` lists the API, and
:mod:`~msqqa.serve.openapi` describes it from that list; :mod:`~msqqa.serve.pages` makes the pages;
:mod:`~msqqa.serve.desk` asks the engine, one question at a time.
"""
