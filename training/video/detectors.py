"""Measure detectors on UCSD Ped2's test clips: abnormal regions found, objects per frame, and speed.

    python training/video/detectors.py ucsd_ped2 --onnx yolox_nano.onnx --every 5 --results detectors.md

Methods that score objects miss every object that their detector misses. This is a report; it chooses nothing. The
background is learned from training clips alone. Background difference sees every frame, so that it can follow them;
only every n-th frame counts.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import numpy as np
import torch

from inspector.core.metrics.tracks import TrackLinker
from inspector.core.metrics.video import box_overlaps
from inspector.core.video.background import median_background
from inspector.core.video.detection import Detector, DetectorSettings
from inspector.data.images.masks import read_mask
from inspector.data.video.category import Clip, scan_video
from inspector.data.video.frames import Frame
from inspector.data.video.reader import ClipReader
from inspector.store.models.detectors import open_detector

_SMALLEST_PX = 20  # specks of hand-drawn masks
_EVERY_FOR_BACKGROUND = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("category", type=Path)
    parser.add_argument("--onnx", type=Path, nargs="*", default=[])
    parser.add_argument("--every", type=int, required=True, help="only every n-th frame counts")
    parser.add_argument("--results", type=Path, required=True)
    arguments = parser.parse_args()

    category = scan_video(arguments.category)
    frames = (frame for clip in category.train for frame in frames_of(clip) if not frame.index % _EVERY_FOR_BACKGROUND)
    background = median_background(frame.image for frame in frames)
    named = {"background difference": DetectorSettings()} | {
        path.stem: DetectorSettings(kind="onnx", path=str(path)) for path in arguments.onnx
    }
    lines = [
        "| detector | regions covered | centre inside | objects per frame: test | training | ms per frame |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, settings in named.items():
        detector = open_detector(settings, background=background)
        covered, objects, ms = measured(detector, category.test, arguments.every)
        _, usual, _ = measured(detector, category.train[:4], arguments.every)
        overlapping, inside = covered.mean(axis=0)
        lines.append(
            f"| {name} | {overlapping:.3f} | {inside:.3f} | {np.mean(objects):.1f} | {np.mean(usual):.1f} "
            f"| {np.median(ms):.1f} |"
        )
    lines.append(
        f"\n{len(covered)} connected regions of at least {_SMALLEST_PX} pixels in the masks of every "
        f"{arguments.every}th frame of {len(category.test)} test\nclips. Covered: a box overlaps the region by at "
        "least 0.1 (intersection over union).\nCentre inside: a box contains the region's centre. "
        "Training objects: its first four clips. "
        f"Default settings; median time on {torch.get_num_threads()} threads;\nby `training/video/detectors.py`.\n"
    )
    arguments.results.write_text("\n".join(lines), encoding="utf-8")
    print(arguments.results.read_text(encoding="utf-8"))


def frames_of(clip: Clip) -> Iterator[Frame]:
    with ClipReader(clip.path, folder_rate=None) as reader:
        yield from (frame for frame in reader.frames() if isinstance(frame, Frame))


def measured(detector: Detector, clips: tuple[Clip, ...], every: int) -> tuple[np.ndarray, list[int], list[float]]:
    """(N, 2) bool for each abnormal region: covered, and its centre inside a box; objects and ms of each frame."""
    covered, objects, ms = [], [], []
    for clip in clips:
        detector.restart()
        masks = clip.mask_files()
        for frame in frames_of(clip):
            start = perf_counter()
            boxes = detector.detect(frame.image).boxes.numpy()
            ms.append(1000 * (perf_counter() - start))
            if frame.index % every:
                continue
            objects.append(len(boxes))
            if frame.index in masks:
                mask = read_mask(masks[frame.index], size=(frame.image.shape[1], frame.image.shape[2]))
                covered += regions_found(mask.numpy(), boxes)
    return np.array(covered).reshape(-1, 2), objects, ms


def regions_found(mask: np.ndarray, boxes: np.ndarray) -> list[tuple[bool, bool]]:
    regions = np.array([region.box for region in TrackLinker(smallest_px=_SMALLEST_PX).add(mask)]).reshape(-1, 4)
    overlaps = box_overlaps(regions, boxes)
    centres = (regions[:, None, :2] + regions[:, None, 2:]) / 2
    inside = ((centres >= boxes[:, :2]) & (centres < boxes[:, 2:])).all(axis=-1)
    covered = np.any(overlaps >= 0.1, axis=1)
    return [(bool(one), bool(other)) for one, other in zip(covered, np.any(inside, axis=1), strict=True)]


if __name__ == "__main__":
    main()
