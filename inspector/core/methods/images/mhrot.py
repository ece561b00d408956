"""MHRot: vertical and horizontal translation and rotation, all at once, each told by a head of its own.

Source: D. Hendrycks, M. Mazeika, S. Kadavath, D. Song, "Using self-supervised learning can improve model
robustness and uncertainty" (2019).
"""

from collections.abc import Mapping, Sequence

from inspector.core.methods.base import Training
from inspector.core.methods.images.tasked import ON_CPU, Recognition, RecognitionConfig, RecognitionNetwork
from inspector.core.pretext.views import View, joint, rotations, translations


class MhrotConfig(RecognitionConfig):
    """Settings; the defaults are the paper's WideResNet 16-4 and batches that its 36 views allow."""

    image_size: tuple[int, int] = (32, 32)
    training: Training = Training(epochs=100, batch_size=32, optimizer="sgd", learning_rate=0.1, schedule="one_cycle")


class Mhrot(Recognition[MhrotConfig]):
    """Three tasks in 3 · 3 · 4 = 36 views; see the module."""

    name = "mhrot"
    title = "MHRot: translation and rotation, jointly"
    hint = "Judges the part as a whole like multi-task, in 36 views, not 11: for comparison, two to three times slower."
    presets: Mapping[str, MhrotConfig] = {
        "paper": MhrotConfig(),
        "cpu": MhrotConfig(**ON_CPU | {"training": ON_CPU["training"].model_copy(update={"batch_size": 5})}),
    }
    classes: Mapping[str, int] = {"vertical": 3, "horizontal": 3, "rotation": 4}

    def views(self, network: RecognitionNetwork) -> Sequence[View]:
        side = self.config.side
        return joint(translations("vertical", side=side), translations("horizontal", side=side), rotations())
