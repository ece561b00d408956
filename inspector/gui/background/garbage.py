"""Python's garbage collection in the GUI thread alone."""

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 1000


class GarbageCollector(QObject):
    """Collects now and then in the thread it is made in, instead of wherever an allocation happens to be due.

    Widgets that refer to one another are freed by collection; freed in a worker's thread they take the process down.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(collect_what_is_due)
        self._timer.start()


def collect_what_is_due() -> None:
    """Collects the oldest generation that Python itself would collect now, if any."""
    due = [count > threshold for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    for generation in (2, 1, 0):
        if all(due[: generation + 1]):
            gc.collect(generation)
            return
