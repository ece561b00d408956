"""The small network that tells by one number how far an image is from good."""

import torch
from torch import Tensor, nn


class Regressor(nn.Module):
    """Six 3×3 convolutions in three pairs, max-pooling between the pairs, one linear unit.

    Args:
        width: channels of the first pair, doubled at each next; 32 gives 287,585 parameters, below the
            300,000 that the paper allows itself.

    Shapes: (B, 3, H, W) to (B,).

    Source: Khazaie et al., ADACL, which leaves the layers open.
    """

    def __init__(self, *, width: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 3
        for level, after in enumerate((width, 2 * width, 4 * width)):
            if level:
                layers.append(nn.MaxPool2d(2))
            for channels in (before, after):
                layers += [nn.Conv2d(channels, after, 3, padding=1, bias=False), nn.BatchNorm2d(after), nn.ReLU(True)]
            before = after
        self.layers = nn.Sequential(*layers)
        self.head = nn.Linear(before, 1)
        self.to(memory_format=torch.channels_last)

    def forward(self, images: Tensor) -> Tensor:
        features = self.layers(images.contiguous(memory_format=torch.channels_last)).mean(dim=(-2, -1))
        return self.head(features)[:, 0]
