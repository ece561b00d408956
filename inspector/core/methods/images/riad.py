"""RIAD: reconstruction by inpainting.

Source: V. Zavrtanik, M. Kristan, D. Skočaj, "Reconstruction by inpainting for visual anomaly detection",
Pattern Recognition 112 (2021).
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

import torch
from pydantic import Field, model_validator
from torch import Tensor, nn

from inspector.core.images.similarity import mean_filter, msgms_map, reconstruction_losses, ssim_map
from inspector.core.methods.base import Judgement, Method
from inspector.core.methods.config import MethodConfig, Training
from inspector.core.networks.unet import UNet
from inspector.core.pretext.masks import assign_squares, keep_masks, reconstruct

# Through the network at once: one mask fills a CPU and few bound its memory; a GPU takes more.
PIXELS_PER_PASS = {"cpu": 160_000, "gpu": 8_000_000}
_MEAN_FILTER_SHARE = 21 / 256  # eq. 9: 21 px where the image is 256 px


class RiadConfig(MethodConfig):
    """Settings of RIAD; the defaults are the paper's.

    Attributes:
        base_width, depth, skip_connections, fold: of the U-Net (see :class:`UNet`).
        region_sizes: K, sides of the removed squares in pixels of the network's input.
        disjoint_sets: n, the inpaintings that make one reconstruction.
        mask_draws: partitions averaged for each k at inference; 1 in the paper.
        precision: of the U-Net's convolutions, in training as in inspection; everything else is float32. `bfloat16` is
            for processors that compute it (GPUs, AVX-512 BF16, AMX), where it takes about half the time; others are
            slower with it.
        score: what the reconstruction is compared by.
        msgms_weight, ssim_weight: λ_G and λ_S of eq. 7.
    """

    image_size: tuple[int, int] = (256, 256)
    training: Training = Training(
        epochs=300, batch_size=8, optimizer="adam", learning_rate=1e-4, schedule="step", step_at=250 / 300
    )
    base_width: int = Field(default=64, gt=0, le=1024)
    depth: int = Field(default=5, ge=2, le=12)
    skip_connections: bool = True
    fold: int = Field(default=1, ge=1, le=64)
    region_sizes: tuple[int, ...] = (2, 4, 8, 16)
    disjoint_sets: int = Field(default=3, ge=2, le=255)
    mask_draws: int = Field(default=1, ge=1, le=1000)
    precision: Literal["float32", "bfloat16"] = "float32"
    score: Literal["msgms", "ssim", "both"] = "msgms"
    msgms_weight: float = Field(default=1.0, ge=0)
    ssim_weight: float = Field(default=1.0, ge=0)

    @model_validator(mode="after")
    def _sizes_divide(self) -> "RiadConfig":
        steps = {k: f"region size {k}" for k in self.region_sizes}
        steps[self.fold * 2 ** (self.depth - 1)] = f"the U-Net's depth {self.depth} (fold {self.fold})"
        if not self.region_sizes or min(self.region_sizes) < 1:
            raise ValueError("region_sizes needs at least one size of 1 px or more")
        for divisor, what in steps.items():
            if any(side % divisor for side in self.image_size):
                height, width = self.image_size
                raise ValueError(f"image size {height}×{width} is not divisible by {divisor}, for {what}")
        return self


class RiadNetwork(nn.Module):
    """The inpainting U-Net and the partitions used at inference, drawn once so that scores repeat."""

    def __init__(self, config: RiadConfig, *, generator: torch.Generator) -> None:
        super().__init__()
        self.unet = UNet(
            base_width=config.base_width,
            depth=config.depth,
            skip_connections=config.skip_connections,
            fold=config.fold,
        )
        for k in config.region_sizes:
            assignment = assign_squares(
                config.image_size, k, config.disjoint_sets, generator=generator, count=config.mask_draws
            )
            self.register_buffer(f"assignment_{k}", assignment)  # (draws, H/k, W/k)
        self._bfloat16 = config.precision == "bfloat16"
        self.to(memory_format=torch.channels_last)

    def inpaint(self, masked: Tensor) -> Tensor:
        with torch.autocast(masked.device.type, torch.bfloat16, enabled=self._bfloat16):
            return self.unet(masked.contiguous(memory_format=torch.channels_last))

    def inpaint_all(self, masked: Tensor) -> Tensor:
        """As :meth:`inpaint`, in batches that fill the device but not its memory."""
        pixels = PIXELS_PER_PASS["cpu" if masked.device.type == "cpu" else "gpu"]
        at_once = max(1, pixels // (masked.shape[-2] * masked.shape[-1]))
        return torch.cat([self.inpaint(some) for some in masked.split(at_once)])


class Riad(Method[RiadConfig, RiadNetwork]):
    """Reconstruction by inpainting; see the module."""

    name = "riad"
    title = "RIAD: reconstruction by inpainting"
    hint = (
        "Learns to redraw the part and shows where a part differs from its drawing: strong on rigid "
        "parts in a fixed pose and on regular texture, weak on stochastic texture and free pose."
    )
    texts: ClassVar = {
        "de": {
            title: "RIAD: Rekonstruktion verdeckter Stellen",
            hint: (
                "Lernt, das Teil nachzuzeichnen, und zeigt, wo es von der Zeichnung abweicht: stark bei starren "
                "Teilen in fester Lage und regelmäßiger Textur, schwach bei zufälliger Textur und freier Lage."
            ),
            "reconstruction": "Rekonstruktion",
            "map": "Karte",
        }
    }
    has_map = True
    presets: ClassVar[Mapping[str, RiadConfig]] = {
        "paper": RiadConfig(),
        "balanced": RiadConfig(
            base_width=32,
            fold=2,
            score="both",
            training=Training(steps=3000, batch_size=8, optimizer="adamw", learning_rate=2e-3, schedule="one_cycle"),
        ),
        "cpu": RiadConfig(
            image_size=(128, 128),
            base_width=24,
            depth=4,
            fold=2,
            region_sizes=(4, 8, 16),
            score="both",
            training=Training(steps=500, batch_size=4, optimizer="adamw", learning_rate=2e-3, schedule="one_cycle"),
        ),
        # Frames of clips. Source of K: the paper's for Ped2, in which people are a few pixels wide.
        "video": RiadConfig(
            image_size=(224, 352),
            base_width=16,
            depth=4,
            fold=2,
            region_sizes=(2, 4),
            training=Training(steps=1200, batch_size=4, optimizer="adamw", learning_rate=2e-3, schedule="one_cycle"),
        ),
    }

    def build(self, *, generator: torch.Generator) -> RiadNetwork:
        return RiadNetwork(self.config, generator=generator)

    def learn(self, network: RiadNetwork, batch: Tensor, *, generator: torch.Generator) -> Mapping[str, Tensor]:
        """The loss of eq. 7 for one region size k drawn from K and fresh masks for each image."""
        config = self.config
        k = config.region_sizes[int(torch.randint(len(config.region_sizes), (1,), generator=generator))]
        assignment = assign_squares(config.image_size, k, config.disjoint_sets, generator=generator, count=len(batch))
        keep = keep_masks(assignment.to(batch.device), k, config.disjoint_sets)
        return reconstruction_losses(
            batch,
            reconstruct(network.inpaint, batch, keep),
            msgms_weight=config.msgms_weight,
            ssim_weight=config.ssim_weight,
        )

    def judge(self, network: RiadNetwork, batch: Tensor, *, evidence: bool = False) -> Judgement:
        """Anomaly map by eq. 8 and 9, score by eq. 10: the map's maximum.

        Evidence: `reconstruction` (the mean over K) and for each k `reconstruction k=…` and `map k=…`.
        """
        config = self.config
        keep = torch.cat(
            [keep_masks(getattr(network, f"assignment_{k}"), k, config.disjoint_sets) for k in config.region_sizes]
        )  # (P, n, H, W): every partition of every size
        images = batch.repeat_interleave(len(keep), dim=0)
        redrawn = reconstruct(network.inpaint_all, images, keep.repeat(len(batch), 1, 1, 1))
        by_size = (len(batch), len(config.region_sizes), config.mask_draws)
        maps = self._compare(images, redrawn).unflatten(0, by_size).mean(dim=2)  # (B, K, H, W): eq. 8, filtered
        combined = maps.mean(dim=1)  # eq. 9: the mean of the filtered maps over the region sizes
        scores = combined.flatten(1).amax(dim=1)  # eq. 10: the maximum of the map
        shown: dict[str, Tensor] = {}
        if evidence:
            reconstructions = redrawn.unflatten(0, by_size).mean(dim=2)  # (B, K, 3, H, W)
            shown["reconstruction"] = reconstructions.mean(dim=1)
            for place, k in enumerate(config.region_sizes):
                shown[f"reconstruction k={k}"] = reconstructions[:, place]
                shown[f"map k={k}"] = maps[:, place]
        return Judgement(scores=scores, maps=combined, evidence=shown)

    def _compare(self, images: Tensor, reconstructions: Tensor) -> Tensor:
        """(B, H, W): the dissimilarity of images and reconstructions, mean-filtered (the filter of eq. 9)."""
        measures = {"msgms": (msgms_map,), "ssim": (ssim_map,), "both": (msgms_map, ssim_map)}
        dissimilarity = torch.stack([f(images, reconstructions) for f in measures[self.config.score]]).mean(0)
        side = min(self.config.image_size)
        return mean_filter(dissimilarity, round(_MEAN_FILTER_SHARE * side) // 2 * 2 + 1)[:, 0]
