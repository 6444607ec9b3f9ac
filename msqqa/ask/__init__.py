"""A question → an answer, through five rooms, each answering one question of its own; ``engine`` is the whole way.

``reading``: what is asked? ``plan``: of whom, and about which claims? ``retrieve``: where may the answer stand?
``judge``: what does that come to? ``answer``: what is told, and where does it stand? A room imports from itself and
from the rooms before it, and from none behind it.
"""
