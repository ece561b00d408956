"""A made-up conveyor: dark boxes pass over a textured belt from left to right; one that races is abnormal."""

from pathlib import Path

import numpy as np
from PIL import Image

SIZE = (48, 72)
FRAMES = 60
RACING = (20, 45)  # frames of the abnormal clip in which a box races


def frame(index: int, *, phase: int, racing: bool = False) -> np.ndarray:
    """(48, 72, 3) uint8: two lanes with a box each, at one pixel a frame; a third box races at six."""
    noise = np.random.default_rng(1000 * phase + index).normal(0, 2, SIZE)
    belt = 150 + 20 * np.sin(np.arange(SIZE[1]) / 3)[None] + noise
    for lane, offset in ((6, phase * 7), (30, 31 + phase * 11)):
        left = (index + offset) % (SIZE[1] + 12) - 12
        belt[lane : lane + 12, max(0, left) : max(0, left + 12)] = 40
    if racing and RACING[0] <= index < RACING[1]:
        left = 6 * (index - RACING[0]) % (SIZE[1] + 12) - 12
        belt[18 : 18 + 12, max(0, left) : max(0, left + 12)] = 40
    return np.repeat(belt.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)


def write_frames(folder: Path, *, phase: int, racing: bool = False, frames: int = FRAMES) -> Path:
    folder.mkdir(parents=True)
    for index in range(frames):
        Image.fromarray(frame(index, phase=phase, racing=racing)).save(folder / f"{index + 1:03d}.png")
    return folder


def write_category(root: Path, *, good: int = 6, frames: int = FRAMES) -> Path:
    """UCSD's layout: good clips, and of two clips to test the second abnormal, with labels and masks."""
    for number in range(good):
        write_frames(root / "training" / f"{number + 1:02d}", phase=number, frames=frames)
    write_frames(root / "testing" / "01", phase=20, frames=frames)
    write_frames(root / "testing" / "02", phase=21, racing=True, frames=frames)
    masks = root / "ground_truth" / "02"
    masks.mkdir(parents=True)
    racing = range(RACING[0], min(RACING[1], frames))
    for index in racing:
        mask = np.zeros(SIZE, np.uint8)
        left = 6 * (index - RACING[0]) % (SIZE[1] + 12) - 12
        mask[18:30, max(0, left) : max(0, left + 12)] = 255
        Image.fromarray(mask).save(masks / f"{index + 1:03d}.png")
    rows = [
        f"{clip},{index},{int(clip == '02' and index in racing)}" for clip in ("01", "02") for index in range(frames)
    ]
    (root / "frame_labels.csv").write_text("\n".join(["clip,frame,abnormal", *rows]), "utf-8")
    return root
