"""How fast work goes on, and how long the rest of it will take."""

import time


class Pace:
    """Seconds a unit of work, smoothed over the last looks."""

    def __init__(self) -> None:
        self.seconds: float | None = None
        self._last: tuple[float, int] | None = None

    def add(self, done: int) -> None:
        """So many units are done now."""
        now = time.monotonic()
        if self._last is not None and done > self._last[1]:
            measured = (now - self._last[0]) / (done - self._last[1])
            self.seconds = measured if self.seconds is None else 0.8 * self.seconds + 0.2 * measured
        self._last = now, done

    def restart(self) -> None:
        """What passed since the last unit does not count, as after a pause."""
        self._last = None

    def left(self, units: int) -> float | None:
        """Seconds for so many more; None where that cannot be told yet."""
        return None if self.seconds is None else self.seconds * units
