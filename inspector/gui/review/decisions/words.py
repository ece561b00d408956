"""Decisions in words, and how quickly they are made."""

import time
from collections import deque

from PySide6.QtCore import QCoreApplication

from inspector.gui.numbers import count, duration
from inspector.store.records import ReviewDecision
from inspector.workflow.review.reviewed_run import NOT_REVIEWED

_PAUSE_S = 60.0  # longer between two decisions is a break
_NEWEST, _FEWEST = 20, 3


def review_word(decision: ReviewDecision) -> str:
    """What a person decided, in the language of the screen."""
    return {
        ReviewDecision.ACCEPT: QCoreApplication.translate("Review", "good"),
        ReviewDecision.REJECT: QCoreApplication.translate("Review", "defective"),
        ReviewDecision.UNSURE: QCoreApplication.translate("Review", "unsure"),
    }[decision]


def review_mark(decision: ReviewDecision) -> str:
    """The sign of a decision, each of another shape."""
    return {ReviewDecision.ACCEPT: "✔", ReviewDecision.REJECT: "✖", ReviewDecision.UNSURE: "?"}[decision]


def marked_review(decision: ReviewDecision, *, label: str) -> str:
    """A decision with its sign, and the label that it contradicts; empty where it does not."""
    word = f"{review_mark(decision)} {review_word(decision)}"
    if not label:
        return word
    return QCoreApplication.translate("Review", "⚠ {decision}, but labelled {label}").format(decision=word, label=label)


def review_states() -> list[tuple[str, str | None]]:
    """What a list can be filtered by, in words and as :meth:`ReviewedRun.is_in_state` has it."""
    return [
        (QCoreApplication.translate("Review", "Reviewed or not"), None),
        (QCoreApplication.translate("Review", "not reviewed"), NOT_REVIEWED),
        *((review_word(decision), str(decision)) for decision in ReviewDecision),
    ]


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
