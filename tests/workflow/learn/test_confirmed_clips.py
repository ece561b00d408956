"""Good clips that people confirmed calibrate a new model, without a new training."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from inspector.core.errors import ModelError, RunError
from inspector.core.methods import create_method
from inspector.core.thresholds import choose_threshold
from inspector.data.video.category import scan_video
from inspector.store.models.card import read_card
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.records import ReviewDecision, record_review
from inspector.store.runs.video_run import VideoRun
from inspector.store.runs.video_run_writer import VideoRunWriter
from inspector.workflow.inspect.video import inspect_video
from inspector.workflow.kinds import VIDEO
from inspector.workflow.learn.learned_model import LearnDone, LearnJob
from inspector.workflow.progress import Warned
from inspector.workflow.train.video import VideoTrainJob, train_video
from tests.conveyor import write_category, write_frames
from tests.workflow.clip_runs import CALIBRATION, POINT, write_clip

CPU = torch.device("cpu")
TINY = {"object_size": 16, "fold": 1, "depth": 3, "width": 4}
LONG, STRETCH = 120, 50
ACCEPT, REJECT, UNSURE = ReviewDecision


@pytest.fixture(scope="module")
def belt(tmp_path_factory) -> Path:
    return write_category(tmp_path_factory.mktemp("belt"), good=6, frames=60)


def trained(belt: Path, output: Path, *, seed: int = 0) -> StoredModel:
    """A model that has learned next to nothing, with thresholds as after a longer training."""
    job = VideoTrainJob(
        category=scan_video(belt),
        output=output,
        method=create_method("ssmtl", preset="cpu", training={"steps": 3, "batch_size": 16}, **TINY),
        seed=seed,
        device=CPU,
        max_false_reject=0.01,
        max_review=0.05,
        samples=60,
        folder_rate=10.0,
    )
    for _ in train_video(job):
        pass
    found = read_model(output)
    calibration = replace(found.calibration, good_scores=CALIBRATION.good_scores)
    return replace(found, model=replace(found.model, calibration=calibration), operating_point=POINT)


@pytest.fixture(scope="module")
def stored(belt, tmp_path_factory) -> StoredModel:
    return trained(belt, tmp_path_factory.mktemp("models") / "belt")


@pytest.fixture(scope="module")
def monday(tmp_path_factory) -> Path:
    """Clips of another day."""
    folder = tmp_path_factory.mktemp("monday")
    for number, name in enumerate(("a", "b", "c")):
        write_frames(folder / name, phase=3 + 7 * number, frames=LONG)
    return folder


def run_of(stored: StoredModel, monday: Path, path: Path, *worst: float, labels: tuple[str, ...] = ()) -> Path:
    """A run whose clips have these highest scores: above 1 they have an event, above 2 it is NG."""
    about = {
        "model": stored.identity,
        "model_folder": stored.folder.name,
        "model_path": str(stored.folder),
        "operating_point": vars(POINT),
        "base": str(monday),
    }
    names = ["a", "b", "c"][: len(worst)]
    clips = list(zip(names, labels or [""] * len(names), strict=True))
    with VideoRunWriter(path, clips=clips, about=about, sources=[monday / name for name in names]) as run:
        for clip, score in enumerate(worst):
            scores = np.full(LONG, 0.4)
            scores[70:80] = score
            write_clip(run, clip, scores, maps=False)
    return path


def decide(run: Path, **decisions: ReviewDecision) -> None:
    """On every event of a clip, or on the clip as a whole."""
    with VIDEO.open_run(run) as opened:
        for place in range(opened.places):
            decision = decisions.get(opened.clips[opened.clip_at(place)].name)
            if decision is not None:
                record_review(run, image=opened.record_name(place), decision=decision, user="anna")


def updates(stored: StoredModel, run: Path, output: Path, **options: object) -> Iterator[object]:
    return VIDEO.learn(
        LearnJob(
            stored=stored, run=run, output=output, seed=0, device=CPU, max_false_reject=0.01, max_review=0.05, **options
        )
    )


def learned(stored: StoredModel, run: Path, output: Path, **options: object) -> LearnDone:
    *_, done = updates(stored, run, output, **options)
    assert isinstance(done, LearnDone)
    return done


def test_each_stretch_of_a_confirmed_clip_calibrates(stored, monday, tmp_path):
    run = run_of(stored, monday, tmp_path / "monday.clips", 0.4, 2.4, 6)
    decide(run, a=ACCEPT, b=ACCEPT, c=UNSURE)
    found = list(updates(stored, run, tmp_path / "new"))
    done = found[-1]
    before = stored.calibration.good_scores
    after = read_model(tmp_path / "new")
    good = after.calibration.good_scores
    assert len(good) == len(before) + 4 == done.calibrated_on, "two stretches of each"
    assert torch.equal(good[: len(before)], before)
    assert sorted(good[len(before) :].tolist()) == pytest.approx([0.4, 0.4, 0.4, 2.4])
    assert done.operating_point.reject == choose_threshold(good.numpy(), wish=0.01).threshold > POINT.reject
    assert [one.name for one in done.raised_by] == ["b"]
    card = read_card(tmp_path / "new")
    assert card["extends"] == {"model": stored.identity, "folder": "belt"}
    assert [(one["image"], one["by"]) for one in card["confirmed"]["images"]] == [("a", "anna"), ("b", "anna")]
    old = stored.card["split"]
    added = card["split"]["calibration"][len(old["calibration"]) :]
    assert [[name, end - start] for name, start, end in added] == [["a", 60], ["a", 60], ["b", 60], ["b", 60]]
    assert card["split"]["training"] == old["training"]
    for name, tensor in stored.model.network.state_dict().items():
        assert torch.equal(after.model.network.state_dict()[name], tensor)
    with VIDEO.open_run(run) as opened:
        opened.find_learned(card)
        assert opened.learned == {"a", "b"}
        assert opened.labelled_scores().tested.tolist() == [False, False, True], "no test of the new model"
        opened.find_learned(stored.card)
        assert opened.learned == frozenset()
    with pytest.raises(RunError, match="does not know yet"):
        learned(after, run, tmp_path / "again")


def test_whoever_reviewed_only_some_is_warned(stored, monday, tmp_path):
    run = run_of(stored, monday, tmp_path / "monday.clips", 0.4, 1.2, 0.4)
    decide(run, b=ACCEPT)
    warned = [one.message for one in updates(stored, run, tmp_path / "new") if isinstance(one, Warned)]
    assert warned[0].startswith("1 of the 3 clips of monday.clips were reviewed to their end.")


def test_what_the_training_knows_is_not_counted_twice(stored, belt, tmp_path):
    clips = scan_video(belt).train[:1]
    path = tmp_path / "training.clips"
    for _ in inspect_video(stored, clips, output=path, device=CPU, base=belt):
        pass
    with VIDEO.open_run(path) as opened:
        for place in range(opened.places):
            record_review(path, image=opened.record_name(place), decision=ACCEPT, user="anna")
    with pytest.raises(RunError, match="does not know yet"):
        learned(stored, path, tmp_path / "new")


def test_clips_that_another_model_judged_are_judged_once_more(stored, belt, monday, tmp_path):
    other = trained(belt, tmp_path / "other", seed=1)
    run = run_of(other, monday, tmp_path / "monday.clips", 0.4)
    decide(run, a=ACCEPT)
    found = list(updates(stored, run, tmp_path / "new", outliers="learn"))
    assert any("was made with another model, other" in one.message for one in found if isinstance(one, Warned))
    path = tmp_path / "own.clips"
    clips = VIDEO.collect([monday / "a"]).items
    for _ in inspect_video(stored, clips, output=path, device=CPU, folder_rate=10.0):
        pass
    with VideoRun(path) as own:
        scores = own.scores(0).score
    good = read_model(tmp_path / "new").calibration.good_scores[len(stored.calibration.good_scores) :]
    assert good.max().item() == pytest.approx(float(np.nanmax(scores)))


def test_outliers_are_refused_left_out_or_learned(stored, monday, tmp_path):
    run = run_of(stored, monday, tmp_path / "monday.clips", 0.4, 18)
    decide(run, a=ACCEPT, b=ACCEPT)
    with pytest.raises(RunError) as refused:
        learned(stored, run, tmp_path / "new")
    assert refused.value.code == "learn.outliers"
    assert list(refused.value.fields["raw"]["scores"]) == ["b"]
    assert not (tmp_path / "new").exists()
    done = learned(stored, run, tmp_path / "without", outliers="leave-out")
    assert [one.name for one in done.left_out] == ["b"]
    assert done.operating_point.reject <= stored.operating_point.reject
    done = learned(stored, run, tmp_path / "all", outliers="learn")
    assert done.operating_point.reject == pytest.approx(18)
    assert any("far above the other good ones were learned: b" in remark for remark in done.remarks)


def test_a_defect_that_would_pass_is_named(stored, monday, tmp_path):
    run = run_of(stored, monday, tmp_path / "monday.clips", 2.4, 2.2, 2.3, labels=("", "slipped", ""))
    decide(run, a=ACCEPT, c=UNSURE)
    with pytest.raises(RunError) as refused:
        learned(stored, run, tmp_path / "new")
    assert refused.value.code == "learn.hides_defects"
    assert list(refused.value.fields["raw"]["scores"]) == ["b"], "as its folder says"
    done = learned(stored, run, tmp_path / "all", outliers="learn", pass_defects=True)
    assert any("no longer rejects" in remark and "b" in remark and "c" in remark for remark in done.remarks)


def test_a_model_of_images_learns_no_clips(stored, monday, tmp_path, model_folder):
    run = run_of(stored, monday, tmp_path / "monday.clips", 0.4)
    decide(run, a=ACCEPT)
    with pytest.raises(ModelError, match="model of images"):
        learned(read_model(model_folder), run, tmp_path / "new", other_model=True)
