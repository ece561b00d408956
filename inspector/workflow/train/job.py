"""What every training is a training of, whether of images or of clips."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

import torch

from inspector.core.errors import SettingError
from inspector.core.images.variation import Variation
from inspector.core.methods import Method
from inspector.core.thresholds import check_share
from inspector.data.category import Category
from inspector.data.video.category import VideoCategory
from inspector.workflow.train.processes import OneProcess, Processes


@dataclass(frozen=True, kw_only=True)
class TrainJob:
    """What to train; see the command line's options of the same names.

    Raises:
        SettingError: if one of the two shares is not above 0 and below 1, or the interval is negative.

    Attributes:
        output: folder of the model; it must not exist yet.
        seed: the same one gives the same model on the same device with the same number of threads.
        max_false_reject, max_review: shares of good images, or of stretches of good video, that may lie above the
            reject and above the review threshold; above 0 and below 1.
        normalise: normalise maps by place; None leaves it to the check on the good images.
        resume: continue an interrupted training; begin anew where there is none.
        skip_unreadable: leave unreadable good images or clips out instead of refusing.
        download_weights: fetch pretrained weights into torch's cache, if they are not there.
        processes: that train together, each on its `device`.
        preview_interval_s: show what the network makes of a few images, or frames of clips that it judges one by one,
            about every so many seconds; None for never.
        stop_here: set by any thread to learn no further; the model is calibrated and saved as it is then.
    """

    category: Category | VideoCategory
    output: Path
    method: Method
    variation: Variation = field(default_factory=Variation)
    seed: int
    device: torch.device
    max_false_reject: float
    max_review: float
    normalise: bool | None = None
    resume: bool = False
    skip_unreadable: bool = False
    download_weights: bool = False
    processes: Processes = field(default_factory=OneProcess)
    preview_interval_s: float | None = None
    stop_here: threading.Event = field(default_factory=threading.Event, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_share(self.max_false_reject)  # now and not when the training is done
        check_share(self.max_review)
        if self.preview_interval_s is not None and not self.preview_interval_s >= 0:
            raise SettingError(
                "Previews need an interval of 0 s or more, not {interval_s}.",
                code="training.preview_interval",
                interval_s=self.preview_interval_s,
            )
