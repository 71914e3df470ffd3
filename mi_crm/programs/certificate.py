"""What a certificate says, frozen when it is issued; a copy says the same words for ever."""

from dataclasses import dataclass
from datetime import date

from mi_crm.programs.details import CertificateKind


@dataclass(frozen=True, slots=True)
class HeldSession:
    """A session as a certificate names it, by the clock on the wall."""

    day: date
    begins: str
    """8:30 AM."""
    ends: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSheet:
    """All that stands on a certificate."""

    number: str
    kind: CertificateKind
    issued_on: date
    name: str
    license: str
    """LCSW, CA 28417; empty when none is known."""
    training: str
    program: str
    sessions: tuple[HeldSession, ...]
    """Those the practitioner was at."""
    credit_minutes: int
    """Continuing-education credit; 0 on a certificate of attendance, which gives none."""
    minutes: int
    """How long the practitioner was there."""
    organization: str
    signatory: str
    signatory_title: str
