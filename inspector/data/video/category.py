"""Categories of clips: which clips there are of one camera over one line, and what is known about each."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np

from inspector.core.errors import CategoryError
from inspector.data.category import GOOD, GOOD_FOLDERS
from inspector.data.folders import child_folder, entries, folders, is_folder, printable
from inspector.data.images.formats import is_image_name
from inspector.data.video.frame_folder import FrameFolder
from inspector.data.video.reader import is_video_name

ABNORMAL = "abnormal"  # the defect type of a clip of which only the frames are labelled
FRAME_LABELS = "frame_labels.csv"
Intervals = tuple[tuple[int, int], ...]


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

        A mask may end on `_mask`. Frames without a mask are not in it.
        """
        if self.masks is None:
            return {}
        masks = {
            Path(entry.name).stem.removesuffix("_mask"): self.masks / entry.name
            for entry in entries(self.masks)
            if is_image_name(entry.name)
        }
        if self.path.is_dir():
            frames = FrameFolder(self.path, rate=None, size=None).files
            return {index: masks[frame.stem] for index, frame in frames.items() if frame.stem in masks}
        return {int(stem): mask for stem, mask in masks.items() if stem.isdecimal()}


@dataclass(frozen=True)
class VideoCategory:
    """The clips of one camera set-up; `train` is all good.

    Attributes:
        ignored: clips that are on no side; none, as clips have no marks yet.
    """

    root: Path
    train: tuple[Clip, ...]
    test: tuple[Clip, ...]
    ignored: tuple[Clip, ...] = ()

    kind: ClassVar[Literal["video"]] = "video"

    @property
    def name(self) -> str:
        return self.root.name


def scan_video(root: Path) -> VideoCategory:
    """Find a category's clips, in an order that depends on their names alone.

    Understood are the MVTec layout with clips for images (`train/good/CLIP`, `test/good/CLIP`, `test/<defect>/CLIP`,
    masks in the folder `ground_truth/<defect>/CLIP`), UCSD's (`training/CLIP`, `testing/CLIP`, masks in
    `ground_truth/CLIP`), and any folder of good clips. A clip is a video file, or a folder with images and without a
    video in it. `frame_labels.csv` in the category's folder, of the columns clip (a test clip's own name), frame (from
    0) and abnormal (0 or 1), says which frames of the test clips are abnormal. No clip is opened.

    Raises:
        CategoryError: if the folder is missing, cannot be read, holds no good clip, or its frame labels are wrong.
    """
    root = root.resolve()
    if not root.is_dir():
        raise CategoryError(
            "{file}: expected a folder of clips, found a file."
            if root.exists()
            else "{file}: expected a folder of clips, found nothing.",
            code="category.no_folder",
            file=printable(str(root)),
        )
    train_folder = child_folder(root, ("train", "training")) or root
    good_folder = child_folder(train_folder, GOOD_FOLDERS) or train_folder
    sides = ("test", "testing", "ground_truth")
    train = [
        Clip(path, _name(path, root), GOOD, (), None, "train")
        for path in _clips_in(good_folder)
        if train_folder != root or path == root or path.relative_to(root).parts[0].lower() not in sides
    ]
    if not train:
        raise CategoryError(
            "{file} contains no clip (a video file, or a folder of numbered images).",
            code="category.no_good_clip",
            file=printable(str(good_folder)),
        )
    test_folder = child_folder(root, ("test", "testing"))
    test = tuple(_test_clips(root, test_folder)) if test_folder is not None else ()
    return VideoCategory(root, tuple(train), test)


def holds_clips(root: Path) -> bool:
    """Whether a folder is a category of clips, and not one of images.

    It is where there are videos and no image among what is good, or where what is good lies in folders of consecutively
    numbered frames: below `training` or `train` itself (UCSD's layout), or below `train/good` if the folders of
    `test`, too, hold no image of their own. Whatever else there is stays a category of images.

    Raises:
        CategoryError: if a folder cannot be read.
    """
    if not root.is_dir():
        return False
    train = child_folder(root, ("train", "training"))
    good = child_folder(train or root, GOOD_FOLDERS) or train or root
    if _has_image(good):
        return False
    if any(not path.is_dir() for path in _clips_in(good)):
        return True
    if train is None or not any(_is_numbered(folder) for folder in folders(good)):
        return False
    test = child_folder(root, ("test", "testing"))
    return good == train or (test is not None and not any(_has_image(folder) for folder in folders(test)))


def collect_clips(paths: Sequence[Path]) -> list[Clip]:
    """The clips to inspect: each file named, and every clip in each folder named, once each; their labels are unknown.

    Raises:
        CategoryError: if a path does not exist, or there is no clip at all.
    """
    clips: dict[Path, Clip] = {}
    for path in paths:
        if not path.exists():
            raise CategoryError(
                "{file}: there is no such file or folder.", code="path.missing", file=printable(str(path))
            )
        for found in _clips_in(path) if path.is_dir() else [path]:
            clips.setdefault(found.absolute(), Clip(found, printable(found.as_posix()), ""))
    if not clips:
        raise CategoryError(
            "{file} contains no clip (a video file, or a folder of numbered images).",
            code="inspect.no_clip",
            file=", ".join(printable(str(path)) for path in paths),
        )
    return list(clips.values())


def _test_clips(root: Path, test_folder: Path) -> Iterator[Clip]:
    labels = _read_frame_labels(root / FRAME_LABELS)
    masks_root = child_folder(root, ("ground_truth",))
    for path in _clips_in(test_folder):
        inside = path.relative_to(test_folder)
        folder = inside.parts[0] if len(inside.parts) > 1 or inside.name.lower() in GOOD_FOLDERS else ""
        own_name = path.name if path.is_dir() else path.stem
        abnormal = labels.get(own_name)
        label = folder
        if folder.lower() in GOOD_FOLDERS:
            label, abnormal = GOOD, ()
        elif not folder and abnormal is not None:
            label = ABNORMAL if abnormal else GOOD
        masks = masks_root / inside.parent / own_name if masks_root is not None else None
        if masks is not None and (label == GOOD or not masks.is_dir()):
            masks = None
        yield Clip(path, _name(path, root), label, abnormal, masks, "test")


def _clips_in(folder: Path, above: frozenset[Path] = frozenset()) -> Iterator[Path]:
    """The video files in a folder, or without any the folder itself if images lie in it; else the clips below."""
    real = folder.resolve()
    if real in above:  # a link to a folder that holds it
        return
    files = [entry.name for entry in entries(folder) if not is_folder(entry)]
    videos = [folder / name for name in files if is_video_name(name)]
    if not videos and any(map(is_image_name, files)):
        yield folder
        return
    yield from videos
    for below in folders(folder):
        yield from _clips_in(below, above | {real})


def _has_image(folder: Path) -> bool:
    return any(is_image_name(entry.name) and not is_folder(entry) for entry in entries(folder))


def _is_numbered(folder: Path) -> bool:
    """Whether the images of a folder are frames, judging by their names."""
    if not _has_image(folder):
        return False
    frames = FrameFolder(folder, rate=None, size=None)
    return frames.numbered and len(frames.files) > 1


def _name(path: Path, root: Path) -> str:
    return printable(path.relative_to(root).as_posix() if path != root else root.name)


def _read_frame_labels(path: Path) -> dict[str, Intervals]:
    """By clip; none if there is no such file."""
    if not path.exists():
        return {}
    abnormal: dict[str, set[int]] = defaultdict(set)
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                frames = abnormal[row["clip"]]
                if {"0": False, "1": True}[row["abnormal"]]:
                    frames.add(int(row["frame"]))
    except (OSError, KeyError, ValueError, csv.Error) as error:
        raise CategoryError(
            "{file}: expected the columns clip, frame (from 0) and abnormal (0 or 1), found something else ({reason}).",
            code="category.frame_labels_wrong",
            file=printable(str(path)),
            reason=str(error),
        ) from error
    return {clip: _intervals(sorted(frames)) for clip, frames in abnormal.items()}


def _intervals(frames: list[int]) -> Intervals:
    starts = [frame for before, frame in pairwise([-2, *frames]) if frame != before + 1]
    ends = [frame + 1 for frame, after in pairwise([*frames, -2]) if after != frame + 1]
    return tuple(zip(starts, ends, strict=True))
