"""What gifts made possible, in words: trainings, practitioners, patients; numbers only, never names."""

from PySide6.QtCore import QCoreApplication

from mi_crm.giving.queries.impact import MadePossible


def made_words(made: MadePossible) -> str:
    """Return what gifts made possible in a sentence or two, empty when they are linked to no training."""
    said = []
    if made.held:
        trainings = _tr("1 training") if made.held == 1 else _tr("{n} trainings").format(n=f"{made.held:,}")
        people = (
            _tr("1 practitioner")
            if made.trained == 1
            else _tr("{n} practitioners").format(n=f"{made.trained:,}")
        )
        words = _tr("Helped pay for {trainings} that {people} completed").format(
            trainings=trainings, people=people
        )
        if made.patients:
            words = _tr("{words}, with about {n} patients in their care as they report it").format(
                words=words, n=f"{made.patients:,}"
            )
        said.append(words + ".")
    if coming := len(made.trainings) - made.held:
        said.append(
            _tr("1 training it pays for is still to be finished.")
            if coming == 1
            else _tr("{n} trainings it pays for are still to be finished.").format(n=f"{coming:,}")
        )
    return " ".join(said)


def _tr(words: str) -> str:
    return QCoreApplication.translate("impact", words)
