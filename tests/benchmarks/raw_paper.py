"""A PDF written by hand: what a stream of papers costs when nothing is laid out or measured."""

import zlib
from collections.abc import Iterable, Sequence
from io import BytesIO

Words = Sequence[tuple[float, float, str]]
"""Where each line stands, in points from the lower left, and what it says."""


def raw_pdf(head: Words, papers: Iterable[Words]) -> bytes:
    """Return a PDF of one page for each paper, the head drawn once, in a font every viewer has."""
    out, places = BytesIO(), [0]

    def put(number: int, body: bytes) -> None:
        places.extend([0] * (number + 1 - len(places)))
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def stream(words: Words, more: bytes = b"", extra: bytes = b"") -> bytes:
        lines = [b"BT /F 10 Tf %.1f %.1f Td (%s) Tj ET" % (x, y, _escaped(text)) for x, y, text in words]
        packed = zlib.compress(b"\n".join([more, *lines]))
        return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(packed), extra, packed)

    out.write(b"%PDF-1.5\n")
    put(1, b"<</Type/Catalog/Pages 2 0 R>>")
    put(3, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    fonts = b"/Resources<</Font<</F 3 0 R>>>>"
    put(4, stream(head, extra=b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]" + fonts))
    pages = []
    for number, words in enumerate(papers):
        page = 5 + 2 * number
        pages.append(page)
        put(page, b"<</Type/Page/Parent 2 0 R/Contents %d 0 R>>" % (page + 1))
        put(page + 1, stream(words, b"/H Do"))
    shared = b"/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>/XObject<</H 4 0 R>>>>"
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    put(2, b"<</Type/Pages/Count %d/Kids[%s]%s>>" % (len(pages), kids, shared))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % len(places))
    out.writelines(b"%010d 00000 n \n" % place for place in places[1:])
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places), start))
    return out.getvalue()


def _escaped(text: str) -> bytes:
    code = text.encode("cp1252", "replace")
    return code.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
