"""The U-Net that fills in what a mask has removed."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

_MAX_WIDTH_FACTOR = 8  # channels double a level up to this multiple of the base width (64 → 512)


class UNet(nn.Module):
    """Encoder–decoder with skips, from an image to an image of the same size in [0, 1].

    Args:
        base_width: channels of the first level; 64 in the paper's size, doubled a level up to 8 times.
        depth: levels, of which depth − 1 are reached by max-pooling; height and width of the input must be
            divisible by fold · 2^(depth − 1).
        skip_connections: False gives the variant of the paper's Table 6, in which everything passes the
            bottleneck.
        fold: side of the pixel blocks that are folded into channels before the first level and unfolded after
            the last; 1 in the paper. 2 runs the same widths at half the resolution, for a quarter of the cost.

    Shapes: (B, 3, H, W) to (B, 3, H, W).

    Source: RIAD, section 3.1 (U-Net, five levels). The paper's figure of widths is lost; these are the
    common ones. Up-sampling is bilinear with a convolution, which leaves no checkerboard.
    """

    def __init__(self, *, base_width: int, depth: int, skip_connections: bool, fold: int) -> None:
        super().__init__()
        widths = [base_width * min(2**level, _MAX_WIDTH_FACTOR) for level in range(depth)]
        self.skip_connections = skip_connections
        self.fold = fold
        self.encoders = nn.ModuleList(
            _block(before, after) for before, after in zip([3 * fold**2, *widths[:-1]], widths, strict=True)
        )
        self.decoders = nn.ModuleList(
            _block(below + (level if skip_connections else 0), level)
            for below, level in zip(widths[:0:-1], widths[-2::-1], strict=True)
        )
        self.head = nn.Conv2d(widths[0], 3 * fold**2, kernel_size=1)

    def forward(self, images: Tensor) -> Tensor:
        x = F.pixel_unshuffle(images, self.fold).contiguous(memory_format=torch.channels_last)
        levels = []
        for index, encoder in enumerate(self.encoders):
            x = encoder(F.max_pool2d(x, 2) if index else x)  # (B, widths[i], H/2^i, W/2^i)
            levels.append(x)
        for decoder, skip in zip(self.decoders, levels[-2::-1], strict=True):
            x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
            x = decoder(torch.cat([x, skip], dim=1) if self.skip_connections else x)
        logits = self.head(x)
        # At least in float32, also where the convolutions are not: half precision would round the image to 8 bits.
        logits = logits.to(torch.promote_types(logits.dtype, torch.float32))
        return torch.sigmoid(F.pixel_shuffle(logits, self.fold))


def _block(before: int, after: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(inplace=True),
        nn.Conv2d(after, after, 3, padding=1, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(inplace=True),
    )
