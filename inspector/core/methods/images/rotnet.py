"""RotNet: by how many quarter turns is the image turned?

Source: S. Gidaris, P. Singh, N. Komodakis, "Unsupervised representation learning by predicting image
rotations" (2018); as anomaly detection, Ali, Khan, Kyung.
"""

from collections.abc import Mapping, Sequence

from inspector.core.methods.base import Training
from inspector.core.methods.images.tasked import ON_CPU, Recognition, RecognitionConfig, RecognitionNetwork
from inspector.core.pretext.views import View, rotations


class RotnetConfig(RecognitionConfig):
    """Settings; the defaults are the paper's: 100 epochs, batches of 64."""

    image_size: tuple[int, int] = (32, 32)
    training: Training = Training(epochs=100, batch_size=64, optimizer="sgd", learning_rate=0.1, schedule="one_cycle")


class Rotnet(Recognition[RotnetConfig]):
    """One task in 4 views; see the module."""

    name = "rotnet"
    title = "RotNet: rotation"
    hint = "Judges orientation and shape as a whole: quick, and pointless on parts that look the same when turned."
    presets: Mapping[str, RotnetConfig] = {"paper": RotnetConfig(), "cpu": RotnetConfig(**ON_CPU)}
    classes: Mapping[str, int] = {"rotation": 4}

    def views(self, network: RecognitionNetwork) -> Sequence[View]:
        return rotations()
