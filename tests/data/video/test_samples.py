"""Samples of windows and splits of clips."""

from pathlib import Path

import pytest
import torch

from inspector.core.errors import CategoryError
from inspector.core.images.variation import Variation
from inspector.core.video.windows import ClipBatch
from inspector.data.video.category import Clip
from inspector.data.video.samples import Samples, TrainingWindows, most_samples
from inspector.data.video.splits import split_video

STEADY = Variation(gain=0, offset=0)


def filled(most: int, count: int, seed: int = 0, *, channels: int = 3) -> Samples:
    samples = Samples(most, torch.Generator().manual_seed(seed))
    for number in range(count):
        place = samples.place()
        if place is not None:
            window = torch.full((3, 2, 4, 4), number / 255)
            window[channels:] = 0
            samples.put(place, window, torch.tensor([float(number)]))
    return samples


def numbers(samples: Samples) -> list[int]:
    return [round(samples.windows([place]).taught.item()) for place in range(len(samples))]


def test_no_more_are_kept_than_there_is_room_for_and_each_is_as_likely():
    seen = torch.zeros(40)
    for seed in range(400):
        kept = numbers(filled(10, 40, seed))
        assert len(kept) == len(set(kept)) == 10
        seen[kept] += 1
    assert (seen / 400 - 0.25).abs().max() < 0.11  # five standard deviations of a share of 0.25 among 400


def test_windows_come_back_as_they_were_put_to_the_last_of_eight_bits():
    samples = filled(10, 5, channels=2)
    windows = samples.windows([3, 0])
    assert windows.frames.shape == (2, 3, 2, 4, 4)
    assert torch.equal(windows.frames[0, 0, 0], torch.full((4, 4), 3 / 255))
    assert (windows.frames[0, 2] == 0).all()
    assert windows.taught[:, 0].tolist() == [3, 0]
    assert torch.equal(filled(10, 5).windows([4]).frames, torch.full((1, 3, 2, 4, 4), 4 / 255))  # grey is kept as one


def test_memory_bounds_the_number():
    assert most_samples((64, 64), 25, 6000, grey=False) == 1024**3 // (3 * 25 * 64 * 64)
    assert most_samples((64, 64), 25, 6000, grey=True) == 6000
    assert most_samples((8, 8), 1, 6000, grey=False) == 6000


def test_batches_have_as_many_of_each_look_and_a_window_is_varied_as_a_whole():
    source = TrainingWindows([filled(10, 7), filled(10, 3)], Variation(), images=False)
    assert len(source) == 7
    batch = source.batch([0, 5, 6], generator=torch.Generator().manual_seed(0))
    assert isinstance(batch, ClipBatch)
    assert [windows.frames.shape[0] for windows in batch.looks] == [3, 3]
    frames = batch.looks[0].frames
    assert torch.equal(frames[:, :, 0], frames[:, :, 1])  # lit alike through time
    assert frames[1:].flatten(1).std(dim=0).max() > 0  # and one otherwise than the other
    plain = TrainingWindows([filled(10, 7)], STEADY, images=True).batch([6], generator=torch.Generator())
    assert torch.equal(plain, torch.full((1, 3, 4, 4), 6 / 255))


def clips(count: int) -> list[Clip]:
    return [Clip(Path(f"{number:02d}"), f"{number:02d}", "good") for number in range(count)]


def test_whole_clips_are_held_out_where_there_are_enough():
    split = split_video(clips(10), [100] * 10, stretch=50, shortest=7, seed=0)
    assert split.whole_clips
    held_out = {one.clip.name for one in split.calibration}
    assert len(held_out) == 2
    assert [(one.start, one.end) for one in split.calibration] == [(0, 50), (50, 100)] * 2
    assert {one.clip.name for one in split.training} == {clip.name for clip in clips(10)} - held_out
    assert split == split_video(clips(10), [100] * 10, stretch=50, shortest=7, seed=0)
    assert held_out != {
        one.clip.name for one in split_video(clips(10), [100] * 10, stretch=50, shortest=7, seed=1).calibration
    }


def test_of_few_clips_the_last_fifth_is_held_out():
    split = split_video(clips(2), [1000, 500], stretch=50, shortest=7, seed=0)
    assert not split.whole_clips
    assert [(one.start, one.end) for one in split.training] == [(0, 800), (0, 400)]
    assert [(one.start, one.end) for one in split.calibration][:2] == [(800, 850), (850, 900)]
    assert len(split.calibration) == 6


def test_very_long_clips_are_thinned_out_evenly():
    split = split_video(clips(1), [180_000], stretch=125, shortest=7, seed=0)
    frames = sum(map(len, split.calibration))
    assert 2500 < frames <= 3000
    starts = [one.start for one in split.calibration]
    assert starts[0] == 144_000
    assert starts[-1] > 175_000


def test_clips_too_short_are_refused():
    with pytest.raises(CategoryError, match="too short to learn from"):
        split_video(clips(1), [20], stretch=50, shortest=25, seed=0)
