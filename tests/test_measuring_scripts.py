"""The scripts that measure find what they import: a name that moved away is noticed before somebody measures again."""

import importlib.util
import sys
from pathlib import Path

import pytest

TRAINING = Path(__file__).parents[1] / "training"
SCRIPTS = sorted(TRAINING.rglob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: str(script.relative_to(TRAINING)))
def test_a_script_finds_what_it_imports(script, monkeypatch):
    monkeypatch.syspath_prepend(str(script.parent))  # as where it is started
    known = set(sys.modules)
    spec = importlib.util.spec_from_file_location(f"measuring_{script.stem}", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)  # where dataclasses look for their module
    try:
        spec.loader.exec_module(module)
    finally:
        for name in set(sys.modules) - known:
            origin = getattr(sys.modules[name], "__file__", None)
            if origin is not None and Path(origin).is_relative_to(TRAINING):
                del sys.modules[name]  # a script beside it that another folder may name alike
