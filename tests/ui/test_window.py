"""The frame: going about, keys, what is said, text size."""

from mi_crm.ui.window import Window


def test_opens(window: Window) -> None:
    assert window.isVisible()
