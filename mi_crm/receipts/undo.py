"""How each act of this room is taken back: numbers and letters never are, words of papers are."""

from sqlalchemy.orm import Session

from mi_crm.receipts.actions.wording import save_words
from mi_crm.receipts.queries.wording import words_row
from mi_crm.receipts.rules.wording import WordsOf
from mi_crm.shared.changes import taken_back
from mi_crm.shared.occasion import Occasion
from mi_crm.store.audit import Told, Undo


def _words_back(session: Session, told: Told, when: Occasion) -> None:
    of = WordsOf(told.facts["of"])
    words = taken_back(words_row(session, of).words, told.changes, what="The words")
    save_words(session, of, words, now=when.now, who=when.who)


UNDO: Undo = {"words.changed": _words_back}
