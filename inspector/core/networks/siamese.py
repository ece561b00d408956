"""The network that sees each frame of a window alone, and recognises the order of all of them."""

from itertools import permutations

import torch
from torch import Tensor, nn

from inspector.core.networks.dropout import Dropout

_GRID = 6  # of CaffeNet's last pooling, at its own input size


def orders_of(count: int) -> Tensor:
    """(count!, count) int64: every order of so many frames, in lexicographic order; row c is class c."""
    return torch.tensor(list(permutations(range(count))), device="cpu")


class OrderNetwork(nn.Module):
    """One trunk for every frame, features side by side, and a linear head over the orders of the frames.

    The head is linear in the features that stand side by side. Its output is therefore a sum over slots, and the logits
    of all orders of a window need the features of each frame only once.

    Args:
        trunk: (N, C, h, w) to (N, `features`).
        frames: M, of a window.
    """

    def __init__(self, trunk: nn.Module, *, features: int, frames: int) -> None:
        super().__init__()
        self.trunk = trunk
        self.orders: Tensor
        self.register_buffer("orders", orders_of(frames), persistent=False)  # (M!, M)
        self.head = nn.Linear(frames * features, len(self.orders))

    def forward(self, frames: Tensor) -> Tensor:
        """Logits of every class for every order of frames (B, C, M, h, w): (B, M!, M!).

        Row q holds the logits when slot s shows frame q(s); q is then the true class.
        """
        count = frames.shape[2]
        features = self.trunk(frames.transpose(1, 2).flatten(0, 1)).unflatten(0, (-1, count))  # (B, M, F)
        by_slot = self.head.weight.unflatten(1, (count, -1))  # (M!, M, F)
        votes = torch.einsum("bfd,csd->bsfc", features, by_slot)  # of frame f in slot s, for class c
        logits = votes[:, 0, self.orders[:, 0]]
        for slot in range(1, count):
            logits = logits + votes[:, slot, self.orders[:, slot]]
        return logits + self.head.bias


class SmallTrunk(nn.Sequential):
    """Four convolutions that halve the picture three times, pooled to a grid that keeps where things are, one layer.

    Args:
        channels: of the pictures.
        width: channels after the first convolution; 2 and 4 times as many after the next.
        units: features.
    """

    def __init__(self, *, channels: int, width: int, units: int) -> None:
        super().__init__(
            *_block(channels, width, side=5, stride=2),
            *_block(width, 2 * width, side=3, stride=2),
            *_block(2 * width, 4 * width, side=3, stride=2),
            *_block(4 * width, 4 * width, side=3, stride=1),
            nn.AdaptiveAvgPool2d(_GRID),
            nn.Flatten(),
            nn.Linear(4 * width * _GRID**2, units),
            nn.ReLU(inplace=True),
        )
        self.to(memory_format=torch.channels_last)

    def forward(self, images: Tensor) -> Tensor:
        return super().forward(images.contiguous(memory_format=torch.channels_last))


def _block(before: int, after: int, *, side: int, stride: int) -> tuple[nn.Module, ...]:
    convolution = nn.Conv2d(before, after, side, stride=stride, padding=side // 2, bias=False)
    return convolution, nn.BatchNorm2d(after), nn.ReLU(inplace=True)


class CaffeNet(nn.Sequential):
    """conv1 to fc7 of CaffeNet, conv1 with stride 2 instead of 4, as is usual where a part of a picture is recognised.

    Four times as many places then reach fc6, which would have 177 million weights at 4,096 units. They are pooled to
    the 6 × 6 that CaffeNet has, and fc6 and fc7 have `units`.

    Source: Jia et al., "Caffe" (2014); the stride after Noroozi and Favaro, the jigsaw task (2016).
    """

    def __init__(self, *, channels: int, units: int) -> None:
        super().__init__(
            nn.Conv2d(channels, 96, 11, stride=2),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(3, 2),
            nn.LocalResponseNorm(5),
            nn.Conv2d(96, 256, 5, padding=2, groups=2),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(3, 2),
            nn.LocalResponseNorm(5),
            nn.Conv2d(256, 384, 3, padding=1),
            nn.ReLU(inplace=True),
            nn.Conv2d(384, 384, 3, padding=1, groups=2),
            nn.ReLU(inplace=True),
            nn.Conv2d(384, 256, 3, padding=1, groups=2),
            nn.ReLU(inplace=True),
            nn.AdaptiveMaxPool2d(_GRID),
            nn.Flatten(),
            nn.Linear(256 * _GRID**2, units),
            nn.ReLU(inplace=True),
            Dropout(),
            nn.Linear(units, units),
            nn.ReLU(inplace=True),
            Dropout(),
        )
