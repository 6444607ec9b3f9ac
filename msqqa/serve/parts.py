"""HTML of what an answer, a search and a source come to. The words come from ``render``; all text is escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from msqqa.escapes import make_harmless, one_line
from msqqa.render import as_terminal
from msqqa.render.explain import explain_reading
from msqqa.render.hypertext import Hypertext
from msqqa.render.passages import write_passages
from msqqa.serve.guard import POLICY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from msqqa.ask.answer.search_hits import Hit
    from msqqa.model import Answer, Citation
    from msqqa.serve.desk import Place

_PLACE = re.compile(r"<!-- (\w+) -->")
_OWN_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
_MOST_IN_MATRIX = 60
"""Respondents that a link to a matrix names."""
_FURTHER = 20
"""How many times as many lines a source's page offers."""


def text(plain: str) -> str:
    """Return text as HTML shows it: escaped, and with nothing in it that turns or hides what is read."""
    return escape(make_harmless(plain))


def page(title: str, main: str, *, corpus: str = "", nav: str = "") -> str:
    """Return a whole page; ``main`` and ``nav`` are HTML, the others text."""
    frame = (resources.files("msqqa.serve") / "static" / "page.html").read_text(encoding="utf-8")
    filled = {"title": text(one_line(title)), "corpus": text(corpus), "nav": nav, "main": main}
    return _PLACE.sub(lambda place: filled[place[1]], frame)


def address(cited: Citation) -> str:
    """Return where a citation's source is shown."""
    return f"/source?{urlencode({'citation': cited.id})}#quote"


def question_box(question: str, *, respondent: str, asked: str, edition: str, names: Sequence[str]) -> str:
    """Return the box to ask, with what was typed."""
    options = "".join(f'<option value="{text(one_line(name))}">' for name in names)
    some = respondent or asked or edition
    return f"""<form id="ask" action="/" method="get" role="search">
<label class="box"><span class="hint">Ask about the responses</span>
<input type="search" name="question" value="{text(question)}" maxlength="10000" autocomplete="off"\
 aria-keyshortcuts="/"{"" if question else " autofocus"}></label>
<button class="first" name="do" value="ask">Ask</button>
<button name="do" value="search">Search</button>
<details{" open" if some else ""}><summary class="hint">Only some</summary><div class="some">
<label><span class="hint">Respondent</span> <input name="respondent" value="{text(respondent)}" list="names"\
 maxlength="300"></label>
<label><span class="hint">Question of the form, by its number</span> <input name="asked" value="{text(asked)}"\
 maxlength="300"></label>
<label><span class="hint">Edition</span> <input name="edition" value="{text(edition)}" maxlength="300"></label>
</div><datalist id="names">{options}</datalist></details>
</form>
<p class="hint" id="state" role="status"></p>"""


def error(message: str) -> str:
    """Return one line of what is wrong."""
    return f'<p class="error" role="alert">{text(message)}</p>'


def answer_part(answer: Answer, limit: int) -> str:
    """Return an answer as the terminal shows it; what ``-v`` and ``--explain`` add is folded in."""
    brief, full = (Hypertext(answer.citations, address) for _ in range(2))
    as_terminal.write(answer, brief, limit=limit)
    as_terminal.write(answer, full, limit=max(limit, len(answer.respondents)), full=True)
    notes = "".join(f"<li>{text(one_line(note))}</li>" for note in answer.notes)
    reading = "".join(f'<p class="line fixed">{text(one_line(line))}</p>' for line in explain_reading(answer))
    return f"""<section id="answer" aria-labelledby="asked">
<h1 id="asked" dir="auto">{text(answer.question)}</h1>
{brief.html}
{f'<ul class="notes">{notes}</ul>' if notes else ""}
<details id="full"><summary>All quotes, and who does not belong</summary>
{full.html}
</details>
<details id="explain"><summary>How the question was read</summary>
{reading}
</details>
<p>{_matrix_of(answer)}</p>
</section>"""


def _matrix_of(answer: Answer) -> str:
    """Return a link to the matrix of an answer's respondents and questions; to the whole one where it names none."""
    people = answer.plan.respondents
    named = people if len(people) <= _MOST_IN_MATRIX else ()
    pairs = [("respondents", one) for one in named] + [("questions", one) for one in answer.plan.questions]
    if not pairs:
        return '<a href="/matrix">The matrix of all</a>'
    return f'<a href="/matrix?{escape(urlencode(pairs))}">The matrix of these</a>'


def passages_part(words: str, found: Sequence[Hit]) -> str:
    """Return ranked passages as the terminal shows them."""
    screen = Hypertext([hit.citation for hit in found], address)
    write_passages(found, screen)
    shown = screen.html if found else '<p class="line">Nothing here is like that.</p>'
    head = f'<h1 id="asked" dir="auto">{text(words)}</h1>'
    return f'<section id="answer" aria-labelledby="asked">\n{head}\n{shown}\n</section>'


def source_part(place: Place, around: int, pictures: Iterable[tuple[int, str]]) -> str:
    """Return a cited place in its surroundings.

    Parameters
    ----------
    place:
        The place.
    around:
        How many lines around it are shown.
    pictures:
        Its pages, each with why it cannot be shown, empty where it can.
    """
    cited = place.citation
    drawn = "".join(_picture(cited, page, why) for page, why in pictures)
    notes = "".join(error(note) for note in place.notes)
    more = urlencode({"citation": cited.id, "around": min(500, max(1, around) * _FURTHER)})
    return f"""<h1><bdi>{text(one_line(place.name))}</bdi>, question {text(cited.question_id)}</h1>
<p dir="auto"><em>{text(cited.question)}</em></p>
<p class="place">{text(one_line(cited.source))}, {text(cited.place)}</p>
{notes}
<pre class="source" dir="auto"><span class="around">{text(place.before)}</span><mark id="quote">{text(cited.quote)}\
</mark><span class="around">{text(place.after.rstrip())}</span></pre>
{drawn}
<p><a href="/source?{escape(more)}#quote">More lines around it</a></p>
<p class="foot">{text(cited.id)}<br>characters {cited.chars[0]}–{cited.chars[1]}, sha256 {cited.sha256}</p>"""


def _picture(cited: Citation, page: int, why: str) -> str:
    if why:
        return f'<p class="hint">Page {page} is not shown: {text(why)}</p>'
    source = f"/page.png?{urlencode({'citation': cited.id, 'page': page})}"
    alt = f"Page {page} of the source, the quote marked; its text stands above."
    return f'<figure><img src="{escape(source)}" alt="{alt}"><figcaption class="hint">page {page}</figcaption></figure>'


def matrix_page(made: str) -> tuple[str, str]:
    """Return the matrix's page as it is served, and its policy: only its own script and style run, by their hashes."""
    policy = POLICY
    for kind in ("style", "script"):
        # What stands between the tags is hashed as it is, and a pattern would look for an end tag again and again.
        inline = [after.partition(f"</{kind}>")[0] for after in made.split(f"<{kind}>")[1:]]
        hashes = [base64.b64encode(hashlib.sha256(inner.encode("utf-8")).digest()).decode("ascii") for inner in inline]
        if hashes:
            allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
            policy = policy.replace(f"{kind}-src 'self'", f"{kind}-src 'self' {allowed}")
    # The page's own policy is for a file, which no server speaks for.
    served = _OWN_POLICY.sub("", made, count=1)
    icon = '<link rel="icon" href="/static/icon.svg" type="image/svg+xml">'
    served = served.replace("</head>", f"{icon}\n</head>", 1)
    served = served.replace("<body>", '<body>\n<p><a href="/">Ask a question</a></p>', 1)
    return served.replace("</body>", '<script src="/static/matrix.js"></script>\n</body>', 1), policy
