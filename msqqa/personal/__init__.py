"""What of a response is personal data: whose name, e-mail address, telephone or IP address a form holds.

:mod:`~msqqa.personal.labels` tells it by what a label asks for, :mod:`~msqqa.personal.values` by what a value is,
:mod:`~msqqa.personal.find` by both, with the lines around.
"""
