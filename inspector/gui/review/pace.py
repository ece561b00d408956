"""How quickly a person decides, and so how long the rest will take."""

import time
from collections import deque

from PySide6.QtCore import QCoreApplication

from inspector.gui.numbers import count, duration

_PAUSE_S = 60.0  # longer between two decisions is a break
_NEWEST, _FEWEST = 20, 3


class DecisionPace:
    """The times between the newest decisions."""

    def __init__(self) -> None:
        self._last: float | None = None
        self._gaps: deque[float] = deque(maxlen=_NEWEST)

    def note(self, now: float | None = None) -> None:
        """A person decided now."""
        now = time.monotonic() if now is None else now
        if self._last is not None and now - self._last < _PAUSE_S:
            self._gaps.append(now - self._last)
        self._last = now

    def seconds(self, left: int) -> float | None:
        """How long so many more will take; None after too few decisions to say, and for none."""
        return left * sum(self._gaps) / len(self._gaps) if left and len(self._gaps) >= _FEWEST else None

    def queue_text(self, left: int, *, reviewed: int) -> str:
        """How many are left to decide on, and for about how long; empty before the first decision."""
        if not reviewed:
            return ""
        seconds = self.seconds(left)
        if seconds is None:
            return QCoreApplication.translate("Review", "{n} left").format(n=count(left))
        text = QCoreApplication.translate("Review", "{n} left, about {time}")
        return text.format(n=count(left), time=duration(seconds))
