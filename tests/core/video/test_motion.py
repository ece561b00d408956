"""Windows in which nothing moves, told from those in which something does."""

import pytest
import torch

from inspector.core.video.motion import MovingShare, changes


def scene(count: int = 8, *, noise: float = 0.01, seed: int = 0, size: tuple[int, int] = (32, 48)) -> torch.Tensor:
    """Windows (B, 3, 5, h, w) of a still, textured scene under noise."""
    draw = torch.Generator().manual_seed(seed)
    ground = 0.2 + 0.5 * torch.rand(size, generator=draw)
    return ground + noise * torch.randn(count, 3, 5, *size, generator=draw)


def with_square(frames: torch.Tensor, *, step: int) -> torch.Tensor:
    """A bright square of 8 px that moves `step` px from each frame to the next."""
    frames = frames.clone()
    for place in range(frames.shape[2]):
        frames[:, :, place, 10:18, 4 + step * place : 12 + step * place] += 0.3
    return frames


def learned(noise: float = 0.01) -> MovingShare:
    moving = MovingShare()
    for seed in range(1, 4):
        moving.learn(with_square(scene(noise=noise, seed=seed), step=4))
    return moving


@pytest.mark.parametrize("noise", [0.0, 0.01, 0.04])
def test_motion_is_told_from_noise_of_any_strength(noise):
    moving = learned(noise)
    still = scene(noise=noise, seed=9)
    assert not moving(still).any()
    assert not moving(with_square(still, step=0)).any()
    assert moving(with_square(still, step=2)).all()


def test_a_lamp_that_flickers_is_no_motion():
    moving = learned()
    gains = torch.tensor([1.0, 1.2, 0.8, 1.1, 0.9]).view(5, 1, 1)
    assert not moving(scene(seed=9) * gains).any()
    assert moving(with_square(scene(seed=9), step=3) * gains).all()


def test_the_noise_is_that_of_the_frames_though_something_moves_in_all_of_them():
    # The mean of three channels and 16 px has 1/√48 of the noise, the difference of two √2 times that.
    assert learned(0.02).noise.item() == pytest.approx(0.02 * (2 / 48) ** 0.5, rel=0.1)


def test_a_part_of_the_frame_where_everything_moves_is_not_still():
    moving = learned()
    frames = with_square(scene(seed=9), step=1)
    assert (moving(frames[..., 10:18, 4:16]) > 0.4).all()
    assert not moving(frames[..., 20:32, 4:16]).any()


def test_where_everything_always_moves_not_all_is_taken_for_still():
    draw = torch.Generator().manual_seed(0)
    belt = (
        torch.rand(16, 1, 32, 24, generator=draw).repeat_interleave(4, -1).repeat_interleave(4, -2)
    )  # (16, 1, 128, 96)
    frames = torch.stack([belt[:, :, 4 * place : 4 * place + 64] for place in range(5)], dim=2).expand(
        -1, 3, -1, -1, -1
    )
    moving = MovingShare()
    moving.learn(frames)
    assert (moving(frames) > 0.5).all()
    assert not moving(frames[:, :, :1].expand(-1, -1, 5, -1, -1)).any()


def test_changes_are_means_over_blocks():
    frames = torch.full((1, 3, 2, 8, 8), 0.5)
    frames[0, :, 1, :4, :4] += 0.1
    frames[0, :, 1, 4:, 4:] -= 0.1  # the mean stays
    expected = torch.tensor([[0.1, 0.0], [0.0, -0.1]])
    torch.testing.assert_close(changes(frames)[0, 0], expected)
