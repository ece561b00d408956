"""The early layers of a network that was trained on ImageNet, as a frozen source of features."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from functools import cache, partial
from math import log2

import torch
from torch import Tensor, nn
from torch.fx import Graph

from inspector.core.errors import SettingError
from inspector.core.networks.efficientnet_lite import LITE_MEAN, LITE_SCALES, LITE_STD, LiteLayers
from inspector.core.networks.timm_networks import TIMM, build_timm, check_timm, timm_layers, timm_light

LITE = "efficientnet_lite0"
# Two levels from the middle of each network: finer ones know only edges and colours, coarser ones what ImageNet's
# classes need. Of a ResNet layers 2 and 3, the paper's choice; SqueezeNet's fire 4 and 7 lie at a third and two thirds.
# Of the other networks `middle_layers` chooses.
MIDDLE_LAYERS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(LITE_SCALES, ("features.3", "features.5")),
    "squeezenet1_0": ("features.5", "features.9"),
    "squeezenet1_1": ("features.6", "features.10"),
    "resnet18": ("layer2", "layer3"),
    "resnet34": ("layer2", "layer3"),
    "resnet50": ("layer2", "layer3"),
    "wide_resnet50_2": ("layer2", "layer3"),
}
# Layers that are there without a look: building a network to look loads torchvision, which takes longer than torch.
_CERTAIN_LAYERS = {name: {f"features.{stage}" for stage in range(9)} for name in LITE_SCALES}
_GRAPHS: dict[tuple[str, ...], tuple[Graph, Graph]] = {}  # of the networks that were traced, by name and layers
_MIDDLE_STRIDES = (8, 16)
_PROBE_SIDE_PX = 256
_IMAGENET_MEAN, _IMAGENET_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def check_backbone(name: str, layers: Sequence[str] | None) -> None:
    """Refuse a network or layers that there are not, before anything is built.

    Raises:
        SettingError: saying which there are.
    """
    if name.startswith(TIMM):
        check_timm(name)
    elif name not in MIDDLE_LAYERS and name not in _networks():
        raise SettingError(
            "there is no backbone '{name}'; the backbones are: {known}",
            code="backbone.unknown",
            name=name,
            known=", ".join(dict.fromkeys((*MIDDLE_LAYERS, *_networks()))),
        )
    if layers is None:
        if name not in MIDDLE_LAYERS:
            middle_layers(name)
        return
    if layers and set(layers) <= _CERTAIN_LAYERS.get(name, set()):
        return
    known = sorted(_CERTAIN_LAYERS.get(name, ())) or [layer for layer, _ in _layers(_unallocated(name))]
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


@cache
def middle_layers(name: str) -> tuple[str, ...]:
    """The layers that features are taken from unless others are stated: mostly the last ones with strides 8 and 16.

    Raises:
        SettingError: if the network has no feature maps of these strides; most transformers have none.
    """
    if name in MIDDLE_LAYERS:
        return MIDDLE_LAYERS[name]
    network, last = _unallocated(name), dict[int, str]()
    for layer, module in _layers(network):
        module.register_forward_hook(partial(_remember, last, layer))
    probe = torch.zeros(1, 3, _PROBE_SIDE_PX, _PROBE_SIDE_PX, device=next(network.parameters()).device)
    with torch.no_grad(), suppress(AssertionError, RuntimeError, ValueError):  # some refuse all sides but their own
        network(probe)
    if not all(stride in last for stride in _MIDDLE_STRIDES):
        raise SettingError(
            "backbone '{name}' has no feature maps at an eighth and a sixteenth of the image's side",
            code="backbone.no_middle",
            name=name,
        )
    return tuple(last[stride] for stride in _MIDDLE_STRIDES)


def _remember(last: dict[int, str], layer: str, _module: nn.Module, _images: object, made: object) -> None:
    """Note the stride of a feature map (B, C, h, w); one without padding falls a little short of a power of two."""
    if isinstance(made, Tensor) and made.ndim == 4 and made.shape[-2] == made.shape[-1]:
        last[2 ** round(log2(_PROBE_SIDE_PX / made.shape[-1]))] = layer


def _networks() -> list[str]:
    """The names of torchvision's networks that classify images."""
    import torchvision.models

    return torchvision.models.list_models(module=torchvision.models)


def _build(name: str) -> nn.Module:
    if name.startswith(TIMM):
        return build_timm(name)
    from torchvision.models import get_model

    return get_model(name, weights=None)


def _unallocated(name: str) -> nn.Module:
    try:
        with torch.device("meta"):  # names and shapes only: nothing is allocated or drawn
            return _build(name).eval()
    except NotImplementedError:  # a RegNet computes its widths by tensors
        with torch.random.fork_rng(devices=[]):
            return _build(name).eval()


def _layers(network: nn.Module) -> list[tuple[str, nn.Module]]:
    return [(name, module) for name, module in network.named_modules() if name and name.count(".") < 2]


def _body(name: str, layers: Sequence[str]) -> nn.Module:
    """From normalised images to feature maps by the names of their layers."""
    if name in LITE_SCALES:
        return LiteLayers(name, layers)
    if name.startswith(TIMM):
        return timm_layers(name, layers)
    return _up_to(_build(name), name, layers)


def _up_to(network: nn.Module, name: str, layers: Sequence[str]) -> nn.Module:
    """A network of torchvision up to its layers; traced once, as that takes several times as long as building it."""
    # Imported here: a model of another method should not wait for it.
    from torchvision.models.feature_extraction import DualGraphModule, create_feature_extractor

    known = _GRAPHS.get((name, *layers))
    if known is not None:  # copied, as a graph belongs to one network
        return DualGraphModule(network, *deepcopy(known), class_name=type(network).__name__)
    traced = create_feature_extractor(network, list(layers))
    graphs = (traced.train_graph, traced.eval_graph)
    if not any(str(node.target).startswith("_tensor_constant") for graph in graphs for node in graph.nodes):
        _GRAPHS[name, *layers] = deepcopy(graphs)  # what is computed while tracing would be left in that network
    return traced


def _light(name: str) -> tuple[Sequence[float], Sequence[float]]:
    """Mean and standard deviation of each channel in what the network was trained on."""
    if name in LITE_SCALES:
        return LITE_MEAN, LITE_STD
    return timm_light(name) if name.startswith(TIMM) else (_IMAGENET_MEAN, _IMAGENET_STD)


class Backbone(nn.Module):
    """The part of a network up to the last of `layers`.

    Its weights are random until :meth:`load` is given pretrained ones. Neither they nor the statistics of its batch
    normalisation ever learn: it stays in evaluation mode whatever the network around it does.

    Attributes:
        name: torchvision's name of the network, timm's after `timm/`, or one of `LITE_SCALES`.
        channels: of all the layers together.
    """

    def __init__(self, name: str, layers: Sequence[str] | None) -> None:
        super().__init__()
        check_backbone(name, layers)
        self.name = name
        self.body = _body(name, middle_layers(name) if layers is None else layers)
        self.body.requires_grad_(False)
        self.mean: Tensor
        self.std: Tensor
        mean, std = _light(name)
        self.register_buffer("mean", torch.tensor(mean, device="cpu").view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(std, device="cpu").view(1, 3, 1, 1), persistent=False)
        self.to(memory_format=torch.channels_last).eval()
        if isinstance(self.body, LiteLayers):
            self.channels = self.body.channels  # without a look, for which torch would load its compiler
        else:
            with torch.no_grad():
                self.channels = sum(level.shape[1] for level in self.body(torch.zeros(1, 3, 64, 64)).values())

    def train(self, mode: bool = True) -> "Backbone":  # noqa: ARG002
        return super().train(False)

    def load(self, weights: Mapping[str, Tensor]) -> None:
        """Take pretrained weights, by the network's own names; those of other layers are ignored."""
        self.body.load_state_dict(self.body.state_dict() | {name: weights[name] for name in self.needed()})

    def needed(self) -> dict[str, torch.Size]:
        """The weights that must be loaded, by the network's own names, with their shapes."""
        # The counters of batch normalisation have no part in evaluation, and older files do not hold them.
        own = self.body.state_dict()
        return {name: value.shape for name, value in own.items() if not name.endswith("num_batches_tracked")}

    def forward(self, images: Tensor) -> list[Tensor]:
        """(B, 3, H, W) in [0, 1] to one (B, C_i, H_i, W_i) a layer."""
        normal = (images - self.mean) / self.std
        return list(self.body(normal.contiguous(memory_format=torch.channels_last)).values())
