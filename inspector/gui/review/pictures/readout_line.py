"""The line below a picture: what is under the pointer, and which thresholds the picture is shown by."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget


def readout_line(readout: QWidget, applied: QWidget) -> QHBoxLayout:
    """Both in one line, which is there whether thresholds are tried or not: the picture stays where it is."""
    applied.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
    line = QHBoxLayout()
    line.addWidget(readout, stretch=1)
    line.addWidget(applied)
    return line
