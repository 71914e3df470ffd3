"""The sample charity's mark and its treasurer's signature, drawn on the spot."""

import io
import math

from PIL import Image, ImageDraw

PACIFIC = (11, 95, 115, 255)
INK = (20, 37, 43, 255)


def logo() -> bytes:
    """Return a circle held inside a circle, as PNG."""
    image = Image.new("RGBA", (480, 480), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((20, 20, 460, 460), outline=PACIFIC, width=44)
    draw.ellipse((140, 210, 340, 410), fill=PACIFIC)
    return _png(image.resize((240, 240), Image.Resampling.LANCZOS))


def signature() -> bytes:
    """Return a scrawl, as PNG."""
    image = Image.new("RGBA", (1080, 260), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    points = [
        (40 + 1000 * t, 150 - 90 * math.exp(-4 * t) * math.sin(22 * t) - 24 * math.sin(9 * t))
        for t in (step / 240 for step in range(241))
    ]
    draw.line([(60, 230), *points], fill=INK, width=10, joint="curve")
    return _png(image.resize((540, 130), Image.Resampling.LANCZOS))


def _png(image: Image.Image) -> bytes:
    found = io.BytesIO()
    image.save(found, "PNG")
    return found.getvalue()
