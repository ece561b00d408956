"""How far a job of several phases is as a whole, and how long the rest of it takes, by what was measured of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from inspector.workflow.progress import Progress

_SILENT_S = 3.0  # beyond what was expected, from which on nobody can say how long the rest takes


@dataclass(frozen=True)
class Phase:
    """One stage of a job, as it is expected before it begins.

    Attributes:
        stage: as its :class:`Progress` calls it.
        expected_s: of the whole phase; a guess, of which only the proportion to other phases counts, or measured.
        measured: whether it was.
        computes: whether it takes longer on a slower processor, as the other computing phases do.
        parts: how often its progress begins anew, as it does for every clip.
    """

    stage: str
    expected_s: float
    measured: bool = False
    computes: bool = True
    parts: int = 1


def timed(phases: Sequence[Phase], seconds: Mapping[str, float]) -> tuple[Phase, ...]:
    """Phases with measured seconds, by stage; those that follow the last measured one go by its ratio to its guess."""
    result: list[Phase] = []
    ratio: float | None = None
    for phase in phases:
        known = seconds.get(phase.stage)
        if known is not None:
            ratio = known / phase.expected_s if phase.expected_s else ratio
            result.append(replace(phase, expected_s=known, measured=True))
        elif ratio is not None:
            result.append(replace(phase, expected_s=phase.expected_s * ratio, measured=True))
        else:
            result.append(phase)
    return tuple(result)


class JobProgress:
    """The share of a job that is done, and the seconds left, from the progress of its phases and a clock.

    A phase that runs is measured by its own pace. One that is still to come is expected to be as much slower than it
    was expected as the computing phase measured last. A phase that never shows has been left out.

    Args:
        phases: in the order in which they run.
    """

    def __init__(self, phases: Sequence[Phase]) -> None:
        self._phases = tuple(phases)
        self._runs = -1  # place of the phase that runs
        self._pace = _PhasePace(1)
        self._ended: dict[int, float] = {}  # seconds of the phases that were measured, by their place
        self._fraction = 0.0
        self._seen_s: float | None = None

    @property
    def fraction(self) -> float:
        """From 0 to 1, never less than before."""
        return self._fraction

    @property
    def left_s(self) -> float | None:
        """Seconds for the rest; None where nothing says so yet, or a phase takes longer than its pace said."""
        if self._runs < 0:
            return sum(phase.expected_s for phase in self._phases) if self._all_measured(0) else None
        rest = self._pace.left_s
        phase = self._phases[self._runs]
        if rest is None:
            if not phase.measured:
                return None
            rest = (1 - self._pace.share) * phase.expected_s - self._pace.spent_s
        if rest < -_SILENT_S:
            return None
        scale = self._scale()
        if scale is None and not self._all_measured(self._runs + 1):
            return None
        return max(0.0, rest) + sum(self._expected_s(later, scale) for later in self._phases[self._runs + 1 :])

    def follow(self, progress: Progress, *, now_s: float) -> None:
        """Take note of an update; the time since the one before belongs to the phase that runs.

        Args:
            now_s: by a clock that never goes back.
        """
        passed = 0.0 if self._seen_s is None else now_s - self._seen_s
        self._seen_s = now_s
        places = [place for place, phase in enumerate(self._phases) if phase.stage == progress.stage]
        if places and places[0] > self._runs:
            self._end_phase()
            self._runs = places[0]
            self._pace = _PhasePace(self._phases[self._runs].parts)
            passed = 0.0
        if places and places[0] == self._runs:
            self._pace.add(progress, passed)
        else:
            self._pace.wait(passed)
        self._fraction = max(self._fraction, self._share_done())

    def rest(self) -> None:
        """What passes until the next update does not count: the job pauses."""
        self._seen_s = None

    def _end_phase(self) -> None:
        whole_s = self._pace.whole_s
        if self._runs >= 0 and whole_s is not None:
            self._ended[self._runs] = whole_s

    def _share_done(self) -> float:
        if self._runs < 0:
            return 0.0
        scale = self._scale()
        running_s = self._pace.whole_s
        seconds = []
        for place, phase in enumerate(self._phases):
            if scale is None and not phase.measured:
                seconds.append(phase.expected_s)  # all are guesses: only their proportions are known
            elif place == self._runs and running_s is not None:
                seconds.append(running_s)
            else:
                seconds.append(self._ended.get(place, self._expected_s(phase, scale)))
        total = sum(seconds)
        done = sum(seconds[: self._runs]) + self._pace.share * seconds[self._runs]
        return min(1.0, done / total) if total else 0.0

    def _scale(self) -> float | None:
        """How much slower the computing phase measured last is than was expected; None where none is measured."""
        measured = {**self._ended}
        running_s = self._pace.whole_s
        if self._runs >= 0 and running_s is not None:
            measured[self._runs] = running_s
        for place in sorted(measured, reverse=True):
            phase = self._phases[place]
            if phase.computes and phase.expected_s > 0:
                return measured[place] / phase.expected_s
        return None

    def _expected_s(self, phase: Phase, scale: float | None) -> float:
        return phase.expected_s * (scale if scale is not None and phase.computes else 1.0)

    def _all_measured(self, first: int) -> bool:
        return all(phase.measured for phase in self._phases[first:])


class _PhasePace:
    """Seconds that a phase takes, by the pace from its first update to its last."""

    def __init__(self, parts: int) -> None:
        self._parts = parts
        self._part = 0
        self._last: Progress | None = None
        self._first_share: float | None = None
        self._moving_s = 0.0  # from the first update to the last that came further
        self._waiting_s = 0.0  # since then
        self.share = 0.0

    @property
    def spent_s(self) -> float:
        return self._moving_s + self._waiting_s

    @property
    def whole_s(self) -> float | None:
        """Of the whole phase; None until it has come further once."""
        first = self.share if self._first_share is None else self._first_share
        return self._moving_s / (self.share - first) if self.share > first else None

    @property
    def left_s(self) -> float | None:
        """Of the phase; less than 0 where it should have ended; None until it has come further once."""
        whole_s = self.whole_s
        if self.share >= 1:
            return -self._waiting_s
        return None if whole_s is None else (1 - self.share) * whole_s - self._waiting_s

    def add(self, progress: Progress, passed_s: float) -> None:
        if self._last is not None and progress.done < self._last.done:
            self._part += 1
        self._last = progress
        within = min(1.0, progress.done / progress.total) if progress.total > 0 else 1.0
        share = max(self.share, (self._part + within) / max(self._parts, self._part + 1))
        self._waiting_s += passed_s
        if self._first_share is None:
            self._first_share = share
            self._waiting_s = 0.0
        elif share > self.share:
            self._moving_s += self._waiting_s
            self._waiting_s = 0.0
        self.share = share

    def wait(self, passed_s: float) -> None:
        self._waiting_s += passed_s
