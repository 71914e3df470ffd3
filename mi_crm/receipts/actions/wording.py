"""Choose the words of papers: each choice is a version that stays."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from mi_crm.receipts.queries.printing import Printable
from mi_crm.receipts.queries.wording import words_row
from mi_crm.receipts.queries.wording_example import example
from mi_crm.receipts.records import Wording
from mi_crm.receipts.rules.wording import NAMES, Words, WordsOf, clean_words
from mi_crm.shared.changes import changed
from mi_crm.shared.problems import Conflict
from mi_crm.store.audit import record


def save_words(session: Session, of: WordsOf, words: Words, *, now: datetime, who: str) -> int:
    """Say these words on papers from now on and return their version; papers made before keep theirs.

    `words.version` is the one that they were changed from. Raises Conflict when another is in force by now.
    """
    before = words_row(session, of).words
    if before.version != words.version:
        raise Conflict("Someone else changed this meanwhile. Look at it again, then save once more.")
    cleaned = clean_words(of, words)
    changes = changed(before, cleaned)
    if not changes:
        return before.version
    after = replace(cleaned, version=before.version + 1)
    row = Wording(
        words_of=of,
        version=after.version,
        opening=after.opening,
        closing=after.closing,
        made_at=now,
        made_by=who,
    )
    session.add(row)
    session.flush()
    facts = {"of": of.value, "name": NAMES[of], "version": after.version}
    record(session, "words.changed", row, facts=facts, changes=changes)
    return after.version


def see_words(session: Session, of: WordsOf, words: Words, *, now: datetime, who: str) -> Printable:
    """Say these words and return a real paper that says them: to be tried out, so that nothing is kept."""
    save_words(session, of, words, now=now, who=who)
    return example(session, of)
