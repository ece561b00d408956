"""A small category of clips and a run of them, made up: each frame tells its index by its grey."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from safetensors.numpy import save_file

from inspector.core.methods import create_method
from inspector.core.operating_point import OperatingPoint, ScoreScale
from inspector.core.video.inspection import ClipEvent, FrameRecord
from inspector.core.video.temporal import find_events
from inspector.data.video.category import scan_video
from inspector.store.runs.lifecycle import SCORE_SCALE
from inspector.store.runs.video_run_writer import VideoRunWriter
from tests.provenance import OF_VIDEO

FRAMES = 80
SIZE = (24, 36)
POINT = OperatingPoint(review=2.0, reject=4.0)
RATE = 10.0


def grey_of(index: int) -> int:
    return 20 + 2 * index


def write_clips(root: Path) -> Path:
    """UCSD's layout: two good clips, three to test, one of which has a frame that cannot be read."""
    for folder in ("training/01", "training/02", "testing/01", "testing/02", "testing/03"):
        (root / folder).mkdir(parents=True)
        for index in range(FRAMES):
            pixels = np.full((*SIZE, 3), grey_of(index), np.uint8)
            Image.fromarray(pixels).save(root / folder / f"{index + 1:03d}.png")
    (root / "testing/02/041.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    rows = [f"02,{index},{int(20 <= index < 35)}" for index in range(FRAMES)]
    (root / "frame_labels.csv").write_text("\n".join(["clip,frame,abnormal", *rows]), "utf-8")
    return root


def scores_of(clip: int) -> np.ndarray:
    """(FRAMES,): the first clip has two events, the second a worse one, the third none."""
    scores = np.ones(FRAMES)
    if clip == 0:
        scores[10:20] = 3.0
        scores[14] = 3.5
        scores[50:60] = 4.5
    elif clip == 1:
        scores[22:36] = 6.0
        scores[30] = 7.0
    return scores


def write_model_card(folder: Path) -> str:
    """A model's folder as far as Review looks into it, without a network; returns the model's identity."""
    folder.mkdir(parents=True)
    save_file({"calibration.good_scores": np.asarray([0.8, 1.1, 1.4, 1.9], np.float32)}, folder / "model.safetensors")
    card = {
        "format": 1,
        "method": "riad",
        "config": create_method("riad", preset="cpu").config.model_dump(mode="json"),
        "calibration": {"alignment": None, "outline": 1.0, "lowest": 0.0},
        "operating_point": vars(POINT),
        "clips": {"frame_rate": RATE, "stretch": 20, "detector": None, "looks": []},
        **OF_VIDEO,
        "weights_sha256": "",
    }
    identity = hashlib.sha256(json.dumps(card, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    (folder / "model.json").write_text(json.dumps(card | {"sha256": identity}), "utf-8")
    return identity


def write_run(
    root: Path,
    path: Path,
    *,
    model: str = "",
    rate: Callable[[int], float | None] = lambda _: RATE,
    typical: float | None = None,
) -> Path:
    """A run of the test clips; of clip 1 frame 40 is lost and nothing moves from 60 on."""
    clips = scan_video(root).test
    about = {"model": model, "model_folder": "unknown", "operating_point": vars(POINT), "base": str(root)}
    if typical is not None:
        about[SCORE_SCALE] = vars(ScoreScale(typical=typical, spread=1.0))
    with VideoRunWriter(path, clips=[(clip.name, clip.label) for clip in clips], about=about) as writer:
        for place in range(len(clips)):
            per_second = rate(place)
            writer.begin(place, frame_rate=per_second, size=SIZE)
            scores = scores_of(place)

            def time_s(frame: int, per_second: float | None = per_second) -> float | None:
                return None if per_second is None else frame / per_second

            for index, score in enumerate(scores.tolist()):
                writer.frame(place, _record(place, index, time_s(index), score))
            for event in find_events(scores, POINT, min_gap=3):
                times = (time_s(event.start), time_s(event.end), time_s(event.peak_frame))
                writer.event(place, ClipEvent(event, *times, place=(4.0, 4.0, 12.0, 16.0)))
            writer.end(place, error=None)
    return path


def _record(clip: int, index: int, time_s: float | None, score: float) -> FrameRecord:
    if clip == 1 and index == 40:
        return FrameRecord(index, time_s, None, None, error="The image is damaged.")
    boxes = np.asarray([(4, 4, 12, 16, score), (20, 6, 28, 18, 0.5)], np.float32)
    anomaly_map = np.full((6, 9), score, np.float32) if score > POINT.review else None
    still = clip == 1 and index >= 60
    return FrameRecord(index, time_s, score, POINT.decide(score), boxes, anomaly_map, still=still)
