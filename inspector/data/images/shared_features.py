"""Features of images that several memories learn, each embedded once."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from inspector.core.fitting import Learn
from inspector.core.methods.base import AnyMethod
from inspector.core.methods.capabilities import Embeds
from inspector.data.images.batches import TrainingImages

MOST_BYTES = 1024**3  # of features; further images are embedded again for each memory

_Key = tuple[int, int]  # which image, and how often a memory has learned it by then


@dataclass(frozen=True)
class Embedded:
    """A batch of features (B, N, D), as `Embeds.remember` takes them."""

    features: Tensor

    def to(self, device: torch.device) -> "Embedded":
        return Embedded(self.features.to(device))


class SharedFeatures:
    """The features of images, for networks that are copies of one that has not learned yet.

    Args:
        network: the one, on the device.

    Attributes:
        images: how many were embedded.
    """

    def __init__(self, method: Embeds[Any], network: nn.Module, *, device: torch.device) -> None:
        self._method, self._network, self._device = method, network, device
        self._features: dict[_Key, Tensor] = {}
        self._bytes = 0
        self.images = 0

    def batch(self, source: TrainingImages, places: Mapping[_Key, int], *, generator: torch.Generator) -> Tensor:
        """(B, N, D) of images by their places in the source."""
        found = {key: self._features[key] for key in places if key in self._features}
        missing = {key: place for key, place in places.items() if key not in found}
        if missing:
            images = source.batch([*missing.values()], generator=generator).to(self._device)
            features = self._method.embed(self._network, images, generator=generator).cpu()
            self.images += len(missing)
            for key, values in zip(missing, features, strict=True):
                found[key] = values
                if self._bytes + values.nbytes <= MOST_BYTES:
                    self._features[key] = values.clone()  # without the rest of its batch
                    self._bytes += values.nbytes
        return torch.stack([found[key] for key in places])


class FeatureSource:
    """What one memory learns from, with `remembering` as its learner: the features of these images."""

    def __init__(self, shared: SharedFeatures, source: TrainingImages) -> None:
        self._shared, self._source = shared, source
        self._times: Counter[int] = Counter()  # each epoch varies an image anew

    def __len__(self) -> int:
        return len(self._source)

    def batch(self, indices: list[int], *, generator: torch.Generator) -> Embedded:
        self._times.update(indices)
        places = {(self._source.key(place), self._times[place]): place for place in indices}
        return Embedded(self._shared.batch(self._source, places, generator=generator))


@contextmanager
def remembering(method: AnyMethod, network: nn.Module) -> Iterator[Learn[Embedded]]:
    """The learner of :func:`inspector.core.fitting.fit` for features."""
    assert isinstance(method, Embeds)

    def learn(batch: Embedded, *, generator: torch.Generator) -> dict[str, Tensor]:
        method.remember(network, batch.features, generator=generator)
        return {}

    yield learn
