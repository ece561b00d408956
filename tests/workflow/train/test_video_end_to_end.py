"""Training on clips, inspecting and evaluating them, on a made-up conveyor."""

import dataclasses
import itertools
import shutil
from contextlib import closing
from pathlib import Path

import av
import numpy as np
import pytest
import torch

from inspector.core.errors import CategoryError, ModelError, SettingError, VideoError
from inspector.core.fitting import FitStep
from inspector.core.methods import create_method
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.video.detection import DetectorSettings
from inspector.core.video.inspection import FrameRecord
from inspector.data.video.category import Clip, scan_video
from inspector.store.models.model_folder import checkpoint_of, read_model
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.evaluate.video import EvaluateVideoDone, evaluate_video
from inspector.workflow.inspect.video import inspect_video
from inspector.workflow.inspect.video_progress import ClipBegun, ClipEnded, EventFound
from inspector.workflow.progress import Warned
from inspector.workflow.review.video import ReviewedVideoRun
from inspector.workflow.train.learning import TrainDone
from inspector.workflow.train.video import VideoTrainJob, train_video
from inspector.workflow.train.video_reading import clip_digest
from tests.conveyor import FRAMES, RACING, SIZE, write_category, write_frames
from tests.conveyor import frame as conveyor_frame
from tests.data.video.videos import write_video

CPU = torch.device("cpu")
SHORT = 30  # frames
TINY = {"object_size": 16, "fold": 1, "depth": 3, "width": 4, "training": {"steps": 40, "batch_size": 32}}


def job(root: Path, output: Path, method: str = "ssmtl", **options) -> VideoTrainJob:
    settings = options.pop("settings", TINY)
    return VideoTrainJob(
        category=scan_video(root),
        output=output,
        method=create_method(method, preset="cpu", **settings),
        seed=0,
        device=CPU,
        max_false_reject=0.01,
        max_review=0.05,
        samples=300,
        **options,
    )


@pytest.fixture(scope="module")
def conveyor(tmp_path_factory) -> Path:
    return write_category(tmp_path_factory.mktemp("conveyor"))


@pytest.fixture(scope="module")
def short(tmp_path_factory) -> Path:
    """Half as many frames of one clip fewer, for what does not depend on how well the model knows them."""
    return write_category(tmp_path_factory.mktemp("short"), good=5, frames=SHORT)


@pytest.fixture(scope="module")
def model(conveyor, made_once) -> Path:
    def learn(output: Path) -> TrainDone:
        return list(train_video(job(conveyor, output)))[-1]

    output, done = made_once("models/belt", learn)
    assert isinstance(done, TrainDone)
    assert done.calibrated_on == done.calibration_groups == 2  # two of six clips are held out whole, a stretch each
    return output


def test_a_box_that_races_is_found_where_and_when_it_races(conveyor, model):
    done = list(evaluate_video(read_model(model), scan_video(conveyor), device=CPU))[-1]
    assert isinstance(done, EvaluateVideoDone)
    found = done.evaluation
    assert (found.clips, found.frames, found.abnormal) == (2, 2 * FRAMES, RACING[1] - RACING[0])
    assert found.offline.micro > 0.9
    assert found.streaming.micro > 0.7  # causal smoothing lags, and the event is short
    assert (found.streaming.clips, found.streaming.left_out) == (1, 1)
    assert found.rbdc > 0.3
    assert found.events_found.total == 1


def test_a_run_has_every_frame_and_the_event_with_its_place(conveyor, model, tmp_path):
    stored = dataclasses.replace(read_model(model), operating_point=OperatingPoint(review=1.0, reject=2.0))
    events = list(inspect_video(stored, scan_video(conveyor).test, output=tmp_path / "run.clips", device=CPU))
    found = [event.event for event in events if isinstance(event, EventFound) and event.clip == 1]
    worst = max(found, key=lambda event: event.event.peak)
    assert RACING[0] <= worst.event.peak_frame < RACING[1] + 12  # smoothing is causal, and may lag
    run = VideoRun(tmp_path / "run.clips")
    assert [clip.frames for clip in run.clips] == [FRAMES, FRAMES]
    assert len(run.events(1)) == len(found)
    scores = run.scores(1)
    again = list(inspect_video(stored, scan_video(conveyor).test, output=tmp_path / "again.clips", device=CPU))
    assert len(again) == len(events)
    assert np.array_equal(VideoRun(tmp_path / "again.clips").scores(1).score, scores.score, equal_nan=True)


def test_a_clip_that_lost_packets_is_never_ok(model, tmp_path):
    path = tmp_path / "belt.ts"
    belt = [av.VideoFrame.from_ndarray(conveyor_frame(index, phase=20), format="rgb24") for index in range(FRAMES)]
    content = bytearray(write_video(path, "libx264", pictures=belt).read_bytes())
    start = len(content) // 2 // 188 * 188
    del content[start : start + 6 * 188]
    path.write_bytes(content)
    calm = OperatingPoint(review=1e6, reject=1e7)  # by its scores every frame is OK
    stored = dataclasses.replace(read_model(model), operating_point=calm)
    list(inspect_video(stored, [Clip(path, path.name, "")], output=tmp_path / "run.clips", device=CPU))
    with VideoRun(tmp_path / "run.clips") as run:
        (clip,), scores = run.clips, run.scores(0)
        assert run.counts()[Decision.REVIEW] == 1
    assert (clip.decision, clip.error) == (Decision.REVIEW, None)
    assert clip.lost == scores.lost.sum() > 2
    assert clip.doubtful == scores.doubtful.sum() > 2
    decided = {scores.decisions[place] for place in np.flatnonzero(scores.doubtful)}
    assert decided <= {Decision.REVIEW, None}
    reviewed = ReviewedVideoRun(tmp_path / "run.clips", category=None)
    assert reviewed.decision(0) is Decision.REVIEW
    reviewed.judge_by(OperatingPoint(review=2e6, reject=2e7))
    assert reviewed.decision(0) is Decision.REVIEW
    assert reviewed.scores(0).decisions == scores.decisions


def test_a_training_that_was_stopped_ends_in_the_same_model(conveyor, model, tmp_path):
    output = tmp_path / "stopped"
    training = train_video(job(conveyor, output))
    for event in training:
        if isinstance(event, FitStep) and event.step == 7:
            break
    training.close()
    assert checkpoint_of(output).exists()
    with pytest.raises(ModelError, match="interrupted training"):
        next(train_video(job(conveyor, output)))
    list(train_video(job(conveyor, output, resume=True)))
    one, other = read_model(model).model, read_model(output).model
    for name, value in one.network.state_dict().items():
        assert torch.equal(value, other.network.state_dict()[name]), name
    assert torch.equal(one.calibration.good_scores, other.calibration.good_scores)
    assert one.clips.looks[0].typical == other.clips.looks[0].typical


@pytest.mark.parametrize(
    ("method", "settings"),
    [
        ("riad", {"image_size": 32, "region_sizes": 4, "base_width": 4, "depth": 2, "training": {"steps": 2}}),
        ("adacl", {"image_size": (32, 48), "crop_side": 16, "width": 2, "training": {"steps": 2}}),
        (
            "frame_permutation",
            {"image_size": (32, 48), "crop_side": 16, "width": 2, "units": 8, "training": {"steps": 2}},
        ),
        ("ssmtl", TINY | {"level": "fusion", "image_size": (32, 48), "training": {"steps": 2}}),
        ("ssmtl", TINY | {"level": "frame", "image_size": (32, 48), "training": {"steps": 2}}),
    ],
)
def test_every_method_learns_from_clips_and_judges_every_frame(short, tmp_path, method, settings):
    output = tmp_path / "model"
    list(train_video(job(short, output, method, settings=settings)))
    stored = read_model(output)
    list(inspect_video(stored, scan_video(short).test[:1], output=tmp_path / "run.clips", device=CPU))
    scores = VideoRun(tmp_path / "run.clips").scores(0)
    assert scores.index.tolist() == list(range(SHORT))
    assert np.isfinite(scores.score).all()


def test_a_clip_of_another_frame_rate_than_the_model_has_learned_is_reported(short, model, tmp_path):
    stored, category = at_rate(read_model(model), 10.0), scan_video(short)
    for rate, reported in ((10.0, 0), (9.99, 0), (11.0, 1), (25.0, 1)):
        output = tmp_path / f"{rate:g}.clips"
        events = inspect_video(stored, category.test[:1], output=output, device=CPU, folder_rate=rate)
        warnings = [event.message for event in events if isinstance(event, Warned)]
        assert len(warnings) == reported
        assert all(f"has {rate:g} frames per second where the model learned from 10" in one for one in warnings)
        assert all("another speed" in one for one in warnings) == (rate != 11.0)


def test_many_clips_of_other_frame_rates_are_reported_once_before_the_first_is_judged(short, model, tmp_path):
    stored, category = at_rate(read_model(model), 10.0), scan_video(short)
    names = [clip.name for clip in category.test]
    assert len(names) > 1
    events = inspect_video(stored, category.test, output=tmp_path / "run.clips", device=CPU, folder_rate=25.0)
    begun = list(itertools.takewhile(lambda event: not isinstance(event, ClipBegun), events))
    [warning] = [event.message for event in begun if isinstance(event, Warned)]
    assert warning.startswith(f"{len(names)} clips have other frame rates than the 10 per second")
    assert f"{names[0]} (25)" in warning
    assert "another speed" in warning
    assert not any(isinstance(event, Warned) and "per second" in event.message for event in events)
    evaluated = evaluate_video(stored, category, device=CPU, folder_rate=25.0)
    assert sum("another speed" in event.message for event in evaluated if isinstance(event, Warned)) == 1


def test_folders_of_frames_have_the_rate_that_the_model_has_learned(short, model, tmp_path):
    stored, category = at_rate(read_model(model), 25.0), scan_video(short)
    output = tmp_path / "run.clips"
    events = list(inspect_video(stored, category.test, output=output, device=CPU))
    with VideoRun(output) as run:
        assert {record.frame_rate for record in run.clips} == {25.0}
        assert run.about["folder_rate"] == 25.0
    done = list(evaluate_video(stored, category, device=CPU))
    assert {clip.frame_rate for clip in done[-1].clips} == {25.0}
    assert not any(isinstance(event, Warned) and "per second" in event.message for event in [*events, *done])


def test_a_resumed_run_keeps_the_rate_it_was_begun_with(short, model, tmp_path):
    stored, clips, output = at_rate(read_model(model), 25.0), scan_video(short).test, tmp_path / "run.clips"
    assert len(clips) > 1
    with closing(inspect_video(stored, clips, output=output, device=CPU, folder_rate=12.0)) as events:
        next(event for event in events if isinstance(event, ClipEnded))
    list(inspect_video(stored, clips, output=output, device=CPU, resume=True))
    with VideoRun(output) as run:
        assert {record.frame_rate for record in run.clips} == {12.0}


def at_rate(stored, rate):
    """The model as if it had learned from clips of this frame rate."""
    known = dataclasses.replace(stored.model.clips, frame_rate=rate)
    return dataclasses.replace(stored, model=dataclasses.replace(stored.model, clips=known))


def test_a_clip_that_breaks_off_gives_what_came_before_and_its_error(model, tmp_path):
    frames = write_frames(tmp_path / "frames", phase=21, racing=True)
    pictures = [_video_frame(path) for path in sorted(frames.iterdir())]
    whole = write_video(tmp_path / "whole.avi", "mjpeg", frames=FRAMES, pictures=pictures, pix_fmt="yuvj420p")
    broken = tmp_path / "broken.avi"
    broken.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * 0.7)])
    clips = [Clip(broken, "broken.avi", ""), Clip(tmp_path / "none.avi", "none.avi", "")]
    stored = dataclasses.replace(read_model(model), operating_point=OperatingPoint(review=1.0, reject=2.0))
    events = list(inspect_video(stored, clips, output=tmp_path / "run.clips", device=CPU))
    ended = [event for event in events if isinstance(event, ClipEnded)]
    assert "found an end" in ended[0].error or "cannot be read" in ended[0].error
    assert "no such file" in ended[1].error
    scores = VideoRun(tmp_path / "run.clips").scores(0)
    assert 30 < len(scores.index) < FRAMES
    assert any(isinstance(event, EventFound) for event in events)


def test_lost_frames_part_a_clip_and_have_no_score(conveyor, model, tmp_path):
    clip = tmp_path / "clip"
    shutil.copytree(conveyor / "testing" / "01", clip)
    (clip / "030.png").write_bytes(b"nothing")
    for number in (58, 59):
        (clip / f"0{number}.png").unlink()
    list(inspect_video(read_model(model), [Clip(clip, "clip", "")], output=tmp_path / "run.clips", device=CPU))
    scores = VideoRun(tmp_path / "run.clips").scores(0)
    unjudged = scores.index[np.isnan(scores.score)].tolist()
    assert unjudged == [29, 57, 58, 59]  # the last one stands alone: shorter than a window


def test_what_cannot_be_trained_is_refused(conveyor, tmp_path):
    with pytest.raises(SettingError, match="needs no detector"):
        job(conveyor, tmp_path / "model", settings=TINY | {"level": "frame"}, detector=DetectorSettings())
    with pytest.raises(SettingError, match="does not learn from clips"):
        job(conveyor, tmp_path / "model", "patchcore", settings={})
    short = tmp_path / "short"
    write_frames(short / "training" / "01", phase=0, frames=20)
    with pytest.raises(CategoryError, match="too short"):
        list(train_video(job(short, tmp_path / "model")))
    (short / "training" / "01" / "001.png").rename(short / "training" / "01" / "not a frame.txt")
    still = tmp_path / "still"
    for number in range(6):
        folder = write_frames(still / "training" / f"0{number}", phase=0)
        for path in sorted(folder.iterdir())[1:]:
            shutil.copy(folder / "001.png", path)
    with pytest.raises(CategoryError, match="no object was found"):
        list(train_video(job(still, tmp_path / "model")))


def test_a_model_of_images_inspects_no_clips(conveyor, model, tmp_path):
    stored = read_model(model)
    images = dataclasses.replace(stored, model=dataclasses.replace(stored.model, clips=None))
    with pytest.raises(ModelError, match="model of images"):
        next(inspect_video(images, scan_video(conveyor).test, output=tmp_path / "run.clips", device=CPU))


def test_unreadable_clips_are_refused_or_left_out(short, tmp_path):
    root = tmp_path / "category"
    shutil.copytree(short, root)
    (root / "training" / "cut.mp4").write_bytes(b"nothing")
    with pytest.raises(VideoError, match="cannot be read") as refused:
        list(train_video(job(root, tmp_path / "model")))
    assert refused.value.code == "training.unreadable_clip"
    list(train_video(job(root, tmp_path / "model", settings=TINY | {"training": {"steps": 1}}, skip_unreadable=True)))


def _video_frame(path: Path):
    import av
    from PIL import Image

    return av.VideoFrame.from_ndarray(np.asarray(Image.open(path)), format="rgb24")


def test_the_place_is_of_what_made_the_peak_also_where_that_has_gone(model, conveyor, tmp_path, monkeypatch):
    stored = dataclasses.replace(read_model(model), operating_point=OperatingPoint(review=1.0, reject=2.0))
    loud, quiet = [10, 10, 20, 20, 9.0], [40, 30, 50, 40, 0.5]

    def judged(*_args, **_options):
        # Smoothed by the past alone, the score peaks when the racing box is no longer there; frame 20 was lost, and
        # what came before it has no part in the second event.
        scores = {4: 0.5, 5: 3.0, 6: 4.0, 7: 0.1, 19: 0.2, 21: 5.0, 22: 0.3}
        for index in range(30):
            boxes = np.array([loud] if index in (4, 19) else [quiet], np.float32)
            score = None if index == 20 else scores.get(index, 0.0)
            decision = None if score is None else stored.operating_point.decide(score)
            yield (
                "streaming",
                FrameRecord(index, None, score, decision, boxes, error="lost" * (index == 20) or None),
                SIZE,
            )

    monkeypatch.setattr("inspector.workflow.inspect.video.judged_frames", judged)
    clips = scan_video(conveyor).test[:1]
    told = list(inspect_video(stored, clips, output=tmp_path / "run.clips", device=CPU))
    first, second = [event.event for event in told if isinstance(event, EventFound)]
    assert (first.event.peak_frame, first.place) == (6, (10, 10, 20, 20))
    assert (second.event.peak_frame, second.place) == (21, (40, 30, 50, 40))


def test_test_clips_without_labels_are_left_out_and_told(conveyor, model):
    category = scan_video(conveyor)
    first, second = category.test
    unlabelled = dataclasses.replace(category, test=(dataclasses.replace(first, abnormal=None), second))
    warned, *_, done = evaluate_video(read_model(model), unlabelled, device=CPU)
    assert isinstance(warned, Warned)
    assert first.name in warned.message
    assert done.evaluation.clips == 1


def test_a_clip_that_the_model_learned_since_is_in_no_figure(short, model):
    stored, category = read_model(model), scan_video(short)
    names = [clip.name for clip in category.test]
    rows = [{"image": clip.name, "sha256": clip_digest(clip.path), "by": "anna", "at": "now"} for clip in category.test]
    card = {**stored.card, "confirmed": {"run": "monday", "images": rows[:1], "earlier": None}}
    *events, done = evaluate_video(dataclasses.replace(stored, card=card), category, device=CPU)
    assert [clip.clip.name for clip in done.clips] == names[1:]
    said = [event.message for event in events if isinstance(event, Warned)]
    assert any(line.startswith("1 clip was learned by this model as good") for line in said)
    card = {**card, "confirmed": {"run": "monday", "images": rows, "earlier": None}}
    with pytest.raises(CategoryError, match="learned all test clips"):
        list(evaluate_video(dataclasses.replace(stored, card=card), category, device=CPU))
