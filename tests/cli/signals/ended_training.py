"""Run a training in which one of several processes sends a signal after its seventh step: RANK SIGNAL WHOM, where WHOM
is `own` or `launcher`."""

import os
import signal
import sys

from inspector.cli import main
from inspector.core.fitting import FitStep
from inspector.workflow.train import learning

rank, name, whom = sys.argv[1:4]
del sys.argv[1:4]
fit = learning.fit


def fit_and_send(*arguments, **options):
    for event in fit(*arguments, **options):
        yield event
        if isinstance(event, FitStep) and event.step == 7 and os.environ["RANK"] == rank:
            os.kill(os.getpid() if whom == "own" else os.getppid(), signal.Signals[name])


learning.fit = fit_and_send
learning.CHECKPOINT_INTERVAL_S = 0
main()
