"""Make a category whose test clips are good clips with synthetic anomalies, to choose settings with.

    python training/video/made_up_anomalies.py MODEL ucsd_ped2 --output made_up
    inspector-cli evaluate MODEL made_up

Each good clip that the training held out yields four test clips: the clip as it is, and one clip with each of three
things pasted in: an enlarged object of good video that glides by, an unchanged object that moves fast, and a box.
Sizes and speeds are given for UCSD's frames of 240×360 pixels and scale with the frame.
"""

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from inspector.core.video.detection import Detector
from inspector.data.video.category import scan_video
from inspector.data.video.frames import Frame
from inspector.data.video.reader import ClipReader
from inspector.store.models.model_folder import read_model
from inspector.workflow.inspect.video import detector_of

KINDS = ("gliding", "fast", "box")
_HEIGHT = 240
_EVERY = 20  # objects are taken from every 20th frame


@dataclass(frozen=True, eq=False)
class Thing:
    """What is pasted: a picture (h, w, 3) in [0, 1], its opacity (h, w), and its speed in pixels per frame."""

    picture: np.ndarray
    opacity: np.ndarray
    speed: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "model", type=Path, help="a model that scores objects; its held-out clips and its detector are used"
    )
    parser.add_argument("category", type=Path, help="the category it was trained on")
    parser.add_argument("--output", type=Path, required=True, help="a folder that does not exist yet")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True)
    stored = read_model(arguments.model)
    detector = detector_of(stored)
    if detector is None:
        parser.error("the model scores no objects")
    held_out = {name for name, _, _ in stored.card["split"]["calibration"]}
    rows = []
    for clip in scan_video(arguments.category).train:
        name = Path(clip.name).name
        if clip.name not in held_out:
            link = arguments.output / "training" / name
            link.parent.mkdir(exist_ok=True)
            link.symlink_to(clip.path.resolve())
            continue
        with ClipReader(clip.path, folder_rate=None) as reader:
            frames = [frame.image.permute(1, 2, 0).numpy() for frame in reader.frames() if isinstance(frame, Frame)]
        rng = np.random.default_rng([arguments.seed, *name.encode()])
        objects = objects_of(frames, detector)
        rows += written(arguments.output, f"{name}-good", frames, None, rng)
        for kind in KINDS if objects else KINDS[2:]:
            thing = made(kind, objects, frames[0].shape[0] / _HEIGHT, rng)
            rows += written(arguments.output, f"{name}-{kind}", frames, thing, rng)
    with (arguments.output / "frame_labels.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("clip", "frame", "abnormal"), *rows])


def objects_of(frames: list[np.ndarray], detector: Detector) -> list[np.ndarray]:
    """Pictures of the walker-sized objects that the detector finds in some of the frames."""
    detector.restart()
    found = []
    for frame in frames[_EVERY // 2 :: _EVERY]:
        scale = frame.shape[0] / _HEIGHT
        for left, top, right, bottom in detector.detect(torch.from_numpy(frame).permute(2, 0, 1)).boxes.int().tolist():
            if 9 * scale < right - left < 24 * scale and 18 * scale < bottom - top < 45 * scale:
                found.append(frame[top:bottom, left:right].copy())
    return found


def made(kind: str, objects: list[np.ndarray], scale: float, rng: np.random.Generator) -> Thing:
    if kind == "box":
        height, width = (int(scale * rng.integers(*span)) for span in ((28, 39), (38, 56)))
        picture = np.full((height, width, 3), rng.uniform(0.55, 0.92), np.float32)
        picture[height // 8 : height // 2, width // 6 : width - width // 6] = 0.2
        picture += rng.normal(0, 0.012, (height, width, 1)).astype(np.float32)
        return Thing(picture, np.ones((height, width)), scale * rng.uniform(2.2, 3.2))
    picture = objects[rng.integers(len(objects))]
    if kind == "gliding":
        size = (int(1.6 * picture.shape[1]), int(1.25 * picture.shape[0]))
        enlarged = Image.fromarray(as_bytes(picture)).resize(size, Image.Resampling.BILINEAR)
        picture = np.asarray(enlarged, np.float32) / np.float32(255)
    height, width = picture.shape[:2]
    rows, columns = (np.linspace(-1, 1, side) for side in (height, width))
    opacity = np.clip(4 * (1.05 - (rows[:, None] ** 2 + columns**2)), 0, 1)  # an ellipse with a soft edge
    return Thing(picture, opacity, scale * rng.uniform(2.5, 4.0))


def written(
    root: Path, name: str, frames: list[np.ndarray], thing: Thing | None, rng: np.random.Generator
) -> list[tuple[str, int, int]]:
    """Write a clip in which a thing crosses the picture once; returns the labels of its frames."""
    folder, masks = root / "testing" / name, root / "ground_truth" / name
    folder.mkdir(parents=True)
    height, width = frames[0].shape[:2]
    start, towards, top = rng.integers(15, 36), rng.choice((-1, 1)), int(rng.uniform(0.25, 0.7) * height)
    rows = []
    for index, frame in enumerate(frames):
        shown, abnormal = frame, 0
        if thing is not None and index >= start:
            gone, wide = int((index - start) * thing.speed), thing.picture.shape[1]
            left = gone - wide if towards > 0 else width - gone
            inside = slice(max(0, -left), max(0, min(wide, width - left)))
            if inside.stop - inside.start > 4:
                place = np.s_[top : top + len(thing.picture), left + inside.start : left + inside.stop]
                opacity, picture = thing.opacity[:, inside], thing.picture[:, inside]
                shown, mask, abnormal = frame.copy(), np.zeros((height, width), np.uint8), 1
                opacity, picture = (of[: height - top] for of in (opacity, picture))
                shown[place] += opacity[..., None] * (picture - shown[place])
                mask[place] = 255 * (opacity > 0.5)
                masks.mkdir(parents=True, exist_ok=True)
                Image.fromarray(mask).save(masks / f"{index + 1:05d}.png")
        Image.fromarray(as_bytes(shown)).save(folder / f"{index + 1:05d}.jpg", quality=90)
        rows.append((name, index, abnormal))
    return rows


def as_bytes(picture: np.ndarray) -> np.ndarray:
    return (picture.clip(0, 1) * 255).round().astype(np.uint8)


if __name__ == "__main__":
    main()
