"""An invented gift on the charity's own letter, so that what is typed can be seen on paper."""

from datetime import date

from mi_crm.documents import receipt
from mi_crm.organization.rules import OrganizationDetails, city_line
from mi_crm.receipts.particulars import Charity, Donor
from mi_crm.receipts.rules.decision import decide
from mi_crm.receipts.rules.facts import Facts, Kind, Means
from mi_crm.receipts.sheet import Sheet
from mi_crm.receipts.writing import Given, write
from mi_crm.shared.money import Money

_LOGO, _SIGNATURE = "logo", "signature"


def example_sheet(what: OrganizationDetails, *, today: date, logo: bool, signature: bool) -> Sheet:
    """Return the sheet of an invented gift to this charity."""
    facts = Facts(kind=Kind.CHECK, payment_method=Means.CHECK, given_on=today, amount=Money(250_00))
    given = Given(gift_number=1, method="check", check_number="2217")
    donor = Donor(
        name="Margaret Okafor",
        lines=("Mrs. Margaret Okafor", "Mr. Samuel Okafor", "2208 Larkspur Court", "Pasadena, CA 91100"),
        greeting="Margaret and Samuel",
    )
    charity = Charity(
        legal_name=what.legal_name,
        ein=what.ein,
        tagline=what.tagline,
        street=what.street,
        city_line=city_line(what),
        phone=what.phone,
        email=what.email,
        logo=_LOGO if logo else None,
        signatory=what.signatory,
        signatory_title=what.signatory_title,
        signature=_SIGNATURE if signature else None,
    )
    return write(facts, decide(facts), given, donor, charity)


def example_letter(
    what: OrganizationDetails, *, today: date, logo: bytes | None, signature: bytes | None
) -> bytes:
    """Return the letter of that sheet as a PDF. Raises Problem when a letter is in no font."""
    sheet = example_sheet(what, today=today, logo=logo is not None, signature=signature is not None)
    pictures = {name: png for name, png in ((_LOGO, logo), (_SIGNATURE, signature)) if png is not None}
    return receipt.render(sheet, pictures, mark=receipt.Mark.PREVIEW)
