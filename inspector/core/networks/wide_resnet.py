"""The wide residual network that recognises views of an image."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

_STEM = 16  # channels before the first group, of every width


class WideResNet(nn.Module):
    """Pre-activation residual network of three groups, from images to features.

    Args:
        depth: convolutions on the longest way, 6·n + 4 for n blocks a group: 10, 16, 22, …; 16 in the paper.
        width: multiple of 16, 32 and 64 channels in the three groups; 4 in the paper.
        fold: side of the pixel blocks that are folded into channels before the first convolution; 1 in the
            papers. 2 runs the same widths at half the resolution, for a quarter of the cost.

    Shapes: (B, 3, H, W) to (B, `features`), averaged over the last group's places.

    Source: Zagoruyko and Komodakis, "Wide residual networks" (2016); WideResNet 16-4 in Jézéquel et al.
    """

    def __init__(self, *, depth: int, width: int, fold: int) -> None:
        super().__init__()
        self.fold = fold
        blocks = (depth - 4) // 6
        self.features = 64 * width
        layers: list[nn.Module] = [nn.Conv2d(3 * fold**2, _STEM, 3, padding=1, bias=False)]
        before = _STEM
        for group, channels in enumerate((16 * width, 32 * width, self.features)):
            for block in range(blocks):
                layers.append(_Block(before, channels, stride=2 if group and not block else 1))
                before = channels
        self.layers = nn.Sequential(*layers, nn.BatchNorm2d(before), nn.ReLU(inplace=True))
        self.to(memory_format=torch.channels_last)

    def forward(self, images: Tensor) -> Tensor:
        folded = F.pixel_unshuffle(images, self.fold).contiguous(memory_format=torch.channels_last)
        return self.layers(folded).mean(dim=(-2, -1))


class _Block(nn.Module):
    def __init__(self, before: int, after: int, *, stride: int) -> None:
        super().__init__()
        self.norm1 = nn.BatchNorm2d(before)
        self.conv1 = nn.Conv2d(before, after, 3, stride=stride, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(after)
        self.conv2 = nn.Conv2d(after, after, 3, padding=1, bias=False)
        same = before == after and stride == 1
        self.shortcut = None if same else nn.Conv2d(before, after, 1, stride=stride, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        active = F.relu(self.norm1(x))
        past = x if self.shortcut is None else self.shortcut(active)
        return past + self.conv2(F.relu(self.norm2(self.conv1(active))))
