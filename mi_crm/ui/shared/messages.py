"""Questions to the person, all through one object, so that a test answers them without patching Qt."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.fields import ComboBox, Field, TextField
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import dress, px


class Dialog(QDialog):
    """A small window with a title, a sentence, a body and two buttons; Esc and Enter take the safe one."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        sentence: str,
        action: str,
        *,
        keep: str = "",
        danger: bool = True,
    ) -> None:
        """Ask; `action` does it, `keep` leaves everything as it is."""
        super().__init__(parent)
        if parent is None:
            dress(self)
        self.setWindowTitle(title)
        self.setProperty("ground", "surface")
        self.setMinimumWidth(px(440))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(24), px(20), px(24), px(18))
        rows.setSpacing(px(8))
        rows.addWidget(label(title, "line", wrap=True))
        rows.addWidget(label(sentence, "second", wrap=True))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, px(4), 0, px(4))
        self.body.setSpacing(px(12))
        rows.addLayout(self.body, 1)
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addStretch(1)
        self.safe = Button(keep or self.tr("Keep it"), "secondary", key="Esc")
        self.act = Button(action, "danger" if danger else "primary")
        self.safe.clicked.connect(self.reject)
        self.act.clicked.connect(self.accept)
        self.safe.setDefault(True)
        line.addWidget(self.safe)
        line.addWidget(self.act)
        rows.addLayout(line)
        self.safe.setFocus(Qt.FocusReason.OtherFocusReason)


class ReasonDialog(Dialog):
    """Asks why, and goes on only with a reason."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        sentence: str,
        reasons: Sequence[str],
        action: str,
        *,
        keep: str = "",
    ) -> None:
        """Offer reasons; another may be typed."""
        super().__init__(parent, title, sentence, action, keep=keep)
        self._field: Field
        if reasons:
            box = ComboBox()
            line = QLineEdit()
            box.setLineEdit(line)
            box.addItems(list(reasons))
            box.editTextChanged.connect(self._look)
            line.setMaxLength(200)
            line.setAccessibleName(self.tr("Why"))
            self._field, self._line = Field(self.tr("Why"), box), line
        else:
            field = TextField(self.tr("Why"))
            field.edited.connect(self._look)
            self._field, self._line = field, field.input
        self.body.addWidget(self._field)
        self._look()

    def reason(self) -> str:
        """Return what was chosen or typed."""
        return self._line.text().strip()

    def _look(self) -> None:
        self.act.set_enabled(bool(self.reason()), self.tr("Say why first."))


class PasswordDialog(Dialog):
    """Asks for a password, shown as dots."""

    def __init__(self, parent: QWidget | None, title: str, sentence: str, action: str) -> None:
        """Go on only with a password."""
        super().__init__(parent, title, sentence, action, keep=self.tr("Not now"), danger=False)
        self._field = TextField(self.tr("Password"))
        self._field.input.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.edited.connect(self._look)
        self._field.entered.connect(self._enter)
        self.body.addWidget(self._field)
        self._field.input.setFocus(Qt.FocusReason.OtherFocusReason)
        self._look()

    def password(self) -> str:
        """Return what was typed."""
        return self._field.input.text()

    def _look(self) -> None:
        self.act.set_enabled(bool(self.password()), self.tr("Type the password first."))

    def _enter(self) -> None:
        if self.password():
            self.accept()


class Questions:
    """Asks the person at the keyboard. Every screen asks through desk.questions."""

    def ask(
        self,
        parent: QWidget | None,
        title: str,
        sentence: str,
        action: str,
        *,
        keep: str = "",
        danger: bool = True,
    ) -> bool:
        """Return whether to go on; Esc and Enter do not."""
        return (
            Dialog(parent, title, sentence, action, keep=keep, danger=danger).exec()
            == QDialog.DialogCode.Accepted
        )

    def tell(self, parent: QWidget | None, title: str, sentence: str) -> None:
        """Say something that is asked for, such as what program this is."""
        dialog = Dialog(parent, title, sentence, "", keep=QCoreApplication.translate("Dialog", "Close"))
        dialog.act.hide()
        dialog.exec()

    def ask_reason(
        self,
        parent: QWidget | None,
        title: str,
        sentence: str,
        reasons: Sequence[str],
        action: str,
        *,
        keep: str = "",
    ) -> str | None:
        """Return the reason to go on, or None to leave everything as it is."""
        dialog = ReasonDialog(parent, title, sentence, reasons, action, keep=keep)
        return dialog.reason() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def ask_password(self, parent: QWidget | None, title: str, sentence: str, action: str) -> str | None:
        """Return the password, or None to leave everything as it is."""
        dialog = PasswordDialog(parent, title, sentence, action)
        return dialog.password() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def choose_file(self, parent: QWidget | None, title: str, pattern: str = "") -> Path | None:
        """Return a file to read; pattern as in Qt, “Spreadsheets (*.xlsx *.csv)”."""
        name, _ = QFileDialog.getOpenFileName(parent, title, _documents(), pattern)
        return Path(name) if name else None

    def choose_save_file(
        self, parent: QWidget | None, title: str, name: str, pattern: str = ""
    ) -> Path | None:
        """Return where to write a file, suggesting a name."""
        found, _ = QFileDialog.getSaveFileName(parent, title, str(Path(_documents()) / name), pattern)
        return Path(found) if found else None

    def choose_folder(self, parent: QWidget | None, title: str) -> Path | None:
        """Return a folder."""
        name = QFileDialog.getExistingDirectory(parent, title, _documents())
        return Path(name) if name else None


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
