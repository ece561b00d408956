"""How much of a window of frames moves: what is still has no order that could be told."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

_BLOCK = 4  # px, over which changes are averaged, so that noise of single pixels counts little
_MAD_TO_SIGMA = 1.4826
_MOVES = 8.0  # spreads of the noise; in UCSD Ped2 the ground changes by 1 to 3, where people walk it is 30 and more
_LEAST_NOISE, _MOST_NOISE = 0.25 / 255, 2 / 255  # of a block's change: below, digitising is all; no camera has more
_LOW_QUANTILE = 0.25  # of a batch's windows, since in some everything moves
_RATE = 0.1


def changes(frames: Tensor) -> Tensor:
    """By how much blocks of 4 × 4 px change from each frame to the next: (B, T − 1, h // 4, w // 4).

    Frames (B, C, T, h, w) are first brought to one brightness, so that a lamp that flickers changes nothing.
    """
    grey = frames.mean(dim=1)  # (B, T, h, w)
    each = grey.mean(dim=(-2, -1), keepdim=True).clamp_min(1e-6)
    even = grey * (each.mean(dim=1, keepdim=True) / each)
    return F.avg_pool2d(even, _BLOCK).diff(dim=1)


class MovingShare(nn.Module):
    """Tells how much of windows moves, 0 to 1: the share of blocks that change by more than the frames' noise.

    In most windows of a fixed camera most blocks show the same in two frames, and the median of their changes is the
    noise. It is learned from good windows of whole frames and kept, since in a window or a crop where everything moves
    it cannot be seen. Where everything always moves, what is learned is limited to the noise that cameras have.
    """

    def __init__(self) -> None:
        super().__init__()
        self.noise: Tensor
        self.register_buffer("noise", torch.tensor(torch.nan))

    @torch.no_grad()
    def learn(self, frames: Tensor) -> None:
        """Learn the noise of good windows (B, C, T, h, w), a running mean over batches."""
        spread = _MAD_TO_SIGMA * changes(frames).abs().flatten(1).median(dim=1).values
        found = spread.quantile(_LOW_QUANTILE).clamp(_LEAST_NOISE, _MOST_NOISE)
        self.noise.copy_(torch.where(self.noise.isnan(), found, self.noise.lerp(found, _RATE)))

    @torch.no_grad()
    def forward(self, frames: Tensor) -> Tensor:
        """(B,): of windows (B, C, T, h, w), or of the parts of frames that they are; 0 where all is still."""
        most = changes(frames).abs().amax(dim=1)
        return (most > _MOVES * self.noise.nan_to_num(_LEAST_NOISE)).float().mean(dim=(-2, -1))
