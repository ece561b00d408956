"""The layers of the design, and what the README promises."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_imports_go_downwards_only():
    linter = Path(sys.executable).with_name("lint-imports")
    process = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert process.returncode == 0, process.stdout
    assert "0 broken" in process.stdout


def test_neither_the_library_nor_the_command_line_loads_qt():
    code = (
        "import sys, inspector.core, inspector.cli\n"
        "from inspector.workflow import benchmark, evaluate, export, inspect, report, review, train\n"
        "loaded = [name for name in sys.modules if name.split('.')[0] in ('PySide6', 'pyqtgraph', 'shiboken6')]\n"
        "assert not loaded, loaded\n"
    )
    process = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert process.returncode == 0, process.stderr


def test_the_command_line_starts_without_torch():
    code = (
        "import sys, inspector.cli\n"
        "loaded = [name for name in ('torch', 'numpy', 'inspector.cluster') if name in sys.modules]\n"
        "assert not loaded, loaded\n"
    )
    process = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert process.returncode == 0, process.stderr


def test_no_start_waits_for_torchvision():
    code = (
        "import sys\n"
        "import inspector.core.methods, inspector.workflow.inspect.images, inspector.workflow.train.images\n"
        "import inspector.gui.app\n"
        "import torch\n"
        "from inspector.core.methods.images.patchcore import Patchcore\n"
        "from inspector.core.methods.images.scattering import ScatteringMemory\n"
        "with torch.device('meta'):\n"
        "    Patchcore(Patchcore.presets['features']).build(generator=torch.Generator())\n"
        "    ScatteringMemory(ScatteringMemory.presets['cpu']).build(generator=torch.Generator())\n"
        "slow = ('torchvision', 'torch._dynamo', 'sympy', 'sklearn', 'scipy.stats')\n"
        "loaded = [name for name in slow if name in sys.modules]\n"
        "assert not loaded, loaded\n"
    )
    process = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert process.returncode == 0, process.stderr


def test_the_example_of_the_library_runs():
    import doctest

    import inspector.core

    assert doctest.testmod(inspector.core).failed == 0


def test_the_readme_has_the_two_commands_near_its_top():
    top = (ROOT / "README.md").read_text("utf-8").splitlines()[:30]
    commands = [line for line in top if re.match(r"python -m pip install", line)]
    assert commands == [
        "python -m pip install . && inspector-cli demo",
        'python -m pip install ".[test]" && python -m pytest',
    ]
