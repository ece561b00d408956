"""The early layers of a network that was trained on ImageNet, as a frozen source of features."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from inspector.core.errors import SettingError

# Two levels from the middle of each network: finer ones know only edges and colours, coarser ones what ImageNet's
# classes need. Of a ResNet layers 2 and 3, the paper's choice; SqueezeNet's fire 4 and 7 lie at a third and two thirds.
MIDDLE_LAYERS: Mapping[str, tuple[str, ...]] = {
    "squeezenet1_0": ("features.5", "features.9"),
    "squeezenet1_1": ("features.6", "features.10"),
    "resnet18": ("layer2", "layer3"),
    "resnet34": ("layer2", "layer3"),
    "resnet50": ("layer2", "layer3"),
    "wide_resnet50_2": ("layer2", "layer3"),
}
_IMAGENET_MEAN, _IMAGENET_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def check_backbone(name: str, layers: Sequence[str] | None) -> None:
    """Refuse a network or layers that there are not, before anything is built.

    Raises:
        SettingError: saying which there are.
    """
    if name not in MIDDLE_LAYERS:
        raise SettingError(
            "there is no backbone '{name}'; the backbones are: {known}",
            code="backbone.unknown",
            name=name,
            known=", ".join(MIDDLE_LAYERS),
        )
    if layers is None:
        return
    from torchvision.models import get_model

    with torch.device("meta"):  # names only: nothing is allocated or drawn
        known = [layer for layer, _ in get_model(name, weights=None).named_modules() if layer.count(".") < 2 and layer]
    unknown = [layer for layer in layers if layer not in known]
    if unknown or not layers:
        raise SettingError(
            "backbone '{name}' has no layer '{layer}'; its layers are: {known}"
            if unknown
            else "layers needs at least one; the layers of '{name}' are: {known}",
            code="backbone.unknown_layer",
            name=name,
            layer=unknown[0] if unknown else "",
            known=", ".join(known),
        )


class Backbone(nn.Module):
    """The part of a torchvision network up to the last of `layers`.

    Its weights are random until :meth:`load` is given pretrained ones. Neither they nor the statistics of its batch
    normalisation ever learn: it stays in evaluation mode whatever the network around it does.

    Attributes:
        name: torchvision's name of the network.
        channels: of all the layers together.
    """

    def __init__(self, name: str, layers: Sequence[str] | None) -> None:
        super().__init__()
        check_backbone(name, layers)
        # Imported here: a model of another method should not wait for it.
        from torchvision.models import get_model
        from torchvision.models.feature_extraction import create_feature_extractor

        self.name = name
        self.body = create_feature_extractor(
            get_model(name, weights=None), list(MIDDLE_LAYERS[name] if layers is None else layers)
        )
        self.body.requires_grad_(False)
        self.mean: Tensor
        self.std: Tensor
        self.register_buffer("mean", torch.tensor(_IMAGENET_MEAN, device="cpu").view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(_IMAGENET_STD, device="cpu").view(1, 3, 1, 1), persistent=False)
        self.to(memory_format=torch.channels_last).eval()
        with torch.no_grad():
            self.channels = sum(level.shape[1] for level in self.body(torch.zeros(1, 3, 64, 64)).values())

    def train(self, mode: bool = True) -> "Backbone":  # noqa: ARG002
        return super().train(False)

    def load(self, weights: Mapping[str, Tensor]) -> None:
        """Take pretrained weights, by torchvision's names; those of other layers are ignored."""
        self.body.load_state_dict(self.body.state_dict() | {name: weights[name] for name in self.needed()})

    def needed(self) -> dict[str, torch.Size]:
        """The weights that must be loaded, by torchvision's names, with their shapes."""
        # The counters of batch normalisation have no part in evaluation, and older files do not hold them.
        own = self.body.state_dict()
        return {name: value.shape for name, value in own.items() if not name.endswith("num_batches_tracked")}

    def forward(self, images: Tensor) -> list[Tensor]:
        """(B, 3, H, W) in [0, 1] to one (B, C_i, H_i, W_i) a layer."""
        normal = (images - self.mean) / self.std
        return list(self.body(normal.contiguous(memory_format=torch.channels_last)).values())
