"""RIAD's inference as it is commonly written, the yardstick of `training/speed/speed.py`.

One mask at a time, batch size 1, float32, contiguous tensors, masks filled square by square in a loop, normalisation
as a separate layer, similarity by general convolutions. It computes what the product computes, from the same weights
and the same partitions, and nothing in it is deliberately slow.
"""

import copy

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from inspector.core.images.similarity import GMS_CONSTANT, MSGMS_SCALES
from inspector.core.methods.images.riad import RiadConfig, RiadNetwork

_PREWITT = torch.tensor([[-1.0, 0.0, 1.0]] * 3) / 3


class NaiveRiad:
    """Scores one image at a time; for the score `msgms` and one draw of masks, as in the paper."""

    def __init__(self, network: RiadNetwork, config: RiadConfig) -> None:
        if config.score != "msgms" or config.mask_draws != 1:
            raise ValueError("the yardstick scores by MSGMS with one draw of masks")
        self._config = config
        self._network = network
        self._unet = copy.deepcopy(network.unet).to(memory_format=torch.contiguous_format).eval()

    @torch.no_grad()
    def judge(self, image: Tensor) -> tuple[float, Tensor]:
        """Score and map (1, 1, H, W) of one image (1, 3, H, W)."""
        maps = []
        for k in self._config.region_sizes:
            redrawn = torch.zeros_like(image)
            for mask in self._masks(k, image.device):
                redrawn = redrawn + self._inpaint(image * mask) * (1 - mask)
            maps.append(self._compare(image, redrawn))
        combined = torch.stack(maps).mean(dim=0)
        return combined.max().item(), combined

    def _masks(self, k: int, device: torch.device) -> list[Tensor]:
        height, width = self._config.image_size
        sets = getattr(self._network, f"assignment_{k}")[0].cpu().numpy()
        masks = []
        for wanted in range(self._config.disjoint_sets):
            mask = np.ones((height, width), np.float32)
            for row in range(height // k):
                for column in range(width // k):
                    if sets[row, column] == wanted:
                        mask[row * k : (row + 1) * k, column * k : (column + 1) * k] = 0
            masks.append(torch.from_numpy(mask)[None, None].to(device))
        return masks

    def _inpaint(self, x: Tensor) -> Tensor:
        x = F.pixel_unshuffle(x, self._unet.fold)
        levels = []
        for index, encoder in enumerate(self._unet.encoders):
            if index:
                x = F.max_pool2d(x, 2)
            for layer in encoder.children():
                x = layer(x)
            levels.append(x)
        for decoder, skip in zip(self._unet.decoders, levels[-2::-1], strict=True):
            x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
            if self._unet.skip_connections:
                x = torch.cat([x, skip], dim=1)
            for layer in decoder.children():
                x = layer(x)
        return torch.sigmoid(F.pixel_shuffle(self._unet.head(x), self._unet.fold))

    def _compare(self, image: Tensor, redrawn: Tensor) -> Tensor:
        size = image.shape[-2:]
        levels = []
        for scale in range(MSGMS_SCALES):
            if scale:
                image, redrawn = F.avg_pool2d(image, 2), F.avg_pool2d(redrawn, 2)
            a, b = _gradient(image), _gradient(redrawn)
            similarity = ((2 * a * b + GMS_CONSTANT) / (a**2 + b**2 + GMS_CONSTANT)).mean(dim=1, keepdim=True)
            levels.append(F.interpolate(similarity, size, mode="bilinear", align_corners=False))
        dissimilarity = 1 - torch.stack(levels).mean(dim=0)
        side = round(21 / 256 * min(size)) // 2 * 2 + 1
        kernel = torch.ones(1, 1, side, side, device=image.device)
        total = F.conv2d(dissimilarity, kernel, padding=side // 2)
        return total / F.conv2d(torch.ones_like(dissimilarity), kernel, padding=side // 2)


def _gradient(images: Tensor) -> Tensor:
    padded = F.pad(images, (1, 1, 1, 1), mode="replicate")
    channels = images.shape[1]
    dx, dy = (F.conv2d(padded, kernel.expand(channels, 1, 3, 3), groups=channels) for kernel in (_PREWITT, _PREWITT.T))
    return torch.sqrt(dx**2 + dy**2 + 1e-12)
