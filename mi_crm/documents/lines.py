"""Lines: words broken to a width, and sizes found so that nothing runs off its place."""

import re
from dataclasses import dataclass
from functools import lru_cache

from mi_crm.documents.fonts import Style, width

# Chinese and Japanese may break between any two letters; other scripts after a space.
_HAN = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_PIECE = re.compile(f"[{_HAN}] *|[^ {_HAN}]+ *| +")


@lru_cache(maxsize=4096)
def broken(text: str, style: Style, size: float, room: float) -> tuple[str, ...]:
    """Return the text as lines no wider than `room` points; a word that is too long is broken too."""
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _PIECE.findall(text):
        for part in _parts(piece, style, size, room):
            if line and used + width(part.rstrip(" "), style, size) > room:
                lines.append(line.rstrip(" "))
                line, used = "", 0.0
            line += part
            used += width(part, style, size)
    return (*lines, line.rstrip(" "))


def _parts(word: str, style: Style, size: float, room: float) -> list[str]:
    """Return a word whole if it fits on a line, else in parts that do."""
    parts: list[str] = []
    while (wide := width(word.rstrip(" "), style, size)) > room and len(word) > 1:
        end = max(1, int(len(word) * room / wide))
        while end > 1 and width(word[:end], style, size) > room:
            end -= 1
        parts.append(word[:end])
        word = word[end:]
    return [*parts, word]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines with the size at which they fit their place."""

    lines: tuple[str, ...]
    size: float
    leading: float


SMALLEST = 4.0


@lru_cache(maxsize=4096)
def fitted(
    lines: tuple[str, ...], style: Style, room: tuple[float, float], size: float, leading: float
) -> Fitted:
    """Return the lines as they fit the width and height in `room`.

    They are set a little smaller before any is broken, then as small as it takes; the space
    between them gives way first, to no less than 1.02 of their size.
    """
    smaller = [size - step / 4 for step in range(int((size - SMALLEST) * 4) + 1)]
    for tried in smaller:
        if tried < 0.8 * size:
            break
        if all(width(line, style, tried) <= room[0] for line in lines) and _leading(lines, tried, room[1]):
            return Fitted(lines, tried, min(leading, _leading(lines, tried, room[1])))
    for tried in smaller:
        pieces = tuple(piece for line in lines for piece in broken(line, style, tried, room[0]))
        if _leading(pieces, tried, room[1]):
            return Fitted(pieces, tried, min(leading, _leading(pieces, tried, room[1])))
    pieces = tuple(piece for line in lines for piece in broken(line, style, SMALLEST, room[0]))
    return Fitted(pieces, SMALLEST, SMALLEST)


def _leading(lines: tuple[str, ...], size: float, height: float) -> float:
    """Return the space from line to line that fills the height, or 0 when the lines do not fit."""
    if len(lines) < 2:
        return height
    most = (height - 0.95 * size) / (len(lines) - 1)
    return most if most >= 1.02 * size else 0.0
