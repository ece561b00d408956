"""The verdicts of the clips of a batch, one by one and counted."""

import pytest
from PySide6.QtCore import QObject

from inspector.core.operating_point import Decision
from inspector.gui.inspect.table import VERDICT_ROLE
from inspector.gui.inspect.video.clip_states import ClipState, ClipStates

VERDICT = 4  # the column


@pytest.fixture
def states(qapp):
    owner = QObject()
    made = ClipStates(owner)
    made.restart(
        [
            ClipState("good", 60, done=60, worst=Decision.OK, state="done"),
            ClipState("a frame lost", 60, done=60, lost=1, worst=Decision.OK, state="done"),
            ClipState("doubtful", 60, done=60, doubtful=3, worst=Decision.OK, state="done"),
            ClipState("bad", 60, done=60, lost=1, worst=Decision.NG, state="done"),
            ClipState("all lost", 60, done=60, lost=60, state="done"),
            ClipState("one frame", 1, done=1, state="done"),
            ClipState("broke off", None, worst=Decision.OK, error="It breaks off.", state="done"),
            ClipState("good so far", 60, done=3, worst=Decision.OK, state="in progress"),
            ClipState("waiting", 60),
        ]
    )
    yield made
    owner.deleteLater()


def test_the_counts_are_those_of_the_verdicts_in_the_table(states):
    assert states.counts == {Decision.OK: 1, Decision.REVIEW: 2, Decision.NG: 1, None: 3}
    words = [states.index(row, VERDICT).data() for row in range(len(states.clips))]
    assert words == ["OK", "REVIEW", "REVIEW", "NG", "ERROR", "ERROR", "ERROR", "", ""]
    assert states.index(4, VERDICT).data(VERDICT_ROLE) is None  # as of what cannot be judged, which comes first


def test_a_clip_of_which_no_frame_was_judged_says_so(states):
    assert states.doubt(states.clips[4]) == "None of its frames could be judged."
    assert states.doubt(states.clips[1]).startswith("Not all of it was seen: frames lost: 1")
    assert states.doubt(states.clips[0]) == ""
