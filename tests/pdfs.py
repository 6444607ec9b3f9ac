"""PDFs for the tests: reportlab draws them, save those that no library would write."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from markdown_it import MarkdownIt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, ListFlowable, Paragraph, Preformatted, SimpleDocTemplate, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.tree import SyntaxTreeNode

SANS, SANS_BOLD = "DejaVuSans", "DejaVuSans-Bold"


def fonts() -> None:
    """Make a typeface that has boxes and check marks known to reportlab; matplotlib ships it."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for name in (SANS, SANS_BOLD):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
    pdfmetrics.registerFontFamily(SANS, normal=SANS, bold=SANS_BOLD, italic=SANS, boldItalic=SANS_BOLD)


def drawn(*pages: Callable[[Canvas], None], size: tuple[float, float] = A4, **options: Any) -> bytes:
    """Return a PDF of pages, each drawn by a function."""
    fonts()
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=size, **options)
    for page in pages:
        canvas.setFont(SANS, 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def raw_pdf(objects: dict[int, bytes]) -> bytes:
    """Return a PDF of numbered objects, the first of them its catalog, for what no library would write."""
    out = b"%PDF-1.7\n"
    offsets = {}
    for number, content in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in offsets.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    size = max(offsets) + 1
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, table)


def raw_page(content: bytes, resources: bytes = b"", **more: bytes) -> dict[int, bytes]:
    """Return the objects of a PDF of one page, numbered from 1 to 4."""
    extra = b"".join(b"/%s %s" % (key.encode(), value) for key, value in more.items())
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<%s>>/Contents 4 0 R%s>>" % (resources, extra)
    return {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: page,
        4: b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    }


def lines(*texts: str, x: float = 72, y: float = 700, step: float = 14, font: str = SANS) -> Callable[[Canvas], None]:
    """Return a function that draws lines below each other."""

    def page(canvas: Canvas) -> None:
        canvas.setFont(font, 10)
        for i, text in enumerate(texts):
            canvas.drawString(x, y - i * step, text)

    return page


def composed(story: Sequence[Flowable], *, head: str = "", foot: str = "") -> bytes:
    """Return a PDF of flowing text, with a running head and a foot in which ``{page}`` is the page's number."""
    fonts()
    written = io.BytesIO()

    def furnish(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont(SANS, 8)
        canvas.drawString(72, A4[1] - 40, head)
        canvas.drawCentredString(A4[0] / 2, 34, foot.format(page=template.page))

    template = SimpleDocTemplate(written, pagesize=A4, leftMargin=72, rightMargin=72, topMargin=72, bottomMargin=72)
    template.build(list(story), onFirstPage=furnish, onLaterPages=furnish)
    return written.getvalue()


def of_markdown(text: str, *, head: str = "", foot: str = "") -> bytes:
    """Return Markdown set as a PDF."""
    from markdown_it.tree import SyntaxTreeNode

    fonts()
    root = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text))
    return composed([flowable for node in root.children for flowable in _flowables(node)], head=head, foot=foot)


def _style(name: str) -> ParagraphStyle:
    style: ParagraphStyle = getSampleStyleSheet()[name].clone(f"test-{name}")
    style.fontName = SANS_BOLD if "Bold" in style.fontName else SANS
    style.spaceAfter = max(style.spaceAfter, 6)
    return style


def _flowables(node: SyntaxTreeNode) -> list[Flowable]:
    if node.type == "heading":
        return [Paragraph(_inline(node), _style(f"Heading{node.tag[1]}"))]
    if node.type == "paragraph":
        return [Paragraph(_inline(node), _style("BodyText"))]
    if node.type in ("bullet_list", "ordered_list"):
        items = [[f for child in item.children for f in _flowables(child)] for item in node.children]
        start = int(node.attrs.get("start", 1))
        kind = {"bulletType": "bullet"} if node.type == "bullet_list" else {"bulletType": "1", "start": start}
        return [ListFlowable(items, bulletFontName=SANS, bulletFormat=None if "start" not in kind else "%s.", **kind)]
    if node.type == "hr":
        return [HRFlowable(width="100%")]
    if node.type in ("fence", "code_block"):
        return [Preformatted(node.content, _style("Code"))]
    if node.type == "table":
        rows = [
            [Paragraph(_inline(cell), _style("BodyText")) for cell in row.children]
            for row in node.walk()
            if row.type == "tr"
        ]
        return [Table(rows)]
    if node.type == "html_block":
        return []
    return [f for child in node.children for f in _flowables(child)]


def _inline(node: SyntaxTreeNode) -> str:
    parser = MarkdownIt("commonmark", {"xhtmlOut": True})
    token = node.children[0].token if node.children else None
    html: str = parser.renderer.render([token], parser.options, {}) if token is not None else ""
    html = re.sub(r'<a href="(?!https?://|mailto:)[^"]*">(.*?)</a>', r"\1", html)
    return html.replace("<strong>", "<b>").replace("</strong>", "</b>").replace("<em>", "<i>").replace("</em>", "</i>")
