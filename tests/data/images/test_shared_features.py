"""Memories that learn the features of images which are embedded once for all of them."""

from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from inspector.core.building import build_network
from inspector.core.fitting import fit
from inspector.core.images.variation import Variation
from inspector.core.methods import create_method
from inspector.core.methods.base import Judgement
from inspector.core.methods.images.scattering import ScatteringMemory
from inspector.core.model import Model
from inspector.core.stages.framing import Framing
from inspector.data.images import shared_features
from inspector.data.images.batches import GoodImages, training_source
from inspector.workflow.progress import Progress
from inspector.workflow.train.calibrating import judge_in_folds, learned_in_folds

FOLDS = [[0, 3, 6], [1, 4], [2, 5]]
STILL = Variation(gain=0, offset=0)


class Counted(ScatteringMemory):
    """Scattering that counts the images it embeds to learn them."""

    embedded = 0

    def embed(self, network: nn.Module, images: Tensor, *, generator: torch.Generator) -> Tensor:
        self.embedded += len(images)
        return super().embed(network, images, generator=generator)


def model_and_images(category: Path, **settings: Any) -> tuple[Model, GoodImages]:
    preset = create_method("scattering", preset="cpu", image_size=(64, 64), scales=2, keep_shape=False, **settings)
    method = Counted(preset.config)
    paths = sorted((category / "train" / "good").iterdir())[:7]
    good = GoodImages(paths, framing=Framing(method.config.image_size))
    for index in range(len(paths)):
        good.load(index)
    return Model(method, build_network(method, seed=0), None, None), good


def judged(model: Model, good: GoodImages) -> tuple[list[Judgement], list[Progress]]:
    judging = judge_in_folds(
        model, good, FOLDS, untrained=lambda: build_network(model.method, seed=0), variation=STILL, seed=0
    )
    progress = []
    try:
        while True:
            progress.append(next(judging))
    except StopIteration as end:
        return end.value, progress


def test_folds_judge_as_memories_that_embed_the_images_themselves(category: Path) -> None:
    model, good = model_and_images(category, moved=0.0)
    judgements, _ = judged(model, good)

    for fold in FOLDS:
        others = sorted(index for other in FOLDS if other is not fold for index in other)
        network = build_network(model.method, seed=0)
        source = training_source(good, others, STILL, None, method=model.method, seed=0)
        for _ in fit(model.method, network, source, seed=0, device=torch.device("cpu")):
            pass
        with torch.no_grad():
            alone = model.method.judge(network, good.stack(fold))
        for index, values in zip(fold, alone.maps, strict=True):
            torch.testing.assert_close(judgements[index].maps[0], values, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize(("epochs", "embedded"), [(1, 7), (2, 14)])
def test_an_image_is_embedded_once_for_all_folds_and_anew_in_each_epoch(
    category: Path, epochs: int, embedded: int
) -> None:
    model, good = model_and_images(category)
    training = model.method.config.training.model_copy(update={"epochs": epochs})
    model.method.config = model.method.config.model_copy(update={"training": training})

    judged(model, good)

    assert model.method.embedded == embedded


def test_the_progress_counts_an_image_once_as_learned_and_once_as_judged(category: Path) -> None:
    model, good = model_and_images(category)
    _, progress = judged(model, good)

    done = [one.done for one in progress]
    assert {one.total for one in progress} == {14}
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, 14)


def test_features_that_do_not_fit_are_embedded_again(category: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_features, "MOST_BYTES", 0)
    model, good = model_and_images(category)
    _, progress = judged(model, good)

    assert model.method.embedded == 2 * 7  # by each fold those of the others
    assert progress[-1].done == progress[-1].total


def test_other_methods_learn_every_image_in_each_fold() -> None:
    scattering, riad = create_method("scattering", preset="cpu"), create_method("riad", preset="cpu")

    assert learned_in_folds(scattering, 8, tiled=False) == 1
    assert learned_in_folds(scattering, 8, tiled=True) == learned_in_folds(riad, 8, tiled=False) == 7
    assert learned_in_folds(scattering, 1, tiled=False) == 0
