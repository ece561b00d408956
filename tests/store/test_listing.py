import json
import os
import shutil
from datetime import UTC, datetime

import numpy as np
import pytest
import torch

from inspector.core.errors import StorageError
from inspector.core.fitting import TrainingState
from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.store.listing import list_checkpoints, list_models, list_runs
from inspector.store.models.model_folder import checkpoint_of, write_checkpoint, write_model
from inspector.store.records import record_operating_point
from inspector.store.runs import image_run
from inspector.store.runs.image_run_writer import ImageRunWriter
from inspector.store.workspace import Workspace, discard
from tests.provenance import OF_IMAGES

POINT = OperatingPoint(review=1.0, reject=2.0)


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path / "workspace")


@pytest.fixture
def write(workspace, stored):
    """Writes a model of this day of March."""

    def write(name, day):
        created = datetime(2026, 3, day, tzinfo=UTC)
        provenance = OF_IMAGES | {"created": created.isoformat()}
        write_model(workspace.models / name, stored.model, operating_point=POINT, provenance=provenance)
        return workspace.models / name, created

    return write


def run(workspace, name, *, day, hour=12, written=2):
    about = {"model": "m", "operating_point": {}, "started": f"2026-03-{day:02d}T{hour:02d}:00:00+0100"}
    path = workspace.runs / name
    with ImageRunWriter(path, names=["a", "b"], labels=["", ""], map_size=(4, 4), about=about) as writer:
        for index in range(written):
            anomaly_map = np.zeros((4, 4), np.float32)
            writer.write(index, Inspection("a", "", 1.0, Decision.OK, size=(4, 4), anomaly_map=anomaly_map))
    return path, about


def test_nothing_yet(workspace):
    assert list_models(workspace) == list_runs(workspace) == list_checkpoints(workspace) == []


def test_models_newest_first_with_the_operating_point_in_force(workspace, write):
    first, third, second = write("first", 1), write("third", 3), write("second", 2)
    changed = OperatingPoint(review=1.0, reject=5.0)
    record_operating_point(second[0], old=POINT, new=changed, user="ann", reason="overkill")
    models = list_models(workspace)
    assert [(entry.folder, entry.created) for entry in models] == [third, second, first]
    assert [entry.name for entry in models] == ["third", "second", "first"]
    assert [entry.operating_point for entry in models] == [POINT, changed, POINT]
    assert [entry.card["method"] for entry in models] == ["riad"] * 3
    assert [entry.error for entry in models] == [None] * 3


def test_weights_are_not_read_to_list_a_model(workspace, write):
    (write("disc", 1)[0] / "model.safetensors").unlink()
    assert list_models(workspace)[0].error is None


def test_damaged_models_hide_no_others_and_what_is_no_model_is_left_out(workspace, write):
    folder, _ = write("good", 1)
    for name in ("edited", "cardless", "without records"):
        shutil.copytree(folder, workspace.models / name)
    card = json.loads((folder / "model.json").read_text("utf-8"))
    (workspace.models / "edited" / "model.json").write_text(json.dumps(card | {"method": "rotnet"}))
    (workspace.models / "without records" / "records.sqlite").write_bytes(b"nonsense" * 100)
    (workspace.models / "cardless" / "model.json").unlink()
    (workspace.models / ".writing.1.part").mkdir()
    (workspace.models / "notes.txt").touch()
    discard(write("discarded", 2)[0])
    entries = {entry.name: entry for entry in list_models(workspace)}
    assert entries.keys() == {"good", "edited", "cardless", "without records"}
    errors = {name: entry.error for name, entry in entries.items()}
    assert errors["good"] is None
    assert "was changed after the model was written" in errors["edited"]
    assert "is not a model folder" in errors["cardless"]
    assert "the records cannot be read" in errors["without records"]
    assert all(entry.created.tzinfo is not None for entry in entries.values())
    assert [entry.card for name, entry in entries.items() if name != "good"] == [None] * 3


def test_runs_newest_first_complete_and_interrupted(workspace):
    old, newest, middle = (
        run(workspace, "old.h5", day=1),
        run(workspace, "newest.h5", day=3, hour=13, written=1),
        run(workspace, "middle.h5", day=3),
    )
    (workspace.runs / "broken.h5").write_text("nonsense")
    os.utime(workspace.runs / "broken.h5", (0, 0))
    (workspace.runs / "records.sqlite").touch()
    discard(run(workspace, "discarded.h5", day=4)[0])
    *runs, broken = list_runs(workspace)
    assert [entry.path for entry in runs] == [newest[0].with_name("newest.h5.part"), middle[0], old[0]]
    assert [entry.name for entry in runs] == ["newest.h5", "middle.h5", "old.h5"]
    assert [entry.interrupted for entry in runs] == [True, False, False]
    for entry, about in zip(runs, (newest[1], middle[1], old[1]), strict=True):
        assert about.items() <= entry.about.items()
    assert [entry.images for entry in runs] == [2, 2, 2]
    assert runs[0].started == datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert "is not a run" in broken.error
    assert (broken.name, broken.about, broken.started) == ("broken.h5", None, datetime(1970, 1, 1, tzinfo=UTC))


def test_a_run_that_says_no_time_has_that_of_its_file(workspace):
    path = workspace.runs / "r.h5"
    with ImageRunWriter(path, names=[], labels=[], map_size=None, about={}):
        pass
    os.utime(path, (86400, 86400))
    (entry,) = list_runs(workspace)
    assert entry.started == datetime(1970, 1, 2, tzinfo=UTC)
    assert entry.error is None


def test_a_run_completed_while_the_list_is_made_is_no_error(workspace, monkeypatch):
    path, _ = run(workspace, "r.h5", day=1, written=1)
    run(workspace, "s.h5", day=2)
    part = path.with_name("r.h5.part")
    read = image_run.read_head

    def completing(path):
        if path == part:
            part.rename(part.with_name("r.h5"))
        return read(path)

    monkeypatch.setattr(image_run, "read_head", completing)
    assert [entry.name for entry in list_runs(workspace)] == ["s.h5"]
    assert [entry.name for entry in list_runs(workspace)] == ["s.h5", "r.h5"]


def test_interrupted_trainings_say_what_they_are(workspace):
    jobs = [{"method": "riad", "seed": seed} for seed in range(2)]
    paths = [checkpoint_of(workspace.models / f"disc-{seed}.5") for seed in range(2)]
    for seed, path in enumerate(paths):
        write_checkpoint(path, TrainingState(10 + seed, {"a": torch.ones(1)}), job=jobs[seed])
        os.utime(path, (1000 + seed, 1000 + seed))
    (workspace.models / "broken.checkpoint").write_bytes(b"nonsense")
    broken, *found = list_checkpoints(workspace)
    assert [(entry.path, entry.step, entry.job) for entry in found] == [
        (paths[1], 11, jobs[1]),
        (paths[0], 10, jobs[0]),
    ]
    assert found[0].output == workspace.models / "disc-1.5"
    assert broken.output == workspace.models / "broken"
    assert "cannot be read" in broken.error
    assert list_models(workspace) == []


def test_a_place_that_cannot_be_listed(tmp_path):
    (tmp_path / "models").write_text("a file")
    with pytest.raises(StorageError, match="cannot be read"):
        list_models(Workspace(tmp_path))
