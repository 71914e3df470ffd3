"""Pictures: a checked PNG as the dots that a paper holds."""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image

_DOTS_IN_A_POINT = 600 / 72


@dataclass(frozen=True, slots=True)
class Dots:
    """A picture, packed, and how large it stands on the paper, in points."""

    wide: float
    high: float
    columns: int
    rows: int
    colors: bytes
    alpha: bytes
    """How solid each dot is; empty when all are."""

    def entries(self, space: str) -> str:
        """Return what a PDF says of the dots."""
        return (
            f"/Type /XObject /Subtype /Image /Width {self.columns} /Height {self.rows} "
            f"/BitsPerComponent 8 /ColorSpace /{space}"
        )


@lru_cache(maxsize=16)
def dots(png: bytes, wide: float, high: float) -> Dots:
    """Return the picture as large as the room allows, in its own proportion, at most 600 dots an inch."""
    with Image.open(BytesIO(png)) as opened:
        image = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    share = min(wide / image.width, high / image.height)
    on_paper = image.width * share, image.height * share
    image.thumbnail((wide * _DOTS_IN_A_POINT, high * _DOTS_IN_A_POINT), Image.Resampling.LANCZOS)
    alpha = zlib.compress(image.getchannel("A").tobytes(), 9) if image.mode == "RGBA" else b""
    return Dots(*on_paper, *image.size, zlib.compress(image.convert("RGB").tobytes(), 9), alpha)
