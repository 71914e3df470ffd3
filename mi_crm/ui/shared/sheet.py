"""The style sheet: what Qt's own painting can do for us, written from the tokens."""

from collections.abc import Callable
from string import Template

from mi_crm.ui.shared.tokens import Tokens

_SHEET = Template("""
QWidget { outline: 0; }
QMainWindow, QDialog, QWidget[ground="bg"] { background: $bg; }
QWidget[ground="side"] { background: $side; }
QWidget[ground="surface"] { background: $surface; }
QWidget[ground="sunk"] { background: $sunk; }
QToolTip { background: $toast; color: $toast_ink; border: 1px solid $toast;
  padding: 4px 8px; font-size: ${p12}px; }

QLabel { background: transparent; color: $ink; font-size: ${p13}px; }
QLabel[role="title"] { font-family: "Source Serif 4"; font-weight: 500; font-size: ${p27}px; }
QLabel[role="figure"] { font-family: "Source Serif 4"; font-weight: 500; font-size: ${p22}px; }
QLabel[role="great"] { font-family: "Source Serif 4"; font-weight: 500; font-size: ${p30}px; }
QLabel[role="pane"] { font-family: "Source Serif 4"; font-weight: 500; font-size: ${p19}px; }
QLabel[role="line"] { font-family: "Source Serif 4"; font-weight: 500; font-size: ${p17}px; }
QLabel[role="heading"] { font-weight: 600; font-size: ${p15}px; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="medium"] { font-weight: 500; }
QLabel[role="second"] { color: $ink2; }
QLabel[role="label"] { color: $ink2; font-weight: 500; font-size: ${p12}px; }
QLabel[role="help"] { color: $ink2; font-size: ${p12}px; }
QLabel[role="group"] { color: $ink2; font-weight: 500; font-size: ${p11}px; }
QLabel[tone="quiet"] { color: $ink3; }
QLabel[tone="second"] { color: $ink2; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="softink"] { color: $softink; }
QLabel[tone="done"] { color: $pos; font-weight: 500; }
QLabel[tone="warn"] { color: $warn; font-weight: 500; }
QLabel[tone="wrong"] { color: $neg; font-weight: 500; }

QFrame[card="true"] { background: $surface; border: 1px solid $line; border-radius: ${p10}px; }
QFrame[card="sunk"] { background: $sunk; border: 1px solid $line; border-radius: ${p8}px; }
QFrame[card="raised"] { background: $raised; border: 1px solid $line2; border-radius: ${p8}px; }
QFrame[rule="true"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[rule="upright"] { background: $line; border: 0; max-width: 1px; min-width: 1px; }
QFrame[notice="info"] { background: $soft; border-radius: ${p8}px; }
QFrame[notice="done"] { background: $pos_soft; border-radius: ${p8}px; }
QFrame[notice="warn"] { background: $warn_soft; border-radius: ${p8}px; }
QFrame[notice="wrong"] { background: $neg_soft; border-radius: ${p8}px; }
QFrame[segments="true"] { background: $side; border: 1px solid $line2; border-radius: ${p8}px; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QAbstractSpinBox {
  background: $surface; color: $ink; border: 1px solid $ctl; border-radius: ${p6}px;
  padding: 0 ${p11}px; font-size: ${p14}px; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QComboBox, QSpinBox { min-height: ${p34}px; max-height: ${p34}px; }
QLineEdit[size="small"], QComboBox[size="small"] {
  min-height: ${p28}px; max-height: ${p28}px; font-size: ${p13}px; }
QPlainTextEdit { padding: ${p6}px ${p7}px; }
QLineEdit[amount="true"] { font-size: ${p20}px; font-weight: 500; }
QLineEdit[kept="true"], QComboBox[kept="true"], QPlainTextEdit[kept="true"] {
  background: $sunk; border-color: $line2; }
QLineEdit:disabled, QLineEdit:read-only, QComboBox:disabled, QPlainTextEdit:disabled {
  background: $sunk; color: $ink3; border-color: $line2; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus {
  border: 2px solid $accent; padding: 0 ${i11}px; min-height: ${i34}px; max-height: ${i34}px; }
QPlainTextEdit:focus { padding: ${i6}px ${i7}px; min-height: 0; max-height: 16777215px; }
QLineEdit[size="small"]:focus, QComboBox[size="small"]:focus { min-height: ${i28}px; max-height: ${i28}px; }
QLineEdit[wrong="true"], QComboBox[wrong="true"] {
  border: 2px solid $neg; padding: 0 ${i11}px; min-height: ${i34}px; max-height: ${i34}px; }
QLineEdit[warns="true"], QComboBox[warns="true"] {
  border: 2px solid $warn; padding: 0 ${i11}px; min-height: ${i34}px; max-height: ${i34}px; }
QPlainTextEdit[wrong="true"] { border: 2px solid $neg; padding: ${i6}px ${i7}px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus {
  border: 0; padding: 0; background: transparent; min-height: 0; }
QComboBox::drop-down { border: 0; width: ${p30}px; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView {
  background: $raised; color: $ink; border: 1px solid $line2; padding: ${p4}px; font-size: ${p14}px;
  selection-background-color: $soft; selection-color: $ink; }
QComboBox QAbstractItemView::item { min-height: ${p30}px; padding: 0 ${p8}px; }

QPushButton {
  background: $surface; border: 1px solid $line2; border-radius: ${p6}px; padding: 0; color: $ink; }
QFileDialog QPushButton, QPrintDialog QPushButton { min-height: ${p28}px; padding: 0 ${p10}px; }
QPushButton:hover { background: $sunk; border-color: $ctl; }
QPushButton:pressed { background: $side; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; }
QPushButton[kind="primary"]:hover { background: $hover; border-color: $hover; }
QPushButton[kind="ghost"], QPushButton[kind="quiet"] { background: transparent; border-color: transparent; }
QPushButton[kind="ghost"]:hover, QPushButton[kind="quiet"]:hover { background: $soft; }
QPushButton[kind="danger"] { border-color: $neg; }
QPushButton[kind="danger"]:hover { background: $neg_soft; }
QPushButton:disabled, QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled {
  background: $sunk; border-color: $line; }
QPushButton[kind="ghost"]:disabled, QPushButton[kind="quiet"]:disabled {
  background: transparent; border-color: transparent; }

QTableView, QListView, QTreeView {
  background: transparent; color: $ink; border: 0; gridline-color: $line;
  selection-background-color: $soft; selection-color: $ink; }
QTableView::item { padding: 0 ${p9}px; border: 0; }
QTableView[totals="true"] { padding-bottom: ${p44}px; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section {
  background: transparent; color: $ink2; border: 0; border-bottom: 1px solid $line2;
  padding: 0 ${p12}px; font-size: ${p13}px; font-weight: 500; }
QHeaderView::section:hover { color: $accent; }

QScrollArea { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: ${p12}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${p12}px; margin: 0; }
QScrollBar::handle { background: $prev; border-radius: ${p4}px; margin: 2px; }
QScrollBar::handle:vertical { min-height: ${p28}px; }
QScrollBar::handle:horizontal { min-width: ${p28}px; }
QScrollBar::handle:hover { background: $ctl; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }

QMenuBar { background: $side; color: $ink2; padding: 0 ${p8}px; font-size: ${p12}px; }
QMenuBar::item { background: transparent; padding: ${p6}px ${p8}px; border-radius: ${p4}px; }
QMenuBar::item:selected { background: $line2; color: $ink; }
QMenu { background: $raised; color: $ink; border: 1px solid $line2; padding: ${p4}px; font-size: ${p13}px; }
QMenu::item { padding: ${p6}px ${p24}px ${p6}px ${p26}px; border-radius: ${p4}px; }
QMenu::item:selected { background: $soft; color: $ink; }
QMenu::item:disabled { color: $ink3; }
QMenu::separator { height: 1px; background: $line; margin: ${p4}px ${p8}px; }
QMenu::indicator { left: ${p8}px; }

QProgressBar { background: $track; border: 0; border-radius: ${p4}px;
  min-height: ${p8}px; max-height: ${p8}px; }
QProgressBar::chunk { background: $accent; border-radius: ${p4}px; }
QCalendarWidget QWidget { alternate-background-color: $sunk; }
QCalendarWidget QToolButton {
  color: $ink; background: transparent; border-radius: ${p6}px; padding: ${p4}px; }
QCalendarWidget QToolButton:hover { background: $soft; }
QCalendarWidget QAbstractItemView { selection-background-color: $accent; selection-color: $on_accent; }
""")

_SIZES = (4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 19, 20, 22, 24, 26, 27, 28, 30, 34, 44)


def sheet(tokens: Tokens, px: Callable[[float], int]) -> str:
    """Return the style sheet for these colors at this text size.

    ${pN} is N px scaled; ${iN} is what an edge of 2 px leaves of it: one real pixel less, two for heights.
    """
    words: dict[str, object] = {f"p{size}": px(size) for size in _SIZES}
    words |= {f"i{size}": px(size) - (2 if size >= 28 else 1) for size in _SIZES}
    words |= {name: getattr(tokens, name) for name in tokens.__slots__}
    return _SHEET.substitute(words)
