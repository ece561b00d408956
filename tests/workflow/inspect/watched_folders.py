"""A clock under which folders are watched: it goes on only where the watch sleeps, and does what was planned then."""

from collections.abc import Callable


class PlannedClock:
    """In place of the module `time` where folders are watched.

    Attributes:
        plan: what to do the first, second, … time that nothing has come; None for nothing.
    """

    def __init__(self, *plan: Callable[[], object] | None) -> None:
        self.plan = list(plan)
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        if not self.plan:
            raise AssertionError("the watch goes on where it should have been stopped")
        step = self.plan.pop(0)
        if step is not None:
            step()
