"""The clips among all that lies in a folder: video files, and folders of frames."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from inspector.data.contents import LeftOut
from inspector.data.folder_names import is_mask_folder
from inspector.data.folders import storable
from inspector.data.tree import Parts, Tree
from inspector.data.video.reader import is_video_name


def clips_in(tree: Tree, folder: Parts = ()) -> Iterator[Parts]:
    """The video files in a folder, or without any the folder itself if images lie in it; else the clips below it."""
    clips: set[Parts] = set()
    for parts in sorted(tree.folders):
        if parts[: len(folder)] != folder or any(parts[:depth] in clips for depth in range(len(folder), len(parts))):
            continue
        found = tree.folders[parts]
        videos = [(*parts, name) for name in found.others if is_video_name(name)]
        if not videos and found.images:
            videos = [parts]
        clips.update(videos)
        yield from videos


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
