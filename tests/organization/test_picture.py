"""Pictures from outside: small, safe and without metadata before they are kept."""

import struct
import time
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from mi_crm.organization.picture import MOST_BYTES, check_picture, check_signature, read_picture
from mi_crm.shared.problems import Problem


def a_png(width: int = 60, height: int = 40, color: str = "navy", **keywords: object) -> bytes:
    return _saved(Image.new("RGB", (width, height), color), "PNG", **keywords)


def a_scan() -> bytes:
    """Return a signature on paper that is a little gray and darker to the right, as scanners give it."""
    image = Image.new("L", (1600, 900))
    draw = ImageDraw.Draw(image)
    for x in range(1600):
        draw.line([(x, 0), (x, 899)], fill=250 - x // 40)
    draw.line([(300, 500), (700, 350), (900, 600), (1300, 420)], fill=30, width=9, joint="curve")
    return _saved(image, "JPEG", quality=80)


def _saved(image: Image.Image, kind: str, **keywords: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **keywords)
    return out.getvalue()


def a_bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """Return a PNG of a few hundred bytes that says it is so large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def opened(png: bytes) -> Image.Image:
    assert png.startswith(b"\x89PNG")
    return Image.open(BytesIO(png))


def test_a_png_or_jpeg_becomes_a_png() -> None:
    assert opened(check_picture(a_png())).size == (60, 40)
    assert opened(check_picture(_saved(Image.new("RGB", (60, 40)), "JPEG"))).size == (60, 40)
    assert opened(check_picture(_saved(Image.new("CMYK", (60, 40)), "JPEG"))).size == (60, 40)
    deep = _saved(Image.new("I;16", (60, 40), 65_535), "PNG")
    assert opened(check_picture(deep)).getextrema() == ((255, 255),) * 4


def test_the_same_picture_is_the_same_bytes() -> None:
    once = check_picture(a_png())
    assert check_picture(a_png()) == once
    assert check_picture(once) == once


def test_a_picture_of_50000_by_50000_dots_is_refused_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(Problem) as refused:
        check_picture(a_bomb())
    assert time.monotonic() - began < 0.5
    assert str(refused.value) == (
        "This picture is 50,000 by 50,000 dots, more than 50 million. Save it smaller, then choose it."
    )


def test_a_picture_that_breaks_off_is_refused() -> None:
    with pytest.raises(Problem, match="damaged"):
        check_picture(a_bomb(3000, 3000))
    with pytest.raises(Problem, match="damaged"):
        check_picture(a_png(600, 400)[:-60])
    with pytest.raises(Problem, match="damaged"):
        check_picture(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    with pytest.raises(Problem, match="damaged"):
        check_picture(b"\xff\xd8\xff" + b"\0" * 100)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7\n", "This is a PDF. Save it as a PNG or JPEG picture, then choose that."),
        (b"<svg/>", "This is an SVG. Save it as a PNG or JPEG picture, then choose that."),
        (b"GIF89a", "This is a GIF. Save it as a PNG or JPEG picture, then choose that."),
        (b"name,amount\n", "This is no PNG or JPEG picture. Choose one that is."),
        (b"", "This is no PNG or JPEG picture. Choose one that is."),
    ],
)
def test_whatever_its_name_only_a_png_or_jpeg_is_a_picture(data: bytes, sentence: str) -> None:
    with pytest.raises(Problem) as refused:
        check_picture(data)
    assert str(refused.value) == sentence


def test_metadata_is_left_behind() -> None:
    photo = Image.new("RGB", (60, 40), "white")
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif[0x0112] = 6
    upright = opened(check_picture(_saved(photo, "JPEG", exif=exif, comment=b"secret")))
    assert upright.size == (40, 60)
    assert not upright.info
    assert b"taken at home" not in check_picture(_saved(photo, "JPEG", exif=exif))


def test_a_large_picture_is_scaled_to_what_is_printed() -> None:
    assert opened(check_picture(a_png(6000, 3000))).size == (960, 480)


def test_the_paper_of_a_signature_is_made_clear() -> None:
    signature = opened(check_signature(a_scan()))
    alpha = signature.getchannel("A")
    shares = alpha.histogram()
    count = signature.width * signature.height
    assert sum(shares[:10]) > 0.9 * count
    assert sum(shares[200:]) > 0.005 * count
    assert signature.width > 3 * signature.height
    for corner in ((0, 0), (signature.width - 1, 0)):
        assert alpha.getpixel(corner) == 0


def test_a_signature_that_is_clear_already_stays_as_it_is() -> None:
    once = check_signature(a_scan())
    assert check_signature(once) == once


def test_a_blank_page_is_no_signature() -> None:
    with pytest.raises(Problem, match="no ink"):
        check_signature(a_png(800, 400, "white"))


def test_a_file_too_large_to_be_a_picture_is_not_read(tmp_path: Path) -> None:
    large = tmp_path / "logo.png"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(Problem, match="20 MB"):
        read_picture(large)
    with pytest.raises(Problem, match=r"gone\.png could not be read"):
        read_picture(tmp_path / "gone.png")
    with pytest.raises(Problem, match="20 MB"):
        check_picture(a_png() + b"\0" * MOST_BYTES)
