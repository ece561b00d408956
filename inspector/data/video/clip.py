"""One clip, and what is known of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from inspector.data.folder_names import mask_stem, match_key
from inspector.data.folders import entries
from inspector.data.images.formats import is_image_name
from inspector.data.layout import GOOD
from inspector.data.video.frame_folder import FrameFolder
from inspector.data.video.frame_labels import Intervals


@dataclass(frozen=True)
class Clip:
    """One clip of a category: a video file or a folder of numbered frames.

    Attributes:
        path: where it is.
        name: its path relative to the category, with forward slashes; the same on every machine.
        label: `good`, the defect type, or empty where it is not known.
        abnormal: the abnormal frames, as ascending intervals [start, end) of frame indices; None
            where single frames are not labelled.
        masks: a folder of numbered masks, non-zero where something is wrong, where there is one.
        lies_in: the side of the category its folder belongs to; None outside a category.
    """

    path: Path
    name: str
    label: str
    abnormal: Intervals | None = None
    masks: Path | None = None
    lies_in: Literal["train", "test"] | None = None

    @property
    def defective(self) -> bool:
        return self.label not in (GOOD, "")

    def frame_labels(self, count: int) -> np.ndarray | None:
        """(count,) bool: which of the first frames are abnormal; None where it is not known."""
        if self.abnormal is None:
            return None
        labels = np.zeros(count, bool)
        for start, end in self.abnormal:
            labels[start:end] = True
        return labels

    def mask_files(self) -> dict[int, Path]:
        """The masks by frame index: of a folder of frames those named as the frame, of a video those numbered so.

        A mask may end on `_mask`, `_label` or `_gt`. Frames without a mask are not in it.
        """
        masks = {}
        for mask in self.all_masks():
            stem = match_key(mask.stem)
            masks[mask_stem(stem) or stem] = mask
        if self.path.is_dir():
            frames = FrameFolder(self.path, rate=None, size=None).files
            stems = {index: match_key(frame.stem) for index, frame in frames.items()}
            return {index: masks[stem] for index, stem in stems.items() if stem in masks}
        return {int(stem): mask for stem, mask in masks.items() if stem.isdecimal()}

    def all_masks(self) -> list[Path]:
        """Every mask of the clip, of a frame or of none."""
        if self.masks is None:
            return []
        return [self.masks / entry.name for entry in entries(self.masks) if is_image_name(entry.name)]
