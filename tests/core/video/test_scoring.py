"""Moments, maps and scores of clips, by a method whose errors are known beforehand."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from inspector.core.calibration import Calibration
from inspector.core.errors import CategoryError
from inspector.core.methods import create_method
from inspector.core.methods.base import Judgement, Method
from inspector.core.methods.capabilities import TakesClips
from inspector.core.methods.config import MethodConfig, Training
from inspector.core.model import Model
from inspector.core.statistics import TaskStatistics
from inspector.core.video.calibration import calibrate_video, score_frames
from inspector.core.video.clip_view import map_size, paint, window_scores
from inspector.core.video.detection import Detections
from inspector.core.video.frame_judgements import FrameJudgement
from inspector.core.video.judging import FrameJudge
from inspector.core.video.knowledge import LookStatistics, VideoKnowledge
from inspector.core.video.scoring import ClipJudge, FrameScorer
from inspector.core.video.smoothing_windows import UNSMOOTHED, Smoothing
from inspector.core.video.windows import Look, cut_objects

CONFIG = MethodConfig(image_size=(16, 16), training=Training(steps=1, batch_size=1, optimizer="adam"))
NONE = Smoothing(1, UNSMOOTHED, UNSMOOTHED, UNSMOOTHED, UNSMOOTHED)


class Brightness(TakesClips):
    """The error of a window is the brightness of its middle frame; a window that is black is still."""

    name = "brightness"
    smoothing = NONE

    def __init__(self, *of: str, reach: int = 1) -> None:
        super().__init__(CONFIG)
        offsets = tuple(range(-reach, reach + 1))
        self.looks = tuple(Look(one, (8, 8), offsets, offsets) for one in of)

    looks = ()

    def build(self, *, generator):
        return nn.Identity()

    def learn(self, network, batch, *, generator):
        raise NotImplementedError

    def tasks_of(self, look):
        return ("dark",)

    def judge_look(self, network, look, windows):
        middle = windows.frames[:, :, windows.frames.shape[2] // 2].mean(dim=(1, 2, 3))
        return Judgement(middle, None, {"still": middle == 0}, tasks=middle[:, None, None])


class Fixed:
    """A detector that finds the same boxes in every frame."""

    classes = None

    def __init__(self, *boxes) -> None:
        self.boxes = torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4)
        self.restarts = 0

    def restart(self) -> None:
        self.restarts += 1

    def detect(self, frame):
        return Detections(self.boxes, torch.ones(len(self.boxes)))


def model_of(method, *, statistics=LookStatistics(None, lowest=0.0, typical=0.0, spread=1.0)) -> Model:
    known = VideoKnowledge((statistics,) * len(method.looks), None, None, None, 4)
    calibration = Calibration(torch.zeros(1), pixels=None, alignment=None, outline=None)
    return Model(method, nn.Identity(), None, calibration, clips=known)


def grey(*values: float) -> list[torch.Tensor]:
    return [torch.full((3, 20, 30), value) for value in values]


def judged(model, detector, frames, mode="streaming"):
    judge = ClipJudge(model, detector, modes=(mode,))
    verdicts = [verdict for index, frame in enumerate(frames) for verdict in judge.push(index, frame)]
    return [*verdicts, *judge.finish()]


def test_every_frame_is_judged_once_and_those_at_the_ends_by_the_nearest_whole_window():
    verdicts = judged(model_of(Brightness("frame", reach=2)), None, grey(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7))
    assert [verdict.index for verdict in verdicts] == list(range(7))
    assert [round(verdict.score, 4) for verdict in verdicts] == [0.3, 0.3, 0.3, 0.4, 0.5, 0.5, 0.5]


def test_a_verdict_comes_as_late_as_is_stated():
    judge = ClipJudge(model_of(Brightness("frame", reach=2)), None, modes=("streaming",))
    assert judge.latency == 2
    came = [[verdict.index for verdict in judge.push(index, frame)] for index, frame in enumerate(grey(*[0.1] * 8))]
    assert came == [[], [], [], [], [0, 1, 2], [3], [4], [5]]
    assert judge.longest_wait == 4


def test_a_stretch_shorter_than_a_window_has_no_score_and_the_next_begins_anew():
    detector = Fixed((0, 0, 10, 10))
    judge = ClipJudge(model_of(Brightness("objects", reach=1)), detector, modes=("streaming",))
    first = [*judge.push(0, grey(0.5)[0]), *judge.push(1, grey(0.5)[0]), *judge.finish()]
    assert [(verdict.index, verdict.score) for verdict in first] == [(0, None), (1, None)]
    assert detector.restarts == 2
    rest = [verdict for index in (3, 4, 5) for verdict in judge.push(index, grey(0.5)[0])]
    assert [verdict.index for verdict in rest] == [3, 4]


def test_objects_are_painted_where_they_are_and_the_worst_makes_the_score():
    frame = grey(0.2)[0]
    frame[:, :, :15] = 0.9
    model = model_of(Brightness("objects", reach=0))
    (verdict,) = judged(model, Fixed((15, 10, 30, 20), (0, 0, 15, 10)), [frame])
    assert verdict.score == pytest.approx(0.9, abs=1e-6)
    assert verdict.boxes[0].tolist() == pytest.approx([0, 0, 0.5, 0.5, 0.9])
    assert verdict.map.shape == (20, 30)
    assert verdict.map[3, 3] == pytest.approx(0.9)
    assert verdict.map[12, 20] == pytest.approx(0.2, abs=1e-6)
    assert verdict.map[3, 20] == 0


def test_without_objects_the_score_is_the_ground():
    statistics = LookStatistics(None, lowest=0.3, typical=0.5, spread=0.1)
    (verdict,) = judged(model_of(Brightness("objects", reach=0), statistics=statistics), Fixed(), grey(0.9))
    assert verdict.score == pytest.approx(-2)


def test_fusion_is_the_mean_of_both_looks_in_units_of_good_video():
    model = model_of(Brightness("objects", "frame", reach=0))
    looks = (LookStatistics(None, 0.0, typical=0.1, spread=0.1), LookStatistics(None, 0.0, typical=0.4, spread=0.2))
    model = replace(model, clips=replace(model.clips, looks=looks))
    (verdict,) = judged(model, Fixed((0, 0, 5, 5)), grey(0.8))
    assert verdict.score == pytest.approx(((0.8 - 0.1) / 0.1 + (0.8 - 0.4) / 0.2) / 2, abs=1e-4)


def test_a_still_frame_has_a_good_frames_score():
    statistics = LookStatistics(None, lowest=0.0, typical=0.5, spread=0.1)
    verdicts = judged(model_of(Brightness("frame", reach=0), statistics=statistics), None, grey(0.0, 0.8))
    assert [verdict.still for verdict in verdicts] == [True, False]
    assert verdicts[0].score == 0
    assert verdicts[1].score == pytest.approx(3)


def test_each_mode_gives_what_it_gives_alone():
    method = Brightness("objects", reach=1)
    method.smoothing = create_method("ssmtl", preset="cpu").smoothing
    model = model_of(method)
    frames = [torch.rand(3, 20, 30, generator=torch.Generator().manual_seed(place)) for place in range(60)]
    both = ClipJudge(model, Fixed((2, 2, 12, 12)), modes=("streaming", "offline"))
    together = [verdict for index, frame in enumerate(frames) for verdict in both.push(index, frame)]
    together += both.finish()
    for mode in ("streaming", "offline"):
        alone = judged(model, Fixed((2, 2, 12, 12)), frames, mode)
        of_mode = [verdict for verdict in together if verdict.mode == mode]
        assert [(one.index, one.score) for one in of_mode] == [(one.index, one.score) for one in alone]
        assert [one.index for one in alone] == list(range(60))


def test_paint_by_hand():
    boxes = torch.tensor([[0.0, 0.0, 0.5, 0.5, 2.0], [0.25, 0.25, 0.26, 0.26, 5.0], [0.9, 0.9, 1.2, 1.2, 1.0]])
    painted = paint(boxes, size=(4, 4), ground=-1.0)
    assert painted.tolist() == [[2, 2, -1, -1], [2, 5, -1, -1], [-1, -1, -1, -1], [-1, -1, -1, 1]]
    assert map_size((1080, 1920)) == (144, 256)
    assert map_size((100, 200)) == (100, 200)


def test_squares_around_objects_are_cut_out_of_every_frame():
    column = torch.arange(60.0).expand(2, 3, 40, 60) + torch.tensor([0.0, 100.0]).view(2, 1, 1, 1)
    boxes = torch.tensor([[20.0, 10.0, 24.0, 20.0], [-6.0, 30.0, 4.0, 34.0], [50.0, 5.0, 51.0, 6.0]])
    cut = cut_objects(column, boxes, (10, 10))
    assert cut.shape == (3, 3, 2, 10, 10)
    torch.testing.assert_close(cut[0, 0, 0, 0], torch.arange(17.0, 27.0))  # ten wide, as the object is high
    torch.testing.assert_close(cut[0, 0, 1], cut[0, 0, 0] + 100)
    torch.testing.assert_close(cut[1, 0, 0, 0], torch.arange(0.0, 10.0))  # moved inside
    small = cut_objects(column, boxes[2:], (4, 4))
    torch.testing.assert_close(small[0, 0, 0, 0], torch.arange(48.0, 52.0))  # a tenth of the frame's shorter side
    assert cut_objects(column, torch.zeros(0, 4), (4, 4)).shape == (0, 3, 2, 4, 4)
    assert cut_objects(column, torch.tensor([[0.0, 0.0, 90.0, 90.0]]), (4, 6)).shape == (1, 3, 2, 4, 6)


def moments(method, *stretches):
    found = []
    for values in stretches:
        stream = FrameJudge(Model(method, nn.Identity(), None, None), None)
        of_one = [moment for index, frame in enumerate(grey(*values)) for moment in stream.push(index, frame)]
        found.append([*of_one, *stream.finish()])
    return found


def test_calibration_takes_the_worst_of_each_stretch_by_the_statistics_of_the_other_half():
    method = Brightness("frame", reach=0)
    model = model_of(method)
    one, two = [0.10, 0.12, 0.14, 0.16, 0.18], [0.30, 0.34, 0.38, 0.42, 0.46]
    stretches = moments(method, one, two)
    calibrated = calibrate_video(replace(model, calibration=None), stretches, normalise=None)
    first, second = (calibrate_video(model, [stretch], normalise=None) for stretch in stretches)
    expected = [
        max(verdict.score for verdict in score_frames(second, stretches[0], mode="streaming")),
        max(verdict.score for verdict in score_frames(first, stretches[1], mode="streaming")),
    ]
    assert calibrated.calibration.good_scores.tolist() == pytest.approx(expected)
    assert expected[0] < 0 < expected[1]
    whole = calibrate_video(model, moments(method, one + two), normalise=None)
    assert calibrated.clips.looks[0].typical == whole.clips.looks[0].typical


def test_what_cannot_be_calibrated_is_said():
    method = Brightness("frame", reach=3)
    with pytest.raises(CategoryError, match="shorter than the method's windows"):
        calibrate_video(model_of(method), moments(method, [0.1, 0.2]), normalise=None)


def test_a_moment_without_a_window_passes_the_scorer_without_a_score():
    method = Brightness("frame", reach=3)
    (stretch,) = moments(method, [0.1])
    (verdict,) = FrameScorer(model_of(method), "streaming").push(stretch[0])
    assert verdict.score is None


def test_a_window_is_as_bad_as_its_tasks_are_in_the_mean_measured_by_good_video():
    flags = torch.tensor([False, False])
    statistics = TaskStatistics(
        median=torch.tensor([[0.5, 2.0]]), sigma=torch.tensor([[0.25, 4.0]]), weight=torch.ones(2),
        near_chance=flags, trivial=flags,
    )  # fmt: skip
    errors = torch.tensor([[[0.5, 2.0]], [[1.5, 2.0]], [[1.5, 6.0]], [[99.0, 2.0]]])
    judgement = Judgement(errors.sum(dim=(1, 2)), None, tasks=errors)
    assert window_scores(judgement, statistics).tolist() == [0.0, 2.0, 2.5, 5.0]  # no task counts for more than 10
    assert torch.equal(window_scores(judgement, None), judgement.scores)


class Frames(Method):
    """Of images: the map is the frame's first channel."""

    name = "frames"
    has_map = True

    def build(self, *, generator):
        return nn.Identity()

    def learn(self, network, batch, *, generator):
        raise NotImplementedError

    def judge(self, network, batch, *, evidence=False):
        return Judgement(batch[:, 0].amax(dim=(1, 2)), batch[:, 0])


@pytest.mark.parametrize(
    ("relative", "wish", "normalised"), [(False, None, True), (False, False, False), (True, None, False)]
)
def test_the_maps_of_a_fixed_camera_are_judged_by_place_unless_it_is_wished_otherwise(relative, wish, normalised):
    method = Frames(CONFIG)
    method.map_is_relative = relative
    model = Model(method, nn.Identity(), None, None, clips=VideoKnowledge((), None, None, 10.0, 50))
    noise = torch.rand(40, 1, 16, 16, generator=torch.Generator().manual_seed(0))
    moments = [
        FrameJudgement(index, (16, 16), torch.zeros(0, 4), (Judgement(one.amax(dim=(1, 2)), one),))
        for index, one in enumerate(noise)
    ]
    assert (calibrate_video(model, [moments], normalise=wish).calibration.pixels is not None) is normalised
