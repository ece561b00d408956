"""EfficientNet-Lite0, 1 and 2 with torchvision's names, and their weights as TensorFlow's conversions name them.

They are built here and not from torchvision's classes, since loading these takes seconds and 160 MB.

The Lite networks have no squeeze-and-excitation and ReLU6 in place of SiLU, and their convolutions pad as TensorFlow's
`SAME` does: with stride 2 and an even side, below and on the right alone. Larger ones are wider and deeper, except for
the stem and the head, and the depth of the first and the last stage.

Source: M. Tan, Q. V. Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", ICML 2019, Table
1; the Lite variant: https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# (x - 127) / 128 on values in 0..255, as the networks were trained, for images in [0, 1]
LITE_MEAN, LITE_STD = (127 / 255,) * 3, (128 / 255,) * 3
# Of each network: its width and its depth, in units of Lite0's.
LITE_SCALES: Mapping[str, tuple[float, float]] = {
    "efficientnet_lite0": (1.0, 1.0),
    "efficientnet_lite1": (1.0, 1.1),
    "efficientnet_lite2": (1.1, 1.2),
}
# Of each stage of Lite0: expansion, kernel, stride, channels, blocks.
_STAGES = (
    (1, 3, 1, 16, 1),
    (6, 3, 2, 24, 2),
    (6, 5, 2, 40, 2),
    (6, 3, 2, 80, 3),
    (6, 5, 1, 112, 3),
    (6, 5, 2, 192, 4),
    (6, 3, 1, 320, 1),
)
_CHANNELS_MULTIPLE = 8
_STEM_CHANNELS, _HEAD_CHANNELS = 32, 1280
_CLASSES = 1000


class SamePadConv2d(nn.Conv2d):
    """A convolution that pads an image (B, C, H, W) so that the result has ⌈H / stride⌉ × ⌈W / stride⌉ places."""

    def _conv_forward(self, input: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        sides = zip(input.shape[-2:], self.kernel_size, self.stride, strict=True)
        height, width = (max((-(-side // stride) - 1) * stride + kernel - side, 0) for side, kernel, stride in sides)
        # What is missing on one side alone is a zero before the kernel, which is small, and no copy of the image. By
        # concatenation: ONNX Runtime takes a Pad before a Conv for one of its image.
        for axis in (axis for axis, missing in ((2, height), (3, width)) if missing % 2):
            weight = torch.cat([0 * weight.narrow(axis, 0, 1), weight], dim=axis)
        padding = ((height + 1) // 2, (width + 1) // 2)
        return F.conv2d(input, weight, bias, self.stride, padding, self.dilation, self.groups)


class LiteNetwork(nn.Module):
    """A whole network, classifier included, with random weights and torchvision's names.

    Args:
        name: one of `LITE_SCALES`.

    Attributes:
        features: the stem, the stages and the head, one after the other.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        stages = [_stage(*stage) for stage in _stages(name)]
        last = _channels(name)[-2]
        self.features = nn.Sequential(_unit(3, _STEM_CHANNELS, 3, stride=2), *stages, _unit(last, _HEAD_CHANNELS, 1))
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(_HEAD_CHANNELS, _CLASSES))

    def forward(self, images: Tensor) -> Tensor:
        """Normalised images (B, 3, H, W) to logits (B, 1000)."""
        logits: Tensor = self.classifier(self.features(images).mean(dim=(-2, -1)))
        return logits


class LiteLayers(nn.Module):
    """What some layers of a network make of images; it ends with the last of them.

    Args:
        name: one of `LITE_SCALES`.
        layers: names like `features.3`.

    Attributes:
        channels: of all these layers together.
    """

    def __init__(self, name: str, layers: Sequence[str]) -> None:
        super().__init__()
        self._layers = tuple(layers)
        stages = [int(layer.rpartition(".")[2]) for layer in layers]
        self.features = LiteNetwork(name).features[: max(stages) + 1]
        channels = _channels(name)
        self.channels = sum(channels[stage] for stage in stages)

    def forward(self, images: Tensor) -> dict[str, Tensor]:
        """Normalised images (B, 3, H, W) to one (B, C_i, H_i, W_i) by each layer's name."""
        made = {}
        for stage, module in enumerate(self.features):
            images = module(images)
            made[f"features.{stage}"] = images
        return {layer: made[layer] for layer in self._layers}


def _stages(name: str) -> Iterator[tuple[int, int, int, int, int, int]]:
    """Of each stage of a network: expansion, kernel, stride, channels in and out, blocks."""
    width, depth = LITE_SCALES[name]
    channels_in = _STEM_CHANNELS
    for stage, (expansion, kernel, stride, channels, blocks) in enumerate(_STAGES):
        channels_out = int(channels * width / _CHANNELS_MULTIPLE + 0.5) * _CHANNELS_MULTIPLE
        is_scaled = 0 < stage < len(_STAGES) - 1
        yield expansion, kernel, stride, channels_in, channels_out, ceil(blocks * depth) if is_scaled else blocks
        channels_in = channels_out


def _channels(name: str) -> list[int]:
    """Of what the stem, the stages and the head make."""
    return [_STEM_CHANNELS, *(channels_out for *_, channels_out, _ in _stages(name)), _HEAD_CHANNELS]


def _stage(expansion: int, kernel: int, stride: int, channels_in: int, channels_out: int, blocks: int) -> nn.Sequential:
    first = _Block(expansion, kernel, stride, channels_in, channels_out)
    others = (_Block(expansion, kernel, 1, channels_out, channels_out) for _ in range(blocks - 1))
    return nn.Sequential(first, *others)


class _Block(nn.Module):
    """An inverted residual: wider, then each channel by itself, then narrower."""

    def __init__(self, expansion: int, kernel: int, stride: int, channels_in: int, channels_out: int) -> None:
        super().__init__()
        wide = expansion * channels_in
        self.block = nn.Sequential(
            *([_unit(channels_in, wide, 1)] if expansion > 1 else []),
            _unit(wide, wide, kernel, stride=stride, groups=wide),
            nn.Identity(),  # where torchvision has squeeze-and-excitation
            _unit(wide, channels_out, 1)[:2],
        )
        self._adds = stride == 1 and channels_in == channels_out

    def forward(self, images: Tensor) -> Tensor:
        made: Tensor = self.block(images)
        return made + images if self._adds else made


class _Unit(nn.Sequential):
    """A convolution, batch normalisation and, mostly, an activation.

    In evaluation the convolution normalises, too, by its weights: one pass over what it makes is saved.
    """

    def forward(self, images: Tensor) -> Tensor:
        convolution, normal, *rest = self
        if isinstance(convolution, nn.Conv2d) and isinstance(normal, nn.BatchNorm2d) and not normal.training:
            mean, variance = normal.running_mean, normal.running_var
            assert mean is not None  # as both are learned
            assert variance is not None
            gain = normal.weight * (variance + normal.eps).rsqrt()
            kernels = convolution.weight * gain[:, None, None, None]
            made = convolution._conv_forward(images, kernels, normal.bias - mean * gain)
        else:
            made = normal(convolution(images))
        for activation in rest:
            made = activation(made)
        return made


def _unit(channels_in: int, channels_out: int, kernel: int, *, stride: int = 1, groups: int = 1) -> "_Unit":
    if stride == 1:
        convolution = nn.Conv2d(channels_in, channels_out, kernel, padding=kernel // 2, groups=groups, bias=False)
    else:
        convolution = SamePadConv2d(channels_in, channels_out, kernel, stride=stride, groups=groups, bias=False)
    return _Unit(convolution, nn.BatchNorm2d(channels_out, eps=1e-3, momentum=0.01), nn.ReLU6(inplace=True))


def torchvision_names(weights: Mapping[str, Tensor], name: str) -> dict[str, Tensor]:
    """A network's weights of a conversion from TensorFlow (`_blocks.0._depthwise_conv.weight`) by torchvision's names.

    Weights of other names are left out.
    """
    places = {"_conv_stem": "features.0.0", "_bn0": "features.0.1", "_fc": "classifier.1"}
    places |= {"_conv_head": f"features.{len(_STAGES) + 1}.0", "_bn1": f"features.{len(_STAGES) + 1}.1"}
    number = 0
    for stage, (expansion, *_, blocks) in enumerate(_stages(name), start=1):
        for block in range(blocks):
            own, here = f"_blocks.{number}.", f"features.{stage}.{block}.block."
            depthwise = 0  # it is the first of a block that does not expand
            if expansion > 1:
                places |= {f"{own}_expand_conv": f"{here}0.0", f"{own}_bn0": f"{here}0.1"}
                depthwise = 1
            places |= {f"{own}_depthwise_conv": f"{here}{depthwise}.0", f"{own}_bn1": f"{here}{depthwise}.1"}
            places |= {f"{own}_project_conv": f"{here}{depthwise + 2}.0", f"{own}_bn2": f"{here}{depthwise + 2}.1"}
            number += 1
    named = ((key.rpartition("."), value) for key, value in weights.items())
    return {f"{places[place]}.{kind}": value for (place, _, kind), value in named if place in places}
