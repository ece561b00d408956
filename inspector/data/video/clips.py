"""Clips, and which there are among all that lies in a folder: video files, and folders of frames."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from inspector.data.contents import LeftOut
from inspector.data.folder_names import is_mask_folder, mask_stem, match_key
from inspector.data.folders import entries, storable
from inspector.data.images.formats import is_image_name
from inspector.data.layout import GOOD
from inspector.data.tree import Parts, Tree
from inspector.data.video.frame_folder import FrameFolder
from inspector.data.video.frame_labels import Intervals
from inspector.data.video.reader import is_video_name


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


def clips_in(tree: Tree, folder: Parts = ()) -> Iterator[Parts]:
    """The video files in a folder, or without any the folder itself if its images are frames; else the clips below it.

    Images are no frames where as many videos lie below them, or a folder of more images: a stray picture or two.
    """
    clips: set[Parts] = set()
    fewest = fewest_frames(tree)
    for parts in sorted(tree.folders):
        if parts[: len(folder)] != folder or any(parts[:depth] in clips for depth in range(len(folder), len(parts))):
            continue
        found = tree.folders[parts]
        videos = [(*parts, name) for name in found.others if is_video_name(name)]
        if not videos and len(found.images) >= fewest.get(parts, 1):
            videos = [parts]
        clips.update(videos)
        yield from videos


def fewest_frames(tree: Tree) -> dict[Parts, int]:
    """How many images a folder with folders in it must hold to be a clip itself, by what lies below it but masks."""
    videos: Counter[Parts] = Counter()
    frames: Counter[Parts] = Counter()
    for parts, found in tree.folders.items():
        if any(map(is_mask_folder, parts)):
            continue
        count = sum(map(is_video_name, found.others))
        for depth in range(len(parts)):
            videos[parts[:depth]] += count
            frames[parts[:depth]] = max(frames[parts[:depth]], len(found.images))
    return {folder: max(count + 1, frames[folder]) for folder, count in videos.items()}


def left_out_of(
    tree: Tree, clips: Sequence[Parts], *, known_files: Sequence[str] = (), above: Path | None = None
) -> LeftOut:
    """What is neither one of these clips, nor a frame or a mask of one.

    Args:
        known_files: names of files of the root that are not left out.
        above: what names begin with; None where they are relative to the root.
    """

    def named(parts: Sequence[Parts]) -> tuple[str, ...]:
        paths = ["/".join(part) for part in sorted(parts)]
        return tuple(storable(path if above is None else (above / path).as_posix()) for path in paths)

    clip_places = set(clips)
    files, images = [], []
    for folder, found in tree.folders.items():
        others = [(*folder, name) for name in found.others if (*folder, name) not in clip_places]
        files += [file for file in others if len(file) > 1 or file[0] not in known_files]
        if folder not in clip_places and not any(map(is_mask_folder, folder)):
            images += [(*folder, name) for name in found.images]
    return LeftOut(
        files=named(files),
        images=named(images),
        folders=named([*tree.repeated, *tree.unreadable]),
    )
