"""Measure how many frames per second a video model handles, from the file to the record, and its latency.

    python training/video/streaming.py MODEL --clip CLIP --objects 5 --results training/results/streaming.md

The detector is limited to so many objects per frame, so that every frame takes the same work. Three stages are
measured one after the other: reading; reading and finding objects; everything. Each runs through the clip twice, and
the second pass counts.
"""

import argparse
import time
from dataclasses import replace
from pathlib import Path

import torch

from inspector.core.operating_point import OperatingPoint
from inspector.core.video.scoring import ClipJudge
from inspector.data.video.frames import Frame
from inspector.data.video.reader import ClipReader
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.workflow.analysis_frames import analysis_image
from inspector.workflow.inspect.video import detector_of, judged_frames


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", type=Path, nargs="+")
    parser.add_argument("--clip", type=Path, required=True)
    parser.add_argument("--objects", type=int, default=5)
    parser.add_argument("--results", type=Path, required=True)
    arguments = parser.parse_args()
    lines = [
        "# Streaming: frames per second, from the file to the record",
        "",
        "| model | parameters | objects per frame | read | + detector | everything | latency in frames |",
        "|---|---|---|---|---|---|---|",
    ]
    for folder in arguments.models:
        lines.append(measured(limited(read_model(folder), arguments.objects), arguments.clip))
    lines += [
        "",
        f"Frames per second. {torch.get_num_threads()} threads, CPU. Clip {arguments.clip.name}; Ped2 has JPEG frames "
        "of 360×240 pixels. The",
        "published method runs at 21 to 23 on a GTX 1080 Ti, detector included. By `training/video/streaming.py`.",
        "",
    ]
    arguments.results.write_text("\n".join(lines), "utf-8")
    print(arguments.results.read_text("utf-8"))


def limited(stored: StoredModel, objects: int) -> StoredModel:
    """The model with a detector that keeps to so many objects."""
    known = stored.model.clips
    if known is None:
        raise SystemExit(f"{stored.folder} is not a model of clips.")
    if known.detector is None:
        return stored
    known = replace(known, detector=known.detector.model_copy(update={"most": objects}))
    return replace(stored, model=replace(stored.model, clips=known))


def measured(stored: StoredModel, path: Path) -> str:
    """A row of the table."""
    detector = detector_of(stored)
    point = OperatingPoint(review=1e9, reject=1e9)
    found: list[int] = []
    stages = []
    for stage in ("read", "detect", "everything"):
        if stage == "detect" and detector is None:
            stages.append("–")
            continue
        for _ in range(2):
            started = time.perf_counter()
            with ClipReader(path, folder_rate=None) as reader:
                if stage == "everything":
                    count = sum(
                        1 for _ in judged_frames(stored.model, detector, reader, modes=("streaming",), point=point)
                    )
                else:
                    images = [analysis_image(frame.image) for frame in reader.frames() if isinstance(frame, Frame)]
                    count = len(images)
                    if stage == "detect" and detector is not None:
                        detector.restart()
                        found = [len(detector.detect(image)) for image in images]
            seconds = time.perf_counter() - started
        stages.append(f"{count / seconds:.0f}")
    judge = ClipJudge(stored.model, detector, modes=("streaming",))
    parameters = sum(one.numel() for one in stored.model.network.parameters())
    objects = f"{sum(found) / len(found):.1f}" if found else "–"
    config = stored.model.method.config
    name = f"{stored.model.method.name} {getattr(config, 'level', '')}".strip()
    if stored.model.clips is not None and stored.model.clips.detector is not None:
        name += f", {stored.model.clips.detector.kind}"
    return f"| {name} | {parameters:,} | {objects} | {' | '.join(stages)} | {judge.latency} |"


if __name__ == "__main__":
    main()
