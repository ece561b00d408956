import os
import shutil
from dataclasses import replace
from functools import partial

import pytest
import torch

from inspector.core.operating_point import Decision
from inspector.data.category import find_images
from inspector.data.video.category import find_clips
from inspector.store.runs.image_run import ImageRun
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.inspect import arrivals
from inspector.workflow.inspect.arrivals import Arrived, FolderWatch, Idle
from inspector.workflow.inspect.image_batch import ImageBatchStarted
from inspector.workflow.inspect.images import Inspected
from inspector.workflow.inspect.video_progress import ClipEnded
from inspector.workflow.kinds import IMAGES, VIDEO, InspectJob
from inspector.workflow.progress import Warned
from tests.cli.test_inspect_video import write_clip_model
from tests.data.video.videos import write_folder
from tests.workflow.inspect.watched_folders import PlannedClock

CPU = torch.device("cpu")


@pytest.fixture
def clock(monkeypatch):
    made = PlannedClock()
    monkeypatch.setattr(arrivals, "time", made)
    return made


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "incoming"
    made.mkdir()
    return made


def write(path, content=b"picture", *, changed=990.0):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (changed, changed))
    return path


def watch_over(*folders, **options):
    return FolderWatch(find_images, folders, settled_s=1.0, **options)


def names(items):
    return [item.path.name for item in items]


def test_what_has_lain_there_for_long_is_taken_at_once_and_once(folder, clock):
    write(folder / "b.png", changed=100.0)
    write(folder / "a.png", changed=200.0)
    watch = watch_over(folder)
    assert names(watch.look()) == ["b.png", "a.png"]  # in the order in which they came
    assert watch.look() == []


def test_a_file_is_complete_when_it_has_not_changed_for_a_while(folder, clock):
    watch = watch_over(folder)
    growing = write(folder / "a.png", b"p")
    for content in (b"pi", b"pict", b"picture"):
        assert watch.look() == []
        clock.now += 0.9
        write(growing, content)
    assert watch.look() == []
    clock.now += 0.9
    assert watch.look() == []
    clock.now += 0.2
    assert names(watch.look()) == ["a.png"]


def test_an_empty_file_is_waited_for(folder, clock):
    watch = watch_over(folder)
    write(folder / "a.png", b"")
    for _ in range(5):
        assert watch.look() == []
        clock.now += 5
    write(folder / "a.png")
    assert watch.look() == []
    clock.now += 1
    assert names(watch.look()) == ["a.png"]


def test_names_are_below_the_base(folder, clock):
    write(folder / "crate" / "a.png", changed=100.0)
    (found,) = watch_over(folder, base=folder).look()
    assert found.name == "crate/a.png"


def test_what_was_taken_before_is_not_taken_again(folder, clock):
    known = write(folder / "a.png", changed=100.0)
    write(folder / "b.png", changed=100.0)
    assert names(watch_over(folder, known=[known]).look()) == ["b.png"]


def test_every_replacement_under_a_name_that_was_inspected_is_said(folder, clock):
    path = write(folder / "a.png", changed=100.0)
    watch = watch_over(folder)
    watch.look()
    clock.plan = [
        partial(write, path, b"half of"), partial(write, path, b"another picture"), None, None,
        partial(write, path, b"a third picture", changed=995.0), None, None, partial(write, folder / "b.png"),
        None, None, None,
    ]  # fmt: skip
    updates = list(watch.wait())
    said = [update.message for update in updates if isinstance(update, Warned)]
    assert len(said) == 2, "of each file that is complete, and of no half one"
    assert said[0].startswith(f"{path} was replaced after it had been inspected")
    assert names(updates[-1].items) == ["b.png"]


def test_a_folder_that_is_gone_is_looked_at_until_it_is_back(folder, clock):
    watch = watch_over(folder)
    folder.rmdir()
    clock.plan = [None, None, partial(write, folder / "a.png", changed=900.0), None, None, None]
    updates = list(watch.wait())
    (warning,) = [update.message for update in updates if isinstance(update, Warned)]
    assert "there is no such file or folder. It is tried again" in warning
    assert isinstance(updates[-1], Arrived)
    assert names(updates[-1].items) == ["a.png"]


def test_a_clip_of_frames_is_complete_when_no_frame_comes_any_more(folder, clock, tmp_path):
    watch = FolderWatch(find_clips, [folder], settled_s=10.0)
    frames = sorted(write_folder(tmp_path / "all", range(6)).iterdir())
    (folder / "belt").mkdir()
    for frame in frames:
        shutil.copy(frame, folder / "belt")
        assert watch.look() == []
        clock.now += 9
    assert watch.look() == []
    clock.now += 10
    assert [item.name for item in watch.look()] == [(folder / "belt").as_posix()]


def test_images_that_come_are_inspected_until_the_job_is_stopped(
    stored, model_folder, category, folder, clock, tmp_path
):
    good, blob = (sorted((category / "test" / kind).iterdir())[1] for kind in ("good", "blob"))
    clock.plan = [
        partial(shutil.copy, good, folder / "1.png"), None, None,
        partial(shutil.copy, blob, folder / "2.png"), None, None, None,
    ]  # fmt: skip
    output = tmp_path / "monday.h5"
    job = InspectJob(output, CPU, watched=(folder,))
    updates = IMAGES.inspect_paths(model_folder, [folder], job)
    started = next(updates)
    assert isinstance(started, ImageBatchStarted)
    assert started.images == ()
    decisions = []
    for update in updates:
        if isinstance(update, Inspected):
            decisions.append((update.index, update.inspection.name, update.inspection.decision))
        if isinstance(update, Idle) and len(decisions) == 2:
            break
        assert not output.exists()
    updates.close()
    assert decisions == [(0, "1.png", Decision.OK), (1, "2.png", Decision.NG)]
    with ImageRun(output) as run:
        assert not run.interrupted
        assert [(one.name, one.decision) for one in run] == [row[1:] for row in decisions]
        assert run.path_of("2.png") == folder / "2.png"


def test_a_watch_that_is_killed_is_resumed_with_what_came_since(
    stored, model_folder, category, folder, clock, tmp_path
):
    images = sorted((category / "test" / "good").iterdir())[:3]
    for path in images[:2]:
        shutil.copy(path, folder)
        os.utime(folder / path.name, (100.0, 100.0))
    output = tmp_path / "monday.h5"
    job = InspectJob(output, CPU, watched=(folder,))
    updates = IMAGES.inspect(stored, [], job)
    next(update for update in updates if isinstance(update, Inspected))
    updates.close()  # while the second is at work
    assert not output.exists()
    shutil.copy(images[2], folder)
    clock.plan = [None, None, None, None]
    with ImageRun(output) as run:
        assert run.interrupted
        batch = IMAGES.items(run)
    decided = []
    for update in IMAGES.inspect(stored, batch, replace(job, resume=True)):
        if isinstance(update, Inspected):
            decided.append(update.index)
        if isinstance(update, Idle) and len(decided) == 2:
            break
    assert decided == [1, 2]
    with ImageRun(output) as run:
        assert len(run) == 3
        assert not run.interrupted


def test_nothing_came_and_there_is_no_run(model_folder, folder, clock, tmp_path):
    updates = IMAGES.inspect_paths(model_folder, [folder], InspectJob(tmp_path / "r.h5", CPU, watched=(folder,)))
    next(update for update in updates if isinstance(update, Idle))
    updates.close()
    assert [path.name for path in tmp_path.iterdir()] == ["incoming"]


def test_clips_that_come_are_inspected(folder, clock, tmp_path):
    model = write_clip_model(tmp_path / "model", reject=0.003)
    clock.plan = [partial(write_folder, folder / "one", range(4)), *[None] * 40]
    updates = VIDEO.inspect_paths(model, [folder], InspectJob(tmp_path / "r.clips", CPU, watched=(folder,)))
    ended = 0
    for update in updates:
        if isinstance(update, ClipEnded):
            ended += 1
            if ended == 1:
                write_folder(folder / "two", range(5))
        if isinstance(update, Idle) and ended == 2:
            break
    updates.close()
    with VideoRun(tmp_path / "r.clips") as run:
        assert [record.name for record in run.clips] == ["one", "two"]
        assert not run.interrupted
