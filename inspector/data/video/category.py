"""Categories of clips: which clips there are of one camera over one line, and what is known about each."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Literal

from inspector.core.errors import CategoryError
from inspector.data.contents import NOTHING, Collected, LeftOut, folder_counts
from inspector.data.folder_names import (
    COLOUR_NAMES,
    DEPTH_NAMES,
    TEST_NAMES,
    TRAIN_NAMES,
    folder_key,
    is_good,
    is_mask_folder,
    is_suspicious,
    match_key,
)
from inspector.data.folders import folders, holds, is_folder, storable
from inspector.data.images.formats import is_image_name
from inspector.data.layout import GOOD, Layout, Place
from inspector.data.marks import matched_marks, sides_by_marks
from inspector.data.properties import PROPERTIES_FILE, CategoryProperties, properties_path, read_properties
from inspector.data.sides import check_names, stated_folders
from inspector.data.tree import Parts, Tree, list_tree, readable_tree
from inspector.data.video.clips import Clip, clips_in, fewest_frames, left_out_of
from inspector.data.video.frame_folder import FrameFolder
from inspector.data.video.frame_labels import FRAME_LABELS, Intervals, read_frame_labels
from inspector.data.video.reader import is_video_name

__all__ = [
    "ABNORMAL",
    "FRAME_LABELS",
    "Clip",
    "Intervals",
    "VideoCategory",
    "collect_clips",
    "find_clips",
    "holds_clips",
    "scan_video",
]

ABNORMAL = "abnormal"  # the defect type of a clip of which only the frames are labelled
_USED = ("learn_from", "marks")  # the properties that have an effect on clips


@dataclass(frozen=True)
class VideoCategory:
    """The clips of one camera set-up; `train` is all good.

    Attributes:
        ignored: clips that a person marked so, with the labels they had; they are on no side.
        left_out: every file of the folder that is of no clip, nor a mask.
        unmatched_labels: clips that the frame labels name and that are not there.
        unmatched_masks: none, as masks of clips are looked for by the clips' names.
        unmatched_marks: marks that name no clip, or several.
        unused_properties: properties that are stated, and that have no effect on clips.
        stated_in: the file of the properties; None for that in the folder, if there is one.
    """

    root: Path
    properties: CategoryProperties
    train: tuple[Clip, ...]
    test: tuple[Clip, ...]
    ignored: tuple[Clip, ...] = ()
    stated_in: Path | None = None
    left_out: LeftOut = NOTHING
    unmatched_labels: tuple[str, ...] = ()
    unmatched_masks: tuple[str, ...] = ()
    unmatched_marks: tuple[str, ...] = ()
    unused_properties: tuple[str, ...] = ()

    kind: ClassVar[Literal["video"]] = "video"
    unit: ClassVar[str] = "clip"
    clip_like: ClassVar[tuple[str, ...]] = ()  # folders of images that may be clips

    @property
    def name(self) -> str:
        return self.root.name

    @property
    def learned_folders(self) -> dict[str, int]:
        """How many clips of each folder are learned from."""
        return folder_counts(clip.name for clip in self.train)

    @property
    def unmatched_names(self) -> dict[str, tuple[str, ...]]:
        """Names of clips that are not there, by the file that speaks of them."""
        return {PROPERTIES_FILE: self.unmatched_marks, FRAME_LABELS: self.unmatched_labels}


def scan_video(
    root: Path,
    *,
    learn_from: Sequence[str] = (),
    stated_in: Path | None = None,
    properties: CategoryProperties | None = None,
) -> VideoCategory:
    """Find a category's clips, in an order that depends on their names alone, and apply the marks.

    Understood are the layouts of images with clips for images (`train/good/CLIP`, `test/good/CLIP`,
    `test/<defect>/CLIP`, masks in the folder `ground_truth/<defect>/CLIP`), UCSD's (`training/CLIP`, `testing/CLIP`,
    masks in `ground_truth/CLIP`), and any folder of good clips. A clip is a video file, or a folder with images and
    without a video in it. `frame_labels.csv` in the category's folder, of the columns clip (a test clip's own name),
    frame (from 0) and abnormal (0 or 1), says which frames of the test clips are abnormal. A mark overrides the
    folder and the frame labels. No clip is opened.

    Args:
        learn_from: folders that hold good clips whatever their names, besides those in `category.json`.
        stated_in: a file in place of `category.json` in the category's folder.
        properties: in place of those in the file.

    Raises:
        CategoryError: if the folder is missing, cannot be read, or holds no good clip or marks all of them otherwise,
            if its frame labels are wrong, or if clips would be learned whose folders' names speak of defects.
    """
    root = root.resolve()
    if not root.is_dir():
        raise CategoryError(
            "{file}: expected a folder of clips, found a file."
            if root.exists()
            else "{file}: expected a folder of clips, found nothing.",
            code="category.no_folder",
            file=storable(str(root)),
        )
    tree = readable_tree(root)
    stated = read_properties(root, stated_in=stated_in) if properties is None else properties
    layout = Layout(tree, stated_folders(tree, (*stated.learn_from, *learn_from)), clips=True)
    labels = read_frame_labels(root / FRAME_LABELS)
    mask_folders = _mask_folders(tree)
    train: dict[Parts, Clip] = {}
    test: dict[Parts, Clip] = {}
    suspicious: Counter[Parts] = Counter()
    clips = list(clips_in(tree))
    for parts in clips:
        place = _place(layout, tree, parts)
        if place.side == "train":
            train[parts] = Clip(root.joinpath(*parts), _name(parts, root), GOOD, (), None, "train")
            suspicious[parts[:-1]] += layout.suspicious(parts)
        elif place.side == "test":
            test[parts] = _test_clip(root, parts, place.label, labels, mask_folders)
    check_names(tree, +suspicious)
    if not train and clips:
        raise CategoryError(
            "{file} contains {count} clips, such as {clip}, but none where good clips are expected.",
            code="category.no_good_clip",
            file=storable(str(root)),
            count=len(clips),
            clip=_name(clips[0], root),
        )
    if not train:
        raise CategoryError(
            "{file} contains no clip (a video file, or a folder of numbered images).",
            code="category.no_good_clip",
            file=storable(str(root)),
        )
    named = {match_key(_own_name(clip.path)) for clip in test.values()}
    return _with_marks_applied(
        VideoCategory(
            root,
            stated,
            tuple(train.values()),
            tuple(test.values()),
            left_out=left_out_of(tree, [*train, *test], known_files=(FRAME_LABELS, properties_path(root).name)),
            unmatched_labels=tuple(sorted(labels.keys() - named)),
            unused_properties=tuple(name for name in stated.changed if name not in _USED),
            stated_in=stated_in,
        )
    )


def holds_clips(root: Path) -> bool:
    """Whether a folder is a category of clips, and not one of images.

    It is where there are videos and no image among what is good, or where what is good lies in folders of consecutively
    numbered frames: below `training` or `train` itself (UCSD's layout), or below `train/good` if the folders of
    `test`, too, hold no image of their own. A stray image beside more videos, or beside folders of more frames, does
    not count. Whatever else there is stays a category of images.

    Raises:
        CategoryError: if a folder cannot be read.
    """
    if not root.is_dir():
        return False
    train = _child(root, lambda name: folder_key(name) in TRAIN_NAMES)
    good = _child(train or root, is_good) or train or root
    if _has_own_images(good):
        return False
    tree = list_tree(good)
    if any(parts not in tree.folders for parts in clips_in(tree)):
        return True
    below = tree.children(())
    if train is None or any(is_suspicious(name) or folder_key(name) in COLOUR_NAMES | DEPTH_NAMES for name in below):
        return False  # folders of labels, or of images of several sorts
    if not any(_is_numbered(good / name) for name in below if _has_image(good / name)):
        return False
    test = _child(root, lambda name: folder_key(name) in TEST_NAMES)
    return good == train or (test is not None and not any(map(_has_own_images, folders(test))))


def collect_clips(paths: Sequence[Path]) -> list[Clip]:
    """The clips to inspect, as :func:`find_clips` finds them."""
    return find_clips(paths).items


def find_clips(paths: Sequence[Path]) -> Collected[Clip]:
    """The clips to inspect: each file named, and every clip in each folder named, once each; their labels are unknown.

    Raises:
        CategoryError: if a path does not exist, a folder cannot be listed, or there is no clip at all.
    """
    clips: dict[Path, Clip] = {}
    left_out = NOTHING
    for path in paths:
        if not path.exists():
            raise CategoryError(
                "{file}: there is no such file or folder.", code="path.missing", file=storable(str(path))
            )
        files = [path]
        if path.is_dir():
            tree = readable_tree(path)
            found = list(clips_in(tree))
            files = [path.joinpath(*parts) for parts in found]
            left_out += left_out_of(tree, found, above=path)
        for file in files:
            clips.setdefault(file.absolute(), Clip(file, storable(file.as_posix()), ""))
    if not clips:
        raise CategoryError(
            "{file} contains no clip (a video file, or a folder of numbered images).",
            code="inspect.no_clip",
            file=", ".join(storable(str(path)) for path in paths),
        )
    return Collected(list(clips.values()), left_out)


def _with_marks_applied(category: VideoCategory) -> VideoCategory:
    if not category.properties.marks:
        return category
    clips = (*category.train, *category.test)
    marks, unmatched = matched_marks(category.properties.marks, [clip.name for clip in clips])
    sides = sides_by_marks(clips, marks, labelled=_labelled)
    if not sides.train:
        raise CategoryError(
            "{file}: every good clip is marked defective or ignored; at least one is needed to learn from.",
            code="category.no_good_clip_left",
            file=storable(str(category.root)),
        )
    return replace(
        category,
        train=sides.train,
        test=sides.test,
        ignored=sides.ignored,
        properties=category.properties.model_copy(update={"marks": marks}),
        unmatched_marks=unmatched,
    )


def _labelled(clip: Clip, label: str) -> Clip:
    """A clip by its mark: of a good one no frame is abnormal, of a defective one nobody has said which are."""
    if label == GOOD:
        return replace(clip, label=label, abnormal=(), masks=None)
    return replace(clip, label=label, abnormal=None)


def _place(layout: Layout, tree: Tree, clip: Parts) -> Place:
    """What a clip is: by the folder that holds it, or by its own name where it is a folder that says so."""
    holding = layout.place(clip[:-1])
    if clip not in tree.folders:
        return holding
    own = layout.place(clip)
    return own if own.side != holding.side or not clip or is_good(clip[-1]) else holding


def _test_clip(
    root: Path, parts: Parts, label: str, labels: Mapping[str, Intervals], mask_folders: Mapping[Parts, Parts]
) -> Clip:
    path = root.joinpath(*parts)
    abnormal = labels.get(match_key(_own_name(path)))
    if label == GOOD:
        abnormal = ()
    elif not label and abnormal is not None:
        label = ABNORMAL if abnormal else GOOD
    masks = None if label == GOOD else mask_folders.get(_clip_key((*parts[:-1], _own_name(path))))
    return Clip(
        path, _name(parts, root), storable(label), abnormal, None if masks is None else root.joinpath(*masks), "test"
    )


def _own_name(path: Path) -> str:
    return path.name if path.is_dir() else path.stem


def _mask_folders(tree: Tree) -> dict[Parts, Parts]:
    """The folders of masks by the clips that they are of."""
    folders = [parts for parts, found in tree.folders.items() if found.images and any(map(is_mask_folder, parts))]
    return {_clip_key(parts): parts for parts in folders}


def _clip_key(parts: Parts) -> Parts:
    """Where a clip is, without the folders that differ for its masks."""
    sides = TRAIN_NAMES | TEST_NAMES
    return tuple(match_key(name) for name in parts if folder_key(name) not in sides and not is_mask_folder(name))


def _child(folder: Path, accepts: Callable[[str], bool]) -> Path | None:
    """The first folder in a folder whose name is wanted."""
    return next((child for child in folders(folder) if accepts(child.name)), None)


def _has_own_images(folder: Path) -> bool:
    """Whether images lie in a folder itself, and not just a stray one beside clips."""
    if not _has_image(folder):
        return False
    if not holds(folder, lambda entry: is_folder(entry) or is_video_name(entry.name)):
        return True
    tree = list_tree(folder)
    own = tree.folders[()]
    return len(own.images) >= max(sum(map(is_video_name, own.others)), fewest_frames(tree).get((), 1))


def _has_image(folder: Path) -> bool:
    return holds(folder, lambda entry: is_image_name(entry.name) and not is_folder(entry))


def _is_numbered(folder: Path) -> bool:
    """Whether the images of a folder that has some are frames, judging by their names."""
    frames = FrameFolder(folder, rate=None, size=None)
    return frames.numbered and len(frames.files) > 1


def _name(parts: Parts, root: Path) -> str:
    return storable("/".join(parts) or root.name)
