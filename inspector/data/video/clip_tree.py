"""The clips among all that lies in a folder: video files, and folders of frames."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from inspector.data.contents import LeftOut
from inspector.data.folder_names import is_mask_folder
from inspector.data.folders import storable
from inspector.data.tree import Parts, Tree
from inspector.data.video.reader import is_video_name


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
