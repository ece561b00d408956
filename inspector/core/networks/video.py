"""The 3-D CNN that looks at a few frames in a row and answers several tasks."""

from collections.abc import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SHRINKS = 8  # a side, by pooling three times


class VideoTrunk(nn.Module):
    """Three blocks of 3×3×3 convolutions, each followed by max-pooling of 2×2 pixels; the last pools over all time.

    Args:
        depth: convolutions in all, 3 (shallow in the paper) or 6 (deep).
        width: channels of the first block, 16 (narrow) or 32 (wide); the other two have twice as many.
        fold: side of the pixel blocks that are folded into channels before the first block; 1 in the paper.

    Shapes: (B, 3, T, h, w) to (B, features, h / (8·fold), w / (8·fold)), any T.

    Source: Georgescu et al., CVPR 2021, table 1.
    """

    def __init__(self, *, depth: int, width: int, fold: int) -> None:
        super().__init__()
        self.features = 2 * width
        self.fold = fold
        self.blocks = nn.ModuleList()
        before = 3 * fold**2
        for after in (width, 2 * width, 2 * width):
            layers: list[nn.Module] = []
            for channels in (before, *[after] * (depth // 3 - 1)):
                layers += [nn.Conv3d(channels, after, 3, padding=1, bias=False), nn.BatchNorm3d(after), nn.ReLU(True)]
            self.blocks.append(nn.Sequential(*layers))
            before = after
        self.to(memory_format=torch.channels_last_3d)  # half the time of the usual layout

    def forward(self, frames: Tensor) -> Tensor:
        if len(frames) == 1 and not self.training:
            # On CPUs torch computes 3-D convolutions of a single small window by a way that is several times slower.
            return self(frames.expand(2, -1, -1, -1, -1))[:1]
        features = F.pixel_unshuffle(frames.transpose(1, 2), self.fold).transpose(1, 2)
        features = features.contiguous(memory_format=torch.channels_last_3d)
        for block in self.blocks:
            features = _halved(block(features))
        return features.amax(dim=2)


def _halved(features: Tensor) -> Tensor:
    """Max-pooling of 2×2 pixels, frame by frame: in 2-D a third less time is needed than in 3-D."""
    pooled = F.max_pool2d(features.transpose(1, 2).flatten(0, 1), 2)
    return pooled.unflatten(0, (-1, features.shape[2])).transpose(1, 2)


def answer_head(features: int, size: tuple[int, int], *, answers: int) -> nn.Sequential:
    """From features (B, features, *size) to (B, answers): one convolution, pooling, one linear layer."""
    height, width = (side // 2 for side in size)
    return nn.Sequential(
        nn.Conv2d(features, features, 3, padding=1),
        nn.ReLU(True),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(features * height * width, answers),
    )


def picture_head(features: int, *, fold: int) -> nn.Sequential:
    """From a trunk's features to a picture (B, 3, h, w) of the frames' size: nearest up-sampling and convolutions."""
    layers: list[nn.Module] = []
    before = features
    for after in (features, features // 2, features // 4):
        layers += [nn.Upsample(scale_factor=2), nn.Conv2d(before, after, 3, padding=1), nn.ReLU(True)]
        before = after
    return nn.Sequential(*layers, nn.Conv2d(before, 3 * fold**2, 3, padding=1), nn.PixelShuffle(fold))


class VideoNetwork(nn.Module):
    """A trunk and the heads of its tasks, by name."""

    def __init__(self, trunk: VideoTrunk, heads: Mapping[str, nn.Module]) -> None:
        super().__init__()
        self.trunk = trunk
        self.heads = nn.ModuleDict(heads)

    def forward(self, frames: Tensor, task: str) -> Tensor:
        """What the head of one task answers to frames (B, 3, T, h, w)."""
        return self.heads[task](self.trunk(frames))
