"""Receipts: a sheet of the register as the paper that the donor holds."""

from collections.abc import Iterable, Mapping
from enum import Enum

from mi_crm.documents.flow import Piece, Row, Signed, boxed, paragraph, placed
from mi_crm.documents.fonts import Style
from mi_crm.documents.letter import LEFT, RIGHT, TOP, Frame
from mi_crm.documents.pages import ACCENT, INK, INK2, LINE, Pages
from mi_crm.documents.summary import draw_summary
from mi_crm.receipts.sheet import Sheet
from mi_crm.receipts.summary import SummarySheet

CONTRIBUTION_AMOUNT = "Contribution amount"
NOT_IN_THE_REGISTER = "Not in the register"

_ROOM = RIGHT - LEFT
# A letter that is a few lines too long is set a little smaller before it takes a second page.
_SCALES = (1.0, 0.96, 0.92)
_AT_THE_FOOT = "ORG"
_IN_THE_WINDOW = "WHO"


class Mark(Enum):
    """What a paper says of itself when it is not the receipt."""

    PREVIEW = "PREVIEW"
    COPY = "COPY"
    VOID = "VOID"


def register_line(chain_sha256: str) -> str:
    """Return the words at the foot that tie a paper to the register: Register 7f3a 91c0 44de 2b17.

    A letter has no place there and gets none.
    """
    if not chain_sha256:
        return ""
    return "Register " + " ".join(chain_sha256[start : start + 4] for start in range(0, 16, 4))


def render(
    sheet: Sheet | SummarySheet,
    pictures: Mapping[str, bytes],
    *,
    mark: Mark | None = None,
    nudge: tuple[int, int] = (0, 0),
    register_line: str = "",
    original: str = "",
) -> bytes:
    """Return one sheet as a PDF: the same bytes for the same sheet.

    `pictures` holds the PNGs that the sheet names. `nudge` is in hundredths of an inch, right and
    down. `original` is the sentence across the top of a copy (receipts.md R8.16) or a void paper;
    without it, it is made of the sheet's number and date. Raises Problem when a letter is in no font.
    """
    pages = Pages(_title(sheet, mark), sheet.letterhead.legal_name, nudge=nudge)
    _draw(pages, sheet, pictures, mark, register_line, original)
    return pages.finish()


def render_many(
    sheets: Iterable[tuple[Sheet | SummarySheet, str]],
    pictures: Mapping[str, bytes],
    *,
    mark: Mark | None = None,
    nudge: tuple[int, int] = (0, 0),
) -> bytes:
    """Return sheets, each with its line of the register, as one PDF in the order given.

    Raises ValueError when there are none.
    """
    pages: Pages | None = None
    for sheet, register_line in sheets:
        if pages is None:
            pages = Pages("Receipts", sheet.letterhead.legal_name, nudge=nudge)
        else:
            pages.next_page()
        _draw(pages, sheet, pictures, mark, register_line, "")
    if pages is None:
        raise ValueError("no sheets to print")
    return pages.finish()


def _title(sheet: Sheet | SummarySheet, mark: Mark | None) -> str:
    what = _what(sheet)
    match mark:
        case Mark.PREVIEW:
            return f"Preview of a {what}"
        case Mark.COPY:
            return f"Copy of {what} {sheet.number}"
        case Mark.VOID:
            return f"Void {what} {sheet.number}"
        case None:
            return f"{what.capitalize()} {sheet.number}" if sheet.number else sheet.title


def _what(sheet: Sheet | SummarySheet) -> str:
    if isinstance(sheet, SummarySheet):
        return "summary"
    return "letter" if _is_letter(sheet) else "receipt"


def _is_letter(sheet: Sheet | SummarySheet) -> bool:
    return isinstance(sheet, Sheet) and sheet.is_letter


def _draw(
    pages: Pages,
    sheet: Sheet | SummarySheet,
    pictures: Mapping[str, bytes],
    mark: Mark | None,
    register_line: str,
    original: str,
) -> None:
    frame = _frame(sheet, mark, register_line, original)
    across = mark.value if mark in (Mark.PREVIEW, Mark.VOID) else ""
    if isinstance(sheet, SummarySheet):
        draw_summary(pages, sheet, pictures, frame, across)
        return
    for scale in _SCALES:
        letter = placed(_pieces(sheet, pictures, scale, frame.bottom - TOP), TOP, frame.bottom)
        if len(letter) == 1:
            break
    else:
        letter = placed(_pieces(sheet, pictures, 1.0, frame.bottom - TOP), TOP, frame.bottom)
    for number, pieces in enumerate(letter, start=1):
        if number > 1:
            pages.next_page()
        frame.draw_head(pages, pictures, number, len(letter))
        for y, piece in pieces:
            piece.draw(pages, LEFT, RIGHT, y)
        frame.draw_foot(pages)
        if across:
            pages.across(across)


def _frame(sheet: Sheet | SummarySheet, mark: Mark | None, register_line: str, original: str) -> Frame:
    preview = mark is Mark.PREVIEW
    place = "" if _is_letter(sheet) else NOT_IN_THE_REGISTER
    return Frame(
        sheet.letterhead,
        sheet.address,
        sheet.donor_name,
        _column(sheet, preview=preview),
        _foot(sheet),
        place if preview else _register_words(sheet, register_line),
        original or _across_top(sheet, mark),
        ", ".join(sheet.address[-2:]) if isinstance(sheet, SummarySheet) else "",
    )


def _column(sheet: Sheet | SummarySheet, *, preview: bool) -> tuple[tuple[str, str, Style], ...]:
    # A letter takes no number: it carries the date only (receipts.md section 8).
    if _is_letter(sheet):
        return (
            ("Date", "day of writing", Style.SERIF_ITALIC)
            if preview
            else ("Date", sheet.issued_on, Style.SERIF),
        )
    label = f"{_what(sheet).capitalize()} no."
    if preview:
        return (
            (label, "taken at issue", Style.SERIF_ITALIC),
            ("Date issued", "day of issue", Style.SERIF_ITALIC),
        )
    return ((label, sheet.number, Style.SERIF_BOLD), ("Date issued", sheet.issued_on, Style.SERIF))


def _foot(sheet: Sheet | SummarySheet) -> str:
    if isinstance(sheet, SummarySheet):
        return sheet.foot
    return " ".join(sentence.text for sentence in sheet.sentences if sentence.code == _AT_THE_FOOT)


def _register_words(sheet: Sheet | SummarySheet, register_line: str) -> str:
    """Return the place in the register, and before it where the audit trail stood at that time."""
    return "  ·  ".join(part for part in (sheet.record and f"Record {sheet.record}", register_line) if part)


def _across_top(sheet: Sheet | SummarySheet, mark: Mark | None) -> str:
    what = _what(sheet)
    match mark:
        case Mark.COPY:
            return f"COPY of {what} {sheet.number}, first issued {sheet.issued_on}."
        case Mark.VOID:
            return f"{what.capitalize()} {sheet.number} of {sheet.issued_on} is void. Please do not use it."
        case _:
            return ""


def _pieces(sheet: Sheet, pictures: Mapping[str, bytes], scale: float, most: float) -> list[Piece]:
    """Return the words of the letter in their order: thanks, box, sentences, signature."""
    size, leading = 11 * scale, 14.7 * scale
    pieces: list[Piece] = [*paragraph(sheet.title, Style.SERIF_MEDIUM, 19, 23, _ROOM, 0)]
    if sheet.greeting:
        pieces += paragraph(sheet.greeting, Style.SERIF, size, leading, _ROOM, 10.4 * scale)
    for text in sheet.opening:
        pieces += paragraph(text, Style.SERIF, size, 15.6 * scale, _ROOM, 3.4 * scale)
    if rows := _rows(sheet):
        above = 19 * scale
        left = most - above - sum(piece.above + piece.height for piece in pieces)
        pieces += boxed(rows, _ROOM, above, scale, most, left)
    above = 10.2 * scale
    for sentence in sheet.sentences:
        if sentence.code not in (_AT_THE_FOOT, _IN_THE_WINDOW):
            pieces += paragraph(sentence.text, Style.SERIF, size, leading, _ROOM, above)
            above = 4.8 * scale
    for text in sheet.closing:
        pieces += paragraph(text, Style.SERIF, size, leading, _ROOM, above)
    if sheet.signature.name or sheet.signature.picture:
        png = pictures[sheet.signature.picture] if sheet.signature.picture else None
        pieces.append(Signed(sheet.signature, png, 6 * scale, scale))
    return pieces


def _rows(sheet: Sheet) -> list[Row]:
    rows = [
        Row(label, value, label_style=Style.SANS, label_size=8.8, label_color=INK2)
        for label, value in sheet.facts
    ]
    for place, (label, amount) in enumerate(sheet.sums):
        if label == CONTRIBUTION_AMOUNT:
            rows.append(Row(label, amount, Style.SERIF_BOLD, Style.SERIF_BOLD, value_color=ACCENT, rule=INK))
        else:
            rows.append(Row(label, amount, rule=None if place else LINE))
    return rows
