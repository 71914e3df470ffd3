"""Whether the audit trail is whole: each event follows from the one before, and the ledger is as it says."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mi_crm.giving.queries.seals import broken_seals
from mi_crm.shared.progress import Progress, no_progress
from mi_crm.store.audit import AuditEvent, AuditSubject, chained


def broken_trail(session: Session, *, progress: Progress = no_progress) -> list[str]:
    """Return what does not fit, with the first event of the chain that does not; empty when all is well."""
    try:
        return [*_broken_chain(session, progress), *broken_seals(session, progress=progress)]
    except (ValueError, LookupError, TypeError):
        # A damaged row holds what no program of ours wrote.
        return ["The audit trail, or a line of the ledger, cannot be read. Restore the newest backup."]


def _broken_chain(session: Session, progress: Progress) -> list[str]:
    total = session.scalar(select(func.count(AuditEvent.sequence))) or 0
    about = iter(
        session.execute(
            select(AuditSubject.sequence, AuditSubject.kind, AuditSubject.record_id)
            .order_by(AuditSubject.sequence, AuditSubject.place)
            .execution_options(yield_per=5_000)
        )
    )
    subject = next(about, None)
    events = session.execute(
        select(AuditEvent.__table__).order_by(AuditEvent.sequence).execution_options(yield_per=1_000)
    )
    before = ""
    for place, event in enumerate(events, start=1):
        progress(place, total)
        subjects = []
        while subject is not None and subject.sequence <= event.sequence:
            if subject.sequence == event.sequence:
                subjects.append((subject.kind, subject.record_id))
            subject = next(about, None)
        if event.sequence != place:
            return [f"The audit trail lacks event {place}: it was taken out."]
        whole = {name: value for name, value in event._mapping.items() if name != "sha256"}
        if chained(before, **whole, subjects=subjects) != event.sha256:
            where = f"{event.what} by {event.who}, {event.at:%Y-%m-%d %H:%M}"
            return [f"The audit trail does not fit at event {event.sequence} ({where})."]
        before = event.sha256
    return []
