import pytest
import torch
import torch.nn.functional as F

from inspector.core.errors import TrainingError, VideoError
from inspector.core.metrics.video import box_overlaps
from inspector.core.video.background import BackgroundDifference, dark_share, median_background, standing_share
from inspector.core.video.detection import DetectorSettings

SIZE = (72, 96)
SETTINGS = DetectorSettings(margin=0)


def scene(grey=False):
    """A textured scene with a strong edge."""
    coarse = torch.rand(1, 1 if grey else 3, 9, 12, generator=torch.Generator().manual_seed(0))
    scene = 0.35 + 0.2 * F.interpolate(coarse, size=SIZE, mode="bilinear")[0]
    scene[:, 20:] += 0.15
    return scene.expand(3, -1, -1)


def frame(seed, *objects, grey=False, of=None):
    """The scene with noise and objects (left, top, right, bottom, what is added to it)."""
    shown = (scene(grey) if of is None else of).clone()
    for left, top, right, bottom, added in objects:
        shown[:, top:bottom, left:right] += torch.tensor(added).view(-1, 1, 1)
    noise = torch.randn(1 if grey else 3, *SIZE, generator=torch.Generator().manual_seed(seed))
    return (shown + 0.01 * noise).clamp(0, 1)


def passing(step, added=0.3):
    left = 4 * step
    return (left, 30, min(left + 12, SIZE[1]), 54, added)


@pytest.fixture(scope="module")
def background():
    return median_background(frame(seed, passing(seed)) for seed in range(20))


def test_the_background_is_the_scene_without_what_passes(background):
    assert background.shape == (2, 3, *SIZE)
    assert (background[0] - scene()).abs().max() < 0.03
    assert background[1].mean() == pytest.approx(0.01, rel=0.4)


def test_many_frames_in_different_light_are_one_background():
    frames = (frame(seed % 10, passing(seed % 20)) * (0.8 if seed % 3 else 1.0) for seed in range(700))
    learned = median_background(frames)
    assert (learned[0] - 0.8 * scene()).abs().mean() < 0.01
    assert learned[1].mean() < 0.02


@pytest.mark.parametrize("grey", [False, True])
@pytest.mark.parametrize("added", [0.3, -0.3])
def test_what_moves_is_found_where_it_is(grey, added):
    learned = median_background(frame(seed, passing(seed), grey=grey) for seed in range(20))
    detector = BackgroundDifference(learned, SETTINGS)
    for step in range(20):
        found = detector.detect(frame(100 + step, passing(step, added), grey=grey))
        assert len(found) == 1
        assert found.classes is None
        assert box_overlaps(found.boxes.numpy(), torch.tensor([passing(step)[:4]]).numpy()) > 0.7
        assert 0 < found.confidence.item() < 1


def test_a_colour_of_the_scenes_brightness_is_found(background):
    detector = BackgroundDifference(background, SETTINGS)
    assert len(detector.detect(frame(1, (30, 30, 50, 50, (0.2, -0.2, 0.0))))) == 1


def test_nothing_is_found_where_nothing_moves(background):
    detector = BackgroundDifference(background, SETTINGS)
    assert not any(len(detector.detect(frame(seed))) for seed in range(100, 200))


def test_an_edge_that_shakes_by_a_part_of_a_pixel_is_no_object(background):
    detector = BackgroundDifference(background, SETTINGS)
    moved = 0.8 * scene() + 0.2 * scene().roll(1, dims=1)
    moved[:, 0] = scene()[:, 0]
    assert len(detector.detect(frame(1, of=moved))) == 0


def test_neighbours_are_two_and_a_divided_object_is_one(background):
    detector = BackgroundDifference(background, SETTINGS)
    assert len(detector.detect(frame(1, (20, 30, 30, 54, 0.3), (38, 30, 48, 54, 0.3)))) == 2
    divided = detector.detect(frame(2, (20, 26, 32, 46, 0.3), (20, 49, 32, 56, 0.3)))
    assert len(divided) == 1
    assert box_overlaps(divided.boxes.numpy(), torch.tensor([[20, 26, 32, 56]]).numpy()) > 0.7


def test_a_very_large_object_is_one(background):
    found = BackgroundDifference(background, SETTINGS).detect(frame(1, (0, 0, 46, 72, 0.3)))
    assert box_overlaps(found.boxes[:1].numpy(), torch.tensor([[0, 0, 46, 72]]).numpy()) > 0.9


def test_tiny_things_are_left_out(background):
    assert len(BackgroundDifference(background, SETTINGS).detect(frame(1, (40, 40, 44, 44, 0.4)))) == 0


@pytest.mark.parametrize("gain", [0.25, 0.5, 0.8, 1.2])
def test_another_light_changes_nothing(background, gain):
    detector = BackgroundDifference(background, SETTINGS)
    noise = 0.01 * torch.randn(3, *SIZE, generator=torch.Generator().manual_seed(0))  # which does not dim
    found = detector.detect((frame(1, passing(5)) * gain + noise).clamp(0, 1))
    assert len(found) == 1
    assert box_overlaps(found.boxes.numpy(), torch.tensor([passing(5)[:4]]).numpy()) > 0.7


def test_the_background_follows_what_changes_slowly(background):
    """Daylight that wanders over half of the scene."""
    detector = BackgroundDifference(background, SETTINGS)
    lit = torch.zeros(SIZE)
    lit[:, :40] = 0.16
    for step in range(400):
        found = detector.detect(frame(step, of=scene() + lit * step / 400))
        assert len(found) == 0
    detector.restart()
    assert len(detector.detect(frame(1, of=scene() + lit)))


def test_what_stands_still_stays_an_object(background):
    detector = BackgroundDifference(background, SETTINGS)
    for step in range(400):
        found = detector.detect(frame(step % 50, passing(5, 0.15)))
    assert len(found) == 1
    assert box_overlaps(found.boxes.numpy(), torch.tensor([passing(5)[:4]]).numpy()) > 0.6


def test_a_scene_that_changed_all_over_is_learned_anew(background):
    detector = BackgroundDifference(background, SETTINGS)
    other = scene().flip(1)
    counts = [len(detector.detect(frame(step, of=other))) for step in range(40)]
    assert counts[0] > 0
    assert not any(counts[25:])
    assert len(detector.detect(frame(50, (40, 30, 60, 50, -0.25), of=other))) == 1


def test_the_same_frames_since_a_restart_are_judged_the_same(background):
    detector = BackgroundDifference(background, SETTINGS)
    frames = [frame(step, passing(step), of=scene() if step < 15 else scene().flip(1)) for step in range(45)]

    def judged():
        return [torch.cat([found.boxes, found.confidence[:, None]], dim=1) for found in map(detector.detect, frames)]

    first = judged()
    detector.restart()
    for one, other in zip(first, judged(), strict=True):
        assert torch.equal(one, other)


def test_boxes_are_in_pixels_of_the_frame():
    def large(*objects, seed=0):
        shown = F.interpolate(frame(seed, *objects)[None], scale_factor=10, mode="nearest")[0]
        return shown[:, :540]

    learned = median_background(large(seed=seed) for seed in range(10))
    assert learned.shape == (2, 3, 216, 384)
    found = BackgroundDifference(learned, SETTINGS).detect(large((20, 24, 32, 50, 0.3)))
    assert len(found) == 1
    assert box_overlaps(found.boxes.numpy(), torch.tensor([[200, 240, 320, 500]]).numpy()) > 0.85
    with pytest.raises(VideoError, match=r"960×720 px have other proportions than those the model learned, 384×216"):
        BackgroundDifference(learned, SETTINGS).detect(torch.zeros(3, 720, 960))


def test_a_black_frame_and_a_white_one_are_no_error(background):
    detector = BackgroundDifference(background, SETTINGS)
    for value in (0.0, 1.0):
        found = detector.detect(torch.full((3, *SIZE), value))
        assert torch.isfinite(found.boxes).all()


def test_no_frame_is_no_background():
    with pytest.raises(TrainingError, match="there is none"):
        median_background([])


def test_a_scene_stands_whatever_passes_before_it():
    scene = torch.full((3, 40, 60), 0.5)
    scene[:, :, 10:14] = scene[:, 30:33] = 0.9
    frames = [scene.clone() for _ in range(20)]
    assert standing_share(frames, median_background(frames)) == 1
    for place, frame in enumerate(frames):
        stripes = torch.arange(24) % 4 < 2  # which have more edges than the whole scene
        frame[:, :24, 16 + 2 * place : 24 + 2 * place] = torch.where(stripes, 0.1, 0.8)[:, None]
    assert standing_share(frames, median_background(frames)) == 1


def test_a_scene_does_not_stand_where_the_camera_moves():
    scene = torch.full((3, 40, 60), 0.5)
    scene[:, :, 10:14] = 0.9
    moving = [scene.roll(2 * place, dims=2) for place in range(20)]
    assert standing_share(moving, median_background(moving)) < 0.2
    knocked = [scene.roll(6 * (place < 5), dims=2) for place in range(20)]
    assert standing_share(knocked, median_background(knocked)) == 0.75
    plain = [torch.full((3, 40, 60), 0.5)] * 3
    assert standing_share(plain, median_background(plain)) is None


def test_how_much_of_a_scene_is_dark():
    frame = torch.full((3, 40, 60), 0.5)
    frame[:, :10] = 0.01
    assert dark_share(median_background([frame] * 3)) == 0.25
