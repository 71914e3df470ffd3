"""The words of papers as the office chose them, and a real paper to see them on."""

from dataclasses import dataclass

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from mi_crm.receipts.records import Wording
from mi_crm.receipts.rules.wording import DEFAULTS, Words, WordsOf


@dataclass(frozen=True, slots=True)
class WordsRow:
    """The words in force for a paper."""

    of: WordsOf
    words: Words

    @property
    def id(self) -> WordsOf:
        """The paper, by which forms tell rows apart."""
        return self.of


def words_in_force(session: Session) -> dict[WordsOf, Words]:
    """Return the newest version of each paper's words that the office wrote."""
    newest = select(Wording.words_of, func.max(Wording.version)).group_by(Wording.words_of)
    rows = session.scalars(select(Wording).where(tuple_(Wording.words_of, Wording.version).in_(newest)))
    return {row.words_of: Words(row.opening, row.closing, row.version) for row in rows}


def words_row(session: Session, of: WordsOf) -> WordsRow:
    """Return the words in force for one paper: the office's own, or those of the program."""
    return WordsRow(of, words_in_force(session).get(of, DEFAULTS[of]))
