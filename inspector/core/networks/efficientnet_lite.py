"""EfficientNet-Lite0, built from torchvision's EfficientNet, and its weights as TensorFlow's conversions name them.

The Lite networks have no squeeze-and-excitation and ReLU6 in place of SiLU, and their convolutions pad as TensorFlow's
`SAME` does: with stride 2 and an even side, below and on the right alone.

Source: M. Tan, Q. V. Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", ICML 2019, Table
1; the Lite variant: https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite.
"""

from collections.abc import Mapping
from functools import partial

import torch.nn.functional as F
from torch import Tensor, nn

# (x - 127) / 128 on values in 0..255, as the network was trained, for images in [0, 1]
LITE_MEAN, LITE_STD = (127 / 255,) * 3, (128 / 255,) * 3
# Of each stage: expansion, kernel, stride, channels in and out, blocks.
_STAGES = (
    (1, 3, 1, 32, 16, 1),
    (6, 3, 2, 16, 24, 2),
    (6, 5, 2, 24, 40, 2),
    (6, 3, 2, 40, 80, 3),
    (6, 5, 1, 80, 112, 3),
    (6, 5, 2, 112, 192, 4),
    (6, 3, 1, 192, 320, 1),
)
_HEAD_CHANNELS = 1280
_CLASSES = 1000


class SamePadConv2d(nn.Conv2d):
    """A convolution that pads an image (B, C, H, W) so that the result has ⌈H / stride⌉ × ⌈W / stride⌉ places."""

    def forward(self, images: Tensor) -> Tensor:
        sides = zip(images.shape[-2:], self.kernel_size, self.stride, strict=True)
        height, width = (max((-(-side // stride) - 1) * stride + kernel - side, 0) for side, kernel, stride in sides)
        padded = F.pad(images, (width // 2, width - width // 2, height // 2, height - height // 2))
        return F.conv2d(padded, self.weight, self.bias, self.stride, 0, self.dilation, self.groups)


def efficientnet_lite0() -> nn.Module:
    """The whole network, classifier included, with random weights and torchvision's names."""
    from torchvision.models.efficientnet import EfficientNet, MBConv, MBConvConfig

    # nn.Identity takes, and ignores, the channels that squeeze-and-excitation is built with
    block = partial(MBConv, se_layer=nn.Identity)
    stages = [MBConvConfig(*stage, block=block) for stage in _STAGES]
    norm = partial(nn.BatchNorm2d, eps=1e-3, momentum=0.01)
    network = EfficientNet(stages, dropout=0.2, norm_layer=norm, last_channel=_HEAD_CHANNELS, num_classes=_CLASSES)
    for name, module in list(network.named_modules()):
        parent, _, own = name.rpartition(".")
        if isinstance(module, nn.SiLU):
            setattr(network.get_submodule(parent), own, nn.ReLU6(inplace=True))
        elif isinstance(module, nn.Conv2d) and module.stride != (1, 1):
            setattr(network.get_submodule(parent), own, _padded_as_tensorflow(module))
    return network


def torchvision_names(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights of a conversion from TensorFlow (`_blocks.0._depthwise_conv.weight`) by torchvision's names.

    Weights of other names are left out.
    """
    places = {"_conv_stem": "features.0.0", "_bn0": "features.0.1", "_fc": "classifier.1"}
    places |= {"_conv_head": f"features.{len(_STAGES) + 1}.0", "_bn1": f"features.{len(_STAGES) + 1}.1"}
    number = 0
    for stage, (expansion, *_, blocks) in enumerate(_STAGES, start=1):
        for block in range(blocks):
            own, here = f"_blocks.{number}.", f"features.{stage}.{block}.block."
            depthwise = 0  # it is the first of a block that does not expand
            if expansion > 1:
                places |= {f"{own}_expand_conv": f"{here}0.0", f"{own}_bn0": f"{here}0.1"}
                depthwise = 1
            places |= {f"{own}_depthwise_conv": f"{here}{depthwise}.0", f"{own}_bn1": f"{here}{depthwise}.1"}
            places |= {f"{own}_project_conv": f"{here}{depthwise + 2}.0", f"{own}_bn2": f"{here}{depthwise + 2}.1"}
            number += 1
    named = ((name.rpartition("."), value) for name, value in weights.items())
    return {f"{places[place]}.{kind}": value for (place, _, kind), value in named if place in places}


def _padded_as_tensorflow(convolution: nn.Conv2d) -> SamePadConv2d:
    own = SamePadConv2d(
        convolution.in_channels,
        convolution.out_channels,
        convolution.kernel_size,  # type: ignore[arg-type]
        stride=convolution.stride,  # type: ignore[arg-type]
        groups=convolution.groups,
        bias=convolution.bias is not None,
    )
    own.weight = convolution.weight
    own.bias = convolution.bias
    return own
