"""ADACL: augment to detect anomalies with continuous labelling.

A small network learns to tell good images from anomalies made of them, by labels that are drawn anew each
time: 0 to 0.3 for good, 0.7 to 1 for made. What it answers is the score.

Source: Khazaie, Wong, Mohsenzadeh, "Augment to detect anomalies with continuous labelling".
"""

from collections.abc import Mapping
from typing import ClassVar

import torch
from pydantic import Field
from torch import Tensor, nn

from inspector.core.methods.capabilities import Remarks, Watches
from inspector.core.methods.config import Training
from inspector.core.methods.engines.tasked import Tasked, TaskedConfig
from inspector.core.networks.regressor import Regressor
from inspector.core.pretext.anomalies import ANOMALIES, AnomalyName

_INVARIANT_BELOW = 0.6  # AUROC on watched images; 0.5 is guessing
_PATIENCE = 5  # calls of `watch` in a row, so that a slow start drops nothing


class AdaclConfig(TaskedConfig):
    """Settings; the defaults are the paper's, with the 15 epochs that it needs at most.

    Attributes:
        width: of the network (see :class:`Regressor`).
        members: networks that learn side by side and whose answers are averaged; 1 in the paper. What one network
            answers to images unlike any it has seen depends on its first weights; the mean of a few does so less.
        anomalies: what is made of good images, in equal shares.
        good_labels, anomaly_labels: ranges that labels are drawn from.
    """

    image_size: tuple[int, int] = (32, 32)
    training: Training = Training(epochs=15, batch_size=64, optimizer="adam", learning_rate=2e-3, schedule="cyclic")
    width: int = Field(default=32, ge=1, le=1024)
    members: int = Field(default=1, ge=1, le=100)
    anomalies: tuple[AnomalyName, ...] = Field(default=tuple(ANOMALIES), min_length=1)
    good_labels: tuple[float, float] = (0.0, 0.3)
    anomaly_labels: tuple[float, float] = (0.7, 1.0)


class AdaclNetwork(nn.Module):
    """The members; for each kind of anomaly its AUROC against good images, and how often in a row that was too low."""

    def __init__(self, config: AdaclConfig) -> None:
        super().__init__()
        self.members = nn.ModuleList(Regressor(width=config.width) for _ in range(config.members))
        self.told_apart: Tensor  # AUROC, the name that model files have
        self.register_buffer("told_apart", torch.full((len(config.anomalies),), torch.nan))
        self.failures: Tensor
        self.register_buffer("failures", torch.zeros(len(config.anomalies), dtype=torch.int64))

    def forward(self, images: Tensor) -> Tensor:
        """(M, B): what each member answers to each image."""
        return torch.stack([member(images) for member in self.members])

    @property
    def active(self) -> list[int]:
        """Indices of the anomalies that are still made; the one of the highest AUROC where all have failed."""
        active = (self.failures < _PATIENCE).nonzero()[:, 0].tolist()
        return active or [int(self.told_apart.nan_to_num(0.0).argmax())]


class Adacl(Tasked[AdaclConfig, AdaclNetwork], Watches[AdaclNetwork], Remarks[AdaclNetwork]):
    """Good images against anomalies made of them; see the module."""

    name = "adacl"
    title = "ADACL: good parts against anomalies made of them"
    hint = (
        "A quick first screen: learns in a minute to distinguish a part from cut, shuffled and "
        "rotated copies of it; locates nothing unless it scores crops, and misses what resembles "
        "none of these."
    )
    texts: ClassVar = {
        "de": {
            title: "ADACL: Gutteile gegen daraus erzeugte Anomalien",
            hint: (
                "Die schnelle Vorprüfung: lernt in einer Minute, ein Teil von zerschnittenen, vertauschten und "
                "gedrehten Kopien zu unterscheiden; zeigt keine Stelle, außer es beurteilt Ausschnitte, und "
                "übersieht, was keiner Kopie ähnelt."
            ),
            "likeness": "Ähnlichkeit",
        }
    }
    presets: ClassVar[Mapping[str, AdaclConfig]] = {
        "paper": AdaclConfig(),
        "cpu": AdaclConfig(
            image_size=(64, 64),
            width=16,
            training=Training(steps=240, batch_size=32, optimizer="adam", learning_rate=5e-4, schedule="one_cycle"),
        ),
        # Frames of clips, in patches as the paper's of Ped2, at half its frames' size: at their own a patch is mostly
        # ground, which cutting and pasting does not change. Many still do, so that many are drawn.
        "video": AdaclConfig(
            image_size=(120, 180),
            crop_side=30,
            crop_draws=16,
            width=16,
            training=Training(steps=600, batch_size=8, optimizer="adam", learning_rate=5e-4, schedule="one_cycle"),
        ),
    }
    tasks = ("likeness",)
    watch_interval = 25

    def build(self, *, generator: torch.Generator) -> AdaclNetwork:
        return AdaclNetwork(self.config)

    def losses(self, network: AdaclNetwork, images: Tensor, *, generator: torch.Generator | None) -> Tensor:
        """(B, 1): squared error of the answers to each image and to the anomaly made of it, summed over members. The
        answers are not clipped, since a clipped answer would have no gradient."""
        if generator is None:
            raise ValueError("labels and anomalies are drawn: there is no loss without a generator")
        active = network.active
        first = int(torch.randint(len(active), (1,), generator=generator))  # a batch may be smaller than the kinds
        made = torch.empty_like(images)
        for place in range(len(active)):
            make = ANOMALIES[self.config.anomalies[active[(first + place) % len(active)]]]
            made[place :: len(active)] = make(images[place :: len(active)], generator=generator)
        labels = [
            torch.empty(len(images)).uniform_(*span, generator=generator)
            for span in (self.config.good_labels, self.config.anomaly_labels)
        ]
        answers = network(torch.cat([images, made]))  # (M, 2·B)
        errors = (answers - torch.cat(labels).to(answers.device)).square()
        return errors.unflatten(1, (2, -1)).mean(dim=1).sum(dim=0)[:, None]

    def errors(self, network: AdaclNetwork, images: Tensor) -> Tensor:
        return network(images).mean(dim=0)[:, None]

    @torch.no_grad()
    def watch(self, network: AdaclNetwork, batch: Tensor, *, generator: torch.Generator) -> None:
        """Find the anomalies that look like good images: the part is invariant to what makes them."""
        images = self.cut_anywhere(batch, count=1, generator=generator)
        network.eval()
        good = network(images).mean(dim=0)
        for index in network.active:
            made = network(ANOMALIES[self.config.anomalies[index]](images, generator=generator)).mean(dim=0)
            above = (made[:, None] > good).float() + 0.5 * (made[:, None] == good)
            network.told_apart[index] = above.mean()  # the AUROC, as the share of pairs in the right order
            fails = bool(network.told_apart[index] < _INVARIANT_BELOW)
            network.failures[index] = network.failures[index] + 1 if fails else 0
        network.train()

    def remarks(self, network: AdaclNetwork) -> tuple[str, ...]:
        dropped = [index for index in range(len(self.config.anomalies)) if index not in network.active]
        return tuple(
            f"Good parts look the same after {self.config.anomalies[index]} (AUROC "
            f"{network.told_apart[index]:.2f} on good images kept aside); it was dropped."
            for index in dropped
        )
