"""How far learning the confirmed parts is, as one whole."""

from pathlib import Path

from inspector.store.models.model_folder import StoredModel
from inspector.workflow.job_progress import JobProgress
from inspector.workflow.learn.phases import learning_phases
from inspector.workflow.progress import Progress
from tests.workflow.learn.test_confirmed_parts import learned, run_of


def test_every_stage_of_the_learning_is_a_phase_of_its_progress(stored: StoredModel, tmp_path: Path) -> None:
    updates = learned(stored, run_of(stored, tmp_path, accepted=3), tmp_path / "new")
    phases = learning_phases(3, others=2)
    stages = [update for update in updates if isinstance(update, Progress)]
    assert {one.stage for one in stages} <= {phase.stage for phase in phases}
    whole, shares = JobProgress(phases), [0.0]
    for second, progress in enumerate(stages):
        whole.follow(progress, now_s=float(second))
        shares.append(whole.fraction)
    assert shares == sorted(shares)
    assert shares[1] < 0.5 < shares[-1]
