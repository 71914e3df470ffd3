"""PDF files: the few parts of the format that papers need, written as the pages come.

A finished page is not kept: a file of ten thousand receipts needs no more memory than its own size.
The same words give the same bytes: no clock, no random names (docs/decisions/papers.md).
"""

import zlib
from hashlib import sha256
from io import BytesIO
from typing import Final

_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class Pdf:
    """Numbered objects, one after the other, and the table that finds them again."""

    def __init__(self) -> None:
        """Begin the file."""
        self._out = BytesIO()
        self._out.write(_HEADER)
        self._places: list[int] = []
        self._hash = sha256(_HEADER)

    def reserve(self) -> int:
        """Return the number of an object that is written later."""
        self._places.append(0)
        return len(self._places)

    def write(self, number: int, body: bytes) -> None:
        """Write the object of a reserved number."""
        self._places[number - 1] = self._out.tell()
        text = b"%d 0 obj\n%b\nendobj\n" % (number, body)
        self._hash.update(text)
        self._out.write(text)

    def add(self, body: bytes) -> int:
        """Write an object and return its number."""
        number = self.reserve()
        self.write(number, body)
        return number

    def add_stream(self, content: bytes, entries: str = "") -> int:
        """Write a stream and return its number."""
        return self.add(packed_stream(zlib.compress(content), entries))

    def finish(self, root: int, info: int) -> bytes:
        """Write the table of objects and return the file."""
        start = self._out.tell()
        lines = [f"xref\n0 {len(self._places) + 1}\n0000000000 65535 f \n"]
        lines += [f"{place:010} 00000 n \n" for place in self._places]
        name = self._hash.hexdigest()[:32]
        lines.append(
            f"trailer\n<< /Size {len(self._places) + 1} /Root {root} 0 R /Info {info} 0 R"
            f" /ID [<{name}> <{name}>] >>\nstartxref\n{start}\n%%EOF\n"
        )
        self._out.write("".join(lines).encode("ascii"))
        return self._out.getvalue()


def packed_stream(packed: bytes, entries: str = "") -> bytes:
    """Return a stream whose content zlib has packed already."""
    head = f"<< /Length {len(packed)} /Filter /FlateDecode {entries} >>\nstream\n".encode("ascii")
    return head + packed + b"\nendstream"


def text_string(text: str) -> str:
    """Return text as the format writes it outside of pages, in any script."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
