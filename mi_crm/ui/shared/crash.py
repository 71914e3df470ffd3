"""When the program itself is wrong: plain words, what was kept, and a report without anybody's data."""

import faulthandler
import logging
import platform
import re
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from mi_crm.shared.progress import Cancelled
from mi_crm.ui.shared.buttons import Button
from mi_crm.ui.shared.labels import label
from mi_crm.ui.shared.style import dress, px

_log = logging.getLogger("mi_crm")
_HERE = Path(__file__).resolve().parents[3]


def report_of(error: BaseException, version: str) -> str:
    """Return where the error was raised, without its message and without values: those may name people."""
    lines = [
        f"MI CRM {version}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        "",
    ]
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        kind = type(cause)
        lines.append(f"{kind.__module__}.{kind.__qualname__}")
        step: TracebackType | None = cause.__traceback__
        while step is not None:
            code = step.tb_frame.f_code
            lines.append(f"  {_short(code.co_filename)}:{step.tb_lineno} {code.co_qualname}")
            step = step.tb_next
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)


def _short(file: str) -> str:
    path = Path(file)
    try:
        return path.relative_to(_HERE).as_posix()
    except ValueError:
        return "/".join(path.parts[-2:])


class CrashWindow(QDialog):
    """Says that something went wrong in the program and that the data is safe."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        """Show the report; Continue is the safe button."""
        super().__init__(parent)
        if parent is None:
            dress(self)
        self.setWindowTitle(self.tr("Something went wrong"))
        self.setMinimumSize(px(560), px(380))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(px(24), px(20), px(24), px(18))
        rows.setSpacing(px(10))
        rows.addWidget(label(self.tr("Something went wrong in the program"), "pane", wrap=True))
        rows.addWidget(
            label(
                self.tr(
                    "Everything saved until now is safe on this computer; only the last step was not done. "
                    "You can go on. If it happens again, send this report to whoever looks after MI CRM: "
                    "it says where in the program it happened and contains no names and no amounts."
                ),
                "second",
                wrap=True,
            )
        )
        self.text = QPlainTextEdit(report)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Report"))
        rows.addWidget(self.text, 1)
        self.copy = Button(self.tr("Copy report"), icon="copy")
        self.quit = Button(self.tr("Quit"), "quiet")
        self.go_on = Button(self.tr("Continue"), "primary")
        self.copy.clicked.connect(self._copy)
        self.quit.clicked.connect(self._quit)
        self.go_on.clicked.connect(self.accept)
        self.go_on.setDefault(True)
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(self.copy)
        line.addStretch(1)
        line.addWidget(self.quit)
        line.addWidget(self.go_on)
        rows.addLayout(line)
        self.go_on.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy.setText(self.tr("Copied"))

    def _quit(self) -> None:
        self.reject()
        QApplication.quit()


class CrashCatcher(QObject):
    """Brings every error nobody expected, from any thread, to one window."""

    _caught = Signal(object)

    def __init__(self, version: str, parent: QObject | None = None) -> None:
        """Catch nothing yet."""
        super().__init__(parent)
        self._version = version
        self._open = False
        self._caught.connect(self._show)

    def install(self, log_file: Path) -> None:
        """Catch what reaches the top of a thread, what Qt warns of, and what kills the process."""
        log_file.parent.mkdir(parents=True, exist_ok=True)
        # A file of its own: it must stay open under the same name, whatever becomes of the log.
        self._fatal = log_file.with_name(f"{log_file.stem}-fatal.log").open("a", encoding="utf-8")
        faulthandler.enable(self._fatal)
        handler = RotatingFileHandler(log_file, maxBytes=1_000_000, backupCount=4, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        _log.addHandler(handler)
        sys.excepthook = self._from_python
        threading.excepthook = self._from_thread
        qInstallMessageHandler(_from_qt)

    def catch(self, error: BaseException) -> None:
        """Show an error; from any thread."""
        if not isinstance(error, Cancelled):
            self._caught.emit(error)

    def _from_python(
        self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
        else:
            self.catch(error)

    def _from_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.catch(args.exc_value)

    def _show(self, error: BaseException) -> None:
        report = report_of(error, self._version)
        _log.error("%s", report)
        # An error in a paint event comes again and again: one window is enough.
        if not self._open:
            self._open = True
            CrashWindow(report, QApplication.activeWindow()).exec()
            self._open = False


def _from_qt(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
    level = logging.WARNING if kind == QtMsgType.QtWarningMsg else logging.ERROR
    if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        # What Qt quotes may be a person's: a name, a file, what was typed.
        said = re.sub(r"\"[^\"]*\"|'[^']*'", "…", " ".join(words.split()))
        _log.log(level, "Qt: %s", said[:300])
