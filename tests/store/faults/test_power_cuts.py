import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.faults.power_cut import build_shim


@pytest.mark.skipif(sys.platform != "linux", reason="the shim is preloaded, as Linux can")
def test_no_record_counts_whose_map_is_gone_and_no_failing_write_is_a_crash(tmp_path):
    """A sample of training/faults/power_cuts.py."""
    library = build_shim(tmp_path)
    if library is None:
        pytest.skip("no compiler makes the shim")
    root = Path(__file__).parents[3]
    script = root / "training" / "faults" / "power_cuts.py"
    process = subprocess.run(
        [sys.executable, script, "--cuts", "4", "--errors", "3", "--seed", "1", "--shim", library],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(root), *sys.path]), "LD_PRELOAD": str(library)},
        check=False,
    )
    assert process.returncode == 0, process.stderr
    outcomes = [line.strip("| ") for line in process.stdout.splitlines() if line.startswith("| r.")]
    assert any(outcome.startswith("r.h5: whole") for outcome in outcomes)
    for outcome in outcomes:
        assert not any(word in outcome for word in ("without", "refused", "crash", "traceback")), process.stdout
